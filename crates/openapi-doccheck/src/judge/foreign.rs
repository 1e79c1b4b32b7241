//! Whose payload an example is when it is not that of its operation: one cause in the place of many findings.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::node::{Node, Value};
use openapi_document::source::Span;
use openapi_document::validate::{Direction, Options, Rule as Kind, Violation};

use crate::finding::{Finding, collapse};
use crate::recover::Recovered;
use crate::rule::Rule;

use super::candidate::{Against, Candidate, Turned, Whose, near, others, told};
use super::schema::{Schema, declares, is_open, properties};
use super::slips::{Causes, Said};
use super::{Bench, label};

/// How many slips of its own an example has at least before it is taken for the payload of something else: one or
/// two are mistakes.
const FEWEST_SLIPS: usize = 3;

/// How many slips are enough where the example fits another payload of the same operation without any.
const FEWEST_NEAR: usize = 2;

/// How many properties that its own schema does not know must be known to the other one.
const FEWEST_NAMES: usize = 2;

/// How many values of a wrong type must be of the right one there, when no name tells.
const FEWEST_TYPES: usize = 3;

/// So many times fewer slips the other schema has.
const CLEARLY: usize = 3;

/// How many places are looked at to recognise another schema.
const MOST_PLACES: usize = 200;

/// How many names a message lists.
const MOST_NAMES: usize = 4;

/// A place in a value, without indices.
type Place = Vec<String>;

/// What keeps a value from fitting a schema, each slip once.
#[derive(Debug, Default)]
struct Fit {
    slips: BTreeSet<(Place, Kind)>,
    /// The same, with every property below one that is unknown.
    all: BTreeSet<(Place, Kind)>,
    /// What is wrong with the value as a whole: it is of another type.
    whole: Option<Violation>,
    /// Whether it was too costly to judge.
    gave_up: bool,
}

/// What speaks for a candidate: what of its own slips it knows, and how the example fits it.
struct Found<'f> {
    known: Vec<&'f (Place, Kind)>,
    fit: Fit,
    turned: Turned,
}

/// An example as it is, and as it would be with brackets more or less.
struct Forms<'n> {
    plain: &'n Node,
    turned: Option<Node>,
    /// The values of the members, by the place of their keys.
    members: BTreeMap<usize, &'n Node>,
}

impl<'n> Forms<'n> {
    fn of(node: &'n Node) -> Self {
        let turned = match &node.value {
            Value::Array(items) => items.first().cloned(),
            Value::Object(_) => Some(Node::new(node.span, Value::Array(vec![node.clone()]))),
            _ => None,
        };
        let mut members = BTreeMap::new();
        let mut waiting = vec![node];
        while let Some(node) = waiting.pop() {
            waiting.extend(node.items());
            for member in node.members() {
                members.insert(member.key_span.start, &member.node);
                waiting.push(&member.node);
            }
        }
        Self {
            plain: node,
            turned,
            members,
        }
    }

    /// The names of the object, or of the first object of a list.
    fn names(&self) -> Vec<&'n str> {
        let first = self.plain.items().first().unwrap_or(self.plain);
        let members = first.members().iter();
        members.map(|member| member.key.as_str()).collect()
    }
}

impl<'d> Bench<'_, 'd> {
    /// The one finding that explains all others: an array for an object, another status's answer, or the payload of
    /// another operation.
    pub(super) fn foreign(&self, json: &Recovered, against: &Against<'d>) -> Option<Finding> {
        let said = Said::of(json);
        let mut nodes = json.node.iter().chain(&json.others);
        nodes.find_map(|node| self.whole(&said, node, against))
    }

    fn whole(&self, said: &Said<'_>, node: &Node, against: &Against<'d>) -> Option<Finding> {
        let forms = Forms::of(node);
        let (address, direction) = (&against.schema.1, against.direction);
        let mut own = self.fit(said, address, forms.plain, direction, &forms);
        let whole = own.whole.take();
        if let (Some(_), Some(turned)) = (&whole, &forms.turned) {
            own = self.fit(said, address, turned, direction, &forms);
        }
        let span = Span::new(node.span.file, node.span.start, node.span.start + 1);
        if let Some((message, help)) = self.explain(said, &forms, against, &own) {
            let finding = Finding::new(Rule::PayloadShape, span, message)
                .operation(label(&against.operation))
                .pointer(String::new())
                .place(against.operation.node().span, against.operation.address());
            return Some(finding.help(help));
        }
        let violation = whole?;
        let help = match (node.is_array(), node.is_object()) {
            (true, _) => {
                "the document describes a single value here: remove the brackets, or correct the document"
            }
            (_, true) => {
                "the document describes a list here: put it in brackets, or correct the document"
            }
            _ => "show the whole body",
        };
        let finding = Finding::new(Rule::PayloadShape, span, violation.message)
            .operation(label(&against.operation))
            .pointer(String::new())
            .place(violation.schema_span, violation.schema);
        Some(finding.help(help))
    }

    /// Whose payload it is, and what to do; nothing when it is best explained as its own operation's.
    fn explain(
        &self,
        said: &Said<'_>,
        forms: &Forms<'_>,
        against: &Against<'d>,
        own: &Fit,
    ) -> Option<(String, String)> {
        if own.gave_up || !own.all.iter().any(|(_, kind)| tells(*kind)) {
            return None;
        }
        let mut seen = BTreeSet::new();
        let mut best: Option<(usize, Candidate<'d>, Found<'_>)> = None;
        let candidates = near(against)
            .into_iter()
            .chain(others(&self.judge.operations, against));
        for candidate in candidates {
            let (address, is_sent) = (
                &candidate.schema.1,
                candidate.direction == Direction::Request,
            );
            if *address == against.schema.1 || !seen.insert((address.clone(), is_sent)) {
                continue;
            }
            let known = self.recognised(own, &candidate.schema);
            if known.is_empty() {
                continue;
            }
            let found = self.found(said, forms, &candidate, known);
            let rank = found.fit.all.len() + usize::from(found.turned != Turned::No);
            if self.is_clearly(forms, against, own, &candidate, &found)
                && best.as_ref().is_none_or(|(known, ..)| rank < *known)
            {
                best = Some((rank, candidate, found));
            }
        }
        let (_, candidate, found) = best?;
        // What lies below a name that tells says no more.
        let names = found.known.iter().filter(|slip| own.slips.contains(**slip));
        let names = names.filter(|(_, kind)| *kind == Kind::UnknownProperty);
        let names: BTreeSet<&str> = names
            .filter_map(|(place, _)| Some(place.last()?.as_str()))
            .collect();
        let names: Vec<&str> = names.into_iter().take(MOST_NAMES).collect();
        Some(told(against, &candidate, found.turned, &names))
    }

    /// Holds an example against a candidate, with brackets more or less where that helps.
    fn found<'f>(
        &self,
        said: &Said<'_>,
        forms: &Forms<'_>,
        candidate: &Candidate<'d>,
        known: Vec<&'f (Place, Kind)>,
    ) -> Found<'f> {
        let (address, direction) = (&candidate.schema.1, candidate.direction);
        let fit = self.fit(said, address, forms.plain, direction, forms);
        match (&fit.whole, &forms.turned) {
            (Some(_), Some(turned)) => Found {
                known,
                fit: self.fit(said, address, turned, direction, forms),
                turned: if forms.plain.is_array() {
                    Turned::IntoItem
                } else {
                    Turned::IntoList
                },
            },
            _ => Found {
                known,
                fit,
                turned: Turned::No,
            },
        }
    }

    /// Whether an example is clearly a candidate's and not its own operation's.
    fn is_clearly(
        &self,
        forms: &Forms<'_>,
        against: &Against<'d>,
        own: &Fit,
        candidate: &Candidate<'d>,
        found: &Found<'_>,
    ) -> bool {
        let fit = &found.fit;
        if fit.whole.is_some() || fit.gave_up {
            return false;
        }
        let is_near = !matches!(candidate.whose, Whose::Other(..));
        let names = found.known.iter().filter(|(_, kind)| *kind != Kind::Type);
        let names = names.count();
        let all = forms.names();
        let declared = |schema: &Schema<'d>| {
            let declares =
                |name: &&&str| declares(self.judge.document, schema, &[(**name).to_owned()]);
            all.iter().take(MOST_PLACES).filter(declares).count()
        };
        let (there, here) = (declared(&candidate.schema), declared(&against.schema));
        let is_open = is_open(self.judge.document, &candidate.schema);
        if there < here || (is_open && there < all.len()) {
            // A schema that takes anything besides is no explanation.
            return false;
        }
        if fit.slips.is_empty() && found.turned == Turned::No && there == all.len() {
            // It is all that its own schema has not, be it as little as the one name that an error often has.
            let fewest = if is_near { 1 } else { FEWEST_NAMES };
            if (here == 0 && names >= fewest)
                || (is_near && names > 0 && own.slips.len() >= FEWEST_NEAR)
            {
                return true;
            }
        }
        let types = found.known.iter().filter(|(_, kind)| *kind == Kind::Type);
        let right = types.filter(|slip| !fit.slips.contains(slip)).count();
        let better = own.slips.difference(&fit.slips).count();
        let (lost, more) = (
            own.all.difference(&fit.all).count(),
            fit.all.difference(&own.all).count(),
        );
        (names >= FEWEST_NAMES || right >= FEWEST_TYPES)
            && better >= FEWEST_SLIPS
            && more * CLEARLY <= lost
    }

    /// What is unknown or of a wrong type by the schema at hand, and declared by another one.
    fn recognised<'f>(&self, own: &'f Fit, schema: &Schema<'d>) -> Vec<&'f (Place, Kind)> {
        let document = self.judge.document;
        let declared = properties(document, schema);
        let names: BTreeSet<&str> = declared.iter().map(|known| known.name).collect();
        let slips = own.all.iter().filter(|(_, kind)| tells(*kind));
        slips
            .filter(|(place, _)| {
                place
                    .iter()
                    .find(|name| *name != "*")
                    .is_some_and(|name| names.contains(name.as_str()))
            })
            .take(MOST_PLACES)
            .filter(|(place, _)| declares(document, schema, place))
            .collect()
    }

    /// Holds a value against a schema.
    fn fit(
        &self,
        said: &Said<'_>,
        address: &str,
        node: &Node,
        direction: Direction,
        forms: &Forms<'_>,
    ) -> Fit {
        let options = Options::default().direction(direction);
        let options = options.closed(true).intent(true);
        let violations = self.judge.validator.validate(address, node, &options);
        let causes = Causes::of(&violations);
        let mut fit = Fit::default();
        let mut waiting: Vec<&Violation> = violations.iter().collect();
        while let Some(violation) = waiting.pop() {
            let choice = matches!(violation.rule, Kind::AnyOf | Kind::OneOf);
            if choice && !violation.causes.is_empty() {
                waiting.extend(&violation.causes);
                continue;
            }
            if violation.rule == Kind::Type && violation.instance.tokens().is_empty() {
                fit.whole = Some(violation.clone());
            }
            fit.gave_up |= matches!(violation.rule, Kind::Limit | Kind::UnknownSchema);
            let excused = said.excuses(violation) || said.leaves_out(violation);
            if !violation.rule.decides() || excused || causes.is_misspelt(violation) {
                continue;
            }
            let place = place_of(violation);
            if violation.rule == Kind::UnknownProperty
                && let Some(value) = forms.members.get(&violation.instance_span.start)
            {
                below(value, &place, &mut fit.all);
            }
            fit.all.insert((place.clone(), violation.rule));
            fit.slips.insert((place, violation.rule));
        }
        fit
    }
}

/// The place of a violation in the object, or in each object of the list.
fn place_of(violation: &Violation) -> Place {
    let tokens = violation.instance.tokens().iter();
    let mut place: Place = tokens.map(|token| collapse(token).to_owned()).collect();
    if place.first().is_some_and(|token| token == "*") {
        place.remove(0);
    }
    place
}

/// Every property below one that is unknown.
fn below(node: &Node, place: &Place, found: &mut BTreeSet<(Place, Kind)>) {
    let step = |token: &str| place.iter().cloned().chain([token.to_owned()]).collect();
    for item in node.items() {
        below(item, &step("*"), found);
    }
    for member in node.members() {
        let place: Place = step(collapse(&member.key));
        below(&member.node, &place, found);
        found.insert((place, Kind::UnknownProperty));
    }
}

/// Whether a slip of this kind may tell that an example is something else's: what is missing does not.
fn tells(kind: Kind) -> bool {
    matches!(kind, Kind::UnknownProperty | Kind::Type)
}
