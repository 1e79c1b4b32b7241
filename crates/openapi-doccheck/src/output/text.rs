//! `--format text`: for people. The page's lines first, then the document's, then what to do.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};
use openapi_document::source::{Position, Source, Span};

use crate::finding::{Finding, Level};
use crate::near::first;
use crate::report::{PageReport, Report};
use crate::shown;

/// How many columns a drawn line has.
const WIDE: usize = 160;
/// How many lines of a long span are drawn.
const LINES: usize = 3;
/// How many bytes of a line are kept on each side of a span; fewer are drawn.
const AROUND: usize = 400;
/// How many bytes of a long span are kept; fewer are drawn.
const LONGEST: usize = 2000;
/// How many characters of a message are shown.
const LONGEST_MESSAGE: usize = 400;

/// How a report is drawn.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Look {
    /// Whether to use colours.
    pub colour: bool,
}

/// Tells a report to people; what is silenced is only counted.
pub fn tell(report: &Report, look: &Look) -> String {
    let renderer = if look.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(WIDE);
    let mut text = String::new();
    for page in &report.pages {
        for explanation in &page.explanations {
            let (path, at) = (page.path(), explanation.position);
            let told = format!("{path}:{at}: {}", explanation.text);
            line(&mut text, &shown::line(&told));
        }
        for finding in page
            .findings
            .iter()
            .filter(|finding| !finding.is_suppressed())
        {
            if page.reader == "openapi" && finding.level == Level::Note {
                // Coverage: there can be many of them, and a line each says all.
                let (start, _) = page.range(finding);
                let (rule, message) = (finding.rule, &finding.message);
                let told = format!("note[{rule}]: {message} ({}:{start})", page.path());
                line(&mut text, &shown::line(&told));
                continue;
            }
            line(&mut text, &draw(&renderer, page, finding));
            text.push('\n');
        }
    }
    for page in report.pages.iter().filter(|page| page.reader != "openapi") {
        let count = &page.inventory;
        let read = format!(
            "{}: read as {}; {}, {}, {}, {}, {}, {}",
            page.path(),
            page.choice,
            counted(count.endpoints, "endpoint"),
            counted(count.responses, "response"),
            counted(count.requests, "request"),
            counted(count.curl, "command"),
            counted(count.attributes, "attribute"),
            match count.statuses {
                1 => "1 status".to_owned(),
                many => format!("{many} statuses"),
            },
        );
        line(&mut text, &shown::line(&read));
    }
    let summary = report.summary();
    let mut last = format!(
        "{}, {}, {}",
        counted(summary.error, "error"),
        counted(summary.warning, "warning"),
        counted(summary.note, "note"),
    );
    if summary.suppressed > 0 {
        let _ = write!(last, ", {} silenced", summary.suppressed);
    }
    line(&mut text, &last);
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(&shown::drawn(line.trim_end()));
    text.push('\n');
}

/// A number with its noun.
pub fn counted(count: usize, noun: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{s}")
}

fn draw(renderer: &Renderer, page: &PageReport, finding: &Finding) -> String {
    let level = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Note => Title::NOTE,
    };
    let title = level
        .primary_title(cut(&finding.message))
        .id(finding.rule.id());
    let label = match (&finding.operation, &finding.pointer) {
        (Some(operation), Some(pointer)) if pointer.starts_with('/') => {
            format!("{operation} {pointer}")
        }
        (Some(operation), _) => operation.clone(),
        (None, _) => String::new(),
    };
    let window = Window::new(&page.source, finding.span, LINES);
    let mut annotation = AnnotationKind::Primary.span(window.inner.clone());
    if !label.is_empty() {
        annotation = annotation.label(cut(&label));
    }
    let mut main: Group<'_> = title.element(window.snippet().annotation(annotation));
    // Of an undocumented operation the place itself lies in the document, and once is enough.
    let place = finding
        .openapi
        .as_ref()
        .filter(|_| page.reader != "openapi");
    // The first line of a part names it, and its address says the rest.
    let beside = place.map(|place| {
        let source = page.document.source(place.span.file);
        let note = format!("the document's side is {}", place.address);
        (Window::new(source, place.span, 1), note)
    });
    if let Some((window, note)) = &beside {
        let annotation = AnnotationKind::Context.span(window.inner.clone());
        main = main
            .element(Title::NOTE.message(cut(note)))
            .element(window.snippet().annotation(annotation));
    }
    if let Some(help) = &finding.help {
        main = main.element(Title::HELP.message(cut(help)));
    }
    let mut drawn = renderer.render(&[main]);
    window.place(&mut drawn, "-->");
    if let Some((window, _)) = &beside {
        window.place(&mut drawn, ":::");
    }
    drawn
}

/// A message as it is shown: without what steers a terminal, and cut where it quotes more than anybody reads.
fn cut(text: &str) -> String {
    let text = shown::line(text);
    match text.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// What is drawn of a text around a span.
struct Window {
    path: String,
    at: Position,
    /// The lines, cut where they are long, because a page may be one line and have many findings.
    text: String,
    /// The span within them.
    inner: Range<usize>,
}

impl Window {
    /// The lines that a span begins in, at most as many as given.
    fn new(source: &Source, span: Span, lines: usize) -> Self {
        let text = source.text();
        let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let start = first(text, line.max(span.start.saturating_sub(AROUND))).len();
        // A span of many lines is shown by its first ones.
        let longest = first(text, span.end.min(span.start + LONGEST)).len();
        let shown = &text[span.start..longest.max(span.start)];
        let feed = shown.match_indices('\n').nth(lines - 1);
        let end = span.start + feed.map_or(shown.len(), |(at, _)| at);
        let far = first(text, end + AROUND).len();
        let last = text[end..far].find('\n').map_or(far, |at| end + at);
        let is_cut = last == far && !text[far..].is_empty() && !text[far..].starts_with('\n');
        let last = if text[end..last].ends_with('\r') {
            last - 1
        } else {
            last
        };
        let mut window = String::new();
        if start > line {
            window.push_str("...");
        }
        let inner = window.len() + span.start - start..window.len() + end - start;
        window.push_str(&text[start..last]);
        if is_cut {
            window.push_str("...");
        }
        Self {
            path: shown::line(source.name()),
            at: source.position(span.start),
            text: window,
            inner,
        }
    }

    fn snippet<T: Clone>(&self) -> Snippet<'_, T> {
        let snippet = Snippet::source(self.text.as_str()).line_start(self.at.line);
        snippet.path(self.path.as_str())
    }

    /// Corrects the column behind an arrow, which was counted in what is left of the line.
    fn place(&self, drawn: &mut String, arrow: &str) {
        let column = self.text[..self.inner.start].chars().count() + 1;
        if column == self.at.column {
            return;
        }
        // The title is the first line, and may quote anything; lines of a text follow a number and a bar.
        let title = drawn.find('\n').unwrap_or(drawn.len());
        let wrong = format!("{}:{}:{column}", self.path, self.at.line);
        let lines = drawn[title..].match_indices(&wrong);
        let found = lines.map(|(at, _)| title + at).find(|at| {
            let line = drawn[..*at].rfind('\n').map_or(0, |feed| feed + 1);
            let before = &drawn[line..*at];
            before.contains(arrow) && !before.contains('|')
        });
        if let Some(at) = found {
            let right = format!("{}:{}:{}", self.path, self.at.line, self.at.column);
            drawn.replace_range(at..at + wrong.len(), &right);
        }
    }
}
