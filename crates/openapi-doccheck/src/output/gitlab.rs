//! `--format gitlab`: a Code Quality report, which GitLab compares between the two sides of a merge request.

use serde_json::{Value, json};

use super::{message, pretty};
use crate::finding::Level;
use crate::report::Report;

/// Tells a report as Code Quality; what is silenced is left out.
pub fn tell(report: &Report) -> String {
    let mut issues = Vec::new();
    for page in &report.pages {
        for finding in page
            .findings
            .iter()
            .filter(|finding| !finding.is_suppressed())
        {
            let (start, end) = page.range(finding);
            let severity = match finding.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Note => "info",
            };
            issues.push(json!({
                "description": message(finding),
                "check_name": finding.rule.id(),
                "fingerprint": finding.fingerprint,
                "severity": severity,
                "location": {
                    "path": page.path().trim_start_matches("./"),
                    "lines": {"begin": start.line, "end": end.line},
                },
            }));
        }
    }
    pretty(&Value::Array(issues))
}
