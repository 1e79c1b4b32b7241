//! Mistakes in commands.

use fastrand::Rng;
use openapi_doccheck::curl::{Curl, MethodSource};
use openapi_doccheck::rule::Rule;

use crate::case::{Case, Site, word};

/// The byte behind the word `curl`.
fn behind(curl: &Curl) -> usize {
    curl.words[0].span.end
}

/// Something put behind the word `curl`.
fn added(curl: &Curl, text: String) -> Site {
    let at = behind(curl);
    Site::new(at..at, text)
}

/// The commands of whose calls nothing is wrong yet: what calls nothing cannot call it wrongly.
fn sound<'c>(case: &'c Case<'_>) -> impl Iterator<Item = &'c Curl> {
    let sound = case.commands().filter(|(claim, _)| {
        let at = claim.span.start..claim.span.end;
        !case.is_wrong(Some(Rule::CurlLocation), at)
    });
    sound.map(|(_, curl)| curl)
}

/// An option that curl does not have.
pub(crate) fn unknown_options(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let mut option = |curl| {
        let option = format!("--{}", word(rng));
        added(curl, format!(" {option}")).inside(option)
    };
    case.commands().map(|(_, curl)| option(curl)).collect()
}

/// A method that no path of the document has.
pub(crate) fn methods(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let other = |curl: &Curl| match curl.method.span {
        Some(span) => Site::new(span.start..span.end, ["PATCH", "PUT"][rng.usize(..2)]),
        None => added(
            curl,
            format!("{}--request PATCH", " ".repeat(rng.usize(1..9))),
        )
        .inside("PATCH"),
    };
    sound(case).map(other).collect()
}

/// A path that the document does not have.
pub(crate) fn paths(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let other = |curl: &Curl| {
        let path = &curl.url.as_ref()?.path;
        let first = path.text.trim_start_matches('/').split('/').next()?;
        let start = path.span.start + 1;
        // The path is told as a whole.
        let site = Site::new(start..start + first.len(), word(rng));
        Some(site.near(path.span.start..path.span.end))
    };
    sound(case).filter_map(other).collect()
}

/// A parameter in the query that the operation does not have.
pub(crate) fn unknown_queries(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let more = |curl: &Curl| {
        let url = curl.url.as_ref()?;
        let joint = if url.text.text.contains('?') {
            '&'
        } else {
            '?'
        };
        let end = url.text.span.end;
        // The place may end with the quote of the URL.
        let end = end - usize::from(case.text[..end].ends_with(['"', '\'']));
        let name = word(rng);
        let site = Site::new(end..end, format!("{joint}{name}={}", word(rng)));
        Some(site.inside(name))
    };
    let commands: Vec<&Curl> = case.commands().map(|(_, curl)| curl).collect();
    commands.into_iter().filter_map(more).collect()
}

/// A value that a parameter in the query never has.
pub(crate) fn query_values(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let pairs = case
        .commands()
        .filter_map(|(_, curl)| Some(&curl.url.as_ref()?.query));
    let states = pairs.flatten().filter(|pair| pair.name.text == "scope[]");
    let wrong = |pair: &openapi_doccheck::curl::Pair| {
        let span = pair.value.as_ref()?.span;
        Some(Site::new(span.start..span.end, word(rng)))
    };
    states.filter_map(wrong).collect()
}

/// A parameter that must be there becomes a credential, which may be there.
pub(crate) fn missing_queries(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let mut sites = Vec::new();
    for (_, curl) in case.commands() {
        let Some(url) = &curl.url else { continue };
        for pair in url.query.iter().filter(|pair| pair.name.text == "job") {
            let value = pair.value.as_ref().unwrap();
            let whole = pair.name.span.start..value.span.end;
            let path = url.path.span.start..url.path.span.end;
            sites.push(Site::new(whole, format!("job_token={}", word(rng))).near(path));
        }
    }
    sites
}

/// A header that the document does not know.
pub(crate) fn headers(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let mut header = |curl| {
        let name = format!("X-{}", word(rng));
        added(curl, format!(" --header \"{name}: {}\"", word(rng))).inside(name)
    };
    case.commands().map(|(_, curl)| header(curl)).collect()
}

/// A body for an operation that takes none.
pub(crate) fn bodies(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let mut sites = Vec::new();
    for (claim, curl) in case.commands() {
        let method = match curl.method.source {
            MethodSource::Nothing => " --request GET",
            MethodSource::Request => "",
            _ => continue,
        };
        // Running a job takes variables, and curl has one body.
        if curl.body.is_none() && case.about(claim).as_deref() != Some("play_job") {
            let name = word(rng);
            let data = format!("{method} --data \"{name}={}\"", word(rng));
            sites.push(added(curl, data).inside(name));
        }
    }
    sites
}

/// A number in the path becomes a placeholder in braces, which curl takes for a pattern.
pub(crate) fn patterns(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let mut sites = Vec::new();
    for curl in sound(case).filter(|curl| !curl.has("globoff")) {
        let Some(url) = curl.url.as_ref().filter(|url| url.glob.is_none()) else {
            continue;
        };
        let mut start = url.path.span.start;
        for segment in url.path.text.split('/') {
            if !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit()) {
                let place = start..start + segment.len();
                sites.push(Site::new(place, format!("{{{}}}", word(rng))));
            }
            start += segment.len() + 1;
        }
    }
    sites
}

/// The option that follows a redirect is replaced by one that changes nothing.
pub(crate) fn without_location(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let operations = case.judge.document().operations();
    let mut sites = Vec::new();
    for (claim, curl) in case.commands() {
        let about = case.about(claim).unwrap_or_default();
        let operation = operations.iter().find(|known| known.id() == about).unwrap();
        let moves = operation
            .responses()
            .iter()
            .any(|one| one.status().starts_with('3'));
        if !moves {
            continue;
        }
        let there = curl.options.iter().filter(|known| known.name == "location");
        for there in there {
            let word = [
                "--silent",
                "--fail",
                "--show-error",
                "--verbose",
                "--compressed",
            ];
            let with = format!("{}{}", " ".repeat(rng.usize(0..20)), word[rng.usize(..5)]);
            let near = curl.words[0].span;
            let site = Site::new(there.span.start..there.span.end, with);
            sites.push(site.near(near.start..near.end));
        }
    }
    sites
}

/// A header that carries a credential becomes one that carries none.
pub(crate) fn credentials(case: &Case<'_>, rng: &mut Rng) -> Vec<Site> {
    let operations = case.judge.document().operations();
    let mut sites = Vec::new();
    for (claim, curl) in case.commands() {
        let about = case.about(claim).unwrap_or_default();
        let operation = operations.iter().find(|known| known.id() == about).unwrap();
        // What is public needs no credential.
        if operation.security().iter().any(Vec::is_empty) {
            continue;
        }
        for header in &curl.headers {
            if header.name.text.ends_with("-TOKEN") {
                let whole =
                    header.name.span.start..header.value.span.end.max(header.name.span.end + 1);
                let first = curl.words[0].span;
                let site = Site::new(whole, format!("Accept: {}/{}", word(rng), word(rng)));
                sites.push(site.near(first.start..first.end));
            }
        }
    }
    sites
}
