//! Code written in HTML: what stands between `<pre>` and `</pre>`, without tags and with entities as what they mean.

use std::ops::Range;

use crate::content::Content;
use crate::inline;

/// A block of code and what is known about it.
pub(super) struct Code {
    /// From the first tag to the end of the last.
    pub(super) place: Range<usize>,
    /// The language that a class names, such as `json` in `language-json`; empty when none does.
    pub(super) language: String,
    pub(super) content: Content,
}

/// What the names of classes and attributes with a language begin with.
const LANGUAGES: [&str; 5] = [
    "language-",
    "lang-",
    "lang=\"",
    "lang='",
    "highlight-source-",
];

/// The entities that stand for what JSON and commands are made of.
const ENTITIES: [(&str, &str); 11] = [
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&nbsp;", " "),
    ("&#123;", "{"),
    ("&#125;", "}"),
];

/// The first block of code that begins in a range of the page; it may end behind it.
pub(super) fn first(page: &str, range: Range<usize>) -> Option<Code> {
    let open = range.start + page[range].find("<pre")?;
    let inner = open + page[open..].find('>')? + 1;
    let end = inner + page[inner..].find("</pre")?;
    let close = end + page[end..].find('>')? + 1;
    let mut head = inner;
    let mut start = inner;
    if page[start..end].trim_start().starts_with("<code") {
        head = start + page[start..end].find('>')? + 1;
        start = head;
    }
    let tags = &page[open..head];
    let language = LANGUAGES.iter().find_map(|mark| {
        let name = &tags[tags.find(mark)? + mark.len()..];
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
        Some(name[..end].to_owned())
    });
    Some(Code {
        place: open..close,
        language: language.unwrap_or_default(),
        content: content(page, start..end),
    })
}

fn content(page: &str, range: Range<usize>) -> Content {
    let mut content = Content::default();
    let mut from = range.start;
    let mut at = range.start;
    while at < range.end {
        let rest = &page[at..range.end];
        let mut letters = rest.chars();
        let skipped = match letters.next() {
            Some('<') => inline::tag(rest).map(|length| (length, "")),
            Some('&') => ENTITIES
                .iter()
                .find(|(entity, _)| rest.starts_with(entity))
                .map(|(entity, text)| (entity.len(), *text)),
            Some('\r') => Some((1, "")),
            _ => None,
        };
        let Some((length, text)) = skipped else {
            at = range.end - letters.as_str().len();
            continue;
        };
        content.push(page, from..at);
        content.replace(text, at..at + length);
        at += length;
        from = at;
    }
    content.push(page, from..range.end);
    content
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn tags_go_and_entities_are_what_they_mean() {
        let page = "a <pre class=\"x\"><code class=\"language-json\">{<span>&quot;a</span>&quot;: 1}\r\n</code></pre> b";
        let code = first(page, 0..page.len()).unwrap();
        assert_eq!(code.content.text(), "{\"a\": 1}\n");
        assert_eq!(code.language, "json");
        assert!(page[code.place].ends_with("</pre>"));
        let at = |at: usize| code.content.offset(at);
        assert_eq!(&page[at(1)..at(2)], "&quot;");
        assert_eq!(&page[at(2)..at(3)], "a</span>");
        let quoted = code.content.span(1..4);
        assert_eq!(&page[quoted.start..quoted.end], "&quot;a</span>&quot;");
        let part = code.content.slice(1..4).span(0..3);
        assert_eq!(part, quoted);
        for none in ["<pre", "<pre>", "<pre><code", "</pre>"] {
            assert!(first(none, 0..none.len()).is_none(), "{none}");
        }
    }
}
