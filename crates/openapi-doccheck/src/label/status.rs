//! The status that a label gives for the example below it: `404 Not Found`, `HTTP/1.1 404`, `Response (404)`.

use std::ops::Range;

use crate::words::WORDS;

/// The words that may stand around the number of a label that is a status and nothing else, besides the words for
/// statuses that every language has.
const AROUND: [&str; 27] = [
    "http",
    "https",
    "1",
    "0",
    "2",
    "3",
    "status",
    "code",
    "error",
    "response",
    "example",
    "sample",
    "on",
    "if",
    "when",
    "failure",
    "success",
    "erreur",
    "fehler",
    "erro",
    "エラー",
    "오류",
    "错误",
    "錯誤",
    "응답",
    "响应",
    "レスポンス",
];

/// The first words of what stands behind the number, besides the standard ones.
const REASONS: [&str; 23] = [
    "ok",
    "success",
    "successful",
    "error",
    "errors",
    "failure",
    "response",
    "validation",
    "invalid",
    "server",
    "client",
    "missing",
    "unauthenticated",
    "rate",
    "request",
    "content",
    "unprocessable",
    "오류",
    "エラー",
    "错误",
    "錯誤",
    "응답",
    "レスポンス",
];

/// The longest label that is a status and nothing else, in bytes.
const LONGEST: usize = 120;

/// The status, when a label is one and nothing else.
///
/// ```
/// use openapi_doccheck::label;
///
/// assert_eq!(label::status("HTTP/1.1 404 Not Found"), Some(404));
/// assert_eq!(label::status("Status: 204"), Some(204));
/// assert_eq!(label::status("It holds 200 pots"), None);
/// ```
pub fn status(text: &str) -> Option<u16> {
    let mark = |c: char| c.is_whitespace() || "#*_`:：.()[]（）\"".contains(c);
    let text = text.trim_matches(mark);
    if text.len() > LONGEST {
        return None;
    }
    let (range, code) = numbers(text).find(|(_, code)| is_registered(*code))?;
    let before = text[..range.start].to_lowercase();
    let leads = |word: &str| {
        AROUND.contains(&word)
            || WORDS.iter().any(|words| {
                let mut known = words.status_is.iter().flat_map(|known| known.split(' '));
                known.any(|known| known == word)
            })
    };
    let is_lead = before
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .all(leads);
    let behind = text[range.end..].trim_start_matches(['`', '*', ')', ']', '）']);
    (is_lead && is_reason(code, behind)).then_some(code)
}

/// The place of the status that a sentence before an example gives for it.
pub(crate) fn status_in(text: &str) -> Option<Range<usize>> {
    let inner = text.trim_end_matches([':', '.', ' ', '*', '`', '\n', '\r']);
    let start = inner.rfind(". ").map_or(0, |end| end + 2);
    let tail = &text[start..];
    let mut found = numbers(tail).filter(|(range, code)| {
        let behind = tail[range.end..].trim_start_matches(['`', '*', ')', ']']);
        let word = behind.trim_start().split([' ', ',', ':']).next();
        let word = word.unwrap_or_default();
        // `Returns 200 pots` counts pots.
        let counts = word.starts_with(|c: char| c.is_lowercase() && c.is_ascii())
            && !is_reason(*code, behind)
            && ![
                "and", "or", "is", "on", "as", "with", "because", "in", "status", "code",
            ]
            .contains(&word);
        is_registered(*code) && !counts
    });
    let (range, _) = found.next()?;
    Some(start + range.start..start + range.end)
}

/// Whether what stands behind a number makes it a status: nothing, its meaning, or a remark.
fn is_reason(code: u16, behind: &str) -> bool {
    let text = behind.trim_start();
    if text.is_empty() || text.starts_with([':', '-', '–', '—', '(', ',', '：', '（', '/', '|'])
    {
        return true;
    }
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| c.is_whitespace() || matches!(c, ':' | ',' | '*' | '`'));
    let mut words = words.filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let standard = reason(code).is_some_and(|reason| {
        let reason = reason.to_lowercase();
        reason.split(' ').next() == Some(first)
    });
    let is_when = ["when", "if", "for"].contains(&first);
    is_when || (standard || REASONS.contains(&first)) && words.count() < 6
}

/// Whether servers use a number as a status.
fn is_registered(code: u16) -> bool {
    matches!(code, 100..=103 | 200..=208 | 226 | 300..=308 | 400..=431 | 451 | 500..=511)
}

/// The numbers of three digits that stand alone, with their places.
fn numbers(text: &str) -> impl Iterator<Item = (Range<usize>, u16)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(|c: char| c.is_ascii_digit())?;
            let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
            at = start + digits;
            let before = text[..start].chars().next_back();
            let alone = before.is_none_or(|c| c.is_whitespace() || "`(*[（:：".contains(c));
            let mut behind = text[at..].chars();
            let ends = match behind.next() {
                Some('.') => !behind.next().is_some_and(|c| c.is_ascii_digit()),
                next => !next.is_some_and(|c| c.is_ascii_alphanumeric() || "-/%".contains(c)),
            };
            if digits == 3 && alone && ends {
                let code = text[start..at].parse().expect("these are three digits");
                return Some((start..at, code));
            }
        }
    })
}

/// The standard words for a status.
pub(crate) fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        413 => "Payload Too Large",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        418 => "I'm a teapot",
        422 => "Unprocessable",
        423 => "Locked",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{status, status_in};

    #[test]
    fn a_label_may_be_a_status_and_nothing_else() {
        for (text, code) in [
            ("**404 Not Found**", Some(404)),
            ("`HTTP/1.1 404 Not Found`", Some(404)),
            ("HTTP/2 204", Some(204)),
            ("Response 404:", Some(404)),
            ("#### 404", Some(404)),
            ("Status: 404 Not Found", Some(404)),
            ("Example response (404):", Some(404)),
            ("Status code `409`", Some(409)),
            ("201 Created", Some(201)),
            ("200 (application/json)", Some(200)),
            ("422 - Validation failed", Some(422)),
            ("400 when the lid is missing:", Some(400)),
            ("Fehler 404", Some(404)),
            ("상태 코드 404", Some(404)),
            ("404 오류:", Some(404)),
            ("ステータスコード 404", Some(404)),
            ("状态码：404", Some(404)),
            ("Statut 404", Some(404)),
            ("Error 500 Internal Server Error", Some(500)),
            ("200 pots", None),
            ("Pot 404", None),
            ("Since 12.345", None),
            ("Rule 101", None),
            ("404s", None),
            ("All 200 pots are listed:", None),
            ("The limit is 429", None),
            ("", None),
        ] {
            assert_eq!(status(text), code, "{text}");
        }
    }

    #[test]
    fn a_sentence_may_hold_a_status_and_no_count() {
        for (text, found) in [
            ("Example response (`404`):", Some("404")),
            ("It returns 404 Not Found:", Some("404")),
            ("It returns 404 when the pot is gone:", Some("404")),
            ("The 200 response. Returns 500 when broken:", Some("500")),
            ("Returns 200 pots:", None),
            ("Returns 1000 pots:", None),
            ("The response:", None),
        ] {
            let range = status_in(text);
            assert_eq!(range.map(|range| &text[range]), found, "{text}");
        }
    }
}
