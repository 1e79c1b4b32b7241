//! The text that people read: the page's lines, the document's beside them, and what to do.

use std::fs;

use openapi_doccheck::output::Format;
use openapi_doccheck::rule::Rule;

use crate::cli::{code, folder, run, stdout};
use crate::formats::{report, report_of};
use crate::kettles;
use crate::rules::example;

#[test]
fn text_shows_the_page_then_the_document_then_what_to_do() {
    let text = Format::Text.tell(&report());
    let place = |needle: &str| {
        text.find(needle)
            .unwrap_or_else(|| panic!("no {needle} in\n{text}"))
    };
    let page = place("docs/my page, 1.md:11:9");
    let document = place("kettles.yaml:");
    let help = place("help: ");
    assert!(page < document && document < help, "{text}");
    assert!(text.contains("error[payload-type]"), "{text}");
    assert!(text.contains("\"id\": \"ü7\""), "{text}");
    assert!(
        text.ends_with("2 errors, 0 warnings, 0 notes, 1 silenced\n"),
        "{text}"
    );
}

/// What is told of a page with one JSON example, up to the summary.
fn drawn(json: &str) -> String {
    let page = format!(
        "# A kettle\n\n```plaintext\nGET /kettles/:id\n```\n\nExample response:\n\n```json\n{json}"
    );
    let text = Format::Text.tell(&report_of("page.md", &page));
    let end = text.find("page.md: read as").expect("the summary follows");
    text[..end].to_owned()
}

#[test]
fn a_caret_stands_below_its_character_however_wide_the_line_is() {
    for (json, line, carets) in [
        (
            "{\"id\": 7, \"name\": \"주전자 😀\", \"lid\": 3}\n```\n",
            "{\"id\": 7, \"name\": \"주전자 😀\", \"lid\": 3}",
            "                                      ^ get_kettle /lid",
        ),
        (
            "{\n\t\"id\":\t\"7\",\n\t\"name\": \"W\"\n}\n```\n",
            "    \"id\":    \"7\",",
            "             ^^^ get_kettle /id",
        ),
        (
            "{\"id\": 7, \"name\": \"W\"",
            "{\"id\": 7, \"name\": \"W\"",
            "                     ^ get_kettle",
        ),
    ] {
        let told = drawn(json);
        let behind_bars: Vec<&str> = told
            .lines()
            .filter_map(|line| line.split_once("| ").map(|(_, rest)| rest))
            .collect();
        assert!(
            behind_bars.windows(2).any(|pair| pair == [line, carets]),
            "{told}"
        );
    }
}

#[test]
fn of_a_span_of_many_lines_the_first_ones_are_drawn() {
    let told =
        drawn("{\"id\": 7, \"name\": \"W\", \"material\": [\n  1,\n  2,\n  3,\n  4\n]}\n```\n");
    let page = "10 |   {\"id\": 7, \"name\": \"W\", \"material\": [\n   |  ____________________________________^\n\
                11 | |   1,\n12 | |   2,\n   | |____^ get_kettle /material\n";
    assert!(told.contains(page), "{told}");
    assert!(!told.contains("13 |"), "{told}");
    // Of the document's side, a line is enough, because the address says the rest.
    let told = drawn("{\"id\": 7, \"name\": \"W\", \"colour\": 1}\n```\n");
    assert!(told.contains("/Kettle\n   |\n  ::: "), "{told}");
    assert!(
        told.contains("93 |       type: object\n   |       ------------\n"),
        "{told}"
    );
}

#[test]
fn long_lines_are_cut_and_told_by_their_true_columns() {
    let folder = folder("long-lines");
    let document = kettles().root().to_json().to_string();
    assert_eq!(document.lines().count(), 1);
    fs::write(folder.join("openapi.json"), &document).unwrap();
    let example = format!(
        "{{\"name\": \"{}\", \"lid\": 3, \"{}\": 1, \"id\": 7}}",
        "x".repeat(90_000),
        "k".repeat(90_000)
    );
    let page = format!(
        "# A kettle ```plaintext GET /kettles/:id ``` Example response: ```json {example} ```"
    );
    fs::write(folder.join("page.txt"), &page).unwrap();
    let output = run(&folder, &["check", "page.txt", "--openapi", "openapi.json"]);
    assert_eq!(code(&output), 1);
    let told = stdout(&output);
    assert!(told.len() < 10_000, "{} bytes", told.len());
    let column = |text: &str, needle: &str| text.find(needle).unwrap() + 1;
    let lid = column(&page, "3, \"kkk");
    assert!(told.contains(&format!(" --> page.txt:1:{lid}\n")), "{told}");
    let key = column(&page, "\"kkk");
    assert!(told.contains(&format!(" --> page.txt:1:{key}\n")), "{told}");
    let beside = document.find("\"lid\":{").unwrap();
    let beside = beside + column(&document[beside..], "\"boolean\"");
    assert!(
        told.contains(&format!(" ::: openapi.json:1:{beside}\n")),
        "{told}"
    );
    assert!(told.contains("...xxx") && told.contains("kkk..."), "{told}");
    assert!(told.contains(" ^ get_kettle /lid\n"), "{told}");
}

#[test]
fn the_bad_example_of_every_rule_is_drawn_with_its_line_and_carets() {
    for rule in Rule::ALL
        .iter()
        .filter(|rule| **rule != Rule::EndpointUndocumented)
    {
        let page = example(*rule, "Bad");
        let report = report_of("bad.md", &page);
        let told = Format::Text.tell(&report);
        let (start, _) = report.pages[0].range(&report.pages[0].findings[0]);
        let line = page.lines().nth(start.line - 1).unwrap();
        for needle in [
            &format!("{}[{rule}]: ", rule.level()),
            &format!("--> bad.md:{start}\n"),
            &format!("{} | {line}\n", start.line),
            " ^",
        ] {
            assert!(told.contains(needle), "{rule}: {needle}\n{told}");
        }
    }
}
