//! Regular expressions of schemas: ECMAScript, translated for an engine whose work has a limit.
//!
//! What the two dialects write alike may still differ in meaning: `\d` is an ASCII digit here, `.` stops at four line
//! ends, `$` is the very end, and a reference to a group that took no part matches nothing at all. So everything is
//! read and written anew, and what cannot be is refused.

use std::iter::Peekable;
use std::str::Chars;

use fancy_regex::{Regex, RegexBuilder};

/// How many times a match may try again. Expressions without look-around and references never do.
const MOST_RETRIES: usize = 100_000;

const SPACE: &str =
    r"\t-\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";
const WORD: &str = "0-9A-Z_a-z";

/// A compiled `pattern`.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Box<Regex>);

impl Pattern {
    /// Compiles an ECMAScript regular expression; the error is the rest of a sentence about it.
    pub(crate) fn new(pattern: &str) -> Result<Self, String> {
        let mut reader = Reader {
            rest: pattern.chars().peekable(),
            written: String::with_capacity(pattern.len() + 16),
        };
        reader
            .read()
            .map_err(|why| format!("is no ECMAScript regular expression: {why}"))?;
        RegexBuilder::new(&reader.written)
            .backtrack_limit(MOST_RETRIES)
            .build()
            .map(|regex| Self(Box::new(regex)))
            .map_err(|why| format!("is a regular expression that is not supported: {why}"))
    }

    /// Whether it matches somewhere in a text; nothing when finding out takes too long.
    pub(crate) fn is_match(&self, text: &str) -> Option<bool> {
        self.0.is_match(text).ok()
    }
}

/// Reads an expression and writes it for the engine.
struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
    written: String,
}

/// What a quantifier finds before it.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Before {
    /// Something that may be repeated.
    Atom,
    /// Nothing, an assertion or a quantifier.
    Nothing,
}

/// One member of a class.
enum Member {
    One(char),
    /// A set, as it stands in a class.
    Set(String),
}

impl Reader<'_> {
    fn read(&mut self) -> Result<(), String> {
        // Whether each open group may be repeated.
        let mut open: Vec<Before> = Vec::new();
        let mut before = Before::Nothing;
        while let Some(c) = self.rest.next() {
            before = match c {
                '(' => {
                    open.push(self.group()?);
                    Before::Nothing
                }
                ')' => {
                    self.written.push(')');
                    open.pop().ok_or("a `)` closes nothing")?
                }
                '|' => {
                    self.written.push('|');
                    Before::Nothing
                }
                '^' => {
                    self.written.push('^');
                    Before::Nothing
                }
                '$' => {
                    self.written.push_str(r"\z");
                    Before::Nothing
                }
                '*' | '+' | '?' => self.quantifier(before, &c.to_string())?,
                '{' => match self.counts() {
                    Some(counts) => self.quantifier(before, &counts)?,
                    None => self.literal('{'),
                },
                '.' => {
                    self.written.push_str(r"[^\n\r\u{2028}\u{2029}]");
                    Before::Atom
                }
                '[' => self.class()?,
                '\\' => self.escape()?,
                c => self.literal(c),
            };
        }
        if !open.is_empty() {
            return Err("a group is not closed".to_owned());
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        self.written.push_str(text);
    }

    fn take(&mut self, c: char) -> bool {
        self.rest.next_if_eq(&c).is_some()
    }

    fn literal(&mut self, c: char) -> Before {
        push_literal(&mut self.written, c);
        Before::Atom
    }

    /// The start of a group; whether the group may be repeated.
    fn group(&mut self) -> Result<Before, String> {
        self.written.push('(');
        if !self.take('?') {
            return Ok(Before::Atom);
        }
        self.written.push('?');
        let c = self.rest.next().ok_or("a group is not closed")?;
        match c {
            ':' | '=' | '!' => {
                self.written.push(c);
                Ok(Before::Atom)
            }
            '<' if matches!(self.rest.peek(), Some('=' | '!')) => {
                self.written.push('<');
                self.written.extend(self.rest.next());
                Ok(Before::Nothing)
            }
            '<' => {
                let name = self.name()?;
                self.push(&format!("<{name}>"));
                Ok(Before::Atom)
            }
            other => Err(format!("`(?{other}` begins no group")),
        }
    }

    /// A name up to its closing bracket.
    fn name(&mut self) -> Result<String, String> {
        let mut name = String::new();
        loop {
            match self.rest.next() {
                Some('>') if !name.is_empty() => return Ok(name),
                Some(c) if c.is_alphanumeric() || matches!(c, '_' | '$') => name.push(c),
                _ => return Err("a group has no name".to_owned()),
            }
        }
    }

    /// What stands in braces when those are numbers, and then it is read.
    fn counts(&mut self) -> Option<String> {
        let ahead: String = self
            .rest
            .clone()
            .take_while(|c| *c != '}')
            .take(24)
            .collect();
        let closed = self.rest.clone().nth(ahead.chars().count()) == Some('}');
        let (least, most) = match ahead.split_once(',') {
            Some((least, most)) => (least, Some(most)),
            None => (ahead.as_str(), None),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_counts = closed && !least.is_empty() && digits(least) && most.is_none_or(digits);
        is_counts.then(|| {
            self.rest.nth(ahead.chars().count());
            format!("{{{ahead}}}")
        })
    }

    fn quantifier(&mut self, before: Before, text: &str) -> Result<Before, String> {
        if before == Before::Nothing {
            return Err(format!("there is nothing for `{text}` to repeat"));
        }
        self.written.push_str(text);
        if self.take('?') {
            self.written.push('?');
        }
        Ok(Before::Nothing)
    }

    /// An escape outside of a class.
    fn escape(&mut self) -> Result<Before, String> {
        let next = *self.rest.peek().ok_or("it ends with a `\\`")?;
        match next {
            'b' | 'B' => {
                self.rest.next();
                let (one, other) = if next == 'b' { ("!", "=") } else { ("=", "!") };
                self.push(&format!(
                    "(?:(?<=[{WORD}])(?{one}[{WORD}])|(?<![{WORD}])(?{other}[{WORD}]))"
                ));
                Ok(Before::Nothing)
            }
            'k' => {
                self.rest.next();
                if !self.take('<') {
                    return Ok(self.literal('k'));
                }
                let name = self.name()?;
                self.push(&format!("(?(<{name}>)\\k<{name}>|)"));
                Ok(Before::Atom)
            }
            '1'..='9' => {
                let mut number = String::new();
                while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
                    number.push(digit);
                }
                self.push(&format!("(?({number})\\{number}|)"));
                Ok(Before::Atom)
            }
            _ => {
                match self.escaped()? {
                    Member::One(c) => push_literal(&mut self.written, c),
                    Member::Set(set) => {
                        self.push(&format!("[{set}]"));
                    }
                }
                Ok(Before::Atom)
            }
        }
    }

    /// What an escape stands for, in and outside of a class.
    fn escaped(&mut self) -> Result<Member, String> {
        let c = self.rest.next().ok_or("it ends with a `\\`")?;
        let one = match c {
            'd' => return Ok(Member::Set("0-9".to_owned())),
            'D' => return Ok(Member::Set("[^0-9]".to_owned())),
            'w' => return Ok(Member::Set(WORD.to_owned())),
            'W' => return Ok(Member::Set(format!("[^{WORD}]"))),
            's' => return Ok(Member::Set(SPACE.to_owned())),
            'S' => return Ok(Member::Set(format!("[^{SPACE}]"))),
            'p' | 'P' if self.take('{') => return self.property(c),
            'f' => '\u{C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{B}',
            '0' if !self.rest.peek().is_some_and(char::is_ascii_digit) => '\0',
            '0'..='9' => return Err("it has an octal escape".to_owned()),
            'c' => match self.rest.next_if(char::is_ascii_alphabetic) {
                Some(letter) => char::from(letter as u8 % 32),
                None => return Err("`\\c` is followed by no letter".to_owned()),
            },
            'x' => self.hex(2).and_then(char::from_u32).unwrap_or('x'),
            'u' => return self.unicode().map(Member::One),
            other => other,
        };
        Ok(Member::One(one))
    }

    /// A property of characters, behind its opening brace.
    fn property(&mut self, letter: char) -> Result<Member, String> {
        let mut name = String::new();
        loop {
            match self.rest.next() {
                Some('}') => return Ok(Member::Set(format!("\\{letter}{{{name}}}"))),
                Some(c) if c.is_ascii_alphanumeric() || matches!(c, '_' | '=') => name.push(c),
                _ => return Err("a property of characters has no name".to_owned()),
            }
        }
    }

    /// So many digits, when they are there.
    fn hex(&mut self, digits: usize) -> Option<u32> {
        let ahead: String = self.rest.clone().take(digits).collect();
        if ahead.len() < digits || !ahead.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.rest.nth(digits - 1);
        u32::from_str_radix(&ahead, 16).ok()
    }

    fn unicode(&mut self) -> Result<char, String> {
        if self.take('{') {
            let mut digits = String::new();
            while let Some(digit) = self.rest.next_if(char::is_ascii_hexdigit) {
                digits.push(digit);
            }
            let code = u32::from_str_radix(&digits, 16)
                .ok()
                .filter(|_| self.take('}'));
            return code
                .and_then(char::from_u32)
                .ok_or_else(|| format!("`\\u{{{digits}}}` is no character"));
        }
        let Some(first) = self.hex(4) else {
            return Ok('u');
        };
        if (0xD800..0xDC00).contains(&first) && self.take('\\') && self.take('u') {
            let second = self
                .hex(4)
                .filter(|second| (0xDC00..0xE000).contains(second));
            let code = second.map(|second| 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00));
            return code
                .and_then(char::from_u32)
                .ok_or_else(|| "it has half of a surrogate pair".to_owned());
        }
        char::from_u32(first).ok_or_else(|| "it has half of a surrogate pair".to_owned())
    }

    /// A class, behind its opening bracket.
    fn class(&mut self) -> Result<Before, String> {
        let negated = self.take('^');
        let mut inside = String::new();
        loop {
            if self.take(']') {
                break;
            }
            let first = self.member()?;
            let is_range = self.rest.peek() == Some(&'-')
                && self.rest.clone().nth(1).is_some_and(|next| next != ']');
            if !is_range {
                push_member(&mut inside, &first);
                continue;
            }
            self.rest.next();
            let last = self.member()?;
            if let (Member::One(first), Member::One(last)) = (&first, &last) {
                if first > last {
                    return Err(format!("the range `{first}-{last}` is upside down"));
                }
                push_literal(&mut inside, *first);
                inside.push('-');
                push_literal(&mut inside, *last);
            } else {
                push_member(&mut inside, &first);
                push_literal(&mut inside, '-');
                push_member(&mut inside, &last);
            }
        }
        match (negated, inside.is_empty()) {
            (true, true) => self.written.push_str(r"(?s:.)"),
            (false, true) => self.written.push_str(r"(?!)"),
            (true, false) => self.written.extend(["[^", &inside, "]"]),
            (false, false) => self.written.extend(["[", &inside, "]"]),
        }
        Ok(Before::Atom)
    }

    fn member(&mut self) -> Result<Member, String> {
        match self.rest.next() {
            None => Err("a class is not closed".to_owned()),
            Some('\\') if self.take('b') => Ok(Member::One('\u{8}')),
            Some('\\') => self.escaped(),
            Some(c) => Ok(Member::One(c)),
        }
    }
}

fn push_member(written: &mut String, member: &Member) {
    match member {
        Member::One(c) => push_literal(written, *c),
        Member::Set(set) => written.push_str(set),
    }
}

/// A character that means nothing but itself, in and outside of a class.
fn push_literal(written: &mut String, c: char) {
    if c.is_ascii_alphanumeric() || !c.is_ascii() {
        written.push(c);
    } else {
        written.extend(c.escape_unicode());
    }
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::Pattern;

    /// What ECMAScript says: with the Unicode flag, as JSON Schema asks for, or else without it.
    fn ecma(pattern: &str) -> Option<regress::Regex> {
        let strict = regress::Regex::with_flags(pattern, "u");
        strict.or_else(|_| regress::Regex::new(pattern)).ok()
    }

    #[test]
    fn what_is_written_alike_means_what_it_means_in_ecmascript() {
        for (pattern, text, matches) in [
            (r"^\d+$", "12", true),
            (r"^\d+$", "\u{661}", false),
            (r"^\w$", "ü", false),
            (r"^\s$", "\u{FEFF}", true),
            (r"^a$", "a\n", false),
            (r"^.$", "\u{2028}", false),
            (r"^.$", "\u{85}", true),
            (r"^[^]$", "\n", true),
            (r"[]", "a", false),
            (r"^[[a]$", "[", true),
            (r"^[a&&b]$", "&", true),
            (r"^[a\-\-b]$", "-", true),
            (r"^[a~~b]$", "~", true),
            (r"^[\D]$", "a", true),
            (r"^[^\D]$", "7", true),
            (r"^[\w-]+$", "a-b", true),
            (r"^\/api\/v4$", "/api/v4", true),
            (r"^[a-z\-_]+\.x$", "a-_.x", true),
            (r"^\u00e9\x41\cJ$", "éA\n", true),
            (r"^\uD83D\uDE00$", "😀", true),
            (r"^\u{1F600}$", "😀", true),
            (r"^\p{Lu}\p{Script=Greek}$", "Xα", true),
            (r"^(?!.*--)[a-z-]+$", "a-b", true),
            (r"^(?!.*--)[a-z-]+$", "a--b", false),
            (r"(?<=\$)\d+$", "x$12", true),
            (r"(?<!foo|ba)r$", "bar", false),
            (r"^(a)?\1b$", "b", true),
            (r"^(a)?\1b$", "aab", true),
            (r"^(?<q>['x]).*\k<q>$", "'a'", true),
            (r"\bin\b", "not in it", true),
            (r"\bin\b", "inside", false),
            (r"^a{2}$", "aa", true),
            (r"^a{,2}$", "a{,2}", true),
            (r"^{a}$", "{a}", true),
            (r"^# x$", "# x", true),
        ] {
            let known = ecma(pattern).map(|regex| regex.find(text).is_some());
            let found = Pattern::new(pattern).map(|pattern| pattern.is_match(text));
            assert_eq!(found, Ok(Some(matches)), "{pattern} on {text:?}");
            assert_eq!(known, Some(matches), "{pattern} on {text:?}");
        }
    }

    #[test]
    fn what_is_no_expression_or_not_of_ecmascript_is_refused() {
        for pattern in [
            "(", "a)", "[a", "*a", "a**", "a*+", "(?i)a", "(?P<n>a)", "(?#a)", r"a\", "[b-a]",
            "(?<>a)",
        ] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
            assert!(ecma(pattern).is_none(), "{pattern}");
        }
    }

    /// An expression, not too large.
    fn expression(rng: &mut Rng, depth: usize) -> String {
        let atoms = [
            "a", "b", "0", "_", "-", ".", " ", r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"\.",
            r"\-", r"\n", "é", "[ab]", "[^a]", r"[\d_-]", r"[^\w]", r"[\S]", "[a-c0]", r"[.$]",
            r"\b", r"\B", "^", "$", "{", "}", r"\x62", r"\u00e9",
        ];
        if depth == 0 {
            return atoms[rng.usize(..atoms.len())].to_owned();
        }
        let mut below = || expression(rng, depth - 1);
        let (one, other) = (below(), below());
        match rng.usize(..9) {
            0 => format!("{one}|{other}"),
            1 => format!("({one})"),
            2 => format!(
                "(?:{one}){}",
                ["*", "+", "?", "{2}", "{0,2}", "*?", "{1,}?"][rng.usize(..7)]
            ),
            3 => format!("(?={one}){other}"),
            4 => format!("(?!{one}){other}"),
            5 => format!("(?<={one}){other}"),
            6 => format!("(?<!{one}){other}"),
            _ => format!("{one}{other}"),
        }
    }

    #[test]
    fn random_expressions_match_what_ecmascript_matches() {
        let mut rng = Rng::with_seed(53);
        let letters = [
            'a', 'b', 'c', '0', '_', '-', '.', ' ', '\n', 'é', '$', '{', '\u{2028}',
        ];
        let (mut matches, mut others, mut refused) = (0, 0, 0);
        for _ in 0..3000 {
            let depth = rng.usize(1..4);
            let pattern = expression(&mut rng, depth);
            let Some(known) = ecma(&pattern) else {
                assert!(Pattern::new(&pattern).is_err(), "{pattern}");
                refused += 1;
                continue;
            };
            let ours = match Pattern::new(&pattern) {
                Ok(ours) => ours,
                Err(why) => {
                    assert!(why.contains("not supported"), "{pattern} {why}");
                    refused += 1;
                    continue;
                }
            };
            for _ in 0..6 {
                let length = rng.usize(..6);
                let text: String = (0..length)
                    .map(|_| letters[rng.usize(..letters.len())])
                    .collect();
                let expected = known.find(&text).is_some();
                assert_eq!(
                    ours.is_match(&text),
                    Some(expected),
                    "{pattern} on {text:?}"
                );
                *(if expected { &mut matches } else { &mut others }) += 1;
            }
        }
        assert!(
            matches > 2000 && others > 2000 && refused < 300,
            "{matches} {others} {refused}"
        );
    }

    #[test]
    fn an_expression_that_would_never_come_to_an_end_is_given_up_or_harmless() {
        let text = format!("{}!", "a".repeat(64));
        let harmless = Pattern::new("^(a+)+$").unwrap();
        assert_eq!(harmless.is_match(&text), Some(false));
        let hostile = Pattern::new(r"^((?:a|aa)+)+\1!!$").unwrap();
        assert_eq!(hostile.is_match(&text), None);
        let deep = format!("{}{}", "(".repeat(100_000), ")".repeat(100_000));
        let many = "(".repeat(6) + "a" + &"{0,1000})".repeat(6);
        for hostile in [deep, many, "(?=".repeat(100_000)] {
            assert!(Pattern::new(&hostile).is_err());
        }
    }
}
