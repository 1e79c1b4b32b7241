//! Shows the whole public surface in one snapshot, so that a change of any field, variant or signature is a change of
//! a file that is reviewed.
//!
//! The surface is read from the sources: what `lib.rs` and `types.rs` export, with the bodies of functions and everything
//! private taken out. `public_api.rs` proves by compiling that it can be used.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{
    Attribute, Fields, FnArg, ImplItem, Item, ItemImpl, Pat, Signature, UseTree, Visibility,
};

/// What this crate exports, and where from.
#[derive(Default)]
struct Exports {
    /// The lines that say so, with what they depend on.
    lines: String,
    /// Names of the hand-written half.
    written: BTreeSet<String>,
    /// Names of the generated half, all of them types.
    generated: BTreeSet<String>,
}

fn source(name: &str) -> syn::File {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name);
    parse(&path)
}

fn parse(path: &Path) -> syn::File {
    let text = std::fs::read_to_string(path).unwrap();
    syn::parse_file(&expanded(text)).unwrap()
}

/// Writes the one macro out for each of the names it is called with.
fn expanded(mut text: String) -> String {
    let (start, end) = ("macro_rules! conversions {", "\n}\n");
    if let Some((before, rest)) = text.split_once(start) {
        let (definition, rest) = rest.split_once(end).unwrap();
        let (_, body) = definition.split_once("=> {$(").unwrap();
        let (body, _) = body.rsplit_once(")*};").unwrap();
        let (between, rest) = rest.split_once("conversions!(").unwrap();
        let (names, after) = rest.split_once(");").unwrap();
        let bodies = names.split(", ").map(|name| body.replace("$name", name));
        text = format!("{before}{between}{}{after}", bodies.collect::<String>());
    }
    assert!(!text.contains("macro_rules!"), "a macro is not written out");
    text
}

/// The sources of the hand-written half.
fn written() -> Vec<syn::File> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("generated.rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files.iter().map(|path| parse(path)).collect()
}

/// The types of the generated half; nothing else of it is exported.
fn generated() -> Vec<Item> {
    let file = source("generated.rs");
    let types = file.items.into_iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content,
        _ => None,
    });
    let mut found = Vec::new();
    flatten(types.unwrap().1, &mut found);
    found
}

/// The items of a file and of the modules in it, except tests.
fn flatten(items: Vec<Item>, found: &mut Vec<Item>) {
    for item in items {
        match item {
            Item::Mod(module) => {
                let test = module
                    .attrs
                    .iter()
                    .any(|attribute| attribute.to_token_stream().to_string() == "# [cfg (test)]");
                if let (false, Some((_, items))) = (test, module.content) {
                    flatten(items, found);
                }
            }
            item => found.push(item),
        }
    }
}

fn exports() -> Exports {
    let mut exports = Exports::default();
    for name in ["lib.rs", "types.rs"] {
        for item in source(name).items {
            match item {
                Item::Use(mut item) if matches!(item.vis, Visibility::Public(_)) => {
                    note(&item.tree, false, &mut exports);
                    strip(&mut item.attrs);
                    exports.lines += &shown(Item::Use(item));
                }
                Item::Mod(item) => {
                    let public = matches!(item.vis, Visibility::Public(_));
                    assert_eq!(public, item.ident == "types", "{}", item.ident);
                }
                _ => {}
            }
        }
    }
    exports
}

fn note(tree: &UseTree, generated: bool, exports: &mut Exports) {
    match tree {
        UseTree::Path(path) => note(&path.tree, generated || path.ident == "generated", exports),
        UseTree::Group(group) => {
            let each = group.items.iter();
            each.for_each(|tree| note(tree, generated, exports));
        }
        UseTree::Name(name) => {
            let name = name.ident.to_string();
            _ = if generated {
                exports.generated.insert(name)
            } else {
                exports.written.insert(name)
            };
        }
        UseTree::Rename(_) | UseTree::Glob(_) => {
            panic!("an export is hidden behind a name or star")
        }
    }
}

/// Keeps the attributes that callers notice.
fn strip(attributes: &mut Vec<Attribute>) {
    const NOTICED: [&str; 6] = [
        "cfg",
        "cfg_attr",
        "deprecated",
        "derive",
        "must_use",
        "non_exhaustive",
    ];
    attributes.retain(|attribute| NOTICED.iter().any(|name| attribute.path().is_ident(name)));
}

/// Takes private fields out; one stands for all of them, because it decides whether a value can be written down.
fn strip_fields(fields: &mut Fields) {
    let is_public = |field: &syn::Field| matches!(field.vis, Visibility::Public(_));
    match fields {
        Fields::Named(fields) => {
            let all = std::mem::take(&mut fields.named);
            let hides = !all.iter().all(is_public);
            fields.named = all.into_iter().filter(is_public).collect();
            if hides {
                fields.named.push(syn::parse_quote!(private: ()));
            }
        }
        Fields::Unnamed(fields) => {
            for field in fields.unnamed.iter_mut().filter(|field| !is_public(field)) {
                field.ty = syn::parse_quote!(());
            }
        }
        Fields::Unit => {}
    }
    fields.iter_mut().for_each(|field| strip(&mut field.attrs));
}

/// Takes out of a signature what only the body knows.
fn strip_signature(signature: &mut Signature) {
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(argument) => {
                if let Pat::Ident(name) = &mut *argument.pat {
                    name.mutability = None;
                }
            }
        }
    }
}

/// What is public of an item that defines something, and its name.
fn definition(mut item: Item) -> Option<(String, Item)> {
    let name = match &mut item {
        Item::Struct(item) => {
            strip(&mut item.attrs);
            strip_fields(&mut item.fields);
            &item.ident
        }
        Item::Enum(item) => {
            strip(&mut item.attrs);
            for variant in &mut item.variants {
                strip(&mut variant.attrs);
                let fields = variant.fields.iter_mut();
                fields.for_each(|field| strip(&mut field.attrs));
            }
            &item.ident
        }
        Item::Fn(item) => {
            strip(&mut item.attrs);
            strip_signature(&mut item.sig);
            item.block.stmts.clear();
            &item.sig.ident
        }
        Item::Const(item) => {
            strip(&mut item.attrs);
            &item.ident
        }
        Item::Type(item) => {
            strip(&mut item.attrs);
            &item.ident
        }
        Item::Trait(item) => {
            strip(&mut item.attrs);
            &item.ident
        }
        _ => return None,
    };
    Some((name.to_string(), item))
}

fn visibility(item: &Item) -> Option<&Visibility> {
    Some(match item {
        Item::Struct(item) => &item.vis,
        Item::Enum(item) => &item.vis,
        Item::Fn(item) => &item.vis,
        Item::Const(item) => &item.vis,
        Item::Type(item) => &item.vis,
        Item::Trait(item) => &item.vis,
        _ => return None,
    })
}

/// What is public of an implementation, with the exported name that it is for; nothing when it is for none.
fn implementation(mut item: ItemImpl, exported: &BTreeSet<String>) -> Option<(String, ItemImpl)> {
    let header = match &item.trait_ {
        Some((path, _)) => format!(
            "{} {}",
            item.self_ty.to_token_stream(),
            path.to_token_stream()
        ),
        None => item.self_ty.to_token_stream().to_string(),
    };
    let name = header.split(' ').find(|word| exported.contains(*word))?;
    strip(&mut item.attrs);
    let inherent = item.trait_.is_none();
    item.items.retain_mut(|item| match item {
        ImplItem::Fn(item) => {
            strip(&mut item.attrs);
            strip_signature(&mut item.sig);
            item.block.stmts.clear();
            inherent && matches!(item.vis, Visibility::Public(_))
        }
        ImplItem::Const(item) => {
            strip(&mut item.attrs);
            !inherent || matches!(item.vis, Visibility::Public(_))
        }
        ImplItem::Type(item) => {
            strip(&mut item.attrs);
            true
        }
        _ => panic!("an implementation has something that is not known here"),
    });
    (!inherent || !item.items.is_empty()).then(|| (name.to_owned(), item))
}

/// The public part of items: definitions and implementations of exported names, each name's together. Where in the
/// sources they stand makes no difference.
fn surface(items: Vec<Item>, names: &BTreeSet<String>, all: &BTreeSet<String>) -> String {
    let mut found = BTreeMap::new();
    let mut implementations = Vec::new();
    let mut private = BTreeSet::new();
    for item in items {
        if let Item::Impl(item) = item {
            implementations.extend(implementation(item, all));
        } else if let Some((name, item)) = definition(item) {
            let public = matches!(visibility(&item), Some(Visibility::Public(_)));
            if public && names.contains(&name) {
                let known = found.insert((name.clone(), String::new()), item);
                assert!(known.is_none(), "`{name}` is defined twice");
            } else {
                private.insert(name);
            }
        }
    }
    assert_eq!(found.len(), names.len(), "each exported name is defined");
    for (name, mut item) in implementations {
        let of = item.self_ty.to_token_stream().to_string();
        let of = of.split(' ').next().unwrap();
        if private.contains(of) && !all.contains(of) {
            continue;
        }
        let items = std::mem::take(&mut item.items);
        let header = item.to_token_stream().to_string();
        let known = found.entry((name, header)).or_insert(Item::Impl(item));
        if let Item::Impl(known) = known {
            known.items.extend(items);
            known.items.sort_by_key(name_of);
        }
    }
    let texts = found.into_values().map(shown);
    texts.collect::<Vec<_>>().join("\n")
}

fn name_of(item: &ImplItem) -> String {
    match item {
        ImplItem::Fn(item) => item.sig.ident.to_string(),
        ImplItem::Const(item) => item.ident.to_string(),
        item => item.to_token_stream().to_string(),
    }
}

fn shown(item: Item) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

#[test]
fn the_whole_public_surface_is_as_reviewed() {
    let Exports {
        lines,
        written: mut names,
        generated: types,
    } = exports();
    assert!(names.remove("reqwest"), "the HTTP library is exported");
    assert!(names.len() > 30 && types.len() > 30);
    let mut items = Vec::new();
    for file in written() {
        flatten(file.items, &mut items);
    }
    let all = &names | &types;
    let written = surface(items, &names, &all);
    let generated = surface(generated(), &types, &types);
    let surface = format!("{lines}\n{written}\n// types\n\n{generated}");
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("surface", surface);
    });
}
