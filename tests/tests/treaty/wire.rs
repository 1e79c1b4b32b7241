//! A recorder between the client and the mock server: it hands everything on, writes down both sides, and can change
//! either, so that the other one meets a party that reads the API differently.

use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use gitlab_jobs::reqwest::redirect::Policy;
use gitlab_jobs_tests::exchange::{Content, Exchange};
use reqwest::Method;
use reqwest::blocking::Client;
use serde_json::Value;
use tiny_http::{Header, Request, Response, Server, StatusCode};

/// What every address starts with.
const BASE: &str = "/api/v4";

/// Headers that belong to one connection and are made anew for the next.
const OF_THE_CONNECTION: [&str; 6] = [
    "connection",
    "content-length",
    "date",
    "keep-alive",
    "server",
    "transfer-encoding",
];

/// What a party that reads the API differently would do.
#[derive(Clone, Debug)]
pub(crate) enum Twist {
    /// The server answers one status instead of another.
    Status(u16, u16),
    /// The server knows a parameter of the query, the body or the headers under another name, and so does not find it.
    Parameter(String),
    /// The server calls a property of its answers otherwise.
    Property(String),
}

/// The recorder; it listens until it is dropped.
pub(crate) struct Recorder {
    origin: String,
    server: Arc<Server>,
    seen: Arc<Mutex<Vec<Exchange>>>,
    thread: Option<JoinHandle<()>>,
}

impl Recorder {
    /// Listens in front of a server, given by its origin.
    pub(crate) fn start(server_behind: &str, twist: Option<Twist>) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let origin = format!("http://{}", server.server_addr().to_ip().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let relay = Relay {
            behind: server_behind.to_owned(),
            host: origin.trim_start_matches("http://").to_owned(),
            http: Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .build()
                .unwrap(),
            twist,
            seen: Arc::clone(&seen),
        };
        let listening = Arc::clone(&server);
        let thread = thread::spawn(move || {
            for request in listening.incoming_requests() {
                relay.hand_on(request);
            }
        });
        Self {
            origin,
            server,
            seen,
            thread: Some(thread),
        }
    }

    /// The API root that clients are given.
    pub(crate) fn api_url(&self) -> String {
        format!("{}{BASE}", self.origin)
    }

    /// Everything that went through so far.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            // The test that fails has its own message.
            let _ = thread.join();
        }
    }
}

struct Relay {
    behind: String,
    host: String,
    http: Client,
    twist: Option<Twist>,
    seen: Arc<Mutex<Vec<Exchange>>>,
}

impl Relay {
    fn hand_on(&self, mut request: Request) {
        let mut body = Vec::new();
        request.as_reader().read_to_end(&mut body).unwrap();
        let method = request.method().to_string();
        let address = request.url().to_owned();
        let headers = sent_headers(request.headers());
        let media_type = value_of(&headers, "content-type");
        let sent = Content::new(media_type, body.clone());

        let mut behind = self
            .http
            .request(
                Method::from_bytes(method.as_bytes()).unwrap(),
                self.renamed(&address),
            )
            .header("host", &self.host)
            .body(self.renamed_body(&sent, body));
        for (name, value) in &headers {
            let is_hidden = matches!(&self.twist, Some(Twist::Parameter(hidden)) if hidden.eq_ignore_ascii_case(name));
            if !is_hidden && name != "host" && !OF_THE_CONNECTION.contains(&name.as_str()) {
                behind = behind.header(name, value);
            }
        }
        let answered = behind.send().unwrap();
        let status = self.status(answered.status().as_u16());
        let answer_headers: Vec<(String, String)> = answered
            .headers()
            .iter()
            .filter(|(name, _)| !OF_THE_CONNECTION.contains(&name.as_str()))
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let bytes = answered.bytes().unwrap().to_vec();
        let answer = Content::new(value_of(&answer_headers, "content-type"), bytes.clone());
        let bytes = self.renamed_answer(&answer, bytes);

        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        self.seen.lock().unwrap().push(Exchange {
            step: String::new(),
            operation: String::new(),
            method,
            path: path.strip_prefix(BASE).unwrap_or(path).to_owned(),
            query: pairs(query),
            request_headers: headers.iter().map(without_secret).collect(),
            request: sent,
            status,
            headers: answer_headers.clone(),
            answer: Content::new(value_of(&answer_headers, "content-type"), bytes.clone()),
        });
        let mut response = Response::from_data(bytes).with_status_code(StatusCode(status));
        // The recorder's own guess of a media type must not stand beside the server's.
        for (name, value) in &answer_headers {
            response.add_header(Header::from_bytes(name.as_bytes(), value.as_bytes()).unwrap());
        }
        // A client that has gone away needs no answer.
        let _ = request.respond(response);
    }

    /// The address at the server behind, with the twisted parameter out of sight.
    fn renamed(&self, address: &str) -> String {
        let Some(Twist::Parameter(name)) = &self.twist else {
            return format!("{}{address}", self.behind);
        };
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let kept: Vec<String> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                let is_it = pairs(pair).iter().any(|(known, _)| known == name);
                if is_it {
                    format!("renamed_{key}={value}")
                } else {
                    pair.to_owned()
                }
            })
            .collect();
        format!("{}{path}?{}", self.behind, kept.join("&"))
    }

    fn renamed_body(&self, sent: &Content, body: Vec<u8>) -> Vec<u8> {
        match (&self.twist, sent) {
            (Some(Twist::Parameter(name)), Content::Json(value)) => {
                renamed(value.clone(), name).to_string().into_bytes()
            }
            _ => body,
        }
    }

    fn renamed_answer(&self, answer: &Content, body: Vec<u8>) -> Vec<u8> {
        match (&self.twist, answer) {
            (Some(Twist::Property(name)), Content::Json(value)) => {
                renamed(value.clone(), name).to_string().into_bytes()
            }
            _ => body,
        }
    }

    fn status(&self, status: u16) -> u16 {
        match self.twist {
            Some(Twist::Status(from, to)) if from == status => to,
            _ => status,
        }
    }
}

/// An object, or the objects of a list, with one member under another name.
fn renamed(mut value: Value, name: &str) -> Value {
    match &mut value {
        Value::Array(items) => {
            return items
                .iter()
                .map(|item| renamed(item.clone(), name))
                .collect();
        }
        Value::Object(members) => {
            if let Some(member) = members.remove(name) {
                members.insert(format!("renamed_{name}"), member);
            }
        }
        _ => {}
    }
    value
}

fn sent_headers(headers: &[Header]) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|header| {
            let name = header.field.as_str().as_str().to_ascii_lowercase();
            (name, header.value.as_str().to_owned())
        })
        .collect()
}

fn value_of<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    let found = headers.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

fn without_secret((name, value): &(String, String)) -> (String, String) {
    const CREDENTIALS: [&str; 3] = ["authorization", "private-token", "job-token"];
    let value = if CREDENTIALS.contains(&name.as_str()) {
        "..."
    } else {
        value
    };
    (name.clone(), value.to_owned())
}

/// The decoded pairs of a query.
fn pairs(query: &str) -> Vec<(String, String)> {
    let address = format!("http://h/?{query}");
    let url = gitlab_jobs::reqwest::Url::parse(&address).unwrap();
    url.query_pairs().into_owned().collect()
}
