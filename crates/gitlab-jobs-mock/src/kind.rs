//! Which world a server is started with.

use std::path::PathBuf;
use std::str::FromStr;

use crate::contract::Contract;
use crate::error::Error;
use crate::world::{World, demo, generated, recorded};

/// A world to start a [`Mock`](crate::Mock) with.
///
/// ```
/// use gitlab_jobs_mock::{Mock, WorldKind};
///
/// let world: WorldKind = "generated:1000000:7".parse()?;
/// assert_eq!(world, WorldKind::Generated { jobs: 1_000_000, seed: 7 });
/// let mock = Mock::builder().world(world).start()?;
/// # Ok::<(), gitlab_jobs_mock::Error>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum WorldKind {
    /// The built-in one: `group/app` with a job in every state, and a private project beside it.
    #[default]
    Demo,
    /// One project with many jobs, the same ones for the same seed. Jobs are computed when they are asked for.
    Generated {
        /// How many jobs; up to ten million.
        jobs: u64,
        /// What the jobs are made of.
        seed: u64,
    },
    /// What recorded payloads say: a JSON file that holds a job or a list of jobs as GitLab answered them, or a folder
    /// of such files and folders. Of several recordings of one job, the first counts, `list_*` and `get_*` before
    /// others; a bridge with the id of a job gets another one. What else lies there is passed over.
    Recorded(PathBuf),
}

impl WorldKind {
    pub(crate) fn build(&self, contract: &'static Contract) -> Result<World, Error> {
        let mut world = match self {
            Self::Demo => demo::world(),
            Self::Generated { jobs, .. } if *jobs > generated::MAX_JOBS => {
                return Err(wrong(
                    &format!("generated:{jobs}"),
                    "there are at most 10000000 jobs",
                ));
            }
            Self::Generated { jobs, seed } => generated::world(*jobs, *seed),
            Self::Recorded(path) => recorded::world(path, contract)?,
        };
        world.as_of(contract);
        Ok(world)
    }
}

impl FromStr for WorldKind {
    type Err = Error;

    /// Reads `demo`, `generated:JOBS`, `generated:JOBS:SEED`, or the path of a recording.
    fn from_str(text: &str) -> Result<Self, Error> {
        let Some(rest) = text.strip_prefix("generated:") else {
            return match text {
                "demo" => Ok(Self::Demo),
                "" | "generated" => Err(wrong(text, "it says nothing of what is in it")),
                path => Ok(Self::Recorded(path.into())),
            };
        };
        let (jobs, seed) = rest.split_once(':').unwrap_or((rest, "0"));
        let number = |number: &str| {
            let parsed = number.parse();
            parsed.map_err(|_| wrong(text, "JOBS and SEED are whole numbers"))
        };
        Ok(Self::Generated {
            jobs: number(jobs)?,
            seed: number(seed)?,
        })
    }
}

fn wrong(text: &str, message: &str) -> Error {
    Error::World {
        text: text.chars().take(80).collect(),
        message: message.to_owned(),
    }
}
