//! Credentials: secrets that do not print, and the one header each becomes.

use std::fmt;

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};

/// A token; printing and debugging it shows nothing of it.
///
/// Its memory is not wiped when it is dropped. The header that carries the token, and the copies that the HTTP library
/// makes of it, live as long as the client and could not be wiped, so wiping this copy would only seem to help.
///
/// ```
/// use gitlab_jobs::Secret;
///
/// let token = Secret::from("glpat-1234");
/// assert_eq!(format!("{token} {token:?}"), "[redacted] Secret([redacted])");
/// ```
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// A secret with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for whoever has to hand it on.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret([redacted])")
    }
}

/// Who a client is. There is one at most, and it is sent in one header, never in an address.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    /// A personal, project or group access token: `PRIVATE-TOKEN`.
    Access(Secret),
    /// An OAuth token: `Authorization: Bearer`.
    OAuth(Secret),
    /// The token of a running job: `JOB-TOKEN`.
    Job(Secret),
}

impl Credential {
    /// What the token is called in messages.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Access(_) => "the access token",
            Self::OAuth(_) => "the OAuth token",
            Self::Job(_) => "the job token",
        }
    }

    /// The header that carries it, marked so that nothing downstream prints or compresses it; or what is wrong.
    pub(crate) fn header(&self) -> Result<(HeaderName, HeaderValue), String> {
        let (Self::Access(secret) | Self::OAuth(secret) | Self::Job(secret)) = self;
        let token = secret.expose();
        let problem = if token.is_empty() {
            Some("is empty")
        } else if token.bytes().any(|byte| !byte.is_ascii_graphic()) {
            Some("has a character that no token has, such as a space or a line break at its end")
        } else {
            None
        };
        if let Some(problem) = problem {
            return Err(format!("{} {problem}", self.name()));
        }
        let (name, value) = match self {
            Self::Access(_) => (HeaderName::from_static("private-token"), token.to_owned()),
            Self::OAuth(_) => (AUTHORIZATION, format!("Bearer {token}")),
            Self::Job(_) => (HeaderName::from_static("job-token"), token.to_owned()),
        };
        let mut value = HeaderValue::from_str(&value)
            .expect("visible ASCII characters and a space can always be sent");
        value.set_sensitive(true);
        Ok((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_credential_is_one_header_that_debugs_as_sensitive() {
        for (credential, name, value) in [
            (
                Credential::Access("s3cret".into()),
                "private-token",
                "s3cret",
            ),
            (
                Credential::OAuth("s3cret".into()),
                "authorization",
                "Bearer s3cret",
            ),
            (Credential::Job("s3cret".into()), "job-token", "s3cret"),
        ] {
            let (header, sent) = credential.header().unwrap();
            assert_eq!((header.as_str(), sent.to_str().unwrap()), (name, value));
            assert!(!format!("{credential:?} {sent:?}").contains("s3cret"));
        }
    }

    #[test]
    fn tokens_that_cannot_be_right_are_refused_without_repeating_them() {
        for token in ["", " ", "s3cret\n", "s3cret x", "s3crét", "s3\0cret"] {
            let problem = Credential::Access(token.into()).header().unwrap_err();
            assert!(problem.starts_with("the access token "), "{problem}");
            assert!(!problem.contains("s3"), "{problem}");
        }
    }
}
