//! What operations are made of: parameters, bodies, responses, headers and media types.

use crate::document::Document;
use crate::node::{Member, Node};
use crate::pointer::Pointer;

/// Something a request carries in its path, query, headers or cookies.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    pub(super) document: &'a Document,
    pub(super) node: &'a Node,
    pub(super) address: String,
}

impl<'a> Parameter<'a> {
    /// The name; empty when the document gives none.
    pub fn name(&self) -> &'a str {
        self.node
            .get("name")
            .and_then(Node::as_str)
            .unwrap_or_default()
    }

    /// Where the parameter is put: `path`, `query`, `header` or `cookie`.
    pub fn location(&self) -> &'a str {
        self.node
            .get("in")
            .and_then(Node::as_str)
            .unwrap_or_default()
    }

    /// Whether every request must carry it.
    pub fn required(&self) -> bool {
        is_true(self.node, "required")
    }

    /// Whether it is marked as deprecated.
    pub fn deprecated(&self) -> bool {
        is_true(self.node, "deprecated")
    }

    /// Whether its value may span several path segments, which an extension key that is `true` says.
    pub fn is_multi_segment(&self, key: &str) -> bool {
        self.location() == "path" && is_true(self.node, key)
    }

    /// The schema of its value and the schema's address, be it under `schema` or under its one media type.
    pub fn schema(&self) -> Option<(&'a Node, String)> {
        schema(self.document, self.node, &self.address).or_else(|| {
            content(self.document, self.node, &self.address)
                .first()
                .and_then(MediaType::schema)
        })
    }

    /// The parameter as it is written, behind any reference.
    pub fn node(&self) -> &'a Node {
        self.node
    }

    /// The address of the node.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// What a request may carry as its body.
#[derive(Clone, Debug)]
pub struct RequestBody<'a> {
    pub(super) document: &'a Document,
    pub(super) node: &'a Node,
    pub(super) address: String,
}

impl<'a> RequestBody<'a> {
    /// Whether every request must carry it.
    pub fn required(&self) -> bool {
        is_true(self.node, "required")
    }

    /// Each media type it may come in, in the order of the document.
    pub fn content(&self) -> Vec<MediaType<'a>> {
        content(self.document, self.node, &self.address)
    }

    /// The media type that JSON is sent as: `application/json` or one that ends in `+json`, else `application/*` or
    /// `*/*` unless that is for files.
    pub fn json(&self) -> Option<MediaType<'a>> {
        json(self.content())
    }

    /// The body as it is written, behind any reference.
    pub fn node(&self) -> &'a Node {
        self.node
    }

    /// The address of the node.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// What the server may answer.
#[derive(Clone, Debug)]
pub struct Response<'a> {
    pub(super) document: &'a Document,
    pub(super) status: &'a str,
    pub(super) node: &'a Node,
    pub(super) address: String,
}

impl<'a> Response<'a> {
    /// The status as the document writes it: `200`, `4XX` or `default`.
    pub fn status(&self) -> &'a str {
        self.status
    }

    /// Each media type it may come in, in the order of the document.
    pub fn content(&self) -> Vec<MediaType<'a>> {
        content(self.document, self.node, &self.address)
    }

    /// The media type that JSON is sent as: `application/json` or one that ends in `+json`, else `application/*` or
    /// `*/*` unless that is for files.
    pub fn json(&self) -> Option<MediaType<'a>> {
        json(self.content())
    }

    /// Each header it may carry, in the order of the document.
    pub fn headers(&self) -> Vec<Header<'a>> {
        let members = self.node.get("headers").map_or(&[][..], Node::members);
        let holder = Pointer::root().join("headers");
        members
            .iter()
            .map(|member| {
                let address = format!("{}{}", self.address, holder.join(&member.key));
                let (node, address) = self.document.resolve(&member.node, &address);
                Header {
                    document: self.document,
                    name: &member.key,
                    node,
                    address,
                }
            })
            .collect()
    }

    /// The response as it is written, behind any reference.
    pub fn node(&self) -> &'a Node {
        self.node
    }

    /// The address of the node.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// A header of a response.
#[derive(Clone, Debug)]
pub struct Header<'a> {
    document: &'a Document,
    name: &'a str,
    node: &'a Node,
    address: String,
}

impl<'a> Header<'a> {
    /// The name as the document writes it; headers compare without case.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Whether every such response carries it.
    pub fn required(&self) -> bool {
        is_true(self.node, "required")
    }

    /// The schema of its value and the schema's address.
    pub fn schema(&self) -> Option<(&'a Node, String)> {
        schema(self.document, self.node, &self.address)
    }

    /// The header as it is written, behind any reference.
    pub fn node(&self) -> &'a Node {
        self.node
    }

    /// The address of the node.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// A body in one of its media types.
#[derive(Clone, Debug)]
pub struct MediaType<'a> {
    document: &'a Document,
    name: &'a str,
    node: &'a Node,
    address: String,
}

impl<'a> MediaType<'a> {
    /// The name, such as `application/json`.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The schema of the body and the schema's address.
    pub fn schema(&self) -> Option<(&'a Node, String)> {
        schema(self.document, self.node, &self.address)
    }

    /// The value under `example`, else that of the first of `examples`.
    pub fn example(&self) -> Option<&'a Node> {
        self.node.get("example").or_else(|| {
            let first = self.node.get("examples")?.members().first()?;
            self.document.resolve(&first.node, "").0.get("value")
        })
    }

    /// The media type as it is written.
    pub fn node(&self) -> &'a Node {
        self.node
    }

    /// The address of the node.
    pub fn address(&self) -> &str {
        &self.address
    }
}

fn schema<'a>(document: &'a Document, node: &'a Node, address: &str) -> Option<(&'a Node, String)> {
    let schema = node.get("schema")?;
    Some(document.resolve(schema, &format!("{address}/schema")))
}

fn content<'a>(document: &'a Document, node: &'a Node, address: &str) -> Vec<MediaType<'a>> {
    let members = node.get("content").map_or(&[][..], Node::members);
    let holder = Pointer::root().join("content");
    let media_type = |member: &'a Member| MediaType {
        document,
        name: &member.key,
        node: &member.node,
        address: format!("{address}{}", holder.join(&member.key)),
    };
    members.iter().map(media_type).collect()
}

/// The media type that JSON is sent as: one that names JSON before one that stands for any.
fn json(content: Vec<MediaType<'_>>) -> Option<MediaType<'_>> {
    content
        .into_iter()
        .filter_map(|media_type| Some((json_rank(media_type.name)?, media_type)))
        .filter(|(rank, media_type)| *rank == 0 || !is_binary(media_type))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, media_type)| media_type)
}

/// Whether a body is a file of any content.
fn is_binary(media_type: &MediaType<'_>) -> bool {
    let schema = media_type.schema();
    let format = schema.and_then(|(schema, _)| schema.get("format")?.as_str());
    format == Some("binary")
}

/// How far a media type, or a range of them, is from naming JSON; nothing when JSON is not one of it.
fn json_rank(name: &str) -> Option<u8> {
    let name = name.split(';').next().unwrap_or_default().trim();
    match name.to_ascii_lowercase().as_str() {
        "application/json" => Some(0),
        name if name.ends_with("+json") => Some(0),
        "application/*" => Some(1),
        "*/*" => Some(2),
        _ => None,
    }
}

pub(super) fn is_true(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool) == Some(true)
}
