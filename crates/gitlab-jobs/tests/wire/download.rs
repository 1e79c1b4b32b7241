//! Downloads: whole and checked, continued after a break, and never half there under their name.

use std::path::{Path, PathBuf};

use gitlab_jobs::{ArtifactPath, Download, Downloaded, Error, ErrorKind, ProjectId};
use gitlab_jobs::{JobName, RefName};

use crate::script::{Script, Step, redirect, send};
use crate::{run, scripted};

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
