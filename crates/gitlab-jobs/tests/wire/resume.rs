//! Downloads that a later client goes on with: only from what is provably the start of the same, and never half there
//! under their name.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use gitlab_jobs::{
    Client, Download, ErrorKind, JobName, ProjectId, RefArtifactsOptions, RefName, RetryPolicy,
};
use tokio::sync::Notify;

use crate::run;
use crate::script::{Listening, Script, Step, redirect, send};

const PATIENCE: Duration = Duration::from_secs(60);

/// A directory of one test, removed with what is in it.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let name = format!("gitlab-jobs-resume-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> PathBuf {
        self.0.join("a.zip")
    }

    fn partial(&self) -> PathBuf {
        self.0.join("a.zip.partial")
    }

    /// How long the longest file is that is no download yet.
    fn longest_partial(&self) -> u64 {
        let names = self.names().into_iter();
        let partial = names.filter(|name| name.ends_with(".partial"));
        let lengths = partial.map(|name| std::fs::metadata(self.0.join(name)).unwrap().len());
        lengths.max().unwrap_or(0)
    }

    fn note(&self) -> PathBuf {
        self.0.join("a.zip.partial.json")
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    /// What can be gone on with.
    fn leave_fitting(&self, origin: &str) {
        self.leave(origin, "\"e\"", "12345");
    }

    /// What a download of the job's archive at a server has left when it was ended from outside.
    fn leave(&self, origin: &str, etag: &str, bytes: &str) {
        std::fs::write(self.partial(), bytes).unwrap();
        let source = format!("{origin}/projects/1/jobs/7/artifacts");
        let note = serde_json::json!({ "source": source, "etag": etag });
        std::fs::write(self.note(), note.to_string()).unwrap();
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// An answer with all headers given, closed after the body.
fn raw(status: &str, headers: &str, body: &str) -> Step {
    let answer = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}\r\n{body}");
    Step::Send(answer.into_bytes())
}

/// The start of nine bytes, after which nothing comes.
fn stalled(etag: &str) -> Step {
    let head = format!("HTTP/1.1 200 OK\r\n{etag}Content-Length: 9\r\n\r\n12345");
    Step::Stall(head.into_bytes())
}

/// All of nine bytes.
fn whole(etag: &str) -> Step {
    send("200 OK", etag, "abcdefghi")
}

/// The bytes from the fifth on: the last of those that are there, and the rest.
fn rest(etag: &str) -> Step {
    let headers = format!("{etag}Content-Length: 5\r\nContent-Range: bytes 4-8/9\r\n");
    raw("206 Partial Content", &headers, "56789")
}

/// Makes leftovers for a server at an origin that are not to be trusted.
type Spoil = fn(&Directory, &str);

const ETAG: &str = "ETag: \"e\"\r\n";

/// A new client, as a later process makes one, and its download.
fn download(origin: &str) -> Download {
    let client = Client::builder(origin).retries(RetryPolicy::never());
    let client = client.access_token("s3cret").build().unwrap();
    client.job_artifacts(&ProjectId::from(1), 7).resume()
}

/// Downloads until five bytes have come and are on the disk, and then no more.
async fn kill(download: Download, directory: &Directory) {
    let come = Arc::new(Notify::new());
    let told = Arc::clone(&come);
    let download = download.on_progress(move |progress| {
        if progress.received == 5 {
            told.notify_one();
        }
    });
    let written = async {
        come.notified().await;
        while directory.longest_partial() < 5 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let path = directory.path();
    tokio::select! {
        result = download.to_file(&path) => panic!("it ended: {result:?}"),
        written = tokio::time::timeout(PATIENCE, written) => written.unwrap(),
    }
}

async fn save(download: Download, path: &Path) -> Result<u64, ErrorKind> {
    let done = download.to_file(path).await;
    done.map(|done| done.bytes).map_err(|error| error.kind())
}

fn assert_asks_for_the_rest(head: &str) {
    assert!(head.contains("range: bytes=4-\r\n"), "{head}");
    assert!(head.contains("if-range: \"e\"\r\n"), "{head}");
}

#[test]
fn a_later_client_goes_on_where_an_earlier_one_was_ended() {
    let directory = Directory::new("ended");
    run(async {
        let server = Script::start([stalled(ETAG), rest(ETAG)]).await;
        kill(download(&server.origin()), &directory).await;
        assert_eq!(directory.names(), ["a.zip.partial", "a.zip.partial.json"]);
        let later = download(&server.origin()).expect_size(9);
        #[cfg(feature = "sha256")]
        let later =
            later.expect_sha256("15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
        let (sender, progress) = std::sync::mpsc::channel();
        let later = later.on_progress(move |progress| {
            sender.send((progress.received, progress.total)).unwrap();
        });
        assert_eq!(save(later, &directory.path()).await, Ok(9));
        assert_eq!(progress.iter().last(), Some((9, Some(9))));
        let heads = server.heads();
        assert!(!heads[0].contains("range"));
        assert_asks_for_the_rest(&heads[1]);
    });
    assert_eq!(std::fs::read(directory.path()).unwrap(), b"123456789");
    assert_eq!(directory.names(), ["a.zip"]);
}

/// What is run as a process of its own.
#[test]
#[ignore = "it is the process that the next test kills"]
fn downloads_until_it_is_killed() {
    let given = |name| std::env::var(name).expect("the next test gives it");
    let path = given("DOWNLOAD_TO");
    run(download(&given("DOWNLOAD_FROM")).to_file(path)).unwrap();
}

#[test]
fn what_a_killed_process_has_left_is_gone_on_with() {
    let directory = Directory::new("killed");
    run(async {
        let server = Script::start([stalled(ETAG), rest(ETAG)]).await;
        let mut process = Command::new(std::env::current_exe().unwrap());
        process.args([
            "--ignored",
            "--exact",
            "resume::downloads_until_it_is_killed",
        ]);
        process.env("DOWNLOAD_FROM", server.origin());
        process.env("DOWNLOAD_TO", directory.path());
        let mut process = process.stdout(Stdio::null()).spawn().unwrap();
        let written = async {
            while std::fs::metadata(directory.partial()).map_or(0, |file| file.len()) < 5 {
                assert_eq!(process.try_wait().unwrap(), None, "it ended by itself");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let written = tokio::time::timeout(PATIENCE, written).await;
        process.kill().unwrap();
        process.wait().unwrap();
        written.unwrap();
        assert_eq!(directory.names(), ["a.zip.partial", "a.zip.partial.json"]);
        let later = download(&server.origin());
        assert_eq!(save(later, &directory.path()).await, Ok(9));
        assert_asks_for_the_rest(&server.heads()[1]);
    });
    assert_eq!(std::fs::read(directory.path()).unwrap(), b"123456789");
    assert_eq!(directory.names(), ["a.zip"]);
}

#[test]
fn a_later_client_goes_on_where_the_server_broke_off_and_could_not_be_reached_again() {
    let directory = Directory::new("cut");
    run(async {
        let server = Listening::new().await;
        let origin = server.origin();
        let cut = raw("200 OK", "ETag: \"e\"\r\nContent-Length: 9\r\n", "12345");
        // The rest is asked for at once, and refused.
        let server = server.start([cut, send("403 Forbidden", "", ""), rest(ETAG)]);
        let first = save(download(&origin), &directory.path()).await;
        assert_eq!(first, Err(ErrorKind::Status));
        assert_eq!(directory.names(), ["a.zip.partial", "a.zip.partial.json"]);
        assert_eq!(save(download(&origin), &directory.path()).await, Ok(9));
        assert_asks_for_the_rest(&server.heads()[2]);
    });
    assert_eq!(std::fs::read(directory.path()).unwrap(), b"123456789");
}

#[test]
fn what_is_not_the_same_any_more_is_downloaded_anew() {
    let other = "ETag: \"other\"\r\n";
    let elsewhere = "Content-Length: 9\r\nContent-Range: bytes 0-8/9\r\n";
    let open = "ETag: \"e\"\r\nContent-Length: 5\r\nContent-Range: bytes 4-8/*\r\n";
    for (name, answers) in [
        ("changed", vec![whole(other)]),
        ("no-tag", vec![whole("")]),
        ("same-whole", vec![whole(ETAG)]),
        ("other-rest", vec![rest(other), whole(other)]),
        ("weak-rest", vec![rest("ETag: W/\"e\"\r\n"), whole(ETAG)]),
        (
            "elsewhere",
            vec![
                raw("206 Partial Content", elsewhere, "123456789"),
                whole(ETAG),
            ],
        ),
        (
            "no-range",
            vec![
                raw("206 Partial Content", "Content-Length: 1\r\n", "x"),
                whole(ETAG),
            ],
        ),
        (
            "no-total",
            vec![raw("206 Partial Content", open, "56789"), whole(ETAG)],
        ),
        (
            "beyond",
            vec![send("416 Range Not Satisfiable", "", ""), whole(ETAG)],
        ),
    ] {
        let directory = Directory::new(name);
        run(async {
            let count = answers.len();
            let server = Script::start(answers).await;
            directory.leave_fitting(&server.origin());
            let done = save(download(&server.origin()), &directory.path()).await;
            assert_eq!(done, Ok(9), "{name}");
            let heads = server.heads();
            assert_eq!(heads.len(), count);
            assert_asks_for_the_rest(&heads[0]);
            assert!(heads[1..].iter().all(|head| !head.contains("range")));
        });
        let bytes = std::fs::read(directory.path()).unwrap();
        assert_eq!(bytes, b"abcdefghi", "{name}");
        assert_eq!(directory.names(), ["a.zip"], "{name}");
    }
}

#[test]
fn nothing_is_kept_without_a_strong_tag() {
    for (name, etag) in [("weak", "ETag: W/\"e\"\r\n"), ("none", "")] {
        let directory = Directory::new(name);
        run(async {
            let server = Script::start([stalled(etag), whole(etag)]).await;
            kill(download(&server.origin()), &directory).await;
            assert_eq!(directory.names(), Vec::<String>::new());
            let done = save(download(&server.origin()), &directory.path()).await;
            assert_eq!(done, Ok(9));
            assert!(!server.heads().concat().contains("range"));
        });
    }
}

#[test]
fn leftovers_are_not_trusted_without_a_note_that_fits() {
    let spoiled: [(&str, Spoil); 8] = [
        ("no-note", |directory, origin| {
            directory.leave_fitting(origin);
            std::fs::remove_file(directory.note()).unwrap();
        }),
        ("no-file", |directory, origin| {
            directory.leave_fitting(origin);
            std::fs::remove_file(directory.partial()).unwrap();
        }),
        ("empty", |directory, origin| {
            directory.leave(origin, "\"e\"", "");
        }),
        ("torn", |directory, origin| {
            directory.leave_fitting(origin);
            std::fs::write(directory.note(), "{\"source\":").unwrap();
        }),
        ("long", |directory, origin| {
            directory.leave_fitting(origin);
            let note = std::fs::read_to_string(directory.note()).unwrap();
            std::fs::write(directory.note(), note + &" ".repeat(1 << 20)).unwrap();
        }),
        ("weak-note", |directory, origin| {
            directory.leave(origin, "W/\"e\"", "12345");
        }),
        ("other-server", |directory, _| {
            directory.leave_fitting("http://127.0.0.1:9");
        }),
        ("broken-tag", |directory, origin| {
            directory.leave(origin, "\"e\"\r\nx: y", "12345");
        }),
    ];
    for (name, spoil) in spoiled {
        let directory = Directory::new(name);
        run(async {
            let server = Script::start([whole(ETAG)]).await;
            spoil(&directory, &server.origin());
            let done = save(download(&server.origin()), &directory.path()).await;
            assert_eq!(done, Ok(9), "{name}");
            assert!(!server.heads()[0].contains("range"), "{name}");
        });
        let bytes = std::fs::read(directory.path()).unwrap();
        assert_eq!(bytes, b"abcdefghi", "{name}");
        assert_eq!(directory.names(), ["a.zip"], "{name}");
    }
}

#[test]
fn each_address_has_its_own_leftovers() {
    let directory = Directory::new("addresses");
    run(async {
        let server = Script::start([stalled(ETAG), stalled(ETAG), rest(ETAG)]).await;
        let client = Client::new(&server.origin()).unwrap();
        let of = |job| {
            let (branch, job) = (RefName::new("main").unwrap(), JobName::new(job).unwrap());
            let download =
                client.ref_artifacts(&1.into(), &branch, &job, &RefArtifactsOptions::default());
            download.resume()
        };
        kill(of("one"), &directory).await;
        kill(of("another"), &directory).await;
        assert_eq!(save(of("another"), &directory.path()).await, Ok(9));
        let heads = server.heads();
        assert!(!heads[..2].concat().contains("range"));
        assert_asks_for_the_rest(&heads[2]);
    });
}

#[test]
fn a_file_that_only_lacked_its_name_is_finished_with_one_byte() {
    let directory = Directory::new("complete");
    run(async {
        let last = "ETag: \"e\"\r\nContent-Length: 1\r\nContent-Range: bytes 8-8/9\r\n";
        let server = Script::start([raw("206 Partial Content", last, "9")]).await;
        directory.leave(&server.origin(), "\"e\"", "123456789");
        let done = save(download(&server.origin()), &directory.path()).await;
        assert_eq!(done, Ok(9));
        assert!(server.heads()[0].contains("range: bytes=8-\r\n"));
    });
    assert_eq!(std::fs::read(directory.path()).unwrap(), b"123456789");
}

#[test]
fn the_api_is_asked_for_a_new_storage_address_and_the_storage_for_the_rest() {
    let directory = Directory::new("storage");
    run(async {
        let storage = Script::start([stalled(ETAG), rest(ETAG)]).await;
        let signed = |count| redirect(302, &format!("{}/b?signature={count}", storage.origin()));
        let server = Script::start([signed(1), signed(2)]).await;
        kill(download(&server.origin()), &directory).await;
        let note = std::fs::read_to_string(directory.note()).unwrap();
        assert!(
            !note.contains("signature") && !note.contains("s3cret"),
            "{note}"
        );
        let done = save(download(&server.origin()), &directory.path()).await;
        assert_eq!(done, Ok(9));
        assert_eq!(
            storage.lines(),
            ["get /b?signature=1", "get /b?signature=2"]
        );
        assert_asks_for_the_rest(&storage.heads()[1]);
        assert!(!storage.heads().concat().contains("s3cret"));
    });
}

#[test]
fn a_rest_that_comes_in_parts_is_put_together() {
    let directory = Directory::new("parts");
    run(async {
        let part = |range, body: &str| {
            let length = body.len();
            let headers = format!("{ETAG}Content-Length: {length}\r\nContent-Range: {range}\r\n");
            raw("206 Partial Content", &headers, body)
        };
        let parts = [part("bytes 4-6/9", "567"), part("bytes 7-8/9", "89")];
        let server = Script::start(parts).await;
        directory.leave_fitting(&server.origin());
        let done = save(download(&server.origin()), &directory.path()).await;
        assert_eq!(done, Ok(9));
        assert!(server.heads()[1].contains("range: bytes=7-\r\n"));
    });
    assert_eq!(std::fs::read(directory.path()).unwrap(), b"123456789");
    assert_eq!(directory.names(), ["a.zip"]);
}

#[test]
fn what_turns_out_to_be_wrong_is_not_kept() {
    let directory = Directory::new("wrong");
    run(async {
        // The rest is longer than the whole was said to be.
        let lying = "ETag: \"e\"\r\nContent-Length: 9\r\nContent-Range: bytes 4-8/9\r\n";
        let server = Script::start([raw("206 Partial Content", lying, "567890123")]).await;
        directory.leave_fitting(&server.origin());
        let done = save(download(&server.origin()), &directory.path()).await;
        assert_eq!(done, Err(ErrorKind::Integrity));
    });
    assert_eq!(directory.names(), Vec::<String>::new());
}

#[test]
fn an_answer_that_never_came_leaves_what_is_there() {
    let directory = Directory::new("unreached");
    run(async {
        let server = Script::start([send("503 Service Unavailable", "", "")]).await;
        directory.leave_fitting(&server.origin());
        let done = save(download(&server.origin()), &directory.path()).await;
        assert_eq!(done, Err(ErrorKind::Status));
    });
    assert_eq!(directory.names(), ["a.zip.partial", "a.zip.partial.json"]);
}

#[test]
fn a_download_that_is_not_to_be_resumed_neither_uses_nor_touches_nor_leaves_anything() {
    let directory = Directory::new("plain");
    run(async {
        let server = Script::start([stalled(ETAG), whole(ETAG)]).await;
        directory.leave(&server.origin(), "\"e\"", "1");
        let client = Client::new(&server.origin()).unwrap();
        let plain = || client.job_artifacts(&ProjectId::from(1), 7);
        let found = ["a.zip.partial", "a.zip.partial.json"];
        kill(plain(), &directory).await;
        assert_eq!(directory.names(), found);
        assert_eq!(save(plain(), &directory.path()).await, Ok(9));
        assert_eq!(directory.names()[1..], found);
        assert_eq!(std::fs::read(directory.partial()).unwrap(), b"1");
        assert!(!server.heads().concat().contains("range"));
    });
}
