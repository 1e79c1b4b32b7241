//! The page at `/` and the lines to try, which tell people what is here.

use crate::reply::Reply;
use crate::world::demo::{JOB_TOKEN, MAINTAINER_TOKEN};

/// Commands to try, one a line.
pub(crate) fn lines(origin: &str) -> Vec<String> {
    let api = format!("{origin}/api/v4");
    let curl = format!("curl --header 'PRIVATE-TOKEN: {MAINTAINER_TOKEN}'");
    vec![
        format!("{curl} '{api}/projects/group%2Fapp/jobs?scope[]=failed' --globoff"),
        format!("{curl} '{api}/projects/1/jobs/1001'"),
        format!("{curl} '{api}/projects/1/jobs/1025/trace'"),
        format!("{curl} --request POST '{api}/projects/1/jobs/1004/retry'"),
        format!(
            "{curl} --location '{api}/projects/1/jobs/artifacts/feature/login/download?job=build' --output artifacts.zip"
        ),
        format!("curl --header 'JOB-TOKEN: {JOB_TOKEN}' '{api}/job'"),
    ]
}

/// The page at `/`.
pub(crate) fn page(origin: &str) -> Reply {
    let lines = lines(origin).join("\n\n");
    let text = format!(
        "A GitLab to test against.\n\n\
         Projects   1 group/app (public), 2 group/secret (private)\n\
         Pipelines  11 (success, child 13), 12 (running), 14 (feature/login), 21 (in group/secret)\n\
         Jobs       1001-1012 in pipelines 11 and 13: with an archive, retried, debugged, archived, expired, silent\n\
         \x20          1020-1032 in pipeline 12, one in each state; 1025 runs and its log grows\n\
         \x20          1005 and 1040 are bridges; 1031 waits for somebody to play it\n\
         Tokens     mock-maintainer, mock-maintainer-read (read_api only), mock-developer, mock-reporter, mock-guest,\n\
         \x20          mock-stranger (no member); as JOB-TOKEN: mock-job-token (job 1025), mock-job-token-finished\n\
         Journal    {origin}/-/mock/journal has every request and what the document says about it\n\n\
         To try:\n\n{lines}\n"
    );
    Reply::bytes(200, "text/plain; charset=utf-8", text.into_bytes())
}
