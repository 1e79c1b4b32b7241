//! Pieces of a page with their place, and changes to them.

use openapi_document::source::Span;

/// A piece of a page as it is meant, and where it stands.
///
/// The text is without markup and escapes, so it may be shorter than the span.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Text {
    /// What it says.
    pub text: String,
    /// Its bytes on the page.
    pub span: Span,
}

impl Text {
    /// A piece of a page.
    pub fn new(text: impl Into<String>, span: Span) -> Self {
        Self {
            text: text.into(),
            span,
        }
    }
}

/// A change to a page: the bytes from `start` up to `end` become `text`.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Edit {
    /// The first byte that goes.
    pub start: usize,
    /// One past the last byte that goes; the same as `start` when nothing goes.
    pub end: usize,
    /// What comes instead.
    pub text: String,
}
