//! Redirects: which are followed, and when the credential stays behind.
//!
//! A credential belongs to the origin it was given for: scheme, host and port. GitLab sends downloads on to an object
//! storage elsewhere, whose address is itself the permission. Such an address is fetched without a credential, and once
//! a request has left its origin it stays without, even if it is led back: the way back was chosen by somebody else.

use std::fmt;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, IF_RANGE, RANGE,
};
use reqwest::{Method, StatusCode, Url};

use crate::error::message;

/// How many redirects one request follows.
const MOST_HOPS: usize = 5;

/// What a request takes along to another origin: what it asks for, and nothing about who asks.
const TAKEN_ALONG: [HeaderName; 4] = [ACCEPT, ACCEPT_ENCODING, RANGE, IF_RANGE];

/// The way of one request from its first address on.
#[derive(Debug)]
pub(crate) struct Trail {
    visited: Vec<Url>,
    left: bool,
    moved_to: Option<String>,
}

/// A redirect that is not followed.
#[derive(Debug)]
pub(crate) struct Stop {
    /// Origin and path of the target; its query may be a signature, so it is left out.
    pub(crate) target: Option<String>,
    /// Why the request ends here.
    pub(crate) reason: Reason,
}

/// Why a redirect is not followed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reason {
    /// The request changes something.
    Writes,
    /// The request changes something, and what it is about has a new address.
    Moved,
    /// It has a status that is no instruction to go elsewhere.
    Status,
    /// It has no target that can be read.
    NoTarget,
    /// The target is neither http nor https.
    Scheme,
    /// The target would be fetched in the clear after an encrypted answer.
    Downgrade,
    /// The request has been there.
    Loop,
    /// The request was sent on too often.
    TooMany,
}

impl Trail {
    /// The way of a request that starts at an address.
    pub(crate) fn from(start: &Url) -> Self {
        Self {
            visited: vec![start.clone()],
            left: false,
            moved_to: None,
        }
    }

    /// Whether the request is outside of its origin, or was.
    pub(crate) fn left_origin(&self) -> bool {
        self.left
    }

    /// Origin and path of the address to use from now on, when the server named one.
    pub(crate) fn moved_to(&self) -> Option<&str> {
        self.moved_to.as_deref()
    }

    /// The next address of a request that was answered with a 3xx.
    pub(crate) fn follow(
        &mut self,
        method: &Method,
        status: StatusCode,
        location: Option<&HeaderValue>,
    ) -> Result<Url, Stop> {
        let here = self.visited.last().expect("a trail starts with an address");
        let target = location
            // Some servers send a name in UTF-8 as it is, which browsers take too.
            .and_then(|location| std::str::from_utf8(location.as_bytes()).ok())
            .and_then(|location| here.join(location).ok());
        let shown = target.as_ref().map(show);
        let stop = |reason| {
            let target = shown.clone();
            Err(Stop { target, reason })
        };
        let permanent = matches!(status.as_u16(), 301 | 308);
        if !matches!(status.as_u16(), 301..=303 | 307 | 308) {
            return stop(Reason::Status);
        }
        let Some(mut target) = target else {
            return stop(Reason::NoTarget);
        };
        if !matches!(*method, Method::GET | Method::HEAD) {
            let reason = if permanent {
                Reason::Moved
            } else {
                Reason::Writes
            };
            return stop(reason);
        }
        if !matches!(target.scheme(), "http" | "https") {
            return stop(Reason::Scheme);
        }
        if here.scheme() == "https" && target.scheme() == "http" {
            return stop(Reason::Downgrade);
        }
        // A user in the address would become a second credential. Both fail only for addresses without a host.
        let _ = target.set_username("");
        let _ = target.set_password(None);
        target.set_fragment(None);
        if self.visited.contains(&target) {
            return stop(Reason::Loop);
        }
        if self.visited.len() > MOST_HOPS {
            return stop(Reason::TooMany);
        }
        self.left = self.left || target.origin() != self.visited[0].origin();
        if permanent && !self.left {
            self.moved_to.clone_from(&shown);
        }
        self.visited.push(target.clone());
        Ok(target)
    }
}

/// The headers of a request that leaves its origin.
pub(crate) fn taken_along(headers: &HeaderMap) -> HeaderMap {
    let taken = TAKEN_ALONG.into_iter();
    taken
        .filter_map(|name| Some((name.clone(), headers.get(&name)?.clone())))
        .collect()
}

/// Origin and path of an address.
fn show(target: &Url) -> String {
    let origin = target.origin();
    if !origin.is_tuple() {
        return format!("a {} address", target.scheme());
    }
    let origin = origin.ascii_serialization();
    message::one_line(&format!("{origin}{}", target.path()))
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Writes => "a request that changes something is never sent on",
            Self::Moved => {
                "the project has moved there; a request that changes something is never sent on, \
                 so use the project's new path or its id"
            }
            Self::Status => "the status does not say that the answer is there",
            Self::NoTarget => "there is no target that can be read",
            Self::Scheme => "only http and https are followed",
            Self::Downgrade => "https is never left for http",
            Self::Loop => "the request has been there already",
            Self::TooMany => "the request was sent on five times before",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail() -> Trail {
        Trail::from(&Url::parse("https://h.example/api/v4/jobs").unwrap())
    }

    fn to(trail: &mut Trail, location: &str) -> Result<Url, Reason> {
        let location = HeaderValue::from_str(location).unwrap();
        trail
            .follow(&Method::GET, StatusCode::FOUND, Some(&location))
            .map_err(|stop| stop.reason)
    }

    #[test]
    fn scheme_host_and_port_make_the_origin_and_leaving_it_is_for_good() {
        for (target, left) in [
            ("/elsewhere", false),
            ("https://h.example/x", false),
            ("https://h.example:443/x", false),
            ("https://H.example/x", false),
            ("https://h.example:8443/x", true),
            ("https://h.example.evil/x", true),
            ("https://sub.h.example/x", true),
            ("//other.example/x", true),
        ] {
            let mut trail = trail();
            to(&mut trail, target).unwrap();
            assert_eq!(trail.left_origin(), left, "{target}");
            to(&mut trail, "https://h.example/back").unwrap();
            assert_eq!(trail.left_origin(), left, "{target} and back");
        }
        let mut plain = Trail::from(&Url::parse("http://h.example/x").unwrap());
        to(&mut plain, "https://h.example/x").unwrap();
        assert!(plain.left_origin(), "another scheme is another origin");
    }

    #[test]
    fn users_and_fragments_of_a_target_are_dropped() {
        let target = to(&mut trail(), "https://u:p@h.example/x?a=1#f").unwrap();
        assert_eq!(target.as_str(), "https://h.example/x?a=1");
    }

    #[test]
    fn a_target_with_a_name_in_plain_utf_8_is_read_and_other_bytes_are_not() {
        let location = HeaderValue::from_bytes("/ü.zip".as_bytes()).unwrap();
        let target = trail().follow(&Method::GET, StatusCode::FOUND, Some(&location));
        assert_eq!(target.unwrap().as_str(), "https://h.example/%C3%BC.zip");
        let location = HeaderValue::from_bytes(b"/\xfc.zip").unwrap();
        let stop = trail().follow(&Method::GET, StatusCode::FOUND, Some(&location));
        assert_eq!(stop.unwrap_err().reason, Reason::NoTarget);
    }

    #[test]
    fn what_is_not_followed_says_why() {
        for (target, reason) in [
            ("http://h.example/x", Reason::Downgrade),
            ("http://other.example/x", Reason::Downgrade),
            ("ftp://h.example/x", Reason::Scheme),
            ("data:x", Reason::Scheme),
            ("https://", Reason::NoTarget),
            ("/api/v4/jobs", Reason::Loop),
            ("/api/v4/jobs#again", Reason::Loop),
        ] {
            assert_eq!(to(&mut trail(), target), Err(reason), "{target}");
        }
        let mut trail = trail();
        for hop in 0..MOST_HOPS {
            to(&mut trail, &format!("/{hop}")).unwrap();
        }
        assert_eq!(to(&mut trail, "/more"), Err(Reason::TooMany));
    }

    #[test]
    fn only_reading_requests_and_only_real_redirects_are_followed() {
        let location = HeaderValue::from_static("/x?s3cret");
        for method in [Method::POST, Method::DELETE, Method::PUT, Method::PATCH] {
            for (status, reason) in [
                (301, Reason::Moved),
                (302, Reason::Writes),
                (303, Reason::Writes),
                (307, Reason::Writes),
                (308, Reason::Moved),
            ] {
                let status = StatusCode::from_u16(status).unwrap();
                let stop = trail().follow(&method, status, Some(&location));
                let stop = stop.unwrap_err();
                assert_eq!(stop.reason, reason, "{method} {status}");
                assert_eq!(stop.target.as_deref(), Some("https://h.example/x"));
            }
        }
        for status in [300, 304, 305, 306] {
            let status = StatusCode::from_u16(status).unwrap();
            let stop = trail().follow(&Method::GET, status, Some(&location));
            assert_eq!(stop.unwrap_err().reason, Reason::Status, "{status}");
        }
    }

    #[test]
    fn a_new_address_is_reported_when_it_is_for_good_and_on_the_same_origin() {
        let location = HeaderValue::from_static("/api/v4/projects/7/jobs?page=2");
        let mut moved = trail();
        let status = StatusCode::MOVED_PERMANENTLY;
        moved.follow(&Method::GET, status, Some(&location)).unwrap();
        assert_eq!(
            moved.moved_to(),
            Some("https://h.example/api/v4/projects/7/jobs")
        );
        let mut found = trail();
        to(&mut found, "/x").unwrap();
        assert_eq!(found.moved_to(), None);
    }

    #[test]
    fn nothing_that_tells_who_asks_is_taken_along() {
        let mut headers = HeaderMap::new();
        for name in [
            "accept",
            "range",
            "if-range",
            "authorization",
            "private-token",
            "job-token",
            "cookie",
            "referer",
            "sudo",
            "x-own",
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static("x"));
        }
        let taken = taken_along(&headers);
        let mut names: Vec<&str> = taken.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "if-range", "range"]);
    }
}
