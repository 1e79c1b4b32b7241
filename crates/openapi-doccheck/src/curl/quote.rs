//! Quotes of a shell: what they hold, where they end, and the typographic ones that are letters to it.

use super::CurlProblemKind;
use super::shell::{Habit, Shell, near, substitution};
use crate::content::Content;

/// Quotes that word processors make of straight ones.
pub(super) const TYPOGRAPHIC: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];

/// How long JSON may be in which the quotes are those of the shell.
const REACH: usize = 8000;

impl Shell<'_> {
    /// Reads what stands between straight quotes.
    pub(super) fn quoted(&mut self, word: &mut Content, quote: char) {
        let open = self.at;
        let inner = open + 1;
        if let Some(end) = self.bare_json(open, quote) {
            word.join(self.content, inner..end);
            self.at = end + 1;
            return;
        }
        let curly = self.curly_end(inner, quote);
        let close = closing(&self.text[inner..], quote).map(|length| inner + length);
        if let Some(curly) = curly.filter(|curly| close.is_none_or(|close| *curly < close)) {
            self.plain(word, inner..curly, quote);
            let letter = self.text[curly..].chars().next();
            let end = curly + letter.map_or(1, char::len_utf8);
            let message = format!("a typographic quote does not close this one: write `{quote}`");
            let straight = quote.to_string();
            self.problem(
                CurlProblemKind::TypographicQuotes,
                curly..end,
                message,
                &[(curly..end, &straight)],
            );
            self.at = end;
            return;
        }
        // A quote that swallows a blank line or the next command was never closed on its line.
        let swallowed = close.is_some_and(|close| {
            let whole = self.text[inner..close].trim();
            let is_json = whole.starts_with(['{', '[']) && whole.ends_with(['}', ']']);
            let mut lines = self.text[inner..close].split('\n').skip(1);
            lines.any(|line| {
                line.trim_start().starts_with("curl ") || !is_json && line.trim().is_empty()
            })
        });
        let end = match close {
            Some(close) if !swallowed => close,
            _ => {
                let line = self.text[inner..].split('\n').next().unwrap_or_default();
                let kept = line.trim_end().trim_end_matches('\\').trim_end();
                let message = "this quote is not closed";
                self.problem(CurlProblemKind::OpenQuote, open..open + 1, message, &[]);
                inner + kept.len()
            }
        };
        self.plain(word, inner..end, quote);
        self.at = end + usize::from(close == Some(end));
    }

    /// Where JSON in double quotes ends whose own quotes have no backslashes, so that the shell takes them away.
    fn bare_json(&mut self, open: usize, quote: char) -> Option<usize> {
        let inner = near(&self.text[open + 1..], REACH);
        let key = inner
            .trim_start_matches(['{', '[', ' ', '\n', '\t'])
            .strip_prefix('"')?;
        let is_json = quote == '"'
            && inner.starts_with(['{', '['])
            && key.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !is_json {
            return None;
        }
        let closes = |at: usize| {
            let behind = inner[at + 2..].chars().next();
            behind.is_none_or(|next| matches!(next, ' ' | '\t' | '\n' | '\\' | ';' | '|' | ')'))
        };
        let next_command = inner.find("\ncurl ").unwrap_or(inner.len());
        let mut ends = inner[..next_command]
            .match_indices(['}', ']'])
            .filter(|(at, _)| inner[at + 1..].starts_with('"') && closes(*at));
        let end = open + 1 + ends.next()?.0 + 1;
        let first = open + 1 + inner.find('"')?;
        let message = "these quotes end the ones around them, so the shell takes them all away";
        let both = [(open..open + 1, "'"), (end..end + 1, "'")];
        let is_safe = !self.text[open + 1..end].contains(['\'', '$', '`', '\\', '!']);
        let edits = if is_safe { &both[..] } else { &[] };
        self.problem(
            CurlProblemKind::InnerQuotes,
            first..first + 1,
            message,
            edits,
        );
        Some(end)
    }

    /// Adds what stands between quotes, without the backslashes that the shell takes away.
    fn plain(&mut self, word: &mut Content, range: std::ops::Range<usize>, quote: char) {
        self.at = range.start;
        while self.at < range.end {
            let rest = &self.text[self.at..range.end];
            let escapes = (quote == '"' || self.habit == Habit::Windows) && rest.starts_with('\\');
            match rest[usize::from(escapes)..].chars().next() {
                Some('\n') if escapes => self.at += 2,
                Some(next @ ('"' | '\\' | '$' | '`')) if escapes => {
                    self.at += 1;
                    self.take(word, next.len_utf8());
                }
                _ => {
                    // Up to the next backslash all is taken as it is.
                    let first = rest.chars().next().map_or(1, char::len_utf8);
                    let plain = rest[first..].find('\\');
                    let plain = plain.filter(|_| quote == '"' || self.habit == Habit::Windows);
                    let length = plain.map_or(rest.len(), |at| first + at);
                    self.take(word, length);
                }
            }
        }
    }

    /// Where a typographic quote stands on the line that was meant to close a straight one.
    fn curly_end(&self, inner: usize, quote: char) -> Option<usize> {
        let (opens, closes): (&[char], &[char]) = match quote {
            '"' => (&['“', '„'], &['”']),
            _ => (&['‘', '‚'], &['’']),
        };
        let line = self.text[inner..].split('\n').next().unwrap_or_default();
        let at = line.find(closes)?;
        let behind = line[at..].chars().nth(1);
        let ends = behind.is_none_or(|next| matches!(next, ' ' | '\t' | '\\'));
        let is_closed_before = line[..at].contains(quote) || line[..at].contains(opens);
        (ends && !is_closed_before).then_some(inner + at)
    }

    /// Reads what stands between typographic quotes as if they were straight.
    pub(super) fn typographic(&mut self, word: &mut Content, quote: char) {
        let open = self.at;
        let inner = open + quote.len_utf8();
        let (straight, closes): (char, &[char]) = match quote {
            '“' | '”' | '„' => ('"', &['”', '“']),
            _ => ('\'', &['’', '‘']),
        };
        let rest = &self.text[inner..];
        let line = rest.split('\n').next().unwrap_or_default();
        // JSON may go on over many lines.
        let reach = if rest.starts_with(['{', '[']) {
            rest
        } else {
            line
        };
        let close = reach.find(closes).or_else(|| line.find(straight));
        let message = format!("typographic quotes are letters to a shell: write `{straight}`");
        let here = open..inner;
        let Some(length) = close else {
            self.problem(CurlProblemKind::TypographicQuotes, here, message, &[]);
            self.at = inner;
            return;
        };
        let end = inner + length;
        let behind = end + self.text[end..].chars().next().map_or(1, char::len_utf8);
        let written = straight.to_string();
        let both = [(here.clone(), written.as_str()), (end..behind, &written)];
        // A straight quote or what only double quotes expand would mean something else between the new ones.
        let is_safe = !self.text[inner..end].contains([straight, '\\', '`', '!']);
        let edits = if is_safe { &both[..] } else { &[] };
        self.problem(CurlProblemKind::TypographicQuotes, here, message, edits);
        self.at = inner;
        self.take(word, length);
        self.at = behind;
    }

    /// Reads `$'…'`, in which backslashes stand for other characters. A line break or tab that is written so is left
    /// out: no byte of the page is one.
    pub(super) fn ansi(&mut self, word: &mut Content) {
        let open = self.at;
        self.at += 2;
        let mut from = self.at;
        loop {
            let rest = &self.text[self.at..];
            let Some(next) = rest.find(['\'', '\\']) else {
                let message = "this quote is not closed";
                self.problem(CurlProblemKind::OpenQuote, open + 1..open + 2, message, &[]);
                let line = rest.split('\n').next().unwrap_or_default();
                word.join(self.content, from..self.at + line.len());
                self.at += line.len();
                return;
            };
            let at = self.at + next;
            if rest[next..].starts_with('\'') {
                word.join(self.content, from..at);
                self.at = at + 1;
                return;
            }
            let letter = rest[next + 1..].chars().next();
            match letter {
                Some('\\' | '\'' | '"' | '?') => {
                    word.join(self.content, from..at);
                    from = at + 1;
                }
                // JSON reads it as well.
                Some('u') => {}
                _ => {
                    word.join(self.content, from..at);
                    let digits = |count: usize, radix: u32| {
                        let behind = rest[next + 2..].chars().take(count);
                        behind.take_while(|c| c.is_digit(radix)).count()
                    };
                    from = at + 1 + letter.map_or(0, char::len_utf8);
                    from += match letter {
                        Some('x') => digits(2, 16),
                        Some('0'..='7') => digits(2, 8),
                        _ => 0,
                    };
                }
            }
            self.at = from.max(at + 1 + letter.map_or(0, char::len_utf8));
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
