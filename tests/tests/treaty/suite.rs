//! The steps of the treaty: every operation with every parameter, and the refusals that can be brought about.

use gitlab_jobs_tests::exchange::Exchange;

use crate::stage::Step;
use crate::{refusals, successes};

/// Every step.
pub(crate) fn steps() -> Vec<Step> {
    let mut steps = successes::steps();
    steps.extend(refusals::steps());
    steps
}

/// Plays every step and returns each with what went over the wire.
///
/// # Panics
///
/// When a step finds something wrong, or nothing of it was recorded.
pub(crate) fn play() -> Vec<(Step, Vec<Exchange>)> {
    steps()
        .into_iter()
        .map(|step| {
            let exchanges = step.play(None);
            assert!(
                !exchanges.is_empty(),
                "{}, {}: nothing was sent",
                step.operation,
                step.name
            );
            (step, exchanges)
        })
        .collect()
}
