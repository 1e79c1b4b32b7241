//! Code blocks that show HTTP itself: a request or response line, headers, and a body; or a comment in the place of them.

use crate::block::BlockKind;
use crate::content::Content;
use crate::element::{Kind, element};
use crate::endpoint::Endpoint;
use crate::reader::Reading;

/// What is left of a block when its first lines are told.
pub(super) struct Rest {
    /// The text behind them; none when there is nothing.
    pub(super) content: Option<Content>,
    /// Whether it is JSON, whatever language the fence names.
    pub(super) json: bool,
}

/// Takes the lines of HTTP, or the comment, that a block begins with, and tells what they are.
pub(super) fn lead(info: &str, content: Content, reading: &mut Reading) -> Rest {
    let text = content.text();
    let line = text.split('\n').next().unwrap_or(text);
    let start = text.len() - text.trim_start().len();
    let line = if line.trim().is_empty() {
        let rest = &text[start..];
        &rest[..rest.find('\n').unwrap_or(rest.len())]
    } else {
        line
    };
    let at = line.as_ptr().addr() - text.as_ptr().addr();
    let is_command = matches!(
        BlockKind::named(info.trim()),
        Some(BlockKind::Shell | BlockKind::Yaml)
    );
    let found = if is_command { None } else { first(line) };
    let Some((kind, range, comment)) = found else {
        return Rest {
            content: Some(content),
            json: false,
        };
    };
    let span = content.span(at + range.start..at + range.end);
    reading.elements.push(element(span.start..span.end, kind));
    let mut next = (at + line.len() + 1).min(text.len());
    if !comment {
        next += headers(&text[next..]);
    }
    let rest = &text[next..];
    let begin = next + rest.len() - rest.trim_start().len();
    let rest = text[begin..].trim_end();
    let json = rest.starts_with(['{', '[']);
    let part = content.slice(begin..begin + rest.len());
    Rest {
        content: (!part.text().is_empty()).then_some(part),
        json,
    }
}

/// What a first line is, its place in it, and whether it is a comment.
fn first(line: &str) -> Option<(Kind, std::ops::Range<usize>, bool)> {
    let trimmed = line.trim_start();
    let start = line.len() - trimmed.len();
    for mark in ["//", "#"] {
        if let Some(inner) = trimmed.strip_prefix(mark) {
            let (endpoint, place) = Endpoint::parse_line(inner)?;
            let at = start + mark.len();
            return Some((
                Kind::Endpoint(endpoint),
                at + place.start..at + place.end,
                true,
            ));
        }
    }
    if let Some((endpoint, place)) = Endpoint::parse_line(line) {
        return Some((Kind::Endpoint(endpoint), place, false));
    }
    let code = status_line(trimmed)?;
    let end = start + trimmed.trim_end().len();
    Some((Kind::StatusLine(code), start..end, false))
}

/// The status of a line such as `HTTP/1.1 200 OK`, `Status: 200` or `404 Not Found`.
pub(super) fn status_line(line: &str) -> Option<u16> {
    let mut words = line.split_whitespace();
    let mut word = words.next()?;
    let version = word.starts_with("HTTP/") || word.eq_ignore_ascii_case("status:");
    if version {
        word = words.next()?;
    }
    let code: u16 = word.parse().ok().filter(|code| (100..600).contains(code))?;
    let reason: Vec<_> = words.collect();
    let is_reason = reason.len() <= 5
        && reason.iter().all(|word| {
            word.chars()
                .all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '\''))
        })
        && reason
            .first()
            .is_none_or(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    (is_reason && (version || !reason.is_empty())).then_some(code)
}

/// The length of the lines that are headers, with the blank line behind them.
fn headers(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !is_header(line) && !line.trim().is_empty() {
            break;
        }
        at += line.len();
        if line.trim().is_empty() {
            break;
        }
    }
    at
}

/// Whether a line is a header of HTTP.
pub(super) fn is_header(line: &str) -> bool {
    let name = line.split_once(':').map_or("", |(name, _)| name.trim());
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::{headers, status_line};

    #[test]
    fn a_status_line_has_a_version_or_a_reason() {
        for (line, code) in [
            ("HTTP/1.1 200 OK", Some(200)),
            ("HTTP/2 204", Some(204)),
            ("404 Not Found", Some(404)),
            ("200", None),
            ("200 jobs are listed", None),
            ("700 Wonders", None),
        ] {
            assert_eq!(status_line(line), code, "{line}");
        }
    }

    #[test]
    fn headers_end_with_a_blank_line_or_what_is_none() {
        assert_eq!(headers("A: b\nC-D: e\n\n{}"), 13);
        assert_eq!(headers("A: b\n{}"), 5);
        assert_eq!(headers("{\"a\": 1}"), 0);
    }
}
