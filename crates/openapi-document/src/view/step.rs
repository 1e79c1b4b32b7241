//! What every step has in common: its arguments, its result, and why it may fail.

use crate::document::Document;
use crate::node::{Node, Value};
use crate::source::Span;

/// The tree after a step, and how many places the step changed.
pub(super) type Outcome = Result<(Node, usize), Failure>;

/// A step: reads the document as the steps before left it.
pub(super) type Step = fn(&Document, &Arguments<'_>) -> Outcome;

/// Why a step could not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// The views file asks for something that is not there or makes no sense.
    Argument(Span, String),
    /// The document holds something the step cannot treat.
    Document(Span, String),
}

impl Failure {
    pub(super) fn argument(node: &Node, message: impl Into<String>) -> Self {
        Self::Argument(node.span, message.into())
    }

    pub(super) fn document(node: &Node, message: impl Into<String>) -> Self {
        Self::Document(node.span, message.into())
    }
}

/// The arguments of a step, as the views file gives them.
pub(super) struct Arguments<'a> {
    pub(super) node: &'a Node,
    /// The folder that file names in the arguments start from.
    #[cfg_attr(
        not(feature = "overlay"),
        expect(dead_code, reason = "only an overlay names files")
    )]
    pub(super) folder: Option<&'a std::path::Path>,
}

impl<'a> Arguments<'a> {
    /// Refuses arguments that the step does not know.
    pub(super) fn allow(&self, known: &[&str]) -> Result<(), Failure> {
        if !self.node.is_object() {
            let message = "the arguments must be an object, `{}` when there are none";
            return Err(Failure::argument(self.node, message));
        }
        let mut members = self.node.members().iter();
        match members.find(|member| !known.contains(&member.key.as_str())) {
            None => Ok(()),
            Some(member) => {
                let (key, takes) = (&member.key, known.join(", "));
                let message = if takes.is_empty() {
                    format!("takes no arguments, but `{key}` is given")
                } else {
                    format!("has no argument `{key}`; it takes: {takes}")
                };
                Err(Failure::Argument(member.key_span, message))
            }
        }
    }

    /// A required text.
    pub(super) fn text(&self, key: &str) -> Result<(&'a Node, &'a str), Failure> {
        let node = self.require(key)?;
        let text = node.as_str();
        text.map(|text| (node, text))
            .ok_or_else(|| Failure::argument(node, format!("`{key}` must be a string")))
    }

    /// A required, non-empty list of texts.
    pub(super) fn texts(&self, key: &str) -> Result<Vec<(&'a Node, &'a str)>, Failure> {
        let node = self.require(key)?;
        let refuse = || Failure::argument(node, format!("`{key}` must be a list of strings"));
        if node.items().is_empty() {
            return Err(refuse());
        }
        let items = node.items().iter();
        items
            .map(|item| Some((item, item.as_str()?)))
            .collect::<Option<_>>()
            .ok_or_else(refuse)
    }

    fn require(&self, key: &str) -> Result<&'a Node, Failure> {
        let missing = || Failure::argument(self.node, format!("needs the argument `{key}`"));
        self.node.get(key).ok_or_else(missing)
    }
}

/// The members of an object as a list that can be filtered.
pub(super) fn members_mut(node: &mut Node) -> Option<&mut Vec<crate::node::Member>> {
    match &mut node.value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

/// The items of an array as a list that can be filtered.
pub(super) fn items_mut(node: &mut Node) -> Option<&mut Vec<Node>> {
    match &mut node.value {
        Value::Array(items) => Some(items),
        _ => None,
    }
}
