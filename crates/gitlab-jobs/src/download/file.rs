//! A download into a file that is there whole or not at all.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use tokio::fs::{File, rename};
use tokio::io::AsyncWriteExt;

use crate::download::{Download, Downloaded, receive};
use crate::error::{Context, Error};

/// A file that is removed unless it is kept, also when the download is given up.
struct Partial {
    path: PathBuf,
    kept: bool,
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.kept {
            // Nobody is left to tell when this fails, and its name says what it is.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Downloads to a file beside the path, and moves it there when all is well.
pub(crate) async fn save(mut download: Download, path: &Path) -> Result<Downloaded, Error> {
    let context = Context {
        operation: Some(download.source.operation()),
        ..Context::default()
    };
    let failed = |doing: &'static str| {
        let context = context.clone();
        move |cause| Error::output(context, doing, cause)
    };
    let mut name = OsString::from(path);
    name.push(".partial");
    let mut file = File::create(&name)
        .await
        .map_err(failed("create the file"))?;
    let mut partial = Partial {
        path: PathBuf::from(name),
        kept: false,
    };
    let done = receive::receive(&mut download, &mut file).await?;
    file.flush().await.map_err(failed("write the file"))?;
    file.sync_all().await.map_err(failed("write the file"))?;
    drop(file);
    let renamed = rename(&partial.path, path).await;
    renamed.map_err(failed("rename the finished file"))?;
    partial.kept = true;
    Ok(done)
}
