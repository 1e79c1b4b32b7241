//! TypeScript: hey-api's functions and types below a facade, compiled to an npm package without dependencies.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use openapi_document::json;
use openapi_document::node::Node;
use openapi_document::pointer::Pointer;
use openapi_document::source::FileId;
use serde_json::json;

use super::{Job, Language, files, known_values};
use crate::task::{Error, Outcome};
use crate::tools::{self, clean, remove};

pub(super) const TYPESCRIPT: Language = Language {
    name: "typescript",
    in_all: true,
    needs: &["node", "npm"],
    generate,
    build: Some(build),
};

fn generate(job: &Job<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let example = files::read(&job.sources().join("example/example.mjs"))?;
    let models = models(job)?.join(", ");
    let fill = [
        ("version", job.version),
        ("example", body(&example)),
        ("models", &models),
    ];
    files::copy(&job.sources().join("package"), job.package, &fill)?;
    files::licences(job.package)?;
    let source = job.package.join("src");
    files::write(&source.join("known-values.ts"), known_values_module(job)?)?;

    let programs = programs(job, out)?;
    let mut generator = clean(programs.join("openapi-ts"));
    generator.arg("--file");
    generator.arg(job.sources().join("openapi-ts.config.mjs"));
    generator.arg("--silent").current_dir(job.work);
    generator.env("VIEW", job.view);
    generator.env("OUTPUT", source.join("generated"));
    job.run(&mut generator, out)?;

    // What npm ships is what the compiler writes; it is part of the package.
    let mut compiler = clean(programs.join("tsc"));
    job.run(compiler.arg("--project").arg(job.package), out)
}

/// What stands below the opening words of a program: the part that a README shows.
fn body(program: &str) -> &str {
    program
        .split_once("\n\n")
        .map_or(program, |(_, body)| body)
        .trim_end()
}

/// The names of the types of the API.
fn models(job: &Job<'_>) -> Result<Vec<String>, Error> {
    let view = json::parse(&files::read(job.view)?, FileId(0))
        .map_err(|_| Error::new(format!("{} is not JSON", job.view.display())))?;
    let schemas = Pointer::root().join("components").join("schemas");
    let schemas = view.node.at(&schemas).map_or(&[][..], Node::members);
    Ok(schemas.iter().map(|schema| schema.key.clone()).collect())
}

/// Each open set as an object of constants.
fn known_values_module(job: &Job<'_>) -> Result<String, Error> {
    let mut text = String::from(
        "// Values that are known today. The sets are open: a server may send others, which arrive as they are.\n",
    );
    for set in known_values::of_view(job)? {
        let description = set.description.replace("*/", "* /");
        let _ = writeln!(text, "\n/** {description} */");
        let _ = writeln!(text, "export const {} = {{", set.name);
        for value in &set.values {
            let name = known_values::constant(value);
            let _ = writeln!(text, "  {name}: {},", json!(value));
        }
        text.push_str("} as const;\n");
    }
    Ok(text)
}

fn build(job: &Job<'_>, out: &mut dyn Write) -> Result<Outcome, Error> {
    let programs = programs(job, out)?;
    let tarball = tarball(job, out)?;
    let types = job.work.join("tools/node_modules/@types");

    let program = project(job, "conformance")?;
    let mut npm = clean("npm");
    npm.args(INSTALL).arg(&tarball).current_dir(&program);
    npm.stdout(Stdio::null());
    job.run(&mut npm, out)?;
    for (folder, file) in [
        ("conformance", "conformance.ts"),
        ("example", "example.mjs"),
        ("tests", "facade.test.mjs"),
    ] {
        let source = job.sources().join(folder).join(file);
        files::write(&program.join(file), files::read(&source)?)?;
    }
    let mut compiler = clean(programs.join("tsc"));
    compiler.args(["--strict", "--target", "es2022", "--module", "nodenext"]);
    compiler.args(["--noUncheckedIndexedAccess", "--allowJs", "--checkJs"]);
    compiler.args(["--types", "node", "--typeRoots"]).arg(types);
    compiler.args([
        "--outDir",
        "compiled",
        "--rootDir",
        ".",
        "conformance.ts",
        "example.mjs",
    ]);
    job.run(compiler.current_dir(&program), out)?;

    let mut tests = clean("node");
    tests.args(["--test", "--test-reporter", "dot", "facade.test.mjs"]);
    job.run(tests.current_dir(&program), out)?;
    surface(job, &program, out)?;
    let user = project(job, "project")?;
    let example = job.sources().join("example/example.mjs");
    files::write(&user.join("example.mjs"), files::read(&example)?)?;
    let tarball = tarball.to_string_lossy();
    let install: Vec<&str> = ["npm"]
        .into_iter()
        .chain(INSTALL)
        .chain([&*tarball])
        .collect();
    let conformance = program.join("compiled/conformance.js");
    files::manifests(
        job,
        &files::command(&["node", &conformance.to_string_lossy()], job.work),
        &[files::command(&install, &user)],
        &files::command(&["node", "example.mjs"], &user),
    )?;
    Ok(Outcome::Done)
}

/// How npm installs a tarball without asking anybody.
const INSTALL: [&str; 7] = [
    "install",
    "--offline",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel",
    "error",
];

/// The folder of the pinned programs.
fn programs(job: &Job<'_>, out: &mut dyn Write) -> Result<PathBuf, Error> {
    tools::node(&job.work.join("tools"), &job.sources().join("tools"), out)
}

/// An empty project of a user.
fn project(job: &Job<'_>, name: &str) -> Result<PathBuf, Error> {
    let folder = job.work.join(name);
    remove(&folder)?;
    let manifest = json!({ "private": true, "type": "module" });
    files::write(&folder.join("package.json"), format!("{manifest:#}\n"))?;
    Ok(folder)
}

/// The package as npm would upload it.
fn tarball(job: &Job<'_>, out: &mut dyn Write) -> Result<PathBuf, Error> {
    let folder = job.work.join("dist");
    remove(&folder)?;
    fs::create_dir_all(&folder).map_err(|error| Error::file(&folder, &error))?;
    let mut npm = clean("npm");
    npm.args([
        "pack",
        "--ignore-scripts",
        "--silent",
        "--loglevel",
        "error",
    ]);
    npm.arg("--pack-destination").arg(&folder);
    npm.stdout(Stdio::null());
    job.run(npm.current_dir(job.package), out)?;
    Ok(folder.join(format!("gitlab-jobs-client-{}.tgz", job.version)))
}

/// The names that users meet, told by the declarations of the installed package; it fails when an operation is out of
/// reach.
fn surface(job: &Job<'_>, program: &Path, out: &mut dyn Write) -> Result<(), Error> {
    let path = job.work.join("surface.txt");
    let file = fs::File::create(&path).map_err(|error| Error::file(&path, &error))?;
    let mut node = clean("node");
    node.arg(job.sources().join("surface/surface.mjs"));
    node.arg(job.work.join("tools")).arg(job.view);
    node.arg(program.join("node_modules/gitlab-jobs-client"));
    job.run(node.stdout(file), out)
}
