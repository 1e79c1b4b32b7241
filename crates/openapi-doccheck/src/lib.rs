//! Docs pages of an HTTP API: what they say, where exactly, and which operation of an OpenAPI document each example is about.
//!
//! A [`Page`] is read once, by one of two readers, into a flat list of elements in page order. [`bind`] says
//! which endpoint line each JSON example belongs to, and why. [`payload`] goes on from there to the operations
//! of a document.
//!
//! ```
//! use openapi_doccheck::page::{Page, ReaderChoice};
//! use openapi_doccheck::{bind, element::Kind};
//!
//! let text = "## Show a kettle\n\n    GET /kettles/:id\n\nExample response:\n\n```json\n{\"id\": 7}\n```\n";
//! let page = Page::read("kettles.md", text, ReaderChoice::Auto);
//! assert_eq!(page.choice().to_string(), "markdown: the page has a heading at 1:1");
//!
//! let bindings = bind::bindings(&page);
//! let binding = &bindings[0];
//! let Kind::Endpoint(endpoint) = &page.elements()[binding.endpoint.unwrap()].kind else { panic!() };
//! assert_eq!(endpoint.to_string(), "GET /kettles/:id");
//! assert!(binding.is_sure());
//! ```

pub mod bind;
pub mod block;
pub mod brackets;
pub mod content;
pub mod element;
pub mod endpoint;
pub mod label;
pub mod page;
pub mod payload;
mod reader;

pub use page::Page;
