//! Every small lie the document could tell: mutations of one claim each, and which of them nothing would notice.
//!
//! A mutation changes a copy of the document in memory. Facts and payloads are then held against the copy; a claim
//! whose mutations all pass unnoticed is a claim that nothing proves.

mod build;
mod components;
mod operations;
mod reach;
mod schemas;
mod survey;

use openapi_document::Document;
use openapi_document::node::{Node, Value};
use openapi_document::pointer::Pointer;

pub use reach::Reach;
pub use survey::{Outcome, Survey, payload_facts, survey};

/// One change of one claim.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Where and what, such as `JobBasic.properties.coverage: nullable removed`; stable and unique.
    pub name: String,
    /// The property, parameter or header that it is about.
    pub about: String,
    /// The node that it changes, by which the facts that can notice are found.
    pub place: Pointer,
    steps: Vec<Step>,
}

/// A change of the tree.
#[derive(Clone, Debug)]
enum Step {
    /// Puts a node at a place, whose last key may be new.
    Set(Pointer, Node),
    /// Takes the node at a place away.
    Remove(Pointer),
    /// Gives the node at a place another key.
    Rename(Pointer, String),
}

impl Mutant {
    /// A copy of the document with the claim changed.
    ///
    /// # Panics
    ///
    /// When the document is not the one the mutation was made for.
    pub fn apply(&self, document: &Document) -> Document {
        let mut root = document.root().clone();
        for step in &self.steps {
            step.apply(&mut root)
                .unwrap_or_else(|| panic!("{}: {step:?} leads nowhere", self.name));
        }
        document.with_root(root)
    }

    /// What the name says before the first `.` or `:`, under which survivors are listed.
    pub fn group(&self) -> &str {
        self.name.split(['.', ':']).next().unwrap_or_default()
    }

    /// A mutation that changes nothing, which nothing can notice.
    pub fn idle(place: Pointer) -> Self {
        Self {
            name: format!("{place}: untouched"),
            about: String::new(),
            place,
            steps: Vec::new(),
        }
    }
}

impl Step {
    fn apply(&self, root: &mut Node) -> Option<()> {
        let (Self::Set(at, _) | Self::Remove(at) | Self::Rename(at, _)) = self;
        let parent = root.at_mut(&at.parent()?)?;
        let key = at.last()?;
        match (self, &mut parent.value) {
            (Self::Set(_, node), Value::Object(_)) => parent.set(key, node.clone()),
            (Self::Set(_, node), Value::Array(items)) => match key.parse::<usize>().ok()? {
                end if end == items.len() => items.push(node.clone()),
                index => *items.get_mut(index)? = node.clone(),
            },
            (Self::Remove(_), Value::Object(_)) => {
                parent.remove(key)?;
            }
            (Self::Remove(_), Value::Array(items)) => {
                let index = key
                    .parse::<usize>()
                    .ok()
                    .filter(|index| *index < items.len())?;
                items.remove(index);
            }
            (Self::Rename(_, new), Value::Object(members)) => {
                members
                    .iter_mut()
                    .find(|member| member.key == key)?
                    .key
                    .clone_from(new);
            }
            _ => return None,
        }
        Some(())
    }
}

/// Every mutation of a document, sorted by name.
///
/// ```
/// use gitlab_jobs_tests::{input::Root, mutate};
///
/// let document = mutate::bare(&Root::default().document()?);
/// let mutants = mutate::all(&document);
/// assert!(mutants.iter().any(|mutant| mutant.name == "JobBasic.properties.coverage: nullable removed"));
/// # Ok::<(), gitlab_jobs_tests::input::Error>(())
/// ```
pub fn all(document: &Document) -> Vec<Mutant> {
    let mut build = build::Build::new(document);
    operations::mutate(&mut build);
    components::mutate(&mut build);
    let mut mutants = build.finish();
    mutants.sort_by(|a, b| a.name.cmp(&b.name));
    mutants
}

/// The document without what no reader judges, such as descriptions and examples, so that copies are cheap.
#[must_use]
pub fn bare(document: &Document) -> Document {
    let mut root = document.root().clone();
    strip(&mut root, false);
    document.with_root(root)
}

/// `names` tells whether the keys of this object are names somebody gave and no keywords.
fn strip(node: &mut Node, names: bool) {
    const PROSE: [&str; 6] = [
        "description",
        "summary",
        "title",
        "example",
        "examples",
        "externalDocs",
    ];
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, false)),
        Value::Object(members) => {
            if !names {
                members.retain(|member| !PROSE.contains(&member.key.as_str()));
            }
            for member in members {
                let holds_names = !names
                    && matches!(
                        member.key.as_str(),
                        "properties"
                            | "schemas"
                            | "parameters"
                            | "headers"
                            | "responses"
                            | "securitySchemes"
                            | "paths"
                            | "content"
                    );
                strip(&mut member.node, holds_names);
            }
        }
        _ => {}
    }
}
