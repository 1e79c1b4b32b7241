//! The tree every text becomes: JSON's values, each with its place in the source.

use serde_json::Number;

use crate::pointer::Pointer;
use crate::source::Span;

/// A value and where it stands.
///
/// Equality compares values only, not places.
#[derive(Clone, Debug)]
pub struct Node {
    /// The place of the value in its source.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string, unescaped.
    String(String),
    /// The items in order.
    Array(Vec<Node>),
    /// The members in the order of the source, each key once.
    Object(Vec<Member>),
}

/// One key of an object with its value.
#[derive(Clone, Debug)]
pub struct Member {
    /// The key, unescaped.
    pub key: String,
    /// The place of the key.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Member {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.node == other.node
    }
}

/// The index that a pointer's token is: digits, without a zero in front.
fn index(token: &str) -> Option<usize> {
    let plain = token.bytes().all(|byte| byte.is_ascii_digit());
    let short = token == "0" || !token.starts_with('0');
    (plain && short).then(|| token.parse().ok()).flatten()
}

impl Node {
    /// A node with a place.
    pub fn new(span: Span, value: Value) -> Self {
        Self { span, value }
    }

    /// The value of a key, when this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.members()
            .iter()
            .find(|member| member.key == key)
            .map(|member| &member.node)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let Value::Object(members) = &mut self.value else {
            return None;
        };
        members
            .iter_mut()
            .find(|member| member.key == key)
            .map(|member| &mut member.node)
    }

    /// The member with a key, with the place of the key.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.key == key)
    }

    /// Whether this is an object that has the key.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The node a pointer leads to.
    pub fn at(&self, pointer: &Pointer) -> Option<&Node> {
        pointer
            .tokens()
            .iter()
            .try_fold(self, |node, token| match &node.value {
                Value::Array(items) => items.get(index(token)?),
                _ => node.get(token),
            })
    }

    /// The node a pointer leads to, to be changed.
    pub fn at_mut(&mut self, pointer: &Pointer) -> Option<&mut Node> {
        pointer
            .tokens()
            .iter()
            .try_fold(self, |node, token| match node.value {
                Value::Array(ref mut items) => items.get_mut(index(token)?),
                _ => node.get_mut(token),
            })
    }

    /// The members of an object; empty for anything else.
    pub fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// The items of an array; empty for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    /// The text, when this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, when this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number, when this is one.
    pub fn as_number(&self) -> Option<&Number> {
        match &self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// Whether this is an object.
    pub fn is_object(&self) -> bool {
        matches!(self.value, Value::Object(_))
    }

    /// Whether this is an array.
    pub fn is_array(&self) -> bool {
        matches!(self.value, Value::Array(_))
    }

    /// Sets a key of an object, replacing its value or adding it at the end.
    ///
    /// Anything but an object is left alone.
    pub fn set(&mut self, key: &str, node: Node) {
        let Value::Object(members) = &mut self.value else {
            return;
        };
        match members.iter_mut().find(|member| member.key == key) {
            Some(member) => member.node = node,
            None => members.push(Member {
                key: key.to_owned(),
                key_span: node.span,
                node,
            }),
        }
    }

    /// Takes a key out of an object.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        let Value::Object(members) = &mut self.value else {
            return None;
        };
        let at = members.iter().position(|member| member.key == key)?;
        Some(members.remove(at).node)
    }

    /// The value in the words of JSON Schema: `object`, `array`, `string`, `number`, `boolean` or `null`.
    pub fn type_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        }
    }

    /// The same value without places.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => number.clone().into(),
            Value::String(text) => text.clone().into(),
            Value::Array(items) => items.iter().map(Node::to_json).collect(),
            Value::Object(members) => members
                .iter()
                .map(|member| (member.key.clone(), member.node.to_json()))
                .collect(),
        }
    }

    /// A tree in which every node has the one given place.
    pub fn from_json(span: Span, value: &serde_json::Value) -> Self {
        let value = match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(value) => Value::Bool(*value),
            serde_json::Value::Number(number) => Value::Number(number.clone()),
            serde_json::Value::String(text) => Value::String(text.clone()),
            serde_json::Value::Array(items) => Value::Array(
                items
                    .iter()
                    .map(|item| Self::from_json(span, item))
                    .collect(),
            ),
            serde_json::Value::Object(map) => Value::Object(
                map.iter()
                    .map(|(key, value)| Member {
                        key: key.clone(),
                        key_span: span,
                        node: Self::from_json(span, value),
                    })
                    .collect(),
            ),
        };
        Self { span, value }
    }
}
