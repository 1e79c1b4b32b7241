//! Paths with placeholders: their segments, and which of them stand for the same.

use std::fmt;

use crate::types::parse_type;

/// A path with placeholders.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Template {
    text: String,
    segments: Vec<Segment>,
}

/// What stands between two slashes of a path.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Segment {
    /// Text that stands for itself.
    Literal(String),
    /// A placeholder: `:id`, `{id}` or `<id>`.
    Parameter(String),
    /// A placeholder that may hold slashes: `*path`, `{path+}`, `{+path}`, `{path*}`, `{*path}` or `{path...}`.
    Tail(String),
}

impl Template {
    /// Reads a path; one slash at its end is ignored.
    pub fn parse(path: &str) -> Self {
        let inner = path.strip_prefix('/').unwrap_or(path);
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        Self {
            text: path.to_owned(),
            segments: inner.split('/').map(Segment::parse).collect(),
        }
    }

    /// The parts between the slashes.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Whether two templates differ in nothing but the spelling and the names of their placeholders.
    ///
    /// ```
    /// use openapi_doccheck::endpoint::Template;
    ///
    /// let page = Template::parse("/pots/:id/lids/*lid");
    /// assert!(page.same_shape(&Template::parse("/pots/{pot_id}/lids/{lid}")));
    /// assert!(!page.same_shape(&Template::parse("/pots/{pot_id}/lids/new")));
    /// assert!(Template::parse("/lids/:lid.json").same_shape(&Template::parse("/lids/{id}.json")));
    /// ```
    pub fn same_shape(&self, other: &Self) -> bool {
        self.segments.len() == other.segments.len()
            && self
                .segments
                .iter()
                .zip(&other.segments)
                .all(|(one, other)| one.same_shape(other))
    }

    /// The path with its values in place, when it has no placeholders: what a request calls.
    pub(crate) fn called(&self) -> Option<&str> {
        let mut segments = self.segments.iter();
        let is_value = |segment: &Segment| match segment {
            Segment::Literal(text) => !text.is_empty() && !text.contains(['{', '<', '*', '$', ':']),
            Segment::Parameter(_) | Segment::Tail(_) => false,
        };
        segments.all(is_value).then_some(&*self.text)
    }
}

impl Template {
    /// Whether this is a path of another template whose placeholders hold values, or placeholders still.
    ///
    /// A value is told by its digits: a word could be a path of its own.
    pub(crate) fn fills(&self, other: &Self) -> bool {
        let fits = |pair: (&Segment, &Segment)| match pair {
            (Segment::Literal(one), Segment::Literal(other)) => one == other,
            (Segment::Literal(one), _) => is_value(one),
            (_, Segment::Literal(_)) => false,
            _ => true,
        };
        self.segments.len() == other.segments.len()
            && self.segments.iter().zip(&other.segments).all(fits)
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Segment {
    fn same_shape(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Literal(one), Self::Literal(other)) => {
                one == other || shape(one) == shape(other)
            }
            // The end of `:name.json` may belong to the name or not.
            (Self::Literal(text), Self::Parameter(name))
            | (Self::Parameter(name), Self::Literal(text)) => {
                let end = name.find('.').map(|at| &name[at..]);
                end.is_some_and(|end| shape(text).strip_prefix("{}") == Some(end))
            }
            (Self::Literal(_), _) | (_, Self::Literal(_)) => false,
            _ => true,
        }
    }

    fn parse(text: &str) -> Self {
        let literal = || Self::Literal(text.to_owned());
        if let Some(name) = text.strip_prefix('*').filter(|name| is_name(name)) {
            return Self::Tail(name.to_owned());
        }
        if let Some(name) = text.strip_prefix(':').filter(|name| is_name(name)) {
            return Self::Parameter(name.to_owned());
        }
        let bracketed = [("{", "}"), ("<", ">"), ("(", ")")]
            .iter()
            .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
        let Some(inner) = bracketed else {
            return literal();
        };
        // Some say the type too, before the name or behind it: `(int:id)`, `{id:int}`.
        if let Some((one, other)) = inner.split_once(':')
            && is_name(one)
            && is_name(other)
        {
            let is_type = parse_type(one).is_empty();
            return Self::Parameter(if is_type { one } else { other }.to_owned());
        }
        let name = inner.trim_matches(['+', '*', '.']);
        match is_name(name) {
            true if name == inner => Self::Parameter(name.to_owned()),
            true => Self::Tail(name.to_owned()),
            false => literal(),
        }
    }
}

/// A segment with texts around its placeholders, all of them written alike.
fn shape(segment: &str) -> String {
    let mut shape = String::new();
    let mut rest = segment;
    while let Some(next) = rest.chars().next() {
        let close = match next {
            '{' => rest.find('}'),
            '<' => rest.find('>'),
            // A colon in the middle stands for itself, as in `{id}:cancel`.
            ':' if rest.len() == segment.len() => {
                let name = rest[1..].find(|c: char| !c.is_alphanumeric() && c != '_');
                Some(name.unwrap_or(rest.len() - 1))
            }
            _ => None,
        };
        match close {
            Some(end) if end > 1 || (next == ':' && end > 0) => {
                shape.push_str("{}");
                rest = &rest[end + 1..];
            }
            _ => {
                shape.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    shape
}

/// Whether a segment can only be a value: it has a digit, and is no version.
fn is_value(text: &str) -> bool {
    let is_version = text
        .strip_prefix('v')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    !is_version
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~%".contains(&byte))
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
