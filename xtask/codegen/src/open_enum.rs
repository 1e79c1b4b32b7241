//! Open value sets: `x-extensible-enum` components as enums that keep a value they do not know.

use openapi_document::Document;
use openapi_document::node::Node;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::prose;

/// The extension that lists the known values of an open set.
pub(crate) const EXTENSION: &str = "x-extensible-enum";
/// The extension that lists what changed between versions.
const HISTORY: &str = "x-gitlab-history";

/// A component with an open set of values.
pub(crate) struct OpenEnum<'a> {
    pub(crate) name: &'a str,
    schema: &'a Node,
}

/// Every open set among the components, in the order of the document.
pub(crate) fn all(document: &Document) -> Vec<OpenEnum<'_>> {
    let components = document.root().get("components");
    let schemas = components.and_then(|node| node.get("schemas"));
    let members = schemas.map(Node::members).unwrap_or_default().iter();
    members
        .filter(|member| member.node.has(EXTENSION))
        .map(|member| OpenEnum {
            name: &member.key,
            schema: &member.node,
        })
        .collect()
}

impl OpenEnum<'_> {
    /// The items of the enum: itself and its implementations.
    pub(crate) fn items(&self) -> TokenStream {
        let name = ident(self.name);
        let values = self.values();
        let variants = variants(&values);
        let docs = prose::attributes(&self.doc());
        let variant_docs = values
            .iter()
            .map(|value| prose::attributes(&self.value_doc(value)));
        let description = self.description();
        let schema_name = self.name;
        quote! {
            #(#docs)*
            #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            #[non_exhaustive]
            pub enum #name {
                #(#(#variant_docs)* #variants,)*
                /// A value that this version of the client does not know, as the server wrote it.
                Unknown(String),
            }

            impl #name {
                /// Every value that this version of the client knows, in the order of the document.
                pub const KNOWN: &'static [Self] = &[#(Self::#variants),*];

                /// The value as GitLab writes it.
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #values,)*
                        Self::Unknown(value) => value,
                    }
                }
            }

            impl ::std::fmt::Display for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }

            impl ::std::convert::From<&str> for #name {
                fn from(value: &str) -> Self {
                    match value {
                        #(#values => Self::#variants,)*
                        _ => Self::Unknown(value.to_owned()),
                    }
                }
            }

            impl ::std::convert::From<String> for #name {
                fn from(value: String) -> Self {
                    match Self::from(value.as_str()) {
                        Self::Unknown(_) => Self::Unknown(value),
                        known => known,
                    }
                }
            }

            impl ::std::str::FromStr for #name {
                type Err = ::std::convert::Infallible;

                fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                    Ok(Self::from(value))
                }
            }

            impl ::serde::Serialize for #name {
                fn serialize<S: ::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::std::result::Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }

            impl<'de> ::serde::Deserialize<'de> for #name {
                fn deserialize<D: ::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::std::result::Result<Self, D::Error> {
                    <String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
                }
            }

            #[cfg(feature = "schemars")]
            impl ::schemars::JsonSchema for #name {
                fn schema_name() -> ::std::borrow::Cow<'static, str> {
                    #schema_name.into()
                }

                fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                    ::schemars::json_schema!({
                        "type": "string",
                        "description": #description,
                        "x-extensible-enum": [#(#values),*],
                    })
                }
            }
        }
    }

    fn values(&self) -> Vec<&str> {
        let values = self
            .schema
            .get(EXTENSION)
            .map(Node::items)
            .unwrap_or_default();
        values.iter().filter_map(Node::as_str).collect()
    }

    fn description(&self) -> &str {
        let description = self.schema.get("description").and_then(Node::as_str);
        description.unwrap_or("A value of an open set.")
    }

    fn doc(&self) -> String {
        format!(
            "{}\n\nThe set is open: a value that GitLab adds later becomes `Unknown` and is written back as it was read.",
            self.description().trim()
        )
    }

    fn value_doc(&self, value: &str) -> String {
        let told = history(self.schema, Some(value));
        format!("`{value}`. {}", told.join(" "))
    }
}

/// What the history of a node says, a sentence each: about one value, or about the node itself.
pub(crate) fn history(node: &Node, value: Option<&str>) -> Vec<String> {
    let entries = node.get(HISTORY).map(Node::items).unwrap_or_default();
    let text =
        |entry: &'_ Node, key: &str| entry.get(key).and_then(Node::as_str).map(str::to_owned);
    entries
        .iter()
        .filter(|entry| text(entry, "value").as_deref() == value)
        .filter_map(|entry| {
            let version = text(entry, "version")?;
            match text(entry, "change")?.as_str() {
                "introduced" => Some(format!("Since GitLab {version}.")),
                "removed" => Some(format!("Gone from GitLab {version} on.")),
                "deprecated" => Some(format!("Deprecated since GitLab {version}.")),
                _ => None,
            }
        })
        .collect()
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The variant for each value, numbered where two would have one name.
fn variants(values: &[&str]) -> Vec<Ident> {
    let names: Vec<String> = values.iter().map(|value| variant(value)).collect();
    let number = |at: usize| {
        names[..at]
            .iter()
            .filter(|name| **name == names[at])
            .count()
    };
    let numbered = names.iter().enumerate().map(|(at, name)| match number(at) {
        0 => ident(name),
        earlier => ident(&format!("{name}{}", earlier + 1)),
    });
    numbered.collect()
}

/// The name of the variant for a value: `waiting_for_resource` becomes `WaitingForResource`.
pub(crate) fn variant(value: &str) -> String {
    let words = value.split(|c: char| !c.is_ascii_alphanumeric());
    let name: String = words
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        })
        .collect();
    match name.as_str() {
        "" => "Empty".to_owned(),
        // The variant for values that are not known has the name already.
        "Unknown" => "UnknownValue".to_owned(),
        "Self" => "SelfValue".to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("Value{name}"),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{variant, variants};

    #[test]
    fn values_that_differ_in_signs_only_get_variants_of_their_own() {
        let names: Vec<String> = variants(&["a-b", "a_b", "c"])
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(names, ["AB", "AB2", "C"]);
    }

    #[test]
    fn variants_are_named_after_their_values_and_always_identifiers() {
        for (value, name) in [
            ("waiting_for_resource", "WaitingForResource"),
            ("ondemand-dast scan", "OndemandDastScan"),
            ("unknown", "UnknownValue"),
            ("self", "SelfValue"),
            ("2fa", "Value2fa"),
            ("", "Empty"),
        ] {
            assert_eq!(variant(value), name, "{value:?}");
        }
    }
}
