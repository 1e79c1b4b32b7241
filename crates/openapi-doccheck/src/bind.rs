//! Which endpoint line an example belongs to, whether it is sent or received, and why that was decided.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::Rc;

use crate::block::BlockKind;
use crate::element::Kind;
use crate::label::Label;
use crate::page::Page;
use crate::words;

mod section;

use section::{Section, Title};

pub use crate::label::Direction;

/// What a JSON block is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Binding {
    /// The index of the block among the page's elements.
    pub block: usize,
    /// The index of the endpoint line it belongs to; none when no endpoint's section holds it.
    pub endpoint: Option<usize>,
    /// Sent or received.
    pub direction: Direction,
    /// Why this endpoint.
    pub scope: Scope,
    /// Why this direction.
    pub evidence: Evidence,
    /// The status that the page gives for it.
    pub stated: Option<Stated>,
}

/// A status that a page gives for an example.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Stated {
    /// The status.
    pub code: u16,
    /// The index of the element that says so, among the page's elements.
    pub element: usize,
}

/// Why a block was bound to an endpoint line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scope {
    /// It is the last one before the block, and the only one in a row.
    LastBefore,
    /// It is the last of several that stand together: the block may belong to any of them.
    LastOf(usize),
    /// There is none before the block, or a heading ended its section.
    None,
}

/// Why a block was taken for a request or a response.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Evidence {
    /// The text before it names a file that a command of the same section sends.
    SentFile(String),
    /// The text before it names a file, but no command of the section sends it.
    NamedFile(String),
    /// It stands right behind a command that sends a file, which nothing before it shows.
    MaybeFile(String),
    /// The text before it has a word for it.
    Label(Label),
    /// The text before it, or the heading that it stands under, is a status and nothing else.
    Status(u16),
    /// Nothing stands between a command and the block: it is what the command prints.
    AfterCommand,
    /// It is the body of an HTTP response whose first line the page shows.
    AfterStatusLine(u16),
    /// It stands directly below its endpoint, whose method sends a body: it is what is sent.
    BelowMethod(String),
    /// Nothing says so; a response is what most examples are.
    Nothing,
}

impl Binding {
    /// Whether both the endpoint and the direction are certain. What is not should be told, never used in silence.
    pub fn is_sure(&self) -> bool {
        let direction = match &self.evidence {
            // Of several endpoint lines, the one right above it need not be the one that it is about.
            Evidence::BelowMethod(_) => self.scope == Scope::LastBefore,
            Evidence::SentFile(_)
            | Evidence::Status(_)
            | Evidence::AfterCommand
            | Evidence::AfterStatusLine(_) => true,
            Evidence::Label(label) => !label.mixed,
            Evidence::NamedFile(_) | Evidence::MaybeFile(_) | Evidence::Nothing => false,
        };
        direction && self.scope == Scope::LastBefore
    }
}

/// The reason in words, such as `the last endpoint line before it; "response" (en) stands before it`.
impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scope {
            Scope::LastBefore => f.write_str("the last endpoint line before it")?,
            Scope::LastOf(count) => {
                write!(
                    f,
                    "unsure: the last of {count} endpoint lines that stand together"
                )?;
            }
            Scope::None => f.write_str("no endpoint line in its section")?,
        }
        write!(f, "; {}", self.evidence)
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Evidence::SentFile(file) => {
                write!(f, "it shows the file `@{file}` that a command sends")
            }
            Evidence::MaybeFile(file) => {
                write!(
                    f,
                    "unsure: it may be the file `@{file}` that the command before it sends, or the answer"
                )
            }
            Evidence::NamedFile(file) => {
                write!(
                    f,
                    "unsure: it shows the file `@{file}`, which no command sends"
                )
            }
            Evidence::Label(Label {
                word,
                locale,
                mixed,
                ..
            }) => {
                let unsure = if *mixed {
                    "unsure: a word for the other too, but first "
                } else {
                    ""
                };
                write!(f, "{unsure}\"{word}\" ({locale}) stands before it")
            }
            Evidence::Status(code) => write!(f, "the status {code} stands before it"),
            Evidence::AfterCommand => f.write_str("it follows a command directly"),
            Evidence::AfterStatusLine(code) => {
                write!(
                    f,
                    "it follows the line of an HTTP response with status {code}"
                )
            }
            Evidence::BelowMethod(method) => {
                write!(
                    f,
                    "it stands directly below a `{method}`, which sends a body"
                )
            }
            Evidence::Nothing => f.write_str("unsure: nothing says whether it is sent or received"),
        }
    }
}

/// Binds each JSON block of a page, in page order.
///
/// The scope of an endpoint line lasts until the next one, or until a heading of the same or a higher level than
/// the one it stands under. A heading of the same level does not end it when it names a part of what pages say about
/// an endpoint, such as `Errors`, and no endpoint of its own follows it; but what such a heading names once behind
/// several endpoints is about all of them, and so about none.
///
/// ```
/// use openapi_doccheck::page::{Page, ReaderChoice};
/// use openapi_doccheck::bind::{Direction, bindings};
///
/// let text = "## Pots\n\n    GET /pots\n\nExample response:\n\n```json\n[]\n```\n";
/// let page = Page::read("pots.md", text, ReaderChoice::Auto);
/// let binding = &bindings(&page)[0];
/// assert_eq!((binding.direction, binding.is_sure()), (Direction::Response, true));
/// assert_eq!(
///     binding.to_string(),
///     "the last endpoint line before it; \"response\" (en) stands before it"
/// );
/// ```
pub fn bindings(page: &Page) -> Vec<Binding> {
    let parts = parts(page);
    let mut scope = Section::default();
    let mut bindings = Vec::new();
    let mut before: Option<(usize, &Kind)> = None;
    for (index, element) in page.elements().iter().enumerate() {
        match &element.kind {
            Kind::Heading { level, text } => {
                scope.heading(*level, parts.contains(&index));
                scope.title = Title::read(index, text);
            }
            Kind::Endpoint(endpoint) => {
                let last = before.and_then(|(_, kind)| kind.endpoint());
                // The same said twice is one.
                if !last.is_some_and(|last| last.is_same(endpoint)) {
                    scope.endpoint(index, last.is_some());
                }
                scope.title = None;
            }
            Kind::Block(block) if block.kind == BlockKind::Json => {
                let (direction, evidence) = scope.direction(before);
                scope.show(&evidence);
                bindings.push(Binding {
                    block: index,
                    endpoint: scope.endpoint,
                    direction,
                    scope: scope.reason(),
                    stated: scope.stated(before, direction),
                    evidence,
                });
                scope.title = scope.title.take().and_then(Title::goes_on);
            }
            Kind::Block(block) => {
                scope.command(block);
                scope.title = scope.title.take().and_then(Title::goes_on);
            }
            Kind::Comment(_) | Kind::Index(_) => continue,
            Kind::Prose(_) | Kind::Table(_) | Kind::StatusLine(_) => {}
        }
        before = Some((index, &element.kind));
    }
    bindings
}

/// Where an element stands.
#[derive(Clone)]
pub(crate) struct Place {
    /// The endpoint lines whose section holds it, as indices among the page's elements, in page order.
    pub(crate) endpoints: Rc<[usize]>,
    /// The heading before it that could have ended the section, but names a part of it.
    pub(crate) part: Option<usize>,
}

/// How many endpoint lines may stand together and share what follows. More of them are an index of a page.
const MOST_TOGETHER: usize = 64;

/// Where each element of a page stands.
///
/// Several endpoint lines that stand together share one section. An endpoint line is held by its own section.
pub(crate) fn sections(page: &Page) -> Vec<Place> {
    let elements = page.elements();
    let parts = parts(page);
    let mut scope = Section::default();
    let mut found: Vec<Place> = Vec::with_capacity(elements.len());
    let none = Place {
        endpoints: Rc::from([]),
        part: None,
    };
    let mut shared = none.clone();
    let mut index = 0;
    while index < elements.len() {
        match &elements[index].kind {
            Kind::Endpoint(_) => {
                let is_more = |kind: &Kind| matches!(kind, Kind::Endpoint(_) | Kind::Comment(_));
                let run = elements[index..]
                    .iter()
                    .take_while(|element| is_more(&element.kind));
                let end = index + run.count();
                let lines = (index..end).filter(|at| elements[*at].kind.endpoint().is_some());
                let lines: Vec<usize> = lines.take(MOST_TOGETHER + 1).collect();
                shared = none.clone();
                if lines.len() <= MOST_TOGETHER {
                    shared.endpoints = Rc::from(lines);
                }
                scope.endpoint(index, false);
                found.resize(end, shared.clone());
                index = end;
                continue;
            }
            Kind::Heading { level, .. } => {
                let is_part = parts.contains(&index);
                scope.heading(*level, is_part);
                if is_part && *level == scope.owner {
                    shared.part = Some(index);
                }
            }
            _ => {}
        }
        if scope.endpoint.is_none() {
            shared = none.clone();
        }
        found.push(shared.clone());
        index += 1;
    }
    found
}

/// The headings that name a part of what is said about the endpoint before them, and have no endpoint of their own.
///
/// Behind several endpoints with a heading each, a part that the page names only once is about all of them.
fn parts(page: &Page) -> BTreeSet<usize> {
    let elements = page.elements();
    let headings = elements.iter().enumerate();
    let named: Vec<(usize, u8, String)> = headings
        .filter_map(|(index, element)| match &element.kind {
            Kind::Heading { level, text } if words::any(text, |words| words.parts) => {
                Some((index, *level, text.trim().to_lowercase()))
            }
            _ => None,
        })
        .collect();
    let mut times: BTreeMap<(u8, &str), usize> = BTreeMap::new();
    for (_, level, text) in &named {
        *times.entry((*level, text)).or_default() += 1;
    }
    let mut owners = BTreeSet::new();
    let mut seen = 0;
    let mut heading = None;
    let mut found = BTreeSet::new();
    for (index, level, text) in &named {
        for (at, element) in elements.iter().enumerate().take(*index).skip(seen) {
            match &element.kind {
                Kind::Heading { .. } => heading = Some(at),
                Kind::Endpoint(_) => {
                    owners.insert(heading);
                }
                _ => {}
            }
        }
        seen = *index;
        let is_about_all = owners.len() > 1 && times[&(*level, text.as_str())] == 1;
        let is_end =
            |kind: &Kind| matches!(kind, Kind::Heading { level: next, .. } if next <= level);
        let has_endpoint = elements[index + 1..]
            .iter()
            .take_while(|next| !is_end(&next.kind))
            .any(|next| next.kind.endpoint().is_some());
        if !is_about_all && !has_endpoint {
            found.insert(*index);
        }
    }
    found
}
