//! Endpoint lines: unknown to the document, or deprecated by it.

use crate::claim::Claim;
use crate::endpoint::{Endpoint, Segment, Template};
use crate::finding::Finding;
use crate::rule::Rule;
use crate::suggest::{list, within};

use super::query::Names;
use super::{Bench, base, label, title};

/// How many letters of an endpoint may be wrong for another one to be meant.
const SLIPS: usize = 6;

impl Bench<'_, '_> {
    pub(super) fn endpoint(&mut self, claim: &Claim, endpoint: &Endpoint) {
        let Some(operation) = self.judge.operation(endpoint) else {
            let bases = &self.judge.options.base_paths;
            let path = endpoint.path.to_string();
            let is_below = |base: &String| base::strip(&path, base, true).is_some();
            // Another server's endpoint is nothing that this document could know.
            if !endpoint.has_host || bases.is_empty() || bases.iter().any(is_below) {
                self.unknown_endpoint(claim, endpoint);
            }
            return;
        };
        if operation.deprecated() {
            let span = operation
                .node()
                .member("deprecated")
                .map_or(operation.node().span, |member| member.key_span);
            let message = format!("the document marks `{}` as deprecated", title(&operation));
            self.findings.push(
                Finding::new(Rule::EndpointDeprecated, claim.span, message)
                    .operation(label(&operation))
                    .place(span, operation.address())
                    .help("tell readers what to use instead"),
            );
        }
        let names = Names::of_query(self.judge.document, &operation);
        for name in &endpoint.query {
            if names.find(name).is_some() {
                continue;
            }
            let message = format!("`{}` has no query parameter `{name}`", title(&operation));
            let mut finding = Finding::new(Rule::AttributeUnknown, claim.span, message)
                .operation(label(&operation))
                .pointer(name.clone())
                .place(operation.node().span, operation.address());
            finding.help = names.suggest(name);
            self.findings.push(finding);
        }
    }

    fn unknown_endpoint(&mut self, claim: &Claim, endpoint: &Endpoint) {
        let same_path: Vec<_> = self
            .judge
            .operations
            .iter()
            .filter(|known| Template::parse(known.path()).same_shape(&endpoint.path))
            .collect();
        let message = format!("the document has no operation `{endpoint}`");
        let mut finding = Finding::new(Rule::EndpointUnknown, claim.span, message);
        if let Some(first) = same_path.first() {
            let methods: Vec<String> = same_path
                .iter()
                .map(|known| known.method().to_uppercase())
                .collect();
            finding = finding
                .place(first.node().span, first.address())
                .help(format!("this path has only {}", list(&methods)));
        } else {
            let wanted = plain(&endpoint.method, &endpoint.path);
            let known: Vec<String> = self
                .judge
                .operations
                .iter()
                .map(|known| {
                    plain(
                        &known.method().to_uppercase(),
                        &Template::parse(known.path()),
                    )
                })
                .collect();
            let nearest = within(SLIPS, &wanted, known.iter().map(String::as_str))
                .and_then(|text| known.iter().position(|known| known == text))
                .map(|at| &self.judge.operations[at]);
            finding.help = Some(match nearest {
                Some(nearest) => format!("did you mean `{}`?", title(nearest)),
                None => "remove it, or describe it in the document".to_owned(),
            });
            if let Some(nearest) = nearest {
                finding = finding.place(nearest.node().span, nearest.address());
            }
        }
        self.findings.push(finding);
    }
}

/// Method and path with every placeholder written alike, so that their names do not count.
fn plain(method: &str, path: &Template) -> String {
    let segments = path.segments().iter().map(|segment| match segment {
        Segment::Literal(text) => text.as_str(),
        Segment::Parameter(_) | Segment::Tail(_) => "{}",
    });
    let segments: Vec<&str> = segments.collect();
    format!("{method} /{}", segments.join("/"))
}
