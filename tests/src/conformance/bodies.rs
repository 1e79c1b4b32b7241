//! What the server sends in the scenarios: jobs of tomorrow, logs that are no text, errors in every shape.

use openapi_document::Document;
use openapi_document::Node;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::input::Root;

/// A state that no GitLab has yet.
pub const TOMORROW: &str = "dreaming";

/// A reference that needs every kind of encoding.
pub const REF: &str = "feature/ü+1 #2";
/// A job name that does.
pub const JOB_NAME: &str = "test: [x, 1] 100%/é";
/// A path in an archive that does.
pub const ARTIFACT_PATH: &str = "docs/a b+c%20.txt";

fn document() -> Document {
    let document = Root::default().document();
    document.expect("the checkout this was built from has its document")
}

/// The document's example of a job, as job 1001.
///
/// # Panics
///
/// When the document shows none.
pub fn job() -> Value {
    let document = document();
    let example = document
        .operation("get_job")
        .and_then(|operation| operation.success()?.json()?.example().map(Node::to_json));
    let mut job = example.expect("the document shows the answer of get_job");
    job["id"] = 1001.into();
    job
}

/// A job with a state nobody knows, in the pipeline too.
pub fn job_of_tomorrow() -> Value {
    let mut job = job();
    job["status"] = TOMORROW.into();
    job["pipeline"]["status"] = TOMORROW.into();
    job
}

/// A job with members nobody knows, on every level.
pub fn job_with_more() -> Value {
    let mut job = job();
    job["dream"] = json!({ "depth": 3, "of": ["electric", null] });
    for part in ["user", "commit", "pipeline", "runner"] {
        job[part]["dream"] = json!([1, { "a": true }]);
    }
    job
}

/// A job in which everything is null that may be.
///
/// # Panics
///
/// When the document describes none.
pub fn job_of_nulls() -> Value {
    let document = document();
    let schema = document.find("#/components/schemas/Job");
    let mut job = job();
    for name in nullable(&document, schema.expect("the document describes a job")) {
        job[name.as_str()] = Value::Null;
    }
    job
}

/// The nullable properties of an object, those of its parts among them.
fn nullable(document: &Document, schema: &Node) -> Vec<String> {
    let (schema, _) = document.resolve(schema, "");
    let parts = |node: &Node| {
        node.get("allOf")
            .map(Node::items)
            .unwrap_or_default()
            .to_vec()
    };
    let says = |node: &Node| node.get("nullable").and_then(Node::as_bool) == Some(true);
    let own = schema.get("properties").map_or(&[][..], Node::members);
    let own = own.iter().filter(|property| {
        let parts = parts(&property.node);
        let mut parts = parts.iter().map(|part| document.resolve(part, "").0);
        says(&property.node) || parts.any(says)
    });
    let mut names: Vec<String> = own.map(|property| property.key.clone()).collect();
    for part in parts(schema) {
        names.extend(nullable(document, &part));
    }
    names
}

/// A log that no text can hold: null bytes, 0xFF, a lone carriage return.
pub fn log() -> Vec<u8> {
    let mut log = b"section_start:1:a\r\x1b[0K\x00caf\xe9\xff\xfe\r".to_vec();
    log.extend(0..=u8::MAX);
    log.extend_from_slice(b"\r\n\n");
    log
}

/// A log of 3 MiB, too long to arrive in one piece, with every byte there is.
pub fn long_log() -> Vec<u8> {
    let lines = (0_u32..).flat_map(|line| {
        let mut bytes = line.to_le_bytes().to_vec();
        bytes.extend((0..=u8::MAX).map(|byte| byte.wrapping_mul(31)));
        bytes
    });
    lines.take(3 << 20).collect()
}

/// A file of an archive.
pub fn file() -> Vec<u8> {
    b"\x00\xffStart with the door.\r\n".repeat(9)
}

/// What a program prints about bytes it has.
pub fn digest(bytes: &[u8]) -> Value {
    let sha256 = format!("{:x}", Sha256::digest(bytes));
    json!({ "length": bytes.len(), "sha256": sha256 })
}
