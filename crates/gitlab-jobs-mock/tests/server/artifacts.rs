//! Archives, files and trees; keeping and deleting; the object storage.

use std::time::Duration;

use gitlab_jobs_mock::Mock;
use reqwest::Method;

use super::client::Bench;

#[test]
fn archives_come_by_id_and_by_a_ref_with_slashes_raw_or_encoded() {
    let bench = Bench::new();
    let by_id = bench.get("/projects/1/jobs/1050/artifacts");
    assert_eq!(
        (by_id.status, by_id.header("content-type")),
        (200, "application/octet-stream")
    );
    assert!(by_id.bytes.starts_with(b"PK\x03\x04"));
    assert!(
        by_id
            .header("content-disposition")
            .starts_with("attachment; filename=\"artifacts.zip\"")
    );
    assert!(by_id.header("etag").starts_with('"'));
    for name in ["feature/login", "feature%2Flogin"] {
        let by_ref = bench.get(&format!(
            "/projects/1/jobs/artifacts/{name}/download?job=build"
        ));
        assert_eq!(by_ref.bytes, by_id.bytes);
    }
    // The newest pipeline of `main` still runs; the one before counts.
    assert_eq!(
        bench
            .get("/projects/1/jobs/artifacts/main/download?job=build")
            .status,
        200
    );
    assert_eq!(
        bench
            .get("/projects/1/jobs/artifacts/main/download?job=none")
            .status,
        404
    );
    let without = bench.get("/projects/1/jobs/artifacts/main/download");
    assert_eq!(
        (without.status, without.json()["error"].as_str()),
        (400, Some("job is missing"))
    );
    assert_eq!(bench.rules(), ["required"]);
    for id in [1002, 1008] {
        assert_eq!(
            bench
                .get(&format!("/projects/1/jobs/{id}/artifacts"))
                .message(),
            "404 Not Found"
        );
    }
}

#[test]
fn single_files_come_unpacked() {
    let bench = Bench::new();
    let text = bench.get("/projects/1/jobs/1001/artifacts/docs/read%20me.txt");
    assert_eq!(text.bytes, b"Start with the door.\n");
    assert_eq!(
        text.header("content-disposition"),
        "attachment; filename=\"read me.txt\""
    );
    let by_ref =
        bench.get("/projects/1/jobs/artifacts/feature/login/raw/reports/summary.json?job=build");
    assert_eq!(by_ref.json()["passed"], 12);
    assert_eq!(
        bench
            .get("/projects/1/jobs/1001/artifacts/none.txt")
            .message(),
        "404 Not Found"
    );
    assert_eq!(
        bench.get("/projects/1/jobs/1001/artifacts/reports").status,
        404
    );
    let outside = bench.get("/projects/1/jobs/1001/artifacts/..%2Fsecret");
    assert_eq!(
        (outside.status, outside.message().as_str()),
        (400, "400 Bad request")
    );
}

#[test]
fn trees_list_a_folder_or_everything() {
    let bench = Bench::new();
    let paths = |query: &str| -> Vec<String> {
        let list = bench
            .get(&format!("/projects/1/jobs/1001/artifacts/tree{query}"))
            .json();
        let items = list.as_array().expect("a list").iter();
        items
            .map(|item| item["path"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(paths(""), ["docs/", "reports/", "app.bin"]);
    assert_eq!(
        paths("?path=reports"),
        ["reports/junit.xml", "reports/summary.json"]
    );
    assert_eq!(paths("?recursive=true").len(), 6);
    let messages = [
        (
            "/projects/1/jobs/1001/artifacts/tree?path=x",
            "404 Path Not Found",
        ),
        (
            "/projects/1/jobs/1002/artifacts/tree",
            "404 Artifacts Not Found",
        ),
        (
            "/projects/1/jobs/1011/artifacts/tree",
            "404 Artifacts metadata Not Found",
        ),
    ];
    for (path, message) in messages {
        assert_eq!(bench.get(path).message(), message);
    }
}

#[test]
fn kept_artifacts_do_not_expire_and_others_do() {
    let bench = Bench::new();
    let kept = bench.post("/projects/1/jobs/1001/artifacts/keep");
    assert_eq!(
        (kept.status, kept.json()["artifacts_expire_at"].is_null()),
        (200, true)
    );
    assert_eq!(
        bench.post("/projects/1/jobs/1002/artifacts/keep").status,
        404
    );
    bench.mock.advance(Duration::from_secs(40 * 24 * 3600));
    assert_eq!(bench.get("/projects/1/jobs/1001/artifacts").status, 200);
    assert_eq!(bench.get("/projects/1/jobs/1050/artifacts").status, 404);
}

#[test]
fn deleting_is_for_maintainers_and_pauses_during_a_count() {
    let bench = Bench::new();
    let (maintainer, developer) = (bench.mock.token(), "mock-developer");
    for path in ["/projects/1/jobs/1001/artifacts", "/projects/1/artifacts"] {
        assert_eq!(bench.delete_as(developer, path).status, 403);
        bench.mock.count_storage(true);
        assert!(
            bench
                .delete_as(maintainer, path)
                .message()
                .starts_with("Action temporarily disabled.")
        );
        bench.mock.count_storage(false);
    }
    let gone = bench.delete_as(maintainer, "/projects/1/jobs/1001/artifacts");
    assert_eq!((gone.status, gone.bytes.len()), (204, 0));
    assert!(!bench.get("/projects/1/jobs/1001/trace").bytes.is_empty());
    let all = bench.delete_as(maintainer, "/projects/1/artifacts");
    assert_eq!((all.status, all.message().as_str()), (202, "202 Accepted"));
    assert_eq!(bench.get("/projects/1/jobs/1010/artifacts").status, 404);
    assert_eq!(bench.get("/projects/1/jobs/1050/artifacts").status, 200);
}

#[test]
fn the_object_storage_wants_a_signature_and_no_credentials() {
    let bench = Bench::of(Mock::builder().object_storage(true));
    let redirect = bench.get("/projects/1/jobs/1001/artifacts");
    assert_eq!(redirect.status, 302);
    let location = redirect.header("location").to_owned();
    let storage = bench
        .mock
        .object_storage_url()
        .expect("a storage")
        .to_owned();
    assert!(location.starts_with(&storage));

    let plain = |address: &str| bench.request(Method::GET, address);
    let archive = bench.send(plain(&location));
    assert!(archive.status == 200 && archive.bytes.starts_with(b"PK"));
    let part = bench.send(plain(&location).header("Range", "bytes=2-3"));
    assert_eq!(
        (part.status, part.bytes.as_slice()),
        (206, &archive.bytes[2..4])
    );
    let (unsigned, _) = location.split_once('?').expect("a query");
    assert_eq!(bench.send(plain(unsigned)).status, 403);
    assert!(bench.rules().is_empty());

    let leak = bench.get(&location);
    assert_eq!(leak.status, 400);
    assert_eq!(bench.rules(), ["leaked-credential"]);
}

#[test]
fn what_a_client_already_has_is_not_sent_again() {
    let bench = Bench::of(Mock::builder().object_storage(false));
    let path = "/projects/1/jobs/1001/artifacts";
    let tag = bench.get(path).header("etag").to_owned();
    let send = |tags: &str| {
        let request = bench.request(Method::GET, path);
        let request = request.header("PRIVATE-TOKEN", bench.mock.token());
        bench.send(request.header("If-None-Match", tags))
    };
    for tags in [tag.clone(), format!("\"a\", W/{tag}"), "*".to_owned()] {
        let answer = send(&tags);
        assert_eq!((answer.status, answer.bytes.len()), (304, 0), "{tags}");
        assert_eq!(answer.header("etag"), tag);
        assert_eq!(bench.last().status, 304);
    }
    assert_eq!(send("\"a\"").status, 200);

    let stored = Bench::of(Mock::builder().object_storage(true));
    let location = stored.get(path).header("location").to_owned();
    let send = |name: &str, value: &str, range: &str| {
        let request = stored.request(Method::GET, &location).header(name, value);
        let answer = stored.send(if range.is_empty() {
            request
        } else {
            request.header("Range", range)
        });
        (answer.status, answer.bytes.len())
    };
    let whole = stored
        .send(stored.request(Method::GET, &location))
        .bytes
        .len();
    assert_eq!(send("If-None-Match", &tag, ""), (304, 0));
    assert_eq!(send("If-Range", &tag, "bytes=0-9"), (206, 10));
    assert_eq!(send("If-Range", "\"a\"", "bytes=0-9"), (200, whole));
    assert_eq!(send("If-Match", &tag, "bytes=-5"), (206, 5));
    assert_eq!(send("If-Match", "\"a\"", "").0, 412);
    assert_eq!(send("If-Match", &tag, "bytes=9999-").0, 416);
}
