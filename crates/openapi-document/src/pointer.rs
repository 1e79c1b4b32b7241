//! JSON Pointers (RFC 6901): the address of a node in a document or a payload.

use std::fmt;
use std::str::FromStr;

/// A JSON Pointer: the keys and indices that lead from the root to a node.
///
/// ```
/// use openapi_document::pointer::Pointer;
///
/// let pointer = Pointer::root().join("paths").join("/job").join("get");
/// assert_eq!(pointer.to_string(), "/paths/~1job/get");
/// assert_eq!("/paths/~1job/get".parse(), Ok(pointer));
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Pointer(Vec<String>);

impl Pointer {
    /// The pointer to the whole document, which prints as nothing.
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer to a child: a property name or an array index.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a token is written in place: a key, a reference to one, or a number"
    )]
    pub fn join(&self, token: impl ToString) -> Self {
        let mut tokens = self.0.clone();
        tokens.push(token.to_string());
        Self(tokens)
    }

    /// The unescaped keys and indices, outermost first.
    pub fn tokens(&self) -> &[String] {
        &self.0
    }

    /// The pointer to what contains this node; none for the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, parents) = self.0.split_last()?;
        Some(Self(parents.to_vec()))
    }

    /// The last key or index; none for the root.
    pub fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|token| write!(f, "/{}", token.replace('~', "~0").replace('/', "~1")))
    }
}

/// The text was not a JSON Pointer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PointerError(String);

impl fmt::Display for PointerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a JSON Pointer: write it empty or starting with `/`, with `~0` for `~` and `~1` for `/`",
            self.0
        )
    }
}

impl std::error::Error for PointerError {}

impl FromStr for Pointer {
    type Err = PointerError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Ok(Self::root());
        }
        let error = || PointerError(text.to_owned());
        let tokens = text.strip_prefix('/').ok_or_else(error)?.split('/');
        let unescape = |token: &str| {
            let rest = token.replace("~0", "").replace("~1", "");
            (!rest.contains('~'))
                .then(|| token.replace("~1", "/").replace("~0", "~"))
                .ok_or_else(error)
        };
        tokens.map(unescape).collect::<Result<_, _>>().map(Self)
    }
}
