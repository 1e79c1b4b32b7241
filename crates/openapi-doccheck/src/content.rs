//! The text of a code block without the markers around it, and the way from each of its bytes back to the page.

use std::ops::Range;

use openapi_document::source::{FileId, Span};

/// The text of a code block, put together from slices of the page.
///
/// Quote markers, the indentation that a list or an indented block demands, and the carriage returns before line
/// feeds are left out. Every byte that is there is a byte of the page, but for those that an entity of HTML stands for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Content {
    text: String,
    pieces: Vec<Piece>,
}

/// A slice of the page that the content holds, unchanged unless it is an entity of HTML.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Piece {
    /// Where the slice starts in the content.
    pub at: usize,
    /// Where it stands on the page.
    pub span: Span,
    /// Whether the content holds what it stands for, so that all of it is one place.
    pub replaced: bool,
}

impl Content {
    /// Adds a slice of the page at the end.
    pub(crate) fn push(&mut self, page: &str, range: Range<usize>) {
        let slice = &page[range.clone()];
        if slice.is_empty() {
            return;
        }
        self.add(slice, Span::new(FileId(0), range.start, range.end), false);
    }

    /// Adds what a range of the page stands for.
    pub(crate) fn replace(&mut self, text: &str, range: Range<usize>) {
        if !text.is_empty() {
            self.add(text, Span::new(FileId(0), range.start, range.end), true);
        }
    }

    fn add(&mut self, text: &str, span: Span, replaced: bool) {
        let at = self.text.len();
        self.text.push_str(text);
        match self.pieces.last_mut() {
            Some(last) if last.span.end == span.start && !last.replaced && !replaced => {
                last.span.end = span.end;
            }
            _ => self.pieces.push(Piece { at, span, replaced }),
        }
    }

    /// The lines of a range of the page without what stands before them in lists and quotes.
    pub(crate) fn of_lines(page: &str, range: Range<usize>) -> Self {
        let mut content = Self::default();
        let mut at = range.start;
        for line in page[range].split_inclusive('\n') {
            let inner = line.trim_start_matches([' ', '\t', '>']);
            let start = at + line.len() - inner.len();
            let text = inner.trim_end_matches(['\n', '\r']);
            content.push(page, start..start + text.len());
            at += line.len();
            if inner.len() > text.len() {
                content.push(page, at - 1..at);
            }
        }
        content
    }

    /// Adds a part of another content of the same page at the end.
    pub(crate) fn join(&mut self, other: &Self, range: Range<usize>) {
        let first = other
            .pieces
            .partition_point(|piece| piece.at <= range.start);
        for (index, piece) in other
            .pieces
            .iter()
            .enumerate()
            .skip(first.saturating_sub(1))
        {
            if piece.at >= range.end {
                break;
            }
            let next = other.pieces.get(index + 1);
            let end = next.map_or(other.text.len(), |next| next.at);
            let from = range.start.max(piece.at);
            let to = range.end.min(end);
            if from < to {
                let start = piece.span.start + from - piece.at;
                let span = if piece.replaced {
                    piece.span
                } else {
                    Span::new(FileId(0), start, start + to - from)
                };
                self.add(&other.text[from..to], span, piece.replaced);
            }
        }
    }

    /// The part of it in a range of its own bytes.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let mut part = Self::default();
        part.join(self, range);
        part
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The slices it is made of, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The piece that holds a byte of the content.
    fn piece(&self, at: usize) -> Option<&Piece> {
        let next = self.pieces.partition_point(|piece| piece.at <= at);
        next.checked_sub(1).and_then(|last| self.pieces.get(last))
    }

    /// The byte of the page that a byte of the content was taken from; the end means one past the last.
    pub fn offset(&self, at: usize) -> usize {
        match self.piece(at) {
            Some(piece) if piece.replaced && at < self.text.len() => piece.span.start,
            Some(piece) if piece.replaced => piece.span.end,
            Some(piece) => (piece.span.start + at - piece.at).min(piece.span.end),
            None => self.pieces.first().map_or(0, |piece| piece.span.start),
        }
    }

    /// The span on the page from the first to the last byte of a range of the content.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start);
        let end = match range.end.checked_sub(1) {
            Some(last) if last >= range.start => match self.piece(last) {
                Some(piece) if piece.replaced => piece.span.end,
                _ => self.offset(last) + 1,
            },
            _ => start,
        };
        Span::new(FileId(0), start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::Content;

    #[test]
    fn a_byte_of_the_content_leads_back_to_its_byte_on_the_page() {
        let page = "> one\n> two";
        let mut content = Content::default();
        content.push(page, 2..6);
        content.push(page, 8..11);
        assert_eq!(content.text(), "one\ntwo");
        for (at, byte) in content.text().bytes().enumerate() {
            assert_eq!(page.as_bytes()[content.offset(at)], byte);
        }
        let span = content.span(2..5);
        assert_eq!(&page[span.start..span.end], "e\n> t");
        assert_eq!(content.offset(7), 11);
        let part = content.slice(2..6);
        assert_eq!((part.text(), part.offset(2)), ("e\ntw", 8));
    }

    #[test]
    fn slices_that_touch_are_one_piece() {
        let mut content = Content::default();
        content.push("abcd", 0..2);
        content.push("abcd", 2..2);
        content.push("abcd", 2..4);
        assert_eq!(content.pieces().len(), 1);
        assert_eq!(Content::default().offset(0), 0);
    }
}
