//! A version of the described server, ordered by its numbers.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// A version of the described server: `14.8`, or `14.8.2`.
///
/// Versions compare by their numbers, and a number that is left out is zero.
///
/// ```
/// use openapi_document::history::Version;
///
/// let version = |text: &str| text.parse::<Version>();
/// assert!(version("9.10")? > version("9.9")?);
/// assert_eq!(version("14")?, version("14.0")?);
/// assert_eq!(version("14.8")?.to_string(), "14.8");
/// assert!(version("v14").is_err());
/// # Ok::<(), openapi_document::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.patch > 0 {
            write!(f, ".{}", self.patch)?;
        }
        Ok(())
    }
}

impl FromStr for Version {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let error = || Error::Version {
            text: text.to_owned(),
        };
        let mut numbers = [0; 3];
        for (index, part) in text.split('.').enumerate() {
            let digits = part.bytes().all(|byte| byte.is_ascii_digit());
            let number = digits.then(|| part.parse().ok()).flatten();
            *numbers.get_mut(index).ok_or_else(error)? = number.ok_or_else(error)?;
        }
        let [major, minor, patch] = numbers;
        Ok(Self {
            major,
            minor,
            patch,
        })
    }
}
