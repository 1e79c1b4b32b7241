//! As a new user would: from a folder of pages to a failing line of CI, repaired by what the messages say alone; and our
//! own pages, by our own binary.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{code, folder, run, stderr, stdout};

const LIBRARY: &str = "openapi: 3.0.3
info: { title: Library, version: 1.0.0 }
servers: [{ url: https://library.example/v2 }]
security: [{ Key: [] }]
paths:
  /books:
    get:
      operationId: list_books
      responses:
        '200':
          description: Books.
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Book' } }
  /books/{isbn}:
    get:
      operationId: get_book
      parameters: [{ name: isbn, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: A book.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Book' }
components:
  securitySchemes: { Key: { type: apiKey, in: header, name: Library-Key } }
  schemas:
    Book:
      type: object
      required: [isbn, title]
      properties:
        isbn: { type: string }
        title: { type: string }
        pages: { type: integer }
";

const LIST: &str = "# Books\n\n## List books\n\n`GET /books`\n\n```shell\ncurl --header \"Library-Key: <key>\" \
    \"https://library.example/v2/books\"\n```\n\nExample response:\n\n```json\n[\n  {\n    \"isbn\": \"978-0\",\n    \
    \"title\": \"The Kettle\",\n    \"page_count\": 120,\n  }\n]\n```\n";

const ONE: &str = "# A book\n\n```http\nGET /books/{isbn}\n```\n\n```json\n{\"isbn\": \"978-0\", \"title\": \"The \
    Kettle\", \"pages\": 120}\n```\n";

/// The findings of a Code Quality report: line, rule and description.
fn quality(file: &Path) -> Vec<(u64, String, String)> {
    let report: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let all = report.as_array().unwrap().iter();
    all.map(|one| {
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        let line = one["location"]["lines"]["begin"].as_u64().unwrap();
        (line, text("check_name"), text("description"))
    })
    .collect()
}

#[test]
fn a_new_user_gets_from_nothing_to_a_failing_line_and_repairs_it_by_its_message() {
    let folder = folder("trial");
    fs::create_dir(folder.join("docs")).unwrap();
    fs::write(folder.join("openapi.yaml"), LIBRARY).unwrap();
    fs::write(folder.join("docs/list.md"), LIST).unwrap();
    fs::write(folder.join("docs/one.md"), ONE).unwrap();

    // Without any file but the document and the pages.
    let init = run(&folder, &["init"]);
    assert_eq!(code(&init), 0, "{}", stderr(&init));
    let said = stdout(&init);
    assert!(said.contains("--> docs/list.md:18:22"), "{said}");
    assert!(
        said.contains("remove the line `baseline` from doccheck.toml"),
        "{said}"
    );
    assert_eq!(
        code(&run(&folder, &["check"])),
        0,
        "what was there does not count"
    );

    // What it says to do to have it fail.
    let settings = fs::read_to_string(folder.join("doccheck.toml")).unwrap();
    let settings: Vec<&str> = settings
        .lines()
        .filter(|line| !line.starts_with("baseline"))
        .collect();
    fs::write(folder.join("doccheck.toml"), settings.join("\n")).unwrap();
    let line = [
        "check",
        "--format",
        "text",
        "--format",
        "gitlab=quality.json",
    ];
    let check = run(&folder, &line);
    assert_eq!(code(&check), 1, "{}", stdout(&check));
    let found = quality(&folder.join("quality.json"));
    let message = |rule: &str| {
        let one = found.iter().find(|(_, name, _)| name == rule);
        one.map(|(line, _, description)| (*line, description.as_str()))
    };
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(
        message("json-syntax"),
        Some((
            18,
            "a comma stands before `}` with nothing after it; remove it, as `--fix` does"
        ))
    );
    assert_eq!(
        message("payload-property-unknown"),
        Some((
            18,
            "the property \"page_count\" is unknown; remove it, or describe it in the document, which also has `pages` here"
        ))
    );

    // The messages name the line, what is wrong and what to write.
    assert_eq!(code(&run(&folder, &["check", "--fix"])), 1);
    let page = fs::read_to_string(folder.join("docs/list.md")).unwrap();
    assert!(page.contains("\"page_count\": 120\n"), "{page}");
    fs::write(
        folder.join("docs/list.md"),
        page.replace("page_count", "pages"),
    )
    .unwrap();
    let check = run(&folder, &line);
    assert_eq!(code(&check), 0, "{}", stdout(&check));
    assert_eq!(quality(&folder.join("quality.json")), []);
}

#[test]
fn our_own_pages_hold_claims_and_agree_with_our_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let pages = [
        "README.md",
        "openapi/README.md",
        "crates/gitlab-jobs-mock/README.md",
    ];
    let check = run(
        &root,
        &[&["check", "--format", "json"][..], &pages].concat(),
    );
    assert_eq!(code(&check), 0, "{}{}", stdout(&check), stderr(&check));
    let report: Value = serde_json::from_str(&stdout(&check)).unwrap();
    let count = |page: &str, kind: &str| {
        let pages = report["pages"].as_array().unwrap();
        let page = pages.iter().find(|known| known["path"] == page).unwrap();
        page["inventory"][kind].as_u64().unwrap()
    };
    for kind in [
        "endpoints",
        "responses",
        "requests",
        "curl",
        "attributes",
        "statuses",
    ] {
        assert!(
            count("openapi/README.md", kind) > 0,
            "openapi/README.md has no {kind}"
        );
    }
    assert!(count("README.md", "curl") > 0);
    assert!(count("crates/gitlab-jobs-mock/README.md", "curl") > 0);
}

#[test]
fn what_would_be_wrong_on_our_own_page_is_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("openapi/README.md")).unwrap();
    for (right, wrong, rule) in [
        (
            "POST /projects/:id/jobs/:job_id/play",
            "POST /projects/:id/jobs/:job_id/start",
            "endpoint-unknown",
        ),
        (
            "\"key\": \"TARGET\"",
            "\"name\": \"TARGET\"",
            "payload-property-unknown",
        ),
        ("\"size\": 204", "\"size\": \"204\"", "payload-type"),
        (
            "tree?recursive=true",
            "tree?recursive=deep",
            "curl-query-value",
        ),
        (
            "| `recursive` | boolean |",
            "| `recursive` | integer |",
            "attribute-type",
        ),
        (
            "| 404 | No artifacts",
            "| 410 | No artifacts",
            "status-unknown",
        ),
    ] {
        assert!(page.contains(right), "{right}");
        let folder = folder("own");
        fs::write(folder.join("page.md"), page.replacen(right, wrong, 1)).unwrap();
        let document = root.join("openapi/gitlab-jobs.yaml");
        let openapi = document.to_str().unwrap();
        let check = run(
            &folder,
            &[
                "check",
                "page.md",
                "--openapi",
                openapi,
                "--format",
                "github",
            ],
        );
        assert_eq!(code(&check), 1, "{wrong}");
        assert!(
            stdout(&check).contains(&format!("title={rule}::")),
            "{wrong}: {}",
            stdout(&check)
        );
    }
}
