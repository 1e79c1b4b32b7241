//! Mistakes in JSON examples.

use std::ops::Range;

use fastrand::Rng;
use openapi_doccheck::claim::{Claim, ClaimKind, Example};
use openapi_doccheck::rule::Rule;
use openapi_document::Node;
use openapi_document::node::Member;

use crate::case::{Case, Shape, Site, word};

/// The examples that parse, sent and received.
fn examples<'c>(case: &'c Case<'_>) -> impl Iterator<Item = (&'c Claim, &'c Example, &'c Node)> {
    case.claims
        .claims
        .iter()
        .filter_map(|claim| match &claim.kind {
            ClaimKind::Response(example) | ClaimKind::Request(example) => {
                let node = example.json.node.as_ref()?;
                example
                    .json
                    .repairs
                    .is_empty()
                    .then_some((claim, example, node))
            }
            _ => None,
        })
}

/// The objects in a value that have members, outermost first.
fn objects(node: &Node) -> Vec<&Node> {
    let below = node.members().iter().map(|member| &member.node);
    let below = below.chain(node.items()).flat_map(objects);
    let itself = (!node.members().is_empty()).then_some(node);
    itself.into_iter().chain(below).collect()
}

/// The members of all objects of all examples.
fn members<'c>(case: &'c Case<'_>) -> impl Iterator<Item = &'c Member> {
    examples(case).flat_map(|(_, _, node)| objects(node).into_iter().flat_map(Node::members))
}

fn value(member: &Member) -> Range<usize> {
    member.node.span.start..member.node.span.end
}

/// A comma too many, a comma too few, a key without quotes.
pub(crate) fn syntax(case: &Case<'_>) -> Vec<Site> {
    let mut sites = Vec::new();
    for object in examples(case).flat_map(|(_, _, node)| objects(node)) {
        let members = object.members();
        let last = members.last().unwrap().node.span.end;
        sites.push(Site::new(last..last, ","));
        for pair in members.windows(2) {
            // Of a key that is there twice the last value counts, wherever the first stands.
            if pair[0].node.span.end > pair[1].key_span.start {
                continue;
            }
            let between = pair[0].node.span.end..pair[1].key_span.start;
            let end = between.start;
            let comma = end + case.text[between].find(',').unwrap();
            sites.push(Site::new(comma..comma + 1, "").near(end..end));
        }
        for member in members {
            let quoted = member.key_span.start..member.key_span.end;
            sites.push(Site::new(quoted, member.key.clone()));
        }
    }
    sites
}

/// A member that is there twice.
pub(crate) fn duplicate_keys(case: &Case<'_>) -> Vec<Site> {
    let scalar = |member: &&Member| !member.node.is_array() && !member.node.is_object();
    // The second one is one too many.
    let twice = |member: &Member| {
        let end = member.node.span.end;
        let copy = format!(", {}", &case.text[member.key_span.start..end]);
        let key = &case.text[member.key_span.start..member.key_span.end];
        Site::new(end..end, copy).inside(key)
    };
    members(case).filter(scalar).map(twice).collect()
}

/// An example below an operation that answers with none, and a single value in brackets.
pub(crate) fn shapes(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let mut sites = Vec::new();
    for (claim, _) in case.commands() {
        let about = case.about(claim).unwrap_or_default();
        let silent = about.starts_with("delete_")
            || about.starts_with("download_")
            || about == "get_job_trace";
        if !silent {
            continue;
        }
        let value = format!("{{ \"{}\": {} }}", word(rng), rng.u32(1..99));
        let put = |at: usize, text: String| Site::new(at..at, text).inside("{");
        // Behind the block that the command stands in.
        let end = case.line(claim.span.end).end;
        let fence = case.text[end..].starts_with("```");
        let label = "Example response:";
        match case.shape {
            Shape::Marked if fence => {
                let end = case.line(end).end;
                let text = format!("\n{label}\n\n```json\n{value}\n```\n\n");
                sites.push(put(end, text));
            }
            Shape::Plain | Shape::Spread => {
                sites.push(put(end, format!("\n{label}\n\n{value}\n\n")));
            }
            Shape::OneLine => {
                let end = claim.span.end + case.text[claim.span.end..].find("```").unwrap() + 3;
                let text = format!(" {label} ```json {value} ```");
                sites.push(put(end, text));
            }
            Shape::Marked => {}
        }
    }
    for (claim, _, node) in examples(case) {
        let whole = claim.span.start..claim.span.end;
        if node.is_object() && !case.is_wrong(None, whole.clone()) {
            let text = format!("[{}]", &case.text[whole.clone()]);
            sites.push(Site::new(whole, text).inside("["));
        }
    }
    sites
}

/// A property more.
pub(crate) fn unknown_properties(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let more = |member: &Member| {
        let at = member.key_span.start;
        let name = format!("\"{}\"", word(rng));
        Site::new(at..at, format!("{name}: 7, ")).inside(name)
    };
    members(case).map(more).collect()
}

/// A property less, of those that the document says are always there.
pub(crate) fn missing_properties(case: &Case<'_>) -> Vec<Site> {
    let required = case
        .judge
        .document()
        .find("#/components/schemas/JobBasic/required");
    let required: Vec<&str> = required
        .unwrap()
        .items()
        .iter()
        .filter_map(Node::as_str)
        .collect();
    let mut sites = Vec::new();
    let received =
        examples(case).filter(|(claim, ..)| matches!(claim.kind, ClaimKind::Response(_)));
    for (claim, _, node) in received {
        let jobs: Vec<&Node> = if node.is_array() {
            node.items().iter().collect()
        } else {
            vec![node]
        };
        for job in jobs
            .into_iter()
            .filter(|job| job.has("stage") && job.has("status"))
        {
            for pair in job.members().windows(2) {
                let name = &pair[0].key;
                // A member that is there twice is still there, and one that an item lacks is told once for all.
                let twice = job
                    .members()
                    .iter()
                    .filter(|other| other.key == *name)
                    .count()
                    > 1
                    || case.is_wrong(
                        Some(Rule::JsonDuplicateKey),
                        claim.span.start..claim.span.end,
                    );
                let lacks = case.findings.iter().any(|finding| {
                    let inside = (claim.span.start..claim.span.end).contains(&finding.span.start);
                    let pointer = finding.pointer.as_deref().unwrap_or_default();
                    inside && pointer.rsplit('/').next() == Some(name)
                });
                // What an object lacks is not told any more when the object is gone.
                let simple = pair[0].node.members().is_empty();
                if required.contains(&name.as_str()) && simple && !twice && !lacks {
                    let gone = pair[0].key_span.start..pair[1].key_span.start;
                    let bracket = job.span.start..job.span.start + 1;
                    sites.push(Site::new(gone, "").near(bracket));
                }
            }
        }
    }
    sites
}

/// A truth or a number that becomes something else.
pub(crate) fn types(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let wrong = |member: &Member| {
        let at = value(member);
        let is_other = matches!(&case.text[at.clone()], "true" | "false")
            || case.text[at.clone()]
                .bytes()
                .all(|byte| byte.is_ascii_digit());
        let with = match rng.usize(..3) {
            0 => format!("\"{}\"", word(rng)),
            1 => format!("[\"{}\"]", word(rng)),
            _ => "{}".to_owned(),
        };
        is_other.then(|| Site::new(at, with))
    };
    members(case).filter_map(wrong).collect()
}

/// A time that is none.
pub(crate) fn formats(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let times = members(case).filter(|member| {
        let text = member.node.as_str().unwrap_or_default();
        text.len() > 18 && text.as_bytes()[10] == b'T' && text.ends_with(['Z', '0'])
    });
    let wrong = |member: &Member| {
        let with = match rng.usize(..3) {
            0 => format!("2024-{}-01T08:00:00Z", rng.u32(13..99)),
            1 => word(rng),
            _ => rng.u32(1..9999).to_string(),
        };
        Site::new(value(member), format!("\"{with}\""))
    };
    times.map(wrong).collect()
}

/// A value that a set does not hold.
pub(crate) fn set_values(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let sets = [
        "status",
        "failure_reason",
        "file_type",
        "file_format",
        "state",
    ];
    let text = members(case).filter(|member| {
        let wrong = case.is_wrong(None, member.key_span.start..member.node.span.end);
        sets.contains(&member.key.as_str()) && member.node.as_str().is_some() && !wrong
    });
    let wrong = |member: &Member| Site::new(value(member), format!("\"{}\"", word(rng)));
    text.map(wrong).collect()
}
