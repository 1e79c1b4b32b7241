//! What authors mean where the standard gives it no effect: told strictly, and understood when asked for.

use openapi_document::validate::Options;

use super::{brief, document, judge_with};

#[test]
fn null_is_let_in_wherever_nullable_stands() {
    let schemas = r##"{
        "Owner": {"type": "object", "properties": {"name": {"type": "string"}}},
        "S": {"type": "object", "properties": {
            "referred": {"$ref": "#/components/schemas/Owner", "nullable": true},
            "composed": {"allOf": [{"$ref": "#/components/schemas/Owner"}], "nullable": true},
            "chosen": {"oneOf": [{"type": "string"}, {"type": "integer"}], "nullable": true},
            "listed": {"type": "string", "enum": ["a", "b"], "nullable": true},
            "never": {"allOf": [{"$ref": "#/components/schemas/Owner"}], "nullable": false}
        }}
    }"##;
    let document = document("3.0.3", schemas);
    let nulls =
        r#"{"referred": null, "composed": null, "chosen": null, "listed": null, "never": null}"#;
    let strict = [
        "/referred type",
        "/composed type",
        "/chosen one-of",
        "/listed enum",
        "/never type",
    ];
    let meant = Options::default().intent(true);
    assert_eq!(
        brief(&judge_with(&document, nulls, Options::default())),
        strict
    );
    assert_eq!(brief(&judge_with(&document, nulls, meant)), ["/never type"]);
    let wrong = r#"{"referred": {"name": 1}, "composed": 1, "chosen": true, "listed": "c"}"#;
    let judged = brief(&judge_with(&document, wrong, meant));
    assert_eq!(
        judged,
        brief(&judge_with(&document, wrong, Options::default()))
    );
    assert_eq!(judged.len(), 4, "{judged:?}");
}

const PETS: &str = r##"{
    "S": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "name": {}},
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "#/components/schemas/Dog", "cow": "Cow"}}},
    "Cat": {"allOf": [{"$ref": "#/components/schemas/S"},
        {"type": "object", "required": ["claws"], "properties": {"claws": {"type": "integer"}}}]},
    "Kitten": {"allOf": [{"$ref": "#/components/schemas/Cat"}, {"properties": {"weeks": {"type": "integer"}}}]},
    "Dog": {"allOf": [{"$ref": "#/components/schemas/S"}, {"properties": {"bark": {"type": "string"}}}]}
}"##;

#[test]
fn a_discriminator_chooses_the_schema_that_judges_as_well() {
    let document = document("3.0.3", PETS);
    let found = |text| {
        let options = Options::default().closed(true).intent(true);
        brief(&judge_with(&document, text, options))
    };
    for right in [
        r#"{"kind": "cat", "name": "Tom", "claws": 3}"#,
        r#"{"kind": "Cat", "claws": 3}"#,
        r#"{"kind": "Kitten", "claws": 3, "weeks": 2}"#,
        r#"{"kind": "dog", "bark": "loud"}"#,
        r#"{"kind": "S", "name": "x"}"#,
        // The document has no such schema, so nobody knows what it holds.
        r#"{"kind": "cow", "milk": 3}"#,
    ] {
        assert_eq!(found(right), [""; 0], "{right}");
    }
    for (wrong, told) in [
        (r#"{"kind": "cat", "claws": "3"}"#, &["/claws type"][..]),
        (
            r#"{"kind": "cat", "claw": 3}"#,
            &["/claw unknown-property", "/claws required"],
        ),
        (
            r#"{"kind": "dog", "claws": 3}"#,
            &["/claws unknown-property"],
        ),
        (r#"{"kind": "S", "claws": 3}"#, &["/claws unknown-property"]),
        (r#"{"kind": "fish", "fins": 3}"#, &["/kind enum"]),
        (r#"{"claws": 3}"#, &["/kind required"]),
    ] {
        let mut judged = found(wrong);
        judged.sort();
        assert_eq!(judged, told, "{wrong}");
    }
    let options = Options::default().closed(true).intent(true);
    let fish = judge_with(&document, r#"{"kind": "dogg"}"#, options);
    assert_eq!(
        fish[0].message,
        "expected \"cat\", \"dog\" or \"cow\", found the string \"dogg\""
    );
    assert_eq!(fish[0].suggestion.as_deref(), Some("dog"));
}

#[test]
fn a_discriminator_is_a_description_unless_intent_is_asked_for() {
    let document = document("3.0.3", PETS);
    let text = r#"{"kind": "cat", "claws": "3"}"#;
    assert_eq!(
        brief(&judge_with(&document, text, Options::default())),
        [""; 0]
    );
    let closed = Options::default().closed(true);
    assert_eq!(
        brief(&judge_with(&document, text, closed)),
        ["/claws unknown-property"]
    );
}
