//! Every format tells the same findings, in the shape that its readers expect.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use openapi_doccheck::baseline::Baseline;
use openapi_doccheck::claim::{self, Inventory};
use openapi_doccheck::edit::Edit;
use openapi_doccheck::finding::Suppression;
use openapi_doccheck::output::{Format, json, junit};
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::report::{PageReport, Report};
use openapi_doccheck::rule::Rule;
use serde_json::Value;

use crate::rules::example;
use crate::{judge, kettles};

/// A page with a finding that has a repair, one with a place in the document, one of several lines and one silenced.
pub(crate) const PAGE: &str = "# Kettles: 100%, <all>\n\n```plaintext\nGET /kettles/:id\n```\n\nExample response:\n\n\
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

/// A report with a finding of every rule: the pages of the rules, and the document of one that shows too little.
pub(crate) fn every_rule() -> Report {
    let mut report = report();
    report.pages.clear();
    let rules = Rule::ALL.iter().copied();
    for rule in rules.filter(|rule| *rule != Rule::EndpointUndocumented) {
        let name = format!("docs/{rule}.md");
        report
            .pages
            .extend(report_of(&name, &example(rule, "Bad")).pages);
    }
    let document = Arc::clone(&report.pages[0].document);
    report.pages.push(PageReport {
        source: document.source(document.root().span.file).clone(),
        reader: "openapi".to_owned(),
        choice: "openapi".to_owned(),
        inventory: Inventory::default(),
        findings: judge(&document, "/api/v1").undocumented(&BTreeSet::new()),
        document,
        explanations: Vec::new(),
    });
    let found = report.pages.iter().flat_map(|page| &page.findings);
    let found: BTreeSet<Rule> = found.map(|finding| finding.rule).collect();
    assert_eq!(found, Rule::ALL.iter().copied().collect());
    report
}

/// What is wrong with a value by a schema.
fn errors(validator: &jsonschema::Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|error| error.to_string())
        .collect()
}

pub(crate) fn parsed(text: &str) -> Value {
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
    let all = parsed(&Format::Json.tell(&every_rule()));
    for value in [&value, &all] {
        assert_eq!(errors(&validator, value), [""; 0]);
    }
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
fn json_tells_of_every_rule_what_the_finding_says_and_where() {
    let report = every_rule();
    let value = parsed(&Format::Json.tell(&report));
    let pages = value["pages"].as_array().unwrap();
    assert_eq!(pages.len(), report.pages.len());
    for (told, page) in pages.iter().zip(&report.pages) {
        let text = page.source.text();
        // Counted anew: lines by their feeds, columns by characters, both from 1.
        let place = |at: usize| {
            let line = text[..at].matches('\n').count() + 1;
            let column = text[..at].rsplit('\n').next().unwrap().chars().count() + 1;
            (line, column)
        };
        let findings = told["findings"].as_array().unwrap();
        assert_eq!(findings.len(), page.findings.len());
        for (told, finding) in findings.iter().zip(&page.findings) {
            let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
            let at = (number(&told["line"]), number(&told["column"]));
            assert_eq!(at, place(finding.span.start), "{told}");
            let at = (number(&told["end_line"]), number(&told["end_column"]));
            assert_eq!(at, place(finding.span.end), "{told}");
            assert_eq!(told["rule"], finding.rule.id());
            assert_eq!(told["level"], finding.level.as_str());
            assert_eq!(told["message"], finding.message);
            assert_eq!(told["help"], serde_json::json!(finding.help));
            assert_eq!(told["operation"], serde_json::json!(finding.operation));
            assert_eq!(told["pointer"], serde_json::json!(finding.pointer));
            assert_eq!(told["suppressed"], false);
            assert_eq!(told["fingerprint"], finding.fingerprint);
            let edits = told["edits"].as_array().unwrap().iter();
            let edits: Vec<Edit> = edits
                .map(|edit| Edit {
                    start: number(&edit["start"]),
                    end: number(&edit["end"]),
                    text: edit["text"].as_str().unwrap().to_owned(),
                })
                .collect();
            assert_eq!(edits, finding.edits);
            let Some(known) = &finding.openapi else {
                assert!(told["openapi"].is_null());
                continue;
            };
            let document = &report.pages[0].document;
            let pointer = told["openapi"]["pointer"].as_str().unwrap();
            assert!(document.find(&format!("#{pointer}")).is_some(), "{told}");
            let location = document.locate(known.span);
            assert_eq!(number(&told["openapi"]["line"]), location.position.line);
            assert_eq!(number(&told["openapi"]["column"]), location.position.column);
            assert_eq!(told["openapi"]["path"], location.file);
        }
    }
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
    let all = parsed(&Format::Sarif.tell(&every_rule()));
    for value in [&value, &all] {
        assert_eq!(errors(&validator, value), [""; 0]);
    }
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
    let baseline = Baseline::of(&known).write();
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
        ("every", every_rule()),
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
