//! Endpoint lines: unknown to the document, or deprecated by it.

use openapi_document::operation::Operation;
use openapi_document::validate::{Options, Rule as Kind, wire};

use crate::claim::Claim;
use crate::endpoint::{Endpoint, Segment, Template};
use crate::finding::{Finding, Level};
use crate::rule::Rule;
use crate::suggest::{list, within};

use super::query::{Name, Names, is_placeholder};
use super::{Bench, base, label, title};

/// How many letters of an endpoint may be wrong for another one to be meant.
const SLIPS: usize = 6;

impl Bench<'_, '_> {
    pub(super) fn endpoint(&mut self, claim: &Claim, endpoint: &Endpoint) {
        let Some(operation) = self.judge.operation(endpoint) else {
            let bases = &self.judge.options.base_paths;
            let path = endpoint.path.to_string();
            // A variable stands for any path, so being below it says nothing.
            let is_below =
                |base: &String| !base.contains('{') && base::strip(&path, base, true).is_some();
            // Another server's endpoint is nothing that this document could know.
            let is_ours = endpoint.host.as_deref().is_none_or(|host| {
                bases.iter().any(is_below)
                    || bases.is_empty() && base::serves(self.judge.document, host)
            });
            if is_ours {
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
        for (name, value) in endpoint.query.iter().zip(&endpoint.values) {
            if let Some(known) = names.find(name) {
                let value = value.as_deref().unwrap_or_default();
                let found = self.shown_value(claim, known, value, &operation);
                self.findings.extend(found);
                continue;
            }
            if names.open {
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

    /// Judges a value in the query of an endpoint line.
    ///
    /// Such lines show what may stand there by words of all kinds, so only what is nearly right or out of bounds is told.
    fn shown_value(
        &self,
        claim: &Claim,
        name: &Name<'_>,
        value: &str,
        operation: &Operation<'_>,
    ) -> Option<Finding> {
        let (_, address) = name.schema.as_ref()?;
        if value.is_empty() || is_placeholder(value) || value.contains(['%', '+']) {
            return None;
        }
        let options = Options::request();
        let validator = &self.judge.validator;
        let found = wire::check(validator, address, value, claim.span, &options);
        let violation = found.first()?;
        let is_slip = violation.suggestion.is_some()
            || matches!(violation.rule, Kind::Minimum | Kind::Maximum);
        if !is_slip || name.separator.is_some() {
            return None;
        }
        let message = format!("`{}`: {}", name.text, violation.message);
        let mut finding = Finding::new(Rule::AttributeValue, claim.span, message)
            .operation(label(operation))
            .pointer(name.text.clone())
            .place(violation.schema_span, violation.schema.clone());
        let meant = violation.suggestion.as_ref();
        finding.help = meant.map(|meant| format!("write `{meant}`"));
        Some(finding)
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
        // What a list only leads to may be elsewhere.
        if !claim.binding.sure {
            finding = finding.level(Level::Note);
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
