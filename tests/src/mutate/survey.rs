//! Showing every mutation to the facts and payloads, and keeping what nobody noticed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use openapi_document::validate::{Direction, Options, Validator};
use openapi_document::{Document, json, source::FileId};

use super::{Mutant, Reach};
use crate::facts::{self, Bench, Claim, Contract, Expected, Fact, TODAY};
use crate::input::Error;
use crate::payload::{Payload, Slot};

/// How a mutation fared.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// This fact or payload disagrees with the mutated document.
    Noticed(String),
    /// The document's history no longer makes sense, for this reason; no evidence was needed.
    Refused(String),
    /// Nothing disagrees.
    Survived,
}

/// Every mutation with its outcome.
#[derive(Debug)]
pub struct Survey<'m> {
    /// The mutations in the order they were given.
    pub outcomes: Vec<(&'m Mutant, Outcome)>,
}

/// Facts that the payloads state: each has the disagreements that it has today, and no others.
///
/// A payload that is not JSON states nothing.
///
/// # Errors
///
/// When the document's history cannot be applied.
pub fn payload_facts(document: &Document, payloads: &[Payload]) -> Result<Vec<Fact>, Error> {
    let mut facts = Vec::new();
    for payload in payloads {
        let Ok(parsed) = json::parse(&payload.text, FileId(0)) else {
            continue;
        };
        let contract = Contract::Of(payload.version.clone());
        let projected = facts::project(document, &contract)?;
        let projected = projected.as_ref().unwrap_or(document);
        let operation = projected.operation(&payload.operation);
        let (media_type, direction) = match payload.slot {
            Slot::Request => {
                let body = operation.and_then(|operation| operation.request_body());
                (body.and_then(|body| body.json()), Direction::Request)
            }
            Slot::Response(status) => {
                let response = operation.and_then(|operation| operation.response(status));
                (
                    response.and_then(|response| response.json()),
                    Direction::Response,
                )
            }
        };
        let Some((_, address)) = media_type.and_then(|media_type| media_type.schema()) else {
            continue;
        };
        let options = Options::default().direction(direction).closed(true);
        let violations = Validator::new(projected).validate(&address, &parsed.node, &options);
        let findings = violations
            .into_iter()
            .map(|violation| (violation.rule.as_str().to_owned(), violation.instance))
            .collect();
        facts.push(Fact {
            name: payload.file.clone(),
            file: payload.file.clone(),
            source: "payload".to_owned(),
            operation: payload.operation.clone(),
            about: String::new(),
            contract,
            claim: Claim::Body {
                slot: payload.slot,
                value: parsed.node,
                expected: Expected::Findings(findings),
            },
        });
    }
    Ok(facts)
}

/// Shows each mutation to the facts that can see it, on two threads.
///
/// `see_all` shows it to every fact instead, which takes much longer and must lead to the same outcomes.
///
/// # Panics
///
/// When holding a fact against a mutated document does.
pub fn survey<'m>(
    document: &Document,
    mutants: &'m [Mutant],
    facts: &[Fact],
    see_all: bool,
) -> Survey<'m> {
    let plan = Plan::new(document, facts, see_all);
    let next = AtomicUsize::new(0);
    let found = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mutant) = mutants.get(number) else {
                        break;
                    };
                    let outcome = plan.show(mutant);
                    found
                        .lock()
                        .expect("no thread panics while it holds the lock")
                        .insert(number, outcome);
                }
            });
        }
    });
    let found = found
        .into_inner()
        .expect("no thread panics while it holds the lock");
    Survey {
        outcomes: mutants.iter().zip(found.into_values()).collect(),
    }
}

/// Which facts to show a mutation of each unit.
struct Plan<'f> {
    document: &'f Document,
    facts: &'f [Fact],
    by_unit: BTreeMap<String, Vec<usize>>,
    see_all: bool,
}

impl<'f> Plan<'f> {
    fn new(document: &'f Document, facts: &'f [Fact], see_all: bool) -> Self {
        let reach = Reach::new(document);
        let mut by_unit: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, fact) in facts.iter().enumerate() {
            for unit in reach.of(fact) {
                by_unit.entry(unit).or_default().push(number);
            }
        }
        Self {
            document,
            facts,
            by_unit,
            see_all,
        }
    }

    fn show(&self, mutant: &Mutant) -> Outcome {
        let all: Vec<usize>;
        let seers = if self.see_all {
            all = (0..self.facts.len()).collect();
            &all[..]
        } else {
            self.by_unit
                .get(&Reach::unit(&mutant.place))
                .map_or(&[][..], Vec::as_slice)
        };
        // Today's contract sees the most, so it comes first; the whole document needs no projection.
        let today = Contract::Of(TODAY.to_owned());
        let mut groups: BTreeMap<(u8, &Contract), Vec<&Fact>> = BTreeMap::new();
        groups.insert((0, &today), Vec::new());
        for number in seers {
            let fact = &self.facts[*number];
            let rank = match &fact.contract {
                contract if *contract == today => 0,
                Contract::Whole => 1,
                Contract::Of(_) => 2,
            };
            groups.entry((rank, &fact.contract)).or_default().push(fact);
        }
        let mutated = mutant.apply(self.document);
        let mut refused = None;
        for ((_, contract), mut facts) in groups {
            let projected = match facts::project(&mutated, contract) {
                Ok(projected) => projected,
                Err(error) => {
                    refused.get_or_insert_with(|| error.to_string());
                    continue;
                }
            };
            let bench = Bench::new(projected.as_ref().unwrap_or(&mutated), contract);
            facts.sort_by_key(|fact| fact.about != mutant.about);
            if let Some(fact) = facts
                .iter()
                .find(|fact| bench.check(&fact.claim, fact).is_err())
            {
                return Outcome::Noticed(fact.name.clone());
            }
        }
        refused.map_or(Outcome::Survived, Outcome::Refused)
    }
}

impl Survey<'_> {
    /// The names of the mutations that nothing noticed.
    pub fn survivors(&self) -> BTreeSet<&str> {
        let survivors = self.listed(|outcome| *outcome == Outcome::Survived);
        survivors
            .into_iter()
            .map(|mutant| mutant.name.as_str())
            .collect()
    }

    /// Counts, then the claims under the operation or component they belong to.
    pub fn to_text(&self) -> String {
        let survived = self.listed(|outcome| *outcome == Outcome::Survived);
        let refused = self.listed(|outcome| matches!(outcome, Outcome::Refused(_)));
        let all = self.outcomes.len();
        let noticed = all - survived.len() - refused.len();
        let mut text = format!(
            "{all} mutations of one claim each\n{noticed} noticed by a fact, a payload or the treaty\n{} refused as a history that contradicts itself\n{} unproven\n",
            refused.len(),
            survived.len()
        );
        for (title, mutants) in [("Unproven", survived), ("Refused", refused)] {
            write!(text, "\n# {title}\n").expect("a string takes any text");
            let mut group = "";
            for mutant in mutants {
                if mutant.group() != group {
                    group = mutant.group();
                    writeln!(text, "\n{group}").expect("a string takes any text");
                }
                let rest = mutant.name.strip_prefix(group).unwrap_or(&mutant.name);
                let rest = rest.trim_start_matches(['.', ':', ' ']);
                writeln!(text, "  {rest}").expect("a string takes any text");
            }
        }
        text
    }

    fn listed(&self, wanted: impl Fn(&Outcome) -> bool) -> Vec<&Mutant> {
        let wanted = self.outcomes.iter().filter(|(_, outcome)| wanted(outcome));
        wanted.map(|(mutant, _)| *mutant).collect()
    }
}
