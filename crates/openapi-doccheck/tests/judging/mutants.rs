//! Ways to spoil a clean page: for each rule, one small change and the bytes where it is.

use fastrand::Rng;
use openapi_doccheck::rule::Rule;

use crate::spoil::{
    Mutant, any, block, cut_row, misspelt, number, places, replaced, swap, texts, word, words,
};

const TIMES: [&str; 3] = [
    "2024-05-01T08:00:00Z",
    "2023-11-30T17:45:12Z",
    "2025-01-15T06:30:00Z",
];

/// A page that breaks a rule once.
#[expect(
    clippy::too_many_lines,
    reason = "it is a table with an entry for each rule"
)]
pub(crate) fn mutant(rule: Rule, rng: &mut Rng, page: &str) -> Mutant {
    match rule {
        Rule::JsonSyntax => json_syntax(rng, page),
        Rule::JsonDuplicateKey => {
            let key = any(&["\"id\": 9,\n", "\"id\": 7,\n", "\"id\": 8,\n"], rng);
            let at = any(&places(page, key), rng);
            let name = any(&["\"id\": 9,", "\"id\":  9 ,", "\"id\" : 9,"], rng);
            let pad = " ".repeat(rng.usize(1..9));
            replaced(page, at.end..at.end, &format!("{pad}{name}\n")).at("\"id\"")
        }
        Rule::BindingUnsure => {
            // Nothing says whether an example is sent or received, and nothing stands between it and a table.
            let post = page.find("POST /kettles\n").expect("a kettle is created");
            let at = post
                + page[post..]
                    .find("Example response:")
                    .expect("with a response");
            let at = at..at + "Example response:".len();
            let mut mutant = replaced(page, at, &format!("Look here, {}:", word(rng)));
            let end = mutant.text[mutant.span.end..].find("\n\n## ");
            let end = end.map_or(mutant.text.len(), |found| mutant.span.end + found);
            mutant.span.end = end;
            mutant.at("{")
        }
        Rule::DirectiveUnknown => {
            let at = any(&places(page, "\n\n"), rng).end;
            let known = any(&["json-syntax", "curl-method", "payload-type"], rng);
            let name = format!("{known}{}", word(rng));
            let text = format!("<!-- doccheck-disable-next-line {name} -->\n\n");
            // Within a table or fence a comment would be part of it; headings are always outside.
            let next = page[at..]
                .find("## ")
                .map_or(page.len(), |found| at + found);
            replaced(page, next..next, &text).at(&name)
        }
        Rule::EndpointUnknown => {
            let fences = ["GET /kettles/:id/steam\n", "GET /kettles/:id/photo\n"];
            let at = any(&places(page, any(&fences, rng)), rng);
            let tail = at.end - 6..at.end - 1;
            let mut mutant = replaced(page, tail, &word(rng));
            mutant.span.start = at.start;
            mutant
        }
        Rule::EndpointDeprecated => {
            let at = any(&places(page, "\n## "), rng).start;
            let title = word(rng);
            let text = format!("\n## List {title}\n\n```plaintext\nGET /pots\n```\n");
            replaced(page, at..at, &text).at("GET /pots")
        }
        Rule::EndpointUndocumented => unreachable!("this rule is about the document"),
        Rule::PayloadShape => {
            let (open, close) = any(&[("```json\n{", "}\n```"), ("```json\n[", "]\n```")], rng);
            let at = any(&places(page, open), rng);
            let end = at.end + page[at.end..].find(close).expect("the example ends");
            let start = at.start + "```json\n".len();
            let inner = &page[start..=end];
            let pad = " ".repeat(rng.usize(0..9));
            let text = if open.ends_with('[') {
                format!("{{\"{}\":{pad} {inner}}}", word(rng))
            } else {
                format!("[{pad}{inner}{pad}]")
            };
            let first = text[..1].to_owned();
            replaced(page, start..end + 1, &text).at(&first)
        }
        Rule::PayloadPropertyUnknown => {
            let keys = [
                "\"material\"",
                "\"made_at\"",
                "\"lid\"",
                "\"pressure\"",
                "\"whistled\"",
                "\"volume\": 3",
            ];
            let key = any(&keys, rng);
            let at = any(&places(page, key), rng);
            let name = word(rng);
            let with = if key.ends_with('3') {
                format!("\"{name}\": 3")
            } else {
                format!("\"{name}\"")
            };
            replaced(page, at, &with).at(&format!("\"{name}\""))
        }
        Rule::PayloadPropertyMissing => {
            let lines = [
                "\"name\": \"Whistler\"",
                "\"name\": \"Hisser\"",
                "\"name\": \"Mumbler\",\n",
                "\"litres\"",
                "\"id\": 9,",
                "\"id\": 7,",
                "\"id\": 8,",
            ];
            let all: Vec<_> = lines.iter().flat_map(|line| places(page, line)).collect();
            let at = any(&all, rng);
            let start = page[..at.start].rfind('\n').map_or(0, |at| at + 1);
            let end = at.start + page[at.start..].find('\n').expect("a line ends") + 1;
            let pad = "\n".repeat(rng.usize(0..4));
            let text = format!("{}{pad}{}", &page[..start], &page[end..]);
            let open = text[..start].rfind('{').expect("the object is open");
            Mutant {
                text,
                span: open..open + 1,
            }
        }
        Rule::PayloadType => {
            let values = [
                "\"id\": 7",
                "\"id\": 8",
                "\"id\": 9",
                "\"lid\": true",
                "\"lid\": false",
                "\"pressure\": 3",
                "\"litres\": 0.75",
                "\"whistled\": true",
            ];
            let value = any(&values, rng);
            let at = any(&places(page, value), rng);
            let start = at.start + value.find(": ").expect("a member has a colon") + 2;
            let with = any(
                &[
                    format!("\"{}\"", word(rng)),
                    "[]".to_owned(),
                    "{}".to_owned(),
                ],
                rng,
            );
            replaced(page, start..at.end, &with)
        }
        Rule::PayloadFormat => {
            let wrong = [
                format!("2024-{}-01T08:00:00Z", rng.u32(13..99)),
                word(rng),
                format!("{}", rng.u32(1..9999)),
            ];
            let mut mutant = swap(rng, page, &TIMES, &wrong);
            // The quotes are part of a string.
            mutant.span = mutant.span.start - 1..mutant.span.end + 1;
            mutant
        }
        Rule::PayloadValue => {
            let wrong = words(rng);
            let values = ["\"material\": \"copper\"", "\"material\": \"steel\""];
            let value = any(&values, rng);
            let at = any(&places(page, value), rng);
            let start = at.start + "\"material\": ".len();
            replaced(page, start..at.end, &format!("\"{}\"", wrong[0]))
        }
        Rule::PayloadOpenValue => {
            let value = any(&["\"state\": \"cold\"", "\"state\": \"hot\""], rng);
            let at = any(&places(page, value), rng);
            let start = at.start + "\"state\": ".len();
            replaced(page, start..at.end, &format!("\"{}\"", word(rng)))
        }
        Rule::CurlSyntax => {
            let at = any(&places(page, "curl --"), rng);
            let end = at.end - "--".len();
            let option = format!("--{}", word(rng));
            replaced(page, end..end, &format!("{option} ")).at(&option)
        }
        Rule::CurlMethod => {
            let commands = places(page, "curl --header \"KETTLE");
            let deleting = places(page, "--request DELETE");
            if rng.bool() {
                let with = any(&["PUT", "PATCH", "POST"], rng);
                let pad = " ".repeat(rng.usize(1..5));
                replaced(page, any(&deleting, rng), &format!("--request{pad}{with}")).at(with)
            } else {
                // Steam and photo have no other method, so the path alone decides.
                let at = any(&commands, rng);
                let with = any(&["PUT", "PATCH"], rng);
                let pad = " ".repeat(rng.usize(1..9));
                replaced(
                    page,
                    at.start + 4..at.start + 4,
                    &format!("{pad}--request {with}"),
                )
                .at(with)
            }
        }
        Rule::CurlPath => {
            let url = any(
                &[
                    "/api/v1/kettles?",
                    "/api/v1/kettles/9\"",
                    "/api/v1/kettles/9/steam",
                    "/api/v1/kettles/9/photo",
                ],
                rng,
            );
            let at = any(&places(page, url), rng);
            let start = at.start + "/api/v1/".len();
            let mut mutant = replaced(page, start..start + "kettles".len(), &word(rng));
            // The path is told as a whole.
            let rest = mutant.text[mutant.span.end..].find(['"', '?']);
            let rest = rest.expect("the URL ends");
            mutant.span = mutant.span.start - 1..mutant.span.end + rest;
            mutant
        }
        Rule::CurlQueryUnknown => {
            let unknown = word(rng);
            let text = format!("?{unknown}={}&", word(rng));
            let mut mutant = swap(rng, page, &["kettles?", "steam?"], &[text]);
            // Only the question mark was swapped, so put the name of the path back.
            let spoilt = mutant.text[..mutant.span.start].ends_with("/9/");
            let name = if spoilt { "steam" } else { "kettles" };
            mutant.text.insert_str(mutant.span.start, name);
            mutant.span = mutant.span.start + name.len()..mutant.span.end + name.len();
            mutant.at(&unknown)
        }
        Rule::CurlQueryValue => {
            let (needle, with) = any(
                &[
                    ("size=small", format!("size={}", word(rng))),
                    ("per_page=50", format!("per_page={}", rng.u32(101..9999))),
                    ("since=4", format!("since={}", word(rng))),
                ],
                rng,
            );
            let (_, value) = with.split_once('=').expect("it has a value");
            swap(rng, page, &[needle], std::slice::from_ref(&with)).at(value)
        }
        Rule::CurlQueryMissing => {
            let with = format!("steam?tags[0]={}", word(rng));
            let mut mutant = swap(rng, page, &["steam?since=4&tags[0]=tea"], &[with]);
            mutant.span.start -= "/kettles/9/".len();
            mutant.at("/kettles/9/steam")
        }
        Rule::CurlHeaderUnknown => {
            let at = any(&places(page, "--header \"KETTLE-TOKEN"), rng).start;
            let name = word(rng);
            let text = format!("--header \"{name}: {}\" ", word(rng));
            replaced(page, at..at, &text).at(&name)
        }
        Rule::CurlBody => {
            if rng.bool() {
                let with = format!("--header \"Accept: {}/{}\"", word(rng), word(rng));
                let mut mutant = swap(
                    rng,
                    page,
                    &["--header \"Content-Type: application/json\""],
                    &[with],
                );
                mutant.span = block(&mutant.text, mutant.span.start);
                mutant.at("{\"name\": \"Mumbler\", \"volume\": 3}")
            } else {
                let at = any(&places(page, "curl --header \"KETTLE"), rng).start + 4;
                let name = word(rng);
                let text = format!(" --request GET --data \"{name}={}\"", word(rng));
                replaced(page, at..at, &text).at(&name)
            }
        }
        Rule::CurlGlobbing => {
            let pad = " ".repeat(rng.usize(1..60));
            let mut mutant = swap(rng, page, &[" --globoff "], &[pad]);
            mutant.span = block(&mutant.text, mutant.span.start);
            mutant.at("[")
        }
        Rule::CurlLocation => {
            let pad = " ".repeat(rng.usize(1..60));
            let mut mutant = swap(rng, page, &[" --location "], &[pad]);
            mutant.span = block(&mutant.text, mutant.span.start);
            mutant.at("curl")
        }
        Rule::CurlCredentials => {
            let pad = format!(" --header \"Accept: {}/{}\" ", word(rng), word(rng));
            let mut mutant = swap(rng, page, &[" --header \"KETTLE-TOKEN: <token>\" "], &[pad]);
            mutant.span = block(&mutant.text, mutant.span.start);
            mutant.at("curl")
        }
        Rule::AttributeUnknown => {
            let rows = ["| `size` |", "| `per_page` |", "| `volume` |", "| `tags` |"];
            let at = any(&places(page, any(&rows, rng)), rng);
            if rng.bool() {
                return misspelt(rng, page, at.start + 3..at.end - 3);
            }
            let start = page[..at.start].rfind('\n').map_or(0, |at| at + 1);
            let ty = any(&["string", "integer", "boolean"], rng);
            let name = word(rng);
            let row = format!("| `{name}` | {ty} | No | Whatever. |\n");
            replaced(page, start..start, &row).at(&name)
        }
        Rule::AttributeMissing => cut_row(
            rng,
            page,
            &[
                "| `since` | integer",
                "| `tags` | array",
                "| `per_page` | integer",
                "| `size` | string",
                "| `volume` | integer",
                "| `name` | string",
            ],
        ),
        Rule::AttributeType => {
            let cells = [
                "| integer | Yes",
                "| integer | No",
                "| string | Yes",
                "| string | No",
                "| array of strings | No",
            ];
            let cell = any(&cells, rng);
            let at = any(&places(page, cell), rng);
            let end = at.end - cell.len() + cell.rfind(" | ").expect("two cells");
            let with = any(
                &[
                    "boolean",
                    "hash",
                    "array of hashes",
                    "boolean or hash",
                    "float or boolean",
                ],
                rng,
            );
            replaced(page, at.start + 2..end, with)
        }
        Rule::AttributeRequired => {
            let (from, to) = any(&[(" | Yes |", "No"), (" | No |", "Yes")], rng);
            let at = any(&places(page, from), rng);
            let with = any(&[to.to_owned(), to.to_lowercase()], rng);
            replaced(page, at.start + 3..at.end - 2, &with)
        }
        Rule::AttributeValue => {
            let needle = any(&["Either `small`", "or `big`"], rng);
            let at = any(&places(page, needle), rng);
            let start = at.start + needle.find('`').expect("a value") + 1;
            replaced(page, start..at.end - 1, &word(rng))
        }
        Rule::AttributeDefault => {
            let (needle, with) = any(
                &[("to `20`", number(rng, 21..99)), ("to `small`", words(rng))],
                rng,
            );
            let at = any(&places(page, needle), rng);
            replaced(page, at.start + 4..at.end - 1, &with[0])
        }
        Rule::StatusUnknown => {
            let at = any(&places(page, "| `404` |"), rng);
            let code = any(
                &[rng.u32(405..500), rng.u32(500..600), rng.u32(205..227)],
                rng,
            );
            replaced(page, at.start + 3..at.end - 3, &code.to_string())
        }
        Rule::StatusUndocumented => {
            let mut mutant = swap(rng, page, &["| `200` | The kettle. |\n"], &texts(&[""]));
            mutant.span = block(&mutant.text, mutant.span.start);
            mutant.at("404")
        }
        other => unreachable!("{other} has no mutants"),
    }
}

/// A comma too many, a comma too few, a quote or a bracket missing.
fn json_syntax(rng: &mut Rng, page: &str) -> Mutant {
    match rng.usize(..4) {
        0 => {
            let ends = ["true\n}", "false\n}", "null\n  }", "true\n  }"];
            let all: Vec<_> = ends.iter().flat_map(|end| places(page, end)).collect();
            let at = any(&all, rng);
            let value = at.start + page[at.clone()].find('\n').expect("two lines");
            replaced(page, value..value, ",")
        }
        1 => {
            let all = [
                "\"id\": 9,\n",
                "\"id\": 8,\n",
                "\"Mumbler\",\n",
                "\"pressure\": 3,\n",
                "\"steel\",\n",
                "\"hot\",\n",
            ];
            let at = any(&places(page, any(&all, rng)), rng);
            replaced(page, at.end - 2..at.end - 1, "")
        }
        2 => {
            let all = ["\"lid\":", "\"material\":", "\"state\":", "\"whistled\":"];
            let at = any(&places(page, any(&all, rng)), rng);
            let bare = page[at.start + 1..at.end - 2].to_owned();
            replaced(page, at, &format!("{bare}:")).at(&bare)
        }
        _ => {
            let all = ["\"lid\":", "\"material\":", "\"state\":", "\"whistled\":"];
            let at = any(&places(page, any(&all, rng)), rng);
            replaced(page, at.start..at.start, ", ").at(",")
        }
    }
}
