//! The baseline: findings that were there before and do not count, known by their fingerprints.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::error::Error;
use crate::finding::Suppression;
use crate::report::Report;
use crate::shown;

/// The findings that do not count.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Baseline(BTreeSet<Known>);

/// A finding that does not count, as the file has it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Known {
    page: String,
    rule: String,
    fingerprint: String,
    message: String,
}

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
        let known = known.iter().map(|one| {
            let text = |key: &str| one.get(key).and_then(Value::as_str).map(str::to_owned);
            // Only the fingerprint decides; what else stands there is for people.
            Ok(Known {
                page: text("page").unwrap_or_default(),
                rule: text("rule").unwrap_or_default(),
                fingerprint: text("fingerprint").ok_or_else(|| {
                    error("a finding of this baseline has no `fingerprint`".to_owned())
                })?,
                message: text("message").unwrap_or_default(),
            })
        });
        known.collect::<Result<_, _>>().map(Self)
    }

    /// The baseline that holds every finding of a report that no comment silences.
    pub fn of(report: &Report) -> Self {
        let findings = report.pages.iter().flat_map(|page| {
            let findings = page
                .findings
                .iter()
                .filter(|finding| !finding.is_suppressed());
            findings.map(|finding| Known {
                page: page.path().to_owned(),
                rule: finding.rule.id().to_owned(),
                fingerprint: finding.fingerprint.clone(),
                message: finding.message.clone(),
            })
        });
        Self(findings.collect())
    }

    /// Takes over what an older baseline knows of pages for which the condition holds.
    pub fn keep(&mut self, older: Self, is_kept: impl Fn(&str) -> bool) {
        let kept = older.0.into_iter().filter(|known| is_kept(&known.page));
        self.0.extend(kept);
    }

    /// The text of the file.
    ///
    /// Line numbers are no part of it, so it changes only when the findings do.
    pub fn write(&self) -> String {
        let findings: Vec<Value> = self
            .0
            .iter()
            .map(|known| {
                json!({
                    "page": known.page,
                    "rule": known.rule,
                    "fingerprint": known.fingerprint,
                    "message": known.message,
                })
            })
            .collect();
        let value = json!({"format": 1, "findings": findings});
        shown::json(&format!("{value:#}\n"))
    }

    /// Silences the findings of a report that are known.
    pub fn silence(&self, report: &mut Report) {
        let prints = self.0.iter().map(|known| known.fingerprint.as_str());
        let prints: BTreeSet<&str> = prints.collect();
        for finding in report.pages.iter_mut().flat_map(|page| &mut page.findings) {
            if prints.contains(finding.fingerprint.as_str()) {
                finding.suppressed.get_or_insert(Suppression::Baseline);
            }
        }
    }
}
