//! Arrays and objects, and what goes wrong between their members.

use std::collections::BTreeMap;

use openapi_document::Node;
use openapi_document::json::{Duplicate, MAX_DEPTH};
use openapi_document::node::{Member, Value};
use openapi_document::source::Span;

use super::RepairKind;
use super::parser::{Parser, Token};
use crate::brackets::Brackets;

/// What stands between the last member or item and the present place.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Between {
    /// Nothing was read yet, or an elision, after which a comma may be missing or not.
    Start,
    /// A member that ends here.
    Item(usize),
    /// A comma that stands here.
    Comma(usize),
}

/// Whether a container goes on.
enum Next {
    /// Something that may be a member.
    Member,
    /// A comma or an elision was read.
    Again,
    /// It is closed.
    Closed,
}

impl Parser<'_> {
    /// An array or object from its bracket on; none when it is nested too deeply.
    pub(super) fn nested(&mut self) -> Option<Value> {
        let start = self.at;
        let close = if self.peek() == Some(b'{') {
            b'}'
        } else {
            b']'
        };
        if self.open.len() == MAX_DEPTH {
            let end = Brackets::default().feed(self.rest());
            self.at = end.map_or(self.text.len(), |end| start + end);
            self.look(self.at - start);
            let message = format!("the value is nested deeper than {MAX_DEPTH} levels");
            self.report(RepairKind::TooDeep, start..start + 1, message);
            return None;
        }
        self.at += 1;
        self.open.push(close);
        let value = if close == b'}' {
            self.object(true)
        } else {
            self.array()
        };
        self.open.pop();
        Some(value)
    }

    /// The members of an object that has no braces, up to the end of the text.
    pub(super) fn members_without_braces(&mut self) -> Value {
        let start = self.at;
        self.elide();
        self.open.push(b'}');
        let value = self.object(false);
        self.open.pop();
        let message = "members stand here without the braces `{` and `}` around them";
        self.report(RepairKind::Fragment, start..start + 1, message);
        value
    }

    fn next(&mut self, close: u8, between: &mut Between, braced: bool) -> Next {
        self.skip();
        let start = self.at;
        match self.peek() {
            None => {
                self.extra_comma(*between, None);
                if braced {
                    self.never_closed(close, *between);
                }
                Next::Closed
            }
            Some(b',') => {
                match *between {
                    Between::Comma(_) => {
                        let message = "two commas stand side by side";
                        let kind = RepairKind::ExtraComma;
                        self.repair(kind, start..start + 1, message, start..start + 1, "", true);
                    }
                    Between::Start | Between::Item(_) => {}
                }
                if *between == Between::Start && self.is_first() {
                    let message = "a comma stands before the first value";
                    let kind = RepairKind::ExtraComma;
                    self.repair(kind, start..start + 1, message, start..start + 1, "", true);
                } else {
                    *between = Between::Comma(start);
                }
                self.at += 1;
                Next::Again
            }
            Some(found @ (b'}' | b']')) => {
                if !braced {
                    // The brace that is there without its other half is told by the frame.
                    return Next::Closed;
                }
                self.extra_comma(*between, Some(found));
                if found == close {
                    self.at += 1;
                } else if self.open.contains(&found) {
                    self.never_closed(close, *between);
                } else {
                    self.at += 1;
                    let close = char::from(close);
                    let message = format!(
                        "`{}` stands where `{close}` would close what is open",
                        char::from(found)
                    );
                    let kind = RepairKind::OpenBracket;
                    self.repair(kind, start..self.at, message, start..self.at, close, false);
                }
                Next::Closed
            }
            Some(_) if self.elision_length().is_some() => {
                self.elision();
                self.elide();
                *between = Between::Start;
                Next::Again
            }
            Some(_) => Next::Member,
        }
    }

    /// Whether nothing but white space stands between the opening bracket and here.
    fn is_first(&self) -> bool {
        let before = self.text[..self.at].trim_end();
        self.look(self.at - before.len());
        before.ends_with(['{', '['])
    }

    fn extra_comma(&mut self, between: Between, close: Option<u8>) {
        let Between::Comma(at) = between else {
            return;
        };
        let message = match close {
            Some(close) => {
                let close = char::from(close);
                format!("a comma stands before `{close}` with nothing after it")
            }
            None => "a comma stands at the end with nothing after it".to_owned(),
        };
        let kind = RepairKind::ExtraComma;
        self.repair(kind, at..at + 1, message, at..at + 1, "", true);
    }

    fn never_closed(&mut self, close: u8, between: Between) {
        self.elide();
        let at = if let Between::Item(end) = between {
            end
        } else {
            let end = self.text[..self.at].trim_end().len();
            self.look(self.at - end);
            end
        };
        let close = char::from(close);
        let what = if close == '}' { "object" } else { "array" };
        let message = format!("the {what} is not closed: `{close}` is missing");
        self.repair(
            RepairKind::OpenBracket,
            at..at,
            message,
            at..at,
            close,
            false,
        );
    }

    /// Tells a comma that is missing after the last member.
    fn missing_comma(&mut self, between: Between) {
        if let Between::Item(end) = between {
            let message = "a comma is missing after this value";
            self.repair(
                RepairKind::MissingComma,
                end..end,
                message,
                end..end,
                ",",
                true,
            );
        }
    }

    /// Steps over text that is no member.
    fn junk(&mut self) {
        let start = self.at;
        let length = self.phrase_length();
        let one = self.letter().map_or(1, char::len_utf8);
        self.at += length.max(one);
        let message = "this is no part of a JSON value";
        self.report(RepairKind::Junk, start..self.at, message);
    }

    fn array(&mut self) -> Value {
        let mut items = Vec::new();
        let mut between = Between::Start;
        loop {
            match self.next(b']', &mut between, true) {
                Next::Closed => return Value::Array(items),
                Next::Again => continue,
                Next::Member => {}
            }
            let start = self.at;
            let bare = !self.rest().starts_with(['{', '[', '"', '\'']);
            if matches!(between, Between::Item(end) if bare && !self.text[end..start].contains('\n'))
                && !self.at_scalar()
            {
                self.junk();
                continue;
            }
            self.missing_comma(between);
            self.path.push(Token::Index(items.len()));
            let node = self.value();
            self.path.pop();
            match node {
                Some(node) if is_elision(&node) => {
                    self.elide();
                    between = Between::Item(self.at);
                }
                Some(node) => {
                    items.push(node);
                    between = Between::Item(self.at);
                }
                None => {
                    if self.at == start {
                        self.junk();
                    }
                    between = Between::Start;
                }
            }
        }
    }

    fn object(&mut self, braced: bool) -> Value {
        let mut members = Members::default();
        let mut between = Between::Start;
        loop {
            match self.next(b'}', &mut between, braced) {
                Next::Closed => return Value::Object(members.list),
                Next::Again => continue,
                Next::Member => {}
            }
            let start = self.at;
            if !self.at_key() {
                match self.peek() {
                    Some(b'{' | b'[') => {
                        let message = "a value stands where a key should";
                        self.report(RepairKind::Junk, start..start + 1, message);
                        self.path.push(Token::Key(String::new()));
                        self.value();
                        self.path.pop();
                        between = Between::Item(self.at);
                    }
                    _ => self.junk(),
                }
                continue;
            }
            self.missing_comma(between);
            let Some(key) = self.key() else {
                if self.at == start {
                    self.junk();
                }
                continue;
            };
            let key_span = self.span(start..self.at);
            let known = self.out.repairs.len();
            let noted = (self.out.placeholders.len(), self.out.elided.len());
            self.path.push(Token::Key(key.clone()));
            let node = self.member_value(start);
            let lacks = |repair: &super::Repair| repair.kind == RepairKind::MissingValue;
            let missing =
                self.out.repairs.len() > known && self.out.repairs.last().is_some_and(lacks);
            // A key that is a placeholder stands for keys that are not known.
            if is_placeholder(&key) || is_dots(&key) {
                self.path.pop();
                self.out.placeholders.truncate(noted.0);
                self.out.elided.truncate(noted.1);
                self.elide();
            } else {
                if let Some(first) = members.add(&key, key_span, node) {
                    let pointer = self.pointer();
                    self.out.duplicates.push(Duplicate {
                        pointer,
                        span: key_span,
                        first,
                    });
                }
                self.path.pop();
            }
            // Without a value a comma is not missed as well.
            between = if missing {
                Between::Start
            } else {
                Between::Item(self.at)
            };
        }
    }

    /// The colon and the value after a key.
    fn member_value(&mut self, key: usize) -> Node {
        let end = self.at;
        self.skip();
        let colon = self.at;
        if self.peek() == Some(b':') {
            self.at += 1;
        } else if let Some(sign) = ["=>", "="]
            .into_iter()
            .find(|sign| self.rest().starts_with(sign))
        {
            self.at += sign.len();
            let message = format!("`{sign}` stands where a colon belongs");
            let kind = RepairKind::MissingColon;
            self.repair(kind, colon..self.at, message, colon..self.at, ":", true);
        } else if self.at_scalar() && !self.text[end..colon].contains('\n')
            || matches!(self.peek(), Some(b'{' | b'['))
        {
            let message = "a colon is missing after this key";
            self.repair(
                RepairKind::MissingColon,
                end..end,
                message,
                end..end,
                ":",
                true,
            );
        } else {
            self.at = end;
            return self.missing_value(key, end);
        }
        let after = self.at;
        self.skip();
        let start = self.at;
        if matches!(self.peek(), None | Some(b',' | b'}' | b']')) {
            self.at = after;
            return self.missing_value(key, after);
        }
        if self.elision_length().is_some() {
            self.elision();
            self.placeholder();
            return self.node(start..self.at, Value::Null);
        }
        let known = self.out.repairs.len();
        let Some(node) = self.value() else {
            if self.at == start {
                self.junk();
            }
            self.placeholder();
            return self.node(start..self.at, Value::Null);
        };
        // A text on the next line that has a colon behind it is the next key.
        let is_key = node.as_str().is_some()
            && self.text[after..start].contains('\n')
            && self.rest().trim_start_matches([' ', '\t']).starts_with(':');
        if is_key {
            self.out.repairs.truncate(known);
            self.at = after;
            return self.missing_value(key, after);
        }
        node
    }

    fn missing_value(&mut self, key: usize, end: usize) -> Node {
        let message = "this key has no value";
        self.report(RepairKind::MissingValue, key..end, message);
        self.placeholder();
        self.node(end..end, Value::Null)
    }
}

/// Whether a text is nothing but the dots that stand for what was left out.
pub(super) fn is_dots(text: &str) -> bool {
    matches!(text.trim(), "..." | "…" | "....")
}

/// Whether a text is nothing but a placeholder in angle or double curly brackets.
pub(super) fn is_placeholder(text: &str) -> bool {
    let inner = |open: &str, close: &str| text.strip_prefix(open)?.strip_suffix(close);
    let names = |inner: &str| !inner.is_empty() && !inner.contains(['<', '>', '{', '}']);
    inner("<", ">").is_some_and(names) || inner("{{", "}}").is_some_and(names)
}

fn is_elision(node: &Node) -> bool {
    node.as_str().is_some_and(is_dots)
}

/// From how many members on a repeated key is looked up in a table instead of member by member.
const TABLE_SIZE: usize = 16;

/// The members of an object, each key once.
#[derive(Default)]
struct Members {
    list: Vec<Member>,
    table: BTreeMap<String, usize>,
}

impl Members {
    /// Adds a member, or replaces the one with its key, whose place is returned.
    fn add(&mut self, key: &str, key_span: Span, node: Node) -> Option<Span> {
        let known = if self.list.len() < TABLE_SIZE {
            self.list.iter().position(|member| member.key == key)
        } else {
            for (at, member) in self.list.iter().enumerate().skip(self.table.len()) {
                self.table.insert(member.key.clone(), at);
            }
            self.table.get(key).copied()
        };
        let member = Member {
            key: key.to_owned(),
            key_span,
            node,
        };
        if let Some(at) = known {
            return Some(std::mem::replace(&mut self.list[at], member).key_span);
        }
        self.list.push(member);
        None
    }
}
