//! What is known at one place of a page about the examples that may stand there.

use std::collections::BTreeSet;

use super::{Evidence, Scope, Stated};
use crate::block::{Block, BlockKind};
use crate::element::Kind;
use crate::label::{self, Direction, Label};

/// The heading that the present place stands under, when it says what the examples below it are.
#[derive(Clone, Copy)]
pub(super) struct Title {
    element: usize,
    label: Option<Label>,
    /// A status that the heading consists of.
    status: Option<u16>,
}

/// How many words a heading may have that speaks for more than what stands right below it.
const SHORT_TITLE: usize = 4;

impl Title {
    pub(super) fn read(element: usize, text: &str) -> Option<Self> {
        let status = label::status(text);
        let is_short = text.split_whitespace().count() <= SHORT_TITLE;
        let label = label::find(text).filter(|label| is_short && !label.mixed && status.is_none());
        (label.is_some() || status.is_some()).then_some(Self {
            element,
            label,
            status,
        })
    }

    /// What it says behind an example or a command: nothing, when that can have been the request it speaks of.
    pub(super) fn goes_on(self) -> Option<Self> {
        let is_request = |label: Label| label.direction == Direction::Request;
        Some(self).filter(|title| !title.label.is_some_and(is_request))
    }
}

/// What is known at one place of a page.
#[derive(Default)]
pub(super) struct Section {
    /// The level of the heading that the present place stands under; 0 above the first.
    level: u8,
    /// The level of the heading that the endpoint stands under.
    pub(super) owner: u8,
    pub(super) endpoint: Option<usize>,
    /// How many endpoint lines stand together with it.
    together: usize,
    /// The files that the section's commands send.
    files: BTreeSet<String>,
    /// Those of them that an example has shown.
    shown: BTreeSet<String>,
    pub(super) title: Option<Title>,
}

impl Section {
    pub(super) fn heading(&mut self, level: u8, is_part: bool) {
        if is_part && level == self.owner {
            return;
        }
        self.level = level;
        if self.owner == 0 || level <= self.owner {
            self.endpoint = None;
            self.files.clear();
            self.shown.clear();
        }
    }

    pub(super) fn endpoint(&mut self, index: usize, together: bool) {
        self.together = if together { self.together + 1 } else { 1 };
        self.owner = self.level;
        self.endpoint = Some(index);
        self.files.clear();
        self.shown.clear();
    }

    pub(super) fn command(&mut self, block: &Block) {
        if block.kind == BlockKind::Shell {
            self.files
                .extend(files(block.content.text()).map(str::to_owned));
        }
    }

    /// Keeps in mind that an example shows a file.
    pub(super) fn show(&mut self, evidence: &Evidence) {
        if let Evidence::SentFile(file) | Evidence::NamedFile(file) | Evidence::MaybeFile(file) =
            evidence
        {
            self.shown.insert(file.clone());
        }
    }

    pub(super) fn reason(&self) -> Scope {
        match (self.endpoint, self.together) {
            (None, _) => Scope::None,
            (Some(_), 1) => Scope::LastBefore,
            (Some(_), count) => Scope::LastOf(count),
        }
    }

    pub(super) fn direction(&self, before: Option<(usize, &Kind)>) -> (Direction, Evidence) {
        let text = match before.map(|(_, kind)| kind) {
            Some(Kind::Prose(text) | Kind::Heading { text, .. }) => text,
            Some(Kind::Block(block)) if block.kind == BlockKind::Shell => {
                let mut sent = files(block.content.text());
                return match sent.find(|file| !self.shown.contains(*file)) {
                    Some(file) => (Direction::Request, Evidence::MaybeFile(file.to_owned())),
                    None => (Direction::Response, Evidence::AfterCommand),
                };
            }
            Some(Kind::StatusLine(code)) => {
                return (Direction::Response, Evidence::AfterStatusLine(*code));
            }
            Some(Kind::Endpoint(endpoint))
                if matches!(endpoint.method.as_str(), "POST" | "PUT" | "PATCH") =>
            {
                let evidence = Evidence::BelowMethod(endpoint.method.clone());
                return (Direction::Request, evidence);
            }
            _ => return self.under_title(),
        };
        if let Some(file) = files(text).last() {
            let file = file.to_owned();
            return if self.files.contains(&file) {
                (Direction::Request, Evidence::SentFile(file))
            } else {
                (Direction::Request, Evidence::NamedFile(file))
            };
        }
        let said = label::find(text);
        let is_answer = said.is_some_and(|label| label.direction == Direction::Response);
        let mut sent = self.files.iter();
        if let Some(file) = sent.find(|file| !is_answer && mentions(text, file)) {
            return (Direction::Request, Evidence::SentFile(file.clone()));
        }
        match (said, label::status(text)) {
            (Some(label), _) if label.direction == Direction::Response && !label.mixed => {
                (Direction::Response, Evidence::Label(label))
            }
            (_, Some(code)) => (Direction::Response, Evidence::Status(code)),
            (Some(mut label), None) => {
                // A status is part of an answer, whatever else is named.
                label.mixed |= label::status_in(text).is_some();
                (label.direction, Evidence::Label(label))
            }
            (None, None) => self.under_title(),
        }
    }

    /// What the heading says about an example of which nothing else is said.
    fn under_title(&self) -> (Direction, Evidence) {
        match self.title {
            Some(Title {
                status: Some(code), ..
            }) => (Direction::Response, Evidence::Status(code)),
            Some(Title {
                label: Some(label), ..
            }) => (label.direction, Evidence::Label(label)),
            _ => (Direction::Response, Evidence::Nothing),
        }
    }

    /// The status that the text before an answer gives for it, or the heading that it stands under.
    pub(super) fn stated(
        &self,
        before: Option<(usize, &Kind)>,
        direction: Direction,
    ) -> Option<Stated> {
        if direction == Direction::Request {
            return None;
        }
        let stated = |code, element| Stated { code, element };
        let near = before.and_then(|(element, kind)| match kind {
            Kind::StatusLine(code) => Some(stated(*code, element)),
            Kind::Prose(text) | Kind::Heading { text, .. } => {
                let whole = label::status(text);
                let part = || {
                    label::find(text)?;
                    text[label::status_in(text)?].parse().ok()
                };
                Some(stated(whole.or_else(part)?, element))
            }
            _ => None,
        });
        let title = || {
            let title = self.title?;
            Some(stated(title.status?, title.element))
        };
        near.or_else(title)
    }
}

/// Whether a text names a file, with or without the folder that it is in.
fn mentions(text: &str, file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.match_indices(name).any(|(at, _)| {
        !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part)
    })
}

/// The names of files that stand as `@name.ext` in a text; the `@` of an address stands within a word and is none.
fn files(text: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    text.match_indices('@').filter_map(move |(at, _)| {
        if text[..at].ends_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let rest = &text[at + 1..];
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let name = rest[..end].trim_end_matches('.');
        name.contains('.').then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::files;

    #[test]
    fn a_file_is_named_by_an_at_sign_that_begins_a_word() {
        let text = "--data @a/b.json `@c.json`. ops@pots.test @nobody, @d.json는";
        assert_eq!(
            files(text).collect::<Vec<_>>(),
            ["a/b.json", "c.json", "d.json"]
        );
    }
}
