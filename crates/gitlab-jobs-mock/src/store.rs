//! The object storage: a second origin that hands out archives to whoever has a signed address, and to nobody else.

use axum::http::HeaderMap;

use crate::auth::Credential;
use crate::conditional;
use crate::reply::Reply;
use crate::world::World;
use crate::world::archive::digest;

fn signature(job: i64) -> String {
    digest(format!("gitlab-jobs-mock artifacts {job}").as_bytes())
}

/// The signed address of the archive of a job.
pub(crate) fn address(origin: &str, job: i64) -> String {
    format!(
        "{origin}/artifacts/{job}/artifacts.zip?X-Signature={}",
        signature(job)
    )
}

/// A refusal as object storages word it.
fn refuse(status: u16, code: &str) -> Reply {
    let text = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>\n");
    Reply::bytes(status, "application/xml", text.into_bytes())
}

/// Whether a request carries credentials that are none of the storage's business.
pub(crate) fn leaks(headers: &HeaderMap, query: &[(String, String)]) -> bool {
    !Credential::all(headers, query).is_empty()
}

/// Answers a request for an object.
pub(crate) fn serve(
    world: &World,
    method: &str,
    path: &str,
    query: &[(String, String)],
    headers: &HeaderMap,
) -> Reply {
    if leaks(headers, query) {
        return refuse(400, "InvalidArgument");
    }
    if method != "GET" && method != "HEAD" {
        return refuse(405, "MethodNotAllowed");
    }
    let job = path
        .strip_prefix("/artifacts/")
        .and_then(|rest| rest.strip_suffix("/artifacts.zip"))
        .and_then(|id| id.parse::<i64>().ok());
    let Some(id) = job else {
        return refuse(404, "NoSuchKey");
    };
    let signed = query
        .iter()
        .any(|(key, value)| key == "X-Signature" && *value == signature(id));
    if !signed {
        return refuse(403, "SignatureDoesNotMatch");
    }
    let job = world.jobs.get(id);
    let Some(archive) = job.and_then(|job| job.archive.clone()) else {
        return refuse(404, "NoSuchKey");
    };
    let (bytes, tag) = (archive.bytes.as_slice(), archive.etag());
    if conditional::names(headers, "if-match", &tag) == Some(false) {
        return refuse(412, "PreconditionFailed");
    }
    // A part is sent only of what the client has the other part of.
    let same = conditional::names(headers, "if-range", &tag) != Some(false);
    let range = headers.get("range").filter(|_| same);
    let range = range.and_then(|value| value.to_str().ok());
    let reply = match range.map(|range| part(range, bytes.len())) {
        None | Some(Part::Ignored) => Reply::bytes(200, "application/zip", bytes.to_vec()),
        Some(Part::Of(start, end)) => {
            let part = bytes[start..=end].to_vec();
            let described = format!("bytes {start}-{end}/{}", bytes.len());
            Reply::bytes(206, "application/zip", part).header("Content-Range", described)
        }
        Some(Part::Outside) => {
            refuse(416, "InvalidRange").header("Content-Range", format!("bytes */{}", bytes.len()))
        }
    };
    let reply = reply.header("Accept-Ranges", "bytes").header("ETag", tag);
    conditional::shorten(headers, reply)
}

/// What a `Range` header asks for: the first and last byte.
#[derive(Debug, Eq, PartialEq)]
enum Part {
    Of(usize, usize),
    Outside,
    /// Not understood; the whole object is the answer.
    Ignored,
}

fn part(range: &str, length: usize) -> Part {
    let Some((start, end)) = range
        .strip_prefix("bytes=")
        .and_then(|one| one.split_once('-'))
    else {
        return Part::Ignored;
    };
    let last = length.saturating_sub(1);
    let (start, end) = match (start.parse::<usize>(), end.parse::<usize>()) {
        (Ok(start), Ok(end)) => (start, end.min(last)),
        (Ok(start), Err(_)) if end.is_empty() => (start, last),
        (Err(_), Ok(0)) if start.is_empty() => return Part::Outside,
        (Err(_), Ok(tail)) if start.is_empty() => (length.saturating_sub(tail), last),
        _ => return Part::Ignored,
    };
    match (start >= length, start > end) {
        (true, _) => Part::Outside,
        (_, true) => Part::Ignored,
        _ => Part::Of(start, end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_stay_inside_of_the_object() {
        assert_eq!(part("bytes=0-3", 10), Part::Of(0, 3));
        assert_eq!(part("bytes=5-", 10), Part::Of(5, 9));
        assert_eq!(part("bytes=-4", 10), Part::Of(6, 9));
        assert_eq!(part("bytes=-99", 10), Part::Of(0, 9));
        assert_eq!(part("bytes=3-99", 10), Part::Of(3, 9));
        assert_eq!(part("bytes=10-", 10), Part::Outside);
        assert_eq!(part("bytes=-0", 10), Part::Outside);
        assert_eq!(part("bytes=4-2", 10), Part::Ignored);
        assert_eq!(part("lines=1-2", 10), Part::Ignored);
        assert_eq!(part("bytes=0-0", 0), Part::Outside);
    }
}
