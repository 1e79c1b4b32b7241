//! Makes recordings fit the document: what it does not allow in a recording is left out, and so filled in.

use std::collections::BTreeSet;
use std::sync::Arc;

use openapi_document::source::Span;
use openapi_document::validate::Options;
use openapi_document::{Node, Pointer};
use serde_json::{Map, Value};

use super::super::World;
use super::Recorded;
use crate::contract::Contract;
use crate::render::Links;

/// How often a job is looked through; each time, everything that does not fit is left out.
const PASSES: usize = 8;

/// Leaves out what does not fit; tells which members these were, without their values.
pub(super) fn fit(world: &mut World, contract: &Contract) -> BTreeSet<String> {
    let mut left_out = BTreeSet::new();
    let ids: Vec<i64> = world
        .jobs
        .newest_first(i64::MAX)
        .map(|job| job.id)
        .collect();
    for id in ids {
        for _ in 0..PASSES {
            let wrong = disagreements(world, contract, id);
            if wrong.is_empty() {
                break;
            }
            for pointer in wrong {
                // The first token is the index in the list that the job was judged in.
                let tokens = &pointer.tokens()[1..];
                if leave_out(world, id, tokens) {
                    left_out.insert(tokens.join("."));
                }
            }
        }
    }
    left_out
}

/// Where a job, as it would be shown, is not what the document says.
fn disagreements(world: &World, contract: &Contract, id: i64) -> Vec<Pointer> {
    let Some(job) = world.jobs.get(id) else {
        return Vec::new();
    };
    let list = if job.is_build() {
        "list_project_jobs"
    } else {
        "list_pipeline_bridges"
    };
    let operation = contract.document.operation(list);
    let answer = operation.and_then(|operation| operation.response(200));
    let schema = answer.and_then(|answer| answer.json()?.schema());
    let Some((_, address)) = schema else {
        return Vec::new();
    };
    let shown = Links {
        base: "http://127.0.0.1",
    }
    .job(world, &job);
    let node = Node::from_json(Span::default(), &Value::Array(vec![shown]));
    let options = Options::response().closed(true);
    let found = contract.validator.validate(&address, &node, &options);
    let pointers = found.into_iter().map(|one| one.instance);
    pointers
        .filter(|pointer| pointer.tokens().len() > 1)
        .collect()
}

/// Leaves a member out of whatever recorded it; or else the member of the job it is a part of.
fn leave_out(world: &mut World, id: i64, tokens: &[String]) -> bool {
    let Some(job) = world.jobs.get(id) else {
        return false;
    };
    let (own, user) = (job.pipeline, job.user);
    let downstream = match job.kind {
        super::super::Kind::Bridge { downstream } => downstream,
        super::super::Kind::Build => None,
    };
    drop(job);
    let (first, rest) = (&tokens[0], &tokens[1..]);
    let pipeline = |world: &mut World, wanted: i64| {
        let mut pipelines = world.pipelines.iter_mut();
        pipelines
            .find(|one| one.id == wanted)
            .is_some_and(|one| remove(&mut one.recorded, rest))
    };
    match first.as_str() {
        "user" => {
            let mut users = world.users.iter_mut();
            let found = users.find(|one| one.id == user);
            found.is_some_and(|one| remove(&mut one.recorded, rest))
        }
        "pipeline" => pipeline(world, own),
        "downstream_pipeline" => downstream.is_some_and(|id| pipeline(world, id)),
        _ => {
            let mut jobs = world.jobs.kept_mut();
            let found = jobs.find(|one| one.id == id);
            found.is_some_and(|one| {
                remove(&mut one.recorded, tokens) || remove(&mut one.recorded, &tokens[..1])
            })
        }
    }
}

fn remove(recorded: &mut Recorded, tokens: &[String]) -> bool {
    let Some((last, path)) = tokens.split_last() else {
        return recorded.take().is_some();
    };
    let Some(members) = recorded else {
        return false;
    };
    let mut members: &mut Map<String, Value> = Arc::make_mut(members);
    for token in path {
        let Some(Value::Object(inner)) = members.get_mut(token) else {
            return false;
        };
        members = inner;
    }
    members.remove(last).is_some()
}
