//! Sentences and labels that name the statuses a server answers with.

use std::ops::Range;

use openapi_document::source::{FileId, Span};

use super::{Form, StatusRow};
use crate::edit::Text;
use crate::inline::code;
use crate::label::reason;
use crate::near::{first, last};

/// The statuses that a sentence names: `204 No Content` between code marks in a sentence about answers, or a number
/// right behind a word such as "status".
pub(super) fn in_prose(
    page: &str,
    range: Range<usize>,
    locales: &[String],
) -> Vec<(Span, StatusRow)> {
    let text = &page[range.clone()];
    let marked = code(text);
    let mut found: Vec<(Span, StatusRow)> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + next;
        let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        at = start + digits;
        let Some(code) = text[start..at].parse::<u16>().ok().filter(|_| digits == 3) else {
            continue;
        };
        let before = last(&text[..start], NEAR);
        let behind = &text[at..];
        let alone = (before.is_empty()
            || before.ends_with([' ', '\n', '`', '(', '*', '['])
            || before.ends_with(|c: char| c.is_alphabetic() && c > '\u{1100}'))
            && !behind.starts_with(|c: char| {
                (c.is_alphanumeric() && c < '\u{1100}') || matches!(c, '/' | '%')
            })
            && !(behind.starts_with('.') && behind[1..].starts_with(|c: char| c.is_ascii_digit()));
        let mark = marked.binary_search_by_key(&start, |range| range.start);
        let is_marked = mark.is_ok_and(|mark| {
            text[at..marked[mark].end]
                .chars()
                .all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '\''))
        });
        let says = if is_marked {
            is_about_answers(sentence(text, start), locales)
        } else {
            is_behind_word(before, locales)
                || is_before_word(behind, locales)
                    && is_about_answers(sentence(text, start), locales)
                || is_about_answers(sentence(text, start), locales)
                    && is_behind_verb(before)
                    && is_whole(behind)
                    && reason(code).is_some()
                || reason(code).is_some_and(|reason| behind.trim_start().starts_with(reason))
        };
        if alone
            && says
            && (100..600).contains(&code)
            && found.iter().all(|(_, row)| row.code != code)
        {
            let place = Span::new(FileId(0), range.start + start, range.start + at);
            let row = StatusRow {
                code,
                text: Text::new(&text[start..at], place),
                errors: false,
                form: Form::Prose,
            };
            found.push((place, row));
        }
    }
    found
}

/// How far a sentence is looked at before and behind a number in it, in bytes.
const NEAR: usize = 400;

/// What says that a status is not answered, or is not today.
const DENIES: [&str; 8] = [
    "cannot",
    "does not",
    "doesn't",
    "never",
    "no longer",
    "unlike",
    "will not",
    "won't",
];

/// The sentence around a place.
fn sentence(text: &str, at: usize) -> &str {
    let before = last(&text[..at], NEAR);
    let start = at - before.len() + before.rfind(". ").map_or(0, |end| end + 2);
    let most = first(text, at + NEAR).len();
    let end = text[at..most].find(". ").map_or(most, |end| at + end);
    &text[start..end]
}

fn is_about_answers(sentence: &str, locales: &[String]) -> bool {
    let lower = sentence.to_lowercase();
    if DENIES.iter().any(|word| lower.contains(word)) {
        return false;
    }
    let verbs = [
        "return", "respon", "fail", "succe", "answer", "반환", "응답", "返", "応答", "renvoi",
        "devuel", "retorn", "antwort", "zurück",
    ];
    let says = crate::words::of(locales)
        .flat_map(|words| words.status_is)
        .any(|word| lower.contains(word));
    says || verbs.iter().any(|verb| lower.contains(verb))
}

fn is_behind_word(before: &str, locales: &[String]) -> bool {
    let before = before.trim_end_matches([' ', '*', '(', '[']).to_lowercase();
    crate::words::of(locales)
        .flat_map(|words| words.status_is)
        .any(|word| {
            before
                .strip_suffix(word)
                .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        })
}

/// Whether a word for a status, in a language without spaces between words, stands behind a number.
fn is_before_word(behind: &str, locales: &[String]) -> bool {
    let behind = behind.trim_start();
    let mut known = crate::words::of(locales).flat_map(|words| words.status_is);
    known.any(|word| word.starts_with(|c: char| c > '\u{1100}') && behind.starts_with(word))
}

/// Whether a number stands behind a word that says what a server does, with nothing but small words between.
fn is_behind_verb(before: &str) -> bool {
    let lower = before.to_lowercase();
    let mut words = lower.split_whitespace().rev();
    let last = words.find(|word| !["a", "an", "with", "the"].contains(word));
    last.is_some_and(|word| ["returns", "responds", "answers", "respond", "return"].contains(&word))
}

/// Whether nothing follows a number that it could count.
fn is_whole(behind: &str) -> bool {
    let rest = behind.trim_start();
    let word = rest
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let goes_on = ["if", "when", "and", "on", "unless", "with", "otherwise"];
    rest.is_empty() || rest.starts_with(['.', ';', ':', ')']) || goes_on.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::in_prose;

    #[test]
    fn sentences_name_statuses_only_when_they_are_about_answers() {
        for (text, codes) in [
            (
                "If it is gone, a response with status `204 No Content` is returned.",
                vec![204],
            ),
            ("Returns [`200`](x) or `404`.", vec![200, 404]),
            ("It answers 404 Not Found when there is none.", vec![404]),
            ("The HTTP status code 429 means wait.", vec![429]),
            ("상태 코드 204로 응답합니다.", vec![204]),
            ("Gibt `409 Conflict` zurück.", vec![409]),
            ("如果重复，返回 409 状态码。", vec![409]),
            ("返回409状态码", vec![409]),
            ("返回 100 个锅。", vec![]),
            ("Returns 204 and an empty body.", vec![204]),
            ("The server responds with a 404 if it is gone.", vec![404]),
            ("It returns 200 results.", vec![]),
            ("It returns 500, or fewer when there are less.", vec![]),
            ("It returns 100 when there are more.", vec![]),
            ("It never returns 409.", vec![]),
            (
                "Unlike version 1, which answered with `500`, it goes on.",
                vec![],
            ),
            ("Write `200` into the field.", vec![]),
            ("Since 12.345 and #404.", vec![]),
            ("Exit code 137.", vec![]),
        ] {
            let found = in_prose(text, 0..text.len(), &[]);
            let found: Vec<_> = found.iter().map(|(_, row)| row.code).collect();
            assert_eq!(found, codes, "{text}");
        }
    }
}
