//! The generated half of the client: the types of the API, and one private method for each operation.
//!
//! Not to be edited: `cargo xtask generate` writes it, from:
//! - `openapi/gitlab-jobs.yaml` with sha256 fbb3dcb87f3c410240dd098f0c3fbd69f9b11acfd302bceb162de1f1a7a937c3
//! - `openapi/views.yaml` with sha256 b7d51cd499b04ef18029735df119729eacb62cdf7d0e28f57eb1c77da0301997
//! - progenitor 0.15.1 and version 1 of `xtask/codegen`
#![cfg_attr(rustfmt, rustfmt_skip)]

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    /// An agent for Kubernetes.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct AllowedAgent {
        /// The ID of the agent.
        pub id: i64,
        /// The project the agent is configured in.
        pub config_project: ProjectIdentity,
        /// What the agent's configuration grants the job, as written there.
        ///
        /// Since GitLab 14.9.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub configuration: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// The agents for Kubernetes a job may use, and the facts behind it.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct AllowedAgents {
        /// The agents the job may use.
        pub allowed_agents: ::std::vec::Vec<AllowedAgent>,
        /// The job the token belongs to.
        pub job: AllowedAgentsJob,
        /// The pipeline of the job.
        pub pipeline: AllowedAgentsPipeline,
        /// The project of the job.
        pub project: AllowedAgentsProject,
        /// The user the job runs for.
        pub user: AllowedAgentsUser,
        /// The environment the job deploys to. Jobs without one lack this key.
        ///
        /// Since GitLab 14.5.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub environment: ::std::option::Option<AllowedAgentsEnvironment>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// The environment of a list of allowed agents.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct AllowedAgentsEnvironment {
        /// The deployment tier of the environment, such as `production`.
        ///
        /// Since GitLab 15.4.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tier: ::std::option::Option<::std::string::String>,
        /// The name of the environment in a form fit for URLs.
        pub slug: ::std::string::String,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A group the project of a list of allowed agents is in.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct AllowedAgentsGroup {
        /// The ID of the group.
        pub id: i64,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// The job of a list of allowed agents.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct AllowedAgentsJob {
        /// The ID of the job.
        pub id: i64,
        /// The name of the job.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        /// The name of the job's stage.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub stage: ::std::option::Option<::std::string::String>,
        /// The ID of the job's project.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub project_id: ::std::option::Option<i64>,
        /// The name of the job's project.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub project_name: ::std::option::Option<::std::string::String>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// The pipeline of a list of allowed agents.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct AllowedAgentsPipeline {
        /// The ID of the pipeline.
        pub id: i64,
        /// The ID of the pipeline's project.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub project_id: ::std::option::Option<i64>,
        /// The SHA of the commit the pipeline runs for.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub sha: ::std::option::Option<::std::string::String>,
        /// The branch or tag the pipeline runs for.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(rename = "ref", skip_serializing_if = "::std::option::Option::is_none")]
        pub ref_: ::std::option::Option<::std::string::String>,
        /// The state of the pipeline.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<crate::generated::types::JobStatus>,
        /// When the pipeline was created.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// When the pipeline last changed.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// The address of the pipeline's page.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub web_url: ::std::option::Option<::std::string::String>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// The project of a list of allowed agents.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct AllowedAgentsProject {
        /// The ID of the project.
        pub id: i64,
        /// The groups the project is in, from the nearest to the outermost.
        ///
        /// Since GitLab 14.5.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub groups: ::std::vec::Vec<AllowedAgentsGroup>,
        /// What the project is about.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        /// The name of the project.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        /// The name of the project with the names of its groups.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name_with_namespace: ::std::option::Option<::std::string::String>,
        /// The last part of the project's path.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub path: ::std::option::Option<::std::string::String>,
        /// The full path of the project.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub path_with_namespace: ::std::option::Option<::std::string::String>,
        /// When the project was created.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// The user of a list of allowed agents.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct AllowedAgentsUser {
        /// The ID of the user.
        pub id: i64,
        /// The user's handle.
        pub username: ::std::string::String,
        /// The roles the user has in the project, from the lowest to the highest.
        ///
        /// Since GitLab 14.9.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub roles_in_project: ::std::vec::Vec<crate::generated::types::ProjectRole>,
        /// The user's full name.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        /// Whether the account is active.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub state: ::std::option::Option<crate::generated::types::UserState>,
        /// The address of the user's picture.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub avatar_url: ::std::option::Option<::std::string::String>,
        /// The address of the user's profile.
        ///
        /// Gone from GitLab 14.9 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub web_url: ::std::option::Option<::std::string::String>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A file or directory inside an artifacts archive.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ArtifactEntry {
        /// The last part of the path.
        pub name: ::std::string::String,
        /// The path inside the archive; that of a directory ends with a slash.
        pub path: ::std::string::String,
        /// Whether this is a file or a directory.
        #[serde(rename = "type")]
        pub type_: crate::generated::types::ArtifactEntryType,
        /// The size of the file in bytes, unpacked. Directories lack this key.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub size: ::std::option::Option<i64>,
        /// The permissions in octal digits, such as `100644` or `040755`.
        pub mode: ::std::string::String,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A trigger job: a job that starts a downstream pipeline and needs no runner. GitLab's
    /// documentation also shows `archived`; no server sends it.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Bridge {
        /// The ID of the job. IDs on GitLab.com exceed 32 bits.
        pub id: i64,
        /// The state of the job.
        pub status: crate::generated::types::JobStatus,
        /// The name of the job's stage.
        pub stage: ::std::string::String,
        /// The name of the job.
        pub name: ::std::string::String,
        /// The branch or tag the job runs for, or `refs/merge-requests/IID/` followed by `head`,
        /// `merge` or `train`.
        #[serde(rename = "ref")]
        pub ref_: ::std::string::String,
        /// Whether `ref` is a tag.
        pub tag: bool,
        /// The test coverage found in the log, in percent; null if there is none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub coverage: ::std::option::Option<f64>,
        /// Whether the pipeline goes on when the job fails.
        pub allow_failure: bool,
        /// When the job was created.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// When a runner started the job; null before that, and for jobs that never ran.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub started_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// When the job ended; null before that and for skipped jobs. A job can have ended without
        /// ever having started.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub finished_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        /// When the log and the artifacts were erased; null if they were not.
        ///
        /// Since GitLab 15.10.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub erased_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// How long the job has been running or ran, in seconds; null if it did not start.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub duration: ::std::option::Option<f64>,
        /// How long the job has been or was waiting for a runner, in seconds; null if it did not
        /// wait.
        ///
        /// Since GitLab 14.0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub queued_duration: ::std::option::Option<f64>,
        /// The user who started the job; null if that user is gone.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<User>,
        /// The commit the job runs for; null if it is no longer in the repository.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub commit: ::std::option::Option<Commit>,
        /// The pipeline the job belongs to.
        pub pipeline: PipelineBasic,
        /// Why the job failed. Only failed jobs have this key.
        ///
        /// Since GitLab 14.6.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub failure_reason: ::std::option::Option<
            crate::generated::types::JobFailureReason,
        >,
        /// The address of the job's page.
        pub web_url: ::std::string::String,
        /// Settings of the project that matter to the job's token.
        ///
        /// Since GitLab 15.5.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub project: ::std::option::Option<JobProject>,
        /// The pipeline that was started; null before that.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub downstream_pipeline: ::std::option::Option<DownstreamPipeline>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A commit. Its dates keep the offset of their authors. GitLab's documentation shows seven
    /// of these properties; servers send all.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Commit {
        /// The full SHA of the commit.
        pub id: ::std::string::String,
        /// The first characters of the SHA.
        pub short_id: ::std::string::String,
        /// When the commit was made; the same as `committed_date`.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// The full SHAs of the parents.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parent_ids: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        /// The first line of the message, shortened if it is long.
        pub title: ::std::string::String,
        /// The whole message.
        pub message: ::std::string::String,
        /// The name of the author.
        pub author_name: ::std::string::String,
        /// The email address of the author.
        pub author_email: ::std::string::String,
        /// When the author wrote the change.
        pub authored_date: ::chrono::DateTime<::chrono::offset::Utc>,
        /// The name of the committer.
        pub committer_name: ::std::string::String,
        /// The email address of the committer.
        pub committer_email: ::std::string::String,
        /// When the committer made the commit.
        pub committed_date: ::chrono::DateTime<::chrono::offset::Utc>,
        /// The Git trailers of the message, one value for each name.
        ///
        /// Since GitLab 14.0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub trailers: ::std::option::Option<
            ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        >,
        /// The Git trailers of the message, all values for each name.
        ///
        /// Since GitLab 16.5.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub extended_trailers: ::std::option::Option<
            ::std::collections::BTreeMap<
                ::std::string::String,
                ::std::vec::Vec<::std::string::String>,
            >,
        >,
        /// The address of the commit's page.
        ///
        /// Since GitLab 12.9.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub web_url: ::std::option::Option<::std::string::String>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// The pipeline a trigger job started, in short; null before that.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct DownstreamPipeline {
        /// The ID of the pipeline.
        pub id: i64,
        /// The number of the pipeline within its project.
        ///
        /// Since GitLab 14.6.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub iid: ::std::option::Option<i64>,
        /// The ID of the pipeline's project.
        ///
        /// Since GitLab 13.10.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub project_id: ::std::option::Option<i64>,
        /// The SHA of the commit the pipeline runs for.
        pub sha: ::std::string::String,
        /// The branch or tag the pipeline runs for.
        #[serde(rename = "ref")]
        pub ref_: ::std::string::String,
        /// The state of the pipeline.
        pub status: crate::generated::types::JobStatus,
        /// What started the pipeline.
        ///
        /// Since GitLab 14.3.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub source: ::std::option::Option<crate::generated::types::PipelineSource>,
        /// When the pipeline was created.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// When the pipeline last changed.
        pub updated_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// The address of the pipeline's page.
        pub web_url: ::std::string::String,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// What most refusals look like. None of the properties is always there: a failed validation
    /// uses `error`, a token problem `error` with its description, everything else `message`.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ErrorBody {
        /// The reason: a text, a list of texts, or an object with a list of texts for each attribute.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub message: ::std::option::Option<::serde_json::Value>,
        /// The reason, or a code such as `insufficient_scope`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<::std::string::String>,
        /// The reason behind a code in `error`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error_description: ::std::option::Option<::std::string::String>,
        /// The scopes a token needs for the request, separated by blanks.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub scope: ::std::option::Option<::std::string::String>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A job that a runner executes.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Job {
        /// The ID of the job. IDs on GitLab.com exceed 32 bits.
        pub id: i64,
        /// The state of the job.
        pub status: crate::generated::types::JobStatus,
        /// The name of the job's stage.
        pub stage: ::std::string::String,
        /// The name of the job.
        pub name: ::std::string::String,
        /// The branch or tag the job runs for, or `refs/merge-requests/IID/` followed by `head`,
        /// `merge` or `train`.
        #[serde(rename = "ref")]
        pub ref_: ::std::string::String,
        /// Whether `ref` is a tag.
        pub tag: bool,
        /// The test coverage found in the log, in percent; null if there is none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub coverage: ::std::option::Option<f64>,
        /// Whether the pipeline goes on when the job fails.
        pub allow_failure: bool,
        /// When the job was created.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// When a runner started the job; null before that, and for jobs that never ran.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub started_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// When the job ended; null before that and for skipped jobs. A job can have ended without
        /// ever having started.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub finished_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        /// When the log and the artifacts were erased; null if they were not.
        ///
        /// Since GitLab 15.10.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub erased_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// How long the job has been running or ran, in seconds; null if it did not start.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub duration: ::std::option::Option<f64>,
        /// How long the job has been or was waiting for a runner, in seconds; null if it did not
        /// wait.
        ///
        /// Since GitLab 14.0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub queued_duration: ::std::option::Option<f64>,
        /// The user who started the job; null if that user is gone.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<User>,
        /// The commit the job runs for; null if it is no longer in the repository.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub commit: ::std::option::Option<Commit>,
        /// The pipeline the job belongs to.
        pub pipeline: PipelineBasic,
        /// Why the job failed. Only failed jobs have this key.
        ///
        /// Since GitLab 14.6.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub failure_reason: ::std::option::Option<
            crate::generated::types::JobFailureReason,
        >,
        /// The address of the job's page.
        pub web_url: ::std::string::String,
        /// Settings of the project that matter to the job's token.
        ///
        /// Since GitLab 15.5.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub project: ::std::option::Option<JobProject>,
        /// The artifacts archive. Only jobs that have one and whose archive has not expired have this
        /// key; `artifacts` says the same and more.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub artifacts_file: ::std::option::Option<JobArtifactFile>,
        /// The files the job left, its log included; empty if there are none.
        pub artifacts: ::std::vec::Vec<JobArtifact>,
        /// The runner that took the job; null before that, and after the runner was deleted.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub runner: ::std::option::Option<Runner>,
        /// The machine of the runner that took the job; null before that.
        ///
        /// Since GitLab 17.0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub runner_manager: ::std::option::Option<RunnerManager>,
        /// When the artifacts expire; null if they do not, or if there are none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub artifacts_expire_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        /// Whether the job is archived and can no longer be retried or erased.
        ///
        /// Since GitLab 16.5.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub archived: ::std::option::Option<bool>,
        /// The runner tags the job asks for, sorted.
        ///
        /// Since GitLab 13.9.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub tag_list: ::std::vec::Vec<::std::string::String>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// One file a job left.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct JobArtifact {
        /// What the file is.
        pub file_type: crate::generated::types::ArtifactFileType,
        /// The size of the file in bytes.
        pub size: i64,
        /// The name of the file.
        pub filename: ::std::string::String,
        /// How the file is packed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub file_format: ::std::option::Option<
            crate::generated::types::ArtifactFileFormat,
        >,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// The artifacts archive of a job.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct JobArtifactFile {
        /// The name of the archive.
        pub filename: ::std::string::String,
        /// The size of the archive in bytes.
        pub size: i64,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A job or a trigger job, as play and retry answer with either. Whatever only one of them
    /// has is optional here.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct JobOrBridge {
        /// The ID of the job. IDs on GitLab.com exceed 32 bits.
        pub id: i64,
        /// The state of the job.
        pub status: crate::generated::types::JobStatus,
        /// The name of the job's stage.
        pub stage: ::std::string::String,
        /// The name of the job.
        pub name: ::std::string::String,
        /// The branch or tag the job runs for, or `refs/merge-requests/IID/` followed by `head`,
        /// `merge` or `train`.
        #[serde(rename = "ref")]
        pub ref_: ::std::string::String,
        /// Whether `ref` is a tag.
        pub tag: bool,
        /// The test coverage found in the log, in percent; null if there is none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub coverage: ::std::option::Option<f64>,
        /// Whether the pipeline goes on when the job fails.
        pub allow_failure: bool,
        /// When the job was created.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// When a runner started the job; null before that, and for jobs that never ran.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub started_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// When the job ended; null before that and for skipped jobs. A job can have ended without
        /// ever having started.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub finished_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        /// When the log and the artifacts were erased; null if they were not.
        ///
        /// Since GitLab 15.10.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub erased_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// How long the job has been running or ran, in seconds; null if it did not start.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub duration: ::std::option::Option<f64>,
        /// How long the job has been or was waiting for a runner, in seconds; null if it did not
        /// wait.
        ///
        /// Since GitLab 14.0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub queued_duration: ::std::option::Option<f64>,
        /// The user who started the job; null if that user is gone.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<User>,
        /// The commit the job runs for; null if it is no longer in the repository.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub commit: ::std::option::Option<Commit>,
        /// The pipeline the job belongs to.
        pub pipeline: PipelineBasic,
        /// Why the job failed. Only failed jobs have this key.
        ///
        /// Since GitLab 14.6.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub failure_reason: ::std::option::Option<
            crate::generated::types::JobFailureReason,
        >,
        /// The address of the job's page.
        pub web_url: ::std::string::String,
        /// Settings of the project that matter to the job's token.
        ///
        /// Since GitLab 15.5.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub project: ::std::option::Option<JobProject>,
        /// The artifacts archive of a job. Only jobs that have one and whose archive has not expired
        /// have this key; `artifacts` says the same and more.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub artifacts_file: ::std::option::Option<JobArtifactFile>,
        /// The files a job left, its log included; empty if there are none.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub artifacts: ::std::vec::Vec<JobArtifact>,
        /// The runner that took the job; null before that, and after the runner was deleted.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub runner: ::std::option::Option<Runner>,
        /// The machine of the runner that took the job; null before that.
        ///
        /// Since GitLab 17.0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub runner_manager: ::std::option::Option<RunnerManager>,
        /// When the artifacts expire; null if they do not, or if there are none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub artifacts_expire_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        /// Whether the job is archived and can no longer be retried or erased.
        ///
        /// Since GitLab 16.5.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub archived: ::std::option::Option<bool>,
        /// The runner tags the job asks for, sorted.
        ///
        /// Since GitLab 13.9.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub tag_list: ::std::vec::Vec<::std::string::String>,
        /// The pipeline a trigger job started; null before that. Only an answer of play has this key.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub downstream_pipeline: ::std::option::Option<DownstreamPipeline>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// What keyset pagination can order by.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub enum JobOrderBy {
        /// `id`.
        #[serde(rename = "id")]
        Id,
    }
    impl ::std::fmt::Display for JobOrderBy {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Id => f.write_str("id"),
            }
        }
    }
    impl ::std::str::FromStr for JobOrderBy {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "id" => Ok(Self::Id),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for JobOrderBy {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for JobOrderBy {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// What a job is started with.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub struct JobPlayInput {
        /// CI/CD variables for this run.
        ///
        /// Since GitLab 14.9.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub job_variables_attributes: ::std::vec::Vec<JobVariable>,
        /// Values for the inputs of the job, by name.
        ///
        /// Since GitLab 18.10.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub job_inputs: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
    }
    /// Settings of the project a job belongs to.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct JobProject {
        /// Whether the project limits which other projects its job tokens reach.
        pub ci_job_token_scope_enabled: bool,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// What a job is retried with.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub struct JobRetryInput {
        /// Values for the inputs of the new job, by name. The server ignores them under the name
        /// `job_inputs`, which GitLab's documentation gives.
        ///
        /// Since GitLab 18.10.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub inputs: ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
    }
    /// A state to list jobs by. The set is closed: the server refuses any other value.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub enum JobScope {
        /// `created`.
        #[serde(rename = "created")]
        Created,
        /// `waiting_for_resource`.
        #[serde(rename = "waiting_for_resource")]
        WaitingForResource,
        /// `preparing`.
        #[serde(rename = "preparing")]
        Preparing,
        /// `waiting_for_callback`.
        #[serde(rename = "waiting_for_callback")]
        WaitingForCallback,
        /// `pending`.
        #[serde(rename = "pending")]
        Pending,
        /// `running`.
        #[serde(rename = "running")]
        Running,
        /// `success`.
        #[serde(rename = "success")]
        Success,
        /// `failed`.
        #[serde(rename = "failed")]
        Failed,
        /// `canceling`.
        #[serde(rename = "canceling")]
        Canceling,
        /// `canceled`.
        #[serde(rename = "canceled")]
        Canceled,
        /// `skipped`.
        #[serde(rename = "skipped")]
        Skipped,
        /// `manual`.
        #[serde(rename = "manual")]
        Manual,
        /// `scheduled`.
        #[serde(rename = "scheduled")]
        Scheduled,
    }
    impl ::std::fmt::Display for JobScope {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Created => f.write_str("created"),
                Self::WaitingForResource => f.write_str("waiting_for_resource"),
                Self::Preparing => f.write_str("preparing"),
                Self::WaitingForCallback => f.write_str("waiting_for_callback"),
                Self::Pending => f.write_str("pending"),
                Self::Running => f.write_str("running"),
                Self::Success => f.write_str("success"),
                Self::Failed => f.write_str("failed"),
                Self::Canceling => f.write_str("canceling"),
                Self::Canceled => f.write_str("canceled"),
                Self::Skipped => f.write_str("skipped"),
                Self::Manual => f.write_str("manual"),
                Self::Scheduled => f.write_str("scheduled"),
            }
        }
    }
    impl ::std::str::FromStr for JobScope {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "created" => Ok(Self::Created),
                "waiting_for_resource" => Ok(Self::WaitingForResource),
                "preparing" => Ok(Self::Preparing),
                "waiting_for_callback" => Ok(Self::WaitingForCallback),
                "pending" => Ok(Self::Pending),
                "running" => Ok(Self::Running),
                "success" => Ok(Self::Success),
                "failed" => Ok(Self::Failed),
                "canceling" => Ok(Self::Canceling),
                "canceled" => Ok(Self::Canceled),
                "skipped" => Ok(Self::Skipped),
                "manual" => Ok(Self::Manual),
                "scheduled" => Ok(Self::Scheduled),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for JobScope {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for JobScope {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A CI/CD variable.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub struct JobVariable {
        /// The name of the variable.
        pub key: ::std::string::String,
        /// The value of the variable.
        pub value: ::std::string::String,
    }
    /// An answer that is one sentence.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct MessageBody {
        /// The sentence.
        pub message: ::std::string::String,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A way of paging other than by numbers.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub enum PaginationMethod {
        /// `keyset`.
        #[serde(rename = "keyset")]
        Keyset,
    }
    impl ::std::fmt::Display for PaginationMethod {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Keyset => f.write_str("keyset"),
            }
        }
    }
    impl ::std::str::FromStr for PaginationMethod {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "keyset" => Ok(Self::Keyset),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for PaginationMethod {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for PaginationMethod {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A pipeline in short.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct PipelineBasic {
        /// The ID of the pipeline.
        pub id: i64,
        /// The number of the pipeline within its project.
        ///
        /// Since GitLab 14.6.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub iid: ::std::option::Option<i64>,
        /// The ID of the pipeline's project.
        ///
        /// Since GitLab 13.10.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub project_id: ::std::option::Option<i64>,
        /// The SHA of the commit the pipeline runs for.
        pub sha: ::std::string::String,
        /// The branch or tag the pipeline runs for.
        #[serde(rename = "ref")]
        pub ref_: ::std::string::String,
        /// The state of the pipeline.
        pub status: crate::generated::types::JobStatus,
        /// What started the pipeline.
        ///
        /// Since GitLab 14.3.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub source: ::std::option::Option<crate::generated::types::PipelineSource>,
        /// When the pipeline was created.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// When the pipeline last changed.
        pub updated_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// The address of the pipeline's page.
        pub web_url: ::std::string::String,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A project in short.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ProjectIdentity {
        /// The ID of the project.
        pub id: i64,
        /// What the project is about.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        /// The name of the project.
        pub name: ::std::string::String,
        /// The name of the project with the names of its groups.
        pub name_with_namespace: ::std::string::String,
        /// The last part of the project's path.
        pub path: ::std::string::String,
        /// The full path of the project.
        pub path_with_namespace: ::std::string::String,
        /// When the project was created.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A runner.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Runner {
        /// The ID of the runner.
        pub id: i64,
        /// What its owner calls the runner.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub description: ::std::option::Option<::std::string::String>,
        /// The address the runner last called from. Always null today; the runner manager has it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ip_address: ::std::option::Option<::std::string::String>,
        /// Whether the runner takes jobs; the opposite of `paused`.
        ///
        /// Deprecated since GitLab 14.8.
        pub active: bool,
        /// Whether the runner is told to take no jobs.
        ///
        /// Since GitLab 14.8.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub paused: ::std::option::Option<bool>,
        /// Whether the runner serves the whole instance.
        pub is_shared: bool,
        /// Whom the runner serves.
        ///
        /// Since GitLab 14.0.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub runner_type: ::std::option::Option<crate::generated::types::RunnerType>,
        /// The name of the runner's software.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        /// Whether the runner called lately.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub online: ::std::option::Option<bool>,
        /// When the runner was registered.
        ///
        /// Since GitLab 18.4.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// Who registered the runner. Only some runners have this key.
        ///
        /// Since GitLab 18.11.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_by: ::std::option::Option<UserBasic>,
        /// Whether the runner called lately, in words. A runner that is told to take no jobs is
        /// `paused`. On older servers it may also be `active` or `not_connected`.
        ///
        /// Deprecated since GitLab 14.8.
        pub status: crate::generated::types::RunnerStatus,
        /// Whether the runner is working on jobs.
        ///
        /// Since GitLab 18.4.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub job_execution_status: ::std::option::Option<
            crate::generated::types::JobExecutionStatus,
        >,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// The machine that runs jobs for a runner.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct RunnerManager {
        /// The ID of the runner manager.
        pub id: i64,
        /// What the machine calls itself.
        pub system_id: ::std::string::String,
        /// The version of the runner's software.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub version: ::std::option::Option<::std::string::String>,
        /// The Git revision of the runner's software.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub revision: ::std::option::Option<::std::string::String>,
        /// The operating system.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub platform: ::std::option::Option<::std::string::String>,
        /// The processor architecture.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub architecture: ::std::option::Option<::std::string::String>,
        /// When the machine called for the first time.
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// When the machine last called.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub contacted_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        /// The address the machine last called from.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub ip_address: ::std::option::Option<::std::string::String>,
        /// Whether the machine called lately.
        pub status: crate::generated::types::RunnerStatus,
        /// Whether the machine is working on jobs.
        ///
        /// Since GitLab 18.4.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub job_execution_status: ::std::option::Option<
            crate::generated::types::JobExecutionStatus,
        >,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A direction the server knows by name, though keyset pagination accepts only `desc`.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    pub enum SortDirection {
        /// `asc`.
        #[serde(rename = "asc")]
        Asc,
        /// `desc`.
        #[serde(rename = "desc")]
        Desc,
    }
    impl ::std::fmt::Display for SortDirection {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Asc => f.write_str("asc"),
                Self::Desc => f.write_str("desc"),
            }
        }
    }
    impl ::std::str::FromStr for SortDirection {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "asc" => Ok(Self::Asc),
                "desc" => Ok(Self::Desc),
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for SortDirection {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for SortDirection {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A user with the public part of the profile. Texts a user did not fill in are empty or
    /// null, without a rule; keys about followers and creation are missing when the caller may
    /// not read the profile.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct User {
        /// The ID of the user.
        pub id: i64,
        /// The user's handle.
        pub username: ::std::string::String,
        /// The email address the user shows to everybody.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub public_email: ::std::option::Option<::std::string::String>,
        /// The user's full name.
        pub name: ::std::string::String,
        /// Whether the account is active.
        pub state: crate::generated::types::UserState,
        /// Whether the account is locked after failed sign-ins.
        ///
        /// Since GitLab 16.5.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub locked: ::std::option::Option<bool>,
        /// The address of the user's picture.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub avatar_url: ::std::option::Option<::std::string::String>,
        /// The address of the user's profile.
        pub web_url: ::std::string::String,
        /// When the account was created. Missing when the caller may not read the profile.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// What the user says about themselves.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bio: ::std::option::Option<::std::string::String>,
        /// The biography as HTML.
        ///
        /// Since GitLab 13.2. Gone from GitLab 14.5 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bio_html: ::std::option::Option<::std::string::String>,
        /// Where the user lives.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub location: ::std::option::Option<::std::string::String>,
        /// The user's Skype name.
        ///
        /// Gone from GitLab 18.4 on.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub skype: ::std::option::Option<::std::string::String>,
        /// The user's LinkedIn name.
        pub linkedin: ::std::string::String,
        /// The user's X (Twitter) name.
        pub twitter: ::std::string::String,
        /// The user's Discord ID.
        ///
        /// Since GitLab 15.9.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub discord: ::std::option::Option<::std::string::String>,
        /// The user's own site.
        pub website_url: ::std::string::String,
        /// The user's GitHub name.
        ///
        /// Since GitLab 18.4.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub github: ::std::option::Option<::std::string::String>,
        /// The user's position.
        ///
        /// Since GitLab 12.9.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub job_title: ::std::option::Option<::std::string::String>,
        /// The user's pronouns.
        ///
        /// Since GitLab 14.1.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub pronouns: ::std::option::Option<::std::string::String>,
        /// The user's employer.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub organization: ::std::option::Option<::std::string::String>,
        /// Whether the user is a machine.
        ///
        /// Since GitLab 13.9.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub bot: ::std::option::Option<bool>,
        /// Position and employer in one text.
        ///
        /// Since GitLab 12.10.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub work_information: ::std::option::Option<::std::string::String>,
        /// How many users follow this one. Missing when the caller may not read the profile.
        ///
        /// Since GitLab 13.9.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub followers: ::std::option::Option<i64>,
        /// How many users this one follows. Missing when the caller may not read the profile.
        ///
        /// Since GitLab 13.9.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub following: ::std::option::Option<i64>,
        /// Whether the caller follows this user. Missing when the caller may not read the profile.
        ///
        /// Since GitLab 14.4.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub is_followed: ::std::option::Option<bool>,
        /// The time of day where the user is, such as `2:20 PM`.
        ///
        /// Since GitLab 14.4.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub local_time: ::std::option::Option<::std::string::String>,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// A user in short, as the creator of a runner.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct UserBasic {
        /// The ID of the user.
        pub id: i64,
        /// The user's handle.
        pub username: ::std::string::String,
        /// The email address the user shows to everybody.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub public_email: ::std::option::Option<::std::string::String>,
        /// The user's full name.
        pub name: ::std::string::String,
        /// Whether the account is active.
        pub state: crate::generated::types::UserState,
        /// Whether the account is locked after failed sign-ins.
        pub locked: bool,
        /// The address of the user's picture.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub avatar_url: ::std::option::Option<::std::string::String>,
        /// The address of the user's profile.
        pub web_url: ::std::string::String,
        /// Members that this version of the client does not know.
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
    /// The state of a job or pipeline. Finished are `success`, `failed`, `canceled` and
    /// `skipped`; `manual` and `scheduled` wait for somebody or for a time.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum JobStatus {
        /// `created`.
        Created,
        /// `waiting_for_resource`. Since GitLab 12.7.
        WaitingForResource,
        /// `preparing`.
        Preparing,
        /// `waiting_for_callback`. Since GitLab 16.6.
        WaitingForCallback,
        /// `pending`.
        Pending,
        /// `running`.
        Running,
        /// `success`.
        Success,
        /// `failed`.
        Failed,
        /// `canceling`. Since GitLab 17.0.
        Canceling,
        /// `canceled`.
        Canceled,
        /// `skipped`.
        Skipped,
        /// `manual`.
        Manual,
        /// `scheduled`.
        Scheduled,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl JobStatus {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[
            Self::Created,
            Self::WaitingForResource,
            Self::Preparing,
            Self::WaitingForCallback,
            Self::Pending,
            Self::Running,
            Self::Success,
            Self::Failed,
            Self::Canceling,
            Self::Canceled,
            Self::Skipped,
            Self::Manual,
            Self::Scheduled,
        ];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Created => "created",
                Self::WaitingForResource => "waiting_for_resource",
                Self::Preparing => "preparing",
                Self::WaitingForCallback => "waiting_for_callback",
                Self::Pending => "pending",
                Self::Running => "running",
                Self::Success => "success",
                Self::Failed => "failed",
                Self::Canceling => "canceling",
                Self::Canceled => "canceled",
                Self::Skipped => "skipped",
                Self::Manual => "manual",
                Self::Scheduled => "scheduled",
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for JobStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for JobStatus {
        fn from(value: &str) -> Self {
            match value {
                "created" => Self::Created,
                "waiting_for_resource" => Self::WaitingForResource,
                "preparing" => Self::Preparing,
                "waiting_for_callback" => Self::WaitingForCallback,
                "pending" => Self::Pending,
                "running" => Self::Running,
                "success" => Self::Success,
                "failed" => Self::Failed,
                "canceling" => Self::Canceling,
                "canceled" => Self::Canceled,
                "skipped" => Self::Skipped,
                "manual" => Self::Manual,
                "scheduled" => Self::Scheduled,
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for JobStatus {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for JobStatus {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for JobStatus {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for JobStatus {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for JobStatus {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "JobStatus".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" :
                "The state of a job or pipeline. Finished are `success`, `failed`, `canceled` and `skipped`; `manual` and `scheduled` wait for somebody or for a time.",
                "x-extensible-enum" : ["created", "waiting_for_resource", "preparing",
                "waiting_for_callback", "pending", "running", "success", "failed",
                "canceling", "canceled", "skipped", "manual", "scheduled"], }
            )
        }
    }
    /// Why a job failed. The set grows every few releases, and a runner may send a reason of its
    /// own. `stuck_or_timeout_failure` and `job_execution_timeout` were split into finer reasons
    /// in 19.x.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum JobFailureReason {
        /// `unknown_failure`.
        UnknownFailure,
        /// `script_failure`.
        ScriptFailure,
        /// `api_failure`.
        ApiFailure,
        /// `stuck_or_timeout_failure`.
        StuckOrTimeoutFailure,
        /// `runner_system_failure`.
        RunnerSystemFailure,
        /// `missing_dependency_failure`.
        MissingDependencyFailure,
        /// `runner_unsupported`.
        RunnerUnsupported,
        /// `stale_schedule`.
        StaleSchedule,
        /// `job_execution_timeout`.
        JobExecutionTimeout,
        /// `archived_failure`.
        ArchivedFailure,
        /// `unmet_prerequisites`.
        UnmetPrerequisites,
        /// `scheduler_failure`.
        SchedulerFailure,
        /// `data_integrity_failure`.
        DataIntegrityFailure,
        /// `forward_deployment_failure`.
        ForwardDeploymentFailure,
        /// `user_blocked`.
        UserBlocked,
        /// `project_deleted`.
        ProjectDeleted,
        /// `ci_quota_exceeded`.
        CiQuotaExceeded,
        /// `pipeline_loop_detected`.
        PipelineLoopDetected,
        /// `no_matching_runner`.
        NoMatchingRunner,
        /// `trace_size_exceeded`.
        TraceSizeExceeded,
        /// `builds_disabled`.
        BuildsDisabled,
        /// `environment_creation_failure`.
        EnvironmentCreationFailure,
        /// `deployment_rejected`.
        DeploymentRejected,
        /// `failed_outdated_deployment_job`.
        FailedOutdatedDeploymentJob,
        /// `job_execution_server_timeout`. Since GitLab 18.0.
        JobExecutionServerTimeout,
        /// `stuck_pending_with_matching_runners`. Since GitLab 19.0.
        StuckPendingWithMatchingRunners,
        /// `stuck_pending_no_matching_runners`. Since GitLab 19.0.
        StuckPendingNoMatchingRunners,
        /// `no_updates_running`. Since GitLab 19.0.
        NoUpdatesRunning,
        /// `no_updates_canceling`. Since GitLab 19.0.
        NoUpdatesCanceling,
        /// `server_timeout_running`. Since GitLab 19.0.
        ServerTimeoutRunning,
        /// `server_timeout_canceling`. Since GitLab 19.0.
        ServerTimeoutCanceling,
        /// `runner_configuration_error`. Since GitLab 18.0.
        RunnerConfigurationError,
        /// `runner_external_dependency_failure`. Since GitLab 18.0.
        RunnerExternalDependencyFailure,
        /// `runner_interrupted`. Since GitLab 18.0.
        RunnerInterrupted,
        /// `protected_environment_failure`.
        ProtectedEnvironmentFailure,
        /// `insufficient_bridge_permissions`.
        InsufficientBridgePermissions,
        /// `downstream_bridge_project_not_found`.
        DownstreamBridgeProjectNotFound,
        /// `invalid_bridge_trigger`.
        InvalidBridgeTrigger,
        /// `upstream_bridge_project_not_found`.
        UpstreamBridgeProjectNotFound,
        /// `insufficient_upstream_permissions`.
        InsufficientUpstreamPermissions,
        /// `bridge_pipeline_is_child_pipeline`.
        BridgePipelineIsChildPipeline,
        /// `downstream_pipeline_creation_failed`.
        DownstreamPipelineCreationFailed,
        /// `secrets_provider_not_found`.
        SecretsProviderNotFound,
        /// `reached_max_descendant_pipelines_depth`.
        ReachedMaxDescendantPipelinesDepth,
        /// `ip_restriction_failure`.
        IpRestrictionFailure,
        /// `reached_max_pipeline_hierarchy_size`.
        ReachedMaxPipelineHierarchySize,
        /// `reached_downstream_pipeline_trigger_rate_limit`.
        ReachedDownstreamPipelineTriggerRateLimit,
        /// `duo_workflow_not_allowed`. Since GitLab 18.0.
        DuoWorkflowNotAllowed,
        /// `job_router_failure`. Since GitLab 18.0.
        JobRouterFailure,
        /// `job_token_expired`. Since GitLab 18.9.
        JobTokenExpired,
        /// `id_token_burned_project_path`. Since GitLab 19.1.
        IdTokenBurnedProjectPath,
        /// `downstream_project_trigger_resolved_to_empty`. Since GitLab 18.0.
        DownstreamProjectTriggerResolvedToEmpty,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl JobFailureReason {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[
            Self::UnknownFailure,
            Self::ScriptFailure,
            Self::ApiFailure,
            Self::StuckOrTimeoutFailure,
            Self::RunnerSystemFailure,
            Self::MissingDependencyFailure,
            Self::RunnerUnsupported,
            Self::StaleSchedule,
            Self::JobExecutionTimeout,
            Self::ArchivedFailure,
            Self::UnmetPrerequisites,
            Self::SchedulerFailure,
            Self::DataIntegrityFailure,
            Self::ForwardDeploymentFailure,
            Self::UserBlocked,
            Self::ProjectDeleted,
            Self::CiQuotaExceeded,
            Self::PipelineLoopDetected,
            Self::NoMatchingRunner,
            Self::TraceSizeExceeded,
            Self::BuildsDisabled,
            Self::EnvironmentCreationFailure,
            Self::DeploymentRejected,
            Self::FailedOutdatedDeploymentJob,
            Self::JobExecutionServerTimeout,
            Self::StuckPendingWithMatchingRunners,
            Self::StuckPendingNoMatchingRunners,
            Self::NoUpdatesRunning,
            Self::NoUpdatesCanceling,
            Self::ServerTimeoutRunning,
            Self::ServerTimeoutCanceling,
            Self::RunnerConfigurationError,
            Self::RunnerExternalDependencyFailure,
            Self::RunnerInterrupted,
            Self::ProtectedEnvironmentFailure,
            Self::InsufficientBridgePermissions,
            Self::DownstreamBridgeProjectNotFound,
            Self::InvalidBridgeTrigger,
            Self::UpstreamBridgeProjectNotFound,
            Self::InsufficientUpstreamPermissions,
            Self::BridgePipelineIsChildPipeline,
            Self::DownstreamPipelineCreationFailed,
            Self::SecretsProviderNotFound,
            Self::ReachedMaxDescendantPipelinesDepth,
            Self::IpRestrictionFailure,
            Self::ReachedMaxPipelineHierarchySize,
            Self::ReachedDownstreamPipelineTriggerRateLimit,
            Self::DuoWorkflowNotAllowed,
            Self::JobRouterFailure,
            Self::JobTokenExpired,
            Self::IdTokenBurnedProjectPath,
            Self::DownstreamProjectTriggerResolvedToEmpty,
        ];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::UnknownFailure => "unknown_failure",
                Self::ScriptFailure => "script_failure",
                Self::ApiFailure => "api_failure",
                Self::StuckOrTimeoutFailure => "stuck_or_timeout_failure",
                Self::RunnerSystemFailure => "runner_system_failure",
                Self::MissingDependencyFailure => "missing_dependency_failure",
                Self::RunnerUnsupported => "runner_unsupported",
                Self::StaleSchedule => "stale_schedule",
                Self::JobExecutionTimeout => "job_execution_timeout",
                Self::ArchivedFailure => "archived_failure",
                Self::UnmetPrerequisites => "unmet_prerequisites",
                Self::SchedulerFailure => "scheduler_failure",
                Self::DataIntegrityFailure => "data_integrity_failure",
                Self::ForwardDeploymentFailure => "forward_deployment_failure",
                Self::UserBlocked => "user_blocked",
                Self::ProjectDeleted => "project_deleted",
                Self::CiQuotaExceeded => "ci_quota_exceeded",
                Self::PipelineLoopDetected => "pipeline_loop_detected",
                Self::NoMatchingRunner => "no_matching_runner",
                Self::TraceSizeExceeded => "trace_size_exceeded",
                Self::BuildsDisabled => "builds_disabled",
                Self::EnvironmentCreationFailure => "environment_creation_failure",
                Self::DeploymentRejected => "deployment_rejected",
                Self::FailedOutdatedDeploymentJob => "failed_outdated_deployment_job",
                Self::JobExecutionServerTimeout => "job_execution_server_timeout",
                Self::StuckPendingWithMatchingRunners => {
                    "stuck_pending_with_matching_runners"
                }
                Self::StuckPendingNoMatchingRunners => {
                    "stuck_pending_no_matching_runners"
                }
                Self::NoUpdatesRunning => "no_updates_running",
                Self::NoUpdatesCanceling => "no_updates_canceling",
                Self::ServerTimeoutRunning => "server_timeout_running",
                Self::ServerTimeoutCanceling => "server_timeout_canceling",
                Self::RunnerConfigurationError => "runner_configuration_error",
                Self::RunnerExternalDependencyFailure => {
                    "runner_external_dependency_failure"
                }
                Self::RunnerInterrupted => "runner_interrupted",
                Self::ProtectedEnvironmentFailure => "protected_environment_failure",
                Self::InsufficientBridgePermissions => "insufficient_bridge_permissions",
                Self::DownstreamBridgeProjectNotFound => {
                    "downstream_bridge_project_not_found"
                }
                Self::InvalidBridgeTrigger => "invalid_bridge_trigger",
                Self::UpstreamBridgeProjectNotFound => {
                    "upstream_bridge_project_not_found"
                }
                Self::InsufficientUpstreamPermissions => {
                    "insufficient_upstream_permissions"
                }
                Self::BridgePipelineIsChildPipeline => {
                    "bridge_pipeline_is_child_pipeline"
                }
                Self::DownstreamPipelineCreationFailed => {
                    "downstream_pipeline_creation_failed"
                }
                Self::SecretsProviderNotFound => "secrets_provider_not_found",
                Self::ReachedMaxDescendantPipelinesDepth => {
                    "reached_max_descendant_pipelines_depth"
                }
                Self::IpRestrictionFailure => "ip_restriction_failure",
                Self::ReachedMaxPipelineHierarchySize => {
                    "reached_max_pipeline_hierarchy_size"
                }
                Self::ReachedDownstreamPipelineTriggerRateLimit => {
                    "reached_downstream_pipeline_trigger_rate_limit"
                }
                Self::DuoWorkflowNotAllowed => "duo_workflow_not_allowed",
                Self::JobRouterFailure => "job_router_failure",
                Self::JobTokenExpired => "job_token_expired",
                Self::IdTokenBurnedProjectPath => "id_token_burned_project_path",
                Self::DownstreamProjectTriggerResolvedToEmpty => {
                    "downstream_project_trigger_resolved_to_empty"
                }
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for JobFailureReason {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for JobFailureReason {
        fn from(value: &str) -> Self {
            match value {
                "unknown_failure" => Self::UnknownFailure,
                "script_failure" => Self::ScriptFailure,
                "api_failure" => Self::ApiFailure,
                "stuck_or_timeout_failure" => Self::StuckOrTimeoutFailure,
                "runner_system_failure" => Self::RunnerSystemFailure,
                "missing_dependency_failure" => Self::MissingDependencyFailure,
                "runner_unsupported" => Self::RunnerUnsupported,
                "stale_schedule" => Self::StaleSchedule,
                "job_execution_timeout" => Self::JobExecutionTimeout,
                "archived_failure" => Self::ArchivedFailure,
                "unmet_prerequisites" => Self::UnmetPrerequisites,
                "scheduler_failure" => Self::SchedulerFailure,
                "data_integrity_failure" => Self::DataIntegrityFailure,
                "forward_deployment_failure" => Self::ForwardDeploymentFailure,
                "user_blocked" => Self::UserBlocked,
                "project_deleted" => Self::ProjectDeleted,
                "ci_quota_exceeded" => Self::CiQuotaExceeded,
                "pipeline_loop_detected" => Self::PipelineLoopDetected,
                "no_matching_runner" => Self::NoMatchingRunner,
                "trace_size_exceeded" => Self::TraceSizeExceeded,
                "builds_disabled" => Self::BuildsDisabled,
                "environment_creation_failure" => Self::EnvironmentCreationFailure,
                "deployment_rejected" => Self::DeploymentRejected,
                "failed_outdated_deployment_job" => Self::FailedOutdatedDeploymentJob,
                "job_execution_server_timeout" => Self::JobExecutionServerTimeout,
                "stuck_pending_with_matching_runners" => {
                    Self::StuckPendingWithMatchingRunners
                }
                "stuck_pending_no_matching_runners" => {
                    Self::StuckPendingNoMatchingRunners
                }
                "no_updates_running" => Self::NoUpdatesRunning,
                "no_updates_canceling" => Self::NoUpdatesCanceling,
                "server_timeout_running" => Self::ServerTimeoutRunning,
                "server_timeout_canceling" => Self::ServerTimeoutCanceling,
                "runner_configuration_error" => Self::RunnerConfigurationError,
                "runner_external_dependency_failure" => {
                    Self::RunnerExternalDependencyFailure
                }
                "runner_interrupted" => Self::RunnerInterrupted,
                "protected_environment_failure" => Self::ProtectedEnvironmentFailure,
                "insufficient_bridge_permissions" => Self::InsufficientBridgePermissions,
                "downstream_bridge_project_not_found" => {
                    Self::DownstreamBridgeProjectNotFound
                }
                "invalid_bridge_trigger" => Self::InvalidBridgeTrigger,
                "upstream_bridge_project_not_found" => {
                    Self::UpstreamBridgeProjectNotFound
                }
                "insufficient_upstream_permissions" => {
                    Self::InsufficientUpstreamPermissions
                }
                "bridge_pipeline_is_child_pipeline" => {
                    Self::BridgePipelineIsChildPipeline
                }
                "downstream_pipeline_creation_failed" => {
                    Self::DownstreamPipelineCreationFailed
                }
                "secrets_provider_not_found" => Self::SecretsProviderNotFound,
                "reached_max_descendant_pipelines_depth" => {
                    Self::ReachedMaxDescendantPipelinesDepth
                }
                "ip_restriction_failure" => Self::IpRestrictionFailure,
                "reached_max_pipeline_hierarchy_size" => {
                    Self::ReachedMaxPipelineHierarchySize
                }
                "reached_downstream_pipeline_trigger_rate_limit" => {
                    Self::ReachedDownstreamPipelineTriggerRateLimit
                }
                "duo_workflow_not_allowed" => Self::DuoWorkflowNotAllowed,
                "job_router_failure" => Self::JobRouterFailure,
                "job_token_expired" => Self::JobTokenExpired,
                "id_token_burned_project_path" => Self::IdTokenBurnedProjectPath,
                "downstream_project_trigger_resolved_to_empty" => {
                    Self::DownstreamProjectTriggerResolvedToEmpty
                }
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for JobFailureReason {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for JobFailureReason {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for JobFailureReason {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for JobFailureReason {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for JobFailureReason {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "JobFailureReason".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" :
                "Why a job failed. The set grows every few releases, and a runner may send a reason of its own. `stuck_or_timeout_failure` and `job_execution_timeout` were split into finer reasons in 19.x.",
                "x-extensible-enum" : ["unknown_failure", "script_failure",
                "api_failure", "stuck_or_timeout_failure", "runner_system_failure",
                "missing_dependency_failure", "runner_unsupported", "stale_schedule",
                "job_execution_timeout", "archived_failure", "unmet_prerequisites",
                "scheduler_failure", "data_integrity_failure",
                "forward_deployment_failure", "user_blocked", "project_deleted",
                "ci_quota_exceeded", "pipeline_loop_detected", "no_matching_runner",
                "trace_size_exceeded", "builds_disabled", "environment_creation_failure",
                "deployment_rejected", "failed_outdated_deployment_job",
                "job_execution_server_timeout", "stuck_pending_with_matching_runners",
                "stuck_pending_no_matching_runners", "no_updates_running",
                "no_updates_canceling", "server_timeout_running",
                "server_timeout_canceling", "runner_configuration_error",
                "runner_external_dependency_failure", "runner_interrupted",
                "protected_environment_failure", "insufficient_bridge_permissions",
                "downstream_bridge_project_not_found", "invalid_bridge_trigger",
                "upstream_bridge_project_not_found", "insufficient_upstream_permissions",
                "bridge_pipeline_is_child_pipeline",
                "downstream_pipeline_creation_failed", "secrets_provider_not_found",
                "reached_max_descendant_pipelines_depth", "ip_restriction_failure",
                "reached_max_pipeline_hierarchy_size",
                "reached_downstream_pipeline_trigger_rate_limit",
                "duo_workflow_not_allowed", "job_router_failure", "job_token_expired",
                "id_token_burned_project_path",
                "downstream_project_trigger_resolved_to_empty"], }
            )
        }
    }
    /// What started a pipeline.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum PipelineSource {
        /// `unknown`.
        UnknownValue,
        /// `push`.
        Push,
        /// `web`.
        Web,
        /// `trigger`.
        Trigger,
        /// `schedule`.
        Schedule,
        /// `api`.
        Api,
        /// `external`.
        External,
        /// `pipeline`.
        Pipeline,
        /// `chat`.
        Chat,
        /// `webide`.
        Webide,
        /// `merge_request_event`.
        MergeRequestEvent,
        /// `external_pull_request_event`.
        ExternalPullRequestEvent,
        /// `parent_pipeline`.
        ParentPipeline,
        /// `ondemand_dast_scan`.
        OndemandDastScan,
        /// `ondemand_dast_validation`.
        OndemandDastValidation,
        /// `security_orchestration_policy`.
        SecurityOrchestrationPolicy,
        /// `container_registry_push`.
        ContainerRegistryPush,
        /// `duo_workflow`.
        DuoWorkflow,
        /// `pipeline_execution_policy_schedule`.
        PipelineExecutionPolicySchedule,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl PipelineSource {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[
            Self::UnknownValue,
            Self::Push,
            Self::Web,
            Self::Trigger,
            Self::Schedule,
            Self::Api,
            Self::External,
            Self::Pipeline,
            Self::Chat,
            Self::Webide,
            Self::MergeRequestEvent,
            Self::ExternalPullRequestEvent,
            Self::ParentPipeline,
            Self::OndemandDastScan,
            Self::OndemandDastValidation,
            Self::SecurityOrchestrationPolicy,
            Self::ContainerRegistryPush,
            Self::DuoWorkflow,
            Self::PipelineExecutionPolicySchedule,
        ];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::UnknownValue => "unknown",
                Self::Push => "push",
                Self::Web => "web",
                Self::Trigger => "trigger",
                Self::Schedule => "schedule",
                Self::Api => "api",
                Self::External => "external",
                Self::Pipeline => "pipeline",
                Self::Chat => "chat",
                Self::Webide => "webide",
                Self::MergeRequestEvent => "merge_request_event",
                Self::ExternalPullRequestEvent => "external_pull_request_event",
                Self::ParentPipeline => "parent_pipeline",
                Self::OndemandDastScan => "ondemand_dast_scan",
                Self::OndemandDastValidation => "ondemand_dast_validation",
                Self::SecurityOrchestrationPolicy => "security_orchestration_policy",
                Self::ContainerRegistryPush => "container_registry_push",
                Self::DuoWorkflow => "duo_workflow",
                Self::PipelineExecutionPolicySchedule => {
                    "pipeline_execution_policy_schedule"
                }
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for PipelineSource {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for PipelineSource {
        fn from(value: &str) -> Self {
            match value {
                "unknown" => Self::UnknownValue,
                "push" => Self::Push,
                "web" => Self::Web,
                "trigger" => Self::Trigger,
                "schedule" => Self::Schedule,
                "api" => Self::Api,
                "external" => Self::External,
                "pipeline" => Self::Pipeline,
                "chat" => Self::Chat,
                "webide" => Self::Webide,
                "merge_request_event" => Self::MergeRequestEvent,
                "external_pull_request_event" => Self::ExternalPullRequestEvent,
                "parent_pipeline" => Self::ParentPipeline,
                "ondemand_dast_scan" => Self::OndemandDastScan,
                "ondemand_dast_validation" => Self::OndemandDastValidation,
                "security_orchestration_policy" => Self::SecurityOrchestrationPolicy,
                "container_registry_push" => Self::ContainerRegistryPush,
                "duo_workflow" => Self::DuoWorkflow,
                "pipeline_execution_policy_schedule" => {
                    Self::PipelineExecutionPolicySchedule
                }
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for PipelineSource {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for PipelineSource {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for PipelineSource {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for PipelineSource {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for PipelineSource {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "PipelineSource".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" : "What started a pipeline.",
                "x-extensible-enum" : ["unknown", "push", "web", "trigger", "schedule",
                "api", "external", "pipeline", "chat", "webide", "merge_request_event",
                "external_pull_request_event", "parent_pipeline", "ondemand_dast_scan",
                "ondemand_dast_validation", "security_orchestration_policy",
                "container_registry_push", "duo_workflow",
                "pipeline_execution_policy_schedule"], }
            )
        }
    }
    /// Whether an account can be used.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum UserState {
        /// `active`.
        Active,
        /// `blocked`.
        Blocked,
        /// `deactivated`.
        Deactivated,
        /// `banned`.
        Banned,
        /// `ldap_blocked`.
        LdapBlocked,
        /// `blocked_pending_approval`.
        BlockedPendingApproval,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl UserState {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[
            Self::Active,
            Self::Blocked,
            Self::Deactivated,
            Self::Banned,
            Self::LdapBlocked,
            Self::BlockedPendingApproval,
        ];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Active => "active",
                Self::Blocked => "blocked",
                Self::Deactivated => "deactivated",
                Self::Banned => "banned",
                Self::LdapBlocked => "ldap_blocked",
                Self::BlockedPendingApproval => "blocked_pending_approval",
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for UserState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for UserState {
        fn from(value: &str) -> Self {
            match value {
                "active" => Self::Active,
                "blocked" => Self::Blocked,
                "deactivated" => Self::Deactivated,
                "banned" => Self::Banned,
                "ldap_blocked" => Self::LdapBlocked,
                "blocked_pending_approval" => Self::BlockedPendingApproval,
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for UserState {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for UserState {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for UserState {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for UserState {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for UserState {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "UserState".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" : "Whether an account can be used.",
                "x-extensible-enum" : ["active", "blocked", "deactivated", "banned",
                "ldap_blocked", "blocked_pending_approval"], }
            )
        }
    }
    /// Whom a runner serves.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum RunnerType {
        /// `instance_type`.
        InstanceType,
        /// `group_type`.
        GroupType,
        /// `project_type`.
        ProjectType,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl RunnerType {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[
            Self::InstanceType,
            Self::GroupType,
            Self::ProjectType,
        ];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::InstanceType => "instance_type",
                Self::GroupType => "group_type",
                Self::ProjectType => "project_type",
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for RunnerType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for RunnerType {
        fn from(value: &str) -> Self {
            match value {
                "instance_type" => Self::InstanceType,
                "group_type" => Self::GroupType,
                "project_type" => Self::ProjectType,
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for RunnerType {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for RunnerType {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for RunnerType {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for RunnerType {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for RunnerType {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "RunnerType".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" : "Whom a runner serves.",
                "x-extensible-enum" : ["instance_type", "group_type", "project_type"], }
            )
        }
    }
    /// Whether a runner or its machine called lately. Machines are never `paused`.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum RunnerStatus {
        /// `online`.
        Online,
        /// `offline`.
        Offline,
        /// `stale`.
        Stale,
        /// `never_contacted`.
        NeverContacted,
        /// `paused`.
        Paused,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl RunnerStatus {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[
            Self::Online,
            Self::Offline,
            Self::Stale,
            Self::NeverContacted,
            Self::Paused,
        ];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Online => "online",
                Self::Offline => "offline",
                Self::Stale => "stale",
                Self::NeverContacted => "never_contacted",
                Self::Paused => "paused",
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for RunnerStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for RunnerStatus {
        fn from(value: &str) -> Self {
            match value {
                "online" => Self::Online,
                "offline" => Self::Offline,
                "stale" => Self::Stale,
                "never_contacted" => Self::NeverContacted,
                "paused" => Self::Paused,
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for RunnerStatus {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for RunnerStatus {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for RunnerStatus {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for RunnerStatus {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for RunnerStatus {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "RunnerStatus".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" :
                "Whether a runner or its machine called lately. Machines are never `paused`.",
                "x-extensible-enum" : ["online", "offline", "stale", "never_contacted",
                "paused"], }
            )
        }
    }
    /// Whether a runner or its machine is working on jobs.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum JobExecutionStatus {
        /// `active`.
        Active,
        /// `idle`.
        Idle,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl JobExecutionStatus {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[Self::Active, Self::Idle];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Active => "active",
                Self::Idle => "idle",
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for JobExecutionStatus {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for JobExecutionStatus {
        fn from(value: &str) -> Self {
            match value {
                "active" => Self::Active,
                "idle" => Self::Idle,
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for JobExecutionStatus {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for JobExecutionStatus {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for JobExecutionStatus {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for JobExecutionStatus {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for JobExecutionStatus {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "JobExecutionStatus".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" :
                "Whether a runner or its machine is working on jobs.",
                "x-extensible-enum" : ["active", "idle"], }
            )
        }
    }
    /// What a file left by a job is: the archive, its index (`metadata`), the log (`trace`) or a
    /// report.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum ArtifactFileType {
        /// `archive`.
        Archive,
        /// `metadata`.
        Metadata,
        /// `trace`.
        Trace,
        /// `junit`.
        Junit,
        /// `sast`.
        Sast,
        /// `dependency_scanning`.
        DependencyScanning,
        /// `container_scanning`.
        ContainerScanning,
        /// `dast`.
        Dast,
        /// `codequality`.
        Codequality,
        /// `license_scanning`.
        LicenseScanning,
        /// `performance`.
        Performance,
        /// `metrics`.
        Metrics,
        /// `metrics_referee`.
        MetricsReferee,
        /// `network_referee`.
        NetworkReferee,
        /// `lsif`.
        Lsif,
        /// `dotenv`.
        Dotenv,
        /// `cobertura`.
        Cobertura,
        /// `terraform`.
        Terraform,
        /// `accessibility`.
        Accessibility,
        /// `cluster_applications`.
        ClusterApplications,
        /// `secret_detection`.
        SecretDetection,
        /// `requirements`.
        Requirements,
        /// `coverage_fuzzing`.
        CoverageFuzzing,
        /// `browser_performance`.
        BrowserPerformance,
        /// `load_performance`.
        LoadPerformance,
        /// `api_fuzzing`.
        ApiFuzzing,
        /// `cluster_image_scanning`.
        ClusterImageScanning,
        /// `cyclonedx`.
        Cyclonedx,
        /// `requirements_v2`.
        RequirementsV2,
        /// `annotations`.
        Annotations,
        /// `repository_xray`.
        RepositoryXray,
        /// `jacoco`.
        Jacoco,
        /// `scip`.
        Scip,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl ArtifactFileType {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[
            Self::Archive,
            Self::Metadata,
            Self::Trace,
            Self::Junit,
            Self::Sast,
            Self::DependencyScanning,
            Self::ContainerScanning,
            Self::Dast,
            Self::Codequality,
            Self::LicenseScanning,
            Self::Performance,
            Self::Metrics,
            Self::MetricsReferee,
            Self::NetworkReferee,
            Self::Lsif,
            Self::Dotenv,
            Self::Cobertura,
            Self::Terraform,
            Self::Accessibility,
            Self::ClusterApplications,
            Self::SecretDetection,
            Self::Requirements,
            Self::CoverageFuzzing,
            Self::BrowserPerformance,
            Self::LoadPerformance,
            Self::ApiFuzzing,
            Self::ClusterImageScanning,
            Self::Cyclonedx,
            Self::RequirementsV2,
            Self::Annotations,
            Self::RepositoryXray,
            Self::Jacoco,
            Self::Scip,
        ];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Archive => "archive",
                Self::Metadata => "metadata",
                Self::Trace => "trace",
                Self::Junit => "junit",
                Self::Sast => "sast",
                Self::DependencyScanning => "dependency_scanning",
                Self::ContainerScanning => "container_scanning",
                Self::Dast => "dast",
                Self::Codequality => "codequality",
                Self::LicenseScanning => "license_scanning",
                Self::Performance => "performance",
                Self::Metrics => "metrics",
                Self::MetricsReferee => "metrics_referee",
                Self::NetworkReferee => "network_referee",
                Self::Lsif => "lsif",
                Self::Dotenv => "dotenv",
                Self::Cobertura => "cobertura",
                Self::Terraform => "terraform",
                Self::Accessibility => "accessibility",
                Self::ClusterApplications => "cluster_applications",
                Self::SecretDetection => "secret_detection",
                Self::Requirements => "requirements",
                Self::CoverageFuzzing => "coverage_fuzzing",
                Self::BrowserPerformance => "browser_performance",
                Self::LoadPerformance => "load_performance",
                Self::ApiFuzzing => "api_fuzzing",
                Self::ClusterImageScanning => "cluster_image_scanning",
                Self::Cyclonedx => "cyclonedx",
                Self::RequirementsV2 => "requirements_v2",
                Self::Annotations => "annotations",
                Self::RepositoryXray => "repository_xray",
                Self::Jacoco => "jacoco",
                Self::Scip => "scip",
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for ArtifactFileType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for ArtifactFileType {
        fn from(value: &str) -> Self {
            match value {
                "archive" => Self::Archive,
                "metadata" => Self::Metadata,
                "trace" => Self::Trace,
                "junit" => Self::Junit,
                "sast" => Self::Sast,
                "dependency_scanning" => Self::DependencyScanning,
                "container_scanning" => Self::ContainerScanning,
                "dast" => Self::Dast,
                "codequality" => Self::Codequality,
                "license_scanning" => Self::LicenseScanning,
                "performance" => Self::Performance,
                "metrics" => Self::Metrics,
                "metrics_referee" => Self::MetricsReferee,
                "network_referee" => Self::NetworkReferee,
                "lsif" => Self::Lsif,
                "dotenv" => Self::Dotenv,
                "cobertura" => Self::Cobertura,
                "terraform" => Self::Terraform,
                "accessibility" => Self::Accessibility,
                "cluster_applications" => Self::ClusterApplications,
                "secret_detection" => Self::SecretDetection,
                "requirements" => Self::Requirements,
                "coverage_fuzzing" => Self::CoverageFuzzing,
                "browser_performance" => Self::BrowserPerformance,
                "load_performance" => Self::LoadPerformance,
                "api_fuzzing" => Self::ApiFuzzing,
                "cluster_image_scanning" => Self::ClusterImageScanning,
                "cyclonedx" => Self::Cyclonedx,
                "requirements_v2" => Self::RequirementsV2,
                "annotations" => Self::Annotations,
                "repository_xray" => Self::RepositoryXray,
                "jacoco" => Self::Jacoco,
                "scip" => Self::Scip,
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for ArtifactFileType {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for ArtifactFileType {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for ArtifactFileType {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ArtifactFileType {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for ArtifactFileType {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "ArtifactFileType".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" :
                "What a file left by a job is: the archive, its index (`metadata`), the log (`trace`) or a report.",
                "x-extensible-enum" : ["archive", "metadata", "trace", "junit", "sast",
                "dependency_scanning", "container_scanning", "dast", "codequality",
                "license_scanning", "performance", "metrics", "metrics_referee",
                "network_referee", "lsif", "dotenv", "cobertura", "terraform",
                "accessibility", "cluster_applications", "secret_detection",
                "requirements", "coverage_fuzzing", "browser_performance",
                "load_performance", "api_fuzzing", "cluster_image_scanning", "cyclonedx",
                "requirements_v2", "annotations", "repository_xray", "jacoco", "scip"], }
            )
        }
    }
    /// How a file left by a job is packed. It is null for logs, where GitLab's documentation
    /// shows `raw`.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum ArtifactFileFormat {
        /// `raw`.
        Raw,
        /// `zip`.
        Zip,
        /// `gzip`.
        Gzip,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl ArtifactFileFormat {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[Self::Raw, Self::Zip, Self::Gzip];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Raw => "raw",
                Self::Zip => "zip",
                Self::Gzip => "gzip",
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for ArtifactFileFormat {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for ArtifactFileFormat {
        fn from(value: &str) -> Self {
            match value {
                "raw" => Self::Raw,
                "zip" => Self::Zip,
                "gzip" => Self::Gzip,
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for ArtifactFileFormat {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for ArtifactFileFormat {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for ArtifactFileFormat {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ArtifactFileFormat {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for ArtifactFileFormat {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "ArtifactFileFormat".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" :
                "How a file left by a job is packed. It is null for logs, where GitLab's documentation shows `raw`.",
                "x-extensible-enum" : ["raw", "zip", "gzip"], }
            )
        }
    }
    /// Whether an entry of an archive is a file or a directory.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum ArtifactEntryType {
        /// `file`.
        File,
        /// `directory`.
        Directory,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl ArtifactEntryType {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[Self::File, Self::Directory];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::File => "file",
                Self::Directory => "directory",
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for ArtifactEntryType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for ArtifactEntryType {
        fn from(value: &str) -> Self {
            match value {
                "file" => Self::File,
                "directory" => Self::Directory,
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for ArtifactEntryType {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for ArtifactEntryType {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for ArtifactEntryType {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ArtifactEntryType {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for ArtifactEntryType {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "ArtifactEntryType".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" :
                "Whether an entry of an archive is a file or a directory.",
                "x-extensible-enum" : ["file", "directory"], }
            )
        }
    }
    /// A role in a project.
    ///
    /// The set is open: a value that GitLab adds later becomes `Unknown` and is written back as
    /// it was read.
    #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[non_exhaustive]
    pub enum ProjectRole {
        /// `guest`.
        Guest,
        /// `planner`.
        Planner,
        /// `reporter`.
        Reporter,
        /// `developer`.
        Developer,
        /// `maintainer`.
        Maintainer,
        /// `owner`.
        Owner,
        /// A value that this version of the client does not know, as the server wrote it.
        Unknown(String),
    }
    impl ProjectRole {
        /// Every value that this version of the client knows, in the order of the document.
        pub const KNOWN: &'static [Self] = &[
            Self::Guest,
            Self::Planner,
            Self::Reporter,
            Self::Developer,
            Self::Maintainer,
            Self::Owner,
        ];
        /// The value as GitLab writes it.
        pub fn as_str(&self) -> &str {
            match self {
                Self::Guest => "guest",
                Self::Planner => "planner",
                Self::Reporter => "reporter",
                Self::Developer => "developer",
                Self::Maintainer => "maintainer",
                Self::Owner => "owner",
                Self::Unknown(value) => value,
            }
        }
    }
    impl ::std::fmt::Display for ProjectRole {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str(self.as_str())
        }
    }
    impl ::std::convert::From<&str> for ProjectRole {
        fn from(value: &str) -> Self {
            match value {
                "guest" => Self::Guest,
                "planner" => Self::Planner,
                "reporter" => Self::Reporter,
                "developer" => Self::Developer,
                "maintainer" => Self::Maintainer,
                "owner" => Self::Owner,
                _ => Self::Unknown(value.to_owned()),
            }
        }
    }
    impl ::std::convert::From<String> for ProjectRole {
        fn from(value: String) -> Self {
            match Self::from(value.as_str()) {
                Self::Unknown(_) => Self::Unknown(value),
                known => known,
            }
        }
    }
    impl ::std::str::FromStr for ProjectRole {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self::from(value))
        }
    }
    impl ::serde::Serialize for ProjectRole {
        fn serialize<S: ::serde::Serializer>(
            &self,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ProjectRole {
        fn deserialize<D: ::serde::Deserializer<'de>>(
            deserializer: D,
        ) -> ::std::result::Result<Self, D::Error> {
            <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
        }
    }
    #[cfg(feature = "schemars")]
    impl ::schemars::JsonSchema for ProjectRole {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            "ProjectRole".into()
        }
        fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
            ::schemars::json_schema!(
                { "type" : "string", "description" : "A role in a project.",
                "x-extensible-enum" : ["guest", "planner", "reporter", "developer",
                "maintainer", "owner"], }
            )
        }
    }
}
/// Client for GitLab Jobs API
///
/// An unofficial description of the part of the GitLab REST API which lists, reads, cancels,
/// retries, erases and runs CI/CD jobs and which downloads, lists, keeps and deletes their
/// artifacts. It says what servers do, also where GitLab's documentation says something else.
///
/// The newest GitLab described is in `x-gitlab-version`. Whatever arrived, left or changed
/// since GitLab 12.6 carries its history in `x-gitlab-history`, so that the contract of an
/// older server can be derived from this one.
///
/// A project that was moved or renamed answers requests for its old path with 301, a
/// `Location` header and a sentence in plain text (since GitLab 16.7). This is not repeated
/// in each operation.
///
/// Version: 0.1.0
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::transport::Inner,
}
impl Client {
    /// Create a new client.
    ///
    /// `baseurl` is the base URL provided to the internal `reqwest::Client`, and should include a
    /// scheme and hostname, as well as port and a path stem if applicable.
    pub fn new(baseurl: &str, inner: crate::transport::Inner) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let client = {
            let dur = ::std::time::Duration::from_secs(15u64);
            reqwest::ClientBuilder::new().connect_timeout(dur).timeout(dur)
        };
        #[cfg(target_arch = "wasm32")]
        let client = reqwest::ClientBuilder::new();
        Self::new_with_client(baseurl, client.build().unwrap(), inner)
    }
    /// Construct a new client with an existing `reqwest::Client`, allowing more control over its
    /// configuration.
    ///
    /// `baseurl` is the base URL provided to the internal `reqwest::Client`, and should include a
    /// scheme and hostname, as well as port and a path stem if applicable.
    pub fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: crate::transport::Inner,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<crate::transport::Inner> for Client {
    fn api_version() -> &'static str {
        "0.1.0"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &crate::transport::Inner {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::transport::Inner>,
    {}
};
#[allow(clippy::all)]
impl Client {
    /// List all jobs for a project
    ///
    /// Lists the jobs of a project, newest (highest ID) first. Retried jobs are included, trigger
    /// jobs (bridges) are not.
    ///
    /// Pages are numbered unless `pagination=keyset` is sent. With keyset pagination the only way
    /// on is the `Link` header with `rel="next"`, which carries the cursor and is missing on the
    /// last page; the other pagination headers are not sent. Keyset pagination needs a signed-in
    /// caller and orders by `id`, descending, and by nothing else: another order is answered with
    /// 405.
    ///
    /// Since GitLab 16.5 this operation has a rate limit of its own, 600 requests a minute and
    /// user unless the administrator changed it, which does not show in the `RateLimit-*`
    /// headers. Job tokens are accepted by 18.x and later servers. Anonymous callers are refused
    /// even for public projects.
    ///
    /// Sends a `GET` request to `/projects/{id}/jobs`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `cursor`: Where the next page of keyset pagination starts. Take it from the `Link`
    ///   header of the previous page; its content is the server's own business.
    /// - `order_by`: What keyset pagination orders by; only `id` is possible. Without keyset
    ///   pagination it has no effect.
    /// - `page`: The number of the page to return, starting at 1. Has no effect with keyset
    ///   pagination.
    /// - `pagination`: Set to `keyset` for keyset pagination. Pages are numbered if left out.
    /// - `per_page`: How many items a page has at most.
    /// - `ref_`: Only jobs of this branch or tag.
    /// - `scope`: Only jobs in one of these states; all jobs if left out. Repeat the parameter
    ///   for each state. A single plain `scope=` is accepted as well.
    /// - `sort`: The direction of keyset pagination; only `desc` is possible, `asc` is answered
    ///   with 405. Without keyset pagination it has no effect: jobs always come newest first.
    pub async fn list_project_jobs<'a>(
        &'a self,
        id: &'a str,
        cursor: Option<&'a str>,
        order_by: Option<types::JobOrderBy>,
        page: Option<i32>,
        pagination: Option<types::PaginationMethod>,
        per_page: Option<i32>,
        ref_: Option<&'a str>,
        scope: Option<&'a ::std::vec::Vec<types::JobScope>>,
        sort: Option<types::SortDirection>,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Job>>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs", self.baseurl, encode_path(& id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("cursor", &cursor))
            .query(&progenitor_client::QueryParam::new("order_by", &order_by))
            .query(&progenitor_client::QueryParam::new("page", &page))
            .query(&progenitor_client::QueryParam::new("pagination", &pagination))
            .query(&progenitor_client::QueryParam::new("per_page", &per_page))
            .query(&progenitor_client::QueryParam::new("ref", &ref_))
            .query(&progenitor_client::QueryParam::new("scope[]", &scope))
            .query(&progenitor_client::QueryParam::new("sort", &sort))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_project_jobs",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// List all jobs for a pipeline
    ///
    /// Lists the jobs of a pipeline, also of a child pipeline, newest (highest ID) first. Jobs
    /// that were retried are left out unless `include_retried` is true. Trigger jobs (bridges)
    /// are listed by another operation.
    ///
    /// Anonymous callers are served when the project and its pipelines are public.
    ///
    /// Sends a `GET` request to `/projects/{id}/pipelines/{pipeline_id}/jobs`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `pipeline_id`: The ID of a pipeline. Inside a job it is in `CI_PIPELINE_ID`.
    /// - `include_retried`: Whether jobs that were retried are listed too.
    /// - `page`: The number of the page to return, starting at 1. Has no effect with keyset
    ///   pagination.
    /// - `per_page`: How many items a page has at most.
    /// - `scope`: Only jobs in one of these states; all jobs if left out. Repeat the parameter
    ///   for each state. A single plain `scope=` is accepted as well.
    pub async fn list_pipeline_jobs<'a>(
        &'a self,
        id: &'a str,
        pipeline_id: i64,
        include_retried: Option<bool>,
        page: Option<i32>,
        per_page: Option<i32>,
        scope: Option<&'a ::std::vec::Vec<types::JobScope>>,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Job>>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/pipelines/{}/jobs", self.baseurl, encode_path(& id
            .to_string()), encode_path(& pipeline_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(
                &progenitor_client::QueryParam::new("include_retried", &include_retried),
            )
            .query(&progenitor_client::QueryParam::new("page", &page))
            .query(&progenitor_client::QueryParam::new("per_page", &per_page))
            .query(&progenitor_client::QueryParam::new("scope[]", &scope))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_pipeline_jobs",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// List all trigger jobs for a pipeline, under their former name
    ///
    /// Lists the trigger jobs (bridges) of a pipeline: the jobs that start a downstream pipeline.
    /// Servers from 19.2 on offer the same list as `trigger_jobs`; older servers know only this
    /// path.
    ///
    /// Anonymous callers are served when the project and its pipelines are public.
    ///
    /// Sends a `GET` request to `/projects/{id}/pipelines/{pipeline_id}/bridges`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `pipeline_id`: The ID of a pipeline. Inside a job it is in `CI_PIPELINE_ID`.
    /// - `page`: The number of the page to return, starting at 1. Has no effect with keyset
    ///   pagination.
    /// - `per_page`: How many items a page has at most.
    /// - `scope`: Only jobs in one of these states; all jobs if left out. Repeat the parameter
    ///   for each state. A single plain `scope=` is accepted as well.
    pub async fn list_pipeline_bridges<'a>(
        &'a self,
        id: &'a str,
        pipeline_id: i64,
        page: Option<i32>,
        per_page: Option<i32>,
        scope: Option<&'a ::std::vec::Vec<types::JobScope>>,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Bridge>>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/pipelines/{}/bridges", self.baseurl, encode_path(& id
            .to_string()), encode_path(& pipeline_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("page", &page))
            .query(&progenitor_client::QueryParam::new("per_page", &per_page))
            .query(&progenitor_client::QueryParam::new("scope[]", &scope))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_pipeline_bridges",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// List all trigger jobs for a pipeline
    ///
    /// Lists the trigger jobs (bridges) of a pipeline: the jobs that start a downstream pipeline.
    /// Servers before 19.2 answer 404; ask them for `bridges` instead.
    ///
    /// Anonymous callers are served when the project and its pipelines are public.
    ///
    /// Sends a `GET` request to `/projects/{id}/pipelines/{pipeline_id}/trigger_jobs`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `pipeline_id`: The ID of a pipeline. Inside a job it is in `CI_PIPELINE_ID`.
    /// - `page`: The number of the page to return, starting at 1. Has no effect with keyset
    ///   pagination.
    /// - `per_page`: How many items a page has at most.
    /// - `scope`: Only jobs in one of these states; all jobs if left out. Repeat the parameter
    ///   for each state. A single plain `scope=` is accepted as well.
    pub async fn list_pipeline_trigger_jobs<'a>(
        &'a self,
        id: &'a str,
        pipeline_id: i64,
        page: Option<i32>,
        per_page: Option<i32>,
        scope: Option<&'a ::std::vec::Vec<types::JobScope>>,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Bridge>>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/pipelines/{}/trigger_jobs", self.baseurl, encode_path(& id
            .to_string()), encode_path(& pipeline_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("page", &page))
            .query(&progenitor_client::QueryParam::new("per_page", &per_page))
            .query(&progenitor_client::QueryParam::new("scope[]", &scope))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_pipeline_trigger_jobs",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Retrieve a job by job token
    ///
    /// Answers with the job the token was made for. The token is valid only while that job runs;
    /// afterwards the answer is 401. A caller who proves to be somebody, but not by a job token,
    /// gets 404 with `404 Job Not Found`. The job token may also be sent as a bearer token.
    ///
    /// Sends a `GET` request to `/job`
    pub async fn get_current_job<'a>(
        &'a self,
    ) -> Result<ResponseValue<types::Job>, Error<types::ErrorBody>> {
        let url = format!("{}/job", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_current_job",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// List all GitLab agents for Kubernetes by job token
    ///
    /// Lists the agents for Kubernetes which the job may use, together with the facts the agent
    /// server needs to decide about access. The token is valid only while its job runs. GitLab's
    /// documentation calls the credential `CI_JOB_TOKEN`, which is not the name of a parameter:
    /// send it as the `JOB-TOKEN` header, as `job_token` or as a bearer token.
    ///
    /// Sends a `GET` request to `/job/allowed_agents`
    pub async fn get_allowed_agents<'a>(
        &'a self,
    ) -> Result<ResponseValue<types::AllowedAgents>, Error<types::ErrorBody>> {
        let url = format!("{}/job/allowed_agents", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_allowed_agents",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Retrieve a job
    ///
    /// Answers with one job. The ID of a trigger job (bridge) is answered with 404.
    ///
    /// Sends a `GET` request to `/projects/{id}/jobs/{job_id}`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    pub async fn get_job<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
    ) -> Result<ResponseValue<types::Job>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/{}", self.baseurl, encode_path(& id.to_string()),
            encode_path(& job_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_job",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Retrieve the log of a job
    ///
    /// Answers with the log as the runner wrote it, with colour codes and section markers. Treat
    /// it as bytes: it need not be valid UTF-8.
    ///
    /// A job which has no log, or whose log was erased or lost, is answered with 200 and an empty
    /// body, not with 404 as GitLab's documentation says. Guests get 403 when the job ran with
    /// debug output. `byte_offset` and `byte_limit` cut out a part of the log; the status stays
    /// 200, this is not an HTTP range request.
    ///
    /// Sends a `GET` request to `/projects/{id}/jobs/{job_id}/trace`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    /// - `byte_limit`: How many bytes of the log to return at most, up to 500 KiB.
    /// - `byte_offset`: How many bytes of the log to skip.
    pub async fn get_job_trace<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
        byte_limit: Option<i32>,
        byte_offset: Option<i64>,
    ) -> Result<ResponseValue<ByteStream>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/{}/trace", self.baseurl, encode_path(& id.to_string()),
            encode_path(& job_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .query(&progenitor_client::QueryParam::new("byte_limit", &byte_limit))
            .query(&progenitor_client::QueryParam::new("byte_offset", &byte_offset))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_job_trace",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => Ok(ResponseValue::stream(response)),
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Cancel a job
    ///
    /// Cancels a job. The answer is 201 whatever the state of the job: a job that cannot be
    /// canceled, such as a finished one, comes back with its status unchanged. A running job
    /// becomes `canceled`, or, since GitLab 17.0 and with a runner that supports it, first
    /// `canceling` until its `after_script` is done.
    ///
    /// With `force`, a job that hangs in `canceling` becomes `canceled` at once. Forcing needs
    /// the Maintainer role (403 otherwise) and does nothing to a job in another state.
    ///
    /// Sends a `POST` request to `/projects/{id}/jobs/{job_id}/cancel`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    /// - `force`: Whether to end a job that hangs in `canceling`. It may also be sent in a JSON
    ///   or form body.
    pub async fn cancel_job<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
        force: Option<bool>,
    ) -> Result<ResponseValue<types::Job>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/{}/cancel", self.baseurl, encode_path(& id.to_string()),
            encode_path(& job_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("force", &force))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "cancel_job",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            201u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Retry a job
    ///
    /// Makes a new job that does the work of an existing one again. The answer is the new job
    /// under its new ID, usually `pending`; the old job keeps its status. Trigger jobs can be
    /// retried since GitLab 17.0.
    ///
    /// 403 says that the job is not in a state to be retried, that the caller may not do so, or
    /// that GitLab.com wants a credit card verified first. Invalid inputs are answered with 400.
    ///
    /// Sends a `POST` request to `/projects/{id}/jobs/{job_id}/retry`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    /// - `body`: Values for the job's inputs. May be left out.
    pub async fn retry_job<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
        body: &'a types::JobRetryInput,
    ) -> Result<ResponseValue<types::JobOrBridge>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/{}/retry", self.baseurl, encode_path(& id.to_string()),
            encode_path(& job_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "retry_job",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            201u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Erase a job
    ///
    /// Deletes the log and the artifacts of a finished job and notes the time in `erased_at`. 403
    /// says that the job is not finished, has nothing to erase or is archived, or that the caller
    /// is neither a Maintainer nor the developer who started it. While GitLab counts the
    /// project's artifact storage anew, the answer is 409.
    ///
    /// Sends a `POST` request to `/projects/{id}/jobs/{job_id}/erase`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    pub async fn erase_job<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
    ) -> Result<ResponseValue<types::Job>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/{}/erase", self.baseurl, encode_path(& id.to_string()),
            encode_path(& job_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "erase_job",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            201u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Run a job
    ///
    /// Starts a manual or delayed job. The caller becomes the user of the job. Unlike cancel,
    /// retry and erase, success is 200. The answer is a trigger job if the job is one.
    ///
    /// 400 with `400 Bad request - Unplayable Job` says that the job is not waiting for anybody,
    /// is archived or waits for an approval; invalid inputs are answered with 400 too. Variables
    /// are refused from callers below the role the project demands for them.
    ///
    /// Servers also take the body as a form, such as `job_variables_attributes[][key]=TARGET`,
    /// which has no description here.
    ///
    /// Sends a `POST` request to `/projects/{id}/jobs/{job_id}/play`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    /// - `body`: Variables and inputs for this run. May be left out.
    pub async fn play_job<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
        body: &'a types::JobPlayInput,
    ) -> Result<ResponseValue<types::JobOrBridge>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/{}/play", self.baseurl, encode_path(& id.to_string()),
            encode_path(& job_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "play_job",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Download the artifacts archive of a job
    ///
    /// Downloads the zip archive with the artifacts of a job. The server sends the archive itself
    /// or redirects to the object storage that holds it; a client must follow the redirect
    /// without its GitLab credentials. 404 says that there is no archive: none was made, it
    /// expired, or the job left only reports.
    ///
    /// Anonymous callers are served when the project and the job's artifacts are public,
    /// otherwise 403 or 404. A job token from another project needs GitLab Premium and a place in
    /// the allowlist.
    ///
    /// Sends a `GET` request to `/projects/{id}/jobs/{job_id}/artifacts`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    pub async fn download_job_artifacts<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
    ) -> Result<ResponseValue<ByteStream>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/{}/artifacts", self.baseurl, encode_path(& id
            .to_string()), encode_path(& job_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self.client.get(url).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "download_job_artifacts",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => Ok(ResponseValue::stream(response)),
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Delete the artifacts of a job
    ///
    /// Deletes the artifacts of a job, except its log. Needs the Maintainer role. While GitLab
    /// counts the project's artifact storage anew, the answer is 409.
    ///
    /// Sends a `DELETE` request to `/projects/{id}/jobs/{job_id}/artifacts`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    pub async fn delete_job_artifacts<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
    ) -> Result<ResponseValue<()>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/{}/artifacts", self.baseurl, encode_path(& id
            .to_string()), encode_path(& job_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .delete(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "delete_job_artifacts",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            204u16 => Ok(ResponseValue::empty(response)),
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Download the artifacts archive by reference name
    ///
    /// Downloads the zip archive of the named job in the latest successful pipeline of a branch
    /// or tag. Parent pipelines are searched before their children. A manual job counts if it
    /// succeeded or is allowed to fail. The server sends the archive itself or redirects to the
    /// object storage that holds it; a client must follow the redirect without its GitLab
    /// credentials.
    ///
    /// Anonymous callers are served when the project and the job's artifacts are public.
    ///
    /// Sends a `GET` request to `/projects/{id}/jobs/artifacts/{ref_name}/download`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `ref_name`: The name of a branch or tag, slashes included, or
    ///   `refs/merge-requests/IID/head` for a merge request pipeline. `HEAD` and commit SHAs are
    ///   not supported.
    /// - `job`: The name of the job whose artifacts are wanted.
    /// - `search_recent_successful_pipelines`: Whether to search up to 100 recent successful
    ///   pipelines when the latest one has no such job.
    pub async fn download_ref_artifacts<'a>(
        &'a self,
        id: &'a str,
        ref_name: &'a str,
        job: &'a str,
        search_recent_successful_pipelines: Option<bool>,
    ) -> Result<ResponseValue<ByteStream>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/artifacts/{}/download", self.baseurl, encode_path(& id
            .to_string()), encode_path(& ref_name.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .query(&progenitor_client::QueryParam::new("job", &job))
            .query(
                &progenitor_client::QueryParam::new(
                    "search_recent_successful_pipelines",
                    &search_recent_successful_pipelines,
                ),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "download_ref_artifacts",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => Ok(ResponseValue::stream(response)),
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Download one artifact file of a job
    ///
    /// Downloads one file out of the artifacts archive of a job, without the archive around it.
    /// The media type is the one the server finds for the file. A file called `tree` at the root
    /// of the archive cannot be reached on servers that list the archive under that path.
    ///
    /// Anonymous callers are served when the project and the job's artifacts are public.
    ///
    /// Sends a `GET` request to `/projects/{id}/jobs/{job_id}/artifacts/{artifact_path}`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    /// - `artifact_path`: The path of a file inside the artifacts archive, slashes included.
    pub async fn download_job_artifact_file<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
        artifact_path: &'a str,
    ) -> Result<ResponseValue<ByteStream>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/{}/artifacts/{}", self.baseurl, encode_path(& id
            .to_string()), encode_path(& job_id.to_string()), encode_path(& artifact_path
            .to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self.client.get(url).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "download_job_artifact_file",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => Ok(ResponseValue::stream(response)),
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Download one artifact file by reference name
    ///
    /// Downloads one file out of the artifacts archive of the named job in the latest successful
    /// pipeline of a branch or tag. The media type is the one the server finds for the file.
    ///
    /// Anonymous callers are served when the project and the job's artifacts are public.
    ///
    /// Sends a `GET` request to `/projects/{id}/jobs/artifacts/{ref_name}/raw/{artifact_path}`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `ref_name`: The name of a branch or tag, slashes included, or
    ///   `refs/merge-requests/IID/head` for a merge request pipeline. `HEAD` and commit SHAs are
    ///   not supported.
    /// - `artifact_path`: The path of a file inside the artifacts archive, slashes included.
    /// - `job`: The name of the job whose artifacts are wanted.
    /// - `search_recent_successful_pipelines`: Whether to search up to 100 recent successful
    ///   pipelines when the latest one has no such job.
    pub async fn download_ref_artifact_file<'a>(
        &'a self,
        id: &'a str,
        ref_name: &'a str,
        artifact_path: &'a str,
        job: &'a str,
        search_recent_successful_pipelines: Option<bool>,
    ) -> Result<ResponseValue<ByteStream>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/artifacts/{}/raw/{}", self.baseurl, encode_path(& id
            .to_string()), encode_path(& ref_name.to_string()), encode_path(&
            artifact_path.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .query(&progenitor_client::QueryParam::new("job", &job))
            .query(
                &progenitor_client::QueryParam::new(
                    "search_recent_successful_pipelines",
                    &search_recent_successful_pipelines,
                ),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "download_ref_artifact_file",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => Ok(ResponseValue::stream(response)),
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// List the artifact files of a job
    ///
    /// Lists what the artifacts archive of a job contains, one directory of it or everything
    /// below. 404 says that there are no artifacts, that the archive has no index, or that the
    /// path is not in it.
    ///
    /// Anonymous callers are served when the project and the job's artifacts are public.
    ///
    /// Sends a `GET` request to `/projects/{id}/jobs/{job_id}/artifacts/tree`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    /// - `page`: The number of the page to return, starting at 1. Has no effect with keyset
    ///   pagination.
    /// - `path`: The directory inside the archive to list; the root if empty.
    /// - `per_page`: How many items a page has at most.
    /// - `recursive`: Whether to list everything below the directory instead of its own entries
    ///   only.
    pub async fn list_job_artifact_tree<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
        page: Option<i32>,
        path: Option<&'a str>,
        per_page: Option<i32>,
        recursive: Option<bool>,
    ) -> Result<
        ResponseValue<::std::vec::Vec<types::ArtifactEntry>>,
        Error<types::ErrorBody>,
    > {
        let url = format!(
            "{}/projects/{}/jobs/{}/artifacts/tree", self.baseurl, encode_path(& id
            .to_string()), encode_path(& job_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("page", &page))
            .query(&progenitor_client::QueryParam::new("path", &path))
            .query(&progenitor_client::QueryParam::new("per_page", &per_page))
            .query(&progenitor_client::QueryParam::new("recursive", &recursive))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_job_artifact_tree",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Keep the artifacts of a job
    ///
    /// Takes away the expiry date of a job's artifacts. Success is 200. 404 says that the job has
    /// no artifacts.
    ///
    /// Sends a `POST` request to `/projects/{id}/jobs/{job_id}/artifacts/keep`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    /// - `job_id`: The ID of a job. Inside a job it is in `CI_JOB_ID`.
    pub async fn keep_job_artifacts<'a>(
        &'a self,
        id: &'a str,
        job_id: i64,
    ) -> Result<ResponseValue<types::Job>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/jobs/{}/artifacts/keep", self.baseurl, encode_path(& id
            .to_string()), encode_path(& job_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "keep_job_artifacts",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /// Delete all artifacts of a project
    ///
    /// Marks all artifacts of a project that can be deleted as expired and answers at once;
    /// GitLab deletes them some time later. Logs and the artifacts of the latest pipeline of each
    /// branch or tag are kept. Needs the Maintainer role. While GitLab counts the project's
    /// artifact storage anew, the answer is 409.
    ///
    /// Sends a `DELETE` request to `/projects/{id}/artifacts`
    ///
    /// Arguments:
    /// - `id`: The ID of the project, or its full path such as `platform/toolbox`. The slashes of
    ///   a path are percent-encoded in the URL.
    pub async fn delete_project_artifacts<'a>(
        &'a self,
        id: &'a str,
    ) -> Result<ResponseValue<types::MessageBody>, Error<types::ErrorBody>> {
        let url = format!(
            "{}/projects/{}/artifacts", self.baseurl, encode_path(& id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .delete(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "delete_project_artifacts",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            202u16 => ResponseValue::from_response(response).await,
            400u16..=499u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            500u16..=599u16 => {
                Err(Error::ErrorResponse(ResponseValue::from_response(response).await?))
            }
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    #[allow(unused_imports)]
    pub use super::Client;
}
