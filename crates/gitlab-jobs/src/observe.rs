//! What a program's own log may know of a call: a `tracing` span with names, numbers and times, and nothing secret.
//!
//! Without the feature `tracing` nothing of this is compiled.

#[cfg(feature = "tracing")]
use std::time::Instant;

use crate::path::Operation;
use crate::retry::Retry;
use crate::sender::Seen;

/// One call while it is observed.
pub(crate) struct Observed {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
    #[cfg(feature = "tracing")]
    start: Instant,
}

#[cfg(feature = "tracing")]
impl Observed {
    /// Opens the span of a call. The path is the template, so that no name of a project or a file is in it.
    pub(crate) fn start(operation: &'static Operation) -> Self {
        use tracing::field::Empty;

        Self {
            span: tracing::info_span!(
                "gitlab_jobs",
                operation = operation.id,
                method = operation.method,
                path = operation.path,
                status = Empty,
                attempts = Empty,
                duration_ms = Empty,
            ),
            start: Instant::now(),
        }
    }

    /// Runs the call inside of its span.
    pub(crate) async fn within<T>(&self, call: impl Future<Output = T>) -> T {
        use tracing::Instrument as _;

        call.instrument(self.span.clone()).await
    }

    /// Tells that another attempt follows.
    pub(crate) fn retry(&self, retry: &Retry) {
        let status = retry.status.map(|status| status.as_u16());
        let wait = millis(retry.wait);
        tracing::debug!(
            parent: &self.span,
            status,
            attempts = retry.attempts,
            wait_ms = wait,
            "sending the request again after a wait"
        );
    }

    /// Closes the span when headers, and of a short answer the body, have come.
    pub(crate) fn end(&self, seen: &Seen) {
        if let Some(status) = seen.status {
            self.span.record("status", status.as_u16());
        }
        self.span.record("attempts", seen.attempts);
        self.span
            .record("duration_ms", millis(self.start.elapsed()));
        if seen.moved_to.is_some() {
            tracing::warn!(
                parent: &self.span,
                "the project has moved: the answer came from another path, which Response::moved_to tells"
            );
        }
    }
}

#[cfg(feature = "tracing")]
fn millis(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(not(feature = "tracing"))]
#[expect(
    clippy::unused_self,
    reason = "it stands in for the one that has something to do"
)]
impl Observed {
    pub(crate) fn start(_operation: &'static Operation) -> Self {
        Self {}
    }

    pub(crate) async fn within<T>(&self, call: impl Future<Output = T>) -> T {
        call.await
    }

    pub(crate) fn retry(&self, _retry: &Retry) {}

    pub(crate) fn end(&self, _seen: &Seen) {}
}
