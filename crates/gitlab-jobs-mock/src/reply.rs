//! What an operation answers, before it becomes HTTP: status, headers, body, and GitLab's error bodies.

use std::borrow::Cow;

use serde_json::{Value, json};

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(Cow<'static, str>, String)>,
    pub(crate) body: Body,
}

/// The body of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Empty,
    Json(Value),
    /// Bytes with their media type.
    Bytes(Cow<'static, str>, Vec<u8>),
}

impl Reply {
    pub(crate) fn json(status: u16, value: Value) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Json(value),
        }
    }

    pub(crate) fn bytes(
        status: u16,
        media_type: impl Into<Cow<'static, str>>,
        bytes: Vec<u8>,
    ) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Bytes(media_type.into(), bytes),
        }
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Body::Empty,
        }
    }

    pub(crate) fn header(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// A refusal in GitLab's usual shape, `{"message": ...}`.
    pub(crate) fn message(status: u16, message: impl Into<String>) -> Self {
        Self::json(status, json!({ "message": message.into() }))
    }

    /// A refusal in the shape of parameter validation, `{"error": ...}`.
    pub(crate) fn error(status: u16, error: impl Into<String>) -> Self {
        Self::json(status, json!({ "error": error.into() }))
    }

    pub(crate) fn unauthorized() -> Self {
        Self::message(401, "401 Unauthorized")
    }

    pub(crate) fn forbidden() -> Self {
        Self::message(403, "403 Forbidden")
    }

    /// What a token's scope does not reach.
    pub(crate) fn insufficient_scope(needed: &str) -> Self {
        Self::json(
            403,
            json!({
                "error": "insufficient_scope",
                "error_description": "The request requires higher privileges than provided by the access token.",
                "scope": needed,
            }),
        )
    }

    /// `404 Not Found`, or `404 WHAT Not Found`.
    pub(crate) fn not_found(what: &str) -> Self {
        let what = if what.is_empty() {
            String::new()
        } else {
            format!("{what} ")
        };
        Self::message(404, format!("404 {what}Not Found"))
    }

    /// The 404 of a record that a search by id misses: GitLab spells it with a small f.
    pub(crate) fn no_record() -> Self {
        Self::message(404, "404 Not found")
    }

    /// `400 Bad request`, with a reason or without.
    pub(crate) fn bad_request(reason: &str) -> Self {
        if reason.is_empty() {
            Self::message(400, "400 Bad request")
        } else {
            Self::message(400, format!("400 Bad request - {reason}"))
        }
    }
}
