//! Pages with the markup of doc systems that is not Markdown: what stands in it is read, and it says nothing itself.

use super::told;

/// A response of an object with one number, as it is told.
fn answer(number: u8) -> String {
    format!("response {{\"a\":{number}}} @ GET /pots")
}

fn page(body: &str) -> String {
    format!("## Pots\n\n`GET /pots`\n\n{body}\n")
}

/// Fails unless the page has these examples, numbered, with what is told behind each.
fn holds(body: &str, behind: &[&str]) {
    let told = told(&page(body));
    let numbers = 1u8..;
    let expected: Vec<String> = numbers
        .zip(behind)
        .map(|(number, behind)| format!("{}{behind}", answer(number)))
        .collect();
    assert_eq!(told[1..], expected, "{body}");
}

#[test]
fn the_indented_body_of_an_admonition_or_a_tab_is_markdown() {
    let text = page(
        "!!! note \"Call\"\n    | Attribute | Type |\n    |---|---|\n    | `id` | integer |\n\n    === \"curl\"\n\n        ```bash\n\
         \x20       curl https://p.test/pots\n        ```\n\n    === \"Response\"\n\n        ```json title=\"a.json\"\n        {\n          \"a\": 1\n        }\n        ```\n\n\
         ???+ failure \"404 Not Found\"\n\n    ~~~ { .json .annotate }\n    {\"a\": 2}\n    ~~~\n    - `POST /pots`\nAfter it.",
    );
    assert_eq!(
        told(&text)[1..],
        [
            "attribute id integer - [] - @ GET /pots",
            "curl GET @ GET /pots",
            &answer(1),
            &format!("{} (404)", answer(2)),
            "endpoint POST /pots",
        ]
    );
    let (page, claims) = super::read(&text);
    let place = |index: usize| page.source().location(claims.claims[index].span.start);
    assert_eq!(place(1).to_string(), "page.md:8:7");
    assert_eq!(place(3).to_string(), "page.md:19:9");
    // The same with tabs, with carriage returns, in a list and in a quote.
    let claims = told(&text);
    let tabbed = text.replace("    ", "\t");
    let before_lines = |mark: &str| format!("{mark}{}", text.replace('\n', &format!("\n{mark}")));
    let quoted = before_lines("> ");
    let listed = before_lines("    ");
    for other in [
        tabbed,
        text.replace('\n', "\r\n"),
        quoted,
        format!("- a\n\n{listed}"),
    ] {
        assert_eq!(told(&other), claims, "{other}");
    }
}

#[test]
fn what_only_looks_like_an_admonition_stays_what_it_is() {
    assert_eq!(
        told(&page(
            "!!! note\n\nText.\n\n    {\"a\": 1}\n\n```text\n!!! note\n    {}\n```"
        ))[1..],
        [answer(1)]
    );
    // What is code shows how it is written.
    assert_eq!(
        told(&page("Write:\n\n    !!! note\n\n        {\"a\": 1}")).len(),
        1
    );
}

#[test]
fn a_body_left_in_the_middle_of_a_fence_ends_it() {
    holds(
        "!!! note\n    ```json\n    {\"a\": 1}\n\nExample response:\n\n```json\n{\"a\": 2}\n```",
        &["", ""],
    );
}

#[test]
fn shortcodes_and_tags_of_templates_are_no_text_and_may_hold_code() {
    holds(
        "{{< tabs >}}\n{{% tab \"Response\" %}}\n{{< highlight json \"linenos=table\" >}}\n{\"a\": 1}\n{{< /highlight >}}\n{{% /tab %}}\n{{< /tabs >}}\n\n\
         Example response:\n\n{% highlight json %}{% raw %}\n{\"a\": 2}\n{% endraw %}{% endhighlight %}\n\n\
         Example response:\n\n{% code title=\"a.json\" %}\n```json\n{\"a\": 3}\n```\n{% endcode %}\n\n\
         {% tab title=\"404: Not Found\" %}\n```javascript\nx()\n```\n```json\n{\"a\": 4}\n```\n{% endtab %}\n\n\
         {% swagger-response status=\"422: Unprocessable\" %}\n```json\n{\"a\": 5}\n```\n{% endswagger-response %}\n\n\
         {% include a.html %}\n\n    {% if a %}\n\n- `{{ a }}`",
        &["", "", "", "", " (422)"],
    );
}

#[test]
fn fences_of_colons_alerts_and_attribute_lists_are_no_text() {
    holds(
        ":::note[Response]\n\n```json\n{\"a\": 1}\n```\n\n:::\n\n> [!NOTE]\n> Response:\n>\n> ```json\n> {\"a\": 2}\n> ```\n\n\
         Response:\n{: .label}\n\n```json\n{\"a\": 3}\n```\n\n/// details | 404\n```json\n{\"a\": 4}\n```\n///",
        &["", "", "", " (404)"],
    );
}

#[test]
fn what_is_indented_in_a_component_is_markdown_and_its_title_announces_it() {
    holds(
        "<Tabs>\n  <TabItem value=\"a\" label=\"Response\">\n\n      ```json\n      {\"a\": 1}\n      ```\n\n  </TabItem>\n</Tabs>\n\n\
         <CodeGroup>\n```json 404 Not Found\n{\"a\": 2}\n```\n</CodeGroup>\n\n<details>\n<summary>Response</summary>\n```json\n{\"a\": 3}\n```\n</details>\n\n\
         <ParamField path=\"id\" type=\"integer\" required>\n  The pot.\n</ParamField>",
        &["", " (404)", ""],
    );
}

#[test]
fn a_heading_may_hold_its_endpoint_behind_other_words() {
    for heading in [
        "List `GET /pots`",
        "List the pots [GET /pots]",
        "1. List: `GET https://p.test/pots`",
    ] {
        let (page, claims) = super::read(&format!("# Pots\n\n## {heading}\n"));
        let (span, text) = (claims.claims[0].span, page.source().text());
        assert!(text[span.start..span.end].starts_with("GET "), "{heading}");
        assert_eq!(told(text), ["endpoint GET /pots"]);
    }
    for heading in [
        "`GET /pots` and `POST /pots`",
        "[GET /pots](a.md)",
        "Why `pots`",
    ] {
        let text = format!("# Pots\n\n## {heading}\n");
        assert!(told(&text).is_empty(), "{heading}: {:?}", told(&text));
    }
}

#[test]
fn a_status_may_stand_in_the_first_line_of_a_json_fence() {
    for line in ["Status: 404", "Status: 404 Not Found", "HTTP/1.1 404"] {
        let text = page(&format!("```json\n{line}\n\n{{\"a\": 1}}\n```"));
        let status = "status 404 prose @ GET /pots".to_owned();
        assert_eq!(
            told(&text)[1..],
            [status, format!("{} (404)", answer(1))],
            "{line}"
        );
    }
}

#[test]
fn directives_of_restructured_text_hold_code_and_text() {
    holds(
        "Response:\n\n.. code-block:: json\n   :linenos:\n\n   {\n     \"a\": 1,\n   }\n\n.. tab:: 404 Not Found\n\n   .. code:: json\n\n      {\"a\": 2}\n\n\
         .. note::\n\n   Response:\n\n   .. sourcecode:: json\n\n      {\"a\": 3}\nText.",
        &["", " (404)", ""],
    );
}

#[test]
fn json_without_a_defect_is_an_example_whatever_holds_it() {
    holds(
        "Response:\n\n{ \"a\": 1 }\n\nResponse:\n\n``` java\n{\"a\": 2}\n```\n\nResponse:\n\n> {\n>   \"a\": 3\n> }\n\n\
         {b} is a word, [a] and {\"a\": b} are none.\n\n```js\n{a: 5}\n```",
        &["", "", ""],
    );
}

#[test]
fn the_numbers_of_notes_about_code_are_no_part_of_it() {
    let text = page(
        "Response:\n\n```json\n{\n  \"a\": 1 // (1)!\n}\n```\n\n```bash\ncurl https://p.test/pots \\ # (1)\n  --silent # (12)!\n```\n\n1. A note.",
    );
    let (_, claims) = super::read(&text);
    assert_eq!(
        told(&text)[1..],
        [answer(1), "curl GET @ GET /pots".to_owned()]
    );
    for claim in &claims.claims {
        match &claim.kind {
            super::ClaimKind::Response(example) => assert!(example.json.repairs.is_empty()),
            super::ClaimKind::Curl(curl) => {
                assert!(curl.problems.is_empty());
                assert!(curl.has("silent"));
            }
            _ => {}
        }
    }
}

#[test]
fn the_same_endpoint_said_twice_leaves_no_doubt() {
    let text = page("```http\nGET /pots\n```\n\nResponse:\n\n```json\n{\"a\": 1}\n```");
    assert_eq!(told(&text)[2], answer(1));
}

#[test]
fn the_title_of_a_fence_may_announce_an_error() {
    let text = page("```json Error\n{\"a\": 1}\n```\n\n```json Success\n{\"a\": 2}\n```");
    let (_, claims) = super::read(&text);
    let errors = claims.claims.iter().filter_map(|claim| match &claim.kind {
        super::ClaimKind::Response(example) => Some(example.errors),
        _ => None,
    });
    assert_eq!(errors.collect::<Vec<_>>(), [true, false]);
}

#[test]
fn in_text_the_headers_of_an_answer_do_not_part_it_from_its_status() {
    let text =
        "GET /pots\n\nHTTP/1.1 404 Not Found\nContent-Type: application/json\n\n{\"a\": 1}\n";
    assert_eq!(told(text)[2], format!("{} (404)", answer(1)));
}

#[test]
fn comments_of_mdx_speak_to_the_checker_and_are_no_text() {
    let text = page(
        "{/* doccheck: operation=add_pot, request */}\n\n```json\n{\"a\": 1}\n```\n\n{/* doccheck-disable-next-line json-syntax */}\n\
         ```json\n{\"a\": 2,}\n```\n\n{/*\nIt returns `418`.\n\n```json\n{\"a\": 3}\n```\n*/}\n\n\
         - `id` (integer) {/* or not */} - The pot.\n\n```js\n{/* doccheck: wrong */}\n```\n\n`{/* doccheck: wrong */}` is how it is written.",
    );
    assert_eq!(
        told(&text)[1..],
        [
            "request {\"a\":1} @ GET /pots",
            &answer(2),
            "attribute id integer - [] - @ GET /pots",
        ]
    );
    let (page, claims) = super::read(&text);
    let directives: Vec<_> = claims
        .directives
        .iter()
        .map(|directive| &page.source().text()[directive.span.start..directive.span.end])
        .collect();
    assert_eq!(
        directives,
        [
            "{/* doccheck: operation=add_pot, request */}",
            "{/* doccheck-disable-next-line json-syntax */}",
        ]
    );
    let operation = claims.claims[1].binding.operation.as_ref();
    assert_eq!(operation.map(|text| text.text.as_str()), Some("add_pot"));
    // One that is not closed is text, and so is one in a page without structure until it is a line of its own.
    assert_eq!(
        told(&self::page("{/* It returns `204`."))[1..],
        ["status 204 prose @ GET /pots"]
    );
    let bare = "GET /pots\n\n{/* doccheck: request */}\n{\"a\": 1}\n";
    assert_eq!(told(bare)[1], "request {\"a\":1} @ GET /pots");
}
