//! Lines of a page that may stand in quotes and lists.

/// A line and what stands before its text.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) start: usize,
    /// The line behind the marks of the quotes around it, with its end.
    pub(super) rest: &'a str,
    /// How long the marks are, and how many.
    pub(super) prefix: usize,
    pub(super) quotes: usize,
    /// The columns before its text.
    pub(super) indent: usize,
}

impl<'a> Line<'a> {
    /// Splits a line; no more than `most` quotes are taken for such.
    pub(super) fn read(text: &'a str, start: usize, most: usize) -> Self {
        let line = &text[start..];
        let line = &line[..line.find('\n').map_or(line.len(), |feed| feed + 1)];
        let mut prefix = 0;
        let mut quotes = 0;
        while quotes < most {
            let inner = line[prefix..].trim_start_matches(' ');
            let spaces = line.len() - prefix - inner.len();
            let Some(behind) = inner.strip_prefix('>').filter(|_| spaces < 4) else {
                break;
            };
            quotes += 1;
            prefix = line.len() - behind.strip_prefix(' ').unwrap_or(behind).len();
        }
        let rest = &line[prefix..];
        let mut indent = 0;
        for byte in rest.bytes() {
            match byte {
                b' ' => indent += 1,
                b'\t' => indent = indent / 4 * 4 + 4,
                _ => break,
            }
        }
        Self {
            start,
            rest,
            prefix,
            quotes,
            indent,
        }
    }

    pub(super) fn text(&self) -> &'a str {
        self.rest.trim()
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.prefix + self.rest.len()
    }

    /// How many bytes of the rest stand before a column.
    pub(super) fn bytes_before(&self, column: usize) -> usize {
        let mut at = 0;
        for (index, byte) in self.rest.bytes().enumerate() {
            if at >= column {
                return index;
            }
            match byte {
                b' ' => at += 1,
                b'\t' => at = at / 4 * 4 + 4,
                _ => return index,
            }
        }
        self.rest.trim_end_matches(['\n', '\r']).len()
    }
}

/// Whether the last comment that begins in a line is not closed in it.
pub(super) fn is_open_comment(text: &str) -> bool {
    text.rfind("<!--")
        .is_some_and(|open| !text[open..].contains("-->"))
}

/// A text without the marks of the items of lists that it begins.
pub(super) fn without_list_marks(text: &str) -> &str {
    let mut rest = text;
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let marks: &[char] = if digits > 0 {
            &['.', ')']
        } else {
            &['-', '*', '+']
        };
        match rest[digits..].strip_prefix(marks) {
            Some(inner) if inner.starts_with([' ', '\t']) => rest = inner.trim_start(),
            _ => return rest,
        }
    }
}
