//! The formats in which a report can be told; each holds the same findings.

pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod sarif;
#[cfg(feature = "cli")]
pub mod text;

use std::fmt;

use crate::report::Report;
use crate::shown;

/// A format of reports.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Format {
    /// For people: each finding with the line it is about and the line of the document.
    #[cfg(feature = "cli")]
    Text,
    /// All that is known, in the stable shape that `report.schema.json` describes.
    Json,
    /// SARIF 2.1.0, which code hosts and editors read.
    Sarif,
    /// `JUnit` XML, which CI servers read.
    Junit,
    /// GitLab Code Quality.
    Gitlab,
    /// Workflow commands that GitHub turns into annotations.
    Github,
}

impl Format {
    /// Every format.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "cli")]
        Self::Text,
        Self::Json,
        Self::Sarif,
        Self::Junit,
        Self::Gitlab,
        Self::Github,
    ];

    /// The name that `--format` takes.
    pub fn as_str(self) -> &'static str {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => "text",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Gitlab => "gitlab",
            Self::Github => "github",
        }
    }

    /// The format with a name.
    ///
    /// ```
    /// use openapi_doccheck::output::Format;
    ///
    /// assert_eq!(Format::find("sarif"), Some(Format::Sarif));
    /// assert_eq!(Format::find("xml"), None);
    /// ```
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.as_str() == name)
    }

    /// Tells a report, ending with a line feed unless there is nothing to tell.
    pub fn tell(self, report: &Report) -> String {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => text::tell(report, &text::Look::default()),
            Self::Json => json::tell(report),
            Self::Sarif => sarif::tell(report),
            Self::Junit => junit::tell(report),
            Self::Gitlab => gitlab::tell(report),
            Self::Github => github::tell(report),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value as JSON with a line feed at its end, in which no character steers a terminal.
fn pretty(value: &serde_json::Value) -> String {
    shown::json(&format!("{value:#}\n"))
}

/// The message with its help, for formats that have one field for both.
fn message(finding: &crate::finding::Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    }
}
