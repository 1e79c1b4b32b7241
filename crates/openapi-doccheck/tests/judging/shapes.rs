//! A page with mistakes in each of the shapes that pages are found in: the same findings, each at its own place.

use openapi_doccheck::finding::Finding;
use openapi_doccheck::rule::Rule;

use crate::mutants::mutant;
use crate::{findings, judge, kettles, show};

const PAGE: &str = include_str!("kettles.md");

/// How the cells of a table stand when a page has lost its markup.
#[derive(Clone, Copy)]
enum Cells {
    /// Side by side, with spaces between them.
    Spaced,
    /// With bars between them, and the first on a line of its own.
    Spread,
}

/// The page as text: without fences, number signs, code marks and outer bars.
fn lost(page: &str, cells: Cells) -> String {
    let mut text = String::new();
    for line in page.lines() {
        if line.starts_with("```") {
            continue;
        }
        let Some(row) = line.strip_prefix('|') else {
            text.push_str(line.trim_start_matches(['#', ' ']).trim_end());
            if line.starts_with(' ') {
                // Within JSON and commands the indentation is kept, which is what most copies do.
                text.truncate(text.rfind('\n').map_or(0, |feed| feed + 1));
                text.push_str(line);
            }
            text.push('\n');
            continue;
        };
        let row: Vec<&str> = row
            .trim_end_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        let rule = row.iter().all(|cell| cell.trim_matches('-').is_empty());
        let head = row[0].starts_with(char::is_uppercase);
        let row = row.join(" | ").replace('`', "");
        match cells {
            Cells::Spaced if rule => {}
            Cells::Spaced => text.push_str(&(row.replace(" | ", " ") + "\n")),
            Cells::Spread if rule => {
                text.push_str(&("---|".repeat(row.matches('|').count() + 1) + "\n"));
            }
            Cells::Spread if head => text.push_str(&(row + " |\n")),
            Cells::Spread => text.push_str(&(row.replacen(" | ", " |\n", 1) + " |\n")),
        }
    }
    text
}

/// What is found, without its place but with the text there.
fn told(text: &str, found: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let slice = &text[finding.span.start..finding.span.end];
        let slice: Vec<&str> = slice
            .split(['`', ' ', '\n', '\r'])
            .filter(|word| !word.is_empty())
            .collect();
        let pointer = finding.pointer.as_deref().unwrap_or_default();
        format!(
            "{} {pointer} `{}`: {}",
            finding.rule,
            slice.join(" "),
            finding.message
        )
    };
    found.iter().map(line).collect()
}

#[test]
fn a_page_without_mistakes_has_none_in_any_shape() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    for text in shapes(PAGE) {
        let found = findings(&judge, "/api/v1", &text);
        assert!(found.is_empty(), "{}{text}", show(&text, &found));
    }
}

/// The page in the shapes of pages that are found in the wild.
fn shapes(page: &str) -> Vec<String> {
    let words = lost(page, Cells::Spaced);
    vec![
        page.split_whitespace().collect::<Vec<_>>().join(" "),
        words.replace('\n', "\r\n"),
        words,
        lost(page, Cells::Spread),
        page.lines()
            .filter(|line| !line.is_empty())
            .flat_map(|line| [line, "\n"])
            .collect(),
    ]
}

#[test]
fn every_shape_of_a_spoilt_page_has_the_same_findings() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    // Mistakes that no shape hides: what is told of fences, headings and line ends is another test's.
    let rules = [
        Rule::JsonSyntax,
        Rule::PayloadShape,
        Rule::PayloadPropertyUnknown,
        Rule::PayloadPropertyMissing,
        Rule::PayloadType,
        Rule::PayloadFormat,
        Rule::PayloadValue,
        Rule::PayloadOpenValue,
        Rule::CurlSyntax,
        Rule::CurlMethod,
        Rule::CurlPath,
        Rule::CurlQueryUnknown,
        Rule::CurlQueryValue,
        Rule::CurlQueryMissing,
        Rule::CurlHeaderUnknown,
        Rule::CurlGlobbing,
        Rule::CurlLocation,
        Rule::CurlCredentials,
        Rule::AttributeUnknown,
        Rule::AttributeMissing,
        Rule::AttributeType,
        Rule::AttributeRequired,
        Rule::StatusUnknown,
    ];
    let mut rng = fastrand::Rng::with_seed(47);
    for rule in rules {
        for _ in 0..6 {
            let page = mutant(rule, &mut rng, PAGE).text;
            let expected = told(&page, &findings(&judge, "/api/v1", &page));
            assert_eq!(expected.len(), 1, "{rule}");
            for (index, text) in shapes(&page).into_iter().enumerate() {
                let found = findings(&judge, "/api/v1", &text);
                assert_eq!(told(&text, &found), expected, "shape {index}\n{text}");
            }
        }
    }
}
