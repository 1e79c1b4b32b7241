//! Pinned tools: installed below `target` once for each content of their lock files, and run in a cleared environment.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo::{command, line, succeeds};
use crate::task::{Error, workspace};

/// Where cargo builds, and so where what is only installed may lie.
pub(crate) fn target() -> PathBuf {
    let chosen = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    workspace().join(chosen.unwrap_or_else(|| "target".into()))
}

/// Installs into a folder unless it was installed from the same lock files before.
///
/// The folder exists when `install` runs; what an interrupted run left there is gone.
pub(crate) fn once(
    folder: &Path,
    locks: &[&Path],
    out: &mut dyn Write,
    install: impl FnOnce(&mut dyn Write) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut wanted = Vec::new();
    for lock in locks {
        wanted.extend(fs::read(lock).map_err(|error| Error::file(lock, &error))?);
    }
    let stamp = folder.join("installed");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    remove(folder)?;
    fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
    install(out)?;
    fs::write(&stamp, wanted).map_err(|error| Error::file(&stamp, &error))
}

/// Removes a folder with all that is in it, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::file(folder, &error))
        }
        _ => Ok(()),
    }
}

/// Runs one command of an installation, told first; its failure is an error.
pub(crate) fn step(command: &mut Command, out: &mut dyn Write) -> Result<(), Error> {
    let line = line(command);
    writeln!(out, "installing: {line}")?;
    if succeeds(command, out)? {
        Ok(())
    } else {
        Err(Error::new(format!("`{line}` failed: see above")))
    }
}

/// How strictly a Python lock file names what it wants.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Pins {
    /// By version.
    Versions,
    /// By version and SHA-256, every single package; wheels only, so that nothing is built.
    Hashes,
}

/// A virtual environment with what a requirements file lists and nothing else; returns the folder of its programs.
pub(crate) fn python(
    folder: &Path,
    requirements: &Path,
    pins: Pins,
    out: &mut dyn Write,
) -> Result<PathBuf, Error> {
    let scripts = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    once(folder, &[requirements], out, |out| {
        let mut venv = command("python3");
        step(venv.args(["-m", "venv", "--clear"]).arg(folder), out)?;
        let mut pip = command(scripts.join("pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"]);
        pip.arg("--no-deps");
        if pins == Pins::Hashes {
            pip.args(["--require-hashes", "--only-binary", ":all:"]);
        }
        step(pip.arg("--requirement").arg(requirements), out)
    })?;
    Ok(scripts)
}

/// The `node_modules` of a `package.json` and its `package-lock.json`; returns the folder of their programs.
pub(crate) fn node(folder: &Path, locks: &Path, out: &mut dyn Write) -> Result<PathBuf, Error> {
    let (package, lock) = (locks.join("package.json"), locks.join("package-lock.json"));
    once(folder, &[&package, &lock], out, |out| {
        for file in [&package, &lock] {
            let name = file.file_name().unwrap_or_default();
            fs::copy(file, folder.join(name)).map_err(|error| Error::file(file, &error))?;
        }
        let mut npm = command("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        npm.args(["--loglevel", "error"]);
        step(npm.current_dir(folder), out)
    })?;
    Ok(folder.join("node_modules/.bin"))
}

/// A command that sees nothing of the machine but its programs and its home: what it writes depends on its inputs.
///
/// The one file time it knows is the start of 1980, the earliest that an archive can hold.
pub(crate) fn clean(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = command(program);
    command.env_clear();
    for name in ["PATH", "HOME"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
        .env("LANG", "C.UTF-8")
        .env("TZ", "UTC")
        .env("SOURCE_DATE_EPOCH", "315532800");
    command
}

/// Whether a program of that name lies in a folder of the `PATH`.
pub(crate) fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| {
        folder.join(program).is_file() || folder.join(format!("{program}.exe")).is_file()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

    use super::*;

    #[test]
    fn an_installation_is_made_once_for_each_content_of_its_lock_files() {
        let name = format!("gitlab-jobs-xtask-{}-once", std::process::id());
        let folder = std::env::temp_dir().join(name);
        remove(&folder).unwrap();
        let (lock, tool) = (folder.with_extension("lock"), folder.join("tool"));
        let mut runs = 0;
        let mut install = |fails: bool| {
            once(&folder, &[&lock], &mut Vec::new(), |_| {
                runs += 1;
                assert!(!tool.exists(), "what was there before is gone");
                fs::write(&tool, "").unwrap();
                if fails {
                    return Err(Error::new("interrupted"));
                }
                Ok(())
            })
        };
        fs::write(&lock, "tool==1").unwrap();
        install(true).unwrap_err();
        // What was interrupted counts for nothing.
        install(false).unwrap();
        install(false).unwrap();
        fs::write(&lock, "tool==2").unwrap();
        install(false).unwrap();
        assert_eq!(runs, 3);
        fs::remove_file(&lock).unwrap();
        remove(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_cleared_environment_holds_nothing_of_the_machine_but_programs_and_home() {
        let output = clean("env").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let mut names: Vec<&str> = text
            .lines()
            .filter_map(|line| Some(line.split_once('=')?.0))
            .collect();
        names.sort_unstable();
        // Cargo sets many more for this very test.
        assert!(std::env::vars_os().count() > 5);
        names.retain(|name| *name != "HOME");
        assert_eq!(names, ["LANG", "PATH", "SOURCE_DATE_EPOCH", "TZ"]);
    }
}
