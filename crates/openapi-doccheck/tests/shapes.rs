//! The same page in several shapes is the same page: same examples, same endpoints, same reasons.

use openapi_doccheck::Page;
use openapi_doccheck::block::BlockKind;
use openapi_doccheck::page::{Reader, ReaderChoice};

#[path = "support/common.rs"]
mod common;
use common::{Chance, Claim, check_spans, claims, count};

/// A page as its author thinks of it.
struct Section {
    heading: String,
    endpoint: String,
    /// The path of a body file that the command sends and the page shows, with its JSON.
    sent: Option<(String, String)>,
    label: &'static str,
    json: String,
}

fn sections(seed: u64) -> Vec<Section> {
    let mut chance = Chance::new(seed);
    let count = 1 + chance.below(4);
    let section = |number: usize| {
        let method = *chance.pick(&["GET", "POST", "PUT", "DELETE"]);
        let path = *chance.pick(&[
            "/kettles",
            "/kettles/:id/lid",
            "/kettles/{id}",
            "/shelf/<id>/*spot?free=1",
        ]);
        let name = *chance.pick(&["kettle.json", "new/lid-2.json"]);
        let label = *chance.pick(&[
            "Example response:",
            "Example of response",
            "응답 예시",
            "Beispiel einer Antwort:",
        ]);
        let sent = (chance.below(3) == 0).then(|| (name.to_owned(), json(&mut chance)));
        Section {
            heading: format!("Kettle call {number}"),
            endpoint: format!("{method} {path}"),
            sent,
            label,
            json: json(&mut chance),
        }
    };
    (0..count).map(section).collect()
}

/// JSON as pages show it: over several lines, with brackets and quotes in strings, now and then a comma too many.
fn json(chance: &mut Chance) -> String {
    let text = *chance.pick(&[
        "{",
        "]\\\"}",
        "GET /no",
        "# steam",
        "curl it",
        "한국어",
        "`a`",
    ]);
    let inner = match chance.below(3) {
        0 => format!("[\n    {}, {{\"deep\": [[]]}}\n  ]", chance.below(90)),
        1 => "null".to_owned(),
        _ => "{\n    \"lid\": true,\n    \"note\": \"\"\n  }".to_owned(),
    };
    let comma = *chance.pick(&["", "", ","]);
    let object = format!("{{\n  \"name\": \"{text}\",\n  \"inner\": {inner}{comma}\n}}");
    match chance.below(2) {
        0 => object,
        _ => format!("[\n{object}\n]"),
    }
}

fn command(section: &Section) -> String {
    let (method, path) = section
        .endpoint
        .split_once(' ')
        .expect("an endpoint has two words");
    let first = format!("curl --request {method} \"https://kitchen.test{path}\"");
    match &section.sent {
        None => first,
        Some((file, _)) => format!("{first} \\\n     --data @{file}"),
    }
}

fn fence(info: &str, text: &str) -> String {
    format!("```{info}\n{text}\n```\n\n")
}

fn markdown(sections: &[Section]) -> String {
    let mut page = vec!["# Kitchen\n\n".to_owned()];
    for section in sections {
        page.push(format!("## {}\n\n", section.heading));
        page.push(fence("plaintext", &section.endpoint));
        page.push("| Name | Type |\n|------|------|\n| `id` | integer |\n\n".to_owned());
        page.push(fence("shell", &command(section)));
        if let Some((file, json)) = &section.sent {
            page.push(format!("`@{file}` is structured like:\n\n"));
            page.push(fence("json", json));
        }
        page.push(format!("{}\n\n", section.label));
        page.push(fence("json", &section.json));
    }
    page.concat()
}

/// The page as it looks when copied out of a browser.
fn plain(sections: &[Section]) -> String {
    let mut page = vec!["Kitchen\n\n".to_owned()];
    for section in sections {
        page.push(format!(
            "{}\n\n{}\nName Type\nid integer\n",
            section.heading, section.endpoint
        ));
        page.push(format!("{}\n\n", command(section)));
        if let Some((file, json)) = &section.sent {
            page.push(format!("@{file} is structured like:\n\n{json}\n\n"));
        }
        page.push(format!("{}\n\n{}\n\n", section.label, section.json));
    }
    page.concat()
}

fn prefixed(page: &str, first: &str, others: &str) -> String {
    let lines = page.lines().enumerate();
    let line = |(index, line): (usize, &str)| {
        let prefix = if index == 0 { first } else { others };
        format!("{prefix}{line}").trim_end().to_owned() + "\n"
    };
    lines.map(line).collect()
}

fn without_blank_lines(page: &str) -> String {
    let lines = page.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| line.trim_start().to_owned() + "\n")
        .collect()
}

fn one_line(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The claims with all white space in the JSON made single spaces, for shapes that lose line breaks or indentation.
fn collapsed(claims: Vec<Claim>) -> Vec<Claim> {
    let collapse = |claim: Claim| Claim {
        json: one_line(&claim.json),
        ..claim
    };
    claims.into_iter().map(collapse).collect()
}

fn read(text: &str, reader: Reader) -> Page {
    let page = Page::read("page", text, ReaderChoice::Auto);
    assert_eq!(page.choice().reader, reader, "{}\n{text}", page.choice());
    check_spans(&page);
    page
}

fn expected(sections: &[Section]) -> Vec<(String, String)> {
    let all = sections.iter().flat_map(|section| {
        let endpoint = section
            .endpoint
            .split('?')
            .next()
            .unwrap_or_default()
            .to_owned();
        let sent = section.sent.iter().map(|(_, json)| json.clone());
        let jsons = sent.chain([section.json.clone()]);
        jsons
            .map(move |json| (endpoint.clone(), json))
            .collect::<Vec<_>>()
    });
    all.collect()
}

#[test]
fn every_shape_of_a_page_makes_the_same_claims() {
    for seed in 0..200 {
        let sections = sections(seed);
        let text = markdown(&sections);
        let page = read(&text, Reader::Markdown);
        let claims = claims(&page);
        let found: Vec<_> = claims
            .iter()
            .map(|claim| (claim.endpoint.clone(), claim.json.clone()))
            .collect();
        assert_eq!(found, expected(&sections), "seed {seed}");
        assert_eq!(count(&page, BlockKind::Shell), sections.len());

        for (shape, other, reader) in [
            ("CRLF", text.replace('\n', "\r\n"), Reader::Markdown),
            (
                "byte order mark",
                format!("\u{feff}{text}"),
                Reader::Markdown,
            ),
            ("quote", prefixed(&text, "> ", "> "), Reader::Markdown),
            ("list item", prefixed(&text, "1. ", "   "), Reader::Markdown),
            ("tilde fences", text.replace("```", "~~~"), Reader::Markdown),
            (
                "list item, tabs",
                prefixed(&text, "1.\t", "\t"),
                Reader::Markdown,
            ),
            (
                "admonition",
                format!("!!! note\n\n{}", prefixed(&text, "    ", "    ")),
                Reader::Markdown,
            ),
            (
                "admonition, tabs",
                format!("??? tip \"a\"\n{}", prefixed(&text, "\t", "\t")),
                Reader::Markdown,
            ),
            (
                "tab in an admonition in a list, CRLF",
                format!(
                    "- a\n\n    !!! note\n\n        === \"a\"\n\n{}",
                    prefixed(&text, "            ", "            ")
                )
                .replace('\n', "\r\n"),
                Reader::Markdown,
            ),
            (
                "component",
                format!("<Tab>\n{}</Tab>\n", prefixed(&text, "    ", "    ")),
                Reader::Markdown,
            ),
            (
                "quote in a list, CRLF",
                prefixed(&text, "- > ", "  > ").replace('\n', "\r\n"),
                Reader::Markdown,
            ),
            ("plain text", plain(&sections), Reader::Text),
            (
                "plain text, CRLF",
                plain(&sections).replace('\n', "\r\n"),
                Reader::Text,
            ),
            (
                "plain text, byte order mark",
                format!("\u{feff}{}", plain(&sections)),
                Reader::Text,
            ),
        ] {
            let page = read(&other, reader);
            assert_eq!(common::claims(&page), claims, "{shape}, seed {seed}");
            assert_eq!(
                count(&page, BlockKind::Shell),
                sections.len(),
                "{shape}, seed {seed}"
            );
        }

        // These lose white space: the JSON is the same but for it.
        let claims = collapsed(claims);
        for (shape, other, reader) in [
            ("one line", one_line(&text), Reader::Text),
            (
                "no blank lines, no indentation",
                without_blank_lines(&plain(&sections)),
                Reader::Text,
            ),
            (
                "fences, but no indentation",
                without_blank_lines(&text),
                Reader::Markdown,
            ),
        ] {
            let page = read(&other, reader);
            assert_eq!(
                collapsed(common::claims(&page)),
                claims,
                "{shape}, seed {seed}"
            );
            assert_eq!(
                count(&page, BlockKind::Shell),
                sections.len(),
                "{shape}, seed {seed}"
            );
        }
    }
}

#[test]
fn a_place_in_a_quoted_block_is_the_place_on_the_page() {
    let text = "> ```json\r\n> {\r\n>   \"steam\": 1\r\n> }\r\n> ```\r\n";
    let page = read(text, Reader::Markdown);
    let (_, _, block) = page.blocks().next().unwrap();
    assert_eq!(block.json(), Some("{\n  \"steam\": 1\n}"));
    let at = block.content.text().find("steam").unwrap();
    assert_eq!(
        page.source().position(block.content.offset(at)).to_string(),
        "3:6"
    );
}

#[test]
fn indented_code_is_a_block() {
    let text = "## Lids\n\n    GET /lids\n\nExample response:\n\n    {\n      \"a\": 1\n    }\n";
    let claims = claims(&read(text, Reader::Markdown));
    assert_eq!(claims[0].endpoint, "GET /lids");
    assert_eq!(claims[0].json, "{\n  \"a\": 1\n}");
}

#[test]
fn a_page_with_its_mirrors_chrome_before_the_heading_is_read_all_the_same() {
    let sections = sections(7);
    let chrome = "kitchen/doc/kettles.md\n2020-01-01 10:00:00\n\n12 lines\n1 KiB\nMarkdown\n\n";
    let page = read(
        &format!("{chrome}{}", markdown(&sections)),
        Reader::Markdown,
    );
    assert_eq!(
        claims(&page),
        claims(&read(&markdown(&sections), Reader::Markdown))
    );
}

#[test]
fn a_table_that_lost_its_outer_bars_does_not_make_a_page_markdown() {
    let text = "GET /pots/:id\nName | Type |\n---|---|\nid |\ninteger |\nExample response\n{\n\"id\": 1\n}\n";
    let page = read(text, Reader::Text);
    assert_eq!(claims(&page)[0].json, "{\n\"id\": 1\n}");
    let text = text
        .replace("Name |", "| Name |")
        .replace("---|---|", "|---|---|")
        .replace("Name", "\n| Name");
    let page = Page::read("page", &text.replace("| \n", ""), ReaderChoice::Auto);
    assert_eq!(page.choice().reader, Reader::Markdown, "{text}");
}

#[test]
fn the_choice_of_reader_can_be_made_by_hand_and_says_so() {
    let text = "## Pots\n\n```json\n{}\n```\n";
    let page = Page::read("page", text, ReaderChoice::Text);
    assert_eq!(page.choice().to_string(), "text: it was asked for");
    assert_eq!(count(&page, BlockKind::Json), 1);
    let page = Page::read("page", text, ReaderChoice::Markdown);
    assert_eq!(page.choice().to_string(), "markdown: it was asked for");
    assert_eq!(count(&page, BlockKind::Json), 1);
}

#[test]
fn a_byte_order_mark_does_not_hide_what_a_page_begins_with() {
    let text = "\u{feff}## GET /pots\n\nExample response:\n\n```json\n[]\n```\n";
    let page = read(text, Reader::Markdown);
    assert_eq!(claims(&page)[0].endpoint, "GET /pots");
    assert_eq!(page.elements()[0].span.start, 3);
    let page = read(
        "\u{feff}GET /pots\n\nExample response:\n\n[]\n",
        Reader::Text,
    );
    assert_eq!(claims(&page)[0].endpoint, "GET /pots");
}

#[test]
fn commands_that_follow_one_another_are_one_block_in_every_shape() {
    let commands = "curl https://kitchen.test/pots\ncurl https://kitchen.test/lids";
    let text = format!("GET /pots\n\n{commands}\n\nExample response:\n\n[]\n");
    assert_eq!(count(&read(&text, Reader::Text), BlockKind::Shell), 1);
    let text = format!("## Pots\n\n```sh\n{commands}\n```\n");
    assert_eq!(count(&read(&text, Reader::Markdown), BlockKind::Shell), 1);
    let page = read(&format!("Pots {}", one_line(&text)), Reader::Text);
    assert_eq!(count(&page, BlockKind::Shell), 1);
}
