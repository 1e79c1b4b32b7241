//! Spans: what a program's own log sees of a call, and what it never does.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use gitlab_jobs::reqwest::Method;
use gitlab_jobs::{Client, JobName, PlayOptions, ProjectId, RefArtifactsOptions, RefName};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::SECRET;
use crate::script::{Script, redirect, send};

/// Keeps everything that is told about spans and events of any crate, as text.
#[derive(Clone, Default)]
struct Capture(Arc<Mutex<String>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Capture {
    fn add(&self, what: &str, record: impl FnOnce(&mut Fields<'_>)) {
        let mut text = self.0.lock().unwrap();
        text.push_str(what);
        record(&mut Fields(&mut text));
        text.push('\n');
    }
}

impl Subscriber for Capture {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.add(span.metadata().name(), |fields| span.record(fields));
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        self.add("recorded", |fields| values.record(fields));
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.add(event.metadata().target(), |fields| event.record(fields));
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn a_span_tells_names_and_numbers_and_nothing_secret() {
    let leaky = "Set-Cookie: a=s3cret\r\nRetry-After: 2\r\n";
    let server = Script::start([
        send("503 Service Unavailable", leaky, "s3cret"),
        redirect(301, "/api/v4/s3cret?s3cret"),
        send("200 OK", leaky, "s3cret"),
        send("404 Not Found", leaky, r#"{"message":"s3cret"}"#),
        send("200 OK", leaky, "s3cret"),
    ])
    .await;
    let capture = Capture::default();
    // As long as there is only one subscriber, whoever comes to a place in the code first decides for good whether it is
    // told of, and that may be the thread of another test, which has none. With two both are asked.
    let _second = tracing::Dispatch::new(Capture::default());
    let guard = tracing::subscriber::set_default(capture.clone());
    let client = Client::builder(format!("{}/api/v4", server.origin()))
        .access_token(SECRET)
        .build()
        .unwrap()
        .sudo(SECRET)
        .unwrap();
    let project = ProjectId::new(SECRET).unwrap();
    let (name, job) = (RefName::new(SECRET).unwrap(), JobName::new(SECRET).unwrap());
    let latest = RefArtifactsOptions::default();
    let archive = client.download_ref_artifacts(&project, &name, &job, &latest);
    archive.await.unwrap();
    let variable = PlayOptions::default().variable("A", SECRET);
    client.play_job(&project, 7, &variable).await.unwrap_err();
    let request = client
        .request(Method::GET, "/s3cret")
        .query(&[("a", SECRET)]);
    request.send_bytes(100).await.unwrap();
    drop(guard);

    let told = capture.0.lock().unwrap().clone();
    for line in [
        "gitlab_jobs operation=\"download_ref_artifacts\" method=\"GET\" \
         path=\"/projects/{id}/jobs/artifacts/{ref_name}/download\"",
        "status=503 attempts=1 wait_ms=2000",
        "the project has moved",
        "recorded status=200\nrecorded attempts=2\nrecorded duration_ms=",
        "gitlab_jobs operation=\"play_job\" method=\"POST\" path=\"/projects/{id}/jobs/{job_id}/play\"",
        "recorded status=404\nrecorded attempts=1\n",
        "gitlab_jobs operation=\"\" method=\"GET\" path=\"\"",
    ] {
        assert!(told.contains(line), "{line} is missing in {told}");
    }
    assert!(!told.contains(SECRET), "{told}");
}
