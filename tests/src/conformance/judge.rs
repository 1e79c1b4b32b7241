//! What scenarios are judged with: what really is, and what was sent, printed and told.

use gitlab_jobs_mock::{Entry, Mock};
use serde_json::Value;

use super::bodies::digest;
use super::{Scene, wire};

/// The ids of a page, asked without the client.
pub(super) fn ids(mock: &Mock, target: &str) -> Value {
    let answer = get(mock, target);
    let page: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let jobs = page.as_array().map(Vec::as_slice).unwrap_or_default();
    jobs.iter().map(|job| job["id"].clone()).collect()
}

/// The archive behind the redirect, asked without the client.
pub(super) fn archive(mock: &Mock) -> Value {
    let redirect = get(mock, "/projects/1/jobs/1001/artifacts");
    let location = redirect.header("Location").unwrap_or_default();
    let origin = mock.object_storage_url().unwrap_or_default();
    let target = location.strip_prefix(origin).unwrap_or_default();
    let answer = wire::send(origin, "GET", target, &[], None);
    let answer = answer.expect("the object storage answers");
    assert!(answer.body.starts_with(b"PK"), "it is an archive");
    digest(&answer.body)
}

fn get(mock: &Mock, target: &str) -> wire::Answer {
    let target = format!("/api/v4{target}");
    let token = [("PRIVATE-TOKEN", mock.token())];
    let answer = wire::send(mock.url(), "GET", &target, &token, None);
    answer.expect("the mock server answers")
}

/// How many pages of a size a list has.
pub(super) fn pages(ids: &Value, size: usize) -> usize {
    let count = ids.as_array().map_or(0, Vec::len);
    count.div_ceil(size)
}

pub(super) fn routed(entry: &Entry, name: &str, wanted: &str) -> Result<(), String> {
    let found = entry.route.iter().find(|(key, _)| key == name);
    match found {
        Some((_, value)) if value == wanted => Ok(()),
        _ => Err(format!(
            "`{name}` must arrive as {wanted:?}, but {} was sent",
            entry.path
        )),
    }
}

/// The whole query, in any order.
pub(super) fn asked(entry: &Entry, wanted: &[(&str, &str)]) -> Result<(), String> {
    let mut found: Vec<(&str, &str)> = entry
        .query
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    let mut wanted = wanted.to_vec();
    found.sort_unstable();
    wanted.sort_unstable();
    if found == wanted {
        Ok(())
    } else {
        Err(format!("the query must be {wanted:?}, not {found:?}"))
    }
}

pub(super) fn sized(entry: &Entry, wanted: &str) -> Result<(), String> {
    let size = entry.query.iter().find(|(key, _)| key == "per_page");
    match size {
        Some((_, size)) if size == wanted => Ok(()),
        _ => Err(format!(
            "pages of {wanted} were asked for: {:?}",
            entry.query
        )),
    }
}

pub(super) fn sent(entry: &Entry, wanted: &Value) -> Result<(), String> {
    let body: Option<Value> = serde_json::from_slice(&entry.body).ok();
    let json = entry.content_type.as_deref().unwrap_or_default();
    if body.as_ref() != Some(wanted) || !json.starts_with("application/json") {
        return Err(format!(
            "the body must be {wanted} as application/json, not {:?} as {json:?}",
            String::from_utf8_lossy(&entry.body)
        ));
    }
    Ok(())
}

pub(super) fn received(scene: &Scene<'_>, bytes: &[u8]) -> Result<(), String> {
    scene.worked()?;
    same(scene.line, &digest(bytes))
}

pub(super) fn same(line: &Value, wanted: &Value) -> Result<(), String> {
    for key in ["length", "sha256"] {
        if line[key] != wanted[key] {
            return Err(format!(
                "the bytes have changed: `{key}` must be {}, not {}",
                wanted[key], line[key]
            ));
        }
    }
    Ok(())
}

/// An error with a status and these texts in their order, one after the other, as a person would read them.
pub(super) fn refused(
    scene: &Scene<'_>,
    operation: &str,
    status: u16,
    texts: &[&str],
) -> Result<(), String> {
    scene.request(operation)?;
    let error = scene.get("error");
    if error["kind"] != "api" || error["status"] != status {
        return Err(format!(
            "the call must end as an error of the API with status {status}, not as {}",
            scene.line
        ));
    }
    let messages = error["messages"].as_array().map(Vec::as_slice);
    let messages = messages.unwrap_or_default().iter();
    let messages: Vec<&str> = messages.filter_map(Value::as_str).collect();
    let said = messages.join("; ");
    let mut rest = said.as_str();
    for text in texts {
        match rest.split_once(text) {
            Some((_, after)) => rest = after,
            None => return Err(format!("{text:?} is missing from what is told: {said:?}")),
        }
    }
    if said.contains(['{', '[', '"', '<']) || (texts.is_empty() && !said.is_empty()) {
        return Err(format!("the answer is told as it came: {said:?}"));
    }
    Ok(())
}
