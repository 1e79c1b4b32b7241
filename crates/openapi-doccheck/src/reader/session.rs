//! What a terminal shows: commands behind a prompt, and below each what it printed.

use std::ops::Range;

use crate::block::{is_command, is_json};
use crate::content::Content;

const PROMPT: &str = "$ ";

/// The ends of commands whose output is that of the server, pretty or not.
const PRETTY: [&str; 6] = [
    "jq",
    "jq .",
    "jq '.'",
    "json_pp",
    "python -m json.tool",
    "python3 -m json.tool",
];

/// A part of what a terminal shows.
pub(super) enum Part {
    /// Commands, and what they print that is no JSON.
    Commands(Content),
    /// What the command before prints.
    Output(Content),
}

/// The parts of a block of commands; none when nothing in it is the JSON that a command prints.
pub(super) fn parts(content: &Content) -> Option<Vec<Part>> {
    let text = content.text();
    if !text.trim_start().starts_with(PROMPT) {
        return None;
    }
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with(PROMPT) {
            starts.push(at);
        }
        at += line.len();
    }
    let mut found = Vec::new();
    let mut from = 0;
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let Some(output) = output(content, *start..end) else {
            continue;
        };
        found.push(Part::Commands(content.slice(from..output.start)));
        let end = output.start + text[output.clone()].trim_end().len();
        found.push(Part::Output(content.slice(output.start..end)));
        from = output.end;
    }
    if found.is_empty() {
        return None;
    }
    if !text[from..].trim().is_empty() {
        found.push(Part::Commands(content.slice(from..text.len())));
    }
    Some(found)
}

/// The place of the JSON that one command prints, when all that it prints is JSON.
fn output(content: &Content, range: Range<usize>) -> Option<Range<usize>> {
    let text = &content.text()[range.clone()];
    let mut quote: Option<char> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        quote = left_open(line, quote);
        if quote.is_none() && !line.trim_end().ends_with('\\') {
            break;
        }
    }
    let command = text[..at].trim();
    let last = command.rsplit_once(" | ").map(|(_, last)| last.trim());
    let is_whole = last.is_none_or(|last| PRETTY.contains(&last));
    // What is written to a file, or read from below, does not leave the output as it is.
    let is_plain = !command.contains("<<") && !command.contains(" > ") && !command.contains(" && ");
    let place = range.start + at..range.end;
    (is_command(command) && is_whole && is_plain && is_json(&content.slice(place.clone())))
        .then_some(place)
}

/// The quote that a line of a command leaves open.
fn left_open(line: &str, open: Option<char>) -> Option<char> {
    let mut quote = open;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some('"') | None, '\\') => drop(letters.next()),
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            _ => {}
        }
    }
    quote
}
