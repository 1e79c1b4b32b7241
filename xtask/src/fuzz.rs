//! `fuzz`: runs the fuzz targets of doccheck for a number of inputs each, on stable Rust.
//!
//! What cargo-fuzz would pass to a nightly compiler for its sanitizers is left out; the instrumentation that guides the
//! fuzzer is a pass of LLVM that every compiler has. The targets are in the layout of cargo-fuzz, which runs them too.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use openapi_doccheck::block::BlockKind;
use openapi_doccheck::page::{Page, ReaderChoice};
use openapi_doccheck::rule::Rule;

use crate::cargo::{cargo, command, succeeds};
use crate::task::{Error, Outcome, Task, workspace};
use crate::tools::{remove, target};

/// The task.
pub(crate) const TASK: Task = Task {
    name: "fuzz",
    arguments: "[TARGET]",
    about: "Runs the fuzz targets of doccheck, or one, for a fixed number of inputs.",
    run,
};

/// The package of the targets, a workspace of its own.
const PACKAGE: &str = "crates/openapi-doccheck/fuzz";

/// Each target with the number of inputs it is given, which is what bounds a run: a minute of one processor in all.
const TARGETS: [(&str, u32); 5] = [
    ("page", 4_000),
    ("curl", 8_000),
    ("json", 40_000),
    ("document", 20_000),
    ("settings", 40_000),
];

/// How long an input may become, in bytes.
const LONGEST: u32 = 4096;

/// Counts every edge of every function, so that the fuzzer sees what an input reaches.
const FLAGS: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "--cfg=fuzzing",
];

fn run(mut args: lexopt::Parser, out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut wanted = None;
    while let Some(arg) = args.next()? {
        match arg {
            lexopt::Arg::Value(name) if wanted.is_none() => {
                wanted = Some(name.to_string_lossy().into_owned());
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let chosen = |name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    if !TARGETS.iter().any(|(name, _)| chosen(name)) {
        let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
        let message = format!("there is no such target; there are {}", names.join(", "));
        return Err(Error::new(message));
    }
    let folder = target().join("fuzz");
    let host = host()?;
    let mut build = cargo();
    build.args(["build", "--quiet", "--locked", "--manifest-path"]);
    build.arg(Path::new(PACKAGE).join("Cargo.toml"));
    // A target is named so that build scripts and macros, which run here and now, go without the flags.
    build.args(["--target", &host, "--target-dir"]).arg(&folder);
    build.env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
    if !succeeds(&mut build, out)? {
        return Err(Error::new("the fuzz targets could not be built: see above"));
    }
    for (name, runs) in TARGETS.iter().filter(|(name, _)| chosen(name)) {
        let corpus = folder.join("corpus").join(name);
        seed(&corpus, &seeds(name)?)?;
        let found = folder.join("found").join(name);
        fs::create_dir_all(&found).map_err(|error| Error::file(&found, &error))?;
        let log = folder.join(format!("{name}.log"));
        let file = fs::File::create(&log).map_err(|error| Error::file(&log, &error))?;
        let mut fuzzer = command(folder.join(&host).join("debug").join(name));
        fuzzer.args([
            format!("-runs={runs}"),
            format!("-max_len={LONGEST}"),
            format!("-artifact_prefix={}/", found.display()),
        ]);
        // One seed gives one sequence of inputs; the limit of seconds is for an input that never ends.
        fuzzer.args(["-seed=1", "-timeout=60", "-print_final_stats=1"]);
        fuzzer.arg(&corpus).stderr(file);
        if !succeeds(&mut fuzzer, out)? {
            let log = log.display();
            writeln!(
                out,
                "{name}: an input broke it; {log} names the file with the input"
            )?;
            return Ok(Outcome::Failed);
        }
        writeln!(out, "{name}: {runs} inputs, none broke it")?;
    }
    Ok(Outcome::Done)
}

/// The name of the machine that compiles, as compilers write it.
fn host() -> Result<String, Error> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output();
    let output =
        output.map_err(|error| Error::new(format!("rustc could not be started: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or_else(|| Error::new("`rustc -vV` does not name the host"))
}

/// Writes a corpus anew, so that a run does not depend on the runs before it.
fn seed(folder: &Path, seeds: &[String]) -> Result<(), Error> {
    remove(folder)?;
    fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
    for (index, text) in seeds.iter().enumerate() {
        let path = folder.join(format!("{index:03}"));
        fs::write(&path, text).map_err(|error| Error::file(&path, &error))?;
    }
    Ok(())
}

/// What a target begins with: what the pages of the rules hold.
fn seeds(target: &str) -> Result<Vec<String>, Error> {
    let pages = Rule::ALL.iter().flat_map(|rule| {
        let examples = rule.page().split("\n````markdown\n").skip(1);
        examples.filter_map(|rest| rest.split_once("\n````").map(|(example, _)| example))
    });
    let blocks = |kind: BlockKind| {
        let mut found = Vec::new();
        for text in pages.clone() {
            let page = Page::read("page.md", text, ReaderChoice::Markdown);
            let blocks = page.blocks().filter(|(_, _, block)| block.kind == kind);
            found.extend(blocks.map(|(_, _, block)| block.content.text().to_owned()));
        }
        found
    };
    let read = |path: &str| {
        let path = workspace().join(path);
        fs::read_to_string(&path).map_err(|error| Error::file(&path, &error))
    };
    Ok(match target {
        "page" => pages.map(str::to_owned).collect(),
        "json" => blocks(BlockKind::Json),
        "curl" => {
            let commands = blocks(BlockKind::Shell).into_iter();
            commands.map(|text| text.trim_start_matches("curl ").to_owned()).collect()
        }
        "document" => vec![read("crates/openapi-doccheck/rules/kettles.yaml")?],
        "settings" => vec![
            read(".doccheck.toml")?,
            r#"{"format": 1, "findings": [{"page": "a.md", "rule": "json-syntax", "fingerprint": "00"}]}"#.to_owned(),
        ],
        _ => Vec::new(),
    })
}
