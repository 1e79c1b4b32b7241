//! What a page tells the checker itself, in comments of HTML or MDX.

use openapi_document::source::Span;

use crate::edit::Text;

/// A comment that speaks to the checker.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Directive {
    /// The comment with its marks.
    pub span: Span,
    /// What it asks for.
    pub kind: DirectiveKind,
}

/// What a comment asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DirectiveKind {
    /// `<!-- doccheck-disable-next-line RULE... -->`: findings of these rules do not count on the next line, or in
    /// the next block or table. No rule means every rule.
    Disable {
        /// The rules.
        rules: Vec<Text>,
        /// The bytes in which they do not count; empty when nothing follows.
        target: Span,
    },
    /// `<!-- doccheck: operation=get_pot status=200 -->`: what the next block, table or endpoint is about.
    Bind(Override),
    /// A comment that begins like one of these but is not understood; what is wrong with it.
    Unknown(String),
}

/// What a comment says about the block or table after it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Override {
    /// The id of the operation, or method and path.
    pub operation: Option<Text>,
    /// The status, or `request` for what is sent.
    pub status: Option<Text>,
    /// Whether nothing in the block is to be read.
    pub ignore: bool,
}

/// What begins a comment that speaks to the checker.
const WORD: &str = "doccheck";

/// Reads a comment; none when it does not speak to the checker. The target of a `Disable` is for the caller to set.
pub(super) fn read(comment: &str, span: Span) -> Option<Directive> {
    let inner = comment.trim();
    let mdx = inner.strip_prefix("{/*");
    let inner = match mdx.map(|inner| inner.strip_suffix("*/}").unwrap_or(inner)) {
        Some(inner) => inner,
        None => html_comment(inner)?,
    };
    let said = inner.trim();
    let rest = said.strip_prefix(WORD)?;
    let place = |word: &str| {
        let start = span.start + word.as_ptr().addr() - comment.as_ptr().addr();
        Text::new(word, Span::new(span.file, start, start + word.len()))
    };
    let words = |text: &'_ str| -> Vec<Text> {
        let words = text.split(|c: char| c.is_whitespace() || c == ',');
        words.filter(|word| !word.is_empty()).map(place).collect()
    };
    let kind = if let Some(rules) = rest.strip_prefix("-disable-next-line") {
        let rules = rules.split(" -- ").next().unwrap_or_default();
        DirectiveKind::Disable {
            rules: words(rules),
            target: Span::new(span.file, span.end, span.end),
        }
    } else if let Some(pairs) = rest.strip_prefix(':') {
        match pairs_of(pairs, place) {
            Ok(said) => DirectiveKind::Bind(said),
            Err(why) => DirectiveKind::Unknown(why),
        }
    } else if rest.starts_with(|c: char| c == '-' || c.is_whitespace()) || rest.is_empty() {
        DirectiveKind::Unknown(format!(
            "`{said}` is neither `{WORD}-disable-next-line RULE` nor `{WORD}: operation=ID status=CODE`"
        ))
    } else {
        return None;
    };
    Some(Directive { span, kind })
}

/// What stands between the marks of a comment of HTML.
fn html_comment(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("<!--")?;
    Some(inner.strip_suffix("-->").unwrap_or(inner))
}

/// What stands behind a word that a text begins with.
fn word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let behind = text.strip_prefix(word)?;
    let ends = behind.is_empty() || behind.starts_with([' ', ',', '\t', '\n', '\r']);
    ends.then_some(behind)
}

fn pairs_of(text: &str, place: impl Fn(&str) -> Text) -> Result<Override, String> {
    let mut said = Override::default();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if let Some(behind) = word(rest, "ignore") {
            said.ignore = true;
            rest = behind.trim_start_matches([' ', ',', '\t', '\n', '\r']);
            continue;
        }
        if let Some(behind) = word(rest, "request") {
            said.status = Some(place(&rest[..rest.len() - behind.len()]));
            rest = behind.trim_start_matches([' ', ',', '\t', '\n', '\r']);
            continue;
        }
        let (name, value) = rest.split_once('=').ok_or_else(|| {
            format!(
                "`{rest}` has no equals sign: write `operation=ID`, `status=CODE`, `request` or `ignore`"
            )
        })?;
        let (value, behind) = if let Some(quoted) = value.strip_prefix('"') {
            quoted
                .split_once('"')
                .ok_or_else(|| format!("the quote in `{rest}` is not closed"))?
        } else {
            let end = value.find([' ', ',', '\t', '\n', '\r']);
            value.split_at(end.unwrap_or(value.len()))
        };
        match name.trim() {
            "operation" => said.operation = Some(place(value)),
            "status" => said.status = Some(place(value)),
            other => {
                return Err(format!(
                    "`{other}` is none of `operation`, `status`, `request` and `ignore`"
                ));
            }
        }
        rest = behind.trim_start_matches([' ', ',', '\t', '\n', '\r']);
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use openapi_document::source::{FileId, Span};

    use super::{DirectiveKind, read};

    fn kind(comment: &str) -> Option<DirectiveKind> {
        read(comment, Span::new(FileId(0), 0, comment.len())).map(|directive| directive.kind)
    }

    #[test]
    fn rules_are_listed_with_their_places() {
        let comment = "<!-- doccheck-disable-next-line json-syntax, curl-path -- they are old -->";
        let Some(DirectiveKind::Disable { rules, .. }) = kind(comment) else {
            panic!("it disables rules");
        };
        let found: Vec<_> = rules
            .iter()
            .map(|rule| &comment[rule.span.start..rule.span.end])
            .collect();
        assert_eq!(found, ["json-syntax", "curl-path"]);
    }

    #[test]
    fn operation_and_status_may_be_named() {
        let Some(DirectiveKind::Bind(said)) =
            kind("<!-- doccheck: operation=\"GET /pots\", status=201 -->")
        else {
            panic!("it binds");
        };
        assert_eq!(said.operation.unwrap().text, "GET /pots");
        assert_eq!(said.status.unwrap().text, "201");
        let Some(DirectiveKind::Bind(said)) = kind("<!-- doccheck: ignore -->") else {
            panic!("it binds");
        };
        assert!(said.ignore);
    }

    #[test]
    fn what_is_not_understood_is_told_and_what_is_meant_for_others_is_not() {
        for comment in [
            "<!-- doccheck: op=x -->",
            "<!-- doccheck-off -->",
            "<!-- doccheck: x -->",
        ] {
            assert!(
                matches!(kind(comment), Some(DirectiveKind::Unknown(_))),
                "{comment}"
            );
        }
        for comment in ["<!-- a doccheck -->", "<!-- doccheckers -->", "<!-- -->"] {
            assert_eq!(kind(comment), None, "{comment}");
        }
    }
}
