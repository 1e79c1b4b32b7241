//! Validation: holds a value against a schema of the document and tells every disagreement, with both places.

mod branch;
mod closed;
mod container;
mod discriminator;
mod format;
mod number;
mod run;
mod scalar;
pub mod wire;

use std::fmt;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use crate::document::Document;
use crate::node::{Node, Value};
use crate::pointer::Pointer;
use crate::schema::{Id, Store};
use crate::source::Span;

pub use crate::schema::Unsupported;

/// Validates values against the schemas of one document.
///
/// Schemas are compiled when they are first needed and kept, so one validator should serve many values.
/// It can be shared between threads.
///
/// ```
/// use openapi_document::source::FileId;
/// use openapi_document::validate::{Options, Rule, Validator};
/// use openapi_document::{Document, json};
///
/// let document = Document::parse(
///     "api.yaml",
///     "openapi: 3.0.3
/// info: {title: Jobs, version: 1.0.0}
/// paths: {}
/// components:
///   schemas:
///     Job:
///       type: object
///       required: [id]
///       properties:
///         id: {type: integer}
///         ref: {type: string, nullable: true}
/// ",
/// )?;
/// let validator = Validator::new(&document);
///
/// let payload = json::parse(r#"{"id": "7", "reff": null}"#, FileId(0)).unwrap();
/// let options = Options::default().closed(true);
/// let found = validator.validate("#/components/schemas/Job", &payload.node, &options);
///
/// assert_eq!(found[0].rule, Rule::Type);
/// assert_eq!(found[0].to_string(), r#"/id: expected integer, found the string "7""#);
/// assert_eq!(found[1].rule, Rule::UnknownProperty);
/// assert_eq!(found[1].suggestion.as_deref(), Some("ref"));
/// # Ok::<(), openapi_document::Error>(())
/// ```
#[derive(Debug)]
pub struct Validator<'d> {
    document: &'d Document,
    store: RwLock<Store<'d>>,
}

impl<'d> Validator<'d> {
    /// A validator that has compiled nothing yet.
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            store: RwLock::new(Store::new(document)),
        }
    }

    /// The document whose schemas it knows.
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// Tells where a value disagrees with the schema at an address such as `#/components/schemas/Job`.
    ///
    /// The violations come in the order of the value, and those of one place in the order of [`Rule`]. An address
    /// that leads nowhere is a violation of [`Rule::UnknownSchema`].
    pub fn validate(&self, address: &str, instance: &Node, options: &Options) -> Vec<Violation> {
        let (store, id) = self.compiled(address);
        run::validate(&store, id, instance, *options)
    }

    /// Tells the properties that the schema documents and the value lacks, wherever in the value, in its order.
    ///
    /// The value is read as a response, so what is `writeOnly` is not missed. Of `oneOf` and `anyOf` only the
    /// branches that the value fits are asked.
    ///
    /// ```
    /// # use openapi_document::{Document, json, source::FileId, validate::Validator};
    /// let document = Document::parse(
    ///     "api.yaml",
    ///     "openapi: 3.0.3
    /// info: {title: Jobs, version: 1.0.0}
    /// paths: {}
    /// components: {schemas: {Job: {properties: {id: {}, tag_list: {}}}}}",
    /// )?;
    /// let validator = Validator::new(&document);
    /// let payload = json::parse(r#"{"id": 7}"#, FileId(0)).unwrap();
    /// let absent = validator.absent("#/components/schemas/Job", &payload.node);
    /// assert_eq!(absent[0].pointer.to_string(), "/tag_list");
    /// # Ok::<(), openapi_document::Error>(())
    /// ```
    pub fn absent(&self, address: &str, instance: &Node) -> Vec<Absent> {
        let (store, id) = self.compiled(address);
        run::absent(&store, id, instance)
    }

    /// Tells every keyword of the document's schemas that validation does not judge, in the order of the document.
    ///
    /// Asking compiles all of the document's schemas.
    ///
    /// ```
    /// # use openapi_document::{Document, json, source::FileId, validate::Validator};
    /// let document = Document::parse(
    ///     "api.yaml",
    ///     "openapi: 3.0.3
    /// info: {title: Jobs, version: 1.0.0}
    /// paths: {}
    /// components: {schemas: {Job: {nullable: true, properties: {id: {const: 7}}}}}",
    /// )?;
    /// let validator = Validator::new(&document);
    /// let unsupported = validator.unsupported();
    /// assert_eq!(
    ///     unsupported[1].to_string(),
    ///     "`const` in #/components/schemas/Job/properties/id is a keyword of OpenAPI 3.1, and this document is 3.0"
    /// );
    /// # Ok::<(), openapi_document::Error>(())
    /// ```
    pub fn unsupported(&self) -> Vec<Unsupported> {
        for address in schema_addresses(self.document.root()) {
            drop(self.compiled(&address));
        }
        self.read().unsupported().iter().cloned().collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Store<'d>> {
        self.store.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The store with the schema in it.
    fn compiled(&self, address: &str) -> (RwLockReadGuard<'_, Store<'d>>, Id) {
        let store = self.read();
        if let Some(id) = store.lookup(address) {
            return (store, id);
        }
        drop(store);
        let mut writing = self.store.write().unwrap_or_else(PoisonError::into_inner);
        let id = writing.compile(address);
        drop(writing);
        // Schemas are only ever added, so the number stays good.
        (self.read(), id)
    }
}

/// The addresses of all schemas that no other schema holds.
fn schema_addresses(root: &Node) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(Pointer::root(), root)];
    while let Some((pointer, node)) = waiting.pop() {
        let components = pointer.tokens() == ["components"];
        for member in node.members() {
            let at = pointer.join(&member.key);
            match member.key.as_str() {
                "schema" => found.push(format!("#{at}")),
                "schemas" if components => {
                    let schemas = member.node.members().iter();
                    found.extend(schemas.map(|schema| format!("#{}", at.join(&schema.key))));
                }
                "example" | "examples" | "default" | "enum" | "const" => {}
                key if key.starts_with("x-") => {}
                _ => waiting.push((at, &member.node)),
            }
        }
        for (at, item) in node.items().iter().enumerate() {
            waiting.push((pointer.join(at), item));
        }
    }
    found
}

/// How a value is to be read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Options {
    /// Who sent the value; decides about `readOnly` and `writeOnly`.
    pub direction: Direction,
    /// Whether a property that no schema declares is a violation.
    ///
    /// A property is declared when any schema that the value fits there declares it: the parts of an `allOf`, the
    /// branches of `oneOf` and `anyOf` that match, what a `$ref` leads to. An object is left alone where no schema
    /// declares any property, or where one says `additionalProperties: true` or `{}`.
    pub closed: bool,
    /// Whether what a document's authors mean counts where the standard gives it no effect.
    ///
    /// 3.0's `nullable: true` then lets null in whatever stands beside it, and a `discriminator` without `oneOf` or
    /// `anyOf` chooses the schema by which an object is judged as well.
    pub intent: bool,
}

impl Options {
    /// The options for a value a client sends.
    #[must_use]
    pub fn request() -> Self {
        Self::default().direction(Direction::Request)
    }

    /// The options for a value a server sends; the same as the default.
    #[must_use]
    pub fn response() -> Self {
        Self::default()
    }

    /// Sets who sent the value.
    #[must_use]
    pub fn direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// Sets whether what authors mean counts where the standard gives it no effect.
    #[must_use]
    pub fn intent(self, intent: bool) -> Self {
        Self { intent, ..self }
    }

    /// Sets whether undeclared properties are violations.
    #[must_use]
    pub fn closed(self, closed: bool) -> Self {
        Self { closed, ..self }
    }
}

/// Who sent a value.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Direction {
    /// A client did: `readOnly` properties are not expected.
    Request,
    /// A server did: `writeOnly` properties are not expected.
    #[default]
    Response,
}

/// A place where a value disagrees with its schema.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// What kind of disagreement it is.
    pub rule: Rule,
    /// The address of the offending part of the value; for a missing property the address it would have.
    pub instance: Pointer,
    /// The place of the offending part: of the key for an unwanted property, of the object for a missing one.
    pub instance_span: Span,
    /// The address of the schema that is not met, as a `$ref` would name it.
    pub schema: String,
    /// The place of the keyword's value in the document.
    pub schema_span: Span,
    /// What was found and what was expected, without the place.
    pub message: String,
    /// The name or value that was probably meant.
    pub suggestion: Option<String>,
    /// For `oneOf` and `anyOf` without a match: what keeps the value from the closest branch.
    pub causes: Vec<Violation>,
    /// The place in the value in a form that sorts.
    order: Vec<usize>,
}

impl fmt::Display for Violation {
    /// The pointer and the message: `/0/id: expected integer, found null`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.instance == Pointer::root() {
            return f.write_str(&self.message);
        }
        write!(f, "{}: {}", self.instance, self.message)
    }
}

/// A property that a schema documents and a value lacks.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Absent {
    /// The address the property would have in the value.
    pub pointer: Pointer,
    /// The place of the object that lacks it.
    pub object_span: Span,
    /// The address where the document declares the property.
    pub schema: String,
    /// The place of its name in the document.
    pub span: Span,
    /// Whether a schema of the object requires it.
    pub required: bool,
}

macro_rules! rules {
    ($($(#[doc = $text:literal])+ $rule:ident => $name:literal,)+) => {
        /// The kinds of disagreement.
        ///
        /// All but [`Rule::OpenValue`], [`Rule::ReadOnly`] and [`Rule::WriteOnly`] decide whether a value fits a branch.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[doc = $text])+ $rule,)+
        }

        impl Rule {
            /// Every rule, in their order.
            pub const ALL: &[Self] = &[$(Self::$rule,)+];

            /// The name that reports show.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$rule => $name,)+
                }
            }
        }
    };
}

rules! {
    /// The value has another type.
    Type => "type",
    /// The string or number is not of the declared format.
    Format => "format",
    /// The value is none of the listed ones.
    Enum => "enum",
    /// The value is not the only allowed one.
    Const => "const",
    /// The value is none of those known today, of a set that may grow.
    OpenValue => "open-value",
    /// The number is too small.
    Minimum => "minimum",
    /// The number is too large.
    Maximum => "maximum",
    /// The number is no multiple.
    MultipleOf => "multiple-of",
    /// The string has too few characters.
    MinLength => "min-length",
    /// The string has too many characters.
    MaxLength => "max-length",
    /// The string does not match the regular expression.
    Pattern => "pattern",
    /// The array has too few items.
    MinItems => "min-items",
    /// The array has too many items.
    MaxItems => "max-items",
    /// Two items of the array are equal.
    UniqueItems => "unique-items",
    /// The array has too few or too many items of a kind.
    Contains => "contains",
    /// The array has an item where none may be.
    UnknownItem => "unknown-item",
    /// The object has too few properties.
    MinProperties => "min-properties",
    /// The object has too many properties.
    MaxProperties => "max-properties",
    /// A property is missing.
    Required => "required",
    /// A property is missing because another one is there.
    DependentRequired => "dependent-required",
    /// A property is not declared.
    UnknownProperty => "unknown-property",
    /// The name of a property is not allowed.
    PropertyName => "property-name",
    /// A request holds what only a server sends.
    ReadOnly => "read-only",
    /// A response holds what only a client sends.
    WriteOnly => "write-only",
    /// The value fits none of the branches.
    AnyOf => "any-of",
    /// The value fits none of the branches, or more than one.
    OneOf => "one-of",
    /// The value fits a schema that it must not fit.
    Not => "not",
    /// Nothing is allowed here.
    Never => "never",
    /// The address leads to no schema.
    UnknownSchema => "unknown-schema",
    /// The value or the schema is too deep or too costly to judge.
    Limit => "limit",
}

impl Rule {
    /// Whether breaking it means that the value does not fit the schema.
    ///
    /// The others are told, but leave the value valid in the sense of JSON Schema.
    pub fn decides(self) -> bool {
        !matches!(self, Self::OpenValue | Self::ReadOnly | Self::WriteOnly)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value in a few words: `null`, `the string "abc"`, `an array of 3 items`.
fn describe(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => match beyond(number) {
            Some(words) => words.to_owned(),
            None => format!("the number {number}"),
        },
        Value::String(text) => format!("the string {}", quote(text)),
        Value::Array(items) => match items.len() {
            0 => "an empty array".to_owned(),
            1 => "an array of 1 item".to_owned(),
            count => format!("an array of {count} items"),
        },
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Words for a number whose digits are not known, because it was too large to be held.
fn beyond(number: &serde_json::Number) -> Option<&'static str> {
    match number.as_f64() {
        Some(f64::MAX | f64::MIN) => Some("a number beyond 64 bits of floating point"),
        _ => None,
    }
}

/// A string in quotes, cut when it is long.
fn quote(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        None => format!("{text:?}"),
        Some((at, _)) => format!("{:?}", format!("{}…", &text[..at])),
    }
}

/// A value as JSON in one line, cut when it is long.
fn literal(node: &Node) -> String {
    match &node.value {
        Value::String(text) => quote(text),
        Value::Array(_) | Value::Object(_) => {
            let text = node.to_json().to_string();
            match text.char_indices().nth(80) {
                None => text,
                Some((at, _)) => format!("{}…", &text[..at]),
            }
        }
        _ => node.to_json().to_string(),
    }
}

/// A count with its noun.
fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The candidate that was probably meant, if one is close enough.
fn closest<'c>(text: &str, candidates: impl Iterator<Item = &'c str>) -> Option<String> {
    let length = text.chars().count();
    // One slip for short words, one more for each further four letters.
    let allowed = 1 + length.saturating_sub(2) / 4;
    candidates
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::osa_distance(text, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance > 0 && *distance <= allowed && *distance < candidate.chars().count()
        })
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}
