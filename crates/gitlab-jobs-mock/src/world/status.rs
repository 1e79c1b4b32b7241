//! The thirteen states of a job, and the roles of people.

use crate::contract::Contract;

/// The state of a job or pipeline.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Status {
    Created,
    WaitingForResource,
    Preparing,
    WaitingForCallback,
    Pending,
    Running,
    Success,
    Failed,
    Canceling,
    Canceled,
    Skipped,
    Manual,
    Scheduled,
}

impl Status {
    pub(crate) const ALL: [Self; 13] = [
        Self::Created,
        Self::WaitingForResource,
        Self::Preparing,
        Self::WaitingForCallback,
        Self::Pending,
        Self::Running,
        Self::Success,
        Self::Failed,
        Self::Canceling,
        Self::Canceled,
        Self::Skipped,
        Self::Manual,
        Self::Scheduled,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::WaitingForResource => "waiting_for_resource",
            Self::Preparing => "preparing",
            Self::WaitingForCallback => "waiting_for_callback",
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Success => "success",
            Self::Failed => "failed",
            Self::Canceling => "canceling",
            Self::Canceled => "canceled",
            Self::Skipped => "skipped",
            Self::Manual => "manual",
            Self::Scheduled => "scheduled",
        }
    }

    /// The state that stood for this one in a version.
    pub(crate) fn as_of(self, contract: &Contract) -> Self {
        match self {
            Self::WaitingForResource if !contract.since("12.7") => Self::Created,
            Self::WaitingForCallback if !contract.since("16.6") => Self::Pending,
            Self::Canceling if !contract.since("17.0") => Self::Running,
            other => other,
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    pub(crate) fn is_complete(self) -> bool {
        matches!(
            self,
            Self::Success | Self::Failed | Self::Canceled | Self::Skipped
        )
    }

    pub(crate) fn is_cancelable(self) -> bool {
        matches!(
            self,
            Self::Created
                | Self::WaitingForResource
                | Self::Preparing
                | Self::WaitingForCallback
                | Self::Pending
                | Self::Running
                | Self::Scheduled
        )
    }
}

/// What somebody is in a project, from least to most.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Role {
    /// No member, and perhaps not even signed in.
    Nobody,
    Guest,
    Reporter,
    Developer,
    Maintainer,
}

impl Role {
    /// The roles a member holds, from the lowest up.
    pub(crate) fn names(self) -> Vec<&'static str> {
        let all = [
            (Self::Guest, "guest"),
            (Self::Reporter, "reporter"),
            (Self::Developer, "developer"),
            (Self::Maintainer, "maintainer"),
        ];
        let held = all.into_iter().filter(|(role, _)| *role <= self);
        held.map(|(_, name)| name).collect()
    }
}
