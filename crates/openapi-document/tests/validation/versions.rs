//! Where OpenAPI 3.0 and 3.1 part, and what is told instead of judged.

use openapi_document::Document;
use openapi_document::validate::{Options, Validator};

use super::{brief, document, judge_with, value};

#[test]
fn nullable_adds_null_to_the_type_beside_it_and_does_nothing_else() {
    let schemas = r##"{
        "Nullable": {"type": "object", "nullable": true},
        "Solid": {"type": "object"},
        "ByReference": {"$ref": "#/components/schemas/Nullable"},
        "BesideReference": {"$ref": "#/components/schemas/Solid", "nullable": true},
        "BesideAllOf": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/Solid"}]},
        "TypedBesideAllOf": {"type": "object", "nullable": true, "allOf": [{"$ref": "#/components/schemas/Solid"}]},
        "AroundNullable": {"allOf": [{"$ref": "#/components/schemas/Nullable"}]},
        "Untyped": {"nullable": true},
        "NotNullable": {"nullable": false},
        "EnumWithout": {"type": "string", "nullable": true, "enum": ["a"]},
        "EnumWith": {"type": "string", "nullable": true, "enum": ["a", null]},
        "EnumOnly": {"type": "string", "enum": ["a", null]},
        "Open": {"type": "string", "nullable": true, "x-extensible-enum": ["a"]}
    }"##;
    let document = document("3.0.3", schemas);
    let validator = Validator::new(&document);
    for (name, fits) in [
        ("Nullable", true),
        ("Solid", false),
        ("ByReference", true),
        ("BesideReference", false),
        ("BesideAllOf", false),
        ("TypedBesideAllOf", false),
        ("AroundNullable", true),
        ("Untyped", true),
        ("NotNullable", true),
        ("EnumWithout", false),
        ("EnumWith", true),
        ("EnumOnly", false),
        ("Open", true),
    ] {
        let address = format!("#/components/schemas/{name}");
        let found = validator.validate(&address, &value("null"), &Options::default());
        assert_eq!(found.is_empty(), fits, "{name}: {found:?}");
    }
    let told: Vec<_> = validator
        .unsupported()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "`nullable` in #/components/schemas/BesideReference is ignored beside a `$ref` in OpenAPI 3.0: \
             wrap the reference in `allOf`",
            "`nullable` in #/components/schemas/BesideAllOf has no effect without a `type` beside it",
            "`nullable` in #/components/schemas/Untyped has no effect without a `type` beside it",
        ]
    );
}

#[test]
fn siblings_of_a_reference_count_in_3_1_and_are_ignored_in_3_0() {
    let schemas =
        r##"{"Id": {"type": "integer"}, "S": {"$ref": "#/components/schemas/Id", "minimum": 5}}"##;
    let found = |version| {
        let found = judge_with(&document(version, schemas), "3", Options::default());
        brief(&found)
    };
    assert_eq!(found("3.0.3"), [""; 0]);
    assert_eq!(found("3.1.0"), [" minimum"]);
}

#[test]
fn a_keyword_that_is_not_judged_is_told_once_with_its_place() {
    let schemas = r##"{
        "S": {"$dynamicRef": "#x", "minLength": "3", "type": "object",
              "properties": {"a": {"$ref": "#/components/schemas/T"}, "b": {"$ref": "#/components/schemas/T"}}},
        "T": {"pattern": "(", "nullable": true, "frobnicate": 1, "x-mine": 1, "example": 1, "then": {}}
    }"##;
    let document = document("3.1.0", schemas);
    let validator = Validator::new(&document);
    validator.validate("#/components/schemas/S", &value("{}"), &Options::default());
    let found = validator.unsupported();
    let keywords: Vec<_> = found.iter().map(|found| found.keyword.as_str()).collect();
    assert_eq!(
        keywords,
        [
            "$dynamicRef",
            "minLength",
            "pattern",
            "nullable",
            "frobnicate",
            "then"
        ]
    );
    assert_eq!(found[2].schema, "#/components/schemas/T");
    let text = document.source(found[2].span.file).text();
    assert_eq!(&text[found[2].span.start..found[2].span.end], "\"(\"");
}

#[test]
fn a_keyword_of_the_other_version_is_told() {
    let schemas = r#"{"S": {"const": 1, "type": ["string"], "exclusiveMinimum": true}}"#;
    let document = document("3.0.3", schemas);
    let found = Validator::new(&document).unsupported();
    let keywords: Vec<_> = found.iter().map(|found| found.keyword.as_str()).collect();
    assert_eq!(keywords, ["const", "type", "exclusiveMinimum"]);
}

#[test]
fn schemas_of_operations_are_searched_for_keywords_too() {
    let text = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /jobs:
    get:
      parameters:
        - {name: a, in: query, schema: {const: 1}}
      responses:
        '200':
          description: Fine.
          content:
            application/json:
              schema: {type: object, properties: {schema: {const: 2}}}
              example: {schema: {const: 3}}
";
    let document = Document::parse("api.yaml", text).unwrap();
    let found = Validator::new(&document).unsupported();
    let places: Vec<_> = found
        .iter()
        .map(|found| document.locate(found.span).position.line)
        .collect();
    assert_eq!(places, [7, 13]);
}
