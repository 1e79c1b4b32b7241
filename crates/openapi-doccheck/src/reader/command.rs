//! Paragraphs and items that are a command and nothing else, with code marks around it or without.

use std::ops::Range;

use crate::block::{BlockKind, LONGEST_COMMAND, is_command};
use crate::content::Content;
use crate::curl::{self, Curl, CurlProblemKind};

/// The command that a range of whole lines consists of.
pub(super) fn whole(page: &str, lines: Range<usize>) -> Option<Content> {
    let text = &page[lines.clone()];
    let mark = |c: char| c.is_whitespace() || matches!(c, '>' | '`');
    let inner = super::markdown::without_list_mark(text.trim_start_matches(mark));
    let inner = inner.trim_start_matches(mark).trim_end_matches(mark);
    if !is_command(inner) || inner.contains('`') || inner.len() > LONGEST_COMMAND {
        return None;
    }
    let start = inner.as_ptr().addr() - page.as_ptr().addr();
    let content = Content::of_lines(page, start..start + inner.len());
    let found = curl::read(&content, BlockKind::Shell, &[]);
    let [(span, command)] = &found[..] else {
        return None;
    };
    // What stands behind the command is said about it.
    (is_call(command) && span.end >= start + inner.len()).then_some(content)
}

/// Whether a command in a text is meant to be run as it stands: it names a path, leaves nothing out, and no words of a
/// sentence are among its own.
pub(crate) fn is_call(curl: &Curl) -> bool {
    let left_out = |text: &str| text.contains("...") || text.contains('…');
    let has_path = curl.url.as_ref().is_some_and(|url| {
        let path = url.path.text.trim_matches('/');
        !path.is_empty() && !left_out(path)
    });
    let is_sentence = curl
        .problems
        .iter()
        .any(|problem| problem.kind == CurlProblemKind::StrayWord);
    has_path && !is_sentence && !curl.words.iter().any(|word| left_out(&word.text))
}
