//! The parts of a page that its headings make, one within the other.

use crate::element::Kind;
use crate::page::Page;

/// A heading's part of the page: from the heading to the next one of its level or above.
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) end: usize,
    level: u8,
    /// The part around it, as an index.
    outer: Option<usize>,
}

/// The parts of a page in page order; the first is the page itself.
pub(super) struct Outline(Vec<Part>);

impl Outline {
    pub(super) fn of(page: &Page) -> Self {
        let mut found = vec![Part {
            start: 0,
            end: usize::MAX,
            level: 0,
            outer: None,
        }];
        let mut open = vec![0];
        for element in page.elements() {
            let Kind::Heading { level, .. } = element.kind else {
                continue;
            };
            let start = element.span.start;
            while let Some(last) = open.pop_if(|index| found[*index].level >= level) {
                found[last].end = start;
            }
            let outer = open.last().copied();
            open.push(found.len());
            found.push(Part {
                start,
                end: usize::MAX,
                level,
                outer,
            });
        }
        Self(found)
    }

    /// The parts that hold a place of the page, from the innermost to the page itself.
    pub(super) fn around(&self, at: usize) -> impl Iterator<Item = &Part> {
        let innermost = self.0.partition_point(|part| part.start <= at);
        let innermost = innermost.checked_sub(1).map(|index| &self.0[index]);
        std::iter::successors(innermost, |part| part.outer.map(|index| &self.0[index]))
    }
}
