//! The recorded pages, read: how many claims of each kind they make, as counted by hand on the pages. Needs the
//! folder with the pages in the variable `RECORDED_PAGES`.
//!
//! The snapshots list every claim with the endpoint that it is bound to; they were reviewed beside the pages, and hold
//! no text of a page but the endpoints.

use std::fmt::Write as _;
use std::path::PathBuf;

use openapi_doccheck::Page;
use openapi_doccheck::claim::{self, ClaimKind, Claims, Inventory, Options};
use openapi_doccheck::page::ReaderChoice;
use openapi_doccheck::recover::RepairKind;

/// A file, and its endpoint lines, commands, response and request payloads, attribute rows, and statuses.
type Counted = (&'static str, [usize; 6]);

const PAGES: [Counted; 5] = [
    ("gitlab-12.6-en-mirror.txt", [14, 18, 8, 0, 35, 13]),
    ("gitlab-14.x-en-plain-text.txt", [11, 13, 10, 0, 22, 2]),
    ("gitlab-15.11-en-one-line.txt", [11, 14, 10, 1, 23, 2]),
    ("gitlab-16.11-ko-plain-text.txt", [11, 14, 10, 1, 23, 2]),
    ("gitlab-17.x-en-html-to-text.txt", [11, 14, 10, 1, 23, 2]),
];

fn read(name: &str) -> (Page, Claims) {
    let folder = std::env::var("RECORDED_PAGES")
        .expect("RECORDED_PAGES names the folder of the recorded pages");
    let path = PathBuf::from(folder).join(name);
    let text = std::fs::read_to_string(&path).expect("the page is there and is UTF-8");
    let page = Page::read(name, &text, ReaderChoice::Auto);
    let options = Options {
        base_paths: vec!["/api/v4".to_owned()],
        locales: Vec::new(),
    };
    let claims = claim::read(&page, &options);
    (page, claims)
}

#[test]
#[ignore = "needs the recorded pages"]
fn every_claim_of_the_recorded_pages_is_read_once_and_bound_for_sure() {
    for (name, [endpoints, curl, responses, requests, attributes, statuses]) in PAGES {
        let expected = Inventory {
            endpoints,
            responses,
            requests,
            curl,
            attributes,
            statuses,
        };
        let (page, claims) = read(name);
        assert_eq!(claims.inventory, expected, "{name}, {}", page.choice());
        for claim in &claims.claims {
            let place = page.source().location(claim.span.start);
            assert!(claim.binding.sure, "{place}: {}", claim.binding);
            assert_eq!(claim.binding.endpoints.len(), 1, "{place}");
        }
    }
}

#[test]
#[ignore = "needs the recorded pages"]
fn every_command_calls_the_endpoint_of_its_section_and_every_cell_is_understood() {
    for (name, _) in PAGES {
        let (page, claims) = read(name);
        for claim in &claims.claims {
            let place = page.source().location(claim.span.start);
            let ClaimKind::Endpoint(endpoint) = &claims.claims[claim.binding.endpoints[0]].kind
            else {
                panic!("{place}: a claim is bound to an endpoint");
            };
            match &claim.kind {
                ClaimKind::Curl(curl) => {
                    assert!(curl.problems.is_empty(), "{place}: {:?}", curl.problems);
                    assert_eq!(curl.method.name, endpoint.method, "{place}");
                    let url = curl.url.as_ref().expect("each command has a URL");
                    assert!(url.has_base, "{place}");
                    let segments = endpoint.path.segments().len();
                    assert!(url.path.text.split('/').count() > segments, "{place}");
                }
                ClaimKind::Attribute(attribute) => {
                    let ty = attribute.ty.as_ref().expect("each row has a type");
                    assert!(!ty.names.is_empty(), "{place}: {}", ty.text.text);
                    if attribute.name.text == "scope" {
                        assert!(attribute.values.len() >= 8, "{place}");
                    }
                    if attribute.name.text == "include_retried" {
                        let default = attribute.default.as_ref().map(|text| text.text.as_str());
                        assert_eq!(default, Some("false"), "{place}");
                    }
                }
                _ => {}
            }
        }
    }
}

#[test]
#[ignore = "needs the recorded pages"]
fn one_payload_of_the_recorded_pages_needs_a_repair_at_its_exact_place() {
    let mut found = Vec::new();
    for (name, _) in PAGES {
        let (page, claims) = read(name);
        for claim in &claims.claims {
            if let ClaimKind::Response(example) | ClaimKind::Request(example) = &claim.kind {
                for repair in &example.json.repairs {
                    let place = page.source().location(repair.span.start).to_string();
                    found.push((place, repair.kind, repair.safe));
                }
            }
        }
    }
    let place = "gitlab-17.x-en-html-to-text.txt:252:26".to_owned();
    assert_eq!(found, [(place, RepairKind::ExtraComma, true)]);
}

/// One claim a line: place, kind, and the endpoint that it is bound to.
fn bound(page: &Page, claims: &Claims) -> String {
    let mut lines = String::new();
    for claim in &claims.claims {
        let kind = match &claim.kind {
            ClaimKind::Endpoint(_) => "endpoint",
            ClaimKind::Response(_) => "response",
            ClaimKind::Request(_) => "request",
            ClaimKind::Curl(_) => "curl",
            ClaimKind::Attribute(_) => "attribute",
            ClaimKind::Status(_) => "status",
        };
        let endpoints = claim.binding.endpoints.iter();
        let endpoints = endpoints.map(|index| match &claims.claims[*index].kind {
            ClaimKind::Endpoint(endpoint) => endpoint.to_string(),
            _ => panic!("a claim is bound to an endpoint"),
        });
        let endpoints: Vec<String> = endpoints.collect();
        let position = page.source().position(claim.span.start);
        writeln!(lines, "{position} {kind} {}", endpoints.join(", ")).expect("a string takes all");
    }
    lines
}

#[test]
#[ignore = "needs the recorded pages"]
fn every_claim_of_the_recorded_pages_is_bound_as_reviewed() {
    for (name, _) in PAGES {
        let (page, claims) = read(name);
        let name = name.trim_end_matches(".txt");
        insta::assert_snapshot!(name, bound(&page, &claims));
    }
}
