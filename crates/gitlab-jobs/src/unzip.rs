//! Unpacking an archive that somebody else made: inside its folder, without links, within limits, whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::read::ZipFile;

use crate::error::{Context, Error, ErrorKind};
use crate::names::ArtifactPath;

/// How many bytes are unpacked at a time.
const PIECE: usize = 64 << 10;

/// What an archive may become at most before [`unzip`] refuses it.
///
/// ```
/// use gitlab_jobs::UnzipLimits;
///
/// let strict = UnzipLimits::default().files(1000).bytes(100 << 20).ratio(50);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct UnzipLimits {
    files: usize,
    bytes: u64,
    ratio: u64,
}

impl Default for UnzipLimits {
    /// 100,000 files and folders, 10 GiB, and 200 times the size of the archive.
    fn default() -> Self {
        Self {
            files: 100_000,
            bytes: 10 << 30,
            ratio: 200,
        }
    }
}

impl UnzipLimits {
    /// Allows this many files and folders, also those folders that only the names of files imply.
    #[must_use]
    pub fn files(mut self, most: usize) -> Self {
        self.files = most;
        self
    }

    /// Allows this many bytes in all files together.
    #[must_use]
    pub fn bytes(mut self, most: u64) -> Self {
        self.bytes = most;
        self
    }

    /// Allows this many bytes for each byte of the archive.
    #[must_use]
    pub fn ratio(mut self, most: u64) -> Self {
        self.ratio = most;
        self
    }
}

/// Unpacks an archive of artifacts into a new folder, and returns how many files that made.
///
/// Everything is unpacked into a folder beside it first, whose name ends with `.partial` and which must not exist
/// either. Only when all is well does that become the folder; otherwise it is removed. Of the permissions only whether a
/// file can be executed is kept.
///
/// It blocks; within a runtime call it by `spawn_blocking`.
///
/// ```no_run
/// use gitlab_jobs::{Client, ProjectId, UnzipLimits, unzip};
///
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// client.job_artifacts(&ProjectId::from(1), 42).to_file("artifacts.zip").await?;
/// let files = unzip("artifacts.zip", "artifacts", &UnzipLimits::default())?;
/// println!("{files} files");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Kind [`Archive`](crate::ErrorKind::Archive) when the folder exists, when the archive is damaged, encrypted or beyond a
/// limit, or holds a link, a name twice, or a name that leads out of the folder or is not portable; and when the files
/// cannot be written.
pub fn unzip(
    archive: impl AsRef<Path>,
    folder: impl AsRef<Path>,
    limits: &UnzipLimits,
) -> Result<usize, Error> {
    let folder = folder.as_ref();
    if fs::symlink_metadata(folder).is_ok() {
        return Err(refused("the folder to unpack into exists; give a new one"));
    }
    let file = File::open(archive).map_err(|error| failed("open the archive", &error))?;
    let size = file
        .metadata()
        .map_err(|error| failed("open the archive", &error))?
        .len();
    let archive = ZipArchive::new(file).map_err(|error| damaged(&error))?;
    if archive.has_duplicate_names() {
        return Err(refused("the archive holds a name twice"));
    }
    if archive.len() > limits.files {
        return Err(refused(format!(
            "the archive has {} entries, and {} are allowed",
            archive.len(),
            limits.files
        )));
    }

    let mut name = OsString::from(folder);
    name.push(".partial");
    let mut partial = Partial {
        path: PathBuf::from(name),
        kept: false,
    };
    if let Err(error) = fs::create_dir(&partial.path) {
        // What was there before is not ours to remove.
        partial.kept = true;
        return Err(failed("create the folder", &error));
    }
    let room = limits.bytes.min(size.saturating_mul(limits.ratio));
    let files = unpack(archive, &partial.path, limits.files, room)?;
    fs::rename(&partial.path, folder)
        .map_err(|error| failed("rename the finished folder", &error))?;
    partial.kept = true;
    Ok(files)
}

/// A folder that is removed unless it is kept.
struct Partial {
    path: PathBuf,
    kept: bool,
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.kept {
            // Nobody is left to tell when this fails, and its name says what it is.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

fn unpack(
    mut archive: ZipArchive<File>,
    folder: &Path,
    most: usize,
    mut room: u64,
) -> Result<usize, Error> {
    let mut files = 0;
    let mut left = most;
    let mut count = || {
        left = left.checked_sub(1).ok_or_else(|| {
            refused(format!(
                "the archive makes more files and folders than the {most} that are allowed"
            ))
        })?;
        Ok(())
    };
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| damaged(&error))?;
        let path = place(&entry, folder)?;
        if entry.is_dir() {
            create_folders(&path, &mut count)?;
            continue;
        }
        if let Some(parent) = path.parent() {
            create_folders(parent, &mut count)?;
        }
        count()?;
        write(&mut entry, &path, &mut room)?;
        files += 1;
    }
    Ok(files)
}

/// Creates a folder and those it is in, each counted before it is there.
fn create_folders(path: &Path, count: &mut impl FnMut() -> Result<(), Error>) -> Result<(), Error> {
    let missing: Vec<&Path> = path.ancestors().take_while(|at| !at.is_dir()).collect();
    for folder in missing.into_iter().rev() {
        count()?;
        fs::create_dir(folder).map_err(|error| failed("create a folder", &error))?;
    }
    Ok(())
}

/// Where an entry belongs.
fn place(entry: &ZipFile<'_, File>, folder: &Path) -> Result<PathBuf, Error> {
    if !entry.is_dir() && !entry.is_file() {
        return Err(refused("the archive holds a link, which is not unpacked"));
    }
    // The file type also stands in the permissions, where anything but a plain file or a folder is suspect.
    let kind = entry.unix_mode().map_or(0, |mode| mode & 0o170_000);
    if !matches!(kind, 0 | 0o040_000 | 0o100_000) {
        return Err(refused(
            "the archive holds a link or device, which is not unpacked",
        ));
    }
    let name = entry.name().map_err(|error| damaged(&error))?;
    let name = name.strip_suffix('/').unwrap_or(&name);
    let name = ArtifactPath::new(name)
        .map_err(|error| refused(format!("the archive holds a bad name: {error}")))?;
    if cfg!(windows) && name.as_str().contains(':') {
        return Err(refused(
            "the archive holds a name with a colon, which means a drive here",
        ));
    }
    Ok(name
        .as_str()
        .split('/')
        .fold(folder.to_path_buf(), |path, part| path.join(part)))
}

/// Unpacks one file as long as there is room; what an entry says of its size is not believed.
fn write(entry: &mut ZipFile<'_, File>, path: &Path, room: &mut u64) -> Result<(), Error> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|error| failed("create a file", &error))?;
    let mut piece = vec![0; PIECE];
    loop {
        let length = entry
            .read(&mut piece)
            .map_err(|error| failed("unpack a file", &error))?;
        if length == 0 {
            break;
        }
        *room = room.checked_sub(length as u64).ok_or_else(|| {
            refused(
                "the archive becomes larger than allowed; raise the limit if it is to be trusted",
            )
        })?;
        file.write_all(&piece[..length])
            .map_err(|error| failed("write a file", &error))?;
    }
    executable(&file, entry.unix_mode()).map_err(|error| failed("write a file", &error))
}

#[cfg(unix)]
fn executable(file: &File, mode: Option<u32>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    if mode.is_some_and(|mode| mode & 0o100 != 0) {
        let mut permissions = file.metadata()?.permissions();
        // Whoever may read it may execute it.
        let mode = permissions.mode();
        permissions.set_mode(mode | (mode & 0o444) >> 2);
        file.set_permissions(permissions)?;
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
fn executable(_: &File, _: Option<u32>) -> io::Result<()> {
    Ok(())
}

fn refused(detail: impl Into<String>) -> Error {
    Error::told(ErrorKind::Archive, Context::default(), detail)
}

fn damaged(error: &zip::result::ZipError) -> Error {
    refused(format!("the archive cannot be read: {error}"))
}

fn failed(doing: &str, error: &io::Error) -> Error {
    refused(format!("it was not possible to {doing}: {error}"))
}
