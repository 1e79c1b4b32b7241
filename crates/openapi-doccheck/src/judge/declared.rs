//! What the document declares under the names that pages use: parameters, properties and credentials.

use openapi_document::node::Node;
use openapi_document::operation::{MediaType, Operation, Parameter, RequestBody};
use openapi_document::source::Span;

use crate::claim::{Claim, ClaimKind};
use crate::endpoint::{Segment, Template};

use super::Bench;
use super::query::{schemes, spread, stem};
use super::schema::{Property, Schema, below, is_open, properties};

/// The headers that a document never declares as parameters: media types and security schemes say what they hold.
const TOLD_OTHERWISE: [&str; 3] = ["Accept", "Authorization", "Content-Type"];

/// What the document declares under a name.
#[derive(Clone, Debug)]
pub(super) struct Declared<'d> {
    pub(super) name: &'d str,
    /// Whether it must be there; none when that is not for the document to say, as with credentials.
    pub(super) required: Option<bool>,
    pub(super) schema: Option<Schema<'d>>,
    pub(super) span: Span,
    pub(super) address: String,
    /// Whether it is a parameter of the path.
    pub(super) in_path: bool,
    /// Whether its items are sent as one text, with commas or the like between them.
    pub(super) joined: bool,
    /// Whether a page that describes the attributes of an operation should describe it: not headers, not credentials.
    pub(super) expected: bool,
}

impl<'d> From<Property<'d>> for Declared<'d> {
    fn from(property: Property<'d>) -> Self {
        Self {
            name: property.name,
            required: (!property.read_only).then_some(property.required),
            schema: Some((property.node, property.address.clone())),
            span: property.span,
            address: property.address,
            in_path: false,
            joined: false,
            expected: !property.read_only,
        }
    }
}

impl<'d> Bench<'_, 'd> {
    /// Everything that a request of an operation may carry under a name.
    pub(super) fn sent_as(&self, operation: &Operation<'d>) -> Option<Vec<Declared<'d>>> {
        let document = self.judge.document;
        let mut found: Vec<Declared<'d>> = Vec::new();
        for parameter in operation.parameters() {
            let spread = spread(document, &parameter);
            // Its properties stand in the query, and its own name does not.
            let whole = spread.is_none();
            found.push(Declared {
                name: parameter.name(),
                required: whole.then(|| parameter.required()),
                schema: parameter.schema(),
                span: parameter.node().span,
                address: parameter.address().to_owned(),
                in_path: parameter.location() == "path",
                joined: is_joined(&parameter),
                expected: whole && matches!(parameter.location(), "path" | "query"),
            });
            let spread = spread.into_iter().flat_map(|spread| spread.properties);
            found.extend(spread.map(|property| Declared {
                required: Some(parameter.required() && property.required),
                ..Declared::from(property)
            }));
        }
        if let Some(body) = operation.request_body() {
            let mut bodies = Vec::new();
            for schema in schemas(&body) {
                if is_open(document, &schema) && properties(document, &schema).is_empty() {
                    // Any name may stand in such a body.
                    return None;
                }
                bodies.push(properties(document, &schema));
            }
            bodies.retain(|properties| !properties.is_empty());
            for property in bodies.iter().flatten() {
                if found.iter().any(|known| known.name == property.name) {
                    continue;
                }
                // What one media type can do without need not be sent.
                let is_required = bodies.iter().all(|properties| {
                    let mut same = properties.iter().filter(|one| one.name == property.name);
                    same.any(|one| one.required)
                });
                let declared = Declared::from(property.clone());
                found.push(Declared {
                    required: declared.required.map(|_| is_required),
                    ..declared
                });
            }
        }
        found.extend(TOLD_OTHERWISE.map(|name| Declared {
            name,
            required: None,
            schema: None,
            span: operation.node().span,
            address: operation.address(),
            in_path: false,
            joined: false,
            expected: false,
        }));
        for (node, address) in schemes(document) {
            if let Some(name) = node.get("name").and_then(Node::as_str) {
                found.push(Declared {
                    name,
                    required: None,
                    schema: None,
                    span: node.span,
                    address,
                    in_path: false,
                    joined: false,
                    expected: false,
                });
            }
        }
        Some(found)
    }

    /// The properties of what an operation answers with.
    pub(super) fn answered_as(&self, operation: &Operation<'d>) -> Option<Vec<Declared<'d>>> {
        let document = self.judge.document;
        let responses = operation.responses().into_iter();
        let successes: Vec<_> = responses
            .filter(|response| response.status().starts_with('2'))
            .collect();
        let schemas: Vec<Schema<'d>> = successes
            .iter()
            .filter_map(|response| response.json()?.schema())
            .collect();
        if schemas.is_empty() || schemas.iter().any(|schema| is_open(document, schema)) {
            return None;
        }
        let all = schemas
            .iter()
            .flat_map(|schema| properties(document, schema))
            .filter(|property| !property.write_only);
        let headers = successes.iter().flat_map(|response| {
            let headers = response.node().get("headers");
            let members = headers.map_or(&[][..], Node::members).iter();
            let at = below(response.address(), &["headers"]);
            members.map(move |header| Declared {
                name: &header.key,
                required: None,
                schema: None,
                span: header.key_span,
                address: below(&at, &[&header.key]),
                in_path: false,
                joined: false,
                expected: false,
            })
        });
        Some(all.map(Declared::from).chain(headers).collect())
    }

    /// What an attribute means: by its own name, below its parents, or as the placeholder of an endpoint.
    pub(super) fn find(
        &self,
        claim: &Claim,
        written: &str,
        parents: &[String],
        operation: &Operation<'d>,
        declared: &[Declared<'d>],
    ) -> Option<Declared<'d>> {
        let mut names: Vec<&str> = parents.iter().map(String::as_str).collect();
        let parts = |text: &'static [char]| written.split(text).filter(|part| !part.is_empty());
        let exact = declared.iter().find(|known| known.name == written);
        if parents.is_empty()
            && let Some(known) = exact
        {
            return Some(known.clone());
        }
        names.extend(parts(&['.', '[', ']']));
        if let Some(known) = self.walk(&names, declared) {
            return Some(known);
        }
        // A row that stands below another one may still be an attribute of its own.
        if !parents.is_empty() {
            let names: Vec<&str> = parts(&['.', '[', ']']).collect();
            if let Some(known) = self.walk(&names, declared) {
                return Some(known);
            }
        }
        self.placeholder(claim, written, operation)
            .and_then(|name| declared.iter().find(|known| known.name == name).cloned())
    }

    pub(super) fn walk(&self, names: &[&str], declared: &[Declared<'d>]) -> Option<Declared<'d>> {
        let (first, rest) = names.split_first()?;
        let mut meant = declared
            .iter()
            .find(|known| stem(known.name) == *first)?
            .clone();
        for name in rest {
            let schema = meant.schema.clone()?;
            let below = properties(self.judge.document, &schema);
            if below.is_empty() {
                // The document does not say what is in there.
                return Some(meant);
            }
            meant = below
                .into_iter()
                .find(|known| stem(known.name) == *name)?
                .into();
        }
        Some(meant)
    }

    /// The path parameter whose place an endpoint of the page gives another name.
    pub(super) fn placeholder(
        &self,
        claim: &Claim,
        written: &str,
        operation: &Operation<'d>,
    ) -> Option<String> {
        let template = Template::parse(operation.path());
        claim.binding.endpoints.iter().find_map(|index| {
            let ClaimKind::Endpoint(endpoint) = &self.claims.claims.get(*index)?.kind else {
                return None;
            };
            // A base path stands before; the ends of both belong together.
            let page = endpoint.path.segments().iter().rev();
            let mut pairs = page.zip(template.segments().iter().rev());
            pairs.find_map(|pair| match pair {
                (
                    Segment::Parameter(page) | Segment::Tail(page),
                    Segment::Parameter(name) | Segment::Tail(name),
                ) if page == written => Some(name.clone()),
                _ => None,
            })
        })
    }
}

/// The schemas of a body in each of its media types.
pub(super) fn schemas<'d>(body: &RequestBody<'d>) -> Vec<Schema<'d>> {
    let content = body.content();
    content.iter().filter_map(MediaType::schema).collect()
}

/// Whether the items of a parameter are sent as one text: in a query, only where the document says so.
fn is_joined(parameter: &Parameter<'_>) -> bool {
    let style = parameter.node().get("style").and_then(Node::as_str);
    let explode = parameter.node().get("explode").and_then(Node::as_bool);
    match (parameter.location(), style) {
        (_, Some("spaceDelimited" | "pipeDelimited")) | ("path" | "header", _) => true,
        _ => explode == Some(false),
    }
}
