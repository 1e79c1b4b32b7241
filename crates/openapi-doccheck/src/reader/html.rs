//! Tables written in HTML, as Markdown pages have them: where their cells stand.

use std::ops::Range;

use openapi_document::source::{FileId, Span};

use super::table::trimmed;
use crate::element::Table;

/// The tables that begin in a range of the page, each with its place, and how many bytes were looked at.
///
/// A table may go on behind the range, because a blank line ends HTML for `CommonMark` and no table. One that nothing
/// closes before the next begins ends with the range.
pub(super) fn tables(page: &str, range: Range<usize>) -> (Vec<(Range<usize>, Table)>, usize) {
    let mut found = Vec::new();
    let mut work = range.len();
    let mut next = tag(page, range.clone());
    while let Some((open, is_close)) = next.filter(|(open, _)| *open < range.end) {
        next = tag(page, open + 1..page.len());
        work += next.map_or(page.len(), |(at, _)| at) - open;
        if is_close {
            continue;
        }
        let end = match next {
            Some((close, true)) => close + "</table>".len(),
            Some((other, false)) => other.min(range.end),
            None => range.end,
        };
        let place = open..end.min(page.len());
        found.push((place.clone(), table(page, place)));
    }
    found.retain(|(_, table)| !table.head.is_empty() && !table.rows.is_empty());
    (found, work)
}

/// Where the next tag of a table begins in a range, and whether it closes one.
fn tag(page: &str, mut range: Range<usize>) -> Option<(usize, bool)> {
    let text = page.as_bytes();
    let begins = |at: usize, tag: &str| {
        text.get(at..at + tag.len())
            .is_some_and(|there| there.eq_ignore_ascii_case(tag.as_bytes()))
    };
    range.find_map(|at| match text[at] {
        b'<' if begins(at, "<table") => Some((at, false)),
        b'<' if begins(at, "</table>") => Some((at, true)),
        _ => None,
    })
}

/// The rows between the tags of a table; the first one is its head.
fn table(page: &str, place: Range<usize>) -> Table {
    let mut table = Table::default();
    let mut rows: Vec<Vec<Span>> = Vec::new();
    let mut cell: Option<usize> = None;
    let mut at = place.start;
    while let Some(open) = page[at..place.end].find('<').map(|open| at + open) {
        let Some(close) = page[open..place.end]
            .find('>')
            .map(|close| open + close + 1)
        else {
            break;
        };
        let tag = page[open + 1..close - 1].to_ascii_lowercase();
        let name = tag
            .split([' ', '\n', '\t', '/'])
            .find(|name| !name.is_empty());
        let closes = tag.starts_with('/');
        if matches!(name, Some("td" | "th" | "tr" | "table")) {
            // The next cell or row ends a cell that nothing closes.
            if let (Some(start), Some(row)) = (cell.take(), rows.last_mut()) {
                row.push(unwrapped(page, start..open));
            }
            match name {
                Some("tr") if !closes => rows.push(Vec::new()),
                Some("td" | "th") if !closes => cell = Some(close),
                _ => {}
            }
        }
        at = close;
    }
    let mut rows = rows.into_iter().filter(|row| !row.is_empty());
    table.head = rows.next().unwrap_or_default();
    table.rows = rows.collect();
    table
}

/// A cell without the paragraph or the emphasis around all of it.
fn unwrapped(page: &str, range: Range<usize>) -> Span {
    let mut span = trimmed(page, range);
    for _ in 0..4 {
        let text = &page[span.start..span.end];
        let inner = ["p", "b", "strong", "em", "i"].iter().find_map(|tag| {
            let inner = text.strip_prefix(&format!("<{tag}>"))?;
            let inner = inner.strip_suffix(&format!("</{tag}>"))?;
            (!inner.contains(&format!("<{tag}>"))).then_some((tag.len() + 2, inner.len()))
        });
        let Some((before, length)) = inner else { break };
        let start = span.start + before;
        span = trimmed(page, start..start + length);
    }
    Span::new(FileId(0), span.start, span.end)
}

#[cfg(test)]
mod tests {
    use super::tables;

    #[test]
    fn cells_stand_between_their_tags_closed_or_not() {
        let page = "<TABLE class=\"a\">\n<thead><tr><th><b>Name</b></th><th>Type</th></tr></thead>\n\n\
            <tr><td><code>id</code>\n<td><p> integer </p></td>\n<tr><td>lid<td></table> <table><tr><td>x</table>";
        let (found, _) = tables(page, 0..page.len());
        let [(place, table)] = &found[..] else {
            panic!("{found:?}");
        };
        let told: Vec<Vec<&str>> = std::iter::once(&table.head)
            .chain(&table.rows)
            .map(|row| row.iter().map(|span| &page[span.start..span.end]).collect())
            .collect();
        assert_eq!(
            told,
            [
                vec!["Name", "Type"],
                vec!["<code>id</code>", "integer"],
                vec!["lid", ""]
            ]
        );
        assert!(page[place.clone()].ends_with("<td></table>"));
        for broken in [
            "<table><tr><td>a",
            "<table",
            "</table>",
            "<table><td>a<td>b<tr>",
        ] {
            assert!(tables(broken, 0..broken.len()).0.is_empty(), "{broken}");
        }
    }
}
