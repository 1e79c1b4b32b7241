//! Types as cells and bullets write them: `integer/string`, `array of hashes`, `문자열 배열`, `string[]`.

use crate::words::{Named, WORDS};

/// A type that a page can name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TypeName {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// An array, and of what when the page says so.
    Array(Option<Box<TypeName>>),
    /// An object, also `hash` or `map`.
    Object,
    /// Text that is a date with time.
    DateTime,
    /// Text that is a date.
    Date,
    /// A file.
    File,
    /// Nothing.
    Null,
    /// Anything, such as `mixed`.
    Any,
}

impl Named {
    /// The type that the word names.
    fn meaning(self) -> TypeName {
        let array = |item| TypeName::Array(Some(Box::new(item)));
        match self {
            Self::String => TypeName::String,
            Self::Integer => TypeName::Integer,
            Self::Number => TypeName::Number,
            Self::Boolean => TypeName::Boolean,
            Self::Array => TypeName::Array(None),
            Self::Object => TypeName::Object,
            Self::DateTime => TypeName::DateTime,
            Self::Date => TypeName::Date,
            Self::File => TypeName::File,
            Self::Null => TypeName::Null,
            Self::Any => TypeName::Any,
            Self::Strings => array(TypeName::String),
            Self::Integers => array(TypeName::Integer),
            Self::Numbers => array(TypeName::Number),
            Self::Booleans => array(TypeName::Boolean),
            Self::Objects => array(TypeName::Object),
        }
    }
}

/// What a type cell means; empty when some of it is not understood.
///
/// ```
/// use openapi_doccheck::claim::{TypeName, parse_type};
///
/// assert_eq!(parse_type("integer or string"), [TypeName::Integer, TypeName::String]);
/// assert_eq!(parse_type("array of hashes"), [TypeName::Array(Some(Box::new(TypeName::Object)))]);
/// assert_eq!(parse_type("a long story"), []);
/// ```
pub fn parse_type(text: &str) -> Vec<TypeName> {
    match prefix(text) {
        Some((end, names)) if text[end..].trim().is_empty() => names,
        _ => Vec::new(),
    }
}

/// The types at the beginning of a text, and how long that beginning is.
pub(crate) fn prefix(text: &str) -> Option<(usize, Vec<TypeName>)> {
    let mut names = Vec::new();
    let mut at = 0;
    let mut end = 0;
    while let Some((name, length)) = term(&text[at..]) {
        if !names.contains(&name) {
            names.push(name);
        }
        end = at + length;
        match separator(&text[end..]) {
            Some(length) => at = end + length,
            None => break,
        }
    }
    (!names.is_empty()).then_some((end, names))
}

/// What stands between two types, and before the second.
fn separator(text: &str) -> Option<usize> {
    let mut rest = text.trim_start();
    let mut found = false;
    while let Some(after) = rest.strip_prefix(['/', ',', '|', '、', '，']) {
        rest = after.trim_start();
        found = true;
    }
    let length = word_length(rest);
    if is_one_of(&rest[..length], |words| words.or) {
        rest = rest[length..].trim_start();
        found = true;
    }
    found.then_some(text.len() - rest.len())
}

fn is_one_of(word: &str, field: fn(&crate::words::Words) -> &'static [&'static str]) -> bool {
    let word = word.to_lowercase();
    let any = |words| field(words).contains(&word.as_str());
    !word.is_empty() && WORDS.iter().any(any)
}

/// One type, and the length of it with the space before.
fn term(text: &str) -> Option<(TypeName, usize)> {
    let start = text.len() - text.trim_start().len();
    let (named, length) = name(&text[start..])?;
    let mut end = start + length;
    let mut meaning = named.meaning();
    if named == Named::Array {
        let item = array_item(&text[end..]);
        if let Some((item, length)) = item {
            meaning = TypeName::Array(Some(Box::new(item)));
            end += length;
        }
    }
    if named == Named::Object && text[end..].starts_with('<') {
        // What a map maps from and to is more than a document's type says.
        end += text[end..].find('>').map_or(0, |close| close + 1);
    }
    loop {
        let rest = &text[end..];
        let inner = rest.trim_start();
        let space = rest.len() - inner.len();
        if let Some(after) = rest.strip_prefix("[]") {
            meaning = TypeName::Array(Some(Box::new(meaning)));
            end = text.len() - after.len();
        } else if let Some(close) = note(inner) {
            end += space + close;
        } else if let Some((Named::Array, length)) = array_behind(inner)
            && named != Named::Array
            && !matches!(meaning, TypeName::Array(_))
        {
            meaning = TypeName::Array(Some(Box::new(meaning)));
            end += space + length;
        } else {
            return Some((meaning, end));
        }
    }
}

/// The array word that follows the type of its items, with the particle between them.
fn array_behind(text: &str) -> Option<(Named, usize)> {
    if let Some(found) = name(text) {
        return Some(found);
    }
    let particle = ["の", "的", "의"]
        .iter()
        .find(|word| text.starts_with(**word))?;
    let rest = text[particle.len()..].trim_start();
    let (named, length) = name(rest)?;
    Some((named, text.len() - rest.len() + length))
}

/// A remark in round brackets behind a type, such as `(UUID)`; its length.
fn note(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('(')?;
    let end = inner.find(['(', ')', '\n'])?;
    (end <= 40 && inner[end..].starts_with(')')).then_some(end + 2)
}

/// The type of an array's items: `of strings`, `[string]`, `<string>`.
fn array_item(text: &str) -> Option<(TypeName, usize)> {
    for (open, close) in [('[', ']'), ('<', '>'), ('(', ')')] {
        if let Some(inner) = text.strip_prefix(open) {
            let (named, length) = name(inner)?;
            let behind = inner[length..].strip_prefix(close)?;
            return Some((singular(named), text.len() - behind.len()));
        }
    }
    let rest = text.trim_start();
    let length = word_length(rest);
    if !is_one_of(&rest[..length], |words| words.of) {
        return None;
    }
    let rest = rest[length..].trim_start();
    let (named, length) = name(rest)?;
    Some((singular(named), text.len() - rest.len() + length))
}

/// What a plural such as `strings` is one of.
fn singular(named: Named) -> TypeName {
    match named.meaning() {
        TypeName::Array(Some(item)) => *item,
        other => other,
    }
}

/// The type that a text begins with. Words of languages without spaces may go on as another word.
fn name(text: &str) -> Option<(Named, usize)> {
    let length = word_length(text);
    let word = text[..length].to_lowercase();
    let types = || WORDS.iter().flat_map(|words| words.types);
    if let Some((_, named)) = types().find(|(name, _)| *name == word) {
        return Some((*named, length));
    }
    let is_wide = |c: char| c >= '\u{1100}';
    if !text.starts_with(is_wide) {
        return None;
    }
    let fits = types().filter(|(name, _)| name.starts_with(is_wide) && text.starts_with(name));
    let (name, named) = fits.max_by_key(|(name, _)| name.len())?;
    // The rest must be a particle or another type: `文字列の配列`, not `文件名`.
    let behind = &text[name.len()..length];
    let goes_on = ["の", "的", "의"]
        .iter()
        .any(|word| behind.starts_with(word))
        || types().any(|(other, _)| other.starts_with(is_wide) && behind.starts_with(other));
    goes_on.then_some((*named, name.len()))
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '-')
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::{parse_type, prefix};

    fn told(text: &str) -> String {
        let names = parse_type(text);
        let names: Vec<_> = names.iter().map(|name| format!("{name:?}")).collect();
        names.join(" ").replace("Some(", "(")
    }

    #[test]
    fn cells_of_every_kind_are_understood() {
        for (cell, expected) in [
            ("string", "String"),
            ("integer/string", "Integer String"),
            ("String, or Array of strings", "String Array((String))"),
            ("string or array of strings", "String Array((String))"),
            ("array[integer]", "Array((Integer))"),
            ("integer[]", "Array((Integer))"),
            ("array of hashes", "Array((Object))"),
            ("array of booleans", "Array((Boolean))"),
            ("datetime", "DateTime"),
            ("string (UUID)", "String"),
            ("file/string", "File String"),
            ("mixed", "Any"),
            ("정수/문자열", "Integer String"),
            ("string 또는 문자열 배열", "String Array((String))"),
            ("해시 배열", "Array((Object))"),
            ("整数/文字列", "Integer String"),
            ("文字列の配列", "Array((String))"),
            ("字符串数组", "Array((String))"),
            ("tableau de chaînes", "Array((String))"),
            ("Liste von Ganzzahlen", "Array((Integer))"),
            ("", ""),
            ("string of pearls", ""),
            ("stringy", ""),
        ] {
            assert_eq!(told(cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_type_at_the_beginning_ends_where_it_no_longer_makes_sense() {
        for (text, end) in [
            ("integer/string yes The id", "integer/string"),
            ("string or nothing", "string"),
            ("string 또는 문자열 배열 No 표시", "string 또는 문자열 배열"),
            ("정수 작업의 ID", "정수"),
            ("문자열 GitLab에서", "문자열"),
        ] {
            assert_eq!(prefix(text).map(|(end, _)| &text[..end]), Some(end));
        }
        assert_eq!(prefix("The id"), None);
    }
}
