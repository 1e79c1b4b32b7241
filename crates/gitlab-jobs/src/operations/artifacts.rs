//! The artifacts of jobs: downloading and listing them.

use reqwest::header::{HeaderValue, IF_RANGE, RANGE};

use crate::call::Call;
use crate::client::Client;
use crate::error::Error;
use crate::names::{ArtifactPath, JobName, ProjectId, RefName};
use crate::operations::job_id;
use crate::page::{Items, Source};
use crate::path::Operation;
use crate::range::range_from;
use crate::response::Response;
use crate::stream::ByteStream;
use crate::types::ArtifactEntry;

pub(crate) const DOWNLOAD_JOB_ARTIFACTS: Operation = Operation {
    id: "download_job_artifacts",
    method: "GET",
    path: "/projects/{id}/jobs/{job_id}/artifacts",
};

pub(crate) const DOWNLOAD_REF_ARTIFACTS: Operation = Operation {
    id: "download_ref_artifacts",
    method: "GET",
    path: "/projects/{id}/jobs/artifacts/{ref_name}/download",
};

pub(crate) const DOWNLOAD_JOB_ARTIFACT_FILE: Operation = Operation {
    id: "download_job_artifact_file",
    method: "GET",
    path: "/projects/{id}/jobs/{job_id}/artifacts/{artifact_path}",
};

pub(crate) const DOWNLOAD_REF_ARTIFACT_FILE: Operation = Operation {
    id: "download_ref_artifact_file",
    method: "GET",
    path: "/projects/{id}/jobs/artifacts/{ref_name}/raw/{artifact_path}",
};

const LIST_JOB_ARTIFACT_TREE: Operation = Operation {
    id: "list_job_artifact_tree",
    method: "GET",
    path: "/projects/{id}/jobs/{job_id}/artifacts/tree",
};

/// The rest of a download that broke off.
#[derive(Clone, Debug)]
pub(crate) struct Rest {
    /// How many bytes are there already.
    pub(crate) from: u64,
    /// What the bytes belong to.
    pub(crate) etag: HeaderValue,
}

/// A call for the rest of what it is about, if that is still the same; or for all of it.
fn for_rest(call: Call, rest: Option<&Rest>) -> Call {
    let Some(Rest { from, etag }) = rest else {
        return call;
    };
    call.with_header(RANGE, range_from(*from))
        .with_header(IF_RANGE, etag.clone())
}

/// Where [`Client::download_ref_artifacts`] and [`Client::download_ref_artifact_file`] look for the job.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RefArtifactsOptions {
    search_recent_successful_pipelines: Option<bool>,
}

impl RefArtifactsOptions {
    /// Says whether up to 100 recent successful pipelines are searched when the latest has no such job (GitLab 18.7 for
    /// archives, 18.9 for files); by default they are not.
    #[must_use]
    pub fn search_recent_successful_pipelines(mut self, search: bool) -> Self {
        self.search_recent_successful_pipelines = Some(search);
        self
    }
}

/// Which part of an archive [`Client::list_job_artifact_tree`] lists, and how it is paged.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ArtifactTreeOptions {
    path: Option<String>,
    recursive: Option<bool>,
    page: Option<i32>,
    per_page: Option<i32>,
}

impl ArtifactTreeOptions {
    /// Lists this directory instead of the root.
    #[must_use]
    pub fn path(mut self, directory: impl Into<String>) -> Self {
        self.path = Some(directory.into());
        self
    }

    /// Says whether everything below is listed; by default only the directory's own entries are.
    #[must_use]
    pub fn recursive(mut self, recursive: bool) -> Self {
        self.recursive = Some(recursive);
        self
    }

    /// Asks for the page with this number, from 1, which is the default.
    #[must_use]
    pub fn page(mut self, page: i32) -> Self {
        self.page = Some(page);
        self
    }

    /// Asks for this many entries on a page: 1 to 100, 20 by default.
    #[must_use]
    pub fn per_page(mut self, count: i32) -> Self {
        self.per_page = Some(count);
        self
    }
}

impl Client {
    /// Downloads the archive with a job's artifacts, a zip.
    ///
    /// `GET /projects/{id}/jobs/{job_id}/artifacts`, in GitLab's documentation under
    /// [Download job artifacts by job ID](https://docs.gitlab.com/api/job_artifacts/).
    ///
    /// A server that keeps artifacts in object storage redirects there; that is followed without the credential. Use
    /// [`Client::job_artifacts`] for large archives: it writes to a file and goes on where a connection broke off.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use gitlab_jobs::ProjectId;
    ///
    /// let archive = client.download_job_artifacts(&ProjectId::from(1), 42).await?;
    /// std::fs::write("artifacts.zip", archive.into_inner().bytes(100 << 20).await?)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 401 with a token that is not valid, 403 when the caller may not have the artifacts, 404 when there is no archive
    /// (never made, expired, or only reports) or no such job for the caller; [`Error::kind`] tells what else went wrong.
    pub async fn download_job_artifacts(
        &self,
        project: &ProjectId,
        job: i64,
    ) -> Result<Response<ByteStream>, Error> {
        self.download_job_artifacts_rest(project, job, None).await
    }

    /// The same, or the rest of it.
    pub(crate) async fn download_job_artifacts_rest(
        &self,
        project: &ProjectId,
        job: i64,
        rest: Option<&Rest>,
    ) -> Result<Response<ByteStream>, Error> {
        let job = job_id(job)?;
        let call = for_rest(
            self.call(&DOWNLOAD_JOB_ARTIFACTS, &[project.into(), job.into()]),
            rest,
        );
        let api = call.api();
        call.finish_stream(api.download_job_artifacts(project.as_str(), job).await)
    }

    /// Downloads the archive of a named job in the latest successful pipeline of a branch or tag.
    ///
    /// `GET /projects/{id}/jobs/artifacts/{ref_name}/download`, in GitLab's documentation under
    /// [Download job artifacts by reference name](https://docs.gitlab.com/api/job_artifacts/).
    ///
    /// Parent pipelines are searched before their children. Commit hashes and `HEAD` are no refs here; the pipelines of
    /// a merge request are found under `refs/merge-requests/IID/head`.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use gitlab_jobs::{JobName, ProjectId, RefArtifactsOptions, RefName};
    ///
    /// let project = ProjectId::new("platform/toolbox")?;
    /// let (branch, job) = (RefName::new("feature/login")?, JobName::new("build: [x, 1]")?);
    /// let search = RefArtifactsOptions::default().search_recent_successful_pipelines(true);
    /// let archive = client.download_ref_artifacts(&project, &branch, &job, &search).await?;
    /// std::fs::write("artifacts.zip", archive.into_inner().bytes(100 << 20).await?)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 for an option the server does not take, 401 with a token that is not valid, 403 when the caller may not have
    /// the artifacts, 404 when no such job with artifacts is found; [`Error::kind`] tells what else went wrong.
    pub async fn download_ref_artifacts(
        &self,
        project: &ProjectId,
        ref_name: &RefName,
        job: &JobName,
        options: &RefArtifactsOptions,
    ) -> Result<Response<ByteStream>, Error> {
        self.download_ref_artifacts_rest(project, ref_name, job, options, None)
            .await
    }

    /// The same, or the rest of it.
    pub(crate) async fn download_ref_artifacts_rest(
        &self,
        project: &ProjectId,
        ref_name: &RefName,
        job: &JobName,
        options: &RefArtifactsOptions,
        rest: Option<&Rest>,
    ) -> Result<Response<ByteStream>, Error> {
        let call = for_rest(
            self.call(&DOWNLOAD_REF_ARTIFACTS, &[project.into(), ref_name.into()]),
            rest,
        );
        let api = call.api();
        call.finish_stream(
            api.download_ref_artifacts(
                project.as_str(),
                ref_name.as_str(),
                job.as_str(),
                options.search_recent_successful_pipelines,
            )
            .await,
        )
    }

    /// Downloads one file out of the archive of a job.
    ///
    /// `GET /projects/{id}/jobs/{job_id}/artifacts/{artifact_path}`, in GitLab's documentation under
    /// [Download a single artifact file by job ID](https://docs.gitlab.com/api/job_artifacts/).
    ///
    /// Since GitLab 18.8 a file named `tree` at the root of the archive cannot be had this way: the address is
    /// [`Client::list_job_artifact_tree`]'s.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use gitlab_jobs::{ArtifactPath, ProjectId};
    ///
    /// let path = ArtifactPath::new("coverage/index.html")?;
    /// let file = client.download_job_artifact_file(&ProjectId::from(1), 42, &path).await?;
    /// std::fs::write("coverage.html", file.into_inner().bytes(1 << 20).await?)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 for a path the server does not take, 401 with a token that is not valid, 403 when the caller may not have
    /// the artifacts, 404 when there is no such job, archive or file for the caller; [`Error::kind`] tells what else
    /// went wrong.
    pub async fn download_job_artifact_file(
        &self,
        project: &ProjectId,
        job: i64,
        artifact_path: &ArtifactPath,
    ) -> Result<Response<ByteStream>, Error> {
        self.download_job_artifact_file_rest(project, job, artifact_path, None)
            .await
    }

    /// The same, or the rest of it.
    pub(crate) async fn download_job_artifact_file_rest(
        &self,
        project: &ProjectId,
        job: i64,
        artifact_path: &ArtifactPath,
        rest: Option<&Rest>,
    ) -> Result<Response<ByteStream>, Error> {
        let job = job_id(job)?;
        let call = for_rest(
            self.call(
                &DOWNLOAD_JOB_ARTIFACT_FILE,
                &[project.into(), job.into(), artifact_path.into()],
            ),
            rest,
        );
        let api = call.api();
        call.finish_stream(
            api.download_job_artifact_file(project.as_str(), job, artifact_path.as_str())
                .await,
        )
    }

    /// Downloads one file out of the archive of a named job in the latest successful pipeline of a branch or tag.
    ///
    /// `GET /projects/{id}/jobs/artifacts/{ref_name}/raw/{artifact_path}`, in GitLab's documentation under
    /// [Download a single artifact file by reference name](https://docs.gitlab.com/api/job_artifacts/).
    ///
    /// Refs are found as by [`Client::download_ref_artifacts`].
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use gitlab_jobs::{ArtifactPath, JobName, ProjectId, RefArtifactsOptions, RefName};
    ///
    /// let project = ProjectId::new("platform/toolbox")?;
    /// let (branch, job) = (RefName::new("main")?, JobName::new("pdf")?);
    /// let path = ArtifactPath::new("review/index.html")?;
    /// let latest = RefArtifactsOptions::default();
    /// let file = client
    ///     .download_ref_artifact_file(&project, &branch, &path, &job, &latest)
    ///     .await?;
    /// println!("{} bytes", file.into_inner().bytes(1 << 20).await?.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 for a path or option the server does not take, 401 with a token that is not valid, 403 when the caller may
    /// not have the artifacts, 404 when no such job or file is found; [`Error::kind`] tells what else went wrong.
    pub async fn download_ref_artifact_file(
        &self,
        project: &ProjectId,
        ref_name: &RefName,
        artifact_path: &ArtifactPath,
        job: &JobName,
        options: &RefArtifactsOptions,
    ) -> Result<Response<ByteStream>, Error> {
        self.download_ref_artifact_file_rest(project, ref_name, artifact_path, job, options, None)
            .await
    }

    /// The same, or the rest of it.
    pub(crate) async fn download_ref_artifact_file_rest(
        &self,
        project: &ProjectId,
        ref_name: &RefName,
        artifact_path: &ArtifactPath,
        job: &JobName,
        options: &RefArtifactsOptions,
        rest: Option<&Rest>,
    ) -> Result<Response<ByteStream>, Error> {
        let call = for_rest(
            self.call(
                &DOWNLOAD_REF_ARTIFACT_FILE,
                &[project.into(), ref_name.into(), artifact_path.into()],
            ),
            rest,
        );
        let api = call.api();
        call.finish_stream(
            api.download_ref_artifact_file(
                project.as_str(),
                ref_name.as_str(),
                artifact_path.as_str(),
                job.as_str(),
                options.search_recent_successful_pipelines,
            )
            .await,
        )
    }

    /// Lists one page of what the archive of a job contains (GitLab 18.8).
    ///
    /// `GET /projects/{id}/jobs/{job_id}/artifacts/tree`, in GitLab's documentation under
    /// [List all artifact files](https://docs.gitlab.com/api/job_artifacts/).
    ///
    /// The names of directories end with a slash in their paths. Older servers take the address for a file called
    /// `tree` and answer 404, or with that file, which does not read as a list.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::{ArtifactTreeOptions, ProjectId};
    ///
    /// let everything = ArtifactTreeOptions::default().recursive(true).per_page(100);
    /// let entries = client.list_job_artifact_tree(&ProjectId::from(1), 42, &everything).await?;
    /// for entry in entries.iter() {
    ///     println!("{} {:?}", entry.path, entry.size);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 for an option the server does not take, 401 with a token that is not valid, 403 when the caller may not have
    /// the artifacts, 404 when there are no artifacts, no index of them or no such directory; [`Error::kind`] tells
    /// what else went wrong.
    pub async fn list_job_artifact_tree(
        &self,
        project: &ProjectId,
        job: i64,
        options: &ArtifactTreeOptions,
    ) -> Result<Response<Vec<ArtifactEntry>>, Error> {
        let job = job_id(job)?;
        let call = self.call(&LIST_JOB_ARTIFACT_TREE, &[project.into(), job.into()]);
        let api = call.api();
        call.finish(
            api.list_job_artifact_tree(
                project.as_str(),
                job,
                options.page,
                options.path.as_deref(),
                options.per_page,
                options.recursive,
            )
            .await,
        )
    }

    /// Lists all of what the archive of a job contains (GitLab 18.8) as a stream.
    ///
    /// It pages by number, 100 entries at a time unless the options say otherwise.
    ///
    /// ```no_run
    /// use gitlab_jobs::{ArtifactTreeOptions, Client, Error, ProjectId};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let everything = ArtifactTreeOptions::default().recursive(true);
    /// let mut entries = client.all_job_artifact_entries(&ProjectId::from(1), 42, &everything);
    /// let mut bytes = 0;
    /// while let Some(entry) = entries.next().await {
    ///     bytes += entry?.size.unwrap_or(0);
    /// }
    /// println!("{bytes} bytes unpacked");
    /// # Ok(())
    /// # }
    /// ```
    pub fn all_job_artifact_entries(
        &self,
        project: &ProjectId,
        job: i64,
        options: &ArtifactTreeOptions,
    ) -> Items<ArtifactEntry> {
        let paging = (options.page, options.per_page);
        let (client, project, options) = (self.clone(), project.clone(), options.clone());
        Items::new(Source::numbered(
            &LIST_JOB_ARTIFACT_TREE,
            paging,
            None,
            move |page, size| {
                let options = options.clone().page(page).per_page(size);
                let (client, project) = (client.clone(), project.clone());
                Box::pin(
                    async move { client.list_job_artifact_tree(&project, job, &options).await },
                )
            },
        ))
    }
}
