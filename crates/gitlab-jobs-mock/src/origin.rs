//! What the server and its object storage are called, seen from a client.

use axum::http::{HeaderMap, header};

/// The origin to write links with: what the client called the server, if that can stand in a link.
pub(crate) fn called(own: &str, headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok());
    let plain = |host: &&str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
        !host.is_empty() && host.bytes().all(fits)
    };
    host.filter(plain)
        .map_or_else(|| own.to_owned(), |host| format!("http://{host}"))
}

/// An origin as the client can reach it: by the name it calls the server by, when the server listens on every address.
pub(crate) fn reachable(store: &str, base: &str) -> String {
    let everywhere = ["http://0.0.0.0:", "http://[::]:"];
    let port = everywhere
        .iter()
        .find_map(|start| store.strip_prefix(start));
    let Some(port) = port else {
        return store.to_owned();
    };
    let host = base.strip_prefix("http://").unwrap_or(base);
    let end = match host.rfind(':') {
        // The colons of an IPv6 address stand before its bracket.
        Some(colon) if !host[colon..].contains(']') => colon,
        _ => host.len(),
    };
    format!("http://{}:{port}", &host[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_that_is_everywhere_is_named_as_the_client_names_the_server() {
        assert_eq!(
            reachable("http://0.0.0.0:9", "http://gitlab:80"),
            "http://gitlab:9"
        );
        assert_eq!(
            reachable("http://[::]:9", "http://[::1]:80"),
            "http://[::1]:9"
        );
        assert_eq!(reachable("http://[::]:9", "http://[::1]"), "http://[::1]:9");
        assert_eq!(
            reachable("http://0.0.0.0:9", "http://gitlab"),
            "http://gitlab:9"
        );
        assert_eq!(
            reachable("http://127.0.0.1:9", "http://gitlab"),
            "http://127.0.0.1:9"
        );
    }
}
