//! One test and one snapshot for each payload: what it was bound to, the verdict, and what decoding made of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use gitlab_jobs_tests::decode::Decoding;
use gitlab_jobs_tests::input::Root;
use gitlab_jobs_tests::payload::Payload;
use gitlab_jobs_tests::proof::{self, Proof};
use gitlab_jobs_tests::verdict::{Contracts, Finding, Judge, Untimely};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let trials = match proof::inputs(&Root::default()) {
        Ok((contracts, errata, payloads)) => {
            // The trials run on threads of their own until the process ends.
            let contracts: &'static Contracts = Box::leak(Box::new(contracts));
            let judge: &'static Judge<'_> = Box::leak(Box::new(Judge::new(contracts, errata)));
            trials(contracts, judge, payloads)
        }
        Err(error) => vec![Trial::test("the_inputs_load", move || {
            Err(Failed::from(error.to_string()))
        })],
    };
    libtest_mimic::run(&arguments, trials).exit();
}

fn trials(
    contracts: &'static Contracts,
    judge: &'static Judge<'_>,
    payloads: Vec<Payload>,
) -> Vec<Trial> {
    let expected: BTreeSet<String> = payloads.iter().map(snapshot_name).collect();
    let mut trials: Vec<_> = payloads
        .iter()
        .map(|payload| {
            let name = format!("{}::{}", payload.version, payload.stem());
            let payload = payload.clone();
            Trial::test(name, move || {
                matches_its_snapshot(contracts, judge, payload)
            })
        })
        .collect();
    trials.push(Trial::test("no_snapshot_is_an_orphan", move || {
        no_snapshot_is_an_orphan(&expected)
    }));
    trials.push(Trial::test(
        "every_payload_is_valid_or_explained",
        move || every_payload_is_valid_or_explained(contracts, judge, payloads),
    ));
    trials
}

fn every_payload_is_valid_or_explained(
    contracts: &Contracts,
    judge: &Judge<'_>,
    payloads: Vec<Payload>,
) -> Result<(), Failed> {
    let proofs: Result<Vec<_>, _> = payloads
        .into_iter()
        .map(|payload| proof::prove(contracts, judge, payload))
        .collect();
    let proofs = proofs.map_err(|error| error.to_string())?;
    let mut open: Vec<_> = proofs
        .iter()
        .filter(|proof| !proof.holds())
        .map(|proof| format!("{} is neither valid nor explained", proof.payload.file))
        .collect();
    open.extend(proof::unused_errata(judge, &proofs));
    if open.is_empty() {
        Ok(())
    } else {
        Err(open.join("\n").into())
    }
}

fn snapshot_folder() -> PathBuf {
    Root::default().path("tests/snapshots/payloads")
}

fn snapshot_name(payload: &Payload) -> String {
    format!("{}__{}", payload.version, payload.stem())
}

fn matches_its_snapshot(
    contracts: &Contracts,
    judge: &Judge<'_>,
    payload: Payload,
) -> Result<(), Failed> {
    let name = snapshot_name(&payload);
    let proof = proof::prove(contracts, judge, payload).map_err(|error| error.to_string())?;
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(snapshot_folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, described(&proof)));
    Ok(())
}

fn no_snapshot_is_an_orphan(expected: &BTreeSet<String>) -> Result<(), Failed> {
    let mut orphans = Vec::new();
    for entry in std::fs::read_dir(snapshot_folder()).map_err(|error| error.to_string())? {
        let name = entry.map_err(|error| error.to_string())?.file_name();
        let name = name.to_string_lossy().into_owned();
        if !name
            .strip_suffix(".snap")
            .is_some_and(|stem| expected.contains(stem))
        {
            orphans.push(name);
        }
    }
    if orphans.is_empty() {
        Ok(())
    } else {
        Err(format!("no payload for {orphans:?}: delete them").into())
    }
}

fn described(proof: &Proof) -> String {
    let mut out = String::new();
    let (payload, verdict) = (&proof.payload, &proof.verdict);
    let _ = writeln!(out, "payload:   {}", payload.file);
    let _ = writeln!(out, "bound to:  {} {}", payload.operation, payload.slot);
    let _ = writeln!(out, "schema:    {}", verdict.schema);
    let _ = writeln!(out, "version:   {}", verdict.version);
    let word = match (verdict.valid(), verdict.explained()) {
        (true, _) => "valid",
        (_, true) => "explained",
        _ => "INVALID",
    };
    let _ = writeln!(out, "verdict:   {word}");
    match &proof.decoding {
        None => out.push_str("decodes:   not JSON\n"),
        Some(decoding) => {
            let _ = writeln!(out, "decodes:   {}", decoded(decoding));
        }
    }
    if let Some((properties, decoding)) = &proof.completed {
        let _ = writeln!(
            out,
            "completed: with {properties} properties that no server omits: {}",
            decoded(decoding)
        );
    }
    section(
        &mut out,
        "disagreements",
        verdict.findings.iter().map(disagreement),
    );
    section(
        &mut out,
        "errata applied",
        verdict.errata().into_iter().map(str::to_owned),
    );
    section(
        &mut out,
        "documented but absent",
        verdict.absent.iter().map(ToString::to_string),
    );
    let untimely = verdict.findings.iter().filter_map(|finding| {
        let pointer = &finding.pointer;
        Some(match finding.untimely.as_ref()? {
            Untimely::TooEarly(era) => format!("{pointer} is too early: it arrives in {era}"),
            Untimely::TooLate(era) => format!("{pointer} is too late: last known in {era}"),
        })
    });
    section(&mut out, "too early or too late", untimely);
    section(
        &mut out,
        "elsewhere in the range",
        verdict.other_ends.iter().cloned(),
    );
    out
}

fn section(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<_> = lines.collect();
    let _ = writeln!(
        out,
        "\n{title}:{}",
        if lines.is_empty() { " none" } else { "" }
    );
    for line in lines {
        let _ = writeln!(out, "  {line}");
    }
}

fn disagreement(finding: &Finding) -> String {
    let pointer = if finding.pointer.tokens().is_empty() {
        "(root)".to_owned()
    } else {
        finding.pointer.to_string()
    };
    format!(
        "{} {pointer} [{}] {}",
        finding.at.position, finding.rule, finding.message
    )
}

fn decoded(decoding: &Decoding) -> String {
    match decoding {
        Decoding::Equal(normalised) => format!("yes ({normalised})"),
        Decoding::Refused(reason) => format!("no: {reason}"),
        Decoding::Different(places) => format!("no: {}", places.join("; ")),
    }
}
