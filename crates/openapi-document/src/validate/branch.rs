//! Choices: `anyOf`, `oneOf`, `not` and `if`, and which branch a value comes closest to.

use std::collections::{BTreeMap, BTreeSet};

use crate::node::Node;
use crate::schema::{Id, Keyword};
use crate::source::Span;

use super::container::Known;
use super::number::equal;
use super::run::{Fact, Here, Run};
use super::scalar::{nearest, unlisted};
use super::{Rule, Violation, closed};

/// How many of the closest branch's violations a message quotes.
const QUOTED: usize = 3;

/// How many characters of each: reasons can hold reasons in turn.
const LONGEST: usize = 300;

/// How many references and parts are followed to the values of a member.
const LONGEST_CHAIN: usize = 6;

/// What came of applying one branch.
struct Outcome {
    branch: Id,
    violations: Vec<Violation>,
    facts: Vec<Fact>,
}

impl Outcome {
    fn matches(&self) -> bool {
        !self.violations.iter().any(|found| found.rule.decides())
    }

    /// Whether the branch is for values of another kind altogether.
    fn is_foreign(&self, place: usize) -> bool {
        self.violations.iter().any(|found| {
            found.order.len() <= place && matches!(found.rule, Rule::Type | Rule::Never)
        })
    }

    /// The members of the value at hand whose constants the branch refuses.
    fn refused(&self, place: usize) -> impl Iterator<Item = usize> {
        let constants = self.violations.iter().filter(move |found| {
            found.order.len() == place + 1 && matches!(found.rule, Rule::Const | Rule::Enum)
        });
        constants.filter_map(|found| found.order.last().copied())
    }

    /// What the branch says against the constant of one member.
    fn refusing(&self, place: usize, at: usize) -> impl Iterator<Item = &Violation> {
        self.violations.iter().filter(move |found| {
            found.order.len() == place + 1
                && found.order.last() == Some(&at)
                && matches!(found.rule, Rule::Const | Rule::Enum)
        })
    }

    /// What the branch knows of the node at hand.
    fn known(&self, node: &Node) -> Known {
        let mut known = Known::default();
        let here = self
            .facts
            .iter()
            .filter(|fact| fact.node == std::ptr::from_ref(node));
        here.for_each(|fact| known.learn(fact.kind));
        known
    }
}

/// How far a value is from a branch, the nearest first: whether it is of another kind, whether the member that tells
/// the branches apart says another one, and the number of slips, members that the branch does not declare included.
type Distance = (bool, bool, usize);

impl<'d> Run<'_, 'd> {
    /// Applies a schema to the node at hand and takes what was found out of the run.
    fn attempt(&mut self, branch: Id, here: Here<'_>) -> Outcome {
        let (violations, facts) = (self.violations.len(), self.trail.len());
        self.also(branch, here);
        Outcome {
            branch,
            violations: self.violations.split_off(violations),
            facts: self.trail.split_off(facts),
        }
    }

    /// Applies every branch, unless the budget ends first; then the refusal is passed on.
    fn attempts(&mut self, branches: &[Id], here: Here<'_>) -> Option<Vec<Outcome>> {
        let mut outcomes = Vec::with_capacity(branches.len());
        for branch in branches {
            let outcome = self.attempt(*branch, here);
            if self.is_exhausted() {
                self.keep(outcome);
                return None;
            }
            outcomes.push(outcome);
        }
        Some(outcomes)
    }

    /// Puts what a branch found back into the run.
    fn keep(&mut self, outcome: Outcome) {
        self.violations.extend(outcome.violations);
        self.trail.extend(outcome.facts);
    }

    pub(super) fn any_of(&mut self, branches: &[Id], here: Here<'_>, span: Span) {
        let Some(outcomes) = self.attempts(branches, here) else {
            return;
        };
        if !outcomes.iter().any(Outcome::matches) {
            self.no_branch(Rule::AnyOf, outcomes, here, span);
            return;
        }
        // Where one branch is content, the remarks of another that also matches would only mislead.
        let content = outcomes.iter().any(|outcome| outcome.violations.is_empty());
        for mut outcome in outcomes.into_iter().filter(Outcome::matches) {
            if content {
                outcome.violations.clear();
            }
            self.keep(outcome);
        }
    }

    pub(super) fn one_of(&mut self, branches: &[Id], here: Here<'_>, span: Span) {
        let Some(mut outcomes) = self.attempts(branches, here) else {
            return;
        };
        let matching = outcomes.iter().filter(|outcome| outcome.matches()).count();
        match matching {
            0 => self.no_branch(Rule::OneOf, outcomes, here, span),
            1 => {
                outcomes.retain(Outcome::matches);
                for outcome in outcomes {
                    self.keep(outcome);
                }
            }
            _ => {
                outcomes.retain(Outcome::matches);
                let names: Vec<_> = outcomes
                    .iter()
                    .map(|outcome| format!("`{}`", self.store.get(outcome.branch).address))
                    .collect();
                let message = format!(
                    "expected a match with exactly one schema, found {matching}: {}",
                    names.join(", ")
                );
                self.violation(Rule::OneOf, here, span, message);
                // All of them describe the value, so their properties are known.
                for outcome in outcomes {
                    self.trail.extend(outcome.facts);
                }
            }
        }
    }

    /// How far the value is from each branch.
    fn distances(&self, outcomes: &[Outcome], here: Here<'_>) -> Vec<Distance> {
        let place = here.path.pointer().tokens().len();
        let known: Vec<Known> = outcomes
            .iter()
            .map(|outcome| outcome.known(here.node))
            .collect();
        let refused: Vec<Vec<usize>> = outcomes
            .iter()
            .map(|outcome| outcome.refused(place).collect())
            .collect();
        // A constant that one branch refuses and another one lists tells which is meant; one that no branch lists is
        // a slip like any other.
        let listed_elsewhere = |at: usize| {
            let mut others = known.iter().zip(&refused);
            others.any(|(known, refused)| !refused.contains(&at) && self.lists(known, here, at))
        };
        let branches = outcomes.iter().zip(&known).zip(&refused);
        branches
            .map(|((outcome, known), refused)| {
                let slips = outcome.violations.iter();
                let slips = slips.filter(|found| found.rule.decides()).count();
                let members = here.node.members().len();
                let strange = (0..members).filter(|at| !known.has(*at)).count();
                let strange = if known.declared.is_empty() {
                    0
                } else {
                    strange
                };
                let another = refused.iter().any(|at| listed_elsewhere(*at));
                (outcome.is_foreign(place), another, slips + strange)
            })
            .collect()
    }

    /// The members whose values no branch takes, each with all values that any of them does: a member that tells the
    /// branches apart.
    fn refusals(&self, outcomes: &[Outcome], here: Here<'_>) -> BTreeMap<usize, Vec<&'d Node>> {
        let place = here.path.pointer().tokens().len();
        let mut found: BTreeMap<usize, (usize, Vec<&'d Node>)> = BTreeMap::new();
        let likely = outcomes.iter().filter(|outcome| !outcome.is_foreign(place));
        let mut branches = 0;
        for outcome in likely {
            branches += 1;
            let at: BTreeSet<usize> = outcome.refused(place).collect();
            for at in at {
                let (count, values) = found.entry(at).or_default();
                *count += 1;
                for violation in outcome.refusing(place, at) {
                    for value in self.listed(&violation.schema) {
                        if !values.iter().any(|known| equal(known, value)) {
                            values.push(value);
                        }
                    }
                }
            }
        }
        found
            .into_iter()
            .filter(|(_, (count, _))| *count == branches && branches > 1)
            .map(|(at, (_, values))| (at, values))
            .collect()
    }

    /// The values that the schema at an address lists itself.
    fn listed(&self, address: &str) -> Vec<&'d Node> {
        let id = self.store.lookup(address);
        let demands = id.map_or(&[][..], |id| &self.store.get(id).demands);
        let mut found = Vec::new();
        for demand in demands {
            match demand.keyword {
                Keyword::Enum(values) => found.extend(values),
                Keyword::Const(value) => found.push(value),
                _ => {}
            }
        }
        found
    }

    /// Whether a branch that knows this much lists the values of a member.
    fn lists(&self, known: &Known, here: Here<'_>, at: usize) -> bool {
        let Some(member) = here.node.members().get(at) else {
            return false;
        };
        let declaring = known.declared.iter();
        let mut schemas = declaring.filter_map(|(id, _)| {
            let mut members = closed::members_of(self.store, *id);
            members.find_map(|members| members.properties.get(member.key.as_str()))
        });
        schemas.any(|property| self.is_list(property.schema, LONGEST_CHAIN))
    }

    /// Whether a schema, or what it is made of, lists values.
    fn is_list(&self, id: Id, chain: usize) -> bool {
        let Some(chain) = chain.checked_sub(1) else {
            return false;
        };
        let mut demands = self.store.get(id).demands.iter();
        demands.any(|demand| match &demand.keyword {
            Keyword::Const(_) | Keyword::Enum(_) => true,
            Keyword::Reference(target) => self.is_list(*target, chain),
            Keyword::AllOf(parts) => parts.iter().any(|part| self.is_list(*part, chain)),
            _ => false,
        })
    }

    /// Tells that no branch fits, and what keeps the value from the closest one.
    fn no_branch(&mut self, rule: Rule, outcomes: Vec<Outcome>, here: Here<'_>, span: Span) {
        let count = outcomes.len();
        let refusals = self.refusals(&outcomes, here);
        let distances = self.distances(&outcomes, here);
        let closest = outcomes.into_iter().zip(distances);
        let closest = closest
            .min_by_key(|(_, distance)| *distance)
            .map(|(outcome, _)| outcome);
        let Some(mut closest) = closest else {
            let message = "expected a match with a schema, but none is listed".to_owned();
            self.violation(rule, here, span, message);
            return;
        };
        for (at, values) in refusals {
            let Some(member) = here.node.members().get(at) else {
                continue;
            };
            let place = here.path.key(&member.key, at).pointer();
            let told = closest.violations.iter_mut().find(|found| {
                matches!(found.rule, Rule::Const | Rule::Enum) && found.instance == place
            });
            if let Some(told) = told {
                told.message = unlisted("expected", values.iter().copied(), &member.node);
                told.suggestion = nearest(values.iter().copied(), &member.node);
            }
        }
        closest.violations.sort_by(|left, right| {
            let place = left.order.cmp(&right.order);
            place.then(left.rule.cmp(&right.rule))
        });
        let deciding = closest
            .violations
            .iter()
            .filter(|found| found.rule.decides());
        let mut reasons: Vec<_> = deciding.map(|found| cut(&found.to_string())).collect();
        if reasons.len() > QUOTED {
            let more = reasons.len() - QUOTED;
            reasons.truncate(QUOTED);
            reasons.push(format!("{more} more"));
        }
        let address = &self.store.get(closest.branch).address;
        let which = match count {
            1 => format!("does not match `{address}`"),
            _ => format!("matches none of {count} schemas; the closest is `{address}`"),
        };
        let message = format!("the value {which}: {}", reasons.join("; "));
        // What the closest branch declares is not strange to the reader, so it is not called unknown.
        self.trail.append(&mut closest.facts);
        self.violation(rule, here, span, message).causes = closest.violations;
    }

    pub(super) fn not(&mut self, id: Id, here: Here<'_>, span: Span) {
        let Some(outcomes) = self.attempts(&[id], here) else {
            return;
        };
        if outcomes.iter().all(Outcome::matches) {
            let address = &self.store.get(id).address;
            let found = super::describe(here.node);
            let message = format!("expected no match with `{address}`, found {found}");
            self.violation(Rule::Not, here, span, message);
        }
    }

    pub(super) fn condition(
        &mut self,
        test: Id,
        then: Option<Id>,
        otherwise: Option<Id>,
        here: Here<'_>,
    ) {
        let Some(outcomes) = self.attempts(&[test], here) else {
            return;
        };
        let holds = outcomes.iter().all(Outcome::matches);
        if holds {
            for outcome in outcomes {
                self.keep(outcome);
            }
        }
        if let Some(next) = if holds { then } else { otherwise } {
            self.also(next, here);
        }
    }
}

fn cut(reason: &str) -> String {
    match reason.char_indices().nth(LONGEST) {
        None => reason.to_owned(),
        Some((at, _)) => format!("{}…", &reason[..at]),
    }
}
