//! Paging: where the next page is, what happens when it is not had, and what happens to a list that shifts.

use gitlab_jobs::types::{Job, JobOrderBy};
use gitlab_jobs::{ErrorKind, Items, PipelineJobsOptions, ProjectId, ProjectJobsOptions};

use crate::script::{Script, Step, send};
use crate::{run, scripted};

/// A page of jobs with these ids, and whatever headers say where the next one is.
fn page(ids: &[i64], headers: &str) -> Step {
    let jobs: Vec<String> = ids.iter().map(|id| job(*id)).collect();
    send("200 OK", headers, &format!("[{}]", jobs.join(",")))
}

fn job(id: i64) -> String {
    format!(
        r#"{{"id":{id},"status":"success","stage":"s","name":"n","ref":"main","tag":false,"allow_failure":false,
        "created_at":"2026-01-01T00:00:00Z","web_url":"http://h/{id}","artifacts":[],
        "pipeline":{{"id":1,"sha":"a","ref":"main","status":"success","web_url":"http://h",
            "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}}}}"#
    )
}

fn link(query: &str) -> String {
    // The server may call itself whatever it likes.
    format!("Link: <https://elsewhere.example/api/v4/projects/9/jobs?{query}>; rel=\"next\"\r\n")
}

async fn start(steps: Vec<Step>) -> (Script, Items<Job>) {
    let server = Script::start(steps).await;
    let options = ProjectJobsOptions::default();
    let jobs = scripted(&server).all_project_jobs(&ProjectId::from(1), &options);
    (server, jobs)
}

async fn pipeline(steps: Vec<Step>) -> (Script, Items<Job>) {
    let server = Script::start(steps).await;
    let options = PipelineJobsOptions::default();
    let jobs = scripted(&server).all_pipeline_jobs(&ProjectId::from(1), 42, &options);
    (server, jobs)
}

fn ids(jobs: &[Job]) -> Vec<i64> {
    jobs.iter().map(|job| job.id).collect()
}

/// The queries of the requests so far, sorted within.
fn queries(server: &Script) -> Vec<String> {
    let lines = server.lines();
    let queries = lines.iter().map(|line| {
        let (_, query) = line.split_once('?').unwrap();
        let mut parts: Vec<&str> = query.split('&').collect();
        parts.sort_unstable();
        parts.join("&")
    });
    queries.collect()
}

#[test]
fn project_jobs_are_paged_by_keyset_on_the_clients_own_server() {
    run(async {
        let next = link("cursor=AbC%3D&pagination=keyset&private_token=s3cret&per_page=7");
        let (server, jobs) = start(vec![page(&[3, 2], &next), page(&[1], "")]).await;
        assert_eq!(ids(&jobs.into_vec().await.unwrap()), [3, 2, 1]);
        assert_eq!(
            queries(&server),
            [
                "pagination=keyset&per_page=100",
                "cursor=abc%3d&pagination=keyset&per_page=100"
            ]
        );
    });
}

#[test]
fn a_server_that_ignores_keyset_is_followed_by_number() {
    run(async {
        let (server, jobs) = start(vec![
            page(&[3, 2], &link("page=2&per_page=100")),
            page(&[1], "X-Next-Page: \r\n"),
        ])
        .await;
        assert_eq!(ids(&jobs.into_vec().await.unwrap()), [3, 2, 1]);
        assert_eq!(queries(&server)[1], "page=2&per_page=100");
    });
}

#[test]
fn a_server_that_refuses_keyset_is_asked_by_number() {
    for status in ["400 Bad Request", "405 Method Not Allowed"] {
        run(async {
            let refusal = send(status, "", r#"{"error":"pagination is unknown"}"#);
            let (server, jobs) = start(vec![refusal, page(&[1], "")]).await;
            assert_eq!(ids(&jobs.into_vec().await.unwrap()), [1]);
            assert_eq!(queries(&server)[1], "page=1&per_page=100");
        });
    }
}

#[test]
fn an_order_that_only_keyset_has_is_not_given_up_silently() {
    run(async {
        let server = Script::start([send("405 Method Not Allowed", "", "{}")]).await;
        let ordered = ProjectJobsOptions::default().order_by(JobOrderBy::Id);
        let jobs = scripted(&server).all_project_jobs(&ProjectId::from(1), &ordered);
        let error = jobs.into_vec().await.unwrap_err();
        assert_eq!(error.status().unwrap(), 405);
    });
}

#[test]
fn without_links_the_header_with_the_next_number_counts() {
    run(async {
        let (server, jobs) = pipeline(vec![
            page(&[4, 3], "X-Next-Page: 2\r\n"),
            page(&[2, 1], "X-Next-Page: \r\n"),
        ])
        .await;
        assert_eq!(ids(&jobs.into_vec().await.unwrap()), [4, 3, 2, 1]);
        assert_eq!(queries(&server)[1], "page=2&per_page=100");
    });
}

#[test]
fn a_failed_page_is_an_error_and_then_asked_for_again() {
    run(async {
        let (server, mut jobs) = pipeline(vec![
            page(&[2], &link("page=2")),
            send("502 Bad Gateway", "", "<html>"),
            page(&[1], ""),
        ])
        .await;
        assert_eq!(jobs.next().await.unwrap().unwrap().id, 2);
        let error = jobs.next().await.unwrap().unwrap_err();
        assert_eq!(error.status().unwrap(), 502);
        assert_eq!(jobs.next().await.unwrap().unwrap().id, 1);
        assert!(jobs.next().await.is_none());
        assert_eq!(queries(&server)[1], queries(&server)[2]);
    });
}

#[test]
fn jobs_that_slip_onto_the_next_page_come_once() {
    run(async {
        // Two jobs were created between the pages.
        let (_server, jobs) = pipeline(vec![
            page(&[5, 4, 3], &link("page=2")),
            page(&[4, 3, 2], &link("page=3")),
            page(&[1], ""),
        ])
        .await;
        assert_eq!(ids(&jobs.into_vec().await.unwrap()), [5, 4, 3, 2, 1]);
    });
}

#[test]
fn a_page_of_known_jobs_only_is_not_the_end() {
    run(async {
        let (_server, jobs) = pipeline(vec![
            page(&[3, 2], &link("page=2")),
            page(&[3, 2], &link("page=3")),
            page(&[1], ""),
        ])
        .await;
        assert_eq!(ids(&jobs.into_vec().await.unwrap()), [3, 2, 1]);
    });
}

#[test]
fn directions_that_lead_in_a_circle_or_nowhere_are_errors_that_end_the_list() {
    for steps in [
        vec![page(&[2], &link("page=1"))],
        vec![page(&[3], &link("page=2")), page(&[2], &link("page=2"))],
        vec![page(&[2], &link("id_before=2"))],
        vec![page(&[2], &link("cursor=x"))],
    ] {
        run(async {
            let (_server, mut jobs) = pipeline(steps).await;
            let error = loop {
                match jobs.next().await.unwrap() {
                    Ok(_) => {}
                    Err(error) => break error,
                }
            };
            assert_eq!(error.kind(), ErrorKind::Paging);
            assert_eq!(error.operation(), Some("list_pipeline_jobs"));
            assert!(jobs.next().await.is_none());
        });
    }
    run(async {
        let (_server, jobs) = start(vec![
            page(&[2], &link("cursor=a")),
            page(&[1], &link("cursor=a")),
        ])
        .await;
        assert_eq!(jobs.into_vec().await.unwrap_err().kind(), ErrorKind::Paging);
    });
}

#[test]
fn no_more_items_are_asked_for_than_are_wanted() {
    run(async {
        let (server, jobs) = start(vec![page(&[3, 2, 1], &link("cursor=x"))]).await;
        assert_eq!(ids(&jobs.max_items(2).into_vec().await.unwrap()), [3, 2]);
        assert_eq!(queries(&server), ["pagination=keyset&per_page=2"]);
        let (server, jobs) = start(vec![]).await;
        assert!(jobs.max_items(0).next().await.is_none());
        assert!(server.lines().is_empty());
    });
}

#[test]
fn the_next_page_is_asked_for_ahead_only_when_told() {
    for ahead in [false, true] {
        run(async {
            let steps = vec![page(&[3, 2], &link("page=2")), page(&[1], "")];
            let (server, jobs) = pipeline(steps).await;
            let mut jobs = jobs.prefetch(ahead);
            assert_eq!(jobs.next().await.unwrap().unwrap().id, 3);
            if ahead {
                // The request is on its way; nothing but its arrival ends this.
                let arrival = async {
                    while server.lines().len() < 2 {
                        tokio::task::yield_now().await;
                    }
                };
                let patience = std::time::Duration::from_secs(20);
                tokio::time::timeout(patience, arrival).await.unwrap();
            } else {
                for _ in 0..100 {
                    tokio::task::yield_now().await;
                }
                assert_eq!(server.lines().len(), 1);
            }
            assert_eq!(ids(&jobs.into_vec().await.unwrap()), [2, 1]);
            assert_eq!(server.lines().len(), 2);
        });
    }
}

#[test]
fn pages_come_with_their_headers() {
    run(async {
        let steps = vec![
            page(&[2], &(link("page=2") + "X-Total: 2\r\n")),
            page(&[1], ""),
        ];
        let (_server, jobs) = pipeline(steps).await;
        let mut pages = jobs.pages();
        let first = pages.next().await.unwrap().unwrap();
        assert_eq!(
            (first.headers()["x-total"].as_bytes(), first.len()),
            (&b"2"[..], 1)
        );
        assert_eq!(pages.next().await.unwrap().unwrap()[0].id, 1);
        assert!(pages.next().await.is_none());
    });
}
