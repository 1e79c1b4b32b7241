//! What holds of every projection: again, later, by way of another, written out, and in its place.

use openapi_document::Document;
use openapi_document::history::{Version, as_of};
use serde_json::json;

use crate::{API, KEY, at, parse, version};

/// Every version at which something happens, and one before and after all.
const VERSIONS: [&str; 17] = [
    "8.0", "9.9", "9.10", "12.0", "13.0", "13.1", "14.0", "14.1", "14.2", "14.3", "14.4", "14.8",
    "14.10", "15.0", "15.2", "16.0", "99.0",
];

#[test]
fn a_projection_projected_again_is_the_same() {
    for text in VERSIONS {
        let once = at(text);
        let twice =
            as_of(&once, &version(text), KEY).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(once.root(), twice.root(), "{text}");
    }
}

#[test]
fn a_projection_to_a_later_version_changes_nothing() {
    for (index, text) in VERSIONS.iter().enumerate() {
        let older = at(text);
        for later in &VERSIONS[index..] {
            let again = as_of(&older, &version(later), KEY)
                .unwrap_or_else(|error| panic!("{text}, {later}: {error}"));
            assert_eq!(older.root(), again.root(), "{text}, then {later}");
        }
    }
}

#[test]
fn a_projection_by_way_of_a_later_one_is_the_same_unless_something_was_removed_between() {
    let removals = [version("14.0"), version("15.0"), version("16.0")];
    let mut compared = 0;
    for (index, older) in VERSIONS.iter().enumerate() {
        for later in &VERSIONS[index + 1..] {
            let between = version(older)..version(later);
            let lost = |removal: &Version| *removal > between.start && *removal <= between.end;
            if removals.iter().any(lost) {
                continue;
            }
            let by_way = as_of(&at(later), &version(older), KEY)
                .unwrap_or_else(|error| panic!("{later}, {older}: {error}"));
            assert_eq!(by_way.root(), at(older).root(), "{later}, then {older}");
            compared += 1;
        }
    }
    assert_eq!(compared, 38);
}

#[test]
fn the_newest_projection_is_the_document_without_what_was_removed() {
    let document = parse(API);
    let mut expected = document.root().clone();
    let mut remove = |address: &str, key: &str| {
        let pointer = address.parse().expect("the test's pointer is valid");
        let holder = expected
            .at_mut(&pointer)
            .expect("the test's pointer leads somewhere");
        holder.remove(key).expect("the test's key is there");
    };
    remove("/paths/~1jobs", "post");
    remove("/paths/~1jobs/get/responses/200/content", "text/csv");
    remove("/components/schemas/Job/properties", "legacy");
    remove("/components/schemas", "Draft");
    let mut expected = expected.to_json();
    expected["components"]["schemas"]["Job"]["required"] = json!(["id"]);
    expected["components"]["schemas"]["Status"]["x-extensible-enum"] =
        json!(["created", "waiting"]);
    let history = &mut expected["components"]["schemas"]["Status"][KEY];
    history.as_array_mut().expect("it is a list").remove(1);
    assert_eq!(at("99.0").root().to_json(), expected);
}

#[test]
fn every_projection_can_be_written_out_and_read_again() {
    for text in VERSIONS {
        let older = at(text);
        let written = older.root().to_json();
        let again = Document::parse("older.json", &written.to_string());
        let again = again.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(again.root().to_json(), written, "{text}");
    }
}

#[test]
fn what_remains_keeps_its_place() {
    let document = parse(API);
    let older = at("11.0");
    let address = "#/components/schemas/Status/x-extensible-enum/0";
    let span = |document: &Document| document.find(address).expect("it exists").span;
    assert_eq!(span(&document), span(&older));
    let changed = older
        .find("#/components/schemas/Job/properties/size")
        .expect("it exists");
    let source = older.source(changed.span.file);
    assert_eq!(
        &source.text()[changed.span.start..changed.span.end],
        "{type: string}"
    );
}
