//! What commands send: data, files, and what they read from their input, with its places on the page.

use openapi_doccheck::curl::Body;

use crate::{fenced, one, read, told};

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
        (">(cat b)", ">(cat b)"),
    ] {
        assert_eq!(word(text), said, "{text}");
    }
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
