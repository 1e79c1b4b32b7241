//! Findings: the disagreements between pages and the document, as data that every output tells alike.

use std::collections::BTreeMap;

use openapi_document::source::Span;

use crate::edit::Edit;
pub use crate::rule::Level;
use crate::rule::Rule;
use crate::shown;

/// A place in the document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The bytes, in one of the document's sources.
    pub span: Span,
    /// The address, as a `$ref` would name it: `#/components/schemas/Job`.
    pub address: String,
}

/// What silences a finding.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Suppression {
    /// A comment on the page itself.
    Page,
    /// The baseline, which stands beside the pages.
    Baseline,
}

/// One disagreement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: Rule,
    /// How much it matters here.
    pub level: Level,
    /// The offending bytes of the page.
    pub span: Span,
    /// The id of the operation it is about, or its method and path when it has no id.
    pub operation: Option<String>,
    /// The place in a payload as a JSON Pointer, or the name of a parameter or header.
    pub pointer: Option<String>,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What the document says about it, and where.
    pub openapi: Option<Place>,
    /// Repairs that do not change what the page means; `--fix` applies them.
    pub edits: Vec<Edit>,
    /// What makes this finding the same one in the next run, although lines moved.
    pub fingerprint: String,
    /// What silences it, if anything does.
    pub suppressed: Option<Suppression>,
}

impl Finding {
    /// A finding of a rule at its usual level.
    pub fn new(rule: Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level(),
            span,
            operation: None,
            pointer: None,
            message: message.into(),
            help: None,
            openapi: None,
            edits: Vec::new(),
            fingerprint: String::new(),
            suppressed: None,
        }
    }

    /// Says how much it matters.
    #[must_use]
    pub fn level(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// Says which operation it is about.
    #[must_use]
    pub fn operation(self, operation: impl Into<String>) -> Self {
        Self {
            operation: Some(operation.into()),
            ..self
        }
    }

    /// Says where in the payload, or the name of what it is about.
    #[must_use]
    pub fn pointer(self, pointer: impl Into<String>) -> Self {
        Self {
            pointer: Some(pointer.into()),
            ..self
        }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// Says where the document stands against it.
    #[must_use]
    pub fn place(self, span: Span, address: impl Into<String>) -> Self {
        let address = address.into();
        Self {
            openapi: Some(Place { span, address }),
            ..self
        }
    }

    /// Whether a comment on the page or the baseline silences it.
    pub fn is_suppressed(&self) -> bool {
        self.suppressed.is_some()
    }

    /// Whether it fails a run: neither silenced nor a mere note.
    pub fn counts(&self) -> bool {
        !self.is_suppressed() && self.level != Level::Note
    }
}

/// Gives each finding of a page its fingerprint, and sorts them by place.
///
/// The fingerprint is made of the page's name, the rule, the operation, the place in the payload without its
/// indices and the offending text, and counts what is then still alike. Line numbers are no part of it. Control
/// characters, which messages may quote from the page, are replaced.
pub fn finish(page: &str, text: &str, findings: &mut [Finding]) {
    for finding in &mut *findings {
        // A byte of a character stands for all of it.
        while finding.span.start > 0 && !text.is_char_boundary(finding.span.start) {
            finding.span.start -= 1;
        }
        while finding.span.end < text.len() && !text.is_char_boundary(finding.span.end) {
            finding.span.end += 1;
        }
    }
    findings.sort_by(|one, other| order(one).cmp(&order(other)));
    let mut seen: BTreeMap<u128, u128> = BTreeMap::new();
    for finding in findings {
        let pointer = finding.pointer.as_deref().unwrap_or_default();
        let pointer: Vec<&str> = pointer.split('/').map(collapse).collect();
        let (start, end) = (finding.span.start, finding.span.end);
        // A long offence, such as a whole payload, is known by its beginning.
        let offence = text.get(start..end).unwrap_or_default();
        let offence: String = offence
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(40)
            .collect();
        let parts = [
            page,
            finding.rule.id(),
            finding.operation.as_deref().unwrap_or_default(),
            &pointer.join("/"),
            &offence,
        ];
        let hash = fnv(&parts.join("\u{0}"));
        let next = seen.entry(hash).or_default();
        let times = *next;
        *next += 1;
        finding.message = shown::line(&finding.message);
        finding.help = finding.help.as_deref().map(shown::line);
        finding.fingerprint = format!("{:032x}", hash.wrapping_add(times));
    }
}

fn order(finding: &Finding) -> (usize, usize, Rule, &str, &str) {
    let pointer = finding.pointer.as_deref().unwrap_or_default();
    (
        finding.span.start,
        finding.span.end,
        finding.rule,
        pointer,
        &finding.message,
    )
}

/// The token of a pointer, with `*` for an index.
pub(crate) fn collapse(token: &str) -> &str {
    let index = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    if index { "*" } else { token }
}

/// The 128-bit FNV-1a hash: short, the same everywhere and for ever, which is all that a fingerprint needs.
fn fnv(text: &str) -> u128 {
    let start = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    text.bytes().fold(start, |hash: u128, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}

#[cfg(test)]
mod tests {
    use openapi_document::source::{FileId, Span};

    use super::{Finding, finish, fnv};
    use crate::rule::Rule;

    fn finding(start: usize, pointer: &str) -> Finding {
        let span = Span::new(FileId(0), start, start + 3);
        Finding::new(Rule::PayloadType, span, "wrong").pointer(pointer)
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv(""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fnv("a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }

    #[test]
    fn a_fingerprint_survives_moved_lines_and_other_indices() {
        let mut before = vec![finding(0, "/0/id")];
        let mut after = vec![finding(7, "/4/id")];
        finish("p.md", "abc", &mut before);
        finish("p.md", "line\n\n\nabc", &mut after);
        assert_eq!(before[0].fingerprint, after[0].fingerprint);
        finish("q.md", "line\n\n\nabc", &mut after);
        assert_ne!(before[0].fingerprint, after[0].fingerprint);
    }

    #[test]
    fn findings_that_are_alike_are_told_apart_by_their_order() {
        let mut alike = vec![finding(4, "/id"), finding(0, "/id")];
        finish("p.md", "abc abc", &mut alike);
        assert_eq!(alike[0].span.start, 0);
        assert_ne!(alike[0].fingerprint, alike[1].fingerprint);
    }
}
