//! Worlds: generated from a seed, and out of recorded payloads.

use std::fs;
use std::path::{Path, PathBuf};

use gitlab_jobs_mock::{Mock, WorldKind};
use reqwest::Method;

use super::client::Bench;

fn generated(jobs: u64, seed: u64) -> Bench {
    Bench::of(Mock::builder().world(WorldKind::Generated { jobs, seed }))
}

fn recorded(path: impl Into<PathBuf>) -> Bench {
    Bench::of(Mock::builder().world(WorldKind::Recorded(path.into())))
}

fn payloads() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi/payloads")
}

/// Every id of a list, page by page.
fn all(bench: &Bench, path: &str) -> Vec<i64> {
    let mut next = Some(path.to_owned());
    let mut ids = Vec::new();
    while let Some(page) = next {
        let answer = bench.get(&page);
        assert_eq!(answer.status, 200);
        ids.extend(answer.ids());
        next = answer.next();
    }
    ids
}

#[test]
fn a_generated_world_is_the_same_for_the_same_seed_by_number_and_by_cursor() {
    let (one, same, other) = (generated(250, 7), generated(250, 7), generated(250, 8));
    let list = "/projects/group%2Fapp/jobs?per_page=100";
    let ids = all(&one, list);
    assert_eq!(ids.len(), 250);
    assert!(ids.is_sorted_by(|one, next| one > next));
    assert_eq!(all(&one, &format!("{list}&pagination=keyset")), ids);
    let body = |bench: &Bench| {
        let mut jobs = bench.get(list).json();
        for job in jobs.as_array_mut().expect("a list") {
            assert!(job["web_url"].is_string());
            // Addresses are each server's own.
            for path in ["web_url", "pipeline", "user", "commit"] {
                job[path] = serde_json::Value::Null;
            }
        }
        jobs
    };
    assert_eq!(body(&one), body(&same));
    assert_ne!(body(&one), body(&other));

    let failed = all(&one, "/projects/1/jobs?scope[]=failed&per_page=100");
    assert!(!failed.is_empty() && failed.len() < 100);
    let current = one.request(Method::GET, "/job");
    let current = one.send(current.header("JOB-TOKEN", one.mock.job_token()));
    assert_eq!(current.json()["id"], ids[0]);
}

#[test]
fn a_generated_job_changes_as_any_other() {
    let bench = generated(1_000_000, 7);
    let newest = bench.get("/projects/1/jobs?per_page=1").ids()[0];
    assert_eq!(
        bench
            .post(&format!("/projects/1/jobs/{newest}/cancel"))
            .json()["status"],
        "canceled"
    );
    assert_eq!(
        bench.get(&format!("/projects/1/jobs/{newest}")).json()["status"],
        "canceled"
    );
    let fresh = bench.post(&format!("/projects/1/jobs/{newest}/retry"));
    assert_eq!(
        (fresh.status, fresh.json()["id"].as_i64()),
        (201, Some(newest + 1))
    );
    assert_eq!(
        bench.get("/projects/1/jobs?per_page=2").ids(),
        [newest + 1, newest]
    );
    let pipeline = fresh.json()["pipeline"]["id"].clone();
    let jobs = bench.get(&format!("/projects/1/pipelines/{pipeline}/jobs"));
    assert_eq!((jobs.header("x-total"), jobs.ids()[0]), ("20", newest + 1));

    let archive = "/projects/1/jobs/artifacts/main/download?job=assets&search_recent_successful_pipelines=true";
    assert_eq!(bench.get(archive).status, 200);
    assert_eq!(
        bench
            .delete_as(bench.mock.token(), "/projects/1/artifacts")
            .status,
        202
    );
    // Of more than ten thousand pipelines nobody tells the number.
    let pipelines = bench.get("/projects/1/pipelines");
    assert_eq!(
        (pipelines.header("x-total"), pipelines.header("x-next-page")),
        ("", "2")
    );
    for path in [
        "/projects/1/jobs/4400000000",
        "/projects/1/jobs/4401000002",
        "/projects/1/pipelines/2200050001",
    ] {
        assert_eq!(bench.get(path).status, 404, "{path}");
    }
}

#[test]
fn every_folder_of_recorded_payloads_is_a_world() {
    for (version, ids) in [
        ("12.6", vec![42, 8, 7, 6]),
        ("14.8", vec![42, 8, 7, 6]),
        ("15.11", vec![8, 7, 6, 1]),
        ("16.11", vec![8, 7, 6, 1]),
        ("17.9", vec![8, 7, 6, 1]),
    ] {
        let now = recorded(payloads().join(version));
        let then = Mock::builder().world(WorldKind::Recorded(payloads().join(version)));
        let then = Bench::of(then.as_of(version));
        for bench in [now, then] {
            let found = bench.get("/projects/foo%2Fbar/jobs?per_page=100").ids();
            assert_eq!(found, ids, "{version}");
            let bridges = bench.get("/projects/1/pipelines/6/bridges");
            if bridges.status == 200 {
                // The page of 2019 does not know the list, so that no bridge was recorded.
                let recorded = usize::from(version != "12.6");
                assert_eq!(bridges.ids().len(), recorded, "{version}");
            }
            for id in found {
                bench.get(&format!("/projects/1/jobs/{id}"));
                bench.get(&format!("/projects/1/jobs/{id}/trace"));
                bench.post(&format!("/projects/1/jobs/{id}/retry"));
                bench.post(&format!("/projects/1/jobs/{id}/erase"));
            }
            bench.get("/projects/1/pipelines/6/jobs");
            bench.get("/projects/1/jobs?per_page=100");
        }
    }
}

#[test]
fn a_recorded_job_is_shown_as_recorded_until_it_changes() {
    let bench = recorded(payloads().join("17.9/get_job.200.json"));
    let job = bench.get("/projects/1/jobs?per_page=1").json()[0].clone();
    let path = format!("/projects/1/jobs/{}", job["id"]);
    let recorded = fs::read_to_string(payloads().join("17.9/get_job.200.json")).expect("a payload");
    let recorded: serde_json::Value = serde_json::from_str(&recorded).expect("JSON");
    for key in [
        "id",
        "status",
        "name",
        "stage",
        "ref",
        "started_at",
        "duration",
        "queued_duration",
        "tag_list",
        "artifacts_expire_at",
    ] {
        assert_eq!(job[key], recorded[key], "{key}");
    }
    assert_eq!(job["commit"]["title"], recorded["commit"]["title"]);
    assert_eq!(job["user"]["username"], recorded["user"]["username"]);
    assert_eq!(job["pipeline"]["sha"], recorded["pipeline"]["sha"]);
    // What the recording leaves out is filled in, and addresses are this server's.
    assert!(job["user"]["bot"].is_boolean() && job["commit"]["web_url"].is_string());
    let own = bench.mock.url();
    assert!(
        job["web_url"]
            .as_str()
            .is_some_and(|url| url.starts_with(own))
    );

    let erased = bench.post(&format!("{path}/erase")).json();
    assert!(erased["erased_at"].is_string() && recorded["erased_at"].is_null());
    let fresh = bench.post(&format!("{path}/retry")).json();
    assert_eq!(
        (&fresh["status"], &fresh["runner"]),
        (&"pending".into(), &serde_json::Value::Null)
    );
    assert_eq!(fresh["commit"]["title"], recorded["commit"]["title"]);
    assert_eq!(fresh["user"]["username"], "mira");
}

#[test]
fn what_is_no_recording_is_refused_at_its_place() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recordings");
    fs::create_dir_all(&folder).expect("a folder for this test");
    let job = |members: &str| {
        format!("[\n  {{\"id\": 1, \"stage\": \"a\", \"name\": \"b\"{members}}}\n]")
    };
    for (name, text, message) in [
        ("syntax", "[{\"id\": 1, }".to_owned(), "syntax.json:1:"),
        (
            "id",
            "{\n \"stage\": \"a\", \"name\": \"b\",\n \"id\": \"x\"}".to_owned(),
            "id.json:3:8: `id` is to be a whole number",
        ),
        (
            "name",
            "{\"id\": 1, \"stage\": \"a\"}".to_owned(),
            "name.json:1:1: `name` is to be a text",
        ),
        (
            "time",
            job(", \"created_at\": \"soon\""),
            "time.json:2:54: `created_at` is to be a time",
        ),
        (
            "pipeline",
            job(", \"pipeline\": [1]"),
            "pipeline.json:2:52: a pipeline is to be an object",
        ),
        (
            "huge",
            "[{\"id\": 9223372036854775806, \"stage\": \"a\", \"name\": \"b\"}]".to_owned(),
            "huge.json:1:9: `id` is to be a whole number from 0 on, below 2^62",
        ),
        (
            "user",
            job(", \"user\": {\"id\": 9223372036854775807}"),
            "user.json:2:55: `id` is to be a whole number from 0 on, below 2^62",
        ),
        (
            "nothing",
            "[{\"id\": 1}, 2]".to_owned(),
            "nothing.json: no job is in there",
        ),
    ] {
        let path = folder.join(format!("{name}.json"));
        fs::write(&path, text).expect("the folder is there");
        let world = WorldKind::Recorded(path);
        let error = Mock::builder()
            .world(world)
            .start()
            .expect_err(name)
            .to_string();
        assert!(error.contains(message), "{error}");
    }
    // Counting on from the largest id there may be overflows nowhere.
    let largest = folder.join("largest.json");
    let id = (1_i64 << 62) - 1;
    let text = format!(
        "[{{\"id\": {id}, \"stage\": \"a\", \"name\": \"b\", \"status\": \"success\", \"user\": {{\"id\": {id}}}}}]"
    );
    fs::write(&largest, text).expect("the folder is there");
    let bench = recorded(largest);
    let fresh = bench.post(&format!("/projects/1/jobs/{id}/retry"));
    assert_eq!(
        (fresh.status, fresh.json()["id"].as_i64()),
        (201, Some(id + 1))
    );
    let missing = WorldKind::Recorded(folder.join("missing"));
    assert!(Mock::builder().world(missing).start().is_err());
    for text in [
        "",
        "generated",
        "generated:",
        "generated:many",
        "generated:1:x",
        "generated:-1",
    ] {
        let error = text.parse::<WorldKind>().expect_err(text).to_string();
        assert!(error.contains("is no world"), "{error}");
    }
    let many = WorldKind::Generated {
        jobs: 10_000_001,
        seed: 7,
    };
    let error = Mock::builder().world(many).start().expect_err("too many");
    assert!(
        error.to_string().contains("at most 10000000 jobs"),
        "{error}"
    );
    assert_eq!("demo".parse::<WorldKind>().ok(), Some(WorldKind::Demo));
}

#[cfg(unix)]
#[test]
fn a_pipe_or_device_is_no_recording_and_is_not_opened() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pipes");
    fs::create_dir_all(&folder).expect("a folder for this test");
    let pipe = folder.join("pipe.json");
    if !pipe.exists() {
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.expect("the command is there").success());
    }
    // Nobody writes into the pipe: whoever opens it waits for ever.
    for path in [pipe, folder, PathBuf::from("/dev/null")] {
        let (report, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let started = Mock::builder().world(WorldKind::Recorded(path)).start();
            report.send(started.map(drop).map_err(|error| error.to_string()))
        });
        let told = told.recv_timeout(std::time::Duration::from_secs(30));
        let error = told
            .expect("it is refused, not read")
            .expect_err("no world");
        assert!(
            error.contains("neither a regular file nor a folder"),
            "{error}"
        );
    }
}
