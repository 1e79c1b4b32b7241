//! Who is calling: credentials in a request, and what they open.

use axum::http::HeaderMap;

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

/// A credential as it was sent.
pub(crate) struct Credential {
    pub(crate) kind: CredentialKind,
    token: String,
}

impl Credential {
    /// The credential of a request: headers before the query, a job's token first.
    pub(crate) fn of(headers: &HeaderMap, query: &[(String, String)]) -> Self {
        let header = |name: &str| {
            let value = headers.get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let parameter = |name: &str| {
            let found = query.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.clone())
        };
        let bearer = || {
            let value = header("authorization")?;
            let (scheme, token) = value.split_once(' ')?;
            let fits = scheme.eq_ignore_ascii_case("bearer");
            fits.then(|| token.trim().to_owned())
        };
        let found = [
            (CredentialKind::JobToken, header("job-token")),
            (CredentialKind::PrivateToken, header("private-token")),
            (CredentialKind::Bearer, bearer()),
            (CredentialKind::JobTokenQuery, parameter("job_token")),
            (
                CredentialKind::PrivateTokenQuery,
                parameter("private_token"),
            ),
            (CredentialKind::AccessTokenQuery, parameter("access_token")),
        ];
        let mut sent = found
            .into_iter()
            .filter_map(|(kind, token)| token.map(|token| Self { kind, token }));
        sent.next().unwrap_or(Self {
            kind: CredentialKind::None,
            token: String::new(),
        })
    }

    /// The caller; `None` for nobody in particular.
    ///
    /// # Errors
    ///
    /// 401 for a token that opens nothing, or the token of a job that no longer runs.
    pub(crate) fn caller(&self, world: &World) -> Result<Option<Caller>, Reply> {
        if self.kind == CredentialKind::None {
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
                let running = |id: i64| {
                    let found = world.jobs.iter().find(|job| job.id == id)?;
                    matches!(found.status, Status::Running | Status::Canceling).then_some(found)
                };
                let found = running(job).ok_or_else(Reply::unauthorized)?;
                Ok(Some(Caller {
                    user: found.user,
                    write: false,
                    job: Some(job),
                }))
            }
            Grant::Personal { .. } | Grant::Job { .. } => Err(Reply::unauthorized()),
        }
    }
}

/// What a caller is in a project.
pub(crate) fn role(project: &Project, caller: Option<Caller>) -> Role {
    let member = caller.and_then(|caller| {
        let mut members = project.members.iter();
        members.find(|(user, _)| *user == caller.user)
    });
    member.map_or(Role::Nobody, |(_, role)| *role)
}
