//! The names that an operation knows in a query, in headers and as credentials, however pages and servers spell them.

use openapi_document::Document;
use openapi_document::node::Node;
use openapi_document::operation::{Operation, Parameter};
use openapi_document::source::Span;

use crate::claim::TypeName;
use crate::suggest::closest;

use super::schema::{Property, Schema, is_open, properties, types};

/// A name that a request may use.
pub(super) struct Name<'d> {
    pub(super) text: String,
    pub(super) required: bool,
    /// The schema of its value, when there is one.
    pub(super) schema: Option<Schema<'d>>,
    /// Where the document declares it.
    pub(super) span: Span,
    pub(super) address: String,
    /// What stands between the items of a list in one value, when that is no comma.
    pub(super) separator: Option<char>,
    /// Whether its value is JSON.
    pub(super) json: bool,
}

/// The names that an operation knows in one place of a request.
pub(super) struct Names<'d> {
    known: Vec<Name<'d>>,
    /// Whether the operation may take names that the document does not list.
    pub(super) open: bool,
}

/// The properties of an object that stand in the query one by one.
pub(super) struct Spread<'d> {
    pub(super) properties: Vec<Property<'d>>,
    /// Whether there may be others.
    open: bool,
}

/// The properties that a parameter sends in its own place; none when it is sent by its own name.
pub(super) fn spread<'d>(document: &'d Document, parameter: &Parameter<'d>) -> Option<Spread<'d>> {
    let node = parameter.node();
    let style = node.get("style").and_then(Node::as_str);
    let explode = node.get("explode").and_then(Node::as_bool);
    let form = matches!(style, None | Some("form")) && explode != Some(false);
    if parameter.location() != "query" || !form || !node.has("schema") {
        return None;
    }
    let schema = parameter.schema()?;
    let types = types(document, &schema);
    let is_value = |name: &TypeName| !matches!(name, TypeName::Object | TypeName::Null);
    if !types.contains(&TypeName::Object) || types.iter().any(is_value) {
        return None;
    }
    let properties = properties(document, &schema);
    Some(Spread {
        open: properties.is_empty() || is_open(document, &schema),
        properties,
    })
}

impl<'d> Names<'d> {
    /// What may stand in the query: parameters, and keys of security schemes.
    pub(super) fn of_query(document: &'d Document, operation: &Operation<'d>) -> Self {
        Self::of(document, operation, "query")
    }

    /// What may stand in the headers: parameters, and keys of security schemes.
    pub(super) fn of_headers(document: &'d Document, operation: &Operation<'d>) -> Self {
        let mut names = Self::of(document, operation, "header");
        for (node, address) in schemes(document) {
            if node.get("type").and_then(Node::as_str) != Some("apiKey") {
                names.known.push(Name {
                    separator: None,
                    json: false,
                    text: "Authorization".to_owned(),
                    required: false,
                    schema: None,
                    span: node.span,
                    address,
                });
            }
        }
        names
    }

    fn of(document: &'d Document, operation: &Operation<'d>, location: &str) -> Self {
        let parameters = operation.parameters().into_iter();
        let parameters = parameters.filter(|parameter| parameter.location() == location);
        let mut names: Vec<Name<'d>> = Vec::new();
        let mut open = false;
        for parameter in parameters {
            let spread = spread(document, &parameter);
            let style = parameter.node().get("style").and_then(Node::as_str);
            names.push(Name {
                text: parameter.name().to_owned(),
                required: parameter.required() && spread.is_none(),
                schema: parameter.schema(),
                span: parameter.node().span,
                address: parameter.address().to_owned(),
                separator: match style {
                    Some("pipeDelimited") => Some('|'),
                    Some("spaceDelimited") => Some(' '),
                    _ => None,
                },
                json: is_json(parameter.node()),
            });
            let Some(spread) = spread else { continue };
            open |= spread.open;
            names.extend(spread.properties.into_iter().map(|property| Name {
                text: property.name.to_owned(),
                required: parameter.required() && property.required,
                schema: Some((property.node, property.address.clone())),
                span: property.span,
                address: property.address,
                separator: None,
                json: false,
            }));
        }
        for (node, address) in schemes(document) {
            let is_key = node.get("type").and_then(Node::as_str) == Some("apiKey");
            let here = node.get("in").and_then(Node::as_str) == Some(location);
            if let Some(name) = node.get("name").and_then(Node::as_str)
                && is_key
                && here
            {
                names.push(Name {
                    separator: None,
                    json: false,
                    text: name.to_owned(),
                    required: false,
                    schema: None,
                    span: node.span,
                    address,
                });
            }
        }
        Self { known: names, open }
    }

    /// The name that a page or a command means: `scope[]` is `scope`, and `variables[key]` is `variables`.
    pub(super) fn find(&self, written: &str) -> Option<&Name<'d>> {
        let exact = self.known.iter().find(|known| known.text == written);
        exact.or_else(|| {
            self.known
                .iter()
                .find(|known| stem(&known.text) == stem(written))
        })
    }

    /// The name that a header means, whatever its case.
    pub(super) fn find_header(&self, written: &str) -> Option<&Name<'d>> {
        self.known
            .iter()
            .find(|known| known.text.eq_ignore_ascii_case(written))
    }

    /// The known header that an unknown one was probably meant to be.
    pub(super) fn near_header(&self, written: &str) -> Option<&str> {
        let upper = written.to_uppercase();
        let uppers: Vec<String> = self.iter().map(|name| name.text.to_uppercase()).collect();
        let meant = closest(&upper, uppers.iter().map(String::as_str))?;
        let at = uppers.iter().position(|known| known == meant)?;
        Some(&self.known[at].text)
    }

    /// The question whether a known name was meant.
    pub(super) fn suggest(&self, written: &str) -> Option<String> {
        self.near(written)
            .map(|name| format!("did you mean `{name}`?"))
    }

    /// The known name that an unknown one was probably meant to be, without brackets.
    pub(super) fn near(&self, written: &str) -> Option<&str> {
        let names = self.known.iter().map(|known| stem(&known.text));
        closest(stem(written), names)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Name<'d>> {
        self.known.iter()
    }
}

/// Whether a parameter says by `content` that its value is JSON.
fn is_json(parameter: &Node) -> bool {
    let content = parameter.get("content").map_or(&[][..], Node::members);
    matches!(content, [only] if only.key.to_lowercase().contains("json"))
}

/// A name without the brackets that say how arrays and objects are written.
pub(super) fn stem(name: &str) -> &str {
    match name.find('[') {
        Some(at) if at > 0 => &name[..at],
        _ => name,
    }
}

/// What the brackets of a name lead to.
pub(super) enum Part<'d> {
    /// A part that the schema describes.
    Known(Schema<'d>),
    /// A key that the schema does not know, and the keys that it knows there.
    Unknown(String, Vec<&'d str>),
    /// The schema says nothing of it.
    Unsaid,
}

/// Follows the brackets behind a name, such as `[state]` and `[][key]`, into the schema of the name.
pub(super) fn part<'d>(document: &'d Document, schema: &Schema<'d>, brackets: &str) -> Part<'d> {
    let mut here = schema.clone();
    let keys = brackets.split(['[', ']']);
    for key in keys.filter(|key| !key.is_empty() && !is_index(key)) {
        let known = properties(document, &here);
        let Some(found) = known.iter().find(|known| known.name == key) else {
            if known.is_empty() || is_open(document, &here) || is_placeholder(key) {
                return Part::Unsaid;
            }
            let known = known.iter().map(|known| known.name).collect();
            return Part::Unknown(key.to_owned(), known);
        };
        here = (found.node, found.address.clone());
    }
    Part::Known(here)
}

fn is_index(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_digit())
}

/// Each security scheme of the document and its address.
pub(super) fn schemes(document: &Document) -> Vec<(&Node, String)> {
    let schemes = document
        .root()
        .get("components")
        .and_then(|components| components.get("securitySchemes"));
    let members = schemes.map_or(&[][..], Node::members).iter();
    members
        .map(|member| {
            let address = super::schema::below("#/components/securitySchemes", &[&member.key]);
            document.resolve(&member.node, &address)
        })
        .collect()
}

/// Whether a text stands for a value that the reader must fill in.
pub(super) fn is_placeholder(text: &str) -> bool {
    let shouted = text.len() > 2
        && text.contains('_')
        && text
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    text.starts_with(['$', ':', '<', '{'])
        || (text.contains('<') && text.contains('>'))
        || text.contains("${")
        || text.contains("$(")
        || text.contains("...")
        || text.contains('…')
        || shouted
        || is_date_pattern(text)
}

/// Whether a text says how a date is written, as `YYYY-MM-DD` does.
fn is_date_pattern(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.starts_with("yyyy")
        && lower.chars().all(|c| {
            matches!(
                c,
                'y' | 'm' | 'd' | 'h' | 's' | 't' | 'z' | '-' | ':' | '.' | '/' | ' ' | '+'
            )
        })
}
