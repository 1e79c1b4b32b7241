//! What a single value must be: its type, its listed values, its size and form.

use crate::node::{Node, Value};
use crate::schema::{Keyword, Types};
use crate::source::Span;

use super::number::{compare_numbers, equal, is_integer, is_multiple};
use super::run::{Here, Run};
use super::{Rule, beyond, closest, counted, describe, format, literal, quote};

/// How many allowed values a message lists.
const LISTED: usize = 12;

impl Run<'_, '_> {
    /// Checks the type; false when it is wrong, so that nothing else need be said of the value.
    pub(super) fn types(&mut self, types: Types, here: Here<'_>, span: Span) -> bool {
        if fits(types, here.node) {
            return true;
        }
        let message = format!("expected {types}, found {}", describe(here.node));
        self.violation(Rule::Type, here, span, message);
        false
    }

    /// Checks the keywords that any value may have to meet, and those about strings and numbers.
    pub(super) fn scalar(&mut self, keyword: &Keyword<'_>, here: Here<'_>, span: Span) {
        match keyword {
            Keyword::Enum(values) => {
                if !values.iter().any(|value| equal(value, here.node)) {
                    let message = unlisted("expected", values.iter(), here.node);
                    let suggestion = nearest(values.iter(), here.node);
                    self.violation(Rule::Enum, here, span, message).suggestion = suggestion;
                }
            }
            Keyword::Const(value) => {
                if !equal(value, here.node) {
                    let (wanted, found) = (literal(value), describe(here.node));
                    let message = format!("expected {wanted}, found {found}");
                    self.violation(Rule::Const, here, span, message);
                }
            }
            // Whether null may stand here is the business of `type`.
            Keyword::OpenValues(_) if here.node.is_null() => {}
            Keyword::OpenValues(values) => {
                if !values.iter().any(|value| equal(value, here.node)) {
                    let message =
                        unlisted("expected a known value such as", values.iter(), here.node);
                    let suggestion = nearest(values.iter(), here.node);
                    self.violation(Rule::OpenValue, here, span, message)
                        .suggestion = suggestion;
                }
            }
            Keyword::Format(name) => {
                if let Err(wanted) = format::check(name, here.node) {
                    let message = format!("expected {wanted}, found {}", describe(here.node));
                    self.violation(Rule::Format, here, span, message);
                }
            }
            _ => match &here.node.value {
                Value::Number(number) => self.number(keyword, number, here, span),
                Value::String(text) => self.string(keyword, text, here, span),
                _ => {}
            },
        }
    }

    fn number(
        &mut self,
        keyword: &Keyword<'_>,
        number: &serde_json::Number,
        here: Here<'_>,
        span: Span,
    ) {
        let (rule, wanted) = match keyword {
            Keyword::Minimum { limit, exclusive } => {
                let order = limit
                    .as_number()
                    .map(|limit| compare_numbers(number, limit));
                if order.is_none_or(|order| order.is_gt() || (order.is_eq() && !exclusive)) {
                    return;
                }
                let words = if *exclusive { "more than" } else { "at least" };
                (Rule::Minimum, format!("{words} {}", literal(limit)))
            }
            Keyword::Maximum { limit, exclusive } => {
                let order = limit
                    .as_number()
                    .map(|limit| compare_numbers(number, limit));
                if order.is_none_or(|order| order.is_lt() || (order.is_eq() && !exclusive)) {
                    return;
                }
                let words = if *exclusive { "less than" } else { "at most" };
                (Rule::Maximum, format!("{words} {}", literal(limit)))
            }
            Keyword::MultipleOf(of) => {
                if of.as_number().is_none_or(|of| is_multiple(number, of)) {
                    return;
                }
                (Rule::MultipleOf, format!("a multiple of {}", literal(of)))
            }
            _ => return,
        };
        let found = beyond(number).map_or_else(|| number.to_string(), str::to_owned);
        let message = format!("expected {wanted}, found {found}");
        self.violation(rule, here, span, message);
    }

    fn string(&mut self, keyword: &Keyword<'_>, text: &str, here: Here<'_>, span: Span) {
        let length = || u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        let characters = |count| counted(count, "character", "characters");
        let (rule, message) = match keyword {
            Keyword::MinLength(min) if length() < *min => {
                let (min, found) = (characters(*min), length());
                (
                    Rule::MinLength,
                    format!("expected at least {min}, found {found}"),
                )
            }
            Keyword::MaxLength(max) if length() > *max => {
                let (max, found) = (characters(*max), length());
                (
                    Rule::MaxLength,
                    format!("expected at most {max}, found {found}"),
                )
            }
            Keyword::Pattern {
                text: pattern,
                regex,
            } => match self.matches(regex, text, here) {
                Some(false) => {
                    let found = quote(text);
                    (
                        Rule::Pattern,
                        format!("{found} does not match the pattern `{pattern}`"),
                    )
                }
                _ => return,
            },
            _ => return,
        };
        self.violation(rule, here, span, message);
    }
}

/// Whether a value is of one of the types. A number without a fraction is an integer, `1.0` too.
pub(super) fn fits(types: Types, node: &Node) -> bool {
    types.has(node.type_name())
        || (types.has("integer") && node.as_number().is_some_and(is_integer))
}

/// Says that a value is none of those listed.
pub(super) fn unlisted<'n>(
    words: &str,
    values: impl ExactSizeIterator<Item = &'n Node>,
    found: &Node,
) -> String {
    let more = values.len().saturating_sub(LISTED);
    let mut listed: Vec<_> = values.take(LISTED).map(literal).collect();
    if more > 0 {
        listed.push(format!("{more} more"));
    }
    let found = describe(found);
    match listed.as_slice() {
        [] => format!("no value is listed, found {found}"),
        [one] => format!("{words} {one}, found {found}"),
        [others @ .., last] => format!("{words} {} or {last}, found {found}", others.join(", ")),
    }
}

/// The listed value that was probably meant.
pub(super) fn nearest<'n>(values: impl Iterator<Item = &'n Node>, found: &Node) -> Option<String> {
    closest(found.as_str()?, values.filter_map(Node::as_str))
}
