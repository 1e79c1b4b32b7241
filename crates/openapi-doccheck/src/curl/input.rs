//! What a command reads from its input: here-documents, here-strings, files, and what a pipe brings.

use std::ops::Range;

use super::CurlProblemKind;
use super::shell::{Shell, Word, command};
use super::url::place;
use crate::content::Content;
use crate::edit::Text;
use crate::near::last;

/// How far back what wrote a file is looked for.
const REACH: usize = 4000;

/// What stands at the input of a command.
#[derive(Clone, Debug)]
pub(super) enum Input {
    /// A text on the page.
    Shown(Content),
    /// A file, by its name.
    File(Text),
}

/// A here-document whose text is still to come.
#[derive(Clone, Debug)]
pub(super) struct Here {
    /// The line that ends it.
    mark: String,
    /// Whether the mark is quoted, so that nothing in the text is expanded.
    quoted: bool,
    /// Where the operator and its mark stand.
    range: Range<usize>,
}

impl Shell<'_> {
    /// An operator such as `>`, `2>&1`, `<<EOF` or `<<<`, and the word behind it.
    pub(super) fn redirect(&mut self) {
        let start = self.at;
        let operator = ["<<<", "<<-", "<<", "<"]
            .into_iter()
            .find(|operator| self.rest().starts_with(operator));
        if let Some(operator) = operator {
            self.at += operator.len();
        }
        // The number of what is redirected belongs to the operator.
        let is_number = self.command.words.last().is_some_and(|word| {
            let said = word.content.text();
            word.range.end == start && !word.quoted && said.bytes().all(|b| b.is_ascii_digit())
        });
        if is_number {
            self.command.words.pop();
        }
        while operator.is_none() && self.rest().starts_with(['>', '<', '&', '-', '|']) {
            self.at += 1;
        }
        while self.rest().starts_with([' ', '\t']) {
            self.at += 1;
        }
        let words = self.command.words.len();
        if !self.rest().is_empty() && !self.rest().starts_with(['\n', '|', ';', '>', '<']) {
            self.word();
        }
        let Some(target) = self.command.words.split_off(words).pop() else {
            return;
        };
        match operator {
            Some("<<<") => self.command.input = Some(Input::Shown(target.content)),
            Some("<") => self.command.input = Some(Input::File(whole(&target.content))),
            Some(_) => {
                let here = Here {
                    mark: target.content.text().to_owned(),
                    quoted: target.quoted || self.text[target.range.clone()].contains('\\'),
                    range: start..target.range.end,
                };
                if !(self.one_line && self.flat(&here)) {
                    self.heres.push(here);
                }
            }
            None => {}
        }
    }

    /// A here-document on a page that lost its line breaks: all up to the mark.
    fn flat(&mut self, here: &Here) -> bool {
        let rest = self.rest();
        let length = rest.match_indices(here.mark.as_str()).find(|(at, _)| {
            let behind = &rest[at + here.mark.len()..];
            rest[..*at].ends_with(' ') && (behind.is_empty() || behind.starts_with(' '))
        });
        let Some((length, _)) = length.filter(|_| rest.trim_start().starts_with(['{', '['])) else {
            return false;
        };
        let text = self.content.slice(self.at..self.at + length);
        self.command.input = Some(Input::Shown(text));
        self.at += length + here.mark.len();
        true
    }

    /// Reads the here-documents of the line that ends at the present place; where the text goes on behind them.
    pub(super) fn here_documents(&mut self, from: usize) -> usize {
        let mut at = from;
        for here in std::mem::take(&mut self.heres) {
            let mut text = Content::default();
            let mut closed = false;
            for line in self.text[at..].split_inclusive('\n') {
                let range = at..at + line.len();
                if line.trim() == here.mark {
                    at = range.end;
                    closed = true;
                    break;
                }
                if line.starts_with("curl ") {
                    break;
                }
                at = range.end;
                self.line(&mut text, range, here.quoted);
            }
            if !closed {
                let message = format!(
                    "no line `{}` ends this here-document, so the shell waits for more",
                    here.mark
                );
                self.problem(CurlProblemKind::OpenHereDocument, here.range, message, &[]);
            }
            self.command.input = Some(Input::Shown(text));
        }
        at
    }

    /// A line of a here-document, without the backslashes that the shell takes away.
    fn line(&self, text: &mut Content, range: Range<usize>, quoted: bool) {
        let mut from = range.start;
        let mut at = range.start;
        while let Some(next) = self.text[at..range.end].find('\\').filter(|_| !quoted) {
            let escape = at + next;
            at = escape + 1;
            if self.text[at..].starts_with(['$', '`', '\\']) {
                text.join(self.content, from..escape);
                from = at;
                at += 1;
            }
        }
        text.join(self.content, from..range.end);
    }

    /// The line feed that ends the line of a command, behind whatever else stands on it.
    pub(super) fn line_feed(&self) -> Option<usize> {
        let rest = self.rest();
        let mut feeds = rest.match_indices('\n');
        let ends = |at: usize| {
            !rest[..at]
                .trim_end_matches([' ', '\t', '\r'])
                .ends_with('\\')
        };
        feeds.find(|(at, _)| ends(*at)).map(|(at, _)| self.at + at)
    }
}

/// What the command before a pipe writes into it, when that can be seen.
///
/// `from` is where the commands before it end, and `bar` where the bar stands.
pub(super) fn piped(content: &Content, from: usize, bar: usize, folded: bool) -> Option<Input> {
    let text = content.text();
    let near = &text[from..bar];
    let mut starts = ["echo", "cat", "printf"]
        .iter()
        .filter_map(|name| {
            let found = near.match_indices(name).filter(|(at, name)| {
                let before = near[..*at].trim_end_matches([' ', '\t']);
                let first = before.is_empty()
                    || before.ends_with(['\n', '$', '%', '>', ';', '&', '(', '|', '-']);
                let behind = &near[at + name.len()..];
                first && behind.starts_with([' ', '\t', '<'])
            });
            found.last().map(|(at, _)| from + at)
        })
        .collect::<Vec<usize>>();
    starts.sort_unstable();
    let start = starts.pop()?;
    let read = command(content, start, folded);
    if read.end != bar {
        return None;
    }
    let (name, rest) = read.words.split_first()?;
    let is_option = |word: &&Word| !word.quoted && word.content.text().starts_with('-');
    let words: Vec<&Word> = rest.iter().skip_while(is_option).collect();
    match (name.content.text(), words.as_slice()) {
        ("cat", []) => read.input,
        ("cat", [file]) => Some(Input::File(whole(&file.content))),
        ("echo" | "printf", [text]) => Some(Input::Shown(text.content.clone())),
        ("printf", [format, text]) if format.content.text().starts_with("%s") => {
            Some(Input::Shown(text.content.clone()))
        }
        _ => None,
    }
}

/// What `$(cat <<EOF …)` gives, when all of it stands there as it is: in quotes the shell leaves the backslashes of a
/// here-document alone.
pub(super) fn from_cat(content: &Content) -> Option<Content> {
    let text = content.text();
    let whole = content.span(0..text.len());
    let rest = text.strip_prefix("$(")?.trim_start().strip_prefix("cat")?;
    let rest = rest.trim_start().strip_prefix("<<")?;
    let (mark, lines) = rest.split_once('\n')?;
    let mark = mark.trim_start_matches('-').trim();
    let mark = mark.trim_matches(['"', '\'']);
    let is_mark = !mark.is_empty() && mark.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_mark || whole.end - whole.start != text.len() {
        return None;
    }
    let start = text.len() - lines.len();
    let mut end = start;
    for line in lines.split_inclusive('\n') {
        if line.trim() == mark {
            let behind = &text[end + line.len()..];
            return (behind.trim() == ")").then(|| content.slice(start..end));
        }
        end += line.len();
    }
    None
}

/// What a command before `start` wrote into a file, when that can be seen.
pub(super) fn written(content: &Content, name: &str, start: usize, folded: bool) -> Option<Input> {
    let text = &content.text()[..start];
    let least = start - last(text, REACH).len();
    let target = text[least..].rmatch_indices(name).find_map(|(at, _)| {
        let at = least + at;
        let before = text[..at].trim_end_matches([' ', '\t', '"', '\'']);
        let ends = text[at + name.len()..].starts_with([' ', '\n', '"', '\'']);
        (ends && (before.ends_with('>') || before.ends_with("tee"))).then_some(at)
    })?;
    let line = text[..target].rfind('\n').map_or(0, |feed| feed + 1);
    let prompt = text[line..target].starts_with("$ ");
    let begin = line + if prompt { 2 } else { 0 };
    let read = command(content, begin, folded);
    let (first, rest) = read.words.split_first()?;
    match (first.content.text(), rest) {
        ("cat", []) | ("tee", [_]) => read.input,
        ("echo", [text]) => Some(Input::Shown(text.content.clone())),
        _ => None,
    }
}

fn whole(content: &Content) -> Text {
    Text::new(content.text(), place(content, 0..content.text().len()))
}
