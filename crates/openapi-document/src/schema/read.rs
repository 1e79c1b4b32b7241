//! The values of keywords: what a schema's author wrote, or why it cannot be used.

use crate::node::{Member, Node};
use crate::source::Span;

/// The reason a value is refused, as the rest of a sentence about the keyword.
pub(super) type Refused = String;

pub(super) fn text(node: &Node) -> Result<&str, Refused> {
    node.as_str()
        .ok_or_else(|| format!("must be a string, not {}", node.type_name()))
}

pub(super) fn boolean(node: &Node) -> Result<bool, Refused> {
    node.as_bool()
        .ok_or_else(|| format!("must be true or false, not {}", node.type_name()))
}

pub(super) fn number(node: &Node) -> Result<(), Refused> {
    match node.as_number() {
        Some(_) => Ok(()),
        None => Err(format!("must be a number, not {}", node.type_name())),
    }
}

/// A whole number, which JSON Schema lets be written `2.0`.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn count(node: &Node) -> Result<u64, Refused> {
    let whole = node.as_number().and_then(|number| {
        let float = number.as_f64().filter(|float| float.fract() == 0.0);
        // The limit keeps the conversion exact.
        let float = float.filter(|float| (0.0..9e15).contains(float));
        number.as_u64().or(float.map(|float| float as u64))
    });
    whole.ok_or_else(|| "must be a whole number, zero or more".to_owned())
}

pub(super) fn array(node: &Node) -> Result<&[Node], Refused> {
    if node.is_array() {
        return Ok(node.items());
    }
    Err(format!("must be an array, not {}", node.type_name()))
}

pub(super) fn object(node: &Node) -> Result<&[Member], Refused> {
    if node.is_object() {
        return Ok(node.members());
    }
    Err(format!("must be an object, not {}", node.type_name()))
}

pub(super) fn names(node: &Node) -> Result<Vec<(&str, Span)>, Refused> {
    let items = array(node)?.iter();
    items.map(|item| Ok((text(item)?, item.span))).collect()
}
