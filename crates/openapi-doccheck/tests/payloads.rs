//! Payload files: their names, their bytes, and the examples that can have none.

use openapi_doccheck::Page;
use openapi_doccheck::page::ReaderChoice;
use openapi_doccheck::payload::payloads;
use openapi_document::Document;

const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Kitchen, version: 1.0.0}
paths:
  /pots:
    get: {operationId: list_pots, responses: {'200': {description: Pots}, 4XX: {description: No}}}
    post: {operationId: add_pot, responses: {'201': {description: Pot}}}
  /pots/{pot_id}/lids/{lid}:
    put: {operationId: put_lid, responses: {'200': {description: Lid}, '202': {description: Later}}}
    get: {responses: {'200': {description: Lid}}}
";

fn read(text: &str) -> (Vec<(String, String)>, Vec<String>) {
    let document = Document::parse("kitchen.yaml", DOCUMENT).expect("it is a document");
    let page = Page::read("kitchen.md", text, ReaderChoice::Auto);
    let (payloads, unbound) = payloads(&page, &document);
    let files = payloads
        .into_iter()
        .map(|payload| (payload.file, payload.text));
    let told = unbound.iter().map(|unbound| {
        format!(
            "{}: {}",
            page.source().position(unbound.span.start),
            unbound.reason
        )
    });
    (files.collect(), told.collect())
}

#[test]
fn a_payload_is_named_by_operation_and_status_and_ends_with_a_line_feed() {
    let text = "## A\n\n    POST /pots\n\nRequest body:\n\n```json\n\n {\"a\": 1,} \n```\n\nExample response:\n\n```json\n{ }\n```\n";
    let (files, unbound) = read(text);
    let expected = [
        ("add_pot.request.json", "{\"a\": 1,}\n"),
        ("add_pot.201.json", "{ }\n"),
    ];
    assert_eq!(
        files,
        expected.map(|(file, text)| (file.to_owned(), text.to_owned()))
    );
    assert_eq!(unbound, Vec::<String>::new());
}

#[test]
fn a_stated_status_and_a_path_with_values_name_a_payload_too() {
    let text = "## A\n\n```http\nPUT /pots/7/lids/a1 HTTP/1.1\n\n{}\n```\n\n**404 Not Found**\n\n```json\n{\"a\": 1}\n```\n";
    let names: Vec<_> = read(text).0.into_iter().map(|(file, _)| file).collect();
    assert_eq!(names, ["put_lid.request.json", "put_lid.404.json"]);
    // A word could be a path of its own.
    let text = "## A\n\n    PUT /pots/red/lids/a1\n\nResponse:\n\n```json\n{}\n```\n";
    assert!(read(text).0.is_empty());
}

#[test]
fn cases_are_counted_only_where_there_are_several() {
    let example = "Example response:\n\n```json\n[]\n```\n\n";
    let text = format!(
        "## A\n\n    GET /pots?big=1\n\n{example}{example}## B\n\n    POST /pots\n\n{example}"
    );
    let names: Vec<_> = read(&text).0.into_iter().map(|(file, _)| file).collect();
    assert_eq!(
        names,
        [
            "list_pots.200.1.json",
            "list_pots.200.2.json",
            "add_pot.201.json"
        ]
    );
}

#[test]
fn an_example_that_has_no_file_says_where_it_stands_and_why() {
    let example = "Example response:\n\n```json\n[]\n```\n\n";
    let text = format!(
        "{example}## A\n\n    GET /pans\n\n{example}## B\n\n    PUT /pots/:id/lids/*lid\n\n{example}\
         ## C\n\n    GET /pots/:id/lids/<lid>\n\n{example}## D\n\n    GET /pots\n\nThe response:\n\n```json\nnull\n```\n"
    );
    let (files, unbound) = read(&text);
    assert!(files.is_empty());
    assert_eq!(
        unbound,
        [
            "4:1: no endpoint line stands before this example in its section",
            "14:1: the document has no operation for `GET /pans`, the endpoint of this example",
            "24:1: the operation `put_lid` has not exactly one 2xx response, so the status of this example is not known",
            "34:1: the operation `GET /pots/:id/lids/<lid>` has no operationId to name this example by",
            "44:1: this JSON example has neither an object nor an array",
        ]
    );
}
