//! The statuses that a page says a server answers with.

use crate::claim::Form;
use crate::edit::Text;

/// A status that a page names for an operation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StatusRow {
    /// The status, from 100 to 599.
    pub code: u16,
    /// The code as it stands there.
    pub text: Text,
    /// Whether it stands in a table or list of errors, which names no success.
    pub errors: bool,
    /// How it is written.
    pub form: Form,
}
