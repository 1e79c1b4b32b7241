//! `lint`: two public linters over the document, pinned in `xtask/lint` and installed below `target`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use openapi_document::json;
use openapi_document::node::Node;
use openapi_document::pointer::Pointer;
use openapi_document::source::FileId;

use crate::cargo::{command, succeeds};
use crate::task::{Error, Outcome, Task, workspace};
use crate::tools::{Pins, node, python, target};

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
        let requirements = locks.join("requirements.txt");
        let scripts = python(&folder.join("python"), &requirements, Pins::Versions, out)?;
        let programs = node(&folder.join("node"), &locks, out)?;
        Ok(Self {
            validator: scripts.join("openapi-spec-validator"),
            redocly: programs.join("redocly"),
        })
    }
}
