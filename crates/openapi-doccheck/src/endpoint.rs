//! Endpoint lines such as `GET /projects/:id/jobs?scope=all`, in the spellings that docs pages use.

mod template;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::inline;
use crate::words;

pub use template::{Segment, Template};

/// A method and a path template, as a page writes them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Endpoint {
    /// The method in capitals.
    pub method: String,
    /// The path without its query.
    pub path: Template,
    /// The names in the query, in order, as written.
    pub query: Vec<String>,
    /// The value of each name in the query, as written.
    pub values: Vec<Option<String>>,
    /// The host, or a name for it, when it stands before the path: `GET https://example.com/pots`,
    /// `GET {base_url}/pots`.
    pub host: Option<String>,
    /// Whether it is the first line of a request as it is sent, as in `GET /pots/7 HTTP/1.1`.
    pub is_request: bool,
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The longest line that is taken for an endpoint, in bytes.
const LONGEST: usize = 4000;

impl Endpoint {
    /// Reads a line that is an endpoint and nothing else; its place in the line, without space and marks.
    ///
    /// Marks are code marks, two stars, and tags such as `<kbd>`; method and path may have marks of their own. A label
    /// such as `Endpoint:` may stand before it.
    ///
    /// ```
    /// use openapi_doccheck::endpoint::Endpoint;
    ///
    /// let line = "`GET /pots/{id}/lids/*lid?size=big`";
    /// let (endpoint, range) = Endpoint::parse_line(line).unwrap();
    /// assert_eq!(endpoint.to_string(), "GET /pots/{id}/lids/*lid");
    /// assert_eq!(endpoint.query, ["size"]);
    /// assert_eq!(range, 1..line.len() - 1);
    /// assert_eq!(Endpoint::parse_line("GET /pots lists them"), None);
    /// ```
    pub fn parse_line(line: &str) -> Option<(Self, Range<usize>)> {
        Self::parse(line, str::to_owned)
    }

    /// Reads a line with its method as `spell` makes it.
    fn parse(line: &str, spell: fn(&str) -> String) -> Option<(Self, Range<usize>)> {
        if line.len() > LONGEST {
            return None;
        }
        let text = without_tags(line);
        let behind = &text[label_end(&text)..];
        let mut words = behind.split_whitespace().map(unmarked);
        let mut next = || words.find(|word| !word.is_empty());
        let (method, path) = (next()?, next()?);
        let mut endpoint = Self::from_words(&spell(method), path)?;
        let protocol = next();
        endpoint.is_request = protocol.is_some();
        let ends = protocol.is_none_or(|word| word.starts_with("HTTP/")) && next().is_none();
        let place = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
        let last = protocol.unwrap_or(path);
        ends.then(|| (endpoint, place(method)..place(last) + last.len()))
    }

    /// Reads a heading or a cell that is an endpoint, in small letters too, alone or as a link, with a remark behind it or in
    /// brackets behind what it does: `get /pots - List pots`, `List pots (GET /pots)`.
    pub(crate) fn parse_title(title: &str) -> Option<(Self, Range<usize>)> {
        let read = |range: Range<usize>| {
            let (endpoint, place) = Self::parse(&title[range.clone()], capitals)?;
            Some((endpoint, range.start + place.start..range.start + place.end))
        };
        let bracketed = || {
            let inner = title.trim_end().strip_suffix(')')?;
            let open = inner.rfind(" (")?;
            read(open + 2..inner.len())
        };
        let link = || {
            let (inner, end) = link(title)?;
            // A heading may be a link to itself; one that leads elsewhere speaks of what stands there.
            title[inner.end..end]
                .starts_with("](#")
                .then(|| read(inner))?
        };
        read(0..title.len())
            .or_else(|| read(0..remark(title)?))
            .or_else(link)
            .or_else(bracketed)
    }

    /// Reads an item of a list that names an endpoint and says what it does, or leads to where that is said:
    /// `` `GET /pots`: List pots ``, ``[`GET /pots`](#list)``.
    pub(crate) fn parse_item(item: &str) -> Option<(Self, Range<usize>)> {
        let linked = || {
            let (inner, end) = link(item)?;
            let behind = item[end..].trim_matches(['*', ' ', '\r', '\n']);
            let is_remark = behind.is_empty() || behind.starts_with([':', '-', '–', '—', '：']);
            let (endpoint, place) = Self::parse_line(&item[inner.clone()])?;
            is_remark.then_some((endpoint, inner.start + place.start..inner.start + place.end))
        };
        linked().or_else(|| Self::parse_line(&item[..remark(item)?]))
    }

    /// Reads a text that holds endpoints and nothing else, one after the other; empty when it is no such text.
    ///
    /// Unlike a line, the text may hold several: a page that lost its line breaks has them side by side.
    pub fn parse_all(text: &str) -> Vec<(Self, Range<usize>)> {
        let place = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
        let mut found = Vec::new();
        let mut words = text.split_whitespace().peekable();
        while let Some(method) = words.next() {
            let Some((endpoint, path)) = words
                .next()
                .and_then(|path| Some((Self::from_words(method, path)?, path)))
            else {
                return Vec::new();
            };
            found.push((endpoint, place(method)..place(path) + path.len()));
            words.next_if(|word| word.starts_with("HTTP/"));
        }
        found
    }

    /// Reads a method and a path that stand in cells of their own, where any word in capitals is a method.
    pub(crate) fn of_cells(method: &str, path: &str) -> Option<Self> {
        let upper = capitals(method);
        let method = if METHODS.contains(&upper.as_str()) {
            &upper
        } else {
            method
        };
        let is_method = (2..=10).contains(&method.len())
            && method.bytes().all(|byte| byte.is_ascii_uppercase());
        let path = path.split_whitespace().next()?;
        if !is_method || !path.starts_with('/') {
            return None;
        }
        Some(Self::of_parts(method, path))
    }

    /// Whether another endpoint has the same method and path.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.method == other.method && self.path == other.path
    }

    /// Reads a method and a path that have labels of their own.
    pub(crate) fn of_labels(method: &str, path: &str) -> Option<Self> {
        Self::from_words(unmarked(method), unmarked(path))
    }

    fn from_words(method: &str, path: &str) -> Option<Self> {
        if !METHODS.contains(&method) {
            return None;
        }
        if path.starts_with('/') {
            return Some(Self::of_parts(method, path));
        }
        let (host, path) = split_host(path)?;
        Some(Self {
            host: Some(host.to_owned()),
            ..Self::of_parts(method, path)
        })
    }

    fn of_parts(method: &str, path: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pair = |pair: &str| match pair.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (pair.to_owned(), None),
        };
        let (query, values) = pairs.map(pair).unzip();
        Self {
            method: method.to_owned(),
            path: Template::parse(path),
            query,
            values,
            host: None,
            is_request: false,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// A method in small letters in capitals; `Delete` begins a sentence.
fn capitals(word: &str) -> String {
    let is_small = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_small {
        word.to_ascii_uppercase()
    } else {
        word.to_owned()
    }
}

/// The host behind a scheme, or a name for both between brackets, and what stands behind it.
fn split_host(path: &str) -> Option<(&str, &str)> {
    let schemes = ["https://", "http://"];
    if let Some(below) = schemes.iter().find_map(|scheme| path.strip_prefix(scheme)) {
        return Some(below.split_at(below.find('/')?));
    }
    let brackets = [("{{", "}}"), ("${", "}"), ("{", "}"), ("<", ">")];
    let (name, below) = brackets
        .iter()
        .find_map(|(open, close)| path.strip_prefix(open)?.split_once(close))?;
    let name = name.to_lowercase();
    let is_host = ["url", "host", "base", "server", "domain", "endpoint"]
        .iter()
        .any(|word| name.contains(word));
    (is_host && below.starts_with('/')).then(|| path.split_at(path.len() - below.len()))
}

/// Where a line goes on behind a label such as `Endpoint:`; at its beginning without one.
fn label_end(text: &str) -> usize {
    let Some(colon) = text
        .find([':', '：'])
        .filter(|colon| *colon < LONGEST_LABEL)
    else {
        return 0;
    };
    let label = text[..colon].trim_matches(['*', '_', ' ']);
    if words::any(label, |words| words.path) || label.eq_ignore_ascii_case("http request") {
        colon + text[colon..].chars().next().map_or(0, char::len_utf8)
    } else {
        0
    }
}

/// The longest label before an endpoint, in bytes.
const LONGEST_LABEL: usize = 60;

/// Where the remark behind an endpoint begins.
fn remark(text: &str) -> Option<usize> {
    let marks = [" - ", " – ", " — ", ": ", "：", " | "];
    let found = marks.iter().filter_map(|mark| text.find(mark));
    // What stands behind the colon of a label is no remark.
    let label = label_end(text);
    found.filter(|at| *at >= label).min()
}

/// The text of the link that a text begins with, and where the link ends.
fn link(text: &str) -> Option<(Range<usize>, usize)> {
    let inner = text.trim_start_matches(['*', ' ']);
    let start = text.len() - inner.len() + 1;
    let end = start + inner.strip_prefix('[')?.find("](")?;
    let close = end + text[end..].find(')')? + 1;
    Some((start..end, close))
}

/// The line with blanks in the places of tags that mark text, every other byte in its place.
fn without_tags(line: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(line);
    for (at, _) in line.match_indices('<') {
        // Behind a slash it is a placeholder.
        if line[..at].ends_with('/') {
            continue;
        }
        if let Some(length) = inline::tag(&line[at..]) {
            text.to_mut()
                .replace_range(at..at + length, &" ".repeat(length));
        }
    }
    text
}

/// A word without the marks at its ends.
fn unmarked(word: &str) -> &str {
    let inner = word.trim_start_matches("**").trim_matches('`');
    // Two stars behind a slash are part of a path.
    match inner.strip_suffix("**") {
        Some(rest) if !rest.ends_with('/') => rest.trim_matches('`'),
        _ => inner,
    }
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, Segment, Template};

    fn shape(path: &str) -> String {
        let mark = |segment: &Segment| match segment {
            Segment::Literal(text) => text.clone(),
            Segment::Parameter(name) => format!("({name})"),
            Segment::Tail(name) => format!("({name}…)"),
        };
        let segments = Template::parse(path)
            .segments()
            .iter()
            .map(mark)
            .collect::<Vec<_>>();
        segments.join(" ")
    }

    #[test]
    fn placeholders_of_every_style_are_read() {
        assert_eq!(shape("/a/:id/b"), "a (id) b");
        assert_eq!(shape("/a/{id}/b/"), "a (id) b");
        assert_eq!(shape("/a/<the-id>/b"), "a (the-id) b");
        assert_eq!(shape("/a/*path"), "a (path…)");
        assert_eq!(shape("/a/{path+}/{+b}/{c...}"), "a (path…) (b…) (c…)");
        assert_eq!(shape("/a/:/{}/x:y"), "a : {} x:y");
        assert_eq!(shape("/a/(int:id)/<string:b>/{c:int}"), "a (id) (b) (c)");
    }

    #[test]
    fn a_line_must_be_an_endpoint_and_nothing_else() {
        for line in [
            "GET /pots",
            "  **`GET /pots`**  ",
            "GET /pots HTTP/1.1",
            "GET  /pots?x=1&y",
            "**GET** `/pots`",
            "`GET` /pots",
            "<kbd>GET</kbd> <code>/pots</code>",
            "GET https://kettles.example/pots?x=1",
            "Endpoint: `GET /pots`",
            "**Endpoint:** `GET` `/pots`",
            "**URL** : GET /pots",
            "GET {baseUrl}/pots",
            "GET {{host}}/pots",
        ] {
            let (endpoint, range) = Endpoint::parse_line(line).unwrap();
            assert_eq!(endpoint.to_string(), "GET /pots", "{line}");
            assert!(line[range].starts_with("GET"), "{line}");
        }
        let (with_tail, _) = Endpoint::parse_line("**GET** /pots/<b>/**").unwrap();
        assert_eq!(with_tail.to_string(), "GET /pots/<b>/**");
        for line in [
            "",
            "GET",
            "get /pots",
            "GET pots",
            "FETCH /pots",
            "GET /pots now",
            "GET https://kettles.example",
            "GET <id>",
            "GET {id}/pots",
            "See: GET /pots",
            "`GET /pots`: lists them",
        ] {
            assert_eq!(Endpoint::parse_line(line), None, "{line}");
        }
    }

    #[test]
    fn headings_cells_and_items_say_more_than_the_endpoint() {
        for title in [
            " GET /pots - Read it",
            "Read it (GET /pots)",
            "[GET /pots](#)",
            "get /pots",
            "`get /pots`",
            "[`GET /pots`](#y)",
        ] {
            let (endpoint, range) = Endpoint::parse_title(title).unwrap();
            assert_eq!(endpoint.to_string(), "GET /pots", "{title}");
            assert_eq!(title[range].to_uppercase(), "GET /POTS", "{title}");
        }
        for title in [
            "Get started",
            "Get /pots",
            "Get /pots and lids",
            "Lids (and pots)",
            "See (GET /a or /b)",
        ] {
            assert_eq!(Endpoint::parse_title(title), None, "{title}");
        }
        for item in [
            "`GET /pots`: List pots",
            "**`GET /pots`** - List pots",
            "[`GET /pots`](#y)",
            "[`GET /pots`](#y) – List pots",
        ] {
            let (endpoint, range) = Endpoint::parse_item(item).unwrap();
            assert_eq!(endpoint.to_string(), "GET /pots", "{item}");
            assert_eq!(&item[range], "GET /pots", "{item}");
        }
        for item in [
            "Send `GET /pots` to read: it",
            "`get /pots`: List",
            "[`GET /pots`](#y) lists",
        ] {
            assert_eq!(Endpoint::parse_item(item), None, "{item}");
        }
    }

    #[test]
    fn values_fill_placeholders_and_words_do_not() {
        let template = Template::parse("/pots/{id}/lids/{lid}");
        let fills = |path: &str| Template::parse(path).fills(&template);
        assert!(fills("/pots/7/lids/:lid"));
        assert!(fills("/pots/5f3a/lids/a-1"));
        for other in [
            "/pots/7/lid/1",
            "/pots/red/lids/1",
            "/pots/v1/lids/1",
            "/pots/7",
        ] {
            assert!(!fills(other), "{other}");
        }
    }

    #[test]
    fn endpoints_side_by_side_are_told_apart() {
        let text = " GET /pots POST /pots HTTP/1.1 DELETE /pots/:id ";
        let found = Endpoint::parse_all(text);
        let texts = found.iter().map(|(_, range)| &text[range.clone()]);
        assert_eq!(
            texts.collect::<Vec<_>>(),
            ["GET /pots", "POST /pots", "DELETE /pots/:id"]
        );
        assert!(Endpoint::parse_all("GET /pots and more").is_empty());
        assert!(Endpoint::parse_all("").is_empty());
    }
}
