//! After the walk: what the value holds beyond all schemas, and what the schemas document beyond the value.

use std::collections::BTreeSet;

use crate::node::Node;
use crate::schema::{Id, Keyword, Members, Store};

use super::container::{Knowledge, Known, lacking, missing_pointer};
use super::run::{Fact, Frame, Here, Path, Run};
use super::{Absent, Rule};

/// Adds a violation for every property that nothing declares, in objects of which something is declared.
pub(super) fn report(run: &mut Run<'_, '_>, instance: &Node) {
    let knowledge = gather(&run.trail);
    // `additionalProperties: false` may have said it already.
    let told = run
        .violations
        .iter()
        .filter(|found| found.rule == Rule::UnknownProperty);
    let told: BTreeSet<_> = told.map(|found| found.instance.clone()).collect();
    walk(instance, &Path::ROOT, &mut |node, path| {
        let Some(known) = knowledge.get(&std::ptr::from_ref(node)) else {
            return;
        };
        let Some((_, entry)) = known.declared.first().copied() else {
            return;
        };
        let (store, mut candidates) = (run.store, None);
        for (at, member) in node.members().iter().enumerate() {
            let below = path.key(&member.key, at);
            if known.has(at) || told.contains(&below.pointer()) {
                continue;
            }
            let candidates = candidates.get_or_insert_with(|| {
                let declaring = known.declared.iter();
                let members = declaring.flat_map(|(id, _)| members_of(store, *id));
                lacking(
                    node,
                    members.flat_map(|members| members.properties.keys().copied()),
                )
            });
            let here = Here {
                node,
                path,
                frame: &Frame::first(entry),
            };
            run.unknown(member, &below, here, store.get(entry).span(), candidates);
        }
    });
}

/// Every property that a schema declares for an object and the object lacks.
pub(super) fn absent(run: &Run<'_, '_>, instance: &Node) -> Vec<Absent> {
    let knowledge = gather(&run.trail);
    let mut found = Vec::new();
    walk(instance, &Path::ROOT, &mut |node, path| {
        let Some(known) = knowledge.get(&std::ptr::from_ref(node)) else {
            return;
        };
        let mut seen = BTreeSet::new();
        for (id, _) in &known.declared {
            absent_of(run, *id, node, path, known, &mut seen, &mut found);
        }
    });
    found
}

/// The absent properties that one schema declares, in its order.
fn absent_of<'s>(
    run: &Run<'s, '_>,
    id: Id,
    node: &Node,
    path: &Path<'_>,
    known: &Known,
    seen: &mut BTreeSet<&'s str>,
    found: &mut Vec<Absent>,
) {
    let schema = run.store.get(id);
    for members in members_of(run.store, id) {
        let mut properties: Vec<_> = members.properties.iter().collect();
        properties.sort_by_key(|(_, property)| property.order);
        for (name, property) in properties {
            if node.has(name) || run.misdirected(property.schema).is_some() || !seen.insert(name) {
                continue;
            }
            found.push(Absent {
                pointer: missing_pointer(path, name),
                object_span: node.span,
                schema: crate::schema::below(&schema.address, &["properties", name]),
                span: property.key_span,
                required: known
                    .requiring
                    .iter()
                    .any(|id| requires(run.store, *id, name)),
            });
        }
    }
}

fn requires(store: &Store<'_>, id: Id, name: &str) -> bool {
    store
        .get(id)
        .demands
        .iter()
        .any(|demand| match &demand.keyword {
            Keyword::Required(names) => names.iter().any(|(required, _)| *required == name),
            _ => false,
        })
}

/// What a schema itself says about properties; at most one entry.
pub(super) fn members_of<'s, 'd>(
    store: &'s Store<'d>,
    id: Id,
) -> impl Iterator<Item = &'s Members<'d>> + use<'s, 'd> {
    store
        .get(id)
        .demands
        .iter()
        .filter_map(|demand| match &demand.keyword {
            Keyword::Members(members) => Some(members),
            _ => None,
        })
}

/// The facts of the trail by node.
fn gather(trail: &[Fact]) -> Knowledge {
    let mut knowledge = Knowledge::new();
    for fact in trail {
        knowledge.entry(fact.node).or_default().learn(fact.kind);
    }
    knowledge
}

/// Visits every node, in order. The value's depth was measured before.
fn walk(node: &Node, path: &Path<'_>, visit: &mut impl FnMut(&Node, &Path<'_>)) {
    visit(node, path);
    for (at, item) in node.items().iter().enumerate() {
        walk(item, &path.index(at), visit);
    }
    for (at, member) in node.members().iter().enumerate() {
        walk(&member.node, &path.key(&member.key, at), visit);
    }
}
