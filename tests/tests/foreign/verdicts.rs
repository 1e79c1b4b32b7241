//! The checked-in list of what each client does wrong: `tests/foreign/verdicts.yaml`.

use std::collections::{BTreeMap, BTreeSet};

use gitlab_jobs_tests::input::Root;
use openapi_document::source::{FileId, Source};
use openapi_document::yaml;

/// Where the list lies.
pub(crate) const LIST: &str = "tests/foreign/verdicts.yaml";

/// What is known of one client: each finding with its reason.
pub(crate) type Known = BTreeMap<String, String>;

/// The list, by client.
///
/// # Errors
///
/// What is wrong with it: a finding without a reason, one that is listed twice, a word that means nothing.
pub(crate) fn read() -> Result<BTreeMap<String, Known>, String> {
    let text = Root::default()
        .read(LIST)
        .map_err(|error| error.to_string())?;
    parse(&text)
}

/// The list in a text.
pub(crate) fn parse(text: &str) -> Result<BTreeMap<String, Known>, String> {
    let source = Source::new(LIST, text);
    let root = yaml::parse(&source, FileId(0)).map_err(|error| error.to_string())?;
    let mut clients = BTreeMap::new();
    for client in root.members() {
        let name = &client.key;
        let mut known = Known::new();
        for entry in client.node.items() {
            let keys: BTreeSet<_> = entry.members().iter().map(|one| one.key.as_str()).collect();
            if keys != BTreeSet::from(["findings", "reason"]) {
                return Err(format!("{name}: an entry has `reason` and `findings`"));
            }
            let reason = entry.get("reason").and_then(|node| node.as_str());
            let reason = reason.unwrap_or_default().trim();
            let findings = entry.get("findings").map_or(&[][..], |node| node.items());
            if reason.is_empty() || findings.is_empty() {
                return Err(format!("{name}: an entry without a reason or a finding"));
            }
            for finding in findings {
                let finding = finding
                    .as_str()
                    .ok_or(format!("{name}: a finding is text"))?;
                if known
                    .insert(finding.to_owned(), reason.to_owned())
                    .is_some()
                {
                    return Err(format!("{name}: `{finding}` is listed twice"));
                }
            }
        }
        clients.insert(name.clone(), known);
    }
    Ok(clients)
}

/// What is new, and what is gone; nothing when the list is right.
pub(crate) fn differences(known: &Known, found: &BTreeSet<String>) -> Vec<String> {
    let listed: BTreeSet<String> = known.keys().cloned().collect();
    let new = found.difference(&listed);
    let gone = listed.difference(found);
    new.map(|finding| format!("new: {finding}"))
        .chain(gone.map(|finding| format!("gone: {finding}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_and_a_vanished_finding_both_fail() {
        let text = "go:\n- reason: Because.\n  findings: [one, two]\n";
        let known = &parse(text).unwrap()["go"];
        let found = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(differences(known, &found(&["one", "two"])), [""; 0]);
        assert_eq!(
            differences(known, &found(&["two", "three"])),
            ["new: three", "gone: one"]
        );
    }

    #[test]
    fn a_finding_without_a_reason_or_twice_is_refused() {
        for text in [
            "go:\n- findings: [one]\n",
            "go:\n- reason: ''\n  findings: [one]\n",
            "go:\n- reason: Because.\n  findings: []\n",
            "go:\n- reason: Because.\n  findings: [one, one]\n",
            "go:\n- reason: Because.\n  findings: [one]\n  note: more\n",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
