//! The frame of the recovering parser: its state, white space and comments, and what stands outside of the first value.

use std::cell::Cell;
use std::ops::Range;

use openapi_document::node::Value;
use openapi_document::source::Span;
use openapi_document::{Node, Pointer, json};

use super::{Recovered, Repair, RepairKind};
use crate::content::Content;
use crate::edit::Edit;

/// A key or an index on the way to the value that is being read.
pub(super) enum Token {
    Key(String),
    Index(usize),
}

/// Reads a text from left to right; every step goes on by at least one byte, so it ends.
pub(super) struct Parser<'a> {
    content: &'a Content,
    /// Where the text stands in the content.
    base: usize,
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) path: Vec<Token>,
    /// The brackets that would close what is open, outermost first.
    pub(super) open: Vec<u8>,
    pub(super) out: Recovered,
    /// Where the last line begins; what stands behind it has no line end.
    last_line: usize,
    /// Where nothing but closing brackets, commas and white space follows.
    tail: usize,
    /// How many bytes were looked at so far.
    work: Cell<usize>,
    /// How many bytes of addresses may still be written down.
    addresses: usize,
}

/// How many bytes of addresses are written down for each byte of the text, and in any text.
const ADDRESSES: (usize, usize) = (16, 4096);

impl<'a> Parser<'a> {
    pub(super) fn new(content: &'a Content, text: &'a str, base: usize) -> Self {
        Self {
            content,
            base,
            text,
            at: if text.starts_with('\u{feff}') { 3 } else { 0 },
            path: Vec::new(),
            open: Vec::new(),
            out: Recovered::default(),
            tail: text
                .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '}' | ']' | ','))
                .len(),
            last_line: text.rfind('\n').map_or(0, |at| at + 1),
            work: Cell::new(2 * text.len()),
            addresses: text.len().saturating_mul(ADDRESSES.0) + ADDRESSES.1,
        }
    }

    /// Counts bytes that were looked at.
    pub(super) fn look(&self, bytes: usize) {
        self.work.set(self.work.get() + bytes + 1);
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn letter(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The place on the page of a range of the text, up to the end of the character that it ends in.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let ends = range.end..=self.text.len();
        let end = ends.into_iter().find(|at| self.text.is_char_boundary(*at));
        let end = end.unwrap_or(range.end);
        self.content.span(self.base + range.start..self.base + end)
    }

    pub(super) fn node(&self, range: Range<usize>, value: Value) -> Node {
        Node::new(self.span(range), value)
    }

    /// The address of the value at hand.
    ///
    /// A long key around many values would make their addresses longer than any text. Beyond a limit the address is
    /// that of the whole value, which then is not judged where it is incomplete.
    pub(super) fn pointer(&mut self) -> Pointer {
        let root = Pointer::root();
        let length = self.path.iter().map(|token| match token {
            Token::Key(key) => key.len() + 1,
            Token::Index(_) => 8,
        });
        let length: usize = length.sum();
        self.look(self.path.len());
        let Some(left) = self.addresses.checked_sub(length) else {
            return root;
        };
        self.look(length);
        self.addresses = left;
        self.path.iter().fold(root, |pointer, token| match token {
            Token::Key(key) => pointer.join(key),
            Token::Index(index) => pointer.join(index),
        })
    }

    pub(super) fn elide(&mut self) {
        let pointer = self.pointer();
        if self.out.elided.last() != Some(&pointer) {
            self.out.elided.push(pointer);
        }
    }

    pub(super) fn placeholder(&mut self) {
        let pointer = self.pointer();
        self.out.placeholders.push(pointer);
    }

    /// Tells a defect that no single change repairs.
    pub(super) fn report(
        &mut self,
        kind: RepairKind,
        range: Range<usize>,
        message: impl Into<String>,
    ) {
        let span = self.span(range);
        self.out.repairs.push(Repair {
            kind,
            span,
            message: message.into(),
            edit: None,
            safe: false,
        });
    }

    /// Tells a defect with the change that repairs it: `what` becomes `text`.
    pub(super) fn repair(
        &mut self,
        kind: RepairKind,
        range: Range<usize>,
        message: impl Into<String>,
        what: Range<usize>,
        text: impl Into<String>,
        safe: bool,
    ) {
        self.report(kind, range, message);
        let length = what.end - what.start;
        // An insertion goes behind the byte before it, which keeps it on that byte's line in a quoted block.
        let before = what.start.checked_sub(1).filter(|_| what.is_empty());
        let (start, end) = if let Some(before) = before {
            let end = self.span(before..what.start).end;
            (end, end)
        } else {
            let span = self.span(what);
            (span.start, span.end)
        };
        // A range that is broken by quote marks or indentation cannot be replaced as one.
        if end - start == length
            && let Some(last) = self.out.repairs.last_mut()
        {
            last.edit = Some(Edit {
                start,
                end,
                text: text.into(),
            });
            last.safe = safe;
        }
    }

    /// Steps over white space and comments.
    pub(super) fn skip(&mut self) {
        while let Some(letter) = self.letter() {
            self.look(letter.len_utf8());
            match letter {
                ' ' | '\t' | '\n' | '\r' => self.at += 1,
                '/' if self.rest().starts_with("//") => self.line_comment(),
                '/' if self.rest().starts_with("/*") => self.block_comment(),
                '#' => self.line_comment(),
                '<' if self.rest().starts_with("<!--") => self.html_comment(),
                other if other.is_whitespace() || other == '\u{200b}' || other == '\u{feff}' => {
                    let start = self.at;
                    self.at += other.len_utf8();
                    let message = format!(
                        "the space `{}` is none that JSON allows",
                        other.escape_unicode()
                    );
                    let kind = RepairKind::Junk;
                    self.repair(kind, start..self.at, message, start..self.at, " ", true);
                }
                _ => return,
            }
        }
    }

    /// A comment up to the end of the line. Where the line breaks are lost, it ends before the next quote or bracket.
    fn line_comment(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let end = if start < self.last_line {
            rest.find('\n')
        } else if self.last_line > 0 || start == 0 {
            None
        } else {
            rest.find(['"', '{', '}', '[', ']'])
        };
        let end = end.unwrap_or(rest.len());
        self.look(end);
        self.at += rest[..end].trim_end().len();
        self.comment(start);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        self.at = self
            .rest()
            .find("*/")
            .map_or(self.text.len(), |end| start + end + 2);
        self.comment(start);
    }

    fn html_comment(&mut self) {
        let start = self.at;
        self.at = self
            .rest()
            .find("-->")
            .map_or(self.text.len(), |end| start + end + 3);
        self.comment(start);
    }

    fn comment(&mut self, start: usize) {
        let message = "JSON has no comments: say this in the text beside the example";
        let before = self.text[..start].trim_end_matches([' ', '\t']).len();
        self.look(self.at - before);
        let kind = RepairKind::Comment;
        if leaves_out(&self.text[start..self.at]) {
            self.elide();
        }
        self.repair(kind, start..self.at, message, before..self.at, "", false);
    }

    /// Reads the whole text.
    pub(super) fn read(mut self) -> Recovered {
        let mut comma = None;
        loop {
            self.skip();
            let start = self.at;
            match self.peek() {
                None => break,
                Some(b',') => {
                    self.at += 1;
                    comma = Some(start);
                }
                Some(bracket @ (b'}' | b']')) => {
                    self.at += 1;
                    let message = format!(
                        "the bracket `{}` closes nothing: remove it",
                        char::from(bracket)
                    );
                    let kind = RepairKind::ExtraBracket;
                    // With more behind it, it may be the opening bracket that is missing.
                    let safe = start >= self.tail && self.out.node.is_some();
                    self.repair(kind, start..self.at, message, start..self.at, "", safe);
                }
                _ if self.elision_length().is_some() => {
                    self.elision();
                    self.elide();
                    comma = None;
                }
                _ if self.at_member() => {
                    let value = self.members_without_braces();
                    let node = self.node(start..self.at, value);
                    self.take(node);
                    comma = None;
                }
                _ if self.at_value() => {
                    if let Some(node) = self.value() {
                        self.second(start, comma.take());
                        self.take(node);
                    }
                }
                _ => {
                    self.at += self.phrase_length().max(1);
                    let message = "this is no part of a JSON value";
                    self.report(RepairKind::Junk, start..self.at, message);
                }
            }
            if self.at == start {
                self.at += self.letter().map_or(1, char::len_utf8);
            }
        }
        if let Some(comma) = comma {
            let message = "a comma stands after the value with nothing after it";
            let kind = RepairKind::ExtraComma;
            self.repair(kind, comma..comma + 1, message, comma..comma + 1, "", true);
        }
        if self.out.node.is_none() && self.out.repairs.is_empty() {
            let end = self.text.len();
            let message = "there is no JSON value here";
            self.report(RepairKind::MissingValue, end..end, message);
        }
        // Beside a defect that may be read in several ways, no repair is sure to keep what is meant.
        if self.out.repairs.iter().any(is_in_doubt) {
            for repair in &mut self.out.repairs {
                repair.safe = false;
            }
        }
        let place = |repair: &Repair| (repair.span.start, repair.span.end);
        self.out.repairs.sort_by_key(place);
        self.out.work = self.work.get();
        self.out
    }

    fn take(&mut self, node: Node) {
        match self.out.node {
            None => self.out.node = Some(node),
            Some(_) => self.out.others.push(node),
        }
    }

    fn second(&mut self, start: usize, comma: Option<usize>) {
        if self.out.node.is_none() {
            return;
        }
        let message = match comma {
            Some(_) => {
                "a second value stands after the first: put the brackets `[` and `]` around them, or show each in its own block"
            }
            None => "a second value stands after the first: show each in its own block",
        };
        self.report(RepairKind::SecondValue, start..start + 1, message);
    }

    /// Whether what stands here is a key and a colon, as within an object.
    fn at_member(&self) -> bool {
        let rest = self.rest();
        let Some(quote) = rest.chars().next() else {
            return false;
        };
        if quote == '"' {
            let end = string_end(&rest[1..]);
            self.look(end.unwrap_or_else(|| rest.find('\n').unwrap_or(rest.len())));
            let Some(end) = end else {
                return false;
            };
            return rest[end + 2..]
                .trim_start_matches([' ', '\t'])
                .starts_with(':');
        }
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        self.look(end);
        let value = rest[end..]
            .trim_start_matches([' ', '\t'])
            .strip_prefix(':');
        let value = value.map(|value| value.trim_start_matches([' ', '\t']));
        end > 0 && value.is_some_and(|value| value.starts_with(['"', '{', '[']))
    }

    /// Whether a value begins here, outside of any bracket.
    fn at_value(&self) -> bool {
        let rest = self.rest();
        let word = rest.find(|c: char| !c.is_alphanumeric() && !"+-._".contains(c));
        let word = &rest[..word.unwrap_or(rest.len())];
        self.look(word.len());
        rest.starts_with(['{', '[', '"'])
            || matches!(word, "null" | "true" | "false")
            || json::number(word).is_some()
    }
}

/// Whether a defect may be read in several ways. What merely was left out, or stands for a value, may not.
fn is_in_doubt(repair: &Repair) -> bool {
    let is_clear = matches!(
        repair.kind,
        RepairKind::Comment | RepairKind::Elision | RepairKind::Placeholder
    );
    !repair.safe && !is_clear
}

/// The length of a string's inner text on its line, when it is closed there.
fn string_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at),
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

/// Whether a comment says that something is left out: dots, or a word for more.
fn leaves_out(comment: &str) -> bool {
    let marks = ['/', '*', '#', '<', '>', '!', '-', '(', '[', ' ', '\t'];
    let said = comment.trim_start_matches(marks);
    let word = said
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let words = ["abbreviated", "etc", "more", "omitted", "snip", "truncated"];
    said.starts_with("...")
        || said.starts_with('…')
        || words.iter().any(|known| word.eq_ignore_ascii_case(known))
}
