//! Servers that read the API a little differently, and which step of the suite finds each of them out.

use std::fmt::Write as _;
use std::panic::{self, AssertUnwindSafe};

use openapi_document::Document;
use openapi_document::node::Node;
use openapi_document::operation::Operation;

use crate::stage::Step;
use crate::wire::Twist;

/// Every twist with the step that fails.
pub(crate) struct Twists {
    /// By operation, one line each.
    pub(crate) text: String,
    /// What no step finds out.
    pub(crate) unnoticed: Vec<String>,
}

/// Lets a server answer another success, know one parameter under another name, and call one property otherwise.
pub(crate) fn of(document: &Document, steps: &[Step]) -> Twists {
    let mut twists = Twists {
        text: String::new(),
        unnoticed: Vec::new(),
    };
    for operation in document.operations() {
        let steps: Vec<&Step> = steps
            .iter()
            .filter(|step| step.operation == operation.id())
            .collect();
        let write = "a string takes any text";
        writeln!(twists.text, "{}", operation.id()).expect(write);
        for (kind, found) in [
            ("success", vec![success(&operation)]),
            ("parameter", parameters(&steps)),
            (
                "property",
                property(document, &operation).into_iter().collect(),
            ),
        ] {
            if found.is_empty() {
                writeln!(twists.text, "  {kind}: there is none to see").expect(write);
            }
            for twist in found {
                let failing = steps.iter().find(|step| fails(step, &twist));
                match failing {
                    Some(step) => {
                        writeln!(twists.text, "  {twist:?}: `{}` fails", step.name).expect(write);
                    }
                    None => twists
                        .unnoticed
                        .push(format!("{}: {twist:?}", operation.id())),
                }
            }
        }
    }
    twists
}

fn fails(step: &Step, twist: &Twist) -> bool {
    let played = panic::catch_unwind(AssertUnwindSafe(|| step.play(Some(twist.clone()))));
    played.is_err()
}

fn success(operation: &Operation<'_>) -> Twist {
    let success = operation.success().expect("each operation can succeed");
    let status = success.status().parse().expect("a success is a number");
    Twist::Status(status, if status == 200 { 201 } else { 200 })
}

/// The parameters whose effect some step looks at.
fn parameters(steps: &[&Step]) -> Vec<Twist> {
    let mut names: Vec<&str> = Vec::new();
    for seen in steps.iter().flat_map(|step| &step.seen) {
        if !names.contains(&seen.name()) {
            names.push(seen.name());
        }
    }
    names
        .into_iter()
        .map(|name| Twist::Parameter(name.to_owned()))
        .collect()
}

/// The first property that the success always sends and that is never null.
fn property(document: &Document, operation: &Operation<'_>) -> Option<Twist> {
    let json = operation.success()?.json()?;
    let (schema, _) = json.schema()?;
    first_sure(document, schema).map(|name| Twist::Property(name.to_owned()))
}

fn first_sure<'d>(document: &'d Document, schema: &'d Node) -> Option<&'d str> {
    let (schema, _) = document.resolve(schema, "");
    if let Some(items) = schema.get("items") {
        return first_sure(document, items);
    }
    let parts = schema.get("allOf").map_or(&[][..], Node::items);
    if let Some(name) = parts.iter().find_map(|part| first_sure(document, part)) {
        return Some(name);
    }
    let names = schema.get("required").map_or(&[][..], Node::items);
    let sure = |name: &&str| {
        let property = schema.get("properties").and_then(|all| all.get(name));
        property.is_some_and(|property| !is_nullable(document, property))
    };
    names.iter().filter_map(Node::as_str).find(sure)
}

fn is_nullable(document: &Document, schema: &Node) -> bool {
    let (schema, _) = document.resolve(schema, "");
    let parts = schema.get("allOf").map_or(&[][..], Node::items);
    schema.get("nullable").and_then(Node::as_bool) == Some(true)
        || parts.iter().any(|part| is_nullable(document, part))
}
