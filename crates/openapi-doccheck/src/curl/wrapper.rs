//! Commands that run other commands, such as `sudo`, `xargs` and `docker run`, and the words that may stand before one.

/// Whether a command runs the words that stand behind it in quotes.
pub(super) fn runs_its_words(outer: &str) -> bool {
    let last = outer.split_whitespace().next_back().unwrap_or_default();
    let is_short = last.starts_with('-') && last.ends_with('c') && last.len() <= 4;
    let first = outer
        .split_whitespace()
        .find(|word| !matches!(*word, "$" | "sudo" | "-" | "%"));
    is_short || matches!(first, Some("watch" | "ssh" | "eval"))
}

/// Wrappers, each with the letters of its options that take a value, and how many words come before the command.
const WRAPPERS: [(&str, &str, usize); 17] = [
    ("sudo", "ugpChrtTRD", 0),
    ("doas", "uC", 0),
    ("env", "uC", 0),
    ("time", "fo", 0),
    ("watch", "n", 0),
    ("xargs", "InLPdEsa", 0),
    ("nice", "n", 0),
    ("ionice", "cnp", 0),
    ("timeout", "ks", 1),
    ("stdbuf", "ioe", 0),
    ("chroot", "", 1),
    ("nohup", "", 0),
    ("exec", "a", 0),
    ("command", "", 0),
    ("setsid", "", 0),
    ("torsocks", "", 0),
    ("proxychains", "f", 0),
];

/// Words of the shell behind which a command begins.
const KEYWORDS: [&str; 16] = [
    "then", "do", "else", "elif", "if", "while", "until", "!", "{", "(", "run", "RUN", "CMD",
    "builtin", "coproc", "-",
];

/// Programs that run a command somewhere else.
const ELSEWHERE: [&str; 9] = [
    "docker",
    "podman",
    "nerdctl",
    "kubectl",
    "oc",
    "docker-compose",
    "ssh",
    "wsl",
    "minikube",
];

/// Words that make `curl` something to install or to look for.
const INSTALL: [&str; 9] = [
    "install", "add", "apk", "apt", "apt-get", "yum", "dnf", "which", "remove",
];

/// Whether words may stand before a command and leave it one; true when they add words of their own to it.
pub(super) fn is_prefix(words: &str, is_image: bool) -> Option<bool> {
    let words = split(words);
    let mut rest = words.iter().map(String::as_str).peekable();
    let mut fed = false;
    while let Some(word) = rest.next() {
        let name = word.rsplit('/').next().unwrap_or(word);
        if KEYWORDS.contains(&word) || is_assignment(word) {
            continue;
        }
        if ELSEWHERE.contains(&name) {
            let all: Vec<&str> = rest.collect();
            let runs = matches!(name, "ssh" | "wsl")
                || all
                    .iter()
                    .any(|word| matches!(*word, "run" | "exec" | "debug" | "ssh"));
            let installs = all.iter().any(|word| INSTALL.contains(word));
            return (runs && !installs && !all.is_empty()).then_some(fed);
        }
        let (_, valued, count) = WRAPPERS.iter().find(|(known, ..)| *known == name)?;
        fed |= name == "xargs";
        while let Some(option) = rest.next_if(|word| word.starts_with('-') && word.len() > 1) {
            let takes = match option.strip_prefix("--") {
                Some(long) => matches!(
                    long,
                    "interval" | "user" | "max-args" | "max-procs" | "replace"
                ),
                None => option.len() == 2 && option.ends_with(|c| valued.contains(c)),
            };
            if takes {
                rest.next();
            }
        }
        for _ in 0..*count {
            rest.next()?;
        }
    }
    (!is_image).then_some(fed)
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

/// Words with their quotes; a space within quotes ends none.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut open = None;
    for letter in text.chars() {
        match open {
            None if letter.is_whitespace() || letter == '\\' => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            None if matches!(letter, '"' | '\'') => open = Some(letter),
            Some(quote) if quote == letter => open = None,
            _ => {}
        }
        word.push(letter);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}
