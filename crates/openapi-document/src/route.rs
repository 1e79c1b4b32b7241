//! From a method and a path to the operation, with the path's parameters.
//!
//! A path is cut at its slashes first and percent-decoded after that, so that `%2F` is a slash inside of a value.
//! One trailing slash is ignored. An empty segment elsewhere, and a segment that decodes to `.` or `..`, is refused:
//! servers and proxies disagree about what such a path means. A query or fragment is ignored.
//!
//! When several templates fit, the first segment in which they differ decides: a literal beats a segment with
//! literal parts, that beats a parameter whose schema is an integer, number, boolean or closed set, that beats any
//! other parameter, and that beats a multi-segment parameter. Behind the first multi-segment parameter, segments are
//! compared from the end of the path. A template that has more of them beats one that has fewer. What is still equal
//! goes by the order of the document. A template that lacks the method makes way for the next.
//!
//! A multi-segment parameter fills a segment of its template and takes at least one of the path. When a path can be split in several ways, the first
//! multi-segment parameter takes as much as it can, then the second: below `/artifacts/{ref_name}/raw/{file}`, the
//! path `/artifacts/a/raw/b/raw/c` has the ref `a/raw/b`, because the last `/raw/` splits.

mod refusal;
mod template;

use std::cmp::Reverse;

use crate::document::Document;
use crate::percent;
use template::Template;

pub use refusal::{NoRoute, Reason};

/// What a router must know besides the document.
#[derive(Clone, Debug, Default)]
pub struct RouterOptions {
    /// What every path starts with, such as `/api/v4`; empty for nothing.
    pub base_path: String,
    /// The extension key that is `true` on path parameters which may span several segments; empty for none.
    pub multi_segment_key: String,
}

/// The operations of a document, ready to be found by path.
///
/// Finding takes time proportional to the length of the path times the length of all templates.
///
/// ```
/// use openapi_document::{Document, route::{Reason, Router, RouterOptions}};
///
/// let document = Document::parse("api.yaml", "
/// openapi: 3.0.3
/// paths:
///   /projects/{id}/files/{path}:
///     parameters:
///       - {name: id, in: path, required: true, schema: {type: string}}
///       - {name: path, in: path, required: true, schema: {type: string}, x-many: true}
///     get: {operationId: get_file, responses: {'200': {description: The file.}}}
/// ")?;
/// let options = RouterOptions { base_path: "/api/v4".to_owned(), multi_segment_key: "x-many".to_owned() };
/// let router = Router::new(&document, options);
///
/// let found = router.route("GET", "/api/v4/projects/group%2Fapp/files/src/main%20one.rs").unwrap();
/// assert_eq!(found.operation_id, "get_file");
/// assert_eq!(found.parameter("id"), Some("group/app"));
/// assert_eq!(found.parameter("path"), Some("src/main one.rs"));
///
/// let refused = router.route("POST", "/api/v4/projects/1/files/a").unwrap_err();
/// assert_eq!(refused.reason, Reason::MethodNotAllowed { allowed: vec!["get".to_owned()] });
/// # Ok::<(), openapi_document::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Router {
    base_path: String,
    /// The most specific first.
    routes: Vec<Route>,
}

#[derive(Clone, Debug)]
struct Route {
    operation_id: String,
    method: String,
    template: Template,
}

/// The operation a request is for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Match {
    /// The `operationId`; empty when the document gives none.
    pub operation_id: String,
    /// The method, in lower case.
    pub method: String,
    /// The path template, without the base path.
    pub path: String,
    /// Each path parameter with its decoded value, in the order of the template.
    pub parameters: Vec<(String, String)>,
}

impl Match {
    /// The decoded value of a path parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        let (_, value) = parameters.find(|(known, _)| known == name)?;
        Some(value)
    }
}

impl Router {
    /// A router for every operation of a document.
    pub fn new(document: &Document, options: RouterOptions) -> Self {
        let RouterOptions {
            base_path,
            multi_segment_key,
        } = options;
        let operations = document.operations();
        let mut routes: Vec<Route> = operations
            .iter()
            .map(|operation| Route {
                operation_id: operation.id().to_owned(),
                method: operation.method().to_owned(),
                template: Template::new(document, operation, &multi_segment_key),
            })
            .collect();
        // The sort is stable: what is equally specific keeps the order of the document.
        routes.sort_by_key(|route| Reverse(route.template.specificity()));
        Self {
            base_path: base_path.trim_end_matches('/').to_owned(),
            routes,
        }
    }

    /// Finds the operation for a method, in any case, and a path as it stands in a request: still percent-encoded.
    ///
    /// # Errors
    ///
    /// [`NoRoute`] tells why there is none, and the template that comes nearest.
    pub fn route(&self, method: &str, path: &str) -> Result<Match, NoRoute> {
        let refuse = |reason, nearest: Option<&Route>| {
            Err(NoRoute {
                request: format!("{method} {path}"),
                reason,
                nearest: nearest.map(|route| route.template.path().to_owned()),
            })
        };
        let plain = path.split(['?', '#']).next().unwrap_or_default();
        let below = plain.strip_prefix(self.base_path.as_str());
        let Some(below) = below.filter(|rest| rest.is_empty() || rest.starts_with('/')) else {
            let base_path = self.base_path.clone();
            return refuse(Reason::OutsideBasePath { base_path }, None);
        };
        let segments = match segments(below) {
            Ok(segments) => segments,
            Err(reason) => return refuse(reason, None),
        };
        let mut allowed = Vec::new();
        for route in &self.routes {
            let Some(values) = route.template.values(&segments, true) else {
                continue;
            };
            if route.method.eq_ignore_ascii_case(method) {
                return Ok(Match {
                    operation_id: route.operation_id.clone(),
                    method: route.method.clone(),
                    path: route.template.path().to_owned(),
                    parameters: route.template.named(values),
                });
            }
            allowed.push(route.method.clone());
        }
        let nearest = self.nearest(&segments);
        if !allowed.is_empty() {
            allowed.sort();
            allowed.dedup();
            return refuse(Reason::MethodNotAllowed { allowed }, nearest);
        }
        let mut routes = self.routes.iter();
        let mistyped = routes.find_map(|route| {
            let same = route.method.eq_ignore_ascii_case(method);
            let values = same.then(|| route.template.values(&segments, false))??;
            Some((route, route.template.mistyped(values)?))
        });
        match mistyped {
            Some((route, reason)) => refuse(reason, Some(route)),
            None => refuse(Reason::UnknownPath, nearest),
        }
    }

    /// The route that shares the most segments from the start, and then in number.
    fn nearest(&self, segments: &[String]) -> Option<&Route> {
        let routes = self.routes.iter().filter_map(|route| {
            let (shared, missing) = route.template.likeness(segments);
            (shared > 0).then_some((Reverse(shared), missing, route))
        });
        let nearest = routes.min_by_key(|(shared, missing, _)| (*shared, *missing))?;
        Some(nearest.2)
    }
}

/// The decoded segments of a path without its trailing slash.
fn segments(path: &str) -> Result<Vec<String>, Reason> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Ok(Vec::new());
    }
    path.split('/')
        .map(|segment| {
            let text = || segment.to_owned();
            match percent::decode(segment) {
                Ok(decoded) if decoded.is_empty() => Err(Reason::EmptySegment),
                Ok(decoded) if decoded == "." || decoded == ".." => {
                    Err(Reason::DotSegment { segment: text() })
                }
                Ok(decoded) => Ok(decoded),
                Err(percent::Mistake::Escape) => Err(Reason::InvalidEscape { segment: text() }),
                Err(percent::Mistake::Utf8) => Err(Reason::NotUtf8 { segment: text() }),
            }
        })
        .collect()
}
