//! Parts of a whole: the `Range` that asks for one, and the `Content-Range` of the answer that claims to hold it.

use reqwest::header::{CONTENT_RANGE, HeaderMap, HeaderValue};

/// The bytes of a partial answer (206) within the whole.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ContentRange {
    /// The first byte.
    pub(crate) start: u64,
    /// The last byte.
    pub(crate) end: u64,
    /// How many bytes the whole has, when the server knows.
    pub(crate) total: Option<u64>,
}

/// The value of a `Range` header that asks for everything from a byte on.
pub(crate) fn range_from(start: u64) -> HeaderValue {
    HeaderValue::try_from(format!("bytes={start}-"))
        .expect("a number and plain letters are a header's value")
}

impl ContentRange {
    /// The claim of an answer, when it makes one that can be true.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(CONTENT_RANGE)?.to_str().ok()?;
        let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
        let (start, end) = range.split_once('-')?;
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        let total = match total {
            "*" => None,
            total => Some(total.parse().ok()?),
        };
        let possible = start <= end && total.is_none_or(|total| end < total);
        possible.then_some(Self { start, end, total })
    }

    /// How many bytes the answer claims to hold.
    pub(crate) fn length(&self) -> u64 {
        (self.end - self.start).saturating_add(1)
    }

    /// Whether the whole goes on behind the answer.
    pub(crate) fn has_more(&self) -> bool {
        self.total.is_some_and(|total| self.end + 1 < total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &'static str) -> Option<ContentRange> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_RANGE, text.parse().unwrap());
        ContentRange::of(&headers)
    }

    #[test]
    fn a_claim_is_read_when_it_can_be_true() {
        let range = of("bytes 4-8/10").unwrap();
        assert_eq!((range.start, range.end, range.total), (4, 8, Some(10)));
        assert_eq!((range.length(), range.has_more()), (5, true));
        assert!(!of("bytes 4-9/10").unwrap().has_more());
        let open = of("bytes 0-0/*").unwrap();
        assert_eq!(
            (open.length(), open.total, open.has_more()),
            (1, None, false)
        );
        for nonsense in [
            "",
            "bytes */10",
            "bytes 4-10/10",
            "bytes 5-4/10",
            "bytes -4/10",
            "bytes 4-8",
            "bytes 4-8/x",
            "lines 4-8/10",
        ] {
            assert_eq!(of(nonsense), None, "{nonsense}");
        }
        assert_eq!(ContentRange::of(&HeaderMap::new()), None);
    }
}
