//! The Markdown reader: `CommonMark` with tables and front matter, by pulldown-cmark; nothing is guessed.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::flattened::is_flattened;
use super::{Reading, body_start, collapse};
use crate::block::Block;
use crate::content::Content;
use crate::element::Kind;
use crate::endpoint::Endpoint;
use crate::page::{Mark, element};

/// Reads a page; the first heading, fence or table tells that it is Markdown at all.
pub(crate) fn read(page: &str) -> (Reading, Option<(Mark, usize)>) {
    let base = body_start(page);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Markdown {
        page,
        reading: Reading::default(),
        mark: None,
        inline: None,
        code: None,
        html: None,
        comments: Vec::new(),
        skipping: 0,
    };
    for (event, range) in Parser::new_ext(&page[base..], options).into_offset_iter() {
        reader.take(event, base + range.start..base + range.end);
    }
    reader.flush();
    (reader.reading, reader.mark)
}

struct Markdown<'a> {
    page: &'a str,
    reading: Reading,
    mark: Option<(Mark, usize)>,
    /// The text of the paragraph, heading or item that is being read.
    inline: Option<(Range<usize>, String)>,
    /// The info string and the text of the code block that is being read.
    code: Option<(String, Range<usize>, Content)>,
    html: Option<Range<usize>>,
    /// The comments within the paragraph that is being read.
    comments: Vec<Range<usize>>,
    /// How many tables and front matters enclose the present event.
    skipping: usize,
}

impl Markdown<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Table(_)) => {
                self.flush();
                if self.page[range.clone()].starts_with('|') {
                    self.see(Mark::Table, range.start);
                }
                self.push(range, Kind::Table);
                self.skipping += 1;
            }
            Event::Start(Tag::MetadataBlock(_)) => self.skipping += 1,
            Event::End(TagEnd::Table | TagEnd::MetadataBlock(_)) => self.skipping -= 1,
            _ if self.skipping > 0 => {}
            Event::Start(Tag::CodeBlock(kind)) => {
                self.flush();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => {
                        self.see(Mark::Fence, range.start);
                        info.to_string()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, range, Content::default()));
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((info, range, content)) = self.code.take() {
                    self.code_block(&info, &range, content);
                }
            }
            Event::Text(_) if self.code.is_some() => {
                if let Some((_, _, content)) = &mut self.code {
                    self.reading.work += range.len();
                    content.push(self.page, range);
                }
            }
            Event::Start(Tag::HtmlBlock) => {
                self.flush();
                self.html = Some(range);
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(range) = self.html.take() {
                    self.comment(range);
                }
            }
            Event::InlineHtml(text) if text.starts_with("<!--") => self.comments.push(range),
            Event::Start(Tag::Heading { .. }) => {
                self.flush();
                // A page that lost its line breaks may begin with a heading's sign: it is one heading then.
                if !is_flattened(&self.page[range.clone()]) {
                    self.see(Mark::Heading, range.start);
                }
            }
            Event::End(TagEnd::Heading(level)) => self.heading(range, level as u8),
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::Image { .. },
            )
            | Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image,
            )
            | Event::Html(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
            Event::Start(_) | Event::End(_) | Event::Rule => self.flush(),
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => {
                self.add(&text, range);
            }
            Event::SoftBreak | Event::HardBreak => self.add(" ", range),
        }
    }

    fn see(&mut self, mark: Mark, at: usize) {
        self.mark.get_or_insert((mark, at));
    }

    fn push(&mut self, range: Range<usize>, kind: Kind) {
        let text = &self.page[range.clone()];
        let start = range.start + text.len() - text.trim_start().len();
        let end = range.start + text.trim_end().len();
        self.reading
            .elements
            .push(element(start..end.max(start), kind));
    }

    fn add(&mut self, text: &str, range: Range<usize>) {
        self.reading.work += range.len();
        let (whole, all) = self
            .inline
            .get_or_insert_with(|| (range.clone(), String::new()));
        whole.end = range.end;
        all.push_str(text);
    }

    /// Ends the prose that is being read, if any, and tells the comments that stood in it.
    fn flush(&mut self) {
        let from = self.reading.elements.len();
        if let Some((range, text)) = self.inline.take() {
            self.prose(range, &text);
        }
        for range in std::mem::take(&mut self.comments) {
            self.comment(range);
        }
        self.reading.elements[from..].sort_by_key(|element| element.span.start);
    }

    fn prose(&mut self, range: Range<usize>, text: &str) {
        // Code marks and stars stand outside of the texts' ranges, and quote marks inside: the lines tell.
        let page = self.page;
        let start = page[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let rest = page[range.end..].find('\n');
        let end = rest.map_or(page.len(), |at| range.end + at);
        self.reading.work += end - start;
        if let Some(endpoints) = endpoint_lines(&page[start..end]) {
            for (endpoint, place) in endpoints {
                let span = start + place.start..start + place.end;
                self.push(span, Kind::Endpoint(endpoint));
            }
            return;
        }
        let text = collapse(text);
        if !text.is_empty() {
            self.push(range, Kind::Prose(text));
        }
    }

    /// A heading, and the endpoint that it may consist of.
    fn heading(&mut self, range: Range<usize>, level: u8) {
        let inline = self.inline.take();
        let text = inline.map_or_else(String::new, |(_, text)| collapse(&text));
        self.push(range.clone(), Kind::Heading { level, text });
        let line = &self.page[range.clone()];
        let signs = line.len() - line.trim_start_matches('#').len();
        if let Some((endpoint, place)) = Endpoint::parse_line(&line[signs..]) {
            let start = range.start + signs;
            let span = start + place.start..start + place.end;
            self.push(span, Kind::Endpoint(endpoint));
        }
        self.flush();
    }

    fn code_block(&mut self, info: &str, fence: &Range<usize>, content: Content) {
        self.reading.work += content.text().len();
        if let Some(endpoints) = endpoint_lines(content.text()) {
            for (endpoint, place) in endpoints {
                let span = content.span(place);
                self.push(span.start..span.end, Kind::Endpoint(endpoint));
            }
            return;
        }
        let range = match content.pieces() {
            [] => fence.start..fence.start,
            [first, .., last] => first.span.start..last.span.end,
            [only] => only.span.start..only.span.end,
        };
        let block = Block::new(info, content);
        self.reading
            .elements
            .push(element(range, Kind::Block(block)));
    }

    fn comment(&mut self, range: Range<usize>) {
        let text = &self.page[range.clone()];
        if text.trim_start().starts_with("<!--") {
            self.push(range, Kind::Comment(text.trim().to_owned()));
        }
    }
}

/// The endpoints of a text whose lines are endpoints and nothing else, blank lines aside.
fn endpoint_lines(text: &str) -> Option<Vec<(Endpoint, Range<usize>)>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        if !inner.is_empty() {
            let start = at + line.len() - inner.len();
            let (endpoint, place) = Endpoint::parse_line(inner)?;
            found.push((endpoint, start + place.start..start + place.end));
        }
        at += line.len();
    }
    (!found.is_empty()).then_some(found)
}
