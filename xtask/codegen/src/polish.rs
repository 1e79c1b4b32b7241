//! Finishes progenitor's output: documentation, `JsonSchema` behind a feature, and the open value sets.

use std::collections::BTreeSet;

use openapi_document::node::Member;
use openapi_document::operation::Operation;
use openapi_document::{Document, Node};
use quote::{ToTokens as _, quote};
use syn::{
    Attribute, Expr, ExprLit, Fields, FieldsNamed, Item, ItemMod, Lit, Meta, Type, parse_quote,
};

use crate::error::Error;
use crate::open_enum;
use crate::prose;

/// Finishes the file in place.
pub(crate) fn polish(file: &mut syn::File, view: &Document) -> Result<(), Error> {
    let asked = request_components(view);
    for item in &mut file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => types(module, view, &asked)?,
            Item::Struct(item) => tidy(&mut item.attrs, ""),
            Item::Impl(item) => {
                for method in &mut item.items {
                    if let syn::ImplItem::Fn(method) = method {
                        tidy(&mut method.attrs, "");
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The module of types: what each type lacks, and the enums that progenitor was told to take for granted.
fn types(module: &mut ItemMod, view: &Document, asked: &BTreeSet<String>) -> Result<(), Error> {
    let Some((_, items)) = &mut module.content else {
        return Err(Error::Output(
            "the module `types` has no content".to_owned(),
        ));
    };
    for item in items.iter_mut() {
        match item {
            Item::Struct(item) => {
                tidy(&mut item.attrs, "");
                add_json_schema(&mut item.attrs);
                if let Fields::Named(fields) = &mut item.fields {
                    // What only servers write gains members with each version of GitLab.
                    if !asked.contains(&item.ident.to_string()) {
                        item.attrs.push(parse_quote! { #[non_exhaustive] });
                    }
                    let properties = properties(view, &item.ident.to_string());
                    order(fields, properties);
                    for field in &mut fields.named {
                        let told = history(field, properties);
                        tidy(&mut field.attrs, &told);
                        make_map_optional(field);
                        if field.ident.as_ref().is_some_and(|name| name == "extra") {
                            let doc = "Members that this version of the client does not know.";
                            field.attrs.splice(0..0, documentation(doc));
                        }
                    }
                }
            }
            Item::Enum(item) => {
                tidy(&mut item.attrs, "");
                add_json_schema(&mut item.attrs);
                for variant in &mut item.variants {
                    document_variant(variant);
                }
            }
            _ => {}
        }
    }
    for open in open_enum::all(view) {
        let added: syn::File =
            syn::parse2(open.items()).map_err(|error| Error::Output(error.to_string()))?;
        items.extend(added.items);
    }
    Ok(())
}

/// The properties of the component that a struct was made from.
fn properties<'a>(view: &'a Document, name: &str) -> &'a [Member] {
    let schema = view.find(&format!("#/components/schemas/{name}"));
    let properties = schema.and_then(|schema| schema.get("properties"));
    properties.map(Node::members).unwrap_or_default()
}

/// Where the property of a field stands among all; what is no property, as `extra`, comes last.
fn place(field: &syn::Field, properties: &[Member]) -> usize {
    let own = field.ident.as_ref().map(ToString::to_string);
    let wire = renamed(&field.attrs).or(own);
    let mut keys = properties.iter().map(|property| &property.key);
    keys.position(|key| Some(key) == wire.as_ref())
        .unwrap_or(properties.len())
}

/// Puts the fields into the order of the document, where progenitor sorts them by name.
fn order(fields: &mut FieldsNamed, properties: &[Member]) {
    let mut sorted: Vec<syn::Field> = std::mem::take(&mut fields.named).into_iter().collect();
    sorted.sort_by_key(|field| place(field, properties));
    fields.named = sorted.into_iter().collect();
}

/// Since when and until when servers send the property of a field.
fn history(field: &syn::Field, properties: &[Member]) -> String {
    let property = properties.get(place(field, properties));
    let told = property.map(|property| open_enum::history(&property.node, None));
    told.unwrap_or_default().join(" ")
}

/// The names of the components that a request body can hold: callers must be able to build them.
fn request_components(view: &Document) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let operations = view.operations();
    let bodies = operations.iter().filter_map(Operation::request_body);
    let mut waiting: Vec<&Node> = bodies.map(|body| body.node()).collect();
    while let Some(node) = waiting.pop() {
        if let Some(reference) = node.get("$ref").and_then(Node::as_str) {
            let name = reference.rsplit('/').next().unwrap_or_default();
            if names.insert(name.to_owned()) {
                waiting.extend(view.find(reference));
            }
        }
        waiting.extend(node.items());
        waiting.extend(node.members().iter().map(|member| &member.node));
    }
    names
}

/// An optional map as an `Option`: an empty one is not the same as none, and must be written back as it was read.
fn make_map_optional(field: &mut syn::Field) {
    let Type::Path(path) = &field.ty else { return };
    let Some(last) = path.path.segments.last() else {
        return;
    };
    let map = last.ident == "BTreeMap" || last.ident == "Map";
    let serde = |attribute: &Attribute| attribute.path().is_ident("serde");
    let skips =
        |attribute: &Attribute| attribute.to_token_stream().to_string().contains("is_empty");
    let Some(at) = field
        .attrs
        .iter()
        .position(|attribute| map && serde(attribute) && skips(attribute))
    else {
        return;
    };
    let renamed = renamed(&field.attrs).map(|name| quote! { rename = #name, });
    field.attrs[at] = parse_quote! {
        #[serde(#renamed skip_serializing_if = "::std::option::Option::is_none")]
    };
    let inner = &field.ty;
    field.ty = parse_quote! { ::std::option::Option<#inner> };
}

/// The name in `#[serde(rename = "...")]`.
fn renamed(attributes: &[Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        // What cannot be read this way is not a name, and what follows it does not matter here.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<Expr>()?;
            }
            Ok(())
        });
    }
    name
}

/// A value of a closed set has no description in the document: its text is one.
fn document_variant(variant: &mut syn::Variant) {
    if !variant
        .attrs
        .iter()
        .any(|attribute| attribute.path().is_ident("doc"))
    {
        let wire = renamed(&variant.attrs).unwrap_or_else(|| variant.ident.to_string());
        variant
            .attrs
            .splice(0..0, documentation(&format!("`{wire}`.")));
    }
}

fn add_json_schema(attributes: &mut Vec<Attribute>) {
    let after_derive = attributes
        .iter()
        .position(|attribute| attribute.path().is_ident("derive"))
        .map_or(attributes.len(), |at| at + 1);
    let derive = parse_quote! { #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))] };
    attributes.insert(after_derive, derive);
}

/// Rewrites the documentation among the attributes, with a paragraph more.
fn tidy(attributes: &mut Vec<Attribute>, more: &str) {
    let mut text: Vec<String> = attributes.iter().filter_map(doc_text).collect();
    text.extend(["\n".to_owned(), more.to_owned()]);
    let lines = documentation(&text.join("\n"));
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    attributes.splice(0..0, lines);
}

fn doc_text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn documentation(text: &str) -> Vec<Attribute> {
    let lines = prose::attributes(text).into_iter();
    lines.map(|line| parse_quote! { #line }).collect()
}
