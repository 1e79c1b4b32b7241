//! The text reader: pages without markup, and pages that lost some of it. What a line is, is told by how it begins.
//!
//! This is the only place with rules of thumb. They are, in order:
//! - a line with two or more runs of three backquotes is a page, or part of one, that lost its line breaks
//!   (see [`flattened`](super::flattened));
//! - a line that holds nothing but a fence is skipped;
//! - a line that is an endpoint and nothing else is one;
//! - a line with bars above a line of dashes, or a line of the words that head a table, begins one;
//! - a line that begins with `HTTP/` and has a status begins a response;
//! - a line that begins with `curl` is a command, with the lines that a backslash or an unclosed JSON body adds;
//!   commands on lines that follow one another are one block; so is an item of a YAML list with a command;
//! - a line that begins with a bracket, and then as JSON does, begins a JSON block that lasts until the bracket
//!   is closed, or until a line comes that cannot be JSON;
//! - lines that begin and end a comment of HTML or MDX are one;
//! - all else is prose; a blank line ends it.

use std::ops::Range;

use super::{Reading, body_start, collapse, flattened, http, table};
use crate::block::{Block, BlockKind, is_command};
use crate::brackets::Brackets;
use crate::content::Content;
use crate::element::{Kind, element};
use crate::endpoint::Endpoint;

/// Reads a page.
pub(crate) fn read(page: &str) -> Reading {
    let mut reader = Text {
        page,
        lines: lines(page),
        next: 0,
        reading: Reading::default(),
        prose: None,
    };
    while reader.next < reader.lines.len() {
        reader.step();
    }
    reader.flush();
    reader
        .reading
        .elements
        .sort_by_key(|element| element.span.start);
    super::labelled::join(page, &mut reader.reading.elements);
    reader.reading
}

/// The lines of a page without their ends.
fn lines(page: &str) -> Vec<Range<usize>> {
    let mut at = body_start(page);
    let mut lines = Vec::new();
    for line in page[at..].split_inclusive('\n') {
        let text = line.strip_suffix('\n').unwrap_or(line);
        let text = text.strip_suffix('\r').unwrap_or(text);
        lines.push(at..at + text.len());
        at += line.len();
    }
    lines
}

struct Text<'a> {
    page: &'a str,
    lines: Vec<Range<usize>>,
    next: usize,
    reading: Reading,
    prose: Option<Range<usize>>,
}

impl<'a> Text<'a> {
    fn line(&self, index: usize) -> &'a str {
        &self.page[self.lines[index].clone()]
    }

    /// Reads one line, or as many as belong together.
    fn step(&mut self) {
        let index = self.next;
        let range = self.lines[index].clone();
        let line = self.line(index);
        let trimmed = line.trim();
        self.reading.work += line.len();
        self.next += 1;
        if trimmed.is_empty() {
            self.flush();
        } else if flattened::is_flattened(line) {
            self.flush();
            flattened::read(self.page, range, &mut self.reading);
        } else if is_fence(trimmed) {
            self.flush();
        } else if let Some((endpoint, place)) = Endpoint::parse_line(line) {
            self.flush();
            let span = range.start + place.start..range.start + place.end;
            self.push(span, Kind::Endpoint(endpoint));
        } else if let Some((table, next)) = table::piped(self.page, &self.lines, index)
            .or_else(|| table::spaced(self.page, &self.lines, index))
        {
            self.flush();
            let place = range.start..self.lines[next - 1].end;
            self.reading.work += place.end - place.start;
            table::push(self.page, place, table, &mut self.reading);
            self.next = next;
        } else if let Some(code) =
            http::status_line(trimmed).filter(|_| trimmed.starts_with("HTTP/"))
        {
            self.flush();
            let start = range.start + line.len() - line.trim_start().len();
            self.push(start..start + trimmed.len(), Kind::StatusLine(code));
            while self.next < self.lines.len() && http::is_header(self.line(self.next)) {
                self.next += 1;
            }
        } else if is_command_item(trimmed) {
            self.flush();
            self.block(BlockKind::Yaml, index, index);
        } else if is_command(trimmed) {
            self.flush();
            self.commands(index);
        } else if !trimmed.starts_with("{/*") && begins_json(trimmed) && self.json(index) {
            // The block is read.
        } else if trimmed.starts_with("<!--") && trimmed.ends_with("-->")
            || trimmed.starts_with("{/*") && trimmed.ends_with("*/}")
        {
            self.flush();
            let start = range.start + line.len() - line.trim_start().len();
            self.push(
                start..start + trimmed.len(),
                Kind::Comment(trimmed.to_owned()),
            );
        } else {
            if let Some((endpoint, place)) = super::markdown::listed(line) {
                let span = range.start + place.start..range.start + place.end;
                self.push(span, Kind::Index(endpoint));
            }
            match &mut self.prose {
                Some(prose) => prose.end = range.end,
                None => self.prose = Some(range),
            }
        }
    }

    fn push(&mut self, range: Range<usize>, kind: Kind) {
        self.reading.elements.push(element(range, kind));
    }

    fn flush(&mut self) {
        if let Some(range) = self.prose.take() {
            let text = &self.page[range.clone()];
            let start = range.start + text.len() - text.trim_start().len();
            let end = range.start + text.trim_end().len();
            self.push(start..end, Kind::Prose(collapse(text)));
        }
    }

    /// A run of commands, from the line that begins the first.
    fn commands(&mut self, first: usize) {
        let mut body = None;
        let mut last = first;
        loop {
            let line = self.line(last);
            body = open_body(line, body);
            let more = self.lines.len() > last + 1;
            let continued = line.ends_with('\\') || body.is_some();
            if !more || !(continued || is_command(self.line(last + 1))) {
                break;
            }
            let next = self.line(last + 1);
            let ends_all = next.trim().is_empty() || Endpoint::parse_line(next).is_some();
            if ends_all {
                break;
            }
            self.reading.work += next.len();
            last += 1;
        }
        self.next = last + 1;
        self.block(BlockKind::Shell, first, last);
    }

    /// A JSON block, from the line that begins it; false when the line was prose after all.
    fn json(&mut self, first: usize) -> bool {
        let mut brackets = Brackets::default();
        let mut last = first;
        let mut blank = false;
        for index in first..self.lines.len() {
            let line = self.line(index);
            let trimmed = line.trim();
            self.reading.work += line.len();
            if trimmed.is_empty() {
                blank = true;
                continue;
            }
            let begins_anew = blank && line.starts_with(['[', '{']);
            if index > first && (begins_anew || !goes_on_as_json(trimmed)) {
                break;
            }
            blank = false;
            last = index;
            if let Some(end) = brackets.feed(line) {
                if index == first && !line[end..].trim().is_empty() {
                    return false;
                }
                break;
            }
        }
        self.flush();
        self.next = last + 1;
        self.block(BlockKind::Json, first, last);
        true
    }

    fn block(&mut self, kind: BlockKind, first: usize, last: usize) {
        let mut content = Content::default();
        for index in first..=last {
            let mut range = self.lines[index].clone();
            let line = self.line(index);
            if index == first {
                range.start += line.len() - line.trim_start().len();
            }
            if index == last {
                range.end -= line.len() - line.trim_end().len();
                content.push(self.page, range);
            } else {
                content.push(self.page, range.clone());
                // The line feed, without the carriage return that may stand before it.
                let feed = self.lines[index + 1].start - 1;
                content.push(self.page, feed..feed + 1);
            }
        }
        self.reading.work += content.text().len();
        let span = content.span(0..content.text().len());
        let block = Block::of_kind(kind, "", content);
        self.push(span.start..span.end, Kind::Block(block));
    }
}

/// Whether a line is an item of a YAML list that holds a command.
fn is_command_item(line: &str) -> bool {
    line.strip_prefix("- ")
        .map(|item| item.trim_start().trim_start_matches(['"', '\'']))
        .is_some_and(|item| item.starts_with("curl ") && is_command(item))
}

/// Whether a line is the beginning or end of a fenced block and nothing else.
fn is_fence(line: &str) -> bool {
    ["```", "~~~"].iter().any(|fence| line.starts_with(fence))
        && line
            .trim_start_matches(['`', '~'])
            .split_whitespace()
            .count()
            <= 1
}

/// The quote of a request body that this line of a command opens, or leaves open, with a bracket right after it.
fn open_body(line: &str, open: Option<char>) -> Option<char> {
    let mut quote = open;
    let mut body = open.is_some();
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some('"') | None, '\\') => drop(letters.next()),
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(letter);
                body = letters.peek().is_none_or(|next| matches!(next, '[' | '{'));
            }
            _ => {}
        }
    }
    quote.filter(|_| body)
}

/// Whether a line that begins with a bracket goes on as JSON does, and not as a link, a shortcode or a task.
fn begins_json(line: &str) -> bool {
    let Some(rest) = line.strip_prefix(['[', '{']) else {
        return false;
    };
    let rest = rest.trim_start();
    let first = rest.chars().next();
    if line.starts_with('{') {
        return first.is_none_or(|c| matches!(c, '"' | '}' | '.' | '…' | '/' | '<' | '\''));
    }
    first.is_none_or(|c| {
        matches!(
            c,
            '"' | '{' | '[' | ']' | '-' | '.' | '…' | '/' | '<' | '\''
        )
    }) || begins_scalar(rest)
}

/// Whether a text begins with a number or one of JSON's three words.
fn begins_scalar(text: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text.starts_with(|c: char| c.is_ascii_digit())
        || ["null", "true", "false"]
            .iter()
            .any(|word| text.strip_prefix(word).is_some_and(is_end))
}

/// Whether a line can be part of a JSON value that is still open.
fn goes_on_as_json(line: &str) -> bool {
    let first = line.chars().next().unwrap_or(' ');
    if matches!(
        first,
        '{' | '}' | '[' | ']' | '"' | ':' | ',' | '\'' | '…' | '<'
    ) || ["...", "//", "/*", "*/", "#"]
        .iter()
        .any(|mark| line.starts_with(mark))
    {
        return true;
    }
    let number = line.strip_prefix('-').unwrap_or(line);
    if begins_scalar(number) {
        // A status line such as `200 Serves the file` is prose.
        let rest = number.trim_start_matches(|c: char| c.is_alphanumeric() || c == '.' || c == '+');
        let rest = rest.trim_start();
        return rest.is_empty() || rest.starts_with([',', ']', '}', '/', '.']);
    }
    // A key without quotes, with a value that only JSON would have.
    line.split_once(':').is_some_and(|(key, value)| {
        let value = value.trim_start();
        key.chars().all(|c| c.is_alphanumeric() || c == '_')
            && (value.starts_with(['"', '{', '[']) || begins_scalar(value))
    })
}

#[cfg(test)]
mod tests {
    use super::{begins_json, goes_on_as_json, open_body};

    #[test]
    fn a_line_begins_json_only_when_the_bracket_is_followed_as_in_json() {
        for line in [
            "{",
            "[",
            "[1]",
            "{}",
            "[]",
            "{ \"a\": 1 }",
            "[ {",
            "[null, 1]",
            "{...}",
            "[-1]",
        ] {
            assert!(begins_json(line), "{line}");
        }
        for line in [
            "[Added](x)",
            "{{< tip >}}",
            "{% tab %}",
            "{: .wide}",
            "[x] done",
            "[nullable]",
            "text",
        ] {
            assert!(!begins_json(line), "{line}");
        }
    }

    #[test]
    fn prose_ends_a_value_that_is_left_open() {
        for line in [
            "\"a\": 1,",
            "}",
            "],",
            "...",
            "// more",
            "12,",
            "-1.5",
            "true",
            "a: \"b\"",
            "null ]",
        ] {
            assert!(goes_on_as_json(line), "{line}");
        }
        for line in [
            "Example response:",
            "200 Serves it",
            "NOTE: See below",
            "true stories",
            "응답:",
            "- one",
        ] {
            assert!(!goes_on_as_json(line), "{line}");
        }
    }

    #[test]
    fn only_a_json_body_is_left_open_over_lines() {
        assert_eq!(open_body("curl --data '{", None), Some('\''));
        assert_eq!(open_body("curl --data '", None), Some('\''));
        assert_eq!(open_body("\"it\": 1 }'", Some('\'')), None);
        assert_eq!(open_body("\"it\": 1,", Some('\'')), Some('\''));
        assert_eq!(open_body("curl \"https://pots.test", None), None);
        assert_eq!(open_body("curl \"a\\\"b\" 'c' \\", None), None);
    }
}
