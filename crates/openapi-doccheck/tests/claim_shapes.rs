//! A page in each of the shapes that pages are found in makes the same claims, each at its own place.

use openapi_doccheck::Page;
use openapi_doccheck::claim::{self, ClaimKind, Options};
use openapi_doccheck::page::ReaderChoice;

#[path = "support/common.rs"]
mod common;
use common::Chance;

/// An attribute: name, type, required, description.
type Attribute = [&'static str; 4];

struct Section {
    endpoint: &'static str,
    attributes: Vec<Attribute>,
    statuses: Vec<(&'static str, &'static str)>,
    command: &'static str,
    json: &'static str,
}

fn sections(seed: u64) -> Vec<Section> {
    let mut chance = Chance::new(seed);
    let attributes = [
        ["id", "integer/string", "yes", "The id of the pot."],
        [
            "lid",
            "string",
            "no",
            "The lid. Possible values: `tin`, `iron`, or `glass`.",
        ],
        [
            "scope[]",
            "string or array of strings",
            "no",
            "Which. Either one of or an array of the following: `a`, `b`.",
        ],
        [
            "wide_open",
            "boolean",
            "no",
            "Whether it is open. Defaults to `false`.",
        ],
        ["items", "array of hashes", "yes", "What is in it."],
    ];
    let statuses = [
        ("200", "It is there"),
        ("404", "There is none"),
        ("400", "The path is wrong"),
    ];
    let some = |chance: &mut Chance, most: usize| chance.below(most + 1);
    let mut section = |_| {
        let first = some(&mut chance, 4);
        let count = some(&mut chance, 3);
        Section {
            endpoint: chance.pick::<&str>(&["GET /pots/:id", "POST /pots", "DELETE /pots/{id}/lids/*lid"]),
            attributes: attributes.iter().cycle().skip(first).take(count).copied().collect(),
            statuses: statuses[..some(&mut chance, 3)].to_vec(),
            command: chance.pick::<&str>(&[
                "curl --globoff --header \"TOKEN: <your_token>\" \"https://p.test/pots?scope[]=a&scope[]=b\"",
                "curl --request DELETE \\\n     --header 'TOKEN: x' \\\n     \"$API/pots/7\"",
            ]),
            json: chance.pick::<&str>(&["[\n  {\"id\": 1},\n  {\"id\": 2,}\n]", "{\n  \"lid\": \"tin\"\n}"]),
        }
    };
    (0..3).map(&mut section).collect()
}

fn fence(info: &str, text: &str) -> String {
    format!("```{info}\n{text}\n```\n\n")
}

fn markdown(sections: &[Section]) -> String {
    let mut page = vec!["# Pots\n\n".to_owned()];
    for section in sections {
        page.push(format!(
            "## A call\n\n{}",
            fence("plaintext", section.endpoint)
        ));
        if !section.attributes.is_empty() {
            page.push("| Attribute | Type | Required | Description |\n|-----------|:-----|----------|---|\n".to_owned());
            for [name, ty, required, text] in &section.attributes {
                page.push(format!("| `{name}` | {ty} | {required} | {text} |\n"));
            }
            page.push("\n".to_owned());
        }
        page.push(fence("shell", section.command));
        page.push(format!(
            "Example response:\n\n{}",
            fence("json", section.json)
        ));
        if !section.statuses.is_empty() {
            page.push(
                "Possible status codes:\n\n| Status | Description |\n|----|----|\n".to_owned(),
            );
            for (code, text) in &section.statuses {
                page.push(format!("| {code} | {text} |\n"));
            }
            page.push("\n".to_owned());
        }
    }
    page.concat()
}

/// Copied out of a browser: `row` tells how the cells of a table stand.
fn plain(
    sections: &[Section],
    head: impl Fn(&[&str]) -> String,
    row: impl Fn(&[&str]) -> String,
) -> String {
    let mut page = vec!["Pots\n\n".to_owned()];
    for section in sections {
        page.push(format!("A call\n\n{}\n", section.endpoint));
        if !section.attributes.is_empty() {
            page.push(head(&["Attribute", "Type", "Required", "Description"]));
            for cells in &section.attributes {
                page.push(row(cells).replace('`', ""));
            }
        }
        page.push(format!(
            "{}\n\nExample response:\n\n{}\n\n",
            section.command, section.json
        ));
        if !section.statuses.is_empty() {
            page.push("Possible status codes:\n\n".to_owned());
            page.push(head(&["Status", "Description"]));
            for (code, text) in &section.statuses {
                page.push(row(&[code, text]));
            }
            page.push("\n".to_owned());
        }
    }
    page.concat()
}

fn spaced(cells: &[&str]) -> String {
    cells.join(" ") + "\n"
}

fn barred_head(cells: &[&str]) -> String {
    format!("{} |\n{}\n", cells.join(" | "), "---|".repeat(cells.len()))
}

fn spread(cells: &[&str]) -> String {
    format!("{} |\n{} |\n", cells[0], cells[1..].join(" | "))
}

/// The claims without places; the place of each must hold what it says.
fn told(text: &str) -> Vec<String> {
    let page = Page::read("page", text, ReaderChoice::Auto);
    common::check_spans(&page);
    let options = Options::default();
    let claims = claim::read(&page, &options);
    let source = page.source().text();
    let line = |claim: &claim::Claim| match &claim.kind {
        ClaimKind::Endpoint(endpoint) => format!("{endpoint}"),
        ClaimKind::Request(example) | ClaimKind::Response(example) => {
            let node = example
                .json
                .node
                .as_ref()
                .expect("each example has a value");
            assert!(source[node.span.start..node.span.end].starts_with(['{', '[']));
            for repair in &example.json.repairs {
                assert_eq!(&source[repair.span.start..repair.span.end], ",");
            }
            format!(
                "{} {} {}",
                node.to_json(),
                example.json.repairs.len(),
                claim.binding
            )
        }
        ClaimKind::Curl(curl) => {
            let url = curl.url.as_ref().expect("each command has a URL");
            for pair in &url.query {
                assert_eq!(
                    &source[pair.name.span.start..pair.name.span.end],
                    pair.name.text
                );
            }
            assert!(curl.problems.is_empty(), "{:?}", curl.problems);
            let query: Vec<_> = url.query.iter().map(|pair| &pair.name.text).collect();
            format!(
                "{} {} {query:?} {} {}",
                curl.method.name,
                url.path.text,
                curl.headers.len(),
                claim.binding
            )
        }
        ClaimKind::Attribute(attribute) => {
            let name = attribute.name.span;
            assert_eq!(&source[name.start..name.end], attribute.name.text);
            let values: Vec<_> = attribute
                .values
                .iter()
                .map(|value| &source[value.span.start..value.span.end])
                .collect();
            let default = attribute
                .default
                .as_ref()
                .map(|value| &source[value.span.start..value.span.end]);
            let ty = attribute.ty.as_ref().map(|ty| &ty.names);
            let required = attribute.required.as_ref().map(|required| required.kind);
            format!(
                "{} {ty:?} {required:?} {values:?} {default:?} {}",
                attribute.name.text, claim.binding
            )
        }
        ClaimKind::Status(row) => {
            assert_eq!(
                &source[row.text.span.start..row.text.span.end],
                row.code.to_string()
            );
            format!("{} {:?} {}", row.code, row.form, claim.binding)
        }
    };
    claims.claims.iter().map(line).collect()
}

fn prefixed(page: &str, prefix: &str) -> String {
    let line = |line: &str| format!("{prefix}{line}").trim_end().to_owned() + "\n";
    page.lines().map(line).collect()
}

#[test]
fn every_shape_makes_the_same_claims() {
    for seed in 0..60 {
        let sections = sections(seed);
        let text = markdown(&sections);
        let expected = told(&text);
        let claims: usize = sections
            .iter()
            .map(|section| 3 + section.attributes.len() + section.statuses.len())
            .sum();
        assert_eq!(expected.len(), claims, "seed {seed}\n{text}");
        for (shape, other) in [
            ("CRLF", text.replace('\n', "\r\n")),
            ("byte order mark", format!("\u{feff}{text}")),
            ("quote", prefixed(&text, "> ")),
            ("list item", format!("1. a\n\n{}", prefixed(&text, "   "))),
            (
                "list item, tabs",
                format!("1.\ta\n\n{}", prefixed(&text, "\t")),
            ),
            ("tilde fences", text.replace("```", "~~~")),
            (
                "admonition",
                format!("!!! note\n\n{}", prefixed(&text, "    ")),
            ),
            (
                "admonition, tabs",
                format!("??? tip \"a\"\n{}", prefixed(&text, "\t")),
            ),
            (
                "tab in an admonition in a quote, CRLF",
                prefixed(
                    &format!(
                        "!!! note\n\n    === \"a\"\n\n{}",
                        prefixed(&text, "        ")
                    ),
                    "> ",
                )
                .replace('\n', "\r\n"),
            ),
            (
                "admonition in a list item",
                format!("- a\n\n    !!! note\n{}", prefixed(&text, "        ")),
            ),
            (
                "component",
                format!(
                    "<Tabs>\n  <Tab>\n{}  </Tab>\n</Tabs>\n",
                    prefixed(&text, "    ")
                ),
            ),
            (
                "no blank lines",
                prefixed(&text, "")
                    .lines()
                    .filter(|line| !line.is_empty())
                    .map(|line| line.to_owned() + "\n")
                    .collect(),
            ),
            (
                "one line",
                text.split_whitespace().collect::<Vec<_>>().join(" "),
            ),
            ("words", plain(&sections, spaced, spaced)),
            (
                "words, CRLF",
                plain(&sections, spaced, spaced).replace('\n', "\r\n"),
            ),
            ("cells on lines", plain(&sections, barred_head, spread)),
            (
                "inner bars",
                plain(&sections, barred_head, |cells| cells.join(" | ") + " |\n"),
            ),
        ] {
            assert_eq!(told(&other), expected, "{shape}, seed {seed}\n{other}");
        }
    }
}
