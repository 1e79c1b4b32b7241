//! A world of any size out of a seed: jobs and pipelines are computed when they are asked for, and not kept.

use std::ops::Range;
use std::sync::Arc;

use super::archive::Archive;
use super::job::Job;
use super::{BEGINNING, Grant, Jobs, Pipeline, Status, World, demo};
use crate::contract::Contract;

/// The first job: above 2^32, so that a client that holds ids in 32 bits fails here.
const FIRST_JOB: i64 = 4_400_000_001;

/// The first pipeline: above 2^31.
const FIRST_PIPELINE: i64 = 2_200_000_001;

/// How many jobs a pipeline has.
const PER_PIPELINE: i64 = 20;

/// How far back the oldest job may lie, in milliseconds: ten years.
const AGE: i64 = 315_360_000_000;

/// The most jobs of a world: a request that no job fits looks at all of them, while others wait.
pub(crate) const MAX_JOBS: u64 = 10_000_000;

/// The names of the jobs of each pipeline, by stage.
const NAMES: [(&str, &str); 20] = [
    ("build", "compile"),
    ("build", "assets"),
    ("build", "image"),
    ("test", "unit 1/4"),
    ("test", "unit 2/4"),
    ("test", "unit 3/4"),
    ("test", "unit 4/4"),
    ("test", "integration"),
    ("test", "system"),
    ("test", "lint"),
    ("test", "format"),
    ("test", "types"),
    ("test", "licences"),
    ("test", "secrets"),
    ("test", "coverage"),
    ("package", "deb"),
    ("package", "rpm"),
    ("package", "docs"),
    ("deploy", "staging"),
    ("deploy", "production"),
];

/// Makes the jobs and pipelines of project 1.
#[derive(Debug)]
pub(crate) struct Generator {
    seed: u64,
    jobs: i64,
    /// What every job that has files has.
    archive: Archive,
    log: Arc<Vec<u8>>,
    /// When everything but the artifacts of some pipelines was deleted.
    expired: Option<(i64, Vec<i64>)>,
    contract: Option<&'static Contract>,
}

/// The world of a number of jobs.
pub(crate) fn world(jobs: u64, seed: u64) -> World {
    let jobs = i64::try_from(jobs.min(MAX_JOBS)).unwrap_or(i64::MAX);
    let generator = Generator {
        seed,
        jobs,
        archive: demo::archive(),
        log: demo::log("all").into(),
        expired: None,
        contract: None,
    };
    let last = FIRST_JOB + jobs - 1;
    let pipelines = generator.pipeline_ids();
    let mut world = demo::empty();
    world.summary = format!(
        "Projects   1 group/app (public, moved from group/old-app)\n\
         Pipelines  {}..{}, {PER_PIPELINE} jobs each\n\
         Jobs       {FIRST_JOB}..{last}, from seed {seed}; the last one runs\n",
        pipelines.start,
        pipelines.end - 1,
    );
    world.next_job = last + 1;
    world.jobs = Jobs::generated(generator);
    world
        .tokens
        .push((demo::JOB_TOKEN, Grant::Job { job: last }));
    world
}

/// Numbers that look like chance: one step of the generator called `SplitMix64`.
fn mix(seed: u64, index: i64) -> u64 {
    let step = index
        .unsigned_abs()
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut value = seed.wrapping_add(step);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl Generator {
    /// The ids of its jobs.
    pub(crate) fn ids(&self) -> Range<i64> {
        FIRST_JOB..FIRST_JOB + self.jobs
    }

    /// The ids of its jobs in one pipeline.
    pub(crate) fn ids_of(&self, pipeline: i64) -> Option<Range<i64>> {
        let known = self.pipeline_ids().contains(&pipeline);
        let first = FIRST_JOB + (pipeline - FIRST_PIPELINE) * PER_PIPELINE;
        known.then(|| first..(first + PER_PIPELINE).min(self.ids().end))
    }

    fn pipeline_ids(&self) -> Range<i64> {
        let pipelines = (self.jobs + PER_PIPELINE - 1) / PER_PIPELINE;
        FIRST_PIPELINE..FIRST_PIPELINE + pipelines
    }

    /// When a job was created.
    fn created(&self, index: i64) -> i64 {
        let spacing = (AGE / self.jobs.max(1)).clamp(1, 30_000);
        BEGINNING - (self.jobs - index) * spacing
    }

    pub(crate) fn pipeline(&self, id: i64) -> Option<Pipeline> {
        let ids = self.pipeline_ids();
        if !ids.contains(&id) {
            return None;
        }
        let index = id - FIRST_PIPELINE;
        let chance = mix(self.seed ^ 0x70, index);
        let status = if id == ids.end - 1 {
            Status::Running
        } else if chance.is_multiple_of(4) {
            Status::Failed
        } else {
            Status::Success
        };
        let reference = match chance >> 8 & 3 {
            0 => format!("feature/{}", chance >> 16 & 63).into(),
            _ => "main".into(),
        };
        Some(Pipeline {
            id,
            project: 1,
            iid: index + 1,
            reference,
            tag: false,
            status,
            source: "push".into(),
            parent: None,
            created: self.created(index * PER_PIPELINE),
            recorded: None,
        })
    }

    pub(crate) fn pipelines_newest_first(&self) -> impl Iterator<Item = Pipeline> {
        self.pipeline_ids().rev().filter_map(|id| self.pipeline(id))
    }

    pub(crate) fn job(&self, id: i64) -> Option<Job> {
        let ids = self.ids();
        if !ids.contains(&id) {
            return None;
        }
        let index = id - FIRST_JOB;
        let pipeline = FIRST_PIPELINE + index / PER_PIPELINE;
        let chance = mix(self.seed, index);
        // Most jobs succeed; every state is there. The last job runs, for its token.
        let status = match chance % 100 {
            _ if id == ids.end - 1 => Status::Running,
            0..70 => Status::Success,
            70..82 => Status::Failed,
            rest => Status::ALL[usize::try_from(rest - 82).unwrap_or(0) % Status::ALL.len()],
        };
        let status = self
            .contract
            .map_or(status, |contract| status.as_of(contract));
        let (stage, name) = NAMES[usize::try_from(index % PER_PIPELINE).unwrap_or(0)];
        let begun = matches!(status, Status::Running | Status::Canceling);
        let ended = matches!(status, Status::Success | Status::Failed | Status::Canceled);
        let created = self.created(index);
        let length = i64::try_from(chance >> 40 & 0xffff).unwrap_or(0);
        let has_archive = status == Status::Success && stage == "build";
        let expired = self
            .expired
            .as_ref()
            .filter(|(_, spared)| !spared.contains(&pipeline));
        let started = (begun || ended).then_some(created + 2_000);
        Some(Job {
            stage: stage.into(),
            status,
            manual: matches!(status, Status::Manual | Status::Scheduled),
            allow_failure: matches!(status, Status::Manual | Status::Failed),
            graceful: status == Status::Canceling,
            coverage: (name == "coverage" && ended).then_some(81.5),
            user: 2 + i64::try_from(chance >> 24 & 1).unwrap_or(0),
            created,
            queued: (begun || ended || status == Status::Pending).then_some(created),
            started,
            finished: started.filter(|_| ended).map(|started| started + length),
            archive: has_archive.then(|| self.archive.clone()),
            expires: has_archive
                .then(|| expired.map(|(time, _)| *time))
                .flatten(),
            growing: status == Status::Running,
            log: if begun || ended {
                Arc::clone(&self.log)
            } else {
                Arc::default()
            },
            ..demo::plain(id, 1, pipeline, name)
        })
    }

    pub(crate) fn expire_artifacts(&mut self, project: i64, spared: Vec<i64>, now: i64) {
        if project == 1 {
            self.expired = Some((now, spared));
        }
    }

    pub(crate) fn as_of(&mut self, contract: &'static Contract) {
        self.contract = Some(contract);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_world_and_another_one_another() {
        let shown = |seed| {
            let world = world(2_000, seed);
            let jobs = world.jobs.newest_first(i64::MAX);
            let jobs: Vec<_> = jobs
                .map(|job| (job.id, job.status.as_str(), job.created))
                .collect();
            jobs
        };
        assert_eq!(shown(7), shown(7));
        assert_ne!(shown(7), shown(8));
        let states: BTreeSet<_> = shown(7).into_iter().map(|(_, status, _)| status).collect();
        assert_eq!(states.len(), Status::ALL.len());
    }

    #[test]
    fn changed_jobs_take_the_place_of_generated_ones() {
        let mut world = world(45, 1);
        let before: Vec<i64> = world
            .jobs
            .newest_first(i64::MAX)
            .map(|job| job.id)
            .collect();
        assert_eq!(
            before,
            (FIRST_JOB..FIRST_JOB + 45).rev().collect::<Vec<_>>()
        );
        world.job_mut(1, FIRST_JOB + 3).expect("a job").name = "changed".into();
        let fresh = world.add(demo::plain(0, 1, FIRST_PIPELINE, "new"));
        assert_eq!(fresh, FIRST_JOB + 45);
        let names: Vec<_> = world
            .jobs
            .newest_first(i64::MAX)
            .map(|job| job.name.to_string())
            .collect();
        assert_eq!(
            (names.len(), names[0].as_str(), names[42].as_str()),
            (46, "new", "changed")
        );
        let first: Vec<i64> = world
            .jobs
            .of_pipeline(FIRST_PIPELINE)
            .map(|job| job.id)
            .collect();
        assert_eq!((first.len(), first[0], first[20]), (21, fresh, FIRST_JOB));
        let last: Vec<i64> = world
            .jobs
            .of_pipeline(FIRST_PIPELINE + 2)
            .map(|job| job.id)
            .collect();
        assert_eq!(last.len(), 5);
        let below: Vec<i64> = world
            .jobs
            .newest_first(FIRST_JOB + 2)
            .map(|job| job.id)
            .collect();
        assert_eq!(below, [FIRST_JOB + 1, FIRST_JOB]);
        assert_eq!(world.pipelines_newest_first().count(), 3);
    }

    #[test]
    fn even_an_empty_world_and_the_largest_one_are_whole() {
        let none = world(0, 1);
        assert_eq!(
            (
                none.jobs.newest_first(i64::MAX).count(),
                none.pipelines_newest_first().count()
            ),
            (0, 0)
        );
        let most = world(u64::MAX, 1);
        let newest = most.jobs.newest_first(i64::MAX).next().expect("a job");
        assert_eq!(newest.status, Status::Running);
        assert!(most.jobs.get(FIRST_JOB).expect("a job").created >= BEGINNING - AGE);
    }
}
