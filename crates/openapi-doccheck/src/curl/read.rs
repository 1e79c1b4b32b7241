//! Commands of a code block, one after another, with their places.

use std::borrow::Cow;
use std::collections::BTreeSet;

use openapi_document::source::Span;

use super::begin::{Begin, begins, is_root_session};
use super::gather::interpret;
use super::input::{piped, written};
use super::send::shown;
use super::shell::command;
use super::{Body, Curl};
use crate::block::BlockKind;
use crate::content::Content;
use crate::edit::Edit;

/// Reads each command of a code block, with its place on the page.
pub(crate) fn read(content: &Content, kind: BlockKind, base_paths: &[String]) -> Vec<(Span, Curl)> {
    let content = &*without_prompts(content, kind);
    let text = content.text();
    let root = kind == BlockKind::Shell && is_root_session(text);
    let mut found = Vec::new();
    // The files that are shown where they are written.
    let mut made = BTreeSet::new();
    let mut next = 0;
    let mut inner = 0;
    for (at, _) in text.match_indices("curl") {
        // A command within another one is read as well, but none within that.
        let nested = at < next;
        if nested && (at < inner || !text[..at].ends_with("$(")) {
            continue;
        }
        let plain = Begin {
            start: at,
            quote: None,
            captured: false,
            fed: false,
            bar: None,
            in_doubt: false,
        };
        let follows = at == next && next > 0;
        let follows = follows && text[at + 4..].starts_with([' ', '\t']);
        let Some(begin) = (if follows {
            Some(plain)
        } else {
            begins(text, at, kind, root)
        }) else {
            continue;
        };
        let yaml = kind == BlockKind::Yaml;
        let (mut read, end) = if let Some(quote) = begin.quote {
            let (value, end) = scalar(content, begin.start, quote);
            let mut read = command(&value, 0, yaml);
            for problem in &mut read.problems {
                // New quotes would end those around the command, or need backslashes of their own.
                if adds_quotes(&problem.edits) {
                    problem.edits.clear();
                }
            }
            (read, end)
        } else {
            let read = command(content, begin.start, yaml);
            let end = read.end;
            (read, end)
        };
        if let Some(bar) = begin.bar {
            let input = piped(content, next.min(bar), bar, yaml);
            if begin.in_doubt && input.is_none() {
                continue;
            }
            read.input = read.input.or(input);
        }
        if nested {
            inner = end;
        } else {
            next = end.max(at + 4);
            // On a page that lost its line breaks the next command stands right behind.
            next += text[next..].len() - text[next..].trim_start_matches([' ', '\t', '$']).len();
        }
        if let Some((first, last)) = read.words.first().zip(read.words.last()) {
            let span = Span::new(
                first.span.file,
                first.span.start,
                last.span.end.max(first.span.end),
            );
            let mut curl = interpret(read, base_paths, begin.fed);
            curl.captured = begin.captured;
            if begin.fed
                && let Some(url) = &mut curl.url
            {
                // `xargs` puts something in the place of braces.
                url.glob = None;
            }
            for body in std::iter::once(&mut curl.body)
                .chain(curl.next.iter_mut().map(|next| &mut next.body))
            {
                let Some(Body::File { name, .. }) = body else {
                    continue;
                };
                // What one command before it wrote is judged once.
                if made.contains(&name.text) {
                    *body = Some(Body::Other(name.clone()));
                } else if let Some(input) = written(content, &name.text, begin.start, yaml) {
                    made.insert(name.text.clone());
                    *body = Some(shown(&input));
                }
            }
            found.push((span, curl));
        }
    }
    found
}

/// Whether a repair writes something that means another thing within quotes.
fn adds_quotes(edits: &[Edit]) -> bool {
    let special = ['"', '\'', '\\'];
    edits.iter().any(|edit| edit.text.contains(special))
}

/// The text without the prompts `> ` that a session shows before lines which go on.
fn without_prompts(content: &Content, kind: BlockKind) -> Cow<'_, Content> {
    let text = content.text();
    if kind != BlockKind::Shell || !text.contains("\n> ") {
        return Cow::Borrowed(content);
    }
    let mut kept = Content::default();
    let mut at = 0;
    let mut goes_on = false;
    for line in text.split_inclusive('\n') {
        let rest = line.strip_prefix("> ").or_else(|| line.strip_prefix(">"));
        let behind = rest.filter(|rest| goes_on && !is_target(rest));
        let from = behind.map_or(0, |rest| line.len() - rest.len());
        kept.join(content, at + from..at + line.len());
        at += line.len();
        let begins = line.trim_start().split_once(' ');
        goes_on =
            behind.is_some() || begins.is_some_and(|(prompt, _)| prompt.ends_with(['$', '%', '#']));
    }
    Cow::Owned(kept)
}

/// Whether a line behind `>` is the file that an answer is written to.
fn is_target(line: &str) -> bool {
    let line = line.trim();
    line.split_whitespace().count() == 1
        && !line.starts_with(['-', '"', '\'', '{', '}', '[', ']', '<'])
        && line.contains('.')
        && !line.contains("://")
}

/// The text of a quoted YAML scalar from a place within it on, and where the text goes on behind it.
fn scalar(content: &Content, at: usize, quote: char) -> (Content, usize) {
    let text = content.text();
    let mut inner = Content::default();
    let mut from = at;
    let mut end = at;
    let add = |inner: &mut Content, from: usize, to: usize| {
        inner.join(content, from..to);
    };
    let bytes = text.as_bytes();
    while end < bytes.len() {
        let next = bytes.get(end + 1).copied();
        match (bytes[end], quote) {
            (b'\'', '\'') if next == Some(b'\'') => {
                add(&mut inner, from, end + 1);
                end += 2;
                from = end;
            }
            (b'\\', '"') if matches!(next, Some(b'"' | b'\\')) => {
                add(&mut inner, from, end);
                from = end + 1;
                end += 2;
            }
            (byte, _) if char::from(byte) == quote => break,
            _ => end += 1,
        }
    }
    let end = end.min(text.len());
    add(&mut inner, from.min(end), end);
    (inner, (end + 1).min(text.len()))
}
