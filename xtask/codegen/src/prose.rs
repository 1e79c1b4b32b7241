//! Turns descriptions of the document into documentation that rustdoc and people can read.

use proc_macro2::TokenStream;
use quote::quote;

/// How wide a line of documentation is, without its indentation.
const WIDTH: usize = 90;

/// A `#[doc]` attribute for each line.
pub(crate) fn attributes(text: &str) -> Vec<TokenStream> {
    lines(text)
        .into_iter()
        .map(|line| {
            let line = if line.is_empty() {
                line
            } else {
                format!(" {line}")
            };
            quote! { #[doc = #line] }
        })
        .collect()
}

/// The text in lines of a readable width, with everything escaped that rustdoc would take for a link or a tag.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut paragraph = String::new();
    for line in text.trim().lines().map(str::trim_end) {
        let starts_item = line.trim_start().starts_with("- ");
        if (line.is_empty() || starts_item) && !paragraph.is_empty() {
            wrap(&std::mem::take(&mut paragraph), &mut lines);
        }
        if line.is_empty() {
            // One empty line between paragraphs is enough.
            if lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(String::new());
            }
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim_start());
        }
    }
    wrap(&paragraph, &mut lines);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn wrap(paragraph: &str, lines: &mut Vec<String>) {
    let indent = if paragraph.starts_with("- ") {
        "  "
    } else {
        ""
    };
    let mut line = String::new();
    for word in escape(paragraph).split_whitespace() {
        if !line.trim().is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
        }
        if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.trim().is_empty() {
        lines.push(line);
    }
}

/// Escapes brackets and angles outside of code, and makes bare addresses links.
fn escape(paragraph: &str) -> String {
    let mut out = String::with_capacity(paragraph.len());
    for (at, part) in paragraph.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        if at % 2 == 1 {
            out.push_str(part);
            continue;
        }
        for (at, word) in part.split(' ').enumerate() {
            if at > 0 {
                out.push(' ');
            }
            if word.starts_with("https://") || word.starts_with("http://") {
                let (address, rest) =
                    word.split_at(word.trim_end_matches(['.', ',', ';', ')']).len());
                out.extend(["<", address, ">", rest]);
            } else {
                for c in word.chars() {
                    if matches!(c, '[' | ']' | '<' | '>') {
                        out.push('\\');
                    }
                    out.push(c);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn paragraphs_are_joined_and_kept_apart() {
        assert_eq!(
            lines("One\nline.\n\n\n\nAnother.\n"),
            ["One line.", "", "Another."]
        );
        assert_eq!(lines("  \n "), Vec::<String>::new());
    }

    #[test]
    fn long_lines_are_wrapped_and_items_indented() {
        let text = format!("- {}\n- short", "word ".repeat(30));
        let lines = lines(&text);
        assert_eq!(lines.len(), 3);
        assert!(lines[0].len() <= 90 && lines[0].starts_with("- word"));
        assert!(lines[1].starts_with("  word"));
        assert_eq!(lines[2], "- short");
    }

    #[test]
    fn brackets_are_escaped_outside_of_code_and_addresses_become_links() {
        let text = "Send `scope[]` or scope[0], <b> and https://example.org/a_[b].";
        let expected = "Send `scope[]` or scope\\[0\\], \\<b\\> and <https://example.org/a_[b]>.";
        assert_eq!(lines(text), [expected]);
    }
}
