//! Java: models by OpenAPI-generator and operations in the words of our own template, around a hand-written half that
//! needs Jackson alone.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use openapi_document::json;
use openapi_document::node::{Node, Value};
use openapi_document::source::FileId;

use super::{Job, Language, files, known_values, openapi_generator};
use crate::task::Error;
use crate::tools::remove;

mod build;
mod surface;

/// The language.
pub(super) const JAVA: Language = Language {
    name: "java",
    in_all: true,
    needs: &["java", "javac", "mvn", "python3"],
    generate,
    build: Some(build::build),
};

/// The folder of the Java package inside the Maven project.
const CODE: &str = "src/main/java/io/github/gitlabjobs";

fn generate(job: &Job<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let sources = job.sources();
    let example = files::read(&sources.join("example/Example.java"))?;
    let fill = [("VERSION", job.version), ("EXAMPLE", example.as_str())];
    files::copy(&sources.join("package"), job.package, &fill)?;
    files::licences(job.package)?;

    let view = job.work.join("view.json");
    files::write(&view, adapted(job.view)?)?;
    let generated = job.work.join("generated");
    remove(&generated)?;
    let tagged = Job {
        view: &view,
        ..*job
    };
    let config = sources.join("openapi-generator.yaml");
    openapi_generator::run(&tagged, &config, "artifactVersion", &generated, out)?;
    let (from, to) = (generated.join(CODE), job.package.join(CODE));
    tidy(&from.join("Operations.java"), &to.join("Operations.java"))?;
    for model in listed(&from.join("model"))? {
        let name = model.file_name().unwrap_or_default();
        // What it is there for, a choice of schemas, the view does not have.
        if name != "AbstractOpenApiSchema.java" {
            tidy(&model, &to.join("model").join(name))?;
        }
    }
    for set in known_values::of_view(job)? {
        let class = constants(&set);
        files::write(
            &to.join("model").join(&set.name).with_extension("java"),
            class,
        )?;
    }
    Ok(())
}

/// The view with one tag, because the generator makes a class of each.
fn adapted(view: &Path) -> Result<String, Error> {
    let text = files::read(view)?;
    let mut root = json::parse(&text, FileId(0))
        .map_err(|error| Error::new(format!("{}: {}", view.display(), error.message)))?
        .node;
    let span = root.span;
    let tag = |value| Node::new(span, value);
    let name = tag(Value::String("Operations".to_owned()));
    let paths = root
        .get_mut("paths")
        .ok_or_else(|| Error::new(format!("{} has no paths", view.display())))?;
    for item in members(paths) {
        for operation in members(item).filter(|operation| operation.has("operationId")) {
            operation.set("tags", tag(Value::Array(vec![name.clone()])));
        }
    }
    root.remove("tags");
    Ok(json::print(&root))
}

fn members(object: &mut Node) -> impl Iterator<Item = &mut Node> {
    let members = match &mut object.value {
        Value::Object(members) => members.as_mut_slice(),
        _ => &mut [],
    };
    members.iter_mut().map(|member| &mut member.node)
}

/// Copies a generated file without blanks at the ends of lines and without empty lines in a row.
fn tidy(from: &Path, to: &Path) -> Result<(), Error> {
    let mut text = String::new();
    let mut empty = true;
    for line in files::read(from)?.lines().map(str::trim_end) {
        if !(line.is_empty() && empty) {
            text.push_str(line);
            text.push('\n');
        }
        empty = line.is_empty();
    }
    files::write(to, text)
}

/// A class with the values of an open set that are known.
fn constants(set: &known_values::KnownValues) -> String {
    let (name, description) = (&set.name, javadoc(&set.description));
    let mut text = format!(
        "// Generated from the OpenAPI document. Do not edit.\n\npackage io.github.gitlabjobs.model;\n\n\
         /**\n * {description}\n *\n * <p>The set is open: these are the values known today.\n */\n\
         public final class {name} {{\n  private {name}() {{}}\n"
    );
    for value in &set.values {
        let name = value
            .to_uppercase()
            .replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let _ = write!(
            text,
            "\n  /** The value {{@code {value}}}. */\n  public static final String {name} = \"{value}\";\n"
        );
    }
    text + "}\n"
}

/// Markdown's code as Javadoc's, and nothing that HTML would read.
fn javadoc(text: &str) -> String {
    let safe = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace("*/", "* /");
    let parts: Vec<&str> = safe.split('`').collect();
    let coded = parts
        .iter()
        .enumerate()
        .map(|(index, part)| match index % 2 {
            0 => (*part).to_owned(),
            _ => format!("{{@code {part}}}"),
        });
    coded.collect()
}

/// What lies in a folder, sorted.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(|error| Error::file(folder, &error))?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Error::file(folder, &error))?;
    paths.sort();
    Ok(paths)
}
