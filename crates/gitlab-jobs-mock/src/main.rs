//! The command line of the mock server.

use std::io::Write;
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use gitlab_jobs_mock::{Builder, Error, Mock};
use lexopt::prelude::{Long, Short, ValueExt};

/// How long the server may take to stop; the program ends then, whatever still runs or waits.
const PATIENCE: Duration = Duration::from_secs(3);

const HELP: &str = "\
A GitLab to test clients of the Jobs API against.

Usage: gitlab-jobs-mock [--host HOST] [--port PORT] [--world WORLD] [--as-of VERSION] [--strict] [--object-storage] [--fault FAULT]...
                        [--env] [--log text|json|off]

Serves until Ctrl-C or SIGTERM. In the demo world, project 1 is group/app, with jobs in every state, a bridge, a retried job,
a manual job, a growing log and artifacts. Open the printed address for what is in it and commands to try.

Options:
  --host HOST        Listen on this host [default: 127.0.0.1]
  --port PORT        Listen on this port; 0 takes any free one [default: 8080]
  --world WORLD      What is there [default: demo]
                       demo                   the built-in world, see below
                       generated:JOBS[:SEED]  one project with so many jobs, at most 10000000, computed when they
                                              are asked for
                       PATH                   recorded payloads: a JSON file with a job or a list of jobs as
                                              GitLab answered them, or a folder of such files
  --as-of VERSION    Be GitLab of that version, such as 14.8: what came later is absent
  --strict           Answer 400 to requests that the OpenAPI document does not allow.
                     Without it they are only written down: see /-/mock/journal, as JSON.
                     What no operation has is 404 or 405 either way, as GitLab answers it
  --object-storage   Keep archives at a second origin, so that downloads are redirected with 302.
                     The second origin refuses requests that carry GitLab credentials
  --fault 'FAULT'    Let something go wrong; may be given several times. See below
  --env              Print CI_API_V4_URL=... and GITLAB_TOKEN=... on standard output, once listening;
                     what is meant for people goes to standard error in any case
  --log FORMAT       Log each request on standard error: text, json, or off [default: text]. Tokens, queries and
                     bodies are never in it; the journal has the latter two
  -h, --help         Print this
  -V, --version      Print the version

Standard output has nothing but the two lines of --env. The exit code is 0 after Ctrl-C or SIGTERM, when requests
under way have ended, or after three seconds; 2 for arguments that mean nothing; 1 when it cannot listen.

While it runs: / explains the world, /-/mock/journal has every request and what the document says about it,
/-/mock/faults takes faults, /-/mock/clock moves the world's time on.

Faults: 'OPERATION WHAT [WHEN]', also by POST to /-/mock/faults while it runs, a line each
  OPERATION  get_job, list_project_jobs, ...; object-storage; version, user, project, ...; or * for every request
  WHAT       status=429 retry-after=1        a refusal in front of GitLab: plain text for 429, else HTML
             answer=200 type=text/plain header=A:b body=...   exactly this; body= takes the rest
             reset=before-read | reset=after-read | reset=after-performing
             stall | stall-body              no answer, or half of it and then nothing
             truncate | corrupt              half of the body, or a second half of zero bytes
             delay=250ms                     an answer that takes its time
             shift=3                         three new jobs right after the answer: pages shift
  WHEN       after=2                         lets two requests pass first
             times=3 | times=always          strikes so often [default: once]
             chance=0.2 seed=7               strikes each request with this probability, the same in every run

Examples:
  gitlab-jobs-mock                               serve on http://127.0.0.1:8080
  gitlab-jobs-mock --port 0 --env >mock.env &    serve anywhere, and source mock.env into a test
  gitlab-jobs-mock --fault 'get_job status=429 retry-after=1 after=2 times=3' --fault '* delay=50ms times=always'
";

/// How requests are logged.
#[derive(Clone, Copy)]
enum Log {
    Text,
    Json,
    Off,
}

/// What the arguments ask for.
enum Asked {
    Serve {
        builder: Box<Builder>,
        env: bool,
        log: Log,
    },
    Print(String),
}

fn arguments() -> Result<Asked, lexopt::Error> {
    let mut builder = Mock::builder().port(8080).running_clock(true);
    let (mut env, mut log) = (false, Log::Text);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("host") => builder = builder.host(parser.value()?.string()?),
            Long("port") => builder = builder.port(parser.value()?.parse()?),
            Long("world") => builder = builder.world(said(&parser.value()?.string()?)?),
            Long("as-of") => builder = builder.as_of(parser.value()?.string()?),
            Long("strict") => builder = builder.strict(true),
            Long("object-storage") => builder = builder.object_storage(true),
            Long("fault") => builder = builder.fault(said(&parser.value()?.string()?)?),
            Long("env") => env = true,
            Long("log") => {
                log = match parser.value()?.string()?.as_str() {
                    "text" => Log::Text,
                    "json" => Log::Json,
                    "off" => Log::Off,
                    other => {
                        return Err(format!("--log is text, json or off, not `{other}`").into());
                    }
                }
            }
            Short('h') | Long("help") => return Ok(Asked::Print(HELP.to_owned())),
            Short('V') | Long("version") => {
                let version = env!("CARGO_PKG_VERSION");
                return Ok(Asked::Print(format!("gitlab-jobs-mock {version}\n")));
            }
            other => return Err(other.unexpected()),
        }
    }
    let builder = Box::new(builder);
    Ok(Asked::Serve { builder, env, log })
}

/// A value whose own error says all there is to say.
fn said<T: std::str::FromStr<Err = Error>>(text: &str) -> Result<T, lexopt::Error> {
    text.parse()
        .map_err(|error: Error| lexopt::Error::Custom(Box::new(error)))
}

/// Writes a line for each request to standard error. When that is closed, there is nobody to tell.
fn logging(builder: Builder, log: Log) -> Builder {
    match log {
        Log::Off => builder,
        Log::Text => builder.observe(|entry| {
            let _ = writeln!(std::io::stderr(), "{entry}");
        }),
        Log::Json => builder.observe(|entry| {
            let _ = writeln!(std::io::stderr(), "{}", entry.json_line());
        }),
    }
}

/// Waits for Ctrl-C, or on Unix for SIGTERM.
async fn told_to_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate())?;
        let mut interrupted = signal(SignalKind::interrupt())?;
        std::future::poll_fn(|context| {
            let told = terminated.poll_recv(context).is_ready();
            if told || interrupted.poll_recv(context).is_ready() {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        })
        .await;
        Ok(())
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

fn serve(builder: Builder, env: bool, log: Log) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // Whoever reads the lines below may send a signal at once.
    let stop = runtime.spawn(told_to_stop());
    runtime.block_on(tokio::task::yield_now());
    let mock = logging(builder, log).start()?;
    let mut output = std::io::stdout().lock();
    if env {
        writeln!(output, "CI_API_V4_URL={}", mock.api_url())?;
        writeln!(output, "GITLAB_TOKEN={}", mock.token())?;
    }
    output.flush()?;
    drop(output);
    let mut errors = std::io::stderr().lock();
    writeln!(errors, "CI_API_V4_URL={}", mock.api_url())?;
    writeln!(errors, "GITLAB_TOKEN={}", mock.token())?;
    writeln!(errors, "\nTry, or open {}/ for more:\n", mock.url())?;
    for line in mock.commands() {
        writeln!(errors, "  {line}")?;
    }
    writeln!(errors)?;
    drop(errors);
    runtime.block_on(stop).map_err(std::io::Error::other)??;
    // Requests under way end before this does, unless one of them does not end.
    let (report, ended) = mpsc::channel();
    std::thread::Builder::new().spawn(move || {
        drop(mock);
        // After the patience below, nobody waits any more.
        let _ = report.send(());
    })?;
    let _ = ended.recv_timeout(PATIENCE);
    Ok(())
}

/// Why the program failed, and whether the arguments are to blame.
struct Failure {
    message: String,
    usage: bool,
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self {
            message: error.to_string(),
            usage: false,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let usage = !matches!(error, Error::Listen { .. } | Error::Runtime { .. });
        Self {
            message: error.to_string(),
            usage,
        }
    }
}

fn main() -> ExitCode {
    let done = match arguments() {
        Ok(Asked::Serve { builder, env, log }) => serve(*builder, env, log),
        Ok(Asked::Print(text)) => std::io::stdout()
            .write_all(text.as_bytes())
            .map_err(Into::into),
        Err(error) => Err(Failure {
            message: format!("{error}; run `gitlab-jobs-mock --help` for what there is"),
            usage: true,
        }),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { message, usage }) => {
            // Standard error is the last place to tell anything; if it is closed, the code still tells.
            let _ = writeln!(std::io::stderr(), "gitlab-jobs-mock: {message}");
            ExitCode::from(if usage { 2 } else { 1 })
        }
    }
}
