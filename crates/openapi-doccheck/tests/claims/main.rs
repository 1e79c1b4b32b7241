//! What pages in several styles claim, and what each claim is bound to.

use openapi_doccheck::Page;
use openapi_doccheck::claim::{self, ClaimKind, Claims, DirectiveKind, Options, Place};
use openapi_doccheck::curl::Body;
use openapi_doccheck::page::ReaderChoice;

mod commanded;
mod early;
mod markup;
mod places;
mod spellings;

fn read(text: &str) -> (Page, Claims) {
    let page = Page::read("page.md", text, ReaderChoice::Auto);
    let claims = claim::read(&page, &Options::default());
    (page, claims)
}

/// Each claim in one line: what it says, and the endpoints it is bound to.
fn told(text: &str) -> Vec<String> {
    let (_, claims) = read(text);
    let endpoint = |index: &usize| match &claims.claims[*index].kind {
        ClaimKind::Endpoint(endpoint) => endpoint.to_string(),
        _ => panic!("claims are bound to endpoints"),
    };
    let line = |claim: &claim::Claim| {
        let what = match &claim.kind {
            ClaimKind::Endpoint(_) => {
                return format!("endpoint {}", endpoint(&claim.binding.endpoints[0]));
            }
            ClaimKind::Response(example) => format!("response {}", json(example)),
            ClaimKind::Request(example) => format!("request {}", json(example)),
            ClaimKind::Curl(curl) => format!("curl {}", curl.method.name),
            ClaimKind::Status(row) => format!("status {} {:?}", row.code, row.form).to_lowercase(),
            ClaimKind::Attribute(attribute) => {
                let ty = attribute.ty.as_ref().map_or("-", |ty| &ty.text.text);
                let required = attribute.required.as_ref();
                let required =
                    required.map_or("-".to_owned(), |required| format!("{:?}", required.kind));
                let values: Vec<_> = attribute
                    .values
                    .iter()
                    .map(|value| value.text.as_str())
                    .collect();
                let default = attribute
                    .default
                    .as_ref()
                    .map_or("-", |default| &default.text);
                let place = if attribute.place == Place::Response {
                    " received"
                } else {
                    ""
                };
                format!(
                    "attribute {} {ty} {required} [{}] {default}{place}",
                    attribute.name.text,
                    values.join(",")
                )
            }
        };
        let bound: Vec<_> = claim.binding.endpoints.iter().map(endpoint).collect();
        let status = claim
            .binding
            .status
            .as_ref()
            .map_or(String::new(), |status| format!(" ({})", status.text));
        let unsure = if claim.binding.sure { "" } else { " ?" };
        format!("{what} @ {}{status}{unsure}", bound.join(", "))
    };
    claims.claims.iter().map(line).collect()
}

fn json(example: &claim::Example) -> String {
    example
        .json
        .node
        .as_ref()
        .map_or("none".to_owned(), |node| node.to_json().to_string())
}

#[test]
fn a_table_tells_type_required_values_and_default() {
    let text = "## Pots\n\n```plaintext\nGET /pots/:id\n```\n\n\
        | Attribute | Type | Required | Description |\n|---|---|---|---|\n\
        | `id` | integer/string | **{check-circle}** Yes | The id |\n\
        | `lid` **(PREMIUM)** | string | no | One of `tin`, `iron`. Defaults to `tin`. |\n\
        | `a`, `b` | boolean | yes if `lid` is given | Either |\n\n\
        The response has these attributes:\n\n\
        | Attribute | Type | Description |\n|---|---|---|\n| `size` | float | How big |\n";
    assert_eq!(
        told(text),
        [
            "endpoint GET /pots/:id",
            "attribute id integer/string Yes [] - @ GET /pots/:id",
            "attribute lid string No [tin,iron] tin @ GET /pots/:id",
            "attribute a boolean Conditional [] - @ GET /pots/:id",
            "attribute b boolean Conditional [] - @ GET /pots/:id",
            "attribute size float - [] - received @ GET /pots/:id",
        ]
    );
}

#[test]
fn a_table_may_have_columns_for_default_and_location() {
    let text = "## Pots\n\n`GET /pots/{id}`\n\nName | Kind | Type | Default | Description\n---|---|---|---|---\n\
        `id` | path | string | - | The id\n`n` | query | integer | `20` | How many\n";
    let (_, claims) = read(text);
    let found = claims.claims.iter().filter_map(|claim| match &claim.kind {
        ClaimKind::Attribute(attribute) => Some((
            attribute.name.text.as_str(),
            attribute.location.as_ref().map(|text| text.text.as_str()),
            attribute.default.as_ref().map(|text| text.text.as_str()),
        )),
        _ => None,
    });
    let found: Vec<_> = found.collect();
    assert_eq!(
        found,
        [("id", Some("path"), None), ("n", Some("query"), Some("20"))]
    );
}

#[test]
fn pages_with_method_tables_and_bullets_are_understood() {
    let text = "# Kettle\n\n## Boil water\n\n| Method | Path |\n|--------|------|\n| `POST` | `/kettle/:name/boil` |\n| `LIST` | `/kettle` |\n\n\
        ### Parameters\n\n- `name` `(string: <required>)` – The kettle.\n- `heat` `(int: 90)` - How hot.\n\
        - `lid` `(object: <optional>)` - The lid.\n  - `open` `(bool: false)` - Whether it is open.\n\n\
        ### Sample payload\n\n```json\n{\"heat\": 95}\n```\n\n### Sample request\n\n```shell-session\n$ curl \\\n    --request POST \\\n    --data @payload.json \\\n    http://127.0.0.1/kettle/red/boil\n```\n\n\
        ### Sample response\n\n```json\n{\"data\": {}}\n```\n";
    let all = "POST /kettle/:name/boil, LIST /kettle";
    assert_eq!(
        told(text),
        [
            "endpoint POST /kettle/:name/boil".to_owned(),
            "endpoint LIST /kettle".to_owned(),
            format!("attribute name string Yes [] - @ {all}"),
            format!("attribute heat int - [] 90 @ {all}"),
            format!("attribute lid object No [] - @ {all}"),
            format!("attribute open bool - [] false @ {all}"),
            "request {\"heat\":95} @ POST /kettle/:name/boil".to_owned(),
            "curl POST @ POST /kettle/:name/boil".to_owned(),
            "response {\"data\":{}} @ POST /kettle/:name/boil".to_owned(),
        ]
    );
    let (_, claims) = read(text);
    let ClaimKind::Curl(curl) = &claims.claims[7].kind else {
        panic!()
    };
    assert!(matches!(curl.body, Some(Body::File { claim: Some(6), .. })));
    let ClaimKind::Attribute(open) = &claims.claims[5].kind else {
        panic!()
    };
    assert_eq!(open.parents, ["lid"]);
}

#[test]
fn an_endpoint_may_stand_in_a_comment_above_its_body() {
    let text = "## Lids\n\n```js\n// POST /lids/{id}/\n{\n  \"lid\": [{\"tin\": true}]\n}\n```\n\n```json\n{\"ok\": true}\n```\n";
    assert_eq!(
        told(text),
        [
            "endpoint POST /lids/{id}/",
            "request {\"lid\":[{\"tin\":true}]} @ POST /lids/{id}/",
            "response {\"ok\":true} @ POST /lids/{id}/ ?",
        ]
    );
}

#[test]
fn components_around_examples_announce_them_and_do_not_hide_them() {
    let text = "## Lids\n\n```\nPOST /lids\n```\n\nMore about lids.\n\n<RequestExample>\n```json Add\n{\"tin\": true}\n```\n</RequestExample>\n\
        <ResponseExample>\n```json\n{\"id\": 1}\n```\n</ResponseExample>\n";
    assert_eq!(
        told(text),
        [
            "endpoint POST /lids",
            "request {\"tin\":true} @ POST /lids",
            "response {\"id\":1} @ POST /lids",
        ]
    );
}

#[test]
fn an_item_with_a_command_is_one_also_where_the_fence_is_lost() {
    let text = "Pots\n\nGET /pots\n\nscript:\n- 'curl \"https://p.test/pots?a=$B\"'\n\nMore.\n";
    assert_eq!(told(text), ["endpoint GET /pots", "curl GET @ GET /pots"]);
}

#[test]
fn an_endpoint_may_be_an_item_of_a_list() {
    let text = "## Pots\n\n1. **`GET /pots`**\n\n   Response:\n\n   ```json\n   []\n   ```\n\n2. `POST /pots`\n\n- GET of pots\n";
    assert_eq!(
        told(text),
        [
            "endpoint GET /pots",
            "response [] @ GET /pots",
            "endpoint POST /pots"
        ]
    );
}

#[test]
fn raw_http_shows_endpoint_status_and_bodies() {
    let text = "## Pots\n\n```http\nPUT /pots/<name> HTTP/1.1\nHost: p.test\nContent-Type: application/json\n\n{\"big\": true}\n```\n\n\
        ```none\n201 Created\nLocation: /pots/red\n\n{\"name\": \"red\"}\n```\n";
    assert_eq!(
        told(text),
        [
            "endpoint PUT /pots/<name>",
            "request {\"big\":true} @ PUT /pots/<name>",
            "status 201 prose @ PUT /pots/<name>",
            "response {\"name\":\"red\"} @ PUT /pots/<name> (201)",
        ]
    );
}

#[test]
fn old_style_bullets_and_statuses_in_bullets_and_sentences() {
    let text = "## Pots\n\n    DELETE /pots/:id\n\nParameters:\n\n- `id` (required) - The pot\n- `force` (optional, boolean) - Whether. Defaults to `false`\n\n\
        Answers:\n\n- `204 No Content`: it is gone\n- `404`: there is none\n\nWithout rights, it returns [`403 Forbidden`](x.md).\nIt returns 100 pots.\n";
    assert_eq!(
        told(text),
        [
            "endpoint DELETE /pots/:id",
            "attribute id - Yes [] - @ DELETE /pots/:id",
            "attribute force boolean No [] false @ DELETE /pots/:id",
            "status 204 bullet @ DELETE /pots/:id",
            "status 404 bullet @ DELETE /pots/:id",
            "status 403 prose @ DELETE /pots/:id",
        ]
    );
}

#[test]
fn endpoints_that_stand_together_share_the_table_and_a_command_tells_whose_the_example_is() {
    let text = "## Pots\n\n```\nGET /pots\nGET /pots/:id\n```\n\n| Attribute | Type |\n|---|---|\n| `id` | integer |\n\n\
        ```sh\ncurl https://p.test/pots/7\n```\n\nExample response:\n\n```json\n{\"id\": 7}\n```\n";
    assert_eq!(
        told(text),
        [
            "endpoint GET /pots",
            "endpoint GET /pots/:id",
            "attribute id integer - [] - @ GET /pots, GET /pots/:id",
            "curl GET @ GET /pots/:id",
            "response {\"id\":7} @ GET /pots/:id",
        ]
    );
    let (_, claims) = read(text);
    assert_eq!(
        claims.claims[4].binding.to_string(),
        "of 2 endpoint lines that stand together, the command before it calls `GET /pots/:id`; \"response\" (en) stands before it"
    );
    assert_eq!(claims.claims[4].binding.command, Some(3));
}

#[test]
fn of_endpoints_that_stand_together_the_label_may_name_the_method() {
    let text = "## Pots\n\n```\nGET /pots/:id\nPUT /pots/:id\nDELETE /pots/:id\n```\n\nThe `DELETE` answers 404:\n\n```json\n{\"a\": 1}\n```\n\n\
        GET response:\n\n```json\n{\"a\": 2}\n```\n\nResponse of GET and PUT:\n\n```json\n{\"a\": 3}\n```\n";
    assert_eq!(
        told(text)[3..],
        [
            "response {\"a\":1} @ DELETE /pots/:id (404)",
            "response {\"a\":2} @ GET /pots/:id",
            "response {\"a\":3} @ GET /pots/:id, PUT /pots/:id, DELETE /pots/:id ?",
        ]
    );
}

#[test]
fn the_answer_to_a_command_that_calls_another_endpoint_of_the_page_is_unsure() {
    let page = |call: &str| {
        format!(
            "## Lids\n\n`GET /lids`\n\n## Pots\n\n`GET /pots`\n\n```sh\ncurl https://p.test/{call}\n```\n\n```json\n[]\n```\n"
        )
    };
    assert_eq!(told(&page("pots"))[3], "response [] @ GET /pots");
    assert_eq!(told(&page("lids"))[3], "response [] @ GET /pots ?");
    let (_, claims) = read(&page("lids"));
    assert_eq!(
        claims.claims[3].binding.to_string(),
        "unsure: the last endpoint line before it is `GET /pots`, but the command before it calls `GET /lids`; it follows a command directly"
    );
}

#[test]
fn a_label_may_name_the_status_of_its_example() {
    let text = "## Pots\n\n    GET /pots/:id\n\nExample response (`404`):\n\n```json\n{\"message\": \"none\"}\n```\n";
    assert_eq!(
        told(text),
        [
            "endpoint GET /pots/:id",
            "response {\"message\":\"none\"} @ GET /pots/:id (404)"
        ]
    );
}

#[test]
fn comments_bind_ignore_and_disable() {
    let text = "## Pots\n\n    GET /pots\n\n<!-- doccheck: operation=add_pot status=request -->\n\n```json\n{\"a\": 1}\n```\n\n\
        <!-- doccheck: ignore -->\n\n```json\n{\"b\": 1}\n```\n\n<!-- doccheck-disable-next-line json-syntax -->\n```json\n{\"c\": 1,}\n```\n\n\
        <!-- doccheck-disable-next-line status-unknown -->\nIt returns `418`.\n\n<!-- doccheck: wrong -->\n";
    let (page, claims) = read(text);
    assert_eq!(
        told(text)[1..],
        [
            "request {\"a\":1} @ GET /pots",
            "response {\"c\":1} @ GET /pots",
            "status 418 prose @ GET /pots",
        ]
    );
    let binding = &claims.claims[1].binding;
    assert_eq!(binding.operation.as_ref().unwrap().text, "add_pot");
    assert_eq!(
        binding.to_string(),
        "a comment says that it is about `add_pot`"
    );
    let targets = claims
        .directives
        .iter()
        .filter_map(|directive| match &directive.kind {
            DirectiveKind::Disable { target, .. } => Some(
                page.source().text()[target.start..target.end]
                    .trim()
                    .to_owned(),
            ),
            _ => None,
        });
    assert_eq!(
        targets.collect::<Vec<_>>(),
        ["```json\n{\"c\": 1,}", "It returns `418`."]
    );
    let unknown =
        |directive: &claim::Directive| matches!(directive.kind, DirectiveKind::Unknown(_));
    assert_eq!(
        claims
            .directives
            .iter()
            .filter(|directive| unknown(directive))
            .count(),
        1
    );
}

#[test]
fn what_no_endpoint_holds_is_no_claim_or_an_unsure_one() {
    let text = "# Words\n\n| Name | Description |\n|---|---|\n| `a` | b |\n\n- `x` (required) - y\n\nIt returns `200`.\n";
    assert_eq!(told(text), Vec::<String>::new());
    let text = format!(
        "{text}\n## Pots\n\n    GET /pots\n\n## Paging\n\n| Name | Type |\n|---|---|\n| `page` | integer |\n\n```json\n{{}}\n```\n"
    );
    assert_eq!(
        told(&text),
        [
            "endpoint GET /pots",
            "attribute page integer - [] - @  ?",
            "response {} @  ?"
        ]
    );
}

#[test]
fn words_count_only_in_the_locales_that_are_asked_for() {
    let text = "## 항아리\n\n    GET /pots\n\n| 속성 | 유형 | 설명 |\n|---|---|---|\n| `n` | 정수 | 기본값은 `7`입니다. |\n";
    let page = Page::read("page.md", text, ReaderChoice::Auto);
    for (locales, default) in [
        (vec![], Some("7")),
        (vec!["ko"], Some("7")),
        (vec!["en"], None),
    ] {
        let options = Options {
            locales: locales.into_iter().map(str::to_owned).collect(),
            ..Options::default()
        };
        let claims = claim::read(&page, &options);
        let ClaimKind::Attribute(attribute) = &claims.claims[1].kind else {
            panic!()
        };
        assert_eq!(
            attribute.default.as_ref().map(|text| text.text.as_str()),
            default
        );
    }
}

#[test]
fn tables_in_html_are_tables() {
    let text = "# Pots\n\n`GET /pots/:id`\n\n<table>\n<thead>\n\
        <tr><th>Attribute</th><th>Type</th><th>Required</th><th>Description</th></tr>\n</thead>\n\n<tbody>\n  \
        <tr>\n    <td><code>id</code></td>\n    <td>integer or <b>string</b></td>\n    <td><strong>Yes</strong></td>\n    \
        <td>The pot.</td>\n  </tr>\n  <tr><td><code>lid</code>, <code>cover</code><td>string<td>no\
        <td>One of <code>tin</code> or <code>glass</code>. Defaults to <code>tin</code>.</tr>\n</tbody>\n</table>\n\n\
        <table><tr><th>Status</th><th>Description</th></tr><tr><td><code>404</code></td><td>None.</td></tr></table>\n\n\
        Text goes on.\n";
    assert_eq!(
        told(text),
        [
            "endpoint GET /pots/:id",
            "attribute id integer or string Yes [] - @ GET /pots/:id",
            "attribute lid string No [tin,glass] tin @ GET /pots/:id",
            "attribute cover string No [tin,glass] tin @ GET /pots/:id",
            "status 404 table @ GET /pots/:id",
        ]
    );
}

#[test]
fn items_below_a_bullet_that_announces_them_are_its_values() {
    let text = |first: &str| {
        format!(
            "# Pots\n\n`GET /pots`\n\n- `lid` (string) - {first}\n  - `tin`: the usual one\n  - `glass`\n  \
             - `wood` (string) - another attribute\n- `size` (integer) - How big.\n  - `tin`\n"
        )
    };
    let values = |first: &str| told(&text(first)).swap_remove(1);
    assert_eq!(
        values("One of:"),
        "attribute lid string - [tin,glass] - @ GET /pots"
    );
    assert_eq!(
        values("The lid, for example:"),
        "attribute lid string - [] - @ GET /pots"
    );
    let all = told(&text("Possible values:"));
    assert_eq!(all[2], "attribute wood string - [] - @ GET /pots");
    assert_eq!(all[3], "attribute size integer - [] - @ GET /pots");
    let broken = text("One of:").replace("  - `glass`", "  - glass comes later");
    assert_eq!(told(&broken)[1], "attribute lid string - [] - @ GET /pots");
    let plain = text("One of:").replace("# ", "").replace('`', "");
    assert_eq!(
        told(&plain)[1],
        "attribute lid string - [tin,glass] - @ GET /pots"
    );
}

#[test]
fn a_heading_that_names_a_part_does_not_end_the_section_of_the_endpoint_before_it() {
    let page = |heading: &str, more: &str| {
        format!(
            "# API\n\n## Show a pot\n\n`GET /pots/:id`\n\n{heading}\n\n{more}| Status | Meaning |\n|---|---|\n\
             | 404 | None. |\n\n## Drop a pot\n\n`DELETE /pots/:id`\n"
        )
    };
    let status = |heading: &str, more: &str| {
        let text = page(heading, more);
        let found = told(&text)
            .into_iter()
            .find(|line| line.starts_with("status"));
        found.unwrap_or_default()
    };
    for heading in ["## Errors", "## Status codes", "## 오류", "## Antworten"] {
        assert_eq!(status(heading, ""), "status 404 table @ GET /pots/:id");
    }
    // Another subject, a higher level, or an endpoint of its own.
    assert_eq!(status("## Lids", ""), "");
    assert_eq!(status("# Errors", ""), "");
    let own = status("## Errors", "`GET /errors`\n\n");
    assert_eq!(own, "status 404 table @ GET /errors");
    let (_, claims) = read(&page("## Errors", ""));
    assert_eq!(
        claims.claims[1].binding.to_string(),
        "the last endpoint line before it is `GET /pots/:id`, of which the heading `Errors` names a part"
    );
}

#[test]
fn tables_of_other_codes_and_rows_of_dots_are_no_claims() {
    let page = |table: &str| format!("# Pots\n\n## List\n\n`GET /pots`\n\n{table}");
    let codes = page("| Code | Meaning |\n|---|---|\n| 404 | None. |\n| 1001 | Broken. |\n");
    assert_eq!(told(&codes), ["endpoint GET /pots"]);
    let dots =
        page("| Name | Type |\n|---|---|\n| `id?` | integer |\n| size? | string |\n| ... | |\n");
    assert_eq!(
        told(&dots)[1..],
        [
            "attribute id integer - [] - @ GET /pots",
            "attribute size string - [] - @ GET /pots"
        ]
    );
}

#[test]
fn a_list_below_words_for_an_answer_is_about_what_is_received() {
    let text = "# Pots\n\n`GET /pots`\n\n- `size`: integer. Optional.\n\n### Response\n\nIt has:\n\n- `id`: integer. The pot.\n- `lid` (string)\n\n\
        Request parameters:\n\n1. `color` (string)\n\n**n** (integer) How many.\n";
    assert_eq!(
        told(text)[1..],
        [
            "attribute size integer No [] - @ GET /pots",
            "attribute id integer - [] - received @ GET /pots",
            "attribute lid string - [] - received @ GET /pots",
            "attribute color string - [] - @ GET /pots",
            "attribute n integer - [] - @ GET /pots",
        ]
    );
}
