//! The binary: its help, its two lines, and its refusals.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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
        "--world",
        "--as-of",
        "--fault",
        "--log",
        "--help",
        "--version",
    ] {
        assert!(text.contains(option), "{option}");
    }
    let wrong = program().arg("--wrold").output().expect("the program runs");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("--help"));
}

#[test]
fn arguments_that_mean_nothing_are_refused_in_words() {
    for (arguments, message) in [
        (&["--port", "many"][..], "many"),
        (
            &["--world", "generated:x"],
            "JOBS and SEED are whole numbers",
        ),
        (
            &["--world", "generated:10000001"],
            "there are at most 10000000 jobs",
        ),
        (&["--world", "/nowhere/at/all"], "/nowhere/at/all: "),
        (&["--as-of", "11.0"], "12.6 to 19.2"),
        (&["--fault", "get_jbo stall"], "no operation `get_jbo`"),
        (&["--log", "loud"], "text, json or off"),
        (&["--port"], "--port"),
        (&["extra"], "extra"),
    ] {
        let done = program()
            .args(arguments)
            .output()
            .expect("the program runs");
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        let text = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(
            text.contains(message) && text.lines().count() == 1,
            "{arguments:?}: {text}"
        );
        assert!(done.stdout.is_empty());
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let done = program()
        .args(["--port", &port])
        .output()
        .expect("the program runs");
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("choose another host"));
}

#[cfg(unix)]
#[test]
fn it_stops_gracefully_and_its_log_has_a_line_for_each_request_without_secrets() {
    for (signal, format) in [("-TERM", "json"), ("-INT", "text"), ("-TERM", "off")] {
        let mut child = program()
            .args([
                "--port",
                "0",
                "--env",
                "--log",
                format,
                "--world",
                "generated:50:3",
            ])
            .args(["--fault", "get_job status=503"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let url = lines.next().expect("a line").expect("text");
        let api = url.strip_prefix("CI_API_V4_URL=").expect("the first line");
        let client = reqwest::blocking::Client::builder().no_proxy().build();
        let client = client.expect("a client");
        for (path, status) in [
            ("jobs/4400000001", 503),
            ("jobs?per_page=1&kind=secret-query", 200),
        ] {
            let request = client.get(format!("{api}/projects/1/{path}"));
            let answer = request.header("PRIVATE-TOKEN", "mock-maintainer").send();
            assert_eq!(answer.expect("it listens").status().as_u16(), status);
        }
        let id = child.id().to_string();
        let told = Command::new("kill").args([signal, &id]).status();
        assert!(told.expect("the command is there").success());
        let done = child.wait_with_output().expect("it ends");
        assert_eq!(done.status.code(), Some(0), "{signal}");

        let text = String::from_utf8(done.stderr).expect("text");
        let (_, log) = text
            .rsplit_once("\n\n")
            .expect("what is for people ends with an empty line");
        assert!(
            !log.contains("mock-maintainer") && !log.contains("secret-query"),
            "{log}"
        );
        let log: Vec<&str> = log.lines().collect();
        match format {
            "json" => {
                let first: serde_json::Value = serde_json::from_str(log[0]).expect("JSON");
                assert_eq!(
                    (&first["status"], &first["fault"]),
                    (&503.into(), &true.into())
                );
                let second: serde_json::Value = serde_json::from_str(log[1]).expect("JSON");
                assert_eq!(second["operation"], "list_project_jobs");
                assert_eq!(second["violations"][0], "unknown-parameter");
                assert_eq!(log.len(), 2);
            }
            "text" => assert_eq!(
                log,
                [
                    "GET /api/v4/projects/1/jobs/4400000001 503 get_job private-token fault",
                    "GET /api/v4/projects/1/jobs 200 list_project_jobs private-token violation=unknown-parameter",
                ]
            ),
            _ => assert!(log.is_empty(), "{log:?}"),
        }
    }
}

#[cfg(unix)]
#[test]
fn it_stops_even_when_a_request_never_ends() {
    let mut child = program()
        .args(["--port", "0", "--env"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let url = lines.next().expect("a line").expect("text");
    lines.next().expect("a line").expect("text");
    let address = url.trim_start_matches("CI_API_V4_URL=http://");
    let address = address.trim_end_matches("/api/v4");
    // Nobody reads standard error, so that the log blocks the server once the pipe is full.
    let request = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(8_000));
    let answers = (0..1_000).take_while(|_| {
        let mut stream = std::net::TcpStream::connect(address).expect("it listens");
        let patience = Some(Duration::from_secs(2));
        stream.set_read_timeout(patience).expect("not zero");
        stream.write_all(request.as_bytes()).expect("it listens");
        stream.read(&mut [0; 1]).is_ok_and(|read| read == 1)
    });
    assert!(answers.count() < 1_000, "the pipe never filled");
    let id = child.id().to_string();
    let told = Command::new("kill").args(["-TERM", &id]).status();
    assert!(told.expect("the command is there").success());
    let begin = Instant::now();
    let code = loop {
        match child.try_wait().expect("it is our child") {
            Some(status) => break status.code(),
            None if begin.elapsed() > Duration::from_secs(30) => {
                child.kill().expect("it still runs");
                child.wait().expect("it ends");
                panic!("it did not stop");
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    assert_eq!(code, Some(0));
}
