//! `curl` commands on pages: where they begin and end, what they send, what is wrong with how they are written.

mod input;
mod problems;
mod repairs;

use openapi_doccheck::Page;
use openapi_doccheck::claim::{self, ClaimKind, Options};
use openapi_doccheck::curl::{Curl, CurlProblemKind, MethodSource, Url};
use openapi_doccheck::page::ReaderChoice;

fn read(text: &str) -> (Page, Vec<Curl>) {
    let page = Page::read("page.md", text, ReaderChoice::Auto);
    let options = Options {
        base_paths: vec!["/api/v4".to_owned()],
        locales: Vec::new(),
    };
    let claims = claim::read(&page, &options).claims.into_iter();
    let curls = claims.filter_map(|claim| match claim.kind {
        ClaimKind::Curl(curl) => Some(*curl),
        _ => None,
    });
    let curls = curls.collect();
    (page, curls)
}

fn fenced(info: &str, text: &str) -> (Page, Vec<Curl>) {
    read(&format!("## Pots\n\n```{info}\n{text}\n```\n"))
}

fn one(text: &str) -> Curl {
    let (_, mut curls) = fenced("shell", text);
    assert_eq!(curls.len(), 1, "{text}");
    curls.remove(0)
}

/// Method, path, query and headers in one line.
fn told(curl: &Curl) -> String {
    told_of(curl, curl.url.as_ref().expect("it has a URL"))
}

fn told_of(curl: &Curl, url: &Url) -> String {
    let query = url.query.iter().map(|pair| match &pair.value {
        Some(value) => format!(" {}={}", pair.name.text, value.text),
        None => format!(" {}", pair.name.text),
    });
    let headers = curl
        .headers
        .iter()
        .map(|header| format!(" {}:{}", header.name.text, header.value.text));
    let parts: String = query.chain(headers).collect();
    format!("{} {}{parts}", curl.method.name, url.path.text)
}

fn problems(curl: &Curl) -> Vec<CurlProblemKind> {
    curl.problems.iter().map(|problem| problem.kind).collect()
}

#[test]
fn options_in_every_spelling_mean_the_same() {
    for text in [
        "curl --request POST --header \"A: b\" \"https://p.test/api/v4/pots?x=1\"",
        "curl -X POST -H 'A: b' https://p.test/api/v4/pots?x=1",
        "curl -XPOST -HA:b --url 'https://p.test/api/v4/pots?x=1'",
        "curl -sSX POST -H \"A: b\" \"$API/pots?x=1\"",
        "curl --silent --request POST \\\n     --header \"A: b\" \\\n     --url \"${API}/pots?x=1\"",
        "$ curl \\\n    --request POST \\\n    -H 'A: b' \\\n    https://p.test/api/v4/pots?x=1 | jq '.[0]' > out.json",
        "curl --request POST --heade \"A: b\" '<server>/pots?x=1' # a comment",
    ] {
        let curl = one(text);
        assert_eq!(told(&curl), "POST /pots x=1 A:b", "{text}");
        assert!(curl.problems.is_empty(), "{text}: {:?}", curl.problems);
    }
}

#[test]
fn the_method_follows_from_what_is_sent() {
    for (text, method, source) in [
        ("curl https://p.test/a", "GET", MethodSource::Nothing),
        ("curl -d a=1 https://p.test/a", "POST", MethodSource::Data),
        (
            "curl -F a=@b.png https://p.test/a",
            "POST",
            MethodSource::Data,
        ),
        ("curl -I https://p.test/a", "HEAD", MethodSource::Head),
        (
            "curl -T b.png https://p.test/a",
            "PUT",
            MethodSource::Upload,
        ),
        ("curl -G -d a=1 https://p.test/a", "GET", MethodSource::Get),
        (
            "curl -d a=1 -X PATCH https://p.test/a",
            "PATCH",
            MethodSource::Request,
        ),
    ] {
        let curl = one(text);
        assert_eq!(
            (curl.method.name.as_str(), curl.method.source),
            (method, source),
            "{text}"
        );
    }
}

#[test]
fn several_commands_in_one_block_are_several_claims() {
    let (_, curls) = fenced(
        "sh",
        "# curl is a tool\ncurl https://p.test/a\ncurl https://p.test/b; curl https://p.test/c && curl https://p.test/d\n\
         id=$(curl https://p.test/e | jq .id)\nif curl https://p.test/f; then echo; fi\necho \"curl it\"\napk add curl git\n",
    );
    let paths: Vec<_> = curls.iter().map(told).collect();
    assert_eq!(
        paths,
        ["GET /a", "GET /b", "GET /c", "GET /d", "GET /e", "GET /f"]
    );
}

#[test]
fn commands_stand_in_yaml_too() {
    let (_, curls) = fenced(
        "yaml",
        "job:\n  script:\n    - 'curl --header \"A: $B\" \"https://p.test/a\"'\n    - curl --header \"A: b\" https://p.test/b\n\
         \x20   - \"curl --header \\\"A: b\\\" https://p.test/c\"\n    - |\n      curl \\\n        --request PUT https://p.test/d\n\
         \x20   - >\n      curl --request PUT\n      --header \"A: b\"\n      https://p.test/e\n",
    );
    let paths: Vec<_> = curls.iter().map(told).collect();
    assert_eq!(
        paths,
        [
            "GET /a A:$B",
            "GET /b A:b",
            "GET /c A:b",
            "PUT /d",
            "PUT /e A:b"
        ]
    );
    assert!(
        curls.iter().all(|curl| curl.problems.is_empty()),
        "{curls:?}"
    );
}

#[test]
fn a_page_that_lost_its_line_breaks_keeps_its_commands() {
    let text = "# Pots ## List ```sh curl --request POST \"https://p.test/a\" \\ --header \"A: b\" curl \"https://p.test/b\" ``` End";
    let (_, curls) = read(text);
    let paths: Vec<_> = curls.iter().map(told).collect();
    assert_eq!(paths, ["POST /a A:b", "GET /b"]);
    assert!(curls.iter().all(|curl| curl.problems.is_empty()));
}

#[test]
fn every_word_says_where_it_stands() {
    let text = "curl -H \"A: b\" \\\n  'https://p.test/a b' $X";
    let (page, curls) = fenced("sh", text);
    let page = page.source().text();
    let slices: Vec<_> = curls[0]
        .words
        .iter()
        .map(|word| &page[word.span.start..word.span.end])
        .collect();
    assert_eq!(
        slices,
        ["curl", "-H", "\"A: b\"", "'https://p.test/a b'", "$X"]
    );
    let header = &curls[0].headers[0];
    assert_eq!(&page[header.value.span.start..header.value.span.end], "b");
    assert_eq!(&page[header.name.span.start..header.name.span.end], "A");
}

#[test]
fn every_request_of_a_command_is_read() {
    let all = |text: &str| {
        let curl = one(text);
        assert!(curl.problems.is_empty(), "{text}: {:?}", curl.problems);
        let requests = std::iter::once(&curl).chain(&curl.next);
        let told = requests.flat_map(|curl| curl.all_urls().map(move |url| told_of(curl, url)));
        told.collect::<Vec<String>>()
    };
    for (text, expected) in [
        (
            "curl -d a=1 -H 'B: c' https://p.test/a https://p.test/b --url https://p.test/c",
            vec!["POST /a B:c", "POST /b B:c", "POST /c B:c"],
        ),
        (
            "curl -X PUT -H 'B: c' https://p.test/a --next -d x=1 https://p.test/b -: https://p.test/c?d",
            vec!["PUT /a B:c", "POST /b", "GET /c d"],
        ),
        (
            "curl 'https://p.test/{a,b}/[1-3]?c[]=[x-z]'",
            vec!["GET /a/1 c[]=x", "GET /b/1 c[]=x"],
        ),
        ("curl -g 'https://p.test/{a,b}'", vec!["GET /{a,b}"]),
        (
            "curl -G -d x=1 p.test/a localhost:80/b",
            vec!["GET /a x=1", "GET /b x=1"],
        ),
    ] {
        assert_eq!(all(text), expected, "{text}");
    }
}

#[test]
fn a_command_whose_answer_is_used_is_known_and_so_is_one_within_another() {
    let (_, curls) = fenced(
        "sh",
        "T=$(curl https://p.test/a)\ncurl -H \"A: $(curl -s https://p.test/b)\" https://p.test/c\nsudo -E curl https://p.test/d",
    );
    let told: Vec<_> = curls
        .iter()
        .map(|curl| (told(curl), curl.captured))
        .collect();
    let told: Vec<_> = told
        .iter()
        .map(|(told, captured)| (told.as_str(), *captured))
        .collect();
    assert_eq!(
        told,
        [
            ("GET /a", true),
            ("GET /c A:$(curl -s https://p.test/b)", false),
            ("GET /b", true),
            ("GET /d", false)
        ]
    );
}
