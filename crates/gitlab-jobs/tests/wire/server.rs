//! A server for one test: it answers each connection with the next of the given bytes and hands over what it was asked.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long anything may take before the test fails instead of hanging.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server on a free port of the loopback interface.
pub(crate) struct Server {
    address: String,
    requests: Receiver<Request>,
}

/// One request as it came over the wire.
pub(crate) struct Request {
    /// Request line and headers.
    pub(crate) head: String,
    /// The body, as long as `Content-Length` says.
    pub(crate) body: Vec<u8>,
    /// Whether the whole answer could be written.
    pub(crate) answered: bool,
}

impl Server {
    /// Starts a server that takes as many connections as it has answers.
    pub(crate) fn start(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (sender, requests) = channel();
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                stream.set_read_timeout(Some(PATIENCE)).unwrap();
                stream.set_write_timeout(Some(PATIENCE)).unwrap();
                let mut request = read(&mut stream);
                request.answered = stream.write_all(&answer).is_ok();
                // The test may have ended with what it saw so far.
                let _ = sender.send(request);
            }
        });
        Self { address, requests }
    }

    /// The origin of the server.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The next request that came.
    pub(crate) fn request(&self) -> Request {
        self.requests.recv_timeout(PATIENCE).unwrap()
    }
}

impl Request {
    /// The target of the request line, exactly as sent.
    pub(crate) fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    /// The value of a header, whose name is given in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// An answer with a body and its length, after which the connection closes.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

fn read(stream: &mut TcpStream) -> Request {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let mut request = Request {
        head: String::from_utf8(head).unwrap(),
        body: Vec::new(),
        answered: false,
    };
    let length = request.header("content-length");
    let length = length.map_or(0, |length| length.parse().unwrap());
    request.body = vec![0; length];
    stream.read_exact(&mut request.body).unwrap();
    request
}
