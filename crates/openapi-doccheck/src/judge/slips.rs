//! Slips: where a value does not fit its schema, without what the page excuses and what follows from another slip.

use std::collections::BTreeSet;

use openapi_document::Pointer;
use openapi_document::validate::{Rule as Kind, Violation};

use crate::recover::{Recovered, RepairKind};

/// What an example says of itself: what it leaves out, and which of its values stand for others.
pub(super) struct Said<'j> {
    placeholders: BTreeSet<&'j [String]>,
    elided: BTreeSet<&'j [String]>,
    is_fragment: bool,
}

impl<'j> Said<'j> {
    pub(super) fn of(json: &'j Recovered) -> Self {
        let mut repairs = json.repairs.iter();
        Self {
            placeholders: json.placeholders.iter().map(Pointer::tokens).collect(),
            elided: json.elided.iter().map(Pointer::tokens).collect(),
            is_fragment: repairs.any(|repair| repair.kind == RepairKind::Fragment),
        }
    }

    /// Whether the page itself says that a value is not to be taken at its word.
    pub(super) fn excuses(&self, violation: &Violation) -> bool {
        let at = violation.instance.tokens();
        let counts_items = matches!(
            violation.rule,
            Kind::MinItems
                | Kind::MinProperties
                | Kind::Contains
                | Kind::Limit
                | Kind::UnknownSchema
        );
        let placeholder = !self.placeholders.is_empty()
            && (0..=at.len()).any(|depth| self.placeholders.contains(&at[..depth]));
        placeholder || (counts_items && self.elided.contains(at))
    }

    /// Whether an elision stands in the object that lacks a property, or the example is a bare fragment of it.
    pub(super) fn leaves_out(&self, violation: &Violation) -> bool {
        let Some((_, object)) = violation.instance.tokens().split_last() else {
            return false;
        };
        let missing = matches!(violation.rule, Kind::Required | Kind::DependentRequired);
        missing && (self.elided.contains(object) || (self.is_fragment && object.is_empty()))
    }
}

/// What explains other violations of the same value.
pub(super) struct Causes<'v> {
    /// The values that fit none of several branches.
    choices: BTreeSet<&'v [String]>,
    /// Each object with a property in it that was probably meant by one that is not known.
    meant: BTreeSet<(&'v [String], &'v str)>,
    /// Each object with the one property that keeps it from the closest of several branches.
    lacking: BTreeSet<(&'v [String], &'v str)>,
}

impl<'v> Causes<'v> {
    pub(super) fn of(violations: &'v [Violation]) -> Self {
        let choices = violations
            .iter()
            .filter(|violation| matches!(violation.rule, Kind::AnyOf | Kind::OneOf));
        let lacking = choices.clone().filter_map(|violation| {
            let only = only_cause(violation);
            let (name, object) = only.instance.tokens().split_last()?;
            (only.rule == Kind::Required).then_some((object, name.as_str()))
        });
        let misspelt = violations
            .iter()
            .filter(|violation| violation.rule == Kind::UnknownProperty);
        Self {
            lacking: lacking.collect(),
            choices: choices
                .map(|violation| violation.instance.tokens())
                .collect(),
            meant: misspelt
                .filter_map(|violation| {
                    let (_, object) = violation.instance.tokens().split_last()?;
                    Some((object, violation.suggestion.as_deref()?))
                })
                .collect(),
        }
    }

    /// Whether a property is missing only because its name is misspelt.
    pub(super) fn is_misspelt(&self, violation: &Violation) -> bool {
        let split = violation.instance.tokens().split_last();
        violation.rule == Kind::Required
            && split.is_some_and(|(name, object)| self.meant.contains(&(object, name)))
    }

    /// Whether a violation follows from another one that is told already: a property is missing because its name is
    /// misspelt, or unknown because its object fits none of several branches for another reason.
    pub(super) fn explain(&self, violation: &Violation) -> bool {
        let split = violation.instance.tokens().split_last();
        let suggestion = violation.suggestion.as_deref();
        let is_reason =
            |object| suggestion.is_some_and(|meant| self.lacking.contains(&(object, meant)));
        let in_choice = violation.rule == Kind::UnknownProperty
            && split.is_some_and(|(_, object)| self.choices.contains(object) && !is_reason(object));
        in_choice || self.is_misspelt(violation)
    }
}

/// For a value that fits no branch of a choice: the one thing that keeps it from the closest, when it is one thing.
pub(super) fn only_cause(violation: &Violation) -> &Violation {
    let mut deciding = violation.causes.iter().filter(|cause| cause.rule.decides());
    match (violation.rule, deciding.next(), deciding.next()) {
        (Kind::AnyOf | Kind::OneOf, Some(only), None) => only_cause(only),
        _ => violation,
    }
}
