//! Commands of a code block, read: where they begin, and what their words mean.

use openapi_document::source::Span;

use super::options::{long, short};
use super::shell::{Command, Word, command};
use super::url::{pairs, place, read as read_url};
use super::{
    Body, Curl, CurlOption, CurlProblem, CurlProblemKind, Header, Method, MethodSource, Pair, Url,
};
use crate::block::BlockKind;
use crate::content::Content;
use crate::edit::Text;
use crate::recover::parse_content;

/// Reads each command of a code block, with its place on the page.
pub(crate) fn read(content: &Content, kind: BlockKind, base_paths: &[String]) -> Vec<(Span, Curl)> {
    let text = content.text();
    let mut found = Vec::new();
    let mut next = 0;
    for (at, _) in text.match_indices("curl") {
        if at < next {
            continue;
        }
        let Some(begin) = begins(text, at, kind, at == next && next > 0) else {
            continue;
        };
        let yaml = kind == BlockKind::Yaml;
        let (read, end) = if let (Begin::Quoted(quote), true) = (begin, yaml) {
            let (inner, end) = scalar(content, at, quote);
            (command(&inner, 0, true), end)
        } else {
            let read = command(content, at, yaml);
            let end = read.end;
            (read, end)
        };
        next = end.max(at + 4);
        // On a page that lost its line breaks the next command stands right behind.
        next += text[next..].len() - text[next..].trim_start_matches([' ', '\t', '$']).len();
        if let Some((first, last)) = read.words.first().zip(read.words.last()) {
            let span = Span::new(
                first.span.file,
                first.span.start,
                last.span.end.max(first.span.end),
            );
            found.push((span, interpret(read, base_paths)));
        }
    }
    found
}

/// How a command begins.
#[derive(Clone, Copy)]
enum Begin {
    /// Without anything around it.
    Plain,
    /// Behind a quote, which in YAML is that of the whole scalar.
    Quoted(char),
}

/// Whether the `curl` at a place is the first word of a command, and how it begins.
fn begins(text: &str, at: usize, kind: BlockKind, follows: bool) -> Option<Begin> {
    let behind = &text[at + "curl".len()..];
    if !behind.starts_with([' ', '\t']) && !behind.starts_with("\\\n") {
        return None;
    }
    if follows {
        return Some(Begin::Plain);
    }
    let line = text[..at].rfind('\n').map_or(0, |feed| feed + 1);
    let before = &text[line..at];
    let quote = before
        .chars()
        .next_back()
        .filter(|c| matches!(c, '"' | '\''));
    let begin = quote.map_or(Begin::Plain, Begin::Quoted);
    let before = before.strip_suffix(['"', '\'']).unwrap_or(before).trim();
    if before.starts_with('#') {
        return None;
    }
    if before.is_empty() || matches!(before, "$" | "%") {
        return Some(begin);
    }
    if kind == BlockKind::Other {
        return None;
    }
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let is_assignment = last.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    let opens =
        last.ends_with(['|', ';', '(', '`', '{', '!', '&']) || matches!(last, "-" | ">" | "$");
    let is_word = matches!(
        last,
        "then" | "do" | "else" | "if" | "while" | "until" | "time" | "sudo" | "exec" | "run"
    );
    let is_key = kind == BlockKind::Yaml && last.ends_with(':');
    (is_assignment || opens || is_word || is_key).then_some(begin)
}

/// The text of a quoted YAML scalar from a place within it on, and where the text goes on behind it.
fn scalar(content: &Content, at: usize, quote: char) -> (Content, usize) {
    let text = content.text();
    let mut inner = Content::default();
    let mut from = at;
    let mut end = at;
    let add = |inner: &mut Content, from: usize, to: usize| {
        inner.join(content, from..to);
    };
    let bytes = text.as_bytes();
    while end < bytes.len() {
        let next = bytes.get(end + 1).copied();
        match (bytes[end], quote) {
            (b'\'', '\'') if next == Some(b'\'') => {
                add(&mut inner, from, end + 1);
                end += 2;
                from = end;
            }
            (b'\\', '"') if matches!(next, Some(b'"' | b'\\')) => {
                add(&mut inner, from, end);
                from = end + 1;
                end += 2;
            }
            (byte, _) if char::from(byte) == quote => break,
            _ => end += 1,
        }
    }
    let end = end.min(text.len());
    add(&mut inner, from.min(end), end);
    (inner, (end + 1).min(text.len()))
}

/// What is gathered while the words of a command are read.
#[derive(Default)]
struct Gathered {
    options: Vec<CurlOption>,
    headers: Vec<Header>,
    problems: Vec<CurlProblem>,
    url: Option<Content>,
    request: Option<Text>,
    /// What is to be sent, with the name of the option that says so.
    data: Vec<(&'static str, Content)>,
    form: Vec<Content>,
    upload: Option<Text>,
    query: Vec<Content>,
}

/// The words of a command that are not read yet.
type Rest<'a> = std::iter::Peekable<std::iter::Skip<std::slice::Iter<'a, Word>>>;

/// Whether a word can be a URL.
fn is_url(said: &str) -> bool {
    said.contains("://")
        || said.starts_with(['$', '<', '{', '/', ':'])
        || said.contains(['.', '/'])
        || said.starts_with("localhost")
}

fn text(content: &Content) -> Text {
    Text::new(content.text(), place(content, 0..content.text().len()))
}

fn interpret(read: Command, base_paths: &[String]) -> Curl {
    let words: Vec<Text> = read
        .words
        .iter()
        .map(|word| Text::new(word.content.text(), word.span))
        .collect();
    let mut gathered = Gathered {
        problems: read.problems,
        ..Gathered::default()
    };
    let mut rest = read.words.iter().skip(1).peekable();
    while let Some(word) = rest.next() {
        let said = word.content.text();
        if said == "--next" || said == "-:" {
            break;
        }
        if let Some(name) = said.strip_prefix("--").filter(|name| !name.is_empty()) {
            gathered.long(name, word, &mut rest);
        } else if said.len() > 1 && said.starts_with('-') {
            gathered.letters(word, &mut rest);
        } else {
            gathered.operand(word);
        }
    }
    gathered.finish(words, base_paths)
}

impl Gathered {
    fn problem(&mut self, kind: CurlProblemKind, span: Span, message: String) {
        self.problems.push(CurlProblem {
            kind,
            span,
            message,
            edit: None,
        });
    }

    fn long(&mut self, name: &str, word: &Word, rest: &mut Rest<'_>) {
        let Some(known) = long(name) else {
            let message = match name.split_once('=') {
                Some((name, _)) if long(name).is_some() => {
                    format!(
                        "`curl` takes the value of `--{name}` as a word of its own, not behind `=`"
                    )
                }
                _ => format!("`curl` has no option `--{name}`"),
            };
            self.problem(CurlProblemKind::UnknownOption, word.span, message);
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
            return;
        };
        let value = if known.value {
            rest.next().map(|word| word.content.clone())
        } else {
            None
        };
        if known.value && value.is_none() {
            let message = format!("`--{name}` needs a value");
            self.problem(CurlProblemKind::MissingValue, word.span, message);
        }
        self.option(known.name, word.span, value);
    }

    /// Letters behind one hyphen: flags side by side; the first that takes a value takes the rest of the word for it.
    fn letters(&mut self, word: &Word, rest: &mut Rest<'_>) {
        let said = word.content.text();
        for (at, letter) in said.char_indices().skip(1) {
            let end = at + letter.len_utf8();
            let span = word.content.span(at - usize::from(at == 1)..end);
            let Some(known) = short(letter) else {
                let message = format!("`curl` has no option `-{letter}`");
                self.problem(CurlProblemKind::UnknownOption, span, message);
                return;
            };
            if !known.value {
                self.option(known.name, span, None);
                continue;
            }
            let value = if end < said.len() {
                let mut value = Content::default();
                value.join(&word.content, end..said.len());
                Some(value)
            } else {
                rest.next().map(|word| word.content.clone())
            };
            if value.is_none() {
                let message = format!("`-{letter}` needs a value");
                self.problem(CurlProblemKind::MissingValue, span, message);
            }
            self.option(known.name, span, value);
            return;
        }
    }

    /// A word that belongs to no option: the URL.
    fn operand(&mut self, word: &Word) {
        let said = word.content.text();
        let looks = is_url(said);
        if self.url.is_none() && looks {
            self.url = Some(word.content.clone());
        } else if !(looks && self.url.is_some()) {
            let message = format!("`{said}` belongs to no option and is no URL");
            self.problem(CurlProblemKind::StrayWord, word.span, message);
        }
    }

    fn option(&mut self, name: &'static str, span: Span, value: Option<Content>) {
        self.options.push(CurlOption {
            name: name.to_owned(),
            span,
            value: value.as_ref().map(text),
        });
        let Some(value) = value else {
            return;
        };
        match name {
            "url" => self.url = self.url.take().or(Some(value)),
            "request" => self.request = Some(text(&value)),
            "header" => self.header(&value),
            "data" | "data-raw" | "data-binary" | "data-ascii" | "data-urlencode" | "json" => {
                self.data.push((name, value));
            }
            "form" | "form-string" => self.form.push(value),
            "upload-file" => self.upload = Some(text(&value)),
            "url-query" => self.query.push(value),
            _ => {}
        }
    }

    fn header(&mut self, value: &Content) {
        let said = value.text();
        if said.starts_with(['@', '$']) && !said.contains(':') || said.ends_with(';') {
            return;
        }
        let Some(colon) = said.find(':') else {
            let message = format!("the header `{said}` has no colon, so it is not sent");
            self.problem(CurlProblemKind::Header, text(value).span, message);
            return;
        };
        let behind = &said[colon + 1..];
        let start = colon + 1 + behind.len() - behind.trim_start().len();
        let end = said.trim_end().len().max(start);
        let name = said[..colon].trim_end();
        self.headers.push(Header {
            name: Text::new(name, place(value, 0..name.len())),
            value: Text::new(&said[start..end], place(value, start..end)),
        });
    }

    fn finish(mut self, words: Vec<Text>, base_paths: &[String]) -> Curl {
        let has = |name: &str| self.options.iter().any(|option| option.name == name);
        let get = has("get");
        let method = if let Some(request) = &self.request {
            (
                request.text.to_uppercase(),
                Some(request.span),
                MethodSource::Request,
            )
        } else if has("head") {
            ("HEAD".to_owned(), None, MethodSource::Head)
        } else if get {
            ("GET".to_owned(), None, MethodSource::Get)
        } else if self.upload.is_some() {
            ("PUT".to_owned(), None, MethodSource::Upload)
        } else if self.data.is_empty() && self.form.is_empty() {
            ("GET".to_owned(), None, MethodSource::Nothing)
        } else {
            ("POST".to_owned(), None, MethodSource::Data)
        };
        let mut url: Option<Url> = self.url.as_ref().map(|url| read_url(url, base_paths));
        if url.is_none()
            && let Some(word) = words.first()
        {
            let message = "the command names no URL".to_owned();
            self.problem(CurlProblemKind::NoUrl, word.span, message);
        }
        let mut queries: Vec<Pair> = self.query.iter().flat_map(all_pairs).collect();
        if get {
            let data = std::mem::take(&mut self.data);
            queries.extend(data.iter().flat_map(|(_, data)| all_pairs(data)));
        }
        if let Some(url) = &mut url {
            url.query.extend(queries);
        }
        let body = self.body();
        Curl {
            words,
            method: Method {
                name: method.0,
                span: method.1,
                source: method.2,
            },
            url,
            headers: self.headers,
            body,
            options: self.options,
            problems: self.problems,
        }
    }

    fn body(&self) -> Option<Body> {
        if !self.form.is_empty() {
            let part = |part: &Content| {
                let said = part.text();
                let (name, value) = said
                    .split_once('=')
                    .map_or((said, None), |(name, value)| (name, Some(value)));
                Pair {
                    name: Text::new(name, place(part, 0..name.len())),
                    value: value
                        .map(|value| Text::new(value, place(part, name.len() + 1..said.len()))),
                }
            };
            return Some(Body::Form(self.form.iter().map(part).collect()));
        }
        if let Some(file) = &self.upload {
            return Some(Body::File {
                name: file.clone(),
                claim: None,
            });
        }
        let (option, first) = self.data.first()?;
        let said = first.text();
        if let [_] = self.data.as_slice() {
            if let Some(name) = said.strip_prefix('@').filter(|_| *option != "data-raw") {
                return Some(Body::File {
                    name: Text::new(name, place(first, 1..said.len())),
                    claim: None,
                });
            }
            if said.trim_start().starts_with(['{', '[']) || *option == "json" {
                let read = parse_content(first, 0..said.len());
                return Some(Body::Json(Box::new(read), text(first).span));
            }
        }
        let all_named = self.data.iter().all(|(_, data)| data.text().contains('='));
        if all_named {
            return Some(Body::Data(
                self.data
                    .iter()
                    .flat_map(|(_, data)| all_pairs(data))
                    .collect(),
            ));
        }
        Some(Body::Other(text(first)))
    }
}

fn all_pairs(content: &Content) -> Vec<Pair> {
    pairs(content, 0..content.text().len())
}
