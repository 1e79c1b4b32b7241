//! From what is known of an entity's fields to bodies that must be valid, and bodies that must not.

use serde_json::{Value, json};

use openapi_document::pointer::Pointer;

use super::body::{node, patched, pointer};
use super::file::{Entity, Field, Kind, Nulls, Place, Presence, Shelf};
use super::{Claim, Contract, Expected, Fact, Refusal, patch};
use crate::payload::Slot;

/// A value no set knows yet.
const NEWS: &str = "a_value_of_tomorrow";

pub(super) fn expand(entity: &Entity, shelf: &Shelf, facts: &mut Vec<Fact>) -> Result<(), String> {
    for place in &entity.places {
        let named = |error: String| format!("{}: {error}", entity.name);
        let body = shelf.body(&place.body, place.listed).map_err(named)?;
        let body = patched(body, &place.set, &place.remove).map_err(named)?;
        let at = pointer(&place.at).map_err(named)?;
        for (name, field) in &entity.fields {
            let field = Stated {
                entity,
                place,
                name,
                field,
                at: at.join(name),
                body: &body,
            };
            field
                .expand(shelf, facts)
                .map_err(|error| format!("{}.{name}: {error}", entity.name))?;
        }
    }
    Ok(())
}

/// A field at one place.
struct Stated<'e> {
    entity: &'e Entity,
    place: &'e Place,
    name: &'e str,
    field: &'e Field,
    at: Pointer,
    body: &'e Value,
}

impl Stated<'_> {
    fn expand(&self, known: &Shelf, facts: &mut Vec<Fact>) -> Result<(), String> {
        if patch::get(self.body, &self.at).is_none() {
            return Err(format!(
                "the body `{}` has nothing at `{}`",
                self.place.body, self.at
            ));
        }
        let today = || Contract::Of(self.entity.version.clone());
        match self.field.presence {
            Some(Presence::Always) => {
                facts.push(self.fact(
                    "is always sent",
                    &self.without()?,
                    today(),
                    self.refused("required"),
                ));
            }
            Some(Presence::Sometimes) => {
                facts.push(self.fact(
                    "may be missing",
                    &self.without()?,
                    Contract::Whole,
                    Expected::Valid,
                ));
            }
            None => {}
        }
        match self.field.nulls {
            Some(Nulls::Seen) => {
                facts.push(self.fact(
                    "may be null",
                    &self.with(Value::Null)?,
                    today(),
                    Expected::Valid,
                ));
            }
            Some(Nulls::Never) => {
                facts.push(self.fact(
                    "is never null",
                    &self.with(Value::Null)?,
                    today(),
                    self.refused("type"),
                ));
            }
            None => {}
        }
        for sample in good(self.field.kind, self.field.open.is_some())
            .iter()
            .chain(&self.field.samples)
        {
            let says = format!("may be {sample}");
            facts.push(self.fact(&says, &self.with(sample.clone())?, today(), Expected::Valid));
        }
        for (sample, rule) in bad(self.field.kind) {
            let says = format!("is never {sample}");
            facts.push(self.fact(&says, &self.with(sample)?, today(), self.refused(rule)));
        }
        if self.field.kind == Kind::Double {
            // Recorded numbers have more digits than a single-precision float can hold.
            facts.push(self.schema("needs double precision", "format", &json!("double")));
        }
        if self.field.deprecated {
            facts.push(self.schema("is deprecated", "deprecated", &json!(true)));
        }
        if let Some(version) = &self.field.not_deprecated_at {
            let mut fact = self.schema("is not yet deprecated", "deprecated", &json!(true));
            fact.contract = Contract::Of(version.clone());
            if let Claim::Schema { is, .. } = &mut fact.claim {
                *is = false;
            }
            facts.push(fact);
        }
        if let Some(set) = &self.field.open {
            let set = known.set(set)?;
            for value in &set.values {
                let body = self.with(json!(value))?;
                let fact = self.fact(&format!("may be {value}"), &body, today(), Expected::Valid);
                facts.push(Fact {
                    source: set.source.clone(),
                    ..fact
                });
            }
            let body = self.with(json!(NEWS))?;
            facts.push(self.fact(
                "may be a value of tomorrow",
                &body,
                today(),
                self.refused("open-value"),
            ));
        }
        Ok(())
    }

    fn with(&self, value: Value) -> Result<Value, String> {
        let mut body = self.body.clone();
        patch::set(&mut body, &self.at, value)?;
        Ok(body)
    }

    fn without(&self) -> Result<Value, String> {
        let mut body = self.body.clone();
        patch::remove(&mut body, &self.at)?;
        Ok(body)
    }

    fn schema(&self, says: &str, key: &'static str, value: &Value) -> Fact {
        let fact = self.fact(
            says,
            &Value::Null,
            Contract::Of(self.entity.version.clone()),
            Expected::Valid,
        );
        let slot = Slot::Response(self.place.status);
        let claim = Claim::Schema {
            slot,
            at: self.at.clone(),
            says: Some((key, node(value))),
            is: true,
        };
        Fact { claim, ..fact }
    }

    fn refused(&self, rule: &str) -> Expected {
        Expected::Refused(Refusal {
            rule: rule.to_owned(),
            at: self.at.clone(),
        })
    }

    fn fact(&self, says: &str, body: &Value, contract: Contract, expected: Expected) -> Fact {
        let Place {
            operation, status, ..
        } = self.place;
        Fact {
            name: format!("{}.{} {says} ({operation})", self.entity.name, self.name),
            file: String::new(),
            source: self
                .field
                .source
                .as_ref()
                .unwrap_or(&self.entity.source)
                .clone(),
            operation: operation.clone(),
            about: self.name.to_owned(),
            contract,
            claim: Claim::Body {
                slot: Slot::Response(*status),
                value: node(body),
                expected,
            },
        }
    }
}

/// Values that every field of the kind takes.
fn good(kind: Kind, is_open: bool) -> Vec<Value> {
    match kind {
        Kind::Int64 => vec![json!(1), json!(9_007_199_254_740_993_i64)],
        Kind::Integer => vec![json!(0), json!(31)],
        Kind::Double => vec![json!(0.5), json!(12), json!(0.123_456_789)],
        Kind::Boolean => vec![json!(true), json!(false)],
        Kind::String if is_open => vec![],
        Kind::String => vec![json!(""), json!("Some text: any, really.")],
        Kind::DateTime => vec![
            json!("2021-08-03T10:20:30.400Z"),
            json!("2021-08-03T10:20:30.400-07:00"),
        ],
        Kind::Array => vec![json!([])],
        Kind::Object => vec![],
    }
}

/// Values that no field of the kind takes, with the rule that they break.
fn bad(kind: Kind) -> Vec<(Value, &'static str)> {
    match kind {
        Kind::Int64 => {
            vec![
                (json!("7"), "type"),
                (json!(1.5), "type"),
                (json!(u64::MAX), "format"),
            ]
        }
        Kind::Integer => vec![(json!("7"), "type"), (json!(1.5), "type")],
        Kind::Double => vec![(json!("1.5"), "type"), (json!(true), "type")],
        Kind::Boolean => vec![(json!("true"), "type"), (json!(1), "type")],
        Kind::String => vec![(json!(7), "type"), (json!(false), "type")],
        Kind::DateTime => vec![
            (json!(1_600_000_000), "type"),
            (json!("yesterday"), "format"),
        ],
        Kind::Object => vec![(json!("text"), "type"), (json!([]), "type")],
        Kind::Array => vec![(json!("text"), "type"), (json!({}), "type")],
    }
}
