//! A successful answer: the value with the status and headers it came with.

use std::fmt;
use std::ops::{Deref, DerefMut};

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

/// The value of a successful answer, with its status and headers.
///
/// It stands for its value wherever a reference will do.
///
/// ```
/// use gitlab_jobs::{Client, Error, ProjectId};
///
/// async fn newest(client: &Client, project: &ProjectId) -> Result<Option<i64>, Error> {
///     let jobs = client.list_project_jobs(project, &Default::default()).await?;
///     let next = jobs.headers().get("x-next-page");
///     assert_eq!(jobs.status(), 200);
///     assert!(next.is_none() || !jobs.is_empty());
///     Ok(jobs.into_inner().first().map(|job| job.id))
/// }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    moved_to: Option<String>,
    request_id: Option<String>,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self {
            value,
            status,
            headers,
            moved_to: None,
            request_id: None,
        }
    }

    /// What was seen of the call besides.
    pub(crate) fn seen(mut self, moved_to: Option<String>, request_id: Option<String>) -> Self {
        self.moved_to = moved_to;
        self.request_id = request_id;
        self
    }

    /// The status, always a 2xx.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers, such as `Link` and `X-Next-Page` of a list or `Content-Disposition` of a download.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// GitLab's id of the request (`X-Request-Id`), when it is readable text of at most 128 bytes.
    ///
    /// A download that another origin has answered, such as an object storage, has none.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Origin and path from which the answer came, when the server said that it is there from now on.
    ///
    /// That happens when the project or its group was renamed or moved: the old path is followed for reading, but
    /// requests that change something are refused until they use the new path, or the id, which never changes.
    pub fn moved_to(&self) -> Option<&str> {
        self.moved_to.as_deref()
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    /// Shows status and value; headers may hold cookies and stay out.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status.as_u16())
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
