//! A docs page, read: which reader read it and why, and its parts in order.

use std::fmt;

use openapi_document::source::{Position, Source};

use crate::element::Element;
use crate::reader::{Reading, markdown, text};

pub use crate::reader::Mark;

/// A docs page and the parts it was read into.
///
/// ```
/// use openapi_doccheck::page::{Page, Reader, ReaderChoice};
///
/// let page = Page::read("pots.txt", "GET /pots\n\n[\n  {\"id\": 1}\n]\n", ReaderChoice::Auto);
/// assert_eq!(page.choice().reader, Reader::Text);
/// let span = page.elements()[1].span;
/// assert_eq!(page.source().location(span.start).to_string(), "pots.txt:3:1");
/// ```
#[derive(Clone, Debug)]
pub struct Page {
    source: Source,
    elements: Vec<Element>,
    choice: Choice,
    work: usize,
}

/// Which reader a page should be read by.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ReaderChoice {
    /// Markdown, unless the page has no heading, fence or table.
    #[default]
    Auto,
    /// Markdown, whatever the page looks like.
    Markdown,
    /// Text, whatever the page looks like.
    Text,
}

/// The two ways to read a page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reader {
    /// `CommonMark` with tables, block by block; nothing is guessed.
    Markdown,
    /// Text without markup, or with what is left of it; what a line is, is told by how it begins.
    Text,
}

/// The reader that read a page, and why that one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Choice {
    /// The reader.
    pub reader: Reader,
    /// Why.
    pub reason: ChoiceReason,
}

/// Why a page was read by one reader and not by the other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ChoiceReason {
    /// It was asked for.
    Asked,
    /// The page has Markdown's structure: the first piece of it, and where.
    Has(Mark, Position),
    /// The page has none of that structure.
    HasNone,
}

impl Page {
    /// Reads a page.
    ///
    /// `name` is what positions show, usually the path. Any text is a page: what cannot be understood is prose.
    pub fn read(name: &str, text: &str, choice: ReaderChoice) -> Self {
        let source = Source::new(name, text);
        let (reader, reason, reading) = match choice {
            ReaderChoice::Text => (Reader::Text, ChoiceReason::Asked, text::read(text)),
            ReaderChoice::Markdown => (
                Reader::Markdown,
                ChoiceReason::Asked,
                markdown::read(text).0,
            ),
            ReaderChoice::Auto => match markdown::read(text) {
                (reading, Some((mark, at))) => {
                    let reason = ChoiceReason::Has(mark, source.position(at));
                    (Reader::Markdown, reason, reading)
                }
                (_, None) => (Reader::Text, ChoiceReason::HasNone, text::read(text)),
            },
        };
        let Reading { elements, work } = reading;
        Self {
            source,
            elements,
            choice: Choice { reader, reason },
            work,
        }
    }

    /// The text that was read, with its name; elements' spans point into it.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The parts of the page in order.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The parts that are blocks, with their indices among all elements.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, &Element, &crate::block::Block)> {
        let elements = self.elements.iter().enumerate();
        elements.filter_map(|(index, element)| Some((index, element, element.kind.block()?)))
    }

    /// The reader that read it, and why.
    pub fn choice(&self) -> Choice {
        self.choice
    }

    /// How many bytes the reader looked at on its own account, each time counted: a measure of work that is
    /// independent of the machine.
    pub fn work(&self) -> usize {
        self.work
    }
}

impl fmt::Display for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Markdown => "markdown",
            Self::Text => "text",
        })
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.reader)?;
        match self.reason {
            ChoiceReason::Asked => f.write_str("it was asked for"),
            ChoiceReason::HasNone => f.write_str("the page has no heading, fence or table"),
            ChoiceReason::Has(mark, at) => {
                let mark = match mark {
                    Mark::Heading => "heading",
                    Mark::Fence => "fence",
                    Mark::Table => "table",
                };
                write!(f, "the page has a {mark} at {at}")
            }
        }
    }
}
