//! The arguments of `doccheck`.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};
use openapi_doccheck::config::reader_of;
use openapi_doccheck::error::Error;
use openapi_doccheck::output::Format;
use openapi_doccheck::run::Request;

/// What is asked for.
pub(crate) enum Command {
    /// A text that explains.
    Help(&'static str),
    /// The version.
    Version,
    /// The rules.
    Rules(Listed),
    /// A configuration and a baseline.
    Init(Box<Check>),
    /// Pages to be checked.
    Check(Box<Check>),
}

/// Which rules are to be shown.
pub(crate) enum Listed {
    /// All of them, a line each.
    All,
    /// The page of one.
    One(String),
}

/// How pages are to be checked.
#[derive(Default)]
pub(crate) struct Check {
    pub(crate) request: Request,
    /// The name of the page that comes through standard input.
    pub(crate) stdin: Option<String>,
    pub(crate) config: Option<PathBuf>,
    pub(crate) baseline: Option<PathBuf>,
    pub(crate) update_baseline: bool,
    pub(crate) exit_zero: bool,
    pub(crate) formats: Vec<(Format, Option<PathBuf>)>,
    pub(crate) colour: Option<bool>,
}

const HELP: &str = "\
Hold docs pages against the OpenAPI document of their API.

Usage:
  doccheck check [PATH]... --openapi FILE [OPTION]...
  doccheck init  [PATH]... --openapi FILE
  doccheck rules [RULE]

check reads pages: files, folders with Markdown files in them, or `-` for standard input.
init writes doccheck.toml and a baseline of what is wrong today.
rules lists the rules, or shows the page of one.

Options of check:
  --openapi FILE          the document, OpenAPI 3.0 or 3.1, YAML or JSON
  --config FILE           the configuration; doccheck.toml or .doccheck.toml in the working folder otherwise
  --format FORMAT[=FILE]  text, json, sarif, junit, gitlab or github; may be repeated
  --reader READER         auto, markdown or text
  --as-of VERSION         judge by the contract of that version; needs `[history] key` in the configuration
  --explain               tell what each claim was bound to, and why
  --fix                   repair what can be repaired without changing what a page means
  --baseline FILE         a list of findings that do not count
  --update-baseline       write that list anew
  --stdin-filename NAME   the name of the page that comes through `-`
  --threads N             how many pages to check at the same time
  --colour WHEN           auto, always or never
  --exit-zero             exit with 0 whatever is found

Exit status: 0 clean or notes only, 1 errors or warnings, 2 could not run.
";

/// Reads the arguments.
pub(crate) fn parse(args: impl Iterator<Item = OsString>) -> Result<Command, Error> {
    let usage = |error: lexopt::Error| Error::Usage(format!("{error}; see `doccheck --help`"));
    let mut parser = Parser::from_args(args);
    let Some(first) = parser.next().map_err(usage)? else {
        // A run that checks nothing must not look like one that found nothing.
        let message = "write what to do: `check`, `init` or `rules`; see `doccheck --help`";
        return Err(Error::Usage(message.to_owned()));
    };
    match first {
        Arg::Short('h') | Arg::Long("help") => Ok(Command::Help(HELP)),
        Arg::Short('V') | Arg::Long("version") => Ok(Command::Version),
        Arg::Value(word) => match word.to_string_lossy().as_ref() {
            "check" => options(&mut parser).map_err(usage).and_then(finish),
            "init" => init(&mut parser).map_err(usage),
            "rules" => rules(&mut parser).map_err(usage),
            "help" => Ok(Command::Help(HELP)),
            other => Err(Error::Usage(format!(
                "there is no command `{other}`: write `check`, `init` or `rules`; see `doccheck --help`"
            ))),
        },
        other => Err(usage(other.unexpected())),
    }
}

enum Read {
    Help,
    Check(Box<Check>),
}

fn finish(read: Read) -> Result<Command, Error> {
    let Read::Check(mut check) = read else {
        return Ok(Command::Help(HELP));
    };
    let dash = check
        .request
        .paths
        .iter()
        .position(|path| path.as_os_str() == "-");
    if let Some(dash) = dash {
        check.request.paths.remove(dash);
        if check
            .request
            .paths
            .iter()
            .any(|path| path.as_os_str() == "-")
        {
            let message = "`-` stands twice, but standard input is one page";
            return Err(Error::Usage(message.to_owned()));
        }
        check.stdin.get_or_insert_with(|| "stdin.md".to_owned());
        if check.request.fix {
            let message = "`--fix` writes files, and what comes through `-` has none";
            return Err(Error::Usage(message.to_owned()));
        }
    } else if check.stdin.is_some() {
        let message = "`--stdin-filename` names the page that comes through `-`, which is not among the paths";
        return Err(Error::Usage(message.to_owned()));
    }
    if check.formats.is_empty() {
        check.formats.push((Format::Text, None));
    }
    for (index, (format, file)) in check.formats.iter().enumerate() {
        let mut before = check.formats[..index].iter();
        let Some((other, _)) = before.find(|(_, other)| other == file) else {
            continue;
        };
        let message = match file {
            None => format!(
                "`--format {other}` and `--format {format}` both go to standard output: send one to a file, as in \
                 `--format {format}=FILE`"
            ),
            Some(file) => format!(
                "`--format {other}` and `--format {format}` both go to {}: name two files",
                file.display()
            ),
        };
        return Err(Error::Usage(message));
    }
    Ok(Command::Check(check))
}

/// Only what `init` heeds, so that nothing is said to it in vain.
fn init(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    let mut check = Box::new(Check::default());
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Value(path) => check.request.paths.push(path.into()),
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help(HELP)),
            Arg::Long("openapi") => check.request.openapi = Some(parser.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Init(check))
}

fn rules(parser: &mut Parser) -> Result<Command, lexopt::Error> {
    match parser.next()? {
        None => Ok(Command::Rules(Listed::All)),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Command::Help(HELP)),
        Some(Arg::Value(id)) => {
            let id = id.string()?;
            match parser.next()? {
                None => Ok(Command::Rules(Listed::One(id))),
                Some(other) => Err(other.unexpected()),
            }
        }
        Some(other) => Err(other.unexpected()),
    }
}

fn options(parser: &mut Parser) -> Result<Read, lexopt::Error> {
    let mut check = Box::new(Check::default());
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Value(path) => check.request.paths.push(path.into()),
            Arg::Short('h') | Arg::Long("help") => return Ok(Read::Help),
            Arg::Long("openapi") => check.request.openapi = Some(parser.value()?.into()),
            Arg::Long("config") => check.config = Some(parser.value()?.into()),
            Arg::Long("format") => {
                let format = format(&parser.value()?.string()?)?;
                check.formats.push(format);
            }
            Arg::Long("reader") => {
                let word = parser.value()?.string()?;
                let reader = reader_of(&word).ok_or_else(|| {
                    format!("`{word}` is no reader: write `auto`, `markdown` or `text`")
                })?;
                check.request.reader = Some(reader);
            }
            Arg::Long("as-of") => check.request.as_of = Some(parser.value()?.string()?),
            Arg::Long("explain") => check.request.explain = true,
            Arg::Long("fix") => check.request.fix = true,
            Arg::Long("baseline") => check.baseline = Some(parser.value()?.into()),
            Arg::Long("update-baseline") => check.update_baseline = true,
            Arg::Long("stdin-filename") => check.stdin = Some(parser.value()?.string()?),
            Arg::Long("threads") => check.request.threads = parser.value()?.parse()?,
            Arg::Long("colour" | "color") => {
                check.colour = match parser.value()?.string()?.as_str() {
                    "auto" => None,
                    "always" => Some(true),
                    "never" => Some(false),
                    other => {
                        let message = format!(
                            "`{other}` is not `auto`, `always` or `never`, which `--colour` takes"
                        );
                        return Err(message.into());
                    }
                };
            }
            Arg::Long("exit-zero") => check.exit_zero = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Read::Check(check))
}

/// A format, and the file it goes to.
fn format(word: &str) -> Result<(Format, Option<PathBuf>), lexopt::Error> {
    let (name, file) = match word.split_once('=') {
        Some((name, "")) => {
            return Err(format!("`{word}` names no file: write `{name}=FILE`").into());
        }
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (word, None),
    };
    let format = Format::find(name).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
        format!("`{name}` is no format: write one of {}", names.join(", "))
    })?;
    Ok((format, file))
}
