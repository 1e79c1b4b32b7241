//! `foreign`: installs other people's clients, pinned, below `target/foreign`, and lets each try the mock server.
//!
//! What each does there and what it may get wrong stands in `tests/foreign` and `tests/tests/foreign.rs`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use lexopt::prelude::{Long, ValueExt as _};
use sha2::{Digest as _, Sha256};

use crate::cargo::{cargo, command, succeeds};
use crate::task::{Error, Outcome, Task, workspace};
use crate::tools::{self, Pins, once, step, target};

/// The task.
pub(crate) const TASK: Task = Task {
    name: "foreign",
    arguments: "[--client NAME]",
    about: "Lets other people's clients, and Schemathesis, try the mock server; needs their runtimes.",
    run,
};

/// The variable by which the tests find the folder of what was installed.
const INSTALLED: &str = "FOREIGN_CLIENTS";

/// Somebody else's client.
struct Client {
    /// Its name, that of its folders, and with `_` for `-` the beginning of its test's name.
    name: &'static str,
    /// Programs that must be on the `PATH`.
    needs: &'static [&'static str],
    /// Installs what lies in a folder of sources into another folder.
    install: fn(&Path, &Path, &mut dyn Write) -> Result<(), Error>,
}

/// Every client, in the order of their tests.
const CLIENTS: [Client; 7] = [
    Client {
        name: "client-go",
        needs: &["go"],
        install: client_go,
    },
    Client {
        name: "gitbeaker",
        needs: &["node", "npm"],
        install: gitbeaker,
    },
    Client {
        name: "gitlab4j",
        needs: &["java", "javac", "mvn"],
        install: gitlab4j,
    },
    Client {
        name: "python-gitlab",
        needs: &["python3"],
        install: python,
    },
    Client {
        name: "ruby-gitlab",
        needs: &["ruby"],
        install: ruby_gitlab,
    },
    Client {
        name: "rust-gitlab",
        needs: &[],
        install: rust_gitlab,
    },
    Client {
        name: "schemathesis",
        needs: &["python3"],
        install: python,
    },
];

fn run(mut args: lexopt::Parser, out: &mut dyn Write) -> Result<Outcome, Error> {
    let mut only = None;
    while let Some(argument) = args.next()? {
        match argument {
            Long("client") => only = Some(args.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let chosen = |client: &&Client| only.as_deref().is_none_or(|name| name == client.name);
    let chosen: Vec<_> = CLIENTS.iter().filter(chosen).collect();
    if chosen.is_empty() {
        let names = CLIENTS.map(|client| client.name).join(", ");
        let name = only.unwrap_or_default();
        return Err(Error::new(format!(
            "there is no client `{name}`; there are {names}"
        )));
    }
    for client in &chosen {
        for program in client.needs {
            if !tools::on_path(program) {
                return Err(Error::new(format!(
                    "{} needs `{program}`, which is not on the PATH: install it, or choose another with --client",
                    client.name
                )));
            }
        }
    }
    let installed = target().join("foreign");
    for client in &chosen {
        let sources = workspace().join("tests/foreign").join(client.name);
        (client.install)(&sources, &installed.join(client.name), out)?;
    }
    let mut tests = cargo();
    tests.args("test --locked --package gitlab-jobs-tests --test foreign".split(' '));
    tests.args(["--", "--ignored"]).env(INSTALLED, installed);
    if let Some(name) = only {
        tests.arg(name.replace('-', "_"));
    }
    Ok(if succeeds(&mut tests, out)? {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

fn python(sources: &Path, folder: &Path, out: &mut dyn Write) -> Result<(), Error> {
    let requirements = sources.join("requirements.txt");
    tools::python(folder, &requirements, Pins::Hashes, out).map(drop)
}

fn gitbeaker(sources: &Path, folder: &Path, out: &mut dyn Write) -> Result<(), Error> {
    tools::node(folder, sources, out).map(drop)
}

/// Go and cargo know by themselves what is still fresh.
fn client_go(sources: &Path, folder: &Path, out: &mut dyn Write) -> Result<(), Error> {
    let mut go = command("go");
    go.args(["build", "-mod=readonly", "-trimpath", "-buildvcs=false"]);
    go.arg("-o").arg(folder.join("tour")).arg(".");
    go.env("GOTOOLCHAIN", "local").current_dir(sources);
    step(&mut go, out)
}

fn rust_gitlab(sources: &Path, folder: &Path, out: &mut dyn Write) -> Result<(), Error> {
    let mut cargo = cargo();
    cargo.args(["build", "--locked", "--manifest-path"]);
    cargo.arg(sources.join("Cargo.toml"));
    cargo.arg("--target-dir").arg(folder);
    step(&mut cargo, out)
}

/// Nothing is installed: the distribution has the client, of which the tour accepts one version only.
fn ruby_gitlab(_: &Path, _: &Path, out: &mut dyn Write) -> Result<(), Error> {
    let mut ruby = command("ruby");
    ruby.args(["-e", "gem 'gitlab', '4.17.0'"]);
    if succeeds(&mut ruby, out)? {
        return Ok(());
    }
    Err(Error::new(
        "ruby has no gitlab 4.17.0: install Debian's package `ruby-gitlab`, or `gem install gitlab --version 4.17.0`",
    ))
}

/// Maven has no lock file: the hashes of all jars are checked here instead.
fn gitlab4j(sources: &Path, folder: &Path, out: &mut dyn Write) -> Result<(), Error> {
    let (pom, hashes) = (sources.join("pom.xml"), sources.join("jars.sha256"));
    once(folder, &[&pom, &hashes], out, |out| {
        let option = |name: &str, path: PathBuf| format!("-D{name}={}", path.display());
        let mut maven = command("mvn");
        maven.args(["--batch-mode", "--quiet", "--file"]).arg(&pom);
        maven.arg("org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies");
        maven.arg(option("maven.repo.local", folder.join("repository")));
        maven.arg(option("outputDirectory", folder.join("lib")));
        step(maven.arg("-DincludeScope=runtime"), out)?;
        let wanted = fs::read_to_string(&hashes).map_err(|error| Error::file(&hashes, &error))?;
        let wanted: BTreeMap<_, _> = wanted
            .lines()
            .filter_map(|line| line.split_once("  "))
            .map(|(hash, name)| (name.to_owned(), hash.to_owned()))
            .collect();
        if sums(&folder.join("lib"))? == wanted {
            Ok(())
        } else {
            Err(Error::new(format!(
                "what Maven has installed is not what {} names: compare it with `sha256sum {}/lib/*`",
                hashes.display(),
                folder.display()
            )))
        }
    })?;
    let (tour, classes) = (sources.join("Tour.java"), folder.join("classes"));
    once(&classes, &[&tour], out, |out| {
        let mut javac = command("javac");
        javac.arg("-d").arg(&classes);
        javac.arg("-cp").arg(folder.join("lib/*"));
        step(javac.arg(&tour), out)
    })
}

/// The SHA-256 of every file in a folder, by name.
fn sums(folder: &Path) -> Result<BTreeMap<String, String>, Error> {
    let entries = fs::read_dir(folder).map_err(|error| Error::file(folder, &error))?;
    let mut sums = BTreeMap::new();
    for entry in entries {
        let path = entry.map_err(|error| Error::file(folder, &error))?.path();
        let bytes = fs::read(&path).map_err(|error| Error::file(&path, &error))?;
        let mut hash = String::new();
        for byte in Sha256::digest(&bytes) {
            // Writing into a text cannot fail.
            let _ = write!(hash, "{byte:02x}");
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        sums.insert(name.into_owned(), hash);
    }
    Ok(sums)
}
