//! Did you mean: the known name that comes closest to one that is not known.

/// The candidate that was probably meant; none when no candidate is close.
///
/// Half of the letters may be wrong, but no more than three.
pub(crate) fn closest<'c>(
    text: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    within((text.chars().count() / 2).clamp(1, 3), text, candidates)
}

/// The closest candidate that is not more slips away than that.
pub(crate) fn within<'c>(
    most: usize,
    text: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let length = text.chars().count();
    candidates
        .into_iter()
        // A text that is much longer is not compared letter by letter.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= most)
        .map(|candidate| (strsim::osa_distance(text, candidate), candidate))
        .filter(|(distance, _)| (1..=most).contains(distance))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The names as a list in words, each in code marks: `a`, `b` and `c`.
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{closest, list};

    #[test]
    fn only_what_is_close_is_suggested() {
        assert_eq!(closest("statsu", ["state", "status"]), Some("status"));
        assert_eq!(closest("colour", ["id", "name"]), None);
        assert_eq!(closest("id", ["id"]), None);
    }

    #[test]
    fn a_list_reads_as_words() {
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list::<&str>(&[]), "");
    }
}
