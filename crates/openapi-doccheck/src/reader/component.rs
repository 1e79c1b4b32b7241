//! Lines that hold nothing but the tag of a component, as MDX pages have them: `<ResponseExample>`, `</Tabs>`.
//!
//! `CommonMark` takes such a line and all that follows, up to a blank line, for HTML, code fences included. The
//! doc systems that have components do not, so the tags are made blank lines before the page is read.

use std::borrow::Cow;
use std::ops::Range;

/// The text with each such tag made spaces, and the names of components that announce a request or a response.
pub(super) fn blank(text: &str) -> (Cow<'_, str>, Vec<Range<usize>>) {
    let mut out = Cow::Borrowed(text);
    let mut names = Vec::new();
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| inner.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            (None, None) => {
                if let Some(name) = component(inner) {
                    let start = at + line.len() - line.trim_start().len();
                    let end = start + inner.len();
                    out.to_mut()
                        .replace_range(start..end, &" ".repeat(inner.len()));
                    let announces = name.contains("Request") || name.contains("Response");
                    if announces && !inner.starts_with("</") {
                        let begin = start + inner.find(name).unwrap_or(0);
                        names.push(begin..begin + name.len());
                    }
                }
            }
            _ => {}
        }
        at += line.len();
    }
    (out, names)
}

/// The name of the component when a line is its opening or closing tag and nothing else.
fn component(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('<')?.strip_suffix('>')?;
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let end = inner
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    let name = &inner[..end];
    // Two capitals in a row are a placeholder such as `<ID>`, small letters are HTML.
    let is_camel = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name[1..].starts_with(|c: char| c.is_ascii_lowercase());
    let behind = &inner[end..];
    let is_tag = behind.is_empty() || behind.starts_with([' ', '/']);
    (is_camel && is_tag && !behind.contains(['<', '>'])).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{blank, component};

    #[test]
    fn tags_of_components_are_told_from_html_and_placeholders() {
        for (line, name) in [
            ("<ResponseExample>", Some("ResponseExample")),
            ("</Tabs>", Some("Tabs")),
            ("<Card title=\"A\" />", Some("Card")),
            ("<p>", None),
            ("<ID>", None),
            ("<Your_token>", None),
            ("<A><B>", None),
            ("text", None),
        ] {
            assert_eq!(component(line), name, "{line}");
        }
    }

    #[test]
    fn places_stay_and_fences_are_left_alone() {
        let text = "<RequestExample>\n```jsx\n<Card>\n```\n</RequestExample>\n";
        let (out, names) = blank(text);
        assert_eq!(out.len(), text.len());
        assert!(out.contains("<Card>") && !out.contains("Example"));
        assert_eq!(
            names
                .iter()
                .map(|name| &text[name.clone()])
                .collect::<Vec<_>>(),
            ["RequestExample"]
        );
    }
}
