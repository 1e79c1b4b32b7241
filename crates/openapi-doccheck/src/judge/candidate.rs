//! The payloads that an example may be of when it is not what its place says, and how that is told.

use openapi_document::operation::Operation;
use openapi_document::validate::Direction;

use crate::suggest::list;

use super::schema::Schema;
use super::{same, title};

/// What an example was held against.
#[derive(Clone, Debug)]
pub(super) struct Against<'d> {
    pub(super) operation: Operation<'d>,
    pub(super) direction: Direction,
    pub(super) schema: Schema<'d>,
    /// The status of an answer.
    pub(super) status: Option<&'d str>,
}

/// A schema that an example may be of.
pub(super) struct Candidate<'d> {
    pub(super) schema: Schema<'d>,
    pub(super) direction: Direction,
    pub(super) whose: Whose<'d>,
}

#[derive(Clone, Copy)]
pub(super) enum Whose<'d> {
    /// The same operation's, for another status.
    Status(&'d str),
    /// The same operation's, in the other direction.
    OtherDirection,
    /// Another operation's: what it is sent or answers with, for a status when that is no success.
    Other(Operation<'d>, Option<&'d str>),
}

/// What was done to an example before it fits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Turned {
    No,
    /// Of a list, the first item was taken.
    IntoItem,
    /// It was put into brackets.
    IntoList,
}

/// The other payloads of the same operation.
pub(super) fn near<'d>(against: &Against<'d>) -> Vec<Candidate<'d>> {
    let operation = &against.operation;
    let others = answers(operation).filter(|(status, _)| Some(*status) != against.status);
    let whose = |status: &'d str| match against.direction {
        Direction::Request if status.starts_with('2') => Whose::OtherDirection,
        _ => Whose::Status(status),
    };
    let mut found: Vec<Candidate<'d>> = others
        .map(|(status, schema)| Candidate {
            schema,
            direction: Direction::Response,
            whose: whose(status),
        })
        .collect();
    if against.direction == Direction::Response {
        found.extend(request(operation).map(|schema| Candidate {
            schema,
            direction: Direction::Request,
            whose: Whose::OtherDirection,
        }));
    }
    found
}

/// The payloads of other operations: successes and what is sent, those of the same direction first, then failures.
pub(super) fn others<'d>(
    operations: &[Operation<'d>],
    against: &Against<'d>,
) -> Vec<Candidate<'d>> {
    let operations = operations
        .iter()
        .filter(|other| !same(other, &against.operation));
    let (mut taken, mut shown, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for operation in operations {
        for (status, schema) in answers(operation) {
            let direction = Direction::Response;
            let is_success = status.starts_with('2');
            let whose = Whose::Other(*operation, Some(status).filter(|_| !is_success));
            let candidate = Candidate {
                schema,
                direction,
                whose,
            };
            if is_success {
                shown.push(candidate);
            } else {
                failed.push(candidate);
            }
        }
        taken.extend(request(operation).map(|schema| Candidate {
            schema,
            direction: Direction::Request,
            whose: Whose::Other(*operation, None),
        }));
    }
    let (first, second) = match against.direction {
        Direction::Response => (shown, taken),
        Direction::Request => (taken, shown),
    };
    first.into_iter().chain(second).chain(failed).collect()
}

/// The statuses that an operation answers with JSON, and the schema of each.
fn answers<'d>(operation: &Operation<'d>) -> impl Iterator<Item = (&'d str, Schema<'d>)> {
    let responses = operation.responses().into_iter();
    responses.filter_map(|response| Some((response.status(), response.json()?.schema()?)))
}

/// The schema of the JSON that an operation is sent.
fn request<'d>(operation: &Operation<'d>) -> Option<Schema<'d>> {
    operation.request_body()?.json()?.schema()
}

/// What is told of an example that is a candidate's, and what to do.
pub(super) fn told(
    against: &Against<'_>,
    candidate: &Candidate<'_>,
    turned: Turned,
    names: &[&str],
) -> (String, String) {
    let name = title(&against.operation);
    let verb = |direction| match direction {
        Direction::Request => "takes",
        Direction::Response => "answers",
    };
    let part = match turned {
        Turned::No => "",
        Turned::IntoItem => "a list of ",
        Turned::IntoList => "one item of ",
    };
    let message = match (&candidate.whose, against.direction) {
        (Whose::Status(status), Direction::Request) => {
            format!("this is {part}what `{name}` answers with {status}, not its request")
        }
        (Whose::Status(status), Direction::Response) => {
            let expected = against.status.unwrap_or("a success");
            format!("this is {part}what `{name}` answers with {status}, not with {expected}")
        }
        (Whose::OtherDirection, Direction::Request) => {
            format!("this is {part}the answer of `{name}`, not its request")
        }
        (Whose::OtherDirection, Direction::Response) => {
            format!("this is {part}the request of `{name}`, not its answer")
        }
        (Whose::Other(other, Some(status)), direction) => {
            let (own, other) = (verb(direction), title(other));
            format!(
                "this is not what `{name}` {own}, but {part}what `{other}` answers with {status}"
            )
        }
        (Whose::Other(other, None), direction) => {
            let does = if direction == candidate.direction {
                "does"
            } else {
                verb(candidate.direction)
            };
            let (own, other) = (verb(direction), title(other));
            format!("this is not what `{name}` {own}, but {part}what `{other}` {does}")
        }
    };
    let known = if names.is_empty() {
        String::new()
    } else {
        format!("; it is known by {}", list(names))
    };
    let help = match candidate.whose {
        Whose::Status(status) => {
            format!("say in its label that it is for {status}, or show the other answer{known}")
        }
        Whose::OtherDirection => {
            format!("say in its label which of the two it is, or show the other one{known}")
        }
        Whose::Other(..) => {
            format!("move the example, or show the payload of this operation{known}")
        }
    };
    (message, help)
}
