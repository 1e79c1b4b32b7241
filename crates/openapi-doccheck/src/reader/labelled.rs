//! Endpoints whose method and path stand on lines of their own: `URL: /pots` and `Method: GET`.

use std::ops::Range;

use crate::element::{Element, Kind, element};
use crate::endpoint::Endpoint;
use crate::words;

/// What a text says about an endpoint, with the place of it.
#[derive(Default)]
struct Said {
    method: Option<Range<usize>>,
    path: Option<Range<usize>>,
}

/// Makes one endpoint of texts that follow one another and name its method and its path.
pub(super) fn join(page: &str, elements: &mut Vec<Element>) {
    let mut index = 0;
    while index < elements.len() {
        let endpoint = said(page, &elements[index]).and_then(|first| {
            if let Some(whole) = whole(page, &first) {
                return Some((whole, 1));
            }
            let second = said(page, elements.get(index + 1)?)?;
            let both = Said {
                method: first.method.or(second.method),
                path: first.path.or(second.path),
            };
            Some((whole(page, &both)?, 2))
        });
        if let Some(((endpoint, range), count)) = endpoint {
            let found = element(range, Kind::Endpoint(endpoint));
            elements.splice(index..index + count, [found]);
        }
        index += 1;
    }
}

/// The endpoint when both parts of it are known.
fn whole(page: &str, said: &Said) -> Option<(Endpoint, Range<usize>)> {
    let (method, path) = (said.method.clone()?, said.path.clone()?);
    let endpoint = Endpoint::of_labels(&page[method.clone()], &page[path.clone()])?;
    Some((
        endpoint,
        method.start.min(path.start)..method.end.max(path.end),
    ))
}

/// What a text says whose lines are labels with one word each behind them; none when it is another text.
fn said(page: &str, element: &Element) -> Option<Said> {
    if !matches!(element.kind, Kind::Prose(_)) {
        return None;
    }
    let start = page[..element.span.start]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let rest = page[element.span.end..].find('\n');
    let end = rest.map_or(page.len(), |at| element.span.end + at);
    let mut said = Said::default();
    for line in page[start..end].lines() {
        let (label, value) = line.split_once([':', '：'])?;
        let label = label.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        let label = super::markdown::without_list_mark(label).trim_matches(['*', '_', ' ']);
        let value = value.trim().trim_start_matches("**").trim();
        let begin = value.as_ptr().addr() - page.as_ptr().addr();
        let place = begin..begin + value.len();
        let is_word = !value.is_empty() && !value.contains(char::is_whitespace);
        if words::any(label, |words| words.method) && is_word {
            said.method = Some(place);
        } else if words::any(label, |words| words.path) && is_word {
            said.path = Some(place);
        }
    }
    (said.method.is_some() || said.path.is_some()).then_some(said)
}
