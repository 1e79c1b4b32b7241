//! Pages of a list, and the headers that lead from one to the next.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::call::Call;
use crate::form;
use crate::reply::Reply;

/// How many items a page has unless the request says otherwise.
const PER_PAGE: i64 = 20;

/// The most items a page has.
const MAX_PER_PAGE: i64 = 100;

/// Which headers a list has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Totals {
    /// With the number of items and pages.
    Full,
    /// Without: nothing was counted.
    Limited,
}

fn per_page(call: &Call<'_>) -> usize {
    let asked = call.parameter("per_page").and_then(form::number);
    let clamped = asked.filter(|asked| *asked >= 1).unwrap_or(PER_PAGE);
    usize::try_from(clamped.min(MAX_PER_PAGE)).unwrap_or(1)
}

/// The address of this list with some parameters set anew.
fn address(call: &Call<'_>, set: &[(&str, String)]) -> String {
    // A token in the query never goes into a link.
    let secret = ["private_token", "access_token", "job_token"];
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let kept = call.query.iter().filter(|(key, _)| {
        !secret.contains(&key.as_str()) && set.iter().all(|(name, _)| name != key)
    });
    let mut pairs: Vec<String> = kept
        .map(|(key, value)| format!("{}={}", encode(key), encode(value)))
        .collect();
    let anew = set
        .iter()
        .map(|(key, value)| format!("{key}={}", encode(value)));
    pairs.extend(anew);
    format!("{}{}?{}", call.base, call.path, pairs.join("&"))
}

/// One page by its number.
pub(crate) fn offset<T>(
    call: &Call<'_>,
    items: &[T],
    totals: Totals,
    show: impl Fn(&T) -> Value,
) -> Reply {
    let size = per_page(call);
    let asked = call.parameter("page").and_then(form::number).unwrap_or(1);
    let page = usize::try_from(asked.max(1)).unwrap_or(1);
    let start = (page - 1).saturating_mul(size).min(items.len());
    let end = (start + size).min(items.len());
    let pages = items.len().div_ceil(size).max(1);
    let next = (end < items.len()).then_some(page + 1);
    let previous = (page > 1).then(|| page - 1);
    let link = |page: usize, rel: &str| {
        let set = [("page", page.to_string()), ("per_page", size.to_string())];
        format!("<{}>; rel=\"{rel}\"", address(call, &set))
    };
    let mut links = Vec::new();
    links.extend(previous.map(|page| link(page, "prev")));
    links.extend(next.map(|page| link(page, "next")));
    links.push(link(1, "first"));
    if totals == Totals::Full {
        links.push(link(pages, "last"));
    }
    let number = |page: Option<usize>| page.map_or_else(String::new, |page| page.to_string());
    let body = items[start..end].iter().map(show).collect();
    let reply = Reply::json(200, body)
        .header("Link", links.join(", "))
        .header("X-Next-Page", number(next))
        .header("X-Page", page.to_string())
        .header("X-Per-Page", size.to_string())
        .header("X-Prev-Page", number(previous));
    match totals {
        Totals::Limited => reply,
        Totals::Full => reply
            .header("X-Total", items.len().to_string())
            .header("X-Total-Pages", pages.to_string()),
    }
}

/// The page behind a cursor. The items come with ids that fall; the cursor is the last id of the page before.
pub(crate) fn keyset<T>(
    call: &Call<'_>,
    items: &[T],
    id: impl Fn(&T) -> i64,
    show: impl Fn(&T) -> Value,
) -> Reply {
    let size = per_page(call);
    let cursor = call.parameter("cursor").and_then(form::number);
    let start = cursor.map_or(0, |cursor| items.partition_point(|item| id(item) >= cursor));
    let end = (start + size).min(items.len());
    let body = items[start..end].iter().map(show).collect();
    let reply = Reply::json(200, body);
    match items[start..end].last() {
        Some(last) if end < items.len() => {
            let set = [("cursor", id(last).to_string())];
            reply.header("Link", format!("<{}>; rel=\"next\"", address(call, &set)))
        }
        _ => reply,
    }
}
