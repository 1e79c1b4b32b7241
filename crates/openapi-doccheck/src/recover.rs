//! JSON as docs pages show it: read past every defect, each told with its place and its repair.

use std::ops::Range;

use openapi_document::json::{self, Duplicate};
use openapi_document::source::{FileId, Span};
use openapi_document::{Node, Pointer};

use crate::content::Content;
use crate::edit::Edit;

mod container;
mod parser;
mod scalar;
mod string;

/// What a text that should be JSON holds.
#[derive(Clone, Debug, Default)]
pub struct Recovered {
    /// The value, as it is after all repairs; none when the text has no value at all. Places are places of the page.
    pub node: Option<Node>,
    /// The values after the first, when the text holds several.
    pub others: Vec<Node>,
    /// Each defect with its repair, in the order of the text; empty exactly when the text is JSON.
    pub repairs: Vec<Repair>,
    /// Each repetition of a key in one object. The last value counts.
    pub duplicates: Vec<Duplicate>,
    /// The arrays and objects that are not complete: an elision such as `...` stands in them, also as a string, or
    /// they are never closed. The elision itself is no part of the value.
    pub elided: Vec<Pointer>,
    /// The values that stand for others, such as `<id>` and `"<id>"`, or that were never written. They are in the
    /// value, because their keys are known; what they are cannot be judged.
    pub placeholders: Vec<Pointer>,
    work: usize,
}

impl Recovered {
    /// How many bytes the parser looked at, each time counted: a measure of work that is the same on every machine.
    pub fn work(&self) -> usize {
        self.work
    }
}

/// A place where a text is not JSON, and what would make it so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Repair {
    /// What is wrong.
    pub kind: RepairKind,
    /// The bytes of the page that are wrong; empty where something is missing.
    pub span: Span,
    /// What is wrong and what would be right, as a sentence without its full stop.
    pub message: String,
    /// The change that repairs it; none when no single change does.
    pub edit: Option<Edit>,
    /// Whether the change keeps what the text means, whoever wrote it. None is safe in a text that has another defect
    /// which may be read in several ways.
    pub safe: bool,
}

/// The ways in which a text on a page fails to be JSON.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum RepairKind {
    /// A comma with nothing after it, or two in a row.
    ExtraComma,
    /// No comma between two members or items.
    MissingComma,
    /// No colon between key and value, or an equals sign or arrow instead.
    MissingColon,
    /// A comment.
    Comment,
    /// `...` or `…` for what was left out.
    Elision,
    /// `<id>`, `:id`, `{{id}}` or `$ID` for a value.
    Placeholder,
    /// Single or typographic quotes, or backquotes.
    Quotes,
    /// A key without quotes.
    BareKey,
    /// A word or phrase without quotes for a value.
    BareWord,
    /// A literal of another language: `None`, `True`, `nil`, `undefined`, `NaN`.
    Literal,
    /// A number that JSON does not allow, such as `01`, `+1`, `.5`.
    Number,
    /// An escape or a control character in a string that JSON does not allow.
    Escape,
    /// A string that is not closed.
    OpenString,
    /// An array or object that is not closed, or closed by the wrong bracket.
    OpenBracket,
    /// A closing bracket too many.
    ExtraBracket,
    /// A key without a value.
    MissingValue,
    /// A second value after the first.
    SecondValue,
    /// Members without the braces around them.
    Fragment,
    /// Text that is no part of JSON in any reading.
    Junk,
    /// Nesting that is deeper than any reader should follow.
    TooDeep,
}

impl RepairKind {
    /// The kind in small letters with hyphens.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ExtraComma => "extra-comma",
            Self::MissingComma => "missing-comma",
            Self::MissingColon => "missing-colon",
            Self::Comment => "comment",
            Self::Elision => "elision",
            Self::Placeholder => "placeholder",
            Self::Quotes => "quotes",
            Self::BareKey => "bare-key",
            Self::BareWord => "bare-word",
            Self::Literal => "literal",
            Self::Number => "number",
            Self::Escape => "escape",
            Self::OpenString => "open-string",
            Self::OpenBracket => "open-bracket",
            Self::ExtraBracket => "extra-bracket",
            Self::MissingValue => "missing-value",
            Self::SecondValue => "second-value",
            Self::Fragment => "fragment",
            Self::Junk => "junk",
            Self::TooDeep => "too-deep",
        }
    }
}

/// Reads a text that should be one JSON value; places are those of the text.
///
/// ```
/// use openapi_doccheck::recover::{self, RepairKind};
///
/// let read = recover::parse("{'id': 7, \"name\": \"lid\",}");
/// assert_eq!(read.node.unwrap().to_json(), serde_json::json!({"id": 7, "name": "lid"}));
/// let kinds: Vec<_> = read.repairs.iter().map(|repair| repair.kind).collect();
/// assert_eq!(kinds, [RepairKind::Quotes, RepairKind::ExtraComma]);
/// assert_eq!(read.repairs[1].message, "a comma stands before `}` with nothing after it");
/// ```
pub fn parse(text: &str) -> Recovered {
    let mut content = Content::default();
    content.push(text, 0..text.len());
    parse_content(&content, 0..text.len())
}

/// Reads a part of a code block that should be one JSON value; places are those of the page.
pub fn parse_content(content: &Content, range: Range<usize>) -> Recovered {
    let text = &content.text()[range.clone()];
    let mut read = parser::Parser::new(content, text, range.start).read();
    if read.repairs.is_empty()
        && let Err(error) = json::parse(text, FileId(0))
    {
        let bytes = range.start + error.span.start..range.start + error.span.end;
        read.repairs.push(Repair {
            kind: RepairKind::Junk,
            span: content.span(bytes),
            message: error.message,
            edit: None,
            safe: false,
        });
    }
    read
}
