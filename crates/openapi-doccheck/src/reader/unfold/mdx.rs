//! Comments of MDX: `{/* such */}`, which may go on over lines. What stands in them is no text.

use std::ops::Range;

use super::{Line, Unfold};
use crate::inline;

pub(super) const OPEN: &str = "{/*";
pub(super) const CLOSE: &str = "*/}";

impl Unfold<'_> {
    /// Adds a line without the comments in it.
    pub(super) fn hide(&mut self, line: &Line<'_>) {
        let text = line.rest.trim_end_matches(['\n', '\r']);
        let start = line.start + line.prefix;
        let code = inline::code(text);
        let is_code = |at: usize| code.iter().any(|range| range.contains(&at));
        let mut shown: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        loop {
            if let Some(open) = self.hidden {
                let Some(close) = text[at..].find(CLOSE) else {
                    break;
                };
                at += close + CLOSE.len();
                self.comments.push(open..start + at);
                self.hidden = None;
            }
            let mut found = text[at..].match_indices(OPEN).map(|(open, _)| at + open);
            let open = found.find(|open| !is_code(*open) && start + open < self.last_hidden);
            shown.push(at..open.unwrap_or(text.len()));
            let Some(open) = open else { break };
            self.hidden = Some(start + open);
            at = open + OPEN.len();
        }
        if let [whole] = &shown[..]
            && *whole == (0..text.len())
        {
            self.same(line);
            return;
        }
        // A line of nothing but comments has no indentation either: it would be code, or go on with a list.
        if shown
            .iter()
            .all(|part| text[part.clone()].trim().is_empty())
        {
            self.instead(line, "");
            return;
        }
        let from = self.prefix(line);
        self.changed = true;
        for part in shown {
            self.keep((start + part.start).max(from)..start + part.end);
        }
        self.keep(start + text.len()..line.end());
    }
}
