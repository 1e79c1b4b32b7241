//! The lowering itself: what each keyword of OpenAPI 3.0 and 3.1 means in the one keyword set.
//!
//! Three readings where the texts leave room:
//! - 3.0's `nullable: true` adds `null` to the `type` beside it and does nothing else. It has no effect without a
//!   `type` in the same schema, it does not reach into `allOf` or a `$ref`, and an `enum` must list `null`
//!   itself (the clarification of OpenAPI 3.0.3).
//! - 3.0's `$ref` stands alone: its siblings are ignored. In 3.1 they count.
//! - `format` is an open vocabulary: names that are not implemented are annotations and not reported.

use super::pattern::Pattern;
use super::read::{Refused, array, boolean, count, names, number, object, text};
use super::{Demand, Id, Keyword, Members, Property, Rest, Store, Types, Unsupported};
use crate::node::{Member, Node};
use crate::pointer::Pointer;
use crate::source::Span;

/// Keywords that describe and never judge.
pub(super) fn is_description(key: &str) -> bool {
    matches!(
        key,
        "title" | "description" | "default" | "example" | "externalDocs" | "xml" | "deprecated"
    ) || (key.starts_with("x-") && key != "x-extensible-enum")
}

/// Whether 3.0's `nullable: true` stands in a schema.
pub(super) fn is_nullable(node: &Node) -> bool {
    node.get("nullable").and_then(Node::as_bool) == Some(true)
}

/// Descriptions that only 3.1 has.
fn is_newer_description(key: &str) -> bool {
    matches!(
        key,
        "examples"
            | "$comment"
            | "$defs"
            | "$schema"
            | "contentEncoding"
            | "contentMediaType"
            | "contentSchema"
    )
}

/// Judging keywords that only 3.1 has.
fn is_newer(key: &str) -> bool {
    matches!(
        key,
        "const"
            | "prefixItems"
            | "contains"
            | "minContains"
            | "maxContains"
            | "patternProperties"
            | "propertyNames"
            | "dependentRequired"
            | "dependentSchemas"
            | "if"
            | "then"
            | "else"
            | "unevaluatedItems"
            | "unevaluatedProperties"
    )
}

/// The address of a part of a schema.
pub(crate) fn below(address: &str, tokens: &[&str]) -> String {
    let pointer = tokens
        .iter()
        .fold(Pointer::root(), |pointer, token| pointer.join(token));
    let separator = if address.contains('#') { "" } else { "#" };
    format!("{address}{separator}{pointer}")
}

impl<'d> Store<'d> {
    /// Fills in the demands of a schema that was only numbered so far.
    pub(super) fn lower(&mut self, id: Id) {
        let Some(node) = self.schemas[id.0].node else {
            return;
        };
        let address = self.schemas[id.0].address.clone();
        let nullable = !self.document.is_3_1() && is_nullable(node);
        let mut demands = Vec::new();
        match node.as_bool() {
            Some(true) => {}
            Some(false) => demands.push(Demand {
                keyword: Keyword::Never,
                span: node.span,
            }),
            None if node.is_object() => self.lower_keywords(&address, node, &mut demands),
            None => {
                let reason = "is not a schema: write an object".to_owned();
                self.report("schema", &address, node.span, reason);
            }
        }
        // What a value is comes before what it holds, and what nothing else judged comes last.
        demands.sort_by_key(|demand| match demand.keyword {
            Keyword::Types(_) => 0,
            Keyword::Discriminator(_) => 2,
            Keyword::UnevaluatedItems(_) | Keyword::UnevaluatedProperties(_) => 3,
            _ => 1,
        });
        let schema = &mut self.schemas[id.0];
        let flag = |key| node.get(key).and_then(Node::as_bool) == Some(true);
        schema.read_only = flag("readOnly");
        schema.write_only = flag("writeOnly");
        schema.nullable = nullable;
        schema.demands = demands;
    }

    fn lower_keywords(&mut self, address: &str, node: &'d Node, demands: &mut Vec<Demand<'d>>) {
        let newer = self.document.is_3_1();
        let is_reference = !newer && node.get("$ref").and_then(Node::as_str).is_some();
        for member in node.members() {
            let key = member.key.as_str();
            if is_reference && key != "$ref" {
                continue;
            }
            if key == "discriminator" {
                demands.extend(self.discriminator(address, node, &member.node));
                continue;
            }
            let described = is_description(key) || (newer && is_newer_description(key));
            if described {
                continue;
            }
            if !newer && (is_newer(key) || is_newer_description(key)) {
                let reason = "is a keyword of OpenAPI 3.1, and this document is 3.0".to_owned();
                self.report(key, address, member.node.span, reason);
                continue;
            }
            match self.keyword(address, node, member) {
                Ok(None) => {}
                Ok(Some(keyword)) => demands.push(Demand {
                    keyword,
                    span: member.node.span,
                }),
                Err(reason) => self.report(key, address, member.node.span, reason),
            }
        }
    }

    /// What one keyword demands, together with the siblings that change its meaning.
    fn keyword(
        &mut self,
        address: &str,
        schema: &'d Node,
        member: &'d Member,
    ) -> Result<Option<Keyword<'d>>, Refused> {
        let (key, value) = (member.key.as_str(), &member.node);
        let keyword = match key {
            "type" => Keyword::Types(self.types(schema, value)?),
            "nullable" if self.document.is_3_1() => {
                return Err("is gone from OpenAPI 3.1: list `null` in `type`".to_owned());
            }
            "nullable" => {
                if boolean(value)? && !schema.has("type") {
                    return Err("has no effect without a `type` beside it".to_owned());
                }
                return Ok(None);
            }
            "enum" => Keyword::Enum(array(value)?),
            "const" => Keyword::Const(value),
            "x-extensible-enum" => Keyword::OpenValues(array(value)?),
            "format" => Keyword::Format(text(value)?),
            "minimum" | "maximum" => return self.bound(schema, key, value),
            "exclusiveMinimum" | "exclusiveMaximum" => {
                return self.exclusive_bound(schema, key, value);
            }
            "multipleOf" => {
                number(value)?;
                if value.as_number().and_then(serde_json::Number::as_f64) <= Some(0.0) {
                    return Err("must be greater than zero".to_owned());
                }
                Keyword::MultipleOf(value)
            }
            "minLength" => Keyword::MinLength(count(value)?),
            "maxLength" => Keyword::MaxLength(count(value)?),
            "pattern" => {
                let text = text(value)?;
                Keyword::Pattern {
                    text,
                    regex: Pattern::new(text)?,
                }
            }
            "minItems" => Keyword::MinItems(count(value)?),
            "maxItems" => Keyword::MaxItems(count(value)?),
            "uniqueItems" => return Ok(boolean(value)?.then_some(Keyword::UniqueItems)),
            "minProperties" => Keyword::MinProperties(count(value)?),
            "maxProperties" => Keyword::MaxProperties(count(value)?),
            "required" => Keyword::Required(names(value)?),
            "readOnly" | "writeOnly" => {
                boolean(value)?;
                return Ok(None);
            }
            _ => return self.applicator(address, schema, key, value),
        };
        Ok(Some(keyword))
    }

    /// A keyword that holds other schemas.
    fn applicator(
        &mut self,
        address: &str,
        schema: &'d Node,
        key: &str,
        value: &'d Node,
    ) -> Result<Option<Keyword<'d>>, Refused> {
        let keyword = match key {
            "$ref" => {
                let target = text(value)?;
                Keyword::Reference(self.intern(target.to_owned(), self.document.find(target)))
            }
            "allOf" => Keyword::AllOf(self.list(address, key, value)?),
            "anyOf" => Keyword::AnyOf(self.list(address, key, value)?),
            "oneOf" => Keyword::OneOf(self.list(address, key, value)?),
            "not" => Keyword::Not(self.part(address, &[key], value)),
            "if" => {
                let branch = |store: &mut Self, key| {
                    let node = schema.get(key)?;
                    Some(store.part(address, &[key], node))
                };
                Keyword::Condition {
                    test: self.part(address, &[key], value),
                    then: branch(self, "then"),
                    otherwise: branch(self, "else"),
                }
            }
            "then" | "else" => return beside(schema, "if"),
            "items" | "prefixItems" => {
                if key == "items" && schema.has("prefixItems") && self.document.is_3_1() {
                    return Ok(None);
                }
                let prefix = match schema.get("prefixItems") {
                    Some(prefix) if key == "prefixItems" => {
                        self.list(address, "prefixItems", prefix)?
                    }
                    _ => Vec::new(),
                };
                let rest = schema.get("items");
                Keyword::Items {
                    prefix,
                    rest: rest.map(|rest| self.part(address, &["items"], rest)),
                }
            }
            "contains" => Keyword::Contains {
                schema: self.part(address, &[key], value),
                min: schema.get("minContains").map_or(Ok(1), count)?,
                max: schema.get("maxContains").map(count).transpose()?,
            },
            "minContains" | "maxContains" => {
                count(value)?;
                return beside(schema, "contains");
            }
            "properties" | "patternProperties" | "additionalProperties" => {
                return self.members(address, schema, key, value);
            }
            "propertyNames" => Keyword::PropertyNames(self.part(address, &[key], value)),
            "dependentRequired" => {
                let entries = object(value)?.iter().map(|member| {
                    let names = names(&member.node)?;
                    let names = names.into_iter().map(|(name, _)| name).collect();
                    Ok((member.key.as_str(), names))
                });
                Keyword::DependentRequired(entries.collect::<Result<_, Refused>>()?)
            }
            "dependentSchemas" => {
                let entries = object(value)?.iter().map(|member| {
                    let id = self.part(address, &[key, &member.key], &member.node);
                    (member.key.as_str(), id)
                });
                Keyword::DependentSchemas(entries.collect())
            }
            "unevaluatedItems" => Keyword::UnevaluatedItems(self.part(address, &[key], value)),
            "unevaluatedProperties" => {
                Keyword::UnevaluatedProperties(self.part(address, &[key], value))
            }
            _ => return Err("is not a keyword that validation knows".to_owned()),
        };
        Ok(Some(keyword))
    }

    fn types(&self, schema: &Node, value: &Node) -> Result<Types, Refused> {
        let unknown = |name: &str| format!("names no JSON type: `{name}`");
        let add = |types: Types, node: &Node| {
            let name = text(node)?;
            types.with(name).ok_or_else(|| unknown(name))
        };
        if value.is_array() {
            if !self.document.is_3_1() {
                return Err(
                    "must be one type in OpenAPI 3.0: write `nullable: true` beside it".to_owned(),
                );
            }
            return value.items().iter().try_fold(Types::default(), add);
        }
        let types = add(Types::default(), value)?;
        if self.document.is_3_1() {
            return Ok(types);
        }
        if types.has("null") {
            return Err("has no `null` in OpenAPI 3.0: write `nullable: true`".to_owned());
        }
        let nullable = schema.get("nullable").and_then(Node::as_bool) == Some(true);
        Ok(if nullable {
            types.with("null").expect("null is a type")
        } else {
            types
        })
    }

    /// `minimum` and `maximum`, which 3.0's boolean siblings make exclusive.
    fn bound(
        &self,
        schema: &Node,
        key: &str,
        value: &'d Node,
    ) -> Result<Option<Keyword<'d>>, Refused> {
        number(value)?;
        let lower = key == "minimum";
        let sibling = if lower {
            "exclusiveMinimum"
        } else {
            "exclusiveMaximum"
        };
        let exclusive =
            !self.document.is_3_1() && schema.get(sibling).and_then(Node::as_bool) == Some(true);
        Ok(Some(limit(lower, value, exclusive)))
    }

    fn exclusive_bound(
        &self,
        schema: &Node,
        key: &str,
        value: &'d Node,
    ) -> Result<Option<Keyword<'d>>, Refused> {
        let lower = key == "exclusiveMinimum";
        if self.document.is_3_1() {
            number(value)?;
            return Ok(Some(limit(lower, value, true)));
        }
        boolean(value)?;
        beside(schema, if lower { "minimum" } else { "maximum" })
    }

    /// The three keywords about properties, lowered at the first of them that stands in the schema.
    fn members(
        &mut self,
        address: &str,
        schema: &'d Node,
        key: &str,
        value: &'d Node,
    ) -> Result<Option<Keyword<'d>>, Refused> {
        if key != "additionalProperties" {
            object(value)?;
        }
        let patterns_count = self.document.is_3_1();
        let is_group = |key: &str| match key {
            "properties" | "additionalProperties" => true,
            "patternProperties" => patterns_count,
            _ => false,
        };
        let first = schema.members().iter().find(|member| is_group(&member.key));
        if first.is_some_and(|first| first.key != key) {
            return Ok(None);
        }
        let mut members = Members::default();
        let properties = schema.get("properties").map_or(&[][..], Node::members);
        for (order, member) in properties.iter().enumerate() {
            let schema = self.part(address, &["properties", &member.key], &member.node);
            let property = Property {
                schema,
                key_span: member.key_span,
                order,
            };
            members.properties.insert(&member.key, property);
        }
        if patterns_count {
            let patterns = schema
                .get("patternProperties")
                .map_or(&[][..], Node::members);
            for member in patterns {
                let id = self.part(address, &["patternProperties", &member.key], &member.node);
                match Pattern::new(&member.key) {
                    Ok(regex) => members.patterns.push((regex, id)),
                    Err(reason) => {
                        self.report("patternProperties", address, member.key_span, reason);
                    }
                }
            }
        }
        members.rest = match schema.get("additionalProperties") {
            None => Rest::Unsaid,
            Some(node) if node.as_bool() == Some(true) => Rest::Open,
            Some(node) if node.is_object() && node.members().is_empty() => Rest::Open,
            Some(node) => Rest::Schema(self.part(address, &["additionalProperties"], node)),
        };
        Ok(Some(Keyword::Members(members)))
    }

    fn part(&mut self, address: &str, tokens: &[&str], node: &'d Node) -> Id {
        self.intern(below(address, tokens), Some(node))
    }

    fn list(&mut self, address: &str, key: &str, value: &'d Node) -> Result<Vec<Id>, Refused> {
        let items = array(value)?.iter().enumerate();
        Ok(items
            .map(|(at, item)| self.part(address, &[key, &at.to_string()], item))
            .collect())
    }

    /// Remembers, once, something that is not judged.
    pub(super) fn report(&mut self, keyword: &str, schema: &str, span: Span, reason: String) {
        self.unsupported.insert(Unsupported {
            span,
            keyword: keyword.to_owned(),
            schema: schema.to_owned(),
            reason,
        });
    }

    /// Tells the judging keywords that 3.0 ignores because a `$ref` stands beside them.
    pub(super) fn report_ignored_siblings(&mut self, address: &str, node: &'d Node) {
        for member in node.members() {
            if member.key != "$ref" && !is_description(&member.key) {
                let reason =
                    "is ignored beside a `$ref` in OpenAPI 3.0: wrap the reference in `allOf`";
                self.report(&member.key, address, member.node.span, reason.to_owned());
            }
        }
    }
}

fn limit(lower: bool, limit: &Node, exclusive: bool) -> Keyword<'_> {
    if lower {
        Keyword::Minimum { limit, exclusive }
    } else {
        Keyword::Maximum { limit, exclusive }
    }
}

/// Nothing of its own, when the keyword it belongs to stands beside it.
fn beside<'d>(schema: &Node, other: &str) -> Result<Option<Keyword<'d>>, Refused> {
    if schema.has(other) {
        return Ok(None);
    }
    Err(format!("has no effect without `{other}` beside it"))
}
