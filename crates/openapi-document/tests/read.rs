//! Documents as they are read: references within and between files, and what is refused with which words.

use std::fs;
use std::path::{Path, PathBuf};

use openapi_document::source::FileId;
use openapi_document::{Document, Error, Node};
use serde_json::json;

fn fixture() -> Document {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/files/api.yaml");
    Document::open(path).unwrap_or_else(|error| panic!("{error}"))
}

fn refusal(text: &str) -> String {
    Document::parse("api.yaml", text)
        .expect_err("the text is refused")
        .to_string()
}

/// A folder for one test, which takes it away when it is done.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("openapi-document-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("a temporary folder can be made");
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder"))
            .expect("a folder can be made");
        fs::write(&path, text).expect("a temporary file can be written");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is no reason to hide why a test failed.
        drop(fs::remove_dir_all(&self.0));
    }
}

fn schema<'a>(document: &'a Document, name: &str) -> (&'a Node, String) {
    let address = format!("#/components/schemas/{name}");
    let node = document.find(&address).expect("the schema is there");
    document.resolve(node, &address)
}

#[test]
fn a_reference_into_another_file_is_followed_from_where_it_stands() {
    let document = fixture();
    let (job, address) = schema(&document, "Job");
    assert!(
        address.ends_with("/tests/fixtures/files/parts/job.yaml#/Job"),
        "{address}"
    );
    let property = |name: &str| {
        let node = job
            .get("properties")
            .and_then(|node| node.get(name))
            .expect("it is there");
        document.resolve(node, "").0
    };
    assert_eq!(property("id").to_json(), json!({"type": "integer"}));
    assert!(std::ptr::eq(property("parent"), job));
    assert_eq!(
        property("status").get("enum").map(Node::to_json),
        Some(json!(["running", "done"]))
    );
}

#[test]
fn a_file_is_loaded_once_however_it_is_named() {
    let document = fixture();
    let (_, straight) = schema(&document, "Job");
    let (_, roundabout) = schema(&document, "Linked");
    assert_eq!(straight, roundabout);
    let id = document
        .find("#/components/schemas/Id")
        .expect("it is there");
    let (job, _) = schema(&document, "Job");
    let from_there = job
        .get("properties")
        .and_then(|node| node.get("id"))
        .expect("it is there");
    assert!(std::ptr::eq(document.resolve(from_there, "").0, id));
}

#[test]
fn a_place_in_another_file_is_told_with_its_name() {
    let document = fixture();
    let (job, _) = schema(&document, "Job");
    let place = document.locate(job.span).to_string();
    assert!(place.ends_with("/parts/job.yaml:2:3"), "{place}");
    assert_ne!(job.span.file, FileId(0));
}

#[test]
fn a_path_item_in_another_file_has_its_operations() {
    let document = fixture();
    let list = document.operation("list_jobs").expect("it is there");
    assert_eq!(list.path(), "/jobs");
    assert!(
        list.address().ends_with("/parts/paths.yaml#/jobs/get"),
        "{}",
        list.address()
    );
    let json = list
        .success()
        .and_then(|response| response.json())
        .expect("it is there");
    let (schema, address) = json.schema().expect("it has one");
    assert!(std::ptr::eq(
        document.find(&address).expect("it is there"),
        schema
    ));
}

#[test]
fn a_property_named_like_a_keyword_is_followed_and_data_is_not() {
    let document = fixture();
    let (job, _) = schema(&document, "Job");
    for name in ["example", "$ref"] {
        let node = job
            .get("properties")
            .and_then(|node| node.get(name))
            .expect("it is there");
        assert_eq!(
            document.resolve(node, "").0.to_json(),
            json!({"type": "string"}),
            "{name}"
        );
    }
    assert_eq!(
        job.get("example").map(Node::to_json),
        Some(json!({"$ref": "never-read.yaml"}))
    );
}

#[test]
fn a_percent_encoded_pointer_is_understood() {
    let document = fixture();
    let plain = document
        .find("#/paths/~1jobs~1{id}/get")
        .expect("it is there");
    let encoded = document
        .find("#/paths/~1jobs~1%7Bid%7D/get")
        .expect("it is there");
    assert!(std::ptr::eq(plain, encoded));
    let linked = document.at(&"/components/schemas/Linked/$ref"
        .parse()
        .expect("it is a pointer"));
    let text = linked.and_then(Node::as_str).expect("it is there");
    assert_eq!(
        text,
        "#/paths/~1jobs~1{id}/get/responses/200/content/application~1json/schema"
    );
}

#[test]
fn an_index_is_digits_without_a_zero_in_front() {
    let document = Document::parse("api.yaml", "openapi: 3.0.3\ntags: [{name: a}, {name: b}]")
        .expect("it is valid");
    assert!(document.find("#/tags/1").is_some());
    for index in ["01", "+1", "-1", "", "2", "1 "] {
        assert!(
            document.find(&format!("#/tags/{index}")).is_none(),
            "{index}"
        );
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_told_with_its_place() {
    let text = |reference: &str| {
        refusal(&format!(
            "openapi: 3.0.3\ncomponents:\n  schemas:\n    A: {{$ref: {reference}}}\n"
        ))
    };
    assert_eq!(
        text("'#/components/schemas/B'"),
        "api.yaml:4:15: `$ref: #/components/schemas/B` leads nowhere"
    );
    assert_eq!(
        text("'#/components/schemas/A'"),
        "api.yaml:4:15: this `$ref` leads back to itself, or over more than 64 others"
    );
    assert_eq!(
        text("'#anchor'"),
        "api.yaml:4:15: `$ref: #anchor` leads nowhere"
    );
    assert_eq!(
        text("other.yaml"),
        "api.yaml:4:15: `$ref: other.yaml` leads to another file, but this document was read from text"
    );
    assert_eq!(
        text("7"),
        "api.yaml:4:15: a `$ref` is text: a file, a `#` and a JSON Pointer"
    );
    assert!(text("https://example.org/a.yaml").contains("leads to the network"));
}

#[test]
fn a_missing_file_is_told_at_the_reference_and_a_broken_one_in_itself() {
    let folder = Folder::new("missing");
    let reference = |target: &str| {
        format!("openapi: 3.0.3\ncomponents: {{schemas: {{A: {{$ref: {target}}}}}}}\n")
    };
    let path = folder.write("api.yaml", &reference("none.yaml"));
    let error = Document::open(&path)
        .expect_err("the file is missing")
        .to_string();
    assert!(
        error.starts_with(&format!(
            "{}:2:34: `$ref: none.yaml` could not be read: ",
            path.display()
        )),
        "{error}"
    );

    folder.write("broken.yaml", "a: [1,\n");
    let path = folder.write("api.yaml", &reference("broken.yaml"));
    let error = Document::open(&path).expect_err("the file is broken");
    assert!(
        matches!(&error, Error::Syntax { at, .. } if at.file.ends_with("broken.yaml")),
        "{error}"
    );

    let path = folder.write("api.yaml", &reference("./"));
    let error = Document::open(&path)
        .expect_err("a folder is no file")
        .to_string();
    assert!(error.contains("it is not a plain file"), "{error}");
}

#[test]
fn files_may_refer_to_one_another_in_a_circle_and_in_a_long_row() {
    let folder = Folder::new("row");
    let path = folder.write(
        "api.yaml",
        "openapi: 3.0.3\ncomponents: {schemas: {A: {$ref: deep/0.yaml}}}\n",
    );
    for index in 0..60 {
        folder.write(
            &format!("deep/{index}.yaml"),
            &format!("$ref: ./{}.yaml\n", index + 1),
        );
    }
    folder.write(
        "deep/60.yaml",
        "type: object\nproperties: {back: {$ref: ../api.yaml#/components/schemas/A}}\n",
    );
    let document = Document::open(&path).unwrap_or_else(|error| panic!("{error}"));
    let (last, address) = schema(&document, "A");
    assert!(address.ends_with("60.yaml#"), "{address}");
    let back = last
        .get("properties")
        .and_then(|node| node.get("back"))
        .expect("it is there");
    assert!(std::ptr::eq(document.resolve(back, "").0, last));

    folder.write("deep/60.yaml", "$ref: 0.yaml\n");
    let error = Document::open(&path)
        .expect_err("there is no end")
        .to_string();
    assert!(error.contains("leads back to itself"), "{error}");
}

#[test]
fn a_document_is_found_relative_to_the_working_directory() {
    let path = Path::new("tests/fixtures/files/api.yaml");
    let document = Document::open(path).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        document.locate(document.root().span).to_string(),
        "tests/fixtures/files/api.yaml:1:1"
    );
    let (_, address) = schema(&document, "Job");
    assert_eq!(address, "tests/fixtures/files/parts/job.yaml#/Job");
}

#[test]
fn a_dot_in_front_of_a_path_is_left_out_of_addresses() {
    let document = Document::open("./tests/fixtures/files/api.yaml").expect("the fixture is valid");
    let (_, address) = schema(&document, "Job");
    assert_eq!(address, "tests/fixtures/files/parts/job.yaml#/Job");
}

#[cfg(unix)]
#[test]
fn a_link_is_the_file_it_leads_to() {
    let folder = Folder::new("link");
    let path = folder.write(
        "api.yaml",
        "openapi: 3.0.3\ncomponents: {schemas: {A: {$ref: real.yaml}, B: {$ref: link.yaml}}}\n",
    );
    let real = folder.write("real.yaml", "type: object\n");
    std::os::unix::fs::symlink(&real, folder.0.join("link.yaml")).expect("a link can be made");
    let document = Document::open(&path).expect("the document is valid");
    assert_eq!(schema(&document, "A").1, schema(&document, "B").1);
}

#[test]
fn a_reference_in_an_extension_is_data_but_in_a_former_schema_it_is_one() {
    let text = |schema: &str| {
        format!(
            "openapi: 3.0.3\nx-note: {{$ref: anything, list: [{{$ref: 7}}]}}\nx-history: [{{schema: {schema}}}]\n"
        )
    };
    assert!(Document::parse("api.yaml", &text("{type: string}")).is_ok());
    assert_eq!(
        refusal(&text("{$ref: '#/components/schemas/A'}")),
        "api.yaml:3:29: `$ref: #/components/schemas/A` leads nowhere"
    );
}

#[test]
fn only_openapi_three_is_read() {
    assert_eq!(
        refusal("swagger: '2.0'"),
        "api.yaml:1:1: this is not an OpenAPI document: it has no `openapi: 3.0.x` or `3.1.x`"
    );
    assert_eq!(
        refusal("openapi: 4.0.0"),
        "api.yaml:1:10: only OpenAPI 3.0.x and 3.1.x are supported"
    );
    assert_eq!(
        refusal("openapi: 3.0"),
        "api.yaml:1:10: only OpenAPI 3.0.x and 3.1.x are supported"
    );
    assert_eq!(
        refusal("just text"),
        "api.yaml:1:1: this is not an OpenAPI document: it has no `openapi: 3.0.x` or `3.1.x`"
    );
    assert!(
        Document::parse("api.yaml", "openapi: 3.1.0")
            .expect("it is valid")
            .is_3_1()
    );
}

#[test]
fn json_is_read_as_json_and_a_flow_mapping_as_yaml() {
    let json =
        Document::parse("api.json", "\u{feff}{\"openapi\": \"3.0.3\"}").expect("it is valid");
    assert_eq!(
        json.locate(json.root().get("openapi").expect("it is there").span)
            .to_string(),
        "api.json:1:14"
    );
    assert!(Document::parse("api.yaml", "{openapi: 3.0.3, # the version\n paths: {}}").is_ok());
    assert_eq!(
        refusal("{\"openapi\": \"3.0.3\",\n \"paths\": {},\n \"openapi\": 1}"),
        "api.yaml:3:2: the key at `/openapi` stands here a second time: the first is at 1:2"
    );
    assert_eq!(
        refusal("{\"openapi\": \"3.0.3\" \"paths\": {}}"),
        "api.yaml:1:21: found `\"` where `,` or `}` was expected"
    );
}

#[test]
fn a_file_that_is_missing_or_not_utf8_is_an_error_with_its_name() {
    let folder = Folder::new("unreadable");
    let missing = folder.0.join("none.yaml");
    let error = Document::open(&missing).expect_err("it is missing");
    assert!(matches!(error, Error::Read { .. }));
    assert!(
        error
            .to_string()
            .starts_with(&format!("{} could not be read: ", missing.display()))
    );
    let path = folder.0.join("latin.yaml");
    fs::write(&path, b"openapi: \xe9").expect("a temporary file can be written");
    assert!(matches!(Document::open(&path), Err(Error::Read { .. })));
}
