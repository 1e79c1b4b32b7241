//! Queries and form bodies: from `scope[]=running` and `variables[0][key]=A` to a tree of values, as Rails reads them.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// How deep brackets may nest; what is deeper is ignored.
const MAX_DEPTH: usize = 8;

/// The decoded pairs of a query or form, in order; `+` is a blank.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let decode = |part: &str| {
        percent_decode_str(&part.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

/// Adds pairs to a tree: `a[]` appends to a list, `a[b]` goes into an object, `a[][b]` into the last object of a list.
pub(crate) fn nest(into: &mut Map<String, Value>, pairs: &[(String, String)]) {
    for (key, value) in pairs {
        let (name, rest) = key.split_at(key.find('[').unwrap_or(key.len()));
        let mut steps: Vec<&str> = Vec::new();
        let inner = rest
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        if let Some(inner) = inner {
            steps.extend(inner.split("]["));
        }
        if name.is_empty() || steps.len() > MAX_DEPTH {
            continue;
        }
        let slot = into.entry(name.to_owned()).or_insert(Value::Null);
        put(slot, &steps, value);
    }
}

/// Puts one value where the steps lead, making lists and objects on the way; a contradiction replaces what was there.
fn put(slot: &mut Value, steps: &[&str], value: &str) {
    match steps {
        [] => *slot = Value::String(value.to_owned()),
        ["", rest @ ..] => {
            if !slot.is_array() {
                *slot = Value::Array(Vec::new());
            }
            let Value::Array(items) = slot else { return };
            // `a[][x]=1&a[][y]=2` is one object, a repeated `x` starts the next.
            let starts = match (rest.first(), items.last()) {
                (Some(key), Some(Value::Object(last))) => last.contains_key(*key),
                _ => true,
            };
            if starts {
                items.push(Value::Null);
            }
            if let Some(last) = items.last_mut() {
                put(last, rest, value);
            }
        }
        [key, rest @ ..] => {
            if !slot.is_object() {
                *slot = Value::Object(Map::new());
            }
            let Value::Object(members) = slot else { return };
            let next = members.entry((*key).to_owned()).or_insert(Value::Null);
            put(next, rest, value);
        }
    }
}

/// The items of a list parameter: a list, the values of an object, or one bare value.
pub(crate) fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| place(key));
            members.into_iter().map(|(_, value)| value).collect()
        }
        other => vec![other],
    }
}

/// Where a numbered item stands in its list: 2 before 10, and before whatever has no number.
fn place(key: &str) -> (bool, usize, &str) {
    let digits = key.trim_start_matches('0');
    let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
    (!is_number, if is_number { digits.len() } else { 0 }, digits)
}

/// A tree of a form in which what is numbered is a list: `a[0]=x&a[1]=y` means what `a[]=x&a[]=y` does.
pub(crate) fn listed(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let is_number = |key: &String| key.bytes().all(|byte| byte.is_ascii_digit());
            if !members.is_empty() && members.keys().all(is_number) {
                let mut members: Vec<_> = members.into_iter().collect();
                members.sort_by(|(one, _), (next, _)| place(one).cmp(&place(next)));
                let members = members.into_iter();
                return members.map(|(_, value)| listed(value)).collect();
            }
            let members = members.into_iter();
            Value::Object(members.map(|(key, value)| (key, listed(value))).collect())
        }
        Value::Array(items) => items.into_iter().map(listed).collect(),
        other => other,
    }
}

/// A truth value, as a JSON boolean or as the words forms use for it.
pub(crate) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "t" | "1" | "on" => Some(true),
            "false" | "f" | "0" | "off" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A whole number, as a JSON number or as digits.
pub(crate) fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(text: &str) -> Value {
        let mut into = Map::new();
        nest(&mut into, &pairs(text));
        Value::Object(into)
    }

    #[test]
    fn brackets_nest_as_in_rails() {
        assert_eq!(
            tree("scope[]=a&scope%5B%5D=b"),
            json!({"scope": ["a", "b"]})
        );
        assert_eq!(tree("scope[0]=a"), json!({"scope": {"0": "a"}}));
        assert_eq!(
            tree("v[][key]=A&v[][value]=1+2&v[][key]=B"),
            json!({"v": [{"key": "A", "value": "1 2"}, {"key": "B"}]})
        );
    }

    #[test]
    fn numbered_items_keep_the_order_of_their_numbers() {
        let pairs: Vec<String> = (0..12)
            .map(|number| format!("a[{number}]={number}"))
            .collect();
        let tree = tree(&pairs.join("&"));
        let expected: Vec<Value> = (0..12).map(|number| number.to_string().into()).collect();
        let found: Vec<Value> = items(&tree["a"]).into_iter().cloned().collect();
        assert_eq!(found, expected);
        assert_eq!(listed(tree), json!({ "a": expected }));
    }

    #[test]
    fn hostile_depth_and_contradictions_are_harmless() {
        let deep = format!("a{}=1", "[x]".repeat(10_000));
        assert_eq!(tree(&deep), json!({}));
        assert_eq!(tree("a=1&a[]=2&a[b]=3"), json!({"a": {"b": "3"}}));
    }
}
