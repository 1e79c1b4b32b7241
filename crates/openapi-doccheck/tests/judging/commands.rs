//! Commands against documents: every request of them, and credentials of all kinds.

use openapi_doccheck::finding::Finding;
use openapi_doccheck::rule::Rule;
use openapi_document::Document;

use crate::{findings, judge, kettles, show};

/// The page with one endpoint line and one block of commands.
fn page(endpoint: &str, commands: &str) -> String {
    format!("# Page\n\n```plaintext\n{endpoint}\n```\n\n```shell\n{commands}\n```\n")
}

/// Rule and marked text of each finding.
fn told(text: &str, found: &[Finding]) -> Vec<(Rule, String)> {
    let slice = |finding: &Finding| text[finding.span.start..finding.span.end].to_owned();
    found
        .iter()
        .map(|finding| (finding.rule, slice(finding)))
        .collect()
}

#[test]
fn every_request_of_a_command_is_judged() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let base = "https://kettles.example/api/v1";
    let token = "-H 'KETTLE-TOKEN: <t>'";
    for (commands, expected) in [
        (
            format!("curl {token} {base}/kettles/1 {base}/kettels/2 '{base}/kettles/3?x=1'"),
            vec![
                (Rule::CurlPath, "/kettels/2"),
                (Rule::CurlQueryUnknown, "x"),
            ],
        ),
        (
            format!("curl {token} {base}/kettles/1 --next -X PUT {base}/kettles/1"),
            vec![(Rule::CurlMethod, "PUT")],
        ),
        (
            format!("curl {token} {base}/kettles/1 --next -X DELETE {base}/kettles/1"),
            vec![(Rule::CurlCredentials, "--next")],
        ),
        (
            format!(
                "curl {token} {base}/kettles/1 --next {token} --json '{{\"name\": 1}}' {base}/kettles"
            ),
            vec![(Rule::PayloadType, "1")],
        ),
        (
            format!("curl {token} '{base}/kettles/[1-9]' '{base}/kettles/{{1,2,x}}?y'"),
            vec![
                (Rule::CurlPath, "/kettles/{1,2,x"),
                (Rule::CurlQueryUnknown, "y"),
            ],
        ),
        (
            format!(
                "T=$(curl -d a=b https://kettles.example/token)\ncurl {token} {base}/kettles/1"
            ),
            vec![],
        ),
        (
            format!("curl -I {token} {base}/kettles/1\ncurl -X HEAD {token} {base}/kettles/1"),
            vec![],
        ),
    ] {
        let text = page("GET /kettles/:id", &commands);
        let found = findings(&judge, "/api/v1", &text);
        let found_here: Vec<_> = told(&text, &found);
        let found_here: Vec<_> = found_here
            .iter()
            .map(|(rule, at)| (*rule, at.as_str()))
            .collect();
        assert_eq!(found_here, expected, "{}", show(&text, &found));
    }
}

/// The messages about the credentials of a command, for an operation with this `security`.
fn of_credentials(security: &str, options: &str) -> Vec<String> {
    let yaml = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: 1.0.0}}\nsecurity: [{{basic: []}}]\npaths:\n  /pots:\n    get:\n      \
         operationId: get_pots\n{security}      responses: {{'200': {{description: Pots.}}}}\ncomponents:\n  securitySchemes:\n    \
         basic: {{type: http, scheme: basic}}\n    bearer: {{type: http, scheme: bearer}}\n    digest: {{type: http, scheme: digest}}\n    \
         header: {{type: apiKey, in: header, name: POT-KEY}}\n    query: {{type: apiKey, in: query, name: pot_key}}\n    \
         cookie: {{type: apiKey, in: cookie, name: pot}}\n    raw: {{type: apiKey, in: header, name: Authorization}}\n    \
         oauth: {{type: oauth2, flows: {{}}}}\n    open: {{type: openIdConnect, openIdConnectUrl: https://p.test}}\n"
    );
    let document = Document::parse("pots.yaml", &yaml).unwrap();
    let text = page(
        "GET /pots",
        &format!("curl {options} \"https://p.test/pots\""),
    );
    let found = findings(&judge(&document, ""), "", &text);
    let about = found
        .iter()
        .filter(|finding| finding.rule == Rule::CurlCredentials);
    about.map(|finding| finding.message.clone()).collect()
}

#[test]
fn credentials_of_every_kind_are_held_against_what_is_accepted() {
    let accepted = [
        ("", "-u a:b"),
        ("", "--user a"),
        ("", "--netrc"),
        ("", "-H 'Authorization: Basic eDp5'"),
        ("", "-H \"Authorization: $AUTH\""),
        ("", "-H \"$AUTH\""),
        ("", "-H 'Authorization: [TOKEN]'"),
        ("", "-K secret.txt"),
        ("      security: []\n", ""),
        ("      security: [{header: []}, {}]\n", ""),
        ("      security: [{bearer: []}]\n", "--oauth2-bearer T"),
        (
            "      security: [{bearer: []}]\n",
            "-H 'authorization: bearer T'",
        ),
        (
            "      security: [{oauth: []}]\n",
            "-H 'Authorization: Bearer T'",
        ),
        (
            "      security: [{open: []}]\n",
            "-H 'Authorization: Bearer T'",
        ),
        ("      security: [{digest: []}]\n", "--digest -u a:b"),
        ("      security: [{header: []}]\n", "-H 'pot-key: x'"),
        ("      security: [{header: []}]\n", "-H 'POT-KEY: '"),
        ("      security: [{query: []}]\n", "-G -d pot_key=x"),
        ("      security: [{query: []}]\n", "--url-query pot_key=x"),
        ("      security: [{cookie: []}]\n", "-b 'a=b; pot=x'"),
        ("      security: [{cookie: []}]\n", "-b cookies.txt"),
        ("      security: [{cookie: []}]\n", "-H 'Cookie: pot=x'"),
        ("      security: [{raw: []}]\n", "-H 'Authorization: x'"),
        (
            "      security: [{header: []}, {query: []}]\n",
            "--url-query pot_key=x",
        ),
        (
            "      security: [{header: [], bearer: []}]\n",
            "-H 'POT-KEY: x' --oauth2-bearer T",
        ),
    ];
    for (security, options) in accepted {
        assert_eq!(
            of_credentials(security, options),
            [""; 0],
            "{security} {options}"
        );
    }
    let refused = [
        (
            "      security: [{header: []}]\n",
            "-u alice:secret",
            "this command sends basic credentials, which `GET /pots` does not accept",
        ),
        (
            "      security: [{header: []}]\n",
            "-H 'Authorization: Bearer secret'",
            "this command sends bearer credentials, which `GET /pots` does not accept",
        ),
        (
            "      security: [{header: []}]\n",
            "-H 'Authorization: secret'",
            "this command sends credentials in `Authorization`, which `GET /pots` does not accept",
        ),
        (
            "      security: [{header: []}]\n",
            "-H 'POT-KEY:'",
            "`GET /pots` needs credentials, and this command sends none",
        ),
        (
            "      security: [{bearer: []}]\n",
            "-H 'POT-KEY: secret'",
            "this command sends the header `POT-KEY`, which `GET /pots` does not accept",
        ),
        (
            "      security: [{bearer: []}]\n",
            "--url-query pot_key=secret",
            "this command sends `pot_key` in the query, which `GET /pots` does not accept",
        ),
        (
            "      security: [{bearer: []}]\n",
            "-b pot=secret",
            "this command sends the cookie `pot`, which `GET /pots` does not accept",
        ),
        (
            "      security: [{cookie: []}]\n",
            "-b other=secret",
            "`GET /pots` needs credentials, and this command sends none",
        ),
        (
            "      security: [{header: [], bearer: []}]\n",
            "-H 'POT-KEY: secret'",
            "`GET /pots` also needs `Authorization: Bearer ...`, and this command does not send it",
        ),
        (
            "",
            "",
            "`GET /pots` needs credentials, and this command sends none",
        ),
        (
            "",
            "-H 'Authorization: Bearer secret' -u alice:secret",
            "this command sends bearer credentials, which `GET /pots` does not accept",
        ),
    ];
    for (security, options, message) in refused {
        let found = of_credentials(security, options);
        assert_eq!(found, [message], "{security} {options}");
        assert!(!found[0].contains("secret") && !found[0].contains("alice"));
    }
}

#[test]
fn a_misspelt_name_of_a_credential_is_one_finding() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    for (header, rule) in [
        ("KETTEL-TOKEN: x", Rule::CurlHeaderUnknown),
        ("Authorization: Bearer x", Rule::CurlCredentials),
    ] {
        let command = format!("curl -H '{header}' https://kettles.example/api/v1/kettles/1");
        let text = page("GET /kettles/:id", &command);
        let found = findings(&judge, "/api/v1", &text);
        let rules: Vec<Rule> = found.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, [rule], "{}", show(&text, &found));
    }
}

#[test]
fn keys_and_indices_in_brackets_lead_to_what_the_document_declares() {
    let yaml = "openapi: 3.0.3\ninfo: {title: T, version: 1.0.0}\npaths:\n  /pots:\n    get:\n      operationId: get_pots\n      parameters:\n        \
        - {name: made, in: query, style: deepObject, schema: {type: object, properties: {after: {type: integer}}}}\n        \
        - {name: 'lids[]', in: query, schema: {type: array, items: {type: string, enum: [flat, high]}}}\n        \
        - {name: limit, in: query, schema: {type: integer}}\n      responses: {'200': {description: Pots.}}\n    \
        post:\n      operationId: make_pot\n      requestBody:\n        content:\n          application/x-www-form-urlencoded:\n            \
        schema: {type: object, properties: {parts: {type: array, items: {type: object, properties: {kind: {type: string}}}}, \
        marks: {type: object, additionalProperties: {type: string}}, names: {type: array, items: {type: string}}}}\n      \
        responses: {'201': {description: A pot.}}\n";
    let document = Document::parse("pots.yaml", yaml).unwrap();
    let judge = judge(&document, "");
    for (endpoint, options, expected) in [
        (
            "GET /pots",
            "-G -d 'made[after]=3' -d 'lids[0]=flat' -d 'lids[]=high' -d lids=flat",
            vec![],
        ),
        ("GET /pots", "-G -d limit=LIMIT", vec![]),
        (
            "GET /pots",
            "-G -d 'made[after]=noon'",
            vec![(Rule::CurlQueryValue, "noon")],
        ),
        (
            "GET /pots",
            "-G -d 'lids[0]=round'",
            vec![(Rule::CurlQueryValue, "round")],
        ),
        (
            "POST /pots",
            "-d 'parts[0][kind]=a&parts[][kind]=b&marks[x]=y&names[0]=z&names[]=z'",
            vec![],
        ),
        (
            "POST /pots",
            "-d 'parts[0][kidn]=a'",
            vec![(Rule::CurlBody, "parts[0][kidn]")],
        ),
    ] {
        let text = page(endpoint, &format!("curl {options} https://p.test/pots"));
        let found = findings(&judge, "", &text);
        let all = told(&text, &found);
        let all: Vec<_> = all.iter().map(|(rule, at)| (*rule, at.as_str())).collect();
        assert_eq!(all, expected, "{}", show(&text, &found));
    }
}

#[test]
fn a_name_in_braces_is_a_note_and_other_braces_are_wrong() {
    let document = kettles();
    let judge = judge(&document, "/api/v1");
    let found = |path: &str| {
        let command =
            format!("curl -H 'KETTLE-TOKEN: <t>' https://kettles.example/api/v1/kettles/{path}");
        let found = findings(&judge, "/api/v1", &page("GET /kettles/:id", &command));
        let found: Vec<_> = found
            .iter()
            .map(|finding| (finding.rule, finding.counts()))
            .collect();
        found
    };
    assert_eq!(found("{id}"), [(Rule::CurlGlobbing, false)]);
    assert_eq!(found("{{kettle_id}}"), [(Rule::CurlGlobbing, false)]);
    assert_eq!(
        found("[id"),
        [(Rule::CurlPath, true), (Rule::CurlGlobbing, true)]
    );
}
