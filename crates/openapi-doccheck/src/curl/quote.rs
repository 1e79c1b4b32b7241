//! Quotes of a shell: what they hold, where they end, and the typographic ones that are letters to it.

use super::CurlProblemKind;
use super::shell::{Habit, Shell, substitution};
use super::spelling::DASHES;
use crate::content::Content;
use crate::near::first;

/// Quotes that word processors make of straight ones.
pub(super) const TYPOGRAPHIC: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];

/// How long JSON may be in which the quotes are those of the shell.
const REACH: usize = 8000;

impl Shell<'_> {
    /// Reads what stands between straight quotes.
    pub(super) fn quoted(&mut self, word: &mut Content, quote: char) {
        let open = self.at;
        let inner = open + 1;
        if let Some(end) = self
            .bare_json(open, quote)
            .or_else(|| self.apostrophes(open, quote))
        {
            word.join(self.content, inner..end);
            self.at = end + 1;
            return;
        }
        let close = closing(&self.text[inner..], quote).map(|length| inner + length);
        if let Some(curly) = self.curly_end(inner, close, quote) {
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
                // Another quote was to close it.
                let other = if quote == '"' { '\'' } else { '"' };
                let kept = kept.strip_suffix(other).unwrap_or(kept);
                let message = "this quote is not closed";
                self.problem(CurlProblemKind::OpenQuote, open..open + 1, message, &[]);
                inner + kept.len()
            }
        };
        self.plain(word, inner..end, quote);
        let skipped = self.text[end..].starts_with(['"', '\'']) && close != Some(end);
        self.at = end + usize::from(close == Some(end) || skipped);
    }

    /// Where JSON in double quotes ends whose own quotes have no backslashes, so that the shell takes them away.
    fn bare_json(&mut self, open: usize, quote: char) -> Option<usize> {
        let inner = first(&self.text[open + 1..], REACH);
        let key = inner
            .trim_start_matches(['{', '[', ' ', '\n', '\t'])
            .strip_prefix('"')?;
        let is_json = quote == '"'
            && inner.starts_with(['{', '['])
            && key.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if !is_json {
            return None;
        }
        let next_command = inner.find("\ncurl ").unwrap_or(inner.len());
        let end = open + 1 + json_end(&inner[..next_command], '"')?;
        let first = open + 1 + inner.find('"')?;
        let message = "these quotes end the ones around them, so the shell takes them all away";
        let both = [(open..open + 1, "'"), (end..end + 1, "'")];
        let is_safe = !self.text[open + 1..end].contains(['\'', '$', '`', '\\', '!']);
        let edits = if is_safe { &both[..] } else { &[] };
        self.problem(CurlProblemKind::BareJson, first..first + 1, message, edits);
        Some(end)
    }

    /// Where JSON in single quotes ends that has an apostrophe in a word, which ends the quote for a shell.
    fn apostrophes(&mut self, open: usize, quote: char) -> Option<usize> {
        let inner = first(&self.text[open + 1..], REACH);
        if quote != '\'' || !inner.starts_with(['{', '[']) {
            return None;
        }
        let in_word = |at: usize| {
            let letter = |c: char| c.is_alphabetic();
            inner[..at].ends_with(letter) && inner[at + 1..].starts_with(letter)
        };
        let first = inner.find('\'').filter(|at| in_word(*at))?;
        let end = json_end(inner, '\'')?;
        let all = inner[..end].match_indices('\'');
        let all: Vec<usize> = all.map(|(at, _)| at).collect();
        if !all.iter().all(|at| in_word(*at)) {
            return None;
        }
        let base = open + 1;
        let edits = all.iter().map(|at| (base + at..base + at + 1, "'\\''"));
        let edits: Vec<_> = edits.collect();
        let message = "this apostrophe ends the quote: write `'\\''`";
        let span = base + first..base + first + 1;
        self.problem(CurlProblemKind::BareJson, span, message, &edits);
        Some(base + end)
    }

    /// JSON without quotes around it, so that the shell takes away its own; whether it stands here.
    pub(super) fn unquoted_json(&mut self, word: &mut Content) -> bool {
        if !self.rest().starts_with(['{', '[']) {
            return false;
        }
        let rest = first(self.rest(), REACH);
        let key = rest
            .trim_start_matches(['{', '['])
            .strip_prefix('"')
            .is_some_and(|key| key.starts_with(|c: char| c.is_alphabetic() || c == '_'));
        let sends = self.command.words.last().is_some_and(|word| {
            let said = word.content.text();
            said.starts_with("--data") || matches!(said, "-d" | "--json")
        });
        if !(key && sends) {
            return false;
        }
        let line = rest.split('\n').next().unwrap_or_default();
        // Of several ends the first one counts at which all brackets are closed: a URL behind it may hold more.
        let mut depth = 0usize;
        let mut ends = line.char_indices().filter_map(|(at, letter)| {
            match letter {
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                _ => return None,
            }
            (depth == 0).then_some(at + 1)
        });
        let end = ends.find(|end| {
            let behind = line[*end..].trim_start();
            let is_next = behind.starts_with(['-', '"', '\'', '\\', '$', '|', '>', ';']);
            let is_next = is_next || behind.starts_with(DASHES) || behind.starts_with(TYPOGRAPHIC);
            behind.is_empty() || is_next || behind.starts_with("http")
        });
        let Some(end) = end else {
            return false;
        };
        let at = self.at;
        let both = [(at..at, "'"), (at + end..at + end, "'")];
        let edits = if line[..end].contains('\'') {
            &[]
        } else {
            &both[..]
        };
        let message = "this JSON is not in quotes, so the shell takes its own quotes away";
        self.problem(CurlProblemKind::BareJson, at..at + 1, message, edits);
        self.take(word, end);
        true
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
    fn curly_end(&self, inner: usize, close: Option<usize>, quote: char) -> Option<usize> {
        let (opens, closes): (&[char], &[char]) = match quote {
            '"' => (&['“', '„'], &['”']),
            _ => (&['‘', '‚'], &['’']),
        };
        let end = close.unwrap_or(self.text.len());
        let line = self.text[inner..end].split('\n').next().unwrap_or_default();
        let at = line.find(closes)?;
        let behind = line[at..].chars().nth(1);
        let ends = behind.is_none_or(|next| matches!(next, ' ' | '\t' | '\\'));
        let is_opened = line[..at].contains(opens);
        (ends && !is_opened).then_some(inner + at)
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

/// The length of JSON up to the quote right behind its last bracket.
fn json_end(text: &str, quote: char) -> Option<usize> {
    let mut ends = text.match_indices(['}', ']']).filter(|(at, _)| {
        let behind = text[at + 1..].strip_prefix(quote);
        let next = behind.map(|behind| behind.chars().next());
        next.is_some_and(|next| {
            next.is_none_or(|next| matches!(next, ' ' | '\t' | '\n' | '\\' | ';' | '|' | ')'))
        })
    });
    ends.next().map(|(at, _)| at + 1)
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
