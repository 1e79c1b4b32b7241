//! What all requests share: the world, the journal and the faults, behind one lock, and how the server was started.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::contract::Contract;
use crate::fault::Fault;
use crate::journal::{Entry, Journal};
use crate::world::World;

/// What requests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) state: Mutex<Memory>,
    pub(crate) contract: &'static Contract,
    pub(crate) strict: bool,
    /// The origin of the object storage, if archives are kept there.
    pub(crate) store: Option<String>,
    /// The server's own origin.
    pub(crate) origin: String,
    /// Turns true when the server stops.
    stopped: watch::Receiver<bool>,
    observer: Observer,
    requests: AtomicU64,
}

type Tell = dyn Fn(&Entry) + Send + Sync;

/// Who is told of every request.
#[derive(Clone, Default)]
pub(crate) struct Observer(pub(crate) Option<Arc<Tell>>);

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Observer").field(&self.0.is_some()).finish()
    }
}

/// What changes.
#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) world: World,
    pub(crate) journal: Journal,
    pub(crate) faults: Vec<Fault>,
}

impl Shared {
    pub(crate) fn new(
        world: World,
        contract: &'static Contract,
        strict: bool,
        origin: String,
        store: Option<String>,
        observer: Observer,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        let memory = Memory {
            world,
            journal: Journal::default(),
            faults: Vec::new(),
        };
        Self {
            state: Mutex::new(memory),
            contract,
            strict,
            store,
            origin,
            stopped,
            observer,
            requests: AtomicU64::new(0),
        }
    }

    /// The state; a panic elsewhere while it was held does not spoil it.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Memory> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next request, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Writes a request down, and tells of it.
    pub(crate) fn record(&self, mut memory: MutexGuard<'_, Memory>, entry: Entry) {
        match &self.observer.0 {
            None => memory.journal.record(entry),
            Some(observer) => {
                memory.journal.record(entry.clone());
                // Whoever is told may ask for the journal.
                drop(memory);
                observer(&entry);
            }
        }
    }

    /// Waits until the server stops.
    pub(crate) async fn end(&self) {
        let mut stopped = self.stopped.clone();
        // An error means that the handle is gone, which is as good as being told.
        let _ = stopped.wait_for(|stop| *stop).await;
    }
}
