//! Where a JSON value ends: bracket counting that knows strings and nothing else.
//!
//! Counting instead of parsing finds the end of values that are not quite JSON: with a comma too many, an
//! elision, a comment. It takes each byte once and no stack, whatever the depth.

use std::ops::Range;

/// A count of open brackets that is fed a text line by line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brackets {
    depth: usize,
    opened: bool,
}

impl Brackets {
    /// Takes the next line; the offset one past the closing bracket, once there is one.
    ///
    /// A string that is not closed on its line is taken to end with it, because JSON strings cannot go on.
    pub fn feed(&mut self, line: &str) -> Option<usize> {
        let mut in_string = false;
        let mut escaped = false;
        for (at, byte) in line.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\n' => in_string = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'[' | b'{' => {
                    self.depth += 1;
                    self.opened = true;
                }
                b']' | b'}' if self.opened => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// The part of a block's text that is a JSON value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Value {
    /// From the opening bracket to one past its match.
    pub range: Range<usize>,
    /// Whether a match was found; when not, the range ends with the text, without white space at its end.
    pub closed: bool,
}

/// Finds the first opening bracket of a text and its match.
///
/// ```
/// use openapi_doccheck::brackets;
///
/// let text = r#"// two lines
/// {"text": "}", "list": [1, 2,],} "#;
/// let value = brackets::find(text).unwrap();
/// assert_eq!(&text[value.range], r#"{"text": "}", "list": [1, 2,],}"#);
/// assert!(value.closed);
/// assert_eq!(brackets::find("nothing"), None);
/// ```
pub fn find(text: &str) -> Option<Value> {
    let start = text.find(['[', '{'])?;
    let mut brackets = Brackets::default();
    let value = match brackets.feed(&text[start..]) {
        Some(end) => Value {
            range: start..start + end,
            closed: true,
        },
        None => Value {
            range: start..text.trim_end().len(),
            closed: false,
        },
    };
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn brackets_in_strings_do_not_count() {
        let text = r#"{"a": "]}\"}", "b\\": {}} tail"#;
        assert_eq!(
            &text[find(text).unwrap().range],
            r#"{"a": "]}\"}", "b\\": {}}"#
        );
    }

    #[test]
    fn a_string_left_open_ends_with_its_line() {
        let text = "{\n\"a\": \"b,\n\"c\": 1\n}\nmore }";
        let value = find(text).unwrap();
        assert_eq!(&text[value.range], "{\n\"a\": \"b,\n\"c\": 1\n}");
        assert!(value.closed);
    }

    #[test]
    fn a_value_left_open_ends_with_the_text() {
        let value = find("  [1, [2]\n\n").unwrap();
        assert_eq!((value.range, value.closed), (2..9, false));
    }

    #[test]
    fn any_depth_is_counted() {
        let text = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        let value = find(&text).unwrap();
        assert_eq!((value.range, value.closed), (0..2_000_000, true));
    }
}
