//! Commands and code wherever they stand on a page, and what only speaks of commands.

use openapi_doccheck::claim::ClaimKind;
use openapi_doccheck::page::Reader;

use super::{read, told};

/// What is told behind the endpoint of a page with this text.
fn below(text: &str) -> Vec<String> {
    told(&format!("## Pots\n\n`GET /pots`\n\n{text}\n"))[1..].to_vec()
}

const CALL: &str = "curl GET @ GET /pots";

#[test]
fn a_command_is_one_wherever_it_stands() {
    let call = "curl https://p.test/pots";
    for text in [
        format!("`{call}`"),
        format!("- `{call}`"),
        format!("> 1. `{call}`"),
        format!("Run `{call}` and wait."),
        format!("* Run `$ {call}`\n* or not"),
        format!("Word\n: `{call}`"),
        format!("| How | What |\n|---|---|\n| `{call}` | lists |"),
        call.to_owned(),
        format!("Run this:\n{call}\n"),
        "curl \\\n  https://p.test/pots \\\n  --silent".to_owned(),
        format!("Try <code>{call}</code>."),
        format!("<p>Try <code>{call}</code></p>"),
        format!("<ul>\n<li><code>{call}</code></li>\n</ul>"),
        format!("<table><tr><th>How<th>What<tr><td><code>{call}</code><td>lists</table>"),
        format!("<pre><code class=\"language-bash\">{call}</code></pre>"),
        format!("<div>\n<pre>\n$ {call}\n\n</pre>\n</div>"),
        format!("```http\n{call}\n```"),
        format!("```text\n$ {call}\n```"),
        format!("```json\n{call}\n```"),
        format!("```sh-session\n% {call}\n```"),
        format!("```yaml\nscript:\n  - {call}\n```"),
        format!("~~~\n{call}\n~~~"),
        format!("    {call}"),
    ] {
        assert_eq!(below(&text), [CALL], "{text}");
    }
}

#[test]
fn the_place_of_a_command_in_text_is_exact() {
    let text = "## Pots\n\n`GET /pots`\n\n> Run `curl -s\n> https://p.test/pots`.\n\n<pre>curl &quot;https://p.test/pots?a=1&amp;b=2&quot;</pre>\n";
    let (page, claims) = read(text);
    let urls = claims.claims.iter().filter_map(|claim| match &claim.kind {
        ClaimKind::Curl(curl) => curl.url.as_ref(),
        _ => None,
    });
    let urls: Vec<_> = urls
        .map(|url| {
            let names: Vec<_> = url
                .query
                .iter()
                .map(|pair| pair.name.text.as_str())
                .collect();
            (
                page.source().position(url.text.span.start).to_string(),
                names,
            )
        })
        .collect();
    assert_eq!(
        urls,
        [
            ("6:3".to_owned(), vec![]),
            ("8:17".to_owned(), vec!["a", "b"])
        ]
    );
}

#[test]
fn what_speaks_of_a_command_is_none() {
    for text in [
        "Use `curl` or `curl --request` to call it.",
        "`curl --header <name>` sets a header.",
        "`curl https://p.test` is the server.",
        "`curl .../pots` lists them.",
        "curl is a tool, see https://curl.test/docs.",
        "curl comes with most systems.",
        "We like\ncurl and https://p.test/pots a lot.",
        "Not `curling /pots`.",
        "| `curl` | `--get` |\n|---|---|\n| `curl -X` | method |",
        "<p><code>curl</code></p>",
        "```\ncurl is a tool.\n```",
    ] {
        assert_eq!(below(text), [""; 0], "{text}");
    }
    let text = "GET /pots\n\ncurl is a tool.\n\ncurl https://p.test/pots\n";
    assert_eq!(read(text).0.choice().reader, Reader::Text);
    assert_eq!(told(text), ["endpoint GET /pots", CALL]);
}

#[test]
fn a_command_in_a_sentence_is_bound_by_its_url_alone() {
    let told = below("Unlike `curl https://p.test/lids`, it lists pots.");
    assert_eq!(told, ["curl GET @ "]);
}

#[test]
fn what_follows_a_command_in_a_paragraph_of_its_own_is_its_answer() {
    let text = "`curl https://p.test/pots`\n\n<pre><code class='lang-json'>\n[{&quot;id&quot;: 1}]\n</code></pre>";
    assert_eq!(below(text), [CALL, "response [{\"id\":1}] @ GET /pots"]);
}

#[test]
fn json_below_a_prompt_is_what_the_command_prints() {
    let command = "$ curl --silent \\\n    https://p.test/pots";
    for (shown, told) in [
        (format!("{command}\n{{\"a\": 1}}"), true),
        (
            format!("{command} | jq .\n\n{{\n  \"a\": 1\n}}\n$ ls"),
            true,
        ),
        (format!("{command} | jq '.[0]'\n{{\"a\": 1}}"), false),
        (format!("{command} > a.json\n{{\"a\": 1}}"), false),
        (format!("{command}\n[1] 4711"), false),
        (format!("{command} --data '\n{{\"a\": 1}}\n'"), false),
    ] {
        let found = below(&format!("```console\n{shown}\n```"));
        let answers: Vec<_> = found
            .iter()
            .filter(|line| line.starts_with("response"))
            .collect();
        let expected: &[&str] = if told {
            &["response {\"a\":1} @ GET /pots"]
        } else {
            &[]
        };
        assert_eq!(answers, expected, "{shown}");
        assert_eq!(
            found.iter().filter(|line| line.starts_with("curl")).count(),
            1,
            "{shown}"
        );
    }
    let ignored = format!("<!-- doccheck: ignore -->\n\n```console\n{command}\n{{\"a\": 1}}\n```");
    assert!(below(&ignored).is_empty());
}
