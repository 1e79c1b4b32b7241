//! Small lies in the document, told about each operation, and which exchange gives each of them away.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use gitlab_jobs_tests::exchange::{Court, Exchange, Side};
use gitlab_jobs_tests::mutate::{self, Mutant};
use openapi_document::Document;
use openapi_document::node::Node;
use openapi_document::operation::Operation;
use openapi_document::pointer::Pointer;

use crate::stage::Step;
use crate::today;

/// Every flip with who noticed it.
pub(crate) struct Flips {
    /// By operation, one line each.
    pub(crate) text: String,
    /// What no exchange gives away.
    pub(crate) unnoticed: Vec<String>,
}

/// Flips the success, the name of each parameter and the name of each property that is always sent, one at a time,
/// and looks at the exchanges of the operation that the flip is about.
pub(crate) fn of(document: &Document, played: &[(Step, Vec<Exchange>)]) -> Flips {
    let document = mutate::bare(document);
    let mutants = mutate::all(&document);
    let mut flips = Flips {
        text: String::new(),
        unnoticed: Vec::new(),
    };
    for operation in document.operations() {
        let exchanges: Vec<&Exchange> = played
            .iter()
            .filter(|(step, _)| step.operation == operation.id() && !step.breaks)
            .flat_map(|(_, exchanges)| exchanges)
            .collect();
        let write = "a string takes any text";
        writeln!(flips.text, "{}", operation.id()).expect(write);
        let kinds = [
            ("success", successes(&operation, &mutants)),
            ("parameter", parameters(&document, &operation, &mutants)),
            ("property", properties(&document, &operation, &mutants)),
        ];
        for (kind, mutants) in kinds {
            if mutants.is_empty() {
                writeln!(flips.text, "  {kind}: there is none").expect(write);
            }
            for mutant in mutants {
                let mutated = today(&mutant.apply(&document));
                let court = Court::new(&mutated);
                let notice = exchanges.iter().find_map(|exchange| {
                    Some((exchange, court.judge(exchange).into_iter().next()?))
                });
                let Some((exchange, objection)) = notice else {
                    let what = format!("{}: {}", operation.id(), mutant.name);
                    flips.unnoticed.push(what);
                    continue;
                };
                let side = match objection.side {
                    Side::Request => "the request",
                    Side::Answer => "the answer",
                };
                let step = &exchange.step;
                writeln!(flips.text, "  {kind}: {}: {side} of `{step}`", mutant.name).expect(write);
            }
        }
    }
    flips
}

fn successes<'m>(operation: &Operation<'_>, mutants: &'m [Mutant]) -> Vec<&'m Mutant> {
    let prefix = format!("{}.responses.2", operation.id());
    let is_flip = |mutant: &&Mutant| {
        mutant.name.starts_with(&prefix) && mutant.name.contains(": changed to ")
    };
    mutants.iter().filter(is_flip).collect()
}

fn parameters<'m>(
    document: &Document,
    operation: &Operation<'_>,
    mutants: &'m [Mutant],
) -> Vec<&'m Mutant> {
    let list = operation.node().get("parameters");
    let places: BTreeSet<Pointer> = list
        .map_or(&[][..], Node::items)
        .iter()
        .enumerate()
        .map(|(number, item)| {
            let at = operation.pointer().join("parameters").join(number);
            let (_, address) = document.resolve(item, &format!("#{at}"));
            pointer(&address)
        })
        .collect();
    renamed(mutants, |mutant| places.contains(&mutant.place))
}

/// The properties that the objects of a success require.
fn properties<'m>(
    document: &Document,
    operation: &Operation<'_>,
    mutants: &'m [Mutant],
) -> Vec<&'m Mutant> {
    let success = operation.success().and_then(|success| success.json());
    let mut required = BTreeSet::new();
    if let Some((schema, address)) = success.and_then(|success| success.schema()) {
        walk(document, schema, &address, &mut required);
    }
    renamed(mutants, |mutant| {
        required.contains(&(mutant.place.clone(), mutant.about.clone()))
    })
}

/// Collects the objects of an answer, through lists and parts, with the names they require.
fn walk(
    document: &Document,
    schema: &Node,
    address: &str,
    required: &mut BTreeSet<(Pointer, String)>,
) {
    let (schema, address) = document.resolve(schema, address);
    if let Some(items) = schema.get("items") {
        return walk(document, items, &format!("{address}/items"), required);
    }
    let parts = schema.get("allOf").map_or(&[][..], Node::items);
    for (number, part) in parts.iter().enumerate() {
        walk(
            document,
            part,
            &format!("{address}/allOf/{number}"),
            required,
        );
    }
    let names = schema.get("required").map_or(&[][..], Node::items);
    for name in names.iter().filter_map(Node::as_str) {
        required.insert((pointer(&address), name.to_owned()));
    }
}

fn renamed(mutants: &[Mutant], wanted: impl Fn(&Mutant) -> bool) -> Vec<&Mutant> {
    let mutants = mutants.iter();
    mutants
        .filter(|mutant| mutant.name.ends_with(": renamed") && wanted(mutant))
        .collect()
}

fn pointer(address: &str) -> Pointer {
    let text = address.strip_prefix('#').unwrap_or(address);
    text.parse()
        .expect("an address of the document is a pointer")
}
