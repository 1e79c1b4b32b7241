//! The page at `/` and the lines to try, which tell people what is here.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::contract::Contract;
use crate::reply::Reply;
use crate::world::demo::{JOB_TOKEN, MAINTAINER_TOKEN};
use crate::world::{Job, Status, World};

/// How many of the newest jobs are looked through for one to show something with.
const SEARCHED: usize = 200;

/// Commands to try, one a line.
pub(crate) fn lines(origin: &str, world: &World) -> Vec<String> {
    let api = format!("{origin}/api/v4");
    let curl = format!("curl --header 'PRIVATE-TOKEN: {MAINTAINER_TOKEN}'");
    let now = world.now();
    // All lines are about one project, the first one with jobs, so that they tell of the same things.
    let mut projects = world.projects.iter();
    let jobs = || world.jobs.newest_first(i64::MAX);
    let project = projects.find(|one| jobs().any(|job| job.project == one.id));
    let one = |wanted: &dyn Fn(&Job) -> bool| {
        let jobs = jobs().filter(|job| project.is_some_and(|one| one.id == job.project));
        let mut jobs = jobs.take(SEARCHED);
        jobs.find(|job| job.is_build() && wanted(job))
    };
    let of = |job: &Job| format!("{api}/projects/{}/jobs/{}", job.project, job.id);
    let mut lines = Vec::new();
    if let Some(project) = project {
        let path = utf8_percent_encode(&project.path, NON_ALPHANUMERIC);
        lines.push(format!(
            "{curl} '{api}/projects/{path}/jobs?scope[]=failed' --globoff"
        ));
    }
    if let Some(job) = one(&|_| true) {
        lines.push(format!("{curl} '{}'", of(&job)));
    }
    if let Some(job) = one(&|job| job.growing).or_else(|| one(&|job| !job.log.is_empty())) {
        lines.push(format!("{curl} '{}/trace'", of(&job)));
    }
    if let Some(job) = one(&Job::retryable) {
        lines.push(format!("{curl} --request POST '{}/retry'", of(&job)));
    }
    if let Some(job) = one(&|job| job.live_archive(now).is_some()) {
        lines.push(format!(
            "{curl} --location '{}/artifacts' --output artifacts.zip",
            of(&job)
        ));
    }
    let runs = |job: &Job| matches!(job.status, Status::Running | Status::Canceling);
    if world.job_of(JOB_TOKEN).is_some_and(|job| runs(&job)) {
        lines.push(format!(
            "curl --header 'JOB-TOKEN: {JOB_TOKEN}' '{api}/job'"
        ));
    }
    lines.push(format!(
        "curl --data 'get_job status=503 times=2' '{origin}/-/mock/faults'"
    ));
    lines.push(format!("curl '{origin}/-/mock/journal'"));
    lines
}

/// The page at `/`.
pub(crate) fn page(origin: &str, world: &World, contract: &Contract) -> Reply {
    let (summary, version) = (&world.summary, contract.version);
    let lines = lines(origin, world).join("\n\n");
    let text = format!(
        "A GitLab {version} to test against: its Jobs API, below {origin}/api/v4\n\n\
         {summary}\
         Tokens     mock-maintainer, mock-maintainer-read (read_api only), mock-developer, mock-reporter, mock-guest,\n\
         \x20          mock-stranger (no member), mock-admin (may use Sudo); as JOB-TOKEN: mock-job-token (a running job's, if any)\n\
         Journal    GET or DELETE {origin}/-/mock/journal: every request, and what the document says about it\n\
         Faults     GET, POST or DELETE {origin}/-/mock/faults: a line each, such as\n\
         \x20          get_job status=429 retry-after=1 after=2 times=3; see gitlab-jobs-mock --help\n\
         Clock      GET {origin}/-/mock/clock, and POST advance=SECONDS to it: jobs move, logs grow, artifacts expire\n\n\
         To try:\n\n{lines}\n"
    );
    Reply::bytes(200, "text/plain; charset=utf-8", text.into_bytes())
}
