//! The stamp at the start of each line of a log with times: when, by whom, and whether the line goes on.

use chrono::{DateTime, Utc};

/// When a line of a log was written, and by whom.
///
/// Runners from 17.0 on write stamps when `FF_TIMESTAMPS` is set, and from 18.7 on unless it is unset.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct LineStamp {
    /// When the line began, to the microsecond.
    pub time: DateTime<Utc>,
    /// The number of the writer: 0 is the runner itself, 1 and up are what it runs.
    pub stream: u8,
    /// Whether it was written to the standard error output.
    pub stderr: bool,
    /// Whether this goes on with what the same writer wrote last, as after the carriage return of a progress bar or
    /// within a very long line. When nobody else has written in between, no line end comes before it.
    pub continues: bool,
}

/// The shape of a stamp: digits, hexadecimal digits, the output (`O` or `E`), and `+` where the line continues.
const SHAPE: &[u8; 32] = b"dddd-dd-ddTdd:dd:dd.ddddddZ xxoc";

/// How many bytes of a stamp are the time.
const TIME: usize = 27;

/// The start of a line, as long as it may become a stamp.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head(Vec<u8>);

/// What a start of a line has turned out to be.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Read {
    /// It is not known yet.
    Open,
    /// A stamp.
    Stamp(LineStamp),
    /// Something else: these bytes.
    Other(Vec<u8>),
}

impl Head {
    /// Takes the next byte.
    pub(crate) fn read(&mut self, byte: u8) -> Read {
        let fits = match SHAPE[self.0.len()] {
            b'd' => byte.is_ascii_digit(),
            b'x' => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
            b'o' => matches!(byte, b'O' | b'E'),
            b'c' => matches!(byte, b' ' | b'+'),
            exactly => byte == exactly,
        };
        self.0.push(byte);
        if fits && self.0.len() < SHAPE.len() {
            return Read::Open;
        }
        let bytes = self.take();
        match fits.then(|| stamp(&bytes)).flatten() {
            Some(stamp) => Read::Stamp(stamp),
            None => Read::Other(bytes),
        }
    }

    /// What has been read, when nothing more comes.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }
}

/// Reads what has the shape of a stamp; a date that there is not makes it something else.
fn stamp(bytes: &[u8]) -> Option<LineStamp> {
    let text = std::str::from_utf8(bytes).ok()?;
    let time = DateTime::parse_from_rfc3339(&text[..TIME]).ok()?;
    Some(LineStamp {
        time: time.to_utc(),
        stream: u8::from_str_radix(&text[TIME + 1..TIME + 3], 16).ok()?,
        stderr: bytes[TIME + 3] == b'E',
        continues: bytes[TIME + 4] == b'+',
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Read {
        let mut head = Head::default();
        for byte in text.bytes() {
            match head.read(byte) {
                Read::Open => {}
                read => return read,
            }
        }
        Read::Open
    }

    #[test]
    fn a_stamp_is_read_to_the_microsecond() {
        let Read::Stamp(stamp) = read("2026-05-08T09:28:43.725057Z 1fE+rest") else {
            panic!("it is a stamp");
        };
        assert_eq!(stamp.time.to_string(), "2026-05-08 09:28:43.725057 UTC");
        assert_eq!(
            (stamp.stream, stamp.stderr, stamp.continues),
            (0x1f, true, true)
        );
        let Read::Stamp(stamp) = read("2026-05-08T09:28:43.000000Z 00O ") else {
            panic!("it is a stamp");
        };
        assert_eq!(
            (stamp.stream, stamp.stderr, stamp.continues),
            (0, false, false)
        );
    }

    #[test]
    fn what_only_resembles_a_stamp_is_handed_back_at_once() {
        for (text, consumed) in [
            ("Running", 1),
            ("2026-05-08 09:28", 11),
            ("2026-05-08T09:28:43.725Z 00O ", 24),
            ("2026-05-08T09:28:43.725057Z 0AO ", 30),
            ("2026-05-08T09:28:43.725057Z 00X ", 31),
            ("2026-05-08T09:28:43.725057Z 00O-", 32),
            ("2026-13-08T09:28:43.725057Z 00O ", 32),
            ("2026-05-08T09:28:43.725057+ 00O ", 27),
        ] {
            let expected = Read::Other(text.as_bytes()[..consumed].to_vec());
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("2026-05-08T09:28:43.725057Z 00O"), Read::Open);
    }
}
