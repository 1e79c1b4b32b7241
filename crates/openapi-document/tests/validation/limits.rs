//! Recursion, hostile sizes and addresses that lead nowhere.

use openapi_document::validate::{Options, Rule, Validator};
use openapi_document::{Document, Node, json};

use super::{brief, document, judge_with, value};

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
    let good = judge_with(&document, &nested("{}"), Options::default().closed(true));
    assert_eq!(brief(&good), [""; 0]);
    let bad = judge_with(&document, &nested("1"), Options::default());
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
    let found = judge_with(&document, r#"{"a": {"a": 1}}"#, Options::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rule, Rule::Limit);
}

#[test]
fn a_chain_of_thousands_of_schemas_is_refused_and_does_not_exhaust_the_stack() {
    let document = ladder(3000, |next| format!("{{\"not\": {{\"anyOf\": [{next}]}}}}"));
    let found = judge_with(&document, "1", Options::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rule, Rule::Limit);
}

#[test]
fn a_deep_value_under_many_branches_is_refused_and_does_not_exhaust_the_stack() {
    let schemas = r##"{"S": {"properties": {"a": {"oneOf": [{"allOf": [{"anyOf": [{"$ref": "#/components/schemas/S"}]}]}]}}}}"##;
    let document = document("3.0.3", schemas);
    let mut deep = value("{}");
    for _ in 0..250 {
        let mut outer = value("{}");
        outer.set("a", deep);
        deep = outer;
    }
    let options = Options::default().closed(true);
    let found = Validator::new(&document).validate("#/components/schemas/S", &deep, &options);
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
    let found = judge_with(&changed, r#"{"a": 1}"#, options);
    assert_eq!(brief(&found), ["/a unknown-schema"]);
}
