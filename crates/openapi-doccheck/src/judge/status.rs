//! Statuses: those that the operation does not answer with.

use crate::claim::{Claim, StatusRow};
use crate::finding::Finding;
use crate::rule::Rule;
use crate::suggest::list;

use super::{Bench, label, title};

impl Bench<'_, '_> {
    pub(super) fn status(&mut self, claim: &Claim, row: &StatusRow) {
        let operations = self.operations(&claim.binding);
        let Some(operation) = operations.first() else {
            return;
        };
        if operations
            .iter()
            .any(|operation| operation.response(row.code).is_some())
        {
            return;
        }
        let message = format!("`{}` does not answer with {}", title(operation), row.code);
        let known: Vec<&str> = operation
            .responses()
            .iter()
            .map(openapi_document::operation::Response::status)
            .collect();
        let responses = operation.node().member("responses");
        let at = responses.map_or(operation.node().span, |member| member.key_span);
        let mut finding = Finding::new(Rule::StatusUnknown, row.text.span, message)
            .operation(label(operation))
            .pointer(row.code.to_string())
            .place(
                at,
                super::schema::below(&operation.address(), &["responses"]),
            );
        if !known.is_empty() {
            finding = finding.help(format!("it answers with {}", list(&known)));
        }
        self.findings.push(finding);
    }
}
