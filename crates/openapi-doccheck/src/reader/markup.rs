//! Lines that hold nothing but a doc system's own markup: components of MDX, shortcodes, fences of colons, and the
//! lines above an indented body.
//!
//! `CommonMark` takes some of them for HTML and hides what follows, takes others for text, and takes the bodies for
//! code. Here they are only told apart; what is made of them is in [`unfold`](super::unfold).

use std::ops::Range;

use crate::label;

/// What a line without the space around it is. Places are those in the line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Markup {
    /// A tag, and the part of it that a reader sees; in MDX what stands in it may be indented.
    Tag {
        title: Option<Range<usize>>,
        component: bool,
    },
    /// The beginning of code, with its language.
    Code(Range<usize>),
    /// The line above code that is indented, with its language.
    Indented(Range<usize>),
    /// The line above a body that is indented by four, with its title.
    Body(Option<Range<usize>>),
}

/// What a line is; none when it is a line as any other.
pub(super) fn read(line: &str) -> Option<Markup> {
    let tag = |title| Markup::Tag {
        title,
        component: false,
    };
    if line.starts_with('<') {
        return component(line).or_else(|| html(line));
    }
    if line.starts_with("{{") || line.starts_with("{%") {
        return shortcodes(line);
    }
    if line.starts_with("{:") && line.ends_with('}') {
        return Some(tag(None));
    }
    if let Some(rest) = line.strip_prefix(".. ") {
        return directive(line, rest);
    }
    if line.starts_with(":::") || is_slashed(line) {
        return Some(tag(colons(line)));
    }
    body(line)
}

/// Whether a line ends the code that `{% highlight %}` and its like begin.
pub(super) fn ends_code(line: &str) -> bool {
    (line.starts_with("{{") || line.starts_with("{%")) && ENDS.iter().any(|end| line.contains(end))
}

/// The words that end code.
pub(super) const ENDS: [&str; 3] = ["/highlight", "endhighlight", "endcodeblock"];

/// Whether a title says what the example below it is, so that it is to be read as the text before it.
pub(super) fn announces(title: &str) -> bool {
    label::find(title).is_some() || label::status(title).is_some()
}

/// The title among what stands behind the language of a fence: the value of an attribute, or all of it.
pub(super) fn title(behind: &str) -> &str {
    let padded = behind.contains(['=', '{', '"']);
    match attribute(behind) {
        Some(range) => &behind[range],
        None if padded => "",
        None => behind.trim(),
    }
}

/// The opening or closing tag of a component.
fn component(line: &str) -> Option<Markup> {
    let inner = line.strip_prefix('<')?.strip_suffix('>')?;
    let closes = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let end = inner
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .unwrap_or(inner.len());
    let name = &inner[..end];
    // Two capitals in a row are a placeholder such as `<ID>`, small letters are HTML.
    let is_camel = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name[1..].starts_with(|c: char| c.is_ascii_lowercase());
    let behind = &inner[end..];
    let is_tag = behind.is_empty() || behind.starts_with([' ', '/']);
    if !is_camel || !is_tag || behind.contains(['<', '>']) {
        return None;
    }
    let start = line.len() - 1 - inner.len();
    let named = name.contains("Request") || name.contains("Response");
    let title = match (closes, named) {
        (true, _) => None,
        (false, true) => Some(start..start + end),
        (false, false) => attribute(line),
    };
    Some(Markup::Tag {
        title,
        component: !closes && !behind.ends_with('/'),
    })
}

/// A line of HTML that only groups what stands below it.
fn html(line: &str) -> Option<Markup> {
    let mut rest = line;
    let mut title = None;
    while let Some(inner) = rest.strip_prefix('<') {
        let close = inner.find('>')?;
        let name = inner[..close].trim_start_matches('/');
        let name = name.split(' ').next().unwrap_or_default();
        if !matches!(name, "details" | "summary" | "div" | "section") {
            return None;
        }
        let opens = !inner.starts_with('/');
        rest = inner[close + 1..].trim_start();
        if name == "summary" && opens {
            let end = rest.find("</summary>")?;
            let start = line.len() - rest.len();
            title = Some(start..start + end);
            rest = &rest[end..];
        }
    }
    rest.is_empty().then_some(Markup::Tag {
        title,
        component: false,
    })
}

/// Shortcodes of Hugo and tags of Liquid, one or several on a line.
fn shortcodes(line: &str) -> Option<Markup> {
    let mut rest = line;
    let mut first = None;
    while !rest.is_empty() {
        let (open, close) = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open))?;
        let inner = &rest[open.len()..];
        let end = inner.find(close)?;
        first = first.or(Some(&inner[..end]));
        rest = inner[end + close.len()..].trim_start();
    }
    let first = first?;
    let name = first.trim_start_matches(['-', ' ']);
    let mut words = name.split_whitespace();
    let place = |part: &str| {
        let start = part.as_ptr().addr() - line.as_ptr().addr();
        start..start + part.len()
    };
    match words.next() {
        Some("highlight") => {
            let language = words.next().unwrap_or(&first[..0]);
            return Some(Markup::Code(place(language.trim_matches(['"', '\'']))));
        }
        Some("codeblock") => {
            let language = words.find_map(|word| word.strip_prefix("lang:"));
            return Some(Markup::Code(place(language.unwrap_or(&first[..0]))));
        }
        _ => {}
    }
    let closes = name.starts_with('/') || name.starts_with("end");
    Some(Markup::Tag {
        title: attribute(line).filter(|_| !closes),
        component: false,
    })
}

/// A directive of reStructuredText, which begins an indented body: `.. code-block:: json`, `.. note:: Title`.
fn directive(line: &str, rest: &str) -> Option<Markup> {
    let (name, behind) = rest.split_once("::")?;
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-:".contains(&byte));
    let behind = behind.trim();
    let start = line.len() - line.trim_end().len();
    let start = line.len() - start - behind.len();
    let place = start..start + behind.len();
    match name {
        "code-block" | "code" | "sourcecode" => Some(Markup::Indented(place)),
        _ if is_name && !name.is_empty() => Some(Markup::Tag {
            title: (!behind.is_empty()).then_some(place),
            component: true,
        }),
        _ => None,
    }
}

/// The value of the attribute of a tag that is shown as its title; or its only text between quotes.
fn attribute(tag: &str) -> Option<Range<usize>> {
    let names = ["title", "label", "name", "status", "header", "summary"];
    let mut at = 0;
    let mut bare = None;
    while let Some(open) = tag[at..].find(['"', '\'']).map(|open| at + open) {
        let quote = &tag[open..=open];
        let close = tag[open + 1..].find(quote)? + open + 1;
        let before = &tag[..open];
        if let Some(before) = before.strip_suffix('=') {
            if names.iter().any(|name| {
                before
                    .strip_suffix(name)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
            }) {
                return Some(open + 1..close);
            }
        } else if before.is_empty() || before.ends_with(' ') {
            bare = bare.or(Some(open + 1..close));
        }
        at = close + 1;
    }
    bare
}

/// Whether a line is a fence of slashes, as `/// note | Title` is.
fn is_slashed(line: &str) -> bool {
    line.strip_prefix("///").is_some_and(|rest| {
        let name = rest.split('|').next().unwrap_or_default().trim();
        rest.is_empty() || rest.starts_with(' ') && !name.contains(' ')
    })
}

/// What stands behind the name in a fence of colons.
fn colons(line: &str) -> Option<Range<usize>> {
    let rest = line.trim_start_matches([':', '/']).trim_start();
    let name = rest.find([' ', '[', '|']).unwrap_or(rest.len());
    let title = rest[name..].trim_matches(['[', ']', ' ', '|']);
    let start = title.as_ptr().addr() - line.as_ptr().addr();
    (!title.is_empty()).then_some(start..start + title.len())
}

/// The line above an indented body: `!!! note "Title"`, `??? tip`, `???+ tip`, `=== "Title"`.
fn body(line: &str) -> Option<Markup> {
    let quoted = |rest: &str| {
        let inner = rest.trim().strip_prefix('"')?.strip_suffix('"')?;
        let start = inner.as_ptr().addr() - line.as_ptr().addr();
        Some(start..start + inner.len())
    };
    if let Some(rest) = line.strip_prefix("===") {
        let rest = rest.trim_start_matches(['!', '+']);
        let title = quoted(rest).filter(|_| rest.starts_with(' '))?;
        return Some(Markup::Body(Some(title)));
    }
    let rest = ["!!!", "???+", "???"]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))?;
    let rest = rest.trim_start();
    let name = rest.find('"').unwrap_or(rest.len());
    let is_name = rest.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest[..name]
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_ ".contains(&byte));
    if !is_name {
        return None;
    }
    match &rest[name..] {
        "" => Some(Markup::Body(None)),
        title => Some(Markup::Body(Some(quoted(title)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Markup, ends_code, read};

    /// What a line is in short, with the text at its place.
    fn told(line: &str) -> Option<String> {
        let text = |range: Option<std::ops::Range<usize>>| {
            range.map_or(String::new(), |range| format!(" {}", &line[range]))
        };
        Some(match read(line)? {
            Markup::Tag { title, component } => {
                format!(
                    "{}{}",
                    if component { "component" } else { "tag" },
                    text(title)
                )
            }
            Markup::Code(language) => format!("code {}", &line[language]),
            Markup::Indented(language) => format!("indented {}", &line[language]),
            Markup::Body(title) => format!("body{}", text(title)),
        })
    }

    #[test]
    fn markup_is_told_from_html_placeholders_and_json() {
        for (line, expected) in [
            ("<ResponseExample>", Some("component ResponseExample")),
            ("</Tabs>", Some("tag")),
            ("<Card title=\"A b\" />", Some("tag A b")),
            ("<Tabs.Item label='200 OK' x={1}>", Some("component 200 OK")),
            ("<p>", None),
            ("<ID>", None),
            ("<Your_token>", None),
            ("<A><B>", None),
            (
                "<details open><summary>Response</summary>",
                Some("tag Response"),
            ),
            ("</details>", Some("tag")),
            ("<summary>open", None),
            ("<div>text</div>", None),
            (
                "{{< highlight json \"linenos=table\" >}}",
                Some("code json"),
            ),
            ("{% highlight json %}{% raw %}", Some("code json")),
            ("{% codeblock The pot lang:json %}", Some("code json")),
            ("{% codeblock %}", Some("code ")),
            ("{% highlight %}", Some("code ")),
            ("{%- tab title=\"Response\" -%}", Some("tag Response")),
            ("{{% tab \"Response\" %}}", Some("tag Response")),
            ("{{< /tab >}}", Some("tag")),
            ("{% endtab %}", Some("tag")),
            ("{% if a %} text", None),
            ("{{ value }}", None),
            ("{: .wide}", Some("tag")),
            ("{\"a\": 1}", None),
            (":::", Some("tag")),
            (":::tip[A pot] ", Some("tag A pot")),
            ("::: code-group", Some("tag")),
            ("/// note | A pot", Some("tag A pot")),
            ("/// is a comment", None),
            (".. code-block:: json", Some("indented json")),
            (".. code::", Some("indented ")),
            (".. note:: A pot", Some("component A pot")),
            (".. _target:", None),
            (".. a comment:: here", None),
            ("!!! note", Some("body")),
            ("!!! warning inline end \"A pot\"", Some("body A pot")),
            ("???+ tip \"\"", Some("body ")),
            ("=== \"Response\"", Some("body Response")),
            ("===! \"curl\"", Some("body curl")),
            ("===", None),
            ("=== 5", None),
            ("!!!", None),
            ("??? really?", None),
            ("text", None),
        ] {
            assert_eq!(told(line).as_deref(), expected, "{line}");
        }
        assert!(ends_code("{% endraw %}{% endhighlight %}"));
        assert!(!ends_code("/highlight"));
    }
}
