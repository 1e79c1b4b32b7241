//! Who is calling: credentials in a request, and what they open.

use axum::http::HeaderMap;
use percent_encoding::{CONTROLS, percent_decode, percent_decode_str, utf8_percent_encode};

use crate::journal::CredentialKind;
use crate::reply::Reply;
use crate::world::{Grant, Project, Role, Status, World};

/// A caller whose credential is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller {
    pub(crate) user: i64,
    /// Whether the token may change anything.
    pub(crate) write: bool,
    /// The job whose token this is.
    pub(crate) job: Option<i64>,
}

/// The query parameters that are credentials.
pub(crate) const QUERY: [&str; 3] = ["job_token", "private_token", "access_token"];

/// A credential as it was sent.
pub(crate) struct Credential {
    pub(crate) kind: CredentialKind,
    token: String,
}

impl Credential {
    /// Every credential of a request, the one that counts first: headers before the query, a job's token before all.
    pub(crate) fn all(headers: &HeaderMap, query: &[(String, String)]) -> Vec<Self> {
        let header = |name: &str| -> Vec<String> {
            let values = headers.get_all(name).into_iter();
            let texts = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
            texts.collect()
        };
        let parameter = |name: &str| -> Vec<String> {
            let found = query.iter().filter(|(key, _)| key == name);
            found.map(|(_, value)| value.clone()).collect()
        };
        let (mut bearer, mut other) = (Vec::new(), Vec::new());
        for value in header("authorization") {
            match value.split_once(' ') {
                Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                    bearer.push(token.trim().to_owned());
                }
                Some((_, token)) => other.push(token.trim().to_owned()),
                None => other.push(value),
            }
        }
        let found = [
            (CredentialKind::JobToken, header("job-token")),
            (CredentialKind::PrivateToken, header("private-token")),
            (CredentialKind::Bearer, bearer),
            (CredentialKind::JobTokenQuery, parameter(QUERY[0])),
            (CredentialKind::PrivateTokenQuery, parameter(QUERY[1])),
            (CredentialKind::AccessTokenQuery, parameter(QUERY[2])),
            (CredentialKind::OtherAuthorization, other),
            (CredentialKind::Cookie, header("cookie")),
        ];
        let each = found.into_iter().flat_map(|(kind, tokens)| {
            let each = tokens.into_iter();
            each.map(move |token| Self { kind, token })
        });
        each.collect()
    }

    /// The caller; `None` for nobody in particular.
    ///
    /// # Errors
    ///
    /// 401 for a token that opens nothing, or the token of a job that no longer runs.
    pub(crate) fn caller(&self, world: &World) -> Result<Option<Caller>, Reply> {
        if matches!(
            self.kind,
            CredentialKind::OtherAuthorization | CredentialKind::Cookie
        ) {
            return Ok(None);
        }
        let mut tokens = world.tokens.iter();
        let grant = tokens.find(|(token, _)| *token == self.token);
        let (_, grant) = grant.ok_or_else(Reply::unauthorized)?;
        let as_job = matches!(
            self.kind,
            CredentialKind::JobToken | CredentialKind::JobTokenQuery
        );
        match *grant {
            Grant::Personal { user, write } if !as_job => Ok(Some(Caller {
                user,
                write,
                job: None,
            })),
            Grant::Job { job } if as_job || self.kind == CredentialKind::Bearer => {
                let runs = |status| matches!(status, Status::Running | Status::Canceling);
                let found = world.jobs.get(job).filter(|job| runs(job.status));
                let user = found.ok_or_else(Reply::unauthorized)?.user;
                Ok(Some(Caller {
                    user,
                    write: false,
                    job: Some(job),
                }))
            }
            Grant::Personal { .. } | Grant::Job { .. } => Err(Reply::unauthorized()),
        }
    }
}

/// The caller that a request is really for: an administrator may act for somebody else, by the header `Sudo` or the query
/// parameter `sudo`, which name a user by id or username.
///
/// # Errors
///
/// 401 for nobody, 403 for who is no administrator or has a token without the scope for it, 404 for an unknown user.
pub(crate) fn sudo(
    world: &World,
    caller: Option<Caller>,
    headers: &HeaderMap,
    query: &[(String, String)],
) -> Result<Option<Caller>, Reply> {
    let header = headers.get("sudo").and_then(|value| value.to_str().ok());
    let parameter = query.iter().find(|(key, _)| key == "sudo");
    let parameter = parameter.map(|(_, value)| value.as_str());
    let Some(wanted) = header.or(parameter).filter(|wanted| !wanted.is_empty()) else {
        return Ok(caller);
    };
    let caller = caller.ok_or_else(Reply::unauthorized)?;
    if caller.user != world.administrator {
        return Err(Reply::message(
            403,
            "403 Forbidden - Must be admin to use sudo",
        ));
    }
    if !caller.write {
        return Err(Reply::insufficient_scope("sudo"));
    }
    let mut users = world.users.iter();
    let found = users.find(|user| wanted.parse() == Ok(user.id) || user.username == wanted);
    let missing = || {
        Reply::message(
            404,
            format!("404 User with ID or username '{wanted}' Not Found"),
        )
    };
    let user = found.ok_or_else(missing)?.id;
    Ok(Some(Caller { user, ..caller }))
}

/// What stands in the journal where a credential stood.
const HIDDEN: &str = "[hidden]";

/// The shortest credential that is looked for in free text, in bytes: a shorter one would hide innocent words.
const RECOGNISABLE: usize = 8;

/// Takes the credentials of a request out of what is written down about it.
pub(crate) struct Veil<'a>(&'a [Credential]);

impl<'a> Veil<'a> {
    pub(crate) fn new(credentials: &'a [Credential]) -> Self {
        Self(credentials)
    }

    pub(crate) fn text(&self, text: &str) -> String {
        let tokens = self.0.iter().map(|one| one.token.as_str());
        let tokens = tokens.filter(|token| token.len() >= RECOGNISABLE);
        tokens.fold(text.to_owned(), |text, token| text.replace(token, HIDDEN))
    }

    /// A percent-encoded path; it is decoded when a credential only shows then.
    pub(crate) fn path(&self, path: &str) -> String {
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let veiled = self.text(&decoded);
        if veiled == decoded {
            self.text(path)
        } else {
            // A line break would begin a new line of the log.
            utf8_percent_encode(&veiled, CONTROLS).to_string()
        }
    }

    /// Pairs of a path or query; what is a credential by its name is hidden however short it is.
    pub(crate) fn pairs(&self, pairs: &[(String, String)]) -> Vec<(String, String)> {
        let hide = |(key, value): &(String, String)| {
            let secret = is_secret(key);
            let value = if secret {
                HIDDEN.to_owned()
            } else {
                self.text(value)
            };
            (self.text(key), value)
        };
        pairs.iter().map(hide).collect()
    }

    /// A body, cut to a length; all of it is hidden when there is a credential in it.
    pub(crate) fn body(&self, body: &[u8], length: usize) -> Vec<u8> {
        let decoded: Vec<u8> = percent_decode(body).collect();
        let readings = [body, &decoded, &unescaped(body)];
        let holds = |needle: &[u8]| {
            let mut readings = readings.iter();
            let holds = |text: &[u8]| text.windows(needle.len()).any(|part| part == needle);
            needle.len() >= RECOGNISABLE && readings.any(|text| holds(text))
        };
        let named = readings.iter().any(|text| {
            let text = text.to_ascii_lowercase();
            let holds = |name: &[u8]| text.windows(name.len()).any(|part| part == name);
            QUERY.iter().any(|name| holds(name.as_bytes()))
        });
        if named || self.0.iter().any(|one| holds(one.token.as_bytes())) {
            return HIDDEN.into();
        }
        body[..body.len().min(length)].to_vec()
    }
}

/// Whether a parameter is a credential by its name, however that is spelled: `Private-Token[]`.
fn is_secret(key: &str) -> bool {
    let name = key.split('[').next().unwrap_or_default();
    let name = name.to_ascii_lowercase().replace('-', "_");
    QUERY.contains(&name.as_str()) || name.ends_with("token") || name == "x_signature"
}

/// A JSON text with its escapes of ASCII characters resolved, those of others spoilt: for searching, not for reading.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        let code = rest.strip_prefix(b"u").and_then(|code| code.get(..4));
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        match code {
            Some(code) => {
                plain.push(code);
                rest = &rest[5..];
            }
            None if !rest.is_empty() => {
                plain.push(rest[0]);
                rest = &rest[1..];
            }
            None => {}
        }
    }
    plain
}

/// What a caller is in a project.
pub(crate) fn role(project: &Project, caller: Option<Caller>) -> Role {
    let member = caller.and_then(|caller| {
        let mut members = project.members.iter();
        members.find(|(user, _)| *user == caller.user)
    });
    member.map_or(Role::Nobody, |(_, role)| *role)
}
