//! Where a reader is in a log that grows, and may be rewritten, between two looks at it.
//!
//! Newer servers send the part that is asked for, older ones always the whole log, and neither says which it did. So
//! the reader asks from a little before its place and recognises the last bytes it has seen. A log that was rewritten
//! when it was archived has them elsewhere.

/// How many of the last bytes are kept to recognise the place by.
const TAIL: usize = 4096;

/// The least that is enough to recognise a place by, in a log that was rewritten.
const SHORTEST_TAIL: usize = 64;

/// The place of a reader in a log.
#[derive(Debug, Default)]
pub(crate) struct Place {
    /// How many bytes of the log, as it was last seen, have been read.
    position: usize,
    /// The last of them.
    tail: Vec<u8>,
    /// Whether the server sends the part that is asked for, once that is known.
    sends_parts: Option<bool>,
}

/// What an answer turned out to be.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Found {
    /// The new bytes start here.
    New(usize),
    /// It may be the part or the whole; the server has to be tried with [`Place::probe`].
    Ambiguous,
    /// It does not hold the place. The whole log has to be looked at.
    Lost,
}

impl Place {
    /// The offset to ask from; none to ask for the whole log.
    pub(crate) fn offset(&self) -> Option<usize> {
        let offset = self.position - self.tail.len();
        (self.sends_parts != Some(false) && offset > 0).then_some(offset)
    }

    /// Whether a server was found to send parts.
    pub(crate) fn sends_parts(&self) -> bool {
        self.sends_parts == Some(true)
    }

    /// Learns from an answer of at most one byte, or of more, to a request for one byte.
    pub(crate) fn probe(&mut self, length: usize) {
        self.sends_parts = Some(length <= 1);
    }

    /// Looks for the place in an answer to a request from [`Place::offset`].
    pub(crate) fn find(&mut self, body: &[u8], asked_for_part: bool) -> Found {
        let as_whole = body
            .get(self.position - self.tail.len()..self.position)
            .is_some_and(|bytes| bytes == self.tail);
        if !asked_for_part {
            return if as_whole {
                Found::New(self.position)
            } else {
                Found::Lost
            };
        }
        let as_part = body.starts_with(&self.tail);
        match (as_part, as_whole, self.sends_parts) {
            (true, true, None) => Found::Ambiguous,
            (true, _, Some(true)) | (true, false, None) => {
                self.sends_parts = Some(true);
                Found::New(self.tail.len())
            }
            (_, true, Some(false)) | (false, true, None) => {
                self.sends_parts = Some(false);
                Found::New(self.position)
            }
            _ => Found::Lost,
        }
    }

    /// Looks for the place in a whole log that does not have it where it was.
    ///
    /// There may be nothing new: while a log is moved into the archive it can be shorter for a moment, or gone.
    pub(crate) fn find_again(&mut self, whole: &[u8]) -> Option<usize> {
        let mut length = self.tail.len();
        loop {
            let tail = &self.tail[self.tail.len() - length..];
            let nearest = whole
                .windows(length.max(1))
                .enumerate()
                .filter(|(_, window)| *window == tail)
                .map(|(start, _)| start + length)
                .min_by_key(|end| end.abs_diff(self.position));
            if let Some(end) = nearest {
                self.position = end;
                return Some(end);
            }
            if length / 2 < SHORTEST_TAIL {
                break;
            }
            length /= 2;
        }
        // Nothing of what was read last is left, so that its length is all there is to go by.
        (whole.len() > self.position).then_some(self.position)
    }

    /// Moves the place behind new bytes.
    pub(crate) fn advance(&mut self, new: &[u8]) {
        self.position += new.len();
        let old = TAIL.saturating_sub(new.len()).min(self.tail.len());
        self.tail.drain(..self.tail.len() - old);
        self.tail
            .extend_from_slice(&new[new.len().saturating_sub(TAIL)..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(range: std::ops::Range<u32>) -> Vec<u8> {
        let lines: Vec<String> = range.map(|line| format!("this is line {line}\n")).collect();
        lines.concat().into_bytes()
    }

    fn at_end_of(log: &[u8]) -> Place {
        let mut place = Place::default();
        assert_eq!(place.find(log, false), Found::New(0));
        place.advance(log);
        place
    }

    #[test]
    fn a_part_and_a_whole_are_told_apart() {
        let (log, longer) = (lines(0..1000), lines(0..1010));
        let mut place = at_end_of(&log);
        let offset = place.offset().unwrap();
        assert_eq!(place.find(&longer, true), Found::New(log.len()));
        assert_eq!(place.offset(), None);
        let mut place = at_end_of(&log);
        assert_eq!(place.find(&longer[offset..], true), Found::New(TAIL));
        assert!(place.sends_parts());
    }

    #[test]
    fn a_log_of_equal_lines_needs_a_closer_look() {
        let log = b"no news\n".repeat(2000);
        let mut place = at_end_of(&log);
        assert_eq!(
            place.find(&b"no news\n".repeat(4001), true),
            Found::Ambiguous
        );
        place.probe(1);
        let part = [&log[log.len() - TAIL..], b"more"].concat();
        assert_eq!(place.find(&part, true), Found::New(TAIL));
    }

    #[test]
    fn a_place_that_moved_is_found_again() {
        let log = lines(0..1000);
        let rewritten = [&b"thirty bytes were put in here\n"[..], &lines(0..1003)].concat();
        let mut place = at_end_of(&log);
        assert_eq!(place.find(&rewritten, false), Found::Lost);
        let new = place.find_again(&rewritten).unwrap();
        assert_eq!(rewritten[new..], lines(1000..1003));
    }

    #[test]
    fn a_rewritten_middle_does_not_hide_the_last_lines() {
        let mut rewritten = lines(0..1003);
        let log = lines(0..1000);
        rewritten[log.len() - 2000] = b'X';
        rewritten.insert(0, b'Y');
        let mut place = at_end_of(&log);
        let new = place.find_again(&rewritten).unwrap();
        assert_eq!(rewritten[new..], lines(1000..1003));
    }

    #[test]
    fn a_log_that_is_shorter_for_a_moment_has_nothing_new_and_loses_no_place() {
        let log = lines(0..1000);
        let mut place = at_end_of(&log);
        for shorter in [&log[..5000], b""] {
            assert_eq!(place.find(shorter, false), Found::Lost);
            assert_eq!(place.find_again(shorter), None);
        }
        assert_eq!(place.find(&lines(0..1001), false), Found::New(log.len()));
    }

    #[test]
    fn a_log_without_anything_known_goes_on_where_it_is_longer() {
        let mut place = at_end_of(&lines(0..10));
        let other = b"x".repeat(1000);
        assert_eq!(place.find_again(&other), Some(lines(0..10).len()));
    }
}
