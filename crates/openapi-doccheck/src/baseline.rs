//! The baseline: findings that were there before and do not count, known by their fingerprints.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::error::Error;
use crate::finding::Suppression;
use crate::report::Report;

/// The fingerprints of findings that do not count.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Baseline(BTreeSet<String>);

impl Baseline {
    /// Reads a baseline from its text; `path` is what a message names.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] when the text is not what `--update-baseline` writes.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let error = |message: String| Error::Config {
            path: path.to_owned(),
            at: None,
            message: format!("{message}; write it anew with `--update-baseline`"),
        };
        let value: Value = serde_json::from_str(text)
            .map_err(|source| error(format!("this is no baseline: {source}")))?;
        let known = value.get("findings").and_then(Value::as_array);
        let known =
            known.ok_or_else(|| error("this baseline has no list `findings`".to_owned()))?;
        let prints = known.iter().map(|one| {
            let print = one.get("fingerprint").and_then(Value::as_str);
            print
                .map(str::to_owned)
                .ok_or_else(|| error("a finding of this baseline has no `fingerprint`".to_owned()))
        });
        prints.collect::<Result<_, _>>().map(Self)
    }

    /// The text of a baseline with every finding of a report that no comment silences.
    ///
    /// Line numbers are no part of it, so it changes only when the findings do.
    pub fn write(report: &Report) -> String {
        let mut findings: Vec<(&str, &str, &str, &str)> = Vec::new();
        for page in &report.pages {
            for finding in page
                .findings
                .iter()
                .filter(|finding| !finding.is_suppressed())
            {
                findings.push((
                    page.path(),
                    finding.rule.id(),
                    &finding.fingerprint,
                    &finding.message,
                ));
            }
        }
        findings.sort_unstable();
        let findings: Vec<Value> = findings
            .iter()
            .map(|(page, rule, fingerprint, message)| {
                json!({"page": page, "rule": rule, "fingerprint": fingerprint, "message": message})
            })
            .collect();
        format!("{:#}\n", json!({"format": 1, "findings": findings}))
    }

    /// Silences the findings of a report that are known.
    pub fn silence(&self, report: &mut Report) {
        for finding in report.pages.iter_mut().flat_map(|page| &mut page.findings) {
            if self.0.contains(&finding.fingerprint) {
                finding.suppressed.get_or_insert(Suppression::Baseline);
            }
        }
    }
}
