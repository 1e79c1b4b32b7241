//! `curl` commands: what they would send, with the place of each part, and what is wrong with how they are written.

use openapi_document::source::Span;

use crate::edit::{Edit, Text};
use crate::recover::Recovered;

mod begin;
mod gather;
mod glob;
mod input;
mod options;
mod quote;
mod read;
mod send;
mod shell;
mod spelling;
mod trap;
mod url;
mod wrapper;

pub(crate) use read::read;

/// A `curl` command as it stands on a page.
#[derive(Clone, Debug)]
pub struct Curl {
    /// The words of the command up to the first `--next`, in order, `curl` first.
    pub words: Vec<Text>,
    /// The method that it sends.
    pub method: Method,
    /// Where it sends to; none when it names no URL. Of a pattern, the first of its URLs.
    pub url: Option<Url>,
    /// Where it sends the same to besides: the URLs behind the first, and what else a pattern stands for.
    pub urls: Vec<Url>,
    /// The headers that `--header` adds, in order. One without a value, as in `Accept:`, adds none.
    pub headers: Vec<Header>,
    /// What it sends; none when it sends nothing.
    pub body: Option<Body>,
    /// The options in order, each by its long name.
    pub options: Vec<CurlOption>,
    /// Whether more options may come from where the page does not show them: a variable, or a file of options or headers.
    pub opaque: bool,
    /// Whether it stands in `$(…)` or backquotes, so that another command makes use of what it answers.
    pub captured: bool,
    /// The requests behind each `--next`, in order, which share no option with those before them. Their first word is
    /// `--next`, and what is wrong with how they are written stands among the problems of the first.
    pub next: Vec<Curl>,
    /// What is wrong with the command itself, whatever it sends.
    pub problems: Vec<CurlProblem>,
}

impl Curl {
    /// Every URL that it sends to, those of the requests behind `--next` left out.
    pub fn all_urls(&self) -> impl Iterator<Item = &Url> {
        self.url.iter().chain(&self.urls)
    }

    /// Whether the option with this long name, such as `location`, is there.
    pub fn has(&self, name: &str) -> bool {
        self.options.iter().any(|option| option.name == name)
    }
}

/// The method of a command, and what decides it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Method {
    /// The method in capitals.
    pub name: String,
    /// The place of the word that says it; none when it follows from other options.
    pub span: Option<Span>,
    /// What decides it.
    pub source: MethodSource,
}

/// What decides the method of a command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MethodSource {
    /// `--request`.
    Request,
    /// `--head`.
    Head,
    /// `--get`, which turns data into a query.
    Get,
    /// Data or a form to send, so it is `POST`.
    Data,
    /// `--upload-file`, so it is `PUT`.
    Upload,
    /// Nothing, so it is `GET`.
    Nothing,
}

/// A URL and its parts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Url {
    /// The whole URL.
    pub text: Text,
    /// Scheme, host, and base path, or the variable that stands for them; empty when the URL begins with its path.
    pub base: Text,
    /// The path after the base path, as written, with its leading slash.
    pub path: Text,
    /// Whether a base path or a variable that stands for the server was found and cut off.
    pub has_base: bool,
    /// The parameters in the query, also those that `--get` makes of data, in order.
    pub query: Vec<Pair>,
    /// The first `[`, `]`, `{` or `}` that `curl` would take for a pattern unless `--globoff` is there, and that
    /// is no whole pattern; `[]` it sends as it is.
    pub glob: Option<Span>,
    /// The first name in braces, as `{id}` or `{{id}}`, for which the reader puts a value; `curl` would take it for a
    /// pattern as well.
    pub placeholder: Option<Span>,
}

/// A name and a value, as in a query or a form.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pair {
    /// The name, percent-decoded.
    pub name: Text,
    /// The value, percent-decoded; none when there is no equals sign, or when a file holds it.
    pub value: Option<Text>,
}

/// A header that a command sends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    /// The name as written.
    pub name: Text,
    /// The value without space around it.
    pub value: Text,
}

/// What a command sends.
#[derive(Clone, Debug)]
pub enum Body {
    /// JSON that stands in the command.
    Json(Box<Recovered>, Span),
    /// A file that the command reads.
    File {
        /// The name after the `@`.
        name: Text,
        /// The claim of the page that shows the file, as an index among all claims; none when no block shows it.
        claim: Option<usize>,
    },
    /// Names and values as in a query.
    Data(Vec<Pair>),
    /// The parts of a form. The value of a part that is a file begins with `@` or `<`.
    Form(Vec<Pair>),
    /// Something else.
    Other(Text),
}

/// An option of a command.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CurlOption {
    /// The long name without its hyphens, also when the short one stands there; what is written when it is unknown.
    pub name: String,
    /// The place of the option, without its value.
    pub span: Span,
    /// The value, when the option takes one and has it.
    pub value: Option<Text>,
}

/// Something that is wrong with how a command is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CurlProblem {
    /// What is wrong.
    pub kind: CurlProblemKind,
    /// The bytes of the page that are wrong.
    pub span: Span,
    /// What is wrong and what happens because of it, as a sentence without its full stop.
    pub message: String,
    /// What to write instead, when that is known and not said by the message.
    pub help: Option<String>,
    /// The changes that repair it, when there are some that keep what the command means.
    pub edits: Vec<Edit>,
}

/// The ways in which a command can be written wrongly.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum CurlProblemKind {
    /// A quote that is not closed.
    OpenQuote,
    /// Typographic quotes, which a shell takes for letters.
    TypographicQuotes,
    /// A backslash at the end of a line with space behind it, or with no line after it.
    BrokenContinuation,
    /// The line after the command begins with an option: a backslash is missing.
    MissingContinuation,
    /// An option that `curl` does not have.
    UnknownOption,
    /// A value behind `=` in the word of its option, which curl reads only since 8.16.
    EqualsSign,
    /// An option without the value it needs.
    MissingValue,
    /// No URL.
    NoUrl,
    /// Words that belong to no option and are no URL.
    StrayWord,
    /// `&` outside of quotes: the shell ends the command there.
    BareAmpersand,
    /// A header without a colon.
    Header,
    /// A here-document without the line that ends it.
    OpenHereDocument,
    /// A no-break space between words, which a shell takes for a letter.
    NoBreakSpace,
    /// A dash that is no hyphen before the name of an option.
    TypographicDash,
    /// The beginning of several options' names.
    AmbiguousOption,
    /// A method in small letters, which is another method.
    SmallMethod,
    /// `&amp;` in a URL or in data.
    HtmlEscape,
    /// Options that `curl` does not take together.
    Conflict,
    /// JSON whose quotes the shell takes for its own: it is not in quotes, or in ones that it holds itself.
    BareJson,
    /// A space in a URL.
    SpaceInUrl,
    /// A comment between the lines of a command, which ends it.
    Comment,
}

impl CurlProblemKind {
    /// The kind in small letters with hyphens.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpenQuote => "open-quote",
            Self::TypographicQuotes => "typographic-quotes",
            Self::BrokenContinuation => "broken-continuation",
            Self::MissingContinuation => "missing-continuation",
            Self::UnknownOption => "unknown-option",
            Self::EqualsSign => "equals-sign",
            Self::MissingValue => "missing-value",
            Self::NoUrl => "no-url",
            Self::StrayWord => "stray-word",
            Self::BareAmpersand => "bare-ampersand",
            Self::Header => "header",
            Self::OpenHereDocument => "open-here-document",
            Self::NoBreakSpace => "no-break-space",
            Self::TypographicDash => "typographic-dash",
            Self::AmbiguousOption => "ambiguous-option",
            Self::SmallMethod => "small-method",
            Self::HtmlEscape => "html-escape",
            Self::Conflict => "conflict",
            Self::BareJson => "bare-json",
            Self::SpaceInUrl => "space-in-url",
            Self::Comment => "comment",
        }
    }
}
