//! Client programs: started, bounded in time, and ended with all they started.

use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;

/// How long a program may take for one scenario, its start included.
const PATIENCE: Duration = Duration::from_secs(60);

/// How to start a program.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// The program and its first arguments.
    pub command: Vec<String>,
    /// The folder it starts in.
    pub folder: PathBuf,
}

/// What a program did.
#[derive(Debug)]
pub struct Ran {
    /// How it ended.
    pub status: ExitStatus,
    /// What it printed on standard output.
    pub stdout: String,
    /// What it printed on standard error.
    pub stderr: String,
}

impl Program {
    /// Plays a scenario: the line that the program prints.
    ///
    /// # Errors
    ///
    /// When it cannot start, takes too long, fails, or prints anything but one line of JSON.
    pub fn observe(&self, url: &str, token: &str, scenario: &str) -> Result<Value, String> {
        let ran = self.run(&[url, token, scenario], &[], PATIENCE)?;
        let said = || format!("; standard error:\n{}", ran.stderr.trim_end());
        if !ran.status.success() {
            return Err(format!("the program failed ({}){}", ran.status, said()));
        }
        let line = ran.stdout.trim_end_matches(['\n', '\r']);
        let object = serde_json::from_str(line).ok().filter(Value::is_object);
        match object {
            Some(object) if !line.contains('\n') => Ok(object),
            _ => Err(format!(
                "the program must print one line with an object, not {line:?}{}",
                said()
            )),
        }
    }

    /// Runs it with further arguments and variables, for so long at most.
    ///
    /// # Errors
    ///
    /// When it cannot start or takes too long.
    pub fn run(
        &self,
        arguments: &[&str],
        variables: &[(&str, &str)],
        patience: Duration,
    ) -> Result<Ran, String> {
        let [program, first @ ..] = &self.command[..] else {
            return Err("the command is empty".to_owned());
        };
        let mut command = Command::new(program);
        command
            .args(first)
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // A group of its own, so that what it starts can be ended with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command
            .spawn()
            .map_err(|error| format!("`{program}` could not be started: {error}"))?;
        let out = child.stdout.take().map(collect);
        let err = child.stderr.take().map(collect);
        let ended = wait(&mut child, patience);
        if ended.is_none() {
            kill(&mut child);
        }
        let text = |reader: Option<thread::JoinHandle<Vec<u8>>>| {
            let bytes = reader.and_then(|reader| reader.join().ok());
            String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
        };
        let (stdout, stderr) = (text(out), text(err));
        match ended {
            Some(status) => Ok(Ran {
                status,
                stdout,
                stderr,
            }),
            None => Err(format!(
                "`{program}` was ended after {} s; standard error:\n{stderr}",
                patience.as_secs()
            )),
        }
    }
}

fn collect(mut pipe: impl std::io::Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is what there is to show.
        let _ = pipe.read_to_end(&mut bytes);
        bytes
    })
}

fn wait(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if start.elapsed() > patience {
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Ends a program and whatever it started, which would hold its pipes open otherwise.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    let _ = Command::new("kill")
        .args(["-KILL", "--", &format!("-{}", child.id())])
        .stderr(Stdio::null())
        .status();
    // It may have ended by itself in between.
    let _ = child.kill();
    let _ = child.wait();
}
