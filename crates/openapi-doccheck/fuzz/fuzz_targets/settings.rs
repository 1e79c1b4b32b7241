//! Fuzzes `doccheck.toml` and the baseline.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use openapi_doccheck::baseline::Baseline;
use openapi_doccheck::config::Config;
use openapi_doccheck_fuzz::text;

fuzz_target!(|bytes: &[u8]| {
    let text = text(bytes);
    if let Ok(config) = Config::parse(Path::new("doccheck.toml"), &text) {
        config.pages(Path::new("docs/kettles.md"));
    }
    Baseline::parse(Path::new("doccheck-baseline.json"), &text).ok();
});
