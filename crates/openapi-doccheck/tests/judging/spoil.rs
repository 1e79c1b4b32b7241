//! The pieces that mutants are made of: places on a page, and what is put there.

use std::ops::Range;

use fastrand::Rng;

/// A page with one mistake.
pub(crate) struct Mutant {
    pub(crate) text: String,
    /// What the finding must cover, to the byte.
    pub(crate) span: Range<usize>,
}

impl Mutant {
    /// The finding covers only this text, which stands among the bytes that were spoilt or around them.
    pub(crate) fn at(mut self, text: &str) -> Self {
        let found = self.text[self.span.clone()].find(text);
        let start = self.span.start + found.expect("the text is among what was spoilt");
        self.span = start..start + text.len();
        self
    }
}

/// Letters that are no word the page or the document knows.
pub(crate) fn word(rng: &mut Rng) -> String {
    let mut text = String::from("q");
    for _ in 0..rng.usize(3..9) {
        text.push(rng.alphabetic().to_ascii_lowercase());
    }
    text.push('x');
    text
}

/// Puts a text in the place of a range.
pub(crate) fn replaced(page: &str, at: Range<usize>, with: &str) -> Mutant {
    let span = at.start..at.start + with.len();
    let text = format!("{}{with}{}", &page[..at.start], &page[at.end..]);
    Mutant { text, span }
}

/// The page with one letter more in a name, all of which is the mistake.
pub(crate) fn misspelt(rng: &mut Rng, page: &str, name: Range<usize>) -> Mutant {
    let at = rng.usize(name.start + 1..name.end);
    let letter = any(&["q", "x", "z"], rng);
    let mut mutant = replaced(page, at..at, letter);
    mutant.span = name.start..name.end + letter.len();
    mutant
}

/// The places of a text.
pub(crate) fn places(page: &str, needle: &str) -> Vec<Range<usize>> {
    let at = page.match_indices(needle);
    at.map(|(at, text)| at..at + text.len()).collect()
}

pub(crate) fn any<T: Clone>(of: &[T], rng: &mut Rng) -> T {
    of[rng.usize(..of.len())].clone()
}

/// One of the needles at one of its places becomes one of the other texts.
pub(crate) fn swap(rng: &mut Rng, page: &str, needles: &[&str], with: &[String]) -> Mutant {
    let all: Vec<_> = needles
        .iter()
        .flat_map(|needle| places(page, needle))
        .collect();
    assert!(!all.is_empty(), "none of {needles:?} is on the page");
    let at = any(&all, rng);
    replaced(page, at, &any(with, rng))
}

/// A row is taken away; the finding is at the name in the last row that is left.
pub(crate) fn cut_row(rng: &mut Rng, page: &str, needles: &[&str]) -> Mutant {
    let all: Vec<_> = needles
        .iter()
        .flat_map(|needle| places(page, needle))
        .collect();
    let at = any(&all, rng);
    let start = page[..at.start].rfind('\n').map_or(0, |at| at + 1);
    let end = page[at.end..]
        .find('\n')
        .map_or(page.len(), |found| at.end + found + 1);
    let text = format!("{}{}", &page[..start], &page[end..]);
    let table = block(&text, start);
    let rows = text[table.clone()].match_indices("\n| `");
    let last = rows.map(|(at, row)| table.start + at + row.len()).last();
    let name = last.expect("a row is left");
    let end = name + text[name..].find('`').expect("the name ends");
    Mutant {
        text,
        span: name..end,
    }
}

/// The lines without an empty one between them that a byte stands in or behind.
pub(crate) fn block(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind("\n\n").map_or(0, |at| at + 2);
    let end = text[at..]
        .find("\n\n")
        .map_or(text.len(), |found| at + found);
    start..end
}

pub(crate) fn words(rng: &mut Rng) -> Vec<String> {
    vec![word(rng)]
}

pub(crate) fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

/// A number that is none of the page's or the document's.
pub(crate) fn number(rng: &mut Rng, range: Range<u32>) -> Vec<String> {
    vec![rng.u32(range).to_string()]
}
