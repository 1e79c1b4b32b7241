//! `ci`: everything that must hold before a change lands, stage by stage, with the seconds of each.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::cargo::{cargo, line, succeeds};
use crate::task::{Error, Outcome, Task};
use crate::tools::remove;

/// The task.
pub(crate) const TASK: Task = Task {
    name: "ci",
    arguments: "",
    about: "Runs format, clippy, lint, generation, verify, tests, docs and packaging; needs what `lint` and `foreign` need.",
    run,
};

/// The environment variable with the folder of the recorded pages, which are not part of the project.
const RECORDED_PAGES: &str = "RECORDED_PAGES";

/// The stage that packs the crates and builds each from its package.
const PACKAGE: &str = "package";

/// A stage's name and the commands it runs.
type Stage = (&'static str, Vec<Command>);

fn stages() -> Vec<Stage> {
    let cargo = |words: &str| {
        let mut command = cargo();
        command.args(words.split_whitespace());
        command
    };
    let xtask = |task: &str| cargo(&format!("run --quiet --locked --package xtask -- {task}"));
    let mut doc = cargo("doc --workspace --no-deps --locked");
    doc.env("RUSTDOCFLAGS", "--deny warnings");
    // `expect` and `allow` in the code aside, a warning is an error.
    let clippy = |what: &str| cargo(&format!("clippy --locked {what} -- --deny warnings"));
    let mut tests = vec![
        cargo("test --workspace --locked"),
        cargo(
            "test --locked --package gitlab-jobs --no-default-features --features sha256,tracing,unzip",
        ),
        // The platform's own TLS, by the tests that are about it; on Linux that is OpenSSL with its headers.
        cargo(
            "test --locked --package gitlab-jobs --no-default-features --features native-tls --test wire -- tls:: auth::",
        ),
    ];
    if std::env::var_os(RECORDED_PAGES).is_some() {
        tests.push(cargo(
            "test --locked --package gitlab-jobs-tests --test pages -- --ignored",
        ));
        tests.push(cargo(
            "test --locked --package openapi-doccheck --test recorded --test recorded_findings --test recorded_mutants -- --ignored",
        ));
    }
    // Our own pages, by our own checker.
    let pages = "run --locked --package openapi-doccheck --bin doccheck -- check README.md openapi/README.md \
        crates/gitlab-jobs/README.md crates/gitlab-jobs-mock/README.md crates/openapi-doccheck/README.md";
    vec![
        (
            "format",
            vec![
                cargo("fmt --all --check"),
                cargo("fmt --check --manifest-path crates/openapi-doccheck/fuzz/Cargo.toml"),
            ],
        ),
        (
            "clippy",
            vec![
                clippy("--workspace --all-targets"),
                clippy("--package gitlab-jobs --no-default-features"),
                clippy("--package gitlab-jobs --no-default-features --features schemars"),
                clippy(
                    "--package gitlab-jobs --no-default-features --all-targets --features sha256,tracing,unzip",
                ),
                clippy("--package openapi-doccheck --no-default-features"),
            ],
        ),
        ("lint", vec![xtask("lint")]),
        ("generate", vec![xtask("generate --check")]),
        ("verify", vec![xtask("verify")]),
        ("test", tests),
        ("foreign", vec![xtask("foreign")]),
        (
            "sdk",
            vec![
                xtask("sdk --lang all --test"),
                xtask("sdk --lang others --test"),
            ],
        ),
        ("pages", vec![cargo(pages)]),
        ("junit", vec![xtask("junit")]),
        ("fuzz", vec![xtask("fuzz")]),
        ("doc", vec![doc]),
        (
            PACKAGE,
            vec![
                // What an earlier run built out of its packages counts as fresh as long as it has the same version.
                cargo("clean --locked --package openapi-document --package gitlab-jobs-openapi"),
                cargo("publish --workspace --dry-run --locked --allow-dirty"),
            ],
        ),
    ]
}

/// Removes what cargo has unpacked from registries that are folders, which it does anew when it needs it.
///
/// Packages that depend on each other are built out of such a registry. Cargo knows it by its path, and what is in it by
/// name and version alone: it would build with what an earlier run at the same place has packed.
fn forget_unpacked(home: &Path) -> Result<(), Error> {
    let Ok(registries) = std::fs::read_dir(home.join("registry/src")) else {
        return Ok(());
    };
    for registry in registries.filter_map(Result::ok) {
        // The name begins with the host, and a folder has none.
        if registry.file_name().to_string_lossy().starts_with('-') {
            remove(&registry.path())?;
        }
    }
    Ok(())
}

fn run(mut args: lexopt::Parser, out: &mut dyn Write) -> Result<Outcome, Error> {
    if let Some(unexpected) = args.next()? {
        return Err(unexpected.unexpected().into());
    }
    let mut seconds = Vec::new();
    for (name, commands) in stages() {
        let start = Instant::now();
        if name == PACKAGE {
            let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
            if let Some(home) = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))) {
                forget_unpacked(&home)?;
            }
        }
        for mut command in commands {
            writeln!(out, "\n== {name}: {}", line(&command))?;
            if !succeeds(&mut command, out)? {
                writeln!(out, "\n{name} failed: `{}` tells why", line(&command))?;
                return Ok(Outcome::Failed);
            }
        }
        seconds.push((name, start.elapsed().as_secs()));
    }
    writeln!(out)?;
    for (name, seconds) in &seconds {
        writeln!(out, "{name:10} {seconds:5} s")?;
    }
    if std::env::var_os(RECORDED_PAGES).is_none() {
        writeln!(
            out,
            "Not compared with the recorded pages: {RECORDED_PAGES} is not set."
        )?;
    }
    writeln!(
        out,
        "{:10} {:5} s",
        "all",
        seconds.iter().map(|(_, seconds)| seconds).sum::<u64>()
    )?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::target;

    #[test]
    fn only_what_came_from_folders_is_unpacked_anew() {
        let home = target().join(format!("ci-test-{}", std::process::id()));
        let sources = home.join("registry/src");
        let (folder, public) = (sources.join("-0123"), sources.join("index.example-4567"));
        for registry in [&folder, &public] {
            std::fs::create_dir_all(registry.join("thing-0.1.0")).expect("a folder can be made");
        }
        forget_unpacked(&home).expect("it can be removed");
        assert!(!folder.exists() && public.join("thing-0.1.0").is_dir());
        remove(&home).expect("it can be removed");
        forget_unpacked(&home).expect("there may be nothing");
    }
}
