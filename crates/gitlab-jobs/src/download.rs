//! Downloads of artifacts: to a file or any writer, checked, and continued where the connection broke off.

mod file;
mod partial;
mod receive;

use std::fmt;
use std::path::Path;

use tokio::io::AsyncWrite;

use crate::client::Client;
use crate::download::receive::Checksum;
use crate::error::Error;
use crate::names::{ArtifactPath, JobName, ProjectId, RefName};
use crate::operations::artifacts::{
    DOWNLOAD_JOB_ARTIFACT_FILE, DOWNLOAD_JOB_ARTIFACTS, DOWNLOAD_REF_ARTIFACT_FILE,
    DOWNLOAD_REF_ARTIFACTS, RefArtifactsOptions, Rest,
};
use crate::path::Operation;
use crate::response::Response;
use crate::stream::ByteStream;

/// A download that has not started.
///
/// Made by [`Client::job_artifacts`], [`Client::ref_artifacts`], [`Client::job_artifact_file`] and
/// [`Client::ref_artifact_file`]; started by [`to_file`](Self::to_file) or [`to_writer`](Self::to_writer).
///
/// It may take as long as it likes, as long as bytes arrive. When the connection breaks off and the server named a
/// strong `ETag`, the rest is asked for; a download that changed meanwhile is an error. What another process has begun can
/// be gone on with too: see [`resume`](Self::resume). No more than a piece is held.
#[must_use = "nothing is downloaded until it is told where to"]
pub struct Download {
    source: Source,
    size: Option<u64>,
    resumes: bool,
    #[cfg(feature = "sha256")]
    sha256: Option<String>,
    progress: Option<Box<dyn FnMut(Progress) + Send>>,
}

/// Where a download comes from.
struct Source {
    client: Client,
    what: What,
}

/// What is downloaded.
enum What {
    Archive(ProjectId, i64),
    RefArchive(ProjectId, RefName, JobName, RefArtifactsOptions),
    File(ProjectId, i64, ArtifactPath),
    RefFile(
        ProjectId,
        RefName,
        ArtifactPath,
        JobName,
        RefArtifactsOptions,
    ),
}

/// How far a download is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// How many bytes have been written.
    pub received: u64,
    /// How many there are, when the server said so.
    pub total: Option<u64>,
}

/// A download that is complete.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Downloaded {
    /// How many bytes it has.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    #[cfg(feature = "sha256")]
    pub sha256: String,
}

impl Client {
    /// The archive with a job's artifacts, a zip, to be downloaded.
    ///
    /// [`Client::download_job_artifacts`] says what there is and who may have it.
    ///
    /// ```no_run
    /// use gitlab_jobs::{Client, Error, ProjectId};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let done = client
    ///     .job_artifacts(&ProjectId::from(1), 42)
    ///     .on_progress(|progress| eprintln!("{} bytes", progress.received))
    ///     .to_file("artifacts.zip")
    ///     .await?;
    /// println!("{} bytes in all", done.bytes);
    /// # Ok(())
    /// # }
    /// ```
    pub fn job_artifacts(&self, project: &ProjectId, job: i64) -> Download {
        Download::new(self, What::Archive(project.clone(), job))
    }

    /// The archive of a named job in the latest successful pipeline of a branch or tag, to be downloaded.
    ///
    /// [`Client::download_ref_artifacts`] says which pipelines are searched.
    ///
    /// ```no_run
    /// use gitlab_jobs::{Client, JobName, ProjectId, RefName};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let (branch, job) = (RefName::new("main")?, JobName::new("build")?);
    /// client
    ///     .ref_artifacts(&ProjectId::from(1), &branch, &job, &Default::default())
    ///     .to_file("artifacts.zip")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn ref_artifacts(
        &self,
        project: &ProjectId,
        ref_name: &RefName,
        job: &JobName,
        options: &RefArtifactsOptions,
    ) -> Download {
        let what = What::RefArchive(
            project.clone(),
            ref_name.clone(),
            job.clone(),
            options.clone(),
        );
        Download::new(self, what)
    }

    /// One file out of the archive of a job, to be downloaded.
    ///
    /// ```no_run
    /// use gitlab_jobs::{ArtifactPath, Client, ProjectId};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let path = ArtifactPath::new("coverage/index.html")?;
    /// let mut page = Vec::new();
    /// client.job_artifact_file(&ProjectId::from(1), 42, &path).to_writer(&mut page).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn job_artifact_file(
        &self,
        project: &ProjectId,
        job: i64,
        path: &ArtifactPath,
    ) -> Download {
        Download::new(self, What::File(project.clone(), job, path.clone()))
    }

    /// One file out of the archive of a named job in the latest successful pipeline of a branch or tag, to be
    /// downloaded.
    ///
    /// ```no_run
    /// use gitlab_jobs::{ArtifactPath, Client, JobName, ProjectId, RefName};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let (branch, job) = (RefName::new("main")?, JobName::new("pdf")?);
    /// let path = ArtifactPath::new("review/book.pdf")?;
    /// client
    ///     .ref_artifact_file(&ProjectId::from(1), &branch, &path, &job, &Default::default())
    ///     .to_file("book.pdf")
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn ref_artifact_file(
        &self,
        project: &ProjectId,
        ref_name: &RefName,
        path: &ArtifactPath,
        job: &JobName,
        options: &RefArtifactsOptions,
    ) -> Download {
        let what = What::RefFile(
            project.clone(),
            ref_name.clone(),
            path.clone(),
            job.clone(),
            options.clone(),
        );
        Download::new(self, what)
    }
}

impl Download {
    fn new(client: &Client, what: What) -> Self {
        Self {
            source: Source {
                client: client.clone(),
                what,
            },
            size: None,
            resumes: false,
            #[cfg(feature = "sha256")]
            sha256: None,
            progress: None,
        }
    }

    /// Fails unless it has exactly this many bytes, which [`Job::artifacts_file`](crate::types::Job::artifacts_file)
    /// tells of an archive.
    pub fn expect_size(mut self, bytes: u64) -> Self {
        self.size = Some(bytes);
        self
    }

    /// Fails unless it has this SHA-256, in hexadecimal digits.
    #[cfg(feature = "sha256")]
    pub fn expect_sha256(mut self, digits: impl Into<String>) -> Self {
        self.sha256 = Some(digits.into());
        self
    }

    /// Keeps what has come when a download to a file fails or is given up, and goes on from there the next time, also in
    /// another process.
    ///
    /// The bytes stay beside the file under its name with `.partial` at the end, together with a note
    /// (`.partial.json`) of the address and the strong `ETag`; without such a tag nothing is kept. The next download of
    /// the same to the same file asks for the rest with `If-Range`, so that the server sends it only if it still has the
    /// very same; otherwise it starts over. Storage addresses are not kept: each time the API is asked for a new one.
    ///
    /// No two downloads that resume may go to the same file at the same time. What is on the disk is not held against
    /// the server again, so that after a crash of the whole machine only a checksum proves that it is sound.
    ///
    /// ```no_run
    /// use gitlab_jobs::{Client, Error, ProjectId};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let archive = client.job_artifacts(&ProjectId::from(1), 42).resume();
    /// archive.to_file("artifacts.zip").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume(mut self) -> Self {
        self.resumes = true;
        self
    }

    /// Calls this after each piece that was written.
    pub fn on_progress(mut self, call: impl FnMut(Progress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(call));
        self
    }

    /// Downloads to a file, which is replaced if it exists.
    ///
    /// The bytes go to a file beside it, whose name ends with `.partial` and is this download's own. Only when all is
    /// there and checked does that become the file; otherwise it is removed, unless [`resume`](Self::resume) says to keep
    /// it under a name that is always the same. Of two downloads to the same path the file is the one that ends last.
    ///
    /// # Errors
    ///
    /// Those of the operation that downloads; kind [`Body`](crate::ErrorKind::Body) when the connection broke off and
    /// the rest cannot be had, [`Integrity`](crate::ErrorKind::Integrity) when it is not what was announced or expected,
    /// [`Output`](crate::ErrorKind::Output) when the file cannot be written.
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        file::save(self, path.as_ref()).await
    }

    /// Downloads to a writer, which is flushed and not closed. Check what is returned before trusting what was written.
    ///
    /// # Errors
    ///
    /// Those of [`to_file`](Self::to_file).
    pub async fn to_writer<W>(mut self, writer: &mut W) -> Result<Downloaded, Error>
    where
        W: AsyncWrite + Send + Unpin + ?Sized,
    {
        let begun = receive::begin(&self.source, self.size, None).await?;
        receive::receive(&mut self, begun, Checksum::default(), writer).await
    }
}

impl Source {
    fn operation(&self) -> &'static Operation {
        match &self.what {
            What::Archive(..) => &DOWNLOAD_JOB_ARTIFACTS,
            What::RefArchive(..) => &DOWNLOAD_REF_ARTIFACTS,
            What::File(..) => &DOWNLOAD_JOB_ARTIFACT_FILE,
            What::RefFile(..) => &DOWNLOAD_REF_ARTIFACT_FILE,
        }
    }

    /// The address of the API that it comes from, which tells it from all others.
    fn address(&self) -> String {
        let (values, name) = match &self.what {
            What::Archive(project, job) => (vec![project.into(), (*job).into()], None),
            What::RefArchive(project, name, job, _) => {
                (vec![project.into(), name.into()], Some(job))
            }
            What::File(project, job, path) => {
                (vec![project.into(), (*job).into(), path.into()], None)
            }
            What::RefFile(project, name, path, job, _) => {
                (vec![project.into(), name.into(), path.into()], Some(job))
            }
        };
        let path = self.operation().fill(&values);
        let query = name.map_or_else(String::new, |job| format!("?job={}", job.as_str()));
        format!("{}{path}{query}", self.client.base.url)
    }

    /// Asks for it, or for the rest of it.
    async fn open(&self, rest: Option<&Rest>) -> Result<Response<ByteStream>, Error> {
        let client = &self.client;
        match &self.what {
            What::Archive(project, job) => {
                client
                    .download_job_artifacts_rest(project, *job, rest)
                    .await
            }
            What::RefArchive(project, name, job, options) => {
                client
                    .download_ref_artifacts_rest(project, name, job, options, rest)
                    .await
            }
            What::File(project, job, path) => {
                client
                    .download_job_artifact_file_rest(project, *job, path, rest)
                    .await
            }
            What::RefFile(project, name, path, job, options) => {
                client
                    .download_ref_artifact_file_rest(project, name, path, job, options, rest)
                    .await
            }
        }
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Download")
            .field("operation", &self.source.operation().id)
            .finish_non_exhaustive()
    }
}
