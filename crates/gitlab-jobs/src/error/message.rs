//! GitLab's words in an error body, found in whichever of its places they stand, and made safe to print.

use reqwest::StatusCode;
use serde_json::{Map, Value};

/// The longest text an error keeps, in characters.
const LONGEST: usize = 1000;

/// What an error body says; `None` when it says nothing in a known place.
///
/// Known are `{"message": text | list | object}`, `{"error": text, "error_description": text, "scope": text}` and the
/// plain text with which GitLab's rate limiter answers 429.
pub(crate) fn of_body(
    status: StatusCode,
    content_type: Option<&str>,
    body: &[u8],
) -> Option<String> {
    let text = match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(body)) => of_object(&body),
        Ok(_) => None,
        Err(_) => {
            let plain = content_type.is_some_and(|kind| kind.starts_with("text/plain"));
            let limited = status == StatusCode::TOO_MANY_REQUESTS;
            (plain && limited).then(|| String::from_utf8_lossy(body).into_owned())
        }
    }?;
    let text = one_line(&text);
    (!text.is_empty()).then_some(text)
}

/// What went wrong in decoding, without the value at fault: a value may be a secret, its place and type are none.
pub(crate) fn of_decoding(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!("line {} column {}", error.line(), error.column());
    let what = if text.starts_with("missing field ") {
        text.split(" at line ").next().unwrap_or(&text).to_owned()
    } else if let Some(rest) = text.strip_prefix("invalid type: ") {
        let found = rest.split([' ', ',']).next().unwrap_or_default();
        let expected = rest.rsplit(", expected ").next().unwrap_or_default();
        let expected = expected.split(" at line ").next().unwrap_or_default();
        format!("{found} where {expected} is expected")
    } else if error.is_data() {
        "a value does not fit its type".to_owned()
    } else {
        "the body is not JSON".to_owned()
    };
    format!("{} at {place}", one_line(&what))
}

/// Text as one line without control characters, cut after 1000 characters.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split(|character: char| character.is_control() || character.is_whitespace()) {
        if word.is_empty() {
            continue;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        for character in word.chars() {
            if length >= LONGEST {
                line.push('…');
                return line;
            }
            line.push(character);
            length += 1;
        }
    }
    line
}

fn of_object(body: &Map<String, Value>) -> Option<String> {
    if let Some(message) = body.get("message").and_then(flat) {
        return Some(message);
    }
    let error = body.get("error").and_then(flat);
    let description = body.get("error_description").and_then(flat);
    let mut text = match (error, description) {
        (Some(error), Some(description)) => format!("{error}: {description}"),
        (Some(text), None) | (None, Some(text)) => text,
        (None, None) => return None,
    };
    if let Some(scope) = body.get("scope").and_then(flat) {
        text.push_str(" (scope: ");
        text.push_str(&scope);
        text.push(')');
    }
    Some(text)
}

/// A value as text: lists joined by commas, the members of an object as `key: value` joined by semicolons.
///
/// Only two levels are read, which is as deep as GitLab's messages go.
fn flat(value: &Value) -> Option<String> {
    let text = match value {
        Value::Array(items) => join(items.iter().filter_map(scalar), ", "),
        Value::Object(members) => {
            let members = members.iter().filter_map(|(key, value)| {
                let value = match value {
                    Value::Array(items) => join(items.iter().filter_map(scalar), ", "),
                    value => scalar(value)?,
                };
                Some(format!("{key}: {value}"))
            });
            join(members, "; ")
        }
        value => scalar(value)?,
    };
    (!text.is_empty()).then_some(text)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn join(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> Option<String> {
        of_body(StatusCode::BAD_REQUEST, None, body.as_bytes())
    }

    #[test]
    fn the_message_is_found_in_each_of_its_shapes() {
        for (body, message) in [
            (r#"{"message":"404 Job Not Found"}"#, "404 Job Not Found"),
            (r#"{"message":["a","b"]}"#, "a, b"),
            (
                r#"{"message":{"name":["is taken","is long"],"path":["is bad"]}}"#,
                "name: is taken, is long; path: is bad",
            ),
            (
                r#"{"message":{"error":"This endpoint has been requested too many times."}}"#,
                "error: This endpoint has been requested too many times.",
            ),
            (
                r#"{"error":"scope does not have a valid value"}"#,
                "scope does not have a valid value",
            ),
            (
                r#"{"error":"insufficient_scope","error_description":"Needs more.","scope":"api read_api"}"#,
                "insufficient_scope: Needs more. (scope: api read_api)",
            ),
            // Servers of several years word the same differently.
            (
                r#"{"message":"403 Forbidden  - The current user is not authorized to play this job"}"#,
                "403 Forbidden - The current user is not authorized to play this job",
            ),
            (
                r#"{"message":"400 (Bad request) \"Unplayable Build\" not given"}"#,
                r#"400 (Bad request) "Unplayable Build" not given"#,
            ),
            (
                r#"{"error":"insufficient_granular_scope","error_description":"Needs read_job."}"#,
                "insufficient_granular_scope: Needs read_job.",
            ),
        ] {
            assert_eq!(said(body).as_deref(), Some(message), "{body}");
        }
    }

    #[test]
    fn bodies_that_say_nothing_in_a_known_place_give_no_message() {
        for body in [
            "",
            "<html>502</html>",
            "[]",
            "\"text\"",
            "{}",
            r#"{"message":null}"#,
            r#"{"message":""}"#,
            r#"{"message":{"a":{"b":{"c":1}}}}"#,
        ] {
            assert_eq!(said(body), None, "{body}");
        }
    }

    #[test]
    fn plain_text_is_believed_only_of_the_rate_limiter() {
        let plain = Some("text/plain; charset=utf-8");
        let limited = StatusCode::TOO_MANY_REQUESTS;
        assert_eq!(
            of_body(limited, plain, b"Retry later\n").as_deref(),
            Some("Retry later")
        );
        assert_eq!(of_body(limited, Some("text/html"), b"Retry later"), None);
        assert_eq!(of_body(StatusCode::FORBIDDEN, plain, b"no"), None);
    }

    #[test]
    fn messages_become_one_bounded_line() {
        assert_eq!(one_line("a\r\n\u{1b}[31mb\tc "), "a [31mb c");
        let long = one_line(&"x ".repeat(5000));
        assert_eq!(long.chars().count(), LONGEST + 1);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn decoding_errors_name_the_field_or_type_but_never_the_value() {
        #[derive(Debug, serde::Deserialize)]
        #[expect(dead_code, reason = "only decoding is of interest")]
        struct Probe {
            id: i64,
            when: chrono::DateTime<chrono::Utc>,
        }
        let explain = |text: &str| of_decoding(&serde_json::from_str::<Probe>(text).unwrap_err());
        assert_eq!(explain("{}"), "missing field `id` at line 1 column 2");
        assert_eq!(
            explain(r#"{"id":"s3cret, expected x"}"#),
            "string where i64 is expected at line 1 column 26"
        );
        assert_eq!(
            explain(r#"{"id":1,"when":"s3cret"}"#),
            "a value does not fit its type at line 1 column 23"
        );
        assert_eq!(explain("<html>"), "the body is not JSON at line 1 column 1");
    }
}
