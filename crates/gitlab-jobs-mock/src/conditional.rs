//! Conditional requests: what a client already has is not sent again.

use axum::http::HeaderMap;

use crate::reply::{Body, Reply};

/// Whether a list of entity tags, as `If-None-Match` and `If-Match` have it, names this one. A weak tag names what the
/// strong one does.
pub(crate) fn names(headers: &HeaderMap, header: &str, tag: &str) -> Option<bool> {
    let list = headers.get(header)?.to_str().ok()?;
    let same = |one: &str| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag;
    Some(list.split(',').map(str::trim).any(same))
}

/// The answer without its body, when the client has the body already.
///
/// The document tells of the whole answer, which is judged before this, as the server in front of GitLab's own code does
/// it: 304 is a shorter way to say the same.
pub(crate) fn shorten(headers: &HeaderMap, reply: Reply) -> Reply {
    let mut sent = reply.headers.iter();
    let tag = sent.find(|(name, _)| name.eq_ignore_ascii_case("etag"));
    let known = tag.is_some_and(|(_, tag)| names(headers, "if-none-match", tag) == Some(true));
    if reply.status != 200 || !known {
        return reply;
    }
    let about_the_body = ["Content-Disposition", "Content-Transfer-Encoding"];
    let mut reply = Reply {
        status: 304,
        body: Body::Empty,
        ..reply
    };
    reply
        .headers
        .retain(|(name, _)| !about_the_body.contains(&name.as_ref()));
    reply
}
