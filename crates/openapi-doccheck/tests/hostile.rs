//! No text is refused, none makes the readers panic, and the work grows with the length of the text alone.

use openapi_doccheck::Page;
use openapi_doccheck::bind::bindings;
use openapi_doccheck::block::BlockKind;
use openapi_doccheck::page::ReaderChoice;

#[path = "support/common.rs"]
mod common;
use common::{Chance, check_spans, count};

const READERS: [ReaderChoice; 3] = [
    ReaderChoice::Auto,
    ReaderChoice::Markdown,
    ReaderChoice::Text,
];

fn read_all(text: &str) {
    for reader in READERS {
        let page = Page::read("page", text, reader);
        check_spans(&page);
        assert!(bindings(&page).len() <= page.elements().len());
    }
}

#[test]
fn a_fence_left_open_lasts_to_the_end() {
    let page = Page::read("page", "## A\n\n```json\n{\"a\": [1\n", ReaderChoice::Auto);
    let (_, _, block) = page.blocks().next().unwrap();
    assert_eq!(block.json(), Some("{\"a\": [1"));
    assert!(!block.value.as_ref().unwrap().closed);
    check_spans(&page);
}

#[test]
fn in_text_an_open_value_ends_where_prose_begins() {
    let text = "GET /a\nExample response\n{\n\"a\": {\n\"b\": 1\nThen go on.\nGET /b\nExample response\n{\n}\n";
    let page = Page::read("page", text, ReaderChoice::Auto);
    let blocks: Vec<_> = page
        .blocks()
        .map(|(_, _, block)| block.json().unwrap())
        .collect();
    assert_eq!(blocks, ["{\n\"a\": {\n\"b\": 1", "{\n}"]);
    check_spans(&page);
}

#[test]
fn in_text_a_link_or_a_footnote_is_no_json() {
    let text = "[Added](https://a.test) in 1.0\n[1]: https://b.test\n{{< tip >}}\n[x] done\n";
    let page = Page::read("page", text, ReaderChoice::Text);
    assert_eq!(page.blocks().count(), 0);
}

#[test]
fn in_text_a_command_with_an_open_quote_does_not_swallow_the_example() {
    let text = "GET /a\ncurl \"https://a.test/a\nExample response\n[\n{\"a\": \"b\"}\n]\n";
    let page = Page::read("page", text, ReaderChoice::Auto);
    assert_eq!(count(&page, BlockKind::Json), 1);
    let text =
        "POST /a\ncurl --data '{\n  \"a\": 1\n}' https://a.test/a\n\nExample response\n\n[]\n";
    let page = Page::read("page", text, ReaderChoice::Auto);
    assert_eq!(count(&page, BlockKind::Shell), 1);
    assert_eq!(page.blocks().last().unwrap().2.json(), Some("[]"));
}

#[test]
fn the_work_grows_with_the_length_of_the_text() {
    let million = 1_000_000;
    for unit in [
        "[",
        "{",
        "[\n",
        "{\n\n",
        "[]",
        "\"",
        "`",
        "```",
        "``` ",
        "```\n",
        "~~~\n",
        "\0",
        "\\\n",
        "a ",
        "\n",
        "# ",
        "#\n",
        "curl \\\n",
        "curl '{\n",
        "curl x\n",
        "> ",
        ">\n",
        "- ",
        "| a |\n",
        "GET /a ",
        "GET /a\n",
        "```json {} ```",
        "@a.b ",
        "<!--",
        "<!-- -->\n",
        "[a](",
        "![",
        "*a ",
        "{\"a\":\n",
        "text\n[\n\n",
        "\u{feff}",
        "응답\n",
        "&",
        "<a ",
    ] {
        let text = unit.repeat(million / unit.len() / 4);
        for reader in [ReaderChoice::Markdown, ReaderChoice::Text] {
            let page = Page::read("page", &text, reader);
            let limit = 8 * text.len() + 8;
            assert!(
                page.work() <= limit,
                "{unit:?} by {reader:?}: {} > {limit}",
                page.work()
            );
            assert!(bindings(&page).len() <= text.len());
        }
    }
}

#[test]
fn a_megabyte_of_brackets_is_read_by_both_readers() {
    read_all(&"[".repeat(1_000_000));
    read_all(&format!(
        "## A\n\n```json\n{}\n```\n",
        "[".repeat(1_000_000)
    ));
}

#[test]
fn pieces_of_pages_in_any_order_are_read() {
    let pieces = [
        "```",
        "```json\n",
        "~~~",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "    ",
        "\t",
        "> ",
        "- ",
        "1. ",
        "# ",
        "## A\n",
        "---\n",
        "| a |",
        "|---|\n",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        ":",
        ",",
        "GET /a",
        "POST /a/:id?b=c\n",
        "curl 'x",
        "curl --data @a.json \\\n",
        "@a.json",
        "Example response:\n",
        "응답 ",
        "\0",
        "\u{feff}",
        "\u{2028}",
        "é",
        "😀",
        "<!-- ",
        " -->",
        "<b>",
        "`",
        "**",
        "[a](b)",
        "HTTP/1.1",
        "'",
    ];
    let mut chance = Chance::new(3);
    for _ in 0..4000 {
        let length = 1 + chance.below(30);
        let text: String = (0..length).map(|_| *chance.pick(&pieces)).collect();
        read_all(&text);
    }
}
