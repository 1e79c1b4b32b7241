//! Attributes, one at a time: name, type, required-ness, values and default against what the document declares.

use openapi_document::operation::{Operation, RequestBody};
use openapi_document::source::Span;
use openapi_document::validate::{Options, wire};

use crate::claim::{Attribute, Claim, Place, RequiredKind, TypeName};
use crate::curl::Pair;
use crate::edit::Text;
use crate::finding::{Finding, Level};
use crate::rule::Rule;
use crate::suggest::{closest, list};

use super::declared::{Declared, schemas};
use super::query::{is_placeholder, stem};
use super::schema::{default, is_open, plain, types, values};
use super::{Bench, label, title};

impl<'d> Bench<'_, 'd> {
    /// Judges what the page says about an attribute by every operation it may belong to; the best fit decides.
    pub(super) fn attribute(&mut self, claim: &Claim, attribute: &Attribute, place: Place) {
        if attribute.name.text.starts_with(['<', '$']) {
            return;
        }
        let mut best: Option<Vec<Finding>> = None;
        for operation in self.operations(&claim.binding) {
            let found = self.attribute_of(claim, attribute, place, &operation);
            if best.as_ref().is_none_or(|best| found.len() < best.len()) {
                best = Some(found);
            }
        }
        self.findings.extend(best.unwrap_or_default());
    }

    fn attribute_of(
        &self,
        claim: &Claim,
        attribute: &Attribute,
        place: Place,
        operation: &Operation<'d>,
    ) -> Vec<Finding> {
        let declared = match place {
            Place::Request => self.sent_as(operation),
            Place::Response => self.answered_as(operation),
        };
        let Some(declared) = declared else {
            return Vec::new();
        };
        let written = attribute.name.text.trim_start_matches(':');
        let meant = self.find(claim, written, &attribute.parents, operation, &declared);
        let Some(meant) = meant else {
            let what = match place {
                Place::Request => "takes",
                Place::Response => "answers with",
            };
            let message = format!("`{}` {what} no `{written}`", title(operation));
            let names = declared.iter().map(|known| stem(known.name));
            let help = closest(&stem(written).to_lowercase(), names).map_or_else(
                || "remove it, or describe it in the document".to_owned(),
                |name| format!("did you mean `{name}`?"),
            );
            let finding = Finding::new(Rule::AttributeUnknown, attribute.name.span, message)
                .operation(label(operation))
                .pointer(written)
                .place(operation.node().span, operation.address())
                .help(help);
            return vec![finding];
        };
        let about = |finding: Finding| {
            let place = finding.openapi.is_none();
            let finding = finding.operation(label(operation)).pointer(written);
            if place {
                finding.place(meant.span, meant.address.clone())
            } else {
                finding
            }
        };
        let found = [
            self.type_of(attribute, place, &meant),
            required_of(attribute, &meant),
            self.default_of(attribute, &meant),
        ];
        let found = found
            .into_iter()
            .flatten()
            .chain(self.values_of(attribute, &meant));
        found.map(about).collect()
    }

    fn type_of(
        &self,
        attribute: &Attribute,
        place: Place,
        meant: &Declared<'d>,
    ) -> Option<Finding> {
        let claimed = attribute.ty.as_ref()?;
        let schema = meant.schema.as_ref()?;
        let allowed = types(self.judge.document, schema);
        if allowed.is_empty() {
            return None;
        }
        let textual = claimed.names.contains(&TypeName::String);
        let is_list = |name: &TypeName| matches!(name, TypeName::Array(_));
        let listed = claimed.names.iter().any(is_list);
        let wrong = claimed.names.iter().any(|name| {
            let accepted = allowed.iter().any(|allowed| accepts(name, allowed));
            // On the wire an id is text; `integer/string` says so itself.
            let id = *name == TypeName::Integer && textual;
            let id = id && allowed.contains(&TypeName::String);
            // On the wire a list of one looks like its item; `string or array of strings` says so itself.
            let item = place == Place::Request && listed;
            let item = item && allowed.iter().any(|allowed| is_list_of(allowed, name));
            let joined = meant.joined && *name == TypeName::String && allowed.iter().any(is_list);
            !(accepted || id || item || joined)
        });
        if !wrong {
            return None;
        }
        let known: Vec<String> = allowed.iter().map(words).collect();
        let message = format!(
            "`{}` is {}, not {}",
            attribute.name.text,
            known.join(" or "),
            claimed.text.text
        );
        let finding = Finding::new(Rule::AttributeType, claimed.text.span, message);
        Some(finding.help(format!("write `{}`", known.join("/"))))
    }

    fn default_of(&self, attribute: &Attribute, meant: &Declared<'d>) -> Option<Finding> {
        let claimed = attribute.default.as_ref()?;
        let schema = meant.schema.as_ref()?;
        let written = bare(&claimed.text);
        let Some((node, address)) = default(self.judge.document, schema) else {
            let message = format!(
                "the document gives `{}` no default, but the page says `{written}`",
                attribute.name.text
            );
            let finding = Finding::new(Rule::AttributeDefault, claimed.span, message);
            return Some(finding.level(Level::Note));
        };
        let known = plain(node);
        if known.eq_ignore_ascii_case(written) || (node.is_null() && written == "nil") {
            return None;
        }
        let message = format!(
            "the default of `{}` is `{known}`, not `{written}`",
            attribute.name.text
        );
        let finding = Finding::new(Rule::AttributeDefault, claimed.span, message);
        Some(
            finding
                .place(node.span, address)
                .help(format!("write `{known}`")),
        )
    }

    fn values_of(&self, attribute: &Attribute, meant: &Declared<'d>) -> Vec<Finding> {
        let Some(schema) = &meant.schema else {
            return Vec::new();
        };
        let known = values(self.judge.document, schema);
        let Some((span, address)) = known.place else {
            return Vec::new();
        };
        if attribute.values.is_empty() {
            return Vec::new();
        }
        let is_known = |value: &&Text| known.known.iter().any(|one| one == bare(&value.text));
        let mut found: Vec<Finding> = attribute
            .values
            .iter()
            .filter(|value| !is_known(value))
            .map(|value| {
                let written = bare(&value.text);
                let message = format!("`{}` is never `{written}`", attribute.name.text);
                let help = closest(written, known.known.iter().map(String::as_str)).map_or_else(
                    || format!("it is one of {}", list(&known.known)),
                    |meant| format!("did you mean `{meant}`?"),
                );
                let level = if known.open {
                    Level::Warning
                } else {
                    Level::Error
                };
                Finding::new(Rule::AttributeValue, value.span, message)
                    .level(level)
                    .place(span, address.clone())
                    .help(help)
            })
            .collect();
        // A value that is misspelt is missing as well; that is one mistake.
        let lacking: Vec<&String> = known
            .known
            .iter()
            .filter(|value| {
                !attribute
                    .values
                    .iter()
                    .any(|written| bare(&written.text) == **value)
            })
            .collect();
        if found.is_empty()
            && !lacking.is_empty()
            && let (Some(first), Some(last)) = (attribute.values.first(), attribute.values.last())
        {
            let message = format!(
                "the values of `{}` lack {}",
                attribute.name.text,
                list(&lacking)
            );
            let here = Span::new(first.span.file, first.span.start, last.span.end);
            found.push(
                Finding::new(Rule::AttributeValue, here, message)
                    .level(Level::Warning)
                    .place(span, address)
                    .help("add what is missing, or write \"such as\""),
            );
        }
        found
    }

    /// Judges one name and value of a form by the body that an operation takes.
    pub(super) fn field(
        &self,
        pair: &Pair,
        body: &RequestBody<'d>,
        operation: &Operation<'d>,
    ) -> Option<Finding> {
        let written = pair.name.text.as_str();
        let declared = self.sent_as(operation)?;
        let open = schemas(body)
            .iter()
            .any(|schema| is_open(self.judge.document, schema));
        // An index says which item of a list is meant, and all are alike.
        let is_name = |part: &&str| !part.is_empty() && !part.bytes().all(|b| b.is_ascii_digit());
        let names: Vec<&str> = written.split(['[', ']']).filter(is_name).collect();
        let Some(known) = self.walk(&names, &declared) else {
            if open || is_placeholder(written) {
                return None;
            }
            let message = format!("the body of `{}` has no `{written}`", title(operation));
            let mut finding = Finding::new(Rule::CurlBody, pair.name.span, message)
                .operation(label(operation))
                .pointer(written)
                .place(body.node().span, body.address());
            let names = declared.iter().map(|known| stem(known.name));
            finding.help =
                closest(stem(written), names).map(|name| format!("did you mean `{name}`?"));
            return Some(finding);
        };
        let value = pair.value.as_ref()?;
        let (_, address) = known.schema.as_ref()?;
        let is_file = value.text.starts_with(['@', '<']);
        if is_file || is_placeholder(&value.text) || written.contains('[') {
            return None;
        }
        let validator = &self.judge.validator;
        let options = Options::request();
        let found = wire::check(validator, address, &value.text, value.span, &options);
        let violation = found.first()?;
        let message = format!("`{written}`: {}", violation.message);
        let finding = Finding::new(Rule::CurlBody, value.span, message)
            .operation(label(operation))
            .pointer(written)
            .place(violation.schema_span, violation.schema.clone());
        Some(finding)
    }
}

fn required_of(attribute: &Attribute, meant: &Declared<'_>) -> Option<Finding> {
    if attribute.place == Place::Response {
        return None;
    }
    let claimed = attribute.required.as_ref()?;
    let required = meant.required?;
    let (word, opposite) = match (claimed.kind, required) {
        (RequiredKind::Yes, false) => ("optional", "required"),
        (RequiredKind::No, true) => ("required", "optional"),
        _ => return None,
    };
    let message = format!("`{}` is {word}, not {opposite}", attribute.name.text);
    Some(Finding::new(
        Rule::AttributeRequired,
        claimed.text.span,
        message,
    ))
}

/// Whether what a page calls by one type may be what the document calls by another.
fn accepts(page: &TypeName, document: &TypeName) -> bool {
    use TypeName::{Any, Array, Date, DateTime, File, Integer, Number, String};
    match (page, document) {
        (Array(Some(page)), Array(Some(document))) => accepts(page, document),
        (Any, _)
        | (_, Any)
        | (Array(None), Array(_))
        | (Array(_), Array(None))
        | (String, DateTime | Date | File)
        | (DateTime | Date | File, String)
        | (Date, DateTime)
        | (Integer, Number) => true,
        _ => page == document,
    }
}

/// Whether the document means a list whose items a page calls by this type.
fn is_list_of(document: &TypeName, page: &TypeName) -> bool {
    match document {
        TypeName::Array(Some(item)) => accepts(page, item),
        TypeName::Array(None) => true,
        _ => false,
    }
}

/// A type in the words of the document.
fn words(name: &TypeName) -> String {
    match name {
        TypeName::String => "string".to_owned(),
        TypeName::Integer => "integer".to_owned(),
        TypeName::Number => "number".to_owned(),
        TypeName::Boolean => "boolean".to_owned(),
        TypeName::Object => "object".to_owned(),
        TypeName::DateTime => "datetime".to_owned(),
        TypeName::Date => "date".to_owned(),
        TypeName::File => "file".to_owned(),
        TypeName::Null => "null".to_owned(),
        TypeName::Any => "any".to_owned(),
        TypeName::Array(None) => "array".to_owned(),
        TypeName::Array(Some(inner)) => format!("array of {}s", words(inner)),
    }
}

/// A value without the quotes and code marks around it.
fn bare(text: &str) -> &str {
    text.trim_matches(['`', '"', '\'', '“', '”'])
}
