//! Rows of tables: attributes and statuses.

use openapi_document::source::Span;

use super::prose::{default, values};
use super::{Attribute, Form, Place, Required, RequiredKind, StatusRow, Type};
use crate::edit::Text;
use crate::element::Table;
use crate::inline::{code, plain};
use crate::types::parse_type;
use crate::words::{self, Words};

/// What a table is about, with the columns that matter.
pub(super) enum Head {
    Attributes(Columns),
    Statuses,
}

/// The columns of an attribute table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Columns {
    name: usize,
    ty: Option<usize>,
    pub(super) required: Option<usize>,
    /// Whether the column says what is optional instead.
    inverted: bool,
    default: Option<usize>,
    location: Option<usize>,
    description: Option<usize>,
}

impl Columns {
    /// Whether there is a column that only attribute tables have.
    pub(super) fn is_plain(&self) -> bool {
        self.ty.is_some() || self.required.is_some() || self.location.is_some()
    }
}

/// What the head of a table says it is about.
pub(super) fn head(page: &str, table: &Table) -> Option<Head> {
    let cells: Vec<String> = table.head.iter().map(|span| said(page, *span)).collect();
    let column = |field: fn(&Words) -> &[&'static str]| {
        cells.iter().position(|cell| words::any(cell, field))
    };
    let first = cells.first()?;
    let is_code = |row: &Vec<Span>| {
        row.first()
            .is_some_and(|cell| status(page, *cell).is_some())
    };
    // Numbers that no status can be say that it is a table of other codes.
    let is_number = |row: &Vec<Span>| {
        let cell = row.first().map(|cell| said(page, *cell));
        cell.is_some_and(|cell| cell.parse::<u64>().is_ok())
    };
    let is_about_statuses = table.rows.iter().any(is_code)
        && table.rows.iter().all(|row| is_code(row) || !is_number(row));
    if words::any(first, |words| words.status) && is_about_statuses {
        return Some(Head::Statuses);
    }
    let name = column(|words| words.name)?;
    let required = column(|words| words.required);
    let columns = Columns {
        name,
        ty: column(|words| words.ty).filter(|column| *column != name),
        required,
        inverted: required.is_some_and(|column| {
            let head = cells[column].trim_end_matches('?');
            head.eq_ignore_ascii_case("optional")
        }),
        default: column(|words| words.default),
        location: column(|words| words.location),
        description: column(|words| words.description),
    };
    let known = columns.is_plain() || columns.description.is_some() || columns.default.is_some();
    known.then_some(Head::Attributes(columns))
}

fn slice(page: &str, span: Span) -> &str {
    &page[span.start..span.end]
}

fn said(page: &str, span: Span) -> String {
    plain(slice(page, span))
}

/// The place of a range within a cell.
fn within(span: Span, range: &std::ops::Range<usize>) -> Span {
    Span::new(span.file, span.start + range.start, span.start + range.end)
}

fn text(page: &str, span: Span, range: std::ops::Range<usize>) -> Text {
    Text::new(&slice(page, span)[range.clone()], within(span, &range))
}

/// A bar within a cell has a backslash before it, which is no part of what it says.
fn unescaped(mut text: Text) -> Text {
    text.text = text.text.replace("\\|", "|");
    text
}

/// The status of a cell such as `` `204 No Content` ``, with the place of its digits.
pub(super) fn status(page: &str, span: Span) -> Option<(u16, Span)> {
    let cell = slice(page, span);
    let start = cell.find(|c: char| c.is_ascii_digit())?;
    let is_marked = cell[..start]
        .trim_start_matches("<code>")
        .chars()
        .all(|c| matches!(c, '`' | '*' | '[' | ' '));
    let digits = cell[start..].bytes().take_while(u8::is_ascii_digit).count();
    let code = cell[start..start + digits].parse().ok()?;
    let is_end =
        !cell[start + digits..].starts_with(|c: char| c.is_alphanumeric() || c == '.' || c == '-');
    (digits == 3 && is_marked && is_end && (100..600).contains(&code))
        .then(|| (code, within(span, &(start..start + digits))))
}

/// The statuses of a table.
pub(super) fn statuses(page: &str, table: &Table) -> Vec<(Span, StatusRow)> {
    let row = |row: &Vec<Span>| {
        let (code, span) = status(page, *row.first()?)?;
        let text = Text::new(slice(page, span), span);
        Some((
            whole(row)?,
            StatusRow {
                code,
                text,
                errors: false,
                form: Form::Table,
            },
        ))
    };
    table.rows.iter().filter_map(row).collect()
}

/// From the first to the last cell of a row.
fn whole(row: &[Span]) -> Option<Span> {
    let start = row.first()?.start;
    let end = row.iter().map(|cell| cell.end).max()?;
    Some(Span::new(row.first()?.file, start, end))
}

/// The attributes of a table.
pub(super) fn attributes(
    page: &str,
    table: &Table,
    columns: &Columns,
    place: Place,
    locales: &[String],
) -> Vec<(Span, Attribute)> {
    let mut found = Vec::new();
    for row in &table.rows {
        let Some(place_of_row) = whole(row) else {
            continue;
        };
        let cell = |column: Option<usize>| {
            let span = *row.get(column?)?;
            (span.start < span.end).then_some(span)
        };
        let Some(name) = cell(Some(columns.name)) else {
            continue;
        };
        let description = cell(columns.description);
        let ty = cell(columns.ty).map(|span| {
            let said = said(page, span);
            Type {
                names: parse_type(&said),
                text: Text::new(said, span),
            }
        });
        let required = match cell(columns.required) {
            Some(span) => required(page, span, columns.inverted),
            None => description.and_then(|span| required_first(page, span)),
        };
        let listed = description.map(|span| {
            let found = values(slice(page, span), locales);
            found
                .into_iter()
                .map(|range| unescaped(text(page, span, range)))
                .collect()
        });
        let told = description.and_then(|span| {
            default(slice(page, span), locales).map(|range| unescaped(text(page, span, range)))
        });
        let in_column = cell(columns.default).and_then(|span| {
            let marked = code(slice(page, span)).into_iter().next();
            let range = marked.unwrap_or(0..span.end - span.start);
            let value = text(page, span, range);
            (!matches!(value.text.as_str(), "-" | "–" | "—")).then_some(value)
        });
        // A row of dots says that there is more.
        let is_name = |name: &Text| name.text.contains(char::is_alphanumeric);
        for name in names(page, name).into_iter().filter(is_name) {
            found.push((
                place_of_row,
                Attribute {
                    name,
                    parents: Vec::new(),
                    place,
                    ty: ty.clone(),
                    required: required.clone(),
                    values: listed.clone().unwrap_or_default(),
                    default: in_column.clone().or_else(|| told.clone()),
                    location: cell(columns.location).map(|span| Text::new(said(page, span), span)),
                    description,
                    form: Form::Table,
                    group: 0,
                },
            ));
        }
    }
    found
}

/// How many attributes one row may describe.
const MOST_NAMES: usize = 64;

/// The names in a cell: those between code marks, or its first word.
fn names(page: &str, span: Span) -> Vec<Text> {
    let cell = slice(page, span);
    let marked = code(cell);
    if marked.is_empty() {
        let start = cell
            .find(|c: char| !matches!(c, '*' | ' ' | '\\' | '['))
            .unwrap_or(0);
        let rest = &cell[start..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '*' | '(' | ',' | '?'))
            .unwrap_or(rest.len());
        let range = start..start + end;
        return if range.is_empty() {
            Vec::new()
        } else {
            vec![text(page, span, range)]
        };
    }
    // Further names stand behind a comma, a slash or an `or`; what else is code is a remark.
    let mut found: Vec<Text> = Vec::new();
    let mut last = 0;
    for range in marked.into_iter().take(MOST_NAMES) {
        let between = cell[last..range.start].trim_matches(['`', ' ']);
        let between = between.trim_start_matches("</code>");
        let between = between.trim_end_matches("<code>").trim_matches(' ');
        let joins = matches!(between, "," | "/" | "or" | ", or" | "또는" | "または");
        if found.is_empty() || joins {
            last = range.end;
            let name = cell[range.clone()].trim_end_matches('?').len();
            found.push(text(page, span, range.start..range.start + name));
        } else {
            break;
        }
    }
    found
}

/// What a cell says about whether an attribute must be there.
pub(super) fn required(page: &str, span: Span, inverted: bool) -> Option<Required> {
    let cell = slice(page, span);
    let kind = required_kind(cell)?;
    let kind = match kind {
        RequiredKind::Yes if inverted => RequiredKind::No,
        RequiredKind::No if inverted => RequiredKind::Yes,
        kind => kind,
    };
    let said = plain(cell);
    let said = if said.is_empty() {
        cell.trim().to_owned()
    } else {
        said
    };
    Some(Required {
        kind,
        text: Text::new(said, span),
    })
}

/// What the first word of a description says about whether an attribute must be there, when it is a sentence by itself.
pub(super) fn required_first(page: &str, span: Span) -> Option<Required> {
    let text = slice(page, span);
    let is_mark = |c: char| matches!(c, '*' | '_' | '(' | '[');
    let inner = text.trim_start_matches(is_mark);
    let end = inner
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(inner.len());
    let (word, behind) = inner.split_at(end);
    let behind = behind.trim_start_matches(['*', '_']);
    let is_alone = behind.trim().is_empty() || behind.starts_with(['.', ')', ']', ';', '。']);
    if !is_alone || !words::any(word, |words| words.required) {
        return None;
    }
    let start = text.len() - inner.len();
    Some(Required {
        kind: required_kind(word)?,
        text: self::text(page, span, start..start + end),
    })
}

/// What words or a sign say about whether an attribute must be there.
pub(super) fn required_kind(cell: &str) -> Option<RequiredKind> {
    let said = plain(cell).to_lowercase();
    if said.is_empty() {
        return match cell {
            _ if cell.contains("check") => Some(RequiredKind::Yes),
            _ if cell.contains("dotted-circle") || cell.contains("cross") => Some(RequiredKind::No),
            _ => None,
        };
    }
    let sign = said.trim_matches(|c: char| c.is_whitespace() || c == '\u{fe0f}');
    match sign {
        "✓" | "✔" | "✅" | "☑" | "●" => return Some(RequiredKind::Yes),
        "✗" | "✘" | "❌" | "✖" | "-" | "–" | "—" | "○" => {
            return Some(RequiredKind::No);
        }
        _ => {}
    }
    if words::any(&said, |words| words.yes) {
        return Some(RequiredKind::Yes);
    }
    if words::any(&said, |words| words.no) {
        return Some(RequiredKind::No);
    }
    let first = said
        .split([' ', ',', ':', ';', '('])
        .next()
        .unwrap_or_default();
    let rest = said[first.len()..].trim_matches([' ', ',', ':', ';', '(', ')']);
    if words::any(first, |words| words.no) && words::any(rest, |words| words.no) {
        return Some(RequiredKind::No);
    }
    let is_known = words::any(first, |words| words.yes) || words::any(first, |words| words.no);
    let depends = matches!(
        first,
        "conditional" | "conditionally" | "depends" | "sometimes"
    );
    (is_known || depends).then_some(RequiredKind::Conditional)
}

#[cfg(test)]
mod tests {
    use openapi_document::source::{FileId, Span};

    use super::{required_first, required_kind};
    use crate::claim::RequiredKind::{Conditional, No, Yes};

    #[test]
    fn a_description_may_begin_with_whether_it_is_required() {
        for (text, expected) in [
            ("**Required.** The id.", Some((Yes, "Required"))),
            ("(required) The id.", Some((Yes, "required"))),
            ("Optional. The id.", Some((No, "Optional"))),
            ("*Optional*", Some((No, "Optional"))),
            ("필수. 이름", Some((Yes, "필수"))),
            ("Required for private lids.", None),
            ("Required, unless there is a pot.", None),
            ("The required lid.", None),
            ("Always. Or never", None),
        ] {
            let span = Span::new(FileId(0), 0, text.len());
            let found = required_first(text, span);
            let found = found.map(|required| (required.kind, required.text.text));
            let expected = expected.map(|(kind, word)| (kind, word.to_owned()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn cells_say_yes_no_or_it_depends() {
        for (cell, kind) in [
            ("yes", Some(Yes)),
            ("**{check-circle}** Yes", Some(Yes)),
            ("**{check-circle}**", Some(Yes)),
            ("**{dotted-circle}** No", Some(No)),
            ("false", Some(No)),
            ("optional", Some(No)),
            ("no (optional)", Some(No)),
            ("yes if `color` is not provided", Some(Conditional)),
            ("required by: `metrics`", Some(Conditional)),
            ("예", Some(Yes)),
            ("아니요", Some(No)),
            ("はい", Some(Yes)),
            ("✅", Some(Yes)),
            ("-", Some(No)),
            ("", None),
            ("the id", None),
        ] {
            assert_eq!(required_kind(cell), kind, "{cell}");
        }
    }
}
