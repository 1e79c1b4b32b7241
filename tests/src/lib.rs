//! Everything of the workspace put against everything else: payloads, errata, recorded facts and the one verdict.

pub mod conformance;
pub mod decode;
pub mod errata;
pub mod exchange;
pub mod facts;
pub mod freshness;
pub mod input;
pub mod mutate;
pub mod payload;
pub mod proof;
pub mod report;
pub mod verdict;
pub mod versions;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
