//! The form of the files in `tests/facts`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::TODAY;
use crate::payload::Slot;

/// One file; every key is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct File {
    pub(super) bodies: BTreeMap<String, Value>,
    pub(super) sets: Vec<Set>,
    pub(super) entities: Vec<Entity>,
    pub(super) recorded: Vec<Record>,
    pub(super) answers: Vec<Answer>,
    pub(super) strangers: Vec<Stranger>,
    pub(super) knowledge: Vec<Knowledge>,
    pub(super) arrivals: Vec<Arrival>,
    pub(super) everywhere: Option<Everywhere>,
    pub(super) operations: Vec<Operation>,
    pub(super) parameters: Vec<Parameter>,
}

/// The bodies and value sets of all files.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    bodies: BTreeMap<String, Value>,
    sets: BTreeMap<String, Set>,
}

impl Shelf {
    pub(super) fn add(&mut self, file: &File) {
        self.bodies.extend(file.bodies.clone());
        self.sets
            .extend(file.sets.iter().map(|set| (set.name.clone(), set.clone())));
    }

    /// The body of a name, in a list of one when it is `listed`.
    pub(super) fn body(&self, name: &str, listed: bool) -> Result<Value, String> {
        let body = self
            .bodies
            .get(name)
            .ok_or_else(|| format!("there is no body `{name}`"))?;
        Ok(if listed {
            Value::Array(vec![body.clone()])
        } else {
            body.clone()
        })
    }

    pub(super) fn set(&self, name: &str) -> Result<&Set, String> {
        self.sets
            .get(name)
            .ok_or_else(|| format!("there is no value set `{name}`"))
    }
}

/// Values that servers draw a string from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Set {
    #[serde(rename = "set")]
    pub(super) name: String,
    pub(super) source: String,
    pub(super) values: Vec<String>,
}

/// An object as servers send it, field by field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entity {
    #[serde(rename = "entity")]
    pub(super) name: String,
    pub(super) source: String,
    #[serde(default = "today")]
    pub(super) version: String,
    pub(super) places: Vec<Place>,
    pub(super) fields: BTreeMap<String, Field>,
}

/// Where an entity stands in a body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) operation: String,
    pub(super) status: u16,
    pub(super) body: String,
    #[serde(default)]
    pub(super) listed: bool,
    /// The pointer to the entity.
    pub(super) at: String,
    #[serde(default)]
    pub(super) set: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) remove: Vec<String>,
}

/// What is known of a field. What is not said is not known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    pub(super) presence: Option<Presence>,
    pub(super) nulls: Option<Nulls>,
    /// Whether servers keep it for old clients only.
    #[serde(default)]
    pub(super) deprecated: bool,
    /// The last version at which they did not yet.
    pub(super) not_deprecated_at: Option<String>,
    /// The name of the open value set the string is drawn from.
    pub(super) open: Option<String>,
    /// Values that were seen.
    #[serde(default)]
    pub(super) samples: Vec<Value>,
    pub(super) source: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    Int64,
    Integer,
    Double,
    Boolean,
    String,
    DateTime,
    Object,
    Array,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Presence {
    Always,
    Sometimes,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Nulls {
    Seen,
    Never,
}

/// A body that was read from one release after the other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    #[serde(rename = "record")]
    pub(super) name: String,
    pub(super) source: String,
    pub(super) places: Vec<Answers>,
    pub(super) body: String,
    #[serde(default)]
    pub(super) set: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) remove: Vec<String>,
    /// The recorded releases, oldest first.
    pub(super) releases: Vec<String>,
    /// The fields that came or went: the first and the last recorded release that has them.
    pub(super) fields: BTreeMap<String, Reign>,
}

/// A call that answers with the recorded body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answers {
    pub(super) operation: String,
    pub(super) status: u16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reign {
    pub(super) first: Option<String>,
    pub(super) last: Option<String>,
}

/// One body with a verdict.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    #[serde(rename = "answer")]
    pub(super) name: String,
    pub(super) source: String,
    pub(super) operation: String,
    pub(super) status: Status,
    #[serde(default = "today")]
    pub(super) version: String,
    pub(super) body: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) value: Option<Value>,
    #[serde(default)]
    pub(super) listed: bool,
    #[serde(default)]
    pub(super) set: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) remove: Vec<String>,
    pub(super) refused: Option<Refused>,
}

/// Fields that a server does not send, each with a value it might have had.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stranger {
    #[serde(rename = "stranger")]
    pub(super) name: String,
    pub(super) source: String,
    pub(super) operation: String,
    pub(super) status: u16,
    #[serde(default = "today")]
    pub(super) version: String,
    pub(super) body: String,
    #[serde(default)]
    pub(super) listed: bool,
    #[serde(default)]
    pub(super) remove: Vec<String>,
    pub(super) fields: BTreeMap<String, Value>,
}

/// A place in a body of which servers know since some version.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Knowledge {
    pub(super) knows: String,
    pub(super) source: String,
    pub(super) operation: String,
    pub(super) status: Status,
    pub(super) at: String,
    pub(super) absent_at: String,
    pub(super) present_at: String,
}

/// Values that servers know since some version: of a string in an answer, or of a parameter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Arrival {
    #[serde(rename = "arrival")]
    pub(super) name: String,
    pub(super) source: String,
    pub(super) operation: String,
    pub(super) place: Arriving,
    pub(super) values: Vec<String>,
    /// A version whose servers do not know them.
    pub(super) absent_at: String,
    /// A version whose servers do.
    pub(super) present_at: Option<String>,
}

/// Where a value arrives.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) enum Arriving {
    /// In a list that is sent as this query parameter.
    List(String),
    /// In a body.
    Answer {
        status: u16,
        body: String,
        at: String,
        #[serde(default)]
        remove: Vec<String>,
    },
}

/// A status, or `request`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Status {
    Number(u16),
    Request(Request),
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Request {
    Request,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refused {
    pub(super) rule: String,
    pub(super) at: String,
}

/// What holds for every operation of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Everywhere {
    pub(super) source: String,
    pub(super) errors: Vec<u16>,
    /// By status, `success`, or `errors` for every one of them.
    pub(super) headers: BTreeMap<String, Vec<String>>,
    /// Headers that are never missing, by the same keys.
    #[serde(default)]
    pub(super) sure_headers: BTreeMap<String, Vec<String>>,
    /// Headers that a success may lack.
    pub(super) optional_headers: Vec<String>,
    pub(super) media: BTreeMap<String, Vec<String>>,
}

/// A call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Operation {
    #[serde(rename = "operation")]
    pub(super) name: String,
    pub(super) source: String,
    pub(super) calls: Vec<Call>,
    pub(super) success: u16,
    pub(super) media: Option<String>,
    /// Whether it may send the caller elsewhere with 302.
    #[serde(default)]
    pub(super) elsewhere: bool,
    /// Whether it answers with bytes and not with JSON.
    #[serde(default)]
    pub(super) bytes: bool,
    /// What is known of its request body.
    pub(super) body: Option<RequestBody>,
    pub(super) errors: Vec<u16>,
    pub(super) accepted: Vec<String>,
    pub(super) refused: Vec<String>,
    #[serde(default)]
    pub(super) headers: Vec<String>,
    #[serde(default)]
    pub(super) no_headers: Vec<String>,
    /// Headers that a success may lack.
    #[serde(default)]
    pub(super) optional_headers: Vec<String>,
    /// Headers that other answers may lack, by status.
    #[serde(default)]
    pub(super) may_lack: BTreeMap<String, Vec<String>>,
    /// What successes of older servers look like.
    #[serde(default)]
    pub(super) older: Vec<Older>,
    pub(super) absent_at: Option<String>,
    pub(super) present_at: Option<String>,
    pub(super) deprecated: Option<Deprecated>,
}

/// The headers of an older server's success.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Older {
    pub(super) version: String,
    #[serde(default)]
    pub(super) headers: Vec<String>,
    #[serde(default)]
    pub(super) no_headers: Vec<String>,
    #[serde(default)]
    pub(super) optional_headers: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RequestBody {
    Optional,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Call {
    pub(super) call: String,
    pub(super) values: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deprecated {
    pub(super) since: String,
    pub(super) not_at: String,
}

/// A parameter of some calls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameter {
    #[serde(rename = "parameter")]
    pub(super) name: String,
    #[serde(rename = "in")]
    pub(super) location: String,
    pub(super) operations: Vec<String>,
    pub(super) source: String,
    #[serde(default = "yes")]
    pub(super) exists: bool,
    pub(super) required: Option<bool>,
    #[serde(default)]
    pub(super) wires: Vec<Wire>,
    #[serde(default, deserialize_with = "present")]
    pub(super) default: Option<Value>,
    #[serde(default)]
    pub(super) accepts: Vec<Value>,
    #[serde(default)]
    pub(super) refuses: Vec<RefusedValue>,
    pub(super) absent_at: Option<String>,
    pub(super) present_at: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wire {
    pub(super) wire: String,
    pub(super) value: Value,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RefusedValue {
    pub(super) value: Value,
    pub(super) rule: String,
    #[serde(default)]
    pub(super) at: String,
}

impl Status {
    pub(super) fn slot(self) -> Slot {
        match self {
            Self::Number(status) => Slot::Response(status),
            Self::Request(_) => Slot::Request,
        }
    }
}

fn today() -> String {
    TODAY.to_owned()
}

fn yes() -> bool {
    true
}

/// A value that is there, even when it is null.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
