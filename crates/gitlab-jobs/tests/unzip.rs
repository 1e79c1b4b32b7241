//! Archives that mean harm, and one that does not.

#![cfg(feature = "unzip")]
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;

use gitlab_jobs::{Error, ErrorKind, UnzipLimits, unzip};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A directory of one test, removed with what is in it.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let name = format!("gitlab-jobs-unzip-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn unzip(&self, archive: &[u8], limits: UnzipLimits) -> Result<usize, Error> {
        fs::write(self.0.join("a.zip"), archive).unwrap();
        unzip(self.0.join("a.zip"), self.0.join("out"), &limits)
    }

    /// Refuses an archive without leaving anything behind.
    fn refuses(&self, archive: &[u8], limits: UnzipLimits) -> String {
        let error = self.unzip(archive, limits).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Archive);
        let entries = fs::read_dir(&self.0).unwrap();
        let names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["a.zip"], "{error}");
        error.to_string()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// An archive of files with these names and contents.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = SimpleFileOptions::default().unix_permissions(0o755);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn files_come_out_in_their_folders() {
    let directory = Directory::new("fine");
    let packed = archive(&[("a b/c.txt", b"one"), ("d", b"")]);
    let files = directory.unzip(&packed, UnzipLimits::default()).unwrap();
    assert_eq!(files, 2);
    assert_eq!(fs::read(directory.0.join("out/a b/c.txt")).unwrap(), b"one");
    assert!(!directory.0.join("out.partial").exists());
    let again = directory
        .unzip(&packed, UnzipLimits::default())
        .unwrap_err();
    assert!(again.to_string().contains("exists"), "{again}");
}

#[cfg(unix)]
#[test]
fn what_can_be_executed_stays_so_and_no_more() {
    use std::os::unix::fs::PermissionsExt as _;

    let directory = Directory::new("mode");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, mode) in [("plain", 0o644), ("program", 0o4777)] {
        let options = SimpleFileOptions::default().unix_permissions(mode);
        writer.start_file(name, options).unwrap();
    }
    let packed = writer.finish().unwrap().into_inner();
    directory.unzip(&packed, UnzipLimits::default()).unwrap();
    for (name, execute) in [("plain", 0), ("program", 0o100)] {
        let mode = fs::metadata(directory.0.join("out").join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o7100, execute, "{name} {mode:o}");
    }
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for (index, name) in ["../x", "/x", "a/../../x", "a\\..\\x", "a//x", "./x", "a\nb"]
        .iter()
        .enumerate()
    {
        let directory = Directory::new(&format!("name-{index}"));
        let told = directory.refuses(
            &archive(&[("fine", b"1"), (name, b"2")]),
            UnzipLimits::default(),
        );
        assert!(told.contains("bad name"), "{name:?}: {told}");
    }
}

#[test]
fn links_are_refused() {
    let directory = Directory::new("link");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .add_symlink("link", "/etc", SimpleFileOptions::default())
        .unwrap();
    writer
        .start_file("link/passwd", SimpleFileOptions::default())
        .unwrap();
    let packed = writer.finish().unwrap().into_inner();
    assert!(
        directory
            .refuses(&packed, UnzipLimits::default())
            .contains("link")
    );
}

#[test]
fn what_becomes_too_much_is_refused() {
    let zeros = vec![0; 1 << 20];
    let bomb = archive(&[("a", &zeros), ("b", &zeros)]);
    let limits = UnzipLimits::default;
    for (name, limits, told) in [
        ("files", limits().files(1), "2 entries"),
        (
            "bytes",
            limits().bytes(1 << 20).ratio(u64::MAX),
            "larger than allowed",
        ),
        ("ratio", limits(), "larger than allowed"),
    ] {
        let directory = Directory::new(name);
        let message = directory.refuses(&bomb, limits);
        assert!(message.contains(told), "{message}");
    }
}

#[test]
fn a_name_that_is_a_file_and_a_folder_is_refused() {
    let directory = Directory::new("both");
    directory.refuses(
        &archive(&[("a", b"1"), ("a/b", b"2")]),
        UnzipLimits::default(),
    );
}

#[test]
fn what_is_no_archive_or_is_cut_or_changed_is_refused() {
    let whole = archive(&[("a", b"some content that is long enough to be changed")]);
    let mut changed = whole.clone();
    changed[45] ^= 0xff;
    for (name, bytes) in [
        ("none", &b"no zip"[..]),
        ("cut", &whole[..whole.len() - 30]),
        ("changed", &changed),
    ] {
        Directory::new(name).refuses(bytes, UnzipLimits::default());
    }
}

#[test]
fn folders_that_only_names_imply_count_too() {
    let packed = archive(&[("a/b/c", b"1"), ("a/d", b"2")]);
    let directory = Directory::new("implied");
    let told = directory.refuses(&packed, UnzipLimits::default().files(3));
    assert!(told.contains("than the 3 that are allowed"), "{told}");
    let files = directory.unzip(&packed, UnzipLimits::default().files(4));
    assert_eq!(files.unwrap(), 2);
    let deep = archive(&[(&"d/".repeat(200)[..399], b"1")]);
    Directory::new("deep").refuses(&deep, UnzipLimits::default().files(100));
}

#[test]
fn a_name_that_is_there_twice_is_refused() {
    // No writer makes such an archive: the second name is changed to the first behind its back.
    let mut packed = archive(&[("first", b"1"), ("other", b"2")]);
    let mut changed = 0;
    for at in 0..packed.len() - 5 {
        if &packed[at..at + 5] == b"other" {
            packed[at..at + 5].copy_from_slice(b"first");
            changed += 1;
        }
    }
    assert_eq!(changed, 2, "the local header and the central directory");
    let told = Directory::new("twice").refuses(&packed, UnzipLimits::default());
    assert!(told.contains("a name twice"), "{told}");
}
