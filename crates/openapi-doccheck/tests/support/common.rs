//! What several tests need: what a page claims, in a form that can be compared, and a small source of chance.
#![allow(dead_code, reason = "each test uses some of it")]

use openapi_doccheck::Page;
use openapi_doccheck::bind::{Binding, bindings};
use openapi_doccheck::block::BlockKind;
use openapi_doccheck::element::Kind;

/// What a page says about one JSON example, without places.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Claim {
    pub(crate) endpoint: String,
    pub(crate) why: String,
    pub(crate) json: String,
}

/// The JSON examples of a page with what they were bound to.
pub(crate) fn claims(page: &Page) -> Vec<Claim> {
    let claim = |binding: &Binding| {
        let endpoint = binding.endpoint.map(|index| &page.elements()[index].kind);
        let endpoint = endpoint.and_then(Kind::endpoint);
        let block = page.elements()[binding.block].kind.block();
        Claim {
            endpoint: endpoint.map_or_else(|| "none".to_owned(), ToString::to_string),
            why: format!("{:?}: {binding}", binding.direction),
            json: block
                .and_then(|block| block.json())
                .unwrap_or("none")
                .to_owned(),
        }
    };
    bindings(page).iter().map(claim).collect()
}

/// How many blocks of a kind a page has.
pub(crate) fn count(page: &Page, kind: BlockKind) -> usize {
    page.blocks()
        .filter(|(_, _, block)| block.kind == kind)
        .count()
}

/// Fails where an element does not lie where it says, or does not say what stands there.
pub(crate) fn check_spans(page: &Page) {
    let text = page.source().text();
    let mut before = 0;
    for element in page.elements() {
        let span = element.span;
        assert!(span.start <= span.end, "{element:?}");
        assert!(span.start >= before, "out of order: {element:?}");
        before = span.start;
        let slice = &text[span.start..span.end];
        match &element.kind {
            Kind::Block(block) => {
                let pieces = block.content.pieces();
                for (index, piece) in pieces.iter().enumerate() {
                    let end = pieces.get(index + 1).map(|next| next.at);
                    let held =
                        &block.content.text()[piece.at..end.unwrap_or(block.content.text().len())];
                    let there = &text[piece.span.start..piece.span.end];
                    assert_eq!(piece.replaced, held != there, "{piece:?}");
                    assert!(!piece.replaced || there.starts_with('&'), "{there}");
                }
                if let Some(value) = &block.value {
                    let span = block.content.span(value.range.clone());
                    let json = block.json().expect("it has a value");
                    let (json, page) = (json.as_bytes(), text.as_bytes());
                    assert_eq!(json.first(), page.get(span.start));
                    assert_eq!(json.last(), page.get(span.end - 1));
                }
            }
            Kind::Endpoint(endpoint) => {
                let upper = slice.to_uppercase();
                assert!(upper.contains(&endpoint.method), "{slice}");
                assert!(slice.contains(&endpoint.path.to_string()), "{slice}");
            }
            Kind::Comment(comment) => assert_eq!(slice, comment),
            Kind::Heading { .. } | Kind::Prose(_) | Kind::Table(_) => {
                assert_eq!(slice, slice.trim(), "{element:?}");
            }
            _ => {}
        }
    }
}

/// Numbers that look like chance and are the same on every run.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }

    /// One of the items.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
