//! Shell text as far as a command line needs it: words with their places, quotes, substitutions, line ends.

use std::ops::Range;

use openapi_document::source::Span;

use super::input::{Here, Input};
use super::quote::TYPOGRAPHIC;
use super::url::place;
use super::{CurlProblem, CurlProblemKind};
use crate::content::Content;
use crate::edit::Edit;
use crate::near::first;

/// A word of a command.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// What it says, without quotes and escapes.
    pub(super) content: Content,
    /// Its bytes in the text, quotes included.
    pub(super) range: Range<usize>,
    /// Its bytes on the page, quotes included.
    pub(super) span: Span,
    /// Whether any of it is quoted.
    pub(super) quoted: bool,
}

/// A command, cut into words.
#[derive(Debug, Default)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    pub(super) problems: Vec<CurlProblem>,
    /// What it reads from its input, when that can be seen.
    pub(super) input: Option<Input>,
    /// Where the text goes on.
    pub(super) end: usize,
}

/// Reads one command from `start` on.
///
/// `folded` says that a line break within the command is none: so it is in YAML.
pub(super) fn command(content: &Content, start: usize, folded: bool) -> Command {
    let text = content.text();
    let mut shell = Shell {
        content,
        text,
        at: start,
        folded,
        one_line: !text.trim().contains('\n'),
        habit: Habit::of(text, start),
        heres: Vec::new(),
        command: Command::default(),
    };
    while shell.step() {}
    if !shell.heres.is_empty() {
        // What stands behind a bar or a semicolon comes before the text of the here-document.
        let from = shell.line_feed().map_or(text.len(), |feed| feed + 1);
        shell.here_documents(from);
    }
    shell.command.end = shell.at;
    shell.command
}

/// What is particular about the place of a command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Habit {
    Plain,
    /// It stands in backquotes, of which the next one ends it.
    Ticks,
    /// Windows splits its words again, so that backslashes count in single quotes too.
    Windows,
}

impl Habit {
    fn of(text: &str, start: usize) -> Self {
        if text[..start].ends_with('`') {
            Self::Ticks
        } else if text[start..].starts_with("curl.exe") {
            Self::Windows
        } else {
            Self::Plain
        }
    }
}

pub(super) struct Shell<'a> {
    pub(super) content: &'a Content,
    pub(super) text: &'a str,
    pub(super) at: usize,
    folded: bool,
    /// Whether the text has no line breaks, so that a backslash before a space is what is left of one.
    pub(super) one_line: bool,
    pub(super) habit: Habit,
    /// The here-documents whose text is still to come.
    pub(super) heres: Vec<Here>,
    pub(super) command: Command,
}

impl<'a> Shell<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Tells a problem with the replacements that repair it.
    pub(super) fn problem(
        &mut self,
        kind: CurlProblemKind,
        range: Range<usize>,
        message: impl Into<String>,
        edits: &[(Range<usize>, &str)],
    ) {
        let made = edits.iter().filter_map(|(range, text)| {
            let span = self.content.span(range.clone());
            let span = if range.is_empty() {
                place(self.content, range.clone())
            } else {
                span
            };
            // What quote marks or indentation break up cannot be replaced as one.
            (span.end - span.start == range.len()).then(|| Edit {
                start: span.start,
                end: span.end,
                text: (*text).to_owned(),
            })
        });
        let made: Vec<Edit> = made.collect();
        self.command.problems.push(CurlProblem {
            kind,
            span: self.content.span(range),
            message: message.into(),
            help: None,
            // A half of a repair is none.
            edits: if made.len() == edits.len() {
                made
            } else {
                Vec::new()
            },
        });
    }

    /// Reads one word or what stands between words; false at the end of the command.
    fn step(&mut self) -> bool {
        let Some(letter) = self.rest().chars().next() else {
            return false;
        };
        match letter {
            ' ' | '\t' | '\r' => self.at += 1,
            '\u{a0}' => self.no_break_space(),
            '\n' => return self.line_end(),
            '\\' if self.continuation() => {}
            '^' | '`' if self.foreign_continuation() => {}
            '#' => self.comment(),
            '&' if self.rest().starts_with("&>") => {
                self.at += 1;
                self.redirect();
            }
            '&' => return self.ampersand(),
            '|' | ';' | ')' => return false,
            '`' if self.habit == Habit::Ticks => return false,
            '>' if !self.rest().starts_with(">(") => self.redirect(),
            '<' if placeholder(self.rest()).is_none() && !self.rest().starts_with("<(") => {
                self.redirect();
            }
            _ => {
                if self.one_line && self.is_next_command() {
                    return false;
                }
                self.word();
            }
        }
        true
    }

    /// The sign by which other command lines than a shell's join lines: `^` or a backquote before the line break.
    fn foreign_continuation(&mut self) -> bool {
        let behind = self.rest()[1..].trim_start_matches([' ', '\t', '\r']);
        let joins = behind.starts_with('\n') && behind[1..].starts_with(|c| c != '\n');
        if joins {
            self.at = self.text.len() - behind.len() + 1;
        }
        joins
    }

    /// Whether another `curl` begins here, on a page that lost the line break before it.
    fn is_next_command(&self) -> bool {
        let rest = self.rest().strip_prefix("$ ").unwrap_or(self.rest());
        let begins = rest
            .strip_prefix("curl")
            .is_some_and(|rest| rest.starts_with([' ', '\t']));
        let takes_value = self.command.words.last().is_some_and(|word| {
            let text = word.content.text();
            !word.quoted
                && matches!(
                    text,
                    "-A" | "-o" | "--user-agent" | "--output" | "-X" | "-d" | "-u"
                )
        });
        self.command.words.len() > 1 && begins && !takes_value
    }

    /// A backslash that joins lines, with what may be wrong with it.
    fn continuation(&mut self) -> bool {
        let start = self.at;
        let behind = &self.rest()[1..];
        let blank = behind.len() - behind.trim_start_matches([' ', '\t', '\r']).len();
        let after = &behind[blank..];
        if let Some(next) = after.strip_prefix('\n') {
            let spaces = &behind[..blank];
            if spaces.contains([' ', '\t']) {
                let message = "a space stands behind the backslash, so the command ends here";
                let edit = (start + 1..start + 1 + blank, "");
                self.problem(
                    CurlProblemKind::BrokenContinuation,
                    start..start + 1 + blank,
                    message,
                    &[edit],
                );
            }
            if next.trim_start_matches([' ', '\t', '\r']).is_empty()
                || next.trim_start_matches([' ', '\t', '\r']).starts_with('\n')
            {
                self.hanging(start);
                // An option behind an empty line was meant to be joined: this is told already.
                let line = next.trim_start_matches([' ', '\t', '\r', '\n']);
                if line.starts_with('-') {
                    self.at = self.text.len() - line.len();
                    return true;
                }
            }
            self.at = start + 1 + blank + 1;
            return true;
        }
        if after.is_empty() {
            self.hanging(start);
            self.at = self.text.len();
            return true;
        }
        if self.one_line && blank > 0 {
            self.at = start + 1 + blank;
            return true;
        }
        false
    }

    fn hanging(&mut self, at: usize) {
        let message =
            "a backslash stands at the end of the command, and no line follows that it could join";
        self.problem(
            CurlProblemKind::BrokenContinuation,
            at..at + 1,
            message,
            &[],
        );
    }

    /// The end of a line without a backslash: the end of the command, unless the next line shows that it goes on.
    fn line_end(&mut self) -> bool {
        if !self.heres.is_empty() {
            let end = self.here_documents(self.at + 1);
            self.at = end - usize::from(self.text[..end].ends_with('\n'));
            return false;
        }
        let next = self.rest()[1..]
            .split('\n')
            .next()
            .unwrap_or_default()
            .trim();
        let is_option = next.strip_prefix('-').is_some_and(|rest| {
            let rest = rest.strip_prefix('-').unwrap_or(rest);
            rest.starts_with(|c: char| c.is_ascii_alphabetic())
        });
        let is_url = ["http://", "https://"]
            .iter()
            .any(|scheme| next.trim_start_matches(['"', '\'']).starts_with(scheme));
        if !(is_option || is_url) || self.command.words.len() < 2 && !self.folded {
            return false;
        }
        if !self.folded {
            let line = self.text[..self.at]
                .trim_end_matches([' ', '\t', '\r'])
                .len();
            let message = "the next line belongs to this command, but no backslash stands here";
            let last = self.text[..line].chars().next_back();
            let at = line - last.map_or(0, char::len_utf8)..line;
            let edit = (line..self.at, " \\");
            self.problem(CurlProblemKind::MissingContinuation, at, message, &[edit]);
        }
        self.at += 1;
        true
    }

    pub(super) fn word(&mut self) {
        let start = self.at;
        let mut word = Content::default();
        let mut quoted = self.unquoted_json(&mut word);
        while let Some(letter) = self.rest().chars().next() {
            let from = self.at;
            match letter {
                '<' | '>' if self.rest()[1..].starts_with('(') => {
                    let length = substitution(self.rest());
                    self.take(&mut word, length);
                }
                ' ' | '\t' | '\r' | '\n' | '\u{a0}' | '|' | ';' | '&' | '>' | ')' => break,
                '`' if self.habit == Habit::Ticks => break,
                '`' => {
                    let line = self.rest().split('\n').next().unwrap_or_default();
                    let Some(length) = line[1..].find('`') else {
                        break;
                    };
                    self.take(&mut word, length + 2);
                }
                '<' => match placeholder(self.rest()) {
                    Some(length) => self.take(&mut word, length),
                    None => break,
                },
                '\\' => {
                    if self.rest()[1..].starts_with('\n') || self.rest()[1..].starts_with("\r\n") {
                        break;
                    }
                    self.at += 1;
                    let length = self.rest().chars().next().map_or(0, char::len_utf8);
                    self.take(&mut word, length);
                }
                '\'' | '"' => {
                    quoted = true;
                    self.quoted(&mut word, letter);
                }
                curly if TYPOGRAPHIC.contains(&curly) => {
                    quoted = true;
                    self.typographic(&mut word, letter);
                }
                '$' if self.rest().starts_with("$'") => {
                    quoted = true;
                    self.ansi(&mut word);
                }
                '$' if self.rest().starts_with("$\"") => self.at += 1,
                '$' => {
                    let length = substitution(self.rest());
                    self.take(&mut word, length);
                }
                other => self.take(&mut word, other.len_utf8()),
            }
            debug_assert!(self.at > from);
        }
        if self.at == start {
            // A mark that begins no word, so that the text goes on.
            self.at += self.rest().chars().next().map_or(1, char::len_utf8);
            return;
        }
        self.command.words.push(Word {
            content: word,
            range: start..self.at,
            span: self.content.span(start..self.at),
            quoted,
        });
    }

    /// Adds the next bytes to a word as they are.
    pub(super) fn take(&mut self, word: &mut Content, length: usize) {
        word.join(self.content, self.at..self.at + length);
        self.at += length;
    }
}

/// The length of a variable or a command in `$(…)`, or of the dollar sign alone.
pub(super) fn substitution(text: &str) -> usize {
    let near = first(text, 2000);
    if near.starts_with("${") {
        return near.find('}').map_or(1, |end| end + 1);
    }
    if !["$(", "<(", ">("].iter().any(|open| near.starts_with(open)) {
        return 1;
    }
    let mut depth = 0usize;
    for (at, byte) in near.bytes().enumerate().skip(1) {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    1
}

/// The length of a placeholder such as `<your_token>`.
fn placeholder(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find(['<', '>', '\n', '"', '\''])?;
    let is_name = end > 0 && end <= 100 && !inner.starts_with([' ', '(', '&', '-']);
    (is_name && inner[end..].starts_with('>')).then_some(end + 2)
}
