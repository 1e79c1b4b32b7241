//! Faults as text, for the command line and for HTTP: `get_job status=429 retry-after=1 after=2 times=3`.

use std::fmt::{self, Write as _};
use std::str::FromStr;
use std::time::Duration;

use openapi_document::operation::Operation;
use serde_json::Value;

use super::{Fault, Harm, Kind, Reset};
use crate::contract::Contract;
use crate::error::Error;
use crate::reply::Body;
use crate::surroundings;

const RESETS: [(&str, Reset); 3] = [
    ("before-read", Reset::BeforeRead),
    ("after-read", Reset::AfterRead),
    ("after-performing", Reset::AfterPerforming),
];

/// Reads a fault as the command line has it: the operation, what goes wrong, and when.
///
/// What goes wrong is one of `status=CODE` (with `retry-after=SECONDS`), `answer=CODE` (with `type=MEDIA/TYPE`,
/// `header=NAME:VALUE`, `judged`, and last `body=` with everything after it), `stall`, `stall-body`, `truncate`,
/// `corrupt`, `delay=250ms`, `reset=before-read`, `reset=after-read`, `reset=after-performing` and `shift=JOBS`. When
/// is said by `after=REQUESTS`, `times=N` or `times=always`, and `chance=0.2` with `seed=N`.
///
/// ```
/// use gitlab_jobs_mock::Fault;
///
/// let fault: Fault = "get_job status=429 retry-after=1 after=2 times=3".parse()?;
/// assert_eq!(fault.to_string(), "get_job status=429 retry-after=1 after=2 times=3");
/// let error = "get_jbo status=429".parse::<Fault>().unwrap_err();
/// assert!(error.to_string().contains("no operation `get_jbo`"));
/// # Ok::<(), gitlab_jobs_mock::Error>(())
/// ```
impl FromStr for Fault {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let (head, body) = match text.find(" body=") {
            Some(at) => (&text[..at], Some(&text[at + " body=".len()..])),
            None => (text, None),
        };
        let mut words = head.split_whitespace();
        let operation = words.next().unwrap_or_default();
        let mut said: Vec<(String, String)> = words
            .map(|word| {
                let (key, value) = word.split_once('=').unwrap_or((word, ""));
                (key.to_owned(), value.to_owned())
            })
            .collect();
        said.extend(body.map(|body| ("body".to_owned(), body.to_owned())));
        read(operation, &said).map_err(|message| wrong(text, message))
    }
}

fn wrong(text: &str, message: String) -> Error {
    let text = text.chars().take(80).collect();
    Error::Fault { text, message }
}

/// Reads the faults of a request: an object, a list of them, or lines of text.
///
/// # Errors
///
/// [`Error::Fault`] for the first that says nothing known; none is taken then.
pub(crate) fn parse_all(text: &str) -> Result<Vec<Fault>, Error> {
    let trimmed = text.trim_start();
    if !trimmed.starts_with(['{', '[']) {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        return lines.map(str::parse).collect();
    }
    let value = serde_json::from_str(trimmed).map_err(|error| wrong(text, error.to_string()))?;
    let items = match value {
        Value::Array(items) => items,
        other => vec![other],
    };
    items.iter().map(from_json).collect()
}

/// Reads `{"operation": "get_job", "status": 429, "after": 1}`, with the words of the text form as keys.
fn from_json(value: &Value) -> Result<Fault, Error> {
    let text = value.to_string();
    let Value::Object(members) = value else {
        let message = "a fault is an object or a line of text".to_owned();
        return Err(wrong(&text, message));
    };
    let mut said = Vec::new();
    for (key, value) in members {
        let values = match value {
            Value::Array(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        for value in values {
            let value = match value {
                Value::Null | Value::Bool(false) => continue,
                Value::Bool(true) => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            said.push((key.clone(), value));
        }
    }
    let operation = members.get("operation").and_then(Value::as_str);
    said.retain(|(key, _)| key != "operation");
    read(operation.unwrap_or_default(), &said).map_err(|message| wrong(&text, message))
}

/// What is said about a fault, as it is taken apart.
struct Said<'a>(Vec<&'a (String, String)>);

impl<'a> Said<'a> {
    fn take(&mut self, key: &str) -> Option<&'a str> {
        let at = self.0.iter().position(|(known, _)| known == key)?;
        Some(&self.0.remove(at).1)
    }

    fn number<T: FromStr>(&mut self, key: &str) -> Result<Option<T>, String> {
        let parse = |text: &str| {
            text.parse()
                .map_err(|_| format!("`{key}={text}` is no number that fits"))
        };
        self.take(key).map(parse).transpose()
    }

    /// A word that is there or not, and has no value.
    fn flag(&mut self, key: &str) -> Result<bool, String> {
        match self.take(key) {
            None => Ok(false),
            Some("") => Ok(true),
            Some(value) => Err(format!("`{key}` has no value such as `{value}`")),
        }
    }
}

fn read(operation: &str, said: &[(String, String)]) -> Result<Fault, String> {
    check_operation(operation)?;
    let mut said = Said(said.iter().collect());
    let mut found: Vec<Fault> = Vec::new();
    if let Some(status) = said.number("status")? {
        let mut fault = Fault::status(operation, sound(status)?);
        if let Some(seconds) = said.number("retry-after")? {
            fault = fault.retry_after(seconds);
        }
        found.push(fault);
    }
    if let Some(status) = said.number("answer")? {
        found.push(canned(operation, sound(status)?, &mut said)?);
    }
    if let Some(when) = said.take("reset") {
        let known = RESETS.iter().find(|(word, _)| *word == when);
        let (_, when) = known.ok_or_else(|| {
            let words = RESETS.map(|(word, _)| word).join(", ");
            format!("`reset={when}` is none of {words}")
        })?;
        found.push(Fault::reset(operation, *when));
    }
    if let Some(by) = said.take("delay") {
        found.push(Fault::delay(operation, duration(by)?));
    }
    if let Some(jobs) = said.number("shift")? {
        found.push(Fault::shift(operation, jobs));
    }
    let plain = [
        ("stall", Kind::Stall),
        ("stall-body", Kind::Body(Harm::Stall)),
        ("truncate", Kind::Body(Harm::Truncate)),
        ("corrupt", Kind::Body(Harm::Corrupt)),
    ];
    for (word, kind) in plain {
        if said.flag(word)? {
            found.push(Fault::new(operation, kind));
        }
    }
    let Ok([mut fault]) = <[Fault; 1]>::try_from(found) else {
        return Err(
            "say exactly one of status=, answer=, reset=, delay=, shift=, stall, stall-body, truncate and corrupt"
                .to_owned(),
        );
    };
    if let Some(requests) = said.number("after")? {
        fault = fault.after(requests);
    }
    let seed = said.number("seed")?;
    match (said.number::<f64>("chance")?, seed) {
        (Some(chance), seed) if (0.0..=1.0).contains(&chance) => {
            fault = fault.chance(chance, seed.unwrap_or(0));
        }
        (Some(chance), _) => return Err(format!("`chance={chance}` is not between 0 and 1")),
        (None, Some(_)) => return Err("`seed` belongs to a `chance`".to_owned()),
        (None, None) => {}
    }
    match said.take("times") {
        Some("always") => fault = fault.always(),
        Some(times) => {
            let times = times.parse();
            let times = times.map_err(|_| "`times` is a number or `always`".to_owned())?;
            fault = fault.times(times);
        }
        None => {}
    }
    match said.0.first() {
        None => Ok(fault),
        Some((key, _)) => Err(format!("`{key}` means nothing here")),
    }
}

fn check_operation(operation: &str) -> Result<(), String> {
    let others = [Fault::ANY, "object-storage"];
    let known = Contract::current().document.operation(operation).is_some()
        || others.contains(&operation)
        || surroundings::NAMES.contains(&operation);
    if known {
        return Ok(());
    }
    let document = &Contract::current().document;
    let mut names: Vec<&str> = document.operations().iter().map(Operation::id).collect();
    names.extend(surroundings::NAMES);
    names.extend(others);
    Err(format!(
        "there is no operation `{operation}`; there are {}",
        names.join(", ")
    ))
}

fn sound(status: u16) -> Result<u16, String> {
    if (200..=599).contains(&status) {
        Ok(status)
    } else {
        Err(format!("{status} is no status of an answer"))
    }
}

fn canned(operation: &str, status: u16, said: &mut Said<'_>) -> Result<Fault, String> {
    let media_type = said.take("type").unwrap_or_default();
    let body = said.take("body").unwrap_or_default();
    let mut fault = Fault::answer(operation, status, media_type, body);
    while let Some(header) = said.take("header") {
        let (name, value) = header
            .split_once(':')
            .ok_or_else(|| format!("`header={header}` is not NAME:VALUE"))?;
        fault = fault.header(name.trim(), value.trim());
    }
    Ok(if said.flag("judged")? {
        fault.judged()
    } else {
        fault
    })
}

fn duration(text: &str) -> Result<Duration, String> {
    let milliseconds = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(number), _) => number.parse().ok(),
        (None, Some(number)) => number
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_mul(1000)),
        (None, None) => None,
    };
    let milliseconds =
        milliseconds.ok_or_else(|| format!("`{text}` is no time: write it like 250ms or 2s"))?;
    Ok(Duration::from_millis(milliseconds))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.operation)?;
        let mut body = String::new();
        match &self.kind {
            Kind::Status {
                status,
                retry_after,
            } => {
                write!(f, "status={status}")?;
                if let Some(seconds) = retry_after {
                    write!(f, " retry-after={seconds}")?;
                }
            }
            Kind::Answer { reply, judged } => {
                write!(f, "answer={}", reply.status)?;
                if let Body::Bytes(media_type, bytes) = &reply.body {
                    if !media_type.is_empty() {
                        write!(f, " type={media_type}")?;
                    }
                    if !bytes.is_empty() {
                        write!(body, " body={}", String::from_utf8_lossy(bytes))?;
                    }
                }
                for (name, value) in &reply.headers {
                    write!(f, " header={name}:{value}")?;
                }
                if *judged {
                    write!(f, " judged")?;
                }
            }
            Kind::Stall => write!(f, "stall")?,
            Kind::Reset(when) => {
                let known = RESETS.iter().find(|(_, reset)| reset == when);
                write!(f, "reset={}", known.map_or("", |(word, _)| word))?;
            }
            Kind::Delay(by) => write!(f, "delay={}ms", by.as_millis())?,
            Kind::Body(Harm::Truncate) => write!(f, "truncate")?,
            Kind::Body(Harm::Stall) => write!(f, "stall-body")?,
            Kind::Body(Harm::Corrupt) => write!(f, "corrupt")?,
            Kind::Shift(jobs) => write!(f, "shift={jobs}")?,
        }
        if self.after > 0 {
            write!(f, " after={}", self.after)?;
        }
        if let Some(chance) = &self.chance {
            write!(f, " chance={} seed={}", chance.probability, chance.seed)?;
        }
        match self.times {
            None if self.chance.is_none() => write!(f, " times=always")?,
            Some(times) if times != 1 || self.chance.is_some() => write!(f, " times={times}")?,
            None | Some(_) => {}
        }
        f.write_str(&body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "get_job status=429 retry-after=1 after=2 times=3",
            "* reset=before-read chance=0.25 seed=7",
            "* reset=after-performing chance=0.25 seed=7 times=2",
            "list_project_jobs shift=3 times=always",
            "object-storage truncate",
            "user stall",
            "get_job_trace stall-body",
            "get_job corrupt times=2",
            "get_job delay=250ms",
            "get_job answer=200 type=application/json header=ETag:\"a\" judged after=1 body={\"a\": \"b c\"}",
        ] {
            let fault: Fault = text.parse().expect(text);
            assert_eq!(fault.to_string(), text);
        }
        let seconds: Fault = "get_job delay=2s".parse().expect("a fault");
        assert_eq!(seconds.to_string(), "get_job delay=2000ms");
    }

    #[test]
    fn json_says_the_same_as_text() {
        let json = r#"[{"operation": "get_job", "answer": 200, "type": "text/plain; charset=utf-8",
            "header": ["A: b c", "C: d"], "judged": true, "body": "two\nlines", "after": 1},
            {"operation": "*", "stall": true, "truncate": false, "seed": null}]"#;
        let faults = parse_all(json).expect("two faults");
        assert_eq!(
            faults[0].to_string(),
            "get_job answer=200 type=text/plain; charset=utf-8 header=A:b c header=C:d judged after=1 body=two\nlines"
        );
        assert_eq!(faults[1].to_string(), "* stall");
        let lines = parse_all("\nget_job stall\n  * truncate  \n").expect("two faults");
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn what_means_nothing_is_refused_in_words() {
        for (text, message) in [
            ("get_jbo stall", "no operation `get_jbo`"),
            ("get_job", "exactly one of"),
            ("get_job stall truncate", "exactly one of"),
            ("get_job status=many", "`status=many` is no number"),
            ("get_job status=42", "42 is no status"),
            ("get_job reset=sometime", "none of before-read"),
            ("get_job delay=soon", "write it like 250ms"),
            ("get_job stall chance=2", "not between 0 and 1"),
            ("get_job stall seed=2", "belongs to a `chance`"),
            ("get_job stall times=often", "a number or `always`"),
            ("get_job stall retry-after=2", "`retry-after` means nothing"),
            ("get_job stall wrold=2", "`wrold` means nothing"),
            ("get_job stall=2s", "`stall` has no value"),
            ("[{\"operation\": \"get_job\"}, 1]", "exactly one of"),
            ("[1]", "an object or a line"),
            ("{", "EOF"),
        ] {
            let error = parse_all(text).expect_err(text).to_string();
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
