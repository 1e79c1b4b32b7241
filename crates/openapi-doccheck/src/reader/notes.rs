//! The numbers that some doc systems put into code for notes about it.

use crate::content::Content;

/// Code without the numbers of notes about it, such as `# (1)!`, which doc systems make a sign to click on.
pub(super) fn without(content: Content) -> Content {
    let text = content.text();
    if !text.contains("(1)") {
        return content;
    }
    let mut kept = Content::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_end();
        let number = inner.strip_suffix('!').unwrap_or(inner);
        let number = number
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once('('));
        let code = number
            .filter(|(_, number)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
            .and_then(|(before, _)| {
                let before = before.trim_end();
                before.strip_suffix('#').or(before.strip_suffix("//"))
            });
        let end = code.map_or(inner.len(), |code| code.trim_end().len());
        kept.join(&content, at..at + end);
        kept.join(&content, at + inner.len()..at + line.len());
        at += line.len();
    }
    kept
}
