//! One path template: how specific it is, whether it fits, and what its parameters then hold.

use super::Reason;
use crate::document::Document;
use crate::node::Node;
use crate::operation::Operation;

/// A path template, cut into segments.
#[derive(Clone, Debug)]
pub(super) struct Template {
    path: String,
    segments: Vec<Segment>,
}

#[derive(Clone, Debug)]
enum Segment {
    Literal(String),
    /// Literal texts and parameters in turn, the first and the last text possibly empty.
    Mixed {
        texts: Vec<String>,
        names: Vec<String>,
    },
    Parameter {
        name: String,
        expected: Expected,
    },
    /// A parameter that takes one segment or more.
    Multi(String),
}

/// What the text of a parameter must be.
#[derive(Clone, Debug)]
enum Expected {
    Integer,
    Number,
    Boolean,
    OneOf(Vec<String>),
    Anything,
}

impl Expected {
    fn of(document: &Document, operation: &Operation<'_>, name: &str) -> Self {
        let parameter = operation.parameter(name, "path");
        let Some((schema, address)) = parameter.and_then(|parameter| parameter.schema()) else {
            return Self::Anything;
        };
        let (schema, _) = document.resolve(schema, &address);
        let values = schema.get("enum").map_or(&[][..], Node::items);
        if !values.is_empty() {
            let text = |value: &Node| match value.as_str() {
                Some(text) => text.to_owned(),
                None => value.to_json().to_string(),
            };
            return Self::OneOf(values.iter().map(text).collect());
        }
        match schema.get("type").and_then(Node::as_str) {
            Some("integer") => Self::Integer,
            Some("number") => Self::Number,
            Some("boolean") => Self::Boolean,
            _ => Self::Anything,
        }
    }

    fn accepts(&self, text: &str) -> bool {
        match self {
            Self::Integer => {
                let digits = text.strip_prefix('-').unwrap_or(text);
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
            Self::Number => {
                let plain = |byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
                text.bytes().all(plain) && text.parse::<f64>().is_ok()
            }
            Self::Boolean => matches!(text, "true" | "false"),
            Self::OneOf(values) => values.iter().any(|value| value == text),
            Self::Anything => true,
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Integer => "an integer".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Boolean => "`true` or `false`".to_owned(),
            Self::OneOf(values) => format!("one of `{}`", values.join("`, `")),
            Self::Anything => "any text".to_owned(),
        }
    }
}

impl Template {
    pub(super) fn new(document: &Document, operation: &Operation<'_>, multi_key: &str) -> Self {
        let path = operation.path();
        let trimmed = path.trim_matches('/');
        let texts = trimmed.split('/').filter(|_| !trimmed.is_empty());
        let segment = |text: &str| match parts(text) {
            None => Segment::Literal(text.to_owned()),
            Some((texts, names)) if names.len() == 1 && texts.iter().all(String::is_empty) => {
                let name = names.into_iter().next().expect("there is one name");
                let parameter = operation.parameter(&name, "path");
                if parameter.is_some_and(|parameter| parameter.is_multi_segment(multi_key)) {
                    return Segment::Multi(name);
                }
                let expected = Expected::of(document, operation, &name);
                Segment::Parameter { name, expected }
            }
            Some((texts, names)) => Segment::Mixed { texts, names },
        };
        Self {
            path: path.to_owned(),
            segments: texts.map(segment).collect(),
        }
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Compares greater for what should be tried first: from the left up to a multi-segment parameter, then from the
    /// right, because what follows it is not at the same place in every path.
    pub(super) fn specificity(&self) -> Vec<u8> {
        let rank = |segment: &Segment| match segment {
            Segment::Literal(_) => 5,
            Segment::Mixed { .. } => 4,
            Segment::Parameter {
                expected: Expected::Anything,
                ..
            } => 2,
            Segment::Parameter { .. } => 3,
            Segment::Multi(_) => 1,
        };
        let is_multi = |segment: &Segment| matches!(segment, Segment::Multi(_));
        let first = self.segments.iter().position(is_multi);
        let (left, right) = self
            .segments
            .split_at(first.map_or(self.segments.len(), |at| at + 1));
        let ranks = left.iter().chain(right.iter().rev());
        ranks.map(rank).collect()
    }

    /// The value of each parameter in order, when the template fits; `typed` asks them to be what their schemas say.
    ///
    /// The segments before the first multi-segment parameter stand at the start, those after the last at the end.
    /// What stands between two of them is looked for from the right, which leaves the most to those further left;
    /// and if there is any way to fit, then this one, so that nothing is ever tried twice.
    pub(super) fn values(&self, path: &[String], typed: bool) -> Option<Vec<String>> {
        let multi = |segment: &Segment| matches!(segment, Segment::Multi(_));
        let runs: Vec<&[Segment]> = self.segments.split(multi).collect();
        let (first, later) = runs.split_first()?;
        if later.is_empty() {
            return (first.len() == path.len())
                .then(|| run(first, path, typed))
                .flatten();
        }
        let mut reversed = Vec::new();
        let mut end = path.len();
        for (index, segments) in later.iter().enumerate().rev() {
            let last = index + 1 == later.len();
            // Each parameter to the left of this run, and this run's own, need a segment.
            let lowest = first.len() + index + 1;
            let highest = end.checked_sub(segments.len() + usize::from(!last))?;
            let lowest = if last { highest.max(lowest) } else { lowest };
            let (start, values) = (lowest..=highest).rev().find_map(|start| {
                let values = run(segments, &path[start..start + segments.len()], typed)?;
                Some((start, values))
            })?;
            if !last {
                reversed.push(vec![path[start + segments.len()..end].join("/")]);
            }
            reversed.push(values);
            end = start;
        }
        reversed.push(vec![path.get(first.len()..end)?.join("/")]);
        reversed.push(run(first, &path[..first.len()], typed)?);
        Some(reversed.into_iter().rev().flatten().collect())
    }

    /// The values with the names of their parameters.
    pub(super) fn named(&self, values: Vec<String>) -> Vec<(String, String)> {
        let names = self.segments.iter().flat_map(Segment::names).cloned();
        names.zip(values).collect()
    }

    /// The first parameter whose value is not what its schema asks for.
    pub(super) fn mistyped(&self, values: Vec<String>) -> Option<Reason> {
        self.named(values).into_iter().find_map(|(name, value)| {
            let expected = self.segments.iter().find_map(|segment| match segment {
                Segment::Parameter {
                    name: known,
                    expected,
                } if *known == name => Some(expected),
                _ => None,
            })?;
            (!expected.accepts(&value)).then(|| Reason::InvalidParameter {
                name,
                value,
                expected: expected.describe(),
            })
        })
    }

    /// How many segments fit from the start, and by how many the lengths differ.
    pub(super) fn likeness(&self, path: &[String]) -> (usize, usize) {
        let pairs = self.segments.iter().zip(path);
        let shared = pairs
            .take_while(|(segment, text)| segment.values(text, true).is_some())
            .count();
        (shared, self.segments.len().abs_diff(path.len()))
    }
}

/// The values of segments that each take one segment of the path.
fn run(segments: &[Segment], path: &[String], typed: bool) -> Option<Vec<String>> {
    let pairs = segments.iter().zip(path);
    let values = pairs.map(|(segment, text)| segment.values(text, typed));
    let values: Option<Vec<Vec<String>>> = values.collect();
    Some(values?.concat())
}

impl Segment {
    fn names(&self) -> &[String] {
        match self {
            Self::Literal(_) => &[],
            Self::Mixed { names, .. } => names,
            Self::Parameter { name, .. } | Self::Multi(name) => std::slice::from_ref(name),
        }
    }

    fn values(&self, text: &str, typed: bool) -> Option<Vec<String>> {
        match self {
            Self::Literal(literal) => (literal == text).then(Vec::new),
            Self::Parameter { expected, .. } => {
                (!typed || expected.accepts(text)).then(|| vec![text.to_owned()])
            }
            Self::Multi(_) => Some(vec![text.to_owned()]),
            Self::Mixed { texts, .. } => mixed(texts, text),
        }
    }
}

/// The values between literal texts. Each takes at least one character, and the first as much as it can.
fn mixed(texts: &[String], text: &str) -> Option<Vec<String>> {
    let (first, later) = texts.split_first()?;
    let (last, between) = later.split_last()?;
    let mut rest = text.strip_prefix(first.as_str())?;
    rest = rest.strip_suffix(last.as_str())?;
    let mut reversed = Vec::new();
    for literal in between.iter().rev() {
        let last_character = rest.char_indices().last()?.0;
        let at = rest[..last_character].rfind(literal.as_str())?;
        reversed.push(rest[at + literal.len()..].to_owned());
        rest = &rest[..at];
    }
    if rest.is_empty() {
        return None;
    }
    reversed.push(rest.to_owned());
    reversed.reverse();
    Some(reversed)
}

/// The literal texts around the parameters of a segment and their names; nothing when it has no parameter.
fn parts(segment: &str) -> Option<(Vec<String>, Vec<String>)> {
    let (mut texts, mut names) = (vec![String::new()], Vec::new());
    let mut rest = segment;
    while let Some((before, name, after)) = split_parameter(rest) {
        texts.last_mut()?.push_str(before);
        names.push(name.to_owned());
        texts.push(String::new());
        rest = after;
    }
    texts.last_mut()?.push_str(rest);
    (!names.is_empty()).then_some((texts, names))
}

fn split_parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}
