//! Marks that a shell understands otherwise than the writer of a command: `&`, comments, spaces that are none.

use super::CurlProblemKind;
use super::shell::Shell;

impl Shell<'_> {
    /// A comment up to the end of its line. A backslash at its end joins nothing, though the next line may need it.
    pub(super) fn comment(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let line = rest.split('\n').next().unwrap_or_default();
        self.at += line.len();
        let kept = line.trim_end_matches([' ', '\t', '\r']);
        let next = rest[line.len()..].trim_start_matches(['\n', ' ', '\t']);
        if kept.ends_with('\\') && next.starts_with(['-', '\'', '"']) {
            let message = "a comment ends the command here, whatever backslash stands behind it";
            let range = start..start + kept.len();
            self.problem(CurlProblemKind::Comment, range, message, &[]);
            self.at += rest[line.len()..].len().min(1);
        }
    }

    /// A space that a shell takes for a letter.
    pub(super) fn no_break_space(&mut self) {
        let range = self.at..self.at + '\u{a0}'.len_utf8();
        let message = "a no-break space stands here, which a shell takes for a letter";
        let edit = (range.clone(), " ");
        self.problem(
            CurlProblemKind::NoBreakSpace,
            range.clone(),
            message,
            &[edit],
        );
        self.at = range.end;
    }

    /// `&` right behind a word: the rest of a URL or of data that is not quoted. False where it ends the command.
    pub(super) fn ampersand(&mut self) -> bool {
        let rest = &self.rest()[1..];
        let end = rest.find([' ', '\t', '\n', '\r', ')', '|']);
        let behind = &rest[..end.unwrap_or(rest.len())];
        let is_name = |behind: &str| behind.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let glued = self.command.words.last().is_some_and(|word| {
            let said = word.content.text();
            let is_open = !self.text[..self.at].ends_with(['"', '\'']);
            let is_list = said.contains('?') || said.contains('=') && behind.contains('=');
            word.range.end == self.at && is_open && is_list
        });
        if !(is_name(behind) && glued) {
            return false;
        }
        let Some(mut word) = self.command.words.pop() else {
            return false;
        };
        let from = self.at;
        // What was meant is the whole word, whatever is quoted in it.
        while self.rest().strip_prefix('&').is_some_and(is_name) {
            self.take(&mut word.content, 1);
            let before = self.command.words.len();
            self.word();
            for part in self.command.words.split_off(before) {
                let all = 0..part.content.text().len();
                word.content.join(&part.content, all);
            }
        }
        let what = if word.content.text().contains('?') {
            "the URL is"
        } else {
            "these values are"
        };
        let message = format!("`&` ends the command here, because {what} not in quotes");
        word.range.end = self.at;
        word.span.end = self.content.span(from..self.at).end;
        let quotes = [
            (word.range.start..word.range.start, "\""),
            (word.range.end..word.range.end, "\""),
        ];
        // Up to white space nothing may stand that means something else in quotes, or else behind them.
        let behind = self.rest().find(char::is_whitespace);
        let line = word.range.start..behind.map_or(self.text.len(), |space| self.at + space);
        let special = ['"', '\'', '\\', '`', '!', '(', ')', '<', '>', ';', '|'];
        let plain = !self.text[line].contains(special);
        let edits = if plain { &quotes[..] } else { &[] };
        self.problem(
            CurlProblemKind::BareAmpersand,
            from..from + 1,
            message,
            edits,
        );
        self.command.words.push(word);
        true
    }
}
