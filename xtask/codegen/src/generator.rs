//! Runs progenitor, and survives when it panics.

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

use openapi_document::node::Value;
use openapi_document::operation::METHODS;
use openapi_document::{Document, Pointer};
use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;

use crate::error::Error;
use crate::open_enum;
use openapi_document::json;

/// Progenitor's output for a document, without any check before.
///
/// # Errors
///
/// [`Error::Refused`] and [`Error::Panicked`], each with the operations that are to blame.
pub fn run(document: &Document) -> Result<TokenStream, Error> {
    match attempt(document) {
        Ok(tokens) => Ok(tokens),
        Err(failure) => {
            let operations = culprits(document);
            Err(match failure {
                Failure::Refused(message) => Error::Refused {
                    message,
                    operations,
                },
                Failure::Panicked(message) => Error::Panicked {
                    message,
                    operations,
                },
            })
        }
    }
}

enum Failure {
    Refused(String),
    Panicked(String),
}

fn settings(document: &Document) -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote! { crate::transport::Inner })
        .with_map_type("::std::collections::BTreeMap");
    for open in open_enum::all(document) {
        let path = format!("crate::generated::types::{}", open.name);
        let impls = [TypeImpl::Display, TypeImpl::FromStr];
        settings.with_replacement(open.name, path, impls.into_iter());
    }
    settings
}

fn attempt(document: &Document) -> Result<TokenStream, Failure> {
    // As text, because only text keeps the order of the document.
    let spec = serde_json::from_str(&json::print(document.root()))
        .map_err(|error| Failure::Refused(error.to_string()))?;
    let settings = settings(document);
    catch(|| Generator::new(&settings).generate_tokens(&spec))
        .map_err(Failure::Panicked)?
        .map_err(|error| Failure::Refused(error.to_string()))
}

/// The message of a panic with its place, or what the work returned.
///
/// The hook is the process's, so only one of these runs at a time.
fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Mutex<()> = Mutex::new(());
    static MESSAGE: Mutex<String> = Mutex::new(String::new());
    let _one_at_a_time = HOOK.lock().unwrap_or_else(PoisonError::into_inner);
    let hook = panic::take_hook();
    let this = std::thread::current().id();
    panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == this {
            let mut message = MESSAGE.lock().unwrap_or_else(PoisonError::into_inner);
            *message = info.to_string().replace('\n', " ");
        }
    }));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(hook);
    let message = std::mem::take(&mut *MESSAGE.lock().unwrap_or_else(PoisonError::into_inner));
    result.map_err(|_| message)
}

/// The operations that fail when the document has no other.
fn culprits(document: &Document) -> Vec<String> {
    let operations = document.operations();
    if attempt(&only(document, None)).is_err() {
        return Vec::new();
    }
    let guilty = operations.iter().filter(|operation| {
        let pointer = operation.pointer();
        attempt(&only(document, Some(&pointer))).is_err()
    });
    guilty
        .map(|operation| match operation.id() {
            "" => format!("{} {}", operation.method(), operation.path()),
            id => id.to_owned(),
        })
        .collect()
}

/// The document with one operation, or none.
fn only(document: &Document, keep: Option<&Pointer>) -> Document {
    let mut root = document.root().clone();
    let Some(Value::Object(paths)) = root.get_mut("paths").map(|node| &mut node.value) else {
        return document.clone();
    };
    for path in paths.iter_mut() {
        let at = Pointer::root().join("paths").join(&path.key);
        if let Value::Object(members) = &mut path.node.value {
            members.retain(|member| {
                let operation = METHODS.contains(&member.key.as_str());
                !operation || keep == Some(&at.join(&member.key))
            });
        }
    }
    paths.retain(|path| keep.is_some() || path.node.has("$ref"));
    document.with_root(root)
}
