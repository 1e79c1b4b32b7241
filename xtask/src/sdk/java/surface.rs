//! The names a Java package offers, read from its sources, which declare one public thing a line.

use std::collections::BTreeSet;
use std::path::Path;

use super::{files, listed};
use crate::task::Error;

/// Every operation, option, model, field, constant and method, sorted.
pub(super) fn of_package(code: &Path) -> Result<String, Error> {
    let mut lines = BTreeSet::new();
    for (folder, model) in [(code.to_owned(), false), (code.join("model"), true)] {
        for file in listed(&folder)? {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            if file
                .extension()
                .is_some_and(|extension| extension == "java")
                && stem != "package-info"
            {
                of_file(&files::read(&file)?, &stem, model, &mut lines);
            }
        }
    }
    Ok(lines.into_iter().collect::<Vec<_>>().join("\n") + "\n")
}

fn of_file(text: &str, class: &str, model: bool, lines: &mut BTreeSet<String>) {
    let mut nested = None;
    let (mut public, mut kind) = (false, "");
    for line in text.lines() {
        let declared = line.trim();
        // A line without an indent ends whatever was nested; so does the brace of the nested class.
        if line == "  }" {
            nested = None;
        }
        let Some(words) = declared.strip_prefix("public ") else {
            if public
                && kind == "enum"
                && let Some((name, value)) = constant_of_enum(declared)
            {
                lines.insert(format!("constant {class}.{name} = {value}"));
            }
            continue;
        };
        if let Some((found, name)) = type_of(words) {
            if line.starts_with(' ') {
                nested = Some(name.to_owned());
            } else {
                (public, kind) = (true, found);
                lines.insert(format!("{} {class}", if model { "model" } else { "class" }));
            }
        } else if public && line.len() - declared.len() == if nested.is_some() { 4 } else { 2 } {
            let owner = nested.as_deref().unwrap_or(class);
            lines.extend(member(words, owner, class, model));
        }
    }
}

/// The kind and the name of the type that a declaration starts.
fn type_of(words: &str) -> Option<(&str, &str)> {
    let mut words = words
        .split(' ')
        .skip_while(|word| ["static", "final", "abstract", "sealed"].contains(word));
    let kind = words
        .next()
        .filter(|kind| ["class", "enum", "record"].contains(kind))?;
    Some((kind, words.next()?.split('<').next()?))
}

fn member(words: &str, owner: &str, class: &str, model: bool) -> Option<String> {
    if let Some(constant) = words.strip_prefix("static final String ") {
        let (name, value) = constant.split_once(" = ")?;
        // The generator's own names of properties are no news beside the fields.
        let hidden = name.starts_with("JSON_PROPERTY_");
        return (!hidden)
            .then(|| format!("constant {owner}.{name} = {}", value.trim_end_matches(';')));
    }
    let (head, rest) = words.split_once('(')?;
    let arguments = rest.rsplit_once(") {")?.0;
    let (kind, name) = head.rsplit_once(' ')?;
    if model {
        let property = name.strip_prefix("get").filter(|_| arguments.is_empty())?;
        let mut letters = property.chars();
        let first = letters.next()?.to_ascii_lowercase();
        return Some(format!("field {owner}.{first}{}: {kind}", letters.as_str()));
    }
    let what = match (owner == class, class) {
        (true, "Operations") => "operation",
        (false, "Operations") => "option",
        _ => "method",
    };
    Some(format!("{what} {owner}.{name}({arguments}): {kind}"))
}

/// The name and the value of `NAME("value"),`.
fn constant_of_enum(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.split_once("(\"")?;
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit());
    let value = rest.trim_end_matches([',', ';']).strip_suffix("\")")?;
    (plain && !name.is_empty()).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::of_file;

    fn names(text: &str, class: &str, model: bool) -> Vec<String> {
        let mut lines = BTreeSet::new();
        of_file(text, class, model, &mut lines);
        lines.into_iter().collect()
    }

    #[test]
    fn operations_and_their_options_are_told_apart() {
        let text = "public abstract sealed class Operations permits GitLabJobs {\n\
                    \x20 public static final class GetOptions {\n\
                    \x20   public GetOptions page(Integer page) {\n\
                    \x20   }\n\
                    \x20 }\n\
                    \x20 public Job get(String id, Consumer<GetOptions> asked) {\n\
                    \x20   return new Thing() {\n\
                    \x20     public void hidden() {\n\
                    \x20     }\n\
                    \x20   };\n\
                    \x20 }\n\
                    }\n";
        assert_eq!(
            names(text, "Operations", false),
            [
                "class Operations",
                "operation Operations.get(String id, Consumer<GetOptions> asked): Job",
                "option GetOptions.page(Integer page): GetOptions",
            ]
        );
    }

    #[test]
    fn fields_are_read_from_getters_and_constants_from_both_kinds_of_sets() {
        let text = "public class Job {\n\
                    \x20 public static final String JSON_PROPERTY_WEB_URL = \"web_url\";\n\
                    \x20 public List<String> getTagList() {\n\
                    \x20 public void setTagList(List<String> tagList) {\n\
                    \x20 public String toString() {\n";
        assert_eq!(
            names(text, "Job", true),
            ["field Job.tagList: List<String>", "model Job"]
        );
        let text =
            "public final class JobStatus {\n  public static final String FAILED = \"failed\";\n";
        assert_eq!(
            names(text, "JobStatus", true),
            ["constant JobStatus.FAILED = \"failed\"", "model JobStatus"]
        );
        let text = "public enum Sort {\n  ASC(\"asc\"),\n  DESC(\"desc\");\n";
        assert_eq!(
            names(text, "Sort", true),
            [
                "constant Sort.ASC = asc",
                "constant Sort.DESC = desc",
                "model Sort"
            ]
        );
    }

    #[test]
    fn what_is_not_public_is_no_part_of_the_surface() {
        let text = "final class Call {\n  public String toString() {\n";
        assert_eq!(names(text, "Call", false), [""; 0]);
    }
}
