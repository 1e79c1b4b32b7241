//! `--format github`: workflow commands, one a line, that GitHub shows beside the lines of a change.

use std::fmt::Write as _;

use super::message;
use crate::finding::Level;
use crate::report::Report;
use crate::shown;

/// Tells a report as workflow commands; what is silenced is left out.
pub fn tell(report: &Report) -> String {
    let mut text = String::new();
    for page in &report.pages {
        for finding in page
            .findings
            .iter()
            .filter(|finding| !finding.is_suppressed())
        {
            let command = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "notice",
            };
            let (start, end) = page.range(finding);
            // An annotation of several lines must not have columns.
            let columns = if start.line == end.line {
                let last = end.column.saturating_sub(1).max(start.column);
                format!(",col={},endColumn={last}", start.column)
            } else {
                String::new()
            };
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "::{command} file={},line={},endLine={}{columns},title={}::{}",
                property(page.path()),
                start.line,
                end.line,
                property(finding.rule.id()),
                data(&message(finding)),
            );
        }
    }
    text
}

/// Text behind the second pair of colons. Line ends have escapes; what else steers a terminal has none.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25");
    shown::line(&text.replace('\r', "%0D").replace('\n', "%0A"))
}

/// Text between the command and the second pair of colons.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_has_a_meaning_is_escaped() {
        assert_eq!(data("50%: a,\r\nb"), "50%25: a,%0D%0Ab");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
        assert_eq!(property("a\u{1b}[m\u{202e}"), "a\u{fffd}[m\u{fffd}");
    }
}
