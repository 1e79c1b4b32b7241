//! From paths to operations: which template wins, how a path is split, and what is refused.

use openapi_document::Document;
use openapi_document::route::{Match, NoRoute, Reason, Router, RouterOptions};

const API: &str = "
openapi: 3.0.3
paths:
  /projects/{id}/jobs:
    get: {operationId: list_jobs, responses: {}}
  /projects/{id}/jobs/{job_id}:
    parameters: [{$ref: '#/components/parameters/JobId'}]
    get: {operationId: get_job, responses: {}}
    delete: {operationId: delete_job, responses: {}}
  /projects/{id}/jobs/{job_id}/{action}:
    parameters:
      - {$ref: '#/components/parameters/JobId'}
      - {name: action, in: path, required: true, schema: {type: string, enum: [play, retry]}}
    post: {operationId: act_on_job, responses: {}}
  /projects/{id}/jobs/{job_id}/artifacts:
    parameters: [{$ref: '#/components/parameters/JobId'}]
    get: {operationId: get_artifacts, responses: {}}
  /projects/{id}/jobs/{job_id}/artifacts/{artifact_path}:
    parameters:
      - {$ref: '#/components/parameters/JobId'}
      - {$ref: '#/components/parameters/ArtifactPath'}
    get: {operationId: get_file, responses: {}}
  /projects/{id}/jobs/{job_id}/artifacts/tree:
    parameters: [{$ref: '#/components/parameters/JobId'}]
    get: {operationId: list_tree, responses: {}}
  /projects/{id}/jobs/artifacts/{ref_name}/download:
    parameters: [{$ref: '#/components/parameters/RefName'}]
    get: {operationId: download_ref, responses: {}}
  /projects/{id}/jobs/artifacts/{ref_name}/raw/{artifact_path}:
    parameters:
      - {$ref: '#/components/parameters/RefName'}
      - {$ref: '#/components/parameters/ArtifactPath'}
    get: {operationId: get_ref_file, responses: {}}
components:
  parameters:
    JobId: {name: job_id, in: path, required: true, schema: {$ref: '#/components/schemas/Id'}}
    RefName: {name: ref_name, in: path, required: true, x-many: true, schema: {type: string}}
    ArtifactPath: {name: artifact_path, in: path, required: true, x-many: true, schema: {type: string}}
  schemas:
    Id: {type: integer}
";

fn router(text: &str, base_path: &str) -> Router {
    let document = Document::parse("api.yaml", text).expect("the test's document is valid");
    let options = RouterOptions {
        base_path: base_path.to_owned(),
        multi_segment_key: "x-many".to_owned(),
    };
    Router::new(&document, options)
}

fn get(path: &str) -> Result<Match, NoRoute> {
    router(API, "").route("GET", path)
}

fn found(path: &str) -> (String, Vec<String>) {
    let found = get(path).unwrap_or_else(|refused| panic!("{refused}"));
    let values = found.parameters.into_iter().map(|(_, value)| value);
    (found.operation_id, values.collect())
}

#[track_caller]
fn assert_found(path: &str, id: &str, values: &[&str]) {
    let (found, parameters) = found(path);
    assert_eq!(
        (found.as_str(), parameters.as_slice()),
        (
            id,
            &values
                .iter()
                .map(|value| (*value).to_owned())
                .collect::<Vec<_>>()[..]
        )
    );
}

fn reason(path: &str) -> Reason {
    get(path).expect_err("the path has no route").reason
}

#[test]
fn a_literal_segment_beats_a_parameter() {
    assert_found(
        "/projects/1/jobs/artifacts/main/download",
        "download_ref",
        &["1", "main"],
    );
    assert_found("/projects/1/jobs/7/artifacts", "get_artifacts", &["1", "7"]);
}

#[test]
fn a_file_called_like_a_literal_route_is_reached_below_a_folder_only() {
    assert_found(
        "/projects/1/jobs/7/artifacts/tree",
        "list_tree",
        &["1", "7"],
    );
    assert_found(
        "/projects/1/jobs/7/artifacts/dir/tree",
        "get_file",
        &["1", "7", "dir/tree"],
    );
    assert_found(
        "/projects/1/jobs/7/artifacts/tree/dir",
        "get_file",
        &["1", "7", "tree/dir"],
    );
}

#[test]
fn the_first_of_two_multi_segment_parameters_takes_as_much_as_it_can() {
    let raw = |path: &str| found(&format!("/projects/1/jobs/artifacts/{path}")).1;
    assert_eq!(raw("main/raw/a.txt"), ["1", "main", "a.txt"]);
    assert_eq!(raw("main/raw/dir/a.txt"), ["1", "main", "dir/a.txt"]);
    assert_eq!(raw("a/raw/b/raw/c"), ["1", "a/raw/b", "c"]);
    assert_eq!(raw("raw/raw/raw/raw"), ["1", "raw/raw", "raw"]);
    assert_eq!(raw("raw/raw/raw"), ["1", "raw", "raw"]);
}

#[test]
fn a_multi_segment_parameter_takes_at_least_one_segment() {
    assert_eq!(
        reason("/projects/1/jobs/artifacts/raw/a.txt"),
        Reason::UnknownPath
    );
    let router = router(
        "
openapi: 3.0.3
paths:
  /files/{path}/end:
    parameters: [{name: path, in: path, required: true, x-many: true}]
    get: {operationId: get_file, responses: {}}
",
        "",
    );
    assert!(router.route("get", "/files/end").is_err());
    assert!(router.route("get", "/files/end/end").is_ok());
}

#[test]
fn a_ref_with_slashes_may_end_like_another_route() {
    assert_found(
        "/projects/1/jobs/artifacts/feature/download/download",
        "download_ref",
        &["1", "feature/download"],
    );
    assert_found(
        "/projects/1/jobs/artifacts/feature/raw/download",
        "download_ref",
        &["1", "feature/raw"],
    );
}

#[test]
fn behind_a_multi_segment_parameter_the_end_of_the_path_decides() {
    assert_found(
        "/projects/1/jobs/artifacts/main/raw/dir/download",
        "download_ref",
        &["1", "main/raw/dir"],
    );
    assert_found(
        "/projects/1/jobs/artifacts/main/raw/download/x",
        "get_ref_file",
        &["1", "main", "download/x"],
    );
}

#[test]
fn three_multi_segment_parameters_with_fixed_runs_between_are_split_from_the_right() {
    let router = router(
        "
openapi: 3.0.3
paths:
  /a/{x}/m/{n}/b/{y}/{z}:
    parameters:
      - {name: x, in: path, required: true, x-many: true}
      - {name: n, in: path, required: true, schema: {type: integer}}
      - {name: y, in: path, required: true, x-many: true}
      - {name: z, in: path, required: true, x-many: true}
    get: {operationId: split, responses: {}}
",
        "",
    );
    let found = router
        .route("GET", "/a/1/m/2/b/3/m/4/b/m/x/b/5/6/7")
        .expect("it fits");
    let pairs: Vec<_> = found
        .parameters
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("x", "1/m/2/b/3"),
            ("n", "4"),
            ("y", "m/x/b/5/6"),
            ("z", "7")
        ]
    );
}

#[test]
fn a_typed_parameter_must_parse_and_a_refusal_names_it() {
    assert_eq!(
        reason("/projects/1/jobs/seven"),
        Reason::InvalidParameter {
            name: "job_id".to_owned(),
            value: "seven".to_owned(),
            expected: "an integer".to_owned(),
        }
    );
    let post = router(API, "")
        .route("POST", "/projects/1/jobs/7/stop")
        .expect_err("no such action");
    assert_eq!(
        post.to_string(),
        "POST /projects/1/jobs/7/stop: `action` must be one of `play`, `retry`, not `stop` (the nearest path is /projects/{id}/jobs/{job_id}/{action})"
    );
}

#[test]
fn a_typed_parameter_beats_a_text_and_what_does_not_parse_falls_through() {
    let router = router(
        "
openapi: 3.0.3
paths:
  /{name}: {get: {operationId: by_name, responses: {}}}
  /{path}:
    parameters: [{name: path, in: path, required: true, x-many: true}]
    get: {operationId: by_path, responses: {}}
  /{flag}:
    parameters: [{name: flag, in: path, required: true, schema: {type: boolean}}]
    get: {operationId: by_flag, responses: {}}
  /{size}:
    parameters: [{name: size, in: path, required: true, schema: {type: number}}]
    get: {operationId: by_size, responses: {}}
  /v{major}.{minor}: {get: {operationId: by_version, responses: {}}}
  /v1.0: {get: {operationId: first_version, responses: {}}}
",
        "",
    );
    let id = |path: &str| {
        router
            .route("GET", path)
            .expect("something fits")
            .operation_id
    };
    assert_eq!(id("/true"), "by_flag");
    assert_eq!(id("/1.5e3"), "by_size");
    assert_eq!(id("/inf"), "by_name");
    assert_eq!(id("/main"), "by_name");
    assert_eq!(id("/feature/main"), "by_path");
    assert_eq!(id("/v1.0"), "first_version");
    assert_eq!(id("/v1.2"), "by_version");
    assert_eq!(id("/v1."), "by_name");
    let found = router
        .route("GET", "/v1.2.3")
        .expect("the first part takes as much as it can");
    assert_eq!(
        (found.parameter("major"), found.parameter("minor")),
        (Some("1.2"), Some("3"))
    );
}

#[test]
fn of_two_equal_templates_the_first_in_the_document_wins() {
    let router = router(
        "
openapi: 3.0.3
paths:
  /{b}: {get: {operationId: first, responses: {}}}
  /{a}: {get: {operationId: second, responses: {}}, put: {operationId: third, responses: {}}}
",
        "",
    );
    assert_eq!(
        router.route("GET", "/x").expect("it fits").operation_id,
        "first"
    );
    let put = router
        .route("PUT", "/x")
        .expect("a template without the method makes way");
    assert_eq!(
        (put.operation_id.as_str(), put.path.as_str()),
        ("third", "/{a}")
    );
}

#[test]
fn an_encoded_slash_stays_inside_of_its_segment() {
    assert_found(
        "/projects/group%2Fsub%2fapp/jobs",
        "list_jobs",
        &["group/sub/app"],
    );
    assert_found(
        "/projects/1/jobs/artifacts/a%2Fraw%2Fb/raw/c",
        "get_ref_file",
        &["1", "a/raw/b", "c"],
    );
    assert_found(
        "/projects/1/jobs/artifacts/a%2Fdownload/download",
        "download_ref",
        &["1", "a/download"],
    );
    assert_eq!(reason("/projects%2F1/jobs"), Reason::UnknownPath);
}

#[test]
fn values_are_decoded_once() {
    assert_found("/projects/a%252Fb/jobs", "list_jobs", &["a%2Fb"]);
    assert_found("/projects/caf%C3%A9%20+/jobs", "list_jobs", &["café +"]);
    assert_found("/%70rojects/1/jobs", "list_jobs", &["1"]);
}

#[test]
fn what_does_not_decode_is_refused_with_its_segment() {
    for segment in ["a%", "a%2", "%zz", "%+1"] {
        let expected = Reason::InvalidEscape {
            segment: segment.to_owned(),
        };
        assert_eq!(reason(&format!("/projects/{segment}/jobs")), expected);
    }
    let not_utf8 = Reason::NotUtf8 {
        segment: "%ff".to_owned(),
    };
    assert_eq!(reason("/projects/%ff/jobs"), not_utf8);
}

#[test]
fn one_trailing_slash_is_ignored_and_other_empty_segments_are_refused() {
    assert_found("/projects/1/jobs/", "list_jobs", &["1"]);
    for path in ["/projects//jobs", "//projects/1/jobs", "/projects/1/jobs//"] {
        assert_eq!(reason(path), Reason::EmptySegment, "{path}");
    }
}

#[test]
fn a_segment_that_means_a_folder_is_refused_even_when_it_is_encoded() {
    for segment in ["..", ".", "%2e%2e", ".%2E", "%2e"] {
        let expected = Reason::DotSegment {
            segment: segment.to_owned(),
        };
        assert_eq!(
            reason(&format!("/projects/1/jobs/7/artifacts/dir/{segment}/x")),
            expected
        );
    }
    assert_found(
        "/projects/1/jobs/7/artifacts/...",
        "get_file",
        &["1", "7", "..."],
    );
    assert_found(
        "/projects/1/jobs/7/artifacts/..%2Fx",
        "get_file",
        &["1", "7", "../x"],
    );
}

#[test]
fn a_query_and_a_fragment_are_ignored() {
    assert_found("/projects/1/jobs?scope=a/b/%zz", "list_jobs", &["1"]);
    assert_found("/projects/1/jobs#/%", "list_jobs", &["1"]);
}

#[test]
fn an_unknown_path_and_a_method_that_is_not_there_are_told_apart() {
    let unknown = get("/projects/1/pipelines").expect_err("there is none");
    assert_eq!(unknown.reason, Reason::UnknownPath);
    assert_eq!(unknown.nearest.as_deref(), Some("/projects/{id}/jobs"));
    assert_eq!(
        unknown.to_string(),
        "GET /projects/1/pipelines: no operation has this path (the nearest path is /projects/{id}/jobs)"
    );
    assert_eq!(get("/groups").expect_err("there is none").nearest, None);

    let patch = router(API, "")
        .route("PATCH", "/projects/1/jobs/7")
        .expect_err("no such method");
    assert_eq!(
        patch.reason,
        Reason::MethodNotAllowed {
            allowed: vec!["delete".to_owned(), "get".to_owned()]
        }
    );
    assert_eq!(
        patch.to_string(),
        "PATCH /projects/1/jobs/7: this path has no such method, only DELETE, GET (the nearest path is /projects/{id}/jobs/{job_id})"
    );
}

#[test]
fn a_method_is_found_in_any_case() {
    for method in ["get", "GET", "Get"] {
        assert!(router(API, "").route(method, "/projects/1/jobs").is_ok());
    }
}

#[test]
fn the_base_path_is_taken_off_at_a_slash_only() {
    let router = router(API, "/api/v4/");
    assert!(router.route("GET", "/api/v4/projects/1/jobs").is_ok());
    for path in ["/projects/1/jobs", "/api/v44/projects/1/jobs", "/api", ""] {
        let refused = router.route("GET", path).expect_err("it is outside");
        assert_eq!(
            refused.reason,
            Reason::OutsideBasePath {
                base_path: "/api/v4".to_owned()
            },
            "{path}"
        );
    }
    let bare = router
        .route("GET", "/api/v4")
        .expect_err("nothing is there");
    assert_eq!(bare.reason, Reason::UnknownPath);
}

#[test]
fn without_a_multi_segment_key_no_parameter_takes_a_slash() {
    let document = Document::parse("api.yaml", API).expect("the test's document is valid");
    let router = Router::new(&document, RouterOptions::default());
    assert!(
        router
            .route("GET", "/projects/1/jobs/7/artifacts/a")
            .is_ok()
    );
    assert!(
        router
            .route("GET", "/projects/1/jobs/7/artifacts/a/b")
            .is_err()
    );
}

#[test]
fn a_hostile_path_is_answered_by_looking_once() {
    // Trying every way to split this would take longer than anyone can wait.
    let many: Vec<String> = (0..8).map(|index| format!("{{p{index}}}/raw")).collect();
    let parameters: Vec<String> = (0..8)
        .map(|index| format!("{{name: p{index}, in: path, required: true, x-many: true}}"))
        .collect();
    let text = format!(
        "
openapi: 3.0.3
paths:
  /{}/end:
    parameters: [{}]
    get: {{operationId: split, responses: {{}}}}
",
        many.join("/"),
        parameters.join(", ")
    );
    let router = router(&text, "");
    let path = "/raw".repeat(4000);
    assert_eq!(
        router
            .route("GET", &path)
            .expect_err("it has no end")
            .reason,
        Reason::UnknownPath
    );
    let found = router
        .route("GET", &format!("{path}/end"))
        .expect("it has an end");
    assert_eq!(found.parameters.len(), 8);
    assert_eq!(found.parameter("p7"), Some("raw"));
}
