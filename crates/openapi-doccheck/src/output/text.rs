//! `--format text`: for people. The page's lines first, then the document's, then what to do.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};
use openapi_document::source::Source;

use crate::finding::{Finding, Level};
use crate::report::{PageReport, Report};
use crate::shown;

/// How many bytes of a line are drawn around what a finding is about.
const WIDE: usize = 160;
/// How many lines of a long span are drawn.
const LINES: usize = 3;

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
        .primary_title(shown::line(&finding.message))
        .id(finding.rule.id());
    let window = Window::new(&page.source, finding.span.start..finding.span.end);
    let mut snippet = window.snippet(&page.source);
    let label = match (&finding.operation, &finding.pointer) {
        (Some(operation), Some(pointer)) if pointer.starts_with('/') => {
            format!("{operation} {pointer}")
        }
        (Some(operation), _) => operation.clone(),
        (None, _) => String::new(),
    };
    let mut annotation = AnnotationKind::Primary.span(window.inner.clone());
    if !label.is_empty() {
        annotation = annotation.label(shown::line(&label));
    }
    snippet = snippet.annotation(annotation);
    let mut main: Group<'_> = title.element(snippet);
    let document = &page.document;
    // Of an undocumented operation the place itself lies in the document, and once is enough.
    let place = finding
        .openapi
        .as_ref()
        .filter(|_| page.reader != "openapi");
    let beside = place.map(|place| {
        let source = document.source(place.span.file);
        let window = Window::new(source, place.span.start..place.span.end);
        (
            source,
            window,
            shown::line(&format!("the document has this at {}", place.address)),
        )
    });
    if let Some((source, window, title)) = &beside {
        let snippet = window
            .snippet(source)
            .annotation(AnnotationKind::Context.span(window.inner.clone()));
        main = main
            .element(Title::NOTE.message(title.as_str()))
            .element(snippet);
    }
    if let Some(help) = &finding.help {
        main = main.element(Title::HELP.message(shown::line(help)));
    }
    renderer.render(&[main])
}

/// The lines of a text around a span, and the span within them.
struct Window {
    /// The bytes of the lines.
    outer: Range<usize>,
    /// The span, counted from the beginning of the lines.
    inner: Range<usize>,
    first: usize,
}

impl Window {
    fn new(source: &Source, span: Range<usize>) -> Self {
        let text = source.text();
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        // A span of many lines is shown by its first ones.
        let shown = &text[span.start..span.end];
        let mut end = span.end;
        if let Some((at, _)) = shown.match_indices('\n').nth(LINES - 1) {
            end = span.start + at;
        }
        let last = text[end..].find('\n').map_or(text.len(), |at| end + at);
        let last = if text[..last].ends_with('\r') && last > end {
            last - 1
        } else {
            last
        };
        Self {
            outer: start..last,
            inner: span.start - start..end - start,
            first: source.position(span.start).line,
        }
    }

    fn snippet<'s, T: Clone>(&self, source: &'s Source) -> Snippet<'s, T> {
        Snippet::source(&source.text()[self.outer.clone()])
            .line_start(self.first)
            .path(shown::line(source.name()))
    }
}
