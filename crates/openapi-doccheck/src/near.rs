//! The beginning and the end of a text, as much as is looked at, never within a character.

/// The first bytes of a text, at most so many.
pub(crate) fn first(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The last bytes of a text, at most so many.
pub(crate) fn last(text: &str, most: usize) -> &str {
    let mut start = text.len().saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::{first, last};

    #[test]
    fn no_character_is_divided_at_either_end() {
        let text = "é한a";
        for (most, beginning, end) in [
            (0, "", ""),
            (1, "", "a"),
            (3, "é", "a"),
            (4, "é", "한a"),
            (5, "é한", "한a"),
            (9, text, text),
        ] {
            assert_eq!((first(text, most), last(text, most)), (beginning, end));
        }
    }
}
