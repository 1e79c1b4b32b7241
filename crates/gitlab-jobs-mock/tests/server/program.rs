//! The binary: its help, its two lines, and its refusals.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_gitlab-jobs-mock"))
}

#[test]
fn env_prints_exactly_two_lines_once_it_listens() {
    let mut child = program()
        .args(["--port", "0", "--env"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let url = lines.next().expect("a line").expect("text");
    let token = lines.next().expect("a line").expect("text");
    let api = url
        .strip_prefix("CI_API_V4_URL=")
        .expect("the first line")
        .to_owned();
    let token = token
        .strip_prefix("GITLAB_TOKEN=")
        .expect("the second line")
        .to_owned();
    let client = reqwest::blocking::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let answer = client
        .get(format!("{api}/job"))
        .header("PRIVATE-TOKEN", token)
        .send();
    assert_eq!(answer.expect("it listens").status().as_u16(), 404);
    child.kill().expect("it still runs");
    child.wait().expect("it ends");
    assert!(lines.next().is_none());
}

#[test]
fn help_names_every_option_and_an_unknown_one_is_refused() {
    let help = program().arg("--help").output().expect("the program runs");
    let text = String::from_utf8(help.stdout).expect("text");
    for option in [
        "--host",
        "--port",
        "--strict",
        "--object-storage",
        "--env",
        "--help",
        "--version",
    ] {
        assert!(text.contains(option), "{option}");
    }
    let wrong = program().arg("--wrold").output().expect("the program runs");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("--help"));
}
