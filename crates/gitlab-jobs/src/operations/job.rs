//! One job: reading it and its log, and telling it to stop, start, run again or forget.

use std::fmt;

use reqwest::header::RANGE;

use crate::client::Client;
use crate::error::Error;
use crate::names::ProjectId;
use crate::operations::{job_id, some_map};
use crate::path::Operation;
use crate::range::range_from;
use crate::response::Response;
use crate::stream::ByteStream;
use crate::types::{Job, JobOrBridge, JobPlayInput, JobRetryInput, JobVariable};

const GET_JOB: Operation = Operation {
    id: "get_job",
    method: "GET",
    path: "/projects/{id}/jobs/{job_id}",
};

const GET_JOB_TRACE: Operation = Operation {
    id: "get_job_trace",
    method: "GET",
    path: "/projects/{id}/jobs/{job_id}/trace",
};

const CANCEL_JOB: Operation = Operation {
    id: "cancel_job",
    method: "POST",
    path: "/projects/{id}/jobs/{job_id}/cancel",
};

const RETRY_JOB: Operation = Operation {
    id: "retry_job",
    method: "POST",
    path: "/projects/{id}/jobs/{job_id}/retry",
};

const ERASE_JOB: Operation = Operation {
    id: "erase_job",
    method: "POST",
    path: "/projects/{id}/jobs/{job_id}/erase",
};

const PLAY_JOB: Operation = Operation {
    id: "play_job",
    method: "POST",
    path: "/projects/{id}/jobs/{job_id}/play",
};

/// Which part of a log [`Client::get_job_trace`] returns; servers before 19.0 send the whole log whatever is asked.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TraceOptions {
    byte_offset: Option<i64>,
    byte_limit: Option<i32>,
}

impl TraceOptions {
    /// Skips this many bytes.
    #[must_use]
    pub fn byte_offset(mut self, offset: i64) -> Self {
        self.byte_offset = Some(offset);
        self
    }

    /// Returns at most this many bytes: 1 to 512,000.
    #[must_use]
    pub fn byte_limit(mut self, limit: i32) -> Self {
        self.byte_limit = Some(limit);
        self
    }
}

/// How [`Client::cancel_job`] cancels.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CancelOptions {
    force: Option<bool>,
}

impl CancelOptions {
    /// Ends a job that hangs in `canceling` (GitLab 17.10); needs the Maintainer role and does nothing in any other
    /// state.
    #[must_use]
    pub fn force(mut self, force: bool) -> Self {
        self.force = Some(force);
        self
    }
}

/// What [`Client::retry_job`] gives to the new job.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RetryOptions {
    inputs: serde_json::Map<String, serde_json::Value>,
}

impl RetryOptions {
    /// Adds a value for one of the job's inputs (GitLab 18.10).
    #[must_use]
    pub fn input(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.inputs.insert(name.into(), value.into());
        self
    }
}

/// What [`Client::play_job`] gives to the job it starts; printed without the values, which may be secrets.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct PlayOptions {
    variables: Vec<JobVariable>,
    inputs: serde_json::Map<String, serde_json::Value>,
}

impl fmt::Debug for PlayOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let variables: Vec<&str> = self.variables.iter().map(|one| one.key.as_str()).collect();
        let inputs: Vec<&String> = self.inputs.keys().collect();
        formatter
            .debug_struct("PlayOptions")
            .field("variables", &variables)
            .field("inputs", &inputs)
            .finish()
    }
}

impl PlayOptions {
    /// Adds a CI/CD variable for this run (GitLab 14.9).
    #[must_use]
    pub fn variable(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push(JobVariable {
            key: key.into(),
            value: value.into(),
        });
        self
    }

    /// Adds a value for one of the job's inputs (GitLab 18.10).
    #[must_use]
    pub fn input(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.inputs.insert(name.into(), value.into());
        self
    }
}

impl Client {
    /// Returns one job.
    ///
    /// `GET /projects/{id}/jobs/{job_id}`, in GitLab's documentation under
    /// [Retrieve a job](https://docs.gitlab.com/api/jobs/).
    ///
    /// A trigger job's id is answered with 404. A status GitLab invents later reads as an unknown one and keeps its
    /// text; fields it invents later are in `extra`.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::ProjectId;
    /// use gitlab_jobs::types::JobStatus;
    ///
    /// let job = client.get_job(&ProjectId::new("platform/toolbox")?, 42).await?;
    /// if job.status == JobStatus::Failed {
    ///     println!("{} failed: {:?}", job.name, job.failure_reason);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 401 without a valid token, 403 when the caller may not see the job, 404 when there is no such job for the
    /// caller; [`Error::kind`] tells what else went wrong.
    pub async fn get_job(&self, project: &ProjectId, job: i64) -> Result<Response<Job>, Error> {
        let job = job_id(job)?;
        let call = self.call(&GET_JOB, &[project.into(), job.into()]);
        call.finish(call.api().get_job(project.as_str(), job).await)
    }

    /// Returns the log of a job as the runner wrote it.
    ///
    /// `GET /projects/{id}/jobs/{job_id}/trace`, in GitLab's documentation under
    /// [Retrieve the log of a job](https://docs.gitlab.com/api/jobs/).
    ///
    /// A job without a log, or whose log was erased, gives an empty log and no error. The log holds terminal escapes
    /// and section markers and need not be UTF-8.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::{ProjectId, TraceOptions};
    ///
    /// let whole = TraceOptions::default();
    /// let log = client.get_job_trace(&ProjectId::from(1), 42, &whole).await?;
    /// let log = log.into_inner().bytes(64 << 20).await?;
    /// println!("{}", String::from_utf8_lossy(&log));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 for an option the server does not take, 401 without a valid token, 403 when the caller may not see the log
    /// (guests, when the job ran with debug output), 404 when there is no such job for the caller; [`Error::kind`]
    /// tells what else went wrong.
    pub async fn get_job_trace(
        &self,
        project: &ProjectId,
        job: i64,
        options: &TraceOptions,
    ) -> Result<Response<ByteStream>, Error> {
        self.get_job_trace_range(project, job, options, None).await
    }

    /// The same, or the bytes from an offset on by a `Range` header, which only a proxy in front of GitLab knows.
    pub(crate) async fn get_job_trace_range(
        &self,
        project: &ProjectId,
        job: i64,
        options: &TraceOptions,
        from: Option<usize>,
    ) -> Result<Response<ByteStream>, Error> {
        let job = job_id(job)?;
        let mut call = self.call(&GET_JOB_TRACE, &[project.into(), job.into()]);
        if let Some(from) = from {
            call = call.with_header(RANGE, range_from(from as u64));
        }
        let api = call.api();
        call.finish_stream(
            api.get_job_trace(
                project.as_str(),
                job,
                options.byte_limit,
                options.byte_offset,
            )
            .await,
        )
    }

    /// Cancels a job.
    ///
    /// `POST /projects/{id}/jobs/{job_id}/cancel`, in GitLab's documentation under
    /// [Cancel a job](https://docs.gitlab.com/api/jobs/).
    ///
    /// It succeeds whatever the job's state: a finished job comes back unchanged, so look at the status. A running job
    /// becomes `canceled`, or first `canceling` until its `after_script` is done.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::{CancelOptions, ProjectId};
    ///
    /// let gently = CancelOptions::default();
    /// let job = client.cancel_job(&ProjectId::from(1), 42, &gently).await?;
    /// println!("the job is {} now", job.status);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 401 without a valid token, 403 when the caller may not cancel the job, or not by force, 404 when there is no
    /// such job for the caller; [`Error::kind`] tells what else went wrong.
    pub async fn cancel_job(
        &self,
        project: &ProjectId,
        job: i64,
        options: &CancelOptions,
    ) -> Result<Response<Job>, Error> {
        let job = job_id(job)?;
        let call = self.call(&CANCEL_JOB, &[project.into(), job.into()]);
        let api = call.api();
        call.finish(api.cancel_job(project.as_str(), job, options.force).await)
    }

    /// Makes a new job that does the work of an existing one again.
    ///
    /// `POST /projects/{id}/jobs/{job_id}/retry`, in GitLab's documentation under
    /// [Retry a job](https://docs.gitlab.com/api/jobs/).
    ///
    /// The answer is the new job under its new id, usually pending; the old one keeps its status. Trigger jobs can be
    /// retried since GitLab 17.0.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::{ProjectId, RetryOptions};
    ///
    /// let inputs = RetryOptions::default().input("dry_run", true);
    /// let new = client.retry_job(&ProjectId::from(1), 42, &inputs).await?;
    /// println!("job 42 runs again as {}", new.id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 for inputs the job does not take, 401 without a valid token, 403 when the job cannot be retried or the
    /// caller may not do so, 404 when there is no such job for the caller; [`Error::kind`] tells what else went wrong.
    pub async fn retry_job(
        &self,
        project: &ProjectId,
        job: i64,
        options: &RetryOptions,
    ) -> Result<Response<JobOrBridge>, Error> {
        let job = job_id(job)?;
        let body = JobRetryInput {
            inputs: some_map(&options.inputs),
        };
        let call = self.call(&RETRY_JOB, &[project.into(), job.into()]);
        call.finish(call.api().retry_job(project.as_str(), job, &body).await)
    }

    /// Deletes the log and the artifacts of a finished job.
    ///
    /// `POST /projects/{id}/jobs/{job_id}/erase`, in GitLab's documentation under
    /// [Erase a job](https://docs.gitlab.com/api/jobs/).
    ///
    /// The job itself stays, with `erased_at` set.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::ProjectId;
    ///
    /// let job = client.erase_job(&ProjectId::from(1), 42).await?;
    /// println!("erased at {:?}", job.erased_at);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 401 without a valid token, 403 when the job is not finished, has nothing to erase or is archived, or the caller
    /// may not erase it, 404 when there is no such job for the caller, 409 while GitLab counts the project's storage
    /// anew; [`Error::kind`] tells what else went wrong.
    pub async fn erase_job(&self, project: &ProjectId, job: i64) -> Result<Response<Job>, Error> {
        let job = job_id(job)?;
        let call = self.call(&ERASE_JOB, &[project.into(), job.into()]);
        call.finish(call.api().erase_job(project.as_str(), job).await)
    }

    /// Starts a manual or delayed job.
    ///
    /// `POST /projects/{id}/jobs/{job_id}/play`, in GitLab's documentation under
    /// [Run a job](https://docs.gitlab.com/api/jobs/).
    ///
    /// The caller becomes the job's user. A trigger job can be started as well; the answer then has its
    /// `downstream_pipeline`.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::{PlayOptions, ProjectId};
    ///
    /// let options = PlayOptions::default().variable("TARGET", "staging").input("replicas", 3);
    /// let job = client.play_job(&ProjectId::from(1), 42, &options).await?;
    /// println!("{} is {}", job.name, job.status);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 when the job is not waiting to be started or does not take the inputs, 401 without a valid token, 403 when
    /// the caller may not start it or may not set variables, 404 when there is no such job for the caller;
    /// [`Error::kind`] tells what else went wrong.
    pub async fn play_job(
        &self,
        project: &ProjectId,
        job: i64,
        options: &PlayOptions,
    ) -> Result<Response<JobOrBridge>, Error> {
        let job = job_id(job)?;
        let body = JobPlayInput {
            job_inputs: some_map(&options.inputs),
            job_variables_attributes: options.variables.clone(),
        };
        let call = self.call(&PLAY_JOB, &[project.into(), job.into()]);
        call.finish(call.api().play_job(project.as_str(), job, &body).await)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_job_is_given_is_printed_without_its_values() {
        let options = PlayOptions::default().variable("TOKEN", "s3cret");
        let options = options.input("password", "s3cret");
        assert_eq!(
            format!("{options:?}"),
            r#"PlayOptions { variables: ["TOKEN"], inputs: ["password"] }"#
        );
    }
}
