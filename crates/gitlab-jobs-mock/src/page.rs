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
pub(crate) fn address(call: &Call<'_>, set: &[(&str, String)]) -> String {
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

/// From how many items on GitLab does not tell how many there are.
const MAX_COUNTED: usize = 10_000;

/// One page by its number. Of the items before and behind it, none is held.
pub(crate) fn offset<T>(
    call: &Call<'_>,
    items: impl Iterator<Item = T>,
    totals: Totals,
    show: impl Fn(&T) -> Value,
) -> Reply {
    let size = per_page(call);
    let asked = call.parameter("page").and_then(form::number).unwrap_or(1);
    let page = usize::try_from(asked.max(1)).unwrap_or(1);
    let mut items = items;
    let before = items.by_ref().take((page - 1).saturating_mul(size)).count();
    let body: Vec<Value> = items.by_ref().take(size).map(|item| show(&item)).collect();
    let shown = before + body.len();
    let behind = match totals {
        Totals::Limited => items.take(1).count(),
        Totals::Full => items.take(MAX_COUNTED.saturating_sub(shown) + 1).count(),
    };
    let count = shown + behind;
    let counted = totals == Totals::Full && count <= MAX_COUNTED;
    let pages = count.div_ceil(size).max(1);
    let previous = (page > 1).then(|| page - 1);
    let next = (behind > 0).then(|| page + 1);
    let link = |page: usize, rel: &str| {
        let set = [("page", page.to_string()), ("per_page", size.to_string())];
        format!("<{}>; rel=\"{rel}\"", address(call, &set))
    };
    let mut links = Vec::new();
    links.extend(previous.map(|page| link(page, "prev")));
    links.extend(next.map(|page| link(page, "next")));
    links.push(link(1, "first"));
    if counted {
        links.push(link(pages, "last"));
    }
    let number = |page: Option<usize>| page.map_or_else(String::new, |page| page.to_string());
    let reply = Reply::json(200, body.into())
        .header("Link", links.join(", "))
        .header("X-Next-Page", number(next))
        .header("X-Page", page.to_string())
        .header("X-Per-Page", size.to_string())
        .header("X-Prev-Page", number(previous));
    if !counted {
        return reply;
    }
    reply
        .header("X-Total", count.to_string())
        .header("X-Total-Pages", pages.to_string())
}

/// The last id of the page before the one a cursor leads to.
pub(crate) fn cursor(call: &Call<'_>) -> i64 {
    let cursor = call.parameter("cursor").and_then(form::number);
    cursor.unwrap_or(i64::MAX)
}

/// The page behind a cursor: the first of items whose ids fall, all below the cursor.
pub(crate) fn keyset<T>(
    call: &Call<'_>,
    items: impl Iterator<Item = T>,
    id: impl Fn(&T) -> i64,
    show: impl Fn(&T) -> Value,
) -> Reply {
    let mut items = items;
    let mut last = None;
    let page = items.by_ref().take(per_page(call));
    let body: Vec<Value> = page
        .inspect(|item| last = Some(id(item)))
        .map(|item| show(&item))
        .collect();
    let reply = Reply::json(200, body.into());
    match last {
        Some(last) if items.next().is_some() => {
            let set = [("cursor", last.to_string())];
            reply.header("Link", format!("<{}>; rel=\"next\"", address(call, &set)))
        }
        _ => reply,
    }
}
