//! Prints a tree as JSON in the order of the document, which `serde_json`'s own map does not keep.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::node::{Node, Value};

struct Ordered<'a>(&'a Node);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) => number.serialize(serializer),
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items
                    .iter()
                    .try_for_each(|item| list.serialize_element(&Ordered(item)))?;
                list.end()
            }
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|member| {
                    map.serialize_entry(&member.key, &Ordered(&member.node))
                })?;
                map.end()
            }
        }
    }
}

/// Indented JSON in the order of the document, with a line feed at the end. It is YAML too.
///
/// ```
/// use openapi_document::{Document, json};
///
/// let document = Document::parse("api.yaml", "openapi: 3.0.3\ninfo: {version: 1.0.0, title: T}\npaths: {}\n")?;
/// let info = document.root().get("info").unwrap();
/// assert_eq!(json::print(info), "{\n  \"version\": \"1.0.0\",\n  \"title\": \"T\"\n}\n");
/// # Ok::<(), openapi_document::Error>(())
/// ```
#[allow(
    clippy::missing_panics_doc,
    reason = "every key is a string and writing to a string cannot fail"
)]
pub fn print(node: &Node) -> String {
    let text = serde_json::to_string_pretty(&Ordered(node));
    text.expect("every key is a string and no writer can fail") + "\n"
}
