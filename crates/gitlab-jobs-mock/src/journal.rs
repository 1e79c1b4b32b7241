//! The journal: what was asked, by what kind of credential, and what the document says about it.

use serde_json::{Value, json};

/// How a request identified its sender. The credential itself is never kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CredentialKind {
    /// Not at all.
    None,
    /// The header `PRIVATE-TOKEN`.
    PrivateToken,
    /// The query parameter `private_token`.
    PrivateTokenQuery,
    /// The header `Authorization: Bearer`.
    Bearer,
    /// The query parameter `access_token`.
    AccessTokenQuery,
    /// The header `JOB-TOKEN`.
    JobToken,
    /// The query parameter `job_token`.
    JobTokenQuery,
}

impl CredentialKind {
    /// The kind as the journal prints it: `private-token`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::PrivateToken => "private-token",
            Self::PrivateTokenQuery => "private-token-query",
            Self::Bearer => "bearer",
            Self::AccessTokenQuery => "access-token-query",
            Self::JobToken => "job-token",
            Self::JobTokenQuery => "job-token-query",
        }
    }
}

/// One disagreement between a message and the document.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Verdict {
    /// Which rule is broken, such as `unknown-parameter` or `type`.
    pub rule: String,
    /// Where: `query per_page`, `body /job_variables_attributes/0`, `credential`.
    pub place: String,
    /// What is wrong, in a sentence.
    pub message: String,
}

impl Verdict {
    pub(crate) fn new(
        rule: impl Into<String>,
        place: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule: rule.into(),
            place: place.into(),
            message: message.into(),
        }
    }

    fn to_json(&self) -> Value {
        json!({ "rule": self.rule, "place": self.place, "message": self.message })
    }
}

/// One request and its answer.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// The method, in upper case.
    pub method: String,
    /// The path as it was sent, without the query.
    pub path: String,
    /// The operation's id; empty when the document has none for the request.
    pub operation: String,
    /// How the sender identified itself.
    pub credential: CredentialKind,
    /// What the document says against the request.
    pub request: Vec<Verdict>,
    /// What the document says against the answer. Anything here is a bug of the mock server.
    pub response: Vec<Verdict>,
    /// The status of the answer.
    pub status: u16,
    /// Whether a [`Fault`](crate::Fault) struck.
    pub fault: bool,
}

impl Entry {
    pub(crate) fn to_json(&self) -> Value {
        let list = |verdicts: &[Verdict]| -> Vec<Value> {
            verdicts.iter().map(Verdict::to_json).collect()
        };
        json!({
            "method": self.method,
            "path": self.path,
            "operation": self.operation,
            "credential": self.credential.as_str(),
            "request": list(&self.request),
            "response": list(&self.response),
            "status": self.status,
            "fault": self.fault,
        })
    }
}
