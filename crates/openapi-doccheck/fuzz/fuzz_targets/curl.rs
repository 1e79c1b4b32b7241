//! Fuzzes commands in a fence, in YAML and bare, whatever they hold.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_doccheck::page::ReaderChoice;
use openapi_doccheck_fuzz::{judged, text};

fuzz_target!(|bytes: &[u8]| {
    let text = text(bytes);
    let endpoint = "# Kettles\n\n```plaintext\nPOST /kettles\n```\n\n";
    let command = format!("curl {text}");
    judged(
        &format!("{endpoint}```shell\n{command}\n```\n"),
        ReaderChoice::Markdown,
    );
    judged(
        &format!("{endpoint}```yaml\nscript:\n  - {command}\n```\n"),
        ReaderChoice::Markdown,
    );
    judged(&format!("POST /kettles\n{command}\n"), ReaderChoice::Text);
});
