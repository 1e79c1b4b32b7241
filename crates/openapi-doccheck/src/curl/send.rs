//! What the options of a request make of it: its method, its URLs with their queries, and its body.

use super::gather::{Gathered, text};
use super::glob::expand;
use super::input::{Input, from_cat};
use super::spelling::replaced;
use super::url::{pairs, place, read as read_url};
use super::{
    Body, Curl, CurlOption, CurlProblem, CurlProblemKind, Method, MethodSource, Pair, Url,
};
use crate::content::Content;
use crate::edit::{Edit, Text};
use crate::recover::parse_content;

impl Gathered {
    pub(super) fn finish(mut self, base_paths: &[String], input: Option<&Input>) -> Curl {
        self.settle();
        let get = self.has("get");
        let method = self.method();
        self.conflicts();
        self.escapes();
        self.spaces();
        let plain = self.has("globoff");
        let mut urls: Vec<Url> = Vec::new();
        for written in &self.urls {
            let all = if plain {
                vec![written.clone()]
            } else {
                expand(written)
            };
            // What stands in a pattern is told where it is written.
            urls.extend(all.iter().map(|url| Url {
                text: text(written),
                ..read_url(url, base_paths)
            }));
        }
        let mut queries: Vec<Pair> = self.query.iter().flat_map(url_query).collect();
        let upload = self.upload.clone();
        if get {
            let data = std::mem::take(&mut self.data);
            queries.extend(data.iter().flat_map(|(option, data)| named(option, data)));
        }
        for url in &mut urls {
            url.query.extend(queries.iter().cloned());
            // Curl puts the name of the file behind a path that ends so.
            if let Some(file) = upload.as_ref().filter(|_| url.path.text.ends_with('/')) {
                let name = file.text.rsplit('/').next().unwrap_or_default();
                url.path.text.push_str(name);
            }
        }
        let body = self.body(input);
        let mut urls = urls.into_iter();
        Curl {
            words: self.words,
            method,
            url: urls.next(),
            urls: urls.collect(),
            headers: self.headers,
            body,
            options: self.options,
            opaque: self.opaque,
            captured: false,
            next: Vec::new(),
            problems: self.problems,
        }
    }

    fn method(&self) -> Method {
        let (name, span, source) = if let Some(request) = &self.request {
            (
                request.text.to_uppercase(),
                Some(request.span),
                MethodSource::Request,
            )
        } else if self.has("head") {
            ("HEAD".to_owned(), None, MethodSource::Head)
        } else if self.upload.is_some() {
            ("PUT".to_owned(), None, MethodSource::Upload)
        } else if self.has("get") && self.form.is_empty() {
            ("GET".to_owned(), None, MethodSource::Get)
        } else if self.data.is_empty() && self.form.is_empty() {
            ("GET".to_owned(), None, MethodSource::Nothing)
        } else {
            ("POST".to_owned(), None, MethodSource::Data)
        };
        Method { name, span, source }
    }

    /// Tells options of which curl takes only one.
    fn conflicts(&mut self) {
        let body = !self.data.is_empty() && !self.has("get");
        let ways = [
            (body, "data"),
            (!self.form.is_empty(), "form"),
            (self.upload.is_some(), "upload-file"),
            (self.has("head"), "head"),
        ];
        let taken: Vec<&str> = ways
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, name)| *name)
            .collect();
        let [first, second, ..] = taken[..] else {
            return;
        };
        let begins = |option: &&CurlOption| {
            option.name.starts_with(second) || second == "data" && option.name == "json"
        };
        if let Some(option) = self.options.iter().find(begins) {
            let message = format!("curl takes only one of `--{first}` and `--{second}`");
            self.problem(CurlProblemKind::Conflict, option.span, message);
        }
    }

    /// Tells `&amp;` in URLs and data, and takes it for the `&` that was meant.
    fn escapes(&mut self) {
        let mut problems = Vec::new();
        let data = self
            .data
            .iter_mut()
            .filter(|(option, data)| *option != "json" && !data.text().starts_with(['{', '[']))
            .map(|(_, data)| data);
        for part in self.urls.iter_mut().chain(data) {
            let Some(first) = part.text().find("&amp;") else {
                continue;
            };
            let mut meant = Content::default();
            let mut edits = Vec::new();
            let mut from = 0;
            for (at, _) in part.text().match_indices("&amp;") {
                meant.join(part, from..at + 1);
                from = at + 5;
                let span = part.span(at + 1..from);
                if span.end - span.start == 4 {
                    edits.push(Edit {
                        start: span.start,
                        end: span.end,
                        text: String::new(),
                    });
                }
            }
            meant.join(part, from..part.text().len());
            problems.push(CurlProblem {
                kind: CurlProblemKind::HtmlEscape,
                span: part.span(first..first + 5),
                message: "`&amp;` is HTML: the name of what follows begins with `amp;` for curl"
                    .to_owned(),
                help: Some("write `&`".to_owned()),
                edits,
            });
            *part = meant;
        }
        self.problems.append(&mut problems);
    }

    /// Tells spaces in URLs, which curl refuses, unless they stand in a placeholder or variable.
    fn spaces(&mut self) {
        for url in std::mem::take(&mut self.urls) {
            let said = url.text();
            let mut depth = 0usize;
            let spaces = said.char_indices().filter(|(_, letter)| {
                match letter {
                    '<' | '{' | '(' | '[' => depth += 1,
                    '>' | '}' | ')' | ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                *letter == ' ' && depth == 0
            });
            let spaces: Vec<usize> = spaces.map(|(at, _)| at).collect();
            let start = said.len() - said.trim_start().len();
            let end = said.trim_end().len().max(start);
            if let Some(first) = spaces.first() {
                let around = |at: &usize| *at < start || *at >= end;
                let edits = spaces.iter().flat_map(|at| {
                    let text = if around(at) { "" } else { "%20" };
                    replaced(url.span(*at..at + 1), 1, text)
                });
                let help = if around(first) {
                    "remove it"
                } else {
                    "write `%20`"
                };
                let message = "a space stands in the URL, so curl refuses it".to_owned();
                let (kind, span) = (CurlProblemKind::SpaceInUrl, url.span(*first..first + 1));
                let edits = edits.collect();
                self.tell(kind, span, message, Some(help.to_owned()), edits);
            }
            self.urls.push(url.slice(start..end));
        }
    }

    fn body(&self, input: Option<&Input>) -> Option<Body> {
        if !self.form.is_empty() {
            let parts = self
                .form
                .iter()
                .map(|(whole, part)| form_part(part, *whole));
            return Some(Body::Form(parts.collect()));
        }
        if let Some(file) = &self.upload {
            if let ("-" | ".", Some(input)) = (file.text.as_str(), input) {
                return Some(shown(input));
            }
            return Some(Body::File {
                name: file.clone(),
                claim: None,
            });
        }
        let (option, first) = self.data.first()?;
        let said = first.text();
        if let ([_], Some(inner)) = (self.data.as_slice(), from_cat(first))
            && *option != "data-urlencode"
        {
            return Some(shown(&Input::Shown(inner)));
        }
        if self
            .data
            .iter()
            .all(|(option, data)| *option == "json" && !data.text().starts_with('@'))
        {
            let mut whole = Content::default();
            for (_, data) in &self.data {
                whole.join(data, 0..data.text().len());
            }
            // What another command makes, or a variable holds, is not on the page.
            if whole.text().trim_start().starts_with(['$', '`', '<']) {
                return Some(Body::Other(text(first)));
            }
            return Some(json(&whole));
        }
        if let [_] = self.data.as_slice()
            && *option != "data-urlencode"
        {
            if let Some(name) = said.strip_prefix('@').filter(|_| *option != "data-raw") {
                if let ("-", Some(input)) = (name, input) {
                    return Some(shown(input));
                }
                return Some(Body::File {
                    name: Text::new(name, place(first, 1..said.len())),
                    claim: None,
                });
            }
            if said.trim_start().starts_with(['{', '[']) {
                return Some(json(first));
            }
        }
        let all = || {
            self.data
                .iter()
                .flat_map(|(option, data)| named(option, data))
        };
        let is_named = |(option, data): &(&str, Content)| {
            data.text().contains('=') || *option == "data-urlencode" && data.text().contains('@')
        };
        if self.data.iter().all(is_named) || self.data.len() > 1 && all().next().is_some() {
            return Some(Body::Data(all().collect()));
        }
        Some(Body::Other(text(first)))
    }
}

/// What a command sends of its input.
pub(super) fn shown(input: &Input) -> Body {
    match input {
        Input::File(name) => Body::File {
            name: name.clone(),
            claim: None,
        },
        Input::Shown(content) => {
            let said = content.text().trim();
            if said.starts_with(['{', '[']) {
                json(content)
            } else if said.contains('=') && !said.contains(char::is_whitespace) {
                Body::Data(pairs(content, 0..content.text().len()))
            } else {
                Body::Other(text(content))
            }
        }
    }
}

fn json(content: &Content) -> Body {
    let read = parse_content(content, 0..content.text().len());
    Body::Json(Box::new(read), text(content).span)
}

/// The names and values of an option such as `--data`; what has no name, such as a file, makes none.
fn named(option: &str, content: &Content) -> Vec<Pair> {
    let said = content.text();
    if option == "data-urlencode" {
        return encoded(content, 0).into_iter().collect();
    }
    let is_file = said.starts_with('@') && option != "data-raw";
    if is_file || said.trim_start().starts_with(['{', '[']) {
        return Vec::new();
    }
    pairs(content, 0..said.len())
}

/// What `--url-query` adds: as `--data-urlencode`, or behind a plus sign as it is.
fn url_query(content: &Content) -> Vec<Pair> {
    if content.text().starts_with('+') {
        return pairs(content, 1..content.text().len());
    }
    encoded(content, 0).into_iter().collect()
}

/// What is still to be encoded: `name=value`, or `name@file`, whose value the page does not show. The value is as it
/// stands; what has no name makes nothing.
fn encoded(content: &Content, from: usize) -> Option<Pair> {
    let said = &content.text()[from..];
    let sign = said.find(['=', '@']).filter(|sign| *sign > 0)?;
    let end = from + said.len();
    let value = from + sign + 1;
    Some(Pair {
        name: Text::new(&said[..sign], place(content, from..from + sign)),
        value: said[sign..]
            .starts_with('=')
            .then(|| Text::new(&content.text()[value..], place(content, value..end))),
    })
}

/// A part of a form, without what stands behind a semicolon about it, unless it is taken `whole`.
fn form_part(part: &Content, whole: bool) -> Pair {
    let said = part.text();
    let Some(sign) = said.find('=') else {
        return Pair {
            name: text(part),
            value: None,
        };
    };
    let start = sign + 1;
    let about = [";type=", ";filename=", ";headers=", ";encoder="];
    let ends = about.iter().filter_map(|about| said[start..].find(about));
    let end = ends.min().filter(|_| !whole);
    let mut range = start..end.map_or(said.len(), |end| start + end);
    let quoted = said[range.clone()].strip_prefix('"');
    if !whole && quoted.is_some_and(|inner| inner.ends_with('"')) {
        range = range.start + 1..range.end - 1;
    }
    Pair {
        name: Text::new(&said[..sign], place(part, 0..sign)),
        value: Some(Text::new(&said[range.clone()], place(part, range))),
    }
}
