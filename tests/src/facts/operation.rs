//! From what is known of calls, their parameters and who may make them, to single facts.

use openapi_document::pointer::Pointer;

use super::body::{node, pointer};
use super::file::{Everywhere, File, Operation, Parameter, RequestBody};
use super::{Claim, Contract, Fact, Refusal, TODAY};

/// Every way to authenticate that the facts speak of.
const CREDENTIALS: [&str; 5] = [
    "bearer",
    "PRIVATE-TOKEN",
    "JOB-TOKEN",
    "job_token",
    "anonymous",
];

pub(super) fn expand(file: &File, facts: &mut Vec<Fact>) -> Result<(), String> {
    for operation in &file.operations {
        expand_operation(operation, facts)?;
        if let Some(everywhere) = &file.everywhere {
            expand_everywhere(everywhere, operation, facts)?;
        }
    }
    for parameter in &file.parameters {
        for operation in &parameter.operations {
            expand_parameter(parameter, operation, facts)
                .map_err(|error| format!("{}: {error}", parameter.name))?;
        }
    }
    Ok(())
}

/// Pushes facts about one operation, from one source.
struct Pen<'p> {
    operation: &'p str,
    source: &'p str,
    facts: &'p mut Vec<Fact>,
}

impl Pen<'_> {
    fn at(&mut self, version: &str, about: &str, says: &str, claim: Claim) {
        self.facts.push(Fact {
            name: format!("{} {says} at {version}", self.operation),
            file: String::new(),
            source: self.source.to_owned(),
            operation: self.operation.to_owned(),
            about: about.to_owned(),
            contract: Contract::Of(version.to_owned()),
            claim,
        });
    }

    fn today(&mut self, about: &str, says: &str, claim: Claim) {
        self.at(TODAY, about, says, claim);
    }
}

fn expand_operation(operation: &Operation, facts: &mut Vec<Fact>) -> Result<(), String> {
    let mut pen = Pen {
        operation: &operation.name,
        source: &operation.source,
        facts,
    };
    for call in &operation.calls {
        let (method, path) = call
            .call
            .split_once(' ')
            .ok_or("a call is written `METHOD /path`")?;
        let claim = Claim::Routed {
            method: method.to_owned(),
            path: path.to_owned(),
            values: call.values.clone(),
        };
        pen.today("", &format!("is reached by {}", call.call), claim);
    }
    pen.today(
        "",
        &format!("answers {} when it works", operation.success),
        Claim::Success(operation.success),
    );
    let media = operation.media.as_deref().unwrap_or("nothing");
    let claim = Claim::Media(operation.success, operation.media.clone());
    pen.today("", &format!("answers with {media}"), claim);
    if operation.elsewhere {
        pen.today("", "may answer 302", Claim::Answers(302));
    }
    for status in &operation.errors {
        pen.today("", &format!("may answer {status}"), Claim::Answers(*status));
    }
    let known = operation.accepted.iter().map(|name| (name, true));
    for (name, accepted) in known.chain(operation.refused.iter().map(|name| (name, false))) {
        if !CREDENTIALS.contains(&name.as_str()) {
            return Err(format!(
                "{}: there are no credentials `{name}`",
                operation.name
            ));
        }
        let says = format!("{} {name}", if accepted { "accepts" } else { "refuses" });
        pen.today("security", &says, Claim::Credential(name.clone(), accepted));
    }
    for name in &operation.headers {
        pen.today(
            name,
            &format!("sends {name}"),
            Claim::Header(operation.success, true),
        );
    }
    for name in &operation.no_headers {
        pen.today(
            name,
            &format!("does not send {name}"),
            Claim::Header(operation.success, false),
        );
    }
    for name in &operation.optional_headers {
        pen.today(
            name,
            &format!("may lack {name}"),
            Claim::HeaderRequired(operation.success, false),
        );
    }
    for (status, names) in &operation.may_lack {
        let status = number(status)?;
        for name in names {
            let says = format!("may lack {name} with {status}");
            pen.today(name, &says, Claim::HeaderRequired(status, false));
        }
    }
    for older in &operation.older {
        for name in &older.headers {
            let claim = Claim::Header(operation.success, true);
            pen.at(&older.version, name, &format!("sends {name}"), claim);
        }
        for name in &older.no_headers {
            let claim = Claim::Header(operation.success, false);
            pen.at(
                &older.version,
                name,
                &format!("does not send {name}"),
                claim,
            );
        }
        for name in &older.optional_headers {
            let claim = Claim::HeaderRequired(operation.success, false);
            pen.at(&older.version, name, &format!("may lack {name}"), claim);
        }
    }
    if operation.bytes {
        pen.today("", "answers with bytes", Claim::Bytes(operation.success));
    }
    if operation.body == Some(RequestBody::Optional) {
        pen.today("", "may come without a body", Claim::BodyOptional);
    }
    if operation.deprecated.is_none() {
        pen.today("", "is not deprecated", Claim::Deprecated(false));
    }
    if let Some(version) = &operation.absent_at {
        pen.at(version, "", "is unknown", Claim::Exists(false));
    }
    if let Some(version) = &operation.present_at {
        pen.at(version, "", "is known", Claim::Exists(true));
    }
    if let Some(deprecated) = &operation.deprecated {
        pen.at(
            &deprecated.since,
            "",
            "is deprecated",
            Claim::Deprecated(true),
        );
        pen.at(
            &deprecated.not_at,
            "",
            "is not deprecated",
            Claim::Deprecated(false),
        );
    }
    Ok(())
}

fn number(status: &str) -> Result<u16, String> {
    let parsed = status.parse();
    parsed.map_err(|_| format!("`{status}` is not a status"))
}

/// The statuses of an operation that a key stands for: `success`, `errors`, or a number.
fn statuses(
    group: &str,
    everywhere: &Everywhere,
    operation: &Operation,
) -> Result<Vec<u16>, String> {
    Ok(match group {
        "success" => vec![operation.success],
        "errors" => {
            let errors = operation.errors.iter().chain(&everywhere.errors);
            errors.copied().collect()
        }
        "302" if !operation.elsewhere => vec![],
        status => vec![number(status)?],
    })
}

fn expand_everywhere(
    everywhere: &Everywhere,
    operation: &Operation,
    facts: &mut Vec<Fact>,
) -> Result<(), String> {
    let mut pen = Pen {
        operation: &operation.name,
        source: &everywhere.source,
        facts,
    };
    for status in &everywhere.errors {
        pen.today("", &format!("may answer {status}"), Claim::Answers(*status));
    }
    for (group, names) in &everywhere.headers {
        for status in statuses(group, everywhere, operation)? {
            for name in names {
                let says = format!("sends {name} with {status}");
                pen.today(name, &says, Claim::Header(status, true));
            }
        }
    }
    for (group, names) in &everywhere.sure_headers {
        for status in statuses(group, everywhere, operation)? {
            for name in names {
                let says = format!("always sends {name} with {status}");
                pen.today(name, &says, Claim::HeaderRequired(status, true));
            }
        }
    }
    for name in &everywhere.optional_headers {
        pen.today(
            name,
            &format!("may lack {name}"),
            Claim::HeaderRequired(operation.success, false),
        );
    }
    for (status, names) in &everywhere.media {
        let status = number(status)?;
        for name in names {
            let claim = Claim::Media(status, Some(name.clone()));
            pen.today("", &format!("answers {status} with {name}"), claim);
            if name.starts_with("text/") {
                let says = format!("answers {status} with text as {name}");
                pen.today("", &says, Claim::Text(status, name.clone()));
            }
        }
    }
    Ok(())
}

fn expand_parameter(
    parameter: &Parameter,
    operation: &str,
    facts: &mut Vec<Fact>,
) -> Result<(), String> {
    let mut pen = Pen {
        operation,
        source: &parameter.source,
        facts,
    };
    let Parameter { name, location, .. } = parameter;
    let exists = |required| Claim::Parameter(location.clone(), required);
    if !parameter.exists {
        pen.today(name, &format!("has no {name}"), exists(None));
        return Ok(());
    }
    if let Some(required) = parameter.required {
        let says = format!("{} {name}", if required { "needs" } else { "takes" });
        pen.today(name, &says, exists(Some(required)));
        if let Some(version) = &parameter.present_at {
            pen.at(version, name, &says, exists(Some(required)));
        }
    }
    if let Some(version) = &parameter.absent_at {
        pen.at(version, name, &format!("has no {name}"), exists(None));
    }
    for wire in &parameter.wires {
        let claim = Claim::Wire {
            value: node(&wire.value),
            text: wire.wire.clone(),
        };
        pen.today(name, &format!("is called with {}", wire.wire), claim);
    }
    if let Some(value) = &parameter.default {
        let claim = Claim::Default(location.clone(), node(value));
        pen.today(
            name,
            &format!("takes {value} for {name} when it is missing"),
            claim,
        );
    }
    let value = |value: &serde_json::Value, refused| Claim::Value {
        location: location.clone(),
        value: node(value),
        refused,
    };
    // What travels in an address or a header is text: null has no form there.
    let refusal = Refusal {
        rule: "type".to_owned(),
        at: Pointer::root(),
    };
    pen.today(
        name,
        &format!("never has null for {name}"),
        value(&serde_json::Value::Null, Some(refusal)),
    );
    for sample in &parameter.accepts {
        pen.today(
            name,
            &format!("accepts {sample} for {name}"),
            value(sample, None),
        );
    }
    for refused in &parameter.refuses {
        let refusal = Refusal {
            rule: refused.rule.clone(),
            at: pointer(&refused.at)?,
        };
        let says = format!("refuses {} for {name}", refused.value);
        pen.today(name, &says, value(&refused.value, Some(refusal)));
    }
    Ok(())
}
