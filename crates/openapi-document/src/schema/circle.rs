//! Circles: schemas that would be applied to the same value again and again.

use super::{Id, Keyword, Store};

impl Store<'_> {
    /// Tells the schemas, from `first` on, that ask the same of the same value again by `$ref`, `allOf` and the like.
    ///
    /// Whatever an earlier schema reaches was compiled with it, so a new circle has no earlier schema in it.
    pub(super) fn report_circles(&mut self, first: usize) {
        let mut states = vec![State::New; self.schemas.len() - first];
        for start in first..self.schemas.len() {
            if states[start - first] != State::New {
                continue;
            }
            states[start - first] = State::Open;
            let mut stack = vec![(Id(start), self.in_place(Id(start)))];
            while let Some((id, parts)) = stack.last_mut() {
                let Some(part) = parts.pop() else {
                    states[id.0 - first] = State::Done;
                    stack.pop();
                    continue;
                };
                let Some(at) = part.0.checked_sub(first) else {
                    continue;
                };
                match states[at] {
                    State::Done => {}
                    State::New => {
                        states[at] = State::Open;
                        stack.push((part, self.in_place(part)));
                    }
                    State::Open => {
                        let (address, span) =
                            (self.get(part).address.clone(), self.get(part).span());
                        let reason =
                            "leads back to itself for the same value: that round adds nothing";
                        self.report("$ref", &address, span, reason.to_owned());
                    }
                }
            }
        }
    }

    /// The schemas a schema applies to the very value it is applied to, the first one last.
    fn in_place(&self, id: Id) -> Vec<Id> {
        let mut parts = Vec::new();
        for demand in &self.get(id).demands {
            match &demand.keyword {
                Keyword::AllOf(ids) | Keyword::AnyOf(ids) | Keyword::OneOf(ids) => {
                    parts.extend_from_slice(ids);
                }
                Keyword::Reference(id) | Keyword::Not(id) => parts.push(*id),
                Keyword::Condition {
                    test,
                    then,
                    otherwise,
                } => {
                    parts.push(*test);
                    parts.extend(*then);
                    parts.extend(*otherwise);
                }
                Keyword::DependentSchemas(entries) => {
                    parts.extend(entries.iter().map(|(_, id)| *id));
                }
                _ => {}
            }
        }
        parts.reverse();
        parts
    }
}

/// How far the search for circles has come with a schema.
#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
    New,
    Open,
    Done,
}
