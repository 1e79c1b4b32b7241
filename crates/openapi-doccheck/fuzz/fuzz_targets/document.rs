//! Fuzzes documents in YAML and JSON: loaded, taken back in time, routed and validated against.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_doccheck_fuzz::text;
use openapi_document::Document;
use openapi_document::history::as_of;
use openapi_document::route::{Router, RouterOptions};
use openapi_document::validate::{Options, Validator};

fuzz_target!(|bytes: &[u8]| {
    let text = text(bytes);
    for name in ["fuzz.yaml", "fuzz.json"] {
        let Ok(document) = Document::parse(name, &text) else {
            continue;
        };
        let version = "2.5".parse().expect("it is a version");
        if let Ok(older) = as_of(&document, &version, "x-history") {
            older.operations();
        }
        let options = RouterOptions {
            base_path: "/api".to_owned(),
            multi_segment_key: "x-multi-segment".to_owned(),
        };
        let router = Router::new(&document, options);
        let validator = Validator::new(&document);
        let options = Options::response().closed(true);
        for operation in document.operations() {
            router.route(operation.method(), operation.path()).ok();
            for response in operation.responses() {
                if let Some((_, address)) = response.json().and_then(|json| json.schema()) {
                    // The document itself is as good a value as any.
                    validator.validate(&address, document.root(), &options);
                    validator.absent(&address, document.root());
                }
            }
        }
        validator.unsupported();
    }
});
