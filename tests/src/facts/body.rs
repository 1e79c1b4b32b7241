//! Bodies with a verdict: single answers, and one body through the releases that were recorded.

use openapi_document::history::Version;
use openapi_document::node::Node;
use openapi_document::pointer::Pointer;
use openapi_document::source::Span;
use serde_json::Value;

use super::file::{Answer, Answers, Knowledge, Record, Shelf, Stranger};
use super::{Claim, Contract, Expected, Fact, Refusal, patch};
use crate::payload::Slot;

pub(super) fn pointer(text: &str) -> Result<Pointer, String> {
    text.parse().map_err(|error| format!("{error}"))
}

pub(super) fn node(value: &Value) -> Node {
    Node::from_json(Span::default(), value)
}

/// Changes a body as a file says: what is set first, then what is removed.
pub(super) fn patched<'p>(
    mut body: Value,
    set: impl IntoIterator<Item = (&'p String, &'p Value)>,
    remove: &[String],
) -> Result<Value, String> {
    for (at, value) in set {
        patch::set(&mut body, &pointer(at)?, value.clone())?;
    }
    for at in remove {
        patch::remove(&mut body, &pointer(at)?)?;
    }
    Ok(body)
}

pub(super) fn expand_answer(
    answer: &Answer,
    shelf: &Shelf,
    facts: &mut Vec<Fact>,
) -> Result<(), String> {
    let named = |error: String| format!("{}: {error}", answer.name);
    let body = match (&answer.body, &answer.value) {
        (Some(name), None) => shelf.body(name, answer.listed),
        (None, Some(value)) => Ok(value.clone()),
        _ => Err("an answer has a `body` or a `value`".to_owned()),
    };
    let body = body
        .and_then(|body| patched(body, &answer.set, &answer.remove))
        .map_err(named)?;
    let refused = answer.refused.as_ref().map(|refused| {
        pointer(&refused.at).map(|at| Refusal {
            rule: refused.rule.clone(),
            at,
        })
    });
    let refused = refused.transpose().map_err(named)?;
    let about = refused
        .as_ref()
        .and_then(|refused| refused.at.last())
        .unwrap_or_default()
        .to_owned();
    let expected = refused.map_or(Expected::Valid, Expected::Refused);
    let fact = Fact {
        name: answer.name.clone(),
        file: String::new(),
        source: answer.source.clone(),
        operation: answer.operation.clone(),
        about,
        contract: Contract::Of(answer.version.clone()),
        claim: Claim::Body {
            slot: answer.status.slot(),
            value: node(&body),
            expected: expected.clone(),
        },
    };
    // What one server sends, a client that knows all versions must be able to read.
    if expected == Expected::Valid {
        let name = format!("{}, read today", fact.name);
        facts.push(Fact {
            name,
            contract: Contract::Whole,
            ..fact.clone()
        });
    }
    facts.push(fact);
    Ok(())
}

pub(super) fn expand_stranger(
    stranger: &Stranger,
    shelf: &Shelf,
    facts: &mut Vec<Fact>,
) -> Result<(), String> {
    let named = |error: String| format!("{}: {error}", stranger.name);
    let body = shelf.body(&stranger.body, stranger.listed).map_err(named)?;
    let body = patched(body, [], &stranger.remove).map_err(named)?;
    for (at, value) in &stranger.fields {
        let at = pointer(at).map_err(named)?;
        let mut body = body.clone();
        patch::set(&mut body, &at, value.clone()).map_err(named)?;
        facts.push(Fact {
            name: format!("{}: {at}", stranger.name),
            file: String::new(),
            source: stranger.source.clone(),
            operation: stranger.operation.clone(),
            about: at.last().unwrap_or_default().to_owned(),
            contract: Contract::Of(stranger.version.clone()),
            claim: Claim::Body {
                slot: Slot::Response(stranger.status),
                value: node(&body),
                expected: Expected::Refused(Refusal {
                    rule: "unknown-property".to_owned(),
                    at,
                }),
            },
        });
    }
    Ok(())
}

pub(super) fn expand_knowledge(knowledge: &Knowledge, facts: &mut Vec<Fact>) -> Result<(), String> {
    let at = pointer(&knowledge.at)?;
    for (version, is) in [(&knowledge.absent_at, false), (&knowledge.present_at, true)] {
        let says = if is { "known" } else { "unknown" };
        facts.push(Fact {
            name: format!("{} are {says} at {version}", knowledge.knows),
            file: String::new(),
            source: knowledge.source.clone(),
            operation: knowledge.operation.clone(),
            about: at.last().unwrap_or_default().to_owned(),
            contract: Contract::Of(version.clone()),
            claim: Claim::Schema {
                slot: knowledge.status.slot(),
                at: at.clone(),
                says: None,
                is,
            },
        });
    }
    Ok(())
}

pub(super) fn expand_record(
    record: &Record,
    shelf: &Shelf,
    facts: &mut Vec<Fact>,
) -> Result<(), String> {
    for place in &record.places {
        expand_record_at(record, place, shelf, facts)
            .map_err(|error| format!("{}: {error}", record.name))?;
    }
    Ok(())
}

fn expand_record_at(
    record: &Record,
    place: &Answers,
    shelf: &Shelf,
    facts: &mut Vec<Fact>,
) -> Result<(), String> {
    let base = patched(
        shelf.body(&record.body, false)?,
        &record.set,
        &record.remove,
    )?;
    let releases: Vec<Version> = record
        .releases
        .iter()
        .map(|text| version(text))
        .collect::<Result<_, _>>()?;
    let mut reigns = Vec::new();
    for (at, reign) in &record.fields {
        let end = |text: &Option<String>, otherwise: usize| match text {
            None => Ok(otherwise),
            Some(text) => {
                let wanted = version(text)?;
                let place = releases.iter().position(|release| *release == wanted);
                place.ok_or_else(|| format!("{at}: {text} is not among the releases"))
            }
        };
        reigns.push((
            pointer(at)?,
            end(&reign.first, 0)?,
            end(&reign.last, releases.len() - 1)?,
        ));
    }
    for (number, release) in record.releases.iter().enumerate() {
        let mut body = base.clone();
        let is_gone =
            |(_, first, last): &&(Pointer, usize, usize)| number < *first || number > *last;
        for (at, ..) in reigns.iter().filter(is_gone) {
            if patch::get(&body, at).is_some() {
                patch::remove(&mut body, at)?;
            }
        }
        let mut push = |name: String, about: &str, contract, body: &Value, expected| {
            facts.push(Fact {
                name,
                file: String::new(),
                source: record.source.clone(),
                operation: place.operation.clone(),
                about: about.to_owned(),
                contract,
                claim: Claim::Body {
                    slot: Slot::Response(place.status),
                    value: node(body),
                    expected,
                },
            });
        };
        let name = format!("{} at {release} ({})", record.name, place.operation);
        push(
            name.clone(),
            "",
            Contract::Of(release.clone()),
            &body,
            Expected::Valid,
        );
        push(
            format!("{name}, read today"),
            "",
            Contract::Whole,
            &body,
            Expected::Valid,
        );
        // Beside the edge of a field's reign, a server that sends it would be news.
        for (at, first, last) in &reigns {
            let is_edge = number + 1 == *first || number == *last + 1;
            let has_parent = at
                .parent()
                .is_some_and(|parent| patch::get(&body, &parent).is_some());
            if !is_edge || !has_parent {
                continue;
            }
            let mut early = body.clone();
            let value =
                patch::get(&base, at).ok_or_else(|| format!("the body has nothing at `{at}`"))?;
            patch::set(&mut early, at, value.clone())?;
            let name = format!("{name} does not have {at}");
            let refused = Refusal {
                rule: "unknown-property".to_owned(),
                at: at.clone(),
            };
            let about = at.last().unwrap_or_default();
            push(
                name,
                about,
                Contract::Of(release.clone()),
                &early,
                Expected::Refused(refused),
            );
        }
    }
    Ok(())
}

fn version(text: &str) -> Result<Version, String> {
    text.parse()
        .map_err(|_| format!("`{text}` is not a version"))
}
