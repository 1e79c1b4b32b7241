//! Properties: which are known, which belong to the other direction, and which are not there.

use openapi_document::source::FileId;
use openapi_document::validate::{Absent, Options, Validator};

use super::{brief, document, judge_with, value};

#[test]
fn read_only_and_write_only_follow_the_direction() {
    let schemas = r##"{
        "Id": {"type": "integer", "readOnly": true},
        "S": {
            "type": "object",
            "required": ["id", "iid", "url", "token", "name"],
            "properties": {
                "id": {"$ref": "#/components/schemas/Id"},
                "iid": {"description": "Composed.", "allOf": [{"$ref": "#/components/schemas/Id"}]},
                "url": {"readOnly": true, "allOf": [{"type": "string"}]},
                "name": {"type": "string"}
            },
            "allOf": [{"properties": {"token": {"type": "string", "writeOnly": true}}, "required": ["id"]}]
        }
    }"##;
    let document = document("3.0.3", schemas);
    let found = |text, options| brief(&judge_with(&document, text, options));
    let (request, response) = (Options::request(), Options::response());

    assert_eq!(found(r#"{"token": "t", "name": "n"}"#, request), [""; 0]);
    assert_eq!(
        found(r#"{"id": 1, "iid": 1, "url": "u", "name": "n"}"#, response),
        [""; 0]
    );
    assert_eq!(found("{}", request), ["/name required", "/token required"]);
    assert_eq!(
        found("{}", response),
        [
            "/id required",
            "/iid required",
            "/name required",
            "/url required"
        ]
    );
    assert_eq!(
        found(r#"{"id": 1, "token": "t", "name": "n", "iid": 2}"#, request),
        ["/id read-only", "/iid read-only"]
    );
    assert_eq!(
        found(
            r#"{"id": 1, "iid": 1, "url": "u", "token": "t", "name": "n"}"#,
            response
        ),
        ["/token write-only"]
    );
}

/// Schemas shaped as those of an API with shared bases.
const COMPOSED: &str = r##"{
    "Base": {"type": "object", "properties": {"id": {}, "commit": {"type": "object", "properties": {"id": {}}}}},
    "S": {
        "description": "Composed.",
        "allOf": [
            {"$ref": "#/components/schemas/Base"},
            {"type": "object", "properties": {
                "name": {},
                "commit": {"type": "object", "properties": {"title": {}}},
                "free": {"type": "object"},
                "open": {"type": "object", "properties": {"a": {}}, "additionalProperties": {}},
                "wide": {"type": "object", "properties": {"a": {}}, "additionalProperties": true},
                "map": {"type": "object", "additionalProperties": {"type": "object", "properties": {"a": {}}}},
                "any": {},
                "choice": {"oneOf": [
                    {"type": "object", "required": ["tag"], "properties": {"tag": {"type": "string"}}},
                    {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}
                ]},
                "list": {"type": "array", "items": {"$ref": "#/components/schemas/Base"}}
            }}
        ]
    }
}"##;

#[test]
fn the_closed_world_knows_every_property_that_a_matching_schema_declares() {
    let document = document("3.0.3", COMPOSED);
    let text = r#"{
        "id": 1, "nmae": 2, "commit": {"id": 1, "title": 2, "titel": 3}, "free": {"x": {"y": 1}}, "open": {"x": 1}, "wide": {"x": 1},
        "map": {"k": {"a": 1, "b": 2}}, "any": {"x": 1}, "choice": {"size": 1, "tga": 1}, "list": [{"id": 1}, {"x": 1}]
    }"#;
    let open = judge_with(&document, text, Options::default());
    assert_eq!(brief(&open), [""; 0]);

    let closed = judge_with(&document, text, Options::default().closed(true));
    assert_eq!(
        brief(&closed),
        [
            "/nmae unknown-property",
            "/commit/titel unknown-property",
            "/map/k/b unknown-property",
            "/choice/tga unknown-property",
            "/list/1/x unknown-property",
        ]
    );
    assert_eq!(closed[0].suggestion.as_deref(), Some("name"));
    assert_eq!(
        closed[0].message,
        r#"the property "nmae" is unknown; did you mean "name"?"#
    );
    assert_eq!(closed[0].schema, "#/components/schemas/S");
    let span = closed[0].instance_span;
    assert_eq!(span.file, FileId(9));
    assert_eq!(&text[span.start..span.end], "\"nmae\"");
    // The title is there already, so nobody can have meant it.
    assert_eq!(closed[1].suggestion, None);
    // Only the branch that fits lends its names.
    assert_eq!(closed[3].suggestion, None);
    assert_eq!(closed[4].schema, "#/components/schemas/Base");
}

#[test]
fn the_closed_world_tells_only_once_what_additional_properties_forbids() {
    let schema = r#"{"S": {"allOf": [
        {"properties": {"a": {}}, "additionalProperties": false}, {"properties": {"c": {}}}
    ]}}"#;
    let document = document("3.0.3", schema);
    let options = Options::default().closed(true);
    let found = judge_with(&document, r#"{"a": 1, "b": 2}"#, options);
    assert_eq!(brief(&found), ["/b unknown-property"]);
}

#[test]
fn the_closed_world_learns_nothing_from_items_that_are_not_what_is_contained() {
    let schemas = r#"{"S": {
        "items": {"properties": {"a": {}}},
        "contains": {"required": ["z"], "properties": {"b": {}, "z": {}}},
        "minContains": 0
    }}"#;
    let document = document("3.1.0", schemas);
    let options = Options::default().closed(true);
    let found = judge_with(&document, r#"[{"b": 1}, {"b": 1, "z": 1}]"#, options);
    assert_eq!(brief(&found), ["/0/b unknown-property"]);
}

#[test]
fn absent_tells_what_the_schema_documents_beyond_the_value() {
    let schemas = r##"{
        "Base": {"type": "object", "required": ["id"], "properties": {"id": {}, "secret": {"writeOnly": true}}},
        "S": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {
            "user": {"type": "object", "nullable": true, "properties": {"name": {}, "email": {}}},
            "choice": {"oneOf": [
                {"type": "object", "required": ["tag"], "properties": {"tag": {}, "label": {}}},
                {"type": "object", "required": ["size"], "properties": {"size": {}, "unit": {}}}
            ]}
        }}, {"required": ["user"]}]}
    }"##;
    let document = document("3.0.3", schemas);
    let validator = Validator::new(&document);
    let line = |found: &Absent| format!("{} {} {}", found.pointer, found.schema, found.required);
    let absent = |text| {
        let found = validator.absent("#/components/schemas/S", &value(text));
        found.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(
        absent("{}"),
        [
            "/id #/components/schemas/Base/properties/id true",
            "/user #/components/schemas/S/allOf/1/properties/user true",
            "/choice #/components/schemas/S/allOf/1/properties/choice false",
        ]
    );
    assert_eq!(
        absent(r#"{"id": 1, "user": {"name": "n"}, "choice": {"size": 1}}"#),
        [
            "/user/email #/components/schemas/S/allOf/1/properties/user/properties/email false",
            "/choice/unit #/components/schemas/S/allOf/1/properties/choice/oneOf/1/properties/unit false",
        ]
    );
    assert_eq!(
        absent(r#"{"id": 1, "user": null, "choice": {"tag": 1, "label": 1}}"#),
        [""; 0]
    );
}
