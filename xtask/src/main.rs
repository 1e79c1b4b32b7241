//! The workspace's own tasks, run as `cargo xtask TASK`: this file only finds the task that was asked for.

use std::io::{self, Write};
use std::process::ExitCode;

mod cargo;
mod ci;
mod foreign;
mod fuzz;
mod generate;
mod import;
mod junit;
mod lint;
mod sdk;
mod task;
mod tools;
mod verify;

use task::{Error, Outcome, Task};

/// Every task, in the order that the usage shows. A new one is one file and one line here.
const TASKS: [Task; 10] = [
    verify::TASK,
    generate::GENERATE,
    generate::VIEW,
    import::TASK,
    lint::TASK,
    sdk::TASK,
    foreign::TASK,
    fuzz::TASK,
    junit::TASK,
    ci::TASK,
];

fn main() -> ExitCode {
    match run(&mut io::stdout().lock()) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(1),
        Err(error) => {
            // Nothing can be done about a closed standard error.
            let _ = writeln!(io::stderr().lock(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut args = lexopt::Parser::from_env();
    let name = match args.next()? {
        Some(lexopt::Arg::Value(name)) => name.to_string_lossy().into_owned(),
        None | Some(lexopt::Arg::Short('h') | lexopt::Arg::Long("help")) => {
            usage(out)?;
            return Ok(Outcome::Done);
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    let task = TASKS.iter().find(|task| task.name == name).ok_or_else(|| {
        Error::new(format!(
            "there is no task `{name}`: `cargo xtask --help` lists them"
        ))
    })?;
    (task.run)(args, out)
}

fn usage(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "usage: cargo xtask TASK\n")?;
    for task in &TASKS {
        writeln!(
            out,
            "  {} {}\n      {}",
            task.name, task.arguments, task.about
        )?;
    }
    Ok(())
}
