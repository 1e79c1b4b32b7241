//! Mistakes in what stands between examples, commands and tables: endpoint lines, comments, examples of nothing.

use fastrand::Rng;
use openapi_doccheck::claim::ClaimKind;
use openapi_doccheck::element::Kind;
use openapi_doccheck::endpoint::Segment;

use crate::case::{Case, Shape, Site, word};

/// Where paragraphs begin; before the first endpoint or anywhere.
fn paragraphs(case: &Case<'_>, anywhere: bool) -> Vec<usize> {
    let elements = case.page.elements();
    let first = elements
        .iter()
        .position(|element| element.kind.endpoint().is_some());
    let end = if anywhere {
        elements.len()
    } else {
        first.unwrap()
    };
    let text = elements[..end]
        .iter()
        .filter(|element| match &element.kind {
            Kind::Prose(_) => true,
            // Where the lines are lost, a heading's end is not known.
            Kind::Heading { .. } => case.shape != Shape::OneLine,
            _ => false,
        });
    let at = text.map(|element| match case.shape {
        Shape::OneLine => element.span.start,
        _ => case.line(element.span.start).start,
    });
    let mut at: Vec<usize> = at.collect();
    at.dedup();
    at
}

/// An example that stands in no endpoint's section.
pub(crate) fn lost_examples(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let lost = |at: usize| {
        let value = format!("{{ \"{}\": {} }}", word(rng), rng.u32(1..99));
        let text = match case.shape {
            Shape::Marked => format!("\n```json\n{value}\n```\n\n"),
            Shape::OneLine => format!("```json {value} ``` "),
            Shape::Plain | Shape::Spread => format!("\n{value}\n\n"),
        };
        Site::new(at..at, text).inside("{")
    };
    paragraphs(case, false).into_iter().map(lost).collect()
}

/// A comment that names a rule which does not exist.
pub(crate) fn unknown_directives(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let comment = |at: usize| {
        let end = if case.shape == Shape::OneLine {
            " "
        } else {
            "\n\n"
        };
        let name = word(rng);
        let text = format!("<!-- doccheck-disable-next-line {name} -->{end}");
        Site::new(at..at, text).inside(name)
    };
    paragraphs(case, true).into_iter().map(comment).collect()
}

/// An endpoint line whose path the document does not have.
///
/// What stands below an unknown endpoint is not judged, so its section must be without findings of its own.
pub(crate) fn unknown_endpoints(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let claims = &case.claims.claims;
    let mut sites = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        let ClaimKind::Endpoint(endpoint) = &claim.kind else {
            continue;
        };
        let next = claims[index + 1..]
            .iter()
            .find(|next| matches!(next.kind, ClaimKind::Endpoint(_)));
        let end = next.map_or(case.text.len(), |next| next.span.start);
        let clean = !case.is_wrong(None, claim.span.start..end);
        let literal = endpoint
            .path
            .segments()
            .iter()
            .rev()
            .find_map(|segment| match segment {
                Segment::Literal(text) => Some(text),
                _ => None,
            });
        if let (true, Some(literal)) = (clean, literal) {
            let line = &case.text[claim.span.start..claim.span.end];
            let start = claim.span.start + line.rfind(&format!("/{literal}")).unwrap() + 1;
            let site = Site::new(start..start + literal.len(), word(rng));
            sites.push(site.near(claim.span.start..claim.span.end));
        }
    }
    sites
}
