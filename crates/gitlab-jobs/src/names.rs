//! Names that callers give and URLs carry: projects, refs, artifact paths and jobs, checked when they are made.
//!
//! A URL is normalised before it is sent: `.` and `..` segments collapse, a backslash becomes a slash. A name that
//! would change so is refused here, where the caller still knows it, instead of reaching another address.

use std::fmt;
use std::str::FromStr;

/// A project: its number, or its full path such as `gitlab-org/gitlab`.
///
/// ```
/// use gitlab_jobs::ProjectId;
///
/// let by_number = ProjectId::from(278_964);
/// let by_path = ProjectId::new("gitlab-org/gitlab")?;
/// assert_eq!(by_number.as_str(), "278964");
/// assert_eq!(by_path.as_str(), "gitlab-org/gitlab");
/// assert!(ProjectId::new("gitlab-org/../gitlab").is_err());
/// # Ok::<(), gitlab_jobs::InvalidName>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ProjectId(String);

impl ProjectId {
    /// A project by its plain path (not percent-encoded), or by its number written as text.
    ///
    /// # Errors
    ///
    /// When the path is empty, or holds an empty segment, `.`, `..`, a backslash or a control character.
    pub fn new(path: impl Into<String>) -> Result<Self, InvalidName> {
        check_segments("project path", path.into()).map(Self)
    }
}

impl From<u64> for ProjectId {
    fn from(number: u64) -> Self {
        Self(number.to_string())
    }
}

impl TryFrom<i64> for ProjectId {
    type Error = InvalidName;

    fn try_from(number: i64) -> Result<Self, InvalidName> {
        check_number("project id", number)?;
        Ok(Self(number.to_string()))
    }
}

/// A branch or tag, which may hold slashes: `main`, `feature/login`, `refs/merge-requests/1/head`.
///
/// ```
/// use gitlab_jobs::RefName;
///
/// assert_eq!(RefName::new("feature/login")?.as_str(), "feature/login");
/// assert!(RefName::new("feature//login").is_err());
/// # Ok::<(), gitlab_jobs::InvalidName>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RefName(String);

impl RefName {
    /// A ref by its plain name, not percent-encoded.
    ///
    /// # Errors
    ///
    /// When the name is empty, or holds an empty segment, `.`, `..`, a backslash or a control character.
    pub fn new(name: impl Into<String>) -> Result<Self, InvalidName> {
        check_segments("ref name", name.into()).map(Self)
    }
}

/// The path of one file inside an artifacts archive, such as `coverage/index.html`.
///
/// ```
/// use gitlab_jobs::ArtifactPath;
///
/// assert_eq!(ArtifactPath::new("coverage/index.html")?.as_str(), "coverage/index.html");
/// assert!(ArtifactPath::new("/etc/passwd").is_err());
/// assert!(ArtifactPath::new("coverage/").is_err());
/// # Ok::<(), gitlab_jobs::InvalidName>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ArtifactPath(String);

impl ArtifactPath {
    /// A file by its plain path from the root of the archive, not percent-encoded.
    ///
    /// # Errors
    ///
    /// When the path is empty, or holds an empty segment, `.`, `..`, a backslash or a control character.
    pub fn new(path: impl Into<String>) -> Result<Self, InvalidName> {
        check_segments("artifact path", path.into()).map(Self)
    }
}

/// The name of a job, as the pipeline's configuration spells it: `rspec`, `build: [x, 1]`, `test 1/2`.
///
/// Job names travel in the query, where slashes, dots and backslashes mean nothing; they are free here.
///
/// ```
/// use gitlab_jobs::JobName;
///
/// assert_eq!(JobName::new("build: [x, 1]")?.as_str(), "build: [x, 1]");
/// assert!(JobName::new("").is_err());
/// # Ok::<(), gitlab_jobs::InvalidName>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct JobName(String);

impl JobName {
    /// A job by its name.
    ///
    /// # Errors
    ///
    /// When the name is empty or holds a control character.
    pub fn new(name: impl Into<String>) -> Result<Self, InvalidName> {
        check_text("job name", name.into()).map(Self)
    }
}

/// Gives a checked name the conversions that all of them share.
macro_rules! conversions {
    ($($name:ident),*) => {$(
        impl $name {
            /// The name as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;

            fn from_str(text: &str) -> Result<Self, InvalidName> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidName;

            fn try_from(text: &str) -> Result<Self, InvalidName> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;

            fn try_from(text: String) -> Result<Self, InvalidName> {
                Self::new(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )*};
}

conversions!(ProjectId, RefName, ArtifactPath, JobName);

/// Why a name was refused before anything was sent.
///
/// ```
/// use gitlab_jobs::RefName;
///
/// let refused = RefName::new("a/../b").unwrap_err();
/// assert!(refused.to_string().starts_with("the ref name has the segment `..` at byte 2"));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidName {
    what: &'static str,
    problem: Problem,
}

/// What is wrong with a name, and at which byte.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Problem {
    Empty,
    EmptySegment { at: usize },
    DotSegment { dots: &'static str, at: usize },
    Backslash { at: usize },
    Control { character: char, at: usize },
    NotPositive { number: i64 },
}

impl InvalidName {
    /// What kind of name it was: `project path`, `project id`, `ref name`, `artifact path`, `job name`, `job id` or
    /// `pipeline id`.
    pub fn what(&self) -> &'static str {
        self.what
    }
}

impl fmt::Display for InvalidName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.what;
        match &self.problem {
            Problem::Empty => write!(formatter, "the {what} is empty"),
            Problem::EmptySegment { at } => write!(
                formatter,
                "the {what} has an empty segment at byte {at}; remove the leading, trailing or doubled slash"
            ),
            Problem::DotSegment { dots, at } => write!(
                formatter,
                "the {what} has the segment `{dots}` at byte {at}, which a URL resolves instead of carrying; \
                 give the resolved name"
            ),
            Problem::Backslash { at } => write!(
                formatter,
                "the {what} has a backslash at byte {at}, which a URL turns into a slash; write `/`"
            ),
            Problem::Control { character, at } => write!(
                formatter,
                "the {what} has the control character U+{:04X} at byte {at}; remove it",
                u32::from(*character)
            ),
            Problem::NotPositive { number } => {
                write!(formatter, "the {what} is {number}, but ids start at 1")
            }
        }
    }
}

impl std::error::Error for InvalidName {}

/// Refuses ids that no server gives out.
pub(crate) fn check_number(what: &'static str, number: i64) -> Result<i64, InvalidName> {
    if number < 1 {
        let problem = Problem::NotPositive { number };
        return Err(InvalidName { what, problem });
    }
    Ok(number)
}

/// Refuses what no name may be, wherever it travels.
fn check_text(what: &'static str, text: String) -> Result<String, InvalidName> {
    let problem = if text.is_empty() {
        Some(Problem::Empty)
    } else {
        text.char_indices()
            .find(|(_, character)| character.is_control())
            .map(|(at, character)| Problem::Control { character, at })
    };
    match problem {
        Some(problem) => Err(InvalidName { what, problem }),
        None => Ok(text),
    }
}

/// Refuses, beyond that, what a URL's path would not carry unchanged.
fn check_segments(what: &'static str, text: String) -> Result<String, InvalidName> {
    let text = check_text(what, text)?;
    if let Some(at) = text.find('\\') {
        let problem = Problem::Backslash { at };
        return Err(InvalidName { what, problem });
    }
    let mut at = 0;
    for segment in text.split('/') {
        let problem = match segment {
            "" => Some(Problem::EmptySegment { at }),
            "." => Some(Problem::DotSegment { dots: ".", at }),
            ".." => Some(Problem::DotSegment { dots: "..", at }),
            _ => None,
        };
        if let Some(problem) = problem {
            return Err(InvalidName { what, problem });
        }
        at += segment.len() + 1;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ODD_BUT_FINE: [&str; 9] = [
        "a b", "#1", "why?", "100%", "a+b", "[x, 1]", "ü/ß", "a/raw/b", "...",
    ];

    #[test]
    fn names_with_odd_characters_are_kept_as_given() {
        for name in ODD_BUT_FINE {
            assert_eq!(ProjectId::new(name).unwrap().as_str(), name);
            assert_eq!(RefName::new(name).unwrap().as_str(), name);
            assert_eq!(ArtifactPath::new(name).unwrap().as_str(), name);
            assert_eq!(JobName::new(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn names_that_a_path_would_not_carry_are_refused_with_the_place() {
        for (name, place) in [
            ("", "empty"),
            ("/a", "byte 0"),
            ("a/", "byte 2"),
            ("a//b", "byte 2"),
            (".", "`.` at byte 0"),
            ("..", "`..` at byte 0"),
            ("a/./b", "`.` at byte 2"),
            ("a/..", "`..` at byte 2"),
            ("a\\b", "backslash at byte 1"),
            ("a\nb", "U+000A at byte 1"),
            ("a\u{7f}", "U+007F at byte 1"),
            ("\u{85}", "U+0085 at byte 0"),
        ] {
            for refused in [
                ProjectId::new(name).unwrap_err(),
                RefName::new(name).unwrap_err(),
                ArtifactPath::new(name).unwrap_err(),
            ] {
                assert!(refused.to_string().contains(place), "{name:?}: {refused}");
            }
        }
    }

    #[test]
    fn job_names_may_hold_what_only_paths_care_about() {
        for name in ["a//b", "..", "test: [https://x.example, C:\\y]"] {
            assert_eq!(JobName::new(name).unwrap().as_str(), name);
        }
        assert!(JobName::new("a\tb").is_err());
    }

    #[test]
    fn numbers_below_one_are_no_ids() {
        assert_eq!(ProjectId::try_from(7_i64).unwrap(), ProjectId::from(7));
        let refused = ProjectId::try_from(0_i64).unwrap_err();
        assert_eq!(refused.what(), "project id");
        assert_eq!(
            refused.to_string(),
            "the project id is 0, but ids start at 1"
        );
        assert!(check_number("job id", -1).is_err());
    }
}
