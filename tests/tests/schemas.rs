//! The JSON Schema derived from each type of the client against the document: no field lost, none made stricter.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::collections::BTreeSet;

use gitlab_jobs::types;
use gitlab_jobs_tests::input::Root;
use openapi_document::Document;
use openapi_document::node::Node;
use serde_json::Value;

/// The schemas of the client's types, by the component each is made of.
fn derived() -> Vec<(&'static str, Value)> {
    macro_rules! schemas {
        ($($name:ident)*) => {
            vec![$((stringify!($name), schemars::schema_for!(types::$name).to_value())),*]
        };
    }
    schemas!(
        AllowedAgent AllowedAgents AllowedAgentsEnvironment AllowedAgentsGroup AllowedAgentsJob
        AllowedAgentsPipeline AllowedAgentsProject AllowedAgentsUser ArtifactEntry ArtifactEntryType
        ArtifactFileFormat ArtifactFileType Bridge Commit DownstreamPipeline Job JobArtifact JobArtifactFile
        JobExecutionStatus JobFailureReason JobOrBridge JobOrderBy JobPlayInput JobProject
        JobRetryInput JobScope JobStatus JobVariable MessageBody PaginationMethod PipelineBasic
        PipelineSource ProjectIdentity ProjectRole Runner RunnerManager RunnerStatus RunnerType
        SortDirection User UserBasic UserState
    )
}

/// Components without a public type: the client's `Error` speaks for three, and the types that are made of
/// `JobBasic` for the fourth.
const WITHOUT_A_TYPE: [&str; 4] = ["ErrorBody", "JobBasic", "RateLimitBody", "RateLimitMessage"];

#[test]
fn every_component_has_a_type_or_needs_none() {
    let document = Root::default().document().unwrap();
    let components = document.find("#/components/schemas").unwrap().members();
    let documented: BTreeSet<_> = components
        .iter()
        .map(|component| component.key.as_str())
        .collect();
    let known: BTreeSet<_> = derived()
        .into_iter()
        .map(|(name, _)| name)
        .chain(WITHOUT_A_TYPE)
        .collect();
    assert_eq!(documented, known);
}

#[test]
fn derived_schemas_lose_nothing_and_are_no_stricter() {
    let document = Root::default().document().unwrap();
    let mut comparison = Comparison {
        document: &document,
        objections: Vec::new(),
        properties: 0,
    };
    for (name, schema) in derived() {
        let component = document
            .find(&format!("#/components/schemas/{name}"))
            .unwrap();
        comparison.compare(name, component, &schema, &schema, 0);
    }
    assert_eq!(comparison.objections, Vec::<String>::new());
    assert!(
        comparison.properties > 300,
        "the walk went through the properties"
    );
}

#[test]
fn the_comparison_objects_to_a_lost_field_and_to_stricter_ones() {
    let document = Document::parse(
        "t.yaml",
        "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\npaths: {}\ncomponents:\n  schemas:\n    T:\n      type: object\n      \
         required: [a]\n      properties: {a: {type: number, nullable: true}, b: {type: string}}\n",
    )
    .unwrap();
    let component = document.find("#/components/schemas/T").unwrap();
    for (schema, objection) in [
        (
            r#"{"type": "object", "properties": {"a": {"type": ["number", "null"]}}}"#,
            "T.b: lost",
        ),
        (
            r#"{"type": "object", "properties": {"a": {}, "b": {}}, "required": ["b"]}"#,
            "T.b: required",
        ),
        (
            r#"{"type": "object", "properties": {"a": {"type": "number"}, "b": {}}}"#,
            "T.a: refuses null",
        ),
        (
            r#"{"type": "object", "properties": {"a": {"type": ["integer", "null"]}, "b": {}}}"#,
            "T.a: refuses number",
        ),
        (
            r#"{"type": "object", "properties": {"a": {}, "b": {"enum": ["x"]}}}"#,
            "T.b: has enum",
        ),
        (
            r#"{"type": "object", "properties": {"a": {}, "b": {}}, "additionalProperties": false}"#,
            "T: closed",
        ),
    ] {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let mut comparison = Comparison {
            document: &document,
            objections: Vec::new(),
            properties: 0,
        };
        comparison.compare("T", component, &schema, &schema, 0);
        assert_eq!(comparison.objections, [objection], "{schema}");
    }
}

struct Comparison<'d> {
    document: &'d Document,
    objections: Vec<String>,
    properties: usize,
}

/// Keywords that narrow a schema, and that the document must then have too.
const NARROWING: [&str; 9] = [
    "const",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maximum",
    "maxLength",
    "minimum",
    "minLength",
    "pattern",
];

impl Comparison<'_> {
    fn object(&mut self, at: &str, objection: &str) {
        self.objections.push(format!("{at}: {objection}"));
    }

    /// Compares one documented schema with the derived one for the same value.
    fn compare(
        &mut self,
        at: &str,
        documented: &Node,
        derived: &Value,
        root: &Value,
        depth: usize,
    ) {
        assert!(depth < 16, "{at}: no type of the API contains itself");
        let (documented, nullable) = flat(self.document, documented);
        let (derived, takes_null) = plain(derived, root);
        // A nullable component is an `Option` where it is used.
        if nullable && !takes_null && depth > 0 {
            self.object(at, "refuses null");
        }
        let kind = documented
            .iter()
            .find_map(|part| part.get("type").and_then(Node::as_str));
        if let Some(kind) = kind.filter(|kind| !takes(derived, kind)) {
            self.object(at, &format!("refuses {kind}"));
        }
        for keyword in NARROWING {
            if derived.get(keyword).is_some() && !documented.iter().any(|part| part.has(keyword)) {
                self.object(at, &format!("has {keyword}"));
            }
        }
        if derived.get("additionalProperties") == Some(&Value::Bool(false)) {
            self.object(at, "closed");
        }
        self.properties(at, &documented, derived, root, depth);
        if let Some(items) = documented.iter().find_map(|part| part.get("items")) {
            match derived.get("items") {
                Some(derived) => self.compare(&format!("{at}[]"), items, derived, root, depth + 1),
                None => self.object(at, "lost its items"),
            }
        }
    }

    fn properties(
        &mut self,
        at: &str,
        documented: &[&Node],
        derived: &Value,
        root: &Value,
        depth: usize,
    ) {
        let required = |name: &str| {
            let mut lists = documented.iter().filter_map(|part| part.get("required"));
            lists.any(|list| list.items().iter().any(|item| item.as_str() == Some(name)))
        };
        let is_demanded = |name: &str| {
            derived["required"]
                .as_array()
                .is_some_and(|list| list.iter().any(|item| item == name))
        };
        let members = documented
            .iter()
            .filter_map(|part| part.get("properties"))
            .flat_map(Node::members);
        for member in members {
            self.properties += 1;
            let at = format!("{at}.{}", member.key);
            let Some(property) = derived["properties"].get(&member.key) else {
                self.object(&at, "lost");
                continue;
            };
            let nullable = flat(self.document, &member.node).1;
            if is_demanded(&member.key) && (nullable || !required(&member.key)) {
                self.object(&at, "required");
            }
            self.compare(&at, &member.node, property, root, depth + 1);
        }
    }
}

/// The parts of a documented schema, through `$ref` and `allOf`, and whether it is nullable.
fn flat<'n>(document: &'n Document, node: &'n Node) -> (Vec<&'n Node>, bool) {
    let (node, _) = document.resolve(node, "");
    let mut nullable = node.get("nullable").and_then(Node::as_bool) == Some(true);
    let mut parts = vec![node];
    let composed = node.get("allOf").map(Node::items).unwrap_or_default();
    for part in composed {
        let (inner, inner_nullable) = flat(document, part);
        parts.extend(inner);
        nullable |= inner_nullable && composed.len() == 1;
    }
    (parts, nullable)
}

/// A derived schema without `$ref` and without its alternative `null`, and whether it takes null.
fn plain<'v>(schema: &'v Value, root: &'v Value) -> (&'v Value, bool) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root
            .pointer(reference.trim_start_matches('#'))
            .expect("a derived reference leads somewhere");
        return plain(target, root);
    }
    if let Some(branches) = schema["anyOf"].as_array() {
        let is_null = |branch: &&Value| branch["type"] == "null";
        let other = branches
            .iter()
            .find(|branch| !is_null(branch))
            .expect("one branch is a value");
        return (
            plain(other, root).0,
            branches.iter().any(|branch| is_null(&branch)),
        );
    }
    (schema, takes(schema, "null"))
}

fn takes(schema: &Value, kind: &str) -> bool {
    let is = |name: &Value| name == kind || (kind == "integer" && name == "number");
    match &schema["type"] {
        Value::Null => true,
        Value::Array(names) => names.iter().any(is),
        name => is(name),
    }
}
