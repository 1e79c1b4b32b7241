//! The twenty operations, each written by hand.

mod actions;
mod artifacts;
mod reading;

use crate::call::Call;
use crate::reply::Reply;
use crate::world::World;

/// Does what an operation does. `None`: the operation is not known here.
pub(crate) fn perform(operation: &str, world: &mut World, call: &Call<'_>) -> Option<Reply> {
    let done = match operation {
        "list_project_jobs" => reading::list_project_jobs(world, call),
        "list_pipeline_jobs" => reading::list_pipeline_jobs(world, call),
        "list_pipeline_bridges" | "list_pipeline_trigger_jobs" => {
            reading::list_pipeline_bridges(world, call)
        }
        "get_current_job" => reading::get_current_job(world, call),
        "get_allowed_agents" => reading::get_allowed_agents(world, call),
        "get_job" => reading::get_job(world, call),
        "get_job_trace" => reading::get_job_trace(world, call),
        "cancel_job" => actions::cancel_job(world, call),
        "retry_job" => actions::retry_job(world, call),
        "erase_job" => actions::erase_job(world, call),
        "play_job" => actions::play_job(world, call),
        "download_job_artifacts" => artifacts::download_job_artifacts(world, call),
        "download_ref_artifacts" => artifacts::download_ref_artifacts(world, call),
        "download_job_artifact_file" => artifacts::download_job_artifact_file(world, call),
        "download_ref_artifact_file" => artifacts::download_ref_artifact_file(world, call),
        "list_job_artifact_tree" => artifacts::list_job_artifact_tree(world, call),
        "keep_job_artifacts" => artifacts::keep_job_artifacts(world, call),
        "delete_job_artifacts" => artifacts::delete_job_artifacts(world, call),
        "delete_project_artifacts" => artifacts::delete_project_artifacts(world, call),
        _ => return None,
    };
    Some(done.unwrap_or_else(|refusal| refusal))
}
