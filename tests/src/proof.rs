//! All payloads judged and decoded: the data behind `cargo xtask verify` and behind the snapshots.

use openapi_document::node::Node;
use openapi_document::pointer::Pointer;

use crate::decode::{self, Decoding, Normalised};
use crate::errata::Errata;
use crate::input::{Error, Root};
use crate::payload::{self, Payload};
use crate::verdict::{self, Contracts, Judge, Verdict};
use crate::versions;

/// Everything that is known of one payload.
#[derive(Debug)]
pub struct Proof {
    /// The recorded body.
    pub payload: Payload,
    /// What the contract of its version says of it.
    pub verdict: Verdict,
    /// What the client's types make of it; none when it is not JSON.
    pub decoding: Option<Decoding>,
    /// When the types refuse it: the same after adding what, by errata, no server omits.
    pub completed: Option<(usize, Decoding)>,
}

impl Proof {
    /// Whether it decodes and comes back equal, as recorded.
    pub fn decodes(&self) -> Option<bool> {
        self.decoding
            .as_ref()
            .map(|decoding| matches!(decoding, Decoding::Equal(_)))
    }

    /// Whether nothing about it is left to explain.
    pub fn holds(&self) -> bool {
        let agrees = self.verdict.valid() || self.verdict.explained();
        let completed = matches!(self.completed, Some((_, Decoding::Equal(_))));
        agrees && self.decodes().is_none_or(|decodes| decodes || completed)
    }

    /// The normalisations used, whether or not the payload had to be completed.
    pub fn normalised(&self) -> Option<Normalised> {
        match (&self.decoding, &self.completed) {
            (Some(Decoding::Equal(normalised)), _)
            | (_, Some((_, Decoding::Equal(normalised)))) => Some(*normalised),
            _ => None,
        }
    }
}

/// Loads the document, the registers and the payloads of a checkout.
///
/// # Errors
///
/// When one of them cannot be read or used.
pub fn inputs(root: &Root) -> Result<(Contracts, Errata, Vec<Payload>), Error> {
    let contracts = Contracts::new(root.document()?, versions::load(root)?)?;
    Ok((contracts, Errata::load(root)?, payload::load(root)?))
}

/// Judges and decodes one payload.
///
/// # Errors
///
/// When no verdict can be given, or the client has no type for the payload's schema.
pub fn prove(contracts: &Contracts, judge: &Judge<'_>, payload: Payload) -> Result<Proof, Error> {
    let verdict = judge.verdict(&payload)?;
    let Some(value) = &verdict.value else {
        return Ok(Proof {
            payload,
            verdict,
            decoding: None,
            completed: None,
        });
    };
    let no_type = || {
        Error::new(format!(
            "{}: the client has no type for {}",
            payload.file, verdict.schema
        ))
    };
    let contract = contracts.projection(&verdict.version).ok_or_else(no_type)?;
    let through = |value| decode::round_trip(contract, &verdict.schema, value).ok_or_else(no_type);
    let decoding = through(value)?;
    let mut completed = None;
    if matches!(decoding, Decoding::Refused(_)) {
        let missing: Vec<_> = explained_omissions(&verdict);
        let body = verdict::body(contracts.document(), &payload);
        let example = body.and_then(|body| body.example().map(Node::to_json));
        if let Some(value) = example.and_then(|example| decode::complete(value, &example, &missing))
        {
            completed = Some((missing.len(), through(&value)?));
        }
    }
    Ok(Proof {
        payload,
        verdict,
        decoding: Some(decoding),
        completed,
    })
}

/// The properties that an erratum says no server omits, and the payload does.
fn explained_omissions(verdict: &Verdict) -> Vec<Pointer> {
    let omissions = verdict
        .findings
        .iter()
        .filter(|finding| finding.rule == "required");
    let explained = omissions.filter(|finding| finding.erratum.is_some());
    explained.map(|finding| finding.pointer.clone()).collect()
}

/// What of the errata no payload needs.
pub fn unused_errata(judge: &Judge<'_>, proofs: &[Proof]) -> Vec<String> {
    let mut uses = Vec::new();
    for proof in proofs {
        let file = proof.payload.file.trim_start_matches("openapi/payloads/");
        for finding in &proof.verdict.findings {
            if let Some(id) = &finding.erratum {
                uses.push((file.to_owned(), id.clone(), finding.pointer.clone()));
            }
        }
    }
    judge.errata().unused(&uses)
}
