//! What a test in any language asks of the server itself, below `/-/mock`: the journal, the faults, and the clock.

use std::time::Duration;

use serde_json::{Value, json};

use crate::fault::parse_all;
use crate::http::Head;
use crate::journal::Entry;
use crate::origin;
use crate::reply::Reply;
use crate::shared::{Memory, Shared};
use crate::welcome;
use crate::world::timestamp;

/// Whether a path is answered here. GitLab has none of them, and they are not written down.
pub(crate) fn is_apart(path: &str) -> bool {
    path == "/" || path == "/-/mock" || path.starts_with("/-/mock/")
}

/// Answers what is not about GitLab.
pub(crate) fn answer(shared: &Shared, head: &Head, body: &[u8]) -> Reply {
    let mut memory = shared.lock();
    memory.world.settle();
    match (head.method.as_str(), head.path.as_str()) {
        ("GET" | "HEAD", "/" | "/-/mock") => {
            let origin = origin::called(&shared.origin, &head.headers);
            welcome::page(&origin, &memory.world, shared.contract)
        }
        ("GET", "/-/mock/journal") => {
            Reply::json(200, memory.journal.iter().map(Entry::to_json).collect())
        }
        ("DELETE", "/-/mock/journal") => {
            memory.journal.clear();
            Reply::empty(204)
        }
        ("GET", "/-/mock/faults") => faults(200, &memory),
        ("POST", "/-/mock/faults") => match parse_all(&String::from_utf8_lossy(body)) {
            Ok(new) if new.is_empty() => {
                let message =
                    "no fault is in the body: a line each, such as get_job status=503 times=2";
                Reply::error(400, message)
            }
            Ok(new) => {
                memory.faults.extend(new);
                faults(201, &memory)
            }
            Err(error) => Reply::error(400, error.to_string()),
        },
        ("DELETE", "/-/mock/faults") => {
            memory.faults.clear();
            Reply::empty(204)
        }
        ("GET", "/-/mock/clock") => clock(&memory),
        ("POST", "/-/mock/clock") => {
            let members = head.members(body).unwrap_or_default();
            let asked = head.query.iter().find(|(key, _)| key == "advance");
            let seconds = match (asked, members.get("advance")) {
                (Some((_, text)), _) | (None, Some(Value::String(text))) => text.parse().ok(),
                (None, Some(value)) => value.as_u64(),
                (None, None) => None,
            };
            let Some(seconds) = seconds else {
                let missing = asked.is_none() && !members.contains_key("advance");
                let message = if missing {
                    "advance is missing: how many seconds the clock is to move on"
                } else {
                    "advance is to be a whole number of seconds from 0 on: the clock never goes back"
                };
                return Reply::error(400, message);
            };
            memory.world.advance(Duration::from_secs(seconds));
            clock(&memory)
        }
        _ => {
            let message = "there are GET and DELETE of /-/mock/journal, GET, POST and DELETE of /-/mock/faults, \
                           GET and POST of /-/mock/clock";
            Reply::error(404, message)
        }
    }
}

fn faults(status: u16, memory: &Memory) -> Reply {
    let texts = memory.faults.iter().map(ToString::to_string);
    Reply::json(status, texts.collect())
}

fn clock(memory: &Memory) -> Reply {
    Reply::json(200, json!({ "now": timestamp(memory.world.now()) }))
}
