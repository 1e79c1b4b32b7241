//! One request for one operation: what it names, sends and may do.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::auth::{self, Caller};
use crate::contract::Contract;
use crate::form;
use crate::page;
use crate::render::Links;
use crate::reply::Reply;
use crate::world::{Job, Pipeline, Project, Role, World};

/// A request on its way through an operation.
pub(crate) struct Call<'a> {
    /// What GitLab of that version does.
    pub(crate) contract: &'a Contract,
    /// What comes before the path: `http://127.0.0.1:8080`.
    pub(crate) base: &'a str,
    /// The path as it was sent.
    pub(crate) path: &'a str,
    pub(crate) query: &'a [(String, String)],
    /// Query and body together, as the server reads them.
    pub(crate) parameters: &'a Map<String, Value>,
    /// The decoded parameters of the path.
    pub(crate) segments: &'a [(String, String)],
    pub(crate) caller: Option<Caller>,
    /// The address of the object storage, when archives are kept there.
    pub(crate) store: Option<&'a str>,
}

impl Call<'_> {
    pub(crate) fn links(&self) -> Links<'_> {
        Links { base: self.base }
    }

    /// A parameter of query or body.
    pub(crate) fn parameter(&self, name: &str) -> Option<&Value> {
        self.parameters.get(name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.parameter(name)?.as_str()
    }

    /// A truth value; false when left out.
    ///
    /// # Errors
    ///
    /// 400 when it is neither true nor false.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Reply> {
        match self.parameter(name) {
            None | Some(Value::Null) => Ok(false),
            Some(value) => {
                form::truth(value).ok_or_else(|| Reply::error(400, format!("{name} is invalid")))
            }
        }
    }

    /// A whole number in a range.
    ///
    /// # Errors
    ///
    /// 400 when it is no number, or out of the range.
    pub(crate) fn number(&self, name: &str, low: i64, high: i64) -> Result<Option<i64>, Reply> {
        let Some(value) = self.parameter(name) else {
            return Ok(None);
        };
        let number = form::number(value);
        let number = number.ok_or_else(|| Reply::error(400, format!("{name} is invalid")))?;
        if (low..=high).contains(&number) {
            Ok(Some(number))
        } else {
            Err(Reply::error(
                400,
                format!("{name} does not have a valid value"),
            ))
        }
    }

    /// A parameter of the path.
    pub(crate) fn segment(&self, name: &str) -> &str {
        let found = self.segments.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// The caller, who must be signed in, and not by a job's token.
    ///
    /// # Errors
    ///
    /// 401 otherwise.
    pub(crate) fn person(&self) -> Result<Caller, Reply> {
        let caller = self.caller.filter(|caller| caller.job.is_none());
        caller.ok_or_else(Reply::unauthorized)
    }

    /// The caller, who must be a person with a token that may change things.
    ///
    /// # Errors
    ///
    /// 401, or 403 for a token that may only read.
    pub(crate) fn writer(&self) -> Result<Caller, Reply> {
        let caller = self.person()?;
        if caller.write {
            Ok(caller)
        } else {
            Err(Reply::insufficient_scope("api"))
        }
    }

    /// The project of the path, by id or full path.
    ///
    /// # Errors
    ///
    /// 404 when there is none, or when the caller must not know that there is; 301 when it was moved.
    pub(crate) fn project<'w>(&self, world: &'w World) -> Result<&'w Project, Reply> {
        let wanted = self.segment("id");
        let mut projects = world.projects.iter();
        let found = projects.find(|project| project.is_named(wanted));
        let was = |project: &&Project| {
            let former = project.former.filter(|_| self.contract.since("16.7"));
            former.is_some_and(|path| path.eq_ignore_ascii_case(wanted))
        };
        let moved = found.is_none();
        let found = found.or_else(|| world.projects.iter().find(was));
        let project = self.visible(world, found)?;
        if moved {
            Err(self.moved(project))
        } else {
            Ok(project)
        }
    }

    /// The answer for a project that has another path now: the same request, by id.
    fn moved(&self, project: &Project) -> Reply {
        let address = page::address(self, &[]);
        let address = address.trim_end_matches('?');
        let (before, after) = address.split_once("/projects/").unwrap_or((address, ""));
        let end = after.find(['/', '?']).unwrap_or(after.len());
        let address = format!("{before}/projects/{}{}", project.id, &after[end..]);
        let text = format!("This resource has been moved permanently to {address}");
        Reply::bytes(301, "text/plain", text.into_bytes()).header("Location", address)
    }

    fn visible<'w>(
        &self,
        world: &'w World,
        found: Option<&'w Project>,
    ) -> Result<&'w Project, Reply> {
        found
            .filter(|project| project.public || self.role(project) > Role::Nobody)
            // A job's token opens its own project, and what is public.
            .filter(|project| {
                let job = self.caller.and_then(|caller| caller.job);
                project.public || job.is_none_or(|job| world.job(project.id, job).is_some())
            })
            .ok_or_else(|| Reply::not_found("Project"))
    }

    pub(crate) fn role(&self, project: &Project) -> Role {
        auth::role(project, self.caller)
    }

    /// The project, in which the caller must be at least something.
    ///
    /// # Errors
    ///
    /// 404 as for [`Call::project`], 403 for a lesser role.
    pub(crate) fn project_as<'w>(
        &self,
        world: &'w World,
        least: Role,
    ) -> Result<&'w Project, Reply> {
        let project = self.project(world)?;
        if self.role(project) >= least {
            Ok(project)
        } else {
            Err(Reply::forbidden())
        }
    }

    /// The project, whose jobs the caller must be allowed to see.
    ///
    /// # Errors
    ///
    /// 404 as for [`Call::project`], 403 when jobs are for reporters only.
    pub(crate) fn readable<'w>(&self, world: &'w World) -> Result<&'w Project, Reply> {
        let project = self.project(world)?;
        if project.public_jobs || self.role(project) >= Role::Reporter {
            Ok(project)
        } else {
            Err(Reply::forbidden())
        }
    }

    /// The build of the path; a bridge is none.
    ///
    /// # Errors
    ///
    /// 404.
    pub(crate) fn build<'w>(
        &self,
        world: &'w World,
        project: &Project,
    ) -> Result<Cow<'w, Job>, Reply> {
        let job = self.job(world, project)?;
        if job.is_build() {
            Ok(job)
        } else {
            Err(Reply::no_record())
        }
    }

    /// The build or bridge of the path.
    ///
    /// # Errors
    ///
    /// 404.
    pub(crate) fn job<'w>(
        &self,
        world: &'w World,
        project: &Project,
    ) -> Result<Cow<'w, Job>, Reply> {
        let id = self.segment("job_id").parse().ok();
        id.and_then(|id| world.job(project.id, id))
            .ok_or_else(Reply::no_record)
    }

    /// The pipeline of the path.
    ///
    /// # Errors
    ///
    /// 404.
    pub(crate) fn pipeline<'w>(
        &self,
        world: &'w World,
        project: &Project,
    ) -> Result<Cow<'w, Pipeline>, Reply> {
        let id = self.segment("pipeline_id").parse().ok();
        id.and_then(|id| world.pipeline(project.id, id))
            .ok_or_else(Reply::no_record)
    }
}
