//! The recorded pages, imported again, give exactly the checked-in payloads.
//!
//! The pages are not part of the project. Set `RECORDED_PAGES` to their folder and run the ignored tests.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use gitlab_jobs_tests::freshness::digest;
use gitlab_jobs_tests::input::Root;
use gitlab_jobs_tests::{payload, versions};
use openapi_doccheck::Page;
use openapi_doccheck::page::ReaderChoice;
use openapi_doccheck::payload::payloads;

#[test]
#[ignore = "needs RECORDED_PAGES, the folder of the recorded pages"]
fn payloads_match_the_recorded_pages() {
    let folder =
        std::env::var_os("RECORDED_PAGES").expect("RECORDED_PAGES names the folder of the pages");
    let root = Root::default();
    let document = root.document().unwrap();
    let mut imported = BTreeMap::new();
    for version in versions::load(&root).unwrap() {
        let text = std::fs::read_to_string(PathBuf::from(&folder).join(&version.page)).unwrap();
        assert_eq!(
            digest(&text),
            version.sha256,
            "{} is not the registered page",
            version.page
        );
        let page = Page::read(&version.page, &text, ReaderChoice::Auto);
        let (payloads, unbound) = payloads(&page, &document);
        assert_eq!(unbound, [], "{}", version.page);
        for payload in payloads {
            imported.insert(
                format!("openapi/payloads/{}/{}", version.label, payload.file),
                payload.text,
            );
        }
    }
    let checked_in: BTreeMap<_, _> = payload::load(&root)
        .unwrap()
        .into_iter()
        .map(|payload| (payload.file, payload.text))
        .collect();
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&imported), names(&checked_in));
    assert_eq!(imported.len(), 51);
    for (file, text) in &imported {
        assert_eq!(text, &checked_in[file], "{file}");
    }
}
