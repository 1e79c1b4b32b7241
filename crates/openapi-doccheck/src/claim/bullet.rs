//! Items of lists that describe an attribute or a status, whatever the reader made of the list.

use std::ops::Range;

use openapi_document::source::Span;

use super::prose::{announces, default, values};
use super::row::status;
use super::{Attribute, Form, Place, StatusRow};
use crate::edit::Text;
use crate::reader::table::is_name;
use crate::types::parse_type;

mod told;

use told::Told;

/// An item of a list: how far it is indented, and its text without the mark.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) indent: usize,
    pub(super) range: Range<usize>,
}

/// The items in a range of the page; a line without a mark belongs to the item before it.
pub(super) fn items(page: &str, range: Range<usize>) -> Vec<Item> {
    let line = line_start(page, range.start);
    let mut found: Vec<Item> = Vec::new();
    let mut at = line;
    for line in page[line..range.end].split_inclusive('\n') {
        let inner = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let indent = line.len() - inner.len();
        match mark(inner) {
            Some(length) => found.push(Item {
                indent,
                range: at + indent + length..at + line.trim_end().len().max(indent + length),
            }),
            None => {
                if let Some(last) = found.last_mut() {
                    last.range.end = at + line.trim_end().len();
                }
            }
        }
        at += line.len();
    }
    if found.is_empty() && is_bold(&page[line..range.end]) {
        found.push(Item {
            indent: 0,
            range: line..range.end,
        });
    }
    if found.is_empty() {
        found = side_by_side(page, range);
    }
    found
}

/// The longest indentation with the marks of items and quotes that stands before a text, in bytes.
const LONGEST: usize = 1000;

/// Where the line of a text begins, when nothing but marks and space stands before it there.
fn line_start(page: &str, at: usize) -> usize {
    let before = page.as_bytes()[..at].iter().rev().take(LONGEST);
    let is_mark =
        |byte: &&u8| byte.is_ascii_digit() || b" \t>-*+`.)".contains(byte) || !byte.is_ascii();
    let start = at - before.take_while(is_mark).count();
    let is_line = start == 0 || page.as_bytes()[start - 1] == b'\n';
    if is_line && page.is_char_boundary(start) {
        start
    } else {
        at
    }
}

/// Whether a paragraph begins with a name in bold letters and its type in brackets.
fn is_bold(text: &str) -> bool {
    let parts = || {
        let (name, behind) = text.strip_prefix("**")?.split_once("**")?;
        let (told, _) = behind.trim_start().strip_prefix('(')?.split_once(')')?;
        Some((name.trim_matches('`'), told.split(',').next()?))
    };
    // What begins with a capital letter is a title: `**Note** (object)`.
    parts().is_some_and(|(name, ty)| {
        is_name(name)
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && !parse_type(ty.trim_matches(['`', ' ', '*'])).is_empty()
    })
}

/// The length of a list's mark with the space behind it.
fn mark(line: &str) -> Option<usize> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = if digits > 0 {
        let is_mark = digits < 3 && line[digits..].starts_with(['.', ')']);
        is_mark.then_some(digits + 1)?
    } else {
        line.chars()
            .next()
            .filter(|c| matches!(c, '-' | '*' | '+' | '•'))?
            .len_utf8()
    };
    let rest = &line[length..];
    let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    (space > 0).then_some(length + space)
}

/// Items on a page that lost its line breaks: a hyphen, a name between code marks, and a bracket.
fn side_by_side(page: &str, range: Range<usize>) -> Vec<Item> {
    let text = &page[range.clone()];
    let is_item = |at: usize| {
        let rest = &text[at + " - ".len()..];
        let Some(inner) = rest.strip_prefix('`') else {
            return false;
        };
        let end = inner.find(['`', ' ']).unwrap_or(0);
        let is_attribute = is_name(&inner[..end])
            && ["` (", "` `("]
                .iter()
                .any(|next| inner[end..].starts_with(next));
        let is_status =
            inner[..end].len() == 3 && inner[..end].bytes().all(|byte| byte.is_ascii_digit());
        is_attribute || is_status
    };
    let starts: Vec<usize> = text
        .match_indices(" - ")
        .map(|(at, _)| at)
        .filter(|at| is_item(*at))
        .collect();
    let item = |(index, start): (usize, &usize)| Item {
        indent: 0,
        range: range.start + start + " - ".len()
            ..range.start + starts.get(index + 1).copied().unwrap_or(text.len()),
    };
    starts.iter().enumerate().map(item).collect()
}

fn span(range: Range<usize>) -> Span {
    Span::new(openapi_document::source::FileId(0), range.start, range.end)
}

/// The status that an item is about.
pub(super) fn as_status(page: &str, item: &Item) -> Option<(Span, StatusRow)> {
    let text = &page[item.range.clone()];
    let (code, place) = status(page, span(item.range.clone()))?;
    let digits = place.end - item.range.start;
    let rest = &text[digits..];
    // `200 jobs are listed` is a sentence; a reason begins with a capital letter or is between code marks.
    let is_marked = text.starts_with('`') || text.starts_with("**");
    let behind = rest.trim_start();
    let ends = behind.is_empty() || behind.starts_with([':', '-', '–', '—', '：', '*', '`', '(']);
    let ends = ends
        || ["when ", "if ", "for "]
            .iter()
            .any(|word| behind.starts_with(word));
    let reason = behind.starts_with(|c: char| c.is_ascii_uppercase())
        && behind.contains([':', '-', '–', '—']);
    (is_marked || ends || reason).then(|| {
        (
            span(item.range.clone()),
            StatusRow {
                code,
                text: Text::new(&page[place.start..place.end], place),
                errors: false,
                form: Form::Bullet,
            },
        )
    })
}

/// The attribute that an item is about: its name, and brackets that say type, required-ness or default.
pub(super) fn as_attribute(
    page: &str,
    item: &Item,
    locales: &[String],
) -> Option<(Span, Attribute)> {
    let text = &page[item.range.clone()];
    let base = item.range.start;
    let stars = text.len() - text.trim_start_matches('*').len();
    let (name, after, marked) = if let Some(inner) = text[stars..].strip_prefix('`') {
        let end = inner.find('`')?;
        let from = stars + 1;
        (from..from + end, from + end + 1, true)
    } else {
        let end = text[stars..].find([' ', '*', '(']).map(|end| stars + end)?;
        (stars..end, end, stars > 0)
    };
    if !is_name(&text[name.clone()]) {
        return None;
    }
    let rest = text[after..].trim_start_matches(['*', ' ']);
    let rest = rest
        .strip_prefix('`')
        .filter(|rest| rest.starts_with('('))
        .unwrap_or(rest);
    let (told, begin) = if let Some(inner) = rest.strip_prefix('(') {
        let close = closing(inner)?;
        let open = text.len() - inner.len();
        let told = Told::read(page, base + open..base + open + close, marked)?;
        let behind = inner[close + 1..].trim_start_matches(['`', ' ', '-', '–', '—', ':', '*']);
        (told, text.len() - behind.len())
    } else if marked {
        Told::words(text, base, &text[name.clone()], after)?
    } else {
        return None;
    };
    let place = |range: Range<usize>| {
        Text::new(
            &text[range.clone()],
            span(base + range.start..base + range.end),
        )
    };
    let description = &text[begin..];
    let shift = |range: Range<usize>| place(begin + range.start..begin + range.end);
    let listed = values(description, locales)
        .into_iter()
        .map(shift)
        .collect();
    let default = told
        .default
        .or_else(|| default(description, locales).map(shift));
    Some((
        span(item.range.clone()),
        Attribute {
            name: place(name),
            parents: Vec::new(),
            place: Place::Request,
            ty: told.ty,
            required: told.required,
            values: listed,
            default,
            location: None,
            description: (begin < text.len()).then(|| span(base + begin..base + text.len())),
            form: Form::Bullet,
            group: 0,
        },
    ))
}

/// The value that an item below an attribute's is: one word, and what is said about it behind a colon or a hyphen.
///
/// What describes an attribute of its own, with brackets behind its name, is none.
pub(super) fn as_value(page: &str, item: &Item) -> Option<Text> {
    let text = &page[item.range.clone()];
    let (start, end, behind) = if let Some(inner) = text.strip_prefix('`') {
        let end = 1 + inner.find('`')?;
        (1, end, &text[end + 1..])
    } else {
        let end = text.find([' ', ':', '(']).unwrap_or(text.len());
        (0, end, &text[end..])
    };
    let value = &text[start..end];
    let ends = behind.trim_start();
    let remark =
        ends.starts_with([':', '-', '–', '—']) || start > 0 && ends.starts_with(['.', ',', ';']);
    let is_word = !value.is_empty() && !value.contains(char::is_whitespace);
    (is_word && (ends.is_empty() || remark)).then(|| {
        let at = item.range.start;
        Text::new(value, span(at + start..at + end))
    })
}

/// Whether the description of an attribute ends with the words that say all its values follow.
pub(super) fn announces_values(page: &str, attribute: &Attribute, locales: &[String]) -> bool {
    let Some(span) = attribute.description else {
        return false;
    };
    attribute.values.is_empty() && announces(&page[span.start..span.end], locales)
}

/// The length of what stands before the closing bracket; brackets within and in code marks are skipped.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, letter) in text.char_indices().take(300) {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{as_attribute, as_status, items};

    fn attribute(line: &str) -> Option<String> {
        let item = items(line, 0..line.len()).into_iter().next()?;
        let (_, attribute) = as_attribute(line, &item, &[])?;
        let ty = attribute.ty.map_or(String::new(), |ty| ty.text.text);
        let required = attribute
            .required
            .map(|required| format!("{:?}", required.kind));
        let default = attribute.default.map(|default| default.text);
        Some(format!("{} {ty} {required:?} {default:?}", attribute.name.text).replace("None", "-"))
    }

    #[test]
    fn bullets_of_several_styles_describe_attributes() {
        for (line, expected) in [
            ("- `id` (required) - The id", Some("id  Some(\"Yes\") -")),
            (
                "* `name` (optional, string): A name",
                Some("name string Some(\"No\") -"),
            ),
            (
                "- `x` `(string: \"red\")` - Its color",
                Some("x string - Some(\"red\")"),
            ),
            (
                "- `n` `(int: \"0\", optional)` - It",
                Some("n int Some(\"No\") Some(\"0\")"),
            ),
            (
                "- `m` `(map<string|string>: nil)` - It",
                Some("m map<string|string> - -"),
            ),
            (
                "- `x` `(string: <required>)` – It",
                Some("x string Some(\"Yes\") -"),
            ),
            (
                "- `wide` `(bool: false)` - It",
                Some("wide bool - Some(\"false\")"),
            ),
            (
                "- **`id`** (integer, required) - It",
                Some("id integer Some(\"Yes\") -"),
            ),
            (
                "- **n** `integer` **Required** — It. Defaults to `20`.",
                Some("n integer Some(\"Yes\") Some(\"20\")"),
            ),
            ("- **n** `big` — It", None),
            ("- `GET` `POST`", None),
            (
                "- `xs` `(array<string>)` - It",
                Some("xs array<string> - -"),
            ),
            (
                "- `xs` (list<int>, <optional>) - It",
                Some("xs list<int> Some(\"No\") -"),
            ),
            ("• id (required) - The id", Some("id  Some(\"Yes\") -")),
            (
                "- `n` (string) - Sized. Defaults to `20`.",
                Some("n string - Some(\"20\")"),
            ),
            (
                "- `n`: integer. Optional. The size",
                Some("n integer Some(\"No\") -"),
            ),
            ("- `n` - **Required**. The size", Some("n  Some(\"Yes\") -")),
            (
                "- `n`: `integer`, required",
                Some("n integer Some(\"Yes\") -"),
            ),
            (
                "- `n`: array of strings. Defaults to `20`.",
                Some("n array of strings - Some(\"20\")"),
            ),
            ("1. `n` (integer)", Some("n integer - -")),
            ("**n** (integer) How many", Some("n integer - -")),
            ("- `n`: Integer. The size", None),
            ("- `integer`: number", None),
            ("- `n`: integer of some kind", None),
            ("- `n`: true", None),
            ("**Note** (integer) How many", None),
            ("**n** (new) How many", None),
            ("- `id` (see below) - The id", None),
            ("- kettles (mostly big) are here", None),
            ("- `id` - The id", None),
            ("text", None),
        ] {
            assert_eq!(attribute(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn bullets_name_statuses() {
        for (line, code) in [
            ("- `201 Created`: It is there", Some(201)),
            ("- 204 No Content - It is gone", Some(204)),
            ("* **404**: None", Some(404)),
            ("- 200: fine", Some(200)),
            ("- 409 when it is there already", Some(409)),
            ("- 200 jobs are listed", None),
            ("- `id`", None),
            ("- 1234: no", None),
        ] {
            let item = items(line, 0..line.len()).into_iter().next();
            let found = item.and_then(|item| as_status(line, &item));
            assert_eq!(found.map(|(_, row)| row.code), code, "{line}");
        }
    }

    #[test]
    fn items_may_stand_side_by_side() {
        let text = "Parameters: - `id` (required) - The id - or so - `lid` (optional) - The lid";
        let found = items(text, 0..text.len());
        let found: Vec<_> = found.iter().map(|item| &text[item.range.clone()]).collect();
        assert_eq!(
            found,
            [
                "`id` (required) - The id - or so",
                "`lid` (optional) - The lid"
            ]
        );
    }
}
