//! `curl` commands on pages: where they begin and end, what they send, what is wrong with how they are written.

use openapi_doccheck::Page;
use openapi_doccheck::claim::{self, ClaimKind, Options};
use openapi_doccheck::curl::{Body, Curl, CurlProblemKind, MethodSource, Url};
use openapi_doccheck::fix::apply;
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
fn data_becomes_a_query_with_get_and_pairs_json_or_a_file_without() {
    let curl =
        one("curl --get --data 'a=1' --data-urlencode \"b=c d\" \"https://p.test/pots?x=0\"");
    assert_eq!(told(&curl), "GET /pots x=0 a=1 b=c d");
    assert!(curl.body.is_none());
    let curl = one("curl --data \"a=1&b[]=2\" https://p.test/pots");
    let Some(Body::Data(pairs)) = &curl.body else {
        panic!("{:?}", curl.body);
    };
    assert_eq!((pairs.len(), pairs[1].name.text.as_str()), (2, "b[]"));
    let curl = one("curl --form 'file=@pot.png' --form name=big https://p.test/pots");
    let Some(Body::Form(pairs)) = &curl.body else {
        panic!("{:?}", curl.body);
    };
    assert_eq!(pairs[0].value.as_ref().unwrap().text, "@pot.png");
    let curl = one("curl --data-binary @pot.bin https://p.test/pots");
    assert!(matches!(&curl.body, Some(Body::File { name, claim: None }) if name.text == "pot.bin"));
}

#[test]
fn json_in_a_command_has_its_places_on_the_page() {
    for text in [
        "curl --data '{\n  \"lid\": 1,\n}' https://p.test/pots",
        "curl --data \"{\\n  \\\"lid\\\": 1,\n}\" https://p.test/pots"
            .replace("\\n", "\n")
            .as_str(),
    ] {
        for (prefix, feed) in [("", "\n"), ("> ", "\n"), ("", "\r\n")] {
            let page = format!("## Pots\n\n```sh\n{text}\n```\n");
            let lines = page.lines().map(|line| format!("{prefix}{line}{feed}"));
            let page: String = lines.collect();
            let (page, curls) = read(&page);
            let Some(Body::Json(json, _)) = &curls[0].body else {
                panic!("{text}: {:?}", curls[0].body);
            };
            let node = json.node.as_ref().unwrap();
            assert_eq!(node.to_json(), serde_json::json!({"lid": 1}));
            let span = node.get("lid").unwrap().span;
            assert_eq!(&page.source().text()[span.start..span.end], "1");
            let comma = json.repairs[0].edit.as_ref().unwrap();
            assert_eq!(&page.source().text()[comma.start..comma.end], ",");
        }
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
fn what_is_wrong_with_a_command_is_told_once_and_the_rest_is_read() {
    use CurlProblemKind::*;
    for (text, expected, kind, edit) in [
        (
            "curl --request POST\n  --header \"A: b\" https://p.test/a",
            "POST /a A:b",
            MissingContinuation,
            true,
        ),
        (
            "curl --request POST \\ \n  https://p.test/a",
            "POST /a",
            BrokenContinuation,
            true,
        ),
        (
            "curl https://p.test/a \\",
            "GET /a",
            BrokenContinuation,
            false,
        ),
        (
            "curl --header \"A: b https://p.test/a\ncurl",
            "",
            OpenQuote,
            false,
        ),
        (
            "curl --header “A: b” https://p.test/a",
            "GET /a A:b",
            TypographicQuotes,
            true,
        ),
        (
            "curl --headers \"A: b\" https://p.test/a",
            "GET /a A:b",
            UnknownOption,
            false,
        ),
        (
            "curl --request=POST https://p.test/a",
            "POST /a",
            UnknownOption,
            true,
        ),
        (
            "curl https://p.test/a --header",
            "GET /a",
            MissingValue,
            false,
        ),
        ("curl --header \"A: b\"", "", NoUrl, false),
        ("curl https://p.test/a stray", "GET /a", StrayWord, false),
        (
            "curl https://p.test/a?b=1&c=2",
            "GET /a b=1 c=2",
            BareAmpersand,
            true,
        ),
        (
            "curl --header \"A b\" https://p.test/a",
            "GET /a",
            Header,
            false,
        ),
        (
            "curl –header 'A: b' https://p.test/a",
            "GET /a A:b",
            TypographicDash,
            true,
        ),
        (
            "curl https://p.test/a —XPOST",
            "POST /a",
            TypographicDash,
            true,
        ),
        (
            "curl --header \"A: b” https://p.test/a",
            "GET /a A:b",
            TypographicQuotes,
            true,
        ),
        (
            "curl --header “A: \"b\"” https://p.test/a",
            "GET /a A:\"b\"",
            TypographicQuotes,
            false,
        ),
        ("curl --url=https://p.test/a", "GET /a", UnknownOption, true),
        (
            "curl --globof=yes https://p.test/a",
            "GET /a",
            UnknownOption,
            false,
        ),
        (
            "curl --loc https://p.test/a",
            "GET /a",
            AmbiguousOption,
            false,
        ),
        (
            "curl -X post https://p.test/a",
            "POST /a",
            SmallMethod,
            true,
        ),
        (
            "curl -X\u{a0}PUT https://p.test/a",
            "PUT /a",
            NoBreakSpace,
            true,
        ),
        (
            "curl 'https://p.test/a?b=1&amp;c=2&amp;d=3'",
            "GET /a b=1 c=2 d=3",
            HtmlEscape,
            true,
        ),
        (
            "curl -G -d b=1&c=2 https://p.test/a",
            "GET /a b=1 c=2",
            BareAmpersand,
            true,
        ),
        (
            "curl -d b=1 -F c=2 https://p.test/a",
            "POST /a",
            Conflict,
            false,
        ),
        (
            "curl -I -d b=1 https://p.test/a",
            "HEAD /a",
            Conflict,
            false,
        ),
        (
            "curl --json @- https://p.test/a <<EOF\n{}",
            "POST /a",
            OpenHereDocument,
            false,
        ),
        (
            "curl -d \"{\"b\": 1}\" https://p.test/a",
            "POST /a",
            BareJson,
            true,
        ),
        (
            "curl -d {\"b\": 1} https://p.test/a",
            "POST /a",
            BareJson,
            true,
        ),
        (
            "curl -d '{\"b\": \"it's\"}' https://p.test/a",
            "POST /a",
            BareJson,
            true,
        ),
        (
            "curl -H DELETE https://p.test/a",
            "DELETE /a",
            Header,
            false,
        ),
        ("curl 'https://p.test/a\"", "GET /a", OpenQuote, false),
        (
            "curl --header \"A: b https://p.test/a",
            "",
            OpenQuote,
            false,
        ),
        ("curl 'https://p.test/a b'", "GET /a b", SpaceInUrl, false),
        ("curl ' https://p.test/a'", "GET /a", SpaceInUrl, true),
        (
            "curl -XPUT \\\n  # -H 'A: b' \\\n  -H 'C: d' \\\n  https://p.test/a",
            "PUT /a C:d",
            Comment,
            false,
        ),
    ] {
        let (page, curls) = fenced("sh", text);
        let curl = &curls[0];
        assert_eq!(problems(curl), [kind], "{text}");
        if !expected.is_empty() {
            assert_eq!(told(curl), expected, "{text}");
        }
        let problem = curl.problems.iter().find(|problem| problem.kind == kind);
        let problem = problem.unwrap_or_else(|| panic!("{text}: {:?}", curl.problems));
        assert!(!problem.message.is_empty() && !problem.message.ends_with('.'));
        // What keeps a space is repaired, but reads otherwise then.
        let has = !problem.edits.is_empty() && !text.ends_with("a b'");
        assert_eq!(has, edit, "{text}");
        if edit {
            let repaired = apply(page.source().text(), &problem.edits);
            let (_, curls) = read(&repaired);
            assert!(curls[0].problems.is_empty(), "{repaired}");
            assert_eq!(told(&curls[0]), expected);
        }
    }
}

#[test]
fn characters_that_curl_takes_for_patterns_are_told_apart_from_variables() {
    let at = |text: &str| {
        let (page, curls) = fenced("sh", text);
        let glob = curls[0].url.as_ref().unwrap().glob;
        (
            glob.map(|span| page.source().position(span.start).column),
            curls[0].has("globoff"),
        )
    };
    assert_eq!(at("curl -g 'https://p.test/a?b[x]=1'"), (Some(28), true));
    assert_eq!(at("curl 'https://p.test/a?b[]=1&c[]=2'"), (None, false));
    assert_eq!(
        at("curl 'https://p.test/a?b[]=1&c[x]=2'"),
        (Some(31), false)
    );
    assert_eq!(at("curl https://p.test/{id}?a[x]=1"), (Some(27), false));
    assert_eq!(at("curl https://p.test/{id}/{{lid}}"), (None, false));
    let curl = one("curl https://p.test/a/{id}/{lid}");
    assert!(curl.url.unwrap().placeholder.is_some());
    let curl = one("curl \"${API}/a/${ID}\"");
    assert!(curl.url.unwrap().placeholder.is_none());
    assert_eq!(at("curl \"${API}/a\""), (None, false));
}

#[test]
fn whole_patterns_are_meant_and_pieces_of_them_are_not() {
    let glob = |path: &str| {
        let (_, curls) = fenced("sh", &format!("curl 'https://p.test/{path}'"));
        curls[0].url.as_ref().unwrap().glob.is_some()
    };
    for path in [
        "[1-3]",
        "[001-100:10]",
        "[a-z]",
        "[a-z:2]/b",
        "{1,2}",
        "pots/{small,big}/lid?[1-2]",
    ] {
        assert!(!glob(path), "{path}");
    }
    for path in [
        "[3-1]",
        "[a-Z]",
        "[1-b]",
        "[-1]",
        "[+1-2]",
        "[1-3:0]",
        "[1",
        "{1}",
        "{a,b",
        "a}",
        "{a,{b}}",
        "[1-2]/a[0]",
    ] {
        assert!(glob(path), "{path}");
    }
    let (_, curls) = fenced("sh", "curl 'http://[::1]:80/a'");
    assert!(curls[0].url.as_ref().unwrap().glob.is_none());
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
fn what_a_command_is_given_as_its_input_is_its_body() {
    for text in [
        "curl --data @- https://p.test/pots <<EOF\n{\n  \"lid\": 7\n}\nEOF",
        "curl --data @- <<'EOF' https://p.test/pots\n{\"lid\": 7}\nEOF\necho done",
        "curl --data @- \\\n  https://p.test/pots <<-\"EOF\" | jq .\n\t{\"lid\": 7}\n\tEOF",
        "curl -T - https://p.test/pots <<EOF && echo \\\n  done\n{\"lid\": 7}\nEOF",
        "curl --json @- https://p.test/pots <<< '{\"lid\": 7}'",
        "curl --json @- https://p.test/pots <<<$'{\\n\\x20\"lid\": 7}'",
        "echo '{\"lid\": 7}' | curl --data @- https://p.test/pots",
        "$ echo -n \"{\\\"lid\\\": 7}\" |\n  curl --data-binary @- https://p.test/pots",
        "echo '{\n  \"lid\": 7\n}' | curl --data @- https://p.test/pots",
        "printf '%s\\n' '{\"lid\": 7}' | curl --data @- https://p.test/pots",
        "cat <<EOF | curl --data @- https://p.test/pots\n{\"lid\": 7}\nEOF",
        "cat <<EOF | curl --data @- \\\n  https://p.test/pots\n{\"lid\": 7}\nEOF",
        "$ curl --data @- https://p.test/pots <<EOF\n> {\n>   \"lid\": 7\n> }\n> EOF\n{\"lid\": 9}",
    ] {
        for feed in ["\n", "\r\n"] {
            let (page, curls) = fenced("shell", &text.replace('\n', feed));
            assert_eq!(curls.len(), 1, "{text}");
            assert!(
                curls[0].problems.is_empty(),
                "{text}: {:?}",
                curls[0].problems
            );
            let Some(Body::Json(json, _)) = &curls[0].body else {
                panic!("{text}: {:?}", curls[0].body);
            };
            let node = json.node.as_ref().unwrap();
            assert_eq!(node.to_json(), serde_json::json!({"lid": 7}), "{text}");
            let span = node.get("lid").unwrap().span;
            assert_eq!(&page.source().text()[span.start..span.end], "7", "{text}");
        }
    }
}

#[test]
fn a_file_at_the_input_is_the_file_that_is_sent() {
    for text in [
        "curl --data @- https://p.test/pots < pot.json",
        "cat pot.json | curl --data @- https://p.test/pots",
        "curl --data @pot.json https://p.test/pots 2>&1 >out.json",
    ] {
        let curl = one(text);
        assert!(curl.problems.is_empty(), "{text}: {:?}", curl.problems);
        assert!(
            matches!(&curl.body, Some(Body::File { name, .. }) if name.text == "pot.json"),
            "{text}: {:?}",
            curl.body
        );
    }
    for text in [
        "cat > pot.json <<EOF\n{\"lid\": 7}\nEOF\ncurl --data @pot.json https://p.test/pots",
        "$ echo '{\"lid\": 7}' > pot.json\n$ curl --data @pot.json https://p.test/pots",
    ] {
        let curl = one(text);
        let Some(Body::Json(json, _)) = &curl.body else {
            panic!("{text}: {:?}", curl.body);
        };
        let node = json.node.as_ref().unwrap();
        assert_eq!(node.to_json(), serde_json::json!({"lid": 7}), "{text}");
    }
    let made = one("curl --json \"$(jq -n '{lid: 7}')\" https://p.test/pots");
    assert!(matches!(made.body, Some(Body::Other(_))));
    let windows = one("curl.exe --json '{\\\"lid\\\": 7}' `\n  https://p.test/pots");
    assert!(matches!(windows.body, Some(Body::Json(json, _)) if json.repairs.is_empty()));
    let curl = one("jq -n '{lid: 7}' | curl --data @- https://p.test/pots");
    assert!(matches!(&curl.body, Some(Body::File { name, .. }) if name.text == "-"));
}

#[test]
fn the_shell_takes_away_backslashes_and_keeps_the_rest() {
    let word = |text: &str| {
        one(&format!("curl https://p.test/a -d {text}")).words[3]
            .text
            .clone()
    };
    for (text, said) in [
        ("$'it\\'s \\\\ \\\"'", "it's \\ \""),
        ("$'a\\tb\\x41\\101c'", "abc"),
        ("$'\\u00e9'", "\\u00e9"),
        ("$\"a $B\"", "a $B"),
        ("'a'\"'\"'b'", "a'b"),
        ("`cat b`c", "`cat b`c"),
        ("<(cat b)", "<(cat b)"),
    ] {
        assert_eq!(word(text), said, "{text}");
    }
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
fn what_may_come_from_elsewhere_is_not_missed() {
    for (text, opaque) in [
        ("curl $OPTS https://p.test/a", true),
        ("curl \"${HEADERS[@]}\" https://p.test/a", true),
        ("curl -H \"$AUTH\" https://p.test/a", true),
        ("curl -H @headers https://p.test/a", true),
        ("curl -K options.txt", true),
        ("cat urls | xargs -n 1 curl -O", true),
        ("curl \"$URL\"", false),
        ("curl --version", false),
        ("curl -H A: -H 'B;' https://p.test/a", false),
        (
            "curl --no-progress-meter https://p.test/a 2>/dev/null",
            false,
        ),
        ("curl https://p.test/a &>log", false),
        ("curl https://p.test/a -d '{\n\n  \"b\": 1\n\n}'", false),
    ] {
        let curl = one(text);
        assert!(curl.problems.is_empty(), "{text}: {:?}", curl.problems);
        assert_eq!(curl.opaque, opaque, "{text}");
    }
    let names = |text: &str| {
        let headers = one(text).headers.into_iter();
        headers.map(|header| header.name.text).collect::<Vec<_>>()
    };
    assert_eq!(
        names("curl -H A: -H 'B;' -H 'C: d' https://p.test/a"),
        ["B", "C"]
    );
}

#[test]
fn names_and_values_are_those_that_are_sent() {
    let body = |text: &str| match one(&format!("curl {text} https://p.test/a")).body {
        Some(Body::Data(pairs) | Body::Form(pairs)) => pairs
            .iter()
            .map(|pair| match &pair.value {
                Some(value) => format!("{}={}", pair.name.text, value.text),
                None => pair.name.text.clone(),
            })
            .collect::<Vec<_>>(),
        other => panic!("{text}: {other:?}"),
    };
    for (text, pairs) in [
        ("-d 'a=b+c%20d&e[]=f'", vec!["a=b c d", "e[]=f"]),
        ("--data-urlencode 'a=b+c&d%20'", vec!["a=b+c&d%20"]),
        ("--data-urlencode a@b.txt --data-urlencode =c", vec!["a"]),
        ("-d @b.txt -d a=1", vec!["a=1"]),
        ("--data-raw 'a=@b'", vec!["a=@b"]),
        (
            "-F 'a=b;type=text/plain' -F 'c=@d;filename=e'",
            vec!["a=b", "c=@d"],
        ),
        (
            "-F 'a=\"b;c\"' --form-string 'd=e;type=f'",
            vec!["a=b;c", "d=e;type=f"],
        ),
    ] {
        assert_eq!(body(text), pairs, "{text}");
    }
    for (text, expected) in [
        (
            "curl -G --data-urlencode 'a=b&c' -d d=e+f 'https://p.test/a?g=1'",
            "GET /a g=1 a=b&c d=e f",
        ),
        (
            "curl --url-query 'a=b+c' --url-query '+d=e+f' https://p.test/a",
            "GET /a a=b+c d=e f",
        ),
        ("curl -G -F a=b https://p.test/a", "POST /a"),
        ("curl -T b/c.tar https://p.test/a/", "PUT /a/c.tar"),
    ] {
        assert_eq!(told(&one(text)), expected, "{text}");
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
