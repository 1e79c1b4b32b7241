//! The two readers, and what they have in common.

use crate::element::Element;

pub(crate) mod command;
mod flattened;
mod html;
mod http;
mod labelled;
pub(crate) mod markdown;
mod markup;
mod notes;
mod pre;
mod session;
pub(crate) mod table;
pub(crate) mod text;
mod unfold;

/// What a reader makes of a page.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The parts in order.
    pub(crate) elements: Vec<Element>,
    /// How many bytes were looked at.
    pub(crate) work: usize,
}

/// The pieces of Markdown that tell a Markdown page from bare text.
///
/// A table counts when its lines begin with a bar: text that was copied out of a browser can keep the inner bars
/// of a table, but not the outer ones.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// A heading.
    Heading,
    /// A fenced code block.
    Fence,
    /// A table.
    Table,
}

/// Where the page begins: after the byte order mark, if it has one.
fn body_start(page: &str) -> usize {
    if page.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    }
}

/// The text with every run of white space made one space, and none at its ends.
fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
