//! The operations of the API, by subject: one method each, named by its operationId.
//!
//! A method checks its ids, writes its path values beside its template, and hands its options to the generated client;
//! everything that is the same for all of them is in `call.rs`.

mod artifact_upkeep;
pub(crate) mod artifacts;
pub(crate) mod job;
pub(crate) mod job_token;
pub(crate) mod pipeline_jobs;
pub(crate) mod project_jobs;

use serde_json::{Map, Value};

use crate::error::Error;
use crate::names::check_number;

/// A job's number, when it is one that a server gives out.
fn job_id(number: i64) -> Result<i64, Error> {
    Ok(check_number("job id", number)?)
}

/// A pipeline's number, when it is one that a server gives out.
fn pipeline_id(number: i64) -> Result<i64, Error> {
    Ok(check_number("pipeline id", number)?)
}

/// A list for the generated client, which tells an empty one from none.
fn some<T>(items: &Vec<T>) -> Option<&Vec<T>> {
    (!items.is_empty()).then_some(items)
}

/// The same for the members of an object, which the body of a request carries.
fn some_map(members: &Map<String, Value>) -> Option<Map<String, Value>> {
    (!members.is_empty()).then(|| members.clone())
}
