//! `doccheck.toml`: which pages are held against which document, and how.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;

use crate::error::Error;
use crate::finding::Level;
use crate::page::ReaderChoice;
use crate::rule::Rule;
use crate::suggest::{closest, list};
use crate::words::WORDS;

/// The name of the file.
pub const FILE: &str = "doccheck.toml";
/// The name of the file for those who hide the configuration of their tools.
pub const HIDDEN: &str = ".doccheck.toml";

/// What the configuration says. Paths in it start from the folder it stands in.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The folder that paths start from.
    pub folder: PathBuf,
    /// The document.
    pub openapi: Option<PathBuf>,
    /// The paths that a server's URL may end with; the document's `servers` say it otherwise.
    pub base_paths: Option<Vec<String>>,
    /// The file of findings that do not count.
    pub baseline: Option<PathBuf>,
    /// The extension key that holds the history of a part of the document.
    pub history_key: Option<String>,
    /// The extension key of path parameters that may span several segments.
    pub multi_segment_key: Option<String>,
    /// The level of each rule that has another than its usual one; none turns it off.
    pub rules: BTreeMap<Rule, Option<Level>>,
    /// The pages, by pattern. The first entry that fits a page is the one that holds.
    pub pages: Vec<Pages>,
}

/// What the configuration says about some pages.
#[derive(Clone, Debug)]
pub struct Pages {
    globs: Vec<GlobMatcher>,
    /// The document.
    pub openapi: Option<PathBuf>,
    /// The paths that a server's URL may end with.
    pub base_paths: Option<Vec<String>>,
    /// What reads them.
    pub reader: ReaderChoice,
    /// The locales whose words count.
    pub locales: Vec<String>,
    /// The version by whose contract they are judged.
    pub as_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    openapi: Option<PathBuf>,
    base_paths: Option<Vec<String>>,
    baseline: Option<PathBuf>,
    multi_segment_key: Option<String>,
    history: Option<History>,
    #[serde(default)]
    rules: BTreeMap<String, String>,
    #[serde(default)]
    pages: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct History {
    key: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    paths: Vec<String>,
    openapi: Option<PathBuf>,
    base_paths: Option<Vec<String>>,
    reader: Option<String>,
    #[serde(default)]
    locales: Vec<String>,
    as_of: Option<String>,
}

impl Config {
    /// Reads a configuration from its text; `path` tells the folder, and is what a message names.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] when something in it is not known, with its place.
    ///
    /// ```
    /// use openapi_doccheck::config::Config;
    /// use openapi_doccheck::rule::Rule;
    ///
    /// let text = "openapi = 'api.yaml'\n[rules]\ncurl-location = 'off'\n[[pages]]\npaths = ['docs/**/*.md']\n";
    /// let config = Config::parse("site/doccheck.toml".as_ref(), text).unwrap();
    /// assert_eq!(config.openapi.as_deref(), Some("site/api.yaml".as_ref()));
    /// assert_eq!(config.rules[&Rule::CurlLocation], None);
    /// assert!(config.pages("site/docs/a/b.md".as_ref()).is_some());
    ///
    /// let mistake = Config::parse("doccheck.toml".as_ref(), "[rules]\ncurl-locations = 'off'\n").unwrap_err();
    /// assert_eq!(mistake.to_string(), "doccheck.toml: there is no rule `curl-locations`; did you mean `curl-location`?");
    /// ```
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let error = |message: String| Error::Config {
            path: path.to_owned(),
            message,
        };
        let file: File = toml::from_str(text).map_err(|source| {
            error(format!(
                "this is not understood\n{}",
                source.to_string().trim_end()
            ))
        })?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let from_here = |path: PathBuf| folder.join(path);
        let mut rules = BTreeMap::new();
        for (id, level) in &file.rules {
            let ids = Rule::ALL.iter().map(|rule| rule.id());
            let rule = Rule::find(id).ok_or_else(|| {
                let meant = closest(id, ids).map(|id| format!("; did you mean `{id}`?"));
                error(format!(
                    "there is no rule `{id}`{}",
                    meant.unwrap_or_default()
                ))
            })?;
            let set = level_of(level);
            if set.is_none() && level != "off" {
                let message = format!(
                    "`{level}` is no level of `{id}`: write `error`, `warning`, `note` or `off`"
                );
                return Err(error(message));
            }
            rules.insert(rule, set);
        }
        let mut pages = Vec::new();
        for entry in file.pages {
            let globs = entry.paths.iter().map(|pattern| {
                let glob = GlobBuilder::new(pattern).literal_separator(true).build();
                glob.map(|glob| glob.compile_matcher())
                    .map_err(|source| error(format!("`{pattern}` is no pattern: {source}")))
            });
            let known: Vec<&str> = WORDS.iter().map(|words| words.locale).collect();
            let mut locales = entry.locales.iter();
            if let Some(locale) = locales.find(|one| !known.contains(&one.as_str())) {
                return Err(error(format!(
                    "there are no words of the locale `{locale}`: the locales are {}",
                    list(&known)
                )));
            }
            let reader = entry.reader.as_deref().unwrap_or("auto");
            pages.push(Pages {
                globs: globs.collect::<Result<_, _>>()?,
                openapi: entry.openapi.map(from_here),
                base_paths: entry.base_paths,
                reader: reader_of(reader).ok_or_else(|| {
                    error(format!(
                        "`{reader}` is no reader: write `auto`, `markdown` or `text`"
                    ))
                })?,
                locales: entry.locales,
                as_of: entry.as_of,
            });
        }
        Ok(Self {
            openapi: file.openapi.map(from_here),
            base_paths: file.base_paths,
            baseline: file.baseline.map(from_here),
            history_key: file.history.map(|history| history.key),
            multi_segment_key: file.multi_segment_key,
            rules,
            pages,
            folder,
        })
    }

    /// What the configuration says about a page.
    pub fn pages(&self, path: &Path) -> Option<&Pages> {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folder = if self.folder.as_os_str().is_empty() {
            absolute(Path::new("."))
        } else {
            absolute(&self.folder)
        };
        let path = absolute(path);
        let path = path.strip_prefix(&folder).unwrap_or(&path);
        let mut entries = self.pages.iter();
        entries.find(|entry| entry.globs.iter().any(|glob| glob.is_match(path)))
    }
}

/// The level that a word means.
fn level_of(word: &str) -> Option<Level> {
    match word {
        "error" => Some(Level::Error),
        "warning" => Some(Level::Warning),
        "note" => Some(Level::Note),
        _ => None,
    }
}

/// The reader that a word means.
pub fn reader_of(word: &str) -> Option<ReaderChoice> {
    match word {
        "auto" => Some(ReaderChoice::Auto),
        "markdown" => Some(ReaderChoice::Markdown),
        "text" => Some(ReaderChoice::Text),
        _ => None,
    }
}
