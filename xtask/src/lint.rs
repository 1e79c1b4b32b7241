//! `lint`: two public linters over the document, pinned in `xtask/lint` and installed below `target`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use openapi_document::json;
use openapi_document::node::Node;
use openapi_document::pointer::Pointer;
use openapi_document::source::FileId;

use crate::cargo::{command, succeeds};
use crate::task::{Error, Outcome, Task, workspace};

/// The task.
pub(crate) const TASK: Task = Task {
    name: "lint",
    arguments: "",
    about: "Runs openapi-spec-validator and Redocly over the document; needs Python and Node.",
    run,
};

const DOCUMENT: &str = "openapi/gitlab-jobs.yaml";

fn run(mut args: lexopt::Parser, out: &mut dyn Write) -> Result<Outcome, Error> {
    if let Some(unexpected) = args.next()? {
        return Err(unexpected.unexpected().into());
    }
    let tools = Tools::install(out)?;
    let valid = succeeds(command(&tools.validator).arg(DOCUMENT), out)?;
    let clean = redocly(&tools.redocly, out)?;
    Ok(if valid && clean {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

/// Runs Redocly for people first and for its totals then: warnings and ignored findings count too.
fn redocly(program: &Path, out: &mut dyn Write) -> Result<bool, Error> {
    let lint = |format: &str| {
        let mut command = command(program);
        command.args([
            "lint",
            "--config",
            ".redocly.yaml",
            "--format",
            format,
            DOCUMENT,
        ]);
        command
            .env("REDOCLY_TELEMETRY", "off")
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        command
    };
    let output = lint("json").stderr(Stdio::null()).output();
    let output = output.map_err(|error| Error::file(program, &error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let totals = json::parse(text.trim(), FileId(0)).ok().and_then(|parsed| {
        let count = |name| {
            parsed
                .node
                .at(&Pointer::root().join("totals").join(name))
                .and_then(Node::as_number)?
                .as_u64()
        };
        Some(count("errors")? + count("warnings")? + count("ignored")?)
    });
    match totals {
        Some(0) => {
            writeln!(
                out,
                "{DOCUMENT}: Redocly has no error, no warning and nothing ignored"
            )?;
            Ok(true)
        }
        Some(_) => {
            succeeds(&mut lint("stylish"), out)?;
            Ok(false)
        }
        // Without totals something else went wrong, which Redocly itself should tell.
        None => {
            succeeds(&mut lint("stylish"), out)?;
            Err(Error::new("Redocly did not report its findings: see above"))
        }
    }
}

/// The programs, installed once for each content of their lock files.
struct Tools {
    validator: PathBuf,
    redocly: PathBuf,
}

impl Tools {
    fn install(out: &mut dyn Write) -> Result<Self, Error> {
        let locks = workspace().join("xtask/lint");
        let folder = target().join("lint");
        let python = folder.join("python");
        let requirements = locks.join("requirements.txt");
        let scripts = python.join(if cfg!(windows) { "Scripts" } else { "bin" });
        once(&python, &[&requirements], out, |out| {
            let mut venv = command("python3");
            step(venv.args(["-m", "venv", "--clear"]).arg(&python), out)?;
            let mut pip = command(scripts.join("pip"));
            pip.args([
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--requirement",
            ]);
            step(pip.arg(&requirements), out)
        })?;
        let node = folder.join("node");
        let (package, lock) = (locks.join("package.json"), locks.join("package-lock.json"));
        once(&node, &[&package, &lock], out, |out| {
            for file in [&package, &lock] {
                let name = file.file_name().unwrap_or_default();
                fs::copy(file, node.join(name)).map_err(|error| Error::file(file, &error))?;
            }
            let mut npm = command("npm");
            npm.args([
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel",
                "error",
            ]);
            step(npm.current_dir(&node), out)
        })?;
        Ok(Self {
            validator: scripts.join("openapi-spec-validator"),
            redocly: node.join("node_modules/.bin/redocly"),
        })
    }
}

/// Where cargo builds, and so where what is only installed may lie.
fn target() -> PathBuf {
    let chosen = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    workspace().join(chosen.unwrap_or_else(|| "target".into()))
}

/// Installs into a folder unless it was installed from the same lock files before.
fn once(
    folder: &Path,
    locks: &[&PathBuf],
    out: &mut dyn Write,
    install: impl FnOnce(&mut dyn Write) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut wanted = Vec::new();
    for lock in locks {
        wanted.extend(fs::read(lock).map_err(|error| Error::file(lock, &error))?);
    }
    let stamp = folder.join("installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
    install(out)?;
    fs::write(&stamp, wanted).map_err(|error| Error::file(&stamp, &error))
}

fn step(command: &mut Command, out: &mut dyn Write) -> Result<(), Error> {
    let line = crate::cargo::line(command);
    writeln!(out, "installing: {line}")?;
    if succeeds(command, out)? {
        Ok(())
    } else {
        Err(Error::new(format!("`{line}` failed: see above")))
    }
}
