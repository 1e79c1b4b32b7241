//! The shapes and forms that pages are found in: the same page written otherwise, with the way of every byte that stayed.

use std::ops::Range;

use openapi_document::source::Span;

/// A page written otherwise.
pub(crate) struct Shaped {
    pub(crate) text: String,
    /// The bytes that stayed: from where to where. Both count upwards.
    kept: Vec<(usize, usize)>,
}

/// A shape or form.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Shape {
    /// The page itself.
    Fenced,
    /// With line ends of two bytes.
    Crlf,
    /// With a mark of byte order in front.
    Marked,
    /// Fences of tildes.
    Tildes,
    /// Indented code in the place of fences.
    Indented,
    /// All of it in a quote.
    Quoted,
    /// All of it in a list item.
    Item,
    /// In a quote in a list, with line ends of two bytes.
    QuotedItem,
    /// Examples and commands in list items below their text.
    FencesInItems,
    /// Tables in HTML.
    Html,
    /// Below what a mirror writes around a file, without empty lines and indentation.
    Mirrored,
    /// Without empty lines.
    Dense,
    /// Without markup, the cells of a table side by side.
    Words,
    /// That, with line ends of two bytes.
    WordsCrlf,
    /// That, with a mark of byte order in front.
    WordsMarked,
    /// Without markup, the cells of a table on several lines, with bars.
    Spread,
    /// All of it in one line.
    Line,
}

impl Shape {
    pub(crate) const ALL: [Self; 17] = [
        Self::Fenced,
        Self::Crlf,
        Self::Marked,
        Self::Tildes,
        Self::Indented,
        Self::Quoted,
        Self::Item,
        Self::QuotedItem,
        Self::FencesInItems,
        Self::Html,
        Self::Mirrored,
        Self::Dense,
        Self::Words,
        Self::WordsCrlf,
        Self::WordsMarked,
        Self::Spread,
        Self::Line,
    ];

    /// The page in this shape.
    pub(crate) fn of(self, page: &str) -> Shaped {
        let mut to = Writer::new(page);
        match self {
            Self::Crlf | Self::WordsCrlf => to.eol = "\r\n",
            Self::Marked | Self::WordsMarked => to.add("\u{feff}"),
            Self::Mirrored => {
                to.add(
                    "kitchen/doc/kettles.md\n2020-01-01 10:00:00\n\n12 lines\n1 KiB\nMarkdown\n\n",
                );
            }
            Self::Quoted => to.prefix = ("> ", "> "),
            Self::Item => to.prefix = ("1. ", "   "),
            Self::QuotedItem => {
                to.eol = "\r\n";
                to.prefix = ("- > ", "  > ");
            }
            _ => {}
        }
        match self {
            Self::Line => to.line(),
            Self::Words | Self::WordsCrlf | Self::WordsMarked => to.words(Cells::Spaced),
            Self::Spread => to.words(Cells::Spread),
            Self::Html => to.html(),
            _ => to.markdown(self),
        }
        Shaped {
            text: to.text,
            kept: to.kept,
        }
    }
}

impl Shaped {
    /// The kept bytes that a span of the page covers, by their number.
    pub(crate) fn of_page(&self, span: Span) -> Range<usize> {
        let at = |byte: usize| self.kept.partition_point(|(from, _)| *from < byte);
        at(span.start)..at(span.end)
    }

    /// The kept bytes that a span of this text covers, by their number.
    pub(crate) fn of_text(&self, span: Span) -> Range<usize> {
        let at = |byte: usize| self.kept.partition_point(|(_, to)| *to < byte);
        at(span.start)..at(span.end)
    }

    /// The line and column of a kept byte in this text, counted anew.
    pub(crate) fn place(&self, kept: usize) -> Option<(usize, usize)> {
        let (_, byte) = *self.kept.get(kept)?;
        let before = &self.text[..byte];
        let line = before.rsplit('\n').next().unwrap_or_default();
        Some((before.matches('\n').count() + 1, line.chars().count() + 1))
    }
}

/// How the cells of a table stand when a page has lost its markup.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Cells {
    /// Side by side, with spaces between them.
    Spaced,
    /// With bars between them, and the first on a line of its own.
    Spread,
}

struct Writer<'p> {
    page: &'p str,
    text: String,
    kept: Vec<(usize, usize)>,
    eol: &'static str,
    /// What stands before the first line and before all others.
    prefix: (&'static str, &'static str),
    lines: usize,
}

impl<'p> Writer<'p> {
    fn new(page: &'p str) -> Self {
        Self {
            page,
            text: String::new(),
            kept: Vec::new(),
            eol: "\n",
            prefix: ("", ""),
            lines: 0,
        }
    }

    /// Writes what is not of the page.
    fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Writes a part of the page. White space, bars and code marks may go or stay, and are not followed.
    fn keep(&mut self, range: Range<usize>) {
        let to = self.text.len();
        let part = &self.page[range.clone()];
        for (at, c) in part.char_indices() {
            if !c.is_whitespace() && c != '|' && c != '`' {
                self.kept.push((range.start + at, to + at));
            }
        }
        self.text.push_str(part);
    }

    fn begin(&mut self) {
        let prefix = if self.lines == 0 {
            self.prefix.0
        } else {
            self.prefix.1
        };
        self.add(prefix);
        self.lines += 1;
    }

    fn end(&mut self) {
        // An empty line has no blanks behind its prefix.
        let blanks = self.text.len() - self.text.trim_end_matches(' ').len();
        self.text.truncate(self.text.len() - blanks);
        self.add(self.eol);
    }

    /// The lines of the page.
    fn page_lines(&self) -> Vec<Range<usize>> {
        let mut at = 0;
        let lines = self.page.split_inclusive('\n').map(|line| {
            let start = at;
            at += line.len();
            start..start + line.trim_end_matches('\n').len()
        });
        lines.collect()
    }

    fn line(&mut self) {
        let mut at = 0;
        for word in self.page.split_inclusive(char::is_whitespace) {
            let length = word.trim_end().len();
            if length > 0 {
                if at > 0 {
                    self.add(" ");
                }
                self.keep(at..at + length);
            }
            at += word.len();
        }
    }

    fn markdown(&mut self, shape: Shape) {
        let mut inside = false;
        for line in self.page_lines() {
            let text = &self.page[line.clone()];
            let is_fence = text.starts_with("```");
            let opens = is_fence && !inside;
            inside ^= is_fence;
            let is_dense = matches!(shape, Shape::Dense | Shape::Mirrored);
            if text.is_empty() && is_dense && !inside {
                continue;
            }
            if is_fence && shape == Shape::Indented {
                continue;
            }
            self.begin();
            match shape {
                Shape::Indented if inside => self.add("    "),
                Shape::FencesInItems if opens => self.add("- "),
                Shape::FencesInItems if inside || is_fence => self.add("  "),
                _ => {}
            }
            if is_fence && shape == Shape::Tildes {
                self.add("~~~~~");
                self.add(&text[3..]);
            } else if is_fence {
                // An info string is no claim.
                self.add(text);
            } else if shape == Shape::Mirrored {
                self.keep(line.end - text.trim_start().len()..line.end);
            } else {
                self.keep(line);
            }
            self.end();
        }
    }

    fn words(&mut self, cells: Cells) {
        for line in self.page_lines() {
            let text = &self.page[line.clone()];
            if text.starts_with("```") {
                continue;
            }
            if text.starts_with('|') {
                self.row(line, cells);
                continue;
            }
            self.begin();
            // Within JSON and commands the indentation is kept, which is what most copies do.
            let heading = text.len() - text.trim_start_matches('#').trim_start().len();
            let start = if text.starts_with('#') { heading } else { 0 };
            self.keep(line.start + start..line.end);
            self.end();
        }
    }

    /// The cells of a row, without what is blank around them.
    fn cells(&self, row: &Range<usize>) -> Vec<Range<usize>> {
        let text = self.page[row.clone()].trim_matches('|');
        let mut at = row.start + 1;
        let cells = text.split('|').map(|cell| {
            let start = at + (cell.len() - cell.trim_start().len());
            at += cell.len() + 1;
            start..start + cell.trim().len()
        });
        cells.collect()
    }

    /// A part of the page without its code marks.
    fn keep_bare(&mut self, range: &Range<usize>) {
        let mut at = range.start;
        for piece in self.page[range.clone()].split('`') {
            self.keep(at..at + piece.len());
            at += piece.len() + 1;
        }
    }

    fn row(&mut self, row: Range<usize>, cells: Cells) {
        let all = self.cells(&row);
        let text = &self.page[row];
        let rule = text.contains("---");
        if rule && cells == Cells::Spaced {
            return;
        }
        self.begin();
        let head = text.starts_with("| ") && text[2..].starts_with(char::is_uppercase);
        for (index, cell) in all.iter().enumerate() {
            if rule {
                self.add("---|");
                continue;
            }
            self.keep_bare(cell);
            match cells {
                Cells::Spaced => self.add(" "),
                Cells::Spread if index == 0 && !head => {
                    self.add(" |");
                    self.end();
                    self.begin();
                }
                Cells::Spread if index + 1 < all.len() => self.add(" | "),
                Cells::Spread => self.add(" |"),
            }
        }
        self.end();
    }

    fn html(&mut self) {
        let mut inside = false;
        for line in self.page_lines() {
            let text = &self.page[line.clone()];
            if !text.starts_with('|') {
                if inside {
                    self.add("</table>\n");
                }
                inside = false;
                self.keep(line);
                self.end();
                continue;
            }
            if !inside {
                self.add("<table>\n");
            }
            let cell = if inside { "td" } else { "th" };
            inside = true;
            if text.contains("---") {
                continue;
            }
            self.add("<tr>");
            for range in self.cells(&line) {
                self.add(&format!("<{cell}>"));
                let mut at = range.start;
                let pieces = self.page[range].split('`').enumerate();
                for (index, piece) in pieces.collect::<Vec<_>>() {
                    if index > 0 {
                        self.add(if index % 2 == 1 { "<code>" } else { "</code>" });
                    }
                    self.keep(at..at + piece.len());
                    at += piece.len() + 1;
                }
                self.add(&format!("</{cell}>"));
            }
            self.add("</tr>\n");
        }
        if inside {
            self.add("</table>\n");
        }
    }
}
