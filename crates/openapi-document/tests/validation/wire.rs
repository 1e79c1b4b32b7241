//! Raw texts of paths and queries.

use openapi_document::source::Span;
use openapi_document::validate::{Options, Validator, wire};

use super::{brief, document};

#[test]
fn a_text_fits_when_one_of_its_readings_does() {
    let schemas = r#"{
        "Id": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        "Flag": {"type": "boolean"},
        "Scopes": {"type": "array", "items": {"type": "string", "enum": ["failed", "1"]}},
        "Ids": {"type": "array", "items": {"type": "integer"}},
        "Text": {"type": "string", "minLength": 1}
    }"#;
    let document = document("3.0.3", schemas);
    let validator = Validator::new(&document);
    let check = |name: &str, text: &str| {
        let address = format!("#/components/schemas/{name}");
        let options = Options::request();
        let found = wire::check(&validator, &address, text, Span::default(), &options);
        brief(&found)
    };
    for (name, text) in [
        ("Id", "1"),
        ("Id", "group/project"),
        ("Flag", "true"),
        ("Scopes", "failed"),
        ("Scopes", "failed,1"),
        ("Ids", "1,2"),
        ("Text", "1"),
        ("Text", "true"),
    ] {
        assert_eq!(check(name, text), [""; 0], "{name} {text}");
    }
    assert_eq!(check("Flag", "yes"), [" type"]);
    assert_eq!(check("Scopes", "failed,lost"), ["/1 enum"]);
    assert_eq!(check("Ids", "1,x"), ["/1 type"]);
    assert_eq!(check("Text", ""), [" min-length"]);
}
