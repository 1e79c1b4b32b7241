//! How each client's tour is started, once `cargo xtask foreign` has installed the client.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{env, io, thread};

use gitlab_jobs_mock::Mock;
use gitlab_jobs_tests::input::Root;

/// How long a program may take, whatever it does. Tours take seconds; this only keeps a hanging one from hanging us.
const PATIENCE: Duration = Duration::from_secs(300);

/// The clients that take the tour, named like their folder below `tests/foreign`.
pub(crate) const CLIENTS: [&str; 6] = [
    "client-go",
    "gitbeaker",
    "gitlab4j",
    "python-gitlab",
    "ruby-gitlab",
    "rust-gitlab",
];

/// A folder of what is checked in for foreign clients.
pub(crate) fn sources(name: &str) -> PathBuf {
    Root::default().path("tests/foreign").join(name)
}

/// The folder a client was installed in.
pub(crate) fn installed(name: &str) -> PathBuf {
    let folder = env::var_os("FOREIGN_CLIENTS")
        .expect("the clients are installed and these tests run by `cargo xtask foreign`");
    Path::new(&folder).join(name)
}

/// The program of a client's tour.
pub(crate) fn tour(name: &str) -> Command {
    let (sources, installed) = (sources(name), installed(name));
    match name {
        "client-go" => Command::new(installed.join("tour")),
        "gitbeaker" => {
            let mut command = Command::new("node");
            command.env("NODE_PATH", installed.join("node_modules"));
            command.arg(sources.join("tour.cjs"));
            command
        }
        "gitlab4j" => {
            let mut command = Command::new("java");
            let places = [installed.join("lib/*"), installed.join("classes")];
            let places = env::join_paths(places).expect("no folder's name has a separator");
            // The second compiler would take longer than the tour.
            command.arg("-XX:TieredStopAtLevel=1");
            command.arg("-cp").arg(places).arg("Tour");
            command
        }
        "python-gitlab" => {
            let mut command = Command::new(installed.join("bin/python"));
            command.arg(sources.join("tour.py"));
            command
        }
        "ruby-gitlab" => {
            let mut command = Command::new("ruby");
            command.arg(sources.join("tour.rb"));
            command
        }
        "rust-gitlab" => Command::new(installed.join("debug/foreign-tour")),
        other => panic!("there is no client `{other}`"),
    }
}

/// What a program said and how it ended.
pub(crate) struct Ended {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) success: bool,
}

/// Runs a program against a server: it finds address and token in its environment, as a job of GitLab does.
pub(crate) fn run(command: &mut Command, mock: &Mock) -> io::Result<Ended> {
    command
        .env("CI_API_V4_URL", mock.api_url())
        .env("CI_JOB_TOKEN", mock.job_token())
        .env("GITLAB_TOKEN", mock.token())
        .env("NO_PROXY", "127.0.0.1")
        .env("no_proxy", "127.0.0.1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = command.spawn()?;
    let id = child.id();
    let (send, ended) = mpsc::channel();
    thread::spawn(move || send.send(child.wait_with_output()));
    let Ok(output) = ended.recv_timeout(PATIENCE) else {
        // The thread holds the child, so it is ended by its id; if that fails, the panic below tells as much.
        let _ = Command::new("kill").arg(id.to_string()).status();
        panic!(
            "{command:?} was not done after {} seconds",
            PATIENCE.as_secs()
        );
    };
    let output = output?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Ended {
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
        success: output.status.success(),
    })
}
