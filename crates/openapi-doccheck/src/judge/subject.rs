//! What a table or list of attributes is about when nothing before it says so: what is sent, or what comes back.

use std::collections::BTreeMap;

use openapi_document::operation::Operation;

use crate::claim::{Attribute, Claim, ClaimKind, Form, Place};
use crate::finding::{Finding, Level};
use crate::rule::Rule;
use crate::suggest::closest;

use super::declared::Declared;
use super::query::stem;
use super::{Bench, label, title};

/// What rows turned out to be about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Subject {
    /// What an operation answers with.
    Answer,
    /// Something that is neither sent nor answered.
    Unsure,
}

impl<'d> Bench<'_, 'd> {
    /// The subjects of the rows that are not about what is sent though nothing says so, by the index of their claims.
    ///
    /// Only rows without a word on whether they are required can be about something else than what is sent, and only
    /// when none of them is, or is nearly.
    pub(super) fn subjects(&mut self) -> BTreeMap<usize, Subject> {
        let claims = &self.claims.claims;
        let mut found = BTreeMap::new();
        let mut start = 0;
        while start < claims.len() {
            let rows = run(&claims[start..]);
            let here = start..start + rows.len().max(1);
            start = here.end;
            let Some((first, _)) = rows.first() else {
                continue;
            };
            let says = |row: &Attribute| row.place == Place::Response || row.required.is_some();
            if rows.iter().any(|(_, row)| says(row)) {
                continue;
            }
            let [operation] = self.operations(&first.binding)[..] else {
                continue;
            };
            let Some(sent) = self.sent_as(&operation) else {
                continue;
            };
            if rows
                .iter()
                .any(|(claim, row)| self.is_one(claim, row, &operation, &sent))
            {
                continue;
            }
            let answered = self.answered_as(&operation).unwrap_or_default();
            let known = rows
                .iter()
                .filter(|(claim, row)| self.is_one(claim, row, &operation, &answered));
            let subject = if known.count() * 2 >= rows.len() {
                Subject::Answer
            } else {
                self.neither(first, &operation);
                Subject::Unsure
            };
            found.extend(here.map(|index| (index, subject)));
        }
        found
    }

    /// Whether a row is one of these, or was meant to be.
    fn is_one(
        &self,
        claim: &Claim,
        row: &Attribute,
        operation: &Operation<'d>,
        declared: &[Declared<'d>],
    ) -> bool {
        let written = row.name.text.trim_start_matches(':');
        let names = declared.iter().map(|known| stem(known.name));
        self.find(claim, written, &row.parents, operation, declared)
            .is_some()
            || closest(&stem(written).to_lowercase(), names).is_some()
    }

    fn neither(&mut self, first: &Claim, operation: &Operation<'d>) {
        let ClaimKind::Attribute(row) = &first.kind else {
            return;
        };
        let message = format!(
            "these rows are neither what `{}` takes nor what it answers",
            title(operation)
        );
        let finding = Finding::new(Rule::BindingUnsure, row.name.span, message)
            .level(Level::Note)
            .operation(label(operation))
            .place(operation.node().span, operation.address())
            .help("say with `<!-- doccheck: operation=... -->` before them what they are about");
        self.findings.push(finding);
    }
}

/// The rows of the table or list that the claims begin with; none when they begin with something else.
fn run(claims: &[Claim]) -> Vec<(&Claim, &Attribute)> {
    let mut found: Vec<(&Claim, &Attribute)> = Vec::new();
    for claim in claims {
        let ClaimKind::Attribute(row) = &claim.kind else {
            break;
        };
        let goes_on = found.last().is_none_or(|(before, last)| {
            let is_list = last.form == Form::Bullet && row.form == Form::Bullet;
            before.binding == claim.binding && (is_list || last.group == row.group)
        });
        if !goes_on {
            break;
        }
        found.push((claim, row));
    }
    found
}
