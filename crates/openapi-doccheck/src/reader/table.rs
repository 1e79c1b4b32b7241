//! Tables: in Markdown, and in text that lost their bars, their lines, or both.

use std::ops::Range;

use openapi_document::source::{FileId, Span};

use super::Reading;
use crate::block::is_command;
use crate::element::{Element, Kind, Table, element};
use crate::endpoint::Endpoint;
use crate::inline::plain;
use crate::types;
use crate::words::{self, WORDS, Words};

/// A range of the page without the white space at its ends.
pub(super) fn trimmed(page: &str, range: Range<usize>) -> Span {
    let text = &page[range.clone()];
    let start = range.start + text.len() - text.trim_start().len();
    let end = range.start + text.trim_end().len();
    Span::new(FileId(0), start, end.max(start))
}

/// Adds a table to the parts of the page; one that lists methods and paths is that many endpoints.
pub(super) fn push(page: &str, range: Range<usize>, table: Table, reading: &mut Reading) {
    let endpoints = endpoints(page, &table);
    let place = trimmed(page, range);
    let mut index = Vec::new();
    if endpoints.is_empty() {
        index = self::index(page, &table);
        let range = place.start..place.end;
        reading.elements.push(element(range, Kind::Table(table)));
    }
    for (endpoint, range) in endpoints {
        let kind = Kind::Endpoint(endpoint);
        reading.elements.push(element(range, kind));
    }
    reading.elements.extend(index);
}

/// The endpoints of a table that names each in one cell: in a column whose head says so, or in the first.
fn index(page: &str, table: &Table) -> Vec<Element> {
    let text = |span: &Span| plain(&page[span.start..span.end]);
    let heads = |span: &Span| {
        words::any(&text(span), |words| words.path) || words::any(&text(span), |words| words.method)
    };
    let column = table.head.iter().position(heads).unwrap_or(0);
    let read = |cell: &Span| {
        let text = &page[cell.start..cell.end];
        Endpoint::parse_title(text).or_else(|| Endpoint::parse_item(text))
    };
    let cells = table.rows.iter().filter_map(|row| row.get(column));
    let found = cells.map(|cell| (cell.start, read(cell)));
    let found: Option<Vec<Element>> = found
        .map(|(at, found)| {
            let (endpoint, place) = found?;
            Some(element(
                at + place.start..at + place.end,
                Kind::Index(endpoint),
            ))
        })
        .collect();
    found.unwrap_or_default()
}

/// The endpoints of a table that has a column for methods and one for paths.
fn endpoints(page: &str, table: &Table) -> Vec<(Endpoint, Range<usize>)> {
    let text = |span: &Span| plain(&page[span.start..span.end]);
    let column = |field: Pick| {
        let is = |span: &Span| words::any(&text(span), field);
        table.head.iter().position(is)
    };
    let Some((method, path)) = column(|words| words.method).zip(column(|words| words.path)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for row in &table.rows {
        let Some((method, path)) = row.get(method).zip(row.get(path)) else {
            continue;
        };
        let target = text(path);
        let methods = text(method);
        let range = method.start.min(path.start)..method.end.max(path.end);
        for method in methods
            .split([' ', '/', ',', '|'])
            .filter(|word| !word.is_empty())
        {
            if let Some(endpoint) = Endpoint::of_cells(method, &target) {
                found.push((endpoint, range.clone()));
            }
        }
    }
    found
}

/// Whether a line consists of the dashes and bars between head and rows.
fn is_rule(line: &str) -> bool {
    line.contains("---")
        && line.contains('|')
        && line
            .chars()
            .all(|c| matches!(c, '-' | '|' | ':' | ' ' | '\t'))
}

/// Where bars stand in a text, those behind a backslash left out.
fn bars(text: &str) -> impl Iterator<Item = usize> {
    let found = text.match_indices('|').map(|(at, _)| at);
    found.filter(|at| !text[..*at].ends_with('\\'))
}

/// The cells of a line with bars; the outer bars need not be there.
fn cells(page: &str, line: Range<usize>) -> Vec<Span> {
    let place = trimmed(page, line);
    let text = &page[place.start..place.end];
    let mut from = usize::from(text.starts_with('|'));
    let mut found = Vec::new();
    for bar in bars(text).filter(|bar| *bar > 0) {
        found.push(trimmed(page, place.start + from..place.start + bar));
        from = bar + 1;
    }
    if from < text.len() {
        found.push(trimmed(page, place.start + from..place.end));
    }
    found
}

/// How many lines one cell may be spread over.
const MOST_LINES: usize = 12;

/// A table with bars in text, whose cells may be spread over lines: the table and the line behind it.
pub(super) fn piped(page: &str, lines: &[Range<usize>], first: usize) -> Option<(Table, usize)> {
    let text = |index: usize| lines.get(index).map(|line| &page[line.clone()]);
    if !text(first)?.contains('|') || !is_rule(text(first + 1)?) {
        return None;
    }
    let head = cells(page, lines[first].clone());
    let width = head.len();
    let outer = text(first)?.trim_start().starts_with('|');
    let closed = text(first)?.trim_end().ends_with('|');
    let mut table = Table {
        head,
        rows: Vec::new(),
    };
    let mut row: Vec<Span> = Vec::new();
    // The line of the page where the cell that is being read begins.
    let mut cell: Option<usize> = None;
    let mut waiting = 0;
    let mut index = first + 2;
    let mut end = index;
    while let Some(line) = text(index) {
        let trimmed_line = line.trim();
        let stops = trimmed_line.is_empty()
            || Endpoint::parse_line(line).is_some()
            || is_command(trimmed_line)
            || (row.is_empty() && cell.is_none() && bars(line).next().is_none())
            || waiting > MOST_LINES;
        if stops {
            break;
        }
        let start = lines[index].start;
        let mut from = start;
        if row.is_empty() && cell.is_none() && outer && trimmed_line.starts_with('|') {
            from = start + line.len() - line.trim_start().len() + 1;
        }
        let mut begin = cell.take().unwrap_or(from);
        for bar in bars(line).map(|bar| start + bar).filter(|bar| *bar >= from) {
            row.push(trimmed(page, begin..bar));
            begin = bar + 1;
            if row.len() == width {
                table.rows.push(std::mem::take(&mut row));
                end = index + 1;
            }
        }
        let rest = trimmed(page, begin..lines[index].end);
        if !row.is_empty() || rest.start < rest.end {
            if row.len() + 1 == width && !closed && rest.start < rest.end {
                row.push(rest);
                table.rows.push(std::mem::take(&mut row));
                end = index + 1;
            } else if row.is_empty() && begin > from {
                // Text behind the last bar of a row is no cell of the next.
            } else {
                cell = Some(begin);
            }
        }
        waiting = if row.is_empty() { 0 } else { waiting + 1 };
        index += 1;
    }
    if row.len() >= 2 {
        table.rows.push(row);
        end = index;
    }
    Some((table, end))
}

/// The words of a language for one thing.
type Pick = fn(&Words) -> &[&'static str];

/// A column of a table whose cells nothing but words tell apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Column {
    Name,
    Type,
    Required,
    Description,
    Status,
}

/// A table in text that lost its bars: its head is told by its words, its rows by how they begin.
pub(super) fn spaced(page: &str, lines: &[Range<usize>], first: usize) -> Option<(Table, usize)> {
    let (columns, head) = heads(page, lines.get(first)?.clone())?;
    let mut rows = Vec::new();
    let mut index = first + 1;
    while let Some(line) = lines.get(index) {
        let Some(row) = row(page, line.clone(), &columns) else {
            break;
        };
        rows.push(row);
        index += 1;
    }
    (!rows.is_empty()).then_some((Table { head, rows }, index))
}

/// The columns that a line names, when it names columns and nothing else.
fn heads(page: &str, line: Range<usize>) -> Option<(Vec<Column>, Vec<Span>)> {
    let place = trimmed(page, line);
    if place.end - place.start > 120 {
        return None;
    }
    let text = &page[place.start..place.end];
    let words: Vec<&str> = text.split_whitespace().take(9).collect();
    if !(2..9).contains(&words.len()) {
        return None;
    }
    let at = |word: &str| place.start + word.as_ptr().addr() - text.as_ptr().addr();
    let fields: [(Column, Pick); 5] = [
        (Column::Type, |words| words.ty),
        (Column::Required, |words| words.required),
        (Column::Description, |words| words.description),
        (Column::Status, |words| words.status),
        (Column::Name, |words| words.name),
    ];
    let mut columns = Vec::new();
    let mut head = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let known = [2, 1].into_iter().find_map(|count| {
            let part = words.get(index..index + count)?.join(" ");
            let column = fields
                .iter()
                .find(|(_, field)| words::any(&part, *field))?
                .0;
            Some((column, count))
        });
        let (column, count) = known?;
        let last = words[index + count - 1];
        columns.push(column);
        head.push(Span::new(
            FileId(0),
            at(words[index]),
            at(last) + last.len(),
        ));
        index += count;
    }
    let known = match columns.as_slice() {
        [Column::Status, rest @ ..] => rest == [Column::Description],
        [Column::Name, Column::Type, rest @ ..] => {
            let rest = rest.strip_prefix(&[Column::Required]).unwrap_or(rest);
            rest.is_empty() || rest == [Column::Description]
        }
        _ => false,
    };
    known.then_some((columns, head))
}

fn row(page: &str, line: Range<usize>, columns: &[Column]) -> Option<Vec<Span>> {
    let text = &page[line.clone()];
    let mut at = text.len() - text.trim_start().len();
    let span = |from: usize, to: usize| trimmed(page, line.start + from..line.start + to);
    let word = |from: usize| {
        let rest = &text[from..];
        let rest = &rest[rest.len() - rest.trim_start().len()..];
        rest.split_whitespace().next().unwrap_or_default()
    };
    let mut row = Vec::new();
    for column in columns {
        let first = word(at);
        let rest = &text[at..];
        let space = rest.len() - rest.trim_start().len();
        let length = match column {
            Column::Name => is_name(first).then_some(space + first.len())?,
            Column::Status => {
                let is_code = first.len() == 3 && first.bytes().all(|byte| byte.is_ascii_digit());
                is_code.then_some(space + first.len())?
            }
            Column::Type => types::prefix(rest)?.0,
            Column::Required => {
                let yes_or_no = WORDS.iter().any(|words| {
                    words.yes.contains(&&*first.to_lowercase())
                        || words.no.contains(&&*first.to_lowercase())
                });
                if yes_or_no { space + first.len() } else { 0 }
            }
            Column::Description => rest.len(),
        };
        row.push(span(at, at + length));
        at += length;
    }
    // What no column holds makes it a sentence, and so do a word and a type with nothing behind them.
    let lacks = columns.len() > 2 && row[2..].iter().all(|cell| cell.start == cell.end);
    (text[at..].trim().is_empty() && !lacks).then_some(row)
}

/// Whether a word can be the name of an attribute.
pub(crate) fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '`' | ':' | '$'))
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.[]`:$@{}".contains(&byte))
        && !word.ends_with(['.', ':'])
}

/// The tables of a text that lost its line breaks: the place of each, and the table.
pub(super) fn flattened(page: &str, range: Range<usize>) -> Vec<(Range<usize>, Table)> {
    let text = &page[range.clone()];
    let all: Vec<usize> = bars(text).collect();
    let mut found = Vec::new();
    // The index of the first bar that no table holds yet.
    let mut free = 0;
    let mut index = 0;
    while index + 1 < all.len() {
        let is_dashes = |index: usize| {
            let inner = text[all[index] + 1..all[index + 1]].trim();
            inner.contains("--") && inner.bytes().all(|byte| matches!(byte, b'-' | b':'))
        };
        if !is_dashes(index) {
            index += 1;
            continue;
        }
        let mut last = index;
        while last + 1 < all.len() && is_dashes(last) {
            last += 1;
        }
        let width = last - index;
        // The head has as many cells, and ends with the bar before the rule.
        let Some(start) = index.checked_sub(width + 1).filter(|start| *start >= free) else {
            index = last;
            continue;
        };
        let cell =
            |bar: usize| trimmed(page, range.start + all[bar] + 1..range.start + all[bar + 1]);
        let touches = |bar: usize| text[all[bar] + 1..all[bar + 1]].trim().is_empty();
        let head = (start..index - 1).map(cell).collect();
        let mut rows = Vec::new();
        let mut end = last;
        while end + width + 1 < all.len() && touches(end) {
            rows.push((end + 1..end + 1 + width).map(cell).collect());
            end += width + 1;
        }
        let place = range.start + all[start]..range.start + all[end] + 1;
        found.push((place, Table { head, rows }));
        free = end + 1;
        index = end + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{flattened, piped, spaced};
    use crate::element::Table;

    fn told(page: &str, table: &Table) -> Vec<String> {
        let row = |row: &Vec<openapi_document::source::Span>| {
            let cells: Vec<_> = row.iter().map(|span| &page[span.start..span.end]).collect();
            cells.join("/")
        };
        std::iter::once(&table.head)
            .chain(&table.rows)
            .map(row)
            .collect()
    }

    fn lines(page: &str) -> Vec<std::ops::Range<usize>> {
        let mut at = 0;
        let line = |line: &str| {
            let range = at..at + line.len();
            at += line.len() + 1;
            range
        };
        page.split('\n').map(line).collect()
    }

    #[test]
    fn cells_may_be_spread_over_lines() {
        let page = "Name | Type | Text |\n---|---|---|\nid |\ninteger | The id. |\nlid |\nstring |\nThe lid\nof it |\nNo table";
        let (table, next) = piped(page, &lines(page), 0).unwrap();
        assert_eq!(
            told(page, &table),
            [
                "Name/Type/Text",
                "id/integer/The id.",
                "lid/string/The lid\nof it"
            ]
        );
        assert_eq!(next, 8);
    }

    #[test]
    fn outer_bars_may_be_there_or_not() {
        let page = "a | b\n--|---\n1 | 2\n3 | 4\n\ntext";
        let (table, next) = piped(page, &lines(page), 0).unwrap();
        assert_eq!(told(page, &table), ["a/b", "1/2", "3/4"]);
        assert_eq!(next, 4);
        let page = "| a | b |\n|---|---|\n| 1 | 2 |\n";
        let (table, _) = piped(page, &lines(page), 0).unwrap();
        assert_eq!(told(page, &table), ["a/b", "1/2"]);
    }

    #[test]
    fn words_alone_make_a_table_when_they_are_those_of_one() {
        let page = "Attribute Type Required Description\nid integer/string yes The id.\nlid string The lid.\nMore text";
        let (table, next) = spaced(page, &lines(page), 0).unwrap();
        assert_eq!(
            told(page, &table),
            [
                "Attribute/Type/Required/Description",
                "id/integer/string/yes/The id.",
                "lid/string//The lid."
            ]
        );
        assert_eq!(next, 3);
        let page = "Status Description\n200 Fine\nA line";
        let (table, _) = spaced(page, &lines(page), 0).unwrap();
        assert_eq!(told(page, &table), ["Status/Description", "200/Fine"]);
        let page = "Name of the type\nid integer";
        assert_eq!(spaced(page, &lines(page), 0), None);
    }

    #[test]
    fn rows_stand_side_by_side_when_the_lines_are_lost() {
        let page = "See: | A | B | |---|:--| | 1 | | | 3 | 4 | Then | more";
        let found = flattened(page, 0..page.len());
        assert_eq!(told(page, &found[0].1), ["A/B", "1/", "3/4"]);
        assert_eq!(
            &page[found[0].0.clone()],
            "| A | B | |---|:--| | 1 | | | 3 | 4 |"
        );
        assert_eq!(found.len(), 1);
    }
}
