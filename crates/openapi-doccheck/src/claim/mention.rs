//! Commands within text: between code marks in a sentence, an item or a cell, or on a line of a paragraph.

use std::ops::Range;

use crate::block::{LONGEST_COMMAND, is_command};
use crate::content::Content;
use crate::inline::code;

/// The texts in a range of the page that begin as commands do.
pub(super) fn commands(page: &str, range: Range<usize>) -> Vec<Content> {
    let text = &page[range.clone()];
    if !text.contains("curl") {
        return Vec::new();
    }
    let marked = code(text);
    let mut found: Vec<Content> = marked
        .into_iter()
        .filter(|inner| is_command(&text[inner.clone()]))
        .map(|inner| Content::of_lines(page, range.start + inner.start..range.start + inner.end))
        .collect();
    let mut at = 0;
    let mut begin: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let goes_on = inner.trim_end().ends_with('\\');
        if begin.is_none() && is_command(inner) {
            begin = Some(at + line.len() - inner.len());
        }
        at += line.len();
        if let Some(start) = begin.filter(|_| !goes_on) {
            let end = text[..at].trim_end().len();
            found.push(Content::of_lines(
                page,
                range.start + start..range.start + end,
            ));
            begin = None;
        }
    }
    found.retain(|content| content.text().len() <= LONGEST_COMMAND);
    found
}

#[cfg(test)]
mod tests {
    use super::{Content, commands};

    #[test]
    fn commands_stand_between_code_marks_and_on_lines() {
        let text = "Run `curl a.test/b` or <code>curl c.test</code>, not `curling`:\n> curl d.test \\\n>   -s\nand so on.\ncurl is a tool.";
        let found = commands(text, 0..text.len());
        let found: Vec<_> = found.iter().map(Content::text).collect();
        assert_eq!(
            found,
            ["curl a.test/b", "curl c.test", "curl d.test \\\n-s"]
        );
    }
}
