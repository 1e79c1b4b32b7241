//! The words of a command taken as options, values and URLs.

use openapi_document::source::Span;

use super::shell::{Command, Word};
use super::spelling::replaced;
use super::url::place;
use super::{Curl, CurlOption, CurlProblem, CurlProblemKind, Header};
use crate::content::Content;
use crate::edit::{Edit, Text};

/// What is gathered while the words of one request are read.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) words: Vec<Text>,
    pub(super) options: Vec<CurlOption>,
    pub(super) headers: Vec<Header>,
    pub(super) problems: Vec<CurlProblem>,
    pub(super) urls: Vec<Content>,
    pub(super) request: Option<Text>,
    /// What is to be sent, with the name of the option that says so.
    pub(super) data: Vec<(&'static str, Content)>,
    /// The parts of a form, and whether each is taken as it is.
    pub(super) form: Vec<(bool, Content)>,
    pub(super) upload: Option<Text>,
    pub(super) query: Vec<Content>,
    /// Whether options may come from where the page does not show them.
    pub(super) opaque: bool,
    /// Whether a quote that is not closed may hold what is missing.
    swallowed: bool,
    /// Words that are a variable and nothing else: a URL, or options.
    variables: Vec<Content>,
}

/// The words of a command that are not read yet.
pub(super) type Rest<'a> = std::iter::Peekable<std::slice::Iter<'a, Word>>;

/// The methods of HTTP that requests are made with.
const METHODS: [&str; 7] = ["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Options whose answer needs no URL.
const WITHOUT_URL: [&str; 4] = ["version", "help", "manual", "config"];

/// Whether a word can be a URL.
pub(super) fn is_url(said: &str) -> bool {
    said.contains("://")
        || said.starts_with(['$', '<', '{', '/', ':'])
        || said.contains(['.', '/'])
        || said.starts_with("localhost")
}

/// Whether a word behind a first URL can only be one more.
fn is_further_url(said: &str) -> bool {
    let host = said.split('/').next().unwrap_or_default();
    said.contains("://")
        || said.contains('/')
            && (said.starts_with(['$', '<', '{', '/']) || host.contains(['.', ':']))
        || host.starts_with("localhost")
}

pub(super) fn text(content: &Content) -> Text {
    Text::new(content.text(), place(content, 0..content.text().len()))
}

/// What a command would send. `fed` says that its last words come from where the page does not show them.
pub(super) fn interpret(read: Command, base_paths: &[String], fed: bool) -> Curl {
    let mut problems = read.problems;
    let mut made: Vec<Curl> = Vec::new();
    let mut rest = read.words.iter().peekable();
    // A quote that is not closed may have swallowed what is missing.
    let swallows = |problem: &CurlProblem| problem.kind == CurlProblemKind::OpenQuote;
    let mut scope = Gathered {
        opaque: fed,
        swallowed: problems.iter().any(swallows),
        ..Gathered::default()
    };
    let mut first = true;
    while let Some(word) = rest.next() {
        let next = scope.word(word, &mut rest, first);
        first = false;
        if next {
            problems.append(&mut scope.problems);
            let ended = std::mem::take(&mut scope);
            scope.words.push(Text::new(word.content.text(), word.span));
            made.push(ended.finish(base_paths, read.input.as_ref()));
        }
    }
    problems.append(&mut scope.problems);
    made.push(scope.finish(base_paths, read.input.as_ref()));
    // A space behind `&` is no part of a URL for as long as it is not in quotes.
    let cut: Vec<Span> = problems
        .iter()
        .filter(|problem| problem.kind == CurlProblemKind::BareAmpersand)
        .map(|problem| problem.span)
        .collect();
    if !cut.is_empty() {
        let whole: Vec<Span> = (made.iter().flat_map(Curl::all_urls))
            .map(|url| url.text.span)
            .filter(|url| {
                cut.iter()
                    .any(|at| url.start <= at.start && at.end <= url.end)
            })
            .collect();
        let is_cut = |problem: &CurlProblem| {
            let holds = |url: &Span| url.start <= problem.span.start && problem.span.end <= url.end;
            problem.kind == CurlProblemKind::SpaceInUrl && whole.iter().any(holds)
        };
        problems.retain(|problem| !is_cut(problem));
        for curl in &mut made {
            curl.problems.retain(|problem| !is_cut(problem));
        }
    }
    let mut all = made.into_iter();
    let Some(mut curl) = all.next() else {
        unreachable!("the last request was put there a moment ago");
    };
    curl.next = all.collect();
    for next in &mut curl.next {
        problems.append(&mut next.problems);
    }
    problems.append(&mut curl.problems);
    curl.problems = problems;
    curl
}

impl Gathered {
    pub(super) fn problem(&mut self, kind: CurlProblemKind, span: Span, message: String) {
        self.tell(kind, span, message, None, Vec::new());
    }

    /// Tells a problem, with what to write instead and the changes that do so.
    pub(super) fn tell(
        &mut self,
        kind: CurlProblemKind,
        span: Span,
        message: String,
        help: Option<String>,
        edits: Vec<Edit>,
    ) {
        self.problems.push(CurlProblem {
            kind,
            span,
            message,
            help,
            edits,
        });
    }

    /// Takes a word and what belongs to it; true when it ends the request, and another one begins.
    fn word(&mut self, word: &Word, rest: &mut Rest<'_>, first: bool) -> bool {
        let said = word.content.text();
        if matches!(said, "--next" | "-:") {
            return true;
        }
        self.words.push(Text::new(said, word.span));
        let before = rest.clone();
        if first {
            return false;
        }
        if let Some(name) = said.strip_prefix("--").filter(|name| !name.is_empty()) {
            self.long(name, word, 2, rest);
        } else if said.len() > 1 && said.starts_with('-') {
            self.letters(word, 1, rest);
        } else if !self.dashed(word, rest) {
            self.operand(word);
        }
        // The values that were taken are words of this request as well.
        let taken = before.len() - rest.len();
        let taken = before.take(taken);
        self.words
            .extend(taken.map(|word| Text::new(word.content.text(), word.span)));
        false
    }

    /// A word that belongs to no option: a URL.
    fn operand(&mut self, word: &Word) {
        let said = word.content.text();
        let is_variable = said.starts_with('$')
            && said[1..].chars().all(|c| {
                c.is_alphanumeric() || matches!(c, '_' | '{' | '}' | '[' | ']' | '@' | '*')
            });
        // As in `curl [options] URL`, which tells how to write commands.
        let is_usage = !word.quoted
            && said.strip_prefix('[').is_some_and(|name| {
                let name = name.trim_end_matches(['.', '…']);
                let name = name.strip_suffix(']').unwrap_or_default();
                let name = name.trim_end_matches(['.', '…']);
                !name.is_empty()
                    && name
                        .chars()
                        .all(|c| c.is_alphabetic() || matches!(c, '-' | '_'))
            });
        if is_usage {
            self.opaque = true;
        } else if is_variable || said == "URL" {
            self.variables.push(word.content.clone());
        } else if is_further_url(said) || self.urls.is_empty() && is_url(said) {
            self.urls.push(word.content.clone());
        } else if !(self.urls.is_empty() && said.is_empty()) {
            let message = format!("`{said}` belongs to no option and is no URL");
            self.problem(CurlProblemKind::StrayWord, word.span, message);
        }
    }

    pub(super) fn option(&mut self, name: &'static str, span: Span, value: Option<Content>) {
        self.options.push(CurlOption {
            name: name.to_owned(),
            span,
            value: value.as_ref().map(text),
        });
        if name == "config" {
            self.opaque = true;
        }
        let Some(value) = value else {
            return;
        };
        match name {
            "url" => self.urls.push(value),
            "request" => self.request(&value),
            "header" => self.header(&value),
            "data" | "data-raw" | "data-binary" | "data-ascii" | "data-urlencode" | "json" => {
                self.data.push((name, value));
            }
            "form" | "form-string" => self.form.push((name == "form-string", value)),
            "upload-file" => self.upload = Some(text(&value)),
            "url-query" => self.query.push(value),
            _ => {}
        }
    }

    fn request(&mut self, value: &Content) {
        let said = text(value);
        let is_small = !said.text.is_empty() && said.text.bytes().all(|b| b.is_ascii_lowercase());
        let meant = said.text.to_uppercase();
        let is_method = METHODS.contains(&meant.as_str());
        if is_small && is_method {
            let message = format!(
                "curl sends the method `{}` as it is written, and methods are told apart by their case",
                said.text
            );
            let help = Some(format!("write `{meant}`"));
            let edits = replaced(said.span, said.text.len(), &meant);
            self.tell(
                CurlProblemKind::SmallMethod,
                said.span,
                message,
                help,
                edits,
            );
        }
        self.request = Some(said);
    }

    /// A header: `Name: value`, `Name;` for one without a value, and `Name:` for none.
    fn header(&mut self, value: &Content) {
        let said = value.text();
        if said.starts_with(['@', '$']) && !said.contains(':') {
            self.opaque = true;
            return;
        }
        let Some(colon) = said.find(':') else {
            if let Some(name) = said.trim_end().strip_suffix(';') {
                self.headers.push(Header {
                    name: Text::new(name, place(value, 0..name.len())),
                    value: Text::new("", place(value, name.len()..name.len())),
                });
                return;
            }
            if self.request.is_none() && METHODS.contains(&said.trim()) {
                let message =
                    format!("`{said}` is a method and no header, so curl does not send it");
                let help = Some(format!("write `--request {said}`"));
                let span = text(value).span;
                self.tell(CurlProblemKind::Header, span, message, help, Vec::new());
                self.request = Some(text(value));
                return;
            }
            let message = format!("the header `{said}` has no colon, so it is not sent");
            self.problem(CurlProblemKind::Header, text(value).span, message);
            return;
        };
        let behind = &said[colon + 1..];
        if behind.is_empty() {
            // Curl leaves out the header of this name that it would send by itself. With a space behind the colon it
            // does so too, but there a placeholder in angle brackets stood before the page lost it.
            return;
        }
        let start = colon + 1 + behind.len() - behind.trim_start().len();
        let end = said.trim_end().len().max(start);
        let name = said[..colon].trim_end();
        self.headers.push(Header {
            name: Text::new(name, place(value, 0..name.len())),
            value: Text::new(&said[start..end], place(value, start..end)),
        });
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.options.iter().any(|option| option.name == name)
    }

    /// Decides whether words that are nothing but a variable are the URL or options, and whether a URL is missing.
    pub(super) fn settle(&mut self) {
        let mut variables = std::mem::take(&mut self.variables).into_iter();
        if self.urls.is_empty() {
            let plain = variables.find(|variable| !variable.text().contains('['));
            self.urls.extend(plain);
        }
        self.opaque |= variables.next().is_some();
        let needs =
            !self.opaque && !self.swallowed && !WITHOUT_URL.iter().any(|name| self.has(name));
        if self.urls.is_empty()
            && needs
            && let Some(word) = self.words.first()
        {
            let span = word.span;
            let message = "the command names no URL".to_owned();
            self.problem(CurlProblemKind::NoUrl, span, message);
        }
    }
}
