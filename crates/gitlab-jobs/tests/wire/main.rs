//! What goes over the wire and what comes back from it, seen by a server on the loopback interface.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod auth;
mod download;
mod env;
mod errors;
mod follow;
mod hostile;
mod log;
#[cfg(feature = "tracing")]
mod observe;
mod page;
mod redirect;
mod request;
mod requests;
mod resume;
mod retry;
mod script;
mod server;
mod streams;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;
mod wait;

use std::future::Future;

use gitlab_jobs::{Client, RetryPolicy};

use crate::script::Script;
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

/// The same with a clock that moves when nobody has anything else left to do, so that waits take no time.
fn run_paused<T>(future: impl Future<Output = T> + Send) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap()
        .block_on(future)
}

/// A client of a server, whose API lies below a path; it sends everything once.
fn client(server: &Server) -> Client {
    Client::builder(format!("{}/sub/api/v4/", server.origin()))
        .retries(RetryPolicy::never())
        .build()
        .unwrap()
}

/// The same of a server that follows a script.
fn scripted(server: &Script) -> Client {
    Client::builder(server.origin())
        .retries(RetryPolicy::never())
        .build()
        .unwrap()
}
