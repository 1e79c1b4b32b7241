//! Which endpoint an example is bound to, in which direction, and when that is not sure.

use openapi_doccheck::Page;
use openapi_doccheck::bind::{Binding, Direction, Evidence, Scope, bindings};
use openapi_doccheck::page::ReaderChoice;

fn bound(text: &str) -> (Vec<Binding>, Vec<String>) {
    let page = Page::read("page.md", text, ReaderChoice::Auto);
    let bindings = bindings(&page);
    let endpoint = |binding: &Binding| {
        let element = binding.endpoint.map(|index| &page.elements()[index].kind);
        element
            .and_then(|kind| kind.endpoint())
            .map_or_else(String::new, ToString::to_string)
    };
    let endpoints = bindings.iter().map(endpoint).collect();
    (bindings, endpoints)
}

#[test]
fn a_heading_of_the_same_level_ends_a_section_and_a_lower_one_does_not() {
    let text = "## A\n\n    GET /a\n\n### Answer\n\n```json\n{}\n```\n\n## B\n\nExample response:\n\n```json\n{}\n```\n";
    let (bindings, endpoints) = bound(text);
    assert_eq!(endpoints, ["GET /a", ""]);
    assert_eq!(bindings[1].scope, Scope::None);
    assert!(!bindings[1].is_sure());
}

#[test]
fn an_endpoint_above_all_headings_is_in_force_until_the_first() {
    let text = "`GET /a`\n\n```json\n{}\n```\n\n###### Deep\n\n```json\n{}\n```\n";
    assert_eq!(bound(text).1, ["GET /a", ""]);
}

#[test]
fn endpoints_that_stand_together_leave_an_example_unsure() {
    let text = "## A\n\n```\nGET /a\nGET /a/:id\n```\n\nExample response:\n\n```json\n{}\n```\n";
    let (bindings, endpoints) = bound(text);
    assert_eq!(endpoints, ["GET /a/:id"]);
    assert_eq!(bindings[0].scope, Scope::LastOf(2));
    assert!(!bindings[0].is_sure());
    assert_eq!(
        bindings[0].to_string(),
        "unsure: the last of 2 endpoint lines that stand together; \"response\" (en) stands before it"
    );
}

#[test]
fn a_shown_file_is_a_request_and_sure_only_when_a_command_sends_it() {
    let page = |file: &str| {
        format!(
            "## A\n\n    PUT /a\n\n```sh\ncurl --data @{file} https://a.test\n```\n\n`@a.json` looks like\n\n```json\n{{}}\n```\n"
        )
    };
    let (sent, _) = bound(&page("a.json"));
    assert_eq!(
        (sent[0].direction, sent[0].is_sure()),
        (Direction::Request, true)
    );
    assert_eq!(sent[0].evidence, Evidence::SentFile("a.json".to_owned()));
    let (named, _) = bound(&page("b.json"));
    assert_eq!(
        (named[0].direction, named[0].is_sure()),
        (Direction::Request, false)
    );
}

#[test]
fn a_heading_can_be_the_label() {
    let text = "## A\n\n    POST /a\n\n### Sample payload\n\n```json\n{}\n```\n\n### Sample response\n\n```json\n[]\n```\n";
    let (bindings, _) = bound(text);
    let directions: Vec<_> = bindings.iter().map(|binding| binding.direction).collect();
    assert_eq!(directions, [Direction::Request, Direction::Response]);
    assert!(bindings.iter().all(Binding::is_sure));
}

#[test]
fn what_follows_a_command_is_its_output_and_what_follows_nothing_is_unsure() {
    let text = "## A\n\n    GET /a\n\n```sh\ncurl https://a.test/a\n```\n\n```json\n{}\n```\n\n---\n\n```json\n{}\n```\n";
    let (bindings, _) = bound(text);
    assert_eq!(bindings[0].evidence, Evidence::AfterCommand);
    assert_eq!(bindings[1].evidence, Evidence::Nothing);
    assert_eq!(
        (bindings[0].is_sure(), bindings[1].is_sure()),
        (true, false)
    );
}

#[test]
fn a_comment_between_label_and_example_changes_nothing() {
    let text = "## A\n\n    GET /a\n\nExample response:\n\n<!-- checked -->\n\n```json\n{}\n```\n";
    assert!(bound(text).0[0].is_sure());
}

#[test]
fn a_table_between_text_and_example_takes_the_label_away() {
    let text = "## A\n\n    GET /a\n\nThe response has:\n\n| a | b |\n|---|---|\n| c | d |\n\n```json\n{}\n```\n";
    assert_eq!(bound(text).0[0].evidence, Evidence::Nothing);
}

#[test]
fn a_heading_can_be_the_endpoint() {
    let text = "## `PUT /a/{id}`\n\nExample response:\n\n```json\n{}\n```\n\n### GET /a\n\n```json\n[]\n```\n";
    assert_eq!(bound(text).1, ["PUT /a/{id}", "GET /a"]);
}

/// Direction, status and certainty of the examples below `GET /a`, each with a text above it.
fn below(text: &str) -> Vec<String> {
    let (bindings, _) = bound(&format!("## A\n\n    GET /a\n\n{text}\n"));
    let told = |binding: &Binding| {
        let status = binding
            .stated
            .map_or(String::new(), |stated| format!(" {}", stated.code));
        let unsure = if binding.is_sure() { "" } else { " ?" };
        format!("{:?}{status}{unsure}", binding.direction)
    };
    bindings.iter().map(told).collect()
}

#[test]
fn a_label_that_is_a_status_announces_an_answer_with_it() {
    for label in [
        "**404 Not Found**",
        "`HTTP/1.1 404 Not Found`",
        "Response 404:",
        "#### 404",
        "### 404 Not Found",
        "Status: 404 Not Found",
        "Example response (404):",
        "**Fehler 404**",
        "상태 코드 404",
        "- `404`: there is none",
        "It returns 404 when there is none:",
    ] {
        let text = format!("{label}\n\n```json\n{{}}\n```");
        assert_eq!(below(&text), ["Response 404"], "{label}");
    }
    assert_eq!(
        below("It returns 200 pots:\n\n```json\n{}\n```"),
        ["Response"]
    );
    // The words for a bad request are no request.
    assert_eq!(
        below("**400 Bad Request**\n\n```json\n{}\n```"),
        ["Response 400"]
    );
    assert_eq!(
        below("A bad request is answered with 400:\n\n```json\n{}\n```"),
        ["Request ?"]
    );
}

#[test]
fn a_heading_speaks_for_what_stands_below_it_until_something_else_can_be_meant() {
    let json = "```json\n{}\n```";
    let text =
        format!("### 404\n\nThere is no such pot.\n\n{json}\n\nOr, in other words:\n\n{json}");
    assert_eq!(below(&text), ["Response 404", "Response 404"]);
    let text = format!("### Request\n\nA lid is needed.\n\n{json}\n\nAnd then:\n\n{json}");
    assert_eq!(below(&text), ["Request", "Response ?"]);
    let text = format!("### Request\n\n```sh\ncurl https://a.test\n```\n\nAnd then:\n\n{json}");
    assert_eq!(below(&text), ["Response ?"]);
    let text = format!(
        "### Response\n\n| a | b |\n|---|---|\n| c | d |\n\n{json}\n\n### More\n\nIt is:\n\n{json}"
    );
    assert_eq!(below(&text), ["Response", "Response ?"]);
}

#[test]
fn right_below_several_endpoints_nothing_says_whose_the_example_is() {
    for lines in ["PUT /a\nGET /a", "GET /a\nPUT /a"] {
        let text = format!("## A\n\n```\n{lines}\n```\n\n```json\n{{}}\n```\n");
        let (bindings, _) = bound(&text);
        assert!(!bindings[0].is_sure(), "{lines}");
        let page = Page::read("page.md", &text, ReaderChoice::Auto);
        let claims =
            openapi_doccheck::claim::read(&page, &openapi_doccheck::claim::Options::default());
        let binding = &claims.claims[2].binding;
        assert!(!binding.sure, "{lines}: {binding}");
        assert_eq!(binding.endpoints, [0, 1], "{lines}");
    }
}

#[test]
fn what_follows_a_command_that_sends_a_file_may_be_the_file() {
    let call = "```sh\ncurl --data @a/order.json https://p.test/a\n```\n\n";
    let show = "```json\n{}\n```\n\n";
    let evidence = |text: &str| {
        let (bindings, _) = bound(&format!("## A\n\n    POST /a\n\n{text}"));
        let told = bindings.into_iter();
        told.map(|binding| (binding.direction, binding.evidence))
            .collect::<Vec<_>>()
    };
    let file = "a/order.json".to_owned();
    let maybe = (Direction::Request, Evidence::MaybeFile(file.clone()));
    let answer = (Direction::Response, Evidence::AfterCommand);
    let sent = || (Direction::Request, Evidence::SentFile(file.clone()));
    assert_eq!(evidence(&format!("{call}{show}")), [maybe]);
    // A name tells, with or without its sign, and a file is shown once.
    let named = format!("{call}where `order.json` is:\n\n{show}");
    assert_eq!(evidence(&named), [sent()]);
    assert_eq!(evidence(&format!("{named}{call}{show}")), [sent(), answer]);
    let after = format!("{call}With `order.json` the response is:\n\n{show}");
    assert_eq!(evidence(&after)[0].0, Direction::Response);
    let other = format!("{call}where `reorder.json` is:\n\n{show}");
    assert!(!matches!(evidence(&other)[0].1, Evidence::SentFile(_)));
}
