//! What the task says when it cannot start, that packages are swapped whole, and that a second run is compared.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Job, LANGUAGES, Language, equipped, parse, write};
use crate::task::Error;

/// A language of the tests, which needs nothing.
fn language(generate: fn(&Job<'_>, &mut dyn Write) -> Result<(), Error>) -> Language {
    Language {
        name: "test",
        in_all: false,
        needs: &[],
        generate,
        build: None,
    }
}

/// A folder of one test alone, empty.
fn folder(name: &str) -> PathBuf {
    let name = format!("gitlab-jobs-xtask-{}-{name}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn asked(words: &[&str]) -> Result<Vec<&'static str>, String> {
    let args = lexopt::Parser::from_args(words);
    let parsed = parse(args).map_err(|error| error.to_string())?;
    Ok(parsed
        .languages
        .iter()
        .map(|language| language.name)
        .collect())
}

#[test]
fn languages_are_chosen_by_name_and_by_group_in_the_order_of_the_table() {
    let names = |wanted: fn(&Language) -> bool| -> Vec<&str> {
        let languages = LANGUAGES.iter().filter(|language| wanted(language));
        languages.map(|language| language.name).collect()
    };
    assert_eq!(
        asked(&["--lang", "all"]).unwrap(),
        names(|language| language.in_all)
    );
    assert_eq!(
        asked(&["--lang", "others"]).unwrap(),
        names(|language| !language.in_all)
    );
    assert_eq!(
        asked(&["--lang=ruby", "--lang", "csharp", "--lang", "ruby"]).unwrap(),
        ["csharp", "ruby"]
    );
}

#[test]
fn what_cannot_be_meant_is_answered_with_what_can() {
    for (words, says) in [
        (&[][..], "say `--lang NAME`: there are python"),
        (
            &["--lang", "cobol"],
            "there is no language `cobol`: there are python",
        ),
        (&["--lang"], "see `cargo xtask --help`"),
        (&["--quick"], "--quick"),
    ] {
        let error = asked(words).unwrap_err();
        assert!(error.contains(says), "{words:?}: {error}");
    }
}

#[test]
fn a_missing_runtime_is_named_with_the_language_that_needs_it() {
    let missing = Language {
        needs: &["cargo", "no-program-has-this-name"],
        ..language(|_, _| Ok(()))
    };
    assert_eq!(
        equipped(&missing).unwrap_err().to_string(),
        "test needs `no-program-has-this-name`, which is not on the PATH: install it, or leave the language out"
    );
    equipped(&language(|_, _| Ok(()))).unwrap();
}

#[test]
fn a_failed_generation_leaves_the_package_that_was_there() {
    let folder = folder("swap");
    let (package, work) = (folder.join("dist/test"), folder.join("work"));
    let job = Job {
        name: "test",
        view: &folder,
        package: &package,
        work: &work,
        version: "1.0.0",
    };
    let one = language(|job, _| {
        fs::write(job.package.join("one"), "1").unwrap();
        Ok(())
    });
    write::package(&one, &job, &mut Vec::new()).unwrap();
    let broken = language(|job, _| {
        fs::write(job.package.join("half"), "2").unwrap();
        Err(Error::new("broken"))
    });
    let error = write::package(&broken, &job, &mut Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "broken");
    assert_eq!(fs::read_to_string(package.join("one")).unwrap(), "1");
    assert!(!package.join("half").exists());
    // What the next run writes has nothing of the one before.
    let two = language(|job, _| {
        fs::write(job.package.join("two"), "2").unwrap();
        Ok(())
    });
    write::package(&two, &job, &mut Vec::new()).unwrap();
    let names: Vec<_> = fs::read_dir(&package)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["two"]);
    let beside: Vec<_> = fs::read_dir(folder.join("dist")).unwrap().collect();
    assert_eq!(beside.len(), 1);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_folder_that_is_no_package_is_not_overwritten() {
    let folder = folder("ours");
    let (package, file) = (folder.join("python"), folder.join("note"));
    write::ours(&package).unwrap();
    fs::create_dir(&package).unwrap();
    write::ours(&package).unwrap();
    fs::write(&file, "mine").unwrap();
    fs::write(package.join("mine.py"), "mine").unwrap();
    for place in [&package, &file] {
        let error = write::ours(place).unwrap_err().to_string();
        let says = "is not a package that this wrote; choose another --out or remove it";
        assert_eq!(error, format!("{} {says}", place.display()));
    }
    let words = ["--lang", "python", "--out", folder.to_str().unwrap()];
    let refused = super::run(lexopt::Parser::from_args(words), &mut Vec::new()).err();
    assert!(refused.is_some(), "a folder of somebody's own was taken");
    assert_eq!(fs::read_to_string(package.join("mine.py")).unwrap(), "mine");
    fs::write(package.join("LICENSE-APACHE"), "").unwrap();
    write::ours(&package).unwrap();
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_second_run_that_writes_something_else_is_refused_with_the_names_of_the_files() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let folder = folder("again");
    let (package, work) = (folder.join("dist/test"), folder.join("work"));
    let job = Job {
        name: "test",
        view: &folder,
        package: &package,
        work: &work,
        version: "1.0.0",
    };
    let fickle = language(|job, _| {
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        fs::create_dir(job.package.join("src")).unwrap();
        fs::write(job.package.join("same"), "1").unwrap();
        fs::write(job.package.join("src/counted"), run.to_string()).unwrap();
        fs::write(job.package.join(format!("named-{run}")), "").unwrap();
        Ok(())
    });
    write::package(&fickle, &job, &mut Vec::new()).unwrap();
    let error = write::again(&fickle, &job, &mut Vec::new()).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("something else: named-0, named-1, src/counted;"),
        "{error}"
    );
    let steady = language(|job, _| {
        fs::write(job.package.join("same"), "1").unwrap();
        Ok(())
    });
    write::package(&steady, &job, &mut Vec::new()).unwrap();
    write::again(&steady, &job, &mut Vec::new()).unwrap();
    fs::remove_dir_all(&folder).unwrap();
}
