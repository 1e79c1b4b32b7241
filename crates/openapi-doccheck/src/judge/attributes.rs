//! What a page leaves out: attributes of an operation whose others it describes, and successes among its statuses.

use std::collections::BTreeSet;

use openapi_document::operation::Operation;

use crate::claim::{Attribute, Claim, ClaimKind, Form, Place};
use crate::finding::{Finding, Level};
use crate::rule::Rule;
use crate::suggest::{closest, list};

use super::query::stem;
use super::{Bench, label, title};

impl<'d> Bench<'_, 'd> {
    /// Judges the attributes and statuses of each operation together.
    pub(super) fn attributes_and_statuses(&mut self) {
        let claims = self.claims;
        let mut start = 0;
        while let Some(first) = claims.claims.get(start) {
            let binding = &first.binding;
            let rest = &claims.claims[start..];
            // What belongs to the same endpoints stands together, whatever the kinds.
            let many = rest
                .iter()
                .skip(1)
                .take_while(|claim| claim.binding.endpoints == binding.endpoints)
                .count();
            let group = &rest[..=many];
            let first = start;
            start += group.len();
            if let [operation] = self.operations(binding)[..] {
                self.lacking_attributes(first, group, &operation);
                self.lacking_statuses(group, &operation);
            }
        }
    }

    fn lacking_attributes(&mut self, first: usize, group: &[Claim], operation: &Operation<'d>) {
        let rows: Vec<(&Claim, &Attribute)> = (first..)
            .zip(group)
            .filter(|(index, _)| !self.subjects.contains_key(index))
            .filter_map(|(_, claim)| match &claim.kind {
                ClaimKind::Attribute(row) if row.place == Place::Request => Some((claim, row)),
                _ => None,
            })
            .collect();
        let Some((_, row)) = rows.last() else {
            return;
        };
        let Some(declared) = self.sent_as(operation) else {
            return;
        };
        let known: BTreeSet<&str> = declared.iter().map(|known| stem(known.name)).collect();
        let mut described: BTreeSet<String> = BTreeSet::new();
        for (claim, row) in &rows {
            let written = row.name.text.trim_start_matches(':');
            let name = stem(written);
            if !known.contains(name) {
                // A name that is misspelt is told as such.
                let meant = closest(&name.to_lowercase(), known.iter().copied());
                described.extend(meant.map(str::to_owned));
                described.extend(self.placeholder(claim, written, operation));
            }
            described.insert(name.to_owned());
        }
        let named = |name: &str| described.contains(stem(name)) || described.contains(name);
        // Where no row is about a parameter of the path, the endpoint line is all that the page says of them.
        let tells_path = declared
            .iter()
            .any(|known| known.in_path && named(known.name));
        let lacking: Vec<_> = declared
            .iter()
            .filter(|known| known.expected && !named(known.name))
            .collect();
        let (required, optional): (Vec<_>, Vec<_>) = lacking
            .into_iter()
            .partition(|known| known.required == Some(true));
        let span = row.name.span;
        for known in required {
            let message = format!(
                "`{}` requires `{}`, which is not described here",
                title(operation),
                known.name
            );
            let level = if known.in_path && !tells_path {
                Level::Note
            } else {
                Rule::AttributeMissing.level()
            };
            self.findings.push(
                Finding::new(Rule::AttributeMissing, span, message)
                    .level(level)
                    .operation(label(operation))
                    .pointer(known.name)
                    .place(known.span, known.address.clone())
                    .help("add a row for it"),
            );
        }
        if let Some(first) = optional.first() {
            let lacking: Vec<&str> = optional.iter().map(|known| known.name).collect();
            let message = format!(
                "`{}` also takes {}, not described here",
                title(operation),
                list(&lacking)
            );
            self.findings.push(
                Finding::new(Rule::AttributeMissing, span, message)
                    .level(Level::Note)
                    .operation(label(operation))
                    .pointer(lacking.join(","))
                    .place(first.span, first.address.clone()),
            );
        }
    }

    fn lacking_statuses(&mut self, group: &[Claim], operation: &Operation<'d>) {
        let rows = group.iter().filter_map(|claim| match &claim.kind {
            ClaimKind::Status(row) => Some(row),
            _ => None,
        });
        let mut listed = rows.clone().filter(|row| row.form != Form::Prose);
        let Some(first) = listed.find(|row| !row.errors || row.code < 400) else {
            return;
        };
        // Sentences and the labels of examples say it as well.
        let labels = group.iter().filter_map(|claim| {
            let status = claim.binding.status.as_ref()?;
            status.text.parse::<u16>().ok()
        });
        let codes: Vec<u16> = rows.map(|row| row.code).chain(labels).collect();
        let responses = operation.responses();
        let missing: Vec<_> = responses
            .iter()
            .filter(|response| {
                let code = response.status().parse::<u16>();
                code.is_ok_and(|code| (200..300).contains(&code) && !codes.contains(&code))
            })
            .collect();
        let Some(response) = missing.first() else {
            return;
        };
        let names: Vec<&str> = missing.iter().map(|response| response.status()).collect();
        let message = format!(
            "`{}` succeeds with {}, which is not among these statuses",
            title(operation),
            list(&names)
        );
        self.findings.push(
            Finding::new(Rule::StatusUndocumented, first.text.span, message)
                .operation(label(operation))
                .pointer(names.join(","))
                .place(response.node().span, response.address())
                .help("add it"),
        );
    }
}
