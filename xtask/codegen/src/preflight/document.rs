//! The rules about the document as a whole: its version, its path items, the names of its operations.

use std::collections::BTreeMap;

use openapi_document::source::Span;
use openapi_document::{Document, Node};

use super::{
    DUPLICATE_OPERATION_ID, Finding, IGNORED_SECURITY, INFO_VERSION, MISSING_OPERATION_ID,
    OPENAPI_VERSION, PATH_ITEM_REFERENCE, Rule,
};

pub(super) fn check(view: &Document, findings: &mut Vec<Finding>) {
    let root = view.root();
    let mut report = |rule: &'static Rule, span: Span, operations: Vec<String>, message: String| {
        findings.push(Finding {
            rule,
            at: view.locate(span),
            operations,
            message,
        });
    };
    if view.is_3_1() {
        let at = root.get("openapi").map_or(root.span, |node| node.span);
        report(
            OPENAPI_VERSION,
            at,
            Vec::new(),
            "this is OpenAPI 3.1".to_owned(),
        );
    }
    let version = root.get("info").and_then(|info| info.get("version"));
    if let Some(version) = version {
        let text = version.as_str().unwrap_or_default();
        if !text.bytes().all(|byte| (32..127).contains(&byte)) {
            let message = format!("the version `{text}` cannot be sent as a header");
            report(INFO_VERSION, version.span, Vec::new(), message);
        }
    }
    for member in root.get("paths").map(Node::members).unwrap_or_default() {
        if let Some(reference) = member.node.get("$ref") {
            let message = format!("the path `{}` is a reference", member.key);
            report(PATH_ITEM_REFERENCE, reference.span, Vec::new(), message);
        }
    }
    let schemes = root
        .get("components")
        .and_then(|node| node.get("securitySchemes"));
    for node in [root.get("security"), schemes].into_iter().flatten() {
        let message = "no credentials would be sent for this".to_owned();
        report(IGNORED_SECURITY, node.span, Vec::new(), message);
    }
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for operation in view.operations() {
        let name = format!("{} {}", operation.method().to_uppercase(), operation.path());
        let operations = vec![name.clone()];
        let node = operation.node();
        match node.get("operationId") {
            None => {
                let message = format!("{name} has no `operationId`");
                report(MISSING_OPERATION_ID, node.span, operations, message);
            }
            Some(id) => {
                let earlier = first.insert(operation.id(), id.span);
                if let Some(earlier) = earlier {
                    let message = format!(
                        "`{}` is already the name of the operation at {}",
                        operation.id(),
                        view.locate(earlier)
                    );
                    report(DUPLICATE_OPERATION_ID, id.span, operations, message);
                }
            }
        }
        if let Some(security) = node.get("security") {
            let message = "no credentials would be sent for this".to_owned();
            report(
                IGNORED_SECURITY,
                security.span,
                vec![operation.id().to_owned()],
                message,
            );
        }
    }
}
