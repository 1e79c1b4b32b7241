//! `doccheck init`: a configuration to begin with, and a baseline of what is wrong today.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use openapi_doccheck::baseline::Baseline;
use openapi_doccheck::config::{self, Config};
use openapi_doccheck::error::Error;
use openapi_doccheck::fix;
use openapi_doccheck::output::text;
use openapi_doccheck::run::{self, Request};

use crate::args::Check;

/// The name of the baseline that is written.
const BASELINE: &str = "doccheck-baseline.json";
/// What a folder's pages are called.
const MARKDOWN: &str = "*.{md,markdown,mdx}";
/// Where the document is looked for when it is not named.
const USUAL: [&str; 6] = [
    "openapi.yaml",
    "openapi.yml",
    "openapi.json",
    "api/openapi.yaml",
    "docs/openapi.yaml",
    "openapi/openapi.yaml",
];

/// Writes both files into the working folder; neither is overwritten.
pub(crate) fn init(check: &Check) -> Result<bool, Error> {
    for name in [config::FILE, config::HIDDEN, BASELINE] {
        if Path::new(name).exists() {
            let message = format!("{name} is there already; remove it first to begin anew");
            return Err(Error::Usage(message));
        }
    }
    let usual = || USUAL.iter().map(PathBuf::from).find(|path| path.is_file());
    let openapi = check.request.openapi.clone().or_else(usual);
    let Some(openapi) = openapi else {
        let message = "there is no openapi.yaml here: give `--openapi FILE`".to_owned();
        return Err(Error::Usage(message));
    };
    let settings = configuration(&openapi, &check.request.paths);
    let request = Request {
        config: Config::parse(Path::new(config::FILE), &settings)?,
        ..Request::default()
    };
    let report = run::check(&request)?;
    fix::write(Path::new(config::FILE), &settings)?;
    fix::write(Path::new(BASELINE), &Baseline::of(&report).write())?;
    let summary = report.summary();
    let pages = report
        .pages
        .iter()
        .filter(|page| page.reader != "openapi")
        .count();
    let found = summary.error + summary.warning + summary.note;
    let told = if found == 0 {
        "Nothing is wrong with them today.".to_owned()
    } else {
        crate::print(&text::tell(&report, &text::Look { colour: false }))?;
        format!(
            "What is told above does not count from now on: it stands in {BASELINE}. To have it fail as well, remove the \
             line `baseline` from {0}; to leave out what you have repaired, run `doccheck check --update-baseline`.",
            config::FILE
        )
    };
    crate::print(&format!(
        "{} and {BASELINE} are written for {}.\n{told}\nRun `doccheck check` in CI: it fails for what is new.\n",
        config::FILE,
        text::counted(pages, "page"),
    ))?;
    Ok(true)
}

fn configuration(openapi: &Path, paths: &[PathBuf]) -> String {
    let slashes = |path: &Path| path.display().to_string().replace('\\', "/");
    let patterns: Vec<String> = paths
        .iter()
        .map(|path| {
            let text = slashes(path);
            let text = text
                .strip_prefix("./")
                .unwrap_or(&text)
                .trim_end_matches('/');
            match (text, path.is_dir()) {
                ("." | "", _) => format!("**/{MARKDOWN}"),
                (_, true) => format!("{}/**/{MARKDOWN}", globset::escape(text)),
                (_, false) => globset::escape(text),
            }
        })
        .collect();
    let patterns = if patterns.is_empty() {
        vec![format!("**/{MARKDOWN}")]
    } else {
        patterns
    };
    let mut text = String::new();
    let quoted: Vec<String> = patterns.iter().map(|pattern| quote(pattern)).collect();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "# Which pages doccheck holds against which OpenAPI document. Paths start from this folder.\n\
         openapi = {}\n\
         baseline = {}\n\
         \n\
         # Levels other than the usual ones: error, warning, note or off. `doccheck rules` lists the rules.\n\
         [rules]\n\
         # endpoint-undocumented = \"warning\"\n\
         \n\
         [[pages]]\n\
         paths = [{}]\n\
         # reader = \"auto\"     # or \"markdown\", \"text\"\n\
         # locales = [\"en\"]    # all that are known otherwise\n",
        quote(&slashes(openapi)),
        quote(BASELINE),
        quoted.join(", "),
    );
    text
}

/// A text as TOML's basic string.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' | '"' => quoted.extend(['\\', c]),
            // Writing to a string cannot fail.
            c if c.is_control() => drop(write!(quoted, "\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
