//! Receiving: bytes from one or more answers become one whole, or an error.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_LENGTH, ETAG, HeaderMap, HeaderValue};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::download::{Download, Downloaded, Progress};
use crate::error::{Context, Error, ErrorKind};
use crate::operations::artifacts::Rest;
use crate::range::ContentRange;

/// How many answers in a row may break off without a byte.
const MOST_BARREN: u32 = 3;

/// How long to wait before the rest is asked for again after an answer without a byte.
const PAUSE: Duration = Duration::from_millis(500);

/// Writes a download to the writer and checks it.
pub(crate) async fn receive<W>(download: &mut Download, writer: &mut W) -> Result<Downloaded, Error>
where
    W: AsyncWrite + Send + Unpin + ?Sized,
{
    let context = Context {
        operation: Some(download.source.operation()),
        ..Context::default()
    };
    let wrong = |detail: String| Error::told(ErrorKind::Integrity, context.clone(), detail);
    let first = download.source.open(None).await?;
    let total = length(first.headers());
    let etag = strong_etag(first.headers());
    if let (Some(expected), Some(total)) = (download.size, total)
        && expected != total
    {
        return Err(wrong(format!(
            "it has {total} bytes, and {expected} were expected"
        )));
    }
    #[cfg(feature = "sha256")]
    let mut digest = <sha2::Sha256 as sha2::Digest>::new();
    let mut received = 0_u64;
    let mut barren = 0;
    let mut body = first.into_inner();
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
                #[cfg(feature = "sha256")]
                sha2::Digest::update(&mut digest, &piece);
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
                skip = match resumed(answer.status(), answer.headers(), &rest) {
                    Some(skip) => skip,
                    None => return Err(wrong("it changed while it was downloaded".to_owned())),
                };
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
            return Err(wrong(format!(
                "it has {received} bytes, and {announced} were {whose}"
            )));
        }
    }
    #[cfg(feature = "sha256")]
    let sha256 = hexadecimal(&sha2::Digest::finalize(digest));
    #[cfg(feature = "sha256")]
    if let Some(expected) = &download.sha256
        && !expected.eq_ignore_ascii_case(&sha256)
    {
        return Err(wrong(format!(
            "its SHA-256 is {sha256}, which is not the expected one"
        )));
    }
    Ok(Downloaded {
        bytes: received,
        #[cfg(feature = "sha256")]
        sha256,
    })
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
fn strong_etag(headers: &HeaderMap) -> Option<HeaderValue> {
    let etag = headers.get(ETAG)?;
    etag.as_bytes().starts_with(b"\"").then(|| etag.clone())
}

#[cfg(feature = "sha256")]
fn hexadecimal(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}
