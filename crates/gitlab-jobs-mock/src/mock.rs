//! Starting, steering and stopping the server.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use tokio::sync::watch;

use crate::connection::{Cut, Door};
use crate::contract::Contract;
use crate::error::Error;
use crate::fault::Fault;
use crate::journal::Entry;
use crate::kind::WorldKind;
use crate::server;
use crate::shared::{Observer, Shared};
use crate::welcome;
use crate::world::demo;

/// How long requests under way may take once the server is told to stop.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Builder {
    host: String,
    port: u16,
    strict: bool,
    object_storage: bool,
    running_clock: bool,
    faults: Vec<Fault>,
    as_of: Option<String>,
    world: WorldKind,
    observer: Observer,
}

impl Builder {
    /// The host name or address to listen on; `127.0.0.1` unless set.
    #[must_use]
    pub fn host(self, host: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            ..self
        }
    }

    /// The port to listen on; 0, which takes any free one, unless set.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Whether a request the document does not allow is answered with 400, instead of only being written down.
    #[must_use]
    pub fn strict(self, strict: bool) -> Self {
        Self { strict, ..self }
    }

    /// Whether archives are kept at a second origin, so that downloads are redirected there with 302.
    #[must_use]
    pub fn object_storage(self, object_storage: bool) -> Self {
        Self {
            object_storage,
            ..self
        }
    }

    /// Whether the world's clock follows real time, instead of standing still until [`Mock::advance`].
    #[must_use]
    pub fn running_clock(self, running_clock: bool) -> Self {
        Self {
            running_clock,
            ..self
        }
    }

    /// The world to serve; the demo world unless set.
    #[must_use]
    pub fn world(self, world: WorldKind) -> Self {
        Self { world, ..self }
    }

    /// Whom to tell of every request once its answer is known, on the thread of the server: for a log.
    #[must_use]
    pub fn observe(self, observer: impl Fn(&Entry) + Send + Sync + 'static) -> Self {
        let observer = Observer(Some(Arc::new(observer)));
        Self { observer, ..self }
    }

    /// The version of GitLab to be, such as `14.8`; the one the document describes unless set.
    ///
    /// Operations, parameters, properties, headers and states that came later are absent, and requests are judged by
    /// the contract of that version.
    #[must_use]
    pub fn as_of(self, version: impl Into<String>) -> Self {
        Self {
            as_of: Some(version.into()),
            ..self
        }
    }

    /// Lets something go wrong with requests from the first one on, besides the faults already given.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Starts the server on a thread of its own. It listens when this returns.
    ///
    /// # Errors
    ///
    /// [`Error::Version`] for a version that the document does not tell of, [`Error::Recording`] for recordings that are
    /// no world, [`Error::Listen`] when the address is taken
    /// or not of this machine, [`Error::Runtime`] when the system has no thread left.
    pub fn start(self) -> Result<Mock, Error> {
        let contract = match &self.as_of {
            Some(version) => Contract::as_of(version)?,
            None => Contract::current(),
        };
        let mut world = self.world.build(contract)?;
        let (listener, address) = listen(&self.host, self.port)?;
        let objects = if self.object_storage {
            Some(listen(&self.host, 0)?)
        } else {
            None
        };
        let origin = format!("http://{address}");
        let storage = objects
            .as_ref()
            .map(|(_, address)| format!("http://{address}"));
        if self.running_clock {
            world.run();
        }
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::new(Shared::new(
            world,
            contract,
            self.strict,
            origin.clone(),
            storage.clone(),
            self.observer,
            stopped.clone(),
        ));
        let (report, started) = mpsc::channel();
        shared.lock().faults = self.faults;
        let served = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("gitlab-jobs-mock".to_owned())
            .spawn(move || {
                let objects = objects.map(|(listener, _)| listener);
                run(listener, objects, &served, &stopped, &report);
            })
            .map_err(|source| Error::Runtime { source })?;
        let mock = Mock {
            origin,
            storage,
            shared,
            stop,
            thread: Some(thread),
        };
        // The thread reports once; if it is gone without a word, it panicked and the port is closed.
        match started.recv() {
            Ok(Ok(())) => Ok(mock),
            Ok(Err(source)) => Err(Error::Runtime { source }),
            Err(gone) => Err(Error::Runtime {
                source: std::io::Error::other(gone),
            }),
        }
    }
}

fn listen(host: &str, port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    let failed = |source| Error::Listen {
        address: format!("{host}:{port}"),
        source,
    };
    let listener = TcpListener::bind((host, port)).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Serves until told to stop, then lets requests under way end.
fn run(
    listener: TcpListener,
    objects: Option<TcpListener>,
    shared: &Arc<Shared>,
    stopped: &watch::Receiver<bool>,
    report: &mpsc::Sender<std::io::Result<()>>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            // Whoever started the server waits for this; if it is gone, nobody is left to tell.
            let _ = report.send(Err(error));
            return;
        }
    };
    runtime.block_on(async {
        let serve = |listener: TcpListener, app: Router| -> std::io::Result<_> {
            let listener = Door(tokio::net::TcpListener::from_std(listener)?);
            let mut told = stopped.clone();
            let until = async move {
                // An error means that the handle is gone, which is as good as being told.
                let _ = told.wait_for(|stop| *stop).await;
            };
            let app = app.into_make_service_with_connect_info::<Cut>();
            let serving = axum::serve(listener, app).with_graceful_shutdown(until);
            Ok(tokio::spawn(async move { serving.await }))
        };
        let api = Router::new()
            .fallback(server::api)
            .with_state(Arc::clone(shared));
        let storage = Router::new()
            .fallback(server::objects)
            .with_state(Arc::clone(shared));
        let mut tasks = Vec::new();
        let begun = serve(listener, api).and_then(|task| {
            tasks.push(task);
            if let Some(listener) = objects {
                tasks.push(serve(listener, storage)?);
            }
            Ok(())
        });
        let running = begun.is_ok();
        // As above: if nobody waits any more, nobody is left to tell.
        let _ = report.send(begun);
        if !running {
            return;
        }
        let mut told = stopped.clone();
        let _ = told.wait_for(|stop| *stop).await;
        let ended = async {
            for task in tasks {
                // A task fails only by a panic, which has already been printed.
                let _ = task.await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, ended).await;
    });
}

/// A running server; it stops when this is dropped.
///
/// ```
/// let mock = gitlab_jobs_mock::Mock::builder().strict(true).start()?;
/// assert!(mock.api_url().starts_with("http://127.0.0.1:"));
/// assert!(mock.journal().is_empty());
/// # Ok::<(), gitlab_jobs_mock::Error>(())
/// ```
#[derive(Debug)]
pub struct Mock {
    origin: String,
    storage: Option<String>,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Mock {
    /// What a server can be started with.
    pub fn builder() -> Builder {
        Builder {
            host: "127.0.0.1".to_owned(),
            port: 0,
            strict: false,
            object_storage: false,
            running_clock: false,
            faults: Vec::new(),
            as_of: None,
            world: WorldKind::Demo,
            observer: Observer::default(),
        }
    }

    /// The address of the server: `http://127.0.0.1:34567`.
    pub fn url(&self) -> &str {
        &self.origin
    }

    /// The address of its API, as `CI_API_V4_URL` has it: `http://127.0.0.1:34567/api/v4`.
    pub fn api_url(&self) -> String {
        format!("{}/api/v4", self.origin)
    }

    /// The address of the object storage, if there is one.
    pub fn object_storage_url(&self) -> Option<&str> {
        self.storage.as_deref()
    }

    /// A personal access token of the maintainer, which may do everything.
    pub fn token(&self) -> &'static str {
        demo::MAINTAINER_TOKEN
    }

    /// The token of a running job, in the demo world of 1025, good while it runs. A recorded world may have none.
    pub fn job_token(&self) -> &'static str {
        demo::JOB_TOKEN
    }

    /// Commands to try against this server, one `curl` each.
    pub fn commands(&self) -> Vec<String> {
        welcome::lines(&self.origin, &self.shared.lock().world)
    }

    /// The requests so far, oldest first; of very many, the last ten thousand, or 32 MiB of them.
    pub fn journal(&self) -> Vec<Entry> {
        self.shared.lock().journal.iter().cloned().collect()
    }

    /// Forgets the requests so far.
    pub fn clear_journal(&self) {
        self.shared.lock().journal.clear();
    }

    /// Moves the world's clock on: new jobs start and end, logs grow, artifacts expire.
    pub fn advance(&self, by: Duration) {
        self.shared.lock().world.advance(by);
    }

    /// Lets something go wrong with requests to come.
    pub fn inject(&self, fault: Fault) {
        self.shared.lock().faults.push(fault);
    }

    /// The faults that still strike, with what is left of them.
    pub fn faults(&self) -> Vec<Fault> {
        self.shared.lock().faults.clone()
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        self.shared.lock().faults.clear();
    }

    /// Whether the artifact storage is being counted, in which case whatever deletes is answered with 409.
    pub fn count_storage(&self, counting: bool) {
        self.shared.lock().world.counting = counting;
    }

    /// The variables a job was started with, in the order they were sent; empty for an unknown job.
    pub fn variables(&self, job: i64) -> Vec<(String, String)> {
        let memory = self.shared.lock();
        let found = memory.world.jobs.get(job);
        found.map(|job| job.variables.clone()).unwrap_or_default()
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // Nobody listens any more when the server ended by itself.
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been printed; there is nothing to add while dropping.
            let _ = thread.join();
        }
    }
}
