//! Numbers, words and what stands in their place.

use openapi_document::node::Value;
use openapi_document::{Node, json};

use super::RepairKind;
use super::container::is_placeholder;
use super::parser::Parser;
use crate::near::first;

/// The longest placeholder that is looked for, in bytes: a name, not a sentence.
const LONGEST_PLACEHOLDER: usize = 120;

/// The quotes that a text can stand in, and what closes them.
pub(super) fn closing(quote: char) -> Option<char> {
    Some(match quote {
        '"' | '\'' | '`' => quote,
        '“' | '”' | '„' => '”',
        '‘' | '’' => '’',
        _ => return None,
    })
}

impl Parser<'_> {
    /// The value that begins here; none when none does, or when it is nested too deeply.
    pub(super) fn value(&mut self) -> Option<Node> {
        let start = self.at;
        let letter = self.letter()?;
        let value = match letter {
            '{' if self.placeholder_length().is_some() => self.placeholder_value(),
            '{' | '[' => self.nested()?,
            quote if closing(quote).is_some() => {
                let text = self.string(quote);
                if is_placeholder(&text) {
                    self.placeholder();
                }
                Value::String(text)
            }
            '<' | ':' | '$' if self.placeholder_length().is_some() => self.placeholder_value(),
            _ => self.word()?,
        };
        Some(self.node(start..self.at, value))
    }

    /// Whether a value without brackets begins here.
    pub(super) fn at_scalar(&self) -> bool {
        let Some(letter) = self.letter() else {
            return false;
        };
        let rest = self.rest();
        let word = &rest[..word_length(rest)];
        self.look(word.len());
        closing(letter).is_some()
            || self.placeholder_length().is_some()
            || matches!(word, "true" | "false" | "null")
            || lenient_number(word).is_some()
    }

    /// Whether a key begins here: a quote, a placeholder, or a word with a colon behind it.
    pub(super) fn at_key(&self) -> bool {
        let Some(letter) = self.letter() else {
            return false;
        };
        if closing(letter).is_some() {
            return true;
        }
        let rest = self.rest();
        let length = match letter {
            ':' => return false,
            '<' | '{' | '$' => self.placeholder_length().unwrap_or(0),
            _ => key_length(rest),
        };
        let after = rest[length..].trim_start_matches([' ', '\t']);
        self.look(rest.len() - after.len());
        length > 0 && after.starts_with([':', '='])
    }

    /// A key; none when what stands here is none.
    pub(super) fn key(&mut self) -> Option<String> {
        let letter = self.letter()?;
        if closing(letter).is_some() {
            return Some(self.string(letter));
        }
        let start = self.at;
        if let Some(length) = self.placeholder_length() {
            self.at += length;
            let message = "a placeholder stands for the key";
            self.report(RepairKind::Placeholder, start..self.at, message);
            return Some("...".to_owned());
        }
        let length = key_length(self.rest());
        self.look(length);
        if length == 0 {
            return None;
        }
        self.at += length;
        let key = self.text[start..self.at].to_owned();
        let message = format!("the key `{key}` has no quotes");
        let kind = RepairKind::BareKey;
        let quoted = format!("\"{key}\"");
        self.repair(kind, start..self.at, message, start..self.at, quoted, true);
        Some(key)
    }

    /// How long the elision is that stands here: three dots or more, or the one letter for them.
    pub(super) fn elision_length(&self) -> Option<usize> {
        let rest = self.rest();
        let dots = rest.len() - rest.trim_start_matches(['.', '…']).len();
        self.look(dots);
        (rest.starts_with('…') || dots >= 3).then_some(dots)
    }

    /// An elision, and the words behind it that say what was left out.
    pub(super) fn elision(&mut self) {
        let start = self.at;
        self.at += self.elision_length().unwrap_or(0);
        let rest = self.rest();
        let words = rest.trim_start_matches([' ', '\t']);
        self.look(rest.len() - words.len());
        let is_words = words.starts_with(|c: char| c.is_alphabetic() || c == '(' || c == '<');
        if is_words && !self.at_key_behind(rest.len() - words.len()) {
            self.at += rest.len() - words.len();
            self.at += self.phrase_length();
            let dots = &self.text[self.at..];
            self.at += dots.len() - dots.trim_start_matches(['.', '…']).len();
        }
        let message = "`...` stands for what was left out, which JSON cannot say";
        self.report(RepairKind::Elision, start..self.at, message);
    }

    fn at_key_behind(&self, offset: usize) -> bool {
        let rest = &self.rest()[offset..];
        let after = rest[key_length(rest)..].trim_start_matches([' ', '\t']);
        self.look(rest.len() - after.len());
        after.starts_with(':')
    }

    /// The length of text that is no JSON: up to a comma, quote, bracket, line end or comment.
    pub(super) fn phrase_length(&self) -> usize {
        let rest = self.rest();
        let end = rest
            .find([',', '"', '{', '}', '[', ']', '\n'])
            .unwrap_or(rest.len());
        self.look(end);
        let end = rest[..end].find(" //").unwrap_or(end);
        let end = rest[..end].find(" #").unwrap_or(end);
        rest[..end].trim_end().len()
    }

    /// The length of the placeholder that stands here.
    pub(super) fn placeholder_length(&self) -> Option<usize> {
        let near = first_line(self.rest(), LONGEST_PLACEHOLDER);
        self.look(near.len());
        let until = |open: &str, close: &str| {
            let inner = near.strip_prefix(open)?;
            let end = inner.find(close)?;
            let name = &inner[..end];
            let is_name = !name.is_empty() && !name.contains(['"', '{', '}', '<', ',', '[']);
            is_name.then_some(open.len() + end + close.len())
        };
        let word = |sign: char| {
            let name = near.strip_prefix(sign)?;
            let length = key_length(name);
            name.starts_with(|c: char| c.is_alphabetic() || c == '_')
                .then_some(sign.len_utf8() + length)
        };
        match near.as_bytes().first()? {
            b'<' => until("<", ">"),
            b'{' => until("{{", "}}"),
            b'$' => until("${", "}")
                .or_else(|| until("$(", ")"))
                .or_else(|| word('$')),
            b':' => word(':'),
            _ => None,
        }
    }

    fn placeholder_value(&mut self) -> Value {
        let start = self.at;
        self.at += self.placeholder_length().unwrap_or(1);
        let text = &self.text[start..self.at];
        let message = format!("the placeholder `{text}` stands for a value");
        self.report(RepairKind::Placeholder, start..self.at, message);
        self.placeholder();
        Value::Null
    }

    /// A number, a literal, or words without quotes.
    fn word(&mut self) -> Option<Value> {
        let start = self.at;
        let rest = self.rest();
        let length = word_length(rest);
        self.look(length);
        let word = &rest[..length];
        let literal = match word {
            "null" => Some((Value::Null, None)),
            "true" => Some((Value::Bool(true), None)),
            "false" => Some((Value::Bool(false), None)),
            "None" | "nil" | "Null" | "NULL" | "undefined" => Some((Value::Null, Some("null"))),
            "True" | "TRUE" => Some((Value::Bool(true), Some("true"))),
            "False" | "FALSE" => Some((Value::Bool(false), Some("false"))),
            _ => None,
        };
        if let Some((value, right)) = literal {
            self.at += length;
            if let Some(right) = right {
                let message = format!("`{word}` is not JSON, which writes `{right}`");
                let kind = RepairKind::Literal;
                self.repair(kind, start..self.at, message, start..self.at, right, true);
            }
            return Some(value);
        }
        if let Some(number) = json::number(word) {
            self.at += length;
            return Some(Value::Number(number));
        }
        if let Some(right) = lenient_number(word) {
            self.at += length;
            let message =
                format!("`{word}` is not a number that JSON allows, which writes `{right}`");
            let kind = RepairKind::Number;
            let value = json::number(&right).map(Value::Number);
            // A zero in front may mean an octal number, and a dot behind it may have been meant for a comma.
            let octal = word.trim_start_matches(['-', '+']).starts_with('0') && !word.contains('.');
            let safe = !octal && !word.ends_with('.');
            self.repair(kind, start..self.at, message, start..self.at, right, safe);
            return Some(value.unwrap_or(Value::Null));
        }
        let length = self.phrase_length();
        if length == 0 {
            return None;
        }
        self.at += length;
        let text = self.text[start..self.at].to_owned();
        let message = format!("the text `{}` has no quotes", shortened(&text));
        let quoted = serde_json::Value::from(text.as_str()).to_string();
        let kind = RepairKind::BareWord;
        self.repair(kind, start..self.at, message, start..self.at, quoted, false);
        self.placeholder();
        Some(Value::String(text))
    }
}

pub(super) fn first_line(text: &str, most: usize) -> &str {
    let near = first(text, most);
    near.split('\n').next().unwrap_or(near)
}

/// The length of the letters, digits and signs of a number or a word.
fn word_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && !"+-._".contains(c))
        .unwrap_or(text.len())
}

fn key_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && !"_-$".contains(c))
        .unwrap_or(text.len())
}

/// A number as JSON would write it, for one that it would not.
fn lenient_number(word: &str) -> Option<String> {
    let first = word.chars().next()?;
    if !(first.is_ascii_digit() || matches!(first, '-' | '+' | '.')) {
        return None;
    }
    let (sign, digits) = match word.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", word.strip_prefix('+').unwrap_or(word)),
    };
    let mut digits = digits.replace('_', "");
    if digits.starts_with('.') {
        digits.insert(0, '0');
    }
    if digits.ends_with('.') {
        digits.push('0');
    }
    let whole = digits.trim_start_matches('0');
    let digits = match whole.chars().next() {
        None | Some('.' | 'e' | 'E') => format!("0{whole}"),
        _ => whole.to_owned(),
    };
    let right = format!("{sign}{digits}");
    json::number(&right).is_some().then_some(right)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::lenient_number;

    #[test]
    fn numbers_of_other_languages_have_a_form_in_json() {
        for (word, right) in [
            ("+1", Some("1")),
            ("007", Some("7")),
            (".5", Some("0.5")),
            ("-1.", Some("-1.0")),
            ("1_000", Some("1000")),
            ("00", Some("0")),
            ("2015-12-24", None),
            ("0x1f", None),
            ("v1", None),
        ] {
            assert_eq!(lenient_number(word).as_deref(), right, "{word}");
        }
    }
}
