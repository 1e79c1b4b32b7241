//! What a page says about an endpoint before it shows the endpoint's line.

use super::told;

const TABLE: &str = "| Attribute | Type |\n|---|---|\n| `id` | integer |\n\n";
const STATUSES: &str = "| Status code | Description |\n|---|---|\n| `404` | None. |\n\n";

/// The endpoint that the first claim of a page is bound to.
fn first(text: &str) -> String {
    let told = told(text);
    let (_, bound) = told[0].split_once(" @ ").unwrap_or_default();
    bound.to_owned()
}

#[test]
fn a_heading_that_names_a_part_may_stand_before_the_only_endpoint_line_of_its_section() {
    for (head, body) in [
        ("### Query parameters", TABLE),
        (
            "### Parameters for \"List pots\"\n\n#### Path parameters",
            TABLE,
        ),
        ("### HTTP response status codes for \"List pots\"", STATUSES),
        ("### Parameters", "- `id` (integer): The id.\n\n"),
        ("### 매개변수", TABLE),
        ("### Response", "```json\n{}\n```\n\n"),
    ] {
        let call = "### Request\n\n`GET /pots`\n\n";
        let one = format!("# Pots\n\n## List\n\n{head}\n\n{body}{call}");
        assert_eq!(first(&one), "GET /pots", "{one}");
        let other = "## Make\n\n`POST /pots`\n\n";
        assert_eq!(first(&format!("{one}{other}")), "GET /pots", "{one}");
    }
}

#[test]
fn what_may_be_about_any_endpoint_of_a_page_is_bound_to_none() {
    let calls = "## List\n\n`GET /pots`\n\n## Make\n\n`POST /pots`\n";
    let general = format!("# Pots\n\n## Errors\n\n{STATUSES}{calls}");
    assert_eq!(
        told(&general),
        ["endpoint GET /pots", "endpoint POST /pots"]
    );
    let unnamed = format!("# Pots\n\n## Hints\n\n{STATUSES}## List\n\n`GET /pots`\n");
    assert_eq!(told(&unnamed), ["endpoint GET /pots"]);
}

#[test]
fn a_part_that_is_named_once_behind_several_endpoints_is_about_all_of_them() {
    let list = "# Pots\n\n## List\n\n`GET /pots`\n\n";
    let make = "## Make\n\n`POST /pots`\n\n";
    let errors = format!("## Errors\n\n{STATUSES}");
    let bound = |parts: &[&str]| -> Vec<String> {
        let told = told(&parts.concat());
        let statuses = told.into_iter().filter(|line| line.starts_with("status"));
        statuses.collect()
    };
    assert!(bound(&[list, make, &errors]).is_empty());
    let to = |endpoint: &str| format!("status 404 table @ {endpoint}");
    assert_eq!(bound(&[list, &errors, make]), [to("GET /pots")]);
    let each = [list, &errors, make, &errors];
    assert_eq!(bound(&each), [to("GET /pots"), to("POST /pots")]);
    // A lower heading belongs to the endpoint above it.
    let lower = errors.replace("##", "###");
    assert_eq!(bound(&[list, make, &lower]), [to("POST /pots")]);
}
