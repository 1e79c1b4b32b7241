//! Text from outside as it is shown: pages, file names and documents may hold what steers a terminal.

use std::fmt::Write as _;

/// Whether a character moves the cursor, rings, colours, or turns the direction of the text behind it.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// Text for one line, with a mark in the place of each character that would steer a terminal.
///
/// ```
/// use openapi_doccheck::shown::line;
///
/// assert_eq!(line("a\u{1b}[31m\nb\u{202e}.md"), "a\u{fffd}[31m\u{fffd}b\u{fffd}.md");
/// ```
pub fn line(text: &str) -> String {
    let mark = |c: char| if steers(c) { '\u{fffd}' } else { c };
    text.chars().map(mark).collect()
}

/// Text of several lines: like [`line()`], but line feeds stay, and tabs become blanks.
pub fn lines(text: &str) -> String {
    let text = text.replace('\t', "    ");
    let lines: Vec<String> = text.split('\n').map(line).collect();
    lines.join("\n")
}

/// What was drawn in colours: like [`line`], but line feeds and the escapes of colours stay.
///
/// No escape may have come from outside.
#[cfg(feature = "cli")]
pub(crate) fn drawn(text: &str) -> String {
    let mark = |c: char| match c {
        '\n' | '\u{1b}' => c,
        c if steers(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(mark).collect()
}

/// The text of JSON, in which only strings can hold such characters: each as its escape, so that nothing is lost.
pub(crate) fn json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && steers(c) {
            // All of them lie in the plane that four digits can name. Writing to a string cannot fail.
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}
