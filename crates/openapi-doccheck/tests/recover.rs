//! The recovering parser: it agrees with `serde_json` on JSON, names each defect of what is not, and never fails.

use openapi_doccheck::recover::{self, Recovered, RepairKind};
use serde_json::{Value, json};

#[path = "support/common.rs"]
mod common;
use common::Chance;

fn value(chance: &mut Chance, depth: usize) -> Value {
    let kinds = if depth == 0 { 5 } else { 7 };
    match chance.below(kinds) {
        0 => Value::Null,
        1 => Value::Bool(chance.below(2) == 0),
        2 => json!(i64::try_from(chance.below(100_000)).expect("it is small") - 50_000),
        3 => json!(f64::from(u32::try_from(chance.below(1000)).expect("it is small")) / 8.0),
        4 => Value::String(text(chance)),
        5 => (0..chance.below(4))
            .map(|_| value(chance, depth - 1))
            .collect(),
        _ => {
            let member = |chance: &mut Chance| (text(chance), value(chance, depth - 1));
            (0..chance.below(4)).map(|_| member(chance)).collect()
        }
    }
}

fn text(chance: &mut Chance) -> String {
    let pieces = [
        "a", "b c", "\"", "\\", "\n", "é", "漢", "😀", "//", "#", "}", "]", ":", ",", "<a",
        "\u{1}", "'", "/*", "7", "null", "`", "\t",
    ];
    (0..chance.below(5))
        .map(|_| *chance.pick(&pieces))
        .collect()
}

/// The value as text, now and then with more space or other escapes than needed.
fn write(chance: &mut Chance, value: &Value) -> String {
    match chance.below(3) {
        0 => value.to_string(),
        1 => serde_json::to_string_pretty(value).expect("a value is text"),
        _ => {
            let text = serde_json::to_string_pretty(value).expect("a value is text");
            text.replace('é', "\\u00e9")
                .replace('😀', "\\ud83d\\ude00")
                .replace('\n', " \r\n\t")
        }
    }
}

#[test]
fn on_json_it_agrees_with_serde_json_and_repairs_nothing() {
    for seed in 0..3000 {
        let mut chance = Chance::new(seed);
        let value = value(&mut chance, 4);
        let text = write(&mut chance, &value);
        let read = recover::parse(&text);
        assert!(read.repairs.is_empty(), "{text}\n{:?}", read.repairs);
        let node = read.node.expect("JSON has a value");
        assert_eq!(node.to_json(), value, "{text}");
        assert!(read.others.is_empty());
    }
}

#[test]
fn on_text_that_is_not_json_it_always_repairs_something_and_its_edits_are_on_the_text() {
    let marks = [
        "{", "}", "[", "]", "\"", "'", ",", ":", "...", "<a>", "//", "/*", "#", "\n", " ", "\\",
        "x", "1", "“", "$A", "{{b}}", "=", "…", "é",
    ];
    let mut broken = 0;
    for seed in 0..6000 {
        let mut chance = Chance::new(seed);
        let value = value(&mut chance, 3);
        let mut letters: Vec<char> = write(&mut chance, &value).chars().collect();
        for _ in 0..=chance.below(3) {
            let at = chance.below(letters.len() + 1);
            match chance.below(3) {
                0 if at < letters.len() => drop(letters.remove(at)),
                1 => drop(letters.splice(at..at, chance.pick(&marks).chars())),
                _ if at < letters.len() => letters.truncate(at.max(1)),
                _ => {}
            }
        }
        let text: String = letters.into_iter().collect();
        let read = recover::parse(&text);
        let oracle = serde_json::from_str::<Value>(&text);
        assert_eq!(
            read.repairs.is_empty(),
            oracle.is_ok(),
            "{text}\n{:?}",
            read.repairs
        );
        broken += usize::from(oracle.is_err());
        for repair in &read.repairs {
            assert!(
                text.get(repair.span.start..repair.span.end).is_some(),
                "{text}\n{repair:?}"
            );
            assert!(
                !repair.message.is_empty() && !repair.message.ends_with('.'),
                "{repair:?}"
            );
            if let Some(edit) = &repair.edit {
                assert!(text.get(edit.start..edit.end).is_some(), "{text}\n{edit:?}");
            }
        }
    }
    assert!(broken > 3000, "{broken}");
}

fn kinds(read: &Recovered) -> Vec<RepairKind> {
    read.repairs.iter().map(|repair| repair.kind).collect()
}

/// The text after all edits.
fn repaired(text: &str, read: &Recovered) -> String {
    let mut text = text.to_owned();
    for repair in read.repairs.iter().rev() {
        if let Some(edit) = &repair.edit {
            text.replace_range(edit.start..edit.end, &edit.text);
        }
    }
    text
}

#[test]
fn one_defect_is_one_repair_and_the_rest_is_read() {
    use RepairKind::*;
    for (text, expected, kind) in [
        ("{\"a\": 1,}", json!({"a": 1}), ExtraComma),
        ("[1, 2,]", json!([1, 2]), ExtraComma),
        ("[1,, 2]", json!([1, 2]), ExtraComma),
        ("[,1]", json!([1]), ExtraComma),
        ("{\"a\": 1},", json!({"a": 1}), ExtraComma),
        (
            "{\"a\": 1\n\"b\": 2}",
            json!({"a": 1, "b": 2}),
            MissingComma,
        ),
        ("[{}\n{}]", json!([{}, {}]), MissingComma),
        ("{\"a\" 1}", json!({"a": 1}), MissingColon),
        ("{\"a\" => 1}", json!({"a": 1}), MissingColon),
        ("{'a': 1}", json!({"a": 1}), Quotes),
        ("{\"a\": 'it\"s'}", json!({"a": "it\"s"}), Quotes),
        ("{\"a\": “b”}", json!({"a": "b"}), Quotes),
        ("{a: 1}", json!({"a": 1}), BareKey),
        ("{\"a\": True}", json!({"a": true}), Literal),
        ("{\"a\": nil}", json!({"a": null}), Literal),
        ("[.5]", json!([0.5]), Number),
        ("[+1]", json!([1]), Number),
        ("{\"a\": \"\\d\"}", json!({"a": "\\d"}), Escape),
        ("{\"a\": \"x\ty\"}", json!({"a": "x\ty"}), Escape),
        (
            "{\"a\": \"b,\n\"c\": 1}",
            json!({"a": "b", "c": 1}),
            OpenString,
        ),
        ("{\"a\": [1, 2}", json!({"a": [1, 2]}), OpenBracket),
        ("{\"a\": 1]", json!({"a": 1}), OpenBracket),
        ("[1, [2", json!([1, [2]]), OpenBracket),
        ("{\"a\": 1}}", json!({"a": 1}), ExtraBracket),
        ("{\"a\": pending}", json!({"a": "pending"}), BareWord),
    ] {
        let read = recover::parse(text);
        assert_eq!(
            read.node.as_ref().map(openapi_document::Node::to_json),
            Some(expected.clone()),
            "{text}"
        );
        assert!(
            kinds(&read).iter().all(|found| *found == kind),
            "{text}: {:?}",
            read.repairs
        );
        let text = repaired(text, &read);
        assert_eq!(
            serde_json::from_str::<Value>(&text).ok(),
            Some(expected),
            "{text}"
        );
    }
}

#[test]
fn what_no_edit_repairs_is_told_and_read_past() {
    use RepairKind::*;
    for (text, expected, kind) in [
        ("{\"a\": 1, ...}", json!({"a": 1}), Elision),
        ("{\"a\": 1\n  ...\n}", json!({"a": 1}), Elision),
        ("[{\"a\": 1}, …]", json!([{"a": 1}]), Elision),
        ("[1, ... more of them ..., 9]", json!([1, 9]), Elision),
        (
            "{\"a\": {...}, \"b\": 2}",
            json!({"a": {}, "b": 2}),
            Elision,
        ),
        (
            "{\"a\": <id>, \"b\": 2}",
            json!({"a": null, "b": 2}),
            Placeholder,
        ),
        ("{\"a\": :id}", json!({"a": null}), Placeholder),
        (
            "{\"a\": {{id}}, \"b\": $B}",
            json!({"a": null, "b": null}),
            Placeholder,
        ),
        (
            "{\"a\": , \"b\": 1}",
            json!({"a": null, "b": 1}),
            MissingValue,
        ),
        (
            "{\"a\":\n\"b\": 1}",
            json!({"a": null, "b": 1}),
            MissingValue,
        ),
        ("{\"a\": 1 // one\n}", json!({"a": 1}), Comment),
        ("# first\n{\"a\": /* one */ 1}", json!({"a": 1}), Comment),
        ("{\"a\": 1} {\"b\": 2}", json!({"a": 1}), SecondValue),
        ("\"a\": 1, \"b\": [2]", json!({"a": 1, "b": [2]}), Fragment),
        (
            "{\"a\": 1 (since 2.0), \"b\": 2}",
            json!({"a": 1, "b": 2}),
            Junk,
        ),
        ("Response:\n{\"a\": 1}", json!({"a": 1}), Junk),
    ] {
        let read = recover::parse(text);
        assert_eq!(
            read.node.as_ref().map(openapi_document::Node::to_json),
            Some(expected),
            "{text}"
        );
        assert!(
            !read.repairs.is_empty() && kinds(&read).iter().all(|found| *found == kind),
            "{text}: {:?}",
            read.repairs
        );
    }
}

#[test]
fn elisions_and_placeholders_have_addresses() {
    let read = recover::parse(
        "{\"a\": [1, ...], \"b\": {\"c\": <id>, \"d\": \"<name>\"}, \"...\": \"...\"}",
    );
    let told = |pointers: &[openapi_document::Pointer]| {
        pointers.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(&read.elided), ["/a", ""]);
    assert_eq!(told(&read.placeholders), ["/b/c", "/b/d"]);
    assert_eq!(
        read.node.unwrap().to_json(),
        json!({"a": [1], "b": {"c": null, "d": "<name>"}})
    );
    let read = recover::parse("[\"a\", \"...\"]");
    assert!(read.repairs.is_empty());
    assert_eq!(told(&read.elided), [""]);
}

#[test]
fn a_comment_may_say_that_something_is_left_out() {
    for comment in [
        "// ...",
        "/* more fields */",
        "# … and so on",
        "<!-- snip -->",
        "// (truncated)",
    ] {
        let read = recover::parse(&format!("{{\n  \"a\": {{\"b\": 1, {comment}\n  }}\n}}"));
        let elided: Vec<_> = read.elided.iter().map(ToString::to_string).collect();
        assert_eq!(elided, ["/a"], "{comment}");
    }
    for comment in ["// the name", "/* moreover */", "# 3 of them"] {
        let read = recover::parse(&format!("{{\n  \"a\": {{\"b\": 1, {comment}\n  }}\n}}"));
        assert!(read.elided.is_empty(), "{comment}");
    }
}

#[test]
fn a_dot_behind_a_number_is_not_repaired_unasked() {
    let read = recover::parse("{\"a\": 1. \"b\": 2}");
    let number = read
        .repairs
        .iter()
        .find(|repair| repair.kind == RepairKind::Number);
    assert!(number.is_some_and(|repair| !repair.safe));
}

#[test]
fn places_are_those_of_the_text() {
    let text = "{\n  'a': [1,],\n  \"b\": é\n}";
    let read = recover::parse(text);
    let slices: Vec<_> = read
        .repairs
        .iter()
        .map(|repair| &text[repair.span.start..repair.span.end])
        .collect();
    assert_eq!(slices, ["'a'", ",", "é"]);
    let node = read.node.unwrap();
    let item = node.get("a").unwrap();
    assert_eq!(&text[item.span.start..item.span.end], "[1,]");
    let key = node.member("b").unwrap().key_span;
    assert_eq!(&text[key.start..key.end], "\"b\"");
}

#[test]
fn the_first_and_the_repeated_place_of_a_key_are_told_and_the_last_value_counts() {
    let text = "{\"a\": 1, \"b\": 2, \"a\": 3}";
    let read = recover::parse(text);
    assert!(read.repairs.is_empty());
    assert_eq!(
        (
            read.duplicates[0].first.start,
            read.duplicates[0].span.start
        ),
        (1, 17)
    );
    assert_eq!(read.node.unwrap().to_json(), json!({"a": 3, "b": 2}));
}

/// What hostile texts are made of.
const PIECES: [&str; 41] = [
    "[",
    "{",
    "{\"a\":",
    "]",
    "\"",
    "\"a",
    "'",
    "<",
    "<a",
    "{{",
    "//",
    "/*",
    "#",
    "# \"",
    "...",
    "…, ",
    ",",
    ":",
    "$",
    "${",
    "\\",
    "\"\\",
    "\"a\" ",
    "\"a\"b",
    "“a\nx\n",
    "\"a\nb",
    "a: ",
    "x ",
    "\u{a0}",
    "<a>: 1,",
    "{\"<b>\": \"<c>\", ",
    "[1 ",
    "=> ",
    "é",
    "\n",
    "{} ",
    "[] // x\n",
    "{\"a\" \n",
    "\"a\": \n",
    " {\"a\": <b>} ",
    "[ , ",
];

/// A kind of hostile text: its name, and one of about some length.
type Hostile = (String, Box<dyn Fn(usize) -> String>);

#[test]
fn hostile_texts_take_work_in_proportion_to_their_length() {
    let mut texts: Vec<Hostile> = Vec::new();
    for piece in PIECES {
        let many = move |length: usize| piece.repeat(length / piece.len());
        texts.push((format!("{piece:?} again and again"), Box::new(many)));
        let inside = move |length: usize| format!("{{{}", piece.repeat(length / piece.len()));
        texts.push((format!("{piece:?} in an object"), Box::new(inside)));
        let string =
            move |length: usize| format!("[\"{}b\", 1]", piece.repeat(length / piece.len()));
        texts.push((format!("{piece:?} in a string"), Box::new(string)));
        let deep = move |length: usize| {
            format!("{}{}", "[".repeat(200), piece.repeat(length / piece.len()))
        };
        texts.push((format!("{piece:?} below many brackets"), Box::new(deep)));
    }
    let long_key = |length: usize| {
        format!(
            "{{\"{}\": [{}]}}",
            "k".repeat(length / 2),
            "<a>,".repeat(length / 8)
        )
    };
    texts.push((
        "placeholders below a long key".to_owned(),
        Box::new(long_key),
    ));
    for (name, text) in texts {
        let [small, large] = [2_000, 16_000].map(|length| recover::parse(&text(length)).work());
        // Eight times the text may take eight times the work, and somewhat more where the short one ended early.
        assert!(
            large <= 10 * small + 16_000,
            "{name}: {small}, then {large}"
        );
        assert!(large <= 1_000 * 16_000, "{name}: {large}");
    }
}

#[test]
fn a_million_of_anything_is_read() {
    // The end of a string that its line does not end is looked for on some lines below, so that costs more.
    for (piece, most) in [
        (",", 8),
        ("[", 8),
        ("\"", 8),
        ("{\"a\":", 8),
        ("\"a\n", 400),
        ("<a>,", 80),
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        let read = recover::parse(&text);
        assert!(!read.repairs.is_empty(), "{piece}");
        assert!(read.work() <= most * text.len(), "{piece}: {}", read.work());
    }
}

#[test]
fn nesting_that_is_too_deep_is_told() {
    let text = format!("{}1{}", "[".repeat(500), "]".repeat(500));
    let read = recover::parse(&text);
    assert_eq!(kinds(&read), [RepairKind::TooDeep]);
}

#[test]
fn safe_repairs_keep_what_the_text_means_and_leave_none_behind() {
    let marks = [
        ",", "\n", "'", "a: ", "True", "+1", ".5", "}", "]", "\u{a0}", " ", "=", "=>",
    ];
    let mut repaired_texts = 0;
    for seed in 0..6000 {
        let mut chance = Chance::new(seed);
        let value = value(&mut chance, 3);
        let mut letters: Vec<char> = write(&mut chance, &value).chars().collect();
        for _ in 0..=chance.below(2) {
            let at = chance.below(letters.len() + 1);
            match chance.below(2) {
                0 if at < letters.len() => drop(letters.remove(at)),
                _ => drop(letters.splice(at..at, chance.pick(&marks).chars())),
            }
        }
        let text: String = letters.into_iter().collect();
        let read = recover::parse(&text);
        let safe = |read: &Recovered| {
            let mut edits: Vec<_> = read.repairs.iter().filter(|repair| repair.safe).collect();
            edits.sort_by_key(|repair| repair.edit.as_ref().map(|edit| edit.start));
            edits
                .iter()
                .filter_map(|repair| repair.edit.clone())
                .collect::<Vec<_>>()
        };
        let edits = safe(&read);
        if edits.is_empty() {
            continue;
        }
        repaired_texts += 1;
        let mut other = text.clone();
        for edit in edits.iter().rev() {
            other.replace_range(edit.start..edit.end, &edit.text);
        }
        let again = recover::parse(&other);
        let json = |read: &Recovered| read.node.as_ref().map(openapi_document::Node::to_json);
        assert_eq!(
            json(&again),
            json(&read),
            "{text}\n{other}\n{:?}",
            read.repairs
        );
        assert_eq!(safe(&again), [], "{text}\n{other}\n{:?}", again.repairs);
    }
    assert!(repaired_texts > 300, "{repaired_texts}");
}

#[test]
fn places_are_whole_characters_whatever_stands_there() {
    for text in ["ä:\"{.", "[1] …", "{} “x”", "{\"a\": “b“c“}", "…1", "é"] {
        for repair in recover::parse(text).repairs {
            let place = text.get(repair.span.start..repair.span.end);
            assert!(place.is_some(), "{text}: {repair:?}");
        }
    }
}
