//! Repairs of commands: what a shell reads after them, where none is offered, and that they are whole.

use openapi_doccheck::curl::CurlProblemKind;
use openapi_doccheck::edit::Edit;
use openapi_doccheck::fix::apply;

use crate::{fenced, one, problems};

/// The first command of a text as a shell would cut it into words; none when a quote stays open.
///
/// Substitutions and variables are left as they stand.
fn shell(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' | '\t' => words.extend(word.take()),
            '\n' | ';' | '|' | '&' | '>' | '<' | ')' => break,
            '\\' => match letters.next() {
                Some('\n') | None => {}
                Some(next) => word.get_or_insert_default().push(next),
            },
            '$' if letters.peek() == Some(&'(') => {
                let word = word.get_or_insert_default();
                word.push(letter);
                substitution(&mut letters, word)?;
            }
            '\'' => loop {
                let word = word.get_or_insert_default();
                match letters.next()? {
                    '\'' => break,
                    other => word.push(other),
                }
            },
            '"' => loop {
                let word = word.get_or_insert_default();
                match letters.next()? {
                    '"' => break,
                    '\\' => match letters.next()? {
                        next @ ('"' | '\\' | '$' | '`') => word.push(next),
                        '\n' => {}
                        next => word.extend(['\\', next]),
                    },
                    '$' if letters.peek() == Some(&'(') => {
                        word.push('$');
                        substitution(&mut letters, word)?;
                    }
                    other => word.push(other),
                }
            },
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Some(words)
}

/// Takes a substitution up to its bracket.
fn substitution(
    letters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    word: &mut String,
) -> Option<()> {
    let mut depth = 0;
    loop {
        let letter = letters.next()?;
        word.push(letter);
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(());
        }
    }
}

/// The command after every repair of it that is offered.
fn repaired(text: &str) -> String {
    let (page, curls) = fenced("sh", text);
    let problems = curls.iter().flat_map(|curl| &curl.problems);
    let edits = problems.flat_map(|problem| problem.edits.iter().cloned());
    let edits: Vec<Edit> = edits.collect();
    let fixed = apply(page.source().text(), &edits);
    let start = fixed.find("```sh\n").expect("the block begins") + "```sh\n".len();
    fixed[start..fixed.rfind("\n```").expect("the block ends")].to_owned()
}

#[test]
fn an_ampersand_is_put_in_quotes_only_where_that_means_the_same() {
    use CurlProblemKind::BareAmpersand;
    for tail in [
        "$(date)",
        "a>out.json",
        "a;echo",
        "a|jq",
        "'a'",
        "\"a b\"",
        "a\\ b",
        "`date`",
        "a\\",
        "<sort>",
        "a!",
        "a)",
        "a<in",
        "${A}\"b\"",
    ] {
        let text = format!("curl https://p.test/a?limit=$L&sort={tail}");
        let curl = one(&text);
        assert_eq!(problems(&curl).first(), Some(&BareAmpersand), "{text}");
        assert!(curl.problems[0].edits.is_empty(), "{text}");
        assert_eq!(repaired(&text), text);
    }
    for text in [
        "bash -c \"curl https://p.test/a?limit=1&sort=a\"",
        "bash -c 'curl https://p.test/a?limit=1&sort=a'",
        "id=`curl https://p.test/a?limit=1&sort=a`",
    ] {
        let curl = one(text);
        assert_eq!(problems(&curl), [BareAmpersand], "{text}");
        assert_eq!(repaired(text), text);
    }
    for quote in ["'", "\""] {
        let text = format!("script: {quote}curl https://p.test/a?limit=1&sort=a{quote}");
        let (_, curls) = fenced("yaml", &text);
        assert_eq!(problems(&curls[0]), [BareAmpersand], "{text}");
        assert!(curls[0].problems[0].edits.is_empty(), "{text}");
    }
    assert_eq!(
        repaired("curl https://p.test/a?limit=$L&sort=$S&x=${Y} -s"),
        "curl \"https://p.test/a?limit=$L&sort=$S&x=${Y}\" -s"
    );
}

#[test]
fn one_cause_is_one_finding() {
    use CurlProblemKind::{BareAmpersand, BrokenContinuation, Header};
    for (text, kind) in [
        ("curl https://p.test/a?limit=1&sort=\"a b\"", BareAmpersand),
        (
            "curl https://p.test/a?b=1&c=2&d='e f'&g=$(h i) -s",
            BareAmpersand,
        ),
        ("curl -H Authorization: Bearer x https://p.test/a", Header),
        (
            "curl https://p.test/a --header Authorization: Bearer x -s",
            Header,
        ),
        (
            "curl https://p.test/a \\\n\n  -H 'A: b'",
            BrokenContinuation,
        ),
        ("curl https://p.test/a \\\n\n", BrokenContinuation),
    ] {
        assert_eq!(problems(&one(text)), [kind], "{text}");
    }
    let curl = one("curl -H Authorization: Bearer x https://p.test/a");
    assert_eq!(crate::told(&curl), "GET /a Authorization:Bearer x");
    // One that is left out on purpose is none.
    for text in [
        "curl -H Accept: $URL",
        "curl -H Accept: https://p.test/a",
        "curl -H A: $T https://p.test/a",
    ] {
        assert_eq!(problems(&one(text)), [], "{text}");
    }
}

/// A generator that gives the same for every run of a test.
struct Seed(u64);

impl Seed {
    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let index = usize::try_from(self.0 % from.len() as u64).expect("it is small");
        &from[index]
    }
}

/// Parts of commands: as they may be written, and the words that are meant.
const PARTS: [(&str, &[&str]); 30] = [
    ("-s", &["-s"]),
    ("--request POST", &["--request", "POST"]),
    ("--request=POST", &["--request", "POST"]),
    ("–-request POST", &["--request", "POST"]),
    ("—request POST", &["--request", "POST"]),
    ("–X POST", &["-X", "POST"]),
    ("-X post", &["-X", "POST"]),
    ("--request 'put'", &["--request", "PUT"]),
    ("-H 'A: b c'", &["-H", "A: b c"]),
    ("-H “A: b”", &["-H", "A: b"]),
    ("-H ‘A: $b’", &["-H", "A: $b"]),
    ("-H \"A: b”", &["-H", "A: b"]),
    ("-H A: b c", &["-H", "A: b c"]),
    ("-H A: $B c", &["-H", "A: $B c"]),
    ("-H\u{a0}'A: b'", &["-H", "A: b"]),
    ("-H 'A: b' \\ \n ", &["-H", "A: b"]),
    ("-H 'A: b'\n  -s", &["-H", "A: b", "-s"]),
    ("-H 'A: b' \\\n ", &["-H", "A: b"]),
    ("-d {\"a\": 1}", &["-d", "{\"a\": 1}"]),
    ("-d \"{\"a\": \"b\"}\"", &["-d", "{\"a\": \"b\"}"]),
    ("-d '{\"a\": \"it's\"}'", &["-d", "{\"a\": \"it's\"}"]),
    ("-d a=1&b=2", &["-d", "a=1&b=2"]),
    ("-d a=$A&b=2&c", &["-d", "a=$A&b=2&c"]),
    ("-d 'a=1&amp;b=2'", &["-d", "a=1&b=2"]),
    ("-d a=$(date +%s)", &["-d", "a=$(date +%s)"]),
    ("--url 'https://p.test/b'", &["--url", "https://p.test/b"]),
    ("--url=https://p.test/b", &["--url", "https://p.test/b"]),
    ("--url=\"https://p.test/b\"", &["--url=https://p.test/b"]),
    ("-o out.json", &["-o", "out.json"]),
    (
        "--url 'https://p.test/a b'",
        &["--url", "https://p.test/a%20b"],
    ),
];

const URLS: [(&str, &str); 8] = [
    ("https://p.test/a", "https://p.test/a"),
    ("https://p.test/a?b=1&c=2", "https://p.test/a?b=1&c=2"),
    (
        "https://p.test/a?b=$B&c=${C}",
        "https://p.test/a?b=$B&c=${C}",
    ),
    ("'https://p.test/a?b=1&c=2'", "https://p.test/a?b=1&c=2"),
    (
        "\"https://p.test/a?b=1&amp;c=2\"",
        "https://p.test/a?b=1&c=2",
    ),
    ("“https://p.test/a?b=1”", "https://p.test/a?b=1"),
    ("'https://p.test/a b'", "https://p.test/a%20b"),
    ("\"$API/a?b=1\"", "$API/a?b=1"),
];

#[test]
fn a_repaired_command_says_what_was_meant_and_has_nothing_more_to_repair() {
    let mut seed = Seed(0x5eed_c011_4ad5);
    let mut changed = 0;
    for _ in 0..4000 {
        let count = *seed.pick(&[0, 1, 2, 3, 4]);
        let parts: Vec<_> = (0..count).map(|_| *seed.pick(&PARTS)).collect();
        let (url, meant_url) = *seed.pick(&URLS);
        let (ending, rest) = *seed.pick(&[
            ("", true),
            (" -s", true),
            (" | jq .", false),
            (" > out.json", false),
        ]);
        let mut text = "curl".to_owned();
        let mut meant = vec!["curl"];
        for (written, words) in &parts {
            text.push(' ');
            text.push_str(written);
            meant.extend(*words);
        }
        text.push(' ');
        text.push_str(url);
        text.push_str(ending);
        meant.push(meant_url);
        if rest && !ending.is_empty() {
            meant.push("-s");
        }
        let fixed = repaired(&text);
        let (_, curls) = fenced("sh", &text);
        assert_eq!(curls.len(), 1, "{text}");
        // Where a finding has no repair, its place stays as it is, and the words of the command with it.
        let all = curls[0]
            .problems
            .iter()
            .all(|problem| !problem.edits.is_empty());
        if all {
            assert_eq!(
                shell(&fixed).as_deref(),
                Some(
                    &meant
                        .iter()
                        .map(|word| (*word).to_owned())
                        .collect::<Vec<_>>()[..]
                ),
                "{text}\n{fixed}"
            );
        }
        assert_eq!(repaired(&fixed), fixed, "{text}");
        let (_, again) = fenced("sh", &fixed);
        let offered = again[0]
            .problems
            .iter()
            .filter(|problem| !problem.edits.is_empty());
        assert_eq!(
            offered.count(),
            0,
            "{text}\n{fixed}: {:?}",
            again[0].problems
        );
        changed += usize::from(fixed != text);
    }
    assert!(changed > 2000, "{changed}");
}

#[test]
fn long_commands_are_read_in_one_go() {
    // Each takes hours as soon as every bracket looks at all that follows it.
    let many = 400_000;
    for text in [
        format!("curl https://p.test/a{}", "{".repeat(many)),
        format!("curl https://p.test/a{}", "{a".repeat(many)),
        format!("curl https://p.test/a/{}", "${".repeat(many)),
        format!("curl {}/a", "${".repeat(many)),
    ] {
        let (_, curls) = fenced("sh", &text);
        assert_eq!(curls.len(), 1);
    }
}
