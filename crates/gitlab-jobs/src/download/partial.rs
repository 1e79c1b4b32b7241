//! What is there of a download that is not whole: a file of its own, and a note beside it that says what it belongs to.
//!
//! Bytes from an earlier download are worth nothing without the note: it holds the strong `ETag` by which the server
//! decides whether they are still the start of the same. The note is removed before the bytes change to something else.
//!
//! What nobody is to go on with has a name that no other download has, so that two to the same path cannot meet.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::header::HeaderValue;
use serde::{Deserialize, Serialize};
use tokio::fs::{File, OpenOptions, metadata, read, remove_file, write};
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use crate::download::Source;
use crate::download::receive::{Checksum, is_strong};
use crate::operations::artifacts::Rest;

/// The longest note that is read.
const LONGEST_NOTE: u64 = 64 << 10;

/// How much of the file is read at once for its checksum.
const PIECE: usize = 64 << 10;

/// Tells the downloads of this process apart.
static COUNTER: AtomicU64 = AtomicU64::new(0);

/// The file and its note; removed when dropped, unless there is a note that makes the file worth keeping.
pub(crate) struct Partial {
    /// The path of the finished file.
    finished: PathBuf,
    path: PathBuf,
    note: PathBuf,
    /// Whether the names are those by which a later download finds both.
    resumes: bool,
    fate: Fate,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Fate {
    /// Both are as they were found.
    Untouched,
    /// They are to be removed.
    Remove,
    /// They stay for the next time.
    Keep,
}

/// What a partial file belongs to.
#[derive(Deserialize, Serialize)]
struct Note {
    /// Where it was downloaded from: an address of the API.
    source: String,
    /// The strong tag of the whole.
    etag: String,
}

impl Partial {
    /// What is or will be beside the file at a path, for a later download to go on with or for this one alone.
    pub(crate) fn beside(path: &Path, resumes: bool) -> Self {
        Self {
            finished: path.to_path_buf(),
            path: named(path, ".partial"),
            note: named(path, ".partial.json"),
            resumes,
            fate: Fate::Untouched,
        }
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What is missing of the download, when an earlier one of the same has left its start behind.
    ///
    /// Whatever is wrong with file or note, the download can start anew.
    pub(crate) async fn rest(&self, source: &Source) -> Option<Rest> {
        if metadata(&self.note).await.ok()?.len() > LONGEST_NOTE {
            return None;
        }
        let note: Note = serde_json::from_slice(&read(&self.note).await.ok()?).ok()?;
        let etag = HeaderValue::try_from(note.etag).ok()?;
        if note.source != source.address() || !is_strong(&etag) {
            return None;
        }
        // The last byte is asked for again, so that there is something to ask for when all of it is there.
        let from = metadata(&self.path).await.ok()?.len().checked_sub(1)?;
        (from > 0).then_some(Rest { from, etag })
    }

    /// Starts a new file, with a note of what it belongs to when it is to be kept.
    pub(crate) async fn start(
        &mut self,
        source: &Source,
        etag: Option<&HeaderValue>,
    ) -> io::Result<(File, Checksum)> {
        if !self.resumes {
            return Ok((self.start_alone().await?, Checksum::default()));
        }
        for old in [&self.note, &self.path] {
            match remove_file(old).await {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        let file = create(&self.path).await?;
        self.fate = Fate::Remove;
        if let Some(etag) = etag.and_then(|etag| etag.to_str().ok()) {
            let note = Note {
                source: source.address(),
                etag: etag.to_owned(),
            };
            let mut text = serde_json::to_vec_pretty(&note)?;
            text.push(b'\n');
            write(&self.note, text).await?;
            self.fate = Fate::Keep;
        }
        Ok((file, Checksum::default()))
    }

    /// Starts a new file that no other download, of this process or another, has or touches.
    async fn start_alone(&mut self) -> io::Result<File> {
        loop {
            let count = COUNTER.fetch_add(1, Ordering::Relaxed);
            let ending = format!(".{}-{count}.partial", std::process::id());
            let path = named(&self.finished, &ending);
            match create(&path).await {
                // A process that had the same number has left it.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(file) => {
                    self.path = path;
                    self.fate = Fate::Remove;
                    return Ok(file);
                }
            }
        }
    }

    /// Goes on with the file that is there, behind so many of its bytes.
    pub(crate) async fn go_on(&mut self, received: u64) -> io::Result<(File, Checksum)> {
        let mut options = OpenOptions::new();
        let mut file = options.read(true).write(true).open(&self.path).await?;
        file.set_len(received).await?;
        self.fate = Fate::Keep;
        let mut checksum = Checksum::default();
        let mut piece = vec![0; PIECE];
        loop {
            let length = file.read(&mut piece).await?;
            if length == 0 {
                break;
            }
            checksum.add(&piece[..length]);
        }
        // Somebody else may have shortened it meanwhile.
        if file.stream_position().await? != received {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok((file, checksum))
    }

    /// Leaves nothing for the next time.
    pub(crate) fn give_up(&mut self) {
        self.fate = Fate::Remove;
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if self.fate == Fate::Remove {
            // Nobody is left to tell when this fails; without its note the file is not used again.
            if self.resumes {
                let _ = std::fs::remove_file(&self.note);
            }
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A path with something added to its name.
fn named(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

async fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).open(path).await
}
