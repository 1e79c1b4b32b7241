//! What headings and labels announce: an answer, errors, or that something is not as it should be.

use crate::label::{self, Direction};
use crate::words;

/// Whether a heading or label announces errors.
pub(super) fn is_about_errors(text: &str) -> bool {
    let lower = text.to_lowercase();
    let begins = |word: &str| word.starts_with(|c: char| c < '\u{1100}');
    let mut words = words::WORDS.iter().flat_map(|words| words.errors);
    words.any(|word| {
        // Words of some languages stand without space between them.
        !begins(word) && lower.contains(word)
            || lower
                .split(|c: char| !c.is_alphanumeric())
                .any(|one| one == *word)
    })
}

/// What says that something is not as it should be, so that a server may refuse it.
const FAILURES: [&str; 24] = [
    "invalid",
    "missing",
    "not found",
    "not exist",
    "n't exist",
    "no such",
    "already exist",
    "unauthorized",
    "forbidden",
    "denied",
    "rejected",
    "expired",
    "ungültig",
    "nicht gefunden",
    "無効",
    "存在しない",
    "見つから",
    "无效",
    "不存在",
    "失败",
    "유효하지",
    "실패",
    "invalide",
    "inválid",
];

/// Whether a label tells of something that is not as it should be.
pub(super) fn tells_of_failure(text: &str) -> bool {
    let lower = text.to_lowercase();
    FAILURES.iter().any(|word| lower.contains(word))
}

/// Whether a text announces what a server answers.
pub(super) fn is_answer(text: &str) -> bool {
    label::find(text).is_some_and(|label| label.direction == Direction::Response && !label.mixed)
}
