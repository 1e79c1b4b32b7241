//! Exact comparison of numbers and values, however they are written.

use std::cmp::Ordering;

use serde_json::Number;

use crate::node::{Member, Node, Value};

/// A number as it is compared: `1.0` is the integer 1.
#[derive(Clone, Copy, Debug)]
enum Exact {
    Integer(i128),
    Float(f64),
}

/// Floats beyond this are no longer converted; they are integers all the same.
const LARGEST: f64 = 1e36;

#[allow(clippy::cast_possible_truncation)]
fn exact(number: &Number) -> Exact {
    if let Some(integer) = number.as_i128() {
        return Exact::Integer(integer);
    }
    let float = number.as_f64().unwrap_or(f64::NAN);
    if float.fract() == 0.0 && float.abs() < LARGEST {
        return Exact::Integer(float as i128);
    }
    Exact::Float(float)
}

/// Compares two numbers by value.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn compare_numbers(left: &Number, right: &Number) -> Ordering {
    match (exact(left), exact(right)) {
        (Exact::Integer(left), Exact::Integer(right)) => left.cmp(&right),
        (Exact::Float(left), Exact::Float(right)) => left.total_cmp(&right),
        (Exact::Integer(left), Exact::Float(right)) => with_float(left, right),
        (Exact::Float(left), Exact::Integer(right)) => with_float(right, left).reverse(),
    }
}

/// Compares an integer with a float that is none, or is too large to be converted.
#[allow(clippy::cast_possible_truncation)]
fn with_float(integer: i128, float: f64) -> Ordering {
    if float.abs() >= LARGEST {
        return if float > 0.0 {
            Ordering::Less
        } else {
            Ordering::Greater
        };
    }
    // The float has a fraction, so it never equals the integer.
    integer.cmp(&(float.floor() as i128)).then(Ordering::Less)
}

/// Whether a number has no fraction.
pub(super) fn is_integer(number: &Number) -> bool {
    match exact(number) {
        Exact::Integer(_) => true,
        Exact::Float(float) => float.fract() == 0.0,
    }
}

/// The number, when it is an integer of a size anyone uses.
pub(super) fn as_integer(number: &Number) -> Option<i128> {
    match exact(number) {
        Exact::Integer(integer) => Some(integer),
        Exact::Float(_) => None,
    }
}

/// Whether a number is a multiple of another, counting in decimal as it was written: 0.3 is a multiple of 0.1.
pub(super) fn is_multiple(number: &Number, of: &Number) -> bool {
    let decimals = decimal(number).zip(decimal(of)).and_then(|(left, right)| {
        let exponent = left.1.min(right.1);
        let scaled = |(digits, at): (i128, i32)| {
            let shift = u32::try_from(at - exponent).ok()?;
            digits.checked_mul(10_i128.checked_pow(shift)?)
        };
        let (left, right) = (scaled(left)?, scaled(right)?);
        (right != 0).then(|| left % right == 0)
    });
    decimals.unwrap_or_else(|| {
        // So far apart in size that the decimal digits do not fit: the remainder of the floats decides.
        let (left, right) = (number.as_f64(), of.as_f64());
        left.zip(right)
            .is_some_and(|(left, right)| left % right == 0.0)
    })
}

/// A number as digits and a power of ten.
fn decimal(number: &Number) -> Option<(i128, i32)> {
    let text = number.to_string();
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text.as_str(), 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}").parse().ok()?;
    let places = i32::try_from(fraction.len()).ok()?;
    Some((digits, exponent.checked_sub(places)?))
}

/// Whether two values are equal in the sense of JSON: numbers by value, members in any order.
pub(super) fn equal(left: &Node, right: &Node) -> bool {
    compare(left, right) == Ordering::Equal
}

/// A total order of values in which equal values meet.
pub(super) fn compare(left: &Node, right: &Node) -> Ordering {
    match (&left.value, &right.value) {
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Number(left), Value::Number(right)) => compare_numbers(left, right),
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (Value::Array(left), Value::Array(right)) => {
            let items = left.iter().zip(right);
            first_difference(items.map(|(left, right)| compare(left, right)))
                .then(left.len().cmp(&right.len()))
        }
        (Value::Object(left), Value::Object(right)) => {
            let size = left.len().cmp(&right.len());
            size.then_with(|| {
                let (left, right) = (sorted(left), sorted(right));
                let members = left.into_iter().zip(right);
                first_difference(members.map(|(left, right)| {
                    let keys = left.key.cmp(&right.key);
                    keys.then_with(|| compare(&left.node, &right.node))
                }))
            })
        }
        _ => rank(left).cmp(&rank(right)),
    }
}

fn first_difference(mut orders: impl Iterator<Item = Ordering>) -> Ordering {
    orders
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn sorted(members: &[Member]) -> Vec<&Member> {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by_key(|member| &member.key);
    members
}

fn rank(node: &Node) -> u8 {
    match node.value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}
