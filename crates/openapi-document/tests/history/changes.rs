//! What each kind of entry does to each kind of node.

use openapi_document::history::{self, Change, Version, as_of};
use openapi_document::{Document, Node};
use serde_json::json;

use crate::{API, KEY, at, find, ids, names, parse, version};

#[test]
fn an_operation_exists_from_its_introduction_until_its_removal() {
    assert_eq!(ids(&at("12.9")), ["list_jobs", "list_tree"]);
    assert_eq!(ids(&at("13.0")), ["list_jobs", "create_job", "list_tree"]);
    assert_eq!(ids(&at("14.99")), ["list_jobs", "create_job", "list_tree"]);
    assert_eq!(ids(&at("15.0")), ["list_jobs", "list_tree"]);
}

#[test]
fn versions_compare_by_number_and_a_path_without_operations_goes() {
    assert!(at("9.10").find("#/paths/~1tree").is_some());
    assert!(at("9.9").find("#/paths/~1tree").is_none());
}

#[test]
fn a_deprecation_mark_is_taken_back_before_its_version() {
    let marked = |text| {
        at(text)
            .operation("create_job")
            .expect("it exists")
            .deprecated()
    };
    assert_eq!((marked("13.12"), marked("14.0")), (false, true));
    let older = at("14.9");
    let parameter = older
        .operation("list_jobs")
        .and_then(|operation| operation.parameter("order", "query"));
    assert!(!parameter.expect("it exists").deprecated());
}

#[test]
fn a_parameter_that_is_a_reference_goes_with_its_component() {
    let older = at("14.7");
    assert_eq!(
        older
            .operation("list_jobs")
            .expect("it exists")
            .parameters()
            .len(),
        1
    );
    assert_eq!(find(&older, "#/components/parameters"), None);
    assert_eq!(
        at("14.8")
            .operation("list_jobs")
            .expect("it exists")
            .parameters()
            .len(),
        2
    );
}

#[test]
fn a_parameter_had_another_schema_before_it_changed() {
    let schema = |text| find(&at(text), "#/components/parameters/Filter/schema");
    assert_eq!(schema("15.1"), Some(json!({"type": "string"})));
    assert_eq!(
        schema("15.2"),
        Some(json!({"type": "array", "items": {"type": "string"}}))
    );
}

#[test]
fn a_property_leaves_the_required_ones_when_it_goes() {
    let required = |text| find(&at(text), "#/components/schemas/Job/required");
    assert_eq!(required("14.9"), Some(json!(["id", "legacy"])));
    assert_eq!(required("15.0"), Some(json!(["id"])));
    assert_eq!(
        find(&at("15.0"), "#/components/schemas/Job/properties/legacy"),
        None
    );
}

#[test]
fn required_goes_when_nothing_is_left_in_it() {
    let document = parse(
        r#"
openapi: 3.0.3
components:
  schemas:
    Job:
      required: [old]
      properties:
        old: {type: string, x-history: [{version: "15.0", change: removed}]}
"#,
    );
    let newer = as_of(&document, &version("15.0"), KEY).expect("the history is valid");
    assert_eq!(
        find(&newer, "#/components/schemas/Job"),
        Some(json!({"properties": {}}))
    );
}

#[test]
fn names_are_not_keywords() {
    let properties = |text| names(&at(text), "#/components/schemas/Job/properties");
    assert_eq!(
        properties("14.2"),
        ["id", "legacy", "runner", "size", "status", "x-history"]
    );
    assert!(properties("14.3").contains(&"example".to_owned()));
}

#[test]
fn headers_responses_and_media_types_come_and_go() {
    let response = "#/paths/~1jobs/get/responses/200";
    assert_eq!(
        find(&at("14.1"), &format!("{response}/headers")),
        Some(json!({}))
    );
    assert_eq!(
        names(&at("14.2"), &format!("{response}/headers")),
        ["X-Next"]
    );
    let types = |text| names(&at(text), &format!("{response}/content")).len();
    assert_eq!(
        (types("13.12"), types("14.0"), types("15.11"), types("16.0")),
        (1, 2, 2, 1)
    );
    let responses = |text| names(&at(text), "#/paths/~1jobs/get/responses");
    assert_eq!(responses("14.0"), ["200"]);
    assert_eq!(responses("14.1"), ["200", "429"]);
}

#[test]
fn members_of_a_value_set_come_and_go_with_their_entries() {
    let set = |text| find(&at(text), "#/components/schemas/Status/x-extensible-enum");
    assert_eq!(set("13.0"), Some(json!(["created", "gone"])));
    assert_eq!(set("14.9"), Some(json!(["created"])));
    assert_eq!(set("14.10"), Some(json!(["created", "waiting"])));
    let left = find(&at("14.9"), "#/components/schemas/Status/x-history");
    assert_eq!(
        left,
        Some(json!([{"version": "13.1", "change": "moved", "source": "a"}]))
    );
}

#[test]
fn ways_to_authenticate_go_with_the_scheme_that_an_entry_names() {
    let ways = |text| find(&at(text), "#/paths/~1jobs/get/security");
    assert_eq!(ways("12.0"), Some(json!([{"token": []}])));
    assert_eq!(
        ways("13.0"),
        Some(json!([{"token": []}, {"job": []}, {"token": [], "job": []}]))
    );
    assert_eq!(
        names(&at("12.0"), "#/components/securitySchemes"),
        ["token"]
    );
}

#[test]
fn a_property_had_the_schema_of_the_next_change_and_keeps_its_description() {
    let size = |text| {
        find(&at(text), "#/components/schemas/Job/properties/size").map(|mut node| {
            node.as_object_mut().map(|members| members.remove(KEY));
            node
        })
    };
    assert_eq!(size("11.11"), Some(json!({"type": "string"})));
    assert_eq!(size("12.0"), Some(json!({"type": "number"})));
    assert_eq!(size("13.0"), Some(json!({"type": "integer"})));

    let runner = find(&at("14.3"), "#/components/schemas/Job/properties/runner");
    let expected = json!({"description": "Who ran it.", "allOf": [{"$ref": "#/components/schemas/OldRunner"}]});
    assert_eq!(runner, Some(expected));
}

#[test]
fn components_that_nothing_refers_to_any_more_go_and_others_stay() {
    let newest = at("99.0");
    let schemas = names(&newest, "#/components/schemas");
    assert_eq!(
        schemas,
        [
            "Friend",
            "Job",
            "Leaf",
            "Lonely",
            "OldRunner",
            "Runner",
            "Status",
            "Tree"
        ]
    );
    let oldest = at("8.0");
    let schemas = names(&oldest, "#/components/schemas");
    assert_eq!(schemas, ["Friend", "Job", "Lonely", "OldRunner", "Status"]);
}

#[test]
fn something_may_come_back() {
    let document = parse(
        r#"
openapi: 3.0.3
paths: {}
components:
  schemas:
    Color:
      enum: [red, blue]
      x-history: [{version: "12.0", change: introduced, value: red}, {version: "15.0", change: introduced, value: red}, {version: "13.0", change: removed, value: red}]
"#,
    );
    for (text, expected) in [
        ("11.0", 1),
        ("12.0", 2),
        ("13.0", 1),
        ("14.9", 1),
        ("15.0", 2),
    ] {
        let older = as_of(&document, &version(text), KEY).expect("the history is valid");
        let set = older
            .find("#/components/schemas/Color/enum")
            .expect("it exists");
        assert_eq!(set.items().len(), expected, "{text}");
    }
}

#[test]
fn a_history_in_an_example_is_data() {
    let document = parse(
        r"
openapi: 3.0.3
paths: {}
components:
  schemas:
    Job: {type: object, example: {inner: {x-history: [{version: 1, change: never}]}}}
",
    );
    let older = as_of(&document, &version("1.0"), KEY).expect("examples are not looked into");
    assert_eq!(older.root(), document.root());
}

#[test]
fn other_files_are_projected_too() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/history");
    let document = Document::open(format!("{folder}/api.yaml")).expect("the fixture is valid");
    let properties = |text| {
        let older = as_of(&document, &version(text), KEY).expect("the history is valid");
        let job = older
            .operation("get_job")
            .and_then(|operation| operation.success())
            .and_then(|response| response.json());
        let (schema, _) = job.and_then(|json| json.schema()).expect("it has a schema");
        schema.get("properties").map(Node::to_json)
    };
    assert_eq!(properties("14.0"), Some(json!({"id": {"type": "integer"}})));
    assert_eq!(
        properties("15.0"),
        document
            .find(&format!("{folder}/job.yaml#/properties"))
            .map(Node::to_json)
    );
}

#[test]
fn an_entry_can_be_read_as_data() {
    let document = parse(API);
    let status = document
        .find("#/components/schemas/Status")
        .expect("it exists");
    let entries = history::entries(status, KEY);
    let read: Vec<_> = entries
        .iter()
        .map(|entry| {
            (
                entry.version.to_string(),
                entry.change,
                entry.value.and_then(Node::as_str),
                entry.source,
            )
        })
        .collect();
    let expected = [
        (
            "14.10".to_owned(),
            Change::Introduced,
            Some("waiting"),
            Some("a"),
        ),
        ("14.0".to_owned(), Change::Removed, Some("gone"), Some("a")),
        ("13.1".to_owned(), Change::Moved, None, Some("a")),
    ];
    assert_eq!(read, expected);
}

#[test]
fn a_version_is_one_to_three_numbers() {
    for text in [
        "",
        "v1",
        "1.",
        ".1",
        "1.2.3.4",
        "1.x",
        "-1",
        "1 .0",
        "99999999999.0",
    ] {
        assert!(text.parse::<Version>().is_err(), "{text}");
    }
    assert!(version("9.10") > version("9.9"));
    assert!(version("10.0") > version("9.10.5"));
    assert_eq!(version("14.8.0"), version("14.8"));
    assert_eq!(version("14.8.2").to_string(), "14.8.2");
}

#[test]
fn what_only_a_discriminator_names_stays() {
    let document = parse(
        "
openapi: 3.0.3
paths:
  /pets:
    get: {responses: {'200': {description: It., content: {a/b: {schema: {$ref: '#/components/schemas/Pet'}}}}}}
components:
  schemas:
    Pet:
      type: object
      discriminator: {propertyName: kind, mapping: {cat: Cat, dog: '#/components/schemas/Dog'}}
      properties:
        cage: {allOf: [{$ref: '#/components/schemas/Cage'}], x-history: [{version: '2.0', change: removed}]}
    Cat: {type: object}
    Dog: {type: object}
    Cage: {type: object}
",
    );
    let newer = as_of(&document, &version("2.0"), KEY).expect("the history is valid");
    assert_eq!(names(&newer, "#/components/schemas"), ["Cat", "Dog", "Pet"]);
}

#[test]
fn components_may_be_named_like_keywords() {
    let document = parse(
        "
openapi: 3.0.3
paths: {}
components:
  securitySchemes:
    default: {type: http, scheme: basic, x-history: [{version: '2.0', change: introduced}]}
    enum: {type: http, scheme: bearer}
",
    );
    let older = as_of(&document, &version("1.0"), KEY).expect("the history is valid");
    assert_eq!(names(&older, "#/components/securitySchemes"), ["enum"]);
}
