//! A run: from paths and a configuration to a report, over all pages at once.

mod contract;
mod servers;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use openapi_document::history::Version;
use openapi_document::source::Source;

use crate::claim::{self, Claim, ClaimKind, Claims, Inventory};
use crate::config::{Config, Setting};
use crate::error::Error;
use crate::finding::Finding;
use crate::fix;
use crate::judge::{self, Judge};
use crate::page::{Page, ReaderChoice};
use crate::report::{Explanation, PageReport, Report};

use contract::{Contract, contract};

/// How often a page is repaired and read again before what is left is told.
const PASSES: usize = 8;

/// What a run is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders; empty for the pages that the configuration names.
    pub paths: Vec<PathBuf>,
    /// A page that has no file: its name and its text.
    pub stdin: Option<(String, String)>,
    /// The document, whatever the configuration says.
    pub openapi: Option<PathBuf>,
    /// The configuration.
    pub config: Config,
    /// What reads the pages, whatever the configuration says.
    pub reader: Option<ReaderChoice>,
    /// The version by whose contract all pages are judged.
    pub as_of: Option<String>,
    /// How many pages are checked at the same time; zero for as many as the machine can.
    pub threads: usize,
    /// Whether to tell what each claim was bound to and why.
    pub explain: bool,
    /// Whether to repair what can be repaired safely, in the files.
    pub fix: bool,
}

/// A page to be checked.
struct Job {
    name: String,
    text: String,
    path: Option<PathBuf>,
    reader: ReaderChoice,
    locales: Vec<String>,
    /// Which contract it is held against.
    contract: usize,
}

/// What makes a contract: the document, the version, and the base paths when they are said.
type Terms = (PathBuf, Option<Version>, Option<Vec<String>>);

/// Checks pages.
///
/// The report is the same for any number of threads.
///
/// # Errors
///
/// [`Error`] when a file cannot be read or written, a document cannot be used, or there is nothing to check.
pub fn check(request: &Request) -> Result<Report, Error> {
    let (jobs, contracts) = prepare(request)?;
    let judges: Vec<Judge<'_>> = contracts
        .iter()
        .map(|contract| {
            let key = request.config.multi_segment_key.as_ref();
            let options = judge::Options {
                base_paths: contract.base_paths.clone(),
                multi_segment_key: key.map_or("x-multi-segment", |key| &key.text).to_owned(),
            };
            Judge::new(&contract.document, options)
        })
        .collect();
    let mut told = unused(request, &jobs, &contracts);
    for sentence in judges.iter().flat_map(Judge::unjudged) {
        // Documents that several contracts share are told about once.
        if !told.contains(&sentence) {
            told.push(sentence);
        }
    }
    let one = |job: &Job| {
        one(
            job,
            &judges[job.contract],
            &contracts[job.contract],
            request,
        )
    };
    let mut pages = Vec::with_capacity(jobs.len());
    let mut shown: Vec<BTreeSet<String>> = vec![BTreeSet::new(); contracts.len()];
    for (job, result) in jobs.iter().zip(parallel(&jobs, request.threads, one)) {
        let (page, operations) = result?;
        shown[job.contract].extend(operations);
        pages.push(page);
    }
    if pages
        .iter()
        .all(|page| page.inventory == Inventory::default())
    {
        told.push(
            "no page makes a claim about an API: there is no endpoint line, example or command"
                .to_owned(),
        );
    }
    for ((judge, contract), shown) in judges.iter().zip(&contracts).zip(&shown) {
        let mut findings = judge.undocumented(shown);
        relevel(&request.config, &mut findings);
        if findings.is_empty() {
            continue;
        }
        let document = &contract.document;
        pages.push(PageReport {
            source: document.source(document.root().span.file).clone(),
            reader: "openapi".to_owned(),
            choice: "openapi".to_owned(),
            inventory: Inventory::default(),
            findings,
            document: Arc::clone(document),
            explanations: Vec::new(),
        });
    }
    let openapi = contracts.first().map_or("", |contract| {
        contract
            .document
            .source(contract.document.root().span.file)
            .name()
    });
    Ok(Report {
        openapi: openapi.to_owned(),
        told,
        pages,
    })
}

/// Finds the pages and the documents they are held against.
fn prepare(request: &Request) -> Result<(Vec<Job>, Vec<Contract>), Error> {
    let mut contracts: Vec<Contract> = Vec::new();
    let mut known: BTreeMap<Terms, usize> = BTreeMap::new();
    let mut jobs = Vec::new();
    let mut pages: Vec<(String, Option<PathBuf>, String)> = Vec::new();
    if let Some((name, text)) = &request.stdin {
        pages.push((name.clone(), None, text.clone()));
    }
    if request.stdin.is_none() || !request.paths.is_empty() {
        for path in walk::pages(&request.paths, &request.config)? {
            let text = std::fs::read_to_string(&path).map_err(|source| Error::Read {
                path: path.clone(),
                source,
            })?;
            let name = named(&path);
            pages.push((name, Some(path), text));
        }
    }
    if pages.is_empty() {
        let message = if request.config.pages.is_empty() {
            "there is no page to check: name files or folders, or list `[[pages]]` in doccheck.toml"
        } else {
            "there is no page to check: no file fits a pattern of `[[pages]]` in doccheck.toml"
        };
        return Err(Error::Usage(message.to_owned()));
    }
    for (name, path, text) in pages {
        let config = &request.config;
        let entry = config.pages(Path::new(&name));
        let openapi = request
            .openapi
            .clone()
            .or_else(|| entry.and_then(|entry| entry.openapi.clone()))
            .or_else(|| config.openapi.clone());
        let Some(openapi) = openapi else {
            let message = format!(
                "nothing says which OpenAPI document {name} is held against: give `--openapi FILE`, or `openapi` in doccheck.toml"
            );
            return Err(Error::Usage(message));
        };
        let of_page = entry.and_then(|entry| entry.as_of.as_ref().map(|version| &version.text));
        let version = request.as_of.as_ref().or(of_page);
        let version = version.map(|text| text.parse::<Version>()).transpose()?;
        let base_paths = entry
            .and_then(|entry| entry.base_paths.clone())
            .or_else(|| config.base_paths.clone());
        let key = (openapi, version, base_paths);
        let contract = if let Some(contract) = known.get(&key) {
            *contract
        } else {
            let (openapi, version, base_paths) = &key;
            contracts.push(contract(openapi, *version, base_paths.as_deref(), config)?);
            known.insert(key, contracts.len() - 1);
            contracts.len() - 1
        };
        let reader = request.reader.or(entry.map(|entry| entry.reader));
        jobs.push(Job {
            name,
            text,
            path,
            reader: reader.unwrap_or_default(),
            locales: entry.map(|entry| entry.locales.clone()).unwrap_or_default(),
            contract,
        });
    }
    Ok((jobs, contracts))
}

/// The name of a page: its path from the working folder with slashes, however it was given, so that fingerprints last.
fn named(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| path.strip_prefix(here).ok());
    let name = below.unwrap_or(path).display().to_string();
    // Where a backslash divides folders; elsewhere it is a letter of a name.
    let name = if cfg!(windows) {
        name.replace('\\', "/")
    } else {
        name
    };
    name.strip_prefix("./").unwrap_or(&name).to_owned()
}

/// What the configuration says in vain, each with its place.
fn unused(request: &Request, jobs: &[Job], contracts: &[Contract]) -> Vec<String> {
    let config = &request.config;
    let mut told = Vec::new();
    let mut tell = |setting: &Setting, message: String| {
        told.push(setting.error(message).to_string());
    };
    let keys = [
        (
            &config.history_key,
            contracts.iter().any(|contract| contract.has_history_key),
        ),
        (
            &config.multi_segment_key,
            contracts
                .iter()
                .any(|contract| contract.has_multi_segment_key),
        ),
    ];
    for (key, is_used) in keys {
        if let (Some(key), false) = (key, is_used) {
            tell(key, format!("no document has the key `{}`", key.text));
        }
    }
    // Whoever names pages means only those.
    if request.paths.is_empty() && request.stdin.is_none() {
        for pattern in config.unused(jobs.iter().filter_map(|job| job.path.as_deref())) {
            let message = format!(
                "no page is here by the pattern `{}`: none fits it, or an earlier one has them all",
                pattern.text
            );
            tell(pattern, message);
        }
    }
    told
}

/// Does the same to every job, several at a time; the results come in the order of the jobs.
fn parallel<R: Send>(jobs: &[Job], threads: usize, one: impl Fn(&Job) -> R + Sync) -> Vec<R> {
    let machine = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = if threads == 0 { machine() } else { threads };
    let threads = threads.min(jobs.len());
    if threads <= 1 {
        return jobs.iter().map(one).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index) else {
                return done;
            };
            done.push((index, one(job)));
        }
    };
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let join = |worker: std::thread::ScopedJoinHandle<'_, Vec<(usize, R)>>| {
            // A panic of a worker is a panic of the run.
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().flat_map(join).collect()
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

type One = Result<(PageReport, BTreeSet<String>), Error>;

/// Checks one page, and repairs it first when that was asked for.
fn one(job: &Job, judge: &Judge<'_>, contract: &Contract, request: &Request) -> One {
    let mut text = job.text.clone();
    let mut looked = look(job, &text, judge, contract, &request.config);
    if request.fix {
        for _ in 0..PASSES {
            let findings = looked.2.iter().filter(|finding| !finding.is_suppressed());
            let edits: Vec<_> = findings.flat_map(|finding| finding.edits.clone()).collect();
            let repaired = fix::apply(&text, &edits);
            if repaired == text {
                break;
            }
            text = repaired;
            looked = look(job, &text, judge, contract, &request.config);
        }
        if let (Some(path), true) = (&job.path, text != job.text) {
            fix::replace(path, &job.text, &text)?;
        }
    }
    let (page, claims, findings) = looked;
    let explanations = if request.explain {
        claims
            .claims
            .iter()
            .map(|claim| explain(judge, &page, &claims, claim))
            .collect()
    } else {
        Vec::new()
    };
    let report = PageReport {
        source: Source::new(job.name.clone(), text),
        reader: page.choice().reader.to_string(),
        choice: page.choice().to_string(),
        inventory: claims.inventory,
        findings,
        document: Arc::clone(&contract.document),
        explanations,
    };
    Ok((report, judge.shown(&claims)))
}

fn look(
    job: &Job,
    text: &str,
    judge: &Judge<'_>,
    contract: &Contract,
    config: &Config,
) -> (Page, Claims, Vec<Finding>) {
    let page = Page::read(&job.name, text, job.reader);
    let options = claim::Options {
        base_paths: contract.base_paths.clone(),
        locales: job.locales.clone(),
    };
    let claims = claim::read(&page, &options);
    let mut findings = judge.page(&page, &claims);
    relevel(config, &mut findings);
    (page, claims, findings)
}

/// Gives findings the level that the configuration says, and drops those that are turned off.
///
/// A finding that was softened to a note stays one.
fn relevel(config: &Config, findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| match config.rules.get(&finding.rule) {
        None => true,
        Some(None) => false,
        Some(Some(level)) => {
            if finding.level == finding.rule.level() {
                finding.level = *level;
            }
            true
        }
    });
}

fn explain(judge: &Judge<'_>, page: &Page, claims: &Claims, claim: &Claim) -> Explanation {
    let kind = match &claim.kind {
        ClaimKind::Endpoint(endpoint) => format!("endpoint `{endpoint}`"),
        ClaimKind::Response(_) => "response".to_owned(),
        ClaimKind::Request(_) => "request".to_owned(),
        ClaimKind::Curl(_) => "command".to_owned(),
        ClaimKind::Attribute(attribute) => format!("attribute `{}`", attribute.name.text),
        ClaimKind::Status(row) => format!("status {}", row.code),
    };
    let about = match judge.about(claims, claim) {
        about if about.is_empty() => "no operation".to_owned(),
        about => about.join(", "),
    };
    Explanation {
        position: page.source().position(claim.span.start),
        text: format!("{kind}, about {about}: {}", claim.binding),
    }
}
