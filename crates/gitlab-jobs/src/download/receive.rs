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

/// How long to wait before the rest is asked for again after an answer without a byte.
const PAUSE: Duration = Duration::from_millis(500);

/// A download whose first answer has begun.
pub(crate) struct Begun {
    body: ByteStream,
    /// How many bytes it has, when the server said so.
    pub(crate) total: Option<u64>,
    /// The tag that only equal bytes share.
    pub(crate) etag: Option<HeaderValue>,
    /// How many bytes the answer leaves out, because an earlier download has them.
    pub(crate) received: u64,
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
    let range = ContentRange::of(answer.headers());
    if resumed(answer.status(), answer.headers(), rest) != Some(0) {
        return Ok(None);
    }
    Ok(Some(Begun {
        total: range.and_then(|range| range.total),
        etag: Some(rest.etag.clone()),
        received: rest.from,
        body: answer.into_inner(),
    }))
}

fn whole(answer: Response<ByteStream>) -> Begun {
    Begun {
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
        total,
        etag,
        mut received,
    } = begun;
    let mut barren = 0;
    // What a whole answer repeats of what is there already.
    let mut skip = 0_u64;
    loop {
        match body.next().await {
            Some(Ok(mut piece)) => {
                let known = usize::try_from(skip).unwrap_or(usize::MAX).min(piece.len());
                skip -= known as u64;
                piece = piece.slice(known..);
                if piece.is_empty() {
                    continue;
                }
                let written = writer.write_all(&piece).await;
                written.map_err(|cause| Error::output(context.clone(), "write", cause))?;
                checksum.add(&piece);
                received += piece.len() as u64;
                barren = 0;
                if let Some(call) = &mut download.progress {
                    call(Progress { received, total });
                }
            }
            None => break,
            Some(Err(error)) => {
                let Some(etag) = etag.clone().filter(|_| error.kind() == ErrorKind::Body) else {
                    return Err(error);
                };
                if barren == MOST_BARREN {
                    return Err(error);
                }
                if barren > 0 {
                    tokio::time::sleep(PAUSE).await;
                }
                barren += 1;
                let rest = Rest {
                    from: received,
                    etag,
                };
                let answer = download.source.open(Some(&rest)).await?;
                let Some(known) = resumed(answer.status(), answer.headers(), &rest) else {
                    let detail = "it changed while it was downloaded".to_owned();
                    return Err(wrong(&download.source, detail));
                };
                skip = known;
                body = answer.into_inner();
            }
        }
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

/// How many bytes to skip of an answer to a request for the rest; none when it is of something else.
fn resumed(status: StatusCode, headers: &HeaderMap, rest: &Rest) -> Option<u64> {
    if let Some(etag) = headers.get(ETAG)
        && etag != rest.etag
    {
        return None;
    }
    if status == StatusCode::PARTIAL_CONTENT {
        let range = ContentRange::of(headers)?;
        return (range.start == rest.from).then_some(0);
    }
    headers.contains_key(ETAG).then_some(rest.from)
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
