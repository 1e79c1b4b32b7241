//! What goes over the wire and what comes back from it, seen by a server on the loopback interface.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod errors;
mod requests;
mod server;
mod streams;

use std::future::Future;

use gitlab_jobs::Client;

use crate::server::Server;

/// The name of a job that no message may repeat.
const SECRET: &str = "s3cret";

/// Runs a future to its end; that it is `Send` is part of what the crate promises.
fn run<T>(future: impl Future<Output = T> + Send) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

/// A client of a server, whose API lies below a path.
fn client(server: &Server) -> Client {
    Client::new(&format!("{}/sub/api/v4/", server.origin())).unwrap()
}
