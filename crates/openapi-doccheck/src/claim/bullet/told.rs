//! What stands behind the name of an attribute in an item: its type, whether it is required, and its default.

use std::ops::Range;

use openapi_document::source::Span;

use super::super::prose::default;
use super::super::row::required_kind;
use super::super::{Required, RequiredKind, Type};
use super::span;
use crate::edit::Text;
use crate::types::parse_type;
use crate::words;

/// What stands in the brackets behind a name.
#[derive(Default)]
pub(super) struct Told {
    pub(super) ty: Option<Type>,
    pub(super) required: Option<Required>,
    pub(super) default: Option<Text>,
}

impl Told {
    /// Reads the brackets; none when they hold something else, so that the item describes no attribute.
    ///
    /// Behind a name without code marks all of it must be understood.
    pub(super) fn read(page: &str, range: Range<usize>, marked: bool) -> Option<Self> {
        let text = &page[range.clone()];
        let piece = |part: &str| {
            let part = part.trim_matches(['`', ' ', '*']);
            let at = range.start + part.as_ptr().addr() - text.as_ptr().addr();
            Text::new(part, span(at..at + part.len()))
        };
        let mut told = Self::default();
        // `string: "red"`: a type and its default, or `<required>`.
        if let Some((ty, value)) = text.split_once(':')
            && !parse_type(ty.trim_matches(['`', ' ', '*'])).is_empty()
        {
            told.type_of(piece(ty));
            // Behind the value it may say in a word whether it is required.
            let last = value
                .rsplit_once(',')
                .map(|(value, word)| (value, piece(word)));
            let said = last.and_then(|(value, word)| {
                let kind = required_kind(&word.text).filter(|_| !is_sign(&word.text))?;
                Some((value, Required { kind, text: word }))
            });
            match said {
                Some((value, required)) => {
                    told.value(piece(value));
                    told.required = Some(required);
                }
                None => told.value(piece(value)),
            }
            return Some(told);
        }
        let mut understood = false;
        for part in text.split([',', ';']) {
            let part = piece(part);
            let lower = part.text.to_lowercase();
            let plain = lower.trim_matches(['<', '>', '`']);
            if let Some(kind) = required_kind(plain).filter(|_| !is_sign(plain)) {
                told.required = Some(Required { kind, text: part });
                understood = true;
            } else if [plain, &lower].iter().any(|ty| !parse_type(ty).is_empty()) {
                told.type_of(part);
                understood = true;
            } else if let Some(value) = default(&part.text, &[]) {
                let at = part.span.start;
                let value =
                    piece(&text[at + value.start - range.start..at + value.end - range.start]);
                told.default = Some(value);
                understood = true;
            } else if !marked {
                return None;
            }
        }
        understood.then_some(told)
    }

    /// Reads the words behind a colon, a hyphen or a code mark that say type or required-ness and nothing else, and where they end:
    /// `integer. Optional.`
    pub(super) fn words(
        text: &str,
        base: usize,
        name: &str,
        after: usize,
    ) -> Option<(Self, usize)> {
        let behind = text[after..].trim_start_matches(['*', ' ']);
        // A type between code marks needs no sign before it: **size** `integer`.
        let behind = match behind.strip_prefix([':', '-', '–', '—', '：']) {
            Some(behind) => behind,
            None if behind.starts_with('`') => behind,
            None => return None,
        };
        // What is said about a type is no attribute.
        if !parse_type(name).is_empty() {
            return None;
        }
        let mut told = Self::default();
        let mut at = text.len() - behind.len();
        loop {
            let inner = text[at..].trim_start_matches([' ', '*', '_', '`', '(']);
            let start = text.len() - inner.len();
            let ends = ['.', ',', ';', ')', '。', '*', '`', '\n'];
            let word = inner[..inner.find(ends).unwrap_or(inner.len())].trim_end();
            let piece = || Text::new(word, span(base + start..base + start + word.len()));
            // A word with a capital letter is the beginning of a description: `Date. When it was made.`
            let is_small = !word.starts_with(|c: char| c.is_ascii_uppercase());
            if words::any(word, |words| words.required)
                && let Some(kind) = required_kind(word).filter(|_| told.required.is_none())
            {
                let text = piece();
                told.required = Some(Required { kind, text });
            } else if told.ty.is_none() && is_small && !parse_type(word).is_empty() {
                told.type_of(piece());
            } else {
                break;
            }
            let rest = inner[word.len()..].trim_start_matches(ends);
            at = text.len() - rest.trim_start_matches([' ', '*', ')', '`']).len();
        }
        (told.ty.is_some() || told.required.is_some()).then_some((told, at))
    }

    fn type_of(&mut self, text: Text) {
        self.ty = Some(Type {
            names: parse_type(&text.text),
            text,
        });
    }

    /// What stands behind the colon.
    fn value(&mut self, value: Text) {
        let kind = match value.text.trim_matches(['<', '>']) {
            "required" => RequiredKind::Yes,
            "optional" => RequiredKind::No,
            _ => {
                // A default, also the empty one, says that it need not be there.
                let quotes = value.text.len() > 1
                    && value.text.starts_with('"')
                    && value.text.ends_with('"');
                if value.text.starts_with('<') {
                    return;
                }
                let cut = usize::from(quotes);
                let inner = value.text[cut..value.text.len() - cut].to_owned();
                let place = Span::new(
                    value.span.file,
                    value.span.start + cut,
                    value.span.end - cut,
                );
                if !inner.is_empty() && !matches!(inner.as_str(), "nil" | "null") {
                    self.default = Some(Text::new(inner, place));
                }
                return;
            }
        };
        self.required = Some(Required { kind, text: value });
    }
}

fn is_sign(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}
