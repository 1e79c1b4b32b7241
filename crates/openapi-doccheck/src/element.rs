//! The parts that a page is read into.

use openapi_document::source::{FileId, Span};

use crate::block::Block;
use crate::endpoint::Endpoint;

/// A part of a page and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The bytes of the page, from its first character to its last. A block's fences are not part of it.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// An element of the page at a range of its bytes.
pub(crate) fn element(range: std::ops::Range<usize>, kind: Kind) -> Element {
    Element {
        span: Span::new(FileId(0), range.start, range.end),
        kind,
    }
}

/// What a part of a page is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// A heading.
    Heading {
        /// From 1, the outermost.
        level: u8,
        /// Its text without markup. On a page that lost its line breaks the end of a heading cannot be known, and
        /// this is all the text up to the next element.
        text: String,
    },
    /// A paragraph, a list item or a run of lines, without markup; line breaks within are spaces.
    Prose(String),
    /// A line, table row, heading or comment in an example that tells method and path.
    Endpoint(Endpoint),
    /// An endpoint in a table or a list that leads to what is said about each. What follows is not about it.
    Index(Endpoint),
    /// The first line of an HTTP response, such as `HTTP/1.1 200 OK`.
    StatusLine(u16),
    /// A code block.
    Block(Block),
    /// A table that does not list endpoints.
    Table(Table),
    /// A comment of HTML or MDX, with its marks.
    Comment(String),
}

/// A table: where its cells stand. What they say, is read from the page.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Table {
    /// The heads of the columns.
    pub head: Vec<Span>,
    /// The rows; a row may have fewer cells than the head, or more. An empty cell has an empty span.
    pub rows: Vec<Vec<Span>>,
}

impl Kind {
    /// The block, when it is one.
    pub fn block(&self) -> Option<&Block> {
        match self {
            Self::Block(block) => Some(block),
            _ => None,
        }
    }

    /// The endpoint, when it is one.
    pub fn endpoint(&self) -> Option<&Endpoint> {
        match self {
            Self::Endpoint(endpoint) => Some(endpoint),
            _ => None,
        }
    }
}
