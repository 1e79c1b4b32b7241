//! Where jobs are kept: those of a small world as they are, those of a generated one only once they change.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::generated::Generator;
use super::job::Job;
use crate::contract::Contract;

/// Every job there is, by its id.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    generator: Option<Generator>,
    /// Of generated jobs, those that changed.
    kept: BTreeMap<i64, Job>,
}

impl Jobs {
    pub(crate) fn generated(generator: Generator) -> Self {
        Self {
            generator: Some(generator),
            kept: BTreeMap::new(),
        }
    }

    pub(crate) fn generator(&self) -> Option<&Generator> {
        self.generator.as_ref()
    }

    pub(crate) fn get(&self, id: i64) -> Option<Cow<'_, Job>> {
        let kept = self.kept.get(&id).map(Cow::Borrowed);
        kept.or_else(|| self.generator.as_ref()?.job(id).map(Cow::Owned))
    }

    /// A job that is about to change, which it is kept for from now on.
    pub(crate) fn edit(&mut self, id: i64) -> Option<&mut Job> {
        if !self.kept.contains_key(&id) {
            let job = self.generator.as_ref()?.job(id)?;
            self.kept.insert(id, job);
        }
        let job = self.kept.get_mut(&id)?;
        job.forget_recorded();
        Some(job)
    }

    /// Takes a job in, in place of one with the same id.
    pub(crate) fn keep(&mut self, job: Job) {
        self.kept.insert(job.id, job);
    }

    /// The jobs that time may move on.
    pub(crate) fn kept_mut(&mut self) -> impl Iterator<Item = &mut Job> {
        self.kept.values_mut()
    }

    /// The jobs with ids below a bound, the newest first, each made when it is asked for.
    pub(crate) fn newest_first(&self, below: i64) -> impl Iterator<Item = Cow<'_, Job>> {
        let generated = self.generator.as_ref().map(Generator::ids);
        let generated = generated.unwrap_or(0..0);
        self.merged(i64::MIN..below, generated.start..generated.end.min(below))
    }

    /// The jobs of a pipeline, the newest first.
    pub(crate) fn of_pipeline(&self, pipeline: i64) -> impl Iterator<Item = Cow<'_, Job>> {
        let generated = self.generator.as_ref().and_then(|one| one.ids_of(pipeline));
        let all = self.merged(i64::MIN..i64::MAX, generated.unwrap_or(0..0));
        all.filter(move |job| job.pipeline == pipeline)
    }

    /// What is kept and what is generated in two ranges of ids, the newest first.
    fn merged(
        &self,
        kept: std::ops::Range<i64>,
        generated: std::ops::Range<i64>,
    ) -> impl Iterator<Item = Cow<'_, Job>> {
        let mut kept = self.kept.range(kept).rev().peekable();
        let mut ids = generated.rev().peekable();
        std::iter::from_fn(move || {
            let next = kept.peek().map(|(id, _)| **id);
            if let Some(id) = ids.next_if(|id| next.is_none_or(|next| *id > next)) {
                return self.generator.as_ref()?.job(id).map(Cow::Owned);
            }
            ids.next_if(|id| Some(*id) == next);
            kept.next().map(|(_, job)| Cow::Borrowed(job))
        })
    }

    /// Lets the artifacts of a project expire, but for those of some pipelines.
    pub(crate) fn expire_artifacts(&mut self, project: i64, spared: &[i64], now: i64) {
        let due = |job: &Job| {
            let other = job.project == project && !spared.contains(&job.pipeline);
            other && job.live_archive(now).is_some()
        };
        for job in self.kept.values_mut().filter(|job| due(job)) {
            job.forget_recorded();
            job.expires = Some(now);
        }
        if let Some(generator) = &mut self.generator {
            generator.expire_artifacts(project, spared.to_vec(), now);
        }
    }

    /// Puts jobs whose state came to be only later into the state that stood for it.
    pub(crate) fn as_of(&mut self, contract: &'static Contract) {
        for job in self.kept.values_mut() {
            let status = job.status.as_of(contract);
            if status != job.status {
                job.forget_recorded();
                job.status = status;
            }
            job.graceful &= contract.since("17.0");
        }
        if let Some(generator) = &mut self.generator {
            generator.as_of(contract);
        }
    }
}

impl FromIterator<Job> for Jobs {
    fn from_iter<I: IntoIterator<Item = Job>>(jobs: I) -> Self {
        Self {
            generator: None,
            kept: jobs.into_iter().map(|job| (job.id, job)).collect(),
        }
    }
}
