//! What code hosts show beside lines: Code Quality and annotations; and that no format lets a page steer a terminal.

use std::collections::BTreeSet;

use openapi_doccheck::finding::{Finding, Level};
use openapi_doccheck::output::{Format, text};
use openapi_doccheck::report::{Explanation, PageReport};
use openapi_document::source::Position;

use crate::formats::{PAGE, every_rule, parsed, report, report_of};

#[test]
fn code_quality_has_the_fields_that_gitlab_reads() {
    let report = report();
    let value = parsed(&Format::Gitlab.tell(&report));
    let issues = value.as_array().unwrap();
    assert_eq!(issues.len(), 2);
    // The fields that GitLab requires, of every rule, and no fingerprint twice.
    let all = parsed(&Format::Gitlab.tell(&every_rule()));
    let mut prints = BTreeSet::new();
    for issue in all.as_array().unwrap() {
        for field in ["description", "check_name", "fingerprint", "severity"] {
            assert!(
                !issue[field].as_str().unwrap().is_empty(),
                "{field}: {issue}"
            );
        }
        let severities = ["info", "minor", "major", "critical", "blocker"];
        assert!(
            severities.contains(&issue["severity"].as_str().unwrap()),
            "{issue}"
        );
        assert!(
            !issue["location"]["path"]
                .as_str()
                .unwrap()
                .starts_with("./")
        );
        assert!(
            issue["location"]["lines"]["begin"].as_u64().unwrap() > 0,
            "{issue}"
        );
        assert!(prints.insert(issue["fingerprint"].to_string()), "{issue}");
    }
    for (issue, finding) in issues.iter().zip(&report.pages[0].findings) {
        assert!(
            issue["description"]
                .as_str()
                .unwrap()
                .starts_with(&finding.message)
        );
        assert_eq!(issue["check_name"], finding.rule.id());
        assert_eq!(issue["fingerprint"], finding.fingerprint);
        assert_eq!(issue["severity"], "major");
        assert_eq!(issue["location"]["path"], "docs/my page, 1.md");
        assert!(issue["location"]["lines"]["begin"].is_u64());
    }
}

#[test]
fn annotations_come_back_as_they_went() {
    let mut report = every_rule();
    report.pages.splice(..0, crate::formats::report().pages);
    let text = Format::Github.tell(&report);
    let unescape = |text: &str| {
        text.replace("%3A", ":")
            .replace("%2C", ",")
            .replace("%0A", "\n")
            .replace("%0D", "\r")
            .replace("%25", "%")
    };
    let told: Vec<(&PageReport, &Finding)> = report
        .pages
        .iter()
        .flat_map(|page| page.findings.iter().map(move |finding| (page, finding)))
        .filter(|(_, finding)| !finding.is_suppressed())
        .collect();
    assert_eq!(text.lines().count(), told.len());
    for (line, (page, finding)) in text.lines().zip(told) {
        let word = match finding.level {
            Level::Error => "::error ",
            Level::Warning => "::warning ",
            Level::Note => "::notice ",
        };
        let (properties, message) = line.strip_prefix(word).unwrap().split_once("::").unwrap();
        let properties: Vec<(&str, String)> = properties
            .split(',')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (name, unescape(value)))
            .collect();
        let get = |name: &str| {
            let found = properties.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone())
        };
        let (start, end) = page.range(finding);
        assert_eq!(get("file").as_deref(), Some(page.path()));
        assert_eq!(get("title").as_deref(), Some(finding.rule.id()));
        assert_eq!(get("line"), Some(start.line.to_string()));
        assert_eq!(get("endLine"), Some(end.line.to_string()));
        // An annotation of several lines has no columns.
        let column = (start.line == end.line).then(|| start.column.to_string());
        assert_eq!(get("col"), column, "{line}");
        let whole = match &finding.help {
            Some(help) => format!("{}; {help}", finding.message),
            None => finding.message.clone(),
        };
        assert_eq!(unescape(message), whole);
    }
}

/// Whether a text holds what moves a cursor, rings, or turns the direction of what follows.
pub(crate) fn steers(text: &str) -> bool {
    text.contains(|c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
            || ('\u{2028}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    })
}

#[test]
fn what_steers_a_terminal_comes_out_of_no_format() {
    let hostile = "\u{1b}[31m\u{7}\u{9b}2J\u{202e}\u{2067}\u{2028}\u{85}\u{7f}";
    let name = format!("docs/a\nb\r{hostile}, %0A.md");
    let text = PAGE
        .replace("\"name\"", &format!("\"na{hostile}me\""))
        .replace("ü7", &format!("ü7{hostile}"))
        .replace("GET /kettle/:id", &format!("GET /kettle/:id{hostile}"));
    let mut report = report_of(&name, &text);
    report.pages[0].explanations.push(Explanation {
        position: Position { line: 1, column: 1 },
        text: format!("endpoint `{hostile}`"),
    });
    for finding in &mut report.pages[0].findings {
        finding.suppressed = None;
        finding.operation = Some(hostile.to_owned());
        finding.pointer = Some(format!("/{hostile}"));
    }
    assert!(report.pages[0].findings.len() > 3);
    for format in Format::ALL {
        let told = format.tell(&report);
        assert!(!steers(&told), "{format}: {told:?}");
    }
    // In colours, the escapes of the colours are the only ones.
    let told = text::tell(&report, &text::Look { colour: true });
    let plain: Vec<&str> = told
        .split("\u{1b}[")
        .map(|piece| {
            let colour = piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
            colour.strip_prefix('m').unwrap_or(piece)
        })
        .collect();
    assert!(!steers(&plain.concat()), "{told:?}");
    assert!(!told.contains("\u{1b}[31m\u{fffd}"), "{told:?}");

    // Where the format has escapes, nothing is lost.
    let json = parsed(&Format::Json.tell(&report));
    assert_eq!(json["pages"][0]["path"], name);
    assert_eq!(json["pages"][0]["findings"][0]["operation"], hostile);
    let quality = parsed(&Format::Gitlab.tell(&report));
    assert_eq!(quality[0]["location"]["path"], name);
    let sarif = parsed(&Format::Sarif.tell(&report));
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let uri = location["artifactLocation"]["uri"].as_str().unwrap();
    assert!(
        uri.starts_with("docs/a%0Ab%0D%1B%5B31m%07%C2%9B2J%E2%80%AE") && uri.is_ascii(),
        "{uri}"
    );
    // One line is one annotation, and its file is one property.
    let github = Format::Github.tell(&report);
    for line in github.lines() {
        assert!(
            line.starts_with("::error file=docs/a%0Ab%0D\u{fffd}[31m"),
            "{line}"
        );
        assert!(line.contains("%2C %250A.md,line="), "{line}");
    }
}
