//! A typed client of GitLab's Jobs and job artifacts API.
//!
//! ```no_run
//! use gitlab_jobs::types::JobScope;
//! use gitlab_jobs::{Client, ProjectId, ProjectJobsOptions};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::from_env()?;
//! let project = ProjectId::new("platform/toolbox")?;
//!
//! let failed = ProjectJobsOptions::default().scope([JobScope::Failed]);
//! let mut jobs = client.all_project_jobs(&project, &failed).max_items(5);
//! while let Some(job) = jobs.next().await {
//!     let job = job?;
//!     println!("{} {} {:?}", job.id, job.name, job.failure_reason);
//!     println!("{}", client.job_log(&project, job.id).text(64 << 20).await?);
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
//! | call anything else | [`request`](Client::request) |
//!
//! # Beyond one call
//!
//! An operation is one request. What takes several of them is built on top:
//!
//! | To | use |
//! |---|---|
//! | go through a whole list | [`all_project_jobs`](Client::all_project_jobs), [`all_pipeline_jobs`](Client::all_pipeline_jobs), [`all_pipeline_trigger_jobs`](Client::all_pipeline_trigger_jobs), [`all_pipeline_bridges`](Client::all_pipeline_bridges), [`all_job_artifact_entries`](Client::all_job_artifact_entries): streams of [`Items`] |
//! | read a log, or follow it while the job writes it | [`job_log`](Client::job_log), which gives a [`Log`]; [`LogParser`] finds times, sections and colours in it |
//! | download to a file or writer, checked and resumed | [`job_artifacts`](Client::job_artifacts), [`ref_artifacts`](Client::ref_artifacts), [`job_artifact_file`](Client::job_artifact_file), [`ref_artifact_file`](Client::ref_artifact_file), which give a [`Download`] |
//! | wait for a job | [`wait_for`](Client::wait_for), with a deadline |
//!
//! They need the tokio runtime, and nothing else: streams have a `next` of their own.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use gitlab_jobs::types::JobStatus;
//! use gitlab_jobs::{Client, PlayOptions, ProjectId, Until};
//!
//! # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
//! let project = ProjectId::new("platform/toolbox")?;
//! let to_staging = PlayOptions::default().variable("TARGET", "staging");
//! let started = client.play_job(&project, 42, &to_staging).await?;
//! let ended = client
//!     .wait_for(&project, started.id, Until::Finished)
//!     .deadline(Duration::from_secs(1800))
//!     .await?;
//! if ended.status == JobStatus::Success {
//!     client.job_artifacts(&project, ended.id).to_file("staging.zip").await?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Credentials
//!
//! [`Client::builder`] takes an access token, an OAuth token or a job token, [`Client::from_env`] finds one in the
//! environment, and [`Client::new`] needs none. It is sent in one header, to the origin of the client and nowhere else:
//! a download that is redirected to an object storage is fetched there without it. [`Client::sudo`] acts as another
//! user.
//!
//! # What holds everywhere
//!
//! - Any GitLab since 12.6 can be read. What a server may leave out is an `Option`, a status or another value that a
//!   later GitLab invents reads as `Unknown` and keeps its text, and fields it invents are kept in `extra`.
//! - Names that would change a URL are refused before anything is sent; all others arrive as they are given, whatever
//!   characters they hold.
//! - An [`Error`] can be printed and logged: it shows no header, URL query, token or body.
//! - Redirects are followed for reading, from `https` never to `http`. A request that changes something is never sent
//!   on; that is an error which names the target, such as the new address of a project that has moved.
//! - What only reads is sent again after passing trouble, what changes something only when the server has not looked at
//!   it. [`RetryPolicy`] has the rules.
//!
//! # Features
//!
//! | Feature | Effect |
//! |---|---|
//! | `rustls` (default) | `https` by rustls |
//! | `native-tls` | `https` by the platform's own library |
//! | `schemars` | every type of the API implements `schemars::JsonSchema` |
//! | `sha256` | downloads have a checksum, which can be expected |
//! | `tracing` | a `tracing` span for each call: operation, status, attempts and duration, nothing secret |
//! | `unzip` | `unzip` unpacks archives: inside their folder, without links, within limits |
//!
//! Without a TLS feature only `http` works.

mod auth;
mod builder;
mod call;
mod client;
mod download;
mod env;
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
mod log;
mod names;
mod observe;
mod operations;
mod page;
mod path;
mod range;
mod redirect;
mod request;
mod response;
mod retry;
mod sender;
mod stream;
mod transport;
mod trust;
pub mod types;
#[cfg(feature = "unzip")]
mod unzip;
mod wait;

pub use auth::Secret;
pub use builder::ClientBuilder;
pub use client::{Client, USER_AGENT};
pub use download::{Download, Downloaded, Progress};
pub use error::{Error, ErrorKind};
pub use log::{Follow, LineStamp, Log, LogEvent, LogParser};
pub use names::{ArtifactPath, InvalidName, JobName, ProjectId, RefName};
pub use operations::artifacts::{ArtifactTreeOptions, RefArtifactsOptions};
pub use operations::job::{CancelOptions, PlayOptions, RetryOptions, TraceOptions};
pub use operations::pipeline_jobs::{PipelineJobsOptions, TriggerJobsOptions};
pub use operations::project_jobs::ProjectJobsOptions;
pub use page::{Items, Pages};
pub use request::ApiRequest;
pub use response::Response;
pub use retry::{Retry, RetryPolicy};
pub use stream::ByteStream;
#[cfg(feature = "unzip")]
pub use unzip::{UnzipLimits, unzip};
pub use wait::{Until, Wait};

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The HTTP library whose client, status and header types this crate takes and returns.
pub use reqwest;
