//! What the sentences of a description say: the values that are all there are, and the default.
//!
//! Only sentences that say so count. What is half understood is not told.

use std::ops::Range;

use crate::inline::{code, marked};
use crate::words::{self, Words};

/// The places of the values that a description lists as all there are; empty when it lists none.
pub(super) fn values(text: &str, locales: &[String]) -> Vec<Range<usize>> {
    let text = &*marked(text);
    let spans = code(text);
    let lower = lowercase(text);
    for end in phrases(&lower, locales, |words| words.one_of) {
        let found = if spans.is_empty() {
            bare_values(text, end, locales)
        } else {
            marked_values(text, end, &spans, locales)
        };
        let found = if found.is_empty() {
            quoted_values(text, end, locales)
        } else {
            found
        };
        if found.len() > 1 {
            return found;
        }
    }
    values_before(text, &lower, &spans, locales)
}

/// Values between code marks that stand before a phrase such as `のいずれか`.
fn values_before(
    text: &str,
    lower: &str,
    spans: &[Range<usize>],
    locales: &[String],
) -> Vec<Range<usize>> {
    let phrases = words::of(locales).flat_map(|words| words.one_of_before);
    for phrase in phrases {
        for (at, _) in lower.match_indices(phrase).take(16) {
            let last = text[..at].trim_end_matches(['`', ' ']).len();
            let Some(index) = spans.iter().position(|span| span.end == last) else {
                continue;
            };
            let mut first = index;
            while let Some(before) = first.checked_sub(1) {
                let between = &text[spans[before].end..spans[first].start];
                if !separates(between.trim_matches(['`', ' ']), locales) {
                    break;
                }
                first = before;
            }
            if first < index {
                return spans[first..=index].to_vec();
            }
        }
    }
    Vec::new()
}

/// Values between quotes, from the end of the phrase on.
fn quoted_values(text: &str, end: usize, locales: &[String]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let rest = text[end..].trim_start_matches([' ', ':', '：']);
    let mut at = text.len() - rest.len();
    loop {
        let pairs = [('"', '"'), ('“', '”'), ('\'', '\'')];
        let value = pairs.iter().find_map(|(open, close)| {
            let inner = text[at..].strip_prefix(*open)?;
            let length = inner.find(*close)?;
            is_word(&inner[..length]).then_some((open.len_utf8(), length, close.len_utf8()))
        });
        let Some((open, length, close)) = value else {
            // It goes on with something else than a value: the list is not all there is.
            return Vec::new();
        };
        found.push(at + open..at + open + length);
        at += open + length + close;
        let next = text[at..].find(['"', '“', '\'']).map(|next| at + next);
        match next.filter(|next| separates(&text[at..*next], locales)) {
            Some(next) => at = next,
            None => break,
        }
    }
    let rest = text[at..].trim_start();
    let word = rest.split_whitespace().next().unwrap_or_default();
    if rest.starts_with([',', '/', '、']) || is_or(word, locales) {
        return Vec::new();
    }
    found
}

/// Whether a description ends with the words that say all values follow, and a colon.
pub(super) fn announces(text: &str, locales: &[String]) -> bool {
    let lower = lowercase(text.trim_end());
    let Some(inner) = lower.strip_suffix([':', '：']) else {
        return false;
    };
    phrases(&lower, locales, |words| words.one_of)
        .into_iter()
        .any(|end| end >= inner.trim_end().len())
}

/// The text in small letters, byte for byte at the same places.
fn lowercase(text: &str) -> String {
    let lower = |c: char| {
        let mut small = c.to_lowercase();
        small
            .next()
            .filter(|small| small.len_utf8() == c.len_utf8())
            .unwrap_or(c)
    };
    text.chars().map(lower).collect()
}

/// Where the phrases of a kind end in a text, in order.
fn phrases(
    lower: &str,
    locales: &[String],
    field: fn(&Words) -> &'static [&'static str],
) -> Vec<usize> {
    let begins_word = |at: usize| !lower[..at].ends_with(char::is_alphanumeric);
    let mut ends = Vec::new();
    for phrase in words::of(locales).flat_map(field) {
        let is_latin = phrase.starts_with(|c: char| c < '\u{1100}');
        for (at, _) in lower.match_indices(phrase).take(16) {
            let end = at + phrase.len();
            let goes_on = lower[end..].starts_with(|c: char| c.is_alphanumeric() && c < '\u{1100}');
            let begins = !phrase.starts_with(char::is_alphanumeric) || begins_word(at);
            if !is_latin || begins && !goes_on {
                ends.push(end);
            }
        }
    }
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// Whether a text is an or-word.
fn is_or(text: &str, locales: &[String]) -> bool {
    let text = text.to_lowercase();
    words::of(locales).any(|words| words.or.contains(&text.as_str()))
}

/// Whether a text between two values is nothing but what may stand there.
fn separates(text: &str, locales: &[String]) -> bool {
    let mut text = text.trim();
    // In cells, lines are broken by tags.
    if let Some((remark, item)) = text.split_once("<br").or(text.split_once("<BR"))
        && let Some((_, mark)) = item.split_once('>')
    {
        let remark = remark.trim();
        let is_remark = remark.is_empty() || remark.starts_with([':', '-', '–', '—', '(', ',']);
        return is_remark && mark.trim_matches([' ', '-', '*', '•']).is_empty();
    }
    // A remark in round brackets says more about the value before it.
    if let Some(rest) = text.strip_prefix('(')
        && let Some(close) = rest.find(')')
    {
        text = rest[close + 1..].trim();
    }
    let rest = text
        .trim_start_matches([',', '/', '|', '、', '，', ';'])
        .trim();
    (rest.is_empty() && !text.is_empty()) || is_or(rest, locales)
}

/// Values between code marks, from the end of the phrase on.
fn marked_values(
    text: &str,
    end: usize,
    spans: &[Range<usize>],
    locales: &[String],
) -> Vec<Range<usize>> {
    let mut spans = spans.iter().filter(|span| span.start > end).peekable();
    let mut found: Vec<Range<usize>> = Vec::new();
    let outer = |span: &Range<usize>| {
        let start = text[..span.start].trim_end_matches(['`', ' ']).len();
        let rest = &text[span.end..];
        let stop = span.end + rest.len() - rest.trim_start_matches([' ', '`']).len();
        start..stop
    };
    let Some(first) = spans.peek() else {
        return found;
    };
    let before = text[end..outer(first).start.max(end)].trim();
    let broken = before
        .find("<br")
        .map(|tag| (&before[..tag], &before[tag..]));
    let before = match broken {
        Some((lead, tag)) if tag.trim_end_matches([' ', '-', '*', '•']).ends_with('>') => {
            lead.trim()
        }
        _ => before,
    };
    let lead = before.trim_end_matches([':', '：']).trim();
    let is_lead = lead.is_empty()
        || lead.len() <= 40 && !lead.contains(['.', ',']) && before.ends_with([':', '：']);
    if !is_lead {
        return found;
    }
    for span in spans {
        if let Some(last) = found.last()
            && !separates(
                &text[outer(last).end..outer(span).start.max(outer(last).end)],
                locales,
            )
        {
            break;
        }
        found.push(span.clone());
    }
    // Where the list goes on with something that is no code, it is not all there is.
    if let Some(last) = found.last() {
        let rest = text[outer(last).end..].trim_start();
        let word = rest.split_whitespace().next().unwrap_or_default();
        let between = &text[end..last.start];
        let goes_on = between.contains("<br")
            && !(rest.is_empty() || rest.starts_with(['<', ':', '-', '–', '—', '(', '.']));
        if goes_on || rest.starts_with([',', '/', '、']) || is_or(word, locales) && found.len() < 3
        {
            return Vec::new();
        }
    }
    found
}

/// Values that lost their marks: words after a colon, with commas between them, up to the end of the sentence.
fn bare_values(text: &str, end: usize, locales: &[String]) -> Vec<Range<usize>> {
    let rest = &text[end..];
    let inner = rest.trim_start();
    let Some(list) = inner.strip_prefix([':', '：']) else {
        return Vec::new();
    };
    let base = text.len() - list.len();
    let stop = list
        .match_indices(['.', '。', ';', '(', '\n'])
        .map(|(at, _)| at)
        .find(|at| {
            let behind = &list[at + 1..];
            !list[*at..].starts_with('.')
                || behind.is_empty()
                || behind.starts_with(char::is_whitespace)
        })
        .unwrap_or(list.len());
    let mut found = Vec::new();
    for part in list[..stop].split(',') {
        let mut words: Vec<&str> = part.split_whitespace().collect();
        if words.first().is_some_and(|word| is_or(word, locales)) {
            words.remove(0);
        }
        let place = |word: &str| base + word.as_ptr().addr() - list.as_ptr().addr();
        match words.as_slice() {
            [] => {}
            [word] if is_word(word) => found.push(place(word)..place(word) + word.len()),
            [one, or, other] if is_word(one) && is_word(other) && is_or(or, locales) => {
                found.push(place(one)..place(one) + one.len());
                found.push(place(other)..place(other) + other.len());
            }
            _ => return Vec::new(),
        }
    }
    found
}

fn is_word(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.+:".contains(&byte))
}

/// The place of the default that a description tells.
pub(super) fn default(text: &str, locales: &[String]) -> Option<Range<usize>> {
    let text = &*marked(text);
    let spans = code(text);
    let lower = lowercase(text);
    for end in phrases(&lower, locales, |words| words.default_is) {
        let rest = &text[end..];
        let gap = rest.trim_start_matches([' ', ':', '：', '=', '*', '_', '\n']);
        let start = text.len() - gap.len();
        let found = if gap.starts_with('`') {
            spans.iter().find(|span| span.start > start).cloned()
        } else {
            bare_default(gap).map(|length| start..start + length)
        };
        let Some(found) = found else {
            continue;
        };
        // A default that depends on something is none that a document could hold.
        let behind = text[found.end..].trim_start_matches(['`', '"', '\'', ' ']);
        let word = behind.split_whitespace().next().unwrap_or_default();
        let depends = ["if", "when", "for", "unless", "on", "in", "or"]
            .contains(&word.to_lowercase().as_str());
        if !depends {
            return Some(found);
        }
    }
    is_the_default(text, &lower, &spans)
}

/// The value before `is the default`.
fn is_the_default(text: &str, lower: &str, spans: &[Range<usize>]) -> Option<Range<usize>> {
    let at = lower.find(" is the default")?;
    let behind = &lower[at + " is the default".len()..];
    let ends = behind.is_empty() || behind.starts_with(['.', ',', ')', ';']);
    let span = spans.iter().find(|span| {
        text[span.end..at.max(span.end)]
            .trim_matches('`')
            .is_empty()
            && span.end <= at
    })?;
    ends.then(|| span.clone())
}

/// The length of a default without code marks: a literal or a number, or a name in quotes.
fn bare_default(text: &str) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('"') {
        let end = inner.find('"')?;
        return is_word(&inner[..end]).then_some(end + 2);
    }
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && !"_-.".contains(c))
        .unwrap_or(text.len());
    let word = text[..end].trim_end_matches('.');
    let is_literal = matches!(word, "true" | "false" | "null");
    let is_number =
        word.parse::<f64>().is_ok() && word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let unit = text[word.len()..].trim_start();
    let has_unit = is_number && unit.starts_with(|c: char| c.is_alphabetic() && c < '\u{1100}');
    (is_literal || is_number && !has_unit).then_some(word.len())
}

#[cfg(test)]
mod tests {
    use super::{default, values};

    fn told(text: &str) -> String {
        let found = values(text, &[]);
        let found: Vec<_> = found.into_iter().map(|range| &text[range]).collect();
        found.join(" ")
    }

    #[test]
    fn values_are_told_only_where_the_sentence_lists_all() {
        for (text, expected) in [
            ("One of `tin`, `iron`, or `glass`.", "tin iron glass"),
            (
                "Either one of or an array of the following: `a`, `b`, or `c`. All if `d` is not given.",
                "a b c",
            ),
            ("Can be `asc` or `desc`. Default is `asc`.", "asc desc"),
            ("Possible values: `a` (first), `b`.", "a b"),
            (
                "Either one of or an array of the following: created , pending , or manual . All are.",
                "created pending manual",
            ),
            ("one of the following: a, b or c.", "a b c"),
            (
                "다음 중 하나 또는 다음과 같은 문자열 배열 중 하나: created, failed, 또는 manual. 그",
                "created failed manual",
            ),
            ("`open`、`paid`、`shipped`のいずれか", "open paid shipped"),
            ("状態は`open`または`paid`のいずれか。", "open paid"),
            ("`open`, `paid`, `shipped` 중 하나", "open paid shipped"),
            ("`a`、`b` 之一", "a b"),
            ("`a`のいずれか", ""),
            (
                "one of \"open\", \"paid\", \"shipped\"",
                "open paid shipped",
            ),
            ("Can be \"a\" or 'b'. More", "a b"),
            ("one of \"a\", \"b\", or another", ""),
            ("one of \"a thing\", \"b\"", ""),
            ("One of:<br>`a`<br>`b` - the other<br/>`c`", "a b c"),
            ("One of:<br>- `a`<br>- `b`", "a b"),
            ("Can be `a`<br>`b` is ignored", ""),
            ("One of the lids of `a`, `b`.", ""),
            ("One of `a`, `b`, or another.", ""),
            ("Can be `null`.", ""),
            ("Works with `a`, `b`.", ""),
            ("one of a few things", ""),
            ("one of: the lids, the pots", ""),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_default_is_told_only_where_the_sentence_says_so() {
        for (text, expected) in [
            ("The size. Defaults to `20`.", Some("20")),
            ("Default is false. More", Some("false")),
            ("Defaults to false . Since 13.9.", Some("false")),
            ("기본값은 false입니다.", Some("false")),
            ("デフォルトは`asc`です", Some("asc")),
            ("How many (default 25).", Some("25")),
            ("How many (default `25`).", Some("25")),
            ("How many, default `25`", Some("25")),
            ("How many. *Default:* `25`", Some("25")),
            ("How many. Default: **25**", Some("25")),
            ("Anzahl. Voreinstellung: `25`.", Some("25")),
            ("Cuántos, por defecto `25`.", Some("25")),
            ("数量，默认：25", Some("25")),
            ("The default `user` account.", None),
            ("Asks the default server.", None),
            ("Sorted, `desc` is the default.", Some("desc")),
            ("Defaults to the user.", None),
            ("Default is `a` if there is a lid.", None),
            ("Defaults to 20 minutes.", None),
            ("By default, all are shown.", None),
        ] {
            let found = default(text, &[]).map(|range| &text[range]);
            assert_eq!(found, expected, "{text}");
        }
    }
}
