//! From values that came at some time to facts on both sides of their arrival.

use openapi_document::pointer::Pointer;
use serde_json::{Value, json};

use super::body::{node, patched, pointer};
use super::file::{Arrival, Arriving, Shelf};
use super::{Claim, Contract, Expected, Fact, Refusal, patch};
use crate::payload::Slot;

pub(super) fn expand(
    arrival: &Arrival,
    shelf: &Shelf,
    facts: &mut Vec<Fact>,
) -> Result<(), String> {
    for value in &arrival.values {
        let before = (&arrival.absent_at, "is news");
        let after = arrival
            .present_at
            .as_ref()
            .map(|version| (version, "is known"));
        for (version, says) in [Some(before), after].into_iter().flatten() {
            let is_known = *version != arrival.absent_at;
            let claim = match &arrival.place {
                Arriving::List(_) => Ok(listed(value, is_known)),
                Arriving::Answer {
                    status,
                    body,
                    at,
                    remove,
                } => {
                    let body = patched(shelf.body(body, false)?, [], remove)?;
                    answered(*status, body, &pointer(at)?, value, is_known)
                }
            }
            .map_err(|error| format!("{}: {error}", arrival.name))?;
            let about = match &arrival.place {
                Arriving::List(name) => name.as_str(),
                Arriving::Answer { at, .. } => at.rsplit('/').next().unwrap_or_default(),
            };
            facts.push(Fact {
                name: format!("{}: {value} {says} at {version}", arrival.name),
                file: String::new(),
                source: arrival.source.clone(),
                operation: arrival.operation.clone(),
                about: about.to_owned(),
                contract: Contract::Of(version.clone()),
                claim,
            });
        }
    }
    Ok(())
}

/// A list that is sent with the value in it; servers refuse what they do not know.
fn listed(value: &str, is_known: bool) -> Claim {
    let refusal = Refusal {
        rule: "enum".to_owned(),
        at: Pointer::root().join(0),
    };
    Claim::Value {
        location: "query".to_owned(),
        value: node(&json!([value])),
        refused: (!is_known).then_some(refusal),
    }
}

/// A body with the value in it; what a server does not list yet is news.
fn answered(
    status: u16,
    mut body: Value,
    at: &Pointer,
    value: &str,
    is_known: bool,
) -> Result<Claim, String> {
    patch::set(&mut body, at, json!(value))?;
    let news = Refusal {
        rule: "open-value".to_owned(),
        at: at.clone(),
    };
    let expected = if is_known {
        Expected::Valid
    } else {
        Expected::Refused(news)
    };
    Ok(Claim::Body {
        slot: Slot::Response(status),
        value: node(&body),
        expected,
    })
}
