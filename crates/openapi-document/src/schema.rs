//! Schemas made ready for validation: OpenAPI 3.0 and 3.1 lowered to one set of keywords, each schema once.
//!
//! A schema is known by its address. Compiling one brings in every schema it can reach, by a list of work
//! and not by recursion, so neither a circle of references nor a deep document can exhaust the stack.

mod circle;
mod discriminator;
mod lower;
pub(crate) mod pattern;
mod read;

pub(crate) use lower::below;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::document::Document;
use crate::node::Node;
use crate::source::Span;

pub(crate) use discriminator::Discriminator;
use pattern::Pattern;

/// Something in a schema that validation does not judge, told instead of passed over.
///
/// That is a keyword this version of OpenAPI does not have, one that is not implemented, one that can have no
/// effect where it stands, or a value the keyword cannot take.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Unsupported {
    /// The place of the keyword's value.
    pub span: Span,
    /// The keyword, such as `$dynamicRef`.
    pub keyword: String,
    /// The address of the schema that holds it.
    pub schema: String,
    /// Why it is not judged, as the rest of a sentence about the keyword.
    pub reason: String,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` in {} {}", self.keyword, self.schema, self.reason)
    }
}

/// The number of a schema in a [`Store`].
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Id(usize);

/// A schema after lowering.
#[derive(Debug)]
pub(crate) struct Schema<'d> {
    /// Where it stands, as a `$ref` would name it.
    pub(crate) address: String,
    /// The schema as written; none when the address leads nowhere.
    pub(crate) node: Option<&'d Node>,
    /// What it demands, in the order in which the demands are checked.
    pub(crate) demands: Vec<Demand<'d>>,
    /// Whether it, or a schema it is composed of, says `readOnly`.
    pub(crate) read_only: bool,
    /// The same of `writeOnly`.
    pub(crate) write_only: bool,
    /// Whether 3.0's `nullable: true` stands in it, with or without effect.
    pub(crate) nullable: bool,
}

impl Schema<'_> {
    /// The place of the schema, or of nothing when it does not exist.
    pub(crate) fn span(&self) -> Span {
        self.node.map_or_else(Span::default, |node| node.span)
    }

    /// Whether this is `false`: the schema that nothing fits.
    pub(crate) fn is_never(&self) -> bool {
        matches!(
            self.demands.first(),
            Some(Demand {
                keyword: Keyword::Never,
                ..
            })
        )
    }
}

/// One keyword with the place of its value.
#[derive(Debug)]
pub(crate) struct Demand<'d> {
    pub(crate) keyword: Keyword<'d>,
    pub(crate) span: Span,
}

/// The one keyword set that both versions of OpenAPI are lowered to.
#[derive(Debug)]
pub(crate) enum Keyword<'d> {
    /// The schema `false`.
    Never,
    Types(Types),
    Enum(&'d [Node]),
    Const(&'d Node),
    /// `x-extensible-enum`: the values known today.
    OpenValues(&'d [Node]),
    Format(&'d str),
    Minimum {
        limit: &'d Node,
        exclusive: bool,
    },
    Maximum {
        limit: &'d Node,
        exclusive: bool,
    },
    MultipleOf(&'d Node),
    MinLength(u64),
    MaxLength(u64),
    Pattern {
        text: &'d str,
        regex: Pattern,
    },
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    /// `prefixItems` and `items`.
    Items {
        prefix: Vec<Id>,
        rest: Option<Id>,
    },
    Contains {
        schema: Id,
        min: u64,
        max: Option<u64>,
    },
    MinProperties(u64),
    MaxProperties(u64),
    Required(Vec<(&'d str, Span)>),
    /// `properties`, `patternProperties` and `additionalProperties`.
    Members(Members<'d>),
    PropertyNames(Id),
    DependentRequired(Vec<(&'d str, Vec<&'d str>)>),
    DependentSchemas(Vec<(&'d str, Id)>),
    /// A `$ref` of 3.1 that has siblings. Any other reference is replaced by what it leads to.
    Reference(Id),
    AllOf(Vec<Id>),
    AnyOf(Vec<Id>),
    OneOf(Vec<Id>),
    Not(Id),
    Condition {
        test: Id,
        then: Option<Id>,
        otherwise: Option<Id>,
    },
    UnevaluatedItems(Id),
    UnevaluatedProperties(Id),
    /// A `discriminator` between the schemas that inherit from the one it stands in.
    Discriminator(Discriminator<'d>),
}

/// What a schema says about an object's properties.
#[derive(Debug, Default)]
pub(crate) struct Members<'d> {
    pub(crate) properties: BTreeMap<&'d str, Property>,
    pub(crate) patterns: Vec<(Pattern, Id)>,
    pub(crate) rest: Rest,
}

/// A declared property.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Property {
    pub(crate) schema: Id,
    /// The place of its name in the document.
    pub(crate) key_span: Span,
    /// Its place in the order of the document.
    pub(crate) order: usize,
}

/// `additionalProperties`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Rest {
    /// Not written: anything goes, unless the caller wants a closed world.
    #[default]
    Unsaid,
    /// `true`, or the empty schema: anything goes.
    Open,
    /// A schema, `false` among them.
    Schema(Id),
}

/// A set of JSON types.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Types(u8);

impl Types {
    const NAMES: [&'static str; 7] = [
        "object", "array", "string", "number", "integer", "boolean", "null",
    ];

    /// The set with a type of this name added; none when there is no such type.
    pub(crate) fn with(self, name: &str) -> Option<Self> {
        let at = Self::NAMES.iter().position(|known| *known == name)?;
        Some(Self(self.0 | 1 << at))
    }

    pub(crate) fn has(self, name: &str) -> bool {
        Self::NAMES
            .iter()
            .position(|known| *known == name)
            .is_some_and(|at| self.0 & 1 << at != 0)
    }
}

impl fmt::Display for Types {
    /// `string`, `string or null`, `array, string or null`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Self::NAMES
            .iter()
            .filter(|name| self.has(name))
            .copied()
            .collect();
        match names.split_last() {
            None => f.write_str("nothing"),
            Some((last, [])) => f.write_str(last),
            Some((last, others)) => write!(f, "{} or {last}", others.join(", ")),
        }
    }
}

/// How many references may follow one another before it must be a circle.
const MAX_CHAIN: usize = 64;

/// The compiled schemas of one document.
#[derive(Debug)]
pub(crate) struct Store<'d> {
    document: &'d Document,
    schemas: Vec<Schema<'d>>,
    by_address: BTreeMap<String, Id>,
    /// Schemas that have a number but are not lowered yet.
    waiting: Vec<Id>,
    unsupported: BTreeSet<Unsupported>,
}

impl<'d> Store<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        Self {
            document,
            schemas: Vec::new(),
            by_address: BTreeMap::new(),
            waiting: Vec::new(),
            unsupported: BTreeSet::new(),
        }
    }

    /// The schema at an address that was compiled before.
    pub(crate) fn lookup(&self, address: &str) -> Option<Id> {
        self.by_address.get(address).copied()
    }

    pub(crate) fn get(&self, id: Id) -> &Schema<'d> {
        &self.schemas[id.0]
    }

    /// What was met so far that is not judged, in the order of the document.
    pub(crate) fn unsupported(&self) -> &BTreeSet<Unsupported> {
        &self.unsupported
    }

    /// Compiles the schema at an address and all it can reach.
    pub(crate) fn compile(&mut self, address: &str) -> Id {
        if let Some(id) = self.lookup(address) {
            return id;
        }
        let first = self.schemas.len();
        let id = self.intern(address.to_owned(), self.document.find(address));
        while let Some(next) = self.waiting.pop() {
            self.lower(next);
        }
        for at in first..self.schemas.len() {
            let parts = self.composition(Id(at));
            self.schemas[at].read_only = parts.iter().any(|part| self.get(*part).read_only);
            self.schemas[at].write_only = parts.iter().any(|part| self.get(*part).write_only);
        }
        self.report_circles(first);
        id
    }

    /// The number of the schema at an address, which is lowered later when it is new.
    fn intern(&mut self, address: String, node: Option<&'d Node>) -> Id {
        if let Some(id) = self.lookup(&address) {
            return id;
        }
        let (target, at) = self.follow(node, &address);
        let id = self.lookup(&at).unwrap_or_else(|| {
            let id = Id(self.schemas.len());
            self.schemas.push(Schema {
                address: at.clone(),
                node: target,
                demands: Vec::new(),
                read_only: false,
                write_only: false,
                nullable: false,
            });
            self.by_address.insert(at, id);
            self.waiting.push(id);
            id
        });
        let is_reference = |node: &&Node| !self.document.is_3_1() && node.has("$ref");
        if let Some(node) = node.filter(|node| is_reference(node) || self.is_alias(node)) {
            self.report_ignored_siblings(&address, node);
        }
        self.by_address.insert(address, id);
        id
    }

    /// Goes from a reference to what it leads to, and to nothing when it leads nowhere.
    ///
    /// Loading refuses such references, but a document can be changed afterwards.
    fn follow(&self, node: Option<&'d Node>, address: &str) -> (Option<&'d Node>, String) {
        let (mut node, mut address) = (node, address.to_owned());
        for _ in 0..MAX_CHAIN {
            let alias = node.filter(|node| self.is_alias(node));
            let Some(reference) = alias.and_then(|node| node.get("$ref")?.as_str()) else {
                return (node, address);
            };
            (node, address) = (self.document.find(reference), reference.to_owned());
        }
        (None, address)
    }

    /// Whether a schema is nothing but a reference: in 3.0 unless it is `nullable`, in 3.1 when only descriptions stand
    /// beside it.
    fn is_alias(&self, node: &Node) -> bool {
        if node.get("$ref").and_then(Node::as_str).is_none() {
            return false;
        }
        if !self.document.is_3_1() {
            return !lower::is_nullable(node);
        }
        let mut members = node.members().iter();
        members.all(|member| member.key == "$ref" || lower::is_description(&member.key))
    }

    /// Whether a schema, or one it is composed of, declares a property that carries the mark.
    pub(crate) fn declares_marked(
        &self,
        id: Id,
        name: &str,
        mark: impl Fn(&Schema<'d>) -> bool,
    ) -> bool {
        self.composition(id).iter().any(|part| {
            self.get(*part).demands.iter().any(|demand| {
                let Keyword::Members(members) = &demand.keyword else {
                    return false;
                };
                let property = members.properties.get(name);
                property.is_some_and(|property| mark(self.get(property.schema)))
            })
        })
    }

    /// A schema and everything that holds wherever it holds, by `allOf` and `$ref`.
    fn composition(&self, id: Id) -> Vec<Id> {
        let mut parts = vec![id];
        let mut at = 0;
        while let Some(part) = parts.get(at).copied() {
            for demand in &self.get(part).demands {
                let more: &[Id] = match &demand.keyword {
                    Keyword::AllOf(parts) => parts,
                    Keyword::Reference(target) => std::slice::from_ref(target),
                    _ => &[],
                };
                for id in more {
                    if !parts.contains(id) {
                        parts.push(*id);
                    }
                }
            }
            at += 1;
        }
        parts
    }
}
