//! Docs pages of an HTTP API: what they say, where exactly, and which operation of an OpenAPI document each example is about.
//!
//! A [`Page`] is read once, by one of two readers, into a flat list of elements in page order. [`claim`] reads from
//! them what the page claims, and says what each claim is about and why. [`judge`] holds the claims against a
//! document, each disagreement with a [`rule`] is a [`finding`], and [`output`] tells findings in several formats.
//! `run`, with the feature `cli`, does all of this for many pages; the binary `doccheck` is a thin layer above it.
//! [`payload`] gives a page's JSON examples as files.
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

#[cfg(feature = "cli")]
pub mod baseline;
pub mod bind;
pub mod block;
pub mod brackets;
pub mod claim;
#[cfg(feature = "cli")]
pub mod config;
pub mod content;
pub mod curl;
pub mod edit;
pub mod element;
pub mod endpoint;
#[cfg(feature = "cli")]
pub mod error;
pub mod finding;
#[cfg(feature = "cli")]
pub mod fix;
pub mod inline;
pub mod judge;
pub mod label;
mod near;
pub mod output;
pub mod page;
pub mod payload;
mod reader;
pub mod recover;
pub mod report;
pub mod rule;
#[cfg(feature = "cli")]
pub mod run;
pub mod shown;
mod suggest;
mod types;
mod words;

#[cfg(feature = "cli")]
pub use error::Error;
pub use page::Page;
