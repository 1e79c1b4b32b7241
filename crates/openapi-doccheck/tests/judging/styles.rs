//! What pages of other styles say in other places: statuses in words, errors, hosts, headers, and commands for endpoints.

use openapi_doccheck::finding::{Finding, Level};
use openapi_doccheck::rule::Rule;
use openapi_document::Document;

use crate::{findings, judge, kettles};

fn judged(text: &str) -> Vec<Finding> {
    findings(&judge(&kettles(), "/api/v1"), "/api/v1", text)
}

fn rules(found: &[Finding]) -> Vec<(Rule, Level)> {
    let told = found.iter().map(|finding| (finding.rule, finding.level));
    told.collect()
}

#[test]
fn a_success_is_missed_only_where_successes_are_listed_and_nothing_else_names_it() {
    let table = "| Status | Meaning |\n|---|---|\n| 404 | There is none. |\n";
    let told = [(Rule::StatusUndocumented, Level::Warning)];
    for (before, expected) in [
        ("It may answer:", &told[..]),
        ("Errors:", &[]),
        ("### 오류 코드", &[]),
        ("It answers with status 200.", &[]),
        (
            "Returns `200 OK`:\n\n```json\n{\"id\": 7, \"name\": \"Whistler\", \"material\": \"steel\", \"state\": \"hot\"}\n```",
            &[],
        ),
    ] {
        let found = judged(&format!(
            "# Page\n\n```plaintext\nGET /kettles/:id\n```\n\n{before}\n\n{table}"
        ));
        assert_eq!(rules(&found), expected, "{before}: {found:?}");
    }
}

#[test]
fn an_endpoint_with_a_host_is_that_of_the_document_below_its_base_path_only() {
    for (line, expected) in [
        ("DELETE https://kettles.example/api/v1/kettles/{id}", 0),
        ("**DELETE** `/kettles/{id}`", 0),
        ("DELETE https://kettles.example/api/v1/pots/{id}", 1),
        ("DELETE https://pots.example/v2/pots/{id}", 0),
    ] {
        let found = judged(&format!("# Page\n\n{line}\n"));
        let unknown = found
            .iter()
            .filter(|finding| finding.rule == Rule::EndpointUnknown);
        assert_eq!(unknown.count(), expected, "{line}: {found:?}");
    }
}

#[test]
fn an_example_announced_as_an_error_is_held_against_the_errors() {
    let document = Document::parse(
        "errors.yaml",
        r#"{
            "openapi": "3.0.3", "info": {"title": "Lids", "version": "1"},
            "paths": {"/lids": {"get": {"operationId": "list_lids", "responses": {
                "200": {"description": "All.", "content": {"application/json": {"schema": {
                    "type": "object", "required": ["lids"], "properties": {"lids": {"type": "integer"}}}}}},
                "404": {"description": "None.", "content": {"application/json": {"schema": {
                    "type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}}}}
            }}}}
        }"#,
    )
    .expect("the document can be read");
    let judge = judge(&document, "");
    let (error, success) = (r#"{"message": "None"}"#, r#"{"lids": 3}"#);
    for (label, json, expected) in [
        ("Error response:", error, None),
        ("### Errors\n\nExample response:", error, None),
        ("Fehler:", error, None),
        ("### No errors\n\nExample response:", success, None),
        (
            "Error response:",
            r#"{"message": 404}"#,
            Some((Rule::PayloadType, Level::Error)),
        ),
        (
            "When the lid is invalid you get:",
            error,
            Some((Rule::BindingUnsure, Level::Note)),
        ),
        ("Im Fehlerfall wird `404` zurückgegeben:", error, None),
        ("蓋が無効な場合、`404`を返します。", error, None),
        ("如果无效，返回`404`：", error, None),
    ] {
        let page = format!("# Page\n\nGET /lids\n\n{label}\n\n```json\n{json}\n```\n");
        let found = findings(&judge, "", &page);
        assert_eq!(rules(&found), Vec::from_iter(expected), "{label}");
    }
    let page = format!("# Page\n\nGET /lids\n\nExample response:\n\n```json\n{error}\n```\n");
    assert!(!findings(&judge, "", &page).is_empty());
}

#[test]
fn headers_count_as_attributes_also_where_a_document_tells_them_by_other_means() {
    let document = Document::parse(
        "lids.yaml",
        r#"{
            "openapi": "3.0.3", "info": {"title": "Lids", "version": "1"},
            "paths": {"/lids": {"get": {"operationId": "list_lids", "responses": {"200": {
                "description": "All.",
                "headers": {"X-Total": {"schema": {"type": "integer"}}},
                "content": {"application/json": {"schema": {
                    "type": "object", "properties": {"lids": {"type": "integer"}}}}}
            }}}}}
        }"#,
    )
    .expect("the document can be read");
    let judge = judge(&document, "");
    for (heading, name, expected) in [
        ("Headers", "Accept", None),
        ("Headers", "Authorization", None),
        ("Headers", "Content-Type", None),
        ("Headers", "X-Total", None),
        ("Headers", "Age-Of-Water", Some(Rule::BindingUnsure)),
        ("Response", "X-Total", None),
        ("Response", "Accept", Some(Rule::AttributeUnknown)),
    ] {
        let page = format!(
            "# Page\n\nGET /lids\n\n## {heading}\n\n| Name | Type | Description |\n|---|---|---|\n| {name} | string | It. |\n"
        );
        let found = findings(&judge, "", &page);
        let found: Vec<_> = found.iter().map(|finding| finding.rule).collect();
        assert_eq!(found, Vec::from_iter(expected), "{heading}: {name}");
    }
}

#[test]
fn an_example_is_held_against_what_the_command_before_it_calls() {
    let page = |url: &str| {
        format!(
            "# Page\n\n```sh\ncurl --header \"KETTLE-TOKEN: <token>\" \"{url}\"\n```\n\nResponse:\n\n```json\n{{\"litres\": \"1.5\", \"pressure\": 2, \"whistled\": false}}\n```\n"
        )
    };
    let found = judged(&page(
        "https://kettles.example/api/v1/kettles/7/steam?since=1",
    ));
    assert_eq!(rules(&found), [(Rule::PayloadType, Level::Error)]);
    assert_eq!(found[0].operation.as_deref(), Some("get_steam"));
    let found = judged(&page("https://pots.example/pots"));
    assert_eq!(rules(&found), [(Rule::BindingUnsure, Level::Note)]);
}

#[test]
fn an_array_that_is_sent_as_one_text_may_be_called_a_string() {
    let document = |style: &str| {
        let text = format!(
            r#"{{"openapi": "3.0.3", "info": {{"title": "Lids", "version": "1"}},
            "paths": {{"/lids": {{"get": {{"operationId": "list_lids", "parameters": [{{
                "name": "sizes", "in": "query"{style},
                "schema": {{"type": "array", "items": {{"type": "integer"}}}}}}],
            "responses": {{"204": {{"description": "None."}}}}}}}}}}}}"#
        );
        Document::parse("lids.yaml", &text).expect("the document can be read")
    };
    let page = "# Page\n\nGET /lids\n\n| Name | Type | Description |\n|---|---|---|\n| sizes | string | Sizes. |\n";
    for (style, expected) in [
        (r#", "explode": false"#, None),
        (r#", "style": "pipeDelimited""#, None),
        ("", Some(Rule::AttributeType)),
    ] {
        let document = document(style);
        let found = findings(&judge(&document, ""), "", page);
        let found: Vec<_> = found.iter().map(|finding| finding.rule).collect();
        assert_eq!(found, Vec::from_iter(expected), "{style}");
    }
}

#[test]
fn an_example_that_may_be_about_something_else_is_judged_only_where_most_of_it_is_known() {
    let page = |json: &str| {
        format!(
            "# Page\n\n```plaintext\nPOST /kettles\n```\n\nIts owner looks like this:\n\n```json\n{json}\n```\n"
        )
    };
    let unsure = (Rule::BindingUnsure, Level::Note);
    for json in [
        r#"{"owner": "Ann", "vip": true}"#,
        r#"{"port": 80}"#,
        r#"{"kettle": {"name": "Whistler", "material": "steel"}}"#,
    ] {
        assert_eq!(rules(&judged(&page(json))), [unsure], "{json}");
    }
    let found = judged(&page(
        r#"{"name": "Whistler", "material": "steel", "litres": "two"}"#,
    ));
    assert!(rules(&found).contains(&unsure), "{found:?}");
    assert!(rules(&found).len() > 1, "{found:?}");
}

#[test]
fn an_example_that_shares_no_name_with_what_it_should_be_is_one_finding() {
    let found = judged(
        "# Page\n\n```plaintext\nGET /kettles/:id\n```\n\nResponse:\n\n```json\n{\"port\": 80, \"host\": \"a\"}\n```\n",
    );
    assert_eq!(rules(&found), [(Rule::PayloadShape, Level::Error)]);
    assert_eq!(
        found[0].message,
        "this has nothing in common with what `GET /kettles/{id}` answers"
    );
}

/// The findings on a table of attributes below a label.
fn table(endpoint: &str, label: &str, rows: &[&str]) -> Vec<(Rule, Level)> {
    let rows = rows
        .iter()
        .map(|name| format!("| `{name}` | string | It. |\n"));
    let rows = rows.collect::<Vec<_>>().concat();
    let found = judged(&format!(
        "# Page\n\n```plaintext\n{endpoint}\n```\n\n{label}\n\n| Name | Type | Description |\n|---|---|---|\n{rows}"
    ));
    rules(&found)
}

#[test]
fn a_table_without_a_word_for_what_it_is_about_may_be_about_the_answer_or_something_else() {
    let unsure = (Rule::BindingUnsure, Level::Note);
    for label in ["Fields:", "### The kettle", "Each kettle has:"] {
        let found = table("GET /kettles/:id", label, &["name", "material", "state"]);
        assert_eq!(found, [], "{label}");
        let found = table("GET /kettles/:id", label, &["name", "material", "steam"]);
        assert_eq!(found, [(Rule::AttributeUnknown, Level::Error)], "{label}");
        let found = table("GET /kettles/:id", label, &["cold", "boiling"]);
        assert_eq!(found, [unsure], "{label}");
    }
}

#[test]
fn a_misspelt_row_is_one_finding_and_a_parameter_of_the_path_may_be_told_by_the_endpoint_line() {
    let found = table("POST /kettles", "Parameters:", &["nam", "material"]);
    assert!(
        found.contains(&(Rule::AttributeUnknown, Level::Error)),
        "{found:?}"
    );
    assert!(
        !found.contains(&(Rule::AttributeMissing, Level::Warning)),
        "{found:?}"
    );
    let steam = "GET /kettles/:id/steam";
    let missing = |level| (Rule::AttributeMissing, level);
    assert!(table(steam, "", &["since"]).contains(&missing(Level::Note)));
    assert!(!table(steam, "", &["since"]).contains(&missing(Level::Warning)));
    assert!(table(steam, "", &["id"]).contains(&missing(Level::Warning)));
}

#[test]
fn what_a_page_calls_a_payload_may_be_the_answer_of_an_operation_that_takes_nothing() {
    let page = |json: &str| {
        format!(
            "# Page\n\n```plaintext\nGET /kettles/:id\n```\n\nPayload:\n\n```json\n{json}\n```\n"
        )
    };
    let kettle = r#"{"id": 7, "name": "Whistler", "material": "steel", "state": "hot"}"#;
    assert_eq!(rules(&judged(&page(kettle))), []);
    let wrong = kettle.replace('7', "\"7\"");
    assert_eq!(
        rules(&judged(&page(&wrong))),
        [(Rule::PayloadType, Level::Error)]
    );
    let other = r#"{"port": 80, "host": "a"}"#;
    assert_eq!(
        rules(&judged(&page(other))),
        [(Rule::PayloadShape, Level::Error)]
    );
}

#[test]
fn an_unknown_endpoint_of_a_list_is_a_note_and_one_of_a_table_an_error() {
    for (lines, expected) in [
        (
            "- `GET /kettles`: here\n- `GET /users`: elsewhere",
            Level::Note,
        ),
        ("| Endpoint |\n|---|\n| `GET /users` |", Level::Error),
        ("Endpoint: `GET /users`", Level::Error),
    ] {
        let found = judged(&format!("# Page\n\n{lines}\n"));
        assert_eq!(
            rules(&found),
            [(Rule::EndpointUnknown, expected)],
            "{lines}"
        );
    }
}
