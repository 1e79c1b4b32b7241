//! The house rules: who may import whom, which licences come in, and that nothing is an orphan.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use gitlab_jobs_tests::input::Root;
use openapi_document::node::{Node, Value};
use serde_json::Value as Json;

/// Which of our packages each may depend on. `gitlab-jobs-tests` may use everything.
const EDGES: [(&str, &[&str]); 7] = [
    ("gitlab-jobs", &[]),
    (
        "gitlab-jobs-mock",
        &["gitlab-jobs-openapi", "openapi-document"],
    ),
    ("gitlab-jobs-openapi", &[]),
    ("openapi-doccheck", &["openapi-document"]),
    ("openapi-document", &[]),
    ("xtask", &["openapi-doccheck", "openapi-document"]),
    ("xtask-codegen", &["openapi-document"]),
];

/// Licences that may come in with a dependency, by the licence itself.
const LICENCES: [&str; 10] = [
    "0BSD",
    "Apache-2.0",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Packages of other licences that may come in, each with its reason in the README.
const LICENCE_EXCEPTIONS: [(&str, &str); 3] = [
    ("progenitor", "MPL-2.0"),
    ("progenitor-client", "MPL-2.0"),
    ("progenitor-impl", "MPL-2.0"),
];

fn metadata(arguments: &[&str]) -> Json {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked"])
        .args(arguments)
        .current_dir(Root::default().path(""))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text<'a>(value: &'a Json, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn crate_edges_are_allowed() {
    let metadata = metadata(&["--no-deps"]);
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<_> = packages
        .iter()
        .map(|package| text(package, "name"))
        .collect();
    let allowed: BTreeMap<_, _> = EDGES.into_iter().collect();
    let mut wrong = Vec::new();
    for package in packages {
        let name = text(package, "name");
        if name == "gitlab-jobs-tests" {
            continue;
        }
        let Some(allowed) = allowed.get(name) else {
            wrong.push(format!("{name} is not in the list of edges"));
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let target = text(dependency, "name");
            if ours.contains(target) && !allowed.contains(&target) {
                wrong.push(format!("{name} may not depend on {target}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(ours.len(), EDGES.len() + 1);
}

#[test]
fn only_codegen_depends_on_the_generator() {
    let metadata = metadata(&["--no-deps"]);
    let packages = metadata["packages"].as_array().unwrap();
    let depends = |package: &&Json| {
        let mut dependencies = package["dependencies"].as_array().unwrap().iter();
        dependencies.any(|dependency| text(dependency, "name") == "progenitor")
    };
    let names: Vec<_> = packages
        .iter()
        .filter(depends)
        .map(|package| text(package, "name"))
        .collect();
    assert_eq!(names, ["xtask-codegen"]);
}

/// `A OR B` needs one allowed, `A AND B` both; parentheses and `WITH` as they occur.
fn is_allowed(licence: &str) -> bool {
    let licence = licence.replace('/', " OR ");
    let one = |term: &str| {
        let term = term.trim().trim_matches(['(', ')']);
        let term = term.split(" WITH ").next().unwrap_or(term);
        LICENCES.contains(&term)
    };
    licence
        .split(" AND ")
        .all(|part| part.split(" OR ").any(one))
}

#[test]
fn licences_are_allowed() {
    let host = Command::new("rustc").arg("-vV").output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap();
    let metadata = metadata(&["--filter-platform", host]);
    let used: BTreeSet<_> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| text(node, "id"))
        .collect();
    let packages = metadata["packages"].as_array().unwrap();
    let mut wrong = Vec::new();
    let mut excused = BTreeSet::new();
    for package in packages
        .iter()
        .filter(|package| used.contains(text(package, "id")))
    {
        let (name, licence) = (text(package, "name"), text(package, "license"));
        match LICENCE_EXCEPTIONS
            .iter()
            .find(|(exception, _)| *exception == name)
        {
            Some((_, expected)) if *expected == licence => _ = excused.insert(name),
            _ if is_allowed(licence) => {}
            _ => wrong.push(format!("{name}: {licence}")),
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let needed: BTreeSet<_> = LICENCE_EXCEPTIONS.iter().map(|(name, _)| *name).collect();
    assert_eq!(excused, needed, "an exception that no dependency needs");
    let readme = Root::default().read("README.md").unwrap();
    assert!(
        readme.contains("`progenitor-client`") && readme.contains("MPL-2.0"),
        "the README names the exception"
    );
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && name != "node_modules" && !name.starts_with('.') {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_file_says_what_it_is_responsible_for() {
    let mut files = Vec::new();
    rust_files(&Root::default().path(""), &mut files);
    assert!(files.len() > 40, "the walk found the workspace");
    let silent = |path: &&PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        !text.starts_with("//! ")
    };
    let silent: Vec<_> = files.iter().filter(silent).collect();
    assert_eq!(silent, Vec::<&PathBuf>::new());
}

#[test]
fn every_invariant_names_a_test_that_exists() {
    let architecture = Root::default().read("ARCHITECTURE.md").unwrap();
    let mut files = Vec::new();
    rust_files(&Root::default().path(""), &mut files);
    let code: String = files
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let names: Vec<_> = architecture
        .split("kept by ")
        .skip(1)
        .flat_map(|rest| {
            rest.split(['.', '\n'])
                .next()
                .unwrap_or_default()
                .split('`')
                .skip(1)
                .step_by(2)
        })
        .collect();
    assert!(names.len() > 10, "the invariants were found");
    let is_missing = |name: &&str| {
        !code.contains(&format!("fn {name}(")) && !code.contains(&format!("\"{name}\""))
    };
    let missing: Vec<_> = names.into_iter().filter(is_missing).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

fn references(node: &Node, found: &mut BTreeSet<String>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => {
            for member in members {
                match member.node.as_str() {
                    Some(target) if member.key == "$ref" => _ = found.insert(target.to_owned()),
                    _ => references(&member.node, found),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn the_document_stands_alone() {
    let document = Root::default().document().unwrap();
    let mut found = BTreeSet::new();
    references(document.root(), &mut found);
    let external: Vec<_> = found
        .iter()
        .filter(|target| !target.starts_with("#/"))
        .collect();
    assert_eq!(external, Vec::<&String>::new());
}

#[test]
fn no_component_is_an_orphan() {
    let document = Root::default().document().unwrap();
    let mut used = BTreeSet::new();
    references(document.root(), &mut used);
    let operations = document.operations();
    let schemes = operations
        .iter()
        .filter_map(|operation| operation.node().get("security"));
    for requirement in schemes.flat_map(Node::items) {
        let names = requirement.members().iter();
        used.extend(names.map(|member| format!("#/components/securitySchemes/{}", member.key)));
    }
    let mut orphans = Vec::new();
    for section in document.root().get("components").unwrap().members() {
        for component in section.node.members() {
            let address = format!("#/components/{}/{}", section.key, component.key);
            if !used.contains(&address) {
                orphans.push(address);
            }
        }
    }
    assert_eq!(orphans, Vec::<String>::new());
}
