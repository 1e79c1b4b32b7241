//! What is written: repairs of pages, and baselines.

use std::fs;

use crate::cli::{BROKEN, code, folder, run, stderr, stdout};

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
