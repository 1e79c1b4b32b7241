//! `generate` and `view`: run the code generator, a package of its own because it is slow to build.

use std::io::Write;

use crate::cargo::{cargo, delegate};
use crate::task::{Error, Outcome, Task};

/// The task that writes or checks the generated half of the client.
pub(crate) const GENERATE: Task = Task {
    name: "generate",
    arguments: "[--check] [--output FILE]",
    about: "Generates crates/gitlab-jobs/src/generated.rs from the document, or tells how it is stale.",
    run: |args, out| run("generate", args, out),
};

/// The task that prints a view.
pub(crate) const VIEW: Task = Task {
    name: "view",
    arguments: "NAME",
    about: "Prints the document as a view of openapi/views.yaml shows it to a generator.",
    run: |args, out| run("view", args, out),
};

fn run(task: &str, mut args: lexopt::Parser, out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut command = cargo();
    command.args(["run", "--locked", "--package", "xtask-codegen", "--", task]);
    delegate(command.args(args.raw_args()?), out)
}
