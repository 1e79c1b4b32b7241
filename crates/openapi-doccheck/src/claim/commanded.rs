//! Sections without an endpoint line: what a command calls is what its examples are about.

use super::{Claim, ClaimKind};
use crate::element::Kind;
use crate::page::Page;

/// A heading's part of the page: from the heading to the next one of its level or above.
struct Part {
    start: usize,
    end: usize,
    level: u8,
}

/// Binds each of these examples, whose direction is known, to the command that it belongs to.
///
/// That is the last command before it below the same heading. Where there is none, the whole of what belongs to the
/// heading decides, then that of the heading above it, and so on: when it holds one command and no endpoint line, the
/// example belongs to that one.
pub(super) fn bind(page: &Page, claims: &mut [Claim], examples: &[usize]) {
    let commands: Vec<usize> = positions(claims, |kind| match kind {
        ClaimKind::Curl(curl) => curl.url.is_some(),
        _ => false,
    });
    for command in &commands {
        let binding = &mut claims[*command].binding;
        if binding.endpoints.is_empty() && binding.operation.is_none() {
            binding.command = Some(*command);
            binding.sure = true;
            "no endpoint line in its section, but its URL says what it calls"
                .clone_into(&mut binding.reason);
        }
    }
    if examples.is_empty() {
        return;
    }
    let parts = parts(page);
    let endpoints = positions(claims, |kind| matches!(kind, ClaimKind::Endpoint(_)));
    for example in examples {
        let Some((command, which)) = command_of(claims, &parts, &commands, &endpoints, *example)
        else {
            continue;
        };
        let binding = &mut claims[*example].binding;
        let (_, evidence) = binding.reason.split_once("; ").unwrap_or_default();
        binding.reason = format!(
            "no endpoint line in its section, but {which} command says what it calls; {evidence}"
        );
        binding.command = Some(command);
        binding.sure = true;
    }
}

fn positions(claims: &[Claim], is: impl Fn(&ClaimKind) -> bool) -> Vec<usize> {
    let all = claims.iter().enumerate();
    all.filter(|(_, claim)| is(&claim.kind))
        .map(|(index, _)| index)
        .collect()
}

fn command_of(
    claims: &[Claim],
    parts: &[Part],
    commands: &[usize],
    endpoints: &[usize],
    example: usize,
) -> Option<(usize, &'static str)> {
    let at = claims[example].span.start;
    let within = |found: &[usize], part: &Part| {
        let before = |edge: usize| found.partition_point(|index| claims[*index].span.start < edge);
        before(part.start)..before(part.end)
    };
    let mut around = parts.iter().rev().skip_while(|part| part.start > at);
    let mut level = u8::MAX;
    let mut innermost = true;
    loop {
        // The next heading above is the nearest one before that is of a higher level.
        let part = around.find(|part| part.level < level)?;
        level = part.level;
        if !within(endpoints, part).is_empty() {
            return None;
        }
        let here = &commands[within(commands, part)];
        let before = here
            .iter()
            .rev()
            .find(|index| claims[**index].span.start < at);
        match (before, here) {
            (Some(last), _) if innermost => return Some((*last, "the last")),
            (_, [only]) => return Some((*only, "the only")),
            (_, []) => innermost = false,
            _ => return None,
        }
    }
}

/// The parts of all headings, and first the page itself.
fn parts(page: &Page) -> Vec<Part> {
    let headings = page
        .elements()
        .iter()
        .filter_map(|element| match element.kind {
            Kind::Heading { level, .. } => Some((element.span.start, level)),
            _ => None,
        });
    let mut found = vec![Part {
        start: 0,
        end: usize::MAX,
        level: 0,
    }];
    let mut open = vec![0];
    for (start, level) in headings {
        while let Some(last) = open.pop_if(|index| found[*index].level >= level) {
            found[last].end = start;
        }
        open.push(found.len());
        found.push(Part {
            start,
            end: usize::MAX,
            level,
        });
    }
    found
}
