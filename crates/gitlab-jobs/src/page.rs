//! Lists of any length: streams of pages and of their items.
//!
//! A [`Source`] says how one page is asked for. [`Pages`] goes from page to page, and [`Items`] takes them apart.

pub(crate) mod link;
mod window;

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context as Task, Poll};

use futures_core::Stream;

use reqwest::StatusCode;

use crate::error::{Context, Error, ErrorKind};
use crate::page::window::Window;
use crate::path::Operation;
use crate::response::Response;

/// A page that is being asked for.
pub(crate) type Asked<T> = Pin<Box<dyn Future<Output = Result<Response<Vec<T>>, Error>> + Send>>;

/// Asks for the page at a position, of this size if the caller of the stream has no other wish.
pub(crate) type Ask<T> = dyn Fn(&Position, Option<i32>) -> Asked<T> + Send + Sync;

/// Which page of a list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Position {
    /// By keyset: the page after a cursor, or the first.
    Keyset(Option<String>),
    /// By number.
    Number(i32),
}

/// How the pages of one list are asked for.
pub(crate) struct Source<T> {
    /// What errors name.
    pub(crate) operation: &'static Operation,
    /// Where the list starts.
    pub(crate) start: Position,
    /// Whether a server that refuses keyset paging is asked again by number.
    pub(crate) falls_back: bool,
    /// How a page is asked for.
    pub(crate) ask: Box<Ask<T>>,
    /// What tells two items apart in a list that may shift between two pages.
    pub(crate) id: Option<fn(&T) -> i64>,
}

impl<T> Source<T> {
    /// A list that is only paged by number, from a page and in pages of a size if the options say so: `ask` gets both.
    pub(crate) fn numbered(
        operation: &'static Operation,
        (start, per_page): (Option<i32>, Option<i32>),
        id: Option<fn(&T) -> i64>,
        ask: impl Fn(i32, i32) -> Asked<T> + Send + Sync + 'static,
    ) -> Self {
        let ask = move |position: &Position, size: Option<i32>| {
            let page = match position {
                Position::Number(page) => *page,
                // A list that starts by number is never led to a cursor.
                Position::Keyset(_) => 1,
            };
            ask(page, per_page.or(size).unwrap_or(100))
        };
        Self {
            operation,
            start: Position::Number(start.unwrap_or(1)),
            falls_back: false,
            ask: Box::new(ask),
            id,
        }
    }
}

/// The pages of a list, as a [`Stream`] of [`Response`]s.
///
/// Made by [`Items::pages`]. A page holds only items that no page shortly before it held, so it may be empty without
/// being the last. After an error, the stream goes on with the page that failed.
pub struct Pages<T> {
    source: Source<T>,
    next: Option<Position>,
    asked: Option<Asked<T>>,
    ahead: bool,
    size: Option<i32>,
    window: Window,
    trail: Trail,
}

/// The items of a list of any length, as a [`Stream`].
///
/// Pages are asked for as they are needed; no more than one is held, or two with [`prefetch`](Self::prefetch). Waiting
/// for items needs no other crate: use [`next`](Self::next), or [`into_vec`](Self::into_vec) for all of them.
///
/// ```no_run
/// use gitlab_jobs::{Client, Error, ProjectId, ProjectJobsOptions};
/// use gitlab_jobs::types::JobScope;
///
/// # async fn example(client: Client) -> Result<(), Error> {
/// let failed = ProjectJobsOptions::default().scope([JobScope::Failed]);
/// let mut jobs = client.all_project_jobs(&ProjectId::from(1), &failed).max_items(1000);
/// while let Some(job) = jobs.next().await {
///     println!("{}", job?.web_url);
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// An item is an error when its page could not be had, whatever retries the client makes. The stream has not ended then:
/// asked for another item, it asks for the same page again. It ends after an error of kind
/// [`Paging`](crate::ErrorKind::Paging): the server's directions lead nowhere, or in a circle.
///
/// # While jobs come and go
///
/// No job comes twice and none that existed at the start is lost while a project's jobs are listed by keyset, which
/// [`Client::all_project_jobs`](crate::Client::all_project_jobs) does from GitLab 15.9 on. All other lists are paged by
/// number. There, new jobs push known ones onto later pages; such a job is recognised and left out as long as no more
/// than 1000 others came since. Jobs that leave the list (deleted, or no longer in the state that is asked for) pull
/// others onto earlier pages, and these are missed: no client can see that. List without a state, or list again.
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
    left: Option<u64>,
}

impl<T> Items<T> {
    pub(crate) fn new(source: Source<T>) -> Self {
        Self {
            pages: Pages {
                next: Some(source.start.clone()),
                source,
                asked: None,
                ahead: false,
                size: None,
                window: Window::default(),
                trail: Trail::default(),
            },
            page: Vec::new().into_iter(),
            left: None,
        }
    }

    /// Ends the stream after this many items; the page they are on is asked for no larger than needed.
    #[must_use]
    pub fn max_items(mut self, most: u64) -> Self {
        self.left = Some(most);
        // Numbered pages must keep their size, so that only a list of one page may have an unusual one.
        self.pages.size = i32::try_from(most)
            .ok()
            .filter(|most| (1..100).contains(most));
        self
    }

    /// Says whether the next page is asked for while the items of this one are handed out; by default it is not.
    ///
    /// It arrives in the background, on the runtime that polls the stream; dropping the stream stops it.
    #[must_use]
    pub fn prefetch(mut self, ahead: bool) -> Self {
        self.pages.ahead = ahead;
        self
    }

    /// The pages instead of their items, each with status and headers.
    ///
    /// Items that were taken from the page at hand, and [`max_items`](Self::max_items), do not count there.
    pub fn pages(self) -> Pages<T> {
        let mut pages = self.pages;
        pages.size = None;
        pages
    }

    /// The next item; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>>
    where
        T: Send + Unpin + 'static,
    {
        poll_fn(|task| Pin::new(&mut *self).poll_next(task)).await
    }

    /// All items at once. Bound them with [`max_items`](Self::max_items): a project may have millions of jobs.
    ///
    /// # Errors
    ///
    /// The first error; the items before it are lost then.
    pub async fn into_vec(mut self) -> Result<Vec<T>, Error>
    where
        T: Send + Unpin + 'static,
    {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }
}

impl<T: Send + Unpin + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = self.page.next() {
                self.left = self.left.map(|left| left - 1);
                let rest = self.page.len() as u64;
                if self.left.is_none_or(|left| left > rest) {
                    self.pages.look_ahead();
                }
                return Poll::Ready(Some(Ok(item)));
            }
            match Pin::new(&mut self.pages).poll_next(task) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(page))) => self.page = page.into_inner().into_iter(),
            }
        }
    }
}

impl<T> Pages<T> {
    /// The next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Response<Vec<T>>, Error>>
    where
        T: Unpin,
    {
        poll_fn(|task| Pin::new(&mut *self).poll_next(task)).await
    }

    /// Asks for the page at `next`, unless that has been done.
    fn ask(&mut self) -> Option<&mut Asked<T>> {
        let next = self.next.as_ref()?;
        let ask = || (self.source.ask)(next, self.size);
        Some(self.asked.get_or_insert_with(ask))
    }

    /// Gets on with the next page in the background.
    fn look_ahead(&mut self)
    where
        T: Send + 'static,
    {
        if self.ahead
            && self.asked.is_none()
            && let Some(next) = &self.next
        {
            let asked = (self.source.ask)(next, self.size);
            self.asked = Some(Box::pin(Background(tokio::spawn(asked))));
        }
    }

    /// Takes a page that came: where the next one is, and which of its items are new.
    fn take(&mut self, mut page: Response<Vec<T>>) -> Result<Response<Vec<T>>, Error> {
        let next = match link::next(page.headers()) {
            Ok(next) => next,
            Err(problem) => return Err(self.misled(page.status(), problem)),
        };
        if let (Some(Position::Number(_)), Some(Position::Keyset(_))) = (&self.next, &next) {
            let problem = "the link to the next page names a cursor, but the pages have numbers";
            return Err(self.misled(page.status(), problem.to_owned()));
        }
        if let Some(next) = &next
            && !self.trail.goes_on(self.next.as_ref(), next)
        {
            let problem = "the link to the next page leads back to one that was read";
            return Err(self.misled(page.status(), problem.to_owned()));
        }
        if let (Some(id), Some(Position::Number(_))) = (self.source.id, &self.next) {
            page.retain(|item| self.window.is_new(id(item)));
            page.iter().for_each(|item| self.window.note(id(item)));
        }
        self.next = next;
        Ok(page)
    }

    /// Ends the stream at directions that cannot be followed.
    fn misled(&mut self, status: StatusCode, problem: String) -> Error {
        self.next = None;
        let context = Context {
            operation: Some(self.source.operation),
            status: Some(status),
            ..Context::default()
        };
        Error::told(ErrorKind::Paging, context, problem)
    }

    /// Whether to ask again by number, after a server refused to page by keyset at all.
    fn falls_back(&self, error: &Error) -> bool {
        let refused = error
            .status()
            .is_some_and(|status| matches!(status.as_u16(), 400 | 405));
        self.source.falls_back && refused && self.next == Some(Position::Keyset(None))
    }
}

impl<T: Unpin> Stream for Pages<T> {
    type Item = Result<Response<Vec<T>>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(asked) = self.ask() else {
                return Poll::Ready(None);
            };
            let Poll::Ready(result) = asked.as_mut().poll(task) else {
                return Poll::Pending;
            };
            self.asked = None;
            match result {
                Ok(page) => return Poll::Ready(Some(self.take(page))),
                Err(error) if self.falls_back(&error) => self.next = Some(Position::Number(1)),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

/// A request that goes on by itself, until it is dropped.
struct Background<T>(tokio::task::JoinHandle<T>);

impl<T> Future for Background<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<T> {
        match Pin::new(&mut self.0).poll(task) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok(value)) => Poll::Ready(value),
            Poll::Ready(Err(failed)) => match failed.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // Only dropping this cancels the task; but a runtime that shuts down does too, and polls no more.
                Err(_) => Poll::Pending,
            },
        }
    }
}

impl<T> Drop for Background<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Tells whether a way through the pages goes in a circle, without remembering every step of it.
///
/// One step is remembered, and another one after twice as many. A circle of any length comes by the remembered step
/// again.
#[derive(Debug, Default)]
struct Trail {
    remembered: Option<Position>,
    steps: u64,
}

impl Trail {
    /// Whether the step from one page to the next is new.
    fn goes_on(&mut self, from: Option<&Position>, to: &Position) -> bool {
        if from == Some(to) || self.remembered.as_ref() == Some(to) {
            return false;
        }
        if let (Some(Position::Number(from)), Position::Number(to)) = (from, to)
            && to <= from
        {
            return false;
        }
        self.steps += 1;
        if self.steps.is_power_of_two() {
            self.remembered = Some(to.clone());
        }
        true
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_of_any_length_are_seen() {
        for length in 1..40 {
            let mut trail = Trail::default();
            let mut at = Position::Keyset(None);
            let mut steps = 0;
            loop {
                let next = Position::Keyset(Some((steps % length).to_string()));
                if !trail.goes_on(Some(&at), &next) {
                    break;
                }
                at = next;
                steps += 1;
                assert!(steps < 200, "a circle of {length} was not seen");
            }
            assert!(steps >= length);
        }
    }

    #[test]
    fn numbers_only_go_up() {
        let mut trail = Trail::default();
        let number = Position::Number;
        assert!(trail.goes_on(Some(&number(1)), &number(2)));
        assert!(trail.goes_on(Some(&number(2)), &number(4)));
        assert!(!trail.goes_on(Some(&number(4)), &number(3)));
    }
}
