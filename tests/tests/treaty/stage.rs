//! Where a step of the treaty plays: a mock server, the recorder in front of it, and clients that come through it.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use gitlab_jobs::{Client, Error, RetryPolicy};
use gitlab_jobs_mock::Mock;
use gitlab_jobs_tests::exchange::{Exchange, Seen};
use tokio::runtime::Runtime;

use crate::wire::{Recorder, Twist};

/// What a step does.
pub(crate) type Act = Box<dyn Fn(Rc<Stage>) -> Pin<Box<dyn Future<Output = ()>>> + Send + Sync>;

/// One thing that client and server do together, on a server of its own.
pub(crate) struct Step {
    /// The operation that every recorded request is for.
    pub(crate) operation: &'static str,
    /// What happens.
    pub(crate) name: String,
    /// The parameters whose effect the step looks at.
    pub(crate) seen: Vec<Seen>,
    /// Whether the requests break the document on purpose.
    pub(crate) breaks: bool,
    /// Whether archives are kept at a second origin.
    pub(crate) object_storage: bool,
    /// What is done and looked at; it panics when something is not as it should be.
    pub(crate) act: Act,
}

impl Step {
    /// A step that plays by the document.
    pub(crate) fn new<F>(
        operation: &'static str,
        name: impl Into<String>,
        act: impl Fn(Rc<Stage>) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + 'static,
    {
        Self {
            operation,
            name: name.into(),
            seen: Vec::new(),
            breaks: false,
            object_storage: false,
            act: Box::new(move |stage| Box::pin(act(stage))),
        }
    }

    /// Names the parameters whose effect the step looks at.
    pub(crate) fn sees(mut self, seen: impl IntoIterator<Item = Seen>) -> Self {
        self.seen.extend(seen);
        self
    }

    /// Lets the requests break the document.
    pub(crate) fn breaking(mut self) -> Self {
        self.breaks = true;
        self
    }

    /// Keeps archives at a second origin.
    pub(crate) fn with_object_storage(mut self) -> Self {
        self.object_storage = true;
        self
    }

    /// Plays the step, with a party in between that reads the API differently if wanted, and returns what went over
    /// the wire.
    ///
    /// # Panics
    ///
    /// When the step finds something wrong.
    pub(crate) fn play(&self, twist: Option<Twist>) -> Vec<Exchange> {
        let mock = Mock::builder().object_storage(self.object_storage);
        let is_twisted = twist.is_some();
        let stage = Rc::new(Stage::start(mock, twist));
        runtime().block_on((self.act)(Rc::clone(&stage)));
        if !is_twisted {
            self.check(&stage.mock);
        }
        let mut exchanges = stage.exchanges();
        for exchange in &mut exchanges {
            exchange.step.clone_from(&self.name);
            self.operation.clone_into(&mut exchange.operation);
        }
        exchanges
    }

    /// Looks at what the mock server itself has against what it was sent and has answered.
    fn check(&self, mock: &Mock) {
        let journal = mock.journal();
        let is_broken = journal.iter().any(|entry| !entry.request.is_empty());
        assert_eq!(
            is_broken, self.breaks,
            "{}, {}: {journal:?}",
            self.operation, self.name
        );
        for entry in &journal {
            assert_eq!(entry.response, [], "{}, {}", self.operation, self.name);
        }
    }
}

/// A mock server behind a recorder.
pub(crate) struct Stage {
    recorder: Recorder,
    /// The server, to look at its world and to disturb it.
    pub(crate) mock: Mock,
}

/// A runtime on the thread it is made on.
pub(crate) fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

impl Stage {
    /// Starts a server with a recorder in front.
    pub(crate) fn start(mock: gitlab_jobs_mock::Builder, twist: Option<Twist>) -> Self {
        let mock = mock.start().unwrap();
        let recorder = Recorder::start(mock.url(), twist);
        Self { recorder, mock }
    }

    /// Everything that went over the wire so far.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.recorder.exchanges()
    }

    /// The maintainer of the world's projects.
    pub(crate) fn maintainer(&self) -> Client {
        self.with_token(self.mock.token())
    }

    /// Whoever has an access token.
    pub(crate) fn with_token(&self, token: &str) -> Client {
        self.build(|builder| builder.access_token(token))
    }

    /// The running job.
    pub(crate) fn job(&self) -> Client {
        self.build(|builder| builder.job_token(self.mock.job_token()))
    }

    /// A job that nobody knows.
    pub(crate) fn unknown_job(&self) -> Client {
        self.build(|builder| builder.job_token("nobody-knows-this"))
    }

    /// Nobody in particular.
    pub(crate) fn nobody(&self) -> Client {
        self.build(|builder| builder)
    }

    /// The maintainer without a recorder in front of the server, to look at what became of something.
    pub(crate) fn unrecorded(&self) -> Client {
        Client::builder(self.mock.api_url())
            .access_token(self.mock.token())
            .build()
            .unwrap()
    }

    fn build(
        &self,
        with: impl FnOnce(gitlab_jobs::ClientBuilder) -> gitlab_jobs::ClientBuilder,
    ) -> Client {
        let builder = Client::builder(self.recorder.api_url()).retries(RetryPolicy::never());
        with(builder).build().unwrap()
    }
}

/// The error of a call that had to be refused with a status.
pub(crate) fn refused<T>(result: Result<T, Error>, status: u16) -> Error {
    let Err(error) = result else {
        panic!("{status} was expected, but the call succeeded");
    };
    let found = error.status().map(|status| status.as_u16());
    assert_eq!(found, Some(status), "{error}");
    error
}
