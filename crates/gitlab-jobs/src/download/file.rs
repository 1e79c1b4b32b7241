//! A download into a file that is there whole or not at all.

use std::path::Path;

use tokio::fs::rename;
use tokio::io::AsyncWriteExt;

use crate::download::partial::Partial;
use crate::download::{Download, Downloaded, receive};
use crate::error::{Error, ErrorKind};

/// Downloads to a file beside the path, and moves it there when all is well.
pub(crate) async fn save(mut download: Download, path: &Path) -> Result<Downloaded, Error> {
    let context = receive::context(&download.source);
    let failed = |doing: &'static str| {
        let context = context.clone();
        move |cause| Error::output(context, doing, cause)
    };
    let mut partial = Partial::beside(path, download.resumes);
    let rest = if download.resumes {
        partial.rest(&download.source).await
    } else {
        None
    };
    // Until the server has answered, what is there stays as it is.
    let begun = receive::begin(&download.source, download.size, rest.as_ref()).await?;
    let (mut file, checksum) = if begun.received > 0 {
        let opened = partial.go_on(begun.received).await;
        opened.map_err(failed("go on with the file"))?
    } else {
        let etag = begun.etag.as_ref().filter(|_| download.resumes);
        let created = partial.start(&download.source, etag).await;
        created.map_err(failed("create the file"))?
    };
    let received = receive::receive(&mut download, begun, checksum, &mut file).await;
    let done = received.inspect_err(|error| {
        // What is not what it should be is no start of it.
        if error.kind() == ErrorKind::Integrity {
            partial.give_up();
        }
    })?;
    file.flush().await.map_err(failed("write the file"))?;
    file.sync_all().await.map_err(failed("write the file"))?;
    drop(file);
    let renamed = rename(partial.path(), path).await;
    renamed.map_err(failed("rename the finished file"))?;
    partial.give_up();
    Ok(done)
}
