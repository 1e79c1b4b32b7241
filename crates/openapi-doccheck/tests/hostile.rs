//! No text is refused, none makes the readers panic, and the work grows with the length of the text alone.

use openapi_doccheck::Page;
use openapi_doccheck::bind::bindings;
use openapi_doccheck::block::BlockKind;
use openapi_doccheck::claim::{self, ClaimKind, Options};
use openapi_doccheck::page::ReaderChoice;
use openapi_document::source::Span;

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
        check_claims(&page);
    }
}

/// Fails where a claim does not lie on the page, or speaks of claims that there are none of.
fn check_claims(page: &Page) {
    let text = page.source().text();
    let claims = claim::read(page, &Options::default());
    for claim in &claims.claims {
        let span = claim.span;
        assert!(text.get(span.start..span.end).is_some(), "{claim:?}");
        assert!(
            claim
                .binding
                .endpoints
                .iter()
                .all(|endpoint| matches!(claims.claims[*endpoint].kind, ClaimKind::Endpoint(_)))
        );
        let is_command = |command: usize| matches!(claims.claims[command].kind, ClaimKind::Curl(_));
        assert!(claim.binding.command.is_none_or(is_command));
        assert!(!claim.binding.reason.is_empty());
        let on_page = |span: Span| assert!(text.get(span.start..span.end).is_some(), "{claim:?}");
        match &claim.kind {
            ClaimKind::Response(example) | ClaimKind::Request(example) => {
                example
                    .json
                    .repairs
                    .iter()
                    .for_each(|repair| on_page(repair.span));
            }
            ClaimKind::Curl(curl) => {
                curl.words.iter().for_each(|word| on_page(word.span));
                curl.problems
                    .iter()
                    .for_each(|problem| on_page(problem.span));
            }
            ClaimKind::Attribute(attribute) => {
                assert_eq!(
                    attribute.name.text,
                    text[attribute.name.span.start..attribute.name.span.end]
                );
                attribute
                    .values
                    .iter()
                    .for_each(|value| on_page(value.span));
            }
            ClaimKind::Status(row) => on_page(row.text.span),
            ClaimKind::Endpoint(_) => {}
        }
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
        "curl \"a\" ",
        "\"$(curl ",
        "echo a | curl \\\n",
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
        "<table>\n\n",
        "<table><tr><td>a",
        "</table>\n\n",
        "<table><tr><th>Name<th>Type<tr><td>a<td>b</table>\n\n",
        "<td>\n\n",
        "[a](",
        "![",
        "*a ",
        "{\"a\":\n",
        "text\n[\n\n",
        "\u{feff}",
        "응답\n",
        "&",
        "<a ",
        "| `a` | b ",
        "| a |\n|---|\n",
        "a | b |\n---|---|\n",
        "Name Type\nid integer\n",
        "| a | |---| | `b` | ",
        "- `a` (string) - One of `b`, `c`.\n",
        "one of: ",
        "defaults to ",
        "returns `200` ",
        "HTTP/1.1 200 OK\n",
        "!!! a\n    ",
        "!!! a\n\tb\n\n",
        "=== \"a\"\n\n",
        "<Tab>\n ",
        "<Tab>\n",
        "{% highlight a %}\n",
        "{% highlight %}\n{% endhighlight %}\n",
        "{% a %}",
        "{% ",
        ":::a \"b\"\n",
        "<details>",
        "<Tab title=\"",
        "```json 404\n",
        "1. 404\n",
        "<pre>",
        "<pre>\n\n",
        "<pre><code>{&quot;</code></pre>\n\n",
        "</pre>\n\n<pre>",
        "<p><code>curl a.test/b</code>\n\n",
        "`curl a.test/b` ",
        "`curl a.test/b`\n\n",
        "curl a.test/b\n\n",
    ] {
        let text = unit.repeat(million / unit.len() / 8);
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
        "HTTP/1.1 200 OK\n",
        "'",
        "| Name | Type |\n|---|---|\n",
        "Name | Type | Required |\n---|---|---|\n",
        "| `id` | string |\n",
        "| Method | Path |\n|---|---|\n| GET | /a |\n",
        "Attribute Type Required Description\n",
        "id integer/string yes The id\n",
        "Status Description\n",
        "200 Fine\n",
        "- `id` (required, string) - One of `a`, `b`. Defaults to `a`.\n",
        "- `x` `(string: \"\")` - It\n",
        "- `204 No Content`: gone\n",
        "returns `404`. ",
        "<!-- doccheck: operation=x status=200 -->\n",
        "<!-- doccheck-disable-next-line json-syntax -->\n",
        "// POST /b\n",
        "curl -X POST \"https://a.test/a?b[]=1&c\" --data '{\"a\": 1,}'\n",
        "$(",
        "${A}",
        "--header \"A: b\" \\ \n",
        "- 'curl \"x\"'\n",
        "“",
        "`",
        "...",
        "one of: a, b or c.",
        "!!! note\n",
        "??? a \"404\"\n    ",
        "=== \"Response\"\n\n",
        "    ```\n",
        "\t> ",
        "<Tab title=\"Response\">\n",
        "  </Tab>\n",
        "<details>\n",
        "{% highlight json %}\n",
        "{% endhighlight %}\n",
        "{{< tab \"404\" >}}\n",
        ":::note 404\n",
        "{: .a}\n",
        "```json 404 Not Found\n",
        "#### 404\n",
        "404 ",
        "Status: 404 오류\n",
        "<pre><code class=\"language-json\">",
        "</code></pre>\n\n",
        "&quot;",
        "&amp;lt;",
        "`curl a.test/b`",
        "<code>curl \"a.test/b\"</code>",
    ];
    let mut chance = Chance::new(3);
    for _ in 0..1500 {
        let length = 1 + chance.below(40);
        let text: String = (0..length).map(|_| *chance.pick(&pieces)).collect();
        read_all(&text);
    }
}

#[test]
fn long_pages_of_one_thing_are_claims_in_the_end() {
    for unit in [
        "curl -X POST 'https://a.test/a?b=1' \\\n",
        "curl \"",
        "curl '",
        "$(curl ",
        "curl <a",
        "curl x | ",
        "curl a \\ ",
        "- 'curl ''",
        "| `a` | string | One of `b`, `c`, `d` |\n",
        "- `a` (string) - One of `b`.\n",
        "one of: a, ",
        "defaults to `",
        "status 200 `404` ",
        "[a](b ",
        "{check-circle} ",
        "GET /a\n\n{\"a\": 1}\n\n",
        "<!-- doccheck: ignore -->\n\n",
    ] {
        let body = unit.repeat(8_000 / unit.len());
        for text in [
            format!("## A\n\n```\nGET /a\n```\n\n{body}\n"),
            format!("## A\n\n```\nGET /a\n```\n\n```sh\n{body}\n```\n"),
            format!(
                "## A\n\n```\nGET /a\n```\n\n| Name | Type | Description |\n|---|---|---|\n{body}\n"
            ),
            format!("GET /a\n{body}\n"),
        ] {
            read_all(&text);
        }
    }
}

/// The claims of a page with one endpoint and this text.
fn claims_below(text: &str) -> claim::Claims {
    let text = format!("## A\n\n`GET /a`\n\n{text}\n");
    let page = Page::read("page", &text, ReaderChoice::Markdown);
    claim::read(&page, &Options::default())
}

/// Each of these pages is so long that work in proportion to the square of its length would not end.
#[test]
fn what_is_listed_by_the_hundred_thousand_is_read_in_one_pass() {
    let values = |claims: &claim::Claims| match &claims.claims[1].kind {
        ClaimKind::Attribute(attribute) => attribute.values.len(),
        _ => 0,
    };
    let many = 150_000;
    let list = "`abcd`, ".repeat(many);
    let head = "| Name | Type | Description |\n|---|---|---|\n";
    let cell = claims_below(&format!("{head}| `x` | string | One of {list}`z` |"));
    assert_eq!(values(&cell), many + 1);
    let bullet = claims_below(&format!("- `x` (string) - One of {list}`z`"));
    assert_eq!(values(&bullet), many + 1);
    let below = claims_below(&format!(
        "- `x` (string) - One of:\n{}",
        "  - `a`: b\n".repeat(20_000)
    ));
    assert_eq!(values(&below), 20_000);
    for unit in [
        "It returns `404` or status 403 ",
        "It returns 404. ",
        "` `` ``` ",
        "Run `curl https://a.test/a` now. ",
        "a <!-- doccheck-disable-next-line x --> ",
    ] {
        let claims = claims_below(&unit.repeat(1_000_000 / unit.len()));
        assert!(!claims.claims.is_empty());
    }
    // More lines than could share what follows are an index.
    let claims = claims_below(&format!(
        "{}- `a` (string) - It\n",
        "`GET /a`\n\n".repeat(60_000)
    ));
    assert_eq!(claims.inventory.attributes, 0);
    assert_eq!(claims.inventory.endpoints, 60_001);
    let tables = "| Name | Type |\n|---|---|\n| `a` | string |\n\n".repeat(5_000);
    assert_eq!(claims_below(&tables).inventory.attributes, 5_000);
    for mark in ["> ", "- ", "1. ", "> - "] {
        let deep = format!("{}a\n\n`POST /a`", mark.repeat(10_000));
        assert_eq!(claims_below(&deep).inventory.endpoints, 2, "{mark}");
    }
}
