//! OpenAPI-generator: its jar out of the pinned wheel, and one run of it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::Job;
use crate::task::{Error, workspace};
use crate::tools::{Pins, clean, python, target};

/// SHA-256 of the jar inside the wheel that `xtask/sdk/openapi-generator/requirements.txt` pins.
const JAR: &str = "1760050094997b9cc790cc1350be095f15da8c08a996b184d3eadc4ccda5e35e";

/// The jar, fetched when it is not there yet.
pub(crate) fn jar(out: &mut dyn Write) -> Result<PathBuf, Error> {
    let folder = target().join("sdk/tools/openapi-generator");
    let requirements = workspace().join("xtask/sdk/openapi-generator/requirements.txt");
    python(&folder, &requirements, Pins::Hashes, out)?;
    let jar = find(&folder.join(if cfg!(windows) { "Lib" } else { "lib" }))?;
    let bytes = fs::read(&jar).map_err(|error| Error::file(&jar, &error))?;
    let digest = format!("{:x}", Sha256::digest(&bytes));
    if digest == JAR {
        Ok(jar)
    } else {
        Err(Error::new(format!(
            "{} has the SHA-256 {digest}, not {JAR}: remove {} and try again",
            jar.display(),
            folder.display()
        )))
    }
}

/// The folder below `lib` is named after the version of Python.
fn find(lib: &Path) -> Result<PathBuf, Error> {
    let tail = "site-packages/openapi_generator_cli/openapi-generator.jar";
    let direct = lib.join(tail);
    let folders = fs::read_dir(lib).map_err(|error| Error::file(lib, &error))?;
    let mut jars = folders
        .filter_map(|entry| Some(entry.ok()?.path().join(tail)))
        .chain([direct])
        .filter(|jar| jar.is_file());
    jars.next().ok_or_else(|| {
        Error::new(format!(
            "no openapi-generator.jar below {}: the wheel has changed its shape",
            lib.display()
        ))
    })
}

/// Generates from the view into `output` as the file `config` says, with what every language wants.
///
/// The version of the package is that of the document: `{version}` is for the property that names it in the language.
pub(crate) fn run(
    job: &Job<'_>,
    config: &Path,
    version_property: &str,
    output: &Path,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let jar = jar(out)?;
    let properties = [
        // Without it unknown fields are refused by some languages and dropped by others.
        "disallowAdditionalPropertiesIfNotPresent=false".to_owned(),
        "legacyDiscriminatorBehavior=false".to_owned(),
        "hideGenerationTimestamp=true".to_owned(),
        format!("{version_property}={}", job.version),
    ];
    let mut java = clean("java");
    // A short run gains nothing from the optimising compiler.
    java.args([
        "-XX:TieredStopAtLevel=1",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
    ]);
    java.arg("-jar").arg(jar).arg("generate");
    java.arg("--config").arg(config);
    java.arg("--input-spec").arg(job.view);
    java.arg("--output").arg(output);
    java.args([
        "--global-property",
        "apiDocs=false,modelDocs=false,apiTests=false,modelTests=false",
    ]);
    java.arg("--additional-properties")
        .arg(properties.join(","));
    // What it says besides errors are thanks.
    java.stdout(std::process::Stdio::null());
    job.run(&mut java, out)?;
    for left in [".openapi-generator", ".openapi-generator-ignore"] {
        let path = output.join(left);
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(|error| Error::file(&path, &error))?;
    }
    Ok(())
}
