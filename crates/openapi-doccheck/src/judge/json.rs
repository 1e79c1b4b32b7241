//! The syntax of JSON examples: one finding for each example that does not parse, and one for each repeated key.

use openapi_document::source::Span;

use crate::finding::{Finding, Level};
use crate::recover::{Recovered, Repair, RepairKind};
use crate::rule::Rule;

use super::Bench;

impl Bench<'_, '_> {
    /// Judges the syntax of one example; the rest of it is judged apart, as it is after all repairs.
    pub(super) fn json(&mut self, json: &Recovered, span: Span) {
        let deliberate = |repair: &&Repair| {
            matches!(
                repair.kind,
                RepairKind::Comment | RepairKind::Elision | RepairKind::Placeholder
            )
        };
        let defect = json.repairs.iter().find(|repair| !deliberate(repair));
        if let Some(repair) = defect.or(json.repairs.first()) {
            let mut finding = Finding::new(Rule::JsonSyntax, repair.span, repair.message.clone());
            let mut help = match (&repair.edit, repair.safe) {
                _ if defect.is_none() => "readers who copy it must complete it first".to_owned(),
                (Some(edit), safe) => {
                    let repair = if edit.text.trim().is_empty() {
                        "remove it".to_owned()
                    } else {
                        format!("write `{}`", edit.text.trim())
                    };
                    let fix = if safe { ", as `--fix` does" } else { "" };
                    format!("{repair}{fix}")
                }
                (None, _) => String::new(),
            };
            if defect.is_none() {
                finding = finding.level(Level::Note);
            }
            let others = json
                .repairs
                .iter()
                .filter(|other| !deliberate(other))
                .count();
            if others > 1 {
                if !help.is_empty() {
                    help.push_str("; ");
                }
                let more = others - 1;
                let noun = if more == 1 { "defect" } else { "defects" };
                help = format!("{help}{more} more {noun} in this example");
            }
            finding.help = (!help.is_empty()).then_some(help);
            if defect.is_some() {
                let safe = json.repairs.iter().filter(|repair| repair.safe);
                finding.edits = safe.filter_map(|repair| repair.edit.clone()).collect();
            }
            self.findings.push(finding);
        } else if json.node.is_none() {
            let message = "this example is marked as JSON but holds no value";
            let mut span = span;
            span.end = span.end.min(span.start + 1);
            self.findings
                .push(Finding::new(Rule::JsonSyntax, span, message));
        }
        for duplicate in &json.duplicates {
            let name = duplicate.pointer.last().unwrap_or_default();
            let message =
                format!("the key `{name}` is there twice, and only the last value counts");
            self.findings.push(
                Finding::new(Rule::JsonDuplicateKey, duplicate.span, message)
                    .pointer(duplicate.pointer.to_string())
                    .help("keep one of the two"),
            );
        }
    }
}
