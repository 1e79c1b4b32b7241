//! Values as they travel in paths, queries and headers: text that must be read as something.

use crate::json;
use crate::node::{Node, Value};
use crate::pointer::Pointer;
use crate::source::Span;

use super::{Options, Rule, Validator, Violation};

/// Tells where a raw text disagrees with the schema at an address, however it may be read.
///
/// The text fits when one of its readings does: as a boolean, as a number, as the string it is, or as a list
/// separated by commas. Reading comes before `oneOf` is counted, so `1` fits `oneOf: [string, integer]` once. When no reading fits, the
/// violations are those of the reading that comes closest.
///
/// ```
/// use openapi_document::source::Span;
/// use openapi_document::validate::{Options, Validator, wire};
/// use openapi_document::Document;
///
/// let document = Document::parse(
///     "api.yaml",
///     "openapi: 3.0.3
/// info: {title: Jobs, version: 1.0.0}
/// paths: {}
/// components: {schemas: {PerPage: {type: integer, maximum: 100}}}",
/// )?;
/// let validator = Validator::new(&document);
/// let check = |text| {
///     wire::check(&validator, "#/components/schemas/PerPage", text, Span::default(), &Options::request())
/// };
///
/// assert!(check("20").is_empty());
/// assert_eq!(check("200")[0].message, "expected at most 100, found 200");
/// assert_eq!(check("all")[0].message, r#"expected integer, found the string "all""#);
/// # Ok::<(), openapi_document::Error>(())
/// ```
pub fn check(
    validator: &Validator<'_>,
    address: &str,
    text: &str,
    span: Span,
    options: &Options,
) -> Vec<Violation> {
    let mut best: Option<((u8, usize), Vec<Violation>)> = None;
    // The last reading is the plainest; it wins when nothing is better.
    for reading in readings(text, span) {
        let violations = validator.validate(address, &reading, options);
        if violations.iter().any(|found| found.rule == Rule::Limit) {
            // What is too costly to judge is not held against the text.
            return Vec::new();
        }
        let mut deciding = violations.iter().filter(|found| found.rule.decides());
        let kind = match deciding.next() {
            None => 0,
            Some(first) if first.rule == Rule::Type && first.instance == Pointer::root() => 2,
            Some(_) => 1,
        };
        let cost = (kind, violations.len());
        if best.as_ref().is_none_or(|(least, _)| cost <= *least) {
            best = Some((cost, violations));
        }
    }
    best.map(|(_, violations)| violations).unwrap_or_default()
}

/// Everything a text may stand for, the most particular first and the string itself last.
fn readings(text: &str, span: Span) -> Vec<Node> {
    let lists = |read: fn(&str) -> Option<Value>| {
        let items = text.split(',').map(|item| {
            let value = read(item).unwrap_or_else(|| Value::String(item.to_owned()));
            Node::new(span, value)
        });
        Value::Array(items.collect())
    };
    let mut values = vec![lists(|_| None), lists(particular)];
    values.extend(particular(text));
    values.push(Value::String(text.to_owned()));
    values
        .into_iter()
        .map(|value| Node::new(span, value))
        .collect()
}

/// A boolean or a number, when the text is one in JSON's spelling.
fn particular(text: &str) -> Option<Value> {
    match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => json::number(text).map(Value::Number),
    }
}
