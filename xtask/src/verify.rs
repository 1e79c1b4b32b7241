//! `verify`: runs the binary of `tests` that judges and decodes every payload.

use std::io::Write;

use crate::cargo::{cargo, delegate};
use crate::task::{Error, Outcome, Task};

/// The task.
pub(crate) const TASK: Task = Task {
    name: "verify",
    arguments: "[--format text|json] [--root DIR]",
    about: "Judges every payload by the document and decodes it with the client's types.",
    run,
};

fn run(mut args: lexopt::Parser, out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut command = cargo();
    command.args([
        "run",
        "--locked",
        "--package",
        "gitlab-jobs-tests",
        "--bin",
        "verify",
        "--",
    ]);
    delegate(command.args(args.raw_args()?), out)
}
