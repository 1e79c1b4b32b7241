//! What a running job asks about itself, with the token it was given.

use crate::client::Client;
use crate::error::Error;
use crate::path::Operation;
use crate::response::Response;
use crate::types::{AllowedAgents, Job};

const GET_CURRENT_JOB: Operation = Operation {
    id: "get_current_job",
    method: "GET",
    path: "/job",
};

const GET_ALLOWED_AGENTS: Operation = Operation {
    id: "get_allowed_agents",
    method: "GET",
    path: "/job/allowed_agents",
};

impl Client {
    /// Returns the job whose job token is sent (GitLab 13.10).
    ///
    /// `GET /job`, in GitLab's documentation under
    /// [Retrieve a job by job token](https://docs.gitlab.com/api/jobs/).
    ///
    /// The token works while its job runs. It goes into the `JOB-TOKEN` header, or is sent as a bearer token.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// let me = client.get_current_job().await?;
    /// println!("this is job {} of pipeline {}", me.id, me.pipeline.id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 401 without a valid job token or after the job's end, 404 for a caller known by another credential;
    /// [`Error::kind`] tells what else went wrong.
    pub async fn get_current_job(&self) -> Result<Response<Job>, Error> {
        let call = self.as_itself().call(&GET_CURRENT_JOB, &[]);
        call.finish(call.api().get_current_job().await)
    }

    /// Lists the agents for Kubernetes which the job whose token is sent may use (GitLab 13.11).
    ///
    /// `GET /job/allowed_agents`, in GitLab's documentation under
    /// [List all GitLab agents for Kubernetes by job token](https://docs.gitlab.com/api/jobs/).
    ///
    /// The token works while its job runs. What that page calls `CI_JOB_TOKEN` is the `JOB-TOKEN` header.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// let answer = client.get_allowed_agents().await?;
    /// for agent in &answer.allowed_agents {
    ///     println!("agent {}", agent.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 401 without a valid job token or after the job's end, 404 for a caller known by another credential;
    /// [`Error::kind`] tells what else went wrong.
    pub async fn get_allowed_agents(&self) -> Result<Response<AllowedAgents>, Error> {
        let call = self.as_itself().call(&GET_ALLOWED_AGENTS, &[]);
        call.finish(call.api().get_allowed_agents().await)
    }
    /// The same client without a `Sudo` header, which these two operations do not take: a job acts for itself.
    fn as_itself(&self) -> Self {
        Self {
            sudo: None,
            ..self.clone()
        }
    }
}
