//! Python: OpenAPI-generator's core below a facade that blocks or awaits, one wheel for both.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{Job, Language, files, known_values, openapi_generator};
use crate::task::{Error, Outcome};
use crate::tools::{self, Pins, clean, remove};

pub(super) const PYTHON: Language = Language {
    name: "python",
    in_all: true,
    needs: &["java", "python3"],
    generate,
    build: Some(build),
};

/// The folder of the importable package inside the distribution.
const MODULE: &str = "src/gitlab_jobs_client";

fn generate(job: &Job<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let generated = job.work.join("generated");
    remove(&generated)?;
    let config = job.sources().join("openapi-generator.yaml");
    openapi_generator::run(job, &config, "packageVersion", &generated, out)?;
    let example = files::read(&job.sources().join("example/example.py"))?;
    let fill = [("version", job.version), ("example", body(&example))];
    files::copy(&job.sources().join("package"), job.package, &fill)?;
    files::licences(job.package)?;
    let module = job.package.join(MODULE);
    let core = module.join("_generated");
    let written = generated.join("gitlab_jobs_client/_generated");
    files::copy(&written, &core, &[])?;
    let models = files::read(&core.join("models/__init__.py"))?;
    files::write(&module.join("models.py"), models_module(&models))?;
    files::write(&module.join("known_values.py"), known_values_module(job)?)?;
    let mut ruff = tool(job, "ruff", out)?;
    ruff.args(["format", "--quiet", "--no-cache", "--config"]);
    ruff.arg(job.sources().join("ruff.toml"));
    job.run(ruff.arg(job.package), out)
}

/// What stands below the opening words of a program: the part that a README shows.
fn body(program: &str) -> &str {
    program
        .split_once("\"\"\"\n\n")
        .map_or(program, |(_, body)| body)
        .trim_end()
}

/// The names of the models without the module each lies in, said in a way that type checkers let others import.
fn models_module(generated: &str) -> String {
    let imports: Vec<(&str, &str)> = generated
        .lines()
        .filter_map(|line| {
            line.strip_prefix("from gitlab_jobs_client._generated.")?
                .split_once(" import ")
        })
        .collect();
    let mut text = String::from(
        "\"\"\"What answers become and what requests are made of: the models of the generated core.\"\"\"\n\n",
    );
    for (module, name) in &imports {
        let _ = writeln!(text, "from ._generated.{module} import {name}");
    }
    let names: Vec<String> = imports
        .iter()
        .map(|(_, name)| format!("{name:?}"))
        .collect();
    let _ = writeln!(text, "\n__all__ = [{}]", names.join(", "));
    text
}

/// Each open set as a class of constants.
fn known_values_module(job: &Job<'_>) -> Result<String, Error> {
    let mut text = String::from(
        "\"\"\"Values that are known today. The sets are open: a server may send others, which arrive as they are.\"\"\"\n\n\
         from typing import Final\n",
    );
    for set in known_values::of_view(job)? {
        let description = set.description.replace('\\', "\\\\");
        let _ = writeln!(text, "\n\nclass {}:\n    \"\"\"", set.name);
        let _ = write!(text, "{}", wrapped(&description));
        let _ = writeln!(text, "    \"\"\"\n");
        for value in &set.values {
            let name = known_values::constant(value);
            let _ = writeln!(text, "    {name}: Final = {value:?}");
        }
    }
    Ok(text.replace("\"\"\"\n    ", "\"\"\""))
}

/// Words as indented lines of at most 100 characters.
fn wrapped(words: &str) -> String {
    let mut text = String::new();
    let mut line = String::from("   ");
    for word in words.split(' ') {
        if line.len() + word.len() > 99 {
            text = text + &line + "\n";
            line = String::from("   ");
        }
        line = line + " " + word;
    }
    text + &line + "\n"
}

fn build(job: &Job<'_>, out: &mut dyn Write) -> Result<Outcome, Error> {
    let source = job.work.join("build");
    remove(&source)?;
    files::copy(job.package, &source, &[])?;
    let runtime = job.sources().join("requirements/runtime.txt");
    let scripts = tools::python(&job.work.join("venv"), &runtime, Pins::Hashes, out)?;
    let python = scripts.join("python");

    for check in [&["check"][..], &["format", "--check"]] {
        let mut ruff = tool(job, "ruff", out)?;
        ruff.args(check);
        ruff.args(["--quiet", "--no-cache", "--config"]);
        ruff.arg(job.sources().join("ruff.toml"));
        ruff.args(["package/src", "conformance", "example", "surface", "tests"]);
        job.run(ruff.current_dir(job.sources()), out)?;
    }
    let dist = distributions(job, &source, out)?;
    let wheel = dist.join(format!(
        "gitlab_jobs_client-{}-py3-none-any.whl",
        job.version
    ));
    let mut pip = clean(scripts.join("pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-index",
    ]);
    pip.args(["--no-deps", "--force-reinstall"]);
    job.run(pip.arg(&wheel), out)?;

    let mut mypy = tool(job, "mypy", out)?;
    mypy.arg("--config-file")
        .arg(job.sources().join("mypy.ini"));
    mypy.arg("--cache-dir").arg(job.work.join("mypy"));
    mypy.arg("--python-executable").arg(&python);
    mypy.args(["--no-error-summary", "--package", "gitlab_jobs_client"]);
    job.run(&mut mypy, out)?;
    for program in [
        "conformance/conformance.py",
        "example/example.py",
        "surface/surface.py",
        "tests/test_facade.py",
    ] {
        let mut mypy = tool(job, "mypy", out)?;
        mypy.arg("--cache-dir").arg(job.work.join("mypy-programs"));
        mypy.arg("--python-executable").arg(&python);
        mypy.args(["--strict", "--no-error-summary"]);
        job.run(mypy.arg(job.sources().join(program)), out)?;
    }

    let mut tests = clean(&python);
    tests.args(["-B", "-m", "unittest", "discover", "--start-directory"]);
    job.run(tests.arg(job.sources().join("tests")), out)?;
    surface(job, &python, out)?;
    let steps = install(job, &wheel, &runtime, &scripts, out)?;
    let conformance = job.sources().join("conformance/conformance.py");
    let words = [
        &python.to_string_lossy(),
        "-B",
        &conformance.to_string_lossy(),
    ];
    // The asynchronous client goes through the same scenarios.
    let asynchronous = files::command(&[&words[..], &["--async"]].concat(), job.work);
    let second = job.work.join("python-async.json");
    files::write(&second, format!("{asynchronous:#}\n"))?;
    files::manifests(
        job,
        &files::command(&words, job.work),
        &steps,
        &example(job),
    )?;
    Ok(Outcome::Done)
}

/// A tool of the lock file, to be run in a cleared environment.
fn tool(job: &Job<'_>, name: &str, out: &mut dyn Write) -> Result<Command, Error> {
    let requirements = job.sources().join("requirements/tools.txt");
    let scripts = tools::python(&job.work.join("tools"), &requirements, Pins::Hashes, out)?;
    let mut command = clean(scripts.join(name));
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(command)
}

/// Builds both distributions of the package in the current folder into another.
const BACKEND: &str = "import sys, flit_core.buildapi as backend; \
    backend.build_sdist(sys.argv[1]); backend.build_wheel(sys.argv[1])";

/// The wheel and the source distribution, made from a copy of the package; returns their folder.
fn distributions(job: &Job<'_>, source: &Path, out: &mut dyn Write) -> Result<PathBuf, Error> {
    let dist = job.work.join("dist");
    remove(&dist)?;
    fs::create_dir_all(&dist).map_err(|error| Error::file(&dist, &error))?;
    let mut python = tool(job, "python", out)?;
    // The build backend called as every build front end calls it, without an environment of its own.
    python.args(["-c", BACKEND]).arg(&dist).current_dir(source);
    job.run(&mut python, out)?;
    Ok(dist)
}

/// The names that users meet, told by the installed package itself; it fails when an operation is out of reach.
fn surface(job: &Job<'_>, python: &Path, out: &mut dyn Write) -> Result<(), Error> {
    let path = job.work.join("surface.txt");
    let file = fs::File::create(&path).map_err(|error| Error::file(&path, &error))?;
    let mut command = clean(python);
    command
        .arg("-B")
        .arg(job.sources().join("surface/surface.py"));
    command.arg(job.view).stdout(file);
    job.run(&mut command, out)
}

/// Where the tests play a user.
fn project(job: &Job<'_>) -> PathBuf {
    job.work.join("project")
}

/// How a user installs the wheel: into a fresh environment, from an index, which here is a folder of pinned wheels.
fn install(
    job: &Job<'_>,
    wheel: &Path,
    runtime: &Path,
    scripts: &Path,
    out: &mut dyn Write,
) -> Result<Vec<Value>, Error> {
    let wheels = job.work.join("wheels");
    tools::once(&wheels, &[runtime], out, |out| {
        let mut pip = crate::cargo::command(scripts.join("pip"));
        pip.args(["download", "--quiet", "--disable-pip-version-check"]);
        pip.args(["--no-deps", "--require-hashes", "--only-binary", ":all:"]);
        pip.arg("--dest").arg(&wheels);
        tools::step(pip.arg("--requirement").arg(runtime), out)
    })?;
    let project = project(job);
    let python = project.join("bin/python");
    let venv = [
        "python3",
        "-m",
        "venv",
        "--clear",
        &project.to_string_lossy(),
    ];
    let pip = [
        &*python.to_string_lossy(),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-index",
        "--find-links",
        &wheels.to_string_lossy(),
        &wheel.to_string_lossy(),
    ];
    Ok(vec![
        files::command(&venv, job.work),
        files::command(&pip, job.work),
    ])
}

/// How the user runs the example of the README there.
fn example(job: &Job<'_>) -> Value {
    let project = project(job);
    let python = project.join("bin/python");
    let example = job.sources().join("example/example.py");
    let words = [&python.to_string_lossy(), "-B", &example.to_string_lossy()];
    files::command(&words, &project)
}
