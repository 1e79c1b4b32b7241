//! Open sets of values: what GitLab invents tomorrow decodes today, and is written back as it was read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::collections::BTreeSet;

use gitlab_jobs::types::{
    ArtifactFileFormat, ArtifactFileType, JobFailureReason, JobStatus, PipelineSource, RunnerStatus,
};

/// Checks an open set: its known values, an invented one, and text with a quote in it.
macro_rules! round_trips {
    ($($set:ident)*) => {
        $({
            let known: BTreeSet<_> = $set::KNOWN.iter().map($set::as_str).collect();
            assert_eq!(known.len(), $set::KNOWN.len(), "no value stands twice");
            for value in known.into_iter().chain(["hibernating", "", "Success", "a \"quoted\" one"]) {
                let json = serde_json::to_string(value).unwrap();
                let decoded: $set = serde_json::from_str(&json).unwrap();
                let is_known = $set::KNOWN.contains(&decoded);
                assert_eq!(matches!(decoded, $set::Unknown(_)), !is_known, "{value}");
                assert_eq!(decoded.as_str(), value);
                assert_eq!(decoded.to_string(), value);
                assert_eq!(serde_json::to_string(&decoded).unwrap(), json);
                assert_eq!($set::from(value), decoded);
            }
            assert!(serde_json::from_str::<$set>("7").is_err(), "a value is text");
        })*
    };
}

#[test]
fn every_value_round_trips_known_or_not() {
    round_trips!(
        ArtifactFileFormat ArtifactFileType JobFailureReason JobStatus PipelineSource RunnerStatus
    );
}

#[test]
fn a_known_value_is_never_unknown() {
    assert_eq!(JobStatus::from("canceled"), JobStatus::Canceled);
    assert_eq!(
        JobStatus::from("cancelled"),
        JobStatus::Unknown("cancelled".to_owned())
    );
}
