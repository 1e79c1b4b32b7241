//! Receiving: bytes from one or more answers become one whole, or an error.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_LENGTH, ETAG, HeaderMap, HeaderValue};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::download::{Download, Downloaded, Progress, Source};
use crate::error::{Context, Error, ErrorKind};
use crate::operations::artifacts::Rest;
use crate::range::ContentRange;
use crate::response::Response;
use crate::stream::ByteStream;

/// How many answers in a row may break off without a byte.
const MOST_BARREN: u32 = 3;

/// How long to wait before the rest is asked for again after an answer that brought little.
const PAUSE: Duration = Duration::from_millis(500);

/// How many bytes are enough to ask for the rest at once.
const ENOUGH: u64 = 64 << 10;

/// A download whose first answer has begun.
pub(crate) struct Begun {
    body: ByteStream,
    held: Held,
    /// How many bytes it has, when the server said so.
    pub(crate) total: Option<u64>,
    /// The tag that only equal bytes share.
    pub(crate) etag: Option<HeaderValue>,
    /// How many bytes the answer leaves out, because an earlier download has them.
    pub(crate) received: u64,
}

/// What an answer holds of the whole.
#[derive(Clone, Copy, Default)]
struct Held {
    /// How many bytes at its start are there already.
    repeats: u64,
    /// Where a part of the whole ends: behind its last byte.
    end: Option<u64>,
    /// How many bytes the whole has, when the answer says so.
    total: Option<u64>,
}

/// The checksum of what has been received; nothing without the feature `sha256`.
#[derive(Default)]
pub(crate) struct Checksum {
    #[cfg(feature = "sha256")]
    digest: sha2::Sha256,
}

impl Checksum {
    /// Takes in what comes next.
    #[cfg_attr(
        not(feature = "sha256"),
        expect(clippy::unused_self, reason = "it stands in for the one with a digest")
    )]
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        #[cfg(feature = "sha256")]
        sha2::Digest::update(&mut self.digest, bytes);
        #[cfg(not(feature = "sha256"))]
        let _ = bytes;
    }

    #[cfg(feature = "sha256")]
    fn finish(self) -> String {
        let bytes = sha2::Digest::finalize(self.digest);
        let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        digits.concat()
    }
}

/// Asks for a download, or only for the rest of it where the server still has the same.
pub(crate) async fn begin(
    source: &Source,
    size: Option<u64>,
    rest: Option<&Rest>,
) -> Result<Begun, Error> {
    let begun = match rest {
        Some(rest) => go_on(source, rest).await?,
        None => None,
    };
    let begun = match begun {
        Some(begun) => begun,
        None => whole(source.open(None).await?),
    };
    if let (Some(expected), Some(total)) = (size, begun.total)
        && expected != total
    {
        let detail = format!("it has {total} bytes, and {expected} were expected");
        return Err(wrong(source, detail));
    }
    Ok(begun)
}

/// Asks for the rest; nothing when the answer is not to be trusted with what is there.
async fn go_on(source: &Source, rest: &Rest) -> Result<Option<Begun>, Error> {
    let answer = match source.open(Some(rest)).await {
        Err(error) if error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) => return Ok(None),
        answer => answer?,
    };
    if answer.status() != StatusCode::PARTIAL_CONTENT {
        return Ok(Some(whole(answer)));
    }
    // Without the length of the whole nothing would tell a part of the rest from all of it.
    let held = resumed(answer.status(), answer.headers(), rest);
    let Some(held) = held.filter(|held| held.total.is_some()) else {
        return Ok(None);
    };
    Ok(Some(Begun {
        held,
        total: held.total,
        etag: Some(rest.etag.clone()),
        received: rest.from,
        body: answer.into_inner(),
    }))
}

fn whole(answer: Response<ByteStream>) -> Begun {
    Begun {
        held: Held::default(),
        total: length(answer.headers()),
        etag: strong_etag(answer.headers()),
        received: 0,
        body: answer.into_inner(),
    }
}

/// Writes a download to the writer and checks it; the checksum has what the answer leaves out.
pub(crate) async fn receive<W>(
    download: &mut Download,
    begun: Begun,
    mut checksum: Checksum,
    writer: &mut W,
) -> Result<Downloaded, Error>
where
    W: AsyncWrite + Send + Unpin + ?Sized,
{
    let context = context(&download.source);
    let Begun {
        mut body,
        mut held,
        mut total,
        etag,
        mut received,
    } = begun;
    let mut barren = 0;
    let mut asked = false;
    // What the last answer has brought.
    let mut brought = 0;
    loop {
        let broken = match body.next().await {
            Some(Ok(mut piece)) => {
                let known = usize::try_from(held.repeats).unwrap_or(usize::MAX);
                let known = known.min(piece.len());
                held.repeats -= known as u64;
                piece = piece.slice(known..);
                if piece.is_empty() {
                    continue;
                }
                let written = writer.write_all(&piece).await;
                written.map_err(|cause| Error::output(context.clone(), "write", cause))?;
                checksum.add(&piece);
                received += piece.len() as u64;
                brought += piece.len() as u64;
                barren = 0;
                if let Some(call) = &mut download.progress {
                    call(Progress { received, total });
                }
                continue;
            }
            // The answer is over, and is not what it said it would be.
            None if held.repeats > 0 || held.end.is_some_and(|end| end != received) => {
                return Err(changed(&download.source));
            }
            None if held.end.is_none() || total.is_none_or(|total| received >= total) => break,
            // A part may hold less than was asked for.
            None => None,
            Some(Err(error)) => Some(error),
        };
        if let Some(error) = broken
            && (etag.is_none() || barren == MOST_BARREN || error.kind() != ErrorKind::Body)
        {
            return Err(error);
        }
        let Some(etag) = etag.clone() else { break };
        if asked && brought < ENOUGH {
            tokio::time::sleep(PAUSE).await;
        }
        (asked, brought) = (true, 0);
        barren += 1;
        let rest = Rest {
            from: received,
            etag,
        };
        let answer = download.source.open(Some(&rest)).await?;
        let holds = resumed(answer.status(), answer.headers(), &rest);
        held = holds.ok_or_else(|| changed(&download.source))?;
        if let (Some(one), Some(other)) = (total, held.total)
            && one != other
        {
            return Err(changed(&download.source));
        }
        total = total.or(held.total);
        if held.end.is_some() && total.is_none() {
            let detail = "it was continued without a word of how long it is".to_owned();
            return Err(wrong(&download.source, detail));
        }
        body = answer.into_inner();
    }
    let flushed = writer.flush().await;
    flushed.map_err(|cause| Error::output(context.clone(), "write", cause))?;
    for (announced, whose) in [(total, "announced"), (download.size, "expected")] {
        if let Some(announced) = announced
            && announced != received
        {
            let detail = format!("it has {received} bytes, and {announced} were {whose}");
            return Err(wrong(&download.source, detail));
        }
    }
    #[cfg(feature = "sha256")]
    let sha256 = checksum.finish();
    #[cfg(feature = "sha256")]
    if let Some(expected) = &download.sha256
        && !expected.eq_ignore_ascii_case(&sha256)
    {
        let detail = format!("its SHA-256 is {sha256}, which is not the expected one");
        return Err(wrong(&download.source, detail));
    }
    Ok(Downloaded {
        bytes: received,
        #[cfg(feature = "sha256")]
        sha256,
    })
}

/// What errors about a download name.
pub(crate) fn context(source: &Source) -> Context {
    Context {
        operation: Some(source.operation()),
        ..Context::default()
    }
}

fn wrong(source: &Source, detail: String) -> Error {
    Error::told(ErrorKind::Integrity, context(source), detail)
}

fn changed(source: &Source) -> Error {
    wrong(source, "it changed while it was downloaded".to_owned())
}

/// What an answer to a request for the rest holds; none when it is of something else.
fn resumed(status: StatusCode, headers: &HeaderMap, rest: &Rest) -> Option<Held> {
    if let Some(etag) = headers.get(ETAG)
        && etag != rest.etag
    {
        return None;
    }
    if status == StatusCode::PARTIAL_CONTENT {
        let range = ContentRange::of(headers)?;
        return (range.start == rest.from).then_some(Held {
            repeats: 0,
            end: Some(range.end.saturating_add(1)),
            total: range.total,
        });
    }
    headers.contains_key(ETAG).then(|| Held {
        repeats: rest.from,
        end: None,
        total: length(headers),
    })
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The tag that only equal bytes share; a weak one (`W/`) promises less.
pub(crate) fn strong_etag(headers: &HeaderMap) -> Option<HeaderValue> {
    let etag = headers.get(ETAG)?;
    is_strong(etag).then(|| etag.clone())
}

/// Whether a tag stands for the very bytes.
pub(crate) fn is_strong(etag: &HeaderValue) -> bool {
    let bytes = etag.as_bytes();
    bytes.len() > 1 && bytes.starts_with(b"\"") && bytes.ends_with(b"\"")
}
