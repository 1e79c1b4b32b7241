//! What the environment says about the server and the credential.

use reqwest::Url;

use crate::auth::Credential;
use crate::builder::ClientBuilder;
use crate::error::Error;

/// Where there is no other word about the server.
const DEFAULT_HOST: &str = "https://gitlab.com";

/// What comes between a host and the API.
const API: &str = "/api/v4";

const ACCESS: &[&str] = &[
    "GITLAB_TOKEN",
    "GITLAB_ACCESS_TOKEN",
    "GITLAB_PRIVATE_TOKEN",
];
const OAUTH: &[&str] = &["OAUTH_TOKEN", "GITLAB_OAUTH_TOKEN"];
const JOB: &str = "CI_JOB_TOKEN";
const HOSTS: &[&str] = &["GITLAB_HOST", "GL_HOST", "GITLAB_URI", "GITLAB_URL"];
const CI_API: &str = "CI_API_V4_URL";
const CI_HOSTS: &[&str] = &["CI_SERVER_URL", CI_API];

/// A variable that has a value.
struct Found {
    name: &'static str,
    value: String,
}

impl ClientBuilder {
    /// Starts a client with the server and the credential that the environment names.
    ///
    /// The credential is the first of
    ///
    /// 1. an access token: `GITLAB_TOKEN`, `GITLAB_ACCESS_TOKEN` or `GITLAB_PRIVATE_TOKEN`,
    /// 2. an OAuth token: `OAUTH_TOKEN` or `GITLAB_OAUTH_TOKEN`,
    /// 3. the job token: `CI_JOB_TOKEN`, if there is `CI_API_V4_URL` and the server has its origin,
    ///
    /// or there is none. The server is the first of
    ///
    /// 1. `GITLAB_HOST`, `GL_HOST`, `GITLAB_URI` or `GITLAB_URL`,
    /// 2. `CI_SERVER_URL` or `CI_API_V4_URL`, which every CI job has,
    ///
    /// or it is `https://gitlab.com`. A host without `https://` gets it; an address that does not end in `/api/v4` gets
    /// that. Empty variables count as absent. Anything set afterwards replaces what was found.
    ///
    /// ```no_run
    /// use gitlab_jobs::ClientBuilder;
    ///
    /// let client = ClientBuilder::from_env()?.allow_http().build()?;
    /// # Ok::<(), gitlab_jobs::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When two variables on one line of the lists say different things, or a token has characters that no token has.
    /// The error names the variables and shows no value.
    pub fn from_env() -> Result<Self, Error> {
        // Text that is no Unicode becomes text that is no token and no host, and is refused as such.
        Self::from_variables(|name| {
            let value = std::env::var_os(name)?;
            Some(value.to_string_lossy().into_owned())
        })
    }

    /// The same for variables from elsewhere, such as a file of settings.
    ///
    /// ```
    /// use std::collections::HashMap;
    ///
    /// use gitlab_jobs::ClientBuilder;
    ///
    /// let mut settings = HashMap::from([("GITLAB_HOST", "gitlab.example.com")]);
    /// let builder = ClientBuilder::from_variables(|name| settings.get(name).map(ToString::to_string))?;
    /// assert_eq!(builder.build()?.base_url(), "https://gitlab.example.com/api/v4");
    ///
    /// settings.insert("GITLAB_URL", "https://gitlab.com");
    /// let error = ClientBuilder::from_variables(|name| settings.get(name).map(ToString::to_string)).unwrap_err();
    /// assert!(error.to_string().contains("GITLAB_HOST and GITLAB_URL"));
    /// # Ok::<(), gitlab_jobs::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`ClientBuilder::from_env`].
    pub fn from_variables(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let given = |name: &'static str| {
            let value = lookup(name).filter(|value| !value.is_empty())?;
            Some(Found { name, value })
        };
        let base_url = match one_of(HOSTS, given, api_root)? {
            Some(found) => Some(found.value),
            None => one_of(CI_HOSTS, given, api_root)?.map(|found| found.value),
        };
        let base_url = base_url.unwrap_or_else(|| format!("{DEFAULT_HOST}{API}"));

        let mut builder = Self::new(base_url);
        let same = |value: &str| value.to_owned();
        let (name, credential) = if let Some(token) = one_of(ACCESS, given, same)? {
            (token.name, Credential::Access(token.value.into()))
        } else if let Some(token) = one_of(OAUTH, given, same)? {
            (token.name, Credential::OAuth(token.value.into()))
        } else if let (Some(token), Some(issuer)) = (given(JOB), given(CI_API))
            && same_origin(&issuer.value, &builder.base_url)
        {
            (token.name, Credential::Job(token.value.into()))
        } else {
            return Ok(builder);
        };
        if let Err(problem) = credential.header() {
            return Err(Error::configuration(format!("{problem} ({name})")));
        }
        builder.credential = Some(credential);
        Ok(builder)
    }
}

/// The first of some variables that is set; all that are set have to mean the same.
fn one_of(
    names: &[&'static str],
    given: impl Fn(&'static str) -> Option<Found>,
    meaning: impl Fn(&str) -> String,
) -> Result<Option<Found>, Error> {
    let mut first: Option<Found> = None;
    for name in names {
        let Some(mut found) = given(name) else {
            continue;
        };
        found.value = meaning(&found.value);
        match &first {
            None => first = Some(found),
            Some(first) if first.value == found.value => {}
            Some(first) => {
                return Err(Error::configuration(format!(
                    "the environment variables {} and {} say different things; unset one of them",
                    first.name, found.name
                )));
            }
        }
    }
    Ok(first)
}

/// The API root of a host or of the address of a server.
fn api_root(text: &str) -> String {
    let text = text.trim().trim_end_matches('/');
    let url = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    if url.ends_with(API) {
        url
    } else {
        format!("{url}{API}")
    }
}

/// Whether two addresses have scheme, host and port in common.
fn same_origin(one: &str, other: &str) -> bool {
    match (Url::parse(one), Url::parse(other)) {
        (Ok(one), Ok(other)) => one.origin() == other.origin(),
        _ => false,
    }
}
