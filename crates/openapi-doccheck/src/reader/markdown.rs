//! The Markdown reader: `CommonMark` with tables and front matter, by pulldown-cmark; nothing is guessed.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::flattened::is_flattened;
use super::{Reading, body_start, collapse};
use crate::block::{Block, BlockKind, is_command, is_json};
use crate::content::Content;
use crate::element::{Kind, Table, element};
use crate::endpoint::Endpoint;
use crate::inline;
use crate::reader::Mark;
use crate::reader::session::Part;

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
        table: None,
        stray: Vec::new(),
        skipping: 0,
        until: 0,
        last_pre: page.rfind("</pre").unwrap_or(0),
    };
    let unfolded = super::unfold::unfold(&page[base..]);
    reader.reading.work += unfolded.work;
    for (event, range) in Parser::new_ext(&unfolded.text, options).into_offset_iter() {
        let range = unfolded.place(range);
        reader.take(event, base + range.start..base + range.end);
    }
    reader.flush();
    for range in unfolded.titles {
        let range = base + range.start..base + range.end;
        let name = page[range.clone()].to_owned();
        reader.push(range, Kind::Prose(name));
    }
    for range in unfolded.comments {
        let range = base + range.start..base + range.end;
        let text = page[range.clone()].to_owned();
        reader.push(range, Kind::Comment(text));
    }
    reader
        .reading
        .elements
        .sort_by_key(|element| element.span.start);
    super::labelled::join(page, &mut reader.reading.elements);
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
    /// The table that is being read, with its place.
    table: Option<(Range<usize>, Table)>,
    /// The lines that only look like rows of it: on a page that lost its blank lines, what follows a table.
    stray: Vec<Range<usize>>,
    /// How many tables and front matters enclose the present event.
    skipping: usize,
    /// Where the last table or code that is written in HTML ends; what stands in it is read.
    until: usize,
    /// Where the last tag stands that ends code.
    last_pre: usize,
}

impl Markdown<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        if range.start < self.until {
            return;
        }
        match event {
            Event::Start(Tag::Table(_)) => {
                self.flush();
                if self.page[range.clone()].starts_with('|') {
                    self.see(Mark::Table, range.start);
                }
                self.table = Some((range, Table::default()));
                self.skipping += 1;
            }
            Event::Start(Tag::TableRow) => self.row(range),
            Event::Start(Tag::TableCell) if self.stray.is_empty() => self.cell(range),
            Event::Start(Tag::MetadataBlock(_)) => self.skipping += 1,
            Event::End(TagEnd::MetadataBlock(_)) => self.skipping -= 1,
            Event::End(TagEnd::Table) => {
                self.skipping -= 1;
                self.end_table();
            }
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
                    self.html(range);
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

    fn row(&mut self, range: Range<usize>) {
        let line = &self.page[range.clone()];
        if let Some((_, table)) = &mut self.table {
            // A table that begins with a bar has one in each of its rows.
            let first = table.head.first().map_or(0, |cell| cell.start);
            let barred = self.page[..first].trim_end().ends_with('|');
            if barred && !line.contains('|') || !self.stray.is_empty() {
                self.stray.push(range);
            } else {
                table.rows.push(Vec::new());
            }
        }
    }

    fn end_table(&mut self) {
        let Some((mut range, table)) = self.table.take() else {
            return;
        };
        let stray = std::mem::take(&mut self.stray);
        if let Some(first) = stray.first() {
            range.end = first.start;
        }
        super::table::push(self.page, range, table, &mut self.reading);
        for range in stray {
            let text = self.page[range.clone()].to_owned();
            let start = range.start + text.len() - text.trim_start().len();
            self.prose(
                start..range.start + text.trim_end().len(),
                &crate::inline::plain(&text),
            );
        }
    }

    fn cell(&mut self, range: Range<usize>) {
        let span = super::table::trimmed(self.page, range);
        self.reading.work += span.end - span.start;
        if let Some((_, table)) = &mut self.table {
            match table.rows.last_mut() {
                Some(row) => row.push(span),
                None => table.head.push(span),
            }
        }
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
        if let Some((endpoint, place)) = listed(&page[start..end]) {
            self.push(
                start + place.start..start + place.end,
                Kind::Index(endpoint),
            );
        }
        let text = collapse(text);
        if is_command(&text)
            && let Some(content) = super::command::whole(page, start..end)
        {
            self.block(BlockKind::Shell, content);
        } else if text.starts_with(['{', '['])
            && let content = Content::of_lines(self.page, start..end)
            && is_json(&content)
        {
            self.block(BlockKind::Json, content);
        } else if !text.is_empty() {
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
        if let Some((endpoint, place)) = titled_endpoint(&line[signs..]) {
            let start = range.start + signs;
            let span = start + place.start..start + place.end;
            self.push(span, Kind::Endpoint(endpoint));
        }
        self.flush();
    }

    fn code_block(&mut self, info: &str, fence: &Range<usize>, content: Content) {
        self.reading.work += content.text().len();
        let content = super::notes::without(content);
        if let Some(endpoints) = endpoint_lines(content.text()) {
            for (endpoint, place) in endpoints {
                let span = content.span(place);
                self.push(span.start..span.end, Kind::Endpoint(endpoint));
            }
            return;
        }
        self.fence_title(info, fence);
        let is_shell = matches!(BlockKind::named(info.trim()), None | Some(BlockKind::Shell));
        if let Some(parts) = super::session::parts(&content).filter(|_| is_shell) {
            for part in parts {
                match part {
                    Part::Commands(content) => self.block(BlockKind::Shell, content),
                    Part::Output(content) => self.block(BlockKind::Json, content),
                }
            }
            return;
        }
        let rest = super::http::lead(info, content, &mut self.reading);
        let Some(content) = rest.content else {
            return;
        };
        let info = if rest.json { "json" } else { info };
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

    /// The title behind a fence's language, when it says what the block is: `json 404`, `json title="Response"`.
    fn fence_title(&mut self, info: &str, fence: &Range<usize>) {
        let info = info.trim();
        let title = info.split_once(' ').map_or("", |(_, title)| title);
        let title = super::markup::title(title);
        let line = self.page[fence.clone()]
            .split('\n')
            .next()
            .unwrap_or_default();
        if !title.is_empty()
            && super::markup::announces(title)
            && let Some(at) = line.rfind(title)
        {
            let start = fence.start + at;
            self.push(start..start + title.len(), Kind::Prose(title.to_owned()));
        }
    }

    /// HTML that stands alone: code, tables, or a comment.
    fn html(&mut self, mut range: Range<usize>) {
        self.reading.work += range.len();
        if self.page[range.clone()].trim_start().starts_with("<!--") {
            self.comment(range);
            return;
        }
        while range.start < self.last_pre
            && let Some(code) = super::pre::first(self.page, range.clone())
        {
            self.reading.work += code.place.len();
            self.tables(range.start..code.place.start);
            self.see(Mark::Fence, code.place.start);
            self.until = code.place.end;
            range = code.place.end..range.end.max(code.place.end);
            self.code_block(&code.language, &code.place, code.content);
        }
        self.tables(range);
    }

    /// The tables in HTML that stands alone, and the commands between its code marks.
    fn tables(&mut self, range: Range<usize>) {
        let (tables, work) = super::html::tables(self.page, range.clone());
        self.reading.work += work;
        let mut from = range.start;
        for (place, table) in tables {
            self.commands(from..place.start);
            from = place.end;
            self.see(Mark::Table, place.start);
            self.until = place.end;
            super::table::push(self.page, place, table, &mut self.reading);
        }
        self.commands(from..range.end);
    }

    fn commands(&mut self, range: Range<usize>) {
        let text = self.page.get(range.clone()).unwrap_or_default();
        if !text.contains("curl") {
            return;
        }
        for inner in crate::inline::code(text) {
            let inner = range.start + inner.start..range.start + inner.end;
            if let Some(content) = super::command::whole(self.page, inner) {
                self.block(BlockKind::Shell, content);
            }
        }
    }

    fn block(&mut self, kind: BlockKind, content: Content) {
        let span = content.span(0..content.text().len());
        let block = Block::of_kind(kind, "", content);
        self.push(span.start..span.end, Kind::Block(block));
    }

    fn comment(&mut self, range: Range<usize>) {
        let text = &self.page[range.clone()];
        if text.trim_start().starts_with("<!--") {
            self.push(range, Kind::Comment(text.trim().to_owned()));
        }
    }
}

/// A line without the hyphen, star or number of the list item that it begins.
pub(super) fn without_list_mark(line: &str) -> &str {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marks: &[char] = if digits > 0 {
        &['.', ')']
    } else {
        &['-', '*', '+']
    };
    line[digits..]
        .strip_prefix(marks)
        .filter(|rest| rest.starts_with(' '))
        .map_or(line, str::trim_start)
}

/// The endpoint that a heading consists of, or that stands in it between code marks or square brackets.
fn titled_endpoint(heading: &str) -> Option<(Endpoint, Range<usize>)> {
    // What underlines a heading or gives it a name is no part of it.
    let heading = heading
        .trim_start()
        .split('\n')
        .next()
        .map_or(heading, |first| {
            let begin = heading.len() - heading.trim_start().len();
            &heading[..begin + first.len()]
        });
    let heading = heading.find(" {#").map_or(heading, |at| &heading[..at]);
    let heading = heading.trim_end_matches(['#', ' ', '\r']);
    if let Some(found) = Endpoint::parse_title(heading) {
        return Some(found);
    }
    let bracketed = heading.rfind('[').and_then(|open| {
        let inner = heading[open + 1..].trim_end().strip_suffix(']')?;
        Some(open + 1..open + 1 + inner.len())
    });
    let mut found = inline::code(heading)
        .into_iter()
        .chain(bracketed)
        .filter_map(|range| {
            let (endpoint, place) = Endpoint::parse_line(&heading[range.clone()])?;
            Some((endpoint, range.start + place.start..range.start + place.end))
        });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The endpoint that an item of a list begins with, or a line that is a link to it.
pub(super) fn listed(text: &str) -> Option<(Endpoint, Range<usize>)> {
    let line = text.split('\n').next().unwrap_or(text);
    let marked = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
    let inner = without_list_mark(marked);
    if inner.len() == marked.len() && !inner.starts_with('[') {
        return None;
    }
    let start = line.len() - inner.len();
    let (endpoint, place) = Endpoint::parse_item(inner)?;
    Some((endpoint, start + place.start..start + place.end))
}

/// The endpoints of a text whose lines are endpoints and nothing else, blank lines aside.
fn endpoint_lines(text: &str) -> Option<Vec<(Endpoint, Range<usize>)>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        let inner = without_list_mark(inner);
        if !inner.is_empty() {
            let start = at + line.len() - inner.len();
            let (endpoint, place) = Endpoint::parse_line(inner)?;
            found.push((endpoint, start + place.start..start + place.end));
        }
        at += line.len();
    }
    (!found.is_empty()).then_some(found)
}
