//! Downloads: whole and checked, continued after a break, and never half there under their name.

use std::path::{Path, PathBuf};

use gitlab_jobs::{ArtifactPath, Download, Downloaded, Error, ErrorKind, ProjectId};
use gitlab_jobs::{JobName, RefName};

use crate::script::{Script, Step, redirect, send};
use crate::{run, run_paused, scripted};

/// A directory of one test, removed with what is in it.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let name = format!("gitlab-jobs-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> PathBuf {
        self.0.join("a.zip")
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
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

async fn start(steps: Vec<Step>) -> (Script, Download) {
    let server = Script::start(steps).await;
    let download = scripted(&server).job_artifacts(&ProjectId::from(1), 7);
    (server, download)
}

async fn save(download: Download, path: &Path) -> Result<Downloaded, Error> {
    download.to_file(path).await
}

#[test]
fn a_file_is_there_when_all_of_it_is_and_replaces_an_older_one() {
    let directory = Directory::new("whole");
    std::fs::write(directory.path(), "old").unwrap();
    run(async {
        let (_server, download) = start(vec![send("200 OK", "", "12345")]).await;
        let (sender, progress) = std::sync::mpsc::channel();
        let download = download.expect_size(5).on_progress(move |progress| {
            sender.send((progress.received, progress.total)).unwrap();
        });
        assert_eq!(save(download, &directory.path()).await.unwrap().bytes, 5);
        assert_eq!(progress.iter().last(), Some((5, Some(5))));
    });
    assert_eq!(std::fs::read(directory.path()).unwrap(), b"12345");
    assert_eq!(directory.names(), ["a.zip"]);
}

#[test]
fn what_is_not_whole_leaves_nothing_behind_and_an_older_file_in_place() {
    let cut = "ETag: W/\"weak\"\r\nContent-Length: 5\r\n";
    for (name, step, kind) in [
        ("status", send("404 Not Found", "", "{}"), ErrorKind::Status),
        ("cut", raw("200 OK", cut, "1234"), ErrorKind::Body),
        ("size", send("200 OK", "", "123456"), ErrorKind::Integrity),
        ("untold", raw("200 OK", "", "123456"), ErrorKind::Integrity),
    ] {
        let directory = Directory::new(name);
        std::fs::write(directory.path(), "old").unwrap();
        run(async {
            let (_server, download) = start(vec![step]).await;
            let result = save(download.expect_size(5), &directory.path()).await;
            let error = result.unwrap_err();
            assert_eq!(error.kind(), kind, "{error}");
            assert_eq!(error.operation(), Some("download_job_artifacts"));
        });
        assert_eq!(std::fs::read(directory.path()).unwrap(), b"old");
        assert_eq!(directory.names(), ["a.zip"]);
    }
}

#[test]
fn a_download_that_broke_off_goes_on_where_it_was() {
    run(async {
        let (server, download) = start(vec![
            raw("200 OK", "ETag: \"e\"\r\nContent-Length: 9\r\n", "1234"),
            raw(
                "206 Partial Content",
                "ETag: \"e\"\r\nContent-Length: 5\r\nContent-Range: bytes 4-8/9\r\n",
                "567",
            ),
            raw(
                "200 OK",
                "ETag: \"e\"\r\nContent-Length: 9\r\n",
                "123456789",
            ),
        ])
        .await;
        let mut all = Vec::new();
        let done = download.to_writer(&mut all).await.unwrap();
        assert_eq!((done.bytes, &*all), (9, &b"123456789"[..]));
        let heads = server.heads();
        assert!(!heads[0].contains("range"));
        assert!(
            heads[1].contains("range: bytes=4-\r\n") && heads[1].contains("if-range: \"e\"\r\n")
        );
        assert!(heads[2].contains("range: bytes=7-\r\n"));
    });
}

#[test]
fn a_download_that_changed_or_goes_on_elsewhere_is_not_put_together() {
    for (status, headers) in [
        ("200 OK", "ETag: \"other\"\r\nContent-Length: 9\r\n"),
        ("200 OK", "Content-Length: 9\r\n"),
        (
            "206 Partial Content",
            "Content-Length: 9\r\nContent-Range: bytes 0-8/9\r\n",
        ),
        ("206 Partial Content", "Content-Length: 9\r\n"),
        // Of another length, by either word of it, and a part that is not as long as it says.
        ("200 OK", "ETag: \"e\"\r\nContent-Length: 8\r\n"),
        (
            "206 Partial Content",
            "Content-Length: 5\r\nContent-Range: bytes 4-8/10\r\n",
        ),
        (
            "206 Partial Content",
            "Content-Length: 4\r\nContent-Range: bytes 4-8/9\r\n",
        ),
    ] {
        run(async {
            let (_server, download) = start(vec![
                raw("200 OK", "ETag: \"e\"\r\nContent-Length: 9\r\n", "1234"),
                raw(status, headers, "123456789"),
            ])
            .await;
            let error = download.to_writer(&mut Vec::new()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Integrity, "{headers}");
        });
    }
}

#[test]
fn what_began_without_a_length_ends_only_where_an_answer_says_that_it_does() {
    let first = raw(
        "200 OK",
        "ETag: \"e\"\r\nTransfer-Encoding: chunked\r\n",
        "4\r\n1234\r\n",
    );
    let part = |range: &str, body: &str| {
        let length = body.len();
        let headers =
            format!("ETag: \"e\"\r\nContent-Length: {length}\r\nContent-Range: bytes {range}\r\n");
        raw("206 Partial Content", &headers, body)
    };
    let whole =
        |headers: &str, body: &str| raw("200 OK", &format!("ETag: \"e\"\r\n{headers}"), body);
    for (answers, fine) in [
        (vec![part("4-8/9", "56789")], true),
        (vec![part("4-6/9", "567"), part("7-8/9", "89")], true),
        (vec![part("4-6/9", "567"), part("7-8/*", "89")], true),
        (vec![whole("Content-Length: 9\r\n", "123456789")], true),
        // The whole has another length in each answer.
        (vec![part("4-6/9", "567"), part("7-8/10", "89")], false),
        // Nobody says how long it is.
        (vec![part("4-8/*", "56789")], false),
        // The whole is shorter than what is there.
        (vec![whole("Content-Length: 2\r\n", "12")], false),
        (
            vec![whole(
                "Transfer-Encoding: chunked\r\n",
                "2\r\n12\r\n0\r\n\r\n",
            )],
            false,
        ),
    ] {
        run_paused(async {
            let answers = [vec![first.clone()], answers].concat();
            let count = answers.len();
            let (server, download) = start(answers).await;
            let mut all = Vec::new();
            match download.to_writer(&mut all).await {
                Ok(done) => assert!(fine && done.bytes == 9 && all == b"123456789"),
                Err(error) => assert!(!fine && error.kind() == ErrorKind::Integrity, "{error}"),
            }
            assert_eq!(server.lines().len(), count);
        });
    }
}

#[test]
fn a_server_that_breaks_off_after_each_byte_is_not_asked_in_one_breath() {
    run_paused(async {
        let steps = (0..20).map(|at| {
            let headers = format!(
                "ETag: \"e\"\r\nContent-Length: {}\r\nContent-Range: bytes {at}-19/20\r\n",
                20 - at
            );
            let status = if at == 0 {
                "200 OK"
            } else {
                "206 Partial Content"
            };
            raw(status, &headers, "x")
        });
        let (_server, download) = start(steps.collect()).await;
        let begun = tokio::time::Instant::now();
        let done = download.to_writer(&mut Vec::new()).await.unwrap();
        assert_eq!(done.bytes, 20);
        // Of nineteen breaks only the first is not waited for.
        assert_eq!(begun.elapsed().as_secs(), 9);
    });
}

#[test]
fn two_downloads_to_one_path_do_not_touch_each_other() {
    let directory = Directory::new("two");
    run_paused(async {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1234";
        let cut = raw("200 OK", "Content-Length: 9\r\n", "12");
        let server = Script::start([Step::Drip(head.into(), 1), cut]).await;
        let path = directory.path();
        let (told, come) = tokio::sync::oneshot::channel();
        let mut told = Some(told);
        let download = || scripted(&server).job_artifacts(&ProjectId::from(1), 7);
        // The second begins and fails while the first waits for its last byte.
        let first = download().on_progress(move |_| {
            if let Some(told) = told.take() {
                told.send(()).unwrap();
            }
        });
        let second = async {
            come.await.unwrap();
            assert_eq!(directory.names().len(), 1);
            let error = save(download(), &path).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Body);
            assert!(!path.exists());
            assert_eq!(directory.names().len(), 1);
        };
        let (first, ()) = tokio::join!(save(first, &path), second);
        assert_eq!(first.unwrap().bytes, 5);
    });
    assert_eq!(std::fs::read(directory.path()).unwrap(), b"1234 ");
    assert_eq!(directory.names(), ["a.zip"]);
}

#[test]
fn the_rest_is_asked_for_at_the_storage_too_without_a_credential() {
    run(async {
        let cut = raw("200 OK", "ETag: \"e\"\r\nContent-Length: 4\r\n", "12");
        let rest = "ETag: \"e\"\r\nContent-Length: 2\r\nContent-Range: bytes 2-3/4\r\n";
        let rest = raw("206 Partial Content", rest, "34");
        let storage = Script::start(vec![cut, rest]).await;
        let to_storage = redirect(302, &format!("{}/bucket?signature=x", storage.origin()));
        let server = Script::start(vec![to_storage.clone(), to_storage]).await;
        let client = gitlab_jobs::Client::builder(server.origin())
            .access_token("s3cret")
            .build()
            .unwrap();
        let mut all = Vec::new();
        let download = client.job_artifacts(&ProjectId::from(1), 7);
        download.to_writer(&mut all).await.unwrap();
        assert_eq!(all, b"1234");
        let heads = storage.heads();
        assert!(heads[1].contains("range: bytes=2-"));
        assert!(!heads.concat().contains("s3cret"));
    });
}

#[test]
fn every_kind_of_download_asks_at_its_address() {
    run(async {
        let server = Script::start(vec![send("200 OK", "", "x"); 4]).await;
        let (client, project) = (scripted(&server), ProjectId::from(1));
        let (name, job) = (RefName::new("a/b").unwrap(), JobName::new("j").unwrap());
        let path = ArtifactPath::new("c/d").unwrap();
        let options = gitlab_jobs::RefArtifactsOptions::default();
        for download in [
            client.job_artifacts(&project, 7),
            client.ref_artifacts(&project, &name, &job, &options),
            client.job_artifact_file(&project, 7, &path),
            client.ref_artifact_file(&project, &name, &path, &job, &options),
        ] {
            assert_eq!(download.to_writer(&mut Vec::new()).await.unwrap().bytes, 1);
        }
        assert_eq!(
            server.lines(),
            [
                "get /projects/1/jobs/7/artifacts",
                "get /projects/1/jobs/artifacts/a/b/download?job=j",
                "get /projects/1/jobs/7/artifacts/c/d",
                "get /projects/1/jobs/artifacts/a/b/raw/c/d?job=j",
            ]
        );
    });
}

#[test]
fn a_place_that_cannot_be_written_is_an_error_that_says_so() {
    run(async {
        let (_server, download) = start(vec![send("200 OK", "", "x")]).await;
        let nowhere = Path::new("/nonexistent-directory/a.zip");
        let error = save(download, nowhere).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Output);
        assert!(
            error
                .to_string()
                .contains("cannot be kept: create the file"),
            "{error}"
        );
    });
}

#[cfg(feature = "sha256")]
#[test]
fn a_checksum_is_told_and_held_against_what_was_expected() {
    let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    for (expected, fine) in [(sum, true), ("00", false)] {
        run(async {
            let (_server, download) = start(vec![send("200 OK", "", "abc")]).await;
            let result = download
                .expect_sha256(expected)
                .to_writer(&mut Vec::new())
                .await;
            match result {
                Ok(done) => assert!(fine && done.sha256 == sum),
                Err(error) => assert!(!fine && error.kind() == ErrorKind::Integrity),
            }
        });
    }
}
