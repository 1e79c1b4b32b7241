//! What is done to a page before it is read as `CommonMark`: markup of doc systems becomes what `CommonMark` has.
//!
//! - A line that holds nothing but a tag becomes a blank line; its title is told when it announces an example.
//! - `{% highlight json %}` and its like become fences.
//! - Code that is indented below `.. code-block:: json` becomes a fence.
//! - A comment of MDX, such as `{/* this */}`, is left out and told.
//! - A body that is indented below a line such as `!!! note` or `=== "Tab"`, or within a component, becomes a quote:
//!   that is the container which has no indentation, ends where the body ends, and says nothing of its own.
//!
//! All else stays as it is, and every place leads back to the page.

use std::borrow::Cow;
use std::ops::Range;

use super::markup::{ENDS, Markup, announces, ends_code, read};

mod line;
mod mdx;
mod place;

use line::{Line, is_open_comment, without_list_marks};
use place::{Piece, Unfolded};

/// How deep bodies may stand in one another; what stands deeper is read as it is.
const DEEPEST: usize = 32;

/// An indented body that is being read.
struct Body {
    /// The columns before the line above it, and before what stands in it.
    indent: usize,
    content: usize,
    /// How many quotes enclose it.
    quotes: usize,
    /// Whether a list was being read around it.
    list: bool,
}

/// Code between two fences.
struct Fence {
    mark: char,
    length: usize,
    quotes: usize,
    depth: usize,
    /// Whether it ends with a tag instead of a fence.
    tagged: bool,
    /// Whether options may still stand before the code, as in `:linenos:`.
    options: bool,
}

struct Unfold<'a> {
    page: &'a str,
    out: String,
    pieces: Vec<Piece>,
    titles: Vec<Range<usize>>,
    comments: Vec<Range<usize>>,
    /// Where the comment of MDX begins that is being read.
    hidden: Option<usize>,
    /// Where the last such comment ends.
    last_hidden: usize,
    bodies: Vec<Body>,
    fence: Option<Fence>,
    /// Whether an item of a list was read that may still go on.
    list: bool,
    /// Whether a comment was read that is not closed.
    comment: bool,
    /// Where the last tag stands that ends code.
    last_end: usize,
    /// Whether anything is not as it is on the page.
    changed: bool,
    work: usize,
}

/// Reads a page.
pub(super) fn unfold(page: &str) -> Unfolded<'_> {
    let ends = ENDS.iter().filter_map(|end| page.rfind(end));
    let mut unfold = Unfold {
        page,
        out: String::with_capacity(page.len()),
        pieces: Vec::new(),
        titles: Vec::new(),
        comments: Vec::new(),
        hidden: None,
        last_hidden: page.rfind(mdx::CLOSE).unwrap_or(0),
        bodies: Vec::new(),
        fence: None,
        list: false,
        comment: false,
        last_end: ends.max().unwrap_or(0),
        changed: false,
        work: page.len(),
    };
    let mut at = 0;
    while at < page.len() {
        at = unfold.line(at);
    }
    if unfold.changed {
        Unfolded {
            text: Cow::Owned(unfold.out),
            pieces: unfold.pieces,
            titles: unfold.titles,
            comments: unfold.comments,
            work: unfold.work,
        }
    } else {
        Unfolded {
            text: Cow::Borrowed(page),
            pieces: Vec::new(),
            titles: Vec::new(),
            comments: Vec::new(),
            work: unfold.work,
        }
    }
}

impl Unfold<'_> {
    /// Reads a line; where the next begins.
    fn line(&mut self, start: usize) -> usize {
        let most = match (&self.fence, self.bodies.last()) {
            (Some(fence), _) => fence.quotes,
            (None, Some(body)) => body.quotes,
            (None, None) => usize::MAX,
        };
        let line = Line::read(self.page, start, most);
        let text = line.text();
        self.leave(&line);
        if let Some(fence) = &self.fence {
            if fence.quotes > line.quotes {
                self.fence = None;
            } else {
                self.code(&line);
                return line.end();
            }
        }
        if self.hidden.is_some() {
            self.hide(&line);
            return line.end();
        }
        if text.is_empty() {
            self.same(&line);
            return line.end();
        }
        if self.comment || is_open_comment(text) {
            self.comment = !text.contains("-->") || is_open_comment(text);
            self.same(&line);
            return line.end();
        }
        let base = self.bodies.last().map_or(0, |body| body.content);
        let inner = without_list_marks(text);
        if inner.len() < text.len() {
            self.list = true;
        } else if line.indent == base {
            self.list = false;
        }
        if line.indent >= base + 4 && !self.list {
            self.same(&line);
            return line.end();
        }
        if text.contains(mdx::OPEN) && line.start < self.last_hidden {
            self.hide(&line);
        } else if let Some(markup) = read(text) {
            self.markup(&line, markup);
        } else {
            self.open_fence(inner, line.quotes);
            self.same(&line);
        }
        line.end()
    }

    /// Ends the bodies that a line does not belong to.
    fn leave(&mut self, line: &Line<'_>) {
        let blank = line.text().is_empty();
        let depth = self.bodies.len();
        while let Some(body) = self.bodies.last() {
            if body.quotes == line.quotes && (blank || line.indent >= body.content) {
                break;
            }
            self.list = body.list;
            self.bodies.pop();
        }
        if self.bodies.len() < depth {
            if self
                .fence
                .as_ref()
                .is_some_and(|fence| fence.depth > self.bodies.len())
            {
                self.fence = None;
            }
            // Without a blank line, the text would go on with that of the body.
            self.add("\n", line.start);
        }
    }

    /// A line of code, or the fence that ends it.
    fn code(&mut self, line: &Line<'_>) {
        let Some(fence) = &self.fence else { return };
        let text = line.text();
        if fence.tagged {
            if ends_code(text) {
                self.fence = None;
                self.instead(line, "~~~~~~");
            } else if text.starts_with("{%") && read(text).is_some() {
                self.instead(line, "");
            } else {
                self.same(line);
            }
            return;
        }
        if fence.options && text.starts_with(':') {
            self.instead(line, "");
            return;
        }
        let run = text.len() - text.trim_start_matches(fence.mark).len();
        if run >= fence.length && run == text.len() {
            self.fence = None;
        }
        self.same(line);
    }

    fn open_fence(&mut self, text: &str, quotes: usize) {
        let Some(mark) = text.chars().next().filter(|c| matches!(c, '`' | '~')) else {
            return;
        };
        let info = text.trim_start_matches(mark);
        let length = text.len() - info.len();
        if length >= 3 && !(mark == '`' && info.contains('`')) {
            self.fence = Some(Fence {
                mark,
                length,
                quotes,
                depth: self.bodies.len(),
                tagged: false,
                options: false,
            });
        }
    }

    fn markup(&mut self, line: &Line<'_>, markup: Markup) {
        let text = line.text();
        let at = line.start + line.prefix + line.rest.len() - line.rest.trim_start().len();
        let (title, body) = match markup {
            Markup::Code(language) => {
                if at < self.last_end {
                    self.instead(line, &format!("~~~~~~{}", &text[language]));
                    self.fence = Some(Fence {
                        mark: '~',
                        length: 6,
                        quotes: line.quotes,
                        depth: self.bodies.len(),
                        tagged: true,
                        options: false,
                    });
                } else {
                    self.same(line);
                }
                return;
            }
            Markup::Indented(language) => {
                self.indented(line, &text[language], at);
                return;
            }
            Markup::Tag { title, component } => (title, self.below(line, component)),
            Markup::Body(title) => {
                let content = line.indent + 4;
                let below = self.next(line).filter(|next| next.indent >= content);
                (title, below.map(|_| content))
            }
        };
        self.instead(line, "");
        if let Some(title) = title.filter(|title| announces(&text[title.clone()])) {
            self.titles.push(at + title.start..at + title.end);
        }
        if let Some(content) = body.filter(|_| self.bodies.len() < DEEPEST) {
            self.bodies.push(Body {
                indent: line.indent,
                content,
                quotes: line.quotes,
                list: std::mem::take(&mut self.list),
            });
        }
    }

    /// Code that is indented below a line and ends where that ends.
    fn indented(&mut self, line: &Line<'_>, language: &str, at: usize) {
        let below = self.next(line).map(|next| next.indent);
        let Some(content) = below.filter(|content| *content > line.indent) else {
            self.same(line);
            return;
        };
        if self.bodies.len() >= DEEPEST {
            self.same(line);
            return;
        }
        self.instead(line, "");
        self.bodies.push(Body {
            indent: line.indent,
            content,
            quotes: line.quotes,
            list: std::mem::take(&mut self.list),
        });
        self.prefix(line);
        self.add(&format!("~~~~~~{language}\n"), at);
        self.fence = Some(Fence {
            mark: '~',
            length: 6,
            quotes: line.quotes,
            depth: self.bodies.len(),
            tagged: false,
            options: true,
        });
    }

    /// The column of what stands indented below a tag, when that is Markdown: below a component of MDX, which has no
    /// indented code, or when it is a fence or a tag again.
    fn below(&mut self, line: &Line<'_>, component: bool) -> Option<usize> {
        let next = self.next(line)?;
        let text = next.text();
        let is_plain = component || ["```", "~~~"].iter().any(|mark| text.starts_with(mark));
        (next.indent > line.indent && (is_plain || read(text).is_some())).then_some(next.indent)
    }

    /// The next line with a text, when it stands in the same quotes.
    fn next(&mut self, line: &Line<'_>) -> Option<Line<'_>> {
        let mut at = line.end();
        while at < self.page.len() {
            let next = Line::read(self.page, at, line.quotes);
            self.work += next.end() - at;
            if next.quotes != line.quotes {
                return None;
            }
            if !next.text().is_empty() {
                return Some(next);
            }
            at = next.end();
        }
        None
    }

    /// Adds a line as it is, in the bodies around it.
    fn same(&mut self, line: &Line<'_>) {
        let from = self.prefix(line);
        self.keep(from..line.end());
    }

    /// Adds another text in the place of a line.
    fn instead(&mut self, line: &Line<'_>, text: &str) {
        let end = line.end();
        let feed = end - (line.rest.len() - line.rest.trim_end_matches(['\n', '\r']).len());
        self.prefix(line);
        self.changed = true;
        self.add(text, line.start + line.prefix);
        self.keep(feed..end);
    }

    /// Adds what stands before the text of a line; where on the page the text begins, with what is left of its
    /// indentation.
    fn prefix(&mut self, line: &Line<'_>) -> usize {
        let start = line.start + line.prefix;
        let Some(last) = self.bodies.last() else {
            self.keep(line.start..start);
            return start;
        };
        let text = start + line.bytes_before(last.content);
        self.keep(line.start..start);
        self.changed = true;
        let mut marks = String::new();
        let mut column = 0;
        for body in &self.bodies {
            marks.push_str(&" ".repeat(body.indent - column));
            marks.push_str("> ");
            column = body.content;
        }
        self.add(&marks, start);
        text
    }

    fn add(&mut self, text: &str, page: usize) {
        if !text.is_empty() {
            self.changed = true;
            self.pieces.push(Piece {
                at: self.out.len(),
                page,
                added: true,
            });
            self.out.push_str(text);
        }
    }

    fn keep(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let at = self.out.len();
        self.out.push_str(&self.page[range.clone()]);
        if let Some(last) = self.pieces.last()
            && !last.added
            && last.page + at - last.at == range.start
        {
            return;
        }
        self.pieces.push(Piece {
            at,
            page: range.start,
            added: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::unfold;

    #[test]
    fn bodies_become_quotes_and_every_place_leads_back() {
        let page = "!!! note\n    a\n\n    === \"b\"\n\n        ```\n        {\n\n    c\nd\n\n    !!! code\n";
        let found = unfold(page);
        assert_eq!(
            found.text,
            "\n> a\n> \n> \n> > \n> > ```\n> > {\n> > \n\n> c\n\nd\n\n    !!! code\n"
        );
        for (at, byte) in found.text.bytes().enumerate() {
            let place = found.place(at..at + 1);
            let there = page.as_bytes()[place.start];
            assert!(
                place.is_empty() || there == byte,
                "{at}: {byte} and {there}"
            );
        }
        for same in [
            "",
            "text\n",
            "a\n\n    !!! note\n        b\n",
            "```\n!!! a\n    b\n```\n",
        ] {
            assert_eq!(unfold(same).text, same);
        }
    }

    #[test]
    fn tags_of_code_become_fences_when_something_ends_them() {
        let page = "{% highlight json %}{% raw %}\n{}\n{% endraw %}\n{% endhighlight %}\n";
        assert_eq!(unfold(page).text, "~~~~~~json\n{}\n\n~~~~~~\n");
        let open = "{% highlight json %}\n{}\n";
        assert_eq!(unfold(open).text, open);
    }

    #[test]
    fn what_is_indented_in_a_component_is_no_code() {
        let page = "<Tabs>\n  <Tab title=\"Response\">\n      ```json\n      {}\n      ```\n  </Tab>\n</Tabs>\ntext\n";
        let found = unfold(page);
        assert_eq!(
            found.text,
            "\n> \n> > ```json\n> > {}\n> > ```\n\n> \n\n\ntext\n"
        );
        let titles: Vec<_> = found
            .titles
            .iter()
            .map(|title| &page[title.clone()])
            .collect();
        assert_eq!(titles, ["Response"]);
    }
}
