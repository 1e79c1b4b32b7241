//! The journal: what was asked, by which kinds of credential, what was answered, and what the document says about it.

mod line;

use std::collections::VecDeque;
use std::collections::vec_deque::Iter;

use serde_json::{Map, Value, json};

/// How many requests the journal remembers; the oldest are forgotten first.
const MAX_ENTRIES: usize = 10_000;

/// How many bytes of texts and bodies the journal remembers, over all requests.
const MAX_BYTES: usize = 32 << 20;

/// How much of one body the journal remembers, in bytes.
pub(crate) const MAX_BODY: usize = 64 << 10;

/// Where a request arrived.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Origin {
    /// At the server itself.
    Api,
    /// At the object storage that archives are redirected to.
    ObjectStorage,
}

impl Origin {
    /// The origin as the journal prints it: `object-storage`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::ObjectStorage => "object-storage",
        }
    }
}

/// How a request identified its sender, and where. The credential itself is never kept.
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
    /// The header `Authorization` with another scheme than `Bearer`, which opens nothing here.
    OtherAuthorization,
    /// The header `Cookie`, which opens nothing here.
    Cookie,
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
            Self::OtherAuthorization => "other-authorization",
            Self::Cookie => "cookie",
        }
    }

    /// Where it stood: `header`, `query`, or nothing for [`CredentialKind::None`].
    pub fn place(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::PrivateTokenQuery | Self::AccessTokenQuery | Self::JobTokenQuery => Some("query"),
            Self::PrivateToken
            | Self::Bearer
            | Self::JobToken
            | Self::OtherAuthorization
            | Self::Cookie => Some("header"),
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

/// One request and its answer. Credentials are left out wherever they stood; `[hidden]` takes their place.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// Where it arrived.
    pub origin: Origin,
    /// The method, in upper case.
    pub method: String,
    /// The path as it was sent, still percent-encoded, without the query; decoded when a credential was hidden in it.
    pub path: String,
    /// The operation's id; empty when the document has none for the request.
    pub operation: String,
    /// The parameters of the path, decoded, in the order of the template.
    pub route: Vec<(String, String)>,
    /// The pairs of the query, decoded, in the order they were sent.
    pub query: Vec<(String, String)>,
    /// The header `Content-Type` as it was sent.
    pub content_type: Option<String>,
    /// The body as it was sent, up to its first 64 KiB; `[hidden]` when it carries a credential.
    pub body: Vec<u8>,
    /// The size of the whole body, in bytes; 0 when it was not read.
    pub body_size: usize,
    /// The credential that counted; the first of [`Entry::credentials`].
    pub credential: CredentialKind,
    /// Every credential the request carried, the one that counted first.
    pub credentials: Vec<CredentialKind>,
    /// What the document says against the request.
    pub request: Vec<Verdict>,
    /// What GitLab takes though the document does not say so; no violation, and no reason to refuse it.
    pub notes: Vec<Verdict>,
    /// What the document says against the answer. Anything here is a bug of the mock server.
    pub response: Vec<Verdict>,
    /// The status of the answer; 0 when a fault had the request end without one.
    pub status: u16,
    /// Whether a fault kept the client from having an answer.
    pub lost: bool,
    /// Whether a [`Fault`](crate::Fault) struck.
    pub fault: bool,
}

impl Entry {
    pub(crate) fn to_json(&self) -> Value {
        let list = |verdicts: &[Verdict]| -> Vec<Value> {
            verdicts.iter().map(Verdict::to_json).collect()
        };
        let route = self.route.iter().cloned();
        let route: Map<String, Value> = route.map(|(name, value)| (name, value.into())).collect();
        let kinds = self.credentials.iter();
        let credentials: Vec<Value> = kinds
            .map(|kind| json!({ "kind": kind.as_str(), "place": kind.place() }))
            .collect();
        json!({
            "origin": self.origin.as_str(),
            "method": self.method,
            "path": self.path,
            "operation": self.operation,
            "route": route,
            "query": self.query,
            "content_type": self.content_type,
            "body": String::from_utf8_lossy(&self.body),
            "body_size": self.body_size,
            "credential": self.credential.as_str(),
            "credentials": credentials,
            "request": list(&self.request),
            "notes": list(&self.notes),
            "response": list(&self.response),
            "status": self.status,
            "lost": self.lost,
            "fault": self.fault,
        })
    }

    /// How much memory it takes, in bytes, as far as the sender of a request decides about it.
    fn weight(&self) -> usize {
        let pairs = self.route.iter().chain(&self.query);
        let pairs: usize = pairs.map(|(key, value)| key.len() + value.len() + 48).sum();
        let verdicts = self.request.iter().chain(&self.notes).chain(&self.response);
        let verdicts: usize = verdicts
            .map(|one| one.rule.len() + one.place.len() + one.message.len() + 72)
            .sum();
        let text = self.method.len() + self.path.len();
        let text = text + self.content_type.as_ref().map_or(0, String::len);
        text + self.body.len() + pairs + verdicts
    }
}

/// The requests so far, oldest first, bounded in number and in bytes.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<Entry>,
    weight: usize,
}

impl Journal {
    pub(crate) fn record(&mut self, entry: Entry) {
        self.weight += entry.weight();
        self.entries.push_back(entry);
        while self.entries.len() > MAX_ENTRIES || self.weight > MAX_BYTES {
            let Some(oldest) = self.entries.pop_front() else {
                break;
            };
            self.weight -= oldest.weight();
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn iter(&self) -> Iter<'_, Entry> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(body: usize) -> Entry {
        Entry {
            origin: Origin::Api,
            method: "GET".to_owned(),
            path: "/".to_owned(),
            operation: String::new(),
            route: Vec::new(),
            query: Vec::new(),
            content_type: None,
            body: vec![b'x'; body],
            body_size: body,
            credential: CredentialKind::None,
            credentials: Vec::new(),
            request: Vec::new(),
            notes: Vec::new(),
            response: Vec::new(),
            status: 200,
            lost: false,
            fault: false,
        }
    }

    #[test]
    fn long_methods_count_as_much_as_long_paths() {
        let mut journal = Journal::default();
        for _ in 0..1000 {
            journal.record(Entry {
                method: "M".repeat(60_000),
                ..entry(0)
            });
        }
        assert_eq!(journal.iter().len(), MAX_BYTES / 60_001);
    }

    #[test]
    fn the_journal_forgets_the_oldest_when_it_is_full() {
        let mut journal = Journal::default();
        for _ in 0..MAX_ENTRIES + 5 {
            journal.record(entry(0));
        }
        assert_eq!(journal.iter().len(), MAX_ENTRIES);
        for _ in 0..1000 {
            journal.record(entry(MAX_BODY));
        }
        assert_eq!(journal.iter().len(), MAX_BYTES / (MAX_BODY + 4));
        assert!(journal.weight <= MAX_BYTES);
        journal.clear();
        assert_eq!((journal.iter().len(), journal.weight), (0, 0));
    }
}
