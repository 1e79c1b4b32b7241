//! The configuration: every mistake is told at its place, what is said in vain too, and `init` writes a first one.

use std::fs;

use serde_json::Value;

use crate::cli::{BROKEN, CLEAN, code, folder, run, stderr, stdout};

#[test]
fn a_mistake_in_the_configuration_is_told_at_its_place() {
    let folder = folder("settings");
    fs::write(folder.join("page.md"), CLEAN).unwrap();
    let pages = "[[pages]]\npaths = ['*.md']\n";
    for (settings, told) in [
        (
            "openapi = 7\n".to_owned(),
            "1:11: invalid type: integer `7`, expected",
        ),
        ("openapi = 'a\n".to_owned(), "1:13: "),
        ("a = 1\na = 2\n".to_owned(), "2:1: duplicate key"),
        (
            "base-paths = ['/v1', 'api']\n".to_owned(),
            "1:22: `api` is no base path: it begins with a slash, so write `/api`",
        ),
        (
            format!("{pages}base-paths = ['https://a.test/v1']\n"),
            "3:15: `https://a.test/v1` is no base path: write only the path",
        ),
        (
            "base-paths = ['/v1?a']\n".to_owned(),
            "1:15: `/v1?a` is no base path",
        ),
        (
            "multi-segment-key = 'y-more'\n".to_owned(),
            "1:21: `y-more` is no extension key",
        ),
        (
            "[history]\nkey = 'history'\n".to_owned(),
            "2:7: `history` is no extension key",
        ),
        (
            "[history]\nkeys = 'x-history'\n".to_owned(),
            "2:1: unknown field `keys`, expected `key`",
        ),
        (
            "[rules]\njson-sintax = 'off'\n".to_owned(),
            "2:1: there is no rule `json-sintax`; did you mean `json-syntax`?",
        ),
        (
            "[rules]\njson-syntax = 'of'\n".to_owned(),
            "2:15: `of` is no level of `json-syntax`",
        ),
        (
            "[[pages]]\npaths = []\n".to_owned(),
            "2:9: this names no pages",
        ),
        (
            "[[pages]]\nreader = 'text'\n".to_owned(),
            "1:1: missing field `paths`",
        ),
        (
            "[[pages]]\npaths = ['*.md', 'a[.md']\n".to_owned(),
            "2:18: `a[.md` is no pattern: ",
        ),
        (
            format!("{pages}reader = 'word'\n"),
            "3:10: `word` is no reader",
        ),
        (
            format!("{pages}locales = ['en', 'eng']\n"),
            "3:18: there are no words of the locale `eng`",
        ),
        (
            format!("{pages}locales = ['en', 'ko', 'en']\n"),
            "3:24: the locale `en` is named twice",
        ),
        (format!("{pages}as-of = 'v1'\n"), "3:9: `v1` is no version"),
        (
            format!("openapi = 'kettles.yaml'\n{pages}as-of = '1.0'\n[history]\nkey = 'x-none'\n"),
            "6:7: kettles.yaml has no `x-none`, so nothing tells what it was like in 1.0",
        ),
    ] {
        fs::write(folder.join("doccheck.toml"), &settings).unwrap();
        let output = run(&folder, &["check"]);
        assert_eq!(code(&output), 2, "{settings}{}", stdout(&output));
        let expected = format!("doccheck: doccheck.toml:{told}");
        assert!(
            stderr(&output).starts_with(&expected),
            "{settings}{}",
            stderr(&output)
        );
        assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    }
    fs::write(folder.join(".doccheck.toml"), "").unwrap();
    let both = run(&folder, &["check"]);
    assert_eq!(code(&both), 2);
    assert!(stderr(&both).contains("are both here"), "{}", stderr(&both));
}

#[test]
fn what_the_configuration_says_in_vain_is_told() {
    let folder = folder("vain");
    fs::write(folder.join("page.md"), CLEAN).unwrap();
    fs::write(folder.join("words.md"), "# Words\n\nNothing but words.\n").unwrap();
    let settings = "openapi = 'kettles.yaml'\nbase-paths = ['/api/v1/']\nmulti-segment-key = 'x-far'\n[history]\nkey = 'x-past'\n\
        [[pages]]\npaths = ['*.md', '*.mdx']\n[[pages]]\npaths = ['page.md']\n";
    fs::write(folder.join("doccheck.toml"), settings).unwrap();
    let output = run(&folder, &["check"]);
    assert_eq!(code(&output), 0, "{}{}", stdout(&output), stderr(&output));
    let told = stderr(&output);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines,
        [
            "doccheck: doccheck.toml:5:7: no document has the key `x-past`",
            "doccheck: doccheck.toml:3:21: no document has the key `x-far`",
            "doccheck: doccheck.toml:7:18: no page is here by the pattern `*.mdx`: none fits it, or an earlier one has them all",
            "doccheck: doccheck.toml:9:10: no page is here by the pattern `page.md`: none fits it, or an earlier one has them all",
        ]
    );
    // Of a page that is named, patterns for others say nothing.
    let output = run(&folder, &["check", "words.md"]);
    assert_eq!(code(&output), 0);
    let told = stderr(&output);
    assert!(!told.contains("pattern"), "{told}");
    assert!(
        told.contains("no page makes a claim about an API"),
        "{told}"
    );
}

#[test]
fn a_page_is_judged_by_the_version_that_is_asked_for() {
    let folder = folder("as-of");
    fs::write(
        folder.join("pots.yaml"),
        "openapi: 3.0.3\ninfo: {title: Pots, version: 1.0.0}\nservers: [{url: https://pots.test}]\npaths:\n  /pots:\n    get:\n      \
         operationId: get_pot\n      responses:\n        '200':\n          description: A pot.\n          content:\n            \
         application/json:\n              schema:\n                type: object\n                properties:\n                  \
         id: {type: integer}\n                  lid: {type: boolean, x-past: [{version: '9.10', change: introduced}]}\n                  \
         rim: {type: boolean, x-past: [{version: '9.10', change: removed}]}\n",
    )
    .unwrap();
    let page = |key: &str| {
        format!(
            "# Pots\n\n```plaintext\nGET /pots\n```\n\n```json\n{{\"id\": 1, \"{key}\": true}}\n```\n"
        )
    };
    fs::write(folder.join("new.md"), page("lid")).unwrap();
    fs::write(folder.join("old.md"), page("rim")).unwrap();
    let settings = "openapi = 'pots.yaml'\n[history]\nkey = 'x-past'\n[[pages]]\npaths = ['old.md']\nas-of = '9.9'\n\
        [[pages]]\npaths = ['new.md']\n";
    fs::write(folder.join("doccheck.toml"), settings).unwrap();
    let found = |args: &[&str]| -> Vec<(String, String)> {
        let output = run(&folder, &[&["check", "--format", "json"], args].concat());
        let json: Value = serde_json::from_str(&stdout(&output)).unwrap();
        let pages = json["pages"].as_array().unwrap().iter();
        let found: Vec<(String, String)> = pages
            .flat_map(|page| {
                let findings = page["findings"].as_array().unwrap().iter();
                findings.map(|one| {
                    assert_eq!(one["rule"], "payload-property-unknown", "{one}");
                    let text = |value: &Value| value.as_str().unwrap().to_owned();
                    (text(&page["path"]), text(&one["pointer"]))
                })
            })
            .collect();
        assert_eq!(
            code(&output),
            i32::from(!found.is_empty()),
            "{}",
            stderr(&output)
        );
        found
    };
    let one = |page: &str, pointer: &str| vec![(page.to_owned(), pointer.to_owned())];
    // As configured: the old page by the old contract, the new one by today's.
    assert_eq!(found(&[]), []);
    assert_eq!(found(&["--as-of", "9.10"]), one("old.md", "/rim"));
    assert_eq!(found(&["--as-of", "9.9"]), one("new.md", "/lid"));
    let wrong = run(&folder, &["check", "--as-of", "nine"]);
    assert_eq!(code(&wrong), 2);
    assert!(stderr(&wrong).contains("nine"), "{}", stderr(&wrong));
}

#[test]
fn init_leads_from_nothing_to_a_run_that_fails_only_for_what_is_new() {
    let folder = folder("init");
    fs::create_dir(folder.join("docs")).unwrap();
    fs::write(folder.join("docs/old.md"), BROKEN).unwrap();
    let init = run(&folder, &["init", "docs", "--openapi", "kettles.yaml"]);
    assert_eq!(code(&init), 0, "{}", stderr(&init));
    let again = run(&folder, &["init", "docs", "--openapi", "kettles.yaml"]);
    assert_eq!(code(&again), 2);
    let check = run(&folder, &["check"]);
    assert_eq!(code(&check), 0, "{}{}", stdout(&check), stderr(&check));
    fs::write(folder.join("docs/new.md"), BROKEN).unwrap();
    let check = run(&folder, &["check"]);
    assert_eq!(code(&check), 1);
    assert!(
        stdout(&check).contains("docs/new.md:12:21"),
        "{}",
        stdout(&check)
    );
}

#[test]
fn init_covers_every_page_that_a_check_of_the_folder_covers() {
    for (name, paths) in [("init-every", &[][..]), ("init-folder", &["docs"])] {
        let folder = folder(name);
        fs::create_dir(folder.join("docs")).unwrap();
        for page in ["a.md", "b.markdown", "c.mdx"] {
            fs::write(folder.join("docs").join(page), BROKEN).unwrap();
        }
        let args = [&["init", "--openapi", "kettles.yaml"], paths].concat();
        let init = run(&folder, &args);
        assert_eq!(code(&init), 0, "{}", stderr(&init));
        assert!(stdout(&init).contains("for 3 pages"), "{}", stdout(&init));
    }
}

#[test]
fn the_configuration_maps_pages_to_readers_levels_and_versions() {
    let folder = folder("config");
    let document = fs::read_to_string(folder.join("kettles.yaml")).unwrap();
    let old = document.replace(
        "{ title: Kettles,",
        "{ x-history: [{version: '0.9', change: introduced}], title: Kettles,",
    );
    assert_ne!(old, document);
    fs::write(folder.join("kettles.yaml"), old).unwrap();
    fs::write(
        folder.join(".doccheck.toml"),
        "openapi = 'kettles.yaml'\n[history]\nkey = 'x-history'\n[rules]\njson-syntax = 'note'\nendpoint-undocumented = 'off'\n\
         [[pages]]\npaths = ['old/*.txt']\nreader = 'text'\nas-of = '1.0'\n[[pages]]\npaths = ['**/*.md']\n",
    )
    .unwrap();
    fs::create_dir(folder.join("old")).unwrap();
    fs::write(folder.join("old/page.txt"), "GET /kettles/:id\n").unwrap();
    fs::write(folder.join("page.md"), BROKEN).unwrap();
    let output = run(&folder, &["check", "--format", "json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let json: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let pages: Vec<(&str, &str)> = json["pages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|page| {
            (
                page["path"].as_str().unwrap(),
                page["reader"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(pages, [("old/page.txt", "text"), ("page.md", "markdown")]);
    assert_eq!(json["pages"][1]["findings"][0]["level"], "note");
}
