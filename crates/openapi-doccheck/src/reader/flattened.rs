//! A page that lost its line breaks: fences became runs of backquotes within one long line.

use std::ops::Range;

use super::{Reading, collapse};
use crate::block::Block;
use crate::content::Content;
use crate::element::{Kind, element};
use crate::endpoint::Endpoint;

const FENCE: &str = "```";

/// Whether a line holds what used to be a fenced block: two runs of backquotes, or more.
pub(super) fn is_flattened(line: &str) -> bool {
    line.matches(FENCE).count() >= 2 && fences(line).nth(1).is_some()
}

/// Every run of at least three backquotes.
fn fences(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(FENCE)?;
        let run = line[start..]
            .bytes()
            .take_while(|byte| *byte == b'`')
            .count();
        at = start + run;
        Some(start..at)
    })
}

/// Reads one such line: what stands between every second pair of runs is a block.
pub(super) fn read(page: &str, line: Range<usize>, reading: &mut Reading) {
    let text = &page[line.clone()];
    reading.work += text.len();
    let mut fences = fences(text);
    let mut at = 0;
    while let Some(open) = fences.next() {
        prose(page, line.start + at..line.start + open.start, reading);
        let close = fences.next().unwrap_or(text.len()..text.len());
        code(
            page,
            line.start + open.end..line.start + close.start,
            reading,
        );
        at = close.end;
    }
    prose(page, line.start + at..line.end, reading);
}

/// What stands between two blocks: comments, and what stands between them.
fn prose(page: &str, range: Range<usize>, reading: &mut Reading) {
    reading.work += range.len();
    let mut at = range.start;
    while let Some(open) = page[at..range.end].find("<!--") {
        let start = at + open;
        let Some(close) = page[start..range.end].find("-->") else {
            break;
        };
        let end = start + close + "-->".len();
        tables(page, at..start, reading);
        let comment = Kind::Comment(page[start..end].to_owned());
        reading.elements.push(element(start..end, comment));
        at = end;
    }
    tables(page, at..range.end, reading);
}

/// What stands between two comments: tables, and text that is cut where a heading's number signs stand.
fn tables(page: &str, range: Range<usize>, reading: &mut Reading) {
    let mut at = range.start;
    for (place, table) in super::table::flattened(page, range.clone()) {
        between(page, at..place.start, reading);
        at = place.end;
        super::table::push(page, place, table, reading);
    }
    between(page, at..range.end, reading);
}

/// What stands between two tables.
fn between(page: &str, range: Range<usize>, reading: &mut Reading) {
    let text = &page[range.clone()];
    let mut from = 0;
    let mut level = 0;
    for (start, next) in headings(text) {
        paragraph(
            page,
            range.start + from..range.start + start,
            level,
            reading,
        );
        (from, level) = (start, next);
    }
    paragraph(page, range.start + from..range.end, level, reading);
}

/// The number signs that stand alone between spaces: where they stand, and how many.
fn headings(text: &str) -> Vec<(usize, u8)> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let signs = word.trim_end();
        if (1..=6).contains(&signs.len())
            && signs.len() < word.len()
            && signs.bytes().all(|byte| byte == b'#')
        {
            let level = u8::try_from(signs.len()).expect("it is at most six");
            found.push((at, level));
        }
        at += word.len();
    }
    found
}

fn paragraph(page: &str, range: Range<usize>, level: u8, reading: &mut Reading) {
    let text = &page[range.clone()];
    let start = range.start + text.len() - text.trim_start().len();
    let end = range.start + text.trim_end().len();
    if start >= end {
        return;
    }
    let text = collapse(&page[start..end]);
    let kind = match level {
        0 => Kind::Prose(text),
        _ => Kind::Heading {
            level,
            text: text.trim_start_matches('#').trim_start().to_owned(),
        },
    };
    reading.elements.push(element(start..end, kind));
}

fn code(page: &str, range: Range<usize>, reading: &mut Reading) {
    let text = &page[range.clone()];
    reading.work += text.len();
    // The info string stands right behind the backquotes, unless what stands there is the text itself.
    let word = text.find(char::is_whitespace).unwrap_or(text.len());
    let is_info = text[..word].chars().all(|c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '+' | '.')
    });
    let info = if is_info { &text[..word] } else { "" };
    let body = text[info.len()..].trim();
    let start = body.as_ptr().addr() - page.as_ptr().addr();
    let endpoints = Endpoint::parse_all(body);
    if !endpoints.is_empty() {
        for (endpoint, place) in endpoints {
            let span = start + place.start..start + place.end;
            reading
                .elements
                .push(element(span, Kind::Endpoint(endpoint)));
        }
        return;
    }
    let mut content = Content::default();
    content.push(page, start..start + body.len());
    let block = Block::new(info, content);
    reading
        .elements
        .push(element(start..start + body.len(), Kind::Block(block)));
}

#[cfg(test)]
mod tests {
    use super::{fences, headings, is_flattened};

    #[test]
    fn two_runs_of_backquotes_make_a_flattened_line() {
        assert!(is_flattened("text ```json {} ``` text"));
        assert!(!is_flattened("```json"));
        assert!(!is_flattened("``````"));
        assert_eq!(fences("a ``` b ````").collect::<Vec<_>>(), [2..5, 8..12]);
    }

    #[test]
    fn number_signs_that_stand_alone_are_headings() {
        let found = headings("--- # Pots **(BIG)** ## List [x](a#b) issue #7 ##");
        assert_eq!(found, [(4, 1), (21, 2)]);
    }
}
