//! Where the next page is: the `Link` header, and `X-Next-Page` where there is no such header.
//!
//! Of a link only `cursor` and `page` in its query are used. Its host may be the server's idea of itself behind a proxy,
//! and nothing a server sends decides where a credential goes.

use reqwest::Url;
use reqwest::header::{HeaderMap, LINK};

use crate::page::Position;

/// Where the page after this one is; the error says what is wrong with the server's answer.
pub(crate) fn next(headers: &HeaderMap) -> Result<Option<Position>, String> {
    let mut links = headers.get_all(LINK).iter().peekable();
    if links.peek().is_some() {
        let next = links
            .filter_map(|value| value.to_str().ok())
            .find_map(next_target);
        return next.map(position).transpose();
    }
    let number = headers
        .get("x-next-page")
        .and_then(|value| value.to_str().ok());
    match number.map(str::trim) {
        None | Some("") => Ok(None),
        Some(number) => page_number(number).map(Some),
    }
}

/// The target of the first link whose relations include `next`.
fn next_target(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (_, opened) = rest.split_once('<')?;
        let (target, after) = opened.split_once('>')?;
        let (parameters, following) = after.split_at(end_of_part(after, ','));
        if is_next(parameters) {
            return Some(target);
        }
        rest = following;
    }
}

/// Where the part ends that a separator outside of quotes ends.
fn end_of_part(text: &str, separator: char) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if character == separator && !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

fn is_next(mut parameters: &str) -> bool {
    while let Some(rest) = parameters.trim_start().strip_prefix(';') {
        let (parameter, following) = rest.split_at(end_of_part(rest, ';'));
        parameters = following;
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
        if name.trim().eq_ignore_ascii_case("rel")
            && relations.any(|relation| relation.eq_ignore_ascii_case("next"))
        {
            return true;
        }
    }
    false
}

/// The position that a link's query names.
fn position(target: &str) -> Result<Position, String> {
    let unreadable = || "the link to the next page is no address".to_owned();
    // The base is for links that are not absolute, which a server may send; it does not get into the query.
    let base = Url::parse("http://relative.invalid/").map_err(|_| unreadable())?;
    let url = base.join(target).map_err(|_| unreadable())?;
    let mut page = None;
    for (name, value) in url.query_pairs() {
        match &*name {
            "cursor" if !value.is_empty() => return Ok(Position::Keyset(Some(value.into_owned()))),
            "page" => page = Some(page_number(&value)?),
            _ => {}
        }
    }
    page.ok_or_else(|| "the link to the next page names neither a page nor a cursor".to_owned())
}

fn page_number(text: &str) -> Result<Position, String> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(Position::Number(number)),
        _ => Err("the number of the next page is no page number".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in list {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn the_link_called_next_is_found_in_every_way_of_writing_it() {
        for link in [
            r#"<https://h/api/v4/projects/1/jobs?page=3&per_page=2>; rel="next""#,
            r#"<https://h/?page=1>; rel="prev", <https://other/?page=3&per_page=2>; rel="next", <https://h/?page=1>; rel="first""#,
            r#"<https://h/?page=9>;title="a, <b>; rel=next";rel=last ,<?page=3>;REL=NEXT"#,
            r#"<https://h/?page=3>; rel="last next""#,
        ] {
            assert_eq!(
                next(&headers(&[("link", link)])),
                Ok(Some(Position::Number(3))),
                "{link}"
            );
        }
    }

    #[test]
    fn links_may_come_in_several_headers() {
        let several = [
            ("link", r#"<?page=1>; rel="first""#),
            ("link", r#"<?page=3>; rel="next""#),
        ];
        assert_eq!(next(&headers(&several)), Ok(Some(Position::Number(3))));
    }

    #[test]
    fn a_cursor_is_decoded_and_wins_over_a_page() {
        let link = r#"<https://h/?cursor=eyJ%3D%3D&page=1&pagination=keyset>; rel="next""#;
        assert_eq!(
            next(&headers(&[("link", link)])),
            Ok(Some(Position::Keyset(Some("eyJ==".to_owned()))))
        );
    }

    #[test]
    fn the_number_of_the_next_page_counts_only_without_links() {
        assert_eq!(
            next(&headers(&[("x-next-page", "2")])),
            Ok(Some(Position::Number(2)))
        );
        assert_eq!(next(&headers(&[("x-next-page", "")])), Ok(None));
        assert_eq!(next(&headers(&[])), Ok(None));
        let last = [("x-next-page", "2"), ("link", r#"<?page=1>; rel="first""#)];
        assert_eq!(next(&headers(&last)), Ok(None));
    }

    #[test]
    fn a_next_page_that_cannot_be_found_is_no_end() {
        for (name, value) in [
            ("link", r#"<https://h/?id_before=7>; rel="next""#),
            ("link", r#"<http://[>; rel="next""#),
            ("link", r#"<?page=0>; rel="next""#),
            ("x-next-page", "two"),
            ("x-next-page", "99999999999"),
        ] {
            assert!(next(&headers(&[(name, value)])).is_err(), "{value}");
        }
    }
}
