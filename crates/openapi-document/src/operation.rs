//! The operations of a document and their parts, with references already followed.

mod parts;

use std::fmt;

use crate::document::Document;
use crate::node::Node;
use crate::pointer::Pointer;
use parts::is_true;

pub use parts::{Header, MediaType, Parameter, RequestBody, Response};

/// The keys of a path item that are operations, in lower case.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl Document {
    /// Every operation below `paths`, in the order of the document.
    ///
    /// ```
    /// use openapi_document::Document;
    ///
    /// let document = Document::parse("api.yaml", "
    /// openapi: 3.0.3
    /// paths:
    ///   /job:
    ///     get: {operationId: get_current_job, responses: {'200': {description: The job.}}}
    ///   /jobs/{id}:
    ///     delete: {operationId: erase_job, responses: {'204': {description: Gone.}}}
    /// ")?;
    /// let ids: Vec<_> = document.operations().iter().map(|operation| operation.id()).collect();
    /// assert_eq!(ids, ["get_current_job", "erase_job"]);
    /// # Ok::<(), openapi_document::Error>(())
    /// ```
    pub fn operations(&self) -> Vec<Operation<'_>> {
        let paths = self.root().get("paths").map_or(&[][..], Node::members);
        let paths = paths.iter().filter(|member| member.key.starts_with('/'));
        paths
            .flat_map(|member| {
                let (item, _) = self.resolve(&member.node, "");
                let methods = item
                    .members()
                    .iter()
                    .filter(|method| METHODS.contains(&method.key.as_str()));
                methods.map(move |method| Operation {
                    document: self,
                    path: &member.key,
                    method: &method.key,
                    item,
                    node: &method.node,
                })
            })
            .collect()
    }

    /// The operation with an `operationId`; the first, should there be several.
    pub fn operation(&self, id: &str) -> Option<Operation<'_>> {
        self.operations()
            .into_iter()
            .find(|operation| operation.id() == id)
    }
}

/// One method of one path.
///
/// ```
/// use openapi_document::Document;
///
/// let document = Document::parse("api.yaml", "
/// openapi: 3.0.3
/// paths:
///   /jobs/{id}:
///     parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
///     get:
///       operationId: get_job
///       responses:
///         '200': {description: The job., content: {application/json: {schema: {type: object}}}}
///         4XX: {description: Not today.}
/// ")?;
/// let operation = document.operation("get_job").unwrap();
/// assert_eq!((operation.method(), operation.path()), ("get", "/jobs/{id}"));
/// assert_eq!(operation.parameter("id", "path").unwrap().schema().unwrap().1, "#/paths/~1jobs~1{id}/parameters/0/schema");
/// assert_eq!(operation.success().unwrap().json().unwrap().name(), "application/json");
/// assert_eq!(operation.response(404).unwrap().status(), "4XX");
/// # Ok::<(), openapi_document::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Operation<'a> {
    document: &'a Document,
    path: &'a str,
    method: &'a str,
    item: &'a Node,
    node: &'a Node,
}

impl fmt::Debug for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operation({} {} {})", self.id(), self.method, self.path)
    }
}

impl<'a> Operation<'a> {
    /// The `operationId`; empty when the document gives none.
    pub fn id(&self) -> &'a str {
        self.node
            .get("operationId")
            .and_then(Node::as_str)
            .unwrap_or_default()
    }

    /// The method, in lower case as the document writes it.
    pub fn method(&self) -> &'a str {
        self.method
    }

    /// The path template, such as `/jobs/{id}`.
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// The place below `paths` where the operation is reached, even when the path item is a reference.
    pub fn pointer(&self) -> Pointer {
        Pointer::root()
            .join("paths")
            .join(self.path)
            .join(self.method)
    }

    /// The address of the operation itself, as [`Document::find`] takes it.
    pub fn address(&self) -> String {
        format!("{}/{}", self.item_address(), self.method)
    }

    fn item_address(&self) -> String {
        let pointer = Pointer::root().join("paths").join(self.path);
        let address = format!("#{pointer}");
        match self.document.at(&pointer) {
            Some(item) => self.document.resolve(item, &address).1,
            None => address,
        }
    }

    /// The operation as it is written.
    pub fn node(&self) -> &'a Node {
        self.node
    }

    /// Whether the operation is marked as deprecated.
    pub fn deprecated(&self) -> bool {
        is_true(self.node, "deprecated")
    }

    /// The path item's parameters, then the operation's own; an own one takes the place of its namesake.
    pub fn parameters(&self) -> Vec<Parameter<'a>> {
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        let shared = (self.item, self.item_address());
        for (holder, address) in [shared, (self.node, self.address())] {
            let items = holder.get("parameters").map_or(&[][..], Node::items);
            for (index, item) in items.iter().enumerate() {
                let address = format!("{address}/parameters/{index}");
                let (node, address) = self.document.resolve(item, &address);
                let parameter = Parameter {
                    document: self.document,
                    node,
                    address,
                };
                let namesake = parameters.iter_mut().find(|known| {
                    known.name() == parameter.name() && known.location() == parameter.location()
                });
                match namesake {
                    Some(known) => *known = parameter,
                    None => parameters.push(parameter),
                }
            }
        }
        parameters
    }

    /// The parameter with a name at a location: `path`, `query`, `header` or `cookie`.
    pub fn parameter(&self, name: &str, location: &str) -> Option<Parameter<'a>> {
        self.parameters()
            .into_iter()
            .find(|parameter| parameter.name() == name && parameter.location() == location)
    }

    /// What a request may carry.
    pub fn request_body(&self) -> Option<RequestBody<'a>> {
        let node = self.node.get("requestBody")?;
        let address = format!("{}/requestBody", self.address());
        let (node, address) = self.document.resolve(node, &address);
        Some(RequestBody {
            document: self.document,
            node,
            address,
        })
    }

    /// Every response, in the order of the document.
    pub fn responses(&self) -> Vec<Response<'a>> {
        let members = self.node.get("responses").map_or(&[][..], Node::members);
        let members = members
            .iter()
            .filter(|member| !member.key.starts_with("x-"));
        let holder = Pointer::root().join("responses");
        let operation = self.address();
        members
            .map(|member| {
                let address = format!("{operation}{}", holder.join(&member.key));
                let (node, address) = self.document.resolve(&member.node, &address);
                Response {
                    document: self.document,
                    status: &member.key,
                    node,
                    address,
                }
            })
            .collect()
    }

    /// The first response whose status starts with a 2, `2XX` included.
    pub fn success(&self) -> Option<Response<'a>> {
        self.responses()
            .into_iter()
            .find(|response| response.status.starts_with('2'))
    }

    /// The response that describes a status: the one that names it, else its range such as `4XX`, else `default`.
    pub fn response(&self, status: u16) -> Option<Response<'a>> {
        let mut responses = self.responses();
        let names = [
            status.to_string(),
            format!("{}XX", status / 100),
            "default".to_owned(),
        ];
        let at = names.iter().find_map(|name| {
            responses
                .iter()
                .position(|response| response.status.eq_ignore_ascii_case(name))
        })?;
        Some(responses.swap_remove(at))
    }

    /// The ways to authenticate, one of which suffices; each names the schemes that it needs together.
    ///
    /// An empty way means that no credentials are needed, and so does an empty list. The document's own
    /// `security` stands in for an operation that has none.
    pub fn security(&self) -> Vec<Vec<&'a str>> {
        let security = self
            .node
            .get("security")
            .or_else(|| self.document.root().get("security"));
        let ways = security.map_or(&[][..], Node::items).iter();
        ways.map(|way| {
            way.members()
                .iter()
                .map(|member| member.key.as_str())
                .collect()
        })
        .collect()
    }
}
