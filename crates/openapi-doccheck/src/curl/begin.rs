//! Where commands begin: behind prompts, wrappers such as `sudo`, separators and quotes, but not in other commands' words.

use super::wrapper::{is_prefix, runs_its_words};
use crate::block::BlockKind;
use crate::near::last;

/// How far back a line is looked at.
const REACH: usize = 4000;

/// How a command begins.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Begin {
    /// Where its first word begins, which may be a path such as `/usr/bin/curl`.
    pub(super) start: usize,
    /// The quote that the whole command stands in.
    pub(super) quote: Option<char>,
    /// Whether another command makes use of what it answers.
    pub(super) captured: bool,
    /// Whether `xargs` adds words to it.
    pub(super) fed: bool,
    /// Where the bar stands behind which it begins.
    pub(super) bar: Option<usize>,
    /// Whether the bar may stand in quotes, unless those were opened on a line before.
    pub(super) in_doubt: bool,
}

/// Whether the `curl` at a place is the first word of a command, and how it begins. `root` says that a number sign is
/// a prompt.
pub(super) fn begins(text: &str, at: usize, kind: BlockKind, root: bool) -> Option<Begin> {
    let behind = &text[at + "curl".len()..];
    let behind = behind.strip_prefix(".exe").unwrap_or(behind);
    let tag = behind
        .find([' ', '\t', '\n', '\\', '\u{a0}'])
        .unwrap_or(behind.len());
    let (tag, behind) = behind.split_at(tag);
    let ends = behind.starts_with([' ', '\t', '\u{a0}']) || behind.starts_with("\\\n");
    if !ends || !(tag.is_empty() || tag.starts_with([':', '@'])) {
        return None;
    }
    let line = line_start(text, at);
    let folder = text[line..at].rfind(|c: char| !is_of_path(c));
    let start = folder.map_or(line, |before| {
        line + before
            + text[line + before..]
                .chars()
                .next()
                .map_or(1, char::len_utf8)
    });
    let folder = &text[start..at];
    let is_path = folder.is_empty()
        || folder.starts_with(['/', '.', '~'])
        || folder.get(1..3).is_some_and(|drive| drive == ":\\");
    let is_image = folder.ends_with('/') && !folder.starts_with(['/', '.', '~']);
    if !(is_path && tag.is_empty() || is_image) {
        return None;
    }
    let mut before = &text[line..start];
    if kind == BlockKind::Yaml {
        before = behind_key(before);
    }
    let before = before.trim_start();
    // In a Makefile these marks say that a line is not shown, and that it may fail.
    let before = match before {
        "@" | "@-" | "-@" => "",
        other => other,
    };
    if before.starts_with('#') && !root {
        return None;
    }
    let before = behind_prompt(before, root);
    let quotes = Quotes::of(before);
    let mut begin = Begin {
        start,
        quote: None,
        captured: quotes.captured,
        fed: false,
        bar: None,
        in_doubt: false,
    };
    let bar = text[..start].trim_end_matches([' ', '\t', '\n', '\r', '\\']);
    begin.bar = (bar.ends_with('|') && !bar.ends_with("||")).then(|| bar.len() - 1);
    let mut own = &before[quotes.begin..];
    if let Some((open, quote)) = quotes.open {
        // All of a YAML value may stand in quotes; a shell's quotes hold commands only for a command that runs them.
        let outer = &before[..open];
        let is_whole = outer.trim().is_empty();
        if is_whole || runs_its_words(outer) {
            begin.quote = Some(quote);
            own = &before[quotes.begin.max(open + 1)..];
        } else if begin.bar.is_some() {
            begin.in_doubt = true;
        } else {
            return None;
        }
    }
    if kind == BlockKind::Other && !(own.is_empty() && quotes.begin == 0) {
        return None;
    }
    begin.fed = is_prefix(own, is_image)?;
    Some(begin)
}

/// Whether a letter can belong to the path before a program's name.
fn is_of_path(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '-' | '_' | '~' | ':')
}

/// Where the line begins that a place stands on, the lines included that a backslash joins to it.
fn line_start(text: &str, at: usize) -> usize {
    let near = last(&text[..at], REACH);
    let least = at - near.len();
    let mut end = near.len();
    loop {
        let Some(feed) = near[..end].rfind('\n') else {
            return least;
        };
        if !near[..feed].trim_end_matches('\r').ends_with('\\') {
            return least + feed + 1;
        }
        end = feed;
    }
}

/// What stands on a line of YAML behind its dashes and its key.
fn behind_key(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    let key = rest
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .unwrap_or(0);
    rest[key..].strip_prefix(": ").unwrap_or(rest).trim_start()
}

/// What stands on a line behind a prompt such as `$`, `user@host:~$`, `[root@host ~]#`, `C:\>` or `>`.
fn behind_prompt(line: &str, root: bool) -> &str {
    let Some((end, mark)) =
        line.match_indices(['$', '%', '>', '❯', '➜', '#'])
            .find(|(at, mark)| {
                let behind = &line[at + mark.len()..];
                behind.is_empty() || behind.starts_with([' ', '\t']) || *mark == ">"
            })
    else {
        return line;
    };
    let (name, rest) = (
        line[..end].trim_end(),
        line[end + mark.len()..].trim_start(),
    );
    let words = name.split_whitespace().count();
    let is_name = words <= 3
        && (name.contains(['@', '~', '\\', '(']) || words <= 1)
        && !name.contains(['"', '\'', '=', '|', ';', '&', '<']);
    match mark {
        "#" if !(root || name.contains('@')) => line,
        // Behind this arrow stands where the user is.
        "➜" => "",
        // On a line of their own these are operators or parts of variables.
        _ if is_name => rest.strip_prefix("$ ").unwrap_or(rest),
        _ => line,
    }
}

/// The quotes that are open at the end of a text, and where the innermost command begins.
#[derive(Debug, Default)]
struct Quotes {
    /// The open quote and its place, when no substitution was opened within it.
    open: Option<(usize, char)>,
    begin: usize,
    captured: bool,
}

impl Quotes {
    fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut outer: Vec<Self> = Vec::new();
        let mut letters = text.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let next = letters.peek().map(|(_, next)| *next);
            match (letter, found.open.map(|(_, quote)| quote)) {
                ('\\', quote) if quote != Some('\'') => {
                    letters.next();
                }
                ('$', quote) if quote != Some('\'') && next == Some('(') => {
                    letters.next();
                    let inner = Self {
                        begin: at + 2,
                        captured: true,
                        open: None,
                    };
                    outer.push(std::mem::replace(&mut found, inner));
                }
                ('`', quote) if quote != Some('\'') => {
                    if found.captured && text[..found.begin].ends_with('`') {
                        found = outer.pop().unwrap_or_default();
                    } else {
                        let inner = Self {
                            begin: at + 1,
                            captured: true,
                            open: None,
                        };
                        outer.push(std::mem::replace(&mut found, inner));
                    }
                }
                (')', None) if !outer.is_empty() => found = outer.pop().unwrap_or_default(),
                ('"' | '\'', None) => found.open = Some((at, letter)),
                (quote, Some(open)) if quote == open => found.open = None,
                ('|' | ';' | '&' | '(' | '{', _) => {
                    let is_word = letter == '{' && next.is_some_and(|next| !next.is_whitespace());
                    if !is_word {
                        found.begin = at + 1;
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// Whether the number signs at the beginning of lines are prompts of a session: all of them stand before a command.
pub(super) fn is_root_session(text: &str) -> bool {
    let is_call = |line: &str| {
        let word = line.strip_prefix("curl ").map(str::trim_start);
        word.is_some_and(|word| word.starts_with(['-', '"', '\'', '$']) || word.starts_with("http"))
    };
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().and_then(|line| line.strip_prefix("# "));
    first.is_some_and(|line| is_call(line.trim_start()))
        && !text.lines().any(|line| is_call(line.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::{begins, is_root_session};
    use crate::block::BlockKind;

    fn is_command(text: &str) -> bool {
        let root = is_root_session(text);
        let at = text.rfind("curl").unwrap();
        begins(text, at, BlockKind::Shell, root).is_some()
    }

    #[test]
    fn commands_stand_behind_prompts_wrappers_and_separators() {
        for before in [
            "",
            "  ",
            "$ ",
            "% ",
            "# ",
            "> ",
            "user@host:~$ ",
            "[root@host ~]# ",
            "root@host:/etc# ",
            "C:\\Users> ",
            "PS C:\\> ",
            "(venv) $ ",
            "bash-5.1$ ",
            "➜  ~ ",
            "sudo ",
            "sudo -E ",
            "sudo -u x ",
            "$ sudo ",
            "watch -n 5 ",
            "watch -n5 ",
            "time ",
            "time -p ",
            "env X=y ",
            "X=y Z='a b' ",
            "nohup ",
            "timeout 5 ",
            "xargs ",
            "xargs -n 1 -I {} ",
            "id=$(",
            "id=\"$(",
            "echo `",
            "if ",
            "if ! ",
            "while ! ",
            "a && ",
            "a; ",
            "a | ",
            "{ ",
            "( ",
            "docker run --rm -it alpine/",
            "docker exec -it box ",
            "kubectl exec -it pod -- ",
            "ssh host ",
            "sh -c '",
            "sh -c \"cd x && ",
            "watch 'sudo ",
            "/usr/bin/",
            "sudo /usr/bin/",
            "~/bin/",
            "./",
            "docker run --rm \\\n  ",
            "\t@",
            "\t-@",
            "echo 'a' |\n  ",
            "echo \"it's\" | ",
        ] {
            assert!(
                is_command(&format!("{before}curl -s https://a.test")),
                "{before}"
            );
        }
        for image in ["curlimages/curl:8.1.0", "curlimages/curl"] {
            let text = format!("docker run --rm {image} -s https://a.test");
            assert!(
                begins(
                    &text,
                    text.rfind("/curl").unwrap() + 1,
                    BlockKind::Shell,
                    false
                )
                .is_some()
            );
        }
        assert!(begins("curl.exe -s a.test", 0, BlockKind::Shell, false).is_some());
    }

    #[test]
    fn what_only_speaks_of_curl_is_no_command() {
        for text in [
            "# curl is a tool",
            "# then\ncurl x\n# curl -s a.test",
            "apk add curl jq",
            "sudo apt-get install -y curl jq",
            "RUN apk add --no-cache \\\n  curl \\\n  jq",
            "echo \"; curl it\"",
            "echo 'use curl -s a.test'",
            "git clone https://a.test/curl/curl x",
            "libcurl -s",
            "curl",
            "which curl || true",
            "man curl ",
            "docker run alpine apk add curl jq",
            "alias c='curl -s'",
            "curl-config --version",
        ] {
            assert!(!is_command(text), "{text}");
        }
    }
}
