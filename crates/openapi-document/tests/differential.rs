//! The validator against an independent one: the same verdict on thousands of random schemas and values.
//!
//! Only keywords that mean the same to both are drawn. What OpenAPI 3.0 says differently from JSON Schema is
//! translated for the other validator by a few lines of this file, which share nothing with the lowering under test.

use fastrand::Rng;
use jsonschema::Draft;
use openapi_document::node::Node;
use openapi_document::source::Span;
use openapi_document::validate::{Options, Rule, Validator};
use openapi_document::{Document, Pointer};
use serde_json::{Map, Value, json};

/// How many schemas are drawn of each version, and how many values for each.
const SCHEMAS: usize = 2500;
const VALUES: usize = 8;

/// Where every drawn schema stands.
const WHOLE: &str = "#/components/schemas/S";

/// How deep drawn schemas are nested.
const DEPTH: usize = 3;

const NAMES: [&str; 4] = ["a", "b", "id", "ref"];
const TEXTS: [&str; 7] = ["", "a", "ab", "öß", "abc123", "main", "👍"];
const PATTERNS: [&str; 10] = [
    "^a",
    "b$",
    "[0-9]+",
    "^(a|main)$",
    "^.{2}$",
    "\\d{3}",
    "^(?!a)",
    "(?<=a)b",
    "^\\w+$",
    "[^\\d]$",
];
const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "object", "array"];

#[derive(Clone, Copy, Eq, PartialEq)]
enum Version {
    V3_0,
    V3_1,
}

/// Draws schemas and values of one version.
struct Draw {
    rng: Rng,
    version: Version,
    /// The whole schema, once it is drawn, for references back to it.
    whole: Value,
}

impl Draw {
    fn one<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.rng.usize(..from.len())]
    }

    fn in_ten(&mut self, chances: u8) -> bool {
        self.rng.u8(..10) < chances
    }

    fn number(&mut self) -> Value {
        match self.rng.u8(..8) {
            0 => json!(self.rng.i64(-4..5)),
            1 => json!(f64::from(self.rng.i32(-16..17)) / 4.0),
            2 => json!(f64::from(self.rng.i32(-30..31)) / 10.0),
            3 => json!(f64::from(self.rng.i32(-3..4))),
            4 => self
                .one(&[i64::MAX, i64::MIN, 1 << 53, (1 << 53) + 1])
                .into(),
            _ => json!(self.rng.i64(0..4)),
        }
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.rng.u8(..if depth == 0 { 6 } else { 9 }) {
            0 => Value::Null,
            1 => self.rng.bool().into(),
            2 | 3 => self.number(),
            4 | 5 => self.one(&TEXTS).into(),
            6 => (0..self.rng.usize(..4))
                .map(|_| self.value(depth - 1))
                .collect(),
            _ => {
                let members = (0..self.rng.usize(..4))
                    .map(|_| (self.one(&NAMES).to_owned(), self.value(depth - 1)));
                Value::Object(members.collect())
            }
        }
    }

    /// A value that has a fair chance to fit.
    fn near(&mut self, schema: &Value, depth: usize) -> Value {
        if depth == 0 || self.in_ten(1) {
            return self.value(1);
        }
        if schema.get("$ref").is_some() {
            let whole = self.whole.clone();
            return self.near(&whole, depth - 1);
        }
        if let Some(listed) = schema["enum"].as_array() {
            return listed[self.rng.usize(..listed.len())].clone();
        }
        if let Some(only) = schema.get("const") {
            return only.clone();
        }
        for choice in ["allOf", "anyOf", "oneOf"] {
            if let Some(parts) = schema[choice].as_array().filter(|_| self.rng.bool()) {
                let part = parts[self.rng.usize(..parts.len())].clone();
                return self.near(&part, depth - 1);
            }
        }
        let kinds = match &schema["type"] {
            Value::String(kind) => vec![kind.clone()],
            Value::Array(kinds) => kinds
                .iter()
                .map(|kind| kind.as_str().unwrap_or_default().to_owned())
                .collect(),
            _ => vec![self.one(&TYPES).to_owned()],
        };
        match kinds[self.rng.usize(..kinds.len())].as_str() {
            "string" => self.one(&TEXTS).into(),
            "integer" => self.rng.i64(-4..5).into(),
            "number" => self.number(),
            "boolean" => self.rng.bool().into(),
            "array" => {
                let count = self.rng.usize(..4);
                (0..count)
                    .map(|_| self.near(&schema["items"], depth - 1))
                    .collect()
            }
            "object" => {
                let mut members = Map::new();
                for name in NAMES {
                    let declared = schema["properties"].get(name).cloned();
                    if declared.is_some() && self.in_ten(8) || self.in_ten(2) {
                        let value = self.near(&declared.unwrap_or_default(), depth - 1);
                        members.insert(name.to_owned(), value);
                    }
                }
                members.into()
            }
            _ => Value::Null,
        }
    }

    fn schemas(&mut self, depth: usize) -> Value {
        (0..self.rng.usize(1..4))
            .map(|_| self.schema(depth))
            .collect()
    }

    /// A schema for a part of the value, where the whole may come again.
    fn schema_or_whole(&mut self, depth: usize) -> Value {
        if self.in_ten(1) {
            let mut schema = Map::new();
            if self.version == Version::V3_1 && self.rng.bool() {
                // Only from 3.1 on do its neighbours count.
                self.keyword_into(&mut schema, 0);
            }
            schema.insert("$ref".to_owned(), WHOLE.into());
            return schema.into();
        }
        self.schema(depth)
    }

    fn schema(&mut self, depth: usize) -> Value {
        let mut schema = Map::new();
        if self.in_ten(7) {
            self.type_into(&mut schema);
        }
        for _ in 0..self.rng.usize(..4) {
            self.keyword_into(&mut schema, depth);
        }
        schema.into()
    }

    fn type_into(&mut self, schema: &mut Map<String, Value>) {
        let kind = self.one(&TYPES);
        let mut kinds = json!(kind);
        let version = self.version;
        match version {
            Version::V3_0 if self.in_ten(3) => {
                schema.insert("nullable".to_owned(), self.rng.bool().into());
            }
            Version::V3_1 if self.in_ten(4) => kinds = json!([kind, self.one(&["null", "string"])]),
            _ => {}
        }
        if kinds == json!(["string", "string"]) {
            kinds = json!(["string"]);
        }
        schema.insert("type".to_owned(), kinds);
        // The keywords that go with the type are the ones worth drawing often.
        if kind == "array" {
            schema.insert("items".to_owned(), self.schema_or_whole(1));
        }
        if kind == "object" && self.in_ten(7) {
            self.properties_into(schema, 1);
        }
    }

    fn properties_into(&mut self, schema: &mut Map<String, Value>, depth: usize) {
        let members: Map<_, _> = (0..self.rng.usize(1..4))
            .map(|_| (self.one(&NAMES).to_owned(), self.schema_or_whole(depth)))
            .collect();
        schema.insert("properties".to_owned(), members.into());
    }

    fn keyword_into(&mut self, schema: &mut Map<String, Value>, depth: usize) {
        let count = self.rng.u64(..4);
        let newer = self.version == Version::V3_1;
        let leaf: &[&str] = &[
            "enum",
            "minimum",
            "maximum",
            "exclusive",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "required",
            "const",
            "dependentRequired",
        ];
        let nested: &[&str] = &[
            "items",
            "properties",
            "additionalProperties",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "prefixItems",
            "contains",
            "patternProperties",
            "propertyNames",
            "if",
            "dependentSchemas",
            "unevaluatedProperties",
            "unevaluatedItems",
        ];
        let keyword = if depth == 0 || self.rng.bool() {
            self.one(leaf)
        } else {
            self.one(nested)
        };
        let below = depth.saturating_sub(1);
        let value = match keyword {
            "enum" => {
                let mut values: Vec<Value> = Vec::new();
                for _ in 0..self.rng.usize(1..4) {
                    let value = self.value(1);
                    if !values.contains(&value) {
                        values.push(value);
                    }
                }
                values.into()
            }
            "minimum" | "maximum" => self.number(),
            "exclusive" => {
                let (bound, exclusive) = self.one(&[
                    ("minimum", "exclusiveMinimum"),
                    ("maximum", "exclusiveMaximum"),
                ]);
                if newer {
                    schema.insert(exclusive.to_owned(), self.number());
                } else {
                    schema.insert(bound.to_owned(), self.number());
                    schema.insert(exclusive.to_owned(), self.rng.bool().into());
                }
                return;
            }
            "multipleOf" => json!(self.one(&[1.0, 2.0, 3.0, 0.5, 0.1])),
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" => count.into(),
            "pattern" => self.one(&PATTERNS).into(),
            "uniqueItems" => self.rng.bool().into(),
            "required" => json!([self.one(&NAMES)]),
            "properties" => return self.properties_into(schema, below),
            "additionalProperties" if self.rng.bool() => self.rng.bool().into(),
            "items" | "not" | "additionalProperties" => self.schema(below),
            "allOf" | "anyOf" | "oneOf" => self.schemas(below),
            _ if !newer => return,
            "const" => self.value(1),
            "dependentRequired" => json!({self.one(&NAMES): [self.one(&NAMES)]}),
            "dependentSchemas" => json!({self.one(&NAMES): self.schema(below)}),
            "prefixItems" => self.schemas(below),
            "contains" => {
                if self.rng.bool() {
                    schema.insert("minContains".to_owned(), count.into());
                }
                if self.rng.bool() {
                    schema.insert("maxContains".to_owned(), (count + 1).into());
                }
                self.schema(below)
            }
            "patternProperties" => json!({self.one(&["^a", "^i", "."]): self.schema(below)}),
            "propertyNames" => self.schema(below),
            "if" => {
                schema.insert("then".to_owned(), self.schema(below));
                if self.rng.bool() {
                    schema.insert("else".to_owned(), self.schema(below));
                }
                self.schema(below)
            }
            _ if self.rng.bool() => self.rng.bool().into(),
            _ => self.schema(below),
        };
        schema.insert(keyword.to_owned(), value);
    }
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// An OpenAPI 3.0 schema in the words of JSON Schema 2020-12, for the validator compared with.
fn translated(schema: &Value) -> Value {
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    let mut result = Map::new();
    for (key, value) in members {
        let value = match key.as_str() {
            "nullable" | "exclusiveMinimum" | "exclusiveMaximum" => continue,
            "type" if schema["nullable"] == true => json!([value, "null"]),
            "minimum" if schema["exclusiveMinimum"] == true => {
                result.insert("exclusiveMinimum".to_owned(), value.clone());
                continue;
            }
            "maximum" if schema["exclusiveMaximum"] == true => {
                result.insert("exclusiveMaximum".to_owned(), value.clone());
                continue;
            }
            "items" | "not" | "additionalProperties" => translated(value),
            "allOf" | "anyOf" | "oneOf" => array(value).map(translated).collect(),
            "properties" => {
                let properties = object(value);
                let properties =
                    properties.map(|(name, schema)| (name.clone(), translated(schema)));
                Value::Object(properties.collect())
            }
            _ => value.clone(),
        };
        result.insert(key.clone(), value);
    }
    result.into()
}

/// What became of all the pairs of one version.
#[derive(Default)]
struct Tally {
    fit: usize,
    unfit: usize,
    differ: Vec<String>,
}

fn compare(version: Version) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..SCHEMAS {
        let mut draw = Draw {
            rng: Rng::with_seed(seed as u64),
            version,
            whole: Value::Null,
        };
        let schema = draw.schema(DEPTH);
        draw.whole = schema.clone();
        let (number, theirs) = match version {
            Version::V3_0 => ("3.0.3", translated(&schema)),
            Version::V3_1 => ("3.1.0", schema.clone()),
        };
        // The other validator finds `S` where references look for it.
        let theirs = json!({"$ref": WHOLE, "components": {"schemas": {"S": theirs}}});
        let text = json!({
            "openapi": number, "info": {"title": "T", "version": "1"}, "paths": {},
            "components": {"schemas": {"S": schema}},
        });
        let document = Document::parse("api.json", &text.to_string())
            .expect("drawn documents are well-formed");
        let validator = Validator::new(&document);
        let other = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(false)
            .build(&theirs)
            .expect("drawn schemas are well-formed");
        for _ in 0..VALUES {
            let value = draw.near(&schema, DEPTH + 1);
            let node = Node::from_json(Span::default(), &value);
            let found = validator.validate(WHOLE, &node, &Options::default());
            let (ours, theirs) = (found.is_empty(), other.is_valid(&value));
            tally.fit += usize::from(theirs);
            tally.unfit += usize::from(!theirs);
            if ours != theirs {
                let said: Vec<_> = found.iter().map(ToString::to_string).collect();
                tally.differ.push(format!(
                    "seed {seed}: {schema} {value} fits: {theirs}, but {said:?}"
                ));
            }
            for violation in &found {
                check_places(violation, &document, &node);
            }
        }
    }
    tally
}

/// Whatever is told must be about something: a part of the value, or a property one step below one, and a schema.
fn check_places(
    violation: &openapi_document::validate::Violation,
    document: &Document,
    value: &Node,
) {
    let parent = violation.instance.parent().unwrap_or_else(Pointer::root);
    let place = value.at(&violation.instance).or(value.at(&parent));
    assert!(place.is_some(), "{violation:?}");
    assert!(document.find(&violation.schema).is_some(), "{violation:?}");
}

fn agrees(version: Version) {
    let tally = compare(version);
    let total = tally.fit + tally.unfit;
    // The shortest disagreement is the easiest to understand.
    let shortest = tally.differ.iter().min_by_key(|line| line.len());
    assert_eq!(
        shortest,
        None,
        "{} of {total} verdicts differ",
        tally.differ.len()
    );
    assert_eq!(total, SCHEMAS * VALUES);
    let (fit, unfit) = (tally.fit * 100 / total, tally.unfit * 100 / total);
    assert!(fit >= 20 && unfit >= 20, "{fit} % fit and {unfit} % do not");
}

#[test]
fn random_schemas_of_3_0_get_the_verdict_of_an_independent_validator() {
    agrees(Version::V3_0);
}

#[test]
fn random_schemas_of_3_1_get_the_verdict_of_an_independent_validator() {
    agrees(Version::V3_1);
}

/// A text that is nearly of a format.
fn nearly(rng: &mut Rng, texts: &[&str]) -> String {
    let mut text: Vec<char> = texts[rng.usize(..texts.len())].chars().collect();
    for _ in 0..rng.usize(..3) {
        let at = rng.usize(..text.len());
        let with = [
            '0', '1', '2', '3', '5', '6', '9', 'a', 'f', '-', ':', '.', 'T', 'Z', '+',
        ];
        match rng.u8(..3) {
            0 => text[at] = with[rng.usize(..with.len())],
            1 => text.insert(at, with[rng.usize(..with.len())]),
            _ if text.len() > 1 => drop(text.remove(at)),
            _ => {}
        }
    }
    text.into_iter().collect()
}

/// Whether digits stand where a date or a time has them.
fn has_digits_where_due(text: &str) -> bool {
    let due = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18];
    let there = due.iter().filter_map(|at| text.as_bytes().get(*at));
    let end = text.ends_with('Z') || text.ends_with(|c: char| c.is_ascii_digit());
    end && there.copied().all(|byte| byte.is_ascii_digit())
}

#[test]
fn texts_that_are_nearly_of_a_format_get_the_verdict_of_an_independent_validator() {
    let formats: [(&str, &[&str]); 5] = [
        (
            "date",
            &["2024-02-29", "2023-02-28", "1999-12-31", "0001-01-01"],
        ),
        (
            "date-time",
            &[
                "2024-02-29T23:59:59Z",
                "2015-12-24T17:54:27.722Z",
                "2016-01-11T10:14:09+05:30",
            ],
        ),
        ("uuid", &["123e4567-e89b-12d3-a456-426614174000"]),
        ("ipv4", &["127.0.0.1", "255.255.255.255", "10.0.0.9"]),
        (
            "ipv6",
            &["::1", "2001:db8::ff00:42:8329", "::ffff:10.0.0.9"],
        ),
    ];
    let (mut fit, mut unfit) = (0, 0);
    let mut rng = Rng::with_seed(61);
    for (format, texts) in formats {
        let schema = json!({"type": "string", "format": format});
        let text = json!({
            "openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {},
            "components": {"schemas": {"S": schema}},
        });
        let document = Document::parse("api.json", &text.to_string()).expect("it is well-formed");
        let validator = Validator::new(&document);
        let other = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .build(&schema)
            .expect("it is well-formed");
        for _ in 0..3000 {
            let text = nearly(&mut rng, texts);
            let node = Node::from_json(Span::default(), &json!(text));
            let found = validator.validate(WHOLE, &node, &Options::default());
            let theirs = other.is_valid(&json!(text));
            if theirs && format.starts_with("date") && !has_digits_where_due(&text) {
                // The other one takes a sign or a dot for a digit.
                assert!(!found.is_empty(), "{format} {text:?}");
                continue;
            }
            assert_eq!(found.is_empty(), theirs, "{format} {text:?}");
            assert!(
                found.iter().all(|found| found.rule == Rule::Format),
                "{found:?}"
            );
            *(if theirs { &mut fit } else { &mut unfit }) += 1;
        }
    }
    assert!(fit > 3000 && unfit > 3000, "{fit} fit and {unfit} do not");
}
