//! What a page leaves out: attributes of an operation whose others it describes, and successes among its statuses.

use openapi_document::operation::Operation;

use crate::claim::{Attribute, Claim, ClaimKind, Form, Place};
use crate::finding::{Finding, Level};
use crate::rule::Rule;
use crate::suggest::list;

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
            start += group.len();
            if let [operation] = self.operations(binding)[..] {
                self.lacking_attributes(group, &operation);
                self.lacking_statuses(group, &operation);
            }
        }
    }

    fn lacking_attributes(&mut self, group: &[Claim], operation: &Operation<'d>) {
        let rows: Vec<(&Claim, &Attribute)> = group
            .iter()
            .filter_map(|claim| match &claim.kind {
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
        let named = |name: &str| {
            rows.iter().any(|(claim, row)| {
                let written = row.name.text.trim_start_matches(':');
                stem(written) == stem(name)
                    || self.placeholder(claim, written, operation).as_deref() == Some(name)
            })
        };
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
            self.findings.push(
                Finding::new(Rule::AttributeMissing, span, message)
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
