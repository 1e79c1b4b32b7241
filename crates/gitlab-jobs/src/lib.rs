//! A typed client of GitLab's Jobs and job artifacts API.
//!
//! ```no_run
//! use gitlab_jobs::types::JobScope;
//! use gitlab_jobs::{Client, ProjectId, ProjectJobsOptions, TraceOptions};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new("https://gitlab.example.com/api/v4")?;
//! let project = ProjectId::new("platform/toolbox")?;
//!
//! let failed = ProjectJobsOptions::default().scope([JobScope::Failed]).per_page(5);
//! for job in client.list_project_jobs(&project, &failed).await?.iter() {
//!     println!("{} {} {:?}", job.id, job.name, job.failure_reason);
//!     let log = client.get_job_trace(&project, job.id, &TraceOptions::default()).await?;
//!     println!("{} bytes of log", log.into_inner().bytes(64 << 20).await?.len());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Operations
//!
//! Each operation of the API is a method of [`Client`].
//!
//! | To | call |
//! |---|---|
//! | list jobs | [`list_project_jobs`](Client::list_project_jobs), [`list_pipeline_jobs`](Client::list_pipeline_jobs) |
//! | list trigger jobs | [`list_pipeline_trigger_jobs`](Client::list_pipeline_trigger_jobs), before GitLab 19.2 [`list_pipeline_bridges`](Client::list_pipeline_bridges) |
//! | read one job or its log | [`get_job`](Client::get_job), [`get_job_trace`](Client::get_job_trace) |
//! | stop or start a job | [`cancel_job`](Client::cancel_job), [`play_job`](Client::play_job), [`retry_job`](Client::retry_job) |
//! | make a job forget | [`erase_job`](Client::erase_job) |
//! | ask from inside a job | [`get_current_job`](Client::get_current_job), [`get_allowed_agents`](Client::get_allowed_agents) |
//! | download artifacts | [`download_job_artifacts`](Client::download_job_artifacts), [`download_ref_artifacts`](Client::download_ref_artifacts) |
//! | download one file | [`download_job_artifact_file`](Client::download_job_artifact_file), [`download_ref_artifact_file`](Client::download_ref_artifact_file) |
//! | list what an archive holds | [`list_job_artifact_tree`](Client::list_job_artifact_tree) |
//! | keep artifacts | [`keep_job_artifacts`](Client::keep_job_artifacts) |
//! | delete artifacts | [`delete_job_artifacts`](Client::delete_job_artifacts), [`delete_project_artifacts`](Client::delete_project_artifacts) |
//!
//! # Credentials
//!
//! A client made by [`Client::new`] sends none. [`Client::with_http_client`] shows how to send one with every request,
//! and [`Client::sudo`] acts as another user.
//!
//! # What holds everywhere
//!
//! - Any GitLab since 12.6 can be read. What a server may leave out is an `Option`, a status or another value that a
//!   later GitLab invents reads as `Unknown` and keeps its text, and fields it invents are kept in `extra`.
//! - Names that would change a URL are refused before anything is sent; all others arrive as they are given, whatever
//!   characters they hold.
//! - An [`Error`] can be printed and logged: it shows no header, URL query, token or body.
//! - Redirects are not followed; they are errors that name their target.
//! - Nothing is sent twice.
//!
//! # Features
//!
//! | Feature | Effect |
//! |---|---|
//! | `rustls` (default) | `https` by rustls |
//! | `native-tls` | `https` by the platform's own library |
//! | `schemars` | every type of the API implements `schemars::JsonSchema` |
//!
//! Without a TLS feature only `http` works.

mod call;
mod client;
mod error;
#[allow(
    dead_code,
    unreachable_pub,
    clippy::pedantic,
    clippy::str_to_string,
    clippy::unwrap_used,
    reason = "generated; its source, the OpenAPI document, is what gets reviewed and linted"
)]
mod generated;
mod names;
mod operations;
mod path;
mod response;
mod stream;
mod transport;
pub mod types;

pub use client::{Client, USER_AGENT};
pub use error::{Error, ErrorKind};
pub use names::{ArtifactPath, InvalidName, JobName, ProjectId, RefName};
pub use operations::artifacts::{ArtifactTreeOptions, RefArtifactsOptions};
pub use operations::job::{CancelOptions, PlayOptions, RetryOptions, TraceOptions};
pub use operations::pipeline_jobs::{PipelineJobsOptions, TriggerJobsOptions};
pub use operations::project_jobs::ProjectJobsOptions;
pub use response::Response;
pub use stream::ByteStream;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The HTTP library whose client, status and header types this crate takes and returns.
pub use reqwest;
