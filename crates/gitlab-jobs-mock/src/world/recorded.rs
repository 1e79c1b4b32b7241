//! A world out of recorded payloads: JSON files that hold jobs or bridges as GitLab answered them.
//!
//! A file holds one job or a list of them; what else lies in a folder of payloads, such as the body of a request, is
//! passed over. Projects, pipelines and users are what the jobs say of them. What a recording leaves out or says in a
//! way the document does not allow is filled in; archives and logs, which no payload holds, are made up.

mod fit;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs};

use openapi_document::node::Node;
use openapi_document::source::{FileId, Source, Span};
use openapi_document::{json, yaml};

use super::{BEGINNING, Grant, Project, Status, World, demo};
use crate::contract::Contract;
use crate::error::Error;
use read::Found;

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 64 << 20;

/// How deep folders are searched.
const MAX_DEPTH: usize = 8;

/// A file that is being read.
pub(super) struct File {
    source: Source,
}

impl File {
    fn wrong(&self, span: Span, message: impl Into<String>) -> Error {
        Error::Recording {
            place: self.source.location(span.start).to_string(),
            message: message.into(),
        }
    }
}

fn unreadable(path: &Path, message: impl fmt::Display) -> Error {
    Error::Recording {
        place: path.display().to_string(),
        message: message.to_string(),
    }
}

/// The JSON files of a folder and of those below it; or the one file.
fn files(path: &Path, depth: usize, into: &mut Vec<PathBuf>) -> Result<(), Error> {
    let about = fs::metadata(path).map_err(|error| {
        let message =
            format!("{error}; a world is demo, generated:JOBS, or the path of recorded payloads");
        unreadable(path, message)
    })?;
    if !about.is_dir() {
        into.push(path.to_owned());
        return Ok(());
    }
    if depth == MAX_DEPTH {
        return Err(unreadable(path, "the folders are nested too deep"));
    }
    for entry in fs::read_dir(path).map_err(|error| unreadable(path, error))? {
        let entry = entry.map_err(|error| unreadable(path, error))?.path();
        let json = entry.extension().is_some_and(|end| end == "json");
        if json || entry.is_dir() {
            files(&entry, depth + 1, into)?;
        }
    }
    Ok(())
}

/// Reads the jobs of one file.
fn jobs_of(path: &Path, into: &mut Vec<Found>) -> Result<(), Error> {
    let about = fs::metadata(path).map_err(|error| unreadable(path, error))?;
    // A device or pipe tells no size, and may never end or never begin.
    if !about.is_file() {
        return Err(unreadable(
            path,
            "it is neither a regular file nor a folder",
        ));
    }
    let mut text = String::new();
    let file = fs::File::open(path).map_err(|error| unreadable(path, error))?;
    let read = file.take(MAX_FILE + 1).read_to_string(&mut text);
    // What is too large is told as such, even where the cut falls into a character.
    if about.len() > MAX_FILE || text.len() as u64 > MAX_FILE {
        return Err(unreadable(path, "the file is larger than 64 MiB"));
    }
    read.map_err(|error| unreadable(path, error))?;
    let file = File {
        source: Source::new(path.display().to_string(), text.as_str()),
    };
    let node = match json::parse(&text, FileId(0)) {
        Ok(parsed) => parsed.node,
        // Recordings of documentation have a comma too many now and then, which YAML allows.
        Err(error) => yaml::parse(&file.source, FileId(0))
            .map_err(|_| file.wrong(error.span, error.message))?,
    };
    let items = if node.is_array() {
        node.items()
    } else {
        std::slice::from_ref(&node)
    };
    let is_job = |node: &&Node| node.has("id") && node.has("stage");
    for node in items.iter().filter(is_job) {
        into.push(read::job(&file, node)?);
    }
    Ok(())
}

/// The world that recordings tell of.
///
/// # Errors
///
/// [`Error::Recording`] at the file, line and column of what is no JSON or nothing that a job can be
/// made of, and
/// for a folder or file without any job.
pub(crate) fn world(path: &Path, contract: &'static Contract) -> Result<World, Error> {
    let mut paths = Vec::new();
    files(path, 0, &mut paths)?;
    // Of several recordings of one job, one that was only read shows it as it was.
    paths.sort_by_key(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let reads = name.starts_with("list_") || name.starts_with("get_");
        (!reads, path.clone())
    });
    let mut found = Vec::new();
    for path in &paths {
        jobs_of(path, &mut found)?;
    }
    let mut known = BTreeSet::new();
    found.retain(|one| known.insert((one.job.is_build(), one.job.id)));
    if found.is_empty() {
        let message = "no job is in there: a job is an object with an `id` and a `stage`";
        return Err(unreadable(path, message));
    }
    // In documentation, a bridge and a job may have the same id; in a GitLab they cannot.
    let mut next = found.iter().map(|one| one.job.id).max().unwrap_or(0) + 1;
    for one in found.iter_mut().filter(|one| !one.job.is_build()) {
        if known.contains(&(true, one.job.id)) {
            one.job.id = next;
            next += 1;
        }
    }
    let mut world = assemble(found);
    let left_out = fit::fit(&mut world, contract);
    if !left_out.is_empty() {
        let list: Vec<&str> = left_out.iter().map(String::as_str).collect();
        world.summary.push_str("Left out   ");
        world.summary.push_str(&list.join(", "));
        world.summary.push('\n');
    }
    Ok(world)
}

fn assemble(found: Vec<Found>) -> World {
    let mut world = demo::empty();
    let recorded = found.iter().filter_map(|one| one.user.as_ref());
    let last_user = recorded.map(|user| user.id).max().unwrap_or(0);
    // The people that the tokens belong to come after those of the recordings.
    for user in &mut world.users {
        user.id += last_user;
    }
    world.administrator += last_user;
    for (_, grant) in &mut world.tokens {
        if let Grant::Personal { user, .. } = grant {
            *user += last_user;
        }
    }
    let mut members = demo::members();
    for (user, _) in &mut members {
        *user += last_user;
    }
    let mut projects: BTreeMap<i64, Project> = BTreeMap::new();
    let mut pipelines = BTreeMap::new();
    let mut people = BTreeSet::new();
    let times = found.iter().flat_map(|one| {
        let job = &one.job;
        [Some(job.created), job.started, job.finished]
    });
    world.beginning = times.flatten().max().unwrap_or(BEGINNING);
    world.next_job = found.iter().map(|one| one.job.id).max().unwrap_or(0) + 1;
    for one in found {
        for pipeline in one.pipelines {
            let path = one.path.clone().unwrap_or_else(|| "group/app".to_owned());
            let id = pipeline.project;
            projects.entry(id).or_insert_with(|| Project {
                id,
                path: path.into(),
                former: None,
                public: true,
                public_jobs: true,
                members: members.clone(),
            });
            pipelines.entry(pipeline.id).or_insert(pipeline);
        }
        if let Some(user) = one.user.filter(|user| people.insert(user.id)) {
            world.users.push(user);
        }
        let runs = one.job.status == Status::Running;
        if runs
            && world
                .tokens
                .iter()
                .all(|(token, _)| *token != demo::JOB_TOKEN)
        {
            world
                .tokens
                .push((demo::JOB_TOKEN, Grant::Job { job: one.job.id }));
        }
        world.jobs.keep(one.job);
    }
    unlike(&mut projects);
    let list = |ids: Vec<String>| ids.join(", ");
    let jobs = world
        .jobs
        .newest_first(i64::MAX)
        .map(|job| job.id.to_string());
    world.summary = format!(
        "Projects   {}\nPipelines  {}\nJobs       {}\n",
        list(
            projects
                .values()
                .map(|one| format!("{} {}", one.id, one.path))
                .collect()
        ),
        list(pipelines.keys().map(ToString::to_string).collect()),
        list(jobs.collect()),
    );
    world.projects = projects.into_values().collect();
    world.pipelines = pipelines.into_values().collect();
    world
}

/// Gives projects that would have the same path different ones.
fn unlike(projects: &mut BTreeMap<i64, Project>) {
    let mut taken = BTreeSet::new();
    for project in projects.values_mut() {
        if !taken.insert(project.path.to_string()) {
            project.path = format!("{}-{}", project.path, project.id).into();
        }
    }
}

/// What a recording says, as it is kept.
type Recorded = Option<Arc<serde_json::Map<String, serde_json::Value>>>;
