//! What arrays and objects must hold: counts, items, members, and which of them nothing spoke of.

use std::collections::{BTreeMap, BTreeSet};

use crate::node::{Member, Node, Value};
use crate::pointer::Pointer;
use crate::schema::{Id, Keyword, Members, Rest, Schema};
use crate::source::Span;

use super::number::compare;
use super::run::{FactKind, Frame, Here, Path, Run};
use super::{Direction, Rule, closest, counted, quote};

impl Run<'_, '_> {
    /// Checks a keyword against an array. `mark` is where the trail stood when the schema was begun.
    pub(super) fn array(&mut self, keyword: &Keyword<'_>, here: Here<'_>, span: Span, mark: usize) {
        let items = here.node.items();
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        let words = |count| counted(count, "item", "items");
        match keyword {
            Keyword::MinItems(min) if count < *min => {
                let message = format!("expected at least {}, found {count}", words(*min));
                self.violation(Rule::MinItems, here, span, message);
            }
            Keyword::MaxItems(max) if count > *max => {
                let message = format!("expected at most {}, found {count}", words(*max));
                self.violation(Rule::MaxItems, here, span, message);
            }
            Keyword::UniqueItems => self.unique(items, here, span),
            Keyword::Items { prefix, rest } => {
                for (at, item) in items.iter().enumerate() {
                    let Some(id) = prefix.get(at).copied().or(*rest) else {
                        continue;
                    };
                    self.note(here.node, FactKind::Evaluated(at));
                    self.item(id, at, item, here);
                }
            }
            Keyword::Contains { schema, min, max } => {
                self.contains(*schema, *min, *max, here, span);
            }
            Keyword::UnevaluatedItems(id) => {
                let known = self.known(here.node, mark);
                for (at, item) in items.iter().enumerate() {
                    if !known.has(at) {
                        self.item(*id, at, item, here);
                    }
                }
                self.note(here.node, FactKind::AllEvaluated);
            }
            _ => self.scalar(keyword, here, span),
        }
    }

    fn item(&mut self, id: Id, at: usize, item: &Node, here: Here<'_>) {
        let path = here.path.index(at);
        if !self.store.get(id).is_never() {
            self.enter(id, item, &path);
            return;
        }
        let (message, span) = (
            "no item is allowed here".to_owned(),
            self.store.get(id).span(),
        );
        self.violation(
            Rule::UnknownItem,
            Here {
                node: item,
                path: &path,
                ..here
            },
            span,
            message,
        );
    }

    fn unique(&mut self, items: &[Node], here: Here<'_>, span: Span) {
        let mut sorted: Vec<_> = items.iter().enumerate().collect();
        sorted.sort_by(|left, right| compare(left.1, right.1));
        let pairs = sorted.windows(2);
        let repeated = pairs
            .filter(|pair| compare(pair[0].1, pair[1].1).is_eq())
            .map(|pair| (pair[0].0, pair[1].0))
            .min();
        if let Some((first, second)) = repeated {
            let message = format!("the items {first} and {second} are equal, all must differ");
            self.violation(Rule::UniqueItems, here, span, message);
        }
    }

    fn contains(&mut self, id: Id, min: u64, max: Option<u64>, here: Here<'_>, span: Span) {
        let mut found = 0_u64;
        for (at, item) in here.node.items().iter().enumerate() {
            let (violations, facts) = (self.violations.len(), self.trail.len());
            self.enter(id, item, &here.path.index(at));
            if self.is_exhausted() {
                return;
            }
            let fits = !self.violations[violations..]
                .iter()
                .any(|violation| violation.rule.decides());
            self.violations.truncate(violations);
            if fits {
                found += 1;
                self.note(here.node, FactKind::Evaluated(at));
            } else {
                self.trail.truncate(facts);
            }
        }
        let address = &self.store.get(id).address;
        let words = |count| counted(count, "item", "items");
        let limit = match max {
            _ if found < min => format!("at least {}", words(min)),
            Some(max) if found > max => format!("at most {}", words(max)),
            _ => return,
        };
        let message = format!("expected {limit} that match `{address}`, found {found}");
        self.violation(Rule::Contains, here, span, message);
    }

    /// Checks a keyword against an object.
    pub(super) fn object(
        &mut self,
        keyword: &Keyword<'_>,
        schema: &Schema<'_>,
        here: Here<'_>,
        span: Span,
        mark: usize,
    ) {
        let count = u64::try_from(here.node.members().len()).unwrap_or(u64::MAX);
        let words = |count| counted(count, "property", "properties");
        match keyword {
            Keyword::MinProperties(min) if count < *min => {
                let message = format!("expected at least {}, found {count}", words(*min));
                self.violation(Rule::MinProperties, here, span, message);
            }
            Keyword::MaxProperties(max) if count > *max => {
                let message = format!("expected at most {}, found {count}", words(*max));
                self.violation(Rule::MaxProperties, here, span, message);
            }
            Keyword::Required(names) => {
                self.note(here.node, FactKind::Requires(here.frame.schema));
                for (name, span) in names {
                    if !here.node.has(name) && !self.is_excused(name, here.frame) {
                        let message = format!("the property {} is missing", quote(name));
                        self.missing(Rule::Required, name, here, *span, message);
                    }
                }
            }
            Keyword::DependentRequired(entries) => {
                let present = entries.iter().filter(|(name, _)| here.node.has(name));
                for (name, wanted) in present {
                    for missing in wanted.iter().filter(|wanted| !here.node.has(wanted)) {
                        let message = format!(
                            "the property {} is missing, which {} needs",
                            quote(missing),
                            quote(name)
                        );
                        self.missing(Rule::DependentRequired, missing, here, span, message);
                    }
                }
            }
            Keyword::DependentSchemas(entries) => {
                let present = entries.iter().filter(|(name, _)| here.node.has(name));
                present.for_each(|(_, id)| self.also(*id, here));
            }
            Keyword::Members(members) => self.members(members, schema, here, span),
            Keyword::PropertyNames(id) => self.names(*id, here, span),
            Keyword::UnevaluatedProperties(id) => {
                let known = self.known(here.node, mark);
                for (at, member) in here.node.members().iter().enumerate() {
                    if known.has(at) {
                        continue;
                    }
                    let path = here.path.key(&member.key, at);
                    if self.store.get(*id).is_never() {
                        self.unknown(member, &path, here, span, &[]);
                    } else {
                        self.enter(*id, &member.node, &path);
                    }
                }
                self.note(here.node, FactKind::AllEvaluated);
            }
            _ => self.scalar(keyword, here, span),
        }
    }

    /// Whether a required property belongs to the other direction, so that its absence is no fault.
    fn is_excused(&self, name: &str, frame: &Frame<'_>) -> bool {
        let store = self.store;
        frame.iter().any(|id| match self.options.direction {
            Direction::Request => store.declares_marked(id, name, |schema| schema.read_only),
            Direction::Response => store.declares_marked(id, name, |schema| schema.write_only),
        })
    }

    fn missing(&mut self, rule: Rule, name: &str, here: Here<'_>, span: Span, message: String) {
        let violation = self.violation(rule, here, span, message);
        violation.instance = violation.instance.join(name);
    }

    fn members(&mut self, members: &Members<'_>, schema: &Schema<'_>, here: Here<'_>, span: Span) {
        if !members.properties.is_empty() || !members.patterns.is_empty() {
            let kind = FactKind::Declares {
                schema: here.frame.schema,
                entry: here.frame.entry(),
            };
            self.note(here.node, kind);
        }
        let mut candidates = None;
        for (at, member) in here.node.members().iter().enumerate() {
            let path = here.path.key(&member.key, at);
            let mut known = false;
            if let Some(property) = members.properties.get(member.key.as_str()) {
                known = true;
                self.member(property.schema, member, &path, here);
            }
            for (regex, id) in &members.patterns {
                let Some(is_match) = self.matches(regex, &member.key, here) else {
                    return;
                };
                if is_match {
                    known = true;
                    self.member(*id, member, &path, here);
                }
            }
            if !known {
                match members.rest {
                    Rest::Unsaid => continue,
                    Rest::Open => {}
                    Rest::Schema(id) if self.store.get(id).is_never() => {
                        let node = schema
                            .node
                            .and_then(|node| node.get("additionalProperties"));
                        let span = node.map_or(span, |node| node.span);
                        let candidates = candidates.get_or_insert_with(|| {
                            lacking(here.node, members.properties.keys().copied())
                        });
                        self.unknown(member, &path, here, span, candidates);
                    }
                    Rest::Schema(id) => self.member(id, member, &path, here),
                }
            }
            self.note(here.node, FactKind::Evaluated(at));
        }
    }

    /// Applies a schema to a member, and asks whether it may be sent in this direction at all.
    fn member(&mut self, id: Id, member: &Member, path: &Path<'_>, here: Here<'_>) {
        if let Some(rule) = self.misdirected(id) {
            let who = match rule {
                Rule::ReadOnly => "only the server sends",
                _ => "only the client sends",
            };
            let message = format!("{who} the property {}", quote(&member.key));
            let span = self.store.get(id).span();
            let node = &member.node;
            let violation = self.violation(rule, Here { node, path, ..here }, span, message);
            violation.instance_span = member.key_span;
        }
        self.enter(id, &member.node, path);
    }

    /// Tells that a property is not declared; the candidates are the names that may have been meant.
    pub(super) fn unknown(
        &mut self,
        member: &Member,
        path: &Path<'_>,
        here: Here<'_>,
        span: Span,
        candidates: &[&str],
    ) {
        let suggestion = closest(&member.key, candidates.iter().copied());
        let mut message = format!("the property {} is unknown", quote(&member.key));
        if let Some(name) = &suggestion {
            message = format!("{message}; did you mean {}?", quote(name));
        }
        let node = &member.node;
        let here = Here { node, path, ..here };
        let violation = self.violation(Rule::UnknownProperty, here, span, message);
        violation.instance_span = member.key_span;
        violation.suggestion = suggestion;
    }

    fn names(&mut self, id: Id, here: Here<'_>, span: Span) {
        for (at, member) in here.node.members().iter().enumerate() {
            let name = Node::new(member.key_span, Value::String(member.key.clone()));
            let (violations, facts) = (self.violations.len(), self.trail.len());
            let path = here.path.key(&member.key, at);
            self.enter(id, &name, &path);
            // The name does not outlive this loop, so nothing may be remembered of it.
            self.trail.truncate(facts);
            if self.is_exhausted() {
                return;
            }
            let causes = self.violations.split_off(violations);
            let deciding = causes.iter().find(|found| found.rule.decides());
            let Some(message) = deciding.map(|found| found.message.clone()) else {
                continue;
            };
            let message = format!("the name {} is not allowed: {message}", quote(&member.key));
            let node = &member.node;
            let here = Here {
                node,
                path: &path,
                ..here
            };
            let violation = self.violation(Rule::PropertyName, here, span, message);
            violation.instance_span = member.key_span;
            violation.causes = causes;
        }
    }

    /// What the schemas begun since `mark` spoke of at a node.
    fn known(&self, node: &Node, mark: usize) -> Known {
        let mut known = Known::default();
        for fact in &self.trail[mark..] {
            if std::ptr::eq(fact.node, node) {
                known.learn(fact.kind);
            }
        }
        known
    }
}

/// Those of the names that an object does not have: nobody can have meant one that is there.
pub(super) fn lacking<'n>(node: &Node, names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let there: BTreeSet<_> = node
        .members()
        .iter()
        .map(|member| member.key.as_str())
        .collect();
    names.filter(|name| !there.contains(name)).collect()
}

/// Which members or items of one node some schema spoke of.
#[derive(Debug, Default)]
pub(super) struct Known {
    all: bool,
    indices: BTreeSet<usize>,
    /// The schemas that declare properties, each with the schema it was reached from.
    pub(super) declared: Vec<(Id, Id)>,
    /// The schemas that require properties.
    pub(super) requiring: Vec<Id>,
}

impl Known {
    pub(super) fn learn(&mut self, kind: FactKind) {
        match kind {
            FactKind::Evaluated(at) => {
                self.indices.insert(at);
            }
            FactKind::AllEvaluated => self.all = true,
            FactKind::Requires(schema) => {
                if !self.requiring.contains(&schema) {
                    self.requiring.push(schema);
                }
            }
            FactKind::Declares { schema, entry } => {
                if !self.declared.iter().any(|(known, _)| *known == schema) {
                    self.declared.push((schema, entry));
                }
            }
        }
    }

    pub(super) fn has(&self, at: usize) -> bool {
        self.all || self.indices.contains(&at)
    }
}

/// What is known of every node, by its address in memory.
pub(super) type Knowledge = BTreeMap<*const Node, Known>;

/// The pointer a missing property would have.
pub(super) fn missing_pointer(path: &Path<'_>, name: &str) -> Pointer {
    path.pointer().join(name)
}
