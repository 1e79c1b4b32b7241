//! An artifacts archive: a real zip file, its index, and the files in it.

use std::io::{Cursor, Read, Write};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// An archive; copies share its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Archive {
    pub(crate) bytes: Arc<Vec<u8>>,
    /// What is inside, sorted by path; the path of a directory ends with a slash.
    pub(crate) entries: Arc<Vec<Entry>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) path: String,
    /// Unpacked, in bytes.
    pub(crate) size: u64,
}

impl Archive {
    /// An archive of the files given; directories get their own entries.
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .unix_permissions(0o644);
        let sound = "a zip of few small files in memory is always written";
        for (path, content) in files {
            for (slash, _) in path.match_indices('/') {
                let folder = &path[..=slash];
                if entries.iter().all(|entry| entry.path != folder) {
                    writer.add_directory(folder, options).expect(sound);
                    entries.push(Entry {
                        path: folder.to_owned(),
                        size: 0,
                    });
                }
            }
            writer.start_file(*path, options).expect(sound);
            writer.write_all(content).expect(sound);
            entries.push(Entry {
                path: (*path).to_owned(),
                size: content.len() as u64,
            });
        }
        let bytes = writer.finish().expect(sound).into_inner();
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        Self {
            bytes: Arc::new(bytes),
            entries: Arc::new(entries),
        }
    }

    /// One file, unpacked.
    pub(crate) fn file(&self, path: &str) -> Option<Vec<u8>> {
        let mut zip = ZipArchive::new(Cursor::new(self.bytes.as_slice())).ok()?;
        let mut file = zip.by_name(path).ok()?;
        if !file.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// The strong entity tag, made of the content.
    pub(crate) fn etag(&self) -> String {
        format!("\"{}\"", digest(&self.bytes))
    }
}

impl Entry {
    pub(crate) fn is_directory(&self) -> bool {
        self.path.ends_with('/')
    }

    /// The last part of the path.
    pub(crate) fn name(&self) -> &str {
        let path = self.path.trim_end_matches('/');
        path.rsplit('/').next().unwrap_or(path)
    }
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub(crate) fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_holds_its_files_and_their_folders() {
        let archive = Archive::new(&[("a/b/c.txt", b"text"), ("d.bin", &[0, 255])]);
        let paths: Vec<&str> = archive
            .entries
            .iter()
            .map(|entry| entry.path.as_str())
            .collect();
        assert_eq!(paths, ["a/", "a/b/", "a/b/c.txt", "d.bin"]);
        assert_eq!(archive.file("a/b/c.txt").as_deref(), Some(&b"text"[..]));
        assert_eq!(archive.file("a/b/"), None);
        assert_eq!(archive.file("x"), None);
        assert!(archive.bytes.starts_with(b"PK\x03\x04"));
    }
}
