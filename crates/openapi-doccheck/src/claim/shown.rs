//! The requests that show the files which commands send.

use std::collections::BTreeMap;

use super::{Claim, ClaimKind};

/// The first request of each endpoint that shows a file of a name, or no file at all.
pub(super) struct Shown(BTreeMap<(Option<String>, Option<usize>), usize>);

impl Shown {
    /// Takes the requests among claims.
    pub(super) fn read(claims: &[Claim]) -> Self {
        let mut found = BTreeMap::new();
        for (index, claim) in claims.iter().enumerate() {
            let ClaimKind::Request(example) = &claim.kind else {
                continue;
            };
            for endpoint in keys(&claim.binding.endpoints) {
                found
                    .entry((example.file.clone(), endpoint))
                    .or_insert(index);
            }
        }
        Self(found)
    }

    /// The request that shows a file which a command of these endpoints sends; one that names no file, when none
    /// names it.
    pub(super) fn find(&self, file: &str, endpoints: &[usize]) -> Option<usize> {
        let first = |file: Option<String>| {
            let keys = keys(endpoints).into_iter();
            keys.filter_map(|endpoint| self.0.get(&(file.clone(), endpoint)))
                .min()
                .copied()
        };
        first(Some(file.to_owned())).or_else(|| first(None))
    }
}

/// The endpoints, or that there are none.
fn keys(endpoints: &[usize]) -> Vec<Option<usize>> {
    if endpoints.is_empty() {
        vec![None]
    } else {
        endpoints.iter().copied().map(Some).collect()
    }
}
