//! Sections without an endpoint line: what a command calls is what its examples are about.

use std::collections::BTreeSet;

use super::outline::{Outline, Part};
use super::{Claim, ClaimKind};

/// Binds each of these examples, whose direction is known, to the command that it belongs to.
///
/// That is the last command before it below the same heading. Where there is none, the whole of what belongs to the
/// heading decides, then that of the heading above it, and so on: when it holds one command and no endpoint line, the
/// example belongs to that one.
pub(super) fn bind(
    outline: &Outline,
    claims: &mut [Claim],
    examples: &[usize],
    listed: &BTreeSet<usize>,
) {
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
    let mut endpoints = positions(claims, |kind| matches!(kind, ClaimKind::Endpoint(_)));
    endpoints.retain(|claim| !listed.contains(claim));
    for example in examples {
        let Some((command, which)) = command_of(claims, outline, &commands, &endpoints, *example)
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
    outline: &Outline,
    commands: &[usize],
    endpoints: &[usize],
    example: usize,
) -> Option<(usize, &'static str)> {
    let at = claims[example].span.start;
    let within = |found: &[usize], part: &Part| {
        let before = |edge: usize| found.partition_point(|index| claims[*index].span.start < edge);
        before(part.start)..before(part.end)
    };
    for (depth, part) in outline.around(at).enumerate() {
        let lines = &endpoints[within(endpoints, part)];
        // An endpoint line further down may say again what the command right before the example calls.
        let are_below = depth == 0 && lines.iter().all(|line| claims[*line].span.start > at);
        if !lines.is_empty() && !are_below {
            return None;
        }
        let here = &commands[within(commands, part)];
        let before = here
            .iter()
            .rev()
            .find(|index| claims[**index].span.start < at);
        match (before, here) {
            (Some(last), _) if depth == 0 => return Some((*last, "the last")),
            _ if !lines.is_empty() => return None,
            (_, [only]) => return Some((*only, "the only")),
            (_, []) => {}
            _ => return None,
        }
    }
    None
}
