//! Patterns in URLs: which ones curl expands, and what it takes for one though it is none.

use std::net::Ipv6Addr;
use std::ops::Range;

use crate::content::Content;
use crate::near::first;

/// At most so many requests of one URL are told apart.
const MOST: usize = 64;

/// How long the name of a variable may be.
const REACH: usize = 500;

/// Where the first bracket or brace stands that curl takes for a pattern, though it is none, and where the first name
/// in braces stands for which the reader puts a value.
///
/// Variables are the shell's, `[]` is sent as it is, and what is a whole pattern is meant as one.
pub(super) fn broken(text: &str) -> (Option<usize>, Option<Range<usize>>) {
    let mut at = 0;
    let mut name = None;
    while let Some(next) = text[at..].find(['[', ']', '{', '}']) {
        let open = at + next;
        if let Some(length) = skipped(text, open) {
            at = open + length;
        } else if let Some(length) = placeholder(&text[open..]) {
            at = open + length;
            name = name.or(Some(open..at));
        } else if let Some(length) = pattern(&text[open..]) {
            at = open + length;
        } else {
            return (Some(open), name);
        }
    }
    (None, name)
}

/// The length of a name in one pair of braces or in two.
fn placeholder(text: &str) -> Option<usize> {
    let braces = if text.starts_with("{{") { 2 } else { 1 };
    let inner = text.strip_prefix(&"{{"[..braces])?;
    let length = inner
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ')))
        .filter(|length| {
            *length > 0 && inner.starts_with(|c: char| c == ' ' || !c.is_ascii_digit())
        })?;
    inner[length..]
        .starts_with(&"}}"[..braces])
        .then_some(length + 2 * braces)
}

/// The URLs that a URL with patterns stands for: each item of each list once, and of every range the first.
pub(super) fn expand(url: &Content) -> Vec<Content> {
    let text = url.text();
    let mut patterns: Vec<Vec<Range<usize>>> = Vec::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['[', '{']) {
        let open = at + next;
        if let Some(length) = skipped(text, open) {
            at = open + length;
            continue;
        }
        let Some(length) = pattern(&text[open..]) else {
            at = open + 1;
            continue;
        };
        at = open + length;
        let inner = open + 1..at - 1;
        let address = text[inner.clone()].contains("::");
        let items = match (&text[open..=open], address) {
            ("{", _) => items(text, inner),
            (_, true) => continue,
            _ => {
                let dash = text[inner.clone()].find('-').unwrap_or_default();
                std::iter::once(inner.start..inner.start + dash).collect()
            }
        };
        patterns.push(items);
        places.push(open..at);
    }
    let make = |which: Option<(usize, usize)>| {
        let mut made = Content::default();
        let mut from = 0;
        for (index, (place, items)) in places.iter().zip(&patterns).enumerate() {
            let item = which.map_or(0, |(at, item)| if at == index { item } else { 0 });
            made.join(url, from..place.start);
            made.join(url, items[item].clone());
            from = place.end;
        }
        made.join(url, from..text.len());
        made
    };
    let others = patterns.iter().enumerate();
    let others = others.flat_map(|(at, items)| (1..items.len()).map(move |item| Some((at, item))));
    let all = std::iter::once(None).chain(others).take(MOST);
    all.map(make).collect()
}

/// The items of a list, which commas separate.
fn items(text: &str, inner: Range<usize>) -> Vec<Range<usize>> {
    let mut at = inner.start;
    let parts = text[inner].split(',').map(|part| {
        let range = at..at + part.len();
        at = range.end + 1;
        range
    });
    parts.collect()
}

/// The length of what is no pattern to curl: a variable of the shell, or empty brackets.
fn skipped(text: &str, open: usize) -> Option<usize> {
    let rest = &text[open..];
    if rest.starts_with("[]") {
        return Some(2);
    }
    let is_variable = rest.starts_with('{') && text[..open].ends_with('$');
    is_variable.then(|| first(rest, REACH).find('}').map_or(1, |close| close + 1))
}

/// The length of a range such as `[1-9]`, `[001-100:10]` or `[a-z]`, of a list such as `{one,two}`, or of an IPv6 address.
fn pattern(text: &str) -> Option<usize> {
    // What holds another bracket is none, so that the next one ends the search.
    let close = 1 + text.get(1..)?.find(['[', ']', '{', '}'])?;
    let inner = &text[1..close];
    let is_whole = match (&text[..1], &text[close..=close]) {
        ("{", "}") => inner.contains(','),
        ("[", "]") => is_range(inner) || inner.parse::<Ipv6Addr>().is_ok(),
        _ => false,
    };
    is_whole.then_some(close + 1)
}

/// Whether a text is two numbers or two letters, the smaller one first, and maybe a step.
fn is_range(text: &str) -> bool {
    let (range, step) = match text.split_once(':') {
        Some((range, step)) => (range, Some(step)),
        None => (text, None),
    };
    let number = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| digits)
    };
    let letter = |text: &str| match text.as_bytes() {
        [byte] if byte.is_ascii_alphabetic() => Some(*byte),
        _ => None,
    };
    let Some((first, last)) = range.split_once('-') else {
        return false;
    };
    let numbers = number(first).zip(number(last));
    let letters = letter(first).zip(letter(last));
    let rises = numbers.is_some_and(|(first, last)| first <= last)
        || letters.is_some_and(|(first, last)| {
            first <= last && first.is_ascii_lowercase() == last.is_ascii_lowercase()
        });
    rises && step.is_none_or(|step| number(step).is_some_and(|step| step > 0))
}

#[cfg(test)]
mod tests {
    use super::expand;
    use crate::content::Content;

    #[test]
    fn each_item_of_a_list_is_a_url_and_of_a_range_the_first() {
        for (url, all) in [
            ("https://a.test/b", vec!["https://a.test/b"]),
            ("/{a,b}/[1-3]", vec!["/a/1", "/b/1"]),
            (
                "/{a,b}/{c,d}?e[]=[a-z:2]",
                vec!["/a/c?e[]=a", "/b/c?e[]=a", "/a/d?e[]=a"],
            ),
            ("/{id}/${X}", vec!["/{id}/${X}"]),
            ("http://[::1]/a", vec!["http://[::1]/a"]),
        ] {
            let mut content = Content::default();
            content.push(url, 0..url.len());
            let found = expand(&content);
            let found: Vec<&str> = found.iter().map(Content::text).collect();
            assert_eq!(found, all);
        }
    }
}
