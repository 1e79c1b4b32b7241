//! Operations and their parts, through references and overrides.

use openapi_document::Document;

const API: &str = "
openapi: 3.0.3
security: [{token: []}, {job: []}]
paths:
  x-note: {get: {operationId: not_an_operation}}
  /jobs/{id}:
    summary: One job.
    parameters:
      - {$ref: '#/components/parameters/Id'}
      - {name: page, in: query, schema: {type: integer}, deprecated: true}
    get:
      operationId: get_job
      deprecated: true
      parameters:
        - {name: page, in: query, required: true, schema: {$ref: '#/components/schemas/Page'}}
        - {name: page, in: header, schema: {type: string}}
        - {name: filter, in: query, x-many: true, content: {application/json: {schema: {type: object}}}}
      responses:
        default: {description: Whatever else.}
        '404': {$ref: '#/components/responses/NotFound'}
        4xx: {description: Another mistake.}
        '200':
          description: The job.
          headers: {X-Total: {schema: {type: integer}, required: true}}
          content:
            text/plain: {schema: {type: string}}
            application/vnd.job+json; charset=utf-8:
              schema: {$ref: '#/components/schemas/Job'}
              examples: {one: {$ref: '#/components/examples/One'}}
    x-post: {}
    post:
      security: []
      requestBody: {$ref: '#/components/requestBodies/Job'}
      responses: {'204': {description: Done.}}
  /linked:
    $ref: '#/x-items/linked'
x-items:
  linked:
    get:
      operationId: linked
      responses: {'2XX': {description: Fine.}, '302': {description: Elsewhere.}}
components:
  parameters:
    Id: {name: id, in: path, required: true, x-many: true, schema: {type: integer}}
  schemas:
    Page: {$ref: '#/components/schemas/Count'}
    Count: {type: integer}
    Job: {type: object}
  responses:
    NotFound: {description: No., content: {application/json: {schema: {type: string}, example: gone}}}
  requestBodies:
    Job: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
  examples:
    One: {value: {id: 1}}
";

fn document() -> Document {
    Document::parse("api.yaml", API).expect("the test's document is valid")
}

#[test]
fn operations_come_in_the_order_of_the_document_and_extensions_are_none() {
    let document = document();
    let operations: Vec<_> = document
        .operations()
        .iter()
        .map(|operation| (operation.method(), operation.path(), operation.id()))
        .collect();
    let expected = [
        ("get", "/jobs/{id}", "get_job"),
        ("post", "/jobs/{id}", ""),
        ("get", "/linked", "linked"),
    ];
    assert_eq!(operations, expected);
    assert!(document.operation("not_an_operation").is_none());
}

#[test]
fn an_own_parameter_takes_the_place_of_its_namesake_at_the_same_location() {
    let document = document();
    let operation = document.operation("get_job").expect("it is there");
    let parameters: Vec<_> = operation
        .parameters()
        .iter()
        .map(|parameter| {
            (
                parameter.name(),
                parameter.location(),
                parameter.required(),
                parameter.deprecated(),
            )
        })
        .collect();
    let expected = [
        ("id", "path", true, false),
        ("page", "query", true, false),
        ("page", "header", false, false),
        ("filter", "query", false, false),
    ];
    assert_eq!(parameters, expected);
    assert!(
        operation
            .parameter("id", "path")
            .expect("it is there")
            .is_multi_segment("x-many")
    );
    assert!(
        !operation
            .parameter("filter", "query")
            .expect("it is there")
            .is_multi_segment("x-many"),
        "only a path has segments"
    );
}

#[test]
fn every_address_leads_to_its_node() {
    let document = document();
    let mut seen = 0;
    let mut check = |address: &str, node: &openapi_document::Node| {
        let found = document
            .find(address)
            .unwrap_or_else(|| panic!("{address} leads nowhere"));
        assert!(std::ptr::eq(found, node), "{address} leads elsewhere");
        seen += 1;
    };
    for operation in document.operations() {
        check(&operation.address(), operation.node());
        for parameter in operation.parameters() {
            check(parameter.address(), parameter.node());
            let (schema, address) = parameter.schema().expect("each has one");
            check(&address, schema);
        }
        if let Some(body) = operation.request_body() {
            check(body.address(), body.node());
            body.content()
                .iter()
                .for_each(|media_type| check(media_type.address(), media_type.node()));
        }
        for response in operation.responses() {
            check(response.address(), response.node());
            for header in response.headers() {
                check(header.address(), header.node());
                let (schema, address) = header.schema().expect("each has one");
                check(&address, schema);
            }
            for media_type in response.content() {
                check(media_type.address(), media_type.node());
                let (schema, address) = media_type.schema().expect("each has one");
                check(&address, schema);
            }
        }
    }
    assert_eq!(seen, 32);
}

#[test]
fn a_linked_path_item_has_a_place_below_paths_and_an_address_elsewhere() {
    let document = document();
    let linked = document.operation("linked").expect("it is there");
    assert_eq!(linked.pointer().to_string(), "/paths/~1linked/get");
    assert_eq!(linked.address(), "#/x-items/linked/get");
    assert_eq!(
        linked.success().expect("a range is a success").status(),
        "2XX"
    );
}

#[test]
fn a_chain_of_references_ends_at_the_last_schema() {
    let document = document();
    let page = document
        .operation("get_job")
        .and_then(|operation| operation.parameter("page", "query"));
    let (schema, address) = page.expect("it is there").schema().expect("it has one");
    assert_eq!(address, "#/components/schemas/Count");
    assert_eq!(
        schema.get("type").and_then(|node| node.as_str()),
        Some("integer")
    );
}

#[test]
fn a_status_is_described_by_its_number_then_its_range_then_the_default() {
    let document = document();
    let operation = document.operation("get_job").expect("it is there");
    let status = |status| operation.response(status).map(|response| response.status());
    assert_eq!(status(200), Some("200"));
    assert_eq!(status(404), Some("404"));
    assert_eq!(status(409), Some("4xx"));
    assert_eq!(status(500), Some("default"));
    let post = document.operation("").expect("it is there");
    assert!(post.response(500).is_none());
}

#[test]
fn json_is_found_by_its_suffix_too_and_examples_are_followed() {
    let document = document();
    let operation = document.operation("get_job").expect("it is there");
    let success = operation.success().expect("it is there");
    let json = success.json().expect("it is there");
    assert_eq!(json.name(), "application/vnd.job+json; charset=utf-8");
    assert_eq!(
        json.example().map(openapi_document::Node::to_json),
        Some(serde_json::json!({"id": 1}))
    );
    let not_found = operation
        .response(404)
        .and_then(|response| response.json())
        .expect("it is there");
    assert_eq!(
        not_found.example().and_then(|node| node.as_str()),
        Some("gone")
    );
}

#[test]
fn a_request_body_is_followed_to_its_component() {
    let document = document();
    let body = document
        .operation("")
        .and_then(|operation| operation.request_body())
        .expect("it is there");
    assert!(body.required());
    assert_eq!(body.address(), "#/components/requestBodies/Job");
    assert_eq!(
        body.json()
            .and_then(|media_type| media_type.schema())
            .expect("it has one")
            .1,
        "#/components/schemas/Job"
    );
}

#[test]
fn an_operation_without_security_has_that_of_the_document() {
    let document = document();
    let security = |id| document.operation(id).expect("it is there").security();
    assert_eq!(security("get_job"), [["token"], ["job"]]);
    assert!(security("").is_empty());
}

#[test]
fn a_range_of_media_types_stands_for_json_unless_a_media_type_names_it() {
    let name = |content: &str| {
        let text = format!(
            "openapi: 3.0.3\npaths: {{/a: {{get: {{operationId: a, responses: {{'200': {{description: A., content: {{{content}}}}}}}}}}}}}\n"
        );
        let document = Document::parse("a.yaml", &text).expect("it loads");
        let operation = document.operation("a").expect("it is there");
        let success = operation.success().expect("it is there");
        success.json().map(|json| json.name().to_owned())
    };
    for (content, wanted) in [
        ("'*/*': {}", Some("*/*")),
        ("'*/*': {}, application/*: {}", Some("application/*")),
        (
            "'*/*': {}, application/*: {}, application/a+json: {}",
            Some("application/a+json"),
        ),
        ("'*/*;q=0.8': {}", Some("*/*;q=0.8")),
        ("text/*: {}, text/plain: {}", None),
        ("'*/*': {schema: {type: string, format: binary}}", None),
        (
            "'*/*': {schema: {type: string, format: binary}}, application/*: {schema: {type: object}}",
            Some("application/*"),
        ),
    ] {
        assert_eq!(name(content).as_deref(), wanted, "{content}");
    }
}
