//! What a request is for: an operation of the document, an endpoint around them, or nothing.

use openapi_document::route::{Match, NoRoute, Reason};

use crate::contract::Contract;
use crate::http::Head;
use crate::reply::Reply;
use crate::surroundings;

/// What a request is for.
pub(crate) enum Target {
    /// An operation of the document, with the parameters of the path.
    Operation(String, Vec<(String, String)>),
    /// One of the endpoints around them.
    Beside(Vec<(String, String)>),
    Nowhere(NoRoute),
}

impl Target {
    pub(crate) fn of(contract: &Contract, head: &Head) -> Self {
        let method = match head.method.as_str() {
            "HEAD" => "GET",
            other => other,
        };
        if let Some(segments) = surroundings::find(&head.path).filter(|_| method == "GET") {
            return Self::Beside(segments);
        }
        match contract.router.route(method, &head.path) {
            Ok(Match {
                operation_id,
                parameters,
                ..
            }) => Self::Operation(operation_id, parameters),
            Err(refusal) => Self::Nowhere(refusal),
        }
    }

    /// The id of the operation; empty for everything else.
    pub(crate) fn operation(&self) -> &str {
        match self {
            Self::Operation(id, _) => id,
            Self::Beside(_) | Self::Nowhere(_) => "",
        }
    }

    /// What faults call it; empty when only [`Fault::ANY`] fits.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Operation(id, _) => id,
            // The first of these parameters is which endpoint it is.
            Self::Beside(segments) => segments.first().map_or("", |(_, name)| name),
            Self::Nowhere(_) => "",
        }
    }

    pub(crate) fn route(&self) -> &[(String, String)] {
        match self {
            Self::Operation(_, segments) | Self::Beside(segments) => segments,
            Self::Nowhere(_) => &[],
        }
    }
}

/// The answer when no operation fits.
pub(crate) fn refuse(refusal: &NoRoute) -> Reply {
    match &refusal.reason {
        Reason::MethodNotAllowed { allowed } => Reply::message(405, "405 Method Not Allowed")
            .header("Allow", allowed.join(", ").to_uppercase()),
        Reason::InvalidParameter { name, .. } => Reply::error(400, format!("{name} is invalid")),
        Reason::DotSegment { .. } | Reason::InvalidEscape { .. } | Reason::NotUtf8 { .. } => {
            Reply::bad_request("")
        }
        _ => Reply::error(404, "404 Not Found"),
    }
}
