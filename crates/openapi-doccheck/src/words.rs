//! The words of tables and sentences that say what an attribute or a status is, in the languages pages are written
//! in: data, one entry for each language, in small letters.
//!
//! The words that introduce an example are in [`label`](crate::label).

mod locales;

pub(crate) use locales::WORDS;

/// A language and its words.
pub(crate) struct Words {
    pub(crate) locale: &'static str,
    /// Heads of the columns of attribute tables.
    pub(crate) name: &'static [&'static str],
    pub(crate) ty: &'static [&'static str],
    pub(crate) required: &'static [&'static str],
    pub(crate) description: &'static [&'static str],
    pub(crate) default: &'static [&'static str],
    pub(crate) location: &'static [&'static str],
    /// Heads of the columns of endpoint tables.
    pub(crate) method: &'static [&'static str],
    pub(crate) path: &'static [&'static str],
    /// Head of the first column of status tables.
    pub(crate) status: &'static [&'static str],
    /// Cells that say whether an attribute must be there.
    pub(crate) yes: &'static [&'static str],
    pub(crate) no: &'static [&'static str],
    /// What stands between the types, or before the last of a list.
    pub(crate) or: &'static [&'static str],
    /// What stands between `array` and the type of its items.
    pub(crate) of: &'static [&'static str],
    /// Names of types.
    pub(crate) types: &'static [(&'static str, Named)],
    /// What says that the values behind it are all there are. Nothing but a colon may stand before the first value.
    pub(crate) one_of: &'static [&'static str],
    /// What says that the values before it are all there are.
    pub(crate) one_of_before: &'static [&'static str],
    /// What says that the value behind it is the default.
    pub(crate) default_is: &'static [&'static str],
    /// Headings of parts of what is said about an endpoint. Below one of them an endpoint's section goes on.
    pub(crate) parts: &'static [&'static str],
    /// What says that the statuses below are those of failures.
    pub(crate) errors: &'static [&'static str],
    /// What says that a number is a status; it stands before the number or after it.
    pub(crate) status_is: &'static [&'static str],
}

/// A type as a single word names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Named {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
    DateTime,
    Date,
    File,
    Null,
    Any,
    /// An array, and of what: one word in some languages, or a plural.
    Strings,
    Integers,
    Numbers,
    Booleans,
    Objects,
}

/// The languages whose words count: those with these names, or all.
pub(crate) fn of(locales: &[String]) -> impl Iterator<Item = &'static Words> + Clone {
    let wanted =
        |words: &&Words| locales.is_empty() || locales.iter().any(|name| name == words.locale);
    WORDS.iter().filter(wanted)
}

/// Whether any language has this word for what `field` picks.
pub(crate) fn any(text: &str, field: fn(&Words) -> &[&'static str]) -> bool {
    let text = text.trim().to_lowercase();
    WORDS
        .iter()
        .any(|words| field(words).contains(&text.as_str()))
}
