//! Code blocks: what language they hold, and where the JSON value in them begins and ends.

use crate::brackets::{self, Value};
use crate::content::Content;
use crate::recover::parse_content;

/// A code block, however the page marks it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Block {
    /// What it holds.
    pub kind: BlockKind,
    /// What stands after the opening fence, trimmed; empty when there is none.
    pub info: String,
    /// The text, without the fence.
    pub content: Content,
    /// The JSON value in the text of a JSON block; none when it has no bracket.
    pub value: Option<Value>,
}

/// What a code block holds.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum BlockKind {
    /// A JSON value, or what should be one.
    Json,
    /// Commands.
    Shell,
    /// YAML.
    Yaml,
    /// Anything else.
    Other,
}

impl BlockKind {
    /// The kind that the info string of a fence names; none when it names no language at all.
    pub(crate) fn named(info: &str) -> Option<Self> {
        let mut words = info
            .split([' ', '\t', ',', '{', '}'])
            .filter(|word| !word.is_empty());
        // The directive that shows code names its language behind it.
        let word = words.find(|word| !matches!(*word, "code-block" | "code" | "sourcecode"));
        let word = word
            .unwrap_or_default()
            .trim_start_matches('.')
            .to_lowercase();
        match word.as_str() {
            "" | "text" | "txt" | "plain" | "plaintext" | "none" => None,
            "json" | "jsonc" | "json5" | "application/json" => Some(Self::Json),
            "sh" | "bash" | "zsh" | "shell" | "console" | "shell-session" | "sh-session"
            | "shellsession" | "terminal" | "curl" => Some(Self::Shell),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => Some(Self::Other),
        }
    }

    /// The kind of a block that names no language, by how its text begins.
    fn guessed(text: &str) -> Self {
        let text = text.trim_start();
        if begins_value(text) {
            Self::Json
        } else if is_command(text) {
            Self::Shell
        } else {
            Self::Other
        }
    }
}

/// Whether a text that begins with a bracket can be JSON, and not a template, a link or the head of a section.
fn begins_value(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix('{') {
        return !rest.starts_with(['%', '{', ':', '#']);
    }
    let Some(rest) = text.strip_prefix('[') else {
        return false;
    };
    let rest = rest.trim_start();
    let is_word = rest.starts_with(|c: char| c.is_alphabetic())
        && !["null", "true", "false"]
            .iter()
            .any(|word| rest.starts_with(word));
    !is_word
}

/// Whether a text is an object or an array of JSON and nothing else; an empty one can be anything.
pub(crate) fn is_json(content: &Content) -> bool {
    let text = content.text().trim();
    let is_closed = text.starts_with('{') && text.ends_with('}') && text.contains('"')
        || text.starts_with('[') && text.ends_with(']') && text.contains('{');
    is_closed && {
        let read = parse_content(content, 0..content.text().len());
        read.node.is_some() && read.repairs.is_empty() && read.others.is_empty()
    }
}

/// The longest command that is looked for in text, in bytes.
pub(crate) const LONGEST_COMMAND: usize = 8_192;

/// Whether a line begins a `curl` command, and not a sentence about it.
pub(crate) fn is_command(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("$ ").unwrap_or(line).trim_start();
    let Some(rest) = line.strip_prefix("curl") else {
        return false;
    };
    let rest = rest.strip_prefix(".exe").unwrap_or(rest);
    let word = rest.split_whitespace().next().unwrap_or_default();
    let is_sentence = word.len() > 1
        && word != "localhost"
        && word
            .chars()
            .all(|c| c.is_lowercase() || matches!(c, ',' | '\''));
    rest.starts_with([' ', '\t', '\\']) && !is_sentence
}

impl Block {
    /// A block of a fence with this info string, or of indented code with an empty one.
    pub(crate) fn new(info: &str, content: Content) -> Self {
        let info = info.trim();
        let kind = BlockKind::named(info).unwrap_or_else(|| BlockKind::guessed(content.text()));
        // Whatever language the fence names, a command is one, and so is JSON without a defect.
        let kind = match kind {
            BlockKind::Json | BlockKind::Other if is_command(content.text()) => BlockKind::Shell,
            BlockKind::Other if is_json(&content) => BlockKind::Json,
            kind => kind,
        };
        Self::of_kind(kind, info, content)
    }

    /// A block whose kind is known.
    pub(crate) fn of_kind(kind: BlockKind, info: &str, content: Content) -> Self {
        let value = match kind {
            BlockKind::Json => brackets::find(content.text()),
            _ => None,
        };
        Self {
            kind,
            info: info.to_owned(),
            content,
            value,
        }
    }

    /// The JSON value, byte for byte from its opening bracket to its match.
    ///
    /// Markers and carriage returns that [`Content`] leaves out are not part of it.
    pub fn json(&self) -> Option<&str> {
        let value = self.value.as_ref()?;
        Some(&self.content.text()[value.range.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, BlockKind};
    use crate::content::Content;

    fn block(info: &str, text: &str) -> Block {
        let mut content = Content::default();
        content.push(text, 0..text.len());
        Block::new(info, content)
    }

    #[test]
    fn the_info_string_names_the_kind() {
        for (info, kind) in [
            ("json", BlockKind::Json),
            ("JSON title=\"x\"", BlockKind::Json),
            ("{.json}", BlockKind::Json),
            ("shell", BlockKind::Shell),
            ("yml", BlockKind::Yaml),
            ("ruby", BlockKind::Other),
            ("plaintext", BlockKind::Other),
        ] {
            assert_eq!(block(info, "GET /pots").kind, kind, "{info}");
        }
    }

    #[test]
    fn a_block_without_language_is_known_by_how_it_begins() {
        assert_eq!(block("", "\n [1]").kind, BlockKind::Json);
        assert_eq!(block("text", "{}").kind, BlockKind::Json);
        assert_eq!(block("", "$ curl https://pots.test").kind, BlockKind::Shell);
        assert_eq!(block("", "curling").kind, BlockKind::Other);
        assert_eq!(block("", "curl is a tool.").kind, BlockKind::Other);
        for text in ["{% include a %}", "{{ a }}", "[default]\na = 1", "[a](b)"] {
            assert_eq!(block("", text).kind, BlockKind::Other, "{text}");
        }
        for text in ["[null]", "[\n1]", "{ a: 1 }", "[...]", "[{"] {
            assert_eq!(block("", text).kind, BlockKind::Json, "{text}");
        }
        assert_eq!(block("java", "{\"a\": 1}").kind, BlockKind::Json);
        assert_eq!(block("js", "{\"a\": b}").kind, BlockKind::Other);
        assert_eq!(block("http", "curl -s a.test").kind, BlockKind::Shell);
        assert_eq!(block("{code-block} json", "{}").kind, BlockKind::Json);
    }

    #[test]
    fn a_json_block_may_hold_no_value() {
        let block = block("json", "null\n");
        assert_eq!((block.kind, block.json()), (BlockKind::Json, None));
    }
}
