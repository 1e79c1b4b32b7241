//! Documents of many shapes: a right page stays clean whatever way its document is written in, and a slip is told.

use openapi_doccheck::claim;
use openapi_doccheck::judge::{Judge, Options};
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_document::Document;

use crate::show;

/// The findings of a page about a document with these base paths, each as its rule and what it covers.
pub(crate) fn told(document: &str, bases: &[&str], text: &str) -> Vec<String> {
    let document = Document::parse("api.yaml", document).unwrap();
    let base_paths: Vec<String> = bases.iter().map(|base| (*base).to_owned()).collect();
    let options = Options {
        base_paths: base_paths.clone(),
        ..Options::default()
    };
    let judge = Judge::new(&document, options);
    let page = Page::read("page.md", text, ReaderChoice::Auto);
    let options = claim::Options {
        base_paths,
        ..claim::Options::default()
    };
    let found = judge.page(&page, &claim::read(&page, &options));
    found
        .iter()
        .map(|finding| {
            show(text, std::slice::from_ref(finding))
                .trim_end()
                .to_owned()
        })
        .collect()
}

/// A document with one operation, `GET /pots`, whose answer has this content.
fn answering(content: &str) -> String {
    format!(
        "openapi: 3.0.3\npaths:\n  /pots:\n    get:\n      operationId: get_pots\n      responses:\n        '200': {{description: Pots., content: {content}}}\n"
    )
}

fn answer(json: &str) -> String {
    format!("# Pots\n\n`GET /pots`\n\nResponse:\n\n```json\n{json}\n```\n")
}

#[test]
fn an_answer_of_any_type_may_be_json() {
    for any in ["*/*", "application/*"] {
        let content = format!(
            "{{'{any}': {{schema: {{type: object, properties: {{id: {{type: integer}}}}}}}}}}"
        );
        let document = answering(&content);
        assert_eq!(
            told(&document, &[], &answer("{\"id\": 1}")),
            [""; 0],
            "{any}"
        );
        assert_eq!(
            told(&document, &[], &answer("{\"id\": \"x\"}")).len(),
            1,
            "{any}"
        );
    }
}

#[test]
fn what_takes_any_type_takes_json_as_it_is_sent() {
    let document = |any: &str| {
        format!(
            "openapi: 3.0.3\npaths: {{/pots: {{post: {{operationId: add_pot, requestBody: {{content: {{'{any}': {{schema: {{type: object, properties: {{id: {{type: integer}}}}}}}}}}}}, responses: {{'204': {{description: Done.}}}}}}}}}}\n"
        )
    };
    let page = |id: &str| {
        format!(
            "# Pots\n\n`POST /pots`\n\n```sh\ncurl --data '{{\"id\": {id}}}' https://a.example/pots\n```\n"
        )
    };
    assert_eq!(told(&document("*/*"), &[], &page("1")), [""; 0]);
    assert_eq!(told(&document("*/*"), &[], &page("true")).len(), 1);
    assert_eq!(
        told(&document("application/json"), &[], &page("1")).len(),
        1
    );
}

#[test]
fn an_endpoint_of_another_server_is_nothing_to_know() {
    let page = |host: &str| format!("# Pots\n\n`GET https://{host}/lids`\n");
    let document = |url: &str| format!("{}servers: [{{url: '{url}'}}]\n", answering("{}"));
    let free = document("https://{tenant}.pots.test/{base}");
    let plain = document("https://pots.test");
    assert_eq!(
        told(&free, &["/{base}", "/v1"], &page("api.lids.test")),
        [""; 0]
    );
    assert_eq!(told(&plain, &[""], &page("api.lids.test")), [""; 0]);
    for host in [
        "pots.test",
        "POTS.test",
        "localhost:8080",
        "api.example.com",
        "{host}",
    ] {
        assert_eq!(told(&plain, &[""], &page(host)).len(), 1, "{host}");
    }
    let tenant = document("https://{tenant}.pots.test");
    assert_eq!(told(&tenant, &[""], &page("one.pots.test")).len(), 1);
    assert_eq!(told(&answering("{}"), &[], &page("api.lids.test")).len(), 1);
}

fn calling(url: &str) -> String {
    format!("# Pots\n\n`GET /pots`\n\n```sh\ncurl {url}\n```\n")
}

#[test]
fn a_url_is_right_below_each_server() {
    let document = answering("{}");
    for (bases, right, wrong) in [
        (
            &["/v1", ""][..],
            &["https://a.example/v1/pots", "https://a.example/pots"][..],
            &["https://a.example/v2/pots"][..],
        ),
        (
            &["/{ver}", "/v2"],
            &[
                "https://a.example/v2/pots",
                "https://a.example/v1/pots",
                "$HOST/v1/pots",
                "https://a.example/v2/pots?",
            ],
            &["https://a.example/pots", "https://a.example/v2/pot"],
        ),
        (
            &["/v1"],
            &[
                "https://a.example/v1/pots",
                "\"https://a.example/$VERSION/pots\"",
                "$HOST/pots",
            ],
            &[
                "https://a.example/pots",
                "https://a.example/v1/v1/pots",
                "https://a.example/v12/pots",
            ],
        ),
    ] {
        for url in right {
            assert_eq!(
                told(&document, bases, &calling(url)),
                [""; 0],
                "{url} {bases:?}"
            );
        }
        for url in wrong {
            let found = told(&document, bases, &calling(url));
            assert!(
                found.len() == 1 && found[0].starts_with("curl-path"),
                "{url} {bases:?}: {found:?}"
            );
        }
    }
}

#[test]
fn an_endpoint_line_may_have_the_value_of_a_variable_before_its_path() {
    let document = answering("{}");
    for line in [
        "GET /v2/pots",
        "GET /v1/pots",
        "GET /{ver}/pots",
        "GET /pots",
    ] {
        let page = format!("# Pots\n\n`{line}`\n");
        assert_eq!(
            told(&document, &["/{ver}", "/v2"], &page),
            [""; 0],
            "{line}"
        );
    }
    let page = "# Pots\n\n`GET /v12/pots`\n";
    assert_eq!(told(&document, &["/v1"], page).len(), 1);
}

/// A document whose one operation answers with this schema, beside these components.
fn with_schemas(schema: &str, components: &str) -> String {
    let content = format!("{{application/json: {{schema: {schema}}}}}");
    format!(
        "{}components: {{schemas: {components}}}\n",
        answering(&content)
    )
}

#[test]
fn a_schema_that_others_inherit_from_is_read_as_the_one_that_is_named() {
    let pets = "{Pet: {type: object, required: [petType], properties: {petType: {type: string}}, discriminator: {propertyName: petType, mapping: {cat: Cat, dog: Dog}}}, \
                Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {claws: {type: integer}}}]}, \
                Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: string}}}]}}";
    let document = with_schemas("{$ref: '#/components/schemas/Pet'}", pets);
    let right = answer("{\"petType\": \"cat\", \"claws\": 3}");
    assert_eq!(told(&document, &[], &right), [""; 0]);
    for wrong in [
        "{\"petType\": \"cat\", \"bark\": \"loud\"}",
        "{\"petType\": \"cat\", \"claws\": \"3\"}",
        "{\"petType\": \"fish\", \"claws\": 3}",
    ] {
        assert_eq!(told(&document, &[], &answer(wrong)).len(), 1, "{wrong}");
    }
    let table = |row: &str| {
        format!(
            "# Pots\n\n`GET /pots`\n\nResponse attributes:\n\n| Attribute | Type |\n|---|---|\n| `petType` | string |\n{row}"
        )
    };
    assert_eq!(
        told(&document, &[], &table("| `claws` | integer |\n")),
        [""; 0]
    );
    assert_eq!(
        told(&document, &[], &table("| `clews` | integer |\n")).len(),
        1
    );
}

/// Two ways to pay, told apart by `kind`.
const WAYS: &str = "{Card: {type: object, required: [kind, number], properties: {kind: {type: string, enum: [card]}, number: {type: string}}}, \
                     Cash: {type: object, required: [kind], properties: {kind: {type: string, enum: [cash, coins]}, given: {type: number}}}}";

#[test]
fn a_slip_in_a_branch_is_told_once() {
    for choice in ["oneOf", "anyOf"] {
        let schema = format!(
            "{{{choice}: [{{$ref: '#/components/schemas/Card'}}, {{$ref: '#/components/schemas/Cash'}}]}}"
        );
        let document = with_schemas(&schema, WAYS);
        let one = |json: &str| {
            let found = told(&document, &[], &answer(json));
            assert_eq!(found.len(), 1, "{choice} {json}: {found:?}");
            found[0].clone()
        };
        assert_eq!(
            one("{\"kind\": \"card\", \"numbr\": \"1\"}"),
            "payload-property-unknown at line 8 `\"numbr\"`: the property \"numbr\" is unknown; did you mean \"number\"?"
        );
        assert!(one("{\"kind\": \"card\"}").starts_with("payload-property-missing"));
        assert_eq!(
            one("{\"kind\": \"gold\", \"number\": \"1\"}"),
            "payload-value at line 8 `\"gold\"`: expected \"card\", \"cash\" or \"coins\", found the string \"gold\""
        );
    }
}

#[test]
fn null_stands_wherever_the_document_says_nullable() {
    let schema = "{type: object, properties: {listed: {type: string, nullable: true, enum: [a, b]}, composed: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}, referred: {nullable: true, $ref: '#/components/schemas/A'}, plain: {$ref: '#/components/schemas/A'}}}";
    let document = with_schemas(
        schema,
        "{A: {type: object, properties: {a: {type: string}}}}",
    );
    let right = answer("{\"listed\": null, \"composed\": null, \"referred\": null}");
    assert_eq!(told(&document, &[], &right), [""; 0]);
    assert_eq!(told(&document, &[], &answer("{\"plain\": null}")).len(), 1);
}

const COSTS: &str = "openapi: 3.0.3
paths:
  /pots:
    post:
      operationId: add_pot
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pot'}}}}
      responses:
        '201': {description: The pot., content: {application/json: {schema: {$ref: '#/components/schemas/Pot'}}}}
components:
  schemas:
    Id: {type: integer, readOnly: true}
    Pot:
      type: object
      required: [id, key, name]
      properties:
        id: {$ref: '#/components/schemas/Id'}
        key: {type: string, writeOnly: true}
        name: {type: string}
        made: {allOf: [{$ref: '#/components/schemas/Id'}]}
";

#[test]
fn what_only_a_server_sends_is_no_attribute_of_a_request() {
    let page = |label: &str, rows: &str| {
        format!(
            "# Pots\n\n`POST /pots`\n\n{label}\n\n| Attribute | Type | Required |\n|---|---|---|\n{rows}"
        )
    };
    let sent = "| `key` | string | yes |\n| `name` | string | yes |\n";
    assert_eq!(told(COSTS, &[], &page("", sent)), [""; 0]);
    let with_id = format!("{sent}| `id` | integer | no |\n");
    assert_eq!(told(COSTS, &[], &page("", &with_id)), [""; 0]);
    let wrong = sent.replace("`name` | string | yes", "`name` | string | no");
    assert_eq!(told(COSTS, &[], &page("", &wrong)).len(), 1);
    let without = "| `name` | string | yes |\n";
    assert_eq!(told(COSTS, &[], &page("", without)).len(), 1);
    let page = |label: &str, rows: &str| page(label, rows).replace(" Required |", " Example |");
    let answered = "| `id` | integer | 7 |\n| `name` | string | a |\n";
    assert_eq!(
        told(COSTS, &[], &page("Response attributes:", answered)),
        [""; 0]
    );
    let leaked = format!("{answered}| `key` | string | b |\n");
    let found = told(COSTS, &[], &page("Response attributes:", &leaked));
    assert_eq!(
        found,
        ["attribute-unknown at line 11 `key`: `POST /pots` answers with no `key`"]
    );
}

const LISTS: &str = "openapi: 3.0.3
paths:
  /pots:
    get:
      operationId: get_pots
      parameters:
        - {name: ids, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: words, in: query, style: spaceDelimited, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: pageable, in: query, required: true, schema: {type: object, properties: {page: {type: integer}, size: {type: integer}}}}
      responses: {'200': {description: Pots.}}
  /lids:
    get:
      operationId: get_lids
      parameters: [{name: any, in: query, schema: {type: object, additionalProperties: {type: string}}}]
      responses: {'200': {description: Lids.}}
";

#[test]
fn lists_and_objects_stand_in_a_query_as_their_style_says() {
    let page = |query: &str| {
        format!("# Pots\n\n`GET /pots`\n\n```sh\ncurl \"https://a.example/pots?{query}\"\n```\n")
    };
    for right in [
        "ids=1|2",
        "ids=1%7C2",
        "words=1%202",
        "words=1+2",
        "page=1&size=2",
        "ids=1",
    ] {
        assert_eq!(told(LISTS, &[], &page(right)), [""; 0], "{right}");
    }
    for wrong in ["ids=1|x", "words=1%20x", "page=one", "pge=1", "ids=1%202"] {
        let found = told(LISTS, &[], &page(wrong));
        assert!(
            found.len() == 1 && found[0].starts_with("curl-query"),
            "{wrong}: {found:?}"
        );
    }
    let open = "# Lids\n\n`GET /lids`\n\n```sh\ncurl \"https://a.example/lids?x=1\"\n```\n";
    assert_eq!(told(LISTS, &[], open), [""; 0]);
    let rows = "# Pots\n\n`GET /pots`\n\n| Attribute | Type | Required |\n|---|---|---|\n| `ids` | string | no |\n| `words` | string | no |\n| `page` | integer | no |\n| `size` | integer | no |\n";
    assert_eq!(told(LISTS, &[], rows), [""; 0]);
    let slip = rows.replace("`size`", "`sizes`");
    assert!(!told(LISTS, &[], &slip).is_empty());
}

const ORDERS: &str = "openapi: 3.0.3
paths:
  /orders:
    get:
      operationId: list_orders
      parameters:
        - {name: status, in: query, schema: {type: string, enum: [open, closed]}}
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      responses: {'200': {description: Orders.}}
  /orders/{id}:
    get:
      operationId: get_order
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: One., content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}}
  /files/{name}.json:
    get:
      operationId: get_file
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: A file.}}
  /orders/{id}:cancel:
    post:
      operationId: cancel_order
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: Cancelled.}}
";

#[test]
fn an_endpoint_line_may_show_a_call() {
    for right in [
        "GET /orders/42",
        "GET /v2/orders/42",
        "GET /v2/orders/4f3c HTTP/1.1",
        "GET /orders/latest HTTP/1.1",
        "GET /orders/ORD-1?",
        "GET /files/:name.json",
        "GET /files/{file}.json",
        "GET /files/a1.json",
        "POST /orders/:order:cancel",
        "POST /orders/{order}:cancel",
        "GET /orders?status=open&limit=100",
        "GET /orders?status={status}&limit=:limit",
        "GET /orders?status=string&limit=n",
    ] {
        let page = format!("# Orders\n\n```http\n{right}\n```\n");
        assert_eq!(told(ORDERS, &["/v2"], &page), [""; 0], "{right}");
    }
    for (wrong, rule) in [
        ("GET /order/42", "endpoint-unknown"),
        ("GET /orders/latest", "endpoint-unknown"),
        ("GET /orders/{id}/42", "endpoint-unknown"),
        ("PUT /orders/42", "endpoint-unknown"),
        ("POST /orders/{order}:cancle", "endpoint-unknown"),
        ("GET /files/:name.jsn", "endpoint-unknown"),
        ("GET /orders?status=opn", "attribute-value"),
        ("GET /orders?limit=500", "attribute-value"),
    ] {
        let page = format!("# Orders\n\n```\n{wrong}\n```\n");
        let found = told(ORDERS, &["/v2"], &page);
        assert!(
            found.len() == 1 && found[0].starts_with(rule),
            "{wrong}: {found:?}"
        );
    }
    let page =
        "# Orders\n\n```http\nGET /v2/orders/42 HTTP/1.1\n```\n\n```json\n{\"id\": \"x\"}\n```\n";
    assert_eq!(told(ORDERS, &["/v2"], page).len(), 1);
}
