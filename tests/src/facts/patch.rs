//! Changing a value at a JSON pointer.

use openapi_document::pointer::Pointer;
use serde_json::Value;

/// Puts a value where the pointer leads; the last key may be new, everything before it must exist.
pub(super) fn set(value: &mut Value, pointer: &Pointer, new: Value) -> Result<(), String> {
    let Some((parent, key)) = split(value, pointer)? else {
        *value = new;
        return Ok(());
    };
    match parent {
        Value::Object(members) => {
            members.insert(key, new);
        }
        Value::Array(items) => {
            let at = index(&key, items.len()).ok_or_else(|| missing(pointer))?;
            items[at] = new;
        }
        _ => return Err(missing(pointer)),
    }
    Ok(())
}

/// Takes out what the pointer leads to, which must exist.
pub(super) fn remove(value: &mut Value, pointer: &Pointer) -> Result<(), String> {
    let (parent, key) = split(value, pointer)?.ok_or("the whole body cannot be removed")?;
    let gone = match parent {
        Value::Object(members) => members.remove(&key).is_some(),
        Value::Array(items) => match index(&key, items.len()) {
            Some(at) => {
                items.remove(at);
                true
            }
            None => false,
        },
        _ => false,
    };
    if gone { Ok(()) } else { Err(missing(pointer)) }
}

/// What the pointer leads to.
pub(super) fn get<'v>(value: &'v Value, pointer: &Pointer) -> Option<&'v Value> {
    value.pointer(&pointer.to_string())
}

fn split<'v>(
    value: &'v mut Value,
    pointer: &Pointer,
) -> Result<Option<(&'v mut Value, String)>, String> {
    let (Some(parent), Some(key)) = (pointer.parent(), pointer.last()) else {
        return Ok(None);
    };
    let parent = value
        .pointer_mut(&parent.to_string())
        .ok_or_else(|| missing(pointer))?;
    Ok(Some((parent, key.to_owned())))
}

fn index(key: &str, length: usize) -> Option<usize> {
    key.parse().ok().filter(|at| *at < length)
}

fn missing(pointer: &Pointer) -> String {
    format!("the body has nothing at `{pointer}`")
}
