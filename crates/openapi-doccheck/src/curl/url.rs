//! The URL of a command and its parts.

use std::ops::Range;

use openapi_document::source::{FileId, Span};

use super::glob::broken;
use super::{Pair, Url};
use crate::content::Content;
use crate::edit::Text;
use crate::near::first;

/// How long a variable or placeholder in the place of a server may be.
const REACH: usize = 500;

/// Reads a URL; `base_paths` are what may stand between host and path.
pub(super) fn read(content: &Content, base_paths: &[String]) -> Url {
    let text = content.text();
    let piece = |range: Range<usize>| Text::new(&text[range.clone()], place(content, range));
    let server = server(text);
    let fragment = text[server..]
        .find('#')
        .map_or(text.len(), |at| server + at);
    let question = text[server..fragment]
        .find('?')
        .map_or(fragment, |at| server + at);
    let mut cut = server;
    for base in base_paths {
        let base = base.trim_end_matches('/');
        let behind = text[server..question].strip_prefix(base);
        if !base.is_empty() && behind.is_some_and(|path| path.is_empty() || path.starts_with('/')) {
            cut = cut.max(server + base.len());
        }
    }
    let variable = text.starts_with(['$', '<', '{']);
    let query = if question < fragment {
        pairs(content, question + 1..fragment)
    } else {
        Vec::new()
    };
    let (glob, placeholder) = broken(text);
    Url {
        text: piece(0..text.len()),
        base: piece(0..cut),
        path: piece(cut..question),
        has_base: cut > server || variable,
        query,
        glob: glob.map(|at| place(content, at..at + 1)),
        placeholder: placeholder.map(|name| place(content, name)),
    }
}

/// The place on the page; of an empty range, where it would be.
pub(super) fn place(content: &Content, range: Range<usize>) -> Span {
    if range.is_empty() {
        let at = content.offset(range.start);
        return Span::new(FileId(0), at, at);
    }
    content.span(range)
}

/// The length of scheme, host and port, or of the variable or placeholder in the place of them.
fn server(text: &str) -> usize {
    let begin = text.find("://").filter(|at| {
        text[..*at]
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'+')
    });
    let begin = begin.map_or(0, |at| at + 3);
    let mut at = begin;
    // A variable or placeholder may hold slashes of its own.
    loop {
        let rest = &text[at..];
        let close = [("${", '}'), ("$(", ')'), ("<", '>'), ("{", '}')]
            .iter()
            .find(|(open, _)| rest.starts_with(open))
            .and_then(|(_, close)| first(rest, REACH).find(*close));
        if let Some(end) = close {
            at += end + 1;
            continue;
        }
        let stop = rest
            .find(['/', '?', '#', '$', '<', '{'])
            .unwrap_or(rest.len());
        let is_variable = rest[stop..].starts_with(['$', '<', '{']) && stop > 0;
        at += stop;
        if is_variable {
            continue;
        }
        if let Some(name) = rest.strip_prefix('$') {
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
            at += 1 + end.unwrap_or(name.len());
            continue;
        }
        if stop == 0 && rest.starts_with(['<', '{']) {
            at += 1;
            continue;
        }
        return at;
    }
}

/// The names and values of a query or a form, in order.
pub(super) fn pairs(content: &Content, range: Range<usize>) -> Vec<Pair> {
    let text = content.text();
    let mut found = Vec::new();
    let mut at = range.start;
    for part in text[range].split('&') {
        let whole = at..at + part.len();
        at = whole.end + 1;
        if part.is_empty() {
            continue;
        }
        let (name, value) = match part.find('=') {
            Some(sign) => (
                whole.start..whole.start + sign,
                Some(whole.start + sign + 1..whole.end),
            ),
            None => (whole, None),
        };
        let piece =
            |range: Range<usize>| Text::new(decode(&text[range.clone()]), place(content, range));
        found.push(Pair {
            name: piece(name),
            value: value.map(piece),
        });
    }
    found
}

/// Percent signs and plus signs made the characters they stand for; what is no such sign stays.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = text
            .get(at + 1..at + 3)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match (
            bytes[at],
            digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()),
        ) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{decode, read};
    use crate::content::Content;

    fn parts(text: &str) -> (String, String, Vec<String>) {
        let mut content = Content::default();
        content.push(text, 0..text.len());
        let url = read(&content, &["/api/v4".to_owned()]);
        let query = url.query.iter().map(|pair| {
            let value = pair.value.as_ref().map_or("-", |value| &value.text);
            format!("{}={value}", pair.name.text)
        });
        assert_eq!(&text[url.path.span.start..url.path.span.end], url.path.text);
        (url.base.text, url.path.text, query.collect())
    }

    #[test]
    fn base_path_and_query_are_told_apart() {
        for (url, base, path, query) in [
            (
                "https://a.test/api/v4/pots?x=1&y[]=2#z",
                "https://a.test/api/v4",
                "/pots",
                vec!["x=1", "y[]=2"],
            ),
            (
                "https://a.test:80/pots/1",
                "https://a.test:80",
                "/pots/1",
                vec![],
            ),
            ("$API/pots?a", "$API", "/pots", vec!["a=-"]),
            ("${CI_API}/api/v4/pots", "${CI_API}/api/v4", "/pots", vec![]),
            (
                "https://$HOST/api/v4/pots/$ID",
                "https://$HOST/api/v4",
                "/pots/$ID",
                vec![],
            ),
            ("<server>/pots", "<server>", "/pots", vec![]),
            (
                "https://<host>/api/v4/pots",
                "https://<host>/api/v4",
                "/pots",
                vec![],
            ),
            ("/api/v4x/pots", "", "/api/v4x/pots", vec![]),
            ("https://a.test", "https://a.test", "", vec![]),
            (
                "localhost/a%2Fb?c%5B%5D=d+e",
                "localhost",
                "/a%2Fb",
                vec!["c[]=d e"],
            ),
        ] {
            let query: Vec<String> = query.into_iter().map(str::to_owned).collect();
            assert_eq!(
                parts(url),
                (base.to_owned(), path.to_owned(), query),
                "{url}"
            );
        }
    }

    #[test]
    fn signs_that_are_no_escapes_stay() {
        assert_eq!(decode("100%25 a+b %zz %é %f"), "100% a b %zz %é %f");
        assert_eq!(decode("%ff"), "%ff");
    }
}
