//! Generation as a whole: the checked-in file is fresh, every run writes the same bytes, and the command line keeps
//! its promises.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says where it stopped"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use openapi_document::Document;
use openapi_document::operation::Response;
use xtask_codegen::{Error, Inputs, generate, header};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn inputs() -> Inputs {
    let openapi = root().join("openapi");
    Inputs::read(
        &openapi.join("gitlab-jobs.yaml"),
        &openapi.join("views.yaml"),
    )
    .unwrap()
}

fn present() -> String {
    std::fs::read_to_string(root().join("crates/gitlab-jobs/src/generated.rs")).unwrap()
}

/// Runs the command in an empty folder of its own, so that no path of the workspace is taken for granted.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask-codegen"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn generated_file_is_fresh() {
    let fresh = generate(&inputs()).unwrap_or_else(|error| panic!("{error}"));
    assert!(
        present() == fresh,
        "generated.rs is stale: run `cargo xtask generate`"
    );
}

#[test]
fn two_runs_write_the_same_bytes() {
    assert!(generate(&inputs()).unwrap() == generate(&inputs()).unwrap());
}

#[test]
fn the_head_names_the_digests_of_the_inputs() {
    let text = present();
    let head: Vec<&str> = text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .collect();
    let head = head.join("\n");
    assert!(head.contains("`cargo xtask generate`"));
    assert!(head.contains(&header::sha256(&inputs().document)));
    assert!(head.contains(&header::sha256(&inputs().views)));
    assert!(header::sha256("abc").starts_with("ba7816bf8f01cfea"));
}

#[test]
fn the_head_names_the_progenitor_that_is_locked() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let locked = format!(
        "name = \"progenitor\"\nversion = \"{}\"\n",
        header::PROGENITOR
    );
    assert!(
        lock.contains(&locked),
        "header::PROGENITOR is not the version in Cargo.lock"
    );
}

#[test]
fn every_operation_is_a_method_and_every_open_set_an_enum() {
    let text = present();
    let document = Document::parse("gitlab-jobs.yaml", &inputs().document).unwrap();
    assert_eq!(document.operations().len(), 20);
    for operation in document.operations() {
        assert!(
            text.contains(&format!("pub async fn {}<", operation.id())),
            "{operation:?}"
        );
    }
    let schemas = document
        .root()
        .get("components")
        .unwrap()
        .get("schemas")
        .unwrap();
    let open: Vec<_> = schemas
        .members()
        .iter()
        .filter(|member| member.node.has("x-extensible-enum"))
        .collect();
    assert_eq!(text.matches("    Unknown(String),").count(), open.len());
    for member in open {
        assert!(
            text.contains(&format!("pub enum {} {{", member.key)),
            "{}",
            member.key
        );
        let known = member.node.get("x-extensible-enum").unwrap().items();
        for value in known {
            // To the text, from the text, and in the schema.
            let uses = text
                .matches(&format!("{:?}", value.as_str().unwrap()))
                .count();
            assert!(uses >= 3, "{value:?} is used {uses} times");
        }
    }
}

#[test]
fn every_public_type_and_field_is_documented_and_every_type_derives_a_schema() {
    let file = syn::parse_file(&present()).unwrap();
    let types = file.items.iter().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "types" => module.content.as_ref(),
        _ => None,
    });
    let documented =
        |attributes: &[syn::Attribute]| attributes.iter().any(|one| one.path().is_ident("doc"));
    let derives = |attributes: &[syn::Attribute]| {
        attributes.iter().any(|one| one.path().is_ident("cfg_attr"))
    };
    let mut seen = 0;
    for item in &types.unwrap().1 {
        match item {
            syn::Item::Struct(item) => {
                seen += 1;
                assert!(
                    documented(&item.attrs) && derives(&item.attrs),
                    "{}",
                    item.ident
                );
                for field in &item.fields {
                    let name = field.ident.as_ref().map(ToString::to_string);
                    assert!(documented(&field.attrs), "{}.{name:?}", item.ident);
                }
            }
            syn::Item::Enum(item) => {
                seen += 1;
                assert!(documented(&item.attrs), "{}", item.ident);
                let open = item
                    .variants
                    .iter()
                    .any(|variant| variant.ident == "Unknown");
                assert!(open || derives(&item.attrs), "{}", item.ident);
                for variant in &item.variants {
                    assert!(
                        documented(&variant.attrs),
                        "{}::{}",
                        item.ident,
                        variant.ident
                    );
                }
            }
            _ => {}
        }
    }
    assert!(seen > 40, "{seen} types");
}

#[test]
fn check_passes_on_the_present_file_and_prints_a_diff_of_a_stale_one() {
    let folder = folder("check");
    let fresh = run(&folder, &["generate", "--check"]);
    assert_eq!(
        fresh.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&fresh.stdout)
    );

    let stale = folder.join("stale.rs");
    std::fs::write(
        &stale,
        present().replace("pub async fn get_job<", "pub async fn take_job<"),
    )
    .unwrap();
    let found = run(&folder, &["generate", "--check", "--output", "stale.rs"]);
    let diff = String::from_utf8(found.stdout).unwrap();
    assert_eq!(found.status.code(), Some(1));
    assert!(diff.contains("-    pub async fn take_job<'a>("), "{diff}");
    assert!(diff.contains("+    pub async fn get_job<'a>("), "{diff}");
    assert!(
        std::fs::read_to_string(&stale)
            .unwrap()
            .contains("take_job"),
        "--check wrote"
    );

    let written = run(&folder, &["generate", "--output", "stale.rs"]);
    assert_eq!(written.status.code(), Some(0));
    assert!(std::fs::read_to_string(&stale).unwrap() == present());
}

#[test]
fn generation_works_where_the_client_does_not_compile() {
    // A copy of what generation reads and writes, beside a door that no compiler takes.
    let copy = folder("broken-door");
    let source = copy.join("crates/gitlab-jobs/src");
    std::fs::create_dir_all(&source).unwrap();
    std::fs::write(source.join("lib.rs"), "mod generated; this is no Rust").unwrap();
    std::fs::write(source.join("generated.rs"), "nor is this").unwrap();
    for name in ["gitlab-jobs.yaml", "views.yaml"] {
        std::fs::copy(root().join("openapi").join(name), copy.join(name)).unwrap();
    }
    let output = "crates/gitlab-jobs/src/generated.rs";
    let arguments = [
        "generate",
        "--document",
        "gitlab-jobs.yaml",
        "--views",
        "views.yaml",
        "--output",
        output,
    ];
    assert_eq!(run(&copy, &arguments).status.code(), Some(0));
    assert!(std::fs::read_to_string(copy.join(output)).unwrap() == present());
}

#[test]
fn nothing_that_generates_depends_on_what_it_generates() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let mut needed = std::collections::BTreeSet::from(["xtask-codegen"]);
    let mut waiting = vec!["xtask-codegen"];
    while let Some(name) = waiting.pop() {
        let head = format!("name = \"{name}\"\n");
        for package in lock
            .split("[[package]]")
            .filter(|package| package.contains(&head))
        {
            let (_, list) = package.split_once("dependencies = [").unwrap_or_default();
            let names = list.split('"').skip(1).step_by(2);
            // A name with a version stands for one of several packages of that name.
            let names = names.filter_map(|entry| entry.split(' ').next());
            waiting.extend(names.filter(|name| needed.insert(name)));
        }
    }
    assert!(needed.contains("progenitor-impl"), "{needed:?}");
    assert!(!needed.contains("gitlab-jobs"), "{needed:?}");
}

#[test]
fn a_view_prints_the_same_json_twice_and_can_be_read_back() {
    let folder = folder("view");
    let first = run(&folder, &["view", "rust"]);
    assert_eq!(first.status.code(), Some(0));
    assert!(first.stdout == run(&folder, &["view", "rust"]).stdout);
    let view = Document::parse("view.json", &String::from_utf8(first.stdout).unwrap()).unwrap();
    let operation = view.operation("download_job_artifacts").unwrap();
    let statuses: Vec<&str> = operation.responses().iter().map(Response::status).collect();
    assert_eq!(statuses, ["200", "4XX", "5XX"]);
}

#[test]
fn what_cannot_run_says_why_and_exits_with_two() {
    let folder = folder("errors");
    for (arguments, says) in [
        (
            &["view", "nobody"][..],
            "there is no view `nobody`; there are: rust",
        ),
        (
            &["generate", "--document", "nowhere.yaml"],
            "nowhere.yaml could not be read",
        ),
        (&["frobnicate"], "say what to do"),
        (&["generate", "--frobnicate"], "--frobnicate"),
    ] {
        let output = run(&folder, arguments);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains(says), "{message}");
    }
}

#[test]
fn a_trap_in_the_document_is_reported_at_its_line_and_nothing_is_written() {
    let folder = folder("trap");
    let document = inputs().document.replace(
        "          description: The name of the job's stage.\n",
        "          description: The name of the job's stage.\n          pattern: '^[a-z]+$'\n",
    );
    let line = 1 + document
        .lines()
        .position(|line| line.contains("pattern: '^[a-z]+$'"))
        .unwrap();
    std::fs::write(folder.join("trapped.yaml"), document).unwrap();
    let output = run(
        &folder,
        &[
            "generate",
            "--document",
            "trapped.yaml",
            "--output",
            "never.rs",
        ],
    );
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(
        message.contains(&format!("trapped.yaml:{line}:20: string-limit: `pattern`")),
        "{message}"
    );
    assert!(message.contains("list_project_jobs and "), "{message}");
    assert!(
        message.contains("xtask/codegen/tests/preflight/string-limit.yaml"),
        "{message}"
    );
    assert!(!folder.join("never.rs").exists());
}

#[test]
fn a_document_that_is_none_is_an_error_with_a_place() {
    let folder = folder("broken");
    let path = folder.join("broken.yaml");
    std::fs::write(&path, "openapi: [").unwrap();
    let inputs = Inputs::read(&path, &root().join("openapi/views.yaml")).unwrap();
    match generate(&inputs) {
        Err(Error::Document(error)) => {
            assert!(error.to_string().contains("broken.yaml:1:"), "{error}");
        }
        other => panic!("{other:?}"),
    }
}
