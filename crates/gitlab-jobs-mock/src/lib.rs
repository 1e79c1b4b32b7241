//! A GitLab to test clients of the Jobs API against, without a GitLab.
//!
//! A [`Mock`] serves a small world of projects, pipelines and jobs on a port of its own. It answers the twenty
//! operations of the embedded OpenAPI document as GitLab does, judges every request by the document, and writes down
//! what it saw in a journal. What it says about the API is written by hand and shares nothing with any client.
//!
//! A [`WorldKind`] says what is there: the demo world, any number of generated jobs, or recorded payloads.
//! [`Builder::as_of`] makes it a GitLab of an older version, a [`Fault`] lets requests fail, [`Mock::advance`] lets time
//! pass, and an [`Entry`] of [`Mock::journal`] tells what a client really sent.
//!
//! ```
//! use gitlab_jobs_mock::Mock;
//! use std::io::{Read, Write};
//!
//! let mock = Mock::builder().start()?;
//! let address = mock.url().strip_prefix("http://").unwrap();
//! let mut stream = std::net::TcpStream::connect(address)?;
//! write!(
//!     stream,
//!     "GET /api/v4/projects/1/jobs/1001 HTTP/1.1\r\nHost: {address}\r\nPRIVATE-TOKEN: {}\r\nConnection: close\r\n\r\n",
//!     mock.token(),
//! )?;
//! let mut answer = String::new();
//! stream.read_to_string(&mut answer)?;
//! assert!(answer.starts_with("HTTP/1.1 200 OK"));
//!
//! let journal = mock.journal();
//! assert_eq!(journal[0].operation, "get_job");
//! assert!(journal[0].request.is_empty(), "the document has nothing against the request");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod auth;
mod call;
mod conditional;
mod connection;
mod contract;
mod control;
mod error;
mod fault;
mod form;
mod http;
mod journal;
mod judge;
mod kind;
mod mock;
mod operations;
mod origin;
mod page;
mod render;
mod reply;
mod server;
mod shared;
mod store;
mod surroundings;
mod target;
mod welcome;
mod world;

pub use error::Error;
pub use fault::{Fault, Reset};
pub use journal::{CredentialKind, Entry, Origin, Verdict};
pub use kind::WorldKind;
pub use mock::{Builder, Mock};

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
