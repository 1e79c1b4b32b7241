//! Views: what each step does, that it keeps places, and that a step without effect is an error.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

use openapi_document::view::{ViewError, Views};
use openapi_document::{Document, Node, Pointer};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Jobs, version: 1.0.0}
security: [{token: []}]
paths:
  /jobs/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
    post:
      operationId: play_job
      security: [{token: []}]
      parameters:
        - {$ref: '#/components/parameters/Sudo'}
        - {name: sudo, in: query, schema: {type: string, default: me}}
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Input'}}}
      responses:
        '200':
          description: The job.
          headers: {X-Page: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}
        '302': {description: Elsewhere.}
        '404': {description: No such job., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
        '409': {description: Busy., content: {application/json: {schema: {$ref: '#/components/schemas/Message'}}}}
        default: {description: Anything else.}
components:
  parameters:
    Sudo: {name: Sudo, in: header, schema: {type: string}}
  schemas:
    Input:
      type: object
      properties: {headers: {type: string, default: none}}
    Problem: {type: object, properties: {message: {}}}
    Message: {type: object, properties: {message: {type: string}}}
    Basic:
      description: What all have.
      type: object
      required: [id, coverage]
      properties:
        id: {type: integer}
        coverage: {type: number, nullable: true}
    Job:
      description: A job.
      allOf:
        - {$ref: '#/components/schemas/Basic'}
        - type: object
          required: [runner, tags]
          properties:
            runner: {description: Who runs it., allOf: [{$ref: '#/components/schemas/Runner'}]}
            tags: {type: array, items: {type: string}}
    Runner:
      type: object
      nullable: true
      properties: {id: {type: integer}}
    Orphan: {type: object}
";

fn document() -> Document {
    Document::parse("api.yaml", DOCUMENT).unwrap()
}

/// The document after some steps.
fn after(steps: &str) -> Result<Document, ViewError> {
    let steps: Vec<String> = steps
        .lines()
        .map(|step| format!("      - {}", step.trim()))
        .collect();
    let steps = steps.join("\n");
    let text = format!("views:\n  test:\n    description: For this test.\n    steps:\n{steps}");
    Views::parse("views.yaml", &text)?.apply("test", &document())
}

fn view(steps: &str) -> Document {
    after(steps).unwrap_or_else(|error| panic!("{error}"))
}

fn error(steps: &str) -> String {
    after(steps).map(drop).unwrap_err().to_string()
}

fn json(document: &Document, pointer: &str) -> serde_json::Value {
    let pointer: Pointer = pointer.parse().unwrap();
    let node = document.at(&pointer);
    node.map_or(serde_json::Value::Null, Node::to_json)
}

const POST: &str = "/paths/~1jobs~1{id}/post";

#[test]
fn keys_are_dropped_from_objects_of_one_kind_only() {
    let view = view("drop-keys: {of: operation, keys: [security]}");
    assert!(json(&view, &format!("{POST}/security")).is_null());
    assert!(json(&view, "/security").is_array());
    let view = self::view("drop-keys: {of: response, keys: [headers]}");
    assert!(json(&view, &format!("{POST}/responses/200/headers")).is_null());
    // A property of that name is not a key of that name.
    assert!(json(&view, "/components/schemas/Input/properties/headers").is_object());
}

#[test]
fn keys_of_parameter_schemas_are_dropped_while_those_of_other_schemas_stay() {
    let view = view("drop-keys: {of: parameter-schema, keys: [minimum, default]}");
    assert_eq!(
        json(&view, "/paths/~1jobs~1{id}/parameters/0/schema"),
        serde_json::json!({"type": "integer"})
    );
    assert_eq!(
        json(
            &view,
            "/components/schemas/Input/properties/headers/default"
        ),
        "none"
    );
}

#[test]
fn a_key_that_occurs_nowhere_is_an_error_at_its_place() {
    let message = error("drop-keys: {of: operation, keys: [security, callbacks]}");
    assert_eq!(
        message,
        "views.yaml:5:53: step `drop-keys` of view `test`: no operation has the key `callbacks`: take it out of the list"
    );
    let message = error("drop-keys: {of: planet, keys: [security]}");
    assert!(message.contains("views.yaml:5:25"), "{message}");
    assert!(
        message.contains("`of` names no kind of object"),
        "{message}"
    );
}

#[test]
fn parameters_are_dropped_by_name_and_place_through_references() {
    let view = view("drop-parameters: {in: header, names: [SUDO]}");
    let left = json(&view, &format!("{POST}/parameters"));
    assert_eq!(left.as_array().unwrap().len(), 1);
    assert_eq!(left[0]["in"], "query");
    let both = self::view(
        "drop-parameters: {in: header, names: [Sudo]}\ndrop-parameters: {in: query, names: [sudo]}",
    );
    assert!(json(&both, &format!("{POST}/parameters")).is_null());
    let message = error("drop-parameters: {in: query, names: [Sudo]}");
    assert!(
        message.contains("there is no query parameter `Sudo`"),
        "{message}"
    );
}

#[test]
fn responses_are_dropped_by_status_or_hundred() {
    let view = view("drop-responses: {statuses: [3XX, '409']}");
    let operation = view.operation("play_job").unwrap();
    let left: Vec<_> = operation
        .responses()
        .iter()
        .map(|response| response.status().to_owned())
        .collect();
    assert_eq!(left, ["200", "404", "default"]);
}

#[test]
fn errors_become_one_type_and_keep_a_place_in_the_source() {
    let view = view(
        "merge-error-responses: {schema: '#/components/schemas/Problem', replacing: ['#/components/schemas/Message']}",
    );
    let operation = view.operation("play_job").unwrap();
    let left: Vec<_> = operation
        .responses()
        .iter()
        .map(|response| response.status().to_owned())
        .collect();
    assert_eq!(left, ["200", "302", "4XX", "5XX"]);
    for status in [404, 503] {
        let response = operation.response(status).unwrap();
        assert_eq!(
            response.json().unwrap().schema().unwrap().1,
            "#/components/schemas/Problem"
        );
    }
    let place = view.locate(operation.response(404).unwrap().node().span);
    let line = 1 + DOCUMENT
        .lines()
        .position(|line| line.contains("'404'"))
        .unwrap();
    assert_eq!(place.position.line, line);
}

#[test]
fn an_error_that_merging_would_lose_is_refused_at_its_place_in_the_document() {
    let message = error("merge-error-responses: {schema: '#/components/schemas/Problem'}");
    let line = 1 + DOCUMENT
        .lines()
        .position(|line| line.contains("'409'"))
        .unwrap();
    assert!(
        message.starts_with(&format!("api.yaml:{line}:")),
        "{message}"
    );
    assert!(message.contains("name it in `replacing`"), "{message}");
    let message = error("merge-error-responses: {schema: '#/components/schemas/Nobody'}");
    assert!(message.contains("leads nowhere"), "{message}");
    let message = error(
        "merge-error-responses: {schema: '#/components/schemas/Problem', replacing: ['#/components/schemas/Message', '#/components/schemas/Job']}",
    );
    assert!(
        message.contains("no error has the schema `#/components/schemas/Job`"),
        "{message}"
    );
}

#[test]
fn errors_can_be_left_with_one_response_and_nothing_but_hundreds_is_taken() {
    let merge = |statuses: &str| {
        format!(
            "merge-error-responses: {{schema: '#/components/schemas/Problem', replacing: ['#/components/schemas/Message'], statuses: {statuses}}}"
        )
    };
    let view = view(&merge("[4XX]"));
    let operation = view.operation("play_job").unwrap();
    let left: Vec<_> = operation
        .responses()
        .iter()
        .map(|response| response.status().to_owned())
        .collect();
    assert_eq!(left, ["200", "302", "4XX"]);
    let message = error(&merge("['404']"));
    assert!(
        message.contains("`404` is no status of errors"),
        "{message}"
    );
}

#[test]
fn contents_of_responses_get_another_media_type_and_keep_their_schemas() {
    let view = view("rename-media-types: {application/json: application/vnd.jobs}");
    let content = json(&view, &format!("{POST}/responses/200/content"));
    assert_eq!(
        content,
        serde_json::json!({"application/vnd.jobs": {"schema": {"$ref": "#/components/schemas/Job"}}})
    );
    // A request is none of its business.
    let request = json(&view, &format!("{POST}/requestBody/content"));
    assert!(request["application/json"].is_object());
    let message = error("rename-media-types: {text/html: text/plain}");
    assert!(
        message.starts_with("views.yaml:5:30:")
            && message.contains("no response has the media type `text/html`"),
        "{message}"
    );
    for wrong in ["rename-media-types: {}", "rename-media-types: {a/b: 1}"] {
        assert!(error(wrong).contains("`old: new`"), "{wrong}");
    }
}

#[test]
fn types_without_a_format_get_one_and_others_keep_theirs() {
    let text = DOCUMENT.replace(
        "coverage: {type: number",
        "coverage: {type: number, format: float",
    );
    let document = Document::parse("api.yaml", &text).unwrap();
    let apply = |step: &str| {
        let views =
            format!("views: {{test: {{description: D, steps: [{{default-formats: {step}}}]}}}}");
        Views::parse("views.yaml", &views)
            .unwrap()
            .apply("test", &document)
    };
    let view = apply("{integer: int64}").unwrap();
    let basic = json(&view, "/components/schemas/Basic/properties");
    assert_eq!(basic["id"]["format"], "int64");
    assert_eq!(basic["coverage"]["format"], "float");
    let parameter = json(&view, "/paths/~1jobs~1{id}/parameters/0/schema/format");
    assert_eq!(parameter, "int64");
    let error = apply("{number: double}").unwrap_err().to_string();
    assert!(
        error.starts_with("views.yaml:1:") && error.contains("every `number` has a format"),
        "{error}"
    );
    for wrong in ["{}", "{integer: 64}"] {
        let error = apply(wrong).unwrap_err().to_string();
        assert!(error.contains("`type: format`"), "{error}");
    }
}

#[test]
fn a_response_that_has_the_new_media_type_already_is_refused_at_its_place() {
    let text = DOCUMENT.replace(
        "content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}",
        "content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}",
    );
    let document = Document::parse("api.yaml", &text).unwrap();
    let views = "views: {test: {description: D, steps: [{rename-media-types: {text/plain: application/json}}]}}";
    let error = Views::parse("views.yaml", views)
        .unwrap()
        .apply("test", &document)
        .unwrap_err();
    assert!(error.to_string().starts_with("api.yaml:20:"), "{error}");
    assert!(
        error
            .to_string()
            .contains("this response has `application/json` already"),
        "{error}"
    );
}

#[test]
fn a_security_scheme_goes_with_the_requirements_that_need_it() {
    let text = DOCUMENT
        .replace(
            "      security: [{token: []}]",
            "      security: [{bearer: []}, {token: []}, {}]",
        )
        .replace(
            "security: [{token: []}]\npaths",
            "security: [{bearer: []}]\npaths",
        )
        + "  securitySchemes:\n    bearer: {type: http, scheme: bearer}\n    token: {type: apiKey, in: query, name: token}\n";
    let document = Document::parse("api.yaml", &text).unwrap();
    let apply = |schemes: &str| {
        let steps = format!("[{{drop-security: {{schemes: [{schemes}]}}}}]");
        let views = format!("views: {{test: {{description: D, steps: {steps}}}}}");
        Views::parse("views.yaml", &views)
            .unwrap()
            .apply("test", &document)
    };
    let view = apply("token").unwrap();
    assert_eq!(
        json(&view, &format!("{POST}/security")),
        serde_json::json!([{"bearer": []}, {}])
    );
    assert_eq!(
        json(&view, "/components/securitySchemes"),
        serde_json::json!({"bearer": {"type": "http", "scheme": "bearer"}})
    );
    let error = apply("token, nobody").unwrap_err().to_string();
    assert!(
        error.contains("there is no security scheme `nobody`"),
        "{error}"
    );
    let error = apply("bearer").unwrap_err().to_string();
    assert!(
        error.starts_with("api.yaml:3:") && error.contains("nothing is left"),
        "{error}"
    );
}

#[test]
fn bodies_become_required() {
    let view = view("require-request-bodies: {}");
    assert_eq!(json(&view, &format!("{POST}/requestBody/required")), true);
}

#[test]
fn nullable_properties_become_optional_and_only_components_lose_their_null() {
    let view = view("merge-all-of: {}\noptional-instead-of-nullable: {}");
    assert_eq!(
        json(&view, "/components/schemas/Job/required"),
        serde_json::json!(["id", "tags"])
    );
    assert_eq!(
        json(&view, "/components/schemas/Basic/required"),
        serde_json::json!(["id"])
    );
    assert_eq!(
        json(
            &view,
            "/components/schemas/Basic/properties/coverage/nullable"
        ),
        true
    );
    assert!(json(&view, "/components/schemas/Runner/nullable").is_null());
}

#[test]
fn a_nullable_component_in_a_list_is_refused() {
    let text = DOCUMENT.replace(
        "items: {type: string}",
        "items: {$ref: '#/components/schemas/Runner'}",
    );
    let document = Document::parse("api.yaml", &text).unwrap();
    let views = "views: {test: {description: D, steps: [{optional-instead-of-nullable: {}}]}}";
    let error = Views::parse("views.yaml", views)
        .unwrap()
        .apply("test", &document)
        .unwrap_err();
    assert!(
        error.to_string().contains("refers to a nullable component"),
        "{error}"
    );
    assert!(error.to_string().starts_with("api.yaml:"), "{error}");
}

#[test]
fn objects_composed_with_all_of_become_one_object_and_references_stay() {
    let view = view("merge-all-of: {}");
    let job = json(&view, "/components/schemas/Job");
    assert_eq!(job["description"], "A job.");
    assert_eq!(job["type"], "object");
    assert_eq!(
        job["required"],
        serde_json::json!(["id", "coverage", "runner", "tags"])
    );
    let root = view
        .at(&"/components/schemas/Job/properties".parse().unwrap())
        .unwrap();
    let names: Vec<_> = root
        .members()
        .iter()
        .map(|member| member.key.as_str())
        .collect();
    assert_eq!(names, ["id", "coverage", "runner", "tags"]);
    assert!(job["properties"]["runner"]["allOf"].is_array());
    // What came from another component still tells where it was written.
    let line = 1 + DOCUMENT
        .lines()
        .position(|line| line.contains("coverage: {type"))
        .unwrap();
    assert_eq!(
        view.locate(root.get("coverage").unwrap().span)
            .position
            .line,
        line
    );
}

#[test]
fn objects_that_describe_one_property_twice_are_left_alone() {
    let text = DOCUMENT.replace("tags: {type: array", "id: {type: array");
    let document = Document::parse("api.yaml", &text).unwrap();
    let views = "views: {test: {description: D, steps: [{merge-all-of: {}}]}}";
    let error = Views::parse("views.yaml", views)
        .unwrap()
        .apply("test", &document)
        .unwrap_err();
    assert!(error.to_string().contains("changes nothing"), "{error}");
}

#[test]
fn only_objects_of_responses_are_opened() {
    let view = view("open-response-objects: {}");
    let opened = |name: &str| {
        json(
            &view,
            &format!("/components/schemas/{name}/additionalProperties"),
        )
    };
    for name in ["Problem", "Message", "Basic", "Runner"] {
        assert_eq!(opened(name), serde_json::json!({}), "{name}");
    }
    assert!(opened("Input").is_null());
    assert!(opened("Orphan").is_null());
}

#[test]
fn components_that_nothing_reaches_are_dropped() {
    let view = view("drop-parameters: {in: header, names: [Sudo]}\ndrop-unreferenced: {}");
    assert!(json(&view, "/components/parameters").is_null());
    assert!(json(&view, "/components/schemas/Orphan").is_null());
    assert!(json(&view, "/components/schemas/Runner").is_object());
}

#[test]
fn a_step_that_changes_nothing_is_an_error_that_names_it() {
    let message = error("require-request-bodies: {}\nrequire-request-bodies: {}");
    assert_eq!(
        message,
        "views.yaml:6:9: step `require-request-bodies` of view `test`: changes nothing: take it out of the view"
    );
}

#[test]
fn unknown_steps_arguments_and_views_are_errors_with_a_place() {
    for (steps, says) in [
        (
            "drop-everything: {}",
            "views.yaml:5:9: step `drop-everything` of view `test`: there is no such step",
        ),
        (
            "drop-unreferenced: {really: true}",
            "views.yaml:5:29: step `drop-unreferenced` of view `test`: takes no arguments",
        ),
        ("drop-keys: {of: operation, key: [x]}", "it takes: of, keys"),
        ("drop-keys: {of: operation}", "needs the argument `keys`"),
        (
            "drop-keys: {of: operation, keys: []}",
            "must be a list of strings",
        ),
        (
            "drop-keys: {of: operation, keys: [1]}",
            "must be a list of strings",
        ),
        ("drop-keys: {of: [], keys: [x]}", "`of` must be a string"),
        ("drop-keys: operation", "the arguments must be an object"),
        ("{a: {}, b: {}}", "write a step as `name: {arguments}`"),
    ] {
        let message = error(steps);
        assert!(message.contains(says), "{steps}: {message}");
        assert!(message.starts_with("views.yaml:5:"), "{steps}: {message}");
    }
    let views = Views::parse("views.yaml", "views: {a: {description: D, steps: []}}").unwrap();
    let error = views.apply("b", &document()).unwrap_err();
    assert_eq!(error.to_string(), "there is no view `b`; there are: a");
}

#[test]
fn a_file_that_is_no_list_of_views_is_an_error_with_a_place() {
    for (text, says) in [
        ("views: [", "views.yaml:1:"),
        ("steps: []", "a views file is `views:"),
        (
            "views: {a: {steps: []}}",
            "views.yaml:1:12: a view needs a `description`",
        ),
        ("views: {a: {description: D}}", "a view needs `steps`"),
    ] {
        let error = Views::parse("views.yaml", text).unwrap_err();
        assert!(error.to_string().contains(says), "{text}: {error}");
    }
}

#[test]
fn views_keep_the_order_of_their_file() {
    let text = "views: {z: {description: Z, steps: []}, a: {description: A, steps: []}}";
    assert_eq!(
        Views::parse("views.yaml", text).unwrap().names(),
        ["z", "a"]
    );
}

#[cfg(feature = "overlay")]
mod overlay {
    //! The step that applies an OpenAPI Overlay.

    use super::*;

    const ACTIONS: &str = "overlay: {overlay: 1.0.0, info: {title: T, version: '1'}, actions: [{target: '$.info', update: {title: Renamed, x-b: 1, x-a: 2}}, {target: '$.paths.*.*.parameters[?@.in == \"query\"]', remove: true}]}";

    #[test]
    fn an_overlay_changes_what_it_targets_and_leaves_other_places_alone() {
        let view = view(ACTIONS);
        assert_eq!(json(&view, "/info/title"), "Renamed");
        let info = view.root().get("info").unwrap();
        let keys: Vec<_> = info
            .members()
            .iter()
            .map(|member| member.key.as_str())
            .collect();
        assert_eq!(keys, ["title", "version", "x-a", "x-b"]);
        assert_eq!(
            json(&view, &format!("{POST}/parameters"))
                .as_array()
                .unwrap()
                .len(),
            1
        );
        let before = document();
        let pointer: Pointer = "/components/schemas/Job".parse().unwrap();
        let places = |document: &Document| document.locate(document.at(&pointer).unwrap().span);
        assert_eq!(places(&view), places(&before));
        let keys = |document: &Document| {
            let members = document.root().members().iter();
            members.map(|member| member.key.clone()).collect::<Vec<_>>()
        };
        assert_eq!(keys(&view), keys(&before));
    }

    #[test]
    fn an_overlay_file_is_read_beside_the_views() {
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("overlay");
        std::fs::create_dir_all(&folder).unwrap();
        let text = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: [{target: $.info, update: {title: Renamed}}]\n";
        std::fs::write(folder.join("edit.yaml"), text).unwrap();
        let name = folder.join("views.yaml").display().to_string();
        let apply = |file: &str| {
            let text = format!(
                "views: {{test: {{description: D, steps: [{{overlay: {{file: {file}}}}}]}}}}"
            );
            Views::parse(&name, &text)
                .unwrap()
                .apply("test", &document())
        };
        assert_eq!(json(&apply("edit.yaml").unwrap(), "/info/title"), "Renamed");
        let error = apply("nowhere.yaml").unwrap_err();
        assert!(
            error.to_string().contains("nowhere.yaml could not be read"),
            "{error}"
        );
    }

    #[test]
    fn an_overlay_that_hits_nothing_or_is_none_is_an_error() {
        let message = error(
            "overlay: {overlay: 1.0.0, info: {title: T, version: '1'}, actions: [{target: $.nowhere, remove: true}]}",
        );
        assert!(message.contains("could not be applied"), "{message}");
        let message = error("overlay: {actions: []}");
        assert!(message.contains("not an OpenAPI Overlay 1.0"), "{message}");
        let message = error(
            "overlay: {overlay: 1.0.0, info: {title: T, version: '1'}, actions: [{target: $.info, update: {title: Jobs}}]}",
        );
        assert!(message.contains("changes nothing"), "{message}");
    }
}
