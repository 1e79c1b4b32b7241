//! Making a client: its credential, its network settings, and the checks that keep the credential safe.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Proxy, Url};

use crate::auth::{Credential, Secret};
use crate::client::{Base, Client, USER_AGENT};
use crate::error::Error;
use crate::retry::{Retry, RetryPolicy};
use crate::sender::{OnRetry, Sender};

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long the next bytes of an answer may take. The whole of a log or an archive may take longer.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// How long one attempt may take when its answer is read whole.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The longest answer that is read whole: a page of a hundred jobs is about 140 KB.
const LONGEST_ANSWER: usize = 64 << 20;

/// The settings of a [`Client`] that is about to be made; [`Client::builder`] starts one.
///
/// Nothing is sent until the client is used: whether server and token are right shows with the first call.
///
/// ```no_run
/// use std::time::Duration;
///
/// use gitlab_jobs::reqwest::Proxy;
/// use gitlab_jobs::Client;
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder("https://ci.example.com/gitlab/api/v4")
///     .access_token(std::fs::read_to_string("/run/secrets/gitlab")?.trim_end())
///     .proxy(Proxy::all("http://proxy.example.com:3128")?)
///     .timeout(Duration::from_secs(20))
///     .on_retry(|retry| eprintln!("{retry}"))
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until it is built"]
#[derive(Clone)]
pub struct ClientBuilder {
    pub(crate) base_url: String,
    pub(crate) credential: Option<Credential>,
    allows_http: bool,
    user_agent: String,
    http: Option<reqwest::Client>,
    proxies: Vec<Proxy>,
    connect_timeout: Duration,
    read_timeout: Duration,
    timeout: Duration,
    longest_answer: usize,
    retries: RetryPolicy,
    on_retry: Option<OnRetry>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    authorities: Vec<Vec<u8>>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    identity: Option<(Vec<u8>, Secret)>,
}

impl ClientBuilder {
    pub(crate) fn new(base_url: String) -> Self {
        Self {
            base_url,
            credential: None,
            allows_http: false,
            user_agent: USER_AGENT.to_owned(),
            http: None,
            proxies: Vec::new(),
            connect_timeout: CONNECT_TIMEOUT,
            read_timeout: READ_TIMEOUT,
            timeout: TIMEOUT,
            longest_answer: LONGEST_ANSWER,
            retries: RetryPolicy::default(),
            on_retry: None,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            authorities: Vec::new(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            identity: None,
        }
    }

    /// Sends a personal, project or group access token, in the `PRIVATE-TOKEN` header, instead of any other credential.
    pub fn access_token(mut self, token: impl Into<Secret>) -> Self {
        self.credential = Some(Credential::Access(token.into()));
        self
    }

    /// Sends an OAuth token, as `Authorization: Bearer`, instead of any other credential.
    pub fn oauth_token(mut self, token: impl Into<Secret>) -> Self {
        self.credential = Some(Credential::OAuth(token.into()));
        self
    }

    /// Sends the token of a running job (`CI_JOB_TOKEN`), in the `JOB-TOKEN` header, instead of any other credential.
    ///
    /// Such a token may do little: read its own job, download artifacts, and what the project allows it.
    pub fn job_token(mut self, token: impl Into<Secret>) -> Self {
        self.credential = Some(Credential::Job(token.into()));
        self
    }

    /// Sends no credential, as is the case from the start.
    pub fn anonymous(mut self) -> Self {
        self.credential = None;
        self
    }

    /// Lets a credential be sent in the clear, over `http`, to hosts other than this one.
    ///
    /// Without it [`ClientBuilder::build`] refuses to do so, and to any host at all when a [proxy](Self::proxy) is set,
    /// which is another host on the way. Everybody on the way can read the credential then.
    pub fn allow_http(mut self) -> Self {
        self.allows_http = true;
        self
    }

    /// Sends this `User-Agent` instead of [`USER_AGENT`].
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// Sends through an HTTP client of your own, as [`Client::with_http_client`] tells.
    ///
    /// User agent, proxies, certificates, connect and read timeout of this builder then hold only for what is fetched
    /// elsewhere. The credential belongs into one place only: here, or in the headers of that client.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Goes through a proxy, and through none that the environment (`HTTPS_PROXY` and its like) names; several are asked
    /// in turn whether they are meant for an address.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxies.push(proxy);
        self
    }

    /// Trusts these certificate authorities too, given as PEM with one or more certificates.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn extra_authorities_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.authorities.push(pem.into());
        self
    }

    /// Shows the server a certificate of the client: PEM with its chain, and PEM with its PKCS#8 private key.
    ///
    /// It is a credential: servers elsewhere, to which a download may lead, are not shown it.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn identity_pem(
        mut self,
        certificates: impl Into<Vec<u8>>,
        key: impl Into<Secret>,
    ) -> Self {
        self.identity = Some((certificates.into(), key.into()));
        self
    }

    /// Sets how long a connection may take to come about: 10 seconds unless set.
    pub fn connect_timeout(mut self, longest: Duration) -> Self {
        self.connect_timeout = longest;
        self
    }

    /// Sets how long the next bytes of an answer may take: 30 seconds unless set.
    pub fn read_timeout(mut self, longest: Duration) -> Self {
        self.read_timeout = longest;
        self
    }

    /// Sets how long one attempt may take as a whole: 60 seconds unless set.
    ///
    /// Logs and downloads, which are read as they arrive, are exempt.
    pub fn timeout(mut self, longest: Duration) -> Self {
        self.timeout = longest;
        self
    }

    /// Sets how many bytes an answer may have that is read whole, as JSON is: 64 MiB unless set.
    ///
    /// A longer one is an error of kind [`TooLarge`](crate::ErrorKind::TooLarge).
    pub fn longest_answer(mut self, bytes: usize) -> Self {
        self.longest_answer = bytes;
        self
    }

    /// Sets how often requests are repeated, and how patiently.
    pub fn retries(mut self, policy: RetryPolicy) -> Self {
        self.retries = policy;
        self
    }

    /// Calls this before each wait for another attempt. It must not block.
    pub fn on_retry(mut self, hook: impl Fn(&Retry) + Send + Sync + 'static) -> Self {
        self.on_retry = Some(Arc::new(hook));
        self
    }

    /// The client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// When the base URL is not an absolute `http` or `https` URL, or has a user, a password, a query or a fragment;
    /// when the credential is empty or has characters that no token has, or would be sent over `http` to another host or
    /// a proxy;
    /// when a certificate or key cannot be read; or when the TLS backend cannot be set up.
    pub fn build(self) -> Result<Client, Error> {
        let base = Base::parse(&self.base_url)?;
        // What goes through a proxy leaves this host, wherever it is meant for.
        let local = is_loopback(&base.url) && self.proxies.is_empty();
        if let Some(credential) = &self.credential {
            let clear = base.url.starts_with("http://");
            if clear && !local && !self.allows_http {
                return Err(Error::configuration(format!(
                    "{} would be sent in the clear, because the base URL is http; use https, or allow_http() if \
                     everybody on the way may read it",
                    credential.name()
                )));
            }
        }
        let credential = self.credential.as_ref().map(Credential::header);
        let credential = credential.transpose().map_err(Error::configuration)?;
        let http = match &self.http {
            Some(http) => http.clone(),
            None => set_up(self.with_identity(self.settings(local)?)?)?,
        };
        let sender = Sender {
            http,
            bare: set_up(self.settings(false)?)?,
            credential,
            retries: self.retries,
            on_retry: self.on_retry,
            timeout: self.timeout,
            longest_answer: self.longest_answer,
        };
        Ok(Client {
            sender: Arc::new(sender),
            base: Arc::new(base),
            sudo: None,
            repeats_writes: false,
        })
    }

    /// What holds for all servers. A proxy of the environment is not told what is meant for this host itself.
    fn settings(&self, local: bool) -> Result<reqwest::ClientBuilder, Error> {
        let mut http = reqwest::Client::builder()
            .user_agent(self.user_agent.as_str())
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            .read_timeout(self.read_timeout);
        if local {
            http = http.no_proxy();
        }
        for proxy in &self.proxies {
            http = http.proxy(proxy.clone());
        }
        self.with_authorities(http)
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn with_authorities(
        &self,
        mut http: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, Error> {
        for pem in &self.authorities {
            let certificates = reqwest::Certificate::from_pem_bundle(pem);
            let certificates = certificates.ok().filter(|all| !all.is_empty());
            let certificates = certificates.ok_or_else(|| {
                Error::configuration("the extra authorities are no certificates in PEM")
            })?;
            http = http.tls_certs_merge(certificates);
        }
        Ok(http)
    }

    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    #[expect(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "without TLS there is nothing that could go wrong"
    )]
    fn with_authorities(
        &self,
        http: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, Error> {
        Ok(http)
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn with_identity(&self, http: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
        let Some((certificates, key)) = &self.identity else {
            return Ok(http);
        };
        let key = key.expose().as_bytes();
        // With both backends reqwest uses the platform's.
        #[cfg(feature = "native-tls")]
        let identity = reqwest::Identity::from_pkcs8_pem(certificates, key);
        #[cfg(not(feature = "native-tls"))]
        let identity = reqwest::Identity::from_pem(&[certificates, b"\n".as_slice(), key].concat());
        let identity = identity.map_err(|_| {
            Error::configuration("the client's certificate or its key cannot be read as PEM")
        })?;
        Ok(http.identity(identity))
    }

    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    #[expect(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "without TLS there is nothing that could go wrong"
    )]
    fn with_identity(&self, http: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, Error> {
        Ok(http)
    }
}

impl fmt::Debug for ClientBuilder {
    /// Shows where requests go, never what they carry.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credential = self.credential.as_ref().map(Credential::name);
        formatter
            .debug_struct("ClientBuilder")
            .field("credential", &credential)
            .finish_non_exhaustive()
    }
}

fn set_up(http: reqwest::ClientBuilder) -> Result<reqwest::Client, Error> {
    http.build().map_err(|error| {
        Error::configuration(format!(
            "the HTTP client cannot be set up: {}",
            error.without_url()
        ))
    })
}

/// Whether an address is on this host, so that nothing sent there passes a network.
///
/// What a name below `localhost` stands for is up to the resolver, so only the name itself counts.
fn is_loopback(url: &str) -> bool {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match host.parse::<std::net::IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host == "localhost",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_host_itself_is_loopback() {
        for (url, local) in [
            ("http://localhost/api/v4", true),
            ("http://gitlab.localhost:3000", false),
            ("http://127.0.0.1:8080", true),
            ("http://127.9.9.9", true),
            ("http://[::1]:80", true),
            ("http://localhost.example", false),
            ("http://127.0.0.1.example", false),
            ("http://10.0.0.1", false),
            ("http://0.0.0.0", false),
            ("http://[::2]", false),
        ] {
            assert_eq!(is_loopback(url), local, "{url}");
        }
    }
}
