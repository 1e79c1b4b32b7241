//! An OpenAPI document as data: source positions, operations, routing, validation, views and older contracts.

pub mod document;
pub mod error;
pub mod history;
pub mod json;
pub mod node;
pub mod operation;
mod percent;
pub mod pointer;
pub mod route;
pub mod schema;
mod shape;
pub mod source;
pub mod validate;
pub mod view;
pub mod yaml;

pub use document::Document;
pub use error::Error;
pub use node::Node;
pub use pointer::Pointer;
