//! What the document says: its operations, where requests go, and how messages are judged.

use std::fmt;
use std::sync::LazyLock;

use openapi_document::Document;
use openapi_document::route::{Router, RouterOptions};
use openapi_document::validate::Validator;

/// The document of one version of GitLab, ready for use.
pub(crate) struct Contract {
    pub(crate) document: &'static Document,
    pub(crate) router: Router,
    pub(crate) validator: Validator<'static>,
}

static CURRENT: LazyLock<Contract> = LazyLock::new(|| {
    let document = Document::parse("gitlab-jobs.yaml", gitlab_jobs_openapi::DOCUMENT)
        .expect("the embedded document is read by the tests of its own package");
    Contract::new(document)
});

impl Contract {
    /// The document as it stands.
    pub(crate) fn current() -> &'static Self {
        &CURRENT
    }

    /// Documents live as long as the program: there are only as many as there are versions.
    fn new(document: Document) -> Self {
        let document: &'static Document = Box::leak(Box::new(document));
        let options = RouterOptions {
            base_path: "/api/v4".to_owned(),
            multi_segment_key: "x-multi-segment".to_owned(),
        };
        Self {
            document,
            router: Router::new(document, options),
            validator: Validator::new(document),
        }
    }
}

impl fmt::Debug for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contract").finish_non_exhaustive()
    }
}
