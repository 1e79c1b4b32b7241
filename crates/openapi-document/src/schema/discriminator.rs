//! Discriminators by inheritance: a schema that others are made of by `allOf`, with a property that says which of
//! them a value is.
//!
//! Beside `oneOf` or `anyOf` a discriminator only helps a reader choose a branch; the branches themselves judge.

use std::collections::BTreeMap;

use super::{Demand, Id, Keyword, Store};
use crate::node::Node;

/// Which schema a value is, by one of its properties.
#[derive(Debug)]
pub(crate) struct Discriminator<'d> {
    pub(crate) property: &'d str,
    /// The schema that each value of the property stands for; none when the document has no such schema.
    pub(crate) schemas: BTreeMap<&'d str, Option<Id>>,
    /// The values that the document itself lists, in its order.
    pub(crate) mapped: Vec<&'d str>,
}

impl<'d> Store<'d> {
    /// What a discriminator demands; nothing beside a choice, where the branches judge.
    pub(super) fn discriminator(
        &mut self,
        address: &str,
        schema: &'d Node,
        value: &'d Node,
    ) -> Option<Demand<'d>> {
        let property = value.get("propertyName").and_then(Node::as_str)?;
        if schema.has("oneOf") || schema.has("anyOf") {
            return None;
        }
        // A schema is known by its name even where the mapping gives it another one.
        let mut schemas: BTreeMap<&'d str, Option<Id>> = BTreeMap::new();
        let itself = address.strip_prefix("#/components/schemas/");
        for name in self.inheriting(address) {
            let id = self.named(name);
            schemas.insert(name, id);
        }
        let components = self.document.root().get("components");
        let known = components.and_then(|components| components.get("schemas"));
        let known = known.map_or(&[][..], Node::members);
        if let Some(own) = known
            .iter()
            .find(|known| Some(known.key.as_str()) == itself)
        {
            schemas.insert(&own.key, None);
        }
        let mapping = value.get("mapping").map_or(&[][..], Node::members);
        for entry in mapping {
            let target = entry.node.as_str().and_then(|target| self.named(target));
            schemas.insert(&entry.key, target);
        }
        let keyword = Keyword::Discriminator(Discriminator {
            property,
            schemas,
            mapped: mapping.iter().map(|entry| entry.key.as_str()).collect(),
        });
        let span = value.span;
        Some(Demand { keyword, span })
    }

    /// The schema of a name, or at an address.
    fn named(&mut self, target: &str) -> Option<Id> {
        let address = if target.contains(['#', '/']) {
            target.to_owned()
        } else {
            format!("#/components/schemas/{target}")
        };
        let node = self.document.find(&address)?;
        Some(self.intern(address, Some(node)))
    }

    /// The names of the components that are made of the schema at an address by `allOf`, at once or by others.
    fn inheriting(&self, address: &str) -> Vec<&'d str> {
        let components = self.document.root().get("components");
        let schemas = components.and_then(|components| components.get("schemas"));
        let schemas = schemas.map_or(&[][..], Node::members);
        let mut found: Vec<&'d str> = Vec::new();
        let mut bases = vec![address.to_owned()];
        while let Some(base) = bases.pop() {
            for schema in schemas {
                let parts = schema.node.get("allOf").map_or(&[][..], Node::items);
                let mut parts = parts.iter().filter_map(|part| part.get("$ref")?.as_str());
                if parts.any(|part| part == base) && !found.contains(&schema.key.as_str()) {
                    found.push(&schema.key);
                    bases.push(format!("#/components/schemas/{}", schema.key));
                }
            }
        }
        found
    }
}
