//! The servers of a document: what their URLs put before the paths of the operations.

use std::collections::BTreeSet;

use openapi_document::{Document, Node};

/// How many URLs the variables of one server may make.
const MOST_URLS: usize = 64;

/// The paths at the ends of the document's server URLs, the longest first; the empty one when a server has none.
///
/// Servers of single paths and operations count as well. A variable gives each value that it may have; one that may
/// have any also stays as a placeholder. There are none when the document names no server.
pub(super) fn bases(document: &Document) -> Vec<String> {
    let root = document.root();
    let items = root.get("paths").map_or(&[][..], Node::members).iter();
    let items = items.map(|item| document.resolve(&item.node, "").0);
    let holders = items.flat_map(|item| {
        let operations = item.members().iter().map(|member| &member.node);
        std::iter::once(item).chain(operations.filter(|node| node.is_object()))
    });
    let servers = std::iter::once(root)
        .chain(holders)
        .filter_map(|holder| holder.get("servers"))
        .flat_map(Node::items);
    let urls = servers.flat_map(urls);
    let paths: BTreeSet<String> = urls.map(|url| path(&url)).collect();
    let mut paths: Vec<String> = paths.into_iter().collect();
    paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
    paths
}

/// The URLs that a server may have by its variables.
fn urls(server: &Node) -> Vec<String> {
    let Some(url) = server.get("url").and_then(Node::as_str) else {
        return Vec::new();
    };
    let mut urls = vec![url.to_owned()];
    let variables = server.get("variables").map_or(&[][..], Node::members);
    for variable in variables {
        let placeholder = format!("{{{}}}", variable.key);
        let listed = variable.node.get("enum").map_or(&[][..], Node::items);
        let default = variable.node.get("default");
        let mut values: Vec<&str> = listed
            .iter()
            .chain(default)
            .filter_map(Node::as_str)
            .collect();
        if listed.is_empty() || values.is_empty() {
            values.push(&placeholder);
        }
        let filled = urls.iter().flat_map(|url| {
            let one = |value: &&str| url.replace(&placeholder, value);
            values.iter().map(one).collect::<Vec<_>>()
        });
        let filled: BTreeSet<String> = filled.take(MOST_URLS).collect();
        urls = filled.into_iter().collect();
    }
    urls
}

/// The path of a URL, with a slash before it and none behind it.
fn path(url: &str) -> String {
    let below = match url.split_once("://").or_else(|| url.split_once("//")) {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        // A variable at the beginning is the host.
        None if url.starts_with('{') => url.find('/').map_or("", |at| &url[at..]),
        None => url,
    };
    let below = below.split(['?', '#']).next().unwrap_or_default();
    let segments = below.split('/');
    let segments = segments.filter(|segment| !matches!(*segment, "" | "." | ".."));
    segments.fold(String::new(), |path, segment| path + "/" + segment)
}

#[cfg(test)]
mod tests {
    use openapi_document::Document;

    use super::bases;

    fn bases_of(servers: &str) -> Vec<String> {
        let text = format!("openapi: 3.0.3\ninfo: {{title: Pots, version: '1'}}\n{servers}\n");
        bases(&Document::parse("pots.yaml", &text).unwrap())
    }

    #[test]
    fn every_server_gives_its_path_and_one_without_gives_the_empty_one() {
        assert_eq!(bases_of("paths: {}"), [""; 0]);
        let two =
            "servers: [{url: 'https://a.example'}, {url: 'https://a.example/v1/'}]\npaths: {}";
        assert_eq!(bases_of(two), ["/v1", ""]);
        for (url, base) in [
            ("/", ""),
            (".", ""),
            ("./v1", "/v1"),
            ("api/v1", "/api/v1"),
            ("//a.example/api", "/api"),
            ("https://a.example:8080/api?x=/y", "/api"),
        ] {
            let servers = format!("servers: [{{url: '{url}'}}]\npaths: {{}}");
            assert_eq!(bases_of(&servers), [base], "{url}");
        }
    }

    #[test]
    fn variables_stand_for_their_values() {
        let free = "servers: [{url: 'https://a.example/{ver}', variables: {ver: {default: v2}}}]\npaths: {}";
        assert_eq!(bases_of(free), ["/{ver}", "/v2"]);
        let listed = "servers: [{url: '{root}/{ver}', variables: {root: {default: 'https://a.example/x'}, ver: {default: v2, enum: [v1, v2]}}}]\npaths: {}";
        assert_eq!(bases_of(listed), ["/x/v1", "/x/v2", "/v1", "/v2"]);
        let unknown = "servers: [{url: 'https://{host}/{ver}'}]\npaths: {}";
        assert_eq!(bases_of(unknown), ["/{ver}"]);
    }

    #[test]
    fn servers_of_paths_and_operations_count() {
        let paths = "servers: [{url: 'https://a.example/v1'}]\npaths:\n  /a:\n    servers: [{url: 'https://b.example/bb'}]\n    get: {servers: [{url: '/ccc'}], responses: {}}";
        assert_eq!(bases_of(paths), ["/ccc", "/bb", "/v1"]);
    }
}
