//! Preflight: what progenitor 0.15 panics on, refuses or gets wrong, found before it runs.
//!
//! Progenitor takes most documents, and what it cannot express it mostly leaves out without a word. Each [`Rule`] names
//! one such trap and the remedy, which usually is a step of the view. Each has a document of its own in
//! `xtask/codegen/tests/preflight`, on which the tests prove that progenitor alone still fails: a rule whose proof
//! falls is no longer needed.
//!
//! Not a trap but a decision: `format: date-time` becomes `DateTime<Utc>`, which forgets the offset.

mod document;
mod messages;
mod parameters;
mod schemas;
mod sites;

use std::fmt;

use openapi_document::Document;
use openapi_document::source::Location;

/// What progenitor does with what a rule describes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It panics.
    Panics,
    /// It returns an error, without a place.
    Refuses,
    /// It generates a client that is wrong, or leaves something out.
    Misleads,
}

/// A trap and the way around it.
#[derive(Debug, Eq, PartialEq)]
pub struct Rule {
    /// The name, which is also the stem of the document that shows the trap.
    pub name: &'static str,
    /// What progenitor does.
    pub verdict: Verdict,
    /// What to write instead.
    pub remedy: &'static str,
}

macro_rules! rules {
    ($($name:ident $text:literal $verdict:ident $remedy:literal)*) => {
        $(
            pub(crate) const $name: &Rule = &Rule {
                name: $text,
                verdict: Verdict::$verdict,
                remedy: $remedy,
            };
        )*

        /// Every rule.
        pub const RULES: &[&Rule] = &[$($name),*];
    };
}

rules! {
    OPENAPI_VERSION "openapi-version" Refuses
        "write `openapi: 3.0.3`: progenitor reads no 3.1"
    PATH_ITEM_REFERENCE "path-item-reference" Refuses
        "write the path item where the reference stands"
    MISSING_OPERATION_ID "missing-operation-id" Refuses
        "give the operation an `operationId`; it becomes the method's name"
    DUPLICATE_OPERATION_ID "duplicate-operation-id" Refuses
        "give each operation an `operationId` of its own"
    INFO_VERSION "info-version" Misleads
        "keep to visible ASCII: the client sends it as a header and panics when it cannot"
    IGNORED_SECURITY "ignored-security" Misleads
        "drop `security` and `securitySchemes` in the view and send credentials in the transport"
    COOKIE_PARAMETER "cookie-parameter" Refuses
        "drop the parameter in the view and send it in the transport"
    QUERY_STYLE "query-style" Refuses
        "use `style: form`"
    PATH_STYLE "path-style" Refuses
        "use `style: simple`"
    OPTIONAL_PATH_PARAMETER "optional-path-parameter" Panics
        "write `required: true`"
    EXPLODE_FALSE "explode-false" Misleads
        "use `explode: true`; progenitor repeats the parameter in any case"
    PARAMETER_DEFAULT "parameter-default" Misleads
        "drop `default` from parameters in the view; the server applies it"
    PARAMETER_LIMIT "parameter-limit" Misleads
        "drop limits from parameters in the view; the server checks them"
    PARAMETER_DEPRECATED "parameter-deprecated" Misleads
        "drop `deprecated` from parameters in the view and mark the door's setter instead"
    OPTIONAL_BODY "optional-body" Misleads
        "make the body required in the view and send an empty one where nothing is to be said"
    REQUEST_MEDIA_TYPES "request-media-types" Panics
        "keep one media type in the view"
    REQUEST_MEDIA_TYPE "request-media-type" Refuses
        "use JSON, a form, plain text or bytes"
    MEDIA_TYPE_ENCODING "media-type-encoding" Panics
        "drop `encoding` in the view"
    MEDIA_TYPE_WITHOUT_SCHEMA "media-type-without-schema" Panics
        "give the media type a schema; `{}` means anything"
    DEFAULT_RESPONSE "default-response" Panics
        "write `4XX` and `5XX`: progenitor takes `default` for a success as well"
    SUCCESS_KINDS "success-kinds" Panics
        "keep one success response, or give all of them the same schema"
    ERROR_TYPES "error-types" Panics
        "give all errors one schema in the view"
    ERROR_BODIES "error-bodies" Panics
        "give all errors the same kind of body in the view"
    NO_SUCCESS_RESPONSE "no-success-response" Misleads
        "say which status the operation succeeds with; progenitor makes one up, with bytes for a body"
    REDIRECT_RESPONSE "redirect-response" Misleads
        "drop redirects in the view and follow them in the transport"
    JSON_SUFFIX_RESPONSE "json-suffix-response" Misleads
        "call it `application/json` in the view; progenitor hands out anything else as bytes"
    EXCLUSIVE_WITHOUT_LIMIT "exclusive-without-limit" Panics
        "give the limit that `exclusiveMinimum` or `exclusiveMaximum` is about, or drop both"
    ANY_OF "any-of" Misleads
        "write `x-extensible-enum` for an open set, or `{}` for what can be anything"
    ONE_OF "one-of" Misleads
        "write a plain string for an identifier, or `{}` for what can be anything"
    CLOSED_RESPONSE_ENUM "closed-response-enum" Misleads
        "write `x-extensible-enum`: the next value the server invents would fail the whole response"
    ANONYMOUS_OPEN_SET "anonymous-open-set" Misleads
        "make it a component, which becomes an enum that keeps what it does not know"
    REQUIRED_NULLABLE "required-nullable" Misleads
        "make it optional in the view: the key would have to be there"
    NULLABLE_COMPONENT "nullable-component" Misleads
        "take `nullable` from the component in the view and make the properties optional that refer to it"
    CLOSED_OBJECT "closed-object" Misleads
        "leave `additionalProperties: false` out: the next member the server adds would fail the response"
    DROPPED_MEMBERS "dropped-members" Misleads
        "open response objects with `additionalProperties: {}` in the view"
    SCHEMA_DEFAULT "schema-default" Misleads
        "drop `default` in the view: the client would report a value that the server did not send"
    STRING_LIMIT "string-limit" Misleads
        "drop `pattern`, `minLength` and `maxLength` in the view: the client would check what the server sends"
    FLOAT_FORMAT "float-format" Misleads
        "write `format: double`: an `f32` cannot hold what servers send"
}

/// A place in the view that falls into a trap.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The trap.
    pub rule: &'static Rule,
    /// The place, in the document that the view was made from.
    pub at: Location,
    /// The operations it touches; none when the whole document is meant.
    pub operations: Vec<String>,
    /// What is there.
    pub message: String,
}

impl Finding {
    /// The document that shows the trap, from the root of the workspace.
    pub fn example(&self) -> String {
        format!("xtask/codegen/tests/preflight/{}.yaml", self.rule.name)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let does = match self.rule.verdict {
            Verdict::Panics => "progenitor panics on this",
            Verdict::Refuses => "progenitor refuses this",
            Verdict::Misleads => "progenitor gets this wrong",
        };
        writeln!(f, "{}: {}: {}", self.at, self.rule.name, self.message)?;
        match self.operations.as_slice() {
            [] => {}
            [one] => writeln!(f, "  operation: {one}")?,
            [first, rest @ ..] => writeln!(f, "  operation: {first} and {} more", rest.len())?,
        }
        writeln!(f, "  {does}, see {}", self.example())?;
        writeln!(f, "  help: {}", self.rule.remedy)
    }
}

/// Everything in a view that progenitor cannot bear or gets wrong, in the order of the source.
pub fn check(view: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    document::check(view, &mut findings);
    for operation in view.operations() {
        parameters::check(view, operation, &mut findings);
        messages::check(view, operation, &mut findings);
    }
    schemas::check(view, &mut findings);
    findings.sort_by(|a, b| (&a.at, a.rule.name).cmp(&(&b.at, b.rule.name)));
    // A component that several operations use is one place.
    findings.dedup_by(|later, earlier| {
        let same = later.at == earlier.at
            && later.rule == earlier.rule
            && later.message == earlier.message;
        if same {
            let new = later
                .operations
                .iter()
                .filter(|id| !earlier.operations.contains(id));
            let new: Vec<String> = new.cloned().collect();
            earlier.operations.extend(new);
        }
        same
    });
    findings
}
