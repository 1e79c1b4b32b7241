//! The few endpoints outside of the Jobs API that clients ask before or between: version, user, project, pipelines.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::json;

use crate::call::Call;
use crate::page::{self, Totals};
use crate::reply::Reply;
use crate::world::{Pipeline, World};

/// What the endpoints are called where a fault names them.
pub(crate) const NAMES: [&str; 6] = [
    "version",
    "metadata",
    "user",
    "project",
    "pipelines",
    "pipeline",
];

/// The segments of a path below `/api/v4`, decoded.
fn segments(path: &str) -> Option<Vec<String>> {
    let below = path.strip_prefix("/api/v4/")?.trim_end_matches('/');
    let decode = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    Some(below.split('/').map(decode).collect())
}

/// The parameters of the path when it is one of these endpoints: the project and, perhaps, the pipeline.
pub(crate) fn find(path: &str) -> Option<Vec<(String, String)>> {
    let parts = segments(path)?;
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let named = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Some(match parts.as_slice() {
        ["version" | "metadata" | "user"] => vec![named("endpoint", parts[0])],
        ["projects", id] => vec![named("endpoint", "project"), named("id", id)],
        ["projects", id, "pipelines"] => vec![named("endpoint", "pipelines"), named("id", id)],
        ["projects", id, "pipelines", pipeline] => vec![
            named("endpoint", "pipeline"),
            named("id", id),
            named("pipeline_id", pipeline),
        ],
        _ => return None,
    })
}

/// Answers one of these endpoints.
pub(crate) fn perform(world: &World, call: &Call<'_>) -> Reply {
    answer(world, call).unwrap_or_else(|refusal| refusal)
}

fn answer(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    match call.segment("endpoint") {
        "version" => {
            call.person()?;
            Ok(Reply::json(
                200,
                json!({ "version": version(call), "revision": "8f3b2c91d0e" }),
            ))
        }
        "metadata" if !call.contract.since("15.2") => Err(Reply::error(404, "404 Not Found")),
        "metadata" => {
            call.person()?;
            Ok(Reply::json(
                200,
                json!({
                    "version": version(call),
                    "revision": "8f3b2c91d0e",
                    "kas": { "enabled": false, "externalUrl": null, "externalK8sProxyUrl": null, "version": null },
                    "enterprise": false,
                }),
            ))
        }
        "user" => {
            let caller = call.person()?;
            let user = world.user(caller.user).ok_or_else(Reply::unauthorized)?;
            Ok(Reply::json(200, call.links().user(user)))
        }
        "project" => Ok(Reply::json(200, call.links().project(call.project(world)?))),
        "pipelines" => pipelines(world, call),
        _ => pipeline(world, call),
    }
}

/// The version the server claims, with its patch release.
fn version(call: &Call<'_>) -> String {
    let version = call.contract.version.to_string();
    let patched = version.matches('.').count() > 1;
    if patched {
        version
    } else {
        format!("{version}.0")
    }
}

/// The pipelines of the project, newest first, children left out as GitLab does.
fn own<'w>(
    world: &'w World,
    call: &'w Call<'_>,
) -> Result<impl Iterator<Item = Cow<'w, Pipeline>>, Reply> {
    let project = call.readable(world)?.id;
    let reference = call.text("ref");
    let pipelines = world.pipelines_newest_first();
    Ok(pipelines
        .filter(move |one| one.project == project && one.parent.is_none())
        .filter(move |one| reference.is_none_or(|name| one.reference == name)))
}

fn pipelines(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let found = own(world, call)?;
    Ok(page::offset(call, found, Totals::Full, |one| {
        call.links().pipeline(world, one)
    }))
}

fn pipeline(world: &World, call: &Call<'_>) -> Result<Reply, Reply> {
    let found = if call.segment("pipeline_id") == "latest" {
        let wanted = call.text("ref").unwrap_or("main");
        let newest = own(world, call)?.find(|one| one.reference == wanted);
        newest.ok_or_else(|| Reply::not_found(""))?
    } else {
        let project = call.readable(world)?;
        call.pipeline(world, project)?
    };
    Ok(Reply::json(200, call.links().pipeline(world, &found)))
}
