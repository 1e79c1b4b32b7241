//! Every format tells the same findings, in the shape that its readers expect.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use openapi_doccheck::baseline::Baseline;
use openapi_doccheck::claim;
use openapi_doccheck::finding::Suppression;
use openapi_doccheck::output::{Format, json, junit, text};
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::report::{Explanation, PageReport, Report};
use openapi_document::source::Position;
use serde_json::Value;

use crate::{judge, kettles};

/// A page with a finding that has a repair, one with a place in the document, one of several lines and one silenced.
const PAGE: &str = "# Kettles: 100%, <all>\n\n```plaintext\nGET /kettles/:id\n```\n\nExample response:\n\n\
    ```json\n{\n  \"id\": \"ü7\",\n  \"name\": \"Whistler\",\n}\n```\n\n\
    <!-- doccheck-disable-next-line endpoint-unknown -->\n\n```plaintext\nGET /kettle/:id\n```\n";

pub(crate) fn report() -> Report {
    report_of("docs/my page, 1.md", PAGE)
}

/// A report about one page.
pub(crate) fn report_of(name: &str, text: &str) -> Report {
    let document = Arc::new(kettles());
    let page = Page::read(name, text, ReaderChoice::Auto);
    let options = claim::Options {
        base_paths: vec!["/api/v1".to_owned()],
        ..claim::Options::default()
    };
    let claims = claim::read(&page, &options);
    let findings = judge(&document, "/api/v1").page(&page, &claims);
    let page = PageReport {
        source: page.source().clone(),
        reader: page.choice().reader.to_string(),
        choice: page.choice().to_string(),
        inventory: claims.inventory,
        findings,
        document: Arc::clone(&document),
        explanations: Vec::new(),
    };
    Report {
        openapi: "rules/kettles.yaml".to_owned(),
        told: Vec::new(),
        pages: vec![page],
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("the format is JSON")
}

fn rules(report: &Report) -> Vec<&'static str> {
    report.pages[0]
        .findings
        .iter()
        .map(|finding| finding.rule.id())
        .collect()
}

#[test]
fn the_report_holds_what_the_tests_of_formats_need() {
    let report = report();
    assert_eq!(
        rules(&report),
        ["payload-type", "json-syntax", "endpoint-unknown"]
    );
    assert_eq!(
        report.pages[0].findings[2].suppressed,
        Some(Suppression::Page)
    );
    assert!(!report.pages[0].findings[1].edits.is_empty());
    assert!(!report.is_clean());
}

#[test]
fn json_fits_its_schema_and_counts_columns_in_characters() {
    let value = parsed(&Format::Json.tell(&report()));
    let schema = parsed(json::SCHEMA);
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let mut spoilt = value.clone();
    spoilt["pages"][0]["findings"][0]["line"] = 0.into();
    assert!(!validator.is_valid(&spoilt));

    let finding = &value["pages"][0]["findings"][0];
    assert_eq!(finding["line"], 11);
    assert_eq!(finding["column"], 9);
    assert_eq!(finding["end_column"], 13);
    assert_eq!(finding["operation"], "get_kettle");
    assert_eq!(finding["pointer"], "/id");
    assert!(
        finding["openapi"]["path"]
            .as_str()
            .unwrap()
            .ends_with("kettles.yaml")
    );
    assert_eq!(
        value["summary"],
        serde_json::json!({"error": 2, "warning": 0, "note": 0})
    );
    let edit = &value["pages"][0]["findings"][1]["edits"][0];
    let (start, end) = (
        edit["start"].as_u64().unwrap(),
        edit["end"].as_u64().unwrap(),
    );
    assert_eq!(
        &PAGE[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()],
        ","
    );
}

/// The source folder of a package that this one depends on, as cargo knows it.
fn package_source(name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata = parsed(&String::from_utf8(output.stdout).unwrap());
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == name);
    let manifest = package.expect("it is a dependency")["manifest_path"]
        .as_str()
        .unwrap();
    PathBuf::from(manifest).parent().unwrap().to_owned()
}

#[test]
fn sarif_fits_the_official_schema() {
    let path = package_source("serde-sarif").join("src/schema.json");
    let schema = std::fs::read_to_string(path).unwrap();
    // One pattern of the official schema is no regular expression. It is about languages, which are not told.
    let broken = "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$";
    assert_eq!(schema.matches(broken).count(), 2);
    let schema = parsed(&schema.replace(broken, ".*"));
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let value = parsed(&Format::Sarif.tell(&report()));
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let mut spoilt = value.clone();
    spoilt["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!validator.is_valid(&spoilt));
}

#[test]
fn sarif_tells_both_sides_and_the_repair() {
    let value = parsed(&Format::Sarif.tell(&report()));
    let run = &value["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = run["results"].as_array().unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
        assert_eq!(
            result["partialFingerprints"]["doccheck/v1"]
                .as_str()
                .unwrap()
                .len(),
            32
        );
        let location = &result["locations"][0]["physicalLocation"];
        assert_eq!(
            location["artifactLocation"]["uri"],
            "docs/my%20page%2C%201.md"
        );
    }
    assert!(results[0]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"].is_u64());
    let change = &results[1]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "");
    assert_eq!(results[2]["suppressions"][0]["kind"], "inSource");
    let mut known = report();
    let baseline = Baseline::write(&known);
    let baseline = Baseline::parse(Path::new("baseline.json"), &baseline).unwrap();
    baseline.silence(&mut known);
    let value = parsed(&Format::Sarif.tell(&known));
    let kinds =
        [0, 1, 2].map(|at| value["runs"][0]["results"][at]["suppressions"][0]["kind"].clone());
    assert_eq!(kinds, ["external", "external", "inSource"]);
}

/// Names and attribute texts of the elements of a document, which must be well-formed.
fn elements(xml: &str) -> Vec<(String, String)> {
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut rest = xml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        .expect("a declaration");
    while let Some(at) = rest.find('<') {
        assert!(
            !rest[..at].contains(['>', '"']) || !open.is_empty(),
            "{rest}"
        );
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let (tag, closed) = tag
            .strip_suffix('/')
            .map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert_eq!(attributes.matches('"').count() % 2, 0, "{tag}");
        found.push((name.to_owned(), attributes.to_owned()));
        if !closed {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    found
}

#[test]
fn junit_has_a_suite_for_each_page_and_a_failed_case_for_each_finding_that_counts() {
    let xml = junit::tell(&report());
    let elements = elements(&xml);
    let names: Vec<&str> = elements.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "testsuites",
            "testsuite",
            "testcase",
            "failure",
            "testcase",
            "failure"
        ]
    );
    assert!(
        elements[1]
            .1
            .contains("name=\"docs/my page, 1.md\" tests=\"2\" failures=\"2\"")
    );
    assert!(elements[2].1.contains("classname=\"docs/my page, 1.md\""));
    let mut clean = report();
    clean.pages[0].findings.clear();
    let names: Vec<String> = self::elements(&junit::tell(&clean))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["testsuites", "testsuite", "testcase"]);
}

/// Whether the validator takes a file for a `JUnit` report.
fn is_junit(path: &Path) -> bool {
    let validate =
        std::env::var_os("JUNIT_VALIDATE").expect("`cargo xtask junit` names a validator");
    let schema = std::env::var_os("JUNIT_SCHEMA").expect("`cargo xtask junit` names the schema");
    let mut command = Command::new(validate);
    let output = command
        .arg("--schema")
        .arg(schema)
        .arg(path)
        .output()
        .unwrap();
    output.status.success()
}

#[test]
#[ignore = "needs the schema and a validator: `cargo xtask junit`"]
fn junit_fits_the_published_schema() {
    let folder = std::env::temp_dir().join(format!("doccheck-junit-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut clean = report();
    clean.pages[0].findings.clear();
    let mut hostile = report();
    for finding in &mut hostile.pages[0].findings {
        finding.message = "<]]>&\"'\u{1b}\u{0}\u{ffff}\u{85}\u{1f600}".to_owned();
    }
    let mut empty = report();
    empty.pages.clear();
    let written = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    for (name, report) in [
        ("some", report()),
        ("clean", clean),
        ("hostile", hostile),
        ("empty", empty),
    ] {
        let path = written(&format!("{name}.xml"), &junit::tell(&report));
        assert!(is_junit(&path), "{name}: {}", junit::tell(&report));
    }
    let text = junit::tell(&report());
    for (name, spoilt) in [
        (
            "unnamed",
            text.replacen("<testcase name=", "<testcase title=", 1),
        ),
        ("renamed", text.replace("testsuite", "suite")),
        (
            "unknown",
            text.replace("failure type", "failed type")
                .replace("/failure", "/failed"),
        ),
    ] {
        assert_ne!(spoilt, text, "{name}");
        assert!(
            !is_junit(&written(&format!("{name}.xml"), &spoilt)),
            "{name}"
        );
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn code_quality_has_the_fields_that_gitlab_reads() {
    let report = report();
    let value = parsed(&Format::Gitlab.tell(&report));
    let issues = value.as_array().unwrap();
    assert_eq!(issues.len(), 2);
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
    let report = report();
    let text = Format::Github.tell(&report);
    let unescape = |text: &str| {
        text.replace("%3A", ":")
            .replace("%2C", ",")
            .replace("%0A", "\n")
            .replace("%0D", "\r")
            .replace("%25", "%")
    };
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    for (line, finding) in lines.iter().zip(&report.pages[0].findings) {
        let (properties, message) = line
            .strip_prefix("::error ")
            .unwrap()
            .split_once("::")
            .unwrap();
        let properties: Vec<(&str, String)> = properties
            .split(',')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (name, unescape(value)))
            .collect();
        let get = |name: &str| {
            let found = properties.iter().find(|(known, _)| *known == name);
            found
                .unwrap_or_else(|| panic!("no {name} in {line}"))
                .1
                .clone()
        };
        assert_eq!(get("file"), "docs/my page, 1.md");
        assert_eq!(get("title"), finding.rule.id());
        let (start, _) = report.pages[0].range(finding);
        assert_eq!(
            (get("line"), get("col")),
            (start.line.to_string(), start.column.to_string())
        );
        assert!(unescape(message).starts_with(&finding.message));
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
