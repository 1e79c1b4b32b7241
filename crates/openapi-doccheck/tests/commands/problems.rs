//! What is wrong with how commands are written, and what only seems to be.

use openapi_doccheck::curl::CurlProblemKind;
use openapi_doccheck::fix::apply;

use crate::{fenced, one, problems, read, told};

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
            EqualsSign,
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
        ("curl --url=https://p.test/a", "GET /a", EqualsSign, true),
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
        ("curl '  https://p.test/a '", "GET /a", SpaceInUrl, true),
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
