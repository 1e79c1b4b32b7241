//! Every client against the same scenarios: the Rust client and deliberately wrong ones always, other languages on demand.
//!
//! `cargo xtask sdk --lang NAME --test` builds the packages and then runs the ignored tests, with the names in the
//! variable `GITLAB_JOBS_SDKS`. A language that is named and not there is a failure, never skipped.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

#[path = "sdk/wrong.rs"]
mod wrong;

use std::collections::BTreeMap;

use gitlab_jobs_tests::conformance::program::Program;
use gitlab_jobs_tests::conformance::table::{self, Columns};
use gitlab_jobs_tests::conformance::{SCENARIOS, play};
use gitlab_jobs_tests::input::Root;

/// Every column of the table, in its order; those after the first are made by `cargo xtask sdk`.
const COLUMNS: [&str; 5] = ["rust", "python", "typescript", "go", "java"];

/// How many programs run at once: as many as keep two processors busy, most of which only wait.
const AT_ONCE: usize = 3;

fn rust() -> Program {
    Program {
        command: vec![env!("CARGO_BIN_EXE_conformance").to_owned()],
        folder: Root::default().path(""),
    }
}

/// Why a program does not pass scenarios, by their names.
type Failures = BTreeMap<&'static str, String>;

fn failures(program: &Program) -> Failures {
    let mut failures = Failures::new();
    for some in SCENARIOS.chunks(AT_ONCE) {
        std::thread::scope(|scope| {
            let threads = some.iter().map(|scenario| {
                scope.spawn(|| {
                    let observe =
                        |url: &str, token: &str, name: &str| program.observe(url, token, name);
                    Some((scenario.name, play(scenario, observe).err()?.0))
                })
            });
            let threads: Vec<_> = threads.collect();
            failures.extend(
                threads
                    .into_iter()
                    .filter_map(|thread| thread.join().unwrap()),
            );
        });
    }
    failures
}

/// Puts fresh columns into the kept table, prints and keeps it, and fails unless all fresh cells pass.
fn tell(fresh: &BTreeMap<String, Failures>) {
    let kept = Root::default().read("tests/snapshots/sdk/table.snap");
    let kept = kept.unwrap_or_default();
    let mut columns: Columns = table::parse(kept.rsplit("---\n").next().unwrap_or_default());
    for (language, failures) in fresh {
        let cells = SCENARIOS.iter().map(|scenario| {
            let failed = failures.contains_key(scenario.name);
            let cell = if failed { "FAIL" } else { "pass" };
            (scenario.name.to_owned(), cell.to_owned())
        });
        columns.insert(language.clone(), cells.collect());
    }
    let text = table::print(&COLUMNS, &columns);
    println!("{text}");
    let reasons: Vec<String> = fresh
        .iter()
        .flat_map(|(language, failures)| {
            let lines = failures.iter();
            lines.map(move |(scenario, why)| format!("{language}, {scenario}: {why}"))
        })
        .collect();
    assert!(reasons.is_empty(), "{}", reasons.join("\n"));
    keep("table", &text);
}

/// Compares with a snapshot of `tests/snapshots/sdk`.
fn keep(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "../snapshots/sdk",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn the_rust_client_passes_every_scenario() {
    tell(&BTreeMap::from([("rust".to_owned(), failures(&rust()))]));
}

#[test]
fn each_scenario_is_failed_by_its_wrong_client() {
    let mut passed = Vec::new();
    for scenario in SCENARIOS {
        let clients = wrong::CLIENTS.iter();
        let of_scenario = clients.filter(|(name, _, _)| *name == scenario.name);
        let [(_, client, reason)] = of_scenario.collect::<Vec<_>>()[..] else {
            panic!("{} needs one wrong client", scenario.name);
        };
        let verdict = play(scenario, |url, token, _| {
            client(&wrong::Server { url, token })
        });
        // A client that fails by accident proves nothing about the scenario.
        match verdict {
            Err(failure) if failure.0.contains(reason) => {}
            other => passed.push(format!("{}: not {reason:?} but {other:?}", scenario.name)),
        }
    }
    assert!(passed.is_empty(), "{}", passed.join("\n"));
    assert_eq!(wrong::CLIENTS.len(), SCENARIOS.len());
}
