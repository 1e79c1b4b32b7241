//! `--format sarif`: SARIF 2.1.0, with the document's side as a related location and the repairs as fixes.

use std::fmt::Write as _;

use serde_json::{Value, json};

use openapi_document::source::Position;

use super::{message, pretty};
use crate::finding::{Finding, Level, Suppression};
use crate::report::{PageReport, Report};
use crate::rule::Rule;

/// Tells a report as SARIF. What is silenced is there, marked as suppressed.
pub fn tell(report: &Report) -> String {
    let rules: Vec<Value> = Rule::ALL.iter().map(|rule| describe(*rule)).collect();
    let results: Vec<Value> = report
        .pages
        .iter()
        .flat_map(|page| page.findings.iter().map(|finding| result(page, finding)))
        .collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "doccheck",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn describe(rule: Rule) -> Value {
    json!({
        "id": rule.id(),
        "shortDescription": {"text": rule.summary()},
        "help": {"text": rule.page(), "markdown": rule.page()},
        "defaultConfiguration": {"level": level(rule.level())},
    })
}

/// SARIF's word for a level.
fn level(level: Level) -> &'static str {
    level.as_str()
}

fn result(page: &PageReport, finding: &Finding) -> Value {
    let (start, end) = page.range(finding);
    let index = Rule::ALL.iter().position(|rule| *rule == finding.rule);
    let mut result = json!({
        "ruleId": finding.rule.id(),
        "ruleIndex": index,
        "level": level(finding.level),
        "message": {"text": message(finding)},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri(page.path())},
                "region": region(start, end),
            },
        }],
        "partialFingerprints": {"doccheck/v1": finding.fingerprint},
    });
    let place = finding.openapi.as_ref().zip(page.openapi(finding));
    if let Some((place, location)) = place {
        result["relatedLocations"] = json!([{
            "id": 1,
            "message": {"text": format!("the document's side is {}", place.address)},
            "physicalLocation": {
                "artifactLocation": {"uri": uri(&location.file)},
                "region": {
                    "startLine": location.position.line,
                    "startColumn": location.position.column,
                },
            },
        }]);
    }
    if !finding.edits.is_empty() {
        let replacements: Vec<Value> = finding
            .edits
            .iter()
            .map(|edit| {
                let from = page.source.position(edit.start);
                let to = page.source.position(edit.end);
                json!({
                    "deletedRegion": region(from, to),
                    "insertedContent": {"text": edit.text},
                })
            })
            .collect();
        result["fixes"] = json!([{
            "description": {"text": finding.help.as_deref().unwrap_or("repair it")},
            "artifactChanges": [{
                "artifactLocation": {"uri": uri(page.path())},
                "replacements": replacements,
            }],
        }]);
    }
    if let Some(suppression) = finding.suppressed {
        let kind = match suppression {
            Suppression::Page => "inSource",
            Suppression::Baseline => "external",
        };
        result["suppressions"] = json!([{"kind": kind}]);
    }
    result
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// A path as a URI: relative, as the reader of a report joins it to the folder it knows, or of the scheme `file`.
fn uri(path: &str) -> String {
    let path = path.trim_start_matches("./");
    let is_drive = path.get(1..3) == Some(":/");
    let mut text = String::with_capacity(path.len());
    if path.starts_with('/') || is_drive {
        text.push_str(if is_drive { "file:///" } else { "file://" });
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'/'
            | b'.'
            | b'_'
            | b'-'
            | b'~'
            | b'@'
            | b'+' => {
                text.push(char::from(byte));
            }
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(uri("./docs/a b.md"), "docs/a%20b.md");
        assert_eq!(uri("docs/ä#1%.md"), "docs/%C3%A4%231%25.md");
        assert_eq!(uri("a:b.md"), "a%3Ab.md");
        assert_eq!(uri("../a\u{1b}\nb\\c.md"), "../a%1B%0Ab%5Cc.md");
        assert_eq!(uri("/docs/a b.md"), "file:///docs/a%20b.md");
        assert_eq!(uri("C:/docs/a.md"), "file:///C%3A/docs/a.md");
    }
}
