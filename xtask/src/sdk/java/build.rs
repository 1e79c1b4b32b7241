//! Building the Java package by Maven: tested, packed, installed into a repository of its own, and ready to be judged.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest as _, Sha256};

use super::{CODE, Job, files, listed, surface};
use crate::cargo::command;
use crate::task::{Error, Outcome};
use crate::tools::{clean, once, remove, step};

/// Builds the package and all that is needed to try it.
pub(super) fn build(job: &Job<'_>, out: &mut dyn Write) -> Result<Outcome, Error> {
    let place = Place::new(job)?;
    place.fetch(job, out)?;
    let mut install = clean("mvn");
    maven(&mut install, &place.repository);
    install.args([
        "--offline",
        "-Dmaven.compiler.failOnWarning=true",
        "install",
    ]);
    job.run(install.current_dir(&place.package), out)?;
    remove(&place.user.join("target"))?;

    let path = conformance(job, &place, out)?;
    let names = surface::of_package(&job.package.join(CODE))?;
    files::write(&job.work.join("surface.txt"), names)?;
    let java = ["java", "-XX:TieredStopAtLevel=1", "-classpath", &path];
    let local = format!("-Dmaven.repo.local={}", place.repository.display());
    let maven = |goal| {
        let words = ["mvn", "--batch-mode", "--quiet", "--offline", &local, goal];
        files::command(&words, &place.user)
    };
    files::manifests(
        job,
        &files::command(&[&java[..], &["Conformance"]].concat(), job.work),
        &[maven("compile")],
        &maven("exec:java"),
    )?;
    Ok(Outcome::Done)
}

/// The folders of one build, fresh but for the repository.
struct Place {
    /// A copy of the package.
    package: PathBuf,
    /// The empty project of a user, with the example.
    user: PathBuf,
    /// Maven's local repository.
    repository: PathBuf,
}

impl Place {
    fn new(job: &Job<'_>) -> Result<Self, Error> {
        let (package, user) = (job.work.join("package"), job.work.join("user"));
        remove(&package)?;
        remove(&user)?;
        files::copy(job.package, &package, &[])?;
        let example = job.sources().join("example");
        let fill = [("VERSION", job.version)];
        files::copy(&example, &user, &fill)?;
        let code = user.join("src/main/java");
        fs::create_dir_all(&code).map_err(|error| Error::file(&code, &error))?;
        let (from, to) = (user.join("Example.java"), code.join("Example.java"));
        fs::rename(&from, &to).map_err(|error| Error::file(&to, &error))?;
        let repository = job.work.join("repository");
        Ok(Self {
            package,
            user,
            repository,
        })
    }

    /// Fills the repository by doing once, with a network, what is later done without one.
    fn fetch(&self, job: &Job<'_>, out: &mut dyn Write) -> Result<(), Error> {
        let sources = job.sources();
        let lock = sources.join("jars.sha256");
        let locks = [
            &sources.join("package/pom.xml"),
            &sources.join("example/pom.xml"),
            &lock,
        ];
        once(&self.repository, &locks.map(PathBuf::as_path), out, |out| {
            let mut install = command("mvn");
            maven(&mut install, &self.repository).arg("install");
            step(install.current_dir(&self.package), out)?;
            let mut compile = command("mvn");
            let goals = ["compile", "org.codehaus.mojo:exec-maven-plugin:help"];
            maven(&mut compile, &self.repository).args(goals);
            compile.stdout(Stdio::null());
            step(compile.current_dir(&self.user), out)?;
            locked(&self.repository, &lock)
        })
    }
}

/// What every run of Maven wants: a repository of its own, and checksums that are right.
fn maven<'a>(mvn: &'a mut Command, repository: &Path) -> &'a mut Command {
    mvn.args(["--batch-mode", "--quiet", "--strict-checksums"]);
    mvn.arg("-Dstyle.color=never");
    mvn.arg(format!("-Dmaven.repo.local={}", repository.display()))
}

/// Compares every jar that Maven has fetched with the lock file.
///
/// Maven itself checks only what the server it fetches from says about them.
fn locked(repository: &Path, lock: &Path) -> Result<(), Error> {
    let text = files::read(lock)?;
    let known: BTreeMap<&str, &str> = text
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(digest, name)| (name, digest))
        .collect();
    let mut fetched = Vec::new();
    jars(repository, &mut fetched)?;
    let mut wrong = String::new();
    for jar in fetched {
        let name = jar.strip_prefix(repository).unwrap_or(&jar);
        let name = name.to_string_lossy().replace('\\', "/");
        // What is made here is not fetched.
        if name.starts_with("io/github/gitlab-jobs/") {
            continue;
        }
        let bytes = fs::read(&jar).map_err(|error| Error::file(&jar, &error))?;
        let digest = format!("{:x}", Sha256::digest(&bytes));
        if known.get(name.as_str()) != Some(&digest.as_str()) {
            let _ = write!(wrong, "\n{digest}  {name}");
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!(
        "Maven fetched jars that {} does not have; after a change of versions on purpose write them there, otherwise do \
         not trust them:{wrong}",
        lock.display()
    )))
}

/// Compiles the conformance program against the package; returns the class path it runs with.
fn conformance(job: &Job<'_>, place: &Place, out: &mut dyn Write) -> Result<String, Error> {
    let classes = job.work.join("conformance");
    remove(&classes)?;
    fs::create_dir_all(&classes).map_err(|error| Error::file(&classes, &error))?;
    let mut path = vec![classes.clone(), place.package.join("target/classes")];
    jars(&place.repository.join("com/fasterxml/jackson"), &mut path)?;
    let path = std::env::join_paths(&path).map_err(|error| Error::new(error.to_string()))?;
    let mut javac = clean("javac");
    javac.args(["-encoding", "UTF-8", "-Xlint:all", "-Werror", "-classpath"]);
    javac.arg(&path).arg("-d").arg(&classes);
    javac.arg(job.sources().join("conformance/Conformance.java"));
    job.run(&mut javac, out)?;
    Ok(path.to_string_lossy().into_owned())
}

/// Every jar below a folder.
fn jars(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Error> {
    for path in listed(folder)? {
        if path.is_dir() {
            jars(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "jar") {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

    use super::{files, locked, remove};

    #[test]
    fn a_jar_that_is_unknown_or_changed_is_told_and_what_is_made_here_is_not() {
        let folder = std::env::temp_dir().join(format!("gitlab-jobs-jars-{}", std::process::id()));
        let (lock, repository) = (folder.join("lock"), folder.join("repository"));
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        files::write(
            &lock,
            format!("{digest}  a/known.jar\n{digest}  a/changed.jar\n"),
        )
        .unwrap();
        for (name, content) in [
            ("a/known.jar", "abc"),
            ("a/known.pom", "anything"),
            ("io/github/gitlab-jobs/made.jar", "anything"),
        ] {
            files::write(&repository.join(name), content).unwrap();
        }
        locked(&repository, &lock).unwrap();
        files::write(&repository.join("a/changed.jar"), "abd").unwrap();
        files::write(&repository.join("b/new.jar"), "abc").unwrap();
        let told = locked(&repository, &lock).unwrap_err().to_string();
        remove(&folder).unwrap();
        let named = ["a/known.jar", "a/changed.jar", "b/new.jar", "made.jar"];
        let found = named.map(|name| told.contains(&format!("  {name}")));
        assert_eq!(found, [false, true, true, false], "{told}");
    }
}
