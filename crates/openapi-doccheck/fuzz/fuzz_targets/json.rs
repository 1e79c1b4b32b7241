//! Fuzzes the recovering parser, which agrees with `serde_json` on all that is JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_doccheck::fix;
use openapi_doccheck::recover;
use openapi_doccheck_fuzz::text;

fuzz_target!(|bytes: &[u8]| {
    let text = text(bytes);
    // A mark of byte order before the text is not told: files begin with one.
    let text = text.trim_start_matches('\u{feff}');
    let read = recover::parse(text);
    for repair in &read.repairs {
        assert!(
            text.get(repair.span.start..repair.span.end).is_some(),
            "{repair:?}"
        );
    }
    // Both stop at some depth; numbers beyond 64 bits of floating point are JSON, though `serde_json` refuses them.
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(_) => assert!(
            read.repairs.is_empty(),
            "JSON needs no repair: {:?}",
            read.repairs
        ),
        Err(error) if error.to_string().starts_with("recursion limit") => {}
        Err(error) if error.to_string().starts_with("number out of range") => {}
        Err(error) => assert!(!read.repairs.is_empty(), "{error}, but nothing is repaired"),
    }
    let safe = read.repairs.iter().filter(|repair| repair.safe);
    let edits: Vec<_> = safe.filter_map(|repair| repair.edit.clone()).collect();
    recover::parse(&fix::apply(text, &edits));
});
