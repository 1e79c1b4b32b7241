//! The conformance program of the Rust client: plays one scenario and prints what it saw; it asserts nothing.

use std::error::Error as StdError;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use gitlab_jobs::types::{Job, JobScope};
use gitlab_jobs::{
    ArtifactPath, CancelOptions, Client, Error, ErrorKind, JobName, PipelineJobsOptions,
    PlayOptions, ProjectId, ProjectJobsOptions, RefArtifactsOptions, RefName, TraceOptions,
};
use gitlab_jobs_tests::conformance::PROJECT;
use gitlab_jobs_tests::conformance::bodies::{ARTIFACT_PATH, JOB_NAME, REF, digest};
use serde_json::{Value, json};

/// The most of a log or file that is held in memory, in bytes.
const LIMIT: usize = 16 << 20;

type Failure = Box<dyn StdError>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, token, scenario] = &arguments[..] else {
        // Nobody is left to tell when even this fails.
        let _ = writeln!(
            std::io::stderr(),
            "usage: conformance INSTANCE_URL TOKEN SCENARIO"
        );
        return ExitCode::from(2);
    };
    let line = match run(url, token, scenario).await {
        Ok(line) => line,
        Err(error) => {
            let Some(error) = error.downcast_ref::<Error>() else {
                let _ = writeln!(std::io::stderr(), "error: {error}");
                return ExitCode::FAILURE;
            };
            json!({ "error": told(error) })
        }
    };
    match writeln!(std::io::stdout(), "{line}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

async fn run(url: &str, token: &str, scenario: &str) -> Result<Value, Failure> {
    let url = format!("{}/api/v4", url.trim_end_matches("/api/v4"));
    let client = Client::builder(url).access_token(token).build()?;
    let project = ProjectId::new(PROJECT)?;
    Ok(match scenario {
        "project_path" => json!({ "id": client.get_job(&project, 1001).await?.id }),
        "ref_and_job_name" => {
            let (name, job) = (RefName::new(REF)?, JobName::new(JOB_NAME)?);
            let options = RefArtifactsOptions::default();
            let archive = client.download_ref_artifacts(&project, &name, &job, &options);
            digest(&archive.await?.into_inner().bytes(LIMIT).await?)
        }
        "artifact_path" => {
            let path = ArtifactPath::new(ARTIFACT_PATH)?;
            let file = client.download_job_artifact_file(&project, 1001, &path);
            digest(&file.await?.into_inner().bytes(LIMIT).await?)
        }
        "scope" => {
            let options =
                ProjectJobsOptions::default().scope([JobScope::Failed, JobScope::Success]);
            json!({ "ids": ids(&client.list_project_jobs(&project, &options).await?) })
        }
        "plain_query" => {
            let options = ProjectJobsOptions::default();
            json!({ "ids": ids(&client.list_project_jobs(&project, &options).await?) })
        }
        "play" | "play_empty" => {
            let mut options = PlayOptions::default();
            if scenario == "play" {
                options = options.variable("TARGET", "staging");
            }
            let job = client.play_job(&project, 1031, &options).await?;
            json!({ "id": job.id, "status": job.status.to_string() })
        }
        "credential" => {
            let mut all = vec![client.get_job(&project, 1001).await?.id];
            let options = PipelineJobsOptions::default();
            all.extend(ids(&client
                .list_pipeline_jobs(&project, 11, &options)
                .await?));
            let options = CancelOptions::default();
            all.push(client.cancel_job(&project, 1025, &options).await?.id);
            json!({ "ids": all })
        }
        "redirect" => {
            let path = scratch("archive");
            let saved = client.job_artifacts(&project, 1001).to_file(&path).await;
            let bytes = saved.map(|_| std::fs::read(&path));
            // Gone already when the download failed.
            let _ = std::fs::remove_file(&path);
            digest(&bytes??)
        }
        "unknown_status" => {
            let job = client.get_job(&project, 1001).await?;
            json!({ "id": job.id, "status": job.status.to_string() })
        }
        "unknown_field" => {
            let job = client.get_job(&project, 1001).await?;
            json!({ "id": job.id, "name": job.name })
        }
        "all_null" => {
            let job = client.get_job(&project, 1001).await?;
            json!({
                "id": job.id,
                "coverage": job.coverage,
                "started_at": job.started_at,
                "runner": job.runner.as_ref().map(|runner| runner.id),
            })
        }
        "error_string" | "error_array" | "error_object" | "error_oauth" => {
            json!({ "id": client.get_job(&project, 1001).await?.id })
        }
        "error_html" => {
            let options = CancelOptions::default();
            json!({ "id": client.cancel_job(&project, 1025, &options).await?.id })
        }
        "trace_bytes" => {
            let whole = TraceOptions::default();
            let log = client.get_job_trace(&project, 1001, &whole);
            digest(&log.await?.into_inner().bytes(LIMIT).await?)
        }
        "trace_stream" => trace_stream(&client, &project).await?,
        "no_content" => {
            client.delete_job_artifacts(&project, 1001).await?;
            json!({ "ok": true })
        }
        "pages_offset" => {
            let options = PipelineJobsOptions::default().per_page(2);
            let jobs = client.all_pipeline_jobs(&project, 11, &options).into_vec();
            json!({ "ids": ids(&jobs.await?) })
        }
        "pages_keyset" => {
            let options = ProjectJobsOptions::default().per_page(3);
            let jobs = client.all_project_jobs(&project, &options).into_vec();
            json!({ "ids": ids(&jobs.await?) })
        }
        "rate_limited" => {
            let start = Instant::now();
            let job = client.get_job(&project, 1001).await?;
            let elapsed = u64::try_from(start.elapsed().as_millis())?;
            json!({ "id": job.id, "elapsed_ms": elapsed })
        }
        "timeout" => {
            let call = client.get_job(&project, 1001);
            match tokio::time::timeout(Duration::from_millis(500), call).await {
                Ok(job) => json!({ "id": job?.id }),
                Err(_) => {
                    json!({ "error": { "kind": "timeout", "status": null, "messages": [] } })
                }
            }
        }
        "token_never_printed" => {
            let builder = Client::builder("http://127.0.0.1/api/v4").access_token(token);
            let error = client.get_job(&project, 999_999).await.err();
            let error = error.map(|error| format!("{error} {error:?}"));
            json!({ "printed": format!("{client:?} {builder:?} {error:?}") })
        }
        other => return Err(format!("there is no scenario `{other}`").into()),
    })
}

async fn trace_stream(client: &Client, project: &ProjectId) -> Result<Value, Failure> {
    let path = scratch("log");
    let mut file = std::fs::File::create(&path)?;
    let mut log = client.job_log(project, 1001).stream().await?;
    let mut pieces = 0;
    while let Some(piece) = log.next().await {
        file.write_all(&piece?)?;
        pieces += 1;
    }
    let bytes = std::fs::read(&path)?;
    std::fs::remove_file(&path)?;
    let mut line = digest(&bytes);
    line["pieces"] = pieces.into();
    Ok(line)
}

/// A file that nobody else has.
fn scratch(name: &str) -> PathBuf {
    let name = format!("gitlab-jobs-conformance-{}-{name}", std::process::id());
    std::env::temp_dir().join(name)
}

fn ids(jobs: &[Job]) -> Vec<i64> {
    jobs.iter().map(|job| job.id).collect()
}

fn told(error: &Error) -> Value {
    let kind = match error.kind() {
        _ if error.is_timeout() => "timeout",
        ErrorKind::Status => "api",
        ErrorKind::Connection => "transport",
        ErrorKind::Decode => "decode",
        _ => "other",
    };
    let messages: Vec<&str> = error.message().into_iter().collect();
    let status = error.status().map(|status| status.as_u16());
    json!({ "kind": kind, "status": status, "messages": messages })
}
