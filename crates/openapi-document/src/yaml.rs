//! YAML text to a tree with places, by the core schema: what JSON has, and nothing else.

use std::collections::BTreeSet;

use saphyr_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};
use serde_json::Number;

use crate::error::Error;
use crate::json::{self, MAX_DEPTH};
use crate::node::{Member, Node, Value};
use crate::source::{FileId, Source, Span};

/// Reads the one YAML document of a text.
///
/// The span of a quoted scalar includes its quotes, that of a block scalar starts at its first character and ends at
/// its last that is not white space, and that of a block collection ends with its last item. A value that is left
/// out has an empty span behind its colon or dash. `.inf` and `.nan` are text, because JSON has no such numbers.
///
/// ```
/// use openapi_document::source::{FileId, Source};
/// use openapi_document::yaml;
///
/// let source = Source::new("jobs.yaml", "jobs:\n  - name: 'rspec'\n    id: 7\n");
/// let jobs = yaml::parse(&source, FileId(0))?;
/// let job = &jobs.get("jobs").unwrap().items()[0];
/// assert_eq!(job.to_json(), serde_json::json!({"name": "rspec", "id": 7}));
/// let name = job.get("name").unwrap().span;
/// assert_eq!(&source.text()[name.start..name.end], "'rspec'");
/// # Ok::<(), openapi_document::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Syntax`] where the text is not YAML, holds no or several documents, uses an anchor, alias, tag or a
/// key that is not plain text, repeats a key, or is nested deeper than
/// [`MAX_DEPTH`].
pub fn parse(source: &Source, file: FileId) -> Result<Node, Error> {
    Reader {
        source,
        file,
        offsets: offsets(source.text()),
        keys: Vec::new(),
        open: Vec::new(),
        root: None,
    }
    .read()
}

/// What some editors put before the text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The byte offset of each character that the parser counts, which are all but the byte order mark.
fn offsets(text: &str) -> Option<Vec<usize>> {
    (!text.is_ascii()).then(|| {
        text.char_indices()
            .filter(|place| *place != (0, BYTE_ORDER_MARK))
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect()
    })
}

/// A collection that is still being read.
enum Open {
    Array(Span, Vec<Node>),
    Object(Span, Vec<Member>, Option<(String, Span)>),
}

struct Reader<'a> {
    source: &'a Source,
    file: FileId,
    offsets: Option<Vec<usize>>,
    /// The keys of each open collection, for finding repetitions.
    keys: Vec<BTreeSet<String>>,
    open: Vec<Open>,
    root: Option<Node>,
}

impl Reader<'_> {
    fn read(mut self) -> Result<Node, Error> {
        let text = self.source.text();
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| {
                let at = self.offset(error.marker().index());
                self.error(at, format!("this is not YAML: {}", error.info()))
            })?;
            let span = self.span(span);
            match event {
                Event::Alias(_) => {
                    return Err(
                        self.error(span.start, "aliases are not supported: write the value out")
                    );
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.plain(anchor, tag.is_some(), span)?;
                    self.scalar(&text, style, self.scalar_span(&text, style, span))?;
                }
                Event::SequenceStart(anchor, tag) => {
                    self.plain(anchor, tag.is_some(), span)?;
                    self.push(Open::Array(self.array_span(span), Vec::new()))?;
                }
                Event::MappingStart(anchor, tag) => {
                    self.plain(anchor, tag.is_some(), span)?;
                    self.push(Open::Object(span, Vec::new(), None))?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
                Event::DocumentStart(_) if self.root.is_some() => {
                    return Err(self.error(
                        span.start,
                        "a second YAML document starts here: keep one in a file",
                    ));
                }
                _ => {}
            }
        }
        self.root
            .take()
            .ok_or_else(|| self.error(0, "the file is empty: an OpenAPI document was expected"))
    }

    fn offset(&self, character: usize) -> usize {
        match &self.offsets {
            None => character.min(self.source.text().len()),
            Some(offsets) => offsets
                .get(character)
                .copied()
                .unwrap_or(self.source.text().len()),
        }
    }

    fn span(&self, span: YamlSpan) -> Span {
        Span::new(
            self.file,
            self.offset(span.start.index()),
            self.offset(span.end.index()),
        )
    }

    /// The place of a scalar's own characters, without a comment or blank lines behind it.
    fn scalar_span(&self, value: &str, style: ScalarStyle, span: Span) -> Span {
        let text = &self.source.text()[span.start..span.end];
        let (start, length) = match style {
            ScalarStyle::SingleQuoted => (0, single_quoted(text)),
            ScalarStyle::DoubleQuoted => (0, double_quoted(text)),
            // The parser puts a value that is left out onto the colon, or onto what follows it.
            ScalarStyle::Plain if value.is_empty() => {
                let colon = self.source.text()[span.start..].starts_with(':');
                (usize::from(colon), 0)
            }
            _ => (0, text.trim_end().len()),
        };
        let start = span.start + start;
        Span::new(self.file, start, start + length)
    }

    /// Where an array starts: the parser leaves out the first dash of one that is not indented below its key.
    fn array_span(&self, span: Span) -> Span {
        let Some(Open::Object(_, _, Some((_, key)))) = self.open.last() else {
            return span;
        };
        let text = self.source.text();
        let mut rest = text[key.end..].trim_start();
        rest = rest.strip_prefix(':').unwrap_or(rest).trim_start();
        while rest.starts_with('#') {
            rest = rest.trim_start_matches(|next| next != '\n').trim_start();
        }
        let start = text.len() - rest.len();
        if rest.starts_with('-') && start < span.start {
            return Span::new(self.file, start, span.end);
        }
        span
    }

    fn error(&self, offset: usize, message: impl Into<String>) -> Error {
        Error::Syntax {
            at: self.source.location(offset),
            message: message.into(),
        }
    }

    fn plain(&self, anchor: usize, tagged: bool, span: Span) -> Result<(), Error> {
        match (anchor, tagged) {
            (0, false) => Ok(()),
            (0, true) => Err(self.error(span.start, "tags are not supported: write a plain value")),
            _ => Err(self.error(span.start, "anchors are not supported: use `$ref`")),
        }
    }

    fn push(&mut self, open: Open) -> Result<(), Error> {
        if self.open.len() == MAX_DEPTH {
            let (Open::Array(span, _) | Open::Object(span, ..)) = &open;
            return Err(self.error(
                span.start,
                format!("the value is nested deeper than {MAX_DEPTH} levels"),
            ));
        }
        if let (Some(Open::Object(_, _, None)), Open::Array(span, _) | Open::Object(span, ..)) =
            (self.open.last(), &open)
        {
            return Err(self.error(span.start, "a key must be plain text"));
        }
        self.open.push(open);
        self.keys.push(BTreeSet::new());
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) -> Result<(), Error> {
        if let Some(Open::Object(_, members, key @ None)) = self.open.last_mut() {
            let keys = self.keys.last_mut().expect("each open collection has keys");
            if keys.insert(text.to_owned()) {
                *key = Some((text.to_owned(), span));
                return Ok(());
            }
            let first = members.iter().find(|member| member.key == text);
            let first = first.expect("a repeated key was read before").key_span;
            let first = self.source.position(first.start);
            let message =
                format!("the key `{text}` stands here a second time: the first is at {first}");
            return Err(self.error(span.start, message));
        }
        let value = match style {
            ScalarStyle::Plain => plain_scalar(text),
            _ => Value::String(text.to_owned()),
        };
        self.put(Node::new(span, value));
        Ok(())
    }

    fn put(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Array(_, items)) => items.push(node),
            Some(Open::Object(_, members, key)) => {
                let (key, key_span) = key.take().expect("a value follows its key");
                members.push(Member {
                    key,
                    key_span,
                    node,
                });
            }
        }
    }

    fn close(&mut self, end: Span) -> Result<(), Error> {
        self.keys.pop();
        let node = match self.open.pop() {
            Some(Open::Array(start, items)) => {
                let last = items.last().map(|item| item.span.end);
                Node::new(self.whole(start, end, last), Value::Array(items))
            }
            Some(Open::Object(start, members, None)) => {
                let last = members.last().map(|member| member.node.span.end);
                Node::new(self.whole(start, end, last), Value::Object(members))
            }
            _ => return Err(self.error(end.start, "a collection ends here that never started")),
        };
        self.put(node);
        Ok(())
    }

    /// From the first byte of a collection to its closing bracket, or to the end of its last item.
    fn whole(&self, start: Span, end: Span, last: Option<usize>) -> Span {
        let flow = self.source.text()[start.start..].starts_with(['{', '[']) && end.end > end.start;
        let end = match last {
            Some(last) if !flow => last,
            _ => end.end,
        };
        Span::new(self.file, start.start, end.max(start.start))
    }
}

/// The length of the single-quoted scalar at the start of a text: a doubled quote does not end it.
fn single_quoted(text: &str) -> usize {
    let mut quotes = text.match_indices('\'').skip(1);
    while let Some((at, _)) = quotes.next() {
        if text[at + 1..].starts_with('\'') {
            quotes.next();
        } else {
            return at + 1;
        }
    }
    text.len()
}

/// The length of the double-quoted scalar at the start of a text: an escaped quote does not end it.
fn double_quoted(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The core schema's reading of an unquoted scalar.
fn plain_scalar(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

/// The number that a text is, if it is one. Beyond 64 bits it loses digits, as it does in JSON.
fn number(text: &str) -> Option<Number> {
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix)
            && !digits.is_empty()
            && digits.chars().all(|digit| digit.is_digit(radix))
        {
            let whole = u64::from_str_radix(digits, radix).ok().map(Number::from);
            return whole.or_else(|| {
                let values = digits.chars().filter_map(|digit| digit.to_digit(radix));
                json::finite(
                    values.fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit)),
                )
            });
        }
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let numeric = |byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'-' | b'+');
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        || !unsigned.bytes().all(numeric)
    {
        return None;
    }
    // What JSON would write alike is read alike, so that values of both compare.
    let whole = || text.parse::<i64>().ok().map(Number::from);
    let large = || text.parse::<u64>().ok().map(Number::from);
    let other = || json::finite(text.parse::<f64>().ok()?);
    json::number(text)
        .or_else(whole)
        .or_else(large)
        .or_else(other)
}
