//! Why no operation was found, in words and as data.

use std::fmt;

/// No operation is behind a method and a path.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct NoRoute {
    /// The method and the path as they were asked for: `GET /jobs`.
    pub request: String,
    /// Why.
    pub reason: Reason,
    /// The template that shares the most segments with the path, without the base path.
    pub nearest: Option<String>,
}

/// Why no operation was found.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// No template fits the path.
    UnknownPath,
    /// A template fits, but has no such method.
    MethodNotAllowed {
        /// The methods there are, in lower case and sorted.
        allowed: Vec<String>,
    },
    /// The path does not start with the base path.
    OutsideBasePath {
        /// What it should start with.
        base_path: String,
    },
    /// A template fits but for the type of a parameter.
    InvalidParameter {
        /// The name of the parameter.
        name: String,
        /// Its decoded value.
        value: String,
        /// What its schema asks for.
        expected: String,
    },
    /// Two slashes follow one another.
    EmptySegment,
    /// A segment decodes to `.` or `..`.
    DotSegment {
        /// The segment as it was asked for.
        segment: String,
    },
    /// A `%` is not followed by two hexadecimal digits.
    InvalidEscape {
        /// The segment as it was asked for.
        segment: String,
    },
    /// A segment decodes to bytes that are not UTF-8.
    NotUtf8 {
        /// The segment as it was asked for.
        segment: String,
    },
}

impl fmt::Display for NoRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.request, self.reason)?;
        match &self.nearest {
            Some(nearest) => write!(f, " (the nearest path is {nearest})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for NoRoute {}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPath => f.write_str("no operation has this path"),
            Self::MethodNotAllowed { allowed } => {
                let allowed = allowed.join(", ").to_uppercase();
                write!(f, "this path has no such method, only {allowed}")
            }
            Self::OutsideBasePath { base_path } => {
                write!(f, "every path starts with {base_path}")
            }
            Self::InvalidParameter {
                name,
                value,
                expected,
            } => write!(
                f,
                "`{name}` must be {expected}, not `{}`",
                value.escape_debug()
            ),
            Self::EmptySegment => f.write_str("two slashes follow one another"),
            Self::DotSegment { segment } => write!(
                f,
                "the segment `{segment}` means another folder and is refused"
            ),
            Self::InvalidEscape { segment } => write!(
                f,
                "in `{segment}`, a `%` is not followed by two hexadecimal digits"
            ),
            Self::NotUtf8 { segment } => write!(f, "`{segment}` does not decode to UTF-8"),
        }
    }
}
