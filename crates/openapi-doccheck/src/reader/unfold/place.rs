//! A page as it is read, and the way from each of its bytes back to the page.

use std::borrow::Cow;
use std::ops::Range;

/// A page as `CommonMark`.
pub(in crate::reader) struct Unfolded<'a> {
    pub(in crate::reader) text: Cow<'a, str>,
    pub(super) pieces: Vec<Piece>,
    /// The places of titles that announce an example.
    pub(in crate::reader) titles: Vec<Range<usize>>,
    /// The places of comments that are left out.
    pub(in crate::reader) comments: Vec<Range<usize>>,
    /// How many bytes were looked at.
    pub(in crate::reader) work: usize,
}

/// A part of the text: where it begins, and where it stands on the page.
pub(super) struct Piece {
    pub(super) at: usize,
    pub(super) page: usize,
    /// Whether it is put in, so that all of it stands for one place.
    pub(super) added: bool,
}

impl Unfolded<'_> {
    /// The place on the page of a range of the text.
    pub(in crate::reader) fn place(&self, range: Range<usize>) -> Range<usize> {
        if self.pieces.is_empty() {
            return range;
        }
        let start = self.offset(range.start).0;
        let end = match range.end.checked_sub(1) {
            Some(last) if range.end > range.start => {
                let (end, added) = self.offset(last);
                end + usize::from(!added)
            }
            _ => start,
        };
        start..end.max(start)
    }

    fn offset(&self, at: usize) -> (usize, bool) {
        let next = self.pieces.partition_point(|piece| piece.at <= at);
        match next.checked_sub(1).map(|last| &self.pieces[last]) {
            Some(piece) if piece.added => (piece.page, true),
            Some(piece) => (piece.page + at - piece.at, false),
            None => (at, false),
        }
    }
}
