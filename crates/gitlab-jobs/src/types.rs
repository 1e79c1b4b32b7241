//! The types of the API: what requests carry and answers hold.
//!
//! They are generated from the OpenAPI document. Each object keeps what it does not know in `extra`; each open set of
//! values has an `Unknown` that keeps the text.
//!
//! ```
//! use gitlab_jobs::types::JobStatus;
//!
//! assert_eq!(JobStatus::from("failed"), JobStatus::Failed);
//! assert_eq!(JobStatus::from("hibernating").as_str(), "hibernating");
//! ```

pub use crate::generated::types::error::ConversionError;
pub use crate::generated::types::{
    AllowedAgent, AllowedAgents, AllowedAgentsEnvironment, AllowedAgentsGroup, AllowedAgentsJob,
    AllowedAgentsPipeline, AllowedAgentsProject, AllowedAgentsUser, ArtifactEntry,
    ArtifactEntryType, ArtifactFileFormat, ArtifactFileType, Bridge, Commit, DownstreamPipeline,
    Job, JobArtifact, JobArtifactFile, JobExecutionStatus, JobFailureReason, JobOrBridge,
    JobOrderBy, JobPlayInput, JobProject, JobRetryInput, JobScope, JobStatus, JobVariable,
    MessageBody, PaginationMethod, PipelineBasic, PipelineSource, ProjectIdentity, ProjectRole,
    Runner, RunnerManager, RunnerStatus, RunnerType, SortDirection, User, UserBasic, UserState,
};

#[cfg(test)]
mod tests {
    /// What errors are decoded into never leaves the crate.
    const PRIVATE: [&str; 1] = ["ErrorBody"];

    #[test]
    fn every_generated_type_can_be_named_by_users() {
        let generated = include_str!("generated.rs");
        let (generated, _) = generated.split_once("\npub struct Client").unwrap();
        let exported: Vec<&str> = include_str!("types.rs")
            .split(|character: char| !character.is_alphanumeric())
            .collect();
        let mut count = 0;
        for line in generated.lines() {
            let line = line.trim_start();
            let Some(rest) = ["pub struct ", "pub enum "]
                .iter()
                .find_map(|kind| line.strip_prefix(kind))
            else {
                continue;
            };
            let name = rest.split([' ', '(', '<']).next().unwrap();
            assert!(
                exported.contains(&name) || PRIVATE.contains(&name),
                "`{name}` is generated, but not in `types`"
            );
            count += 1;
        }
        assert!(count > 40, "only {count} types were found");
    }
}
