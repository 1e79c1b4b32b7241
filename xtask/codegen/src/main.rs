//! `generate [--check] [--output FILE]` writes the generated half of the client; `view NAME` prints a view.
//!
//! The client is generated from the document and from nothing else, in five stages, each a module of the library:
//! the document and its views are read (`inputs`), the `rust` view is made of general steps (`openapi/views.yaml`),
//! what progenitor would trip over is reported (`preflight`), progenitor runs (`generator`), and its output gets what
//! it lacks: open value sets, readable documentation, schemas behind a feature (`polish`). What comes out is checked
//! in, so that nobody who uses or builds the client needs any of this.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt as _};
use openapi_document::json;
use similar::TextDiff;
use xtask_codegen::{Inputs, generate};

const HELP: &str = "\
xtask-codegen generate [--check] [--output FILE]   write the generated half of the client, or tell how it is stale
xtask-codegen view NAME                            print the document as a view of openapi/views.yaml shows it, in JSON

  --document FILE   the OpenAPI document         [openapi/gitlab-jobs.yaml]
  --views FILE      its views                    [openapi/views.yaml]
  --output FILE     the file to write or check   [crates/gitlab-jobs/src/generated.rs]

exit status: 0 done or fresh, 1 stale, 2 could not run
";

enum Task {
    Generate { check: bool },
    View(String),
}

struct Arguments {
    task: Task,
    document: PathBuf,
    views: PathBuf,
    output: PathBuf,
}

fn main() -> ExitCode {
    let done = parse().and_then(|arguments| match arguments {
        Some(arguments) => run(&arguments),
        None => print(HELP).map(|()| ExitCode::SUCCESS),
    });
    done.unwrap_or_else(|message| {
        // Nothing is left to do when even this cannot be written.
        let _ = writeln!(std::io::stderr(), "error: {message}");
        ExitCode::from(2)
    })
}

fn parse() -> Result<Option<Arguments>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // Paths relative to where people work are shorter in messages.
    let root = match std::env::current_dir() {
        Ok(here) if same(&here, &root) => PathBuf::new(),
        _ => root,
    };
    let mut document = root.join("openapi/gitlab-jobs.yaml");
    let mut views = root.join("openapi/views.yaml");
    let mut output = root.join("crates/gitlab-jobs/src/generated.rs");
    let (mut words, mut check) = (Vec::new(), false);
    let mut parser = lexopt::Parser::from_env();
    let say = |error: lexopt::Error| error.to_string();
    while let Some(argument) = parser.next().map_err(say)? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("check") => check = true,
            Long("document") => document = parser.value().map_err(say)?.into(),
            Long("views") => views = parser.value().map_err(say)?.into(),
            Long("output") => output = parser.value().map_err(say)?.into(),
            Value(word) => words.push(word.string().map_err(say)?),
            other => return Err(format!("{}\n\n{HELP}", other.unexpected())),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let task = match words[..] {
        ["generate"] => Task::Generate { check },
        ["view", name] if !check => Task::View(name.to_owned()),
        _ => return Err(format!("say what to do\n\n{HELP}")),
    };
    Ok(Some(Arguments {
        task,
        document,
        views,
        output,
    }))
}

fn same(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let inputs = Inputs::read(&arguments.document, &arguments.views);
    let inputs = inputs.map_err(|error| error.to_string())?;
    match &arguments.task {
        Task::View(name) => {
            let view = inputs.view(name).map_err(|error| error.to_string())?;
            print(&json::print(view.root()))?;
            Ok(ExitCode::SUCCESS)
        }
        Task::Generate { check } => {
            let fresh = generate(&inputs).map_err(|error| error.to_string())?;
            if *check {
                compare(&fresh, &arguments.output)
            } else {
                write(&fresh, &arguments.output)?;
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

/// Prints what would change, as a unified diff.
fn compare(fresh: &str, output: &Path) -> Result<ExitCode, String> {
    let name = output.display().to_string();
    let present = match std::fs::read_to_string(output) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(format!("{name} could not be read: {error}")),
    };
    if present == fresh {
        return Ok(ExitCode::SUCCESS);
    }
    let diff = TextDiff::from_lines(present.as_str(), fresh);
    let diff = diff
        .unified_diff()
        .header(&name, "generated now")
        .to_string();
    print(&diff)?;
    print(&format!("{name} is stale: run `cargo xtask generate`\n"))?;
    Ok(ExitCode::FAILURE)
}

/// Writes beside the file and renames, so that nobody ever sees half of it.
fn write(text: &str, output: &Path) -> Result<(), String> {
    let fail =
        |error: std::io::Error| format!("{} could not be written: {error}", output.display());
    let beside = output.with_extension("rs.partial");
    std::fs::write(&beside, text).map_err(fail)?;
    std::fs::rename(&beside, output).map_err(fail)
}

fn print(text: &str) -> Result<(), String> {
    match std::io::stdout().write_all(text.as_bytes()) {
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(format!("the output could not be written: {error}"))
        }
        _ => Ok(()),
    }
}
