//! The formats that are checked. Any other name is a mere description, as OpenAPI has it.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::node::{Node, Value};

use super::number::as_integer;

/// Says what a format wants when the value is not of it. A format asks nothing of a value of another type.
pub(super) fn check(name: &str, node: &Node) -> Result<(), &'static str> {
    let (fits, wanted) = match &node.value {
        Value::String(text) => match name {
            "date-time" => (
                is_date_time(text),
                "a date and time with offset such as 2024-01-31T09:30:00Z",
            ),
            "date" => (is_date(text), "a date such as 2024-01-31"),
            "time" => (is_time(text), "a time with offset such as 09:30:00Z"),
            "byte" => (is_base64(text), "base64 text"),
            "uuid" => (is_uuid(text), "a UUID"),
            "ipv4" => (text.parse::<Ipv4Addr>().is_ok(), "an IPv4 address"),
            "ipv6" => (text.parse::<Ipv6Addr>().is_ok(), "an IPv6 address"),
            "uri" => (is_uri(text), "an absolute URI"),
            "uri-reference" => (is_uri_text(text), "a URI or a relative reference"),
            "hostname" => (is_hostname(text), "a host name"),
            "email" => (is_email(text), "an email address"),
            _ => return Ok(()),
        },
        Value::Number(number) => match name {
            "int32" => (
                as_integer(number).is_some_and(|value| i32::try_from(value).is_ok()),
                "a 32-bit integer",
            ),
            "int64" => (
                as_integer(number).is_some_and(|value| i64::try_from(value).is_ok()),
                "a 64-bit integer",
            ),
            "float" => (
                number
                    .as_f64()
                    .is_some_and(|value| value.abs() <= f64::from(f32::MAX)),
                "a number of single precision",
            ),
            _ => return Ok(()),
        },
        _ => return Ok(()),
    };
    if fits { Ok(()) } else { Err(wanted) }
}

/// The number that exactly `count` digits stand for.
fn digits(text: &str, count: usize) -> Option<u32> {
    let all = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok())?
}

/// RFC 3339 `full-date`, in the Gregorian calendar.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let parsed = || {
        let year = digits(year?, 4)?;
        let days = match digits(month?, 2)? {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            _ => return None,
        };
        Some((1..=days).contains(&digits(day?, 2)?))
    };
    parts.next().is_none() && parsed() == Some(true)
}

/// RFC 3339 `full-time`: a leap second only where there can be one, at the end of a day in UTC.
fn is_time(text: &str) -> bool {
    is_parsed_time(text) == Some(true)
}

fn is_parsed_time(text: &str) -> Option<bool> {
    let at = text.find(['Z', 'z', '+', '-'])?;
    let (clock, offset) = text.split_at(at);
    let offset = match offset {
        "Z" | "z" => 0,
        _ => {
            let (hours, minutes) = offset.get(1..)?.split_once(':')?;
            let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let offset = i32::try_from(hours * 60 + minutes).ok()?;
            if text[at..].starts_with('-') {
                -offset
            } else {
                offset
            }
        }
    };
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let mut parts = clock.split(':');
    let hours = digits(parts.next()?, 2)?;
    let minutes = digits(parts.next()?, 2)?;
    let seconds = digits(parts.next()?, 2)?;
    let fraction_fits = fraction.is_none_or(|fraction| {
        !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit())
    });
    if parts.next().is_some() || !fraction_fits || hours > 23 || minutes > 59 {
        return None;
    }
    let minute_of_day = i32::try_from(hours * 60 + minutes).ok()? - offset;
    let can_leap = minute_of_day.rem_euclid(24 * 60) == 24 * 60 - 1;
    Some(seconds < 60 || (seconds == 60 && can_leap))
}

fn is_date_time(text: &str) -> bool {
    text.split_once(['T', 't'])
        .is_some_and(|(date, time)| is_date(date) && is_time(time))
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

fn is_uuid(text: &str) -> bool {
    let groups = [8, 4, 4, 4, 12];
    let mut parts = text.split('-');
    groups.iter().all(|length| {
        parts.next().is_some_and(|part| {
            part.len() == *length && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    }) && parts.next().is_none()
}

/// A scheme and the rest, in the letters RFC 3986 allows.
fn is_uri(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else {
        return false;
    };
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(letters)
        && is_uri_text(text)
}

fn is_uri_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => bytes
            .get(at + 1..at + 3)
            .is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit)),
        b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => false,
        _ => byte.is_ascii_graphic(),
    })
}

fn is_hostname(text: &str) -> bool {
    text.len() <= 253
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

/// A name and a host. The many exotic forms of RFC 5321 are let through where they have both.
fn is_email(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(name, host)| {
        let literal = host.starts_with('[') && host.ends_with(']');
        !name.is_empty()
            && (name.starts_with('"') || !name.contains([' ', '@']))
            && (literal || is_hostname(host))
    })
}
