//! Views: the same contract in the words that one kind of generator understands.
//!
//! A view is a list of named, general steps. The document itself tells the truth; what a generator cannot bear is
//! taken out or reworded on the way to it. Every node of a view keeps its place in the document's source, so that a
//! complaint about a view names a line that somebody can edit.
//!
//! | step | does |
//! |---|---|
//! | `drop-keys: {of, keys}` | takes keys out of every object of one kind (`operation`, `schema`, ...) |
//! | `drop-parameters: {in, names}` | takes parameters away |
//! | `drop-responses: {statuses}` | takes responses away; `3XX` means all of that hundred |
//! | `drop-security: {schemes}` | takes security schemes away, with the requirements that name them |
//! | `drop-unreferenced: {}` | takes components away that no operation reaches |
//! | `merge-error-responses: {schema, replacing, statuses}` | gives every operation the same `4XX` and `5XX` |
//! | `rename-media-types: {old: new}` | gives the content of responses another media type |
//! | `default-formats: {type: format}` | gives types without a format one |
//! | `require-request-bodies: {}` | makes every request body required |
//! | `optional-instead-of-nullable: {}` | says of a nullable property that it may be absent |
//! | `merge-all-of: {}` | writes an `allOf` of objects as one object |
//! | `open-response-objects: {}` | lets every object of a response have unknown members |
//! | `overlay: {file}` or an Overlay | applies an OpenAPI Overlay 1.0 (feature `overlay`) |

#[cfg(feature = "overlay")]
mod overlay;
mod reshape;
mod step;
mod trim;

use std::fmt;
use std::path::Path;

use crate::document::Document;
use crate::error::Error;
use crate::node::{Member, Node};
use crate::source::{FileId, Location, Source, Span};
use crate::yaml;

use step::{Arguments, Failure, Step};

/// A file of views.
///
/// ```
/// use openapi_document::Document;
/// use openapi_document::view::Views;
///
/// let document = Document::parse(
///     "api.yaml",
///     "openapi: 3.0.3
/// info: {title: T, version: 1.0.0}
/// paths:
///   /job:
///     get:
///       security: [{token: []}]
///       responses: {'200': {description: A job.}, '302': {description: Elsewhere.}}
/// ",
/// )?;
/// let views = Views::parse(
///     "views.yaml",
///     "views:
///   plain:
///     description: Without what plain clients cannot use.
///     steps:
///       - drop-keys: {of: operation, keys: [security]}
///       - drop-responses: {statuses: [3XX]}
/// ",
/// )?;
/// let view = views.apply("plain", &document)?;
/// let operation = view.root().get("paths").unwrap().get("/job").unwrap().get("get").unwrap();
/// assert!(!operation.has("security"));
/// assert!(!operation.get("responses").unwrap().has("302"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Views {
    source: Source,
    root: Node,
}

impl Views {
    /// Reads views from YAML text. Files they name are looked for beside the file that `name` is the path of.
    ///
    /// # Errors
    ///
    /// [`ViewError::File`] when the text is no YAML or not a list of views.
    pub fn parse(name: &str, text: &str) -> Result<Self, ViewError> {
        let source = Source::new(name, text);
        let root = match yaml::parse(&source, FileId(0)) {
            Ok(root) => root,
            Err(Error::Syntax { at, message } | Error::Document { at, message }) => {
                return Err(ViewError::File { at, message });
            }
            Err(error) => {
                let (at, message) = (source.location(0), error.to_string());
                return Err(ViewError::File { at, message });
            }
        };
        let views = Self { source, root };
        views.check()?;
        Ok(views)
    }

    /// The names of the views, in the order of the file.
    pub fn names(&self) -> Vec<&str> {
        let views = self.list().iter();
        views.map(|member| member.key.as_str()).collect()
    }

    /// The document as the view of that name shows it.
    ///
    /// # Errors
    ///
    /// [`ViewError::Unknown`] when there is no such view, [`ViewError::Step`] when a step fails or changes nothing.
    pub fn apply(&self, name: &str, document: &Document) -> Result<Document, ViewError> {
        let Some(view) = self.list().iter().find(|member| member.key == name) else {
            return Err(ViewError::Unknown {
                name: name.to_owned(),
                known: self.names().iter().map(ToString::to_string).collect(),
            });
        };
        let steps = view.node.get("steps").map(Node::items).unwrap_or_default();
        let mut current = document.with_root(document.root().clone());
        for step in steps {
            current = self.run(name, step, &current)?;
        }
        Ok(current)
    }

    fn run(&self, view: &str, step: &Node, current: &Document) -> Result<Document, ViewError> {
        let fail = |at: Location, step: &str, message: String| ViewError::Step {
            at,
            view: view.to_owned(),
            step: step.to_owned(),
            message,
        };
        let [call] = step.members() else {
            let message = "write a step as `name: {arguments}`".to_owned();
            return Err(fail(self.locate(step.span), "?", message));
        };
        let Some(function) = function(&call.key) else {
            let message = format!("there is no such step; there are: {}", step_names());
            return Err(fail(self.locate(call.key_span), &call.key, message));
        };
        let arguments = Arguments {
            node: &call.node,
            folder: Path::new(self.source.name()).parent(),
        };
        match function(current, &arguments) {
            Ok((_, 0)) => {
                let message = "changes nothing: take it out of the view".to_owned();
                Err(fail(self.locate(call.key_span), &call.key, message))
            }
            Ok((root, _)) => Ok(current.with_root(root)),
            Err(Failure::Argument(span, message)) => {
                Err(fail(self.locate(span), &call.key, message))
            }
            Err(Failure::Document(span, message)) => {
                Err(fail(current.locate(span), &call.key, message))
            }
        }
    }

    fn locate(&self, span: Span) -> Location {
        self.source.location(span.start)
    }

    fn list(&self) -> &[Member] {
        self.root
            .get("views")
            .map(Node::members)
            .unwrap_or_default()
    }

    fn check(&self) -> Result<(), ViewError> {
        let refuse = |node: &Node, message: &str| {
            Err(ViewError::File {
                at: self.locate(node.span),
                message: message.to_owned(),
            })
        };
        let Some(views) = self.root.get("views").filter(|views| views.is_object()) else {
            return refuse(
                &self.root,
                "a views file is `views: {name: {description, steps}}`",
            );
        };
        for member in views.members() {
            let view = &member.node;
            if view.get("description").and_then(Node::as_str).is_none() {
                return refuse(
                    view,
                    "a view needs a `description` that says whom it is for",
                );
            }
            if !view.get("steps").is_some_and(Node::is_array) {
                return refuse(view, "a view needs `steps`, a list of `name: {arguments}`");
            }
        }
        Ok(())
    }
}

/// Every step by its name.
const STEPS: &[(&str, Step)] = &[
    ("drop-keys", trim::drop_keys),
    ("drop-parameters", trim::drop_parameters),
    ("drop-responses", trim::drop_responses),
    ("drop-security", trim::drop_security),
    ("drop-unreferenced", trim::drop_unreferenced),
    ("merge-error-responses", reshape::merge_error_responses),
    ("rename-media-types", reshape::rename_media_types),
    ("default-formats", reshape::default_formats),
    ("require-request-bodies", reshape::require_request_bodies),
    (
        "optional-instead-of-nullable",
        reshape::optional_instead_of_nullable,
    ),
    ("merge-all-of", reshape::merge_all_of),
    ("open-response-objects", reshape::open_response_objects),
    #[cfg(feature = "overlay")]
    ("overlay", overlay::overlay),
];

fn function(name: &str) -> Option<Step> {
    let (_, step) = STEPS.iter().find(|(known, _)| *known == name)?;
    Some(*step)
}

fn step_names() -> String {
    let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

/// Why a view could not be made.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ViewError {
    /// The views file is not one.
    File {
        /// The place in the views file.
        at: Location,
        /// What is wrong there.
        message: String,
    },
    /// No view has that name.
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A step failed, or changed nothing.
    Step {
        /// The place in the views file, or in the document when that is where the trouble lies.
        at: Location,
        /// The view.
        view: String,
        /// The step.
        step: String,
        /// What is wrong and what to do.
        message: String,
    },
}

impl fmt::Display for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { at, message } => write!(f, "{at}: {message}"),
            Self::Unknown { name, known } => {
                write!(
                    f,
                    "there is no view `{name}`; there are: {}",
                    known.join(", ")
                )
            }
            Self::Step {
                at,
                view,
                step,
                message,
            } => write!(f, "{at}: step `{step}` of view `{view}`: {message}"),
        }
    }
}

impl std::error::Error for ViewError {}
