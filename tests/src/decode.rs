//! Payloads through the client's types and back: equal again, after four named normalisations and no others.

use std::fmt;

use gitlab_jobs::types;
use openapi_document::Document;
use openapi_document::node::Node;
use openapi_document::pointer::Pointer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How often each normalisation was needed to call two values equal.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Normalised {
    /// `null` on one side, absent on the other.
    pub null_is_absent: usize,
    /// An empty array on one side, absent on the other.
    pub empty_is_absent: usize,
    /// Numbers that are written differently and have the same value.
    pub numbers: usize,
    /// Date-times that are written differently and name the same instant.
    pub date_times: usize,
}

impl fmt::Display for Normalised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "null = absent {}, empty = absent {}, numbers {}, date-times {}",
            self.null_is_absent, self.empty_is_absent, self.numbers, self.date_times
        )
    }
}

impl std::ops::AddAssign for Normalised {
    fn add_assign(&mut self, other: Self) {
        self.null_is_absent += other.null_is_absent;
        self.empty_is_absent += other.empty_is_absent;
        self.numbers += other.numbers;
        self.date_times += other.date_times;
    }
}

/// What happened to a payload on its way through the client's types.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Decoding {
    /// It came back equal.
    Equal(Normalised),
    /// The type refused it, in the decoder's words.
    Refused(String),
    /// It came back different at these places.
    Different(Vec<String>),
}

/// Decodes a value as one of the client's types and encodes it again.
type Through = fn(&Value) -> Result<Value, serde_json::Error>;

/// The client's type for a component.
fn round_trip_of(component: &str) -> Option<Through> {
    macro_rules! by_name {
        ($($name:ident)*) => {
            match component {
                $(stringify!($name) => Some(through::<types::$name>),)*
                _ => None,
            }
        };
    }
    by_name!(AllowedAgents ArtifactEntry Bridge Job JobOrBridge JobPlayInput JobRetryInput MessageBody)
}

fn through<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, serde_json::Error> {
    // Text, not a tree: this is how a response is decoded.
    let typed: T = serde_json::from_str(&value.to_string())?;
    serde_json::to_value(typed)
}

/// Sends a body through the client's type for the schema at an address of the document.
///
/// None when the client has no type for it, which the caller should call a mistake.
pub fn round_trip(document: &Document, schema: &str, value: &Value) -> Option<Decoding> {
    let (component, is_list) = component(document, schema)?;
    let one = round_trip_of(component)?;
    let encoded = match value {
        Value::Array(items) if is_list => items.iter().map(one).collect(),
        _ if is_list => return Some(Decoding::Refused("an array was expected".to_owned())),
        value => one(value),
    };
    let encoded = match encoded {
        Ok(encoded) => encoded,
        Err(error) => return Some(Decoding::Refused(reason(&error))),
    };
    let mut comparison = Comparison::default();
    comparison.compare(&Pointer::root(), Some(value), Some(&encoded));
    Some(if comparison.differences.is_empty() {
        Decoding::Equal(comparison.normalised)
    } else {
        Decoding::Different(comparison.differences)
    })
}

/// The decoder's words without its position, which is one of a compact copy and not of the file.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or(text.clone(), |(reason, _)| reason.to_owned())
}

/// The component a schema refers to, itself or as the items of a list.
fn component<'d>(document: &'d Document, schema: &'d str) -> Option<(&'d str, bool)> {
    let name = |address: &'d str| address.strip_prefix("#/components/schemas/");
    if let Some(name) = name(schema) {
        return Some((name, false));
    }
    let items = document.find(schema)?.get("items")?;
    Some((name(items.get("$ref").and_then(Node::as_str)?)?, true))
}

/// Adds to a payload the properties at these places, each with the value the document's example has for it.
///
/// An array index beyond the example's items means its first. None when the example has no such value.
pub fn complete(value: &Value, example: &Value, missing: &[Pointer]) -> Option<Value> {
    let mut completed = value.clone();
    for pointer in missing {
        let example = pointer
            .tokens()
            .iter()
            .try_fold(example, |node, token| match node {
                Value::Array(items) => items.first(),
                node => node.get(token),
            })?;
        let parent = completed.pointer_mut(&pointer.parent()?.to_string())?;
        parent
            .as_object_mut()?
            .insert(pointer.last()?.to_owned(), example.clone());
    }
    Some(completed)
}

#[derive(Default)]
struct Comparison {
    normalised: Normalised,
    differences: Vec<String>,
}

impl Comparison {
    fn compare(&mut self, at: &Pointer, sent: Option<&Value>, back: Option<&Value>) {
        match (sent, back) {
            (None | Some(Value::Null), None | Some(Value::Null)) => {
                self.normalised.null_is_absent += usize::from(sent != back);
            }
            (Some(Value::Array(items)), None) | (None, Some(Value::Array(items)))
                if items.is_empty() =>
            {
                self.normalised.empty_is_absent += 1;
            }
            (Some(Value::Object(sent)), Some(Value::Object(back))) => {
                for (key, value) in sent {
                    self.compare(&at.join(key), Some(value), back.get(key));
                }
                for (key, value) in back.iter().filter(|(key, _)| !sent.contains_key(*key)) {
                    self.compare(&at.join(key), None, Some(value));
                }
            }
            (Some(Value::Array(sent)), Some(Value::Array(back))) if sent.len() == back.len() => {
                for (index, (sent, back)) in sent.iter().zip(back).enumerate() {
                    self.compare(&at.join(index), Some(sent), Some(back));
                }
            }
            (sent, back) if sent == back => {}
            (Some(Value::Number(sent)), Some(Value::Number(back)))
                if sent.as_f64() == back.as_f64() =>
            {
                self.normalised.numbers += 1;
            }
            (Some(Value::String(sent)), Some(Value::String(back))) if same_instant(sent, back) => {
                self.normalised.date_times += 1;
            }
            (sent, back) => {
                let text =
                    |value: Option<&Value>| value.map_or("absent".to_owned(), ToString::to_string);
                self.differences
                    .push(format!("{at}: {} came back as {}", text(sent), text(back)));
            }
        }
    }
}

fn same_instant(a: &str, b: &str) -> bool {
    let instant = |text| chrono::DateTime::parse_from_rfc3339(text).ok();
    instant(a).is_some_and(|a| Some(a) == instant(b))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn compared(sent: &Value, back: &Value) -> Comparison {
        let mut comparison = Comparison::default();
        comparison.compare(&Pointer::root(), Some(sent), Some(back));
        comparison
    }

    #[test]
    fn the_four_normalisations_are_counted() {
        let sent =
            json!({"a": null, "b": [], "c": 8, "d": "2015-12-24T16:51:14.000+01:00", "e": "same"});
        let back = json!({"c": 8.0, "d": "2015-12-24T15:51:14Z", "e": "same"});
        let comparison = compared(&sent, &back);
        assert_eq!(comparison.differences, Vec::<String>::new());
        let expected = Normalised {
            null_is_absent: 1,
            empty_is_absent: 1,
            numbers: 1,
            date_times: 1,
        };
        assert_eq!(comparison.normalised, expected);
    }

    #[test]
    fn anything_else_is_a_difference() {
        for (sent, back) in [
            (json!({"a": 1}), json!({})),
            (json!({}), json!({"a": 0})),
            (json!({"a": []}), json!({"a": null})),
            (json!({"a": ""}), json!({})),
            (json!([1, 2]), json!([1])),
            (
                json!({"d": "2015-12-24T16:51:14Z"}),
                json!({"d": "2015-12-24T16:51:15Z"}),
            ),
        ] {
            assert_eq!(
                compared(&sent, &back).differences.len(),
                1,
                "{sent} and {back}"
            );
        }
    }

    #[test]
    fn a_payload_is_completed_from_the_example() {
        let pointers = [
            "/1/commit/id".parse().unwrap(),
            "/1/pipeline".parse().unwrap(),
        ];
        let value = json!([{}, {"commit": {}}]);
        let example = json!([{"commit": {"id": "abc"}, "pipeline": {"id": 1}}]);
        let completed = complete(&value, &example, &pointers).unwrap();
        assert_eq!(
            completed,
            json!([{}, {"commit": {"id": "abc"}, "pipeline": {"id": 1}}])
        );
        assert_eq!(complete(&value, &json!([{}]), &pointers), None);
    }
}
