//! What a page says about one attribute, in a table row or a bullet.

use openapi_document::source::Span;

use crate::edit::Text;
use crate::types::TypeName;

/// A row of an attribute table, or a bullet that describes an attribute.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attribute {
    /// The name without markup.
    pub name: Text,
    /// The names of the bullets that this one stands under, outermost first.
    pub parents: Vec<String>,
    /// Whether it is sent or received.
    pub place: Place,
    /// Its type, when the page gives one.
    pub ty: Option<Type>,
    /// Whether it must be there, when the page says so.
    pub required: Option<Required>,
    /// The values that the description lists as all there are; empty when it lists none.
    pub values: Vec<Text>,
    /// The default that the description or the row tells, as written without code marks.
    pub default: Option<Text>,
    /// `path`, `query`, `header` and the like, when the table has a column for it.
    pub location: Option<Text>,
    /// The description.
    pub description: Option<Span>,
    /// How it is written.
    pub form: Form,
    /// The index of the element that it stands in among those of the page: rows of one table share it.
    pub group: usize,
}

/// Whether an attribute is sent or received.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// It is a parameter or part of the request body.
    Request,
    /// It is part of the response body.
    Response,
}

/// How a page writes what it says about an attribute or a status.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// As a row of a table.
    Table,
    /// As an item of a list.
    Bullet,
    /// In a sentence.
    Prose,
}

/// The type of an attribute as a page writes it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Type {
    /// The words.
    pub text: Text,
    /// What they mean, any of which may hold; empty when they were not understood.
    pub names: Vec<TypeName>,
}

/// What a page says about whether an attribute must be there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Required {
    /// What it says.
    pub kind: RequiredKind,
    /// The words, as written.
    pub text: Text,
}

/// Whether an attribute must be there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RequiredKind {
    /// It must.
    Yes,
    /// It need not.
    No,
    /// It depends: `yes, if color is not given`.
    Conditional,
}
