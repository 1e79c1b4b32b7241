//! The command line of the mock server.

use std::io::Write;
use std::process::ExitCode;

use gitlab_jobs_mock::{Builder, Mock};
use lexopt::prelude::{Long, Short, ValueExt};

const HELP: &str = "\
A GitLab to test clients of the Jobs API against.

Usage: gitlab-jobs-mock [--host HOST] [--port PORT] [--world WORLD] [--as-of VERSION] [--strict] [--object-storage] [--fault FAULT]... [--env]

Serves until Ctrl-C or SIGTERM. In the demo world, project 1 is group/app, with jobs in every state, a bridge, a retried job,
a manual job, a growing log and artifacts. Open the printed address for what is in it and commands to try.

Options:
  --host HOST        Listen on this host [default: 127.0.0.1]
  --port PORT        Listen on this port; 0 takes any free one [default: 8080]
  --world WORLD      What is there [default: demo]
                       demo                   the built-in world, see below
                       generated:JOBS[:SEED]  one project with so many jobs, computed when they are asked for
                       PATH                   recorded payloads: a JSON file with a job or a list of jobs as
                                              GitLab answered them, or a folder of such files
  --as-of VERSION    Be GitLab of that version, such as 14.8: what came later is absent
  --strict           Answer 400 to requests that the OpenAPI document does not allow.
                     Without it they are only written down: see /-/mock/journal, as JSON
  --object-storage   Keep archives at a second origin, so that downloads are redirected with 302.
                     The second origin refuses requests that carry GitLab credentials
  --fault 'FAULT'    Let something go wrong; may be given several times. See below
  --env              Print CI_API_V4_URL=... and GITLAB_TOKEN=... on standard output, once listening;
                     what is meant for people goes to standard error in any case
  -h, --help         Print this
  -V, --version      Print the version

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

/// What the arguments ask for.
enum Asked {
    Serve { builder: Builder, env: bool },
    Print(String),
}

fn arguments() -> Result<Asked, lexopt::Error> {
    let mut builder = Mock::builder().port(8080).running_clock(true);
    let mut env = false;
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        builder = match argument {
            Long("host") => builder.host(parser.value()?.string()?),
            Long("port") => builder.port(parser.value()?.parse()?),
            Long("world") => builder.world(parser.value()?.parse()?),
            Long("as-of") => builder.as_of(parser.value()?.string()?),
            Long("strict") => builder.strict(true),
            Long("object-storage") => builder.object_storage(true),
            Long("fault") => builder.fault(parser.value()?.parse()?),
            Long("env") => {
                env = true;
                builder
            }
            Short('h') | Long("help") => return Ok(Asked::Print(HELP.to_owned())),
            Short('V') | Long("version") => {
                let version = env!("CARGO_PKG_VERSION");
                return Ok(Asked::Print(format!("gitlab-jobs-mock {version}\n")));
            }
            other => return Err(other.unexpected()),
        };
    }
    Ok(Asked::Serve { builder, env })
}

fn serve(builder: Builder, env: bool) -> Result<(), Box<dyn std::error::Error>> {
    let mock = builder.start()?;
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
    drop(errors);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(tokio::signal::ctrl_c())?;
    Ok(())
}

fn main() -> ExitCode {
    let done = match arguments() {
        Ok(Asked::Serve { builder, env }) => serve(builder, env),
        Ok(Asked::Print(text)) => std::io::stdout()
            .write_all(text.as_bytes())
            .map_err(Into::into),
        Err(error) => {
            let hint = "run `gitlab-jobs-mock --help` for what there is";
            // Standard error is the last place to tell anything; if it is closed, the code still tells.
            let _ = writeln!(std::io::stderr(), "gitlab-jobs-mock: {error}; {hint}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "gitlab-jobs-mock: {error}");
            ExitCode::FAILURE
        }
    }
}
