//! `junit`: validates what doccheck writes as `JUnit` against `junit-10.xsd`, which pytest's source package holds.

use std::io::Write;
use std::path::Path;

use crate::cargo::{cargo, command, succeeds};
use crate::task::{Error, Outcome, Task};
use crate::tools::{Pins, once, python, step, target};

/// The task.
pub(crate) const TASK: Task = Task {
    name: "junit",
    arguments: "",
    about: "Validates doccheck's JUnit against its published schema; needs Python.",
    run,
};

/// The pinned package whose sources hold the schema, and where in them it is.
const SOURCE: &str = "xtask/junit/schema.txt";
const SCHEMA: &str = "pytest-9.2.0/testing/example_scripts/junit-10.xsd";

fn run(mut args: lexopt::Parser, out: &mut dyn Write) -> Result<Outcome, Error> {
    if let Some(unexpected) = args.next()? {
        return Err(unexpected.unexpected().into());
    }
    let folder = target().join("junit");
    let requirements = Path::new("xtask/junit/requirements.txt");
    let scripts = python(&folder.join("venv"), requirements, Pins::Hashes, out)?;
    let source = folder.join("source");
    once(&source, &[Path::new(SOURCE)], out, |out| {
        let mut pip = command(scripts.join("pip"));
        pip.args(["download", "--quiet", "--disable-pip-version-check"]);
        pip.args(["--no-deps", "--no-binary", ":all:", "--no-build-isolation"]);
        pip.args(["--require-hashes", "--requirement", SOURCE, "--dest"]);
        step(pip.arg(&source), out)?;
        let archive = source.join("pytest-9.2.0.tar.gz");
        let mut unpack = command(scripts.join("python"));
        unpack.args(["-m", "tarfile", "--extract"]).arg(archive);
        step(unpack.arg(&source), out)
    })?;
    let mut test = cargo();
    test.args([
        "test",
        "--locked",
        "--package",
        "openapi-doccheck",
        "--test",
    ]);
    test.args(["judging", "junit_fits", "--", "--ignored"]);
    test.env("JUNIT_SCHEMA", source.join(SCHEMA));
    test.env("JUNIT_VALIDATE", scripts.join("xmlschema-validate"));
    Ok(if succeeds(&mut test, out)? {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}
