//! The body of a log or a download, as it arrives.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context as Task, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::error::{Context, Error};

/// The bytes of a log or a download, in pieces, as a [`Stream`].
///
/// Nothing is held beyond the piece at hand. Logs are raw runner output: they hold terminal escapes and need not be
/// valid UTF-8.
///
/// ```
/// use gitlab_jobs::{Client, Error, ProjectId};
///
/// async fn log(client: &Client, project: &ProjectId, job: i64) -> Result<String, Error> {
///     let log = client.get_job_trace(project, job, &Default::default()).await?;
///     let log = log.into_inner().bytes(64 << 20).await?;
///     Ok(String::from_utf8_lossy(&log).into_owned())
/// }
/// ```
pub struct ByteStream {
    pieces: Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send + Sync>>,
    context: Context,
}

impl ByteStream {
    pub(crate) fn new(pieces: progenitor_client::ByteStream, context: Context) -> Self {
        Self {
            pieces: pieces.into_inner(),
            context,
        }
    }

    /// The next piece; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|task| Pin::new(&mut *self).poll_next(task)).await
    }

    /// All bytes in one piece, when they are no more than `limit`.
    ///
    /// # Errors
    ///
    /// When the answer breaks off, or as soon as it turns out to be longer than `limit`.
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes, Error> {
        let mut all = BytesMut::new();
        while let Some(piece) = self.next().await {
            let piece = piece?;
            if piece.len() > limit - all.len() {
                return Err(Error::too_large(self.context, limit));
            }
            all.extend_from_slice(&piece);
        }
        Ok(all.freeze())
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.pieces.as_mut().poll_next(task);
        piece.map(|piece| {
            piece.map(|piece| piece.map_err(|error| Error::body(self.context.clone(), error)))
        })
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ByteStream").finish_non_exhaustive()
    }
}
