//! Shell text as far as a command line needs it: words with their places, quotes, substitutions, line ends.

use std::ops::Range;

use openapi_document::source::Span;

use super::{CurlProblem, CurlProblemKind};
use crate::content::Content;
use crate::edit::Edit;

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
        command: Command::default(),
    };
    while shell.step() {}
    shell.command.end = shell.at;
    shell.command
}

struct Shell<'a> {
    content: &'a Content,
    text: &'a str,
    at: usize,
    folded: bool,
    /// Whether the text has no line breaks, so that a backslash before a space is what is left of one.
    one_line: bool,
    command: Command,
}

impl<'a> Shell<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn problem(
        &mut self,
        kind: CurlProblemKind,
        range: Range<usize>,
        message: &str,
        edit: Option<(Range<usize>, &str)>,
    ) {
        let edit = edit.and_then(|(range, text)| {
            let span = self.content.span(range.clone());
            // What quote marks or indentation break up cannot be replaced as one.
            (span.end - span.start == range.len()).then(|| Edit {
                start: span.start,
                end: span.end,
                text: text.to_owned(),
            })
        });
        self.command.problems.push(CurlProblem {
            kind,
            span: self.content.span(range),
            message: message.to_owned(),
            edit,
        });
    }

    /// Reads one word or what stands between words; false at the end of the command.
    fn step(&mut self) -> bool {
        let Some(letter) = self.rest().chars().next() else {
            return false;
        };
        match letter {
            ' ' | '\t' | '\r' => self.at += 1,
            '\n' => return self.line_end(),
            '\\' if self.continuation() => {}
            '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
            '|' | ';' | ')' | '&' | '`' => {
                if letter == '&' {
                    self.ampersand();
                }
                return false;
            }
            '>' => self.redirect(),
            '<' if placeholder(self.rest()).is_none() => self.redirect(),
            _ => {
                if self.one_line && self.is_next_command() {
                    return false;
                }
                self.word();
            }
        }
        true
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
                    Some(edit),
                );
            }
            if next.trim_start_matches([' ', '\t', '\r']).is_empty()
                || next.trim_start_matches([' ', '\t', '\r']).starts_with('\n')
            {
                self.hanging(start);
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
            None,
        );
    }

    /// The end of a line without a backslash: the end of the command, unless the next line shows that it goes on.
    fn line_end(&mut self) -> bool {
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
            let edit = Some((line..self.at, " \\"));
            self.problem(CurlProblemKind::MissingContinuation, at, message, edit);
        }
        self.at += 1;
        true
    }

    /// `&` right behind a word: the rest of a URL that is not quoted.
    fn ampersand(&mut self) {
        let is_url = self.command.words.last().is_some_and(|word| {
            word.range.end == self.at && !word.quoted && word.content.text().contains('?')
        });
        let behind = &self.rest()[1..];
        if is_url && behind.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            let message = "`&` ends the command here, because the URL is not in quotes";
            self.problem(
                CurlProblemKind::BareAmpersand,
                self.at..self.at + 1,
                message,
                None,
            );
            // What was meant is the whole word.
            let rest = self.rest();
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let range = self.at..self.at + end;
            let span = self.content.span(range.clone());
            if let Some(word) = self.command.words.last_mut() {
                word.content.join(self.content, range.clone());
                word.range.end = range.end;
                word.span.end = span.end;
            }
            self.at = range.end;
        }
    }

    /// An operator such as `>` or `2>&1` and the file behind it, or a here-document.
    fn redirect(&mut self) {
        let here = self.rest().starts_with("<<") && !self.rest().starts_with("<<<");
        while self.rest().starts_with(['>', '<', '&', '-']) {
            self.at += 1;
        }
        while self.rest().starts_with([' ', '\t']) {
            self.at += 1;
        }
        let words = self.command.words.len();
        if !self.rest().is_empty() && !self.rest().starts_with(['\n', '|', ';', '>', '<']) {
            self.word();
        }
        let target = self.command.words.split_off(words);
        if here && let Some(mark) = target.first() {
            let mark = mark.content.text();
            let rest = self.rest();
            let mut at = rest.find('\n').map_or(rest.len(), |end| end + 1);
            for line in rest[at..].split_inclusive('\n') {
                at += line.len();
                if line.trim() == mark {
                    break;
                }
            }
            self.at += at;
            self.at -= usize::from(self.text[..self.at].ends_with('\n'));
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let mut word = Content::default();
        let mut quoted = false;
        let mut typographic = false;
        while let Some(letter) = self.rest().chars().next() {
            let from = self.at;
            match letter {
                ' ' | '\t' | '\r' | '\n' | '|' | ';' | '&' | '>' => break,
                ')' | '`' if from > start || letter == ')' => break,
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
                '“' | '”' | '‘' | '’' => {
                    if !typographic {
                        typographic = true;
                        let message =
                            "typographic quotes are letters to a shell: write `\"` or `'`";
                        let range = from..from + letter.len_utf8();
                        self.problem(CurlProblemKind::TypographicQuotes, range, message, None);
                    }
                    quoted = true;
                    self.typographic(&mut word, letter);
                }
                '$' => {
                    let length = substitution(self.rest());
                    self.take(&mut word, length);
                }
                other => self.take(&mut word, other.len_utf8()),
            }
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
    fn take(&mut self, word: &mut Content, length: usize) {
        word.join(self.content, self.at..self.at + length);
        self.at += length;
    }

    fn quoted(&mut self, word: &mut Content, quote: char) {
        let open = self.at;
        let inner = open + 1;
        let close = closing(&self.text[inner..], quote).map(|length| inner + length);
        // A quote that swallows a blank line or the next command was never closed on its line.
        let swallowed = close.is_some_and(|close| {
            let mut lines = self.text[inner..close].split('\n').skip(1);
            lines.any(|line| line.trim().is_empty() || line.trim_start().starts_with("curl "))
        });
        let end = match close {
            Some(close) if !swallowed => close,
            _ => {
                let line = self.text[inner..].split('\n').next().unwrap_or_default();
                let kept = line.trim_end().trim_end_matches('\\').trim_end();
                let message = "this quote is not closed";
                self.problem(CurlProblemKind::OpenQuote, open..open + 1, message, None);
                inner + kept.len()
            }
        };
        self.at = inner;
        while self.at < end {
            let rest = &self.text[self.at..end];
            let escapes = quote == '"' && rest.starts_with('\\');
            match rest[usize::from(escapes)..].chars().next() {
                Some('\n') if escapes => self.at += 2,
                Some(next @ ('"' | '\\' | '$' | '`')) if escapes => {
                    self.at += 1;
                    self.take(word, next.len_utf8());
                }
                _ => {
                    // Up to the next backslash all is taken as it is.
                    let first = rest.chars().next().map_or(1, char::len_utf8);
                    let plain = rest[first..].find('\\').filter(|_| quote == '"');
                    let length = plain.map_or(rest.len(), |at| first + at);
                    self.take(word, length);
                }
            }
        }
        let is_closed = close == Some(end);
        self.at = end + usize::from(is_closed);
    }

    fn typographic(&mut self, word: &mut Content, quote: char) {
        self.at += quote.len_utf8();
        let closes: &[char] = if matches!(quote, '“' | '”') {
            &['”', '“']
        } else {
            &['’', '‘']
        };
        let line = self.rest().split('\n').next().unwrap_or_default();
        if let Some(length) = line.find(closes) {
            self.take(word, length);
            self.at += closes[0].len_utf8();
        }
    }
}

/// The length of what stands before the closing quote.
fn closing(text: &str, quote: char) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == '"' => at += 2,
            b'$' if quote == '"' && bytes.get(at + 1) == Some(&b'(') => {
                at += substitution(&text[at..]);
            }
            byte if char::from(byte) == quote => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// The length of a variable or a command in `$(…)`, or of the dollar sign alone.
fn substitution(text: &str) -> usize {
    let near = {
        let mut end = text.len().min(2000);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        &text[..end]
    };
    if near.starts_with("${") {
        return near.find('}').map_or(1, |end| end + 1);
    }
    if !near.starts_with("$(") {
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
