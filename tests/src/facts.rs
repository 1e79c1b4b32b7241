//! What servers are known to do, written by hand beside the document and held against it.
//!
//! The files in `tests/facts` state evidence: recordings, server code, request specs, documentation. Each statement
//! becomes small concrete facts: a body that must be valid at one version, a value a parameter must refuse, a status
//! an operation answers. Nothing here is derived from the document, so that a mistake in it cannot agree with itself.

mod arrival;
mod bench;
mod body;
mod entity;
mod file;
mod lookup;
mod operation;
mod patch;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

use openapi_document::history::{Version, as_of};
use openapi_document::node::Node;
use openapi_document::pointer::Pointer;
use openapi_document::source::{FileId, Source};
use openapi_document::{Document, yaml};

use crate::input::Error;
use crate::payload::Slot;
use crate::verdict::HISTORY;

pub use bench::{Bench, Disagreement};

/// The newest GitLab the facts speak of.
pub const TODAY: &str = "19.2";

/// One concrete statement about what a server does.
#[derive(Clone, Debug)]
pub struct Fact {
    /// A sentence or path that tells it from the others of its file.
    pub name: String,
    /// The file that states it.
    pub file: String,
    /// How it is known.
    pub source: String,
    /// The operation it is about.
    pub operation: String,
    /// The property, parameter or header it is about; empty when it is about all of the operation.
    pub about: String,
    /// The contract it is held against.
    pub contract: Contract,
    /// What is stated.
    pub claim: Claim,
}

/// Which reading of the document a fact is held against.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Contract {
    /// The contract of one version, in which every property is known.
    Of(String),
    /// The whole document, as a client of any server since 12.6 reads it: unknown properties are no fault.
    Whole,
}

/// What a fact states of its operation.
#[derive(Clone, Debug)]
pub enum Claim {
    /// Whether the operation exists.
    Exists(bool),
    /// Whether it is marked as deprecated.
    Deprecated(bool),
    /// A request reaches it, with these path parameters.
    Routed {
        /// The method.
        method: String,
        /// The path, percent-encoded.
        path: String,
        /// Each path parameter with its decoded value.
        values: BTreeMap<String, String>,
    },
    /// It answers with this status when it works.
    Success(u16),
    /// It may answer with this status.
    Answers(u16),
    /// An answer has this media type; none when it has no body.
    Media(u16, Option<String>),
    /// Whether an answer may have a header.
    Header(u16, bool),
    /// Whether an answer always has a header.
    HeaderRequired(u16, bool),
    /// The request may come without a body.
    BodyOptional,
    /// An answer of this media type is text.
    Text(u16, String),
    /// An answer is bytes, which OpenAPI writes as a binary string.
    Bytes(u16),
    /// What the schema of a place in a body says under a key; without a key, whether there is a schema at all.
    Schema {
        /// Which body.
        slot: Slot,
        /// The place in the body.
        at: Pointer,
        /// The key and its value.
        says: Option<(&'static str, Node)>,
        /// Whether the statement is true.
        is: bool,
    },
    /// Whether a way to authenticate is taken: `bearer`, `anonymous`, or the name of a header or query parameter.
    Credential(String, bool),
    /// A parameter exists, and whether it must be given; none when it does not exist.
    Parameter(String, Option<bool>),
    /// How a parameter's value is written in an address.
    Wire {
        /// The value.
        value: Node,
        /// The text in the query.
        text: String,
    },
    /// What a parameter is when it is not given.
    Default(String, Node),
    /// A parameter's value, and what is wrong with it.
    Value {
        /// Where the parameter is sent.
        location: String,
        /// The value.
        value: Node,
        /// The disagreement that must be found; none when the value is fine.
        refused: Option<Refusal>,
    },
    /// A body, and every disagreement it has with the contract.
    Body {
        /// Which body.
        slot: Slot,
        /// The value.
        value: Node,
        /// What must be found.
        expected: Expected,
    },
}

/// What must be found in a body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Expected {
    /// Nothing.
    Valid,
    /// One disagreement, and no other outside of its place.
    Refused(Refusal),
    /// Exactly these rules at these places.
    Findings(BTreeSet<(String, Pointer)>),
}

/// A rule that is broken at a place.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Refusal {
    /// The rule, such as `type`.
    pub rule: String,
    /// The place in the value.
    pub at: Pointer,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` at `{}`", self.rule, self.at)
    }
}

impl fmt::Display for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(version) => f.write_str(version),
            Self::Whole => f.write_str("any version"),
        }
    }
}

/// Reads every file of a folder, in the order of their names, and makes the facts concrete.
///
/// # Errors
///
/// When a file cannot be read, has an unknown or missing key, names an unknown body or value set, or patches what a
/// body does not have.
///
/// ```
/// use gitlab_jobs_tests::{facts, input::Root};
///
/// let facts = facts::load(&Root::default().path("tests/facts"))?;
/// assert!(facts.iter().any(|fact| fact.operation == "retry_job"));
/// # Ok::<(), gitlab_jobs_tests::input::Error>(())
/// ```
pub fn load(folder: &Path) -> Result<Vec<Fact>, Error> {
    let unreadable = |error| Error::new(format!("{} could not be read: {error}", folder.display()));
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let name = entry
            .map_err(unreadable)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        let is_yaml = Path::new(&name)
            .extension()
            .is_some_and(|extension| extension == "yaml");
        names.extend(is_yaml.then_some(name));
    }
    names.sort();
    let mut files = Vec::new();
    for name in names {
        let text = fs::read_to_string(folder.join(&name))
            .map_err(|error| Error::new(format!("{name} could not be read: {error}")))?;
        files.push((name.clone(), parse(&name, &text)?));
    }
    expand(&files)
}

/// Reads one file.
fn parse(name: &str, text: &str) -> Result<file::File, Error> {
    let node = yaml::parse(&Source::new(name, text), FileId(0))?;
    serde_json::from_value(node.to_json()).map_err(|error| Error::new(format!("{name}: {error}")))
}

fn expand(files: &[(String, file::File)]) -> Result<Vec<Fact>, Error> {
    let mut shelf = file::Shelf::default();
    for (_, file) in files {
        shelf.add(file);
    }
    let mut facts = Vec::new();
    for (name, file) in files {
        let start = facts.len();
        let named = |error: String| Error::new(format!("{name}: {error}"));
        for entity in &file.entities {
            entity::expand(entity, &shelf, &mut facts).map_err(named)?;
        }
        for record in &file.recorded {
            body::expand_record(record, &shelf, &mut facts).map_err(named)?;
        }
        for answer in &file.answers {
            body::expand_answer(answer, &shelf, &mut facts).map_err(named)?;
        }
        for stranger in &file.strangers {
            body::expand_stranger(stranger, &shelf, &mut facts).map_err(named)?;
        }
        for knowledge in &file.knowledge {
            body::expand_knowledge(knowledge, &mut facts).map_err(named)?;
        }
        for arrival in &file.arrivals {
            arrival::expand(arrival, &shelf, &mut facts).map_err(named)?;
        }
        operation::expand(file, &mut facts).map_err(named)?;
        for fact in &mut facts[start..] {
            fact.file.clone_from(name);
        }
    }
    Ok(facts)
}

/// Holds facts against a document and returns what disagrees, in the order of the facts.
///
/// # Errors
///
/// When the document's history cannot be applied.
pub fn check<'f>(
    document: &Document,
    facts: &'f [Fact],
) -> Result<Vec<(&'f Fact, Disagreement)>, Error> {
    let mut groups: BTreeMap<&Contract, Vec<usize>> = BTreeMap::new();
    for (at, fact) in facts.iter().enumerate() {
        groups.entry(&fact.contract).or_default().push(at);
    }
    let mut found = BTreeMap::new();
    for (contract, members) in groups {
        let projected = project(document, contract)?;
        let bench = Bench::new(projected.as_ref().unwrap_or(document), contract);
        for at in members {
            if let Err(disagreement) = bench.check(&facts[at].claim, &facts[at]) {
                found.insert(at, disagreement);
            }
        }
    }
    Ok(found
        .into_iter()
        .map(|(at, disagreement)| (&facts[at], disagreement))
        .collect())
}

/// The document a contract reads; none for the whole document itself.
///
/// # Errors
///
/// When the document's history cannot be applied, or the fact names no version.
pub fn project(
    document: &Document,
    contract: &Contract,
) -> Result<Option<Document>, openapi_document::Error> {
    match contract {
        Contract::Whole => Ok(None),
        Contract::Of(version) => {
            let version: Version = version.parse()?;
            as_of(document, &version, HISTORY).map(Some)
        }
    }
}
