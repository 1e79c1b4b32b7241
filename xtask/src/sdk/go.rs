//! Go: types and methods by oapi-codegen in the words of our own templates, around a hand-written half without dependencies.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use openapi_document::json;
use openapi_document::node::{Node, Value};
use openapi_document::source::FileId;

use super::{Job, Language, files};
use crate::cargo::command;
use crate::task::{Error, Outcome};
use crate::tools::{clean, once, remove, step, target};

/// Where the module is to live; its version is a tag there.
const MODULE: &str = "github.com/gitlab-jobs/gitlab-jobs-go";

/// The language.
pub(super) const GO: Language = Language {
    name: "go",
    in_all: true,
    needs: &["go", "gofmt"],
    generate,
    build: Some(build),
};

fn generate(job: &Job<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let sources = job.sources();
    let tools = tools(&sources, out)?;
    let example = files::read(&sources.join("example/main.go"))?;
    let fill = [("VERSION", job.version), ("EXAMPLE", example.as_str())];
    files::copy(&sources.join("package"), job.package, &fill)?;
    files::licences(job.package)?;
    let version = format!(
        "// Code generated from the OpenAPI document; DO NOT EDIT.\n\npackage gitlabjobs\n\n\
         // Version is the version of this package and of the document it is made from.\n\
         const Version = \"{}\"\n",
        job.version
    );
    files::write(&job.package.join("version.go"), version)?;
    let view = job.work.join("view.json");
    files::write(&view, adapted(job.view)?)?;
    for half in ["types", "methods"] {
        let mut codegen = clean(tools.join("oapi-codegen"));
        codegen
            .arg("-config")
            .arg(sources.join(half).with_extension("yaml"));
        codegen.arg("-templates").arg(sources.join("templates"));
        codegen
            .arg("-o")
            .arg(job.package.join(half).with_extension("go"));
        job.run(codegen.arg(&view), out)?;
    }
    let mut gofmt = clean("gofmt");
    job.run(gofmt.arg("-w").arg(job.package), out)
}

/// The generator and our two helpers, built once for each content of the files that pin them.
fn tools(sources: &Path, out: &mut dyn Write) -> Result<PathBuf, Error> {
    let module = sources.join("tools");
    let locks =
        ["go.mod", "go.sum", "proxy/main.go", "surface/main.go"].map(|name| module.join(name));
    let folder = target().join("sdk/tools/go");
    once(
        &folder,
        &locks.each_ref().map(PathBuf::as_path),
        out,
        |out| {
            let mut go = command("go");
            go.current_dir(&module).env("GOTOOLCHAIN", "local");
            go.args([
                "build",
                "-mod=readonly",
                "-trimpath",
                "-buildvcs=false",
                "-o",
            ])
            .arg(&folder);
            go.args([
                "./proxy",
                "./surface",
                "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen",
            ]);
            step(&mut go, out)
        },
    )?;
    Ok(folder)
}

/// The view in the words that make oapi-codegen write what a Go programmer expects.
///
/// Named sets become enums, which are open in Go: a type of its own with constants, and nothing that checks. Parameters
/// stand where they are used, because each component would become a type; optional ones are plain values, whose zero
/// means left out. What is deprecated says where the reason stands.
fn adapted(view: &Path) -> Result<String, Error> {
    let text = files::read(view)?;
    let mut root = json::parse(&text, FileId(0))
        .map_err(|error| Error::new(format!("{}: {}", view.display(), error.message)))?
        .node;
    let missing = |what: &str| Error::new(format!("{} has no {what}", view.display()));
    let components = root
        .get_mut("components")
        .ok_or_else(|| missing("components"))?;
    let parameters = components
        .remove("parameters")
        .ok_or_else(|| missing("parameters"))?;
    let schemas = components
        .get_mut("schemas")
        .ok_or_else(|| missing("schemas"))?;
    each(schemas, &mut |schema| {
        if let Some(values) = schema.remove("x-extensible-enum") {
            schema.set("enum", values);
        }
    });
    let mut unknown = None;
    let paths = root.get_mut("paths").ok_or_else(|| missing("paths"))?;
    each(paths, &mut |item| {
        each(item, &mut |operation| {
            let Some(Value::Array(used)) =
                operation.get_mut("parameters").map(|list| &mut list.value)
            else {
                return;
            };
            for parameter in used {
                let name = parameter
                    .get("$ref")
                    .and_then(Node::as_str)
                    .unwrap_or_default()
                    .to_owned();
                if let Some(name) = name.strip_prefix("#/components/parameters/") {
                    match parameters.get(name) {
                        Some(component) => *parameter = component.clone(),
                        None => unknown = Some(name.to_owned()),
                    }
                }
                if !parameter
                    .get("required")
                    .and_then(Node::as_bool)
                    .unwrap_or(false)
                {
                    let yes = Node::new(parameter.span, Value::Bool(true));
                    parameter.set("x-go-type-skip-optional-pointer", yes);
                }
            }
        });
    });
    explain_deprecations(&mut root);
    match unknown {
        Some(name) => Err(missing(&format!("parameter {name}"))),
        None => Ok(json::print(&root)),
    }
}

/// Gives the deprecated a reason, without which the generator complains about it in the documentation.
fn explain_deprecations(node: &mut Node) {
    if node.get("deprecated").and_then(Node::as_bool) == Some(true) {
        let reason = Value::String("the description says what to use instead.".to_owned());
        let reason = Node::new(node.span, reason);
        node.set("x-deprecated-reason", reason);
    }
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(explain_deprecations),
        Value::Object(_) => each(node, &mut explain_deprecations),
        _ => {}
    }
}

/// Does something with every value of an object.
fn each(object: &mut Node, change: &mut dyn FnMut(&mut Node)) {
    if let Value::Object(members) = &mut object.value {
        for member in members {
            change(&mut member.node);
        }
    }
}

fn build(job: &Job<'_>, out: &mut dyn Write) -> Result<Outcome, Error> {
    let sources = job.sources();
    let tools = tools(&sources, out)?;
    let package = job.work.join("package");
    remove(&package)?;
    files::copy(job.package, &package, &[])?;
    for words in [&["vet", "./..."][..], &["test", "-count=1", "./..."]] {
        job.run(go().args(words).current_dir(&package), out)?;
    }

    let project = job.work.join("conformance");
    remove(&project)?;
    files::copy(&sources.join("conformance"), &project, &[])?;
    let module = format!(
        "module conformance\n\ngo 1.24\n\nrequire {MODULE} v{0}\n\nreplace {MODULE} => ../package\n",
        job.version
    );
    files::write(&project.join("go.mod"), module)?;
    for words in [&["vet", "."][..], &["build", "-o", "conformance", "."]] {
        job.run(go().args(words).current_dir(&project), out)?;
    }

    let mut surface = clean(tools.join("surface"));
    let names = surface.arg(&package).stderr(Stdio::inherit()).output();
    let names = names.map_err(|error| Error::file(&tools.join("surface"), &error))?;
    if !names.status.success() {
        return Err(Error::new(
            "go: the names of the package could not be listed: see above",
        ));
    }
    files::write(&job.work.join("surface.txt"), names.stdout)?;
    installable(job, &tools, &project.join("conformance"), out)?;
    Ok(Outcome::Done)
}

/// Lays the module out as a proxy serves it, and tells how an empty project gets it from there.
fn installable(
    job: &Job<'_>,
    tools: &Path,
    conformance: &Path,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let (served, user) = (job.work.join("proxy"), job.work.join("user"));
    remove(&served)?;
    remove(&user)?;
    let version = format!("v{}", job.version);
    let mut proxy = clean(tools.join("proxy"));
    proxy.args([MODULE, &version]).arg(job.package).arg(&served);
    job.run(&mut proxy, out)?;
    let example = files::read(&job.sources().join("example/main.go"))?;
    files::write(&user.join("main.go"), example)?;
    files::write(&user.join("go.mod"), "module example\n\ngo 1.24\n")?;
    // A module cache of its own, so that the module is really fetched. No database of checksums can know it yet.
    let variables = [
        format!("GOPROXY=file://{}", served.display()),
        format!("GOMODCACHE={}", job.work.join("cache").display()),
        "GOFLAGS=-modcacherw -buildvcs=false".to_owned(),
        "GONOSUMDB=*".to_owned(),
        "GOTOOLCHAIN=local".to_owned(),
        "GOWORK=off".to_owned(),
    ];
    remove(&job.work.join("cache"))?;
    let run = |words: &[&str]| {
        let all: Vec<&str> = std::iter::once("env")
            .chain(variables.iter().map(String::as_str))
            .chain(words.iter().copied())
            .collect();
        files::command(&all, &user)
    };
    let wanted = format!("{MODULE}@{version}");
    files::manifests(
        job,
        &files::command(&[&conformance.to_string_lossy()], job.work),
        &[run(&["go", "get", &wanted])],
        &run(&["go", "run", "."]),
    )
}

/// The go command, offline: neither package nor conformance program needs anything but the standard library. What is built
/// says nothing of the repository around it, which is none of its own.
fn go() -> Command {
    let mut go = clean("go");
    go.env("GOPROXY", "off")
        .env("GOTOOLCHAIN", "local")
        .env("GOFLAGS", "-mod=mod -buildvcs=false")
        .env("GOWORK", "off");
    go
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

    use serde_json::{Value, json};

    use super::{adapted, files};
    use crate::tools::remove;

    fn adapt(name: &str, view: &Value) -> Result<Value, String> {
        let folder =
            std::env::temp_dir().join(format!("gitlab-jobs-go-{}-{name}", std::process::id()));
        let file = folder.join("view.json");
        files::write(&file, view.to_string()).unwrap();
        let text = adapted(&file).map_err(|error| error.to_string());
        remove(&folder).unwrap();
        Ok(serde_json::from_str(&text?).unwrap())
    }

    #[test]
    fn sets_become_enums_and_parameters_stand_where_they_are_used() {
        let view = json!({
            "paths": { "/jobs/{id}": { "get": {
                "deprecated": true,
                "parameters": [
                    { "$ref": "#/components/parameters/Id" },
                    { "$ref": "#/components/parameters/Page" },
                ],
            } } },
            "components": {
                "parameters": { "Id": { "name": "id", "required": true }, "Page": { "name": "page" } },
                "schemas": { "Status": { "type": "string", "x-extensible-enum": ["a", "b"] } },
            },
        });
        let expected = json!({
            "paths": { "/jobs/{id}": { "get": {
                "deprecated": true,
                "parameters": [
                    { "name": "id", "required": true },
                    { "name": "page", "x-go-type-skip-optional-pointer": true },
                ],
                "x-deprecated-reason": "the description says what to use instead.",
            } } },
            "components": { "schemas": { "Status": { "type": "string", "enum": ["a", "b"] } } },
        });
        assert_eq!(adapt("whole", &view).unwrap(), expected);
    }

    #[test]
    fn a_parameter_that_is_nowhere_is_named() {
        let view = json!({
            "paths": { "/": { "get": { "parameters": [{ "$ref": "#/components/parameters/Lost" }] } } },
            "components": { "parameters": {}, "schemas": {} },
        });
        let error = adapt("lost", &view).unwrap_err();
        assert!(error.ends_with("has no parameter Lost"), "{error}");
    }
}
