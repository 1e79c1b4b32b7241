//! Discriminators by inheritance: the schema that a property names judges the value as well.

use crate::node::Node;
use crate::schema::Discriminator;
use crate::source::Span;

use super::run::{FactKind, Here, Run};
use super::{Rule, Violation, closest, describe, quote};

impl Run<'_, '_> {
    /// Applies the schema that the value says it is.
    ///
    /// Where nothing tells which one that is, the value may have any properties: nobody knows what it is.
    pub(super) fn discriminated(&mut self, by: &Discriminator<'_>, here: Here<'_>, span: Span) {
        let base = here.frame.schema;
        let inherits = |id| id != base && by.schemas.values().flatten().any(|known| *known == id);
        if !here.node.is_object() || here.frame.iter().any(inherits) {
            return;
        }
        let mut members = here.node.members().iter().enumerate();
        let said = members.find(|(_, member)| member.key == by.property);
        let Some((at, said)) = said else {
            self.note(here.node, FactKind::AllEvaluated);
            return;
        };
        match said.node.as_str().and_then(|text| by.schemas.get(text)) {
            Some(Some(schema)) => self.also(*schema, here),
            // The schema itself, which is judged already, or one that the document does not have.
            Some(None)
                if !by
                    .mapped
                    .iter()
                    .any(|value| said.node.as_str() == Some(value)) => {}
            Some(None) => self.note(here.node, FactKind::AllEvaluated),
            None => {
                self.note(here.node, FactKind::AllEvaluated);
                if !by.mapped.is_empty() && said.node.as_str().is_some() {
                    let path = here.path.key(&said.key, at);
                    let below = Here {
                        node: &said.node,
                        path: &path,
                        ..here
                    };
                    self.not_mapped(by, &said.node, below, span);
                }
            }
        }
    }

    fn not_mapped(&mut self, by: &Discriminator<'_>, said: &Node, here: Here<'_>, span: Span) {
        let values: Vec<String> = by.mapped.iter().map(|value| quote(value)).collect();
        let wanted = match &values[..] {
            [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
            only => only.concat(),
        };
        let message = format!("expected {wanted}, found {}", describe(said));
        let at = here.path.pointer();
        let told = |found: &Violation| found.rule == Rule::Enum && found.instance == at;
        if self.violations.iter().any(told) {
            return;
        }
        let names = by.schemas.keys().copied();
        let suggestion = said.as_str().and_then(|text| closest(text, names));
        self.violation(Rule::Enum, here, span, message).suggestion = suggestion;
    }
}
