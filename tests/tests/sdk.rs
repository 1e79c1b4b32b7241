//! Every client against the same scenarios: the Rust client and deliberately wrong ones always, other languages on demand.
//!
//! `cargo xtask sdk --lang NAME --test` builds the packages and then runs the ignored tests, with the names in the
//! variable `GITLAB_JOBS_SDKS`. A language that is named and not there is a failure, never skipped.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

#[path = "sdk/wrong.rs"]
mod wrong;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use gitlab_jobs_mock::{Mock, Origin};
use gitlab_jobs_tests::conformance::program::Program;
use gitlab_jobs_tests::conformance::table::{self, Columns};
use gitlab_jobs_tests::conformance::{SCENARIOS, play};
use gitlab_jobs_tests::input::Root;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Every column of the table, in its order; those after the first are made by `cargo xtask sdk`.
const COLUMNS: [&str; 6] = ["rust", "python", "python-async", "typescript", "go", "java"];

/// Packages with a second client, and so with a second column: the package and the column.
const SECOND: [(&str, &str); 1] = [("python", "python-async")];

/// How many programs run at once: as many as keep two processors busy, most of which only wait.
const AT_ONCE: usize = 3;

/// How long one step of an installation may take.
const INSTALLATION: Duration = Duration::from_secs(300);

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
#[expect(
    clippy::print_stdout,
    reason = "the table is what whoever runs this wants to see"
)]
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
            Ok(client(&wrong::Server { url, token }))
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

#[test]
fn what_holds_in_every_scenario_is_not_let_pass_in_any() {
    let first = &SCENARIOS[0];
    for (client, reason) in wrong::ALWAYS {
        let verdict = play(first, |url, token, _| {
            Ok(client(&wrong::Server { url, token }))
        });
        let failure = verdict.err().map(|failure| failure.0).unwrap_or_default();
        assert!(failure.contains(reason), "not {reason:?} but {failure:?}");
    }
}

/// A program that is a line of shell.
#[cfg(unix)]
fn shell(line: &str) -> Program {
    Program {
        command: ["sh", "-c", line].map(str::to_owned).to_vec(),
        folder: Root::default().path(""),
    }
}

#[cfg(unix)]
#[test]
fn a_program_that_hangs_is_ended_with_all_that_it_started() {
    let start = std::time::Instant::now();
    let hanging = shell("echo began >&2; sleep 300 & sleep 300");
    let why = hanging
        .run(&[], &[], Duration::from_millis(500))
        .unwrap_err();
    assert!(
        why.contains("was ended after") && why.contains("began"),
        "{why}"
    );
    // Its child holds the pipes open: had it lived on, this would have waited for it.
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[cfg(unix)]
#[test]
fn a_program_that_does_anything_but_print_one_object_is_refused() {
    let line = |text: &str| shell(text).observe("http://127.0.0.1:1", "token", "play");
    assert_eq!(line("echo '{\"id\":1}'").unwrap()["id"], 1);
    for (text, says) in [
        ("echo '{}'; exit 3", "failed (exit status: 3)"),
        ("echo oops >&2", "oops"),
        ("echo '[1]'", "one line with an object"),
        ("printf '{}\n{}\n'", "one line with an object"),
        ("echo '{\"id\":'; echo '1}'", "one line with an object"),
    ] {
        let why = line(text).unwrap_err();
        assert!(why.contains(says), "{text}: {why}");
    }
    let nowhere = Program {
        command: vec!["no-program-has-this-name".to_owned()],
        folder: PathBuf::from("/"),
    };
    let why = nowhere.observe("", "", "").unwrap_err();
    assert!(why.contains("could not be started"), "{why}");
}

/// The names in `GITLAB_JOBS_SDKS`.
fn asked() -> Vec<String> {
    let names = std::env::var("GITLAB_JOBS_SDKS").unwrap_or_default();
    let names: Vec<String> = names.split_whitespace().map(str::to_owned).collect();
    assert!(
        !names.is_empty(),
        "GITLAB_JOBS_SDKS names no language: `cargo xtask sdk --lang NAME --test` sets it"
    );
    names
}

/// What `cargo xtask sdk --test` left for a language.
fn left<T: DeserializeOwned>(language: &str, name: &str) -> T {
    let path = file(language, name);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{language} was not built: {}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn file(language: &str, name: &str) -> PathBuf {
    let folder = std::env::var_os("GITLAB_JOBS_SDK_FOLDER").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Root::default().path("target/sdk"));
    folder.join(language).join(name)
}

#[test]
#[ignore = "needs the packages that `cargo xtask sdk --test` builds"]
fn the_packages_pass_every_scenario() {
    let mut fresh = BTreeMap::new();
    for language in asked() {
        for (_, column) in SECOND.iter().filter(|(package, _)| *package == language) {
            let program: Program = left(&language, &format!("{column}.json"));
            fresh.insert((*column).to_owned(), failures(&program));
        }
        let program: Program = left(&language, "conformance.json");
        fresh.insert(language, failures(&program));
    }
    tell(&fresh);
}

/// How a user installs a package into an empty project and runs its first example.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Install {
    steps: Vec<Program>,
    example: Program,
}

#[test]
#[ignore = "needs the packages that `cargo xtask sdk --test` builds"]
fn the_packages_install_as_users_do_and_the_readme_example_runs() {
    for language in asked() {
        let install: Install = left(&language, "install.json");
        assert!(!install.steps.is_empty(), "{language} installs nothing");
        let run = |program: &Program, variables: &[(&str, &str)]| {
            let ran = program.run(&[], variables, INSTALLATION);
            let ran = ran.unwrap_or_else(|why| panic!("{language}: {why}"));
            assert!(
                ran.status.success(),
                "{language}: `{}` failed ({}):\n{}{}",
                program.command.join(" "),
                ran.status,
                ran.stdout,
                ran.stderr
            );
            ran.stdout
        };
        for step in &install.steps {
            run(step, &[]);
        }
        let mock = Mock::builder().object_storage(true).start().unwrap();
        let (url, token) = (mock.api_url(), mock.token());
        let variables = [("CI_API_V4_URL", url.as_str()), ("GITLAB_TOKEN", token)];
        let printed = run(&install.example, &variables);
        assert!(
            !printed.trim().is_empty() && !printed.contains(token),
            "{language}: the example prints {printed:?}"
        );
        let journal = mock.journal();
        let done = journal.iter().filter(|entry| entry.status < 300);
        assert!(done.count() > 0, "{language}: the example achieves nothing");
        for entry in journal {
            let what = format!("{language}: {} {}", entry.method, entry.path);
            assert_eq!(entry.request, [], "{what}");
            // An example may show what happens to a job that is not there.
            let fine = (200..400).contains(&entry.status) || entry.status == 404;
            assert!(fine, "{what}: {}", entry.status);
            let expected = usize::from(entry.origin == Origin::Api);
            assert_eq!(entry.credentials.len(), expected, "{what}");
        }
    }
}

#[test]
#[ignore = "needs the packages that `cargo xtask sdk --test` builds"]
fn the_surface_of_each_package_is_known() {
    let document = Root::default().document().unwrap();
    for language in asked() {
        let path = file(&language, "surface.txt");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
            panic!("{language} was not built: {}: {error}", path.display())
        });
        let operations = text.lines().filter(|line| line.starts_with("operation "));
        assert!(
            operations.count() >= document.operations().len(),
            "{language} lacks operations"
        );
        for kind in ["model ", "field "] {
            assert!(
                text.lines().any(|line| line.starts_with(kind)),
                "{language} names no {kind}"
            );
        }
        keep(&language, &text);
    }
}
