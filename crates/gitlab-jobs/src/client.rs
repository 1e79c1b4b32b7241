//! The client: where GitLab is, how it is reached, and as whom.

use std::fmt;
use std::sync::Arc;

use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::builder::ClientBuilder;
use crate::error::Error;
use crate::sender::Sender;

/// The `User-Agent` that a client sends unless it is told otherwise: this crate and its version.
pub const USER_AGENT: &str = concat!("gitlab-jobs/", env!("CARGO_PKG_VERSION"));

const SUDO: HeaderName = HeaderName::from_static("sudo");

/// A client of one GitLab server; cloning it is cheap and shares its connections.
///
/// Its methods are the operations of the API, listed in the [crate's documentation](crate).
///
/// ```no_run
/// # async fn example() -> Result<(), gitlab_jobs::Error> {
/// use gitlab_jobs::{Client, ProjectId};
///
/// let client = Client::new("https://gitlab.com/api/v4")?;
/// let project = ProjectId::new("gitlab-org/gitlab-runner")?;
/// let jobs = client.list_pipeline_jobs(&project, 42, &Default::default()).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) sender: Arc<Sender>,
    pub(crate) base: Arc<Base>,
    pub(crate) sudo: Option<HeaderValue>,
    pub(crate) repeats_writes: bool,
}

/// The API root.
pub(crate) struct Base {
    /// The whole URL without a slash at its end.
    pub(crate) url: String,
    /// Its path without a slash at its end: what comes before the path of an operation.
    pub(crate) path: String,
}

impl Client {
    /// A client without a credential for the API root of a server, such as `https://gitlab.com/api/v4` or
    /// `https://ci.example.com/gitlab/api/v4`.
    ///
    /// [`Client::builder`] makes one with a credential or other settings, and tells what the settings are without it.
    ///
    /// # Errors
    ///
    /// When the URL is not an absolute `http` or `https` URL, or has a user, a password, a query or a fragment; or when
    /// the TLS backend cannot be set up.
    pub fn new(base_url: &str) -> Result<Self, Error> {
        Self::builder(base_url).build()
    }

    /// Starts a client for the API root of a server, with everything about it open to be set.
    ///
    /// ```
    /// use gitlab_jobs::Client;
    ///
    /// let client = Client::builder("https://gitlab.example.com/api/v4")
    ///     .access_token("glpat-1234")
    ///     .build()?;
    /// # Ok::<(), gitlab_jobs::Error>(())
    /// ```
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(base_url.into())
    }

    /// A client with the server and the credential that the environment names, as
    /// [`ClientBuilder::from_env`] reads it.
    ///
    /// ```no_run
    /// let client = gitlab_jobs::Client::from_env()?;
    /// # Ok::<(), gitlab_jobs::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When variables contradict each other or cannot be used; the error names them and shows no token.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// A client that sends through an HTTP client of your own, with its headers, timeouts, proxies and TLS settings.
    ///
    /// Its redirect policy has to be none, as below: with another one it follows redirects by itself and takes its
    /// headers, and with them your credential, along to wherever the server points. The first time it does, the call is
    /// an error that says so. Answers of other origins are fetched by a client of this crate, which has none of these
    /// settings.
    ///
    /// ```no_run
    /// use gitlab_jobs::reqwest::header::{HeaderMap, HeaderValue};
    /// use gitlab_jobs::reqwest::{self, redirect::Policy};
    /// use gitlab_jobs::{Client, USER_AGENT};
    ///
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut token = HeaderValue::from_str(&std::env::var("GITLAB_TOKEN")?)?;
    /// token.set_sensitive(true);
    /// let http = reqwest::Client::builder()
    ///     .default_headers(HeaderMap::from_iter([("private-token".parse()?, token)]))
    ///     .redirect(Policy::none())
    ///     .user_agent(USER_AGENT)
    ///     .build()?;
    /// let client = Client::with_http_client("https://gitlab.com/api/v4", http)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the URL is not an absolute `http` or `https` URL, or has a user, a password, a query or a fragment; or when
    /// the TLS backend cannot be set up.
    pub fn with_http_client(base_url: &str, http: reqwest::Client) -> Result<Self, Error> {
        Self::builder(base_url).http_client(http).build()
    }

    /// The same client, which also repeats requests that change something whenever it repeats those that only read.
    ///
    /// Without it such a request is repeated only when the server has certainly not acted on it. With it a job may be
    /// retried twice, for one; cancelling, erasing, keeping and deleting artifacts come to the same when done twice.
    ///
    /// ```no_run
    /// # async fn example(client: gitlab_jobs::Client) -> Result<(), gitlab_jobs::Error> {
    /// use gitlab_jobs::ProjectId;
    ///
    /// let job = client.retrying_writes().keep_job_artifacts(&ProjectId::from(1), 42).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn retrying_writes(&self) -> Self {
        Self {
            repeats_writes: true,
            ..self.clone()
        }
    }

    /// The same client acting as another user, by name or number, with the `Sudo` header.
    ///
    /// Only an administrator's token with the `sudo` scope may do so. [`Client::get_current_job`] and
    /// [`Client::get_allowed_agents`] are about the job whose token is sent, and leave the header out.
    ///
    /// ```
    /// use gitlab_jobs::Client;
    ///
    /// let client = Client::new("https://gitlab.example.com/api/v4")?;
    /// let as_alice = client.sudo("alice")?;
    /// assert!(client.sudo("").is_err());
    /// # Ok::<(), gitlab_jobs::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the user is empty or is not plain visible text.
    pub fn sudo(&self, user: &str) -> Result<Self, Error> {
        let visible = !user.is_empty() && user.bytes().all(|byte| byte.is_ascii_graphic());
        let user = HeaderValue::from_str(user).ok().filter(|_| visible);
        let user = user.ok_or_else(|| {
            Error::configuration(
                "the user to act as must be a name or number of visible ASCII characters",
            )
        })?;
        Ok(Self {
            sudo: Some(user),
            ..self.clone()
        })
    }

    /// The API root, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.base.url
    }

    /// The headers of each request, beside the credential.
    pub(crate) fn headers(&self) -> HeaderMap {
        let user = self.sudo.iter().map(|user| (SUDO, user.clone()));
        user.collect()
    }
}

impl Base {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        // The text may hold a password, so that no message repeats it.
        let mut url = Url::parse(text).map_err(|error| {
            Error::configuration(format!(
                "the base URL cannot be read: {error}; give the API root, such as https://gitlab.com/api/v4"
            ))
        })?;
        let problem = if !matches!(url.scheme(), "http" | "https") {
            Some("is neither http nor https")
        } else if !url.username().is_empty() || url.password().is_some() {
            Some("has a user or password; send a token in a header instead")
        } else if url.query().is_some() || url.fragment().is_some() {
            Some("has a query or fragment; end it with the path of the API")
        } else {
            None
        };
        if let Some(problem) = problem {
            return Err(Error::configuration(format!("the base URL {problem}")));
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let url = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { url, path })
    }
}

impl fmt::Debug for Client {
    /// Shows where requests go, never what they carry.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base_url", &self.base.url)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_are_kept_without_a_slash_at_the_end() {
        for (text, url, path) in [
            (
                "https://gitlab.com/api/v4",
                "https://gitlab.com/api/v4",
                "/api/v4",
            ),
            (
                "https://h.example/sub/api/v4//",
                "https://h.example/sub/api/v4",
                "/sub/api/v4",
            ),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080", ""),
        ] {
            let base = Base::parse(text).unwrap();
            assert_eq!((base.url.as_str(), base.path.as_str()), (url, path));
        }
    }

    #[test]
    fn base_urls_that_could_leak_or_mislead_are_refused_without_repeating_them() {
        for text in [
            "gitlab.com/s3cret",
            "ftp://h/s3cret",
            "https://u:s3cret@h/api/v4",
            "https://s3cret@h/api/v4",
            "https://h/api/v4?private_token=s3cret",
            "https://h/api/v4#s3cret",
            "",
        ] {
            let Err(error) = Base::parse(text) else {
                panic!("{text} was accepted");
            };
            let shown = format!("{error} {error:?}");
            assert!(
                shown.contains("base URL") && !shown.contains("s3cret"),
                "{shown}"
            );
        }
    }

    #[test]
    fn the_user_agent_has_the_version_of_the_document() {
        use progenitor_client::ClientInfo as _;

        let version = crate::generated::Client::api_version();
        assert_eq!(USER_AGENT, format!("gitlab-jobs/{version}"));
    }

    #[test]
    fn users_to_act_as_are_visible_text() {
        let client = Client::new("http://127.0.0.1").unwrap();
        assert!(client.sudo("alice").is_ok());
        for user in ["", "a b", "a\nb", "ü"] {
            assert!(client.sudo(user).is_err(), "{user:?}");
        }
    }
}
