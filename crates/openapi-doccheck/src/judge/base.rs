//! Base paths: what stands between the host of a server and the path of an operation.

use openapi_document::{Document, Node};

use super::query::is_placeholder;

/// The path below a base path. A segment of it in braces stands for any; with `filled`, so does a segment of the path
/// that the reader must fill in.
pub(super) fn strip<'p>(path: &'p str, base: &str, filled: bool) -> Option<&'p str> {
    let mut rest = path;
    for known in base.split('/').skip(1) {
        let below = rest.strip_prefix('/')?;
        let (written, behind) = below.split_at(below.find('/').unwrap_or(below.len()));
        let any = known.starts_with('{') || (filled && is_placeholder(written));
        if written != known && (written.is_empty() || !any) {
            return None;
        }
        rest = behind;
    }
    Some(rest)
}

/// Whether a host may be one of the document's servers, which every page may also call by an example's name.
pub(super) fn serves(document: &Document, host: &str) -> bool {
    let servers = document.root().get("servers").map_or(&[][..], Node::items);
    let urls = servers
        .iter()
        .filter_map(|server| server.get("url")?.as_str());
    let mut hosts = urls.filter_map(|url| {
        let (_, rest) = url.split_once("://")?;
        rest.split('/').next()
    });
    let anyone = is_placeholder(host)
        || host.contains(['{', '$', '<'])
        || host.contains("example")
        || host.starts_with("localhost")
        || host.starts_with("127.0.0.1");
    // What a variable at the beginning may be, is not known.
    let is_host = |known: &str| {
        let end = known.rsplit('}').next().unwrap_or(known);
        known.eq_ignore_ascii_case(host) || (known.contains('{') && host.ends_with(end))
    };
    anyone || hosts.clone().next().is_none() || hosts.any(is_host)
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn a_base_path_is_cut_off_by_its_segments() {
        assert_eq!(strip("/v1/pots", "/v1", false), Some("/pots"));
        assert_eq!(strip("/v1", "/v1", false), Some(""));
        assert_eq!(strip("/v12/pots", "/v1", false), None);
        assert_eq!(strip("/x/v1/pots", "/{who}/v1", false), Some("/pots"));
        assert_eq!(strip("/x/v2/pots", "/{who}/v1", false), None);
        assert_eq!(strip("/$VERSION/pots", "/v1", true), Some("/pots"));
        assert_eq!(strip("/{version}/pots", "/v1", false), None);
    }
}
