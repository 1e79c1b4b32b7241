//! `--format junit`: a test suite for each page, and a failed test for each finding that counts.

use std::fmt::Write as _;

use super::message;
use crate::finding::{Finding, Level};
use crate::report::{PageReport, Report};
use crate::shown;

/// Tells a report as `JUnit` XML. Notes do not fail, so they are part of no test.
pub fn tell(report: &Report) -> String {
    let mut suites = String::new();
    let (mut tests, mut failures) = (0, 0);
    for page in &report.pages {
        let failed: Vec<&Finding> = page
            .findings
            .iter()
            .filter(|found| found.counts())
            .collect();
        let count = failed.len().max(1);
        tests += count;
        failures += failed.len();
        // Writing to a string cannot fail.
        let _ = writeln!(
            suites,
            "  <testsuite name=\"{}\" tests=\"{count}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
            escape(page.path()),
            failed.len(),
        );
        if failed.is_empty() {
            let name = format!("{} claims agree with the document", claims(page));
            let _ = writeln!(
                suites,
                "    <testcase name=\"{}\" classname=\"{}\"/>",
                escape(&name),
                escape(page.path()),
            );
        }
        for finding in failed {
            suites.push_str(&case(page, finding));
        }
        suites.push_str("  </testsuite>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"doccheck\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n\
         {suites}</testsuites>\n"
    )
}

fn case(page: &PageReport, finding: &Finding) -> String {
    let (start, _) = page.range(finding);
    let name = format!("{} at {start}", finding.rule);
    let mut detail = format!("{}:{start}: {}", page.path(), finding.message);
    if let Some(help) = &finding.help {
        let _ = write!(detail, "\nhelp: {help}");
    }
    if let Some(location) = page.openapi(finding) {
        let _ = write!(detail, "\nthe document: {location}");
    }
    let kind = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    format!(
        "    <testcase name=\"{}\" classname=\"{}\">\n      \
         <failure type=\"{kind}\" message=\"{}\">{}</failure>\n    </testcase>\n",
        escape(&name),
        escape(page.path()),
        escape(&message(finding)),
        escape(&detail),
    )
}

fn claims(page: &PageReport) -> usize {
    let count = &page.inventory;
    count.endpoints
        + count.responses
        + count.requests
        + count.curl
        + count.attributes
        + count.statuses
}

/// Text for an attribute or an element. XML has no way to write most control characters, so they are marked.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push(c),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            c => safe.push_str(&shown::line(c.encode_utf8(&mut [0; 4]))),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_xml_cannot_hold_is_marked() {
        assert_eq!(
            escape("a<b>&\"\u{1b}\u{ffff}"),
            "a&lt;b&gt;&amp;&quot;\u{fffd}\u{fffd}"
        );
    }
}
