//! `verify`: judges every payload at its version, decodes it, checks freshness, and prints what it found.

use std::io::Write;
use std::process::ExitCode;

use gitlab_jobs_tests::input::{Error, Root};
use gitlab_jobs_tests::report::Report;
use gitlab_jobs_tests::verdict::Judge;
use gitlab_jobs_tests::{freshness, proof};
use openapi_document::operation::Operation;

const USAGE: &str = "\
Judges every recorded payload by the OpenAPI document, and decodes each with the client's types.

Usage: cargo xtask verify [--format text|json] [--root DIR]

  --format F   how to print the result; text is the default
  --root DIR   another checkout to verify; the one this was built from is the default

Exit status: 0 all payloads valid or explained, 1 not, 2 could not run.
";

enum Format {
    Text,
    Json,
}

fn main() -> ExitCode {
    let result = run();
    let (text, code) = match result {
        Ok((text, code)) => (text, code),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            return ExitCode::from(2);
        }
    };
    match std::io::stdout().write_all(text.as_bytes()) {
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let _ = writeln!(
                std::io::stderr(),
                "error: the result could not be printed: {error}"
            );
            ExitCode::from(2)
        }
        _ => code,
    }
}

fn run() -> Result<(String, ExitCode), Error> {
    let mut format = Format::Text;
    let mut root = Root::default();
    let mut arguments = lexopt::Parser::from_env();
    let usage = |error: lexopt::Error| Error::new(format!("{error}\n\n{USAGE}"));
    while let Some(argument) = arguments.next().map_err(usage)? {
        match argument {
            lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => {
                return Ok((USAGE.to_owned(), ExitCode::SUCCESS));
            }
            lexopt::Arg::Long("format") => {
                let value = arguments.value().map_err(usage)?;
                format = match value.to_str() {
                    Some("text") => Format::Text,
                    Some("json") => Format::Json,
                    _ => return Err(usage("`--format` takes `text` or `json`".into())),
                };
            }
            lexopt::Arg::Long("root") => root = Root::new(arguments.value().map_err(usage)?),
            other => return Err(usage(other.unexpected())),
        }
    }
    let (contracts, errata, payloads) = proof::inputs(&root)?;
    let judge = Judge::new(&contracts, errata);
    let proofs = payloads
        .into_iter()
        .map(|payload| proof::prove(&contracts, &judge, payload))
        .collect::<Result<Vec<_>, _>>()?;
    let document = contracts.document();
    let unused_errata = proof::unused_errata(&judge, &proofs);
    let operations = document.operations();
    let report = Report {
        proofs: &proofs,
        errata: judge.errata(),
        unused_errata: &unused_errata,
        versions: contracts
            .versions()
            .iter()
            .map(|version| version.label.as_str())
            .collect(),
        operations: operations.iter().map(Operation::id).collect(),
        stale: freshness::stale(&root)?,
    };
    let code = if report.ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    };
    let text = match format {
        Format::Text => report.text(),
        Format::Json => format!("{:#}\n", report.json()),
    };
    Ok((text, code))
}
