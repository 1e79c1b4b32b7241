//! `--format json`: everything, in a stable shape that `report.schema.json` describes.

use serde_json::{Value, json};

use super::pretty;
use crate::finding::Finding;
use crate::report::{PageReport, Report};

/// The JSON Schema of the format.
pub const SCHEMA: &str = include_str!("../../report.schema.json");

/// Tells a report as JSON. Lines and columns count from 1, columns in Unicode characters; edits are byte offsets.
pub fn tell(report: &Report) -> String {
    let summary = report.summary();
    let pages: Vec<Value> = report.pages.iter().map(page).collect();
    pretty(&json!({
        "format": 1,
        "openapi": report.openapi,
        "pages": pages,
        "summary": {
            "error": summary.error,
            "warning": summary.warning,
            "note": summary.note,
        },
    }))
}

fn page(page: &PageReport) -> Value {
    let count = &page.inventory;
    let findings: Vec<Value> = page
        .findings
        .iter()
        .map(|found| finding(page, found))
        .collect();
    json!({
        "path": page.path(),
        "reader": page.reader,
        "inventory": {
            "endpoints": count.endpoints,
            "responses": count.responses,
            "requests": count.requests,
            "curl": count.curl,
            "attributes": count.attributes,
            "statuses": count.statuses,
        },
        "findings": findings,
    })
}

fn finding(page: &PageReport, finding: &Finding) -> Value {
    let (start, end) = page.range(finding);
    let place = finding.openapi.as_ref().zip(page.openapi(finding));
    let openapi = place.map(|(place, location)| {
        // In front of the pointer, an address names the file unless that is the document itself.
        let pointer = place
            .address
            .split_once('#')
            .map_or("", |(_, pointer)| pointer);
        json!({
            "path": location.file,
            "line": location.position.line,
            "column": location.position.column,
            "pointer": pointer,
        })
    });
    let edits: Vec<Value> = finding
        .edits
        .iter()
        .map(|edit| json!({"start": edit.start, "end": edit.end, "text": edit.text}))
        .collect();
    json!({
        "rule": finding.rule.id(),
        "level": finding.level.as_str(),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "operation": finding.operation,
        "pointer": finding.pointer,
        "message": finding.message,
        "help": finding.help,
        "openapi": openapi,
        "fingerprint": finding.fingerprint,
        "suppressed": finding.is_suppressed(),
        "edits": edits,
    })
}
