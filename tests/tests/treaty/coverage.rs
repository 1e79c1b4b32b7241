//! Which parameters and answers of the document the treaty meets, and which are out of its reach.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use gitlab_jobs_tests::exchange::{Content, Exchange};
use openapi_document::Document;
use openapi_document::node::Node;
use openapi_document::operation::Operation;

use crate::stage::Step;

/// What is documented and not met: the operation, or all of them, the answer, and why.
const OUT_OF_REACH: [(Option<&str>, &str, &str); 1] = [(
    None,
    "500",
    "the mock server never breaks; a fault's page in HTML comes from a proxy and is no answer of the API",
)];

/// The coverage as text, and what is wrong with it.
pub(crate) struct Coverage {
    /// What is met, by operation.
    pub(crate) text: String,
    /// What is neither met nor said to be out of reach, or said and yet met.
    pub(crate) wrong: Vec<String>,
}

/// Compares what was played with what is documented.
pub(crate) fn of(document: &Document, played: &[(Step, Vec<Exchange>)]) -> Coverage {
    let mut coverage = Coverage {
        text: String::new(),
        wrong: Vec::new(),
    };
    for operation in document.operations() {
        let here: Vec<&(Step, Vec<Exchange>)> = played
            .iter()
            .filter(|(step, _)| step.operation == operation.id())
            .collect();
        let write = "a string takes any text";
        let count: usize = here.iter().map(|(_, exchanges)| exchanges.len()).sum();
        writeln!(
            coverage.text,
            "{}: {} steps, {count} exchanges",
            operation.id(),
            here.len()
        )
        .expect(write);
        for (name, is_met) in parameters(&operation, &here) {
            if !is_met {
                coverage.wrong.push(format!("{}: {name}", operation.id()));
            }
            let seen = here.iter().flat_map(|(step, _)| &step.seen);
            let is_seen = seen.into_iter().any(|seen| seen.name() == name);
            let how = if is_seen {
                "sent, its effect seen"
            } else {
                "sent"
            };
            writeln!(coverage.text, "  {name}: {how}").expect(write);
        }
        for response in operation.responses() {
            let status = response.status();
            let by = here.iter().find(|(_, exchanges)| {
                let mut exchanges = exchanges.iter();
                exchanges.any(|exchange| exchange.status.to_string() == status)
            });
            let excuse = OUT_OF_REACH.iter().find(|(which, known, _)| {
                which.is_none_or(|which| which == operation.id()) && *known == status
            });
            let how = match (by, excuse) {
                (Some((step, _)), None) => step.name.clone(),
                (None, Some((_, _, why))) => format!("out of reach: {why}"),
                (Some(_), Some(_)) => {
                    let what = format!("{}: {status} is met after all", operation.id());
                    coverage.wrong.push(what);
                    continue;
                }
                (None, None) => {
                    let what = format!("{}: {status} is never met", operation.id());
                    coverage.wrong.push(what);
                    continue;
                }
            };
            writeln!(coverage.text, "  {status}: {how}").expect(write);
        }
    }
    coverage
}

/// Each parameter, and each property of the request's body, with whether it was sent.
fn parameters(operation: &Operation<'_>, played: &[&(Step, Vec<Exchange>)]) -> Vec<(String, bool)> {
    let exchanges = || played.iter().flat_map(|(_, exchanges)| exchanges);
    let mut found = Vec::new();
    for parameter in operation.parameters() {
        let name = parameter.name();
        let is_met = match parameter.location() {
            // Whoever reaches the operation has sent what is in its path.
            "path" => exchanges().next().is_some(),
            "query" => exchanges().any(|one| one.query.iter().any(|(known, _)| known == name)),
            _ => exchanges().any(|one| {
                let mut headers = one.request_headers.iter();
                headers.any(|(known, _)| known.eq_ignore_ascii_case(name))
            }),
        };
        found.push((name.to_owned(), is_met));
    }
    let media_type = operation.request_body().and_then(|body| body.json());
    let schema = media_type.and_then(|media_type| media_type.schema());
    let properties = schema.and_then(|(schema, _)| schema.get("properties"));
    let sent: BTreeSet<String> = exchanges()
        .filter_map(|exchange| match &exchange.request {
            Content::Json(serde_json::Value::Object(members)) => Some(members),
            _ => None,
        })
        .flat_map(|members| members.keys().cloned())
        .collect();
    for member in properties.map_or(&[][..], Node::members) {
        found.push((member.key.clone(), sent.contains(&member.key)));
    }
    found
}
