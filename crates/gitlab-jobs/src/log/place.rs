//! Where a reader is in a log that grows, and may be rewritten, between two looks at it.
//!
//! Nothing that a server says about its answer decides what is new in it. Each look asks from a little before the
//! place, and the last bytes that were read are recognised in the answer. A log that was rewritten when it was archived
//! has them elsewhere.
//!
//! A part is asked for in one way at a time: by GitLab's own parameters, and only where those do nothing by `Range`. A
//! server that takes the parameters behind a proxy that takes `Range` would skip twice if it was sent both.

use bytes::Bytes;
use memchr::memmem;

use crate::range::ContentRange;

/// How many of the last bytes are kept to recognise the place by.
const TAIL: usize = 4096;

/// The least that is enough to recognise a place by, in a log that was rewritten.
const SHORTEST_TAIL: usize = 64;

/// The most that may be asked for by the parameters.
const LONGEST_PART: usize = 512_000;

/// The place of a reader in a log.
#[derive(Debug, Default)]
pub(crate) struct Place {
    /// How many bytes of the log, as it was last seen, have been read.
    position: usize,
    /// The last of them.
    tail: Vec<u8>,
    way: Way,
}

/// How a part is asked for, as long as the answers are not against it. A later one follows when an earlier one fails.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Way {
    /// `byte_offset` and `byte_limit`, which GitLab has since 19.0.
    #[default]
    Parameters,
    /// `Range`, which a proxy may have.
    Range,
    /// Not at all.
    Whole,
}

/// What to ask for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Ask {
    /// The whole log.
    Whole,
    /// So many bytes at most from an offset on, by the parameters.
    Part { offset: usize, limit: usize },
    /// Everything from an offset on, by `Range`.
    Range { offset: usize },
}

/// What came.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// Status 200: the whole log, or what the parameters ask for.
    Full(Bytes),
    /// Status 206, with the range that the bytes are said to be.
    Range(Bytes, Option<ContentRange>),
    /// Status 416: the log is said to end before the range.
    Beyond,
}

/// What an answer turned out to be.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Found {
    /// It holds the place, and these are the new bytes. The log may go on behind them.
    New { bytes: Bytes, more: bool },
    /// It is no part that holds the place. The whole log has to be looked at.
    Lost,
    /// It is the whole log, and the place is nowhere in it.
    Gone,
}

impl Place {
    /// What to ask for to see what is new.
    pub(crate) fn ask(&self) -> Ask {
        let offset = self.position - self.tail.len();
        // A short log is had whole. Of a longer one, a part is always shorter than what was read of the whole.
        if self.position < 2 * TAIL {
            return Ask::Whole;
        }
        match self.way {
            Way::Parameters => Ask::Part {
                offset,
                limit: LONGEST_PART.min(self.position - 1),
            },
            Way::Range => Ask::Range { offset },
            Way::Whole => Ask::Whole,
        }
    }

    /// Looks for the place in the answer to a request, and moves it behind what is new.
    pub(crate) fn read(&mut self, asked: Ask, answer: &Answer) -> Found {
        match (asked, answer) {
            (Ask::Part { limit, .. }, Answer::Full(body)) if body.len() <= limit => {
                self.in_part(body, body.len() == limit)
            }
            (Ask::Part { .. }, Answer::Full(body)) => {
                self.way = Way::Range;
                self.in_whole(body)
            }
            (Ask::Range { offset }, Answer::Range(body, Some(range)))
                if range.start == offset as u64 && range.length() == body.len() as u64 =>
            {
                self.in_part(body, range.has_more())
            }
            (Ask::Range { .. }, Answer::Full(body)) => {
                self.way = Way::Whole;
                self.in_whole(body)
            }
            (Ask::Whole, Answer::Full(body)) => {
                // The whole is asked for out of turn when a part did not hold the place. If the whole does, then it
                // was not the log that had changed.
                let misled = self.ask() != Ask::Whole && self.is_in(body);
                if misled {
                    self.way = match self.way {
                        Way::Parameters => Way::Range,
                        Way::Range | Way::Whole => Way::Whole,
                    };
                }
                self.in_whole(body)
            }
            (_, Answer::Range(..) | Answer::Beyond) => Found::Lost,
        }
    }

    /// Whether a whole log holds the place where it was.
    fn is_in(&self, whole: &[u8]) -> bool {
        let known = whole.get(self.position - self.tail.len()..self.position);
        known.is_some_and(|bytes| bytes == self.tail)
    }

    fn in_part(&mut self, part: &Bytes, more: bool) -> Found {
        if !part.starts_with(&self.tail) {
            return Found::Lost;
        }
        let bytes = part.slice(self.tail.len()..);
        self.advance(&bytes);
        // A part that brings nothing is no reason to ask for the next one at once.
        let more = more && !bytes.is_empty();
        Found::New { bytes, more }
    }

    fn in_whole(&mut self, whole: &Bytes) -> Found {
        if !self.is_in(whole) {
            match self.place_in(whole) {
                Some(position) => self.position = position,
                None => return Found::Gone,
            }
        }
        let bytes = whole.slice(self.position..);
        self.advance(&bytes);
        Found::New { bytes, more: false }
    }

    /// Where the place is in a whole log that does not have it where it was.
    ///
    /// There may be nothing new: while a log is moved into the archive it can be shorter for a moment, or gone.
    fn place_in(&self, whole: &[u8]) -> Option<usize> {
        let mut length = self.tail.len();
        loop {
            let tail = &self.tail[self.tail.len() - length..];
            // One search in each direction, so that a log of equal lines, which has the tail everywhere, is no more
            // work than any other.
            let before = &whole[..self.position.min(whole.len())];
            let before = memmem::rfind(before, tail).map(|start| start + length);
            let first = (self.position + 1).saturating_sub(length);
            let behind = whole.get(first..).and_then(|rest| memmem::find(rest, tail));
            let behind = behind.map(|start| first + start + length);
            let nearest = before
                .into_iter()
                .chain(behind)
                .min_by_key(|end| end.abs_diff(self.position));
            if nearest.is_some() {
                return nearest;
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
    fn advance(&mut self, new: &[u8]) {
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

    fn full(bytes: &[u8]) -> Answer {
        Answer::Full(Bytes::copy_from_slice(bytes))
    }

    fn range(bytes: &[u8], start: usize, total: usize) -> Answer {
        let range = ContentRange {
            start: start as u64,
            end: (start + bytes.len()) as u64 - 1,
            total: Some(total as u64),
        };
        Answer::Range(Bytes::copy_from_slice(bytes), Some(range))
    }

    fn new(bytes: &[u8], more: bool) -> Found {
        let bytes = Bytes::copy_from_slice(bytes);
        Found::New { bytes, more }
    }

    fn at_end_of(log: &[u8], way: Way) -> Place {
        let mut place = Place {
            way,
            ..Place::default()
        };
        assert_eq!(place.read(Ask::Whole, &full(log)), new(log, false));
        place
    }

    #[test]
    fn a_short_log_is_asked_for_whole_and_a_part_is_shorter_than_what_is_known() {
        assert_eq!(at_end_of(&[b'x'; 8191], Way::Parameters).ask(), Ask::Whole);
        let part = |offset, limit| Ask::Part { offset, limit };
        for (length, asked) in [
            (8192, part(4096, 8191)),
            (600_000, part(595_904, LONGEST_PART)),
        ] {
            let place = at_end_of(&vec![b'x'; length], Way::Parameters);
            assert_eq!(place.ask(), asked);
        }
    }

    #[test]
    fn a_part_and_a_whole_are_told_apart_even_in_a_log_of_equal_lines() {
        let (log, longer) = (b"no news\n".repeat(2000), b"no news\n".repeat(2200));
        let offset = log.len() - TAIL;
        let mut place = at_end_of(&log, Way::Parameters);
        let asked = place.ask();
        let found = place.read(asked, &full(&longer[offset..]));
        assert_eq!(found, new(&longer[log.len()..], false));
        assert!(matches!(place.ask(), Ask::Part { .. }));
        let mut place = at_end_of(&log, Way::Parameters);
        let found = place.read(asked, &full(&longer));
        assert_eq!(found, new(&longer[log.len()..], false));
        let offset = longer.len() - TAIL;
        assert_eq!(place.ask(), Ask::Range { offset });
    }

    #[test]
    fn a_full_part_goes_on_at_once() {
        let (log, longer) = (lines(0..1000), lines(0..5000));
        let mut place = at_end_of(&log, Way::Parameters);
        let mut read = log.clone();
        let mut requests = 0;
        loop {
            let Ask::Part { offset, limit } = place.ask() else {
                panic!("a part was to be asked for");
            };
            let end = longer.len().min(offset + limit);
            let answer = full(&longer[offset..end]);
            let Found::New { bytes, more } = place.read(Ask::Part { offset, limit }, &answer)
            else {
                panic!("the part holds the place");
            };
            read.extend_from_slice(&bytes);
            requests += 1;
            if !more {
                break;
            }
        }
        assert_eq!(read, longer);
        assert!((3..10).contains(&requests), "{requests}");
    }

    #[test]
    fn a_range_is_believed_when_it_is_the_one_that_was_asked_for_and_holds_the_place() {
        let (log, longer) = (lines(0..1000), lines(0..1010));
        let offset = log.len() - TAIL;
        let asked = Ask::Range { offset };
        let part = &longer[offset..];
        let mut place = at_end_of(&log, Way::Range);
        assert_eq!(place.ask(), asked);
        let found = place.read(asked, &range(part, offset, longer.len()));
        assert_eq!(found, new(&longer[log.len()..], false));
        let mut place = at_end_of(&log, Way::Range);
        let found = place.read(asked, &range(&part[..TAIL + 3], offset, longer.len()));
        assert_eq!(found, new(&part[TAIL..TAIL + 3], true));
        for lie in [
            // The right bytes under a wrong claim, wrong bytes under the right one, and no claim at all.
            range(part, 0, longer.len()),
            range(&longer, offset, offset + longer.len()),
            Answer::Range(
                Bytes::copy_from_slice(part),
                Some(ContentRange {
                    start: offset as u64,
                    end: longer.len() as u64 - 2,
                    total: None,
                }),
            ),
            Answer::Range(Bytes::copy_from_slice(part), None),
            Answer::Beyond,
        ] {
            let mut place = at_end_of(&log, Way::Range);
            assert_eq!(place.read(asked, &lie), Found::Lost, "{lie:?}");
            let found = place.read(Ask::Whole, &full(&longer));
            assert_eq!(found, new(&longer[log.len()..], false));
            assert_eq!(place.ask(), Ask::Whole, "who has lied is not asked again");
        }
    }

    #[test]
    fn a_way_that_fails_because_the_log_has_changed_is_kept() {
        let log = lines(0..1000);
        let changed = [&b"thirty bytes were put in here\n"[..], &lines(0..1001)].concat();
        let asked = Ask::Range {
            offset: log.len() - TAIL,
        };
        let mut place = at_end_of(&log, Way::Range);
        assert_eq!(place.read(asked, &Answer::Beyond), Found::Lost);
        let found = place.read(Ask::Whole, &full(&changed));
        assert_eq!(found, new(&lines(1000..1001), false));
        assert_eq!(place.way, Way::Range);
    }

    #[test]
    fn a_place_that_moved_is_found_again() {
        let log = lines(0..1000);
        let rewritten = [&b"thirty bytes were put in here\n"[..], &lines(0..1003)].concat();
        let mut place = at_end_of(&log, Way::Whole);
        let found = place.read(Ask::Whole, &full(&rewritten));
        assert_eq!(found, new(&lines(1000..1003), false));
    }

    #[test]
    fn of_many_places_the_nearest_is_found_also_where_they_overlap() {
        let nearest = |tail: &[u8], whole: &[u8], position: usize| {
            let places = whole.windows(tail.len()).enumerate();
            let ends = places.filter(|(_, window)| *window == tail);
            let ends = ends.map(|(start, _)| start + tail.len());
            ends.min_by_key(|end| end.abs_diff(position))
        };
        // Two letters in every order that a small number has, so that most places overlap.
        let text = |bits: u32, length: usize| -> Vec<u8> {
            let letters = (0..length).map(|at| if bits >> at & 1 == 0 { b'a' } else { b'b' });
            letters.collect()
        };
        for (tail_bits, whole_bits) in
            (0..8).flat_map(|tail| (0..512).map(move |whole| (tail, whole)))
        {
            let (tail, whole) = (text(tail_bits, 3), text(whole_bits, 9));
            for position in 3..12 {
                let expected = nearest(&tail, &whole, position);
                let tail = tail.clone();
                let place = Place {
                    position,
                    tail,
                    way: Way::Whole,
                };
                let expected = expected.or((whole.len() > position).then_some(position));
                assert_eq!(place.place_in(&whole), expected, "{place:?} in {whole:?}");
            }
        }
    }

    #[test]
    fn a_rewritten_middle_does_not_hide_the_last_lines() {
        let mut rewritten = lines(0..1003);
        let log = lines(0..1000);
        rewritten[log.len() - 2000] = b'X';
        rewritten.insert(0, b'Y');
        let mut place = at_end_of(&log, Way::Whole);
        let found = place.read(Ask::Whole, &full(&rewritten));
        assert_eq!(found, new(&lines(1000..1003), false));
    }

    #[test]
    fn a_log_that_is_shorter_for_a_moment_has_nothing_new_and_loses_no_place() {
        let log = lines(0..1000);
        let mut place = at_end_of(&log, Way::Whole);
        for shorter in [&log[..5000], b""] {
            assert_eq!(place.read(Ask::Whole, &full(shorter)), Found::Gone);
        }
        let found = place.read(Ask::Whole, &full(&lines(0..1001)));
        assert_eq!(found, new(&lines(1000..1001), false));
    }

    #[test]
    fn a_log_without_anything_known_goes_on_where_it_is_longer() {
        let log = lines(0..10);
        let mut place = at_end_of(&log, Way::Whole);
        let other = b"x".repeat(1000);
        let found = place.read(Ask::Whole, &full(&other));
        assert_eq!(found, new(&other[log.len()..], false));
    }
}
