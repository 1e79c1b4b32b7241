//! Every keyword, judged: what fits, what does not, what is said about it and where.

use openapi_document::source::{FileId, Span};
use openapi_document::validate::{Absent, Options, Rule, Validator, Violation, wire};
use openapi_document::{Document, Node, json};

/// A document with the given component schemas; the one under test is `S`.
fn document(version: &str, schemas: &str) -> Document {
    let text = format!(
        "{{\"openapi\": \"{version}\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \
         \"paths\": {{}}, \"components\": {{\"schemas\": {schemas}}}}}"
    );
    Document::parse("api.json", &text).unwrap()
}

fn value(text: &str) -> Node {
    json::parse(text, FileId(9)).unwrap().node
}

fn judge_with(document: &Document, text: &str, options: &Options) -> Vec<Violation> {
    Validator::new(document).validate("#/components/schemas/S", &value(text), options)
}

fn judge(schema: &str, text: &str) -> Vec<Violation> {
    let document = document("3.0.3", &format!("{{\"S\": {schema}}}"));
    judge_with(&document, text, &Options::default())
}

/// The violations as `pointer rule`.
fn brief(violations: &[Violation]) -> Vec<String> {
    let line = |found: &Violation| format!("{} {}", found.instance, found.rule);
    violations.iter().map(line).collect()
}

/// A schema, values that fit, values that do not, and the one rule that those break.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    Rule,
);

fn table(version: &str, rows: &[Row]) {
    for (schema, good, bad, rule) in rows {
        let document = document(version, &format!("{{\"S\": {schema}}}"));
        assert_eq!(Validator::new(&document).unsupported(), [], "{schema}");
        for text in *good {
            let found = judge_with(&document, text, &Options::default());
            assert_eq!(brief(&found), [""; 0], "{schema} against {text}");
        }
        for text in *bad {
            let found = judge_with(&document, text, &Options::default());
            let rules: Vec<_> = found.iter().map(|found| found.rule).collect();
            assert_eq!(rules, [*rule], "{schema} against {text}: {found:?}");
        }
    }
}

#[rustfmt::skip]
const BOTH: &[Row] = &[
    (r#"{"type": "string"}"#, &[r#""""#], &["1", "null", "[]", "{}", "true"], Rule::Type),
    (r#"{"type": "integer"}"#, &["1", "1.0", "-3e2", "1e40"], &["1.5", r#""1""#], Rule::Type),
    (r#"{"type": "number"}"#, &["1", "1.5"], &["true"], Rule::Type),
    (r#"{"type": "boolean"}"#, &["true", "false"], &["0"], Rule::Type),
    (r#"{"type": "array", "items": {}}"#, &["[]", "[1, null]"], &["{}"], Rule::Type),
    (r#"{"type": "object"}"#, &["{}", r#"{"a": 1}"#], &["[]"], Rule::Type),
    ("{}", &["1", "null", "{}"], &[], Rule::Type),
    (r#"{"enum": ["a", 1, null]}"#, &[r#""a""#, "1.0", "null"], &[r#""b""#, "true"], Rule::Enum),
    (r#"{"enum": [{"a": 1, "b": [2]}]}"#, &[r#"{"b": [2.0], "a": 1}"#], &[r#"{"a": 1}"#], Rule::Enum),
    (r#"{"x-extensible-enum": ["a", "b"]}"#, &[r#""a""#, "null"], &[r#""c""#], Rule::OpenValue),
    (r#"{"minimum": 2}"#, &["2", "2.5", r#""1""#], &["1", "1.999", "-1e300"], Rule::Minimum),
    (r#"{"maximum": 2.5}"#, &["2.5", "2", "-1e300"], &["3", "2.51", "1e300"], Rule::Maximum),
    (r#"{"maximum": 9007199254740993}"#, &["9007199254740993"], &["9007199254740994"], Rule::Maximum),
    (r#"{"multipleOf": 0.1}"#, &["0.3", "1", "-2.7", "0"], &["0.25"], Rule::MultipleOf),
    (r#"{"multipleOf": 3}"#, &["9", "-3.0"], &["10", "1.5", "9007199254740994"], Rule::MultipleOf),
    (r#"{"minLength": 2}"#, &[r#""ab""#, r#""öß""#, "1"], &[r#""ö""#], Rule::MinLength),
    (r#"{"maxLength": 2}"#, &[r#""öß""#, r#""👍👍""#], &[r#""abc""#], Rule::MaxLength),
    (r#"{"pattern": "b+"}"#, &[r#""abba""#, "1"], &[r#""a""#], Rule::Pattern),
    (r#"{"pattern": "(?<!-)x$"}"#, &[r#""ax""#], &[r#""-x""#], Rule::Pattern),
    (r#"{"pattern": "^[\\w\\-]+$"}"#, &[r#""a-b""#], &[r#""a b""#], Rule::Pattern),
    (r#"{"minItems": 1}"#, &["[0]", "{}"], &["[]"], Rule::MinItems),
    (r#"{"maxItems": 1}"#, &["[0]"], &["[0, 0]"], Rule::MaxItems),
    (r#"{"uniqueItems": true}"#, &["[1, 2, true]", "[]"], &["[1, 2, 1.0]", r#"[{"a":1,"b":2},{"b":2,"a":1}]"#], Rule::UniqueItems),
    (r#"{"uniqueItems": false}"#, &["[1, 1]"], &[], Rule::UniqueItems),
    (r#"{"minProperties": 1}"#, &[r#"{"a": 1}"#], &["{}"], Rule::MinProperties),
    (r#"{"maxProperties": 1}"#, &["{}"], &[r#"{"a": 1, "b": 2}"#], Rule::MaxProperties),
    (r#"{"required": ["a"]}"#, &[r#"{"a": null}"#, "[]"], &["{}"], Rule::Required),
    (r#"{"additionalProperties": false}"#, &["{}"], &[r#"{"a": 1}"#], Rule::UnknownProperty),
    (r#"{"properties": {"a": {}}, "additionalProperties": false}"#, &[r#"{"a": 1}"#], &[r#"{"b": 1}"#], Rule::UnknownProperty),
    (r#"{"additionalProperties": {"type": "string"}}"#, &[r#"{"a": "b"}"#], &[r#"{"a": 1}"#], Rule::Type),
    (r#"{"allOf": [{"minimum": 1}, {"maximum": 3}]}"#, &["2"], &["0"], Rule::Minimum),
    (r#"{"anyOf": [{"minimum": 3}, {"maximum": 1}]}"#, &["0", "4", r#""""#], &["2"], Rule::AnyOf),
    (r#"{"oneOf": [{"minimum": 1}, {"maximum": 3}]}"#, &["0", "4"], &["2", r#""""#], Rule::OneOf),
    (r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#, &["1", r#""a""#], &["true", "1.5"], Rule::OneOf),
    (r#"{"not": {"type": "string"}}"#, &["1"], &[r#""a""#], Rule::Not),
];

#[rustfmt::skip]
const ONLY_3_0: &[Row] = &[
    (r#"{"minimum": 2, "exclusiveMinimum": true}"#, &["2.1"], &["2"], Rule::Minimum),
    (r#"{"maximum": 2, "exclusiveMaximum": true}"#, &["1"], &["2.0"], Rule::Maximum),
    (r#"{"minimum": 2, "exclusiveMinimum": false}"#, &["2"], &["1"], Rule::Minimum),
    (r#"{"type": "string", "nullable": true}"#, &["null", r#""a""#], &["1"], Rule::Type),
    (r#"{"type": "string", "nullable": false}"#, &[r#""a""#], &["null"], Rule::Type),
];

#[rustfmt::skip]
const ONLY_3_1: &[Row] = &[
    (r#"{"type": ["string", "null"]}"#, &["null", r#""a""#], &["1"], Rule::Type),
    (r#"{"const": {"a": 1}}"#, &[r#"{"a": 1.0}"#], &["1"], Rule::Const),
    (r#"{"const": null}"#, &["null"], &["0"], Rule::Const),
    (r#"{"exclusiveMinimum": 2}"#, &["2.1"], &["2"], Rule::Minimum),
    (r#"{"exclusiveMaximum": 2}"#, &["1"], &["2"], Rule::Maximum),
    (r#"{"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}"#, &[r#"["a", 1]"#, "[]"], &["[1]", r#"["a", "b"]"#], Rule::Type),
    (r#"{"items": {"type": "integer"}, "prefixItems": [{}]}"#, &[r#"["a", 1]"#], &[r#"["a", "b"]"#], Rule::Type),
    (r#"{"prefixItems": [{}], "items": false}"#, &["[1]"], &["[1, 2]"], Rule::UnknownItem),
    (r#"{"contains": {"type": "string"}}"#, &[r#"[1, "a"]"#], &["[]", "[1]"], Rule::Contains),
    (r#"{"contains": {"type": "string"}, "minContains": 0, "maxContains": 1}"#, &["[]", r#"["a"]"#], &[r#"["a", "b"]"#], Rule::Contains),
    (r#"{"patternProperties": {"^x": {"type": "string"}}, "additionalProperties": false}"#, &[r#"{"xy": "a"}"#], &[r#"{"y": 1}"#], Rule::UnknownProperty),
    (r#"{"patternProperties": {"^x": {"type": "string"}}}"#, &[r#"{"y": 1}"#], &[r#"{"xy": 1}"#], Rule::Type),
    (r#"{"propertyNames": {"maxLength": 2}}"#, &[r#"{"ab": 1}"#], &[r#"{"abc": 1}"#], Rule::PropertyName),
    (r#"{"dependentRequired": {"a": ["b"]}}"#, &[r#"{"a": 1, "b": 1}"#, "{}"], &[r#"{"a": 1}"#], Rule::DependentRequired),
    (r#"{"dependentSchemas": {"a": {"minProperties": 2}}}"#, &[r#"{"a": 1, "b": 1}"#, "{}"], &[r#"{"a": 1}"#], Rule::MinProperties),
    (r#"{"if": {"minimum": 5}, "then": {"multipleOf": 5}, "else": {"multipleOf": 2}}"#, &["10", "4"], &["6", "3"], Rule::MultipleOf),
    (r#"{"properties": {"a": false}}"#, &["{}"], &[r#"{"a": 1}"#], Rule::Never),
    (r#"{"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": false}"#, &[r#"{"a": 1}"#], &[r#"{"b": 1}"#], Rule::UnknownProperty),
    (r#"{"anyOf": [{"required": ["a"], "properties": {"a": {}}}, true], "unevaluatedProperties": false}"#, &[r#"{"a": 1}"#, "{}"], &[r#"{"b": 1}"#], Rule::UnknownProperty),
    (r#"{"unevaluatedProperties": {"type": "string"}, "properties": {"a": {}}}"#, &[r#"{"a": 1, "b": "c"}"#], &[r#"{"b": 1}"#], Rule::Type),
    (r#"{"allOf": [{"prefixItems": [{}]}], "unevaluatedItems": false}"#, &["[1]"], &["[1, 2]"], Rule::UnknownItem),
    (r#"{"contains": {"const": 1}, "unevaluatedItems": {"type": "string"}}"#, &[r#"[1, "a"]"#], &["[1, 2]"], Rule::Type),
    ("true", &["1"], &[], Rule::Never),
    ("false", &[], &["1", "{}"], Rule::Never),
];

#[test]
fn the_keywords_of_both_versions_are_judged_alike() {
    table("3.0.3", BOTH);
    table("3.1.0", BOTH);
}

#[test]
fn the_keywords_of_3_0_alone_are_lowered() {
    table("3.0.3", ONLY_3_0);
}

#[test]
fn the_keywords_of_3_1_alone_are_judged() {
    table("3.1.0", ONLY_3_1);
}

#[rustfmt::skip]
const FORMATS: &[(&str, &[&str], &[&str])] = &[
    ("int32", &["2147483647", "-2147483648", "1.0", r#""a""#], &["2147483648", "-2147483649", "1.5", "1e40"]),
    ("int64", &["9223372036854775807", "-9223372036854775808"], &["9223372036854775808", "1e20"]),
    ("float", &["1.5", "3.4e38"], &["3.5e38"]),
    ("double", &["1e308"], &[]),
    ("date-time", &[
        r#""2024-02-29T23:59:59Z""#, r#""2016-12-31T23:59:60Z""#, r#""2016-12-31T18:59:60.5-05:00""#,
        r#""2024-01-01t00:00:00.123456z""#,
    ], &[
        r#""2024-01-01""#, r#""2024-01-01T00:00:00""#, r#""2023-02-29T00:00:00Z""#, r#""2024-01-01T24:00:00Z""#,
        r#""2024-01-01T12:00:60Z""#, r#""2024-01-01T00:00:00.Z""#, r#""2024-01-01T00:00:00+0100""#,
        r#""2024-01-01T00:00:00+24:00""#, r#""2024-01-01 00:00:00Z""#, r#""""#, r#""Tö""#, r#""2024-01-01Tö+ö:ö""#,
    ]),
    ("date", &[r#""2000-02-29""#], &[r#""1900-02-29""#, r#""2024-04-31""#, r#""2024-1-01""#, r#""2024-01-01-""#, r#""+024-01-01""#]),
    ("time", &[r#""00:00:00+01:30""#], &[r#""00:00:00""#, r#""0:00:00Z""#]),
    ("byte", &[r#""aGk=""#, r#""""#], &[r#""aGk""#, r#""a===""#, r#""a_k=""#]),
    ("uuid", &[r#""2eb8aa8a-aa98-4eb4-b440-773d3d99b11c""#], &[
        r#""2eb8aa8a-aa98-4eb4-b440-773d3d99b11""#, r#""x""#, r#""2eb8aa8a-aa98-4eb4-b440-773d3d99b11c-""#,
    ]),
    ("ipv4", &[r#""192.0.2.1""#], &[r#""192.0.2.256""#, r#""192.0.2""#]),
    ("ipv6", &[r#""2001:db8::1""#], &[r#""2001:db8:::1""#]),
    ("uri", &[r#""https://gitlab.example/a%20b?c#d""#, r#""mailto:a@b.example""#], &[
        r#""/a""#, r#""https://a b""#, r#""https://a/%zz""#, r#""://a""#,
    ]),
    ("uri-reference", &[r#""/a""#, r#""""#], &[r#""a b""#]),
    ("hostname", &[r#""gitlab.example""#], &[r#""-a.example""#, r#""a..b""#]),
    ("email", &[r#""a.b+c@gitlab.example""#], &[r#""a""#, r#""@b""#, r#""a b@c""#]),
    ("no-such-format", &[r#""anything""#, "1"], &[]),
];

#[test]
fn formats_are_judged_on_the_types_they_speak_of() {
    for (format, good, bad) in FORMATS {
        let schema = format!("{{\"format\": \"{format}\"}}");
        for text in *good {
            assert_eq!(brief(&judge(&schema, text)), [""; 0], "{format} {text}");
        }
        for text in *bad {
            assert_eq!(brief(&judge(&schema, text)), [" format"], "{format} {text}");
        }
    }
}

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
        let found = judge_with(&document(version, schemas), "3", &Options::default());
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

#[test]
fn read_only_and_write_only_follow_the_direction() {
    let schemas = r##"{
        "Id": {"type": "integer", "readOnly": true},
        "S": {
            "type": "object",
            "required": ["id", "url", "token", "name"],
            "properties": {
                "id": {"$ref": "#/components/schemas/Id"},
                "url": {"readOnly": true, "allOf": [{"type": "string"}]},
                "name": {"type": "string"}
            },
            "allOf": [{"properties": {"token": {"type": "string", "writeOnly": true}}, "required": ["id"]}]
        }
    }"##;
    let document = document("3.0.3", schemas);
    let found = |text, options| brief(&judge_with(&document, text, &options));
    let (request, response) = (Options::request(), Options::response());

    assert_eq!(found(r#"{"token": "t", "name": "n"}"#, request), [""; 0]);
    assert_eq!(
        found(r#"{"id": 1, "url": "u", "name": "n"}"#, response),
        [""; 0]
    );
    assert_eq!(found("{}", request), ["/name required", "/token required"]);
    assert_eq!(
        found("{}", response),
        ["/id required", "/name required", "/url required"]
    );
    assert_eq!(
        found(r#"{"id": 1, "token": "t", "name": "n"}"#, request),
        ["/id read-only"]
    );
    assert_eq!(
        found(
            r#"{"id": 1, "url": "u", "token": "t", "name": "n"}"#,
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
        "id": 1, "nmae": 2, "commit": {"id": 1, "title": 2, "titel": 3}, "free": {"x": {"y": 1}}, "open": {"x": 1},
        "map": {"k": {"a": 1, "b": 2}}, "any": {"x": 1}, "choice": {"size": 1, "tga": 1}, "list": [{"id": 1}, {"x": 1}]
    }"#;
    let open = judge_with(&document, text, &Options::default());
    assert_eq!(brief(&open), [""; 0]);

    let closed = judge_with(&document, text, &Options::default().closed(true));
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
    let found = judge_with(&document, r#"{"a": 1, "b": 2}"#, &options);
    assert_eq!(brief(&found), ["/b unknown-property"]);
}

#[test]
fn violations_carry_both_places_and_come_in_the_order_of_the_value() {
    let schemas = r##"{"S": {"type": "array", "items": {"$ref": "#/components/schemas/Job"}},
        "Job": {"type": "object", "required": ["id", "commit"],
                "properties": {"id": {"type": "integer"}, "ref": {"type": "string", "maxLength": 3},
                               "commit": {"type": "object", "required": ["id"]}}}}"##;
    let document = document("3.0.3", schemas);
    let text = r#"[{"ref": "main", "id": "7", "commit": {}}, {"id": 1}]"#;
    let found = judge_with(&document, text, &Options::default());
    let said = document.source(FileId(0)).text();
    let lines: Vec<_> = found
        .iter()
        .map(|found| {
            let (value, schema) = (found.instance_span, found.schema_span);
            [
                found.instance.to_string(),
                found.message.clone(),
                text[value.start..value.end].to_owned(),
                found.schema.clone(),
                said[schema.start..schema.end].to_owned(),
            ]
        })
        .collect();
    let job = "#/components/schemas/Job";
    assert_eq!(
        lines,
        [
            [
                "/0/ref",
                "expected at most 3 characters, found 4",
                "\"main\"",
                &format!("{job}/properties/ref"),
                "3",
            ],
            [
                "/0/id",
                "expected integer, found the string \"7\"",
                "\"7\"",
                &format!("{job}/properties/id"),
                "\"integer\"",
            ],
            [
                "/0/commit/id",
                "the property \"id\" is missing",
                "{}",
                &format!("{job}/properties/commit"),
                "\"id\"",
            ],
            [
                "/1/commit",
                "the property \"commit\" is missing",
                "{\"id\": 1}",
                job,
                "\"commit\"",
            ],
        ]
    );
}

#[test]
fn the_same_words_about_the_same_place_are_said_once() {
    let part = r#"{"type": "object", "required": ["a"]}"#;
    let found = judge(&format!("{{\"allOf\": [{part}, {part}]}}"), "{}");
    assert_eq!(brief(&found), ["/a required"]);
}

#[test]
fn a_choice_without_a_match_names_the_closest_branch_and_why() {
    let schema = r#"{"oneOf": [
        {"type": "string"},
        {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["b"]}}},
        {"type": "object", "required": ["kind", "size"],
         "properties": {"kind": {"enum": ["a"]}, "size": {"type": "integer"}}}
    ]}"#;
    let found = judge(schema, r#"{"kind": "a", "size": "big"}"#);
    assert_eq!(brief(&found), [" one-of"]);
    assert_eq!(
        found[0].message,
        "the value matches none of 3 schemas; the closest is `#/components/schemas/S/oneOf/2`: \
         /size: expected integer, found the string \"big\""
    );
    assert_eq!(brief(&found[0].causes), ["/size type"]);
}

#[test]
fn a_choice_with_several_matches_names_them() {
    let schema = r#"{"oneOf": [{}, {"type": "string"}, {"type": "integer"}]}"#;
    let found = judge(schema, "1");
    assert_eq!(
        found[0].message,
        "expected a match with exactly one schema, found 2: `#/components/schemas/S/oneOf/0`, \
         `#/components/schemas/S/oneOf/2`"
    );
}

#[test]
fn an_open_value_does_not_decide_about_a_branch() {
    let schema = r#"{"anyOf": [
        {"type": "string", "x-extensible-enum": ["a"]}, {"type": "string", "x-extensible-enum": ["b"]}
    ]}"#;
    assert_eq!(brief(&judge(schema, r#""b""#)), [""; 0]);
    assert_eq!(
        brief(&judge(schema, r#""c""#)),
        [" open-value", " open-value"]
    );
    let status = judge(
        r#"{"x-extensible-enum": ["success", "failed"]}"#,
        r#""sucess""#,
    );
    assert_eq!(status[0].suggestion.as_deref(), Some("success"));
    assert!(!status[0].rule.decides());
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

#[test]
fn a_recursive_schema_judges_a_value_of_any_depth_the_readers_allow() {
    let schemas = r##"{"S": {"type": "object", "allOf": [{"$ref": "#/components/schemas/Links"}]},
        "Links": {"properties": {"next": {"$ref": "#/components/schemas/S"}}}}"##;
    let document = document("3.0.3", schemas);
    let depth = json::MAX_DEPTH - 2;
    let nested = |inner: &str| {
        let (open, close) = (r#"{"next":"#.repeat(depth), "}".repeat(depth));
        format!("{open}{inner}{close}")
    };
    let good = judge_with(&document, &nested("{}"), &Options::default().closed(true));
    assert_eq!(brief(&good), [""; 0]);
    let bad = judge_with(&document, &nested("1"), &Options::default());
    assert_eq!(brief(&bad), [format!("{} type", "/next".repeat(depth))]);
}

#[test]
fn a_schema_inside_itself_adds_nothing_and_is_told() {
    let schemas = r##"{
        "S": {"type": "object", "allOf": [{"$ref": "#/components/schemas/T"}]},
        "T": {"anyOf": [{"not": {"allOf": [{"$ref": "#/components/schemas/S"}]}}, {"$ref": "#/components/schemas/S"}]}
    }"##;
    let document = document("3.0.3", schemas);
    let validator = Validator::new(&document);
    let found = validator.validate("#/components/schemas/S", &value("1"), &Options::default());
    assert_eq!(brief(&found), [" type"]);
    let found = validator.validate("#/components/schemas/S", &value("{}"), &Options::default());
    assert_eq!(brief(&found), [""; 0]);
    let told = validator.unsupported();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].reason.starts_with("leads back to itself"));
}

/// Components `L0` to `L<count>`, each made of the reference to the next.
fn ladder(count: usize, rung: impl Fn(&str) -> String) -> Document {
    let rungs = (0..count).map(|at| {
        let next = format!("{{\"$ref\": \"#/components/schemas/L{}\"}}", at + 1);
        format!("\"L{at}\": {}", rung(&next))
    });
    let rungs: Vec<_> = rungs.collect();
    let schemas = format!(
        "{{\"S\": {{\"$ref\": \"#/components/schemas/L0\"}}, {}, \"L{count}\": {{}}}}",
        rungs.join(", ")
    );
    document("3.0.3", &schemas)
}

#[test]
fn a_schema_that_asks_for_too_much_is_given_up_and_not_waited_for() {
    // Every rung applies the next one four times.
    let document = ladder(40, |next| {
        let choice = format!("{{\"anyOf\": [{next}, {next}]}}");
        format!("{{\"allOf\": [{{\"properties\": {{\"a\": {next}}}}}, {next}, {choice}]}}")
    });
    let found = judge_with(&document, r#"{"a": {"a": 1}}"#, &Options::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rule, Rule::Limit);
}

#[test]
fn a_chain_of_thousands_of_schemas_is_refused_and_does_not_exhaust_the_stack() {
    let document = ladder(3000, |next| format!("{{\"not\": {{\"anyOf\": [{next}]}}}}"));
    let found = judge_with(&document, "1", &Options::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rule, Rule::Limit);
}

#[test]
fn a_value_nested_deeper_than_any_reader_allows_is_refused() {
    let mut deep = value("1");
    for _ in 0..1000 {
        deep = Node::new(deep.span, openapi_document::node::Value::Array(vec![deep]));
    }
    let document = document(
        "3.0.3",
        r##"{"S": {"items": {"$ref": "#/components/schemas/S"}}}"##,
    );
    let validator = Validator::new(&document);
    let options = Options::default().closed(true);
    let found = validator.validate("#/components/schemas/S", &deep, &options);
    assert_eq!(brief(&found), [" limit"]);
    assert_eq!(validator.absent("#/components/schemas/S", &deep), []);
}

#[test]
fn an_address_that_leads_nowhere_is_never_taken_for_agreement() {
    let document = document("3.0.3", r#"{"S": {}}"#);
    let validator = Validator::new(&document);
    let options = Options::default();
    let found = validator.validate("#/components/schemas/Nowhere", &value("1"), &options);
    assert_eq!(brief(&found), [" unknown-schema"]);

    // A reference can come to lead nowhere when the tree is changed after loading.
    let mut root = document.root().clone();
    let schema = value(r##"{"properties": {"a": {"$ref": "#/components/schemas/Gone"}}}"##);
    let components = root.get_mut("components").unwrap();
    components.get_mut("schemas").unwrap().set("S", schema);
    let changed = document.with_root(root);
    let found = judge_with(&changed, r#"{"a": 1}"#, &options);
    assert_eq!(brief(&found), ["/a unknown-schema"]);
}

#[test]
fn a_text_fits_when_one_of_its_readings_does() {
    let schemas = r#"{
        "Id": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        "Flag": {"type": "boolean"},
        "Scopes": {"type": "array", "items": {"type": "string", "enum": ["failed", "1"]}},
        "Ids": {"type": "array", "items": {"type": "integer"}},
        "Text": {"type": "string", "minLength": 1}
    }"#;
    let document = document("3.0.3", schemas);
    let validator = Validator::new(&document);
    let check = |name: &str, text: &str| {
        let address = format!("#/components/schemas/{name}");
        let options = Options::request();
        let found = wire::check(&validator, &address, text, Span::default(), &options);
        brief(&found)
    };
    for (name, text) in [
        ("Id", "1"),
        ("Id", "group/project"),
        ("Flag", "true"),
        ("Scopes", "failed"),
        ("Scopes", "failed,1"),
        ("Ids", "1,2"),
        ("Text", "1"),
        ("Text", "true"),
    ] {
        assert_eq!(check(name, text), [""; 0], "{name} {text}");
    }
    assert_eq!(check("Flag", "yes"), [" type"]);
    assert_eq!(check("Scopes", "failed,lost"), ["/1 enum"]);
    assert_eq!(check("Ids", "1,x"), ["/1 type"]);
    assert_eq!(check("Text", ""), [" min-length"]);
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    let names = Rule::ALL.iter().map(|rule| rule.as_str());
    let names: std::collections::BTreeSet<_> = names.collect();
    assert_eq!(names.len(), Rule::ALL.len());
    let kebab = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    assert!(names.iter().all(|name| name.chars().all(kebab)));
}
