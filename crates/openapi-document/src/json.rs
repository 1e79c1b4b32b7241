//! JSON text to a tree with places, strict RFC 8259 with duplicate keys told, and back to text.

mod print;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Number;

use crate::node::{Member, Node, Value};
use crate::pointer::Pointer;
use crate::source::{FileId, Span};

pub use print::print;

/// How deep arrays and objects may be nested before the text is refused.
pub const MAX_DEPTH: usize = 128;

/// What a JSON text holds.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The value. Of a duplicate key, the last value counts, as in most parsers.
    pub node: Node,
    /// Each repetition of a key in one object.
    pub duplicates: Vec<Duplicate>,
}

/// A key that stands in one object a second time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Duplicate {
    /// The member's address.
    pub pointer: Pointer,
    /// The place of the repeated key.
    pub span: Span,
    /// The place of the key that it repeats.
    pub first: Span,
}

/// The text is not JSON.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SyntaxError {
    /// The place of the offending bytes.
    pub span: Span,
    /// The value that was being read when the text went wrong.
    pub pointer: Pointer,
    /// What is wrong there and what was expected.
    pub message: String,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// Reads one JSON value that fills the whole text.
///
/// ```
/// use openapi_document::{json, source::FileId};
///
/// let parsed = json::parse(r#"{"id": 7, "id": 8}"#, FileId(0))?;
/// assert_eq!(parsed.node.get("id").unwrap().to_json(), 8);
/// assert_eq!(parsed.duplicates[0].pointer.to_string(), "/id");
///
/// let error = json::parse(r#"{"id": 7,}"#, FileId(0)).unwrap_err();
/// assert_eq!((error.span.start, error.message.as_str()), (8, "a comma stands before `}` with nothing after it"));
/// # Ok::<(), json::SyntaxError>(())
/// ```
///
/// # Errors
///
/// [`SyntaxError`] at the first place where the text stops being JSON, or is nested deeper than [`MAX_DEPTH`].
pub fn parse(text: &str, file: FileId) -> Result<Parsed, SyntaxError> {
    let mut parser = Parser {
        text,
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        file,
        path: Vec::new(),
        depth: 0,
        duplicates: Vec::new(),
    };
    parser.skip_whitespace();
    let node = parser.value()?;
    parser.skip_whitespace();
    if parser.at < text.len() {
        return Err(parser.unexpected("the end of the text"));
    }
    Ok(Parsed {
        node,
        duplicates: parser.duplicates,
    })
}

enum Token {
    Key(String),
    Index(usize),
}

/// From how many members on a repeated key is looked up in a table instead of member by member.
const TABLE_SIZE: usize = 16;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    file: FileId,
    /// The keys and indices that lead to the value that is being read.
    path: Vec<Token>,
    depth: usize,
    duplicates: Vec<Duplicate>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn span(&self, start: usize) -> Span {
        Span::new(self.file, start, self.at)
    }

    fn error(&self, start: usize, end: usize, message: impl Into<String>) -> SyntaxError {
        let span = Span::new(self.file, start, end);
        SyntaxError {
            span,
            pointer: self.pointer(),
            message: message.into(),
        }
    }

    fn pointer(&self) -> Pointer {
        self.path
            .iter()
            .fold(Pointer::root(), |pointer, token| match token {
                Token::Key(key) => pointer.join(key),
                Token::Index(index) => pointer.join(index),
            })
    }

    fn unexpected(&self, expected: &str) -> SyntaxError {
        match self.text[self.at..].chars().next() {
            None => self.error(
                self.at,
                self.at,
                format!("the text ends where {expected} was expected"),
            ),
            Some(found) => {
                let end = self.at + found.len_utf8();
                let found = match found {
                    '"' | '\'' => found.to_string(),
                    other => other.escape_debug().to_string(),
                };
                let message = format!("found `{found}` where {expected} was expected");
                self.error(self.at, end, message)
            }
        }
    }

    fn value(&mut self) -> Result<Node, SyntaxError> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.literal()?,
        };
        Ok(Node::new(self.span(start), value))
    }

    fn literal(&mut self) -> Result<Value, SyntaxError> {
        for (word, value) in [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
        ] {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.unexpected("a value"))
    }

    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<Value, SyntaxError>,
    ) -> Result<Value, SyntaxError> {
        if self.depth == MAX_DEPTH {
            let message = format!("the value is nested deeper than {MAX_DEPTH} levels");
            return Err(self.error(self.at, self.at + 1, message));
        }
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    /// Steps over a comma or the closing bracket; true when another element follows.
    fn another(&mut self, close: u8) -> Result<bool, SyntaxError> {
        self.skip_whitespace();
        let comma = self.at;
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.skip_whitespace();
                if self.peek() == Some(close) {
                    let close = char::from(close);
                    let message = format!("a comma stands before `{close}` with nothing after it");
                    return Err(self.error(comma, comma + 1, message));
                }
                Ok(true)
            }
            Some(found) if found == close => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.unexpected(&format!("`,` or `{}`", char::from(close)))),
        }
    }

    fn array(&mut self) -> Result<Value, SyntaxError> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_whitespace();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::Array(items));
        }
        loop {
            self.skip_whitespace();
            self.path.push(Token::Index(items.len()));
            items.push(self.value()?);
            self.path.pop();
            if !self.another(b']')? {
                return Ok(Value::Array(items));
            }
        }
    }

    fn object(&mut self) -> Result<Value, SyntaxError> {
        self.at += 1;
        let mut members: Vec<Member> = Vec::new();
        self.skip_whitespace();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(members));
        }
        let mut table = BTreeMap::new();
        loop {
            self.skip_whitespace();
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a key in double quotes"));
            }
            let start = self.at;
            let key = self.string()?;
            let key_span = self.span(start);
            self.path.push(Token::Key(key.clone()));
            self.skip_whitespace();
            if self.peek() != Some(b':') {
                return Err(self.unexpected("`:` after the key"));
            }
            self.at += 1;
            self.skip_whitespace();
            let node = self.value()?;
            let known = position(&members, &mut table, &key);
            let member = Member {
                key,
                key_span,
                node,
            };
            match known {
                Some(at) => {
                    self.duplicates.push(Duplicate {
                        pointer: self.pointer(),
                        span: key_span,
                        first: members[at].key_span,
                    });
                    members[at] = member;
                }
                None => members.push(member),
            }
            self.path.pop();
            if !self.another(b'}')? {
                return Ok(Value::Object(members));
            }
        }
    }

    /// Finds the end of the string token; `serde_json` then decides on its content.
    fn string(&mut self) -> Result<String, SyntaxError> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        loop {
            match bytes.get(end) {
                None => return Err(self.error(start, bytes.len(), "the string is never closed")),
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(b'\n' | b'\r') => {
                    return Err(self.error(start, end, "the string is not closed on its line"));
                }
                Some(_) => end += 1,
            }
        }
        self.at = end + 1;
        let token = &self.text[start..self.at];
        serde_json::from_str(token).map_err(|error| {
            let message =
                format!("the string has an escape or character that JSON refuses: {error}");
            self.error(start, self.at, message)
        })
    }

    /// Finds the end of the number token; [`number`] then decides on its form.
    fn number(&mut self) -> Result<Value, SyntaxError> {
        let start = self.at;
        while matches!(
            self.peek(),
            Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
        ) {
            self.at += 1;
        }
        let token = &self.text[start..self.at];
        number(token).map(Value::Number).ok_or_else(|| {
            let message = format!("`{token}` is not a number that JSON allows");
            self.error(start, self.at, message)
        })
    }
}

/// The number that a token is, when JSON allows it.
///
/// JSON has no largest number, but 64 bits of floating point have: what lies beyond becomes the largest of them, so that
/// it stays a number, an integer where it was one, and larger or smaller than all others.
///
/// ```
/// use openapi_document::json;
///
/// assert_eq!(json::number("7").unwrap().as_u64(), Some(7));
/// assert_eq!(json::number("-1e400").unwrap().as_f64(), Some(f64::MIN));
/// assert!(json::number("01").is_none());
/// ```
pub fn number(token: &str) -> Option<Number> {
    let strict = token.parse().ok();
    strict.or_else(|| has_form_of_number(token).then(|| finite(token.parse().ok()?))?)
}

/// A number as it can be held: what is beyond 64 bits of floating point becomes the largest of them.
pub(crate) fn finite(float: f64) -> Option<Number> {
    Number::from_f64(float.clamp(f64::MIN, f64::MAX))
}

/// Whether a token is a number by JSON's grammar, however large.
fn has_form_of_number(token: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = token.strip_prefix('-').unwrap_or(token);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|text| text.strip_prefix(['+', '-']).unwrap_or(text));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

/// Where a key already stands. The table holds the keys of a large object, and is filled as that grows.
fn position(members: &[Member], table: &mut BTreeMap<String, usize>, key: &str) -> Option<usize> {
    if members.len() < TABLE_SIZE {
        return members.iter().position(|member| member.key == key);
    }
    for (at, member) in members.iter().enumerate().skip(table.len()) {
        table.insert(member.key.clone(), at);
    }
    table.get(key).copied()
}
