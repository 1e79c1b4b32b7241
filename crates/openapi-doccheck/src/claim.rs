//! What a page claims: endpoints, examples, commands, attributes and statuses, each with what it is about and why.

use std::fmt;

use openapi_document::source::Span;

use crate::curl::Curl;
use crate::edit::Text;
use crate::endpoint::Endpoint;
use crate::page::Page;
use crate::recover::Recovered;

mod about;
mod announce;
mod answer;
mod attribute;
mod bullet;
mod commanded;
mod comment;
mod early;
mod mention;
mod outline;
mod prose;
mod reader;
mod row;
mod shown;
mod status;
mod text;

pub use attribute::{Attribute, Form, Place, Required, RequiredKind, Type};
pub use comment::{Directive, DirectiveKind, Override};
pub use status::StatusRow;

pub use crate::types::{TypeName, parse_type};

/// Everything that a page claims.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// The claims in page order.
    pub claims: Vec<Claim>,
    /// What the page tells the checker in comments, in page order.
    pub directives: Vec<Directive>,
    /// How many claims there are of each kind.
    pub inventory: Inventory,
}

/// How a page is to be understood.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// The paths that a server's URL may end with, such as `/api/v4`; the document's paths follow after them.
    pub base_paths: Vec<String>,
    /// The locales whose sentences are understood, such as `ko`; all of them when empty. Heads of columns, types and
    /// the words that introduce an example are understood in all of them whatever is asked for.
    pub locales: Vec<String>,
}

/// One thing that a page claims.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Where it stands on the page.
    pub span: Span,
    /// What it is.
    pub kind: ClaimKind,
    /// What it is about, and why.
    pub binding: Binding,
}

/// What a claim is.
#[derive(Clone, Debug)]
pub enum ClaimKind {
    /// A line, table row or heading that names method and path. Its binding is to itself.
    Endpoint(Endpoint),
    /// An example of a response body.
    Response(Example),
    /// An example of a request body.
    Request(Example),
    /// A command. Its URL says better than its section which operation it calls.
    Curl(Box<Curl>),
    /// An attribute that is sent or received.
    Attribute(Attribute),
    /// A status of the response.
    Status(StatusRow),
}

/// A JSON example.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it holds, defects repaired.
    pub json: Recovered,
    /// The index of its block among the page's elements.
    pub block: usize,
    /// The file that it shows, when the text before it names one.
    pub file: Option<String>,
    /// Whether its label, or the heading above it, announces errors.
    pub errors: bool,
}

/// What a claim is about.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Binding {
    /// The endpoint claims it belongs to, as indices among all claims, in page order. Several when they share a
    /// section; none when no endpoint's section holds it.
    pub endpoints: Vec<usize>,
    /// The operation that a comment names instead.
    pub operation: Option<Text>,
    /// The command whose answer or body it is, as an index among all claims; a command's own where no endpoint line says
    /// what it calls.
    pub command: Option<usize>,
    /// The status that the page gives for it: by a comment, in its label, or in an HTTP status line.
    pub status: Option<Text>,
    /// Whether this is certain. What is not should be told, never used in silence.
    pub sure: bool,
    /// Why, as a sentence without its full stop.
    pub reason: String,
}

/// How many claims a page makes of each kind.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Inventory {
    /// Endpoint lines.
    pub endpoints: usize,
    /// Response payloads.
    pub responses: usize,
    /// Request payloads.
    pub requests: usize,
    /// Commands.
    pub curl: usize,
    /// Attribute rows and bullets.
    pub attributes: usize,
    /// Status rows, bullets and sentences.
    pub statuses: usize,
}

/// Reads what a page claims.
///
/// ```
/// use openapi_doccheck::claim::{self, ClaimKind, Options};
/// use openapi_doccheck::page::{Page, ReaderChoice};
///
/// let text = "## Show a kettle\n\n`GET /kettles/:id`\n\n| Attribute | Type | Required |\n|---|---|---|\n\
///     | `id` | integer | yes |\n\nExample response:\n\n```json\n{\"id\": 7,}\n```\n";
/// let page = Page::read("kettles.md", text, ReaderChoice::Auto);
/// let claims = claim::read(&page, &Options::default());
/// assert_eq!((claims.inventory.attributes, claims.inventory.responses), (1, 1));
/// let ClaimKind::Response(example) = &claims.claims[2].kind else { panic!() };
/// assert_eq!(example.json.repairs.len(), 1);
/// assert_eq!(
///     claims.claims[2].binding.to_string(),
///     "the last endpoint line before it is `GET /kettles/:id`; \"response\" (en) stands before it"
/// );
/// ```
pub fn read(page: &Page, options: &Options) -> Claims {
    reader::read(page, options)
}

impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sure {
            f.write_str("unsure: ")?;
        }
        f.write_str(&self.reason)
    }
}
