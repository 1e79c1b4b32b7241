//! What a claim is about: the endpoint lines of its section, narrowed down by commands, methods and comments.

use super::comment::Override;
use super::reader::Reader;
use super::{Binding, ClaimKind};
use crate::bind::{self, Direction, Evidence};
use crate::curl::Curl;
use crate::element::Kind;
use crate::endpoint::{Endpoint, Segment};

impl Reader<'_> {
    /// The endpoint claims of an element's section.
    pub(super) fn section(&self, index: usize) -> Vec<usize> {
        let lines = self.sections[index].endpoints.iter();
        lines
            .filter_map(|line| self.endpoints.get(line).copied())
            .collect()
    }

    pub(super) fn told(&self, claim: usize) -> String {
        match &self.claims[claim].kind {
            ClaimKind::Endpoint(endpoint) => format!("`{endpoint}`"),
            _ => String::new(),
        }
    }

    /// What to say of the heading between an element and its endpoint, when that could have ended the section.
    fn part(&self, index: usize) -> String {
        let part = self.sections[index].part;
        match part.map(|heading| &self.page.elements()[heading].kind) {
            Some(Kind::Heading { text, .. }) => {
                format!(", of which the heading `{text}` names a part")
            }
            _ => String::new(),
        }
    }

    /// The binding of what all endpoints of a section share.
    pub(super) fn shared(&self, index: usize, said: &Override) -> Binding {
        let endpoints = self.section(index);
        let reason = match endpoints.as_slice() {
            [] => "no endpoint line in its section".to_owned(),
            [one] => {
                let part = self.part(index);
                format!(
                    "the last endpoint line before it is {}{part}",
                    self.told(*one)
                )
            }
            several => format!(
                "it stands below {} endpoint lines that share it",
                several.len()
            ),
        };
        let mut binding = Binding {
            sure: !endpoints.is_empty(),
            endpoints,
            command: self.command,
            reason,
            ..Binding::default()
        };
        override_with(&mut binding, said.clone());
        binding
    }

    /// Which endpoint an example belongs to: the only one, or the one that the command before it calls.
    pub(super) fn example_binding(&self, index: usize, bound: &bind::Binding) -> Binding {
        let mut all = self.section(index);
        // The same said twice is one.
        all.dedup_by(|next, one| self.is_same(*one, *next));
        let evidence = bound.evidence.to_string();
        let evidence = evidence.trim_start_matches("unsure: ");
        let called = match (
            all.len(),
            self.command.map(|command| &self.claims[command].kind),
        ) {
            (2.., Some(ClaimKind::Curl(curl))) => self.called(&all, curl),
            _ => None,
        };
        // An example right below several lines may be the answer to any of them.
        let labelled = !matches!(bound.evidence, Evidence::BelowMethod(_));
        let sender = match (all.len(), bound.direction) {
            (2.., Direction::Request) if labelled => self.only_sender(&all),
            _ => None,
        };
        // What a method without a body has as an example, can only be its answer.
        let bodiless = bound.evidence == Evidence::Nothing
            && !all.is_empty()
            && all.iter().all(|claim| match &self.claims[*claim].kind {
                ClaimKind::Endpoint(endpoint) => matches!(endpoint.method.as_str(), "GET" | "HEAD"),
                _ => false,
            });
        let named = if all.len() > 1 {
            self.named(&all)
        } else {
            None
        };
        let decided = if let Some(one) = named {
            let told = self.told(one);
            Some((
                one,
                format!("the text before it names the method of {told}"),
            ))
        } else if let Some(one) = called {
            Some((
                one,
                format!("the command before it calls {}", self.told(one)),
            ))
        } else {
            sender.map(|one| (one, format!("only {} sends a body", self.told(one))))
        };
        let (endpoints, reason, sure) = match (all.as_slice(), decided) {
            ([], _) => (all, "no endpoint line in its section".to_owned(), false),
            ([one], _) => {
                let (part, told) = (self.part(index), self.told(*one));
                let elsewhere = match bound.evidence {
                    Evidence::AfterCommand => self.elsewhere(*one),
                    _ => None,
                };
                let sure = elsewhere.is_none();
                let but = elsewhere.map_or(String::new(), |other| {
                    format!(", but the command before it calls {}", self.told(other))
                });
                let reason = format!("the last endpoint line before it is {told}{part}{but}");
                (all, reason, sure)
            }
            (several, Some((one, why))) => {
                let count = several.len();
                let reason = format!("of {count} endpoint lines that stand together, {why}");
                (vec![one], reason, true)
            }
            (several, None) => {
                let reason = format!(
                    "{} endpoint lines stand together, and nothing says which it is about",
                    several.len()
                );
                (all, reason, false)
            }
        };
        let (evidence, known) = if endpoints.len() > 1 && !labelled {
            ("nothing says whether it is sent or received", false)
        } else if bodiless {
            ("its method sends no body, so it is the answer", true)
        } else {
            (evidence, knows_direction(&bound.evidence))
        };
        Binding {
            endpoints,
            command: self.command,
            sure: sure && known,
            reason: format!("{reason}; {evidence}"),
            ..Binding::default()
        }
    }

    fn is_same(&self, one: usize, other: usize) -> bool {
        match (&self.claims[one].kind, &self.claims[other].kind) {
            (ClaimKind::Endpoint(one), ClaimKind::Endpoint(other)) => one.is_same(other),
            _ => false,
        }
    }

    /// The only endpoint whose method the text before the present element names.
    fn named(&self, endpoints: &[usize]) -> Option<usize> {
        let Some(Kind::Prose(text) | Kind::Heading { text, .. }) =
            self.before.map(|before| &self.page.elements()[before].kind)
        else {
            return None;
        };
        let is_named = |claim: &usize| match &self.claims[*claim].kind {
            ClaimKind::Endpoint(endpoint) => text
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == endpoint.method),
            _ => false,
        };
        let mut named = endpoints.iter().copied().filter(is_named);
        let first = named.next()?;
        named.next().is_none().then_some(first)
    }

    /// The other endpoint of the page that the last command calls, when it does not call this one.
    fn elsewhere(&self, one: usize) -> Option<usize> {
        let ClaimKind::Curl(curl) = &self.claims[self.command?].kind else {
            return None;
        };
        if self.called(&[one], curl).is_some() {
            return None;
        }
        let all: Vec<usize> = self.endpoints.values().copied().collect();
        self.called(&all, curl)
    }

    /// The only endpoint whose method sends a body.
    fn only_sender(&self, endpoints: &[usize]) -> Option<usize> {
        let sends = |claim: &usize| match &self.claims[*claim].kind {
            ClaimKind::Endpoint(endpoint) => {
                matches!(endpoint.method.as_str(), "POST" | "PUT" | "PATCH")
            }
            _ => false,
        };
        let mut senders = endpoints.iter().copied().filter(sends);
        let first = senders.next()?;
        senders.next().is_none().then_some(first)
    }

    /// The only endpoint that a command calls.
    pub(super) fn called(&self, endpoints: &[usize], curl: &Curl) -> Option<usize> {
        let url = curl.url.as_ref()?;
        let mut fits = endpoints
            .iter()
            .copied()
            .filter(|claim| match &self.claims[*claim].kind {
                ClaimKind::Endpoint(endpoint) => {
                    endpoint.method == curl.method.name && fits(endpoint, &url.path.text)
                }
                _ => false,
            });
        let first = fits.next()?;
        fits.next().is_none().then_some(first)
    }
}

pub(super) fn override_with(binding: &mut Binding, said: Override) {
    if let Some(operation) = said.operation {
        binding.reason = format!("a comment says that it is about `{}`", operation.text);
        binding.operation = Some(operation);
        binding.sure = true;
    }
    if let Some(status) = said.status.filter(|status| status.text != "request") {
        binding.status = Some(status);
    }
}

pub(super) fn knows_direction(evidence: &Evidence) -> bool {
    match evidence {
        Evidence::Label(label) => !label.mixed,
        Evidence::NamedFile(_) | Evidence::MaybeFile(_) | Evidence::Nothing => false,
        _ => true,
    }
}

/// Whether a path can be one of a template's.
fn fits(endpoint: &Endpoint, path: &str) -> bool {
    let path = path.trim_matches('/');
    let mut parts = path.split('/');
    for segment in endpoint.path.segments() {
        match (segment, parts.next()) {
            (Segment::Tail(_), Some(_)) => return true,
            (Segment::Literal(text), Some(part)) if text == part => {}
            (Segment::Parameter(_), Some(part)) if !part.is_empty() => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}
