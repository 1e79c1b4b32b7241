//! Strings: in any quotes, closed or not, with escapes that JSON has and others.

use super::RepairKind;
use super::parser::Parser;
use super::scalar::{closing, first_line};
use crate::near::first;

/// How far the end of a string is looked for, in bytes, where its own end is in doubt.
const LONGEST_TEXT: usize = 400;

impl Parser<'_> {
    /// A string in any quotes.
    pub(super) fn string(&mut self, quote: char) -> String {
        let close = closing(quote).unwrap_or(quote);
        let start = self.at;
        self.at += quote.len_utf8();
        let inner = self.at;
        let known = self.out.repairs.len();
        let mut text = String::new();
        let mut closed = false;
        while let Some(letter) = self.letter() {
            self.look(letter.len_utf8());
            if letter == close || (quote == '“' && letter == '“') {
                if let Some(end) = self.inner_quotes(letter) {
                    text.push_str(&self.text[self.at..end]);
                    self.at = end;
                    continue;
                }
                self.at += letter.len_utf8();
                closed = true;
                break;
            }
            match letter {
                '\\' => self.escape(&mut text, quote),
                '\n' if !self.goes_on_below(close) => break,
                control if control < ' ' => {
                    let at = self.at;
                    self.at += 1;
                    let escaped = match control {
                        '\n' => "\\n".to_owned(),
                        '\t' => "\\t".to_owned(),
                        '\r' => "\\r".to_owned(),
                        other => format!("\\u{:04x}", u32::from(other)),
                    };
                    let message = format!(
                        "a string cannot hold this character, which JSON writes `{escaped}`"
                    );
                    let kind = RepairKind::Escape;
                    // A line break within a string may be how the page breaks its lines, and not meant.
                    let safe = control != '\n' && quote == '"';
                    self.repair(kind, at..at + 1, message, at..at + 1, escaped, safe);
                    text.push(control);
                }
                other => {
                    self.at += other.len_utf8();
                    text.push(other);
                }
            }
        }
        if !closed {
            self.close_string(start, inner, &mut text);
        } else if quote != '"' {
            // One repair writes the whole string anew.
            self.out.repairs.truncate(known);
            let quoted = serde_json::Value::from(text.as_str()).to_string();
            let message = format!("JSON's quotes are `\"`, not `{quote}`");
            let kind = RepairKind::Quotes;
            self.repair(kind, start..self.at, message, start..self.at, quoted, true);
        }
        text
    }

    /// Ends a string that its line ends: without the space and the comma that were meant to stand behind it.
    fn close_string(&mut self, start: usize, inner: usize, text: &mut String) {
        let line = &self.text[inner..self.at];
        let kept = line.trim_end();
        let kept = kept.strip_suffix(',').unwrap_or(kept).trim_end();
        let dropped = line.len() - kept.len();
        self.at -= dropped;
        let end = self.at;
        if text.ends_with(&line[kept.len()..]) {
            text.truncate(text.len() - dropped);
        }
        let message = "the string is not closed on its line";
        let kind = RepairKind::OpenString;
        self.repair(kind, start..end, message, end..end, "\"", false);
    }

    /// Where a quotation within a string ends, when the quote that stands here begins one: a letter follows it at
    /// once, and its line has the other quote and the string's own end.
    fn inner_quotes(&mut self, quote: char) -> Option<usize> {
        let after = &self.text[self.at + quote.len_utf8()..];
        if !after.starts_with(char::is_alphanumeric) {
            return None;
        }
        let line = first_line(after, LONGEST_TEXT);
        self.look(line.len());
        let other = line.find(quote)?;
        let own = line[other + quote.len_utf8()..].find(quote)?;
        let behind = line[other + quote.len_utf8() + own + quote.len_utf8()..].trim_start();
        if line[..other].contains([':', ',', '{', '}', '[', ']'])
            || !behind.is_empty() && !behind.starts_with([',', '}', ']'])
        {
            return None;
        }
        let first = self.at;
        let second = first + quote.len_utf8() + other;
        for at in [first, second] {
            let message = "a quote within a string needs a backslash before it";
            let kind = RepairKind::Escape;
            self.repair(kind, at..at + 1, message, at..at, "\\", false);
        }
        Some(second + quote.len_utf8())
    }

    /// Whether a string goes on after the line break that stands here: its quote comes, before anything that looks
    /// like the next key or bracket, and what follows the quote may follow a string.
    fn goes_on_below(&self, close: char) -> bool {
        let below = first(&self.rest()[1..], LONGEST_TEXT);
        self.look(below.len());
        let below = below.trim_start();
        if below.starts_with([close, '"', '{', '}', '[', ']']) {
            return false;
        }
        let Some(end) = below.find([close, '\\', '{', '}']) else {
            return false;
        };
        let behind = &below[end..];
        let Some(behind) = behind.strip_prefix(close) else {
            return false;
        };
        let behind = behind.trim_start_matches([' ', '\t', '\r']);
        behind.is_empty() || behind.starts_with([',', '}', ']', '\n'])
    }

    /// A backslash and what it stands for.
    fn escape(&mut self, text: &mut String, quote: char) {
        let start = self.at;
        let rest = &self.rest()[1..];
        let Some(letter) = rest.chars().next() else {
            self.at += 1;
            return;
        };
        let plain = match letter {
            '"' | '\\' | '/' => Some(letter),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            '\'' | '`' if quote == letter => Some(letter),
            _ => None,
        };
        if let Some(plain) = plain {
            self.at += 2;
            text.push(plain);
            return;
        }
        if letter == 'u'
            && let Some((decoded, length)) = unicode(rest)
        {
            self.at += 1 + length;
            text.push(decoded);
            return;
        }
        if letter == '\n' {
            // The line break is looked at next.
            self.at += 1;
        } else {
            self.at += 1 + letter.len_utf8();
            text.push('\\');
            text.push(letter);
        }
        let message = "JSON has no such escape: a backslash is written `\\\\`";
        self.repair(
            RepairKind::Escape,
            start..start + 1,
            message,
            start..start,
            "\\",
            false,
        );
    }
}

/// The character that `uXXXX`, or a pair of them, stands for, and the length of that.
fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = |text: &str| {
        let digits = text.strip_prefix('u')?.get(..4)?;
        let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        all.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    let high = unit(text)?;
    if let Some(plain) = char::from_u32(high) {
        return Some((plain, 5));
    }
    let low = unit(text.get(5..)?.strip_prefix('\\')?)?;
    if !(0xd800..0xdc00).contains(&high) || !(0xdc00..0xe000).contains(&low) {
        return None;
    }
    let joined = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    Some((char::from_u32(joined)?, 11))
}

#[cfg(test)]
mod tests {
    use super::unicode;

    #[test]
    fn escapes_of_two_units_are_one_character() {
        assert_eq!(unicode("u00e9x"), Some(('é', 5)));
        assert_eq!(unicode("ud83d\\ude00"), Some(('😀', 11)));
        for broken in ["ud83d", "ud83d\\u0041", "ude00\\ud83d", "u12", "u+123", ""] {
            assert_eq!(unicode(broken), None, "{broken}");
        }
    }
}
