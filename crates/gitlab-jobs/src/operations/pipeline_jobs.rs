//! The jobs of a pipeline, and its trigger jobs.

use crate::client::Client;
use crate::error::Error;
use crate::names::ProjectId;
use crate::operations::{pipeline_id, some};
use crate::page::{Items, Source};
use crate::path::Operation;
use crate::response::Response;
use crate::types::{Bridge, Job, JobScope};

const LIST_PIPELINE_JOBS: Operation = Operation {
    id: "list_pipeline_jobs",
    method: "GET",
    path: "/projects/{id}/pipelines/{pipeline_id}/jobs",
};

const LIST_PIPELINE_BRIDGES: Operation = Operation {
    id: "list_pipeline_bridges",
    method: "GET",
    path: "/projects/{id}/pipelines/{pipeline_id}/bridges",
};

const LIST_PIPELINE_TRIGGER_JOBS: Operation = Operation {
    id: "list_pipeline_trigger_jobs",
    method: "GET",
    path: "/projects/{id}/pipelines/{pipeline_id}/trigger_jobs",
};

/// Which jobs [`Client::list_pipeline_jobs`] lists, and how they are paged.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct PipelineJobsOptions {
    scope: Vec<JobScope>,
    include_retried: Option<bool>,
    page: Option<i32>,
    per_page: Option<i32>,
}

impl PipelineJobsOptions {
    /// Lists only jobs in one of these states; with none, jobs in any state.
    #[must_use]
    pub fn scope(mut self, scope: impl IntoIterator<Item = JobScope>) -> Self {
        self.scope = scope.into_iter().collect();
        self
    }

    /// Says whether jobs that were retried are listed too (GitLab 13.9); they are not by default.
    #[must_use]
    pub fn include_retried(mut self, include: bool) -> Self {
        self.include_retried = Some(include);
        self
    }

    /// Asks for the page with this number, from 1, which is the default.
    #[must_use]
    pub fn page(mut self, page: i32) -> Self {
        self.page = Some(page);
        self
    }

    /// Asks for this many jobs on a page: 1 to 100, 20 by default.
    #[must_use]
    pub fn per_page(mut self, count: i32) -> Self {
        self.per_page = Some(count);
        self
    }
}

/// Which trigger jobs [`Client::list_pipeline_trigger_jobs`] and [`Client::list_pipeline_bridges`] list, and how they
/// are paged.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TriggerJobsOptions {
    scope: Vec<JobScope>,
    page: Option<i32>,
    per_page: Option<i32>,
}

impl TriggerJobsOptions {
    /// Lists only jobs in one of these states; with none, jobs in any state.
    #[must_use]
    pub fn scope(mut self, scope: impl IntoIterator<Item = JobScope>) -> Self {
        self.scope = scope.into_iter().collect();
        self
    }

    /// Asks for the page with this number, from 1, which is the default.
    #[must_use]
    pub fn page(mut self, page: i32) -> Self {
        self.page = Some(page);
        self
    }

    /// Asks for this many jobs on a page: 1 to 100, 20 by default.
    #[must_use]
    pub fn per_page(mut self, count: i32) -> Self {
        self.per_page = Some(count);
        self
    }
}

impl Client {
    /// Lists one page of a pipeline's jobs, newest first.
    ///
    /// `GET /projects/{id}/pipelines/{pipeline_id}/jobs`, in GitLab's documentation under
    /// [List all jobs for a pipeline](https://docs.gitlab.com/api/jobs/).
    ///
    /// Retried jobs are left out unless asked for, trigger jobs always. Child pipelines can be asked for by their id.
    /// Anonymous callers are served when the project and its pipelines are public.
    ///
    /// ```no_run
    /// use gitlab_jobs::{Client, Error, PipelineJobsOptions, ProjectId};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let all = PipelineJobsOptions::default().include_retried(true);
    /// let jobs = client.list_pipeline_jobs(&ProjectId::from(1), 42, &all).await?;
    /// println!("{} jobs on this page", jobs.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 for an option the server does not take, 401 with a token that is not valid, 403 when the caller may not see
    /// the jobs, 404 when there is no such project or pipeline for the caller, 429 beyond a rate limit;
    /// [`Error::kind`] tells what else went wrong.
    pub async fn list_pipeline_jobs(
        &self,
        project: &ProjectId,
        pipeline: i64,
        options: &PipelineJobsOptions,
    ) -> Result<Response<Vec<Job>>, Error> {
        let pipeline = pipeline_id(pipeline)?;
        let call = self.call(&LIST_PIPELINE_JOBS, &[project.into(), pipeline.into()]);
        let api = call.api();
        call.finish(
            api.list_pipeline_jobs(
                project.as_str(),
                pipeline,
                options.include_retried,
                options.page,
                options.per_page,
                some(&options.scope),
            )
            .await,
        )
    }

    /// Lists one page of a pipeline's trigger jobs under their former name, for servers before 19.2.
    ///
    /// `GET /projects/{id}/pipelines/{pipeline_id}/bridges`, in GitLab's documentation under
    /// [List all trigger jobs for a pipeline](https://docs.gitlab.com/api/jobs/). GitLab deprecated it in 19.2 for
    /// [`Client::list_pipeline_trigger_jobs`], which older servers answer with 404; this one works on both.
    ///
    /// ```no_run
    /// use gitlab_jobs::{Client, Error, ProjectId, TriggerJobsOptions};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let first = TriggerJobsOptions::default();
    /// let jobs = client.list_pipeline_bridges(&ProjectId::from(1), 42, &first).await?;
    /// for job in jobs.iter().filter(|job| job.downstream_pipeline.is_none()) {
    ///     println!("{} has not started its pipeline", job.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 for an option the server does not take, 401 with a token that is not valid, 403 when the caller may not see
    /// the jobs, 404 when there is no such project or pipeline for the caller, 429 beyond a rate limit;
    /// [`Error::kind`] tells what else went wrong.
    pub async fn list_pipeline_bridges(
        &self,
        project: &ProjectId,
        pipeline: i64,
        options: &TriggerJobsOptions,
    ) -> Result<Response<Vec<Bridge>>, Error> {
        let pipeline = pipeline_id(pipeline)?;
        let call = self.call(&LIST_PIPELINE_BRIDGES, &[project.into(), pipeline.into()]);
        let api = call.api();
        call.finish(
            api.list_pipeline_bridges(
                project.as_str(),
                pipeline,
                options.page,
                options.per_page,
                some(&options.scope),
            )
            .await,
        )
    }

    /// Lists one page of a pipeline's trigger jobs: the jobs that start a downstream pipeline (GitLab 19.2).
    ///
    /// `GET /projects/{id}/pipelines/{pipeline_id}/trigger_jobs`, in GitLab's documentation under
    /// [List all trigger jobs for a pipeline](https://docs.gitlab.com/api/jobs/).
    ///
    /// Servers before 19.2 answer 404; ask them with [`Client::list_pipeline_bridges`].
    ///
    /// ```no_run
    /// use gitlab_jobs::types::JobScope;
    /// use gitlab_jobs::{Client, Error, ProjectId, TriggerJobsOptions};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let waiting = TriggerJobsOptions::default().scope([JobScope::Manual]);
    /// let jobs = client.list_pipeline_trigger_jobs(&ProjectId::from(1), 42, &waiting).await?;
    /// println!("{} trigger jobs wait for somebody", jobs.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 for an option the server does not take, 401 with a token that is not valid, 403 when the caller may not see
    /// the jobs, 404 when there is no such project or pipeline for the caller or the server is older than 19.2, 429
    /// beyond a rate limit; [`Error::kind`] tells what else went wrong.
    pub async fn list_pipeline_trigger_jobs(
        &self,
        project: &ProjectId,
        pipeline: i64,
        options: &TriggerJobsOptions,
    ) -> Result<Response<Vec<Bridge>>, Error> {
        let pipeline = pipeline_id(pipeline)?;
        let call = self.call(
            &LIST_PIPELINE_TRIGGER_JOBS,
            &[project.into(), pipeline.into()],
        );
        let api = call.api();
        call.finish(
            api.list_pipeline_trigger_jobs(
                project.as_str(),
                pipeline,
                options.page,
                options.per_page,
                some(&options.scope),
            )
            .await,
        )
    }

    /// Lists all jobs of a pipeline, newest first, as a stream.
    ///
    /// It pages by number, 100 jobs at a time unless the options say otherwise; [`Items`] says what that means while jobs
    /// are being created or leave the list. [`Client::list_pipeline_jobs`] says which jobs are listed.
    ///
    /// ```no_run
    /// use gitlab_jobs::{Client, Error, ProjectId};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let jobs = client.all_pipeline_jobs(&ProjectId::from(1), 42, &Default::default());
    /// println!("{} jobs", jobs.into_vec().await?.len());
    /// # Ok(())
    /// # }
    /// ```
    pub fn all_pipeline_jobs(
        &self,
        project: &ProjectId,
        pipeline: i64,
        options: &PipelineJobsOptions,
    ) -> Items<Job> {
        let paging = (options.page, options.per_page);
        let (client, project, options) = (self.clone(), project.clone(), options.clone());
        Items::new(Source::numbered(
            &LIST_PIPELINE_JOBS,
            paging,
            Some(|job| job.id),
            move |page, size| {
                let options = options.clone().page(page).per_page(size);
                let (client, project) = (client.clone(), project.clone());
                Box::pin(async move {
                    client
                        .list_pipeline_jobs(&project, pipeline, &options)
                        .await
                })
            },
        ))
    }

    /// Lists all trigger jobs of a pipeline by the older address, which works everywhere, as a stream.
    ///
    /// It pages like [`Client::all_pipeline_jobs`].
    ///
    /// ```no_run
    /// use gitlab_jobs::{Client, Error, ProjectId};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let mut bridges = client.all_pipeline_bridges(&ProjectId::from(1), 42, &Default::default());
    /// while let Some(bridge) = bridges.next().await {
    ///     println!("{:?}", bridge?.downstream_pipeline.map(|pipeline| pipeline.id));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn all_pipeline_bridges(
        &self,
        project: &ProjectId,
        pipeline: i64,
        options: &TriggerJobsOptions,
    ) -> Items<Bridge> {
        let paging = (options.page, options.per_page);
        let (client, project, options) = (self.clone(), project.clone(), options.clone());
        Items::new(Source::numbered(
            &LIST_PIPELINE_BRIDGES,
            paging,
            Some(|job| job.id),
            move |page, size| {
                let options = options.clone().page(page).per_page(size);
                let (client, project) = (client.clone(), project.clone());
                Box::pin(async move {
                    client
                        .list_pipeline_bridges(&project, pipeline, &options)
                        .await
                })
            },
        ))
    }

    /// Lists all trigger jobs of a pipeline (GitLab 19.2) as a stream.
    ///
    /// It pages like [`Client::all_pipeline_jobs`].
    ///
    /// ```no_run
    /// use gitlab_jobs::{Client, Error, ProjectId};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let jobs = client.all_pipeline_trigger_jobs(&ProjectId::from(1), 42, &Default::default());
    /// println!("{} trigger jobs", jobs.into_vec().await?.len());
    /// # Ok(())
    /// # }
    /// ```
    pub fn all_pipeline_trigger_jobs(
        &self,
        project: &ProjectId,
        pipeline: i64,
        options: &TriggerJobsOptions,
    ) -> Items<Bridge> {
        let paging = (options.page, options.per_page);
        let (client, project, options) = (self.clone(), project.clone(), options.clone());
        Items::new(Source::numbered(
            &LIST_PIPELINE_TRIGGER_JOBS,
            paging,
            Some(|job| job.id),
            move |page, size| {
                let options = options.clone().page(page).per_page(size);
                let (client, project) = (client.clone(), project.clone());
                Box::pin(async move {
                    client
                        .list_pipeline_trigger_jobs(&project, pipeline, &options)
                        .await
                })
            },
        ))
    }
}
