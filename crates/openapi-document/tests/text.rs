//! JSON and YAML as text: values as other parsers read them, and places that hold exactly what stands there.

use openapi_document::json::{self, MAX_DEPTH};
use openapi_document::node::{Node, Value};
use openapi_document::source::{FileId, Source, Span};
use openapi_document::yaml;

fn read_yaml(text: &str) -> Node {
    yaml::parse(&Source::new("a.yaml", text), FileId(0)).unwrap_or_else(|error| panic!("{error}"))
}

fn yaml_refusal(text: &str) -> String {
    yaml::parse(&Source::new("a.yaml", text), FileId(0))
        .expect_err("the text is refused")
        .to_string()
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start..span.end)
        .unwrap_or_else(|| panic!("{span:?} does not fit {text:?}"))
}

/// Every node and key with the text at its place, in the order of the tree.
fn each<'a>(text: &'a str, node: &'a Node, visit: &mut impl FnMut(&'a Node, &'a str)) {
    visit(node, slice(text, node.span));
    for member in node.members() {
        slice(text, member.key_span);
        each(text, &member.node, visit);
    }
    for item in node.items() {
        each(text, item, visit);
    }
}

/// Asserts that the token at each place of a JSON text reads as the node does, and lies inside of its parent's.
fn assert_json_places(text: &str, node: &Node) {
    each(text, node, &mut |node, token| {
        let again: serde_json::Value =
            serde_json::from_str(token).unwrap_or_else(|error| panic!("{token:?}: {error}"));
        assert_eq!(again, node.to_json());
        for member in node.members() {
            let key: String =
                serde_json::from_str(slice(text, member.key_span)).expect("a key is a string");
            assert_eq!(key, member.key);
            assert!(
                member.key_span.start > node.span.start && member.node.span.end < node.span.end
            );
        }
    });
}

const BLOCKS: &str = "
plain: one two # comment
single: 'it''s # no comment' # comment
double: \"a \\\" b\\\\\" # comment
literal: |
  first ø
   second

folded: >-
  first
  second

  # no comment
indented: |2-
   kept
multi: goes
  on here
nothing:
dash: # comment
  # another
-
- ~
- - deep
  # comment
flow: [1, {k: v, l: }, 'ø', x]
end: yes
";

#[test]
fn each_place_in_yaml_holds_what_is_written_there() {
    for text in [
        BLOCKS.to_owned(),
        BLOCKS.replace('\n', "\r\n"),
        format!("\u{feff}{}", &BLOCKS[1..]),
    ] {
        let node = read_yaml(&text);
        let token = |key: &str| {
            let span = node
                .get(key)
                .unwrap_or_else(|| panic!("{key} is missing"))
                .span;
            slice(&text, span).replace("\r\n", "\n")
        };
        assert_eq!(token("plain"), "one two");
        assert_eq!(token("single"), "'it''s # no comment'");
        assert_eq!(token("double"), "\"a \\\" b\\\\\"");
        assert_eq!(token("literal"), "first ø\n   second");
        assert_eq!(token("folded"), "first\n  second\n\n  # no comment");
        assert_eq!(token("indented"), " kept");
        assert_eq!(token("multi"), "goes\n  on here");
        assert_eq!(token("nothing"), "");
        assert_eq!(token("dash"), "-\n- ~\n- - deep");
        assert_eq!(token("flow"), "[1, {k: v, l: }, 'ø', x]");
        assert_eq!(token("end"), "yes");
        for member in node.members() {
            assert_eq!(slice(&text, member.key_span), member.key);
        }
        each(&text, &node, &mut |node, token| {
            let inside = |span: Span| span.start >= node.span.start && span.end <= node.span.end;
            assert!(
                node.members()
                    .iter()
                    .all(|member| inside(member.key_span) && inside(member.node.span)),
                "{token}"
            );
            assert!(node.items().iter().all(|item| inside(item.span)), "{token}");
        });
    }
}

#[test]
fn a_value_that_is_left_out_is_placed_behind_its_colon_or_dash() {
    let text = "a:\nb: {c: , d}\ne:\n  -\n  -\n";
    let node = read_yaml(text);
    let before = |node: &Node| {
        assert_eq!(node.span.start, node.span.end);
        text[..node.span.start].chars().last()
    };
    assert_eq!(before(node.get("a").expect("it is there")), Some(':'));
    let inner = node.get("b").expect("it is there");
    assert_eq!(before(inner.get("c").expect("it is there")), Some(':'));
    assert_eq!(before(inner.get("d").expect("it is there")), Some('d'));
    for item in node.get("e").expect("it is there").items() {
        assert_eq!(before(item), Some('-'));
    }
}

#[test]
fn yaml_has_the_values_of_the_core_schema() {
    for (text, expected) in [
        ("~", "null"),
        ("Null", "null"),
        ("nul", "\"nul\""),
        ("TRUE", "true"),
        ("yes", "\"yes\""),
        ("off", "\"off\""),
        ("12", "12"),
        ("+12", "12"),
        ("-12", "-12"),
        ("012", "12"),
        ("0o17", "15"),
        ("0xFf", "255"),
        ("0o18", "\"0o18\""),
        ("18446744073709551615", "18446744073709551615"),
        ("1.50", "1.5"),
        (".5", "0.5"),
        ("5.", "5.0"),
        ("-1e3", "-1000.0"),
        ("3.0.3", "\"3.0.3\""),
        ("2024-01-01", "\"2024-01-01\""),
        ("1_000", "\"1_000\""),
        (".", "\".\""),
        ("-", "[null]"),
        (".inf", "\".inf\""),
        (".nan", "\".nan\""),
        ("1e5-3", "\"1e5-3\""),
        ("'12'", "\"12\""),
        ("\"~\"", "\"~\""),
    ] {
        assert_eq!(read_yaml(text).to_json().to_string(), expected, "{text}");
    }
}

#[test]
fn a_number_beyond_64_bits_is_read_alike_in_yaml_and_json() {
    let digits = "9".repeat(400);
    for text in [
        "18446744073709551616",
        "-9223372036854775809",
        "100000000000000000000000000000",
        "1e400",
        "-1E+400",
        "123.5e309",
        digits.as_str(),
        "1e-400",
        "-0",
        "1E+2",
        "1.0",
        "0.1234567890123456789",
    ] {
        let number = json::parse(text, FileId(0)).expect("it is JSON").node;
        assert_eq!(read_yaml(text), number, "{text}");
    }
    let held = |node: &Node| node.as_number().and_then(serde_json::Number::as_f64);
    for (text, float) in [
        ("1e999", f64::MAX),
        ("-1e999", f64::MIN),
        ("1E+2", 100.0),
        ("1e-400", 0.0),
    ] {
        let number = json::parse(text, FileId(0)).expect("it is JSON").node;
        assert_eq!(held(&number), Some(float), "{text}");
    }
    let hexadecimal = format!("0x{}", "f".repeat(300));
    assert_eq!(held(&read_yaml(&hexadecimal)), Some(f64::MAX));
    assert_eq!(
        held(&read_yaml("0x10000000000000000")),
        Some(2_f64.powi(64))
    );
    for text in ["01e999", "1.e999", "1e999.5", "1e", ".5", "+1", "1e9 9"] {
        assert!(json::parse(text, FileId(0)).is_err(), "{text}");
    }
}

#[test]
fn yaml_that_means_more_than_json_is_refused_with_its_place() {
    for (text, message) in [
        (
            "a: &x 1",
            "a.yaml:1:4: anchors are not supported: use `$ref`",
        ),
        (
            "a: !!str 1",
            "a.yaml:1:4: tags are not supported: write a plain value",
        ),
        (
            "a: !x {}",
            "a.yaml:1:4: tags are not supported: write a plain value",
        ),
        ("? [a]\n: b", "a.yaml:1:3: a key must be plain text"),
        (
            "a: 1\n---\nb: 2",
            "a.yaml:2:1: a second YAML document starts here: keep one in a file",
        ),
        (
            "",
            "a.yaml:1:1: the file is empty: an OpenAPI document was expected",
        ),
        (
            "# nothing\n",
            "a.yaml:1:1: the file is empty: an OpenAPI document was expected",
        ),
        (
            "ø: 1\nb: {x: 1, y: 2, x: 3}",
            "a.yaml:2:17: the key `x` stands here a second time: the first is at 2:5",
        ),
    ] {
        assert_eq!(yaml_refusal(text), message, "{text}");
    }
    assert!(yaml_refusal("a: &x 1\nb: *x").contains("anchors are not supported"));
    assert!(yaml_refusal("a: [1,").starts_with("a.yaml:"));
    assert!(yaml_refusal("a: \"ø\n").contains("this is not YAML"));
}

#[test]
fn repetitions_in_a_large_object_are_found_in_both_languages() {
    let keys: Vec<String> = (0..60_000).map(|index| format!("key{index}")).collect();
    let json_members: Vec<String> = keys.iter().map(|key| format!("\"{key}\": 1")).collect();
    let text = format!(
        "{{{}, \"key7\": 2, \"key59999\": 3, \"key7\": 4}}",
        json_members.join(", ")
    );
    let parsed = json::parse(&text, FileId(0)).expect("it is JSON");
    let repeated: Vec<_> = parsed
        .duplicates
        .iter()
        .map(|duplicate| duplicate.pointer.to_string())
        .collect();
    assert_eq!(repeated, ["/key7", "/key59999", "/key7"]);
    assert_eq!(slice(&text, parsed.duplicates[2].first), "\"key7\"");
    assert_eq!(parsed.duplicates[2].first, parsed.duplicates[0].span);
    assert_eq!(parsed.node.members().len(), 60_000);
    assert_eq!(parsed.node.get("key7").map(Node::to_json), Some(4.into()));

    let yaml_members: Vec<String> = keys.iter().map(|key| format!("{key}: 1")).collect();
    let text = format!("{}\nkey7: 2\n", yaml_members.join("\n"));
    assert_eq!(
        yaml_refusal(&text),
        "a.yaml:60001:1: the key `key7` stands here a second time: the first is at 8:1"
    );
}

#[test]
fn hostile_depth_is_refused_and_the_deepest_allowed_is_read() {
    for depth in [MAX_DEPTH, MAX_DEPTH + 1, 200_000] {
        let allowed = depth == MAX_DEPTH;
        let arrays = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let objects = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        for text in [&arrays, &objects] {
            assert_eq!(
                json::parse(text, FileId(0)).is_ok(),
                allowed,
                "JSON, {depth}"
            );
            let yaml = yaml::parse(&Source::new("a.yaml", text.as_str()), FileId(0));
            assert_eq!(yaml.is_ok(), allowed, "YAML, {depth}");
        }
    }
    let blocks = "- ".repeat(MAX_DEPTH + 1);
    assert!(yaml_refusal(&blocks).contains("nested deeper than 128 levels"));
    let error = json::parse(&"[".repeat(200_000), FileId(0)).expect_err("it is too deep");
    assert_eq!(
        (error.span.start, error.pointer.tokens().len()),
        (MAX_DEPTH, MAX_DEPTH)
    );
}

#[test]
fn json_mistakes_are_told_with_their_place_and_pointer() {
    for (text, at, pointer, message) in [
        ("", 0, "", "the text ends where a value was expected"),
        ("  ", 2, "", "the text ends where a value was expected"),
        ("nul", 0, "", "found `n` where a value was expected"),
        (
            "nulll",
            4,
            "",
            "found `l` where the end of the text was expected",
        ),
        (
            "{\"a\": [1, 2",
            11,
            "/a",
            "the text ends where `,` or `]` was expected",
        ),
        (
            "{\"a\": [1, x]}",
            10,
            "/a/1",
            "found `x` where a value was expected",
        ),
        (
            "{\"a\" 1}",
            5,
            "/a",
            "found `1` where `:` after the key was expected",
        ),
        (
            "{a: 1}",
            1,
            "",
            "found `a` where a key in double quotes was expected",
        ),
        (
            "[1,]",
            2,
            "",
            "a comma stands before `]` with nothing after it",
        ),
        ("[\"ø", 1, "/0", "the string is never closed"),
        ("[\"a\\", 1, "/0", "the string is never closed"),
        ("[\"a\n\"]", 1, "/0", "the string is not closed on its line"),
        ("[01]", 1, "/0", "`01` is not a number that JSON allows"),
        ("[1.]", 1, "/0", "`1.` is not a number that JSON allows"),
        ("[-]", 1, "/0", "`-` is not a number that JSON allows"),
        ("['a']", 1, "/0", "found `'` where a value was expected"),
        (
            "{\"a~/b\": }",
            9,
            "/a~0~1b",
            "found `}` where a value was expected",
        ),
    ] {
        let error = json::parse(text, FileId(0)).expect_err(text);
        assert_eq!(
            (
                error.span.start,
                error.pointer.to_string().as_str(),
                error.message.as_str()
            ),
            (at, pointer, message),
            "{text}"
        );
    }
}

/// A random value, at most as deep as `depth`.
fn value(random: &mut fastrand::Rng, depth: usize) -> serde_json::Value {
    match random.u8(0..if depth == 0 { 6 } else { 8 }) {
        0 => serde_json::Value::Null,
        1 => random.bool().into(),
        2 => random.i64(..).into(),
        3 => random.u64(..).into(),
        4 => (f64::from(random.i32(..)) / 1024.0).into(),
        5 => string(random).into(),
        6 => (0..random.usize(0..5))
            .map(|_| value(random, depth - 1))
            .collect(),
        _ => {
            let members =
                (0..random.usize(0..24)).map(|_| (string(random), value(random, depth - 1)));
            serde_json::Value::Object(members.collect())
        }
    }
}

fn string(random: &mut fastrand::Rng) -> String {
    const CHARACTERS: [char; 14] = [
        'a', 'b', '"', '\\', '/', '\n', '\t', '\u{1}', 'ø', '漢', '🦀', ' ', '~', '\u{2028}',
    ];
    (0..random.usize(0..6))
        .map(|_| CHARACTERS[random.usize(0..CHARACTERS.len())])
        .collect()
}

#[test]
fn valid_json_is_read_as_serde_json_reads_it() {
    let mut random = fastrand::Rng::with_seed(1);
    for _ in 0..400 {
        let expected = value(&mut random, 4);
        for text in [
            expected.to_string(),
            serde_json::to_string_pretty(&expected).expect("it can be written"),
        ] {
            let parsed =
                json::parse(&text, FileId(0)).unwrap_or_else(|error| panic!("{error}: {text}"));
            assert_eq!(parsed.node.to_json(), expected);
            assert!(parsed.duplicates.is_empty());
            assert_json_places(&text, &parsed.node);
            assert_eq!(
                Node::from_json(Span::default(), &expected).to_json(),
                expected
            );
        }
    }
}

/// The text with one character left out, put in, doubled or exchanged, a few times over.
fn mutate(random: &mut fastrand::Rng, text: &str) -> String {
    const INSERTED: [&str; 24] = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u12", "\\ud800", "0", "-", ".", "e", "+", "t",
        "null", " ", "\n", "\r", "\t", "\u{0}", "ø", "\u{feff}",
    ];
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..random.usize(1..4) {
        let at = random.usize(0..=characters.len());
        if random.bool() && at < characters.len() {
            characters.remove(at);
        }
        if random.bool() {
            let inserted = INSERTED[random.usize(0..INSERTED.len())];
            characters.splice(
                at.min(characters.len())..at.min(characters.len()),
                inserted.chars(),
            );
        }
    }
    characters.into_iter().collect()
}

#[test]
fn mutated_json_is_accepted_exactly_when_serde_json_accepts_it_or_finds_only_a_number_too_large() {
    let mut random = fastrand::Rng::with_seed(2);
    let (mut accepted, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let valid = value(&mut random, 2).to_string();
        let text = mutate(&mut random, &valid);
        // A byte order mark in front is ours to ignore.
        let expected: Result<serde_json::Value, _> =
            serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text));
        match (json::parse(&text, FileId(0)), expected) {
            (Ok(parsed), Ok(expected)) => {
                assert_eq!(parsed.node.to_json(), expected, "{text:?}");
                assert_json_places(&text, &parsed.node);
                accepted += 1;
            }
            (Err(error), Err(_)) => {
                slice(&text, error.span);
                refused += 1;
            }
            // JSON has no largest number.
            (Ok(_), Err(error)) if error.to_string().starts_with("number out of range") => {}
            (ours, theirs) => panic!("{text:?}: {ours:?} and {theirs:?}"),
        }
    }
    assert!(
        accepted > 1_000 && refused > 1_000,
        "{accepted} and {refused}"
    );
}

#[test]
fn mutated_yaml_is_read_or_refused_with_places_inside_of_the_text() {
    let mut random = fastrand::Rng::with_seed(3);
    let (mut accepted, mut refused) = (0, 0);
    for _ in 0..4_000 {
        let text = mutate(&mut random, BLOCKS);
        let source = Source::new("a.yaml", text.as_str());
        match yaml::parse(&source, FileId(0)) {
            Ok(node) => {
                each(&text, &node, &mut |node, token| {
                    if let (Value::Number(_), false) = (&node.value, token.starts_with('\'')) {
                        assert!(!token.is_empty(), "{text:?}");
                    }
                });
                accepted += 1;
            }
            Err(error) => {
                assert!(error.to_string().starts_with("a.yaml:"));
                refused += 1;
            }
        }
    }
    assert!(accepted > 500 && refused > 500, "{accepted} and {refused}");
}

#[test]
fn json_text_is_yaml_text_too() {
    let mut random = fastrand::Rng::with_seed(4);
    let mut compared = 0;
    for _ in 0..200 {
        let expected = value(&mut random, 3);
        let text = serde_json::to_string_pretty(&expected).expect("it can be written");
        // YAML folds this line separator in quotes where JSON keeps it.
        if text.contains('\u{2028}') {
            continue;
        }
        assert_eq!(read_yaml(&text).to_json(), expected, "{text}");
        compared += 1;
    }
    assert!(compared > 50, "{compared}");
}
