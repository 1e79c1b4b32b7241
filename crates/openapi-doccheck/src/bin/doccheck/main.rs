//! The binary `doccheck`: holds docs pages against an OpenAPI document. Exit 0 clean, 1 findings, 2 could not run.

mod args;
mod init;

use std::collections::BTreeSet;
use std::io::{IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use args::{Check, Command, Listed};
use openapi_doccheck::baseline::Baseline;
use openapi_doccheck::config::{self, Config};
use openapi_doccheck::error::Error;
use openapi_doccheck::fix;
use openapi_doccheck::output::{Format, text};
use openapi_doccheck::report::{PageReport, Report};
use openapi_doccheck::rule::Rule;
use openapi_doccheck::{run, shown};

fn main() -> ExitCode {
    match dispatch() {
        Ok(clean) => ExitCode::from(u8::from(!clean)),
        Err(error) => {
            // Where standard error is closed, the exit code alone must do.
            let told = shown::lines(&error.to_string());
            let _ = writeln!(std::io::stderr(), "doccheck: {told}");
            ExitCode::from(2)
        }
    }
}

/// Does what is asked; whether nothing was found that fails a run.
fn dispatch() -> Result<bool, Error> {
    match args::parse(std::env::args_os().skip(1))? {
        Command::Help(text) => print(text).map(|()| true),
        Command::Version => {
            print(concat!("doccheck ", env!("CARGO_PKG_VERSION"), "\n")).map(|()| true)
        }
        Command::Rules(listed) => rules(listed).map(|()| true),
        Command::Init(check) => init::init(&check),
        Command::Check(check) => run_check(*check),
    }
}

fn run_check(check: Check) -> Result<bool, Error> {
    let mut request = check.request;
    request.config = read_config(check.config.as_deref())?;
    if let Some(name) = check.stdin {
        let mut text = String::new();
        let read = std::io::stdin().lock().read_to_string(&mut text);
        read.map_err(|source| Error::Read {
            path: "-".into(),
            source,
        })?;
        request.stdin = Some((name, text));
    }
    let mut report = run::check(&request)?;
    for told in &report.told {
        // Where standard error is closed, nobody wants to know.
        let _ = writeln!(std::io::stderr(), "doccheck: {}", shown::lines(told));
    }
    let baseline = check.baseline.or_else(|| request.config.baseline.clone());
    if check.update_baseline {
        let path = baseline.ok_or_else(|| {
            Error::Usage(
                "`--update-baseline` needs to know the file: give `--baseline FILE` as well"
                    .to_owned(),
            )
        })?;
        let mut known = Baseline::of(&report);
        // A run over some of the pages says nothing about the others.
        if path.exists() && (!request.paths.is_empty() || request.stdin.is_some()) {
            let checked: BTreeSet<&str> = report.pages.iter().map(PageReport::path).collect();
            // What cannot be read holds nothing worth keeping, and is to be written anew.
            if let Ok(older) = Baseline::parse(&path, &read(&path)?) {
                known.keep(older, |page| {
                    !checked.contains(page) && Path::new(page).exists()
                });
            }
        }
        fix::write(&path, &known.write())?;
        known.silence(&mut report);
    } else if let Some(path) = baseline {
        if !path.exists() {
            let message = format!(
                "there is no baseline {}: write it with `--update-baseline`, or remove `baseline` from the configuration",
                path.display()
            );
            return Err(Error::Usage(message));
        }
        Baseline::parse(&path, &read(&path)?)?.silence(&mut report);
    }
    let colour = check.colour.unwrap_or_else(|| {
        std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
    });
    for (format, file) in &check.formats {
        match file {
            Some(path) => fix::write(path, &format.tell(&report))?,
            None => print(&told(*format, &report, colour))?,
        }
    }
    Ok(check.exit_zero || report.is_clean())
}

fn told(format: Format, report: &Report, colour: bool) -> String {
    match format {
        Format::Text => text::tell(report, &text::Look { colour }),
        other => other.tell(report),
    }
}

/// The configuration that is named, else the one in the working folder, else none.
fn read_config(path: Option<&Path>) -> Result<Config, Error> {
    let usual = [config::FILE, config::HIDDEN].map(Path::new);
    let path = match (path, usual.map(Path::is_file)) {
        (Some(path), _) => path,
        (None, [true, true]) => {
            let [one, other] = [config::FILE, config::HIDDEN];
            let message =
                format!("{one} and {other} are both here: remove one, or name one with `--config`");
            return Err(Error::Usage(message));
        }
        (None, [true, false]) => usual[0],
        (None, [false, true]) => usual[1],
        (None, [false, false]) => return Ok(Config::default()),
    };
    Config::parse(path, &read(path)?)
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

fn rules(listed: Listed) -> Result<(), Error> {
    let Listed::One(id) = listed else {
        let lines = Rule::ALL.iter().map(|rule| {
            let (id, level) = (rule.id(), rule.level().as_str());
            format!("{id:<26} {level:<8} {}\n", rule.summary())
        });
        return print(&lines.collect::<String>());
    };
    let rule = Rule::find(&id).ok_or_else(|| Error::Usage(Rule::unknown(&id)))?;
    print(&format!(
        "{}\nLevel: {}, unless `[rules]` in doccheck.toml gives it another.\n",
        rule.page(),
        rule.level()
    ))
}

/// Writes to standard output; a reader that has gone away is no mistake.
fn print(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(source) if source.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::Write {
            path: "standard output".into(),
            source,
        }),
        _ => Ok(()),
    }
}
