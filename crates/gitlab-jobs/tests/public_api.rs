//! Names every public item, so that none changes or goes without being seen in review.
//!
//! The functions here are not run: that they compile is the test. One test looks for public items that they leave out.

#![expect(dead_code, reason = "what is checked is that it compiles")]

use std::path::Path;
use std::time::Duration;

use gitlab_jobs::reqwest::header::HeaderMap;
use gitlab_jobs::reqwest::{Method, Proxy, StatusCode};
use gitlab_jobs::types::*;
use gitlab_jobs::*;

/// Futures of all entry points can be moved to another thread.
fn sent<T: Send>(_: T) {}

fn plain<T: Clone + std::fmt::Debug + Send + Sync + 'static>() {}

fn everything_can_be_shared_between_threads() {
    plain::<Client>();
    plain::<ClientBuilder>();
    plain::<ProjectId>();
    plain::<RefName>();
    plain::<ArtifactPath>();
    plain::<JobName>();
    plain::<InvalidName>();
    plain::<ErrorKind>();
    plain::<RetryPolicy>();
    plain::<Retry>();
    plain::<Secret>();
    plain::<Progress>();
    plain::<Downloaded>();
    plain::<Until>();
    plain::<Log>();
    plain::<LogEvent>();
    plain::<LogParser>();
    plain::<LineStamp>();
    sent::<
        Option<(
            Error,
            ByteStream,
            Follow,
            Items<Job>,
            Pages<Job>,
            Download,
            Wait,
            ApiRequest,
        )>,
    >(None);
}

fn clients(http: &gitlab_jobs::reqwest::Client, proxy: Proxy) -> Result<(), Error> {
    let _: &str = USER_AGENT;
    let _: Client = Client::new("https://h.example/api/v4")?;
    let _: Client = Client::from_env()?;
    let _: Client = Client::with_http_client("https://h.example/api/v4", http.clone())?;
    let secret = Secret::new("t");
    let _: &str = secret.expose();
    let client: Client = Client::builder("https://h.example/api/v4")
        .access_token("t")
        .oauth_token("t")
        .job_token("t")
        .anonymous()
        .allow_http()
        .user_agent("me/1")
        .connect_timeout(Duration::ZERO)
        .read_timeout(Duration::ZERO)
        .timeout(Duration::ZERO)
        .longest_answer(1)
        .retries(
            RetryPolicy::never()
                .attempts(1)
                .first_wait(Duration::ZERO)
                .longest_wait(Duration::ZERO)
                .total_wait(Duration::ZERO),
        )
        .on_retry(|retry: &Retry| {
            let _: (Option<&str>, &str, u32) =
                (retry.operation(), retry.method(), retry.attempts());
            let _: (Option<StatusCode>, Duration) = (retry.status(), retry.wait());
        })
        .build()?;
    let _: ClientBuilder = ClientBuilder::from_env()?.http_client(http.clone());
    let _: ClientBuilder = ClientBuilder::from_variables(|_| None)?.proxy(proxy);
    let _: Client = client.sudo("alice")?.retrying_writes();
    let _: &str = client.base_url();
    Ok(())
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn encrypted(builder: ClientBuilder) -> ClientBuilder {
    builder.extra_authorities_pem("").identity_pem("", "key")
}

#[cfg(feature = "sha256")]
fn checked(download: Download, done: &Downloaded) -> Download {
    download.expect_sha256(done.sha256.as_str())
}

#[cfg(feature = "unzip")]
fn unpacked() -> Result<usize, Error> {
    unzip("a", "b", &UnzipLimits::default().files(1).bytes(1).ratio(1))
}

fn errors(error: &Error, is: impl Fn(ErrorKind)) {
    let _: ErrorKind = error.kind();
    let _: (Option<StatusCode>, Option<&str>, Option<&str>) =
        (error.status(), error.operation(), error.method());
    let _: (Option<&str>, Option<&str>, Option<&str>) =
        (error.path_template(), error.request_id(), error.message());
    let _: (u32, Option<Duration>) = (error.attempts(), error.retry_after());
    let _: [bool; 6] = [
        error.is_timeout(),
        error.is_not_found(),
        error.is_unauthorized(),
        error.is_forbidden(),
        error.is_conflict(),
        error.is_rate_limited(),
    ];
    for kind in [
        ErrorKind::Configuration,
        ErrorKind::InvalidName,
        ErrorKind::Connection,
        ErrorKind::Redirect,
        ErrorKind::Status,
        ErrorKind::Body,
        ErrorKind::TooLarge,
        ErrorKind::Decode,
        ErrorKind::Paging,
        ErrorKind::Waiting,
        ErrorKind::Integrity,
        ErrorKind::Output,
        ErrorKind::Archive,
    ] {
        is(kind);
    }
}

fn names() -> Result<(), InvalidName> {
    let _: [ProjectId; 3] = [
        ProjectId::new("a")?,
        ProjectId::from(1),
        ProjectId::try_from(1_i64)?,
    ];
    let _: &str = RefName::new("a")?.as_str();
    let _: JobName = "a".parse()?;
    let _: ArtifactPath = ArtifactPath::try_from("a".to_owned())?;
    let _: Option<&str> = names().err().map(|refused| refused.what());
    Ok(())
}

async fn operations(client: Client, project: ProjectId) -> Result<(), Error> {
    let (name, job) = (RefName::new("main")?, JobName::new("j")?);
    let path = ArtifactPath::new("a")?;
    let listed = ProjectJobsOptions::default()
        .scope([JobScope::Failed])
        .ref_name(name.clone())
        .order_by(JobOrderBy::Id)
        .sort(SortDirection::Desc)
        .pagination(PaginationMethod::Keyset)
        .cursor("c")
        .page(1)
        .per_page(1);
    let response: Response<Vec<Job>> = client.list_project_jobs(&project, &listed).await?;
    let _: (StatusCode, &HeaderMap, Option<&str>) =
        (response.status(), response.headers(), response.request_id());
    let _: Option<&str> = response.moved_to();
    let piped = PipelineJobsOptions::default()
        .scope([])
        .include_retried(true)
        .page(1)
        .per_page(1);
    let _: Response<Vec<Job>> = client.list_pipeline_jobs(&project, 1, &piped).await?;
    let triggers = TriggerJobsOptions::default().scope([]).page(1).per_page(1);
    let _: Response<Vec<Bridge>> = client.list_pipeline_bridges(&project, 1, &triggers).await?;
    let _: Response<Vec<Bridge>> = client
        .list_pipeline_trigger_jobs(&project, 1, &triggers)
        .await?;
    let _: Response<Job> = client.get_current_job().await?;
    let _: Response<AllowedAgents> = client.get_allowed_agents().await?;
    let _: Response<Job> = client.get_job(&project, 1).await?;
    let part = TraceOptions::default().byte_offset(1).byte_limit(1);
    let _: Response<ByteStream> = client.get_job_trace(&project, 1, &part).await?;
    let _: Response<Job> = client
        .cancel_job(&project, 1, &CancelOptions::default().force(true))
        .await?;
    let _: Response<JobOrBridge> = client
        .retry_job(&project, 1, &RetryOptions::default().input("a", 1))
        .await?;
    let _: Response<Job> = client.erase_job(&project, 1).await?;
    let play = PlayOptions::default().variable("A", "b").input("a", 1);
    let _: Response<JobOrBridge> = client.play_job(&project, 1, &play).await?;
    let searched = RefArtifactsOptions::default().search_recent_successful_pipelines(true);
    let _: Response<ByteStream> = client.download_job_artifacts(&project, 1).await?;
    let _: Response<ByteStream> = client
        .download_ref_artifacts(&project, &name, &job, &searched)
        .await?;
    let _: Response<ByteStream> = client
        .download_job_artifact_file(&project, 1, &path)
        .await?;
    let _: Response<ByteStream> = client
        .download_ref_artifact_file(&project, &name, &path, &job, &searched)
        .await?;
    let tree = ArtifactTreeOptions::default()
        .path("a")
        .recursive(true)
        .page(1)
        .per_page(1);
    let _: Response<Vec<ArtifactEntry>> = client.list_job_artifact_tree(&project, 1, &tree).await?;
    let _: Response<Job> = client.keep_job_artifacts(&project, 1).await?;
    let _: Response<()> = client.delete_job_artifacts(&project, 1).await?;
    let _: MessageBody = client
        .delete_project_artifacts(&project)
        .await?
        .into_inner();
    let _: Response<Job> = client
        .request(Method::GET, "job")
        .query(&[("a", "b")])
        .send_json()
        .await?;
    let request: ApiRequest = client
        .request(Method::POST, "job")
        .json(&1)
        .body("text/plain", "a");
    let _: usize = request.send_bytes(1).await?.len();
    let _: Response<ByteStream> = client.request(Method::GET, "job").send_stream().await?;

    let mut items: Items<Job> = client
        .all_project_jobs(&project, &listed)
        .max_items(1)
        .prefetch(true);
    let _: Option<Result<Job, Error>> = items.next().await;
    let mut pages: Pages<Job> = client.all_pipeline_jobs(&project, 1, &piped).pages();
    let _: Option<Result<Response<Vec<Job>>, Error>> = pages.next().await;
    let _: Vec<Bridge> = client
        .all_pipeline_bridges(&project, 1, &triggers)
        .into_vec()
        .await?;
    let _: Items<Bridge> = client.all_pipeline_trigger_jobs(&project, 1, &triggers);
    let _: Items<ArtifactEntry> = client.all_job_artifact_entries(&project, 1, &tree);

    let log: Log = client.job_log(&project, 1);
    let _: (usize, String) = (log.bytes(1).await?.len(), log.text(1).await?);
    let mut stream: ByteStream = log.stream().await?;
    let _: usize = stream
        .next()
        .await
        .map_or(Ok(0), |piece| piece.map(|piece| piece.len()))?;
    let mut follow: Follow = log
        .follow()
        .poll_every(Duration::ZERO, Duration::ZERO)
        .stop_at(JobStatus::Manual)
        .longest_log(1);
    let _: usize = follow
        .next()
        .await
        .map_or(Ok(0), |piece| piece.map(|piece| piece.len()))?;
    let _: Option<&Job> = follow.job();
    let mut parser = LogParser::new();
    for event in parser.push(b"").into_iter().chain(parser.finish()) {
        match event {
            LogEvent::Text(text) => drop(text),
            LogEvent::Stamp(stamp) => {
                let _: LineStamp = stamp;
                let _: (bool, bool, u8) = (stamp.stderr, stamp.continues, stamp.stream);
                let _: i64 = stamp.time.timestamp_micros();
            }
            LogEvent::Style(numbers) => drop(numbers),
            LogEvent::LineEnd | LogEvent::Return => break,
            LogEvent::SectionStart {
                name,
                time,
                collapsed,
            } => drop((name, time, collapsed)),
            LogEvent::SectionEnd { name, time } => drop((name, time)),
            _ => {}
        }
    }

    let download: Download = client.job_artifacts(&project, 1).expect_size(1);
    let done: Downloaded = download
        .resume()
        .on_progress(|progress| {
            let _: (u64, Option<u64>) = (progress.received, progress.total);
        })
        .to_file("a")
        .await?;
    let _: u64 = done.bytes;
    let mut writer = Vec::new();
    client
        .ref_artifacts(&project, &name, &job, &searched)
        .to_writer(&mut writer)
        .await?;
    let _: Download = client.job_artifact_file(&project, 1, &path);
    let _: Download = client.ref_artifact_file(&project, &name, &path, &job, &searched);

    for until in [
        Until::Finished,
        Until::Running,
        Until::Status(JobStatus::Manual),
    ] {
        let wait: Wait = client.wait_for(&project, 1, until);
        let _: Job = wait
            .deadline(Duration::ZERO)
            .poll_every(Duration::ZERO, Duration::ZERO)
            .await?;
    }
    let _: bool = JobStatus::Failed.is_finished();
    Ok(())
}

fn operations_can_be_awaited_anywhere(client: Client, project: ProjectId) {
    sent(operations(client, project));
}

/// Every type that requests carry and answers hold, apart from those named above.
type Types = (
    (
        AllowedAgent,
        AllowedAgentsEnvironment,
        AllowedAgentsGroup,
        AllowedAgentsJob,
        AllowedAgentsPipeline,
    ),
    (
        AllowedAgentsProject,
        AllowedAgentsUser,
        ArtifactEntryType,
        ArtifactFileFormat,
        ArtifactFileType,
    ),
    (
        Commit,
        DownstreamPipeline,
        JobArtifact,
        JobArtifactFile,
        JobExecutionStatus,
        JobFailureReason,
    ),
    (
        JobPlayInput,
        JobProject,
        JobRetryInput,
        JobVariable,
        PipelineBasic,
        PipelineSource,
        ProjectIdentity,
    ),
    (
        ProjectRole,
        Runner,
        RunnerManager,
        RunnerStatus,
        RunnerType,
        User,
        UserBasic,
        UserState,
        ConversionError,
    ),
);

#[test]
fn every_public_item_is_named_here() {
    let here = include_str!("public_api.rs");
    let named: Vec<&str> = here
        .split(|character: char| !character.is_alphanumeric() && character != '_')
        .collect();
    let mut missing = Vec::new();
    let mut seen = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("generated.rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                for name in source.lines().filter_map(public_name) {
                    seen += 1;
                    if !named.contains(&name) {
                        missing.push(format!("{name} in {}", path.display()));
                    }
                }
            }
        }
    }
    missing.sort();
    assert!(seen > 100, "only {seen} public items were found");
    assert!(missing.is_empty(), "not named: {missing:#?}");
}

/// The name of the function, type or constant that a line makes public.
fn public_name(line: &str) -> Option<&str> {
    let item = line.trim_start().strip_prefix("pub ")?;
    let item = item.strip_prefix("async ").unwrap_or(item);
    let item = ["fn ", "struct ", "enum ", "const "]
        .iter()
        .find_map(|kind| item.strip_prefix(kind))?;
    item.split(|character: char| !character.is_alphanumeric() && character != '_')
        .next()
}
