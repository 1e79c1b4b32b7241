//! Sections in which no endpoint line stands, but commands do.

use openapi_doccheck::claim::ClaimKind;

/// Each example of a page as its JSON, and the URL of the command that it was bound to.
fn examples(text: &str) -> Vec<(String, String)> {
    let (page, claims) = super::read(text);
    let url = |command: usize| match &claims.claims[command].kind {
        ClaimKind::Curl(curl) => curl
            .url
            .as_ref()
            .map_or("", |url| &url.path.text)
            .to_owned(),
        _ => panic!("examples are bound to commands"),
    };
    let told = |claim: &openapi_doccheck::claim::Claim| {
        let is_example = matches!(claim.kind, ClaimKind::Response(_) | ClaimKind::Request(_));
        let binding = &claim.binding;
        let command = binding.command.filter(|_| binding.sure);
        let json = &page.source().text()[claim.span.start..claim.span.end];
        is_example.then(|| (json.to_owned(), command.map(url).unwrap_or_default()))
    };
    claims.claims.iter().filter_map(told).collect()
}

const CALL: &str = "```sh\ncurl https://p.test/NAME\n```\n\n";
const SHOW: &str = "Response:\n\n```json\n{}\n```\n\n";

fn check(parts: &[&str], expected: &[&str]) {
    let text = parts.concat();
    let found: Vec<String> = examples(&text).into_iter().map(|(_, url)| url).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn an_example_belongs_to_the_last_command_before_it_below_its_heading() {
    let (a, b) = (CALL.replace("NAME", "a"), CALL.replace("NAME", "b"));
    check(&["# T\n\n", &a, SHOW, &b, SHOW], &["/a", "/b"]);
    check(&[&a, SHOW], &["/a"]);
    // Without a word for what it is, it stays unsure.
    check(&["# T\n\n", &a, "Text.\n\n```json\n{}\n```\n"], &[""]);
}

#[test]
fn an_example_below_a_heading_of_its_own_belongs_to_the_only_command_of_the_part_around_it() {
    let (a, b) = (CALL.replace("NAME", "a"), CALL.replace("NAME", "b"));
    let head = "# T\n\n## A\n\n### Call\n\n";
    check(&[head, &a, "### Answer\n\n", SHOW], &["/a"]);
    check(&["# T\n\n## A\n\n", SHOW, &a], &["/a"]);
    // With two there is no telling, and what belongs to another heading is about something else.
    check(&[head, &a, &b, "### Answer\n\n", SHOW], &[""]);
    check(&[head, &a, "## B\n\n", &b, "## C\n\n", SHOW], &[""]);
    // An endpoint line anywhere around says that the page tells its endpoints by lines.
    check(
        &[
            "# T\n\n## A\n\n`GET /c`\n\n## B\n\n### D\n\n",
            SHOW,
            "## E\n\n",
            &a,
        ],
        &[""],
    );
}

#[test]
fn an_example_between_its_command_and_the_endpoint_line_is_about_what_the_command_calls() {
    let section = |name: &str| {
        format!(
            "## The {name}\n\n```shell\ncurl \"https://p.test/{name}\"\n```\n\n> The above command returns JSON structured like this:\n\n\
             ```json\n[]\n```\n\nIt lists all.\n\n### HTTP Request\n\n`GET https://p.test/{name}`\n\n"
        )
    };
    let text = format!("# Kitchen\n\n{}{}", section("pots"), section("lids"));
    let (_, claims) = super::read(&text);
    let answers = claims
        .claims
        .iter()
        .filter(|claim| matches!(claim.kind, ClaimKind::Response(_)));
    let bound: Vec<_> = answers
        .map(|claim| {
            (
                claim.binding.sure,
                claim.binding.command,
                claim.binding.endpoints.len(),
            )
        })
        .collect();
    assert_eq!(bound, [(true, Some(0), 0), (true, Some(3), 0)]);
}
