//! Many clients at once, with faults on: no change of state is lost or doubled, and the journal tells the same.

use std::collections::BTreeMap;

use gitlab_jobs_mock::{Fault, Reset};
use reqwest::Method;

use super::client::Bench;

const CLIENTS: usize = 32;

/// How often a client asks for the same thing before it gives up; faults strike a third of the requests.
const ATTEMPTS: usize = 40;

/// Lets requests fail in every way there is, the same number of times in the same order in every run.
fn disturb(bench: &Bench) {
    let seeded = |fault: Fault, seed: u64| bench.mock.inject(fault.chance(0.07, seed));
    seeded(Fault::status(Fault::ANY, 503), 1);
    seeded(Fault::status(Fault::ANY, 429).retry_after(0), 2);
    seeded(Fault::reset(Fault::ANY, Reset::BeforeRead), 3);
    seeded(Fault::reset(Fault::ANY, Reset::AfterRead), 4);
    seeded(Fault::reset(Fault::ANY, Reset::AfterPerforming), 5);
    seeded(Fault::truncate(Fault::ANY), 6);
    seeded(Fault::corrupt(Fault::ANY), 7);
    seeded(
        Fault::delay(Fault::ANY, std::time::Duration::from_millis(2)),
        8,
    );
}

/// Sends a POST until it gets an answer of the operation itself.
fn insist(bench: &Bench, path: &str) -> u16 {
    for _ in 0..ATTEMPTS {
        let request = bench.request(Method::POST, path);
        let request = request.header("PRIVATE-TOKEN", bench.mock.token());
        let Ok(answer) = request.send() else { continue };
        let status = answer.status().as_u16();
        if ![429, 503].contains(&status) {
            return status;
        }
    }
    panic!("of {ATTEMPTS} requests for {path}, every one failed");
}

#[test]
fn with_faults_on_no_change_is_lost_or_doubled_and_journal_and_state_agree() {
    let bench = Bench::new();
    let before = bench.get("/projects/1/jobs?per_page=100").ids();
    disturb(&bench);
    let jobs = [1001, 1002, 1004];
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                for id in jobs {
                    let status = insist(&bench, &format!("/projects/1/jobs/{id}/retry"));
                    // Somebody else was first, or the answer to this client's own first attempt was lost.
                    assert!([201, 403].contains(&status), "{status}");
                }
                let status = insist(&bench, "/projects/1/jobs/1031/play");
                assert!([200, 400].contains(&status), "{status}");
                assert_eq!(insist(&bench, "/projects/1/jobs/1025/cancel"), 201);
            });
        }
    });
    bench.mock.clear_faults();

    let journal = bench.mock.journal();
    let posts = || journal.iter().filter(|entry| entry.method == "POST");
    let ways =
        |wanted: fn(&gitlab_jobs_mock::Entry) -> bool| posts().filter(|one| wanted(one)).count();
    // The faults did strike, in every way that decides about the state.
    assert!(ways(|one| one.fault && one.status == 503) > 0);
    assert!(ways(|one| one.fault && one.status == 429) > 0);
    assert!(ways(|one| one.lost && one.status == 0) > 0);
    assert!(ways(|one| one.lost && one.status != 0) > 0);

    // What the journal says was done is what was done: each change once.
    let mut done: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in posts().filter(|entry| [200, 201].contains(&entry.status)) {
        *done.entry(entry.path.as_str()).or_default() += 1;
    }
    for id in jobs {
        let path = format!("/api/v4/projects/1/jobs/{id}/retry");
        assert_eq!(done.remove(path.as_str()), Some(1), "{path}");
    }
    assert_eq!(done.remove("/api/v4/projects/1/jobs/1031/play"), Some(1));
    // Cancelling a canceled job succeeds and changes nothing.
    assert!(done.remove("/api/v4/projects/1/jobs/1025/cancel") >= Some(CLIENTS));
    assert!(done.is_empty(), "{done:?}");

    let after = bench.get("/projects/1/jobs?per_page=100").ids();
    let (fresh, old): (Vec<i64>, Vec<i64>) = after.into_iter().partition(|id| !before.contains(id));
    assert_eq!(fresh, [13_747_907_015, 13_747_907_014, 13_747_907_013]);
    assert_eq!(old, before);
    let status = |id: i64| bench.get(&format!("/projects/1/jobs/{id}")).json()["status"].clone();
    assert_eq!(
        (status(1031), status(1025)),
        ("pending".into(), "canceled".into())
    );
}
