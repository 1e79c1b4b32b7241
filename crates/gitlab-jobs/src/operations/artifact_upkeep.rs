//! The artifacts of jobs: keeping and deleting them.

use crate::client::Client;
use crate::error::Error;
use crate::names::ProjectId;
use crate::operations::job_id;
use crate::path::Operation;
use crate::response::Response;
use crate::types::{Job, MessageBody};

const KEEP_JOB_ARTIFACTS: Operation = Operation {
    id: "keep_job_artifacts",
    method: "POST",
    path: "/projects/{id}/jobs/{job_id}/artifacts/keep",
};

const DELETE_JOB_ARTIFACTS: Operation = Operation {
    id: "delete_job_artifacts",
    method: "DELETE",
    path: "/projects/{id}/jobs/{job_id}/artifacts",
};

const DELETE_PROJECT_ARTIFACTS: Operation = Operation {
    id: "delete_project_artifacts",
    method: "DELETE",
    path: "/projects/{id}/artifacts",
};

impl Client {
    /// Takes away the expiry date of a job's artifacts.
    ///
    /// `POST /projects/{id}/jobs/{job_id}/artifacts/keep`, in GitLab's documentation under
    /// [Keep job artifacts](https://docs.gitlab.com/api/job_artifacts/).
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::ProjectId;
    ///
    /// let job = client.keep_job_artifacts(&ProjectId::from(1), 42).await?;
    /// assert!(job.artifacts_expire_at.is_none());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 401 without a valid token, 403 when the caller may not do so, 404 when there is no such job for the caller or it
    /// has no artifacts; [`Error::kind`] tells what else went wrong.
    pub async fn keep_job_artifacts(
        &self,
        project: &ProjectId,
        job: i64,
    ) -> Result<Response<Job>, Error> {
        let job = job_id(job)?;
        let call = self.call(&KEEP_JOB_ARTIFACTS, &[project.into(), job.into()]);
        call.finish(call.api().keep_job_artifacts(project.as_str(), job).await)
    }

    /// Deletes the artifacts of a job, except its log.
    ///
    /// `DELETE /projects/{id}/jobs/{job_id}/artifacts`, in GitLab's documentation under
    /// [Delete job artifacts](https://docs.gitlab.com/api/job_artifacts/).
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::ProjectId;
    ///
    /// client.delete_job_artifacts(&ProjectId::from(1), 42).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 401 without a valid token, 403 below the Maintainer role, 404 when there is no such job for the caller, 409 while
    /// GitLab counts the project's storage anew; [`Error::kind`] tells what else went wrong.
    pub async fn delete_job_artifacts(
        &self,
        project: &ProjectId,
        job: i64,
    ) -> Result<Response<()>, Error> {
        let job = job_id(job)?;
        let call = self.call(&DELETE_JOB_ARTIFACTS, &[project.into(), job.into()]);
        let api = call.api();
        call.finish(api.delete_job_artifacts(project.as_str(), job).await)
    }

    /// Marks all artifacts of a project that can be deleted as expired.
    ///
    /// `DELETE /projects/{id}/artifacts`, in GitLab's documentation under
    /// [Delete all job artifacts in a project](https://docs.gitlab.com/api/job_artifacts/).
    ///
    /// GitLab answers 202 at once and deletes them later. Logs and the artifacts of the latest pipeline of each branch
    /// or tag are kept.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::ProjectId;
    ///
    /// let accepted = client.delete_project_artifacts(&ProjectId::from(1)).await?;
    /// println!("{}", accepted.message);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 401 without a valid token, 403 below the Maintainer role, 404 when there is no such project for the caller, 409
    /// while GitLab counts the project's storage anew; [`Error::kind`] tells what else went wrong.
    pub async fn delete_project_artifacts(
        &self,
        project: &ProjectId,
    ) -> Result<Response<MessageBody>, Error> {
        let call = self.call(&DELETE_PROJECT_ARTIFACTS, &[project.into()]);
        let api = call.api();
        call.finish(api.delete_project_artifacts(project.as_str()).await)
    }
}
