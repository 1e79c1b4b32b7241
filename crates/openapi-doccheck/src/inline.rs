//! Text within a line: what it says without markup, and the pieces of it that are marked as code.

use crate::near::first;
use std::borrow::Cow;
use std::ops::Range;

/// The text without code marks, stars, the targets of links and the names of icons; one space for every run of them.
///
/// ```
/// use openapi_doccheck::inline::plain;
///
/// assert_eq!(plain("**{check}** The [id](ids.md#x) of `a\\|b`"), "The id of a|b");
/// ```
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let mut length = letter.len_utf8();
        match letter {
            '`' | '*' => {}
            '<' => match tag(rest) {
                Some(whole) => {
                    out.push_str(if rest.starts_with("<br") { " " } else { "" });
                    length = whole;
                }
                None => out.push('<'),
            },
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                out.push_str(&rest[1..2]);
                length = 2;
            }
            '[' => match link(rest) {
                Some((inner, whole)) => {
                    out.push_str(&plain(inner));
                    length = whole;
                }
                None => out.push('['),
            },
            '{' => match icon(rest) {
                Some(whole) => length = whole,
                None => out.push('{'),
            },
            other => out.push(other),
        }
        rest = &rest[length..];
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest link and icon that are looked for, in bytes.
const LONGEST: usize = 600;

/// The text of the link that begins here, and the length of the whole of it. A text with a bracket in it is none.
fn link(text: &str) -> Option<(&str, usize)> {
    let text = first(text, LONGEST);
    let end = text[1..].find(['[', ']'])? + 1;
    let inner = &text[1..end];
    let target = text[end..].strip_prefix(']')?;
    let close = match target.chars().next()? {
        '(' => target.find(')')?,
        '[' => target.find(']')?,
        _ => return None,
    };
    Some((inner, end + 1 + close + 1))
}

/// The length of an icon such as `{check-circle}`; one word, so that JSON and path parameters with letters after
/// a slash are none.
fn icon(text: &str) -> Option<usize> {
    let inner = &first(text, LONGEST)[1..];
    let end = inner.find('}')?;
    let is_name = inner[..end]
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    (end > 0 && is_name && inner[..end].contains('-')
        || matches!(&inner[..end], "check" | "cross" | "dash"))
    .then_some(end + 2)
}

/// The length of the HTML tag that begins here, of those that mark text and say nothing; a placeholder is none.
pub(crate) fn tag(text: &str) -> Option<usize> {
    let text = first(text, LONGEST);
    let end = text.find('>')?;
    let name = text[1..end]
        .trim_start_matches('/')
        .split(['/', ' '])
        .next()?;
    let known = [
        "code", "b", "strong", "em", "i", "br", "p", "span", "kbd", "tt",
    ];
    known.contains(&name).then_some(end + 1)
}

/// The places of what stands between code marks or the tags for it, without the marks.
///
/// ```
/// use openapi_doccheck::inline::code;
///
/// let text = "`a`, ``b`c`` or ` d `";
/// let found: Vec<_> = code(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(found, ["a", "b`c", "d"]);
/// ```
pub fn code(text: &str) -> Vec<Range<usize>> {
    let text = &*marked(text);
    let mut found = Vec::new();
    let marks = marks(text);
    let mut index = 0;
    while let Some(open) = marks.get(index) {
        index += 1;
        // A pair of marks of the same length; the next but a few decides, so that this is one pass.
        let mut next = marks[index..].iter().take(8);
        let Some(length) = next.position(|mark| mark.len() == open.len()) else {
            continue;
        };
        let close = &marks[index + length];
        let inner = &text[open.end..close.start];
        let start = open.end + inner.len() - inner.trim_start().len();
        let end = open.end + inner.trim_end().len();
        if start < end {
            found.push(start..end);
        }
        index += length + 1;
    }
    found
}

/// The text with code marks for the tags that mean the same, every other byte in its place.
pub(crate) fn marked(text: &str) -> Cow<'_, str> {
    if text.contains("<code>") {
        let text = text.replace("<code>", "     `");
        Cow::Owned(text.replace("</code>", "`      "))
    } else {
        Cow::Borrowed(text)
    }
}

fn marks(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while bytes.get(at) == Some(&b'`') {
            at += 1;
        }
        if at > start {
            found.push(start..at);
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{code, plain};

    #[test]
    fn markup_goes_and_text_stays() {
        for (text, expected) in [
            ("`id`", "id"),
            ("string **or** array", "string or array"),
            ("**{check-circle}** Yes", "Yes"),
            ("[a](b) [c][d] [e]", "a c [e]"),
            ("scope[]", "scope[]"),
            ("/pots/{id}", "/pots/{id}"),
            ("a\\_b", "a_b"),
            ("snake_case", "snake_case"),
            (
                "<code>integer</code><br/>or <b>string</b> of <id>",
                "integer or string of <id>",
            ),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn a_code_mark_without_its_other_half_marks_nothing() {
        assert!(code("a ` b").is_empty());
        assert_eq!(code("a ` b ``c``").len(), 1);
    }
}
