//! What makes findings trustworthy: one root cause once, softened where the page says so, silenced where it asks.

use openapi_doccheck::finding::{Finding, Level};
use openapi_doccheck::rule::Rule;
use openapi_document::Document;
use openapi_document::history::as_of;

use crate::{findings, judge, kettles};

fn judged(text: &str) -> Vec<Finding> {
    let document = kettles();
    findings(&judge(&document, "/api/v1"), "/api/v1", text)
}

fn response(endpoint: &str, json: &str) -> String {
    format!(
        "# Page\n\n```plaintext\n{endpoint}\n```\n\nExample response:\n\n```json\n{json}\n```\n"
    )
}

fn rules(found: &[Finding]) -> Vec<(Rule, Level)> {
    found
        .iter()
        .map(|finding| (finding.rule, finding.level))
        .collect()
}

#[test]
fn the_payload_of_another_operation_is_one_finding_that_names_it() {
    let text = response(
        "GET /kettles/:id",
        r#"{"litres": 1.5, "pressure": 2, "whistled": false}"#,
    );
    let found = judged(&text);
    assert_eq!(rules(&found), [(Rule::PayloadShape, Level::Error)]);
    assert_eq!(
        found[0].message,
        "this is not what `GET /kettles/{id}` answers, but what `GET /kettles/{id}/steam` does"
    );
}

#[test]
fn an_answer_in_the_place_of_a_request_is_told_as_such() {
    for (json, message) in [
        (
            r#"{"id": 7, "name": "Whistler", "material": "steel", "state": "hot"}"#,
            "this is the answer of `POST /kettles`, not its request",
        ),
        (
            r#"{"litres": 1.5, "pressure": 2, "whistled": false}"#,
            "this is not what `POST /kettles` takes, but what `GET /kettles/{id}/steam` answers",
        ),
    ] {
        let text = response("POST /kettles", json).replace("Example response", "Example request");
        let found = judged(&text);
        assert_eq!(rules(&found), [(Rule::PayloadShape, Level::Error)]);
        assert_eq!(found[0].message, message);
    }
}

#[test]
fn json_for_an_answer_without_a_body_is_one_finding() {
    let found = judged(&response(
        "DELETE /kettles/:id",
        r#"{"id": 7, "name": "Whistler"}"#,
    ));
    assert_eq!(rules(&found), [(Rule::PayloadShape, Level::Error)]);
    assert!(
        found[0].message.contains("answers 204 with no body"),
        "{}",
        found[0].message
    );
}

#[test]
fn the_same_mistake_in_many_items_is_told_once_with_their_number() {
    let item = r#"{"id": 7, "name": "Whistler", "colour": "red"}"#;
    let found = judged(&response(
        "GET /kettles",
        &format!("[{item}, {item}, {item}]"),
    ));
    assert_eq!(
        rules(&found),
        [(Rule::PayloadPropertyUnknown, Level::Error)]
    );
    assert_eq!(found[0].pointer.as_deref(), Some("/0/colour"));
    assert!(
        found[0]
            .help
            .as_deref()
            .unwrap()
            .ends_with("the same at 2 more places of this example")
    );
}

#[test]
fn an_elision_makes_what_is_missing_in_its_object_a_note() {
    let found = judged(&response("GET /kettles/:id", "{\"id\": 7, ...}"));
    assert_eq!(
        rules(&found),
        [
            (Rule::PayloadPropertyMissing, Level::Note),
            (Rule::JsonSyntax, Level::Note)
        ]
    );
    assert!(found.iter().all(|finding| !finding.counts()));
}

#[test]
fn a_placeholder_stands_for_a_value_of_any_type() {
    let found = judged(&response(
        "GET /kettles/:id",
        "{\"id\": <id>, \"name\": \"Whistler\"}",
    ));
    assert_eq!(rules(&found), [(Rule::JsonSyntax, Level::Note)]);
}

#[test]
fn numbers_of_any_size_and_spelling_are_numbers() {
    let yaml = "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\npaths:\n  /pots:\n    get:\n      operationId: get_pot\n      \
        responses:\n        '200':\n          description: A pot.\n          content:\n            application/json:\n              \
        schema:\n                type: object\n                properties:\n                  id: {type: integer}\n                  \
        litres: {type: number, minimum: -1e400, maximum: 1e400}\n                  lids: {type: integer, maximum: 9}\n";
    let document = Document::parse("pots.yaml", yaml).unwrap();
    let digits = "9".repeat(400);
    let found = |json: &str| {
        let found = findings(&judge(&document, ""), "", &response("GET /pots", json));
        found
            .into_iter()
            .map(|one| (one.rule, one.message))
            .collect::<Vec<_>>()
    };
    for number in [
        "-0",
        "1E+2",
        "1.0",
        "1e400",
        "-1e400",
        "18446744073709551616",
        &digits,
    ] {
        let json = format!("{{\"id\": {number}, \"litres\": {number}, \"lids\": 3}}");
        assert_eq!(found(&json), [], "{json}");
    }
    assert_eq!(found("{\"id\": 1.5e-400}"), []);
    assert_eq!(found("{\"id\": 1.5}")[0].0, Rule::PayloadType);
    let (rule, message) = found("{\"lids\": 1e400}").remove(0);
    assert_eq!(rule, Rule::PayloadValue);
    assert!(message.contains("a number beyond 64 bits"), "{message}");
    let (rule, message) = found("{\"id\": +1e400}").remove(0);
    assert_eq!(rule, Rule::JsonSyntax);
    assert!(message.contains("which writes `1e400`"), "{message}");
}

#[test]
fn what_is_left_of_a_broken_example_is_still_judged() {
    let found = judged(&response("GET /kettles/:id", "{\"id\": 7,, \"name\": 3}"));
    let mut rules: Vec<Rule> = found.iter().map(|finding| finding.rule).collect();
    rules.sort();
    assert_eq!(rules, [Rule::JsonSyntax, Rule::PayloadType]);
}

#[test]
fn a_comment_silences_the_rule_it_names_in_the_block_behind_it_and_nothing_else() {
    let text = response("GET /kettles/:id", r#"{"id": "7", "name": 3}"#);
    let comment = |rules: &str| {
        text.replace(
            "```json",
            &format!("<!-- doccheck-disable-next-line {rules} -->\n\n```json"),
        )
    };
    let counting = |text: &str| {
        judged(text)
            .iter()
            .filter(|finding| finding.counts())
            .count()
    };
    assert_eq!(counting(&text), 2);
    assert_eq!(counting(&comment("payload-type")), 0);
    assert_eq!(counting(&comment("payload-value")), 2);
    let all = judged(&comment("payload-type"));
    assert!(all.iter().all(Finding::is_suppressed));
}

#[test]
fn a_comment_says_which_operation_and_status_an_example_is_for() {
    let text = response("GET /kettles/:id", r#"{"litres": 1.5}"#);
    assert!(!judged(&text).is_empty());
    let told = text.replace(
        "```json",
        "<!-- doccheck: operation=get_steam status=200 -->\n\n```json",
    );
    assert_eq!(rules(&judged(&told)), []);
    let unknown = text.replace(
        "```json",
        "<!-- doccheck: operation=get_stem -->\n\n```json",
    );
    let found = judged(&unknown);
    assert_eq!(rules(&found), [(Rule::DirectiveUnknown, Level::Warning)]);
    assert_eq!(found[0].help.as_deref(), Some("did you mean `get_steam`?"));
}

#[test]
fn the_keys_of_security_schemes_count_as_described() {
    let text = "# Page\n\n```plaintext\nGET /kettles/:id\n```\n\n| Attribute | Type | Required | Description |\n\
        |---|---|---|---|\n| `id` | integer | Yes | It. |\n| `KETTLE-TOKEN` | string | Yes | A token. |\n";
    assert_eq!(rules(&judged(text)), []);
}

#[test]
fn an_id_that_is_text_on_the_wire_may_be_called_integer_or_string() {
    let yaml = "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\npaths:\n  /pots/{id}:\n    get:\n      operationId: get_pot\n      \
        parameters:\n        - {name: id, in: path, required: true, schema: {oneOf: [{type: string}, {type: integer}]}}\n        \
        - {name: name, in: query, schema: {type: string}}\n      responses: {'200': {description: A pot.}}\n";
    let document = Document::parse("pots.yaml", yaml).unwrap();
    let text = "# Page\n\n```plaintext\nGET /pots/:id\n```\n\n| Attribute | Type | Required | Description |\n|---|---|---|---|\n\
        | `id` | integer/string | Yes | It. |\n| `name` | integer/string | No | Its name. |\n\n```shell\ncurl \"https://pots.test/pots/1?name=2\"\n```\n";
    let found = findings(&judge(&document, ""), "", text);
    assert_eq!(rules(&found), []);
}

#[test]
fn an_attribute_is_required_when_each_way_to_send_it_requires_it() {
    let yaml = "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\npaths:\n  /pots:\n    post:\n      operationId: create_pot\n      \
        requestBody:\n        content:\n          application/json:\n            schema: {type: object, required: [name, lid], \
        properties: {name: {type: string}, lid: {type: string}}}\n          multipart/form-data:\n            schema: \
        {type: object, required: [name], properties: {name: {type: string}, lid: {type: string}}}\n          \
        application/x-www-form-urlencoded:\n            schema: {}\n      responses: {'201': {description: A pot.}}\n";
    let document = Document::parse("pots.yaml", yaml).unwrap();
    let found = |name: &str, lid: &str| {
        let text = format!(
            "# Page\n\n```plaintext\nPOST /pots\n```\n\n| Attribute | Type | Required | Description |\n|---|---|---|---|\n\
             | `name` | string | {name} | Its name. |\n| `lid` | string | {lid} | Its lid. |\n"
        );
        rules(&findings(&judge(&document, ""), "", &text))
    };
    let wrong = (Rule::AttributeRequired, Level::Error);
    assert_eq!(found("Yes", "No"), []);
    assert_eq!(found("Yes", "Yes"), [wrong]);
    assert_eq!(found("No", "No"), [wrong]);
}

#[test]
fn a_page_is_judged_by_the_contract_of_its_day() {
    let yaml = "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\npaths:\n  /pots:\n    get:\n      operationId: get_pot\n      \
        responses:\n        '200':\n          description: A pot.\n          content:\n            application/json:\n              \
        schema:\n                type: object\n                properties:\n                  id: {type: integer}\n                  \
        lid: {type: boolean, x-history: [{version: '9.10', change: introduced}]}\n";
    let document = Document::parse("pots.yaml", yaml).unwrap();
    let text = response("GET /pots", r#"{"id": 1, "lid": true}"#);
    let at = |version: &str| {
        let document = as_of(&document, &version.parse().unwrap(), "x-history").unwrap();
        rules(&findings(&judge(&document, ""), "", &text))
    };
    assert_eq!(at("9.10"), []);
    assert_eq!(at("9.9"), [(Rule::PayloadPropertyUnknown, Level::Error)]);
}

#[test]
fn safe_repairs_come_with_edits_and_others_do_not() {
    let found = judged(&response(
        "GET /kettles/:id",
        "{\"id\": 7, \"name\": \"Whistler\",}",
    ));
    assert_eq!(found[0].edits.len(), 1);
    let found = judged(&response(
        "GET /kettles/:id",
        "{\"id\": 7, \"name\": Whistler}",
    ));
    assert_eq!(found[0].rule, Rule::JsonSyntax);
    assert!(found[0].edits.is_empty(), "{:?}", found[0].edits);
}

#[test]
fn a_misspelt_property_is_one_finding_although_the_right_one_is_missing() {
    let found = judged(&response(
        "GET /kettles/:id",
        r#"{"id": 7, "nmae": "Whistler"}"#,
    ));
    assert_eq!(
        rules(&found),
        [(Rule::PayloadPropertyUnknown, Level::Error)]
    );
    assert_eq!(found[0].help.as_deref(), Some("write `name`"));
}

#[test]
fn comments_count_on_a_page_that_lost_its_line_breaks() {
    let page = |before_endpoint: &str, before_example: &str| {
        format!(
            "# Page {before_endpoint} ```plaintext GET /kettles/:id ``` Example response: {before_example} \
             ```json {{ \"id\": \"7\", \"name\": \"Whistler\" }} ``` The end."
        )
    };
    assert_eq!(
        rules(&judged(&page("", ""))),
        [(Rule::PayloadType, Level::Error)]
    );
    let found = judged(&page(
        "",
        "<!-- doccheck-disable-next-line payload-type -->",
    ));
    assert!(found[0].is_suppressed());
    let found = judged(&page("", "<!-- doccheck-disable-next-line curl-path -->"));
    assert!(!found[0].is_suppressed());
    let found = judged(&page("", "<!-- doccheck: operation=delete_kettle -->"));
    assert_eq!(rules(&found), [(Rule::PayloadShape, Level::Error)]);
    let found = judged(&page("<!-- doccheck: ignore -->", ""));
    assert_eq!(rules(&found), [(Rule::BindingUnsure, Level::Note)]);
}

#[test]
fn a_file_that_a_command_sends_is_judged_where_it_is_shown_and_missed_where_it_is_not() {
    let page = |file: &str, shown: &str| {
        format!(
            "# Page\n\n```plaintext\nPOST /kettles\n```\n\n```shell\ncurl --request POST --header \"KETTLE-TOKEN: <token>\" \
             --header \"Content-Type: application/json\" --data @{file} \"https://kettles.example/api/v1/kettles\"\n```\n{shown}"
        )
    };
    let shown = "\nThe file `@kettle.json` is structured like:\n\n```json\n{\"name\": 7}\n```\n";
    assert_eq!(
        rules(&judged(&page("kettle.json", shown))),
        [(Rule::PayloadType, Level::Error)]
    );
    let found = judged(&page("kettle.json", ""));
    assert_eq!(rules(&found), [(Rule::CurlBody, Level::Note)]);
    assert_eq!(
        found[0].message,
        "no example of this section shows the file `kettle.json`"
    );
    let other = page("kettle.json", "").replace("POST /kettles", "DELETE /kettles/:id");
    let other = other
        .replace("request POST", "request DELETE")
        .replace("v1/kettles", "v1/kettles/9");
    assert_eq!(rules(&judged(&other)), [(Rule::CurlBody, Level::Error)]);
}

#[test]
fn what_a_command_reads_from_its_input_is_no_file_to_be_shown() {
    let page = |name: &str| {
        let shell = format!(
            "curl --request POST --header \"Content-Type: application/json\" --header \"KETTLE-TOKEN: <token>\" \\\n  \
             --data @{name} \"https://kettles.example/api/v1/kettles\" <<EOF\n{{\"name\": \"Whistler\"}}\nEOF"
        );
        format!("# Page\n\n```plaintext\nPOST /kettles\n```\n\n```shell\n{shell}\n```\n")
    };
    assert_eq!(rules(&judged(&page("-"))), []);
    let found = rules(&judged(&page("kettle.json")));
    assert_eq!(found, [(Rule::CurlBody, Level::Note)]);
}
