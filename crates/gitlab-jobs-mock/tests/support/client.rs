//! A small client for the tests: sends what it is told to, follows nothing, and checks the journal when it is done.

use std::time::Duration;

use gitlab_jobs_mock::{Builder, Entry, Mock};
use reqwest::Method;
use reqwest::blocking::{Client, RequestBuilder, Response};

/// A server and a client for it. When dropped, it asserts that the document had nothing against any answer.
pub(crate) struct Bench {
    /// The server.
    pub(crate) mock: Mock,
    client: Client,
}

/// An answer that was read to its end.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The body.
    pub(crate) bytes: Vec<u8>,
    headers: reqwest::header::HeaderMap,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).expect("the body is JSON")
    }

    /// The `message` of the body.
    pub(crate) fn message(&self) -> String {
        self.json()["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// A header; empty when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or("")
    }

    /// The ids of a list.
    pub(crate) fn ids(&self) -> Vec<i64> {
        let list = self.json();
        let items = list.as_array().expect("the body is a list").iter();
        items.filter_map(|item| item["id"].as_i64()).collect()
    }

    /// The address of the next page.
    pub(crate) fn next(&self) -> Option<String> {
        let mut links = self.header("link").split(", ");
        let next = links.find(|link| link.ends_with("rel=\"next\""))?;
        Some(next[1..next.find('>')?].to_owned())
    }
}

impl Bench {
    /// A server as it is unless told otherwise.
    pub(crate) fn new() -> Self {
        Self::of(Mock::builder())
    }

    /// A server as told.
    pub(crate) fn of(builder: Builder) -> Self {
        let mock = builder.start().expect("a free port");
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .no_proxy()
            .build()
            .expect("a client without TLS needs nothing");
        Self { mock, client }
    }

    /// A request for a path below the API, or for a whole address, without credentials.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.mock.api_url())
        };
        self.client.request(method, address)
    }

    /// Sends a request.
    pub(crate) fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().expect("the tests ask for valid addresses");
        let response: Response = self.client.execute(request).expect("the server answers");
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            bytes: response.bytes().expect("the body ends").to_vec(),
        }
    }

    /// A GET with a token.
    pub(crate) fn get_as(&self, token: &str, path: &str) -> Answer {
        self.send(
            self.request(Method::GET, path)
                .header("PRIVATE-TOKEN", token),
        )
    }

    /// A GET as the maintainer.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.get_as(self.mock.token(), path)
    }

    /// A POST with a token and no body.
    pub(crate) fn post_as(&self, token: &str, path: &str) -> Answer {
        self.send(
            self.request(Method::POST, path)
                .header("PRIVATE-TOKEN", token),
        )
    }

    /// A POST as the maintainer, without a body.
    pub(crate) fn post(&self, path: &str) -> Answer {
        self.post_as(self.mock.token(), path)
    }

    /// A DELETE with a token.
    pub(crate) fn delete_as(&self, token: &str, path: &str) -> Answer {
        self.send(
            self.request(Method::DELETE, path)
                .header("PRIVATE-TOKEN", token),
        )
    }

    /// What the journal says about the last request.
    pub(crate) fn last(&self) -> Entry {
        self.mock.journal().pop().expect("a request was made")
    }

    /// The rules the last request broke.
    pub(crate) fn rules(&self) -> Vec<String> {
        self.last()
            .request
            .into_iter()
            .map(|one| one.rule)
            .collect()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        for entry in self.mock.journal() {
            assert!(
                entry.response.is_empty(),
                "the document has something against the answer: {entry:#?}"
            );
        }
    }
}
