//! What a log consists of: text, line ends, colours, the marks of sections that can be folded, and the stamps of lines.

use crate::log::stamp::{Head, LineStamp, Read};

/// How long a run of text gets before it is handed out unfinished.
const LONGEST_TEXT: usize = 64 << 10;

/// How long an escape sequence may be; longer ones are noise.
const LONGEST_ESCAPE: usize = 4096;

/// One thing in a log.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LogEvent {
    /// Text without control characters. What is not UTF-8 has become U+FFFD.
    Text(String),
    /// A line starts or goes on, in a log with times.
    Stamp(LineStamp),
    /// The end of a line.
    LineEnd,
    /// A carriage return: what follows replaces the line, as progress bars do.
    Return,
    /// A change of colour or style: the numbers of an SGR escape sequence, such as `[31, 1]` for bold red. None and 0
    /// mean the end of all styles.
    Style(Vec<u16>),
    /// A section starts. Its headline follows as text.
    SectionStart {
        /// The name by which its end is found.
        name: String,
        /// When it started, in seconds since 1970.
        time: i64,
        /// Whether it should be shown folded.
        collapsed: bool,
    },
    /// A section ends.
    SectionEnd {
        /// The name it started with.
        name: String,
        /// When it ended, in seconds since 1970.
        time: i64,
    },
}

/// Takes a log apart, piece by piece, however the pieces are cut.
///
/// Escape sequences other than colours and styles are left out. Whether a log has times shows in its first line. In one
/// that has, the stamps are events and no text, and the end of a line comes with the start of the next: only that tells
/// whether the line goes on.
///
/// ```
/// use gitlab_jobs::{LogEvent, LogParser};
///
/// let mut parser = LogParser::new();
/// let log = b"\x1b[0Ksection_start:1700000000:build[collapsed=true]\r\x1b[0K\x1b[32mBuilding\n";
/// let mut events = parser.push(log);
/// events.extend(parser.finish());
/// assert_eq!(
///     events,
///     [
///         LogEvent::SectionStart { name: "build".into(), time: 1_700_000_000, collapsed: true },
///         LogEvent::Style(vec![32]),
///         LogEvent::Text("Building".into()),
///         LogEvent::LineEnd,
///     ]
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct LogParser {
    text: Vec<u8>,
    state: State,
    escape: Vec<u8>,
    /// Whether lines have stamps, once the first one has told.
    stamped: Option<bool>,
    head: Head,
    /// The stream of the line at hand: its number, and whether it is the error output.
    stream: Option<(u8, bool)>,
    /// The state at a line feed that may be none, because the line goes on.
    held: Option<State>,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    /// At the start of a line which may have a stamp.
    #[default]
    Head,
    Text,
    /// A carriage return came; with a line feed it is one line end.
    Return,
    /// The escape character came.
    Escape,
    /// Within `ESC [`, until a letter.
    Control,
    /// Within `ESC ]` or the like, until BEL or `ESC \`.
    Command,
    /// The same, after an `ESC`.
    CommandEscape,
}

impl LogParser {
    /// A parser at the start of a log.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the next piece of the log completes. Text comes when what follows it does.
    pub fn push(&mut self, piece: &[u8]) -> Vec<LogEvent> {
        let mut events = Vec::new();
        for byte in piece {
            self.byte(*byte, &mut events);
        }
        events
    }

    /// What is left at the end of the log.
    pub fn finish(mut self) -> Vec<LogEvent> {
        let mut events = Vec::new();
        if matches!(self.state, State::Head) {
            let bytes = self.head.take();
            self.start_line(None, &mut events);
            events.extend(self.push(&bytes));
        }
        self.flush(&mut events);
        if matches!(self.state, State::Return) {
            events.push(LogEvent::Return);
        }
        events
    }

    /// Ends the line before, unless it goes on, and starts the next.
    fn start_line(&mut self, stamp: Option<LineStamp>, events: &mut Vec<LogEvent>) {
        let stream = stamp.map(|stamp| (stamp.stream, stamp.stderr));
        let continues = stamp.is_some_and(|stamp| stamp.continues) && stream == self.stream;
        self.state = State::Text;
        match self.held.take() {
            Some(held) if continues => {
                // A character or an escape sequence may be cut in two.
                self.flush_whole_characters(events);
                self.state = held;
            }
            Some(_) => {
                self.flush(events);
                events.push(LogEvent::LineEnd);
            }
            None => {}
        }
        self.stream = stream;
        events.extend(stamp.map(LogEvent::Stamp));
    }

    fn byte(&mut self, byte: u8, events: &mut Vec<LogEvent>) {
        if byte == b'\n' && self.stamped == Some(true) && !matches!(self.state, State::Head) {
            self.held = Some(self.state);
            self.state = State::Head;
            return;
        }
        match (self.state, byte) {
            (State::Head, _) => match self.head.read(byte) {
                Read::Open => {}
                Read::Stamp(stamp) => {
                    self.stamped = Some(true);
                    self.start_line(Some(stamp), events);
                }
                Read::Other(bytes) => {
                    self.stamped.get_or_insert(false);
                    self.start_line(None, events);
                    events.extend(self.push(&bytes));
                }
            },
            (State::Return, b'\n') => {
                self.state = State::Text;
                events.push(LogEvent::LineEnd);
            }
            (State::Return, _) => {
                self.state = State::Text;
                events.push(LogEvent::Return);
                self.byte(byte, events);
            }
            (State::Text, b'\n') => {
                self.flush(events);
                events.push(LogEvent::LineEnd);
            }
            (State::Text, b'\r') => {
                // The carriage return after a mark belongs to the mark.
                if let Some(section) = section(&self.text) {
                    self.text.clear();
                    events.push(section);
                } else {
                    self.flush(events);
                    self.state = State::Return;
                }
            }
            (State::Text, 0x1b) => {
                self.flush(events);
                self.state = State::Escape;
            }
            (State::Text, b'\t' | 0x20..) if byte != 0x7f => {
                let continues = byte & 0xc0 == 0x80;
                if self.text.len() >= LONGEST_TEXT && !continues {
                    self.flush(events);
                }
                self.text.push(byte);
            }
            (State::Text, _) => {}
            (State::Escape, b'[') => {
                self.escape.clear();
                self.state = State::Control;
            }
            (State::Escape, b']' | b'P' | b'X' | b'^' | b'_') => {
                self.escape.clear();
                self.state = State::Command;
            }
            (State::Escape | State::CommandEscape, _) | (State::Command, 0x07) => {
                self.state = State::Text;
            }
            (State::Control, 0x40..=0x7e) => {
                self.state = State::Text;
                if byte == b'm' {
                    events.push(LogEvent::Style(numbers(&self.escape)));
                }
            }
            (State::Control, b'\n' | 0x1b) => {
                self.state = State::Text;
                self.byte(byte, events);
            }
            (State::Command, 0x1b) => self.state = State::CommandEscape,
            (State::Control | State::Command, _) => {
                self.escape.push(byte);
                if self.escape.len() > LONGEST_ESCAPE {
                    self.state = State::Text;
                }
            }
        }
    }

    /// Hands out text, except for the start of a character that is not whole.
    fn flush_whole_characters(&mut self, events: &mut Vec<LogEvent>) {
        let lead = self.text.iter().rev().take(3);
        let cut = lead
            .enumerate()
            .find(|(_, byte)| **byte & 0xc0 != 0x80)
            .filter(|(behind, byte)| {
                let length = match **byte {
                    0xc2..=0xdf => 2,
                    0xe0..=0xef => 3,
                    0xf0..=0xf4 => 4,
                    _ => 1,
                };
                behind + 1 < length
            });
        let cut = cut.map_or(0, |(behind, _)| behind + 1);
        let rest = self.text.split_off(self.text.len() - cut);
        self.flush(events);
        self.text = rest;
    }

    fn flush(&mut self, events: &mut Vec<LogEvent>) {
        if !self.text.is_empty() {
            events.push(LogEvent::Text(
                String::from_utf8_lossy(&self.text).into_owned(),
            ));
            self.text.clear();
        }
    }
}

/// The numbers of an SGR sequence; what is left out is 0.
fn numbers(escape: &[u8]) -> Vec<u16> {
    if escape.is_empty() {
        return Vec::new();
    }
    let parts = escape.split(|byte| matches!(byte, b';' | b':'));
    parts
        .map(|part| {
            std::str::from_utf8(part)
                .ok()
                .and_then(|part| part.parse().ok())
        })
        .map(Option::unwrap_or_default)
        .collect()
}

/// The mark of a section: `section_start:TIME:NAME`, with options in brackets, or `section_end:TIME:NAME`.
fn section(text: &[u8]) -> Option<LogEvent> {
    let text = std::str::from_utf8(text).ok()?;
    let (start, rest) = match text.strip_prefix("section_start:") {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix("section_end:")?),
    };
    let (time, rest) = rest.split_once(':')?;
    let time = time.parse().ok()?;
    let (name, options) = match rest.split_once('[') {
        Some((name, options)) => (name, options.strip_suffix(']')?),
        None => (rest, ""),
    };
    let plain = |character: char| character.is_ascii_alphanumeric() || "_.-".contains(character);
    if name.is_empty() || !name.chars().all(plain) {
        return None;
    }
    let name = name.to_owned();
    Some(if start {
        let collapsed = options
            .split(',')
            .any(|option| option.trim() == "collapsed=true");
        LogEvent::SectionStart {
            name,
            time,
            collapsed,
        }
    } else {
        LogEvent::SectionEnd { name, time }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &[u8] = b"\x1b[0KRunning\r\n\x1b[0Ksection_start:17:a.b-c\r\x1b[0K\x1b[36;1mHead\x1b[0;m\nsection_end:18:a.b-c\r\x1b[0K10%\r20%\n\x1b]0;title\x07gr\xc3\xbcn \xff\n";

    fn parse(pieces: &[&[u8]]) -> Vec<LogEvent> {
        let mut parser = LogParser::new();
        let mut events: Vec<LogEvent> =
            pieces.iter().flat_map(|piece| parser.push(piece)).collect();
        events.extend(parser.finish());
        events
    }

    fn text(text: &str) -> LogEvent {
        LogEvent::Text(text.to_owned())
    }

    #[test]
    fn a_log_is_taken_apart() {
        let name = || "a.b-c".to_owned();
        assert_eq!(
            parse(&[LOG]),
            [
                text("Running"),
                LogEvent::LineEnd,
                LogEvent::SectionStart {
                    name: name(),
                    time: 17,
                    collapsed: false
                },
                LogEvent::Style(vec![36, 1]),
                text("Head"),
                LogEvent::Style(vec![0, 0]),
                LogEvent::LineEnd,
                LogEvent::SectionEnd {
                    name: name(),
                    time: 18
                },
                text("10%"),
                LogEvent::Return,
                text("20%"),
                LogEvent::LineEnd,
                text("gr\u{fc}n \u{fffd}"),
                LogEvent::LineEnd,
            ]
        );
    }

    #[test]
    fn it_does_not_matter_where_pieces_are_cut() {
        let whole = parse(&[LOG]);
        for cut in 0..=LOG.len() {
            assert_eq!(parse(&[&LOG[..cut], &LOG[cut..]]), whole, "cut at {cut}");
        }
    }

    #[test]
    fn what_only_looks_like_a_mark_is_text() {
        for line in [
            "section_start:x:a",
            "section_start:1:",
            "section_end:1:a b",
            "see section_start:1:a",
            "section_start:1:a[x",
        ] {
            let log = format!("{line}\r\n");
            assert_eq!(
                parse(&[log.as_bytes()]),
                [text(line), LogEvent::LineEnd],
                "{line}"
            );
        }
    }

    #[test]
    fn neither_endless_lines_nor_endless_escapes_are_held() {
        let mut parser = LogParser::new();
        let mut held = 0;
        for _ in 0..100 {
            let long = "ü".repeat(10_000);
            for event in parser.push(long.as_bytes()) {
                assert!(matches!(&event, LogEvent::Text(text) if !text.contains('\u{fffd}')));
            }
            held = held.max(parser.text.len());
        }
        assert!(held <= LONGEST_TEXT + 4);
        parser.push(b"\x1b[");
        parser.push(&b"1".repeat(1_000_000));
        assert!(parser.escape.len() <= LONGEST_ESCAPE + 1);
    }
}
