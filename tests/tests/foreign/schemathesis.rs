//! Schemathesis makes requests of its own from the document and holds the mock server's answers against it.

use std::collections::BTreeSet;
use std::process::Command;

use gitlab_jobs_mock::Mock;
use gitlab_jobs_tests::input::Root;

use crate::clients::{Ended, installed, run, sources};

/// The name of its folders.
pub(crate) const NAME: &str = "schemathesis";

/// Lets it try a server; what it asks is fixed by its configuration.
pub(crate) fn tries(mock: &Mock) -> Ended {
    let sources = sources(NAME);
    let mut command = Command::new(installed(NAME).join("bin/schemathesis"));
    command
        .arg("--config-file")
        .arg(sources.join("schemathesis.toml"))
        .arg("run")
        .arg(Root::default().path("openapi/gitlab-jobs.yaml"))
        .args(["--url", &mock.api_url(), "--no-color"])
        .env("SCHEMATHESIS_HOOKS", sources.join("hooks.py"))
        // It leaves a folder where it runs.
        .current_dir(installed(NAME));
    run(&mut command, mock).expect("it has been installed")
}

/// The operations of the document that a server has never answered as it should when all is well.
pub(crate) fn never_well(mock: &Mock) -> Vec<String> {
    let journal = mock.journal();
    let answered: BTreeSet<(&str, u16)> = journal
        .iter()
        .map(|entry| (entry.operation.as_str(), entry.status))
        .collect();
    let document = Root::default().document().expect("the document is read");
    document
        .operations()
        .iter()
        .filter(|operation| {
            let success = operation.success().map(|response| response.status());
            let success = success.and_then(|status| status.parse().ok());
            !success.is_some_and(|status| answered.contains(&(operation.id(), status)))
        })
        .map(|operation| operation.id().to_owned())
        .collect()
}
