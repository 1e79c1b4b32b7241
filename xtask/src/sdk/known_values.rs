//! The open sets of the view: what is known of them today becomes constants of each language.

use openapi_document::json;
use openapi_document::node::Node;
use openapi_document::pointer::Pointer;
use openapi_document::source::FileId;

use super::{Job, files};
use crate::task::Error;

/// An open set of the document: the values that are known today.
pub(super) struct KnownValues {
    /// The name of the schema.
    pub(super) name: String,
    /// Its description, on one line.
    pub(super) description: String,
    /// The values, in the document's order.
    pub(super) values: Vec<String>,
}

/// The open sets of the view, in its order.
pub(super) fn of_view(job: &Job<'_>) -> Result<Vec<KnownValues>, Error> {
    let view = json::parse(&files::read(job.view)?, FileId(0))
        .map_err(|_| Error::new(format!("{} is not JSON", job.view.display())))?;
    let schemas = Pointer::root().join("components").join("schemas");
    let schemas = view.node.at(&schemas).map_or(&[][..], Node::members);
    let found = schemas.iter().filter_map(|schema| {
        let text = |node: &Node| node.as_str().map(str::to_owned);
        let values = schema.node.get("x-extensible-enum")?.items();
        let description = schema.node.get("description").and_then(Node::as_str);
        let words = description.unwrap_or_default().split_whitespace();
        Some(KnownValues {
            name: schema.key.clone(),
            description: words.collect::<Vec<_>>().join(" "),
            values: values.iter().filter_map(text).collect(),
        })
    });
    Ok(found.collect())
}

/// A value as the name of a constant.
pub(super) fn constant(value: &str) -> String {
    let fit = |character: char| {
        if character.is_ascii_alphanumeric() {
            character.to_ascii_uppercase()
        } else {
            '_'
        }
    };
    value.chars().map(fit).collect()
}
