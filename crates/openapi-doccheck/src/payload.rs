//! The JSON examples of a page as payload files: named by the operation and the status that they show.

use std::collections::BTreeMap;
use std::fmt;

use openapi_document::Document;
use openapi_document::operation::Operation;
use openapi_document::source::Span;

use crate::bind::{Binding, Direction, bindings};
use crate::endpoint::{Endpoint, Template};
use crate::page::Page;

/// A JSON example and the file it belongs into.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Payload {
    /// `<operation_id>.<status|request>[.<case>].json`. The case counts from 1, and is there only when the page
    /// shows several for the same operation and status.
    pub file: String,
    /// The JSON value from its opening bracket to its match, and a line feed.
    pub text: String,
    /// The operation that it was bound to.
    pub operation_id: String,
    /// Where the value stands on the page.
    pub span: Span,
    /// How it was bound.
    pub binding: Binding,
}

/// A JSON example that cannot become a payload file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unbound {
    /// Where the example stands on the page.
    pub span: Span,
    /// Why not.
    pub reason: UnboundReason,
}

/// Why a JSON example belongs to no operation and status.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum UnboundReason {
    /// No endpoint line's section holds it.
    NoEndpoint,
    /// The document has no operation for the endpoint line.
    NoOperation(String),
    /// The operation has no operation id, which would be the file's name.
    NoOperationId(String),
    /// The operation has no success status, or several of them, so the example may be of any.
    NoSingleSuccess(String),
    /// The block is marked as JSON but has no bracket.
    NoValue,
}

impl fmt::Display for UnboundReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEndpoint => {
                f.write_str("no endpoint line stands before this example in its section")
            }
            Self::NoOperation(endpoint) => {
                write!(
                    f,
                    "the document has no operation for `{endpoint}`, the endpoint of this example"
                )
            }
            Self::NoOperationId(endpoint) => {
                write!(
                    f,
                    "the operation `{endpoint}` has no operationId to name this example by"
                )
            }
            Self::NoSingleSuccess(id) => write!(
                f,
                "the operation `{id}` has not exactly one 2xx response, so the status of this example is not known"
            ),
            Self::NoValue => f.write_str("this JSON example has neither an object nor an array"),
        }
    }
}

/// The payload files that a page gives, in page order, and the examples that give none.
///
/// ```
/// use openapi_doccheck::page::{Page, ReaderChoice};
/// use openapi_doccheck::payload::payloads;
/// use openapi_document::Document;
///
/// let document = Document::parse(
///     "pots.yaml",
///     "openapi: 3.0.3\ninfo: {title: Pots, version: 1.0.0}\n\
///      paths: {'/pots/{id}': {get: {operationId: get_pot, responses: {'200': {description: A pot}}}}}",
/// )?;
/// let text = "GET /pots/:pot_id\n\nExample response:\n\n{\"id\": 1}\n";
/// let page = Page::read("pots.txt", text, ReaderChoice::Text);
/// let (payloads, unbound) = payloads(&page, &document);
/// assert_eq!(payloads[0].file, "get_pot.200.json");
/// assert_eq!(payloads[0].text, "{\"id\": 1}\n");
/// assert!(unbound.is_empty());
/// # Ok::<(), openapi_document::Error>(())
/// ```
pub fn payloads(page: &Page, document: &Document) -> (Vec<Payload>, Vec<Unbound>) {
    let operations = Operations::new(document);
    let mut found = Vec::new();
    let mut unbound = Vec::new();
    for binding in bindings(page) {
        let element = &page.elements()[binding.block];
        match one(page, &operations, &binding) {
            Ok((operation_id, stem, text, span)) => {
                found.push((stem, operation_id, text, span, binding));
            }
            Err(reason) => unbound.push(Unbound {
                span: element.span,
                reason,
            }),
        }
    }
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (stem, ..) in &found {
        counts.entry(stem.clone()).or_default().0 += 1;
    }
    let payloads = found
        .into_iter()
        .map(|(stem, operation_id, text, span, binding)| {
            let (all, so_far) = counts.entry(stem.clone()).or_default();
            *so_far += 1;
            let file = match *all {
                1 => format!("{stem}.json"),
                _ => format!("{stem}.{so_far}.json"),
            };
            Payload {
                file,
                text,
                operation_id,
                span,
                binding,
            }
        });
    (payloads.collect(), unbound)
}

type Found = (String, String, String, Span);

fn one(
    page: &Page,
    operations: &Operations<'_>,
    binding: &Binding,
) -> Result<Found, UnboundReason> {
    let kind = |index: usize| &page.elements()[index].kind;
    let block = kind(binding.block).block().ok_or(UnboundReason::NoValue)?;
    let value = block.value.as_ref().ok_or(UnboundReason::NoValue)?;
    let endpoint = binding.endpoint.and_then(|index| kind(index).endpoint());
    let endpoint = endpoint.ok_or(UnboundReason::NoEndpoint)?;
    let operation = operations
        .find(endpoint)
        .ok_or_else(|| UnboundReason::NoOperation(endpoint.to_string()))?;
    let id = operation.id();
    if id.is_empty() {
        return Err(UnboundReason::NoOperationId(endpoint.to_string()));
    }
    let stem = match binding.direction {
        Direction::Request => format!("{id}.request"),
        Direction::Response => {
            let stated = binding.stated.map(|stated| stated.code.to_string());
            let status = stated
                .or_else(|| only_success(operation))
                .ok_or_else(|| UnboundReason::NoSingleSuccess(id.to_owned()))?;
            format!("{id}.{status}")
        }
    };
    let text = format!("{}\n", &block.content.text()[value.range.clone()]);
    Ok((
        id.to_owned(),
        stem,
        text,
        block.content.span(value.range.clone()),
    ))
}

fn only_success(operation: &Operation<'_>) -> Option<String> {
    let responses = operation.responses();
    let mut statuses = responses
        .iter()
        .map(openapi_document::operation::Response::status)
        .filter(|status| status.starts_with('2'));
    let status = statuses.next()?.to_owned();
    statuses.next().is_none().then_some(status)
}

/// The operations of a document by method and shape of path.
pub struct Operations<'a>(Vec<(String, Template, Operation<'a>)>);

impl<'a> Operations<'a> {
    /// Takes the operations of a document, each path read once.
    pub fn new(document: &'a Document) -> Self {
        let operations = document.operations().into_iter();
        let entry = |operation: Operation<'a>| {
            let path = Template::parse(operation.path());
            (operation.method().to_uppercase(), path, operation)
        };
        Self(operations.map(entry).collect())
    }

    /// The operation that an endpoint line names; names of placeholders and the query do not matter.
    ///
    /// Where no operation has such a path, one has it whose placeholders are filled with what can only be values, such
    /// as `7`.
    pub fn find(&self, endpoint: &Endpoint) -> Option<&Operation<'a>> {
        let first = |fits: fn(&Template, &Template) -> bool| {
            let mut all = self.0.iter();
            all.find(|(method, path, _)| *method == endpoint.method && fits(&endpoint.path, path))
        };
        let found = first(Template::same_shape).or_else(|| first(Template::fills));
        found.map(|(.., operation)| operation)
    }
}
