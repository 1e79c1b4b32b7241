//! Many clients at once: no change of state is lost or doubled, and the journal tells the same.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use gitlab_jobs_mock::Fault;

use super::client::Bench;

const CLIENTS: usize = 32;

#[test]
fn of_many_retries_of_one_job_one_wins_and_others_lose_nothing() {
    let bench = Bench::new();
    let struck = 5;
    bench
        .mock
        .inject(Fault::status("retry_job", 503).after(3).times(struck));
    let (made, refused, failed) = (
        AtomicUsize::new(0),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                for id in [1001, 1002, 1004] {
                    let counter = match bench.post(&format!("/projects/1/jobs/{id}/retry")).status {
                        201 => &made,
                        403 => &refused,
                        _ => &failed,
                    };
                    counter.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(made.into_inner(), 3);
    assert_eq!(failed.into_inner(), struck as usize);
    assert_eq!(refused.into_inner(), 3 * CLIENTS - 3 - struck as usize);

    let journal = bench.mock.journal();
    assert_eq!(journal.len(), 3 * CLIENTS);
    let successes = journal.iter().filter(|entry| entry.status == 201);
    let paths: BTreeSet<&str> = successes.map(|entry| entry.path.as_str()).collect();
    assert_eq!(paths.len(), 3);
    let fresh = bench.get("/projects/1/jobs?per_page=3").ids();
    assert_eq!(fresh, [13_747_907_015, 13_747_907_014, 13_747_907_013]);
}
