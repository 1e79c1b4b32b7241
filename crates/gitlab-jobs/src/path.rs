//! The exact path of a request: an operation's template with its values percent-encoded, segment by segment.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::names::{ArtifactPath, ProjectId, RefName};

/// What a segment may hold unencoded: letters, digits and `-._~`, which no server or proxy reads as anything else.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// One of the API's operations, as errors and the sender name it.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The operationId, which is also the method of the client; empty for requests that are no operation.
    pub(crate) id: &'static str,
    /// The HTTP method in capitals.
    pub(crate) method: &'static str,
    /// The path template below the API root; empty for requests that are no operation.
    pub(crate) path: &'static str,
}

/// The value of one placeholder.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PathValue<'a> {
    /// A number.
    Number(i64),
    /// Text that stays one segment: its slashes are encoded.
    Segment(&'a str),
    /// Text that may span segments: its slashes stay.
    Segments(&'a str),
}

impl From<i64> for PathValue<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a ProjectId> for PathValue<'a> {
    fn from(project: &'a ProjectId) -> Self {
        Self::Segment(project.as_str())
    }
}

impl<'a> From<&'a RefName> for PathValue<'a> {
    fn from(name: &'a RefName) -> Self {
        Self::Segments(name.as_str())
    }
}

impl<'a> From<&'a ArtifactPath> for PathValue<'a> {
    fn from(path: &'a ArtifactPath) -> Self {
        Self::Segments(path.as_str())
    }
}

impl Operation {
    /// The operationId, if this is an operation of the API.
    pub(crate) fn name(&self) -> Option<&'static str> {
        (!self.id.is_empty()).then_some(self.id)
    }

    /// The path template, if this is an operation of the API.
    pub(crate) fn template(&self) -> Option<&'static str> {
        (!self.path.is_empty()).then_some(self.path)
    }

    /// The encoded path below the API root; the values in the order of the template's placeholders.
    ///
    /// The methods of the client write template and values side by side, so that their counts agree.
    pub(crate) fn fill(&self, values: &[PathValue<'_>]) -> String {
        let mut values = values.iter();
        let mut path = String::new();
        for segment in self.path.split('/').skip(1) {
            path.push('/');
            if segment.starts_with('{') {
                let value = values
                    .next()
                    .expect("every method gives as many values as its template has placeholders");
                value.encode(&mut path);
            } else {
                path.push_str(segment);
            }
        }
        debug_assert!(
            values.next().is_none(),
            "`{}` gives more values than its template has placeholders",
            self.id
        );
        path
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.id.is_empty() {
            return write!(formatter, "the {} request", self.method);
        }
        write!(formatter, "{} {} ({})", self.method, self.path, self.id)
    }
}

impl PathValue<'_> {
    fn encode(self, path: &mut String) {
        match self {
            Self::Number(number) => path.push_str(&number.to_string()),
            Self::Segment(text) => path.extend(utf8_percent_encode(text, SEGMENT)),
            Self::Segments(text) => {
                for (index, segment) in text.split('/').enumerate() {
                    if index > 0 {
                        path.push('/');
                    }
                    path.extend(utf8_percent_encode(segment, SEGMENT));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAW: Operation = Operation {
        id: "raw",
        method: "GET",
        path: "/projects/{id}/jobs/artifacts/{ref_name}/raw/{artifact_path}",
    };

    #[test]
    fn slashes_stay_only_in_values_that_span_segments() {
        let project = ProjectId::new("a/b").unwrap();
        let name = RefName::new("a/raw/b").unwrap();
        let file = ArtifactPath::new("c/d e.txt").unwrap();
        assert_eq!(
            RAW.fill(&[(&project).into(), (&name).into(), (&file).into()]),
            "/projects/a%2Fb/jobs/artifacts/a/raw/b/raw/c/d%20e.txt"
        );
    }

    #[test]
    fn everything_a_url_might_read_is_encoded() {
        let project = ProjectId::from(1);
        let name = RefName::new("#?%+[x, 1]").unwrap();
        let file = ArtifactPath::new("ü&=;:@!$'()*").unwrap();
        assert_eq!(
            RAW.fill(&[(&project).into(), (&name).into(), (&file).into()]),
            "/projects/1/jobs/artifacts/%23%3F%25%2B%5Bx%2C%201%5D/raw/\
             %C3%BC%26%3D%3B%3A%40%21%24%27%28%29%2A"
        );
    }
}
