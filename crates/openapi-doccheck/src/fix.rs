//! Repairs: edits applied to a page, and files written so that a reader never sees half of one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::edit::Edit;
use crate::error::Error;

/// Applies edits to a text. Of two edits that overlap the first one wins; the other one is left for the next run.
///
/// ```
/// use openapi_doccheck::edit::Edit;
/// use openapi_doccheck::fix::apply;
///
/// let edit = |start, end, text: &str| Edit { start, end, text: text.to_owned() };
/// assert_eq!(apply("[1,]", &[edit(2, 3, "")]), "[1]");
/// assert_eq!(apply("abc", &[edit(0, 2, "x"), edit(1, 3, "y"), edit(3, 3, "!")]), "xc!");
/// ```
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.start, edit.end));
    edits.dedup();
    let mut repaired = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let fits = edit.start >= at && edit.start <= edit.end;
        let (Some(before), Some(_)) = (
            fits.then(|| text.get(at..edit.start)).flatten(),
            text.get(edit.start..edit.end),
        ) else {
            continue;
        };
        repaired.push_str(before);
        repaired.push_str(&edit.text);
        at = edit.end;
    }
    repaired.push_str(&text[at..]);
    repaired
}

/// Puts the repaired text of a page in the place of the one that was read.
///
/// # Errors
///
/// What [`write()`] refuses; and [`Error::Usage`] when the file holds something else by now.
pub fn replace(path: &Path, read: &str, repaired: &str) -> Result<(), Error> {
    let now = fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    if now != read.as_bytes() {
        let message = format!(
            "{} changed while it was checked, and is left alone: run `--fix` again",
            path.display()
        );
        return Err(Error::Usage(message));
    }
    write(path, repaired)
}

/// Writes a file by way of a neighbour, so that it is there either as before or whole.
///
/// # Errors
///
/// [`Error::Write`] when the file may not be written, or the neighbour cannot be written or put in place.
pub fn write(path: &Path, text: &str) -> Result<(), Error> {
    let error = |source| Error::Write {
        path: path.to_owned(),
        source,
    };
    // A link stays a link: what it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    // A neighbour could take the place of a file that nobody may write.
    if fs::metadata(&target).is_ok_and(|known| known.permissions().readonly()) {
        return Err(error(std::io::Error::from(
            std::io::ErrorKind::PermissionDenied,
        )));
    }
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let neighbour: PathBuf = target.with_file_name(name);
    let written = fs::write(&neighbour, text).and_then(|()| {
        if let Ok(known) = fs::metadata(&target) {
            fs::set_permissions(&neighbour, known.permissions())?;
        }
        fs::rename(&neighbour, &target)
    });
    written.map_err(|source| {
        // What is left of the neighbour helps nobody, and that it cannot be removed helps nobody to know.
        let _ = fs::remove_file(&neighbour);
        error(source)
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::replace;

    #[test]
    fn a_page_that_changed_meanwhile_is_left_alone() {
        let name = format!("doccheck-changed-{}.md", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, "theirs").unwrap();
        let error = replace(&path, "ours", "repaired").unwrap_err();
        assert!(
            error.to_string().contains("changed while it was checked"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        replace(&path, "theirs", "repaired").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "repaired");
        fs::remove_file(&path).unwrap();
    }
}
