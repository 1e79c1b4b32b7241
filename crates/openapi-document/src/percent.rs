//! Percent-encoding undone, strictly: what is not an encoding is told and not passed through.

/// Why a text could not be decoded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mistake {
    /// A `%` without two hexadecimal digits behind it.
    Escape,
    /// The bytes are not UTF-8.
    Utf8,
}

/// The text with every `%XX` replaced by its byte.
pub(crate) fn decode(text: &str) -> Result<String, Mistake> {
    if !text.contains('%') {
        return Ok(text.to_owned());
    }
    let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let (Some(high), Some(low)) = (digit(bytes.next()), digit(bytes.next())) else {
            return Err(Mistake::Escape);
        };
        decoded.push(u8::try_from(high * 16 + low).expect("two hexadecimal digits fit a byte"));
    }
    String::from_utf8(decoded).map_err(|_| Mistake::Utf8)
}
