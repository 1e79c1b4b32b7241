//! The jobs of a project.

use crate::client::Client;
use crate::error::Error;
use crate::names::{ProjectId, RefName};
use crate::operations::some;
use crate::page::{Asked, Items, Position, Source};
use crate::path::Operation;
use crate::response::Response;
use crate::types::{Job, JobOrderBy, JobScope, PaginationMethod, SortDirection};

const LIST_PROJECT_JOBS: Operation = Operation {
    id: "list_project_jobs",
    method: "GET",
    path: "/projects/{id}/jobs",
};

/// Which jobs [`Client::list_project_jobs`] lists, and how they are paged.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ProjectJobsOptions {
    scope: Vec<JobScope>,
    ref_name: Option<RefName>,
    order_by: Option<JobOrderBy>,
    sort: Option<SortDirection>,
    pagination: Option<PaginationMethod>,
    cursor: Option<String>,
    page: Option<i32>,
    per_page: Option<i32>,
}

impl ProjectJobsOptions {
    /// Lists only jobs in one of these states; with none, jobs in any state.
    #[must_use]
    pub fn scope(mut self, scope: impl IntoIterator<Item = JobScope>) -> Self {
        self.scope = scope.into_iter().collect();
        self
    }

    /// Lists only jobs of this branch or tag; servers before 18.9 list all.
    #[must_use]
    pub fn ref_name(mut self, name: RefName) -> Self {
        self.ref_name = Some(name);
        self
    }

    /// Says what keyset pagination orders by; without it this has no effect.
    #[must_use]
    pub fn order_by(mut self, order: JobOrderBy) -> Self {
        self.order_by = Some(order);
        self
    }

    /// Says in which direction keyset pagination goes; the server refuses ascending with 405.
    #[must_use]
    pub fn sort(mut self, direction: SortDirection) -> Self {
        self.sort = Some(direction);
        self
    }

    /// Pages by keyset instead of by number (GitLab 15.9).
    #[must_use]
    pub fn pagination(mut self, method: PaginationMethod) -> Self {
        self.pagination = Some(method);
        self
    }

    /// Goes on where a keyset page ended; the cursor is in the `Link` header of that page.
    #[must_use]
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.cursor = Some(cursor.into());
        self
    }

    /// Asks for the page with this number, from 1, which is the default.
    #[must_use]
    pub fn page(mut self, page: i32) -> Self {
        self.page = Some(page);
        self
    }

    /// Asks for this many jobs on a page: 1 to 100, 20 by default.
    #[must_use]
    pub fn per_page(mut self, count: i32) -> Self {
        self.per_page = Some(count);
        self
    }
}

impl Client {
    /// Lists one page of a project's jobs, newest first, retried ones included.
    ///
    /// `GET /projects/{id}/jobs`, in GitLab's documentation under
    /// [List all jobs for a project](https://docs.gitlab.com/api/jobs/).
    ///
    /// Trigger jobs are not among them. Anonymous callers are refused even for public projects. Since 15.9 the answer
    /// does not count the jobs; the next page is in the `Link` header, and with numbered pages in `X-Next-Page` too.
    ///
    /// ```no_run
    /// use gitlab_jobs::types::JobScope;
    /// use gitlab_jobs::{Client, Error, ProjectId, ProjectJobsOptions};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let failed = ProjectJobsOptions::default().scope([JobScope::Failed]).per_page(100);
    /// for job in client.list_project_jobs(&ProjectId::from(278_964), &failed).await?.iter() {
    ///     println!("{} {}", job.id, job.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// 400 for an option the server does not take, 401 without a valid token, 403 when the caller may not see the jobs,
    /// 404 when there is no such project for the caller, 405 for a keyset order other than descending ids, 429 beyond
    /// this operation's own limit (600 a minute unless changed); [`Error::kind`] tells what else went wrong.
    pub async fn list_project_jobs(
        &self,
        project: &ProjectId,
        options: &ProjectJobsOptions,
    ) -> Result<Response<Vec<Job>>, Error> {
        let call = self.call(&LIST_PROJECT_JOBS, &[project.into()]);
        let api = call.api();
        call.finish(
            api.list_project_jobs(
                project.as_str(),
                options.cursor.as_deref(),
                options.order_by,
                options.page,
                options.pagination,
                options.per_page,
                options.ref_name.as_ref().map(RefName::as_str),
                some(&options.scope),
                options.sort,
            )
            .await,
        )
    }

    /// Lists all of a project's jobs, newest first, as a stream.
    ///
    /// It pages by keyset, 100 jobs at a time unless the options say otherwise, and by number where the server is older
    /// than 15.9 or refuses, or the options name a page to start with. [`Items`] says what that means while jobs are
    /// being created.
    ///
    /// ```no_run
    /// use gitlab_jobs::types::JobScope;
    /// use gitlab_jobs::{Client, Error, ProjectId, ProjectJobsOptions};
    ///
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let manual = ProjectJobsOptions::default().scope([JobScope::Manual]);
    /// let mut jobs = client.all_project_jobs(&ProjectId::from(278_964), &manual).prefetch(true);
    /// while let Some(job) = jobs.next().await {
    ///     let job = job?;
    ///     println!("{} {}", job.id, job.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn all_project_jobs(
        &self,
        project: &ProjectId,
        options: &ProjectJobsOptions,
    ) -> Items<Job> {
        let start = match (&options.cursor, options.page) {
            (Some(cursor), _) => Position::Keyset(Some(cursor.clone())),
            (None, Some(page)) if options.pagination.is_none() => Position::Number(page),
            (None, _) => Position::Keyset(None),
        };
        // An order that only keyset paging has would be lost by number.
        let own =
            options.pagination.is_some() || options.order_by.is_some() || options.sort.is_some();
        let (client, project, options) = (self.clone(), project.clone(), options.clone());
        let ask = move |position: &Position, size: Option<i32>| {
            let mut options = options.clone();
            options.per_page = options.per_page.or(size).or(Some(100));
            (options.pagination, options.cursor, options.page) = match position {
                Position::Keyset(cursor) => (Some(PaginationMethod::Keyset), cursor.clone(), None),
                Position::Number(page) => (None, None, Some(*page)),
            };
            let (client, project) = (client.clone(), project.clone());
            let asked = async move { client.list_project_jobs(&project, &options).await };
            Box::pin(asked) as Asked<Job>
        };
        Items::new(Source {
            operation: &LIST_PROJECT_JOBS,
            start,
            falls_back: !own,
            ask: Box::new(ask),
            id: Some(|job| job.id),
        })
    }
}
