//! What stands in text: bullets that describe attributes and statuses, sentences that name statuses, and commands.

use std::ops::Range;

use openapi_document::source::Span;

use super::comment::Override;
use super::reader::Reader;
use super::{Attribute, ClaimKind, Place, answer, bullet, mention};
use crate::block::BlockKind;
use crate::curl;
use crate::element::Kind;
use crate::label::{self, Direction};
use crate::reader::command::is_call;

/// A bullet that describes an attribute, as what stands below it needs to know it.
pub(super) struct Bullet {
    indent: usize,
    name: String,
    /// The index of its claim.
    claim: usize,
    /// Whether it ends with the words that say all values of the attribute follow.
    announces: bool,
}

impl Reader<'_> {
    /// Bullets and sentences.
    pub(super) fn prose(&mut self, index: usize, span: Span) {
        let page = self.page;
        let text = page.source().text();
        let locales = self.options.locales.as_slice();
        // Code marks stand outside of the span; a line that lost its breaks ends with it.
        let next = page.elements().get(index + 1);
        let most = next.map_or(text.len(), |next| next.span.start.max(span.end));
        let end = text[span.end..most]
            .find('\n')
            .map_or(most, |feed| span.end + feed);
        let marks = text[..span.start].len() - text[..span.start].trim_end_matches('`').len();
        self.mentions(index, span.start - marks..end);
        if self.sections[index].endpoints.is_empty() && self.ahead.is_none() {
            return;
        }
        let range = span.start..end;
        let items = bullet::items(text, range.clone());
        if items.is_empty()
            && let Kind::Prose(text) = &page.elements()[index].kind
            && let Some(label) = label::find(text)
        {
            self.received = label.direction == Direction::Response && !label.mixed;
        }
        let mut taken: Vec<Range<usize>> = Vec::new();
        let mut statuses: Vec<(Span, ClaimKind)> = Vec::new();
        let mut attributes: Vec<(Span, Attribute)> = Vec::new();
        let first = self.claims.len();
        for item in &items {
            while self
                .bullets
                .last()
                .is_some_and(|bullet| bullet.indent >= item.indent)
            {
                self.bullets.pop();
            }
            if let Some((span, row)) = bullet::as_status(text, item) {
                taken.push(span.start..span.end);
                statuses.push((span, ClaimKind::Status(row)));
            } else if let Some((span, mut attribute)) = bullet::as_attribute(text, item, locales) {
                taken.push(span.start..span.end);
                let parents = self.bullets.iter().map(|bullet| bullet.name.clone());
                attribute.parents = parents.collect();
                attribute.group = index;
                if self.received && attribute.required.is_none() {
                    attribute.place = Place::Response;
                }
                self.bullets.push(Bullet {
                    indent: item.indent,
                    name: attribute.name.text.clone(),
                    claim: first + attributes.len(),
                    announces: bullet::announces_values(text, &attribute, locales),
                });
                attributes.push((span, attribute));
            } else if let Some(bullet) = self.bullets.last_mut()
                && bullet.indent < item.indent
                && bullet.announces
            {
                let attribute = match bullet.claim.checked_sub(first) {
                    Some(here) => attributes.get_mut(here).map(|(_, attribute)| attribute),
                    None => match self
                        .claims
                        .get_mut(bullet.claim)
                        .map(|claim| &mut claim.kind)
                    {
                        Some(ClaimKind::Attribute(attribute)) => Some(attribute),
                        _ => None,
                    },
                };
                value(text, item, attribute, &mut bullet.announces);
            }
        }
        if !self.is_label(index) {
            for (span, row) in answer::in_prose(text, range, locales) {
                // Bullets stand in order, so the last that begins before is the only one that can hold it.
                let before = taken.partition_point(|taken| taken.start <= span.start);
                let holds = before
                    .checked_sub(1)
                    .is_some_and(|last| taken[last].contains(&span.start));
                if !holds {
                    statuses.push((span, ClaimKind::Status(row)));
                }
            }
        }
        self.rows(index, attributes, statuses);
    }

    /// Adds the claims of a text in page order, and tells the bullets where theirs are.
    fn rows(
        &mut self,
        index: usize,
        attributes: Vec<(Span, Attribute)>,
        mut statuses: Vec<(Span, ClaimKind)>,
    ) {
        if attributes.is_empty() && statuses.is_empty() {
            return;
        }
        statuses.sort_by_key(|(span, _)| span.start);
        let binding = self.shared(index, &Override::default());
        let first = self.claims.len();
        let mut places = Vec::with_capacity(attributes.len());
        let mut statuses = statuses.into_iter().peekable();
        for (span, attribute) in attributes {
            while let Some((at, kind)) = statuses.next_if(|(at, _)| at.start < span.start) {
                self.push(at, kind, binding.clone());
            }
            places.push(self.claims.len());
            self.push(span, ClaimKind::Attribute(attribute), binding.clone());
        }
        for (at, kind) in statuses {
            self.push(at, kind, binding.clone());
        }
        for bullet in &mut self.bullets {
            if let Some(place) = bullet
                .claim
                .checked_sub(first)
                .and_then(|here| places.get(here))
            {
                bullet.claim = *place;
            }
        }
    }

    /// The commands that stand within a text. What one calls is said by its URL alone, unless that is what its section
    /// is about.
    pub(super) fn mentions(&mut self, index: usize, range: Range<usize>) {
        let page = self.page;
        for content in mention::commands(page.source().text(), range) {
            let found = curl::read(&content, BlockKind::Shell, &self.options.base_paths);
            for (span, command) in found.into_iter().filter(|(_, curl)| is_call(curl)) {
                let mut binding = self.shared(index, &Override::default());
                let called = self.called(&binding.endpoints, &command);
                binding.reason = match called {
                    Some(one) => format!("it calls {}, which its section is about", self.told(one)),
                    None => {
                        "it stands within a text, where its URL alone says what it calls".to_owned()
                    }
                };
                binding.endpoints = called.into_iter().collect();
                binding.command = None;
                binding.sure = true;
                if called.is_some() {
                    self.command = Some(self.claims.len());
                }
                self.push(span, ClaimKind::Curl(Box::new(command)), binding);
            }
        }
    }

    /// Whether a text introduces the example that follows it.
    pub(super) fn is_label(&self, index: usize) -> bool {
        let elements = self.page.elements();
        let next = elements[index + 1..]
            .iter()
            .find(|next| !matches!(next.kind, Kind::Comment(_) | Kind::Index(_)));
        let is_example = next
            .and_then(|next| next.kind.block())
            .is_some_and(|block| block.kind == BlockKind::Json);
        let Kind::Prose(text) = &elements[index].kind else {
            return false;
        };
        is_example && (label::find(text).is_some() || label::status(text).is_some())
    }
}

/// An item below a bullet that announces values: one of them. An item that is none makes the list no list of values.
fn value(text: &str, item: &bullet::Item, attribute: Option<&mut Attribute>, announces: &mut bool) {
    let Some(attribute) = attribute else { return };
    if let Some(value) = bullet::as_value(text, item) {
        attribute.values.push(value);
    } else {
        attribute.values.clear();
        *announces = false;
    }
}
