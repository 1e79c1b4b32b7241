//! The files of a run: those that are named, and in folders those that look like pages.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::config::Config;
use crate::error::Error;

/// The pages below some paths, each once: the paths in their order, the files of a folder sorted.
///
/// A file that is named is a page whatever it is called. In a folder, pages are what the configuration lists, and
/// Markdown files unless it lists any. What `.gitignore` excludes and what is hidden is left out,
/// and links are not followed, except those that are named.
pub(super) fn pages(paths: &[PathBuf], config: &Config) -> Result<Vec<PathBuf>, Error> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut known = BTreeSet::new();
    let mut add = |path: PathBuf| {
        // However it is spelled, a file is one page.
        let file = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if known.insert(file) {
            found.push(path);
        }
    };
    let is_whole = paths.is_empty();
    let whole = [config.folder.clone()];
    let paths = match paths {
        [] if config.pages.is_empty() => &[],
        [] => &whole[..],
        paths => paths,
    };
    for path in paths {
        let path = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        let about = std::fs::metadata(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        if about.is_file() {
            add(path.to_owned());
            continue;
        }
        if !about.is_dir() {
            let message = format!("{} is neither a file nor a folder", path.display());
            return Err(Error::Usage(message));
        }
        let mut has_page = false;
        let mut walk = WalkBuilder::new(path);
        walk.require_git(false);
        walk.sort_by_file_path(Path::cmp);
        for entry in walk.build() {
            let entry = entry.map_err(|source| Error::Read {
                path: path.to_owned(),
                source: std::io::Error::other(source),
            })?;
            let file = entry.path().strip_prefix("./").unwrap_or(entry.path());
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            if is_file && is_page(file, config) {
                add(file.to_owned());
                has_page = true;
            }
        }
        if !has_page && !is_whole {
            let pages = if config.pages.is_empty() {
                "pages are files that end with .md, .markdown or .mdx, and others when they are named"
            } else {
                "pages are what `[[pages]]` of the configuration lists"
            };
            return Err(Error::Usage(format!(
                "there is no page in the folder {}: {pages}",
                path.display()
            )));
        }
    }
    Ok(found)
}

fn is_page(path: &Path, config: &Config) -> bool {
    if !config.pages.is_empty() {
        return config.pages(path).is_some();
    }
    let extension = path.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("md" | "markdown" | "mdx"))
}
