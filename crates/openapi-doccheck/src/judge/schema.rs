//! What a schema says about names, types, values and defaults, gathered over its parts and branches.

use openapi_document::node::Node;
use openapi_document::source::Span;
use openapi_document::{Document, Pointer};

use crate::claim::TypeName;

/// How many schemas one question may touch; documents can refer in circles.
const MOST: usize = 400;

/// A schema and its address.
pub(super) type Schema<'d> = (&'d Node, String);

/// A property that a schema declares.
#[derive(Clone, Debug)]
pub(super) struct Property<'d> {
    pub(super) name: &'d str,
    /// The place of the name.
    pub(super) span: Span,
    pub(super) node: &'d Node,
    pub(super) address: String,
    pub(super) required: bool,
    /// Whether only a server sends it.
    pub(super) read_only: bool,
    /// Whether only a client sends it.
    pub(super) write_only: bool,
}

/// The schema itself, and everything that its `allOf`, `oneOf` and `anyOf` lead to, references followed.
pub(super) fn parts<'d>(document: &'d Document, schema: &Schema<'d>) -> Vec<Schema<'d>> {
    let mut found: Vec<Schema<'d>> = Vec::new();
    let mut waiting = vec![document.resolve(schema.0, &schema.1)];
    while let Some((node, address)) = waiting.pop() {
        if found.len() >= MOST || found.iter().any(|(_, known)| *known == address) {
            continue;
        }
        for key in ["anyOf", "oneOf", "allOf"] {
            let branches = node.get(key).map_or(&[][..], Node::items);
            for (index, branch) in branches.iter().enumerate().rev() {
                let address = below(&address, &[key, &index.to_string()]);
                waiting.push(document.resolve(branch, &address));
            }
        }
        found.push((node, address));
    }
    found
}

/// The schemas that say by `allOf` that they are kinds of this one, when a discriminator tells them apart.
fn kinds<'d>(document: &'d Document, schema: &Schema<'d>) -> Vec<Schema<'d>> {
    let is_base =
        |node: &Node| node.has("discriminator") && !node.has("oneOf") && !node.has("anyOf");
    if !is_base(schema.0) {
        return Vec::new();
    }
    let components = document.root().get("components");
    let known = components.and_then(|components| components.get("schemas"));
    let known = known.map_or(&[][..], Node::members).iter();
    let known = known.filter(|known| {
        let parts = known.node.get("allOf").map_or(&[][..], Node::items).iter();
        let mut bases = parts.filter_map(|part| part.get("$ref")?.as_str());
        bases.any(|base| base == schema.1)
    });
    let known = known.map(|known| {
        let address = below("#", &["components", "schemas", &known.key]);
        (&known.node, address)
    });
    known.collect()
}

/// The properties that a schema declares, by itself, in any part of it or in a kind of it; of an array, those of its
/// items.
pub(super) fn properties<'d>(document: &'d Document, schema: &Schema<'d>) -> Vec<Property<'d>> {
    let mut found = own_properties(document, schema);
    let parts = parts(document, schema).into_iter();
    let kinds = parts.flat_map(|part| kinds(document, &part)).take(MOST);
    for kind in kinds {
        for property in own_properties(document, &kind) {
            if !found.iter().any(|known| known.name == property.name) {
                found.push(Property {
                    // Other kinds do without it.
                    required: false,
                    ..property
                });
            }
        }
    }
    found
}

fn own_properties<'d>(document: &'d Document, schema: &Schema<'d>) -> Vec<Property<'d>> {
    let mut found: Vec<Property<'d>> = Vec::new();
    let mut waiting = parts(document, schema);
    let mut touched = 0;
    while let Some((node, address)) = waiting.pop() {
        touched += 1;
        if touched > MOST {
            break;
        }
        if let Some(items) = node.get("items") {
            waiting.extend(parts(document, &(items, below(&address, &["items"]))));
        }
        let required = node.get("required").map_or(&[][..], Node::items);
        let members = node.get("properties").map_or(&[][..], Node::members);
        for member in members {
            let here = below(&address, &["properties", &member.key]);
            let (node, address) = document.resolve(&member.node, &here);
            let required = required
                .iter()
                .any(|name| name.as_str() == Some(&member.key));
            let marked = |key| is_marked(document, &member.node, key);
            let (read_only, write_only) = (marked("readOnly"), marked("writeOnly"));
            match found.iter_mut().find(|known| known.name == member.key) {
                Some(known) => {
                    known.required |= required;
                    known.read_only |= read_only;
                    known.write_only |= write_only;
                }
                None => found.push(Property {
                    name: &member.key,
                    span: member.key_span,
                    node,
                    address,
                    required,
                    read_only,
                    write_only,
                }),
            }
        }
    }
    found
}

/// Whether a schema says a key of itself, as it is written, behind its reference, or in a part of it.
fn is_marked(document: &Document, node: &Node, key: &str) -> bool {
    let says = |node: &Node| node.get(key).and_then(Node::as_bool) == Some(true);
    let (target, _) = document.resolve(node, "");
    let parts = target.get("allOf").map_or(&[][..], Node::items).iter();
    says(node)
        || says(target)
        || parts
            .into_iter()
            .any(|part| says(document.resolve(part, "").0))
}

/// Whether a schema declares the property at a place: the names that lead to it, with `*` for an index.
pub(super) fn declares<'d>(document: &'d Document, schema: &Schema<'d>, place: &[String]) -> bool {
    let mut here = schema.clone();
    place.iter().filter(|token| *token != "*").all(|token| {
        let declared = properties(document, &here);
        let found = declared.into_iter().find(|known| known.name == token);
        found.is_some_and(|property| {
            here = (property.node, property.address);
            true
        })
    })
}

/// Whether objects may have properties that no part of the schema names.
pub(super) fn is_open(document: &Document, schema: &Schema<'_>) -> bool {
    let parts = parts(document, schema);
    let mut objects = parts.iter().filter(|(node, _)| {
        node.get("properties").is_some() || node.get("additionalProperties").is_some()
    });
    let open = |node: &Node| {
        node.get("additionalProperties")
            .is_some_and(|rest| rest.as_bool() == Some(true) || rest.is_object())
    };
    objects.any(|(node, _)| open(node))
}

/// The types that a schema allows, each once; empty when it allows any.
pub(super) fn types(document: &Document, schema: &Schema<'_>) -> Vec<TypeName> {
    gather_types(document, schema, 4)
}

fn gather_types(document: &Document, schema: &Schema<'_>, depth: usize) -> Vec<TypeName> {
    let mut found = Vec::new();
    let mut add = |name: TypeName| {
        if !found.contains(&name) {
            found.push(name);
        }
    };
    for (node, address) in parts(document, schema) {
        let declared = node.get("type");
        let names = match declared {
            Some(one) if one.as_str().is_some() => std::slice::from_ref(one),
            Some(several) => several.items(),
            None => &[],
        };
        let format = node.get("format").and_then(Node::as_str);
        for name in names.iter().filter_map(Node::as_str) {
            match (name, format) {
                ("string", Some("date-time")) => add(TypeName::DateTime),
                ("string", Some("date")) => add(TypeName::Date),
                ("string", Some("binary")) => add(TypeName::File),
                ("string", _) => add(TypeName::String),
                ("integer", _) => add(TypeName::Integer),
                ("number", _) => add(TypeName::Number),
                ("boolean", _) => add(TypeName::Boolean),
                ("object", _) => add(TypeName::Object),
                ("null", _) => add(TypeName::Null),
                ("array", _) => {
                    let items = node.get("items").filter(|_| depth > 0);
                    let items = items.map(|items| {
                        let schema = (items, below(&address, &["items"]));
                        gather_types(document, &schema, depth - 1)
                    });
                    match items {
                        Some(inner) if !inner.is_empty() => {
                            for name in inner {
                                add(TypeName::Array(Some(Box::new(name))));
                            }
                        }
                        _ => add(TypeName::Array(None)),
                    }
                }
                _ => {}
            }
        }
        if declared.is_none() && node.has("properties") {
            add(TypeName::Object);
        }
        if node.get("nullable").and_then(Node::as_bool) == Some(true) {
            add(TypeName::Null);
        }
    }
    found
}

/// A set of values that a schema lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// Each value as a page would write it, once.
    pub(super) known: Vec<String>,
    /// Whether the set may grow.
    pub(super) open: bool,
    /// Where the first list stands, and its address.
    pub(super) place: Option<(Span, String)>,
}

/// The values that a schema lists for itself, its parts and its items.
pub(super) fn values(document: &Document, schema: &Schema<'_>) -> Values {
    let mut found = Values::default();
    let mut waiting = parts(document, schema);
    waiting.reverse();
    let mut touched = 0;
    while let Some((node, address)) = waiting.pop() {
        touched += 1;
        if touched > MOST {
            break;
        }
        for key in ["enum", "x-extensible-enum"] {
            let Some(list) = node.get(key) else { continue };
            found.open |= key != "enum";
            found
                .place
                .get_or_insert_with(|| (list.span, below(&address, &[key])));
            for value in list.items() {
                let text = plain(value);
                if !value.is_null() && !found.known.contains(&text) {
                    found.known.push(text);
                }
            }
        }
        if let Some(items) = node.get("items") {
            waiting.extend(parts(document, &(items, below(&address, &["items"]))));
        }
    }
    found
}

/// The default that a schema gives, and its address.
pub(super) fn default<'d>(document: &'d Document, schema: &Schema<'d>) -> Option<Schema<'d>> {
    // The reference itself may carry one beside an `allOf`, and that one is the nearest.
    let mut parts = parts(document, schema).into_iter();
    parts.find_map(|(node, address)| Some((node.get("default")?, below(&address, &["default"]))))
}

/// A value as pages write it: a string without quotes, anything else as JSON.
pub(super) fn plain(value: &Node) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_json().to_string(),
    }
}

/// The address of what lies below another one.
pub(super) fn below(address: &str, tokens: &[&str]) -> String {
    let pointer = tokens
        .iter()
        .fold(Pointer::root(), |pointer, token| pointer.join(token));
    format!("{address}{pointer}")
}
