//! What `verify` prints: the table, the places where GitLab's documentation is wrong, the summary; or JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;

use crate::decode::{Decoding, Normalised};
use crate::errata::Errata;
use crate::proof::Proof;
use crate::verdict::Finding;

/// Everything a report tells.
pub struct Report<'a> {
    /// Every payload, in order.
    pub proofs: &'a [Proof],
    /// The errata, for their sentences.
    pub errata: &'a Errata,
    /// Entries of the errata that no payload needs.
    pub unused_errata: &'a [String],
    /// The labels of the versions, oldest first.
    pub versions: Vec<&'a str>,
    /// The document's operations, in its order.
    pub operations: Vec<&'a str>,
    /// Why the generated client is stale, if it is.
    pub stale: Option<String>,
}

impl Report<'_> {
    /// Whether all payloads are valid or explained, and nothing is stale or unused.
    pub fn ok(&self) -> bool {
        self.stale.is_none()
            && self.unused_errata.is_empty()
            && self.proofs.iter().all(Proof::holds)
    }

    /// The report for people.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.table(&mut out);
        self.disagreements(&mut out);
        self.unexplained(&mut out);
        self.summary(&mut out);
        out
    }

    fn table(&self, out: &mut String) {
        let mut rows: Vec<(String, Vec<String>)> = Vec::new();
        for operation in &self.operations {
            let of_operation = self
                .proofs
                .iter()
                .filter(|proof| proof.payload.operation == *operation);
            let mut slots: Vec<_> = of_operation.map(|proof| proof.payload.slot).collect();
            slots.sort_unstable();
            slots.dedup();
            if slots.is_empty() {
                rows.push((
                    (*operation).to_owned(),
                    vec!["-".to_owned(); self.versions.len()],
                ));
            }
            for slot in slots {
                let cells = self
                    .versions
                    .iter()
                    .map(|version| self.cell(operation, slot, version));
                rows.push((format!("{operation} {slot}"), cells.collect()));
            }
        }
        let first = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = rows.iter().map(|(_, cells)| cells[column].chars().count());
            cells
                .chain([self.versions[column].len()])
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<_> = (0..self.versions.len()).map(width).collect();
        let mut line = |name: &str, cells: &[String]| {
            let mut text = format!("{name:first$}");
            for (cell, width) in cells.iter().zip(&widths) {
                let _ = write!(text, "  {cell:width$}");
            }
            let _ = writeln!(out, "{}", text.trim_end());
        };
        let head: Vec<_> = self
            .versions
            .iter()
            .map(|version| (*version).to_owned())
            .collect();
        line("operation", &head);
        for (name, cells) in &rows {
            line(name, cells);
        }
        out.push_str(
            "\nvalid: agrees with the document; explained: every disagreement has an erratum; INVALID: neither;\n\
             +decodes: goes through the client's type and comes back equal; +completed: does so once the properties\n\
             that no server omits are filled in; unparsed: not JSON; -: not documented with a payload.\n",
        );
    }

    fn cell(&self, operation: &str, slot: crate::payload::Slot, version: &str) -> String {
        let here = self.proofs.iter().filter(|proof| {
            let payload = &proof.payload;
            payload.operation == operation && payload.slot == slot && payload.version == version
        });
        let words: Vec<_> = here.map(word).collect();
        if words.is_empty() {
            "-".to_owned()
        } else {
            words.join(", ")
        }
    }

    /// Each place where the documentation disagrees with GitLab, with the erratum's sentence.
    fn disagreements(&self, out: &mut String) {
        let mut lines = Vec::new();
        for proof in self.proofs {
            // Properties missing from one object by one erratum are one sentence.
            let mut groups: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
            for finding in &proof.verdict.findings {
                let Some(id) = &finding.erratum else { continue };
                groups
                    .entry((&finding.at, id.as_str()))
                    .or_default()
                    .push(finding);
            }
            for ((at, id), findings) in groups {
                let erratum = self
                    .errata
                    .entries()
                    .iter()
                    .find(|erratum| erratum.id == id);
                let sentence = erratum.map_or("", |erratum| erratum.disagreement.as_str());
                let names: Vec<_> = findings
                    .iter()
                    .filter_map(|finding| finding.pointer.last())
                    .map(quoted)
                    .collect();
                lines.push(format!(
                    "{at}: {}",
                    sentence.replace("{properties}", &listed(&names))
                ));
            }
        }
        let _ = writeln!(
            out,
            "\nWhere GitLab's documentation disagrees with GitLab ({} places):",
            lines.len()
        );
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
    }

    fn unexplained(&self, out: &mut String) {
        let mut lines: Vec<String> = self.unused_errata.to_vec();
        lines.extend(self.stale.clone());
        for proof in self.proofs {
            let open = proof
                .verdict
                .findings
                .iter()
                .filter(|finding| finding.erratum.is_none());
            lines.extend(open.map(|finding| {
                let expected = finding
                    .expected_at
                    .as_ref()
                    .map(|at| format!(" (see {at})"))
                    .unwrap_or_default();
                format!(
                    "{}: {} [{}]{expected}",
                    finding.at, finding.message, finding.rule
                )
            }));
            if proof.decodes() == Some(false)
                && !matches!(proof.completed, Some((_, Decoding::Equal(_))))
            {
                let decoding = proof
                    .completed
                    .as_ref()
                    .map(|(_, decoding)| decoding)
                    .or(proof.decoding.as_ref());
                let reason = match decoding {
                    Some(Decoding::Refused(reason)) => reason.clone(),
                    Some(Decoding::Different(places)) => places.join("; "),
                    _ => String::new(),
                };
                lines.push(format!(
                    "{}: the client's type does not take it: {reason}",
                    proof.payload.file
                ));
            }
        }
        if !lines.is_empty() {
            let _ = writeln!(out, "\nNot explained ({}):", lines.len());
            for line in lines {
                let _ = writeln!(out, "  {line}");
            }
        }
    }

    fn summary(&self, out: &mut String) {
        let summary = self.counts();
        let completed = self
            .proofs
            .iter()
            .filter(|proof| proof.completed.is_some())
            .count();
        let mut normalised = Normalised::default();
        for proof in self.proofs {
            normalised += proof.normalised().unwrap_or_default();
        }
        let freshness = if self.stale.is_none() {
            "fresh"
        } else {
            "STALE"
        };
        let _ = writeln!(
            out,
            "\n{} payloads of {} of {} operations in {} versions: {} valid, {} explained by errata, {} neither.\n\
             {} decode as recorded, {completed} more once completed; normalised on the way: {normalised}.\n\
             The generated client is {freshness}.",
            summary.payloads,
            summary.operations,
            self.operations.len(),
            summary.versions,
            summary.valid,
            summary.explained,
            summary.payloads - summary.valid - summary.explained,
            summary.decoded,
        );
    }

    fn counts(&self) -> Counts {
        let count =
            |test: fn(&Proof) -> bool| self.proofs.iter().filter(|proof| test(proof)).count();
        let with_payload = |operation: &&&str| {
            self.proofs
                .iter()
                .any(|proof| proof.payload.operation == **operation)
        };
        Counts {
            operations: self.operations.iter().filter(with_payload).count(),
            versions: self.versions.len(),
            payloads: self.proofs.len(),
            valid: count(|proof| proof.verdict.valid()),
            explained: count(|proof| proof.verdict.explained()),
            decoded: count(|proof| proof.decodes() == Some(true)),
        }
    }

    /// The report for programs, format 1.
    pub fn json(&self) -> serde_json::Value {
        let counts = self.counts();
        let payloads: Vec<_> = self
            .proofs
            .iter()
            .map(|proof| {
                json!({
                    "file": proof.payload.file,
                    "gitlab_version": proof.payload.version,
                    "operation": proof.payload.operation,
                    "status": proof.payload.slot.to_string(),
                    "parses": proof.verdict.parses(),
                    "valid": proof.verdict.valid(),
                    "explained": proof.verdict.explained(),
                    "errata": proof.verdict.errata(),
                    "decodes": proof.decodes(),
                })
            })
            .collect();
        json!({
            "format": 1,
            "ok": self.ok(),
            "generated": { "fresh": self.stale.is_none() },
            "payloads": payloads,
            "summary": {
                "operations": counts.operations,
                "operations_in_document": self.operations.len(),
                "versions": counts.versions,
                "payloads": counts.payloads,
                "valid": counts.valid,
                "explained": counts.explained,
                "decoded": counts.decoded,
            },
        })
    }
}

struct Counts {
    operations: usize,
    versions: usize,
    payloads: usize,
    valid: usize,
    explained: usize,
    decoded: usize,
}

fn word(proof: &Proof) -> String {
    let verdict = &proof.verdict;
    let agreement = match (verdict.valid(), verdict.explained()) {
        (true, _) => "valid",
        (_, true) => "explained",
        _ => "INVALID",
    };
    let decoding = match (&proof.decoding, &proof.completed) {
        (None, _) => " unparsed",
        (Some(Decoding::Equal(_)), _) => " +decodes",
        (_, Some((_, Decoding::Equal(_)))) => " +completed",
        _ => " REFUSED",
    };
    format!("{agreement}{decoding}")
}

fn quoted(name: &str) -> String {
    format!("`{name}`")
}

/// `a`, `a and b`, `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
