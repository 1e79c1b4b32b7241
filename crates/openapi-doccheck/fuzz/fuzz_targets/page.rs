//! Fuzzes pages, read by each reader, judged and repaired.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_doccheck::page::ReaderChoice;
use openapi_doccheck_fuzz::{judged, text};

fuzz_target!(|bytes: &[u8]| {
    let text = text(bytes);
    for reader in [ReaderChoice::Markdown, ReaderChoice::Text] {
        judged(&text, reader);
    }
});
