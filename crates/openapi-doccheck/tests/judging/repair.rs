//! What is written: repairs of pages, and baselines.

use std::fs;
use std::path::Path;

use openapi_doccheck::edit::Edit;
use openapi_doccheck::fix::apply;
use openapi_doccheck::rule::Rule;
use serde_json::Value;

use crate::cli::{BROKEN, CLEAN, code, folder, run, stderr, stdout};
use crate::mutants::mutant;
use crate::shape::Shape;
use crate::{findings, judge, kettles};

const CHECK: [&str; 4] = ["check", "broken.md", "--openapi", "kettles.yaml"];

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn fix_repairs_the_file_once_and_then_has_nothing_to_do() {
    let folder = folder("fix");
    let path = folder.join("broken.md");
    fs::write(&path, BROKEN).unwrap();
    let args = ["check", "broken.md", "--openapi", "kettles.yaml", "--fix"];
    let first = run(&folder, &args);
    assert_eq!(code(&first), 0, "{}", stdout(&first));
    let repaired = fs::read_to_string(&path).unwrap();
    assert_eq!(repaired, BROKEN.replace("\"Whistler\",", "\"Whistler\""));
    let second = run(&folder, &args);
    assert_eq!(fs::read_to_string(&path).unwrap(), repaired);
    assert_eq!(stdout(&second), stdout(&first));
    let left: Vec<_> = fs::read_dir(&folder).unwrap().collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_baseline_silences_what_was_there_wherever_it_moves() {
    let folder = folder("baseline");
    let path = folder.join("broken.md");
    fs::write(&path, BROKEN).unwrap();
    let args = [
        "check",
        "broken.md",
        "--openapi",
        "kettles.yaml",
        "--baseline",
        "known.json",
    ];
    let written = run(&folder, &[&args[..], &["--update-baseline"]].concat());
    assert_eq!(code(&written), 0, "{}", stderr(&written));
    assert_eq!(code(&run(&folder, &args)), 0);
    let absolute = path.to_string_lossy().into_owned();
    for name in ["./broken.md", absolute.as_str(), "."] {
        let args = [
            "check",
            name,
            "--openapi",
            "kettles.yaml",
            "--baseline",
            "known.json",
        ];
        assert_eq!(code(&run(&folder, &args)), 0, "{name}");
    }
    fs::write(&path, BROKEN.replacen("\n\n", "\n\nMore words.\n\n", 1)).unwrap();
    assert_eq!(code(&run(&folder, &args)), 0);
    fs::write(&path, BROKEN.replace("\"id\": 7", "\"id\": \"7\"")).unwrap();
    let output = run(&folder, &args);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("error[payload-type]"));
    assert!(!stdout(&output).contains("error[json-syntax]"));
}

#[test]
fn a_repair_is_the_same_in_every_shape_and_changes_nothing_else() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let repaired = |text: &str| {
        let found = findings(&judge, "/api/v1", text);
        let edits: Vec<Edit> = found.into_iter().flat_map(|one| one.edits).collect();
        apply(text, &edits)
    };
    let mut rng = fastrand::Rng::with_seed(61);
    let mut repairs = 0;
    for rule in [Rule::JsonSyntax, Rule::CurlGlobbing] {
        for _ in 0..12 {
            let page = mutant(rule, &mut rng, CLEAN).text;
            let right = repaired(&page);
            repairs += usize::from(right != page);
            for shape in Shape::ALL {
                let wrong = shape.of(&page).text;
                let (actual, expected) = (repaired(&wrong), shape.of(&right).text);
                // These lose blanks, also the one that stood beside the repair.
                if matches!(shape, Shape::Line | Shape::Mirrored) {
                    let words = |text: &str| {
                        text.split_whitespace()
                            .map(str::to_owned)
                            .collect::<Vec<_>>()
                    };
                    assert_eq!(words(&actual), words(&expected), "{rule} in {shape:?}");
                } else {
                    assert_eq!(actual, expected, "{rule} in {shape:?}");
                }
                // A second time there is nothing left to do.
                let once = repaired(&wrong);
                assert_eq!(repaired(&once), once, "{rule} in {shape:?}");
            }
        }
    }
    assert!(repairs > 12, "only {repairs} pages had a safe repair");
}

#[test]
fn a_report_beside_a_repair_tells_the_page_as_it_is_then() {
    let folder = folder("fix-report");
    let path = folder.join("broken.md");
    fs::write(&path, BROKEN.replace("\"id\": 7", "\"id\": \"7\"")).unwrap();
    let args = ["--fix", "--format", "sarif=out.sarif", "--format", "text"];
    let output = run(&folder, &[&CHECK[..], &args].concat());
    assert_eq!(code(&output), 1);
    let sarif: Value = serde_json::from_str(&read(&folder.join("out.sarif"))).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let ids: Vec<_> = results
        .iter()
        .map(|one| one["ruleId"].as_str().unwrap())
        .collect();
    assert!(
        ids.contains(&"payload-type") && !ids.contains(&"json-syntax"),
        "{ids:?}"
    );
    assert!(
        !stdout(&output).contains("json-syntax"),
        "{}",
        stdout(&output)
    );
    assert!(read(&path).contains("\"Whistler\"\n"));
}

#[test]
#[cfg(unix)]
fn a_link_stays_a_link_and_a_file_that_nobody_may_write_stays_as_it_is() {
    let folder = folder("fix-files");
    fs::create_dir(folder.join("there")).unwrap();
    let there = folder.join("there/page.md");
    fs::write(&there, BROKEN).unwrap();
    let link = folder.join("broken.md");
    std::os::unix::fs::symlink("there/page.md", &link).unwrap();
    let fix = [&CHECK[..], &["--fix"]].concat();
    assert_eq!(code(&run(&folder, &fix)), 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_ne!(read(&there), BROKEN);

    fs::write(&there, BROKEN).unwrap();
    let mut permissions = fs::metadata(&there).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&there, permissions).unwrap();
    let output = run(&folder, &fix);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("broken.md could not be written: "),
        "{}",
        stderr(&output)
    );
    assert_eq!(read(&there), BROKEN);
    assert_eq!(fs::read_dir(folder.join("there")).unwrap().count(), 1);
}

#[test]
fn findings_that_are_alike_are_counted_by_the_baseline() {
    let folder = folder("baseline-alike");
    let path = folder.join("broken.md");
    let example = &BROKEN[BROKEN.find("\n\nExample").unwrap()..];
    let twice = format!("{}{example}", BROKEN.trim_end());
    fs::write(&path, &twice).unwrap();
    let args = [&CHECK[..], &["--baseline", "known.json"]].concat();
    assert_eq!(
        code(&run(&folder, &[&args[..], &["--update-baseline"]].concat())),
        0
    );
    let known: Value = serde_json::from_str(&read(&folder.join("known.json"))).unwrap();
    assert_eq!(
        known["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["page"] == "broken.md")
            .count(),
        2
    );
    assert!(!read(&folder.join("known.json")).contains("line"));
    // One less is no news, and one more is.
    fs::write(&path, BROKEN).unwrap();
    assert_eq!(code(&run(&folder, &args)), 0);
    fs::write(&path, format!("{}{example}", twice.trim_end())).unwrap();
    let output = run(&folder, &args);
    assert_eq!(code(&output), 1);
    assert!(
        stdout(&output).contains("1 error, 0 warnings"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_baseline_is_written_by_whole_runs_for_the_pages_they_saw() {
    let folder = folder("baseline-pages");
    for page in ["broken.md", "other.md", "gone.md"] {
        fs::write(folder.join(page), BROKEN).unwrap();
    }
    let update = |pages: &[&str]| {
        let args = [
            "--openapi",
            "kettles.yaml",
            "--baseline",
            "known.json",
            "--update-baseline",
        ];
        run(&folder, &[&["check"], pages, &args[..]].concat())
    };
    let known = || {
        let known: Value = serde_json::from_str(&read(&folder.join("known.json"))).unwrap();
        let findings = known["findings"].as_array().unwrap().clone();
        let pages = findings
            .into_iter()
            .map(|one| one["page"].as_str().unwrap().to_owned());
        pages
            .filter(|page| page != "kettles.yaml")
            .collect::<Vec<_>>()
    };
    assert_eq!(code(&update(&["."])), 0);
    assert_eq!(known(), ["broken.md", "gone.md", "other.md"]);
    // A run that could not happen changes nothing.
    fs::write(folder.join("latin.md"), b"caf\xe9").unwrap();
    fs::write(folder.join("broken.md"), CLEAN).unwrap();
    let before = read(&folder.join("known.json"));
    assert_eq!(code(&update(&["broken.md", "latin.md"])), 2);
    assert_eq!(read(&folder.join("known.json")), before);
    // A run over one page says nothing about another, unless that is gone.
    fs::remove_file(folder.join("gone.md")).unwrap();
    assert_eq!(code(&update(&["broken.md"])), 0);
    assert_eq!(known(), ["other.md"]);
    // What was spoilt is written anew.
    fs::write(folder.join("known.json"), "{").unwrap();
    assert_eq!(code(&update(&["other.md"])), 0);
    assert_eq!(known(), ["other.md"]);
}
