//! The table of scenarios and languages, as it is printed and kept.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::SCENARIOS;

/// What stands in each language's column, by the name of the scenario: `pass`, `FAIL`, or `-` when nobody looked yet.
pub type Columns = BTreeMap<String, BTreeMap<String, String>>;

/// The table as text, with the languages in the given order.
///
/// ```
/// use std::collections::BTreeMap;
/// use gitlab_jobs_tests::conformance::table::{parse, print};
///
/// let scenarios = BTreeMap::from([("play".to_owned(), "pass".to_owned())]);
/// let text = print(&["rust", "go"], &BTreeMap::from([("rust".to_owned(), scenarios)]));
/// assert!(text.contains("play                 pass  -\n"));
/// assert_eq!(parse(&text)["rust"]["play"], "pass");
/// assert_eq!(parse(&text)["go"]["play"], "-");
/// ```
pub fn print(languages: &[&str], columns: &Columns) -> String {
    let width = SCENARIOS.iter().map(|one| one.name.len()).max();
    let width = width.unwrap_or_default();
    let mut text = format!("{:width$}", "scenario");
    // Writing to a string cannot fail.
    for language in languages {
        let _ = write!(text, "  {language}");
    }
    text.push('\n');
    for scenario in SCENARIOS {
        let _ = write!(text, "{:width$}", scenario.name);
        for language in languages {
            let column = columns.get(*language);
            let cell = column.and_then(|cells| cells.get(scenario.name));
            let cell = cell.map_or("-", String::as_str);
            let _ = write!(text, "  {cell:<0$}", language.len());
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

/// The columns of a table that was printed.
pub fn parse(text: &str) -> Columns {
    let mut lines = text.lines().map(str::split_whitespace);
    let languages: Vec<&str> = lines.next().into_iter().flatten().skip(1).collect();
    let mut columns = Columns::new();
    for mut row in lines {
        let Some(scenario) = row.next() else { continue };
        for (language, cell) in languages.iter().zip(row) {
            let column = columns.entry((*language).to_owned()).or_default();
            column.insert(scenario.to_owned(), cell.to_owned());
        }
    }
    columns
}
