//! Commands that leave something to the reader, and commands that say less of their bodies than servers ask for.

use openapi_doccheck::finding::{Finding, Level};
use openapi_doccheck::rule::Rule;
use openapi_document::Document;

use crate::{findings, judge, show};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Orders, version: 1.0.0}
servers: [{url: https://p.test/v2}]
paths:
  /orders:
    get:
      operationId: list_orders
      parameters:
        - {name: limit, in: query, required: true, schema: {type: integer}}
        - {name: sort, in: query, schema: {type: string, enum: [id, day]}}
        - {name: since, in: query, schema: {type: string, format: date-time}}
        - name: where
          in: query
          content: {application/json: {schema: {type: object, properties: {a: {type: integer}}}}}
        - {name: day, in: query, schema: {type: string, format: date}}
      responses: {'200': {description: The orders.}}
    post:
      operationId: create_order
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [title, id]
              properties:
                id: {type: integer, readOnly: true}
                title: {type: string}
                status: {type: string}
      responses: {'201': {description: The order.}}
  /orders/{id}/photo:
    post:
      operationId: send_photo
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo]
              properties: {photo: {type: string, format: binary}, title: {type: string}}
      responses: {'201': {description: The photo.}}
";

const URL: &str = "https://p.test/v2/orders";

/// The text of the page with one endpoint line and a command, and what is told of it.
fn of(endpoint: &str, command: &str) -> (String, Vec<Finding>) {
    let document = Document::parse("orders.yaml", DOCUMENT).unwrap();
    let text = format!("# Page\n\n```plaintext\n{endpoint}\n```\n\n```shell\n{command}\n```\n");
    let found = findings(&judge(&document, "/v2"), "/v2", &text);
    (text, found)
}

/// Level, rule and marked text of each finding.
fn told(endpoint: &str, command: &str) -> Vec<(Level, Rule, String)> {
    let (text, found) = of(endpoint, command);
    let each = found.iter().map(|finding| {
        let slice = text[finding.span.start..finding.span.end].to_owned();
        (finding.level, finding.rule, slice)
    });
    each.collect()
}

#[test]
fn what_is_left_to_the_reader_is_no_mistake() {
    for command in [
        format!("curl -X $METHOD '{URL}?limit=1'"),
        format!("curl -X <method> '{URL}?limit=1'"),
        format!("curl -X METHOD '{URL}?limit=1'"),
        "curl https://p.test/v2/${RESOURCE}".to_owned(),
        "curl https://p.test/v2/$RESOURCE".to_owned(),
        "curl 'https://p.test/v2/<resource>'".to_owned(),
        "curl https://p.test/v2/orders/7/$PART".to_owned(),
        format!("curl \"{URL}$QUERY\""),
        format!("curl \"{URL}?$QUERY\""),
        format!("curl -G -d \"$QUERY\" {URL}"),
        format!("curl [options] {URL}?limit=1"),
        "curl [options] URL".to_owned(),
        "curl [OPTIONS...] [URL...]".to_owned(),
        "curl -X POST URL".to_owned(),
        format!("curl '{URL}?limit=LIMIT'"),
        format!("curl '{URL}?limit=MAX'"),
        format!("curl '{URL}?limit=1&since=2024-…'"),
        format!("curl '{URL}?limit=1&since=...'"),
        format!("curl '{URL}?limit=1&since=YYYY-MM-DDTHH:MM:SSZ'"),
        format!("curl '{URL}?limit=1&day=YYYY-MM-DD'"),
    ] {
        let (text, found) = of("GET /orders", &command);
        assert!(found.is_empty(), "{command}\n{}", show(&text, &found));
    }
}

#[test]
fn what_no_variable_makes_right_is_still_told() {
    for (command, rule, marked) in [
        (
            format!("curl -X PUT '{URL}?limit=1'"),
            Rule::CurlMethod,
            "PUT",
        ),
        (
            "curl https://p.test/v2/ordres/$ID/photo".to_owned(),
            Rule::CurlPath,
            "/ordres/$ID/photo",
        ),
        (
            "curl https://p.test/v2/$A/7/photos".to_owned(),
            Rule::CurlPath,
            "/$A/7/photos",
        ),
        (
            "curl \"https://p.test/v2/ordres$QUERY\"".to_owned(),
            Rule::CurlPath,
            "/ordres$QUERY",
        ),
        (format!("curl {URL}"), Rule::CurlQueryMissing, "/orders"),
        (
            format!("curl '{URL}?limit=1&sort=DAYS'"),
            Rule::CurlQueryValue,
            "DAYS",
        ),
        (
            format!("curl '{URL}?limit=many'"),
            Rule::CurlQueryValue,
            "many",
        ),
        (
            format!("curl '{URL}?limit=1&day=yesterday'"),
            Rule::CurlQueryValue,
            "yesterday",
        ),
        (
            format!("curl words '{URL}?limit=1'"),
            Rule::CurlSyntax,
            "words",
        ),
    ] {
        let expected = [(Level::Error, rule, marked.to_owned())];
        assert_eq!(told("GET /orders", &command), expected, "{command}");
    }
}

#[test]
fn a_missing_content_type_is_no_error_and_a_form_for_json_is_a_note() {
    let json = "{\"title\": \"x\"}";
    let typed = "-H 'Content-Type: application/json'";
    let file = (Level::Note, Rule::CurlBody, "a.json".to_owned());
    let warned = |text: &str| (Level::Warning, Rule::CurlBody, text.to_owned());
    for (options, expected) in [
        (format!("-d '{json}'"), vec![warned(json)]),
        (
            "-d @a.json".to_owned(),
            vec![file.clone(), warned("a.json")],
        ),
        (format!("{typed} -d @a.json"), vec![file]),
        (format!("-H \"$TYPE\" -d '{json}'"), vec![]),
        (format!("{typed} -d '{json}'"), vec![]),
        (format!("--json '{json}'"), vec![]),
        (
            "-d title=x".to_owned(),
            vec![(Level::Note, Rule::CurlBody, "title".to_owned())],
        ),
        (
            "-F title=x".to_owned(),
            vec![(Level::Note, Rule::CurlBody, "title".to_owned())],
        ),
    ] {
        let command = format!("curl {options} {URL}");
        assert_eq!(told("POST /orders", &command), expected, "{command}");
    }
}

#[test]
fn a_form_without_a_field_that_is_required_is_told() {
    let error = vec![(Level::Error, Rule::CurlBody, "curl".to_owned())];
    for (options, expected) in [
        ("-F title=x", error.clone()),
        ("-F title=x -F photo=@a.png", vec![]),
        ("-F \"$FIELDS\" -F title=x", vec![]),
        ("-K options.txt -F title=x", vec![]),
    ] {
        let command = format!("curl {options} {URL}/7/photo");
        assert_eq!(
            told("POST /orders/{id}/photo", &command),
            expected,
            "{command}"
        );
    }
    // What only answers hold, such as the `id`, nobody sends.
    let found = told("POST /orders", &format!("curl -d status=open {URL}"));
    assert_eq!(found, error);
}

#[test]
fn a_value_behind_an_equals_sign_is_a_warning_because_newer_curl_reads_it() {
    let command = format!("curl --request=GET '{URL}?limit=1'");
    let expected = [(Level::Warning, Rule::CurlSyntax, "--request=GET".to_owned())];
    assert_eq!(told("GET /orders", &command), expected);
    let command = format!("curl --silent=yes '{URL}?limit=1'");
    let expected = [(Level::Error, Rule::CurlSyntax, "--silent=yes".to_owned())];
    assert_eq!(told("GET /orders", &command), expected);
}

#[test]
fn a_parameter_that_is_json_is_judged_by_its_schema() {
    let of = |value: &str| {
        let command = format!("curl -G -d limit=1 --data-urlencode 'where={value}' {URL}");
        told("GET /orders", &command)
    };
    for value in [
        "{\"a\": 1}",
        "{}",
        "{\"a\": <a>}",
        "{...}",
        "$WHERE",
        "{\"a\": \"<a>\"}",
    ] {
        assert_eq!(of(value), [], "{value}");
    }
    for value in ["{\"a\": \"x\"}", "[1]"] {
        let expected = [(Level::Error, Rule::CurlQueryValue, value.to_owned())];
        assert_eq!(of(value), expected);
    }
}

#[test]
fn what_cat_gives_in_quotes_is_the_body() {
    let of = |body: &str| {
        let typed = "-H 'Content-Type: application/json'";
        told("POST /orders", &format!("curl {typed} -d \"{body}\" {URL}"))
    };
    for mark in ["EOF", "'EOF'", "-EOF"] {
        let body = format!("$(cat <<{mark}\n{{\"title\": 1}}\nEOF\n)");
        let expected = [(Level::Error, Rule::PayloadType, "1".to_owned())];
        assert_eq!(of(&body), expected, "{body}");
    }
    for body in [
        "$(cat <<EOF\n{\"title\": \"a\"}\nEOF\n)",
        "$(cat <<'EOF'\n{\"title\": \"a \\\"b\\\" c\"}\nEOF\n)",
        "$(cat <<EOF | jq .\n{\"title\": 1}\nEOF\n)",
        "$(cat order.json)",
    ] {
        assert_eq!(of(body), [], "{body}");
    }
}
