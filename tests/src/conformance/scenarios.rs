//! The scenarios: what the server does in each, and what a right client must have sent and printed.

use std::time::Duration;

use gitlab_jobs_mock::{CredentialKind, Fault, Origin};
use serde_json::{Value, json};

use super::bodies::{
    ARTIFACT_PATH, JOB_NAME, REF, TOMORROW, file, job_of_nulls, job_of_tomorrow, job_with_more,
    log, long_log,
};
use super::judge::{archive, asked, ids, pages, received, refused, routed, same, sent, sized};
use super::{Scenario, Scene};

const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";

/// A scenario in which the server is itself.
const fn plain(
    name: &'static str,
    says: &'static str,
    judge: fn(&Scene<'_>) -> Result<(), String>,
) -> Scenario {
    Scenario {
        name,
        says,
        object_storage: false,
        faults: Vec::new,
        truth: |_| Value::Null,
        judge,
    }
}

/// A scenario in which the server answers something of the scenario's own.
const fn answered(
    name: &'static str,
    says: &'static str,
    faults: fn() -> Vec<Fault>,
    judge: fn(&Scene<'_>) -> Result<(), String>,
) -> Scenario {
    Scenario {
        faults,
        ..plain(name, says, judge)
    }
}

/// Every scenario, in the order of the table.
pub const SCENARIOS: &[Scenario] = &[
    plain(
        "project_path",
        "sends the path of a project as one segment",
        |scene| {
            let entry = scene.request("get_job")?;
            routed(entry, "id", "group/app")?;
            scene.equals("id", &json!(1001))
        },
    ),
    answered(
        "ref_and_job_name",
        "sends every character of a reference and a job name",
        || vec![Fault::answer("download_ref_artifacts", 200, BYTES, file())],
        |scene| {
            let entry = scene.request("download_ref_artifacts")?;
            routed(entry, "ref_name", REF)?;
            asked(entry, &[("job", JOB_NAME)])?;
            received(scene, &file())
        },
    ),
    answered(
        "artifact_path",
        "sends every character of a path in an archive",
        || {
            vec![Fault::answer(
                "download_job_artifact_file",
                200,
                BYTES,
                file(),
            )]
        },
        |scene| {
            let entry = scene.request("download_job_artifact_file")?;
            routed(entry, "artifact_path", ARTIFACT_PATH)?;
            received(scene, &file())
        },
    ),
    Scenario {
        truth: |mock| ids(mock, "/projects/1/jobs?scope[]=failed&scope[]=success"),
        ..plain(
            "scope",
            "repeats a list under its name with brackets",
            |scene| {
                let entry = scene.request("list_project_jobs")?;
                asked(entry, &[("scope[]", "failed"), ("scope[]", "success")])?;
                scene.equals("ids", &scene.truth)
            },
        )
    },
    Scenario {
        truth: |mock| ids(mock, "/projects/1/jobs"),
        ..plain(
            "plain_query",
            "sends nothing in the query that nobody asked for",
            |scene| {
                let entry = scene.request("list_project_jobs")?;
                asked(entry, &[])?;
                scene.equals("ids", &scene.truth)
            },
        )
    },
    plain("play", "sends the variables of a run", |scene| {
        let entry = scene.request("play_job")?;
        let variables = json!([{ "key": "TARGET", "value": "staging" }]);
        sent(entry, &json!({ "job_variables_attributes": variables }))?;
        scene.equals("id", &json!(1031))?;
        scene.equals("status", &json!("pending"))
    }),
    plain(
        "play_empty",
        "sends an empty object, or no body, when there is nothing to say",
        |scene| {
            let entry = scene.request("play_job")?;
            if entry.body_size > 0 {
                sent(entry, &json!({}))?;
            }
            scene.equals("id", &json!(1031))?;
            scene.equals("status", &json!("pending"))
        },
    ),
    Scenario {
        truth: |mock| {
            let mut all = vec![json!(1001)];
            let page = ids(mock, "/projects/1/pipelines/11/jobs");
            all.extend(page.as_array().cloned().unwrap_or_default());
            all.push(json!(1025));
            all.into()
        },
        ..plain(
            "credential",
            "sends one credential with every call, in one header",
            |scene| {
                for operation in ["get_job", "list_pipeline_jobs", "cancel_job"] {
                    scene.requests(operation, 1)?;
                }
                let kinds = scene.journal.iter().map(|entry| entry.credential);
                let mut kinds: Vec<_> = kinds.map(CredentialKind::as_str).collect();
                kinds.dedup();
                if kinds.len() > 1 {
                    return Err(format!("the calls carry different credentials: {kinds:?}"));
                }
                scene.equals("ids", &scene.truth)
            },
        )
    },
    Scenario {
        object_storage: true,
        truth: archive,
        ..plain(
            "redirect",
            "follows to another origin without any credential, and streams to a file",
            |scene| {
                scene.requests("download_job_artifacts", 1)?;
                let mut elsewhere = scene.journal.iter();
                let elsewhere = elsewhere.find(|entry| entry.origin == Origin::ObjectStorage);
                let Some(entry) = elsewhere else {
                    return Err("the redirect was not followed".to_owned());
                };
                if let Some(kind) = entry.credentials.first() {
                    return Err(format!(
                        "the other origin was sent a credential: {}",
                        kind.as_str()
                    ));
                }
                scene.worked()?;
                same(scene.line, &scene.truth)
            },
        )
    },
    answered(
        "unknown_status",
        "reads a state that GitLab invents tomorrow",
        || {
            vec![Fault::answer(
                "get_job",
                200,
                JSON,
                job_of_tomorrow().to_string(),
            )]
        },
        |scene| {
            scene.request("get_job")?;
            scene.equals("id", &json!(1001))?;
            scene.equals("status", &json!(TOMORROW))
        },
    ),
    answered(
        "unknown_field",
        "reads a job with members that GitLab adds tomorrow",
        || {
            vec![Fault::answer(
                "get_job",
                200,
                JSON,
                job_with_more().to_string(),
            )]
        },
        |scene| {
            scene.request("get_job")?;
            scene.equals("id", &json!(1001))?;
            scene.equals("name", &job_with_more()["name"])
        },
    ),
    answered(
        "all_null",
        "reads a job in which everything is null that may be",
        || {
            vec![Fault::answer(
                "get_job",
                200,
                JSON,
                job_of_nulls().to_string(),
            )]
        },
        |scene| {
            scene.request("get_job")?;
            scene.equals("id", &json!(1001))?;
            for name in ["coverage", "started_at", "runner"] {
                scene.equals(name, &Value::Null)?;
            }
            Ok(())
        },
    ),
    answered(
        "error_string",
        "tells an error that is a text",
        || {
            vec![Fault::answer(
                "get_job",
                403,
                JSON,
                r#"{"message":"403 Forbidden - Not yours"}"#,
            )]
        },
        |scene| refused(scene, "get_job", 403, &["403 Forbidden - Not yours"]),
    ),
    answered(
        "error_array",
        "tells an error that is a list",
        || {
            vec![Fault::answer(
                "get_job",
                400,
                JSON,
                r#"{"message":["is too long","is blank"]}"#,
            )]
        },
        |scene| refused(scene, "get_job", 400, &["is too long", "is blank"]),
    ),
    answered(
        "error_object",
        "tells an error that is an object of lists and texts",
        || {
            let body = r#"{"message":{"key":["is too long","is invalid"],"value":"is blank"}}"#;
            vec![Fault::answer("get_job", 400, JSON, body)]
        },
        |scene| {
            let texts = ["key", "is too long", "is invalid", "value", "is blank"];
            refused(scene, "get_job", 400, &texts)
        },
    ),
    answered(
        "error_oauth",
        "tells an error with a description",
        || {
            let body = r#"{"error":"invalid_token","error_description":"Token was revoked."}"#;
            vec![Fault::answer("get_job", 401, JSON, body)]
        },
        |scene| refused(scene, "get_job", 401, &["Token was revoked."]),
    ),
    answered(
        "error_html",
        "tells the status of an error page, and does not send a change twice",
        || vec![Fault::status("cancel_job", 502).times(9)],
        |scene| refused(scene, "cancel_job", 502, &[]),
    ),
    answered(
        "trace_bytes",
        "gives the bytes of a log as they are",
        || vec![Fault::answer("get_job_trace", 200, "text/plain", log())],
        |scene| {
            scene.request("get_job_trace")?;
            received(scene, &log())
        },
    ),
    answered(
        "trace_stream",
        "gives a long log piece by piece",
        || {
            vec![Fault::answer(
                "get_job_trace",
                200,
                "text/plain",
                long_log(),
            )]
        },
        |scene| {
            scene.request("get_job_trace")?;
            received(scene, &long_log())?;
            match scene.get("pieces").as_u64() {
                Some(2..) => Ok(()),
                _ => Err(format!(
                    "a log of 3 MiB must come in pieces, not in {}",
                    scene.get("pieces")
                )),
            }
        },
    ),
    plain("no_content", "takes an answer without content", |scene| {
        let entry = scene.request("delete_job_artifacts")?;
        if entry.status != 204 {
            return Err(format!("the server answered {}", entry.status));
        }
        scene.equals("ok", &json!(true))
    }),
    Scenario {
        truth: |mock| ids(mock, "/projects/1/pipelines/11/jobs?per_page=100"),
        ..plain(
            "pages_offset",
            "goes through numbered pages to the last",
            |scene| {
                let count = pages(&scene.truth, 2);
                for entry in scene.requests("list_pipeline_jobs", count)? {
                    sized(entry, "2")?;
                }
                scene.equals("ids", &scene.truth)
            },
        )
    },
    Scenario {
        truth: |mock| ids(mock, "/projects/1/jobs?per_page=100"),
        ..plain(
            "pages_keyset",
            "goes through pages by keyset to the last",
            |scene| {
                let count = pages(&scene.truth, 3);
                let entries = scene.requests("list_project_jobs", count)?;
                for (at, entry) in entries.into_iter().enumerate() {
                    sized(entry, "3")?;
                    let has = |name: &str| entry.query.iter().any(|(key, _)| key == name);
                    let keyset = ("pagination".to_owned(), "keyset".to_owned());
                    if !entry.query.contains(&keyset) || has("page") || has("cursor") != (at > 0) {
                        return Err(format!(
                            "request {} must ask by keyset, with the cursor of the page before: {:?}",
                            at + 1,
                            entry.query
                        ));
                    }
                }
                scene.equals("ids", &scene.truth)
            },
        )
    },
    answered(
        "rate_limited",
        "waits as long as the server asks, and tries again",
        || vec![Fault::status("get_job", 429).retry_after(1)],
        |scene| {
            scene.requests("get_job", 2)?;
            scene.equals("id", &json!(1001))?;
            let says = scene.get("elapsed_ms").as_u64();
            if scene.took < Duration::from_secs(1) || !matches!(says, Some(900..20_000)) {
                return Err(format!(
                    "the server asked for a second, but the call took {says:?} ms"
                ));
            }
            Ok(())
        },
    ),
    answered(
        "timeout",
        "ends when the caller's time is up",
        || vec![Fault::stall("get_job").times(9)],
        |scene| {
            if scene.took > Duration::from_secs(15) {
                return Err(format!(
                    "the caller's time was up long before {:?}",
                    scene.took
                ));
            }
            scene.request("get_job")?;
            let error = scene.get("error");
            match error["kind"].as_str() {
                Some("timeout") => Ok(()),
                _ => Err(format!("the call must end as a timeout, not as {error}")),
            }
        },
    ),
    plain(
        "token_never_printed",
        "prints client, options and errors without the token",
        |scene| {
            let entry = scene.request("get_job")?;
            if entry.status != 404 {
                return Err(format!("the server answered {}", entry.status));
            }
            let printed = scene.get("printed").as_str().unwrap_or_default();
            if printed.contains("404") && printed.len() > 40 {
                Ok(())
            } else {
                Err(format!(
                    "client, options and the error 404 must be printed, not {printed:?}"
                ))
            }
        },
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_ends_long_after_its_time_fails_the_scenario() {
        let timeout = SCENARIOS.iter().find(|known| known.name == "timeout");
        let judge = timeout.expect("there is such a scenario").judge;
        let line = json!({ "error": { "kind": "timeout" } });
        let after = |seconds| {
            judge(&Scene {
                line: &line,
                journal: &[],
                took: Duration::from_secs(seconds),
                truth: Value::Null,
            })
        };
        let late = after(16).expect_err("it is late");
        assert!(late.contains("time was up long before"), "{late}");
        let lost = after(15).expect_err("nothing was sent");
        assert!(!lost.contains("time was up"), "{lost}");
    }
}
