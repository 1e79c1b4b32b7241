//! What a right client does, in any language: scenarios, each played against a mock server and judged from outside.
//!
//! A client under test is a program that is given an address, a token and the name of a scenario, does what the
//! scenario says and prints one line of JSON. It asserts nothing: the line and the server's journal are judged here.

pub mod bodies;
mod judge;
pub mod program;
pub mod scenarios;
pub mod table;
pub mod wire;

use std::time::{Duration, Instant};

use gitlab_jobs_mock::{Entry, Fault, Mock, Origin};
use serde_json::Value;

pub use scenarios::SCENARIOS;

/// The project that every scenario works in.
pub const PROJECT: &str = "group/app";

/// One thing that every client must do right.
#[derive(Debug)]
pub struct Scenario {
    /// The name that the program is given.
    pub name: &'static str,
    /// What a right client does, in one sentence.
    pub says: &'static str,
    /// Whether archives are redirected to a second origin.
    object_storage: bool,
    /// What the server does that it would not do by itself.
    faults: fn() -> Vec<Fault>,
    /// What the answers really are, asked before the client is.
    truth: fn(&Mock) -> Value,
    judge: fn(&Scene<'_>) -> Result<(), String>,
}

/// What there is to judge by.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The line that the client printed.
    pub line: &'a Value,
    /// Every request it sent.
    pub journal: &'a [Entry],
    /// How long it took, its start included.
    pub took: Duration,
    truth: Value,
}

/// Why a client does not pass a scenario.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure(pub String);

/// Plays a scenario to a client, which is given the address, the token and the scenario's name.
///
/// # Errors
///
/// The reason why the client does not pass, for somebody who has to mend it.
///
/// # Panics
///
/// When the mock server cannot be started.
pub fn play(
    scenario: &Scenario,
    client: impl FnOnce(&str, &str, &str) -> Result<Value, String>,
) -> Result<(), Failure> {
    let builder = Mock::builder().object_storage(scenario.object_storage);
    let mock = builder.start().expect("a port of the loopback is free");
    let truth = (scenario.truth)(&mock);
    mock.clear_journal();
    for fault in (scenario.faults)() {
        mock.inject(fault);
    }
    let start = Instant::now();
    let line = client(mock.url(), mock.token(), scenario.name).map_err(Failure)?;
    let scene = Scene {
        line: &line,
        journal: &mock.journal(),
        took: start.elapsed(),
        truth,
    };
    always(&scene, mock.token())
        .and_then(|()| (scenario.judge)(&scene))
        .map_err(Failure)
}

/// What holds in every scenario.
fn always(scene: &Scene<'_>, token: &str) -> Result<(), String> {
    if scene.line.to_string().contains(token) {
        return Err("the token is printed".to_owned());
    }
    if scene.journal.is_empty() {
        return Err(format!("nothing was sent; the program says {}", scene.line));
    }
    for entry in scene.journal {
        let what = format!("{} {}", entry.method, entry.path);
        if entry.origin == Origin::ObjectStorage {
            continue;
        }
        if entry.operation.is_empty() {
            return Err(format!("`{what}` is no operation of the document"));
        }
        let kinds: Vec<_> = entry.credentials.iter().map(|kind| kind.as_str()).collect();
        let places: Vec<_> = entry
            .credentials
            .iter()
            .filter_map(|kind| kind.place())
            .collect();
        if places != ["header"] {
            return Err(format!(
                "`{what}` must carry one credential in one header, not {kinds:?}"
            ));
        }
        if let Some(verdict) = entry.request.first() {
            return Err(format!(
                "`{what}` breaks the document at {}: {}",
                verdict.place, verdict.message
            ));
        }
        let whole = entry.path.to_ascii_lowercase();
        if !whole.starts_with("/api/v4/projects/group%2fapp/") {
            return Err(format!(
                "`{what}` must name the project as `group%2Fapp` below `/api/v4`"
            ));
        }
    }
    Ok(())
}

impl Scene<'_> {
    /// A member of the line.
    fn get(&self, key: &str) -> &Value {
        self.line.get(key).unwrap_or(&Value::Null)
    }

    /// Refuses a line that tells of a failed call.
    fn worked(&self) -> Result<(), String> {
        match self.line.get("error") {
            Some(error) => Err(format!("the call failed: {error}")),
            None => Ok(()),
        }
    }

    /// Refuses a line whose member is something else.
    fn equals(&self, key: &str, wanted: &Value) -> Result<(), String> {
        self.worked()?;
        let found = self.get(key);
        if found == wanted {
            Ok(())
        } else {
            Err(format!("`{key}` must be {wanted}, not {found}"))
        }
    }

    /// The requests for one operation, of which there must be so many.
    fn requests(&self, operation: &str, count: usize) -> Result<Vec<&Entry>, String> {
        let found: Vec<&Entry> = self
            .journal
            .iter()
            .filter(|entry| entry.operation == operation)
            .collect();
        if found.len() == count {
            Ok(found)
        } else {
            Err(format!(
                "{operation} must be called {count} times, not {}",
                found.len()
            ))
        }
    }

    /// The one request of a scenario that has one.
    fn request(&self, operation: &str) -> Result<&Entry, String> {
        if self.journal.len() > 1 {
            return Err(format!("one request must do, not {}", self.journal.len()));
        }
        Ok(self.requests(operation, 1)?[0])
    }
}
