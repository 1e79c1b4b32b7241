//! How options are written: by name or by letters, with what is wrong with their spelling.

use openapi_document::source::Span;

use super::gather::{Gathered, Rest, is_url};
use super::options::{Known, Long, long, nearly, short};
use super::shell::Word;
use super::url::place;
use super::{CurlOption, CurlProblemKind};
use crate::content::Content;
use crate::edit::Edit;
use crate::suggest::list;

/// Dashes that word processors make of one hyphen or of two.
pub(super) const DASHES: [char; 5] = ['–', '—', '−', '‑', '‒'];

/// The option that an unknown one may mean is looked for in so many.
const MOST: usize = 50;

impl Gathered {
    /// Takes an option whose hyphens are a dash, and tells so; false when the word is none.
    pub(super) fn dashed(&mut self, word: &Word, rest: &mut Rest<'_>) -> bool {
        let said = word.content.text();
        let name = said.trim_start_matches(|c| DASHES.contains(&c) || c == '-');
        let length = said.len() - name.len();
        if word.quoted || !said.starts_with(DASHES) || !name.starts_with(char::is_alphanumeric) {
            return false;
        }
        let is_long = long(name) != Long::Unknown || nearly(name).is_some();
        let letter = name.chars().next().and_then(short);
        let hyphens = match (is_long && name.len() > 1, letter) {
            (true, _) => "--",
            (false, Some(_)) => "-",
            (false, None) => return false,
        };
        let span = place(&word.content, 0..length);
        let message = format!(
            "a dash stands before `{name}`, so curl takes it for a URL: write `{hyphens}{name}`"
        );
        let edits = replaced(span, length, hyphens);
        self.tell(
            CurlProblemKind::TypographicDash,
            word.span,
            message,
            None,
            edits,
        );
        if hyphens == "--" {
            self.long(name, word, length, rest);
        } else {
            self.letters(word, length, rest);
        }
        true
    }

    /// An option by its name, which begins so many bytes into the word.
    pub(super) fn long(&mut self, name: &str, word: &Word, begin: usize, rest: &mut Rest<'_>) {
        let (meant, edit) = match long(name) {
            Long::One(known) => {
                self.valued(known, name, word.span, rest);
                return;
            }
            Long::Several(all) => {
                let names: Vec<String> = all
                    .iter()
                    .map(|known| format!("--{}", known.name))
                    .collect();
                let shown = &names[..names.len().min(5)];
                let message = format!("`--{name}` may be short for {} of curl", list(shown));
                let help = Some("write the whole name".to_owned());
                let kind = CurlProblemKind::AmbiguousOption;
                self.tell(kind, word.span, message, help, Vec::new());
                (Some(all[0]), None)
            }
            Long::Unknown => {
                let sign = name.find('=').unwrap_or(name.len());
                if let (true, Long::One(known)) = (sign < name.len(), long(&name[..sign])) {
                    (Some(known), Some(sign))
                } else {
                    // To look for what was meant takes time, and a command full of mistakes is no typing error.
                    let few = self.problems.len() < MOST;
                    let near = few.then(|| nearly(name)).flatten();
                    let message = match name.strip_prefix("no-").map(long) {
                        Some(Long::One(known)) => format!(
                            "`--{}` takes a value, so `no-` cannot stand before it",
                            known.name
                        ),
                        _ => format!("`curl` has no option `--{name}`"),
                    };
                    let help = near.map(|known| format!("did you mean `--{}`?", known.name));
                    let kind = CurlProblemKind::UnknownOption;
                    self.tell(kind, word.span, message, help, Vec::new());
                    (near, None)
                }
            }
        };
        match (meant, edit) {
            (Some(known), Some(length)) => self.behind_sign(known, word, begin + length),
            // What cannot be its value is not taken for it.
            (Some(known), None) if known.value && rest.peek().is_none_or(|next| is_other(next)) => {
            }
            (Some(known), None) => self.valued(known, name, word.span, rest),
            (None, _) => {
                // What follows is its value, unless it can be something else.
                rest.next_if(|word| {
                    let said = word.content.text();
                    !said.starts_with('-') && (!is_url(said) || said.contains(' '))
                });
                self.options.push(CurlOption {
                    name: name.to_owned(),
                    span: word.span,
                    value: None,
                });
            }
        }
    }

    /// An option whose value stands behind `=` at a place of the word: curl knows no such option.
    fn behind_sign(&mut self, known: Known, word: &Word, sign: usize) {
        let said = word.content.text();
        let name = known.name;
        let at = place(&word.content, sign..sign + 1);
        let (message, help) = if known.value {
            (
                format!(
                    "`curl` before 8.16 takes the value of `--{name}` only as a word of its own, not behind `=`"
                ),
                format!("write `--{name}` and its value with a space between them"),
            )
        } else {
            (
                format!("`--{name}` takes no value"),
                format!("write `--{name}` alone"),
            )
        };
        // What begins with a hyphen or is empty would be something else alone.
        let is_safe = known.value
            && !word.quoted
            && !said[sign + 1..].is_empty()
            && !said[sign + 1..].starts_with('-');
        let kind = if known.value {
            CurlProblemKind::EqualsSign
        } else {
            CurlProblemKind::UnknownOption
        };
        let edits = if is_safe {
            replaced(at, 1, " ")
        } else {
            Vec::new()
        };
        self.tell(kind, word.span, message, Some(help), edits);
        let value = known
            .value
            .then(|| word.content.slice(sign + 1..said.len()));
        self.option(known.name, word.span, value);
    }

    /// A known option, with the next word for its value when it takes one.
    fn valued(&mut self, known: Known, written: &str, span: Span, rest: &mut Rest<'_>) {
        let value = if known.value {
            rest.next().map(|word| self.value(known, word, rest))
        } else {
            None
        };
        if known.value && value.is_none() && !self.opaque {
            let message = format!("`--{written}` needs a value");
            self.problem(CurlProblemKind::MissingValue, span, message);
        }
        if !known.value && written.starts_with("no-") && !known.name.starts_with("no-") {
            self.options.retain(|option| option.name != known.name);
            return;
        }
        self.option(known.name, span, value);
    }

    /// Letters behind one hyphen: flags side by side; the first that takes a value takes the rest of the word for it.
    pub(super) fn letters(&mut self, word: &Word, begin: usize, rest: &mut Rest<'_>) {
        let said = word.content.text();
        for (at, letter) in said.char_indices().filter(|(at, _)| *at >= begin) {
            let end = at + letter.len_utf8();
            let from = if at == begin { 0 } else { at };
            let span = word.content.span(from..end);
            let Some(known) = short(letter) else {
                self.unknown_letter(letter, &said[begin..], span, at == begin);
                return;
            };
            if !known.value {
                self.option(known.name, span, None);
                continue;
            }
            let value = if end < said.len() {
                Some(word.content.slice(end..said.len()))
            } else {
                rest.next().map(|word| self.value(known, word, rest))
            };
            if value.is_none() && !self.opaque {
                let message = format!("`-{letter}` needs a value");
                self.problem(CurlProblemKind::MissingValue, span, message);
            }
            self.option(known.name, span, value);
            return;
        }
    }

    /// The value of an option, which is its next word; of a header that is not in quotes, those behind it as well.
    fn value(&mut self, known: Known, word: &Word, rest: &mut Rest<'_>) -> Content {
        let said = word.content.text();
        let name = said.strip_suffix(':').unwrap_or_default();
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if known.name != "header" || word.quoted || name.is_empty() || !name.chars().all(is_name) {
            return word.content.clone();
        }
        let ends = |word: &&Word| {
            let said = word.content.text();
            said.starts_with('-')
                || said.starts_with(DASHES)
                || said.contains("://")
                || said.starts_with(['/', '"', '\''])
        };
        let mut parts: Vec<&Word> = rest.clone().take_while(|word| !ends(word)).collect();
        let has_url =
            !self.urls.is_empty() || rest.clone().any(|word| word.content.text().contains("://"));
        if !has_url && parts.last().is_some_and(|last| is_url(last.content.text())) {
            parts.pop();
        }
        // What curl takes for a URL or a variable may be one.
        let is_value = |word: &&Word| !is_url(word.content.text());
        if !parts.iter().any(is_value) {
            return word.content.clone();
        }
        let mut whole = word.content.clone();
        let mut last = word;
        let mut plain = true;
        for part in parts {
            rest.next();
            let text = part.content.text();
            plain &= part.range.start == last.range.end + 1
                && text.len() == part.range.len()
                && !text.contains(['"', '\\', '`', '!']);
            whole.replace(" ", last.span.end..part.span.start);
            whole.join(&part.content, 0..text.len());
            last = part;
        }
        let message =
            format!("`{name}:` is not in quotes, so what follows it is no part of the header");
        let edits = [word.span.start, last.span.end].map(|at| Edit {
            start: at,
            end: at,
            text: "\"".to_owned(),
        });
        let edits = if plain { edits.to_vec() } else { Vec::new() };
        let help = Some("put the header in quotes".to_owned());
        self.tell(CurlProblemKind::Header, word.span, message, help, edits);
        whole
    }

    fn unknown_letter(&mut self, letter: char, name: &str, span: Span, is_first: bool) {
        let message = format!("`curl` has no option `-{letter}`");
        let is_name = is_first && name.len() > 2 && matches!(long(name), Long::One(_));
        let help = is_name.then(|| format!("did you mean `--{name}`?"));
        self.tell(
            CurlProblemKind::UnknownOption,
            span,
            message,
            help,
            Vec::new(),
        );
    }
}

/// The edit that puts a text in the place of another one, unless quote marks break that up.
pub(super) fn replaced(span: Span, length: usize, text: &str) -> Vec<Edit> {
    let edit = (span.end - span.start == length).then(|| Edit {
        start: span.start,
        end: span.end,
        text: text.to_owned(),
    });
    edit.into_iter().collect()
}

/// Whether a word is an option or a URL, and so no value of an option that may be meant.
fn is_other(word: &Word) -> bool {
    let said = word.content.text();
    said.starts_with('-') || said.contains("://")
}
