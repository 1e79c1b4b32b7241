//! `doccheck.toml`: which pages are held against which document, and how.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use openapi_document::history::Version;
use openapi_document::source::{Position, Source};
use serde::Deserialize;
use toml::Spanned;

use crate::error::Error;
use crate::finding::Level;
use crate::page::ReaderChoice;
use crate::rule::Rule;
use crate::suggest::list;
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
    pub history_key: Option<Setting>,
    /// The extension key of path parameters that may span several segments.
    pub multi_segment_key: Option<Setting>,
    /// The level of each rule that has another than its usual one; none turns it off.
    pub rules: BTreeMap<Rule, Option<Level>>,
    /// The pages, by pattern. The first entry that fits a page is the one that holds.
    pub pages: Vec<Pages>,
}

/// A text of the configuration, with its place.
#[derive(Clone, Debug)]
pub struct Setting {
    /// What it says.
    pub text: String,
    /// The file.
    pub path: PathBuf,
    /// Where in it.
    pub at: Position,
}

/// What the configuration says about some pages.
#[derive(Clone, Debug)]
pub struct Pages {
    patterns: Vec<(Setting, GlobMatcher)>,
    /// The document.
    pub openapi: Option<PathBuf>,
    /// The paths that a server's URL may end with.
    pub base_paths: Option<Vec<String>>,
    /// What reads them.
    pub reader: ReaderChoice,
    /// The locales whose words count; empty for all that are known.
    pub locales: Vec<String>,
    /// The version by whose contract they are judged.
    pub as_of: Option<Setting>,
}

impl Setting {
    /// What is wrong with it, as the reason why a run could not happen.
    pub fn error(&self, message: impl Into<String>) -> Error {
        Error::Config {
            path: self.path.clone(),
            at: Some(self.at),
            message: message.into(),
        }
    }
}

type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    openapi: Option<PathBuf>,
    base_paths: Option<Vec<Text>>,
    baseline: Option<PathBuf>,
    multi_segment_key: Option<Text>,
    history: Option<History>,
    #[serde(default)]
    rules: BTreeMap<Text, Text>,
    #[serde(default)]
    pages: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct History {
    key: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    paths: Spanned<Vec<Text>>,
    openapi: Option<PathBuf>,
    base_paths: Option<Vec<Text>>,
    reader: Option<Text>,
    #[serde(default)]
    locales: Vec<Text>,
    as_of: Option<Text>,
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
    /// let told = "doccheck.toml:2:1: there is no rule `curl-locations`; did you mean `curl-location`?";
    /// assert_eq!(mistake.to_string(), told);
    /// ```
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let source = Source::new(String::new(), text);
        let file: File = toml::from_str(text).map_err(|mistake| Error::Config {
            path: path.to_owned(),
            at: mistake.span().map(|span| source.position(span.start)),
            message: mistake.message().replace('\n', "; "),
        })?;
        let reading = Reading {
            path,
            source,
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
        };
        let entries = file.pages.into_iter().map(|entry| reading.entry(entry));
        Ok(Self {
            openapi: file.openapi.map(|path| reading.folder.join(path)),
            base_paths: reading.base_paths(file.base_paths)?,
            baseline: file.baseline.map(|path| reading.folder.join(path)),
            history_key: reading.key(file.history.map(|history| history.key))?,
            multi_segment_key: reading.key(file.multi_segment_key)?,
            rules: reading.rules(&file.rules)?,
            pages: entries.collect::<Result<_, _>>()?,
            folder: reading.folder,
        })
    }

    /// What the configuration says about a page.
    pub fn pages(&self, path: &Path) -> Option<&Pages> {
        self.entry(path).map(|(pages, _)| pages)
    }

    /// The first entry that fits a page, with the pattern that does.
    fn entry(&self, path: &Path) -> Option<(&Pages, &Setting)> {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folder = if self.folder.as_os_str().is_empty() {
            absolute(Path::new("."))
        } else {
            absolute(&self.folder)
        };
        let path = absolute(path);
        let path = path.strip_prefix(&folder).unwrap_or(&path);
        self.pages.iter().find_map(|entry| {
            let mut patterns = entry.patterns.iter();
            let (pattern, _) = patterns.find(|(_, glob)| glob.is_match(path))?;
            Some((entry, pattern))
        })
    }

    /// The patterns by which none of these pages is found.
    pub(crate) fn unused<'p>(&self, pages: impl Iterator<Item = &'p Path>) -> Vec<&Setting> {
        let used = pages.filter_map(|path| self.entry(path));
        let used: BTreeSet<Position> = used.map(|(_, pattern)| pattern.at).collect();
        let patterns = self.pages.iter().flat_map(|entry| &entry.patterns);
        let patterns = patterns.map(|(pattern, _)| pattern);
        patterns
            .filter(|pattern| !used.contains(&pattern.at))
            .collect()
    }
}

/// A file that is being read.
struct Reading<'a> {
    path: &'a Path,
    source: Source,
    folder: PathBuf,
}

impl Reading<'_> {
    fn setting(&self, text: &Text) -> Setting {
        Setting {
            text: text.get_ref().clone(),
            path: self.path.to_owned(),
            at: self.source.position(text.span().start),
        }
    }

    fn error(&self, text: &Text, message: impl Into<String>) -> Error {
        self.setting(text).error(message)
    }

    /// The paths, each with a slash in front and none behind, as routes are looked up.
    fn base_paths(&self, paths: Option<Vec<Text>>) -> Result<Option<Vec<String>>, Error> {
        let one = |path: &Text| {
            let given = path.get_ref();
            let wrong =
                |why: &str| Err(self.error(path, format!("`{given}` is no base path: {why}")));
            if given.contains("://") {
                return wrong("write only the path of the URL, such as `/api/v4`");
            }
            if given.contains(['?', '#']) || given.contains(char::is_whitespace) {
                return wrong("it is a path alone, without a query or blanks, such as `/api/v4`");
            }
            if !given.is_empty() && !given.starts_with('/') {
                return wrong(&format!("it begins with a slash, so write `/{given}`"));
            }
            Ok(given.trim_end_matches('/').to_owned())
        };
        paths
            .map(|paths| paths.iter().map(one).collect())
            .transpose()
    }

    fn key(&self, key: Option<Text>) -> Result<Option<Setting>, Error> {
        let Some(key) = key else {
            return Ok(None);
        };
        if !key.get_ref().starts_with("x-") {
            let message = format!(
                "`{}` is no extension key: those of OpenAPI begin with `x-`",
                key.get_ref()
            );
            return Err(self.error(&key, message));
        }
        Ok(Some(self.setting(&key)))
    }

    fn rules(&self, levels: &BTreeMap<Text, Text>) -> Result<BTreeMap<Rule, Option<Level>>, Error> {
        let mut rules = BTreeMap::new();
        for (id, level) in levels {
            let (name, word) = (id.get_ref(), level.get_ref());
            let rule = Rule::find(name).ok_or_else(|| self.error(id, Rule::unknown(name)))?;
            let set = level_of(word);
            if set.is_none() && word != "off" {
                let message = format!(
                    "`{word}` is no level of `{name}`: write `error`, `warning`, `note` or `off`"
                );
                return Err(self.error(level, message));
            }
            rules.insert(rule, set);
        }
        Ok(rules)
    }

    fn entry(&self, entry: Entry) -> Result<Pages, Error> {
        if entry.paths.get_ref().is_empty() {
            return Err(Error::Config {
                path: self.path.to_owned(),
                at: Some(self.source.position(entry.paths.span().start)),
                message: "this names no pages: write patterns such as `docs/**/*.md`".to_owned(),
            });
        }
        let pattern = |text: &Text| match GlobBuilder::new(text.get_ref())
            .literal_separator(true)
            .build()
        {
            Ok(glob) => Ok((self.setting(text), glob.compile_matcher())),
            Err(mistake) => {
                let message = format!("`{}` is no pattern: {}", text.get_ref(), mistake.kind());
                Err(self.error(text, message))
            }
        };
        let patterns = entry.paths.get_ref().iter().map(pattern);
        if let Some(version) = &entry.as_of
            && version.get_ref().parse::<Version>().is_err()
        {
            let message = format!(
                "`{}` is no version: write it like `14.8`",
                version.get_ref()
            );
            return Err(self.error(version, message));
        }
        let reader = match &entry.reader {
            None => ReaderChoice::Auto,
            Some(word) => reader_of(word.get_ref()).ok_or_else(|| {
                let message = format!(
                    "`{}` is no reader: write `auto`, `markdown` or `text`",
                    word.get_ref()
                );
                self.error(word, message)
            })?,
        };
        Ok(Pages {
            patterns: patterns.collect::<Result<_, _>>()?,
            openapi: entry.openapi.map(|path| self.folder.join(path)),
            base_paths: self.base_paths(entry.base_paths)?,
            reader,
            locales: self.locales(&entry.locales)?,
            as_of: entry.as_of.as_ref().map(|version| self.setting(version)),
        })
    }

    fn locales(&self, locales: &[Text]) -> Result<Vec<String>, Error> {
        let known: Vec<&str> = WORDS.iter().map(|words| words.locale).collect();
        let mut all: Vec<String> = Vec::new();
        for locale in locales {
            let name = locale.get_ref();
            if !known.contains(&name.as_str()) {
                let message = format!(
                    "there are no words of the locale `{name}`: the locales are {}",
                    list(&known)
                );
                return Err(self.error(locale, message));
            }
            if all.contains(name) {
                return Err(self.error(locale, format!("the locale `{name}` is named twice")));
            }
            all.push(name.clone());
        }
        Ok(all)
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
