//! What the document says, today or in an older version: its operations, where requests go, how messages are judged.

use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

use openapi_document::history::{self, Version};
use openapi_document::operation::Operation;
use openapi_document::route::{Router, RouterOptions};
use openapi_document::source::{FileId, Source, Span};
use openapi_document::validate::{Options, Rule, Validator};
use openapi_document::{Document, Node, yaml};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::reply::{Body, Reply};

/// The extension key under which the document tells its history.
const HISTORY: &str = "x-gitlab-history";

/// How often an answer is looked through for what does not exist yet; it is nested less deep than this.
const PASSES: usize = 16;

/// The document of one version of GitLab, ready for use.
pub(crate) struct Contract {
    pub(crate) version: Version,
    pub(crate) document: &'static Document,
    pub(crate) router: Router,
    pub(crate) validator: Validator<'static>,
}

static CURRENT: LazyLock<Contract> = LazyLock::new(|| {
    let document = Document::parse("gitlab-jobs.yaml", gitlab_jobs_openapi::DOCUMENT)
        .expect("the embedded document is read by the tests of its own package");
    let info = document.root().get("info");
    let version = info.and_then(|info| info.get("x-gitlab-version"));
    let version = version.and_then(Node::as_str).unwrap_or_default().parse();
    Contract::new(document, version.expect("the document tells its version"))
});

/// The oldest version the register of versions knows.
static OLDEST: LazyLock<Version> = LazyLock::new(|| {
    let source = Source::new("versions.yaml", gitlab_jobs_openapi::VERSIONS);
    let read = yaml::parse(&source, FileId(0));
    let register = read.expect("the embedded register is read by the tests of its own package");
    let versions = register.get("versions").map_or(&[][..], Node::items).iter();
    let from = versions.filter_map(|one| one.get("from")?.as_str()?.parse().ok());
    from.min().expect("the register names a version")
});

/// The older contracts that were asked for.
static OLDER: Mutex<Vec<&'static Contract>> = Mutex::new(Vec::new());

impl Contract {
    /// The document as it stands.
    pub(crate) fn current() -> &'static Self {
        &CURRENT
    }

    /// The document as it would have stood in a version.
    ///
    /// # Errors
    ///
    /// [`Error::Version`] for what is no version, or none that the document tells of.
    pub(crate) fn as_of(text: &str) -> Result<&'static Self, Error> {
        let (oldest, newest) = (*OLDEST, CURRENT.version);
        let unknown = || Error::Version {
            text: text.chars().take(40).collect(),
            oldest: oldest.to_string(),
            newest: newest.to_string(),
        };
        let version: Version = text.parse().map_err(|_| unknown())?;
        if version == newest {
            return Ok(&CURRENT);
        }
        if !(oldest..=newest).contains(&version) {
            return Err(unknown());
        }
        let mut older = OLDER.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = older.iter().find(|one| one.version == version) {
            return Ok(known);
        }
        let document = history::as_of(CURRENT.document, &version, HISTORY)
            .expect("the tests project the embedded document to every version of the register");
        // It lives as long as the program; there are only as many as there are versions.
        let contract: &'static Self = Box::leak(Box::new(Self::new(document, version)));
        older.push(contract);
        Ok(contract)
    }

    fn new(document: Document, version: Version) -> Self {
        let document: &'static Document = Box::leak(Box::new(document));
        let options = RouterOptions {
            base_path: "/api/v4".to_owned(),
            multi_segment_key: "x-multi-segment".to_owned(),
        };
        Self {
            version,
            document,
            router: Router::new(document, options),
            validator: Validator::new(document),
        }
    }

    /// Whether it is the contract of a version, or of a later one.
    pub(crate) fn since(&self, version: &str) -> bool {
        let version: Version = version.parse().expect("the code names versions well");
        self.version >= version
    }

    /// Takes the parameters out that the operation came to have only later: the server does not know them.
    pub(crate) fn forget_later_parameters(
        &self,
        operation: Operation<'_>,
        parameters: &mut Map<String, Value>,
    ) {
        let Some(today) = CURRENT.document.operation(operation.id()) else {
            return;
        };
        let plain = |name: &str| name.trim_end_matches("[]").to_owned();
        for parameter in today.parameters() {
            let (name, location) = (parameter.name(), parameter.location());
            if location == "query" && operation.parameter(name, location).is_none() {
                parameters.remove(&plain(name));
            }
        }
        let (now, then) = (CURRENT.members(today), self.members(operation));
        parameters.retain(|name, _| !now.contains(&name.as_str()) || then.contains(&name.as_str()));
    }

    /// What the document says may stand in the body of a request.
    pub(crate) fn members<'a>(&'a self, operation: Operation<'a>) -> Vec<&'a str> {
        let media = operation.request_body().and_then(|body| body.json());
        let Some((schema, address)) = media.and_then(|media| media.schema()) else {
            return Vec::new();
        };
        let (schema, _) = self.document.resolve(schema, &address);
        let properties = schema.get("properties").map_or(&[][..], Node::members);
        properties.iter().map(|one| one.key.as_str()).collect()
    }

    /// Takes out of an answer what did not exist yet: properties, and headers.
    pub(crate) fn forget_later_answers(&self, operation: Operation<'_>, reply: &mut Reply) {
        // Today's answers are left as they are, so that a property too much shows.
        let described = operation.response(reply.status);
        let Some(response) = described.filter(|_| self.version < CURRENT.version) else {
            return;
        };
        let today = CURRENT.document.operation(operation.id());
        if let Some(today) = today.and_then(|today| today.response(reply.status)) {
            let known = response.headers();
            for header in today.headers() {
                let name = header.name();
                if known.iter().all(|one| one.name() != name) {
                    reply
                        .headers
                        .retain(|(sent, _)| !sent.eq_ignore_ascii_case(name));
                }
            }
        }
        let schema = response.json().and_then(|media| media.schema());
        if let (Body::Json(value), Some((_, address))) = (&mut reply.body, schema) {
            self.forget_unknown(&address, value);
        }
    }

    /// Takes out of a value every property that the schema does not have.
    pub(crate) fn forget_unknown(&self, address: &str, value: &mut Value) {
        for _ in 0..PASSES {
            let node = Node::from_json(Span::default(), value);
            let options = Options::response().closed(true);
            let found = self.validator.validate(address, &node, &options);
            let unknown = found.iter().filter(|one| one.rule == Rule::UnknownProperty);
            let pointers: Vec<String> = unknown.map(|one| one.instance.to_string()).collect();
            if pointers.is_empty() {
                return;
            }
            for pointer in pointers {
                let Some((parent, name)) = pointer.rsplit_once('/') else {
                    continue;
                };
                let name = name.replace("~1", "/").replace("~0", "~");
                if let Some(Value::Object(members)) = value.pointer_mut(parent) {
                    members.remove(&name);
                }
            }
        }
    }
}

impl fmt::Debug for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Contract");
        shown
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
