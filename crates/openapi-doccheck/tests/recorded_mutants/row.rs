//! Mistakes in tables of attributes and statuses.

use std::ops::Range;

use fastrand::Rng;
use openapi_doccheck::claim::{Attribute, Claim, ClaimKind, Form, RequiredKind, StatusRow};
use openapi_doccheck::rule::Rule;

use crate::case::{Case, Shape, Site, word};

/// The attribute rows.
fn rows<'c>(case: &'c Case<'_>) -> impl Iterator<Item = (&'c Claim, &'c Attribute)> {
    case.claims
        .claims
        .iter()
        .filter_map(|claim| match &claim.kind {
            ClaimKind::Attribute(row) if row.form == Form::Table => Some((claim, row)),
            _ => None,
        })
}

/// The status rows.
fn statuses<'c>(case: &'c Case<'_>) -> impl Iterator<Item = (&'c Claim, &'c StatusRow)> {
    case.claims
        .claims
        .iter()
        .filter_map(|claim| match &claim.kind {
            ClaimKind::Status(row) => Some((claim, row)),
            _ => None,
        })
}

/// A row with what is before and behind its cells.
fn whole(case: &Case<'_>, claim: &Claim) -> Range<usize> {
    let start = claim.span.start;
    match case.shape {
        Shape::OneLine => {
            let start = case.text[..start].rfind('|').unwrap();
            let end = claim.span.end + case.text[claim.span.end..].find('|').unwrap();
            start..end + 2
        }
        _ => case.line(start).start..case.line(claim.span.end).end,
    }
}

/// A row for an attribute that the operation does not have.
pub(crate) fn unknown(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let more = |claim: &Claim| {
        let name = word(rng);
        let text = match case.shape {
            Shape::Marked => format!("| `{name}` | string | no | Whatever. |\n"),
            Shape::OneLine => format!("| `{name}` | string | No | Whatever. | "),
            Shape::Plain => format!("{name} string No Whatever.\n"),
            Shape::Spread => format!("{name} |\nstring | No | Whatever. |\n"),
        };
        let at = whole(case, claim).start;
        Site::new(at..at, text).inside(name)
    };
    let rows: Vec<&Claim> = rows(case).map(|(claim, _)| claim).collect();
    rows.into_iter().map(more).collect()
}

/// A row less, of those that must be there; the last name that is left in the table is where it is told.
pub(crate) fn missing(case: &Case<'_>) -> Vec<Site> {
    let mut sites = Vec::new();
    for (claim, row) in rows(case) {
        let required = row
            .required
            .as_ref()
            .is_some_and(|required| required.kind == RequiredKind::Yes);
        let of_table =
            rows(case).filter(|(other, _)| other.binding.endpoints == claim.binding.endpoints);
        let names = of_table.map(|(_, other)| other.name.span);
        let last = names.filter(|name| *name != row.name.span).last();
        let unknown = case.is_wrong(
            Some(Rule::AttributeUnknown),
            claim.span.start..claim.span.end,
        );
        if let Some(last) = last.filter(|_| required && !unknown) {
            sites.push(Site::new(whole(case, claim), "").near(last.start..last.end));
        }
    }
    sites
}

/// A type that the document does not give.
pub(crate) fn types(case: &Case<'_>) -> Vec<Site> {
    let mut sites = Vec::new();
    for (claim, row) in rows(case) {
        let span = row.ty.as_ref().unwrap().text.span;
        let known = !case.is_wrong(
            Some(Rule::AttributeUnknown),
            claim.span.start..claim.span.end,
        );
        for with in ["hash", "array of hashes", "array of booleans"]
            .into_iter()
            .filter(|_| known)
        {
            sites.push(Site::new(span.start..span.end, with));
        }
    }
    sites
}

/// Required where it is not, or the other way round.
pub(crate) fn required(case: &Case<'_>) -> Vec<Site> {
    let mut sites = Vec::new();
    for (claim, row) in rows(case) {
        let known = !case.is_wrong(
            Some(Rule::AttributeUnknown),
            claim.span.start..claim.span.end,
        );
        let Some(required) = row.required.as_ref().filter(|_| known) else {
            continue;
        };
        let with = match required.kind {
            RequiredKind::Yes => ["No", "no"],
            _ => ["Yes", "yes"],
        };
        let span = required.text.span;
        sites.extend(with.map(|with| Site::new(span.start..span.end, with)));
    }
    sites
}

/// The page with its lists of values made complete, so that one of them can be spoilt.
pub(crate) fn completed<'j>(case: &Case<'j>) -> Case<'j> {
    let mut text = case.text.clone();
    let lists = case
        .findings
        .iter()
        .rev()
        .filter(|finding| finding.rule == Rule::AttributeValue);
    for finding in lists {
        let lacking: Vec<&str> = finding
            .message
            .split('`')
            .skip(1)
            .step_by(2)
            .skip(1)
            .collect();
        let marked = matches!(case.shape, Shape::Marked | Shape::OneLine);
        let more = lacking.iter().map(|value| {
            if marked {
                format!("`{value}`, ")
            } else {
                format!("{value}, ")
            }
        });
        let first = finding.span.start - usize::from(marked);
        text.insert_str(first, &more.collect::<String>());
    }
    Case::new(case.name, case.shape, text, case.judge)
}

/// A value that the document does not list.
pub(crate) fn values(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let all = rows(case).flat_map(|(_, row)| &row.values);
    let spans: Vec<_> = all.map(|value| value.span).collect();
    let wrong = |span: openapi_document::source::Span| Site::new(span.start..span.end, word(rng));
    spans.into_iter().map(wrong).collect()
}

/// A default that the document does not give.
pub(crate) fn defaults(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let all = rows(case).filter_map(|(_, row)| row.default.as_ref());
    let spans: Vec<_> = all.map(|default| default.span).collect();
    // Without code marks only a literal or a number is read as a value.
    let wrong = |span: openapi_document::source::Span| {
        let with = rng.u32(1..9999).to_string();
        Site::new(span.start..span.end, with)
    };
    spans.into_iter().map(wrong).collect()
}

/// A status that no operation of the document answers with.
pub(crate) fn unknown_statuses(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let failures = statuses(case).filter(|(_, row)| row.form != Form::Table || row.code >= 300);
    let spans: Vec<_> = failures.map(|(_, row)| row.text.span).collect();
    let wrong = |span: openapi_document::source::Span| {
        let codes = [rng.u32(430..500), rng.u32(504..600), rng.u32(205..227)];
        Site::new(span.start..span.end, codes[rng.usize(..3)].to_string())
    };
    spans.into_iter().map(wrong).collect()
}

/// The row of a success becomes one more of a failure; the first row of the table is where it is told.
pub(crate) fn missing_statuses(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let mut sites = Vec::new();
    for (claim, row) in statuses(case).filter(|(_, row)| row.form == Form::Table && row.code < 300)
    {
        let table =
            statuses(case).filter(|(other, _)| other.binding.endpoints == claim.binding.endpoints);
        let table: Vec<_> = table.collect();
        let Some((_, failure)) = table.iter().find(|(_, other)| other.code >= 400) else {
            continue;
        };
        let first = table[0].0.span;
        let rest = &case.text[row.text.span.end..claim.span.end];
        let text = format!("{}{rest} {}", failure.code, word(rng));
        let whole = row.text.span.start..claim.span.end;
        let code = if table[0].1.text.span == row.text.span {
            failure.code
        } else {
            table[0].1.code
        };
        let site = Site::new(whole, text).near(first.start..first.end);
        sites.push(site.inside(code.to_string()));
    }
    sites
}
