//! Every keyword and format with values that fit and values that do not.

use openapi_document::validate::{Options, Rule, Validator};

use super::{brief, document, judge, judge_with};

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
            let found = judge_with(&document, text, Options::default());
            assert_eq!(brief(&found), [""; 0], "{schema} against {text}");
        }
        for text in *bad {
            let found = judge_with(&document, text, Options::default());
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
