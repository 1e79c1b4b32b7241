//! From the parts of a page to its claims: one pass in page order.

use std::collections::{BTreeMap, BTreeSet};

use openapi_document::source::{FileId, Span};

use super::about::{knows_direction, override_with};
use super::announce::{is_about_errors, is_answer, tells_of_failure};
use super::comment::{Directive, DirectiveKind, Override};
use super::outline::Outline;
use super::row::{Columns, Head};
use super::shown::Shown;
use super::text::Bullet;
use super::{
    Binding, Claim, ClaimKind, Claims, Example, Inventory, Options, Place, StatusRow, comment, row,
};
use crate::bind::{self, Direction, Evidence, bindings, sections};
use crate::block::{Block, BlockKind, is_command};
use crate::curl::{self, Body};
use crate::edit::Text;
use crate::element::{Kind, Table};
use crate::endpoint::Endpoint;
use crate::page::Page;
use crate::recover::parse_content;

/// Reads what a page claims.
pub(super) fn read(page: &Page, options: &Options) -> Claims {
    let bindings = bindings(page).into_iter();
    let lines = page.elements().iter().enumerate();
    let lines = lines
        .filter(|(_, element)| element.kind.endpoint().is_some())
        .map(|(index, element)| (element.span.start, index));
    let mut reader = Reader {
        page,
        options,
        sections: sections(page),
        bindings: bindings.map(|binding| (binding.block, binding)).collect(),
        lines: lines.collect(),
        endpoints: BTreeMap::new(),
        claims: Vec::new(),
        directives: Vec::new(),
        targets: targets(page),
        listed: BTreeSet::new(),
        ignored: 0,
        table_end: 0,
        received: false,
        pending: None,
        before: None,
        command: None,
        bullets: Vec::new(),
        errors: [false; 2],
        homeless: Vec::new(),
        outline: Outline::of(page),
        ahead: None,
        early: Vec::new(),
    };
    for index in 0..page.elements().len() {
        reader.element(index);
    }
    reader.finish()
}

/// How many words a line has at most that announces what follows, whatever it ends with.
const SHORT: usize = 3;

pub(super) struct Reader<'a> {
    pub(super) page: &'a Page,
    pub(super) options: &'a Options,
    /// Where each element stands.
    pub(super) sections: Vec<bind::Place>,
    bindings: BTreeMap<usize, bind::Binding>,
    /// Where each endpoint line begins, and its index among the elements.
    pub(super) lines: Vec<(usize, usize)>,
    /// The claim of each endpoint element.
    pub(super) endpoints: BTreeMap<usize, usize>,
    pub(super) claims: Vec<Claim>,
    directives: Vec<Directive>,
    /// The next block, table or endpoint behind each element.
    targets: Vec<Option<usize>>,
    /// The claims of endpoints that only lead to what is said about them.
    listed: BTreeSet<usize>,
    /// Where the last table or code ends that a comment says to ignore.
    ignored: usize,
    /// Where the last table ends.
    table_end: usize,
    /// Whether the last heading or label announces what is received, so that a list below it is about that.
    pub(super) received: bool,
    /// What a comment says about the next block, table or endpoint.
    pending: Option<Override>,
    /// The element before the present one, comments left out.
    pub(super) before: Option<usize>,
    /// The last command of the section, as a claim.
    pub(super) command: Option<usize>,
    /// The bullets that the present one may stand under.
    pub(super) bullets: Vec<Bullet>,
    /// Whether the last heading is about errors, and whether the last label is.
    errors: [bool; 2],
    /// The examples whose direction is known, but no endpoint line.
    pub(super) homeless: Vec<usize>,
    pub(super) outline: Outline,
    /// The endpoint line that the present heading speaks of before it comes, as an index among the elements.
    pub(super) ahead: Option<usize>,
    /// The claims that belong to an endpoint line behind them, with that line.
    pub(super) early: Vec<(usize, usize)>,
}

impl Reader<'_> {
    fn text(&self) -> &str {
        self.page.source().text()
    }

    fn element(&mut self, index: usize) {
        let page = self.page;
        let element = &page.elements()[index];
        match &element.kind {
            Kind::Comment(comment) => {
                self.comment(comment, element.span, index);
                return;
            }
            Kind::Heading { text, .. } => {
                self.pending = None;
                self.errors = [is_about_errors(text), false];
                self.received = is_answer(text);
                self.ahead = self.endpoint_ahead(index, text);
                // A heading within an endpoint's section leads from its command to its answer.
                if self.sections[index].endpoints.is_empty() {
                    self.command = None;
                }
            }
            Kind::Index(endpoint) => {
                if element.span.start >= self.ignored {
                    self.listed.insert(self.claims.len());
                    let mut binding = own(
                        self.claims.len(),
                        "it leads to what is said about an endpoint",
                    );
                    // A list may name another API's endpoints among the things that it is about.
                    binding.sure = element.span.start < self.table_end;
                    let kind = ClaimKind::Endpoint(endpoint.clone());
                    self.push(element.span, kind, binding);
                }
                return;
            }
            Kind::Endpoint(endpoint) => {
                // Endpoints that stand together share what follows, but a comment speaks for one.
                let said = self.pending.take().unwrap_or_default();
                self.command = None;
                self.errors = [false; 2];
                self.received = false;
                self.ahead = None;
                if !said.ignore {
                    self.endpoint(index, element.span, endpoint, said);
                }
            }
            Kind::Block(block) => {
                let said = self.pending.take().unwrap_or_default();
                if said.ignore {
                    self.ignored = self.elements_together(index).end;
                }
                if element.span.start >= self.ignored {
                    if block.kind == BlockKind::Json {
                        self.example(index, block, said);
                    } else {
                        self.commands(index, block, &said);
                    }
                }
            }
            Kind::Table(table) => {
                self.table_end = element.span.end;
                let said = self.pending.take().unwrap_or_default();
                if said.ignore {
                    self.ignored = element.span.end;
                } else {
                    self.table(index, table, &said);
                }
            }
            Kind::StatusLine(code) => {
                let text = Text::new(code.to_string(), element.span);
                let row = StatusRow {
                    code: *code,
                    text,
                    errors: false,
                    form: super::Form::Prose,
                };
                let binding = self.shared(index, &Override::default());
                self.push(element.span, ClaimKind::Status(row), binding);
            }
            Kind::Prose(text) => {
                let is_short = text.split_whitespace().count() <= SHORT;
                if is_short || text.trim_end().ends_with([':', '：']) || self.is_label(index) {
                    self.errors[1] = tells_of_failure(text) || is_about_errors(text);
                }
                self.prose(index, element.span);
            }
        }
        if !matches!(element.kind, Kind::Prose(_)) {
            self.bullets.clear();
        }
        self.before = Some(index);
    }

    pub(super) fn push(&mut self, span: Span, mut kind: ClaimKind, binding: Binding) {
        if let ClaimKind::Status(row) = &mut kind {
            row.errors = self.errors.contains(&true);
        }
        let is_bound = !binding.endpoints.is_empty() || binding.operation.is_some();
        let is_command = matches!(kind, ClaimKind::Curl(_));
        if let (Some(endpoint), false) = (self.ahead, is_bound || is_command) {
            self.early.push((self.claims.len(), endpoint));
        }
        self.claims.push(Claim {
            span,
            kind,
            binding,
        });
    }

    fn endpoint(&mut self, index: usize, span: Span, endpoint: &Endpoint, said: Override) {
        let claim = self.claims.len();
        self.endpoints.insert(index, claim);
        let mut binding = own(claim, "it is an endpoint line");
        override_with(&mut binding, said);
        self.push(span, ClaimKind::Endpoint(endpoint.clone()), binding);
    }

    fn example(&mut self, index: usize, block: &Block, said: Override) {
        let Some(bound) = self.bindings.get(&index).cloned() else {
            return;
        };
        let json = parse_content(&block.content, 0..block.content.text().len());
        let span = match &json.node {
            Some(node) => node.span,
            None => self.page.elements()[index].span,
        };
        let direction = match said.status.as_ref().map(|status| status.text.as_str()) {
            Some("request") => Direction::Request,
            Some(_) => Direction::Response,
            None => bound.direction,
        };
        let mut binding = self.example_binding(index, &bound);
        let named = said.status.is_some();
        if direction == Direction::Response && !named {
            binding.status = bound.stated.map(|stated| self.stated(stated));
        }
        let failed = || match self.before.map(|before| &self.page.elements()[before].kind) {
            Some(Kind::Prose(text)) => tells_of_failure(text),
            _ => false,
        };
        if binding.status.is_none() && bound.evidence == Evidence::Nothing && failed() {
            binding.sure = false;
            binding
                .reason
                .push_str(", and the text before it tells of a failure");
        }
        if named {
            binding.sure |= !binding.endpoints.is_empty();
        }
        override_with(&mut binding, said);
        let is_homeless = binding.endpoints.is_empty() && binding.operation.is_none();
        if is_homeless && (named || knows_direction(&bound.evidence)) {
            self.homeless.push(self.claims.len());
        }
        let file = match &bound.evidence {
            Evidence::SentFile(file) | Evidence::NamedFile(file) | Evidence::MaybeFile(file) => {
                Some(file.clone())
            }
            _ => None,
        };
        let example = Example {
            json,
            block: index,
            file,
            errors: self.errors.contains(&true),
        };
        let kind = match direction {
            Direction::Request => ClaimKind::Request(example),
            Direction::Response => ClaimKind::Response(example),
        };
        self.push(span, kind, binding);
    }

    /// The status that the page gives for an example, with its place.
    fn stated(&self, stated: bind::Stated) -> Text {
        let element = &self.page.elements()[stated.element];
        let code = stated.code.to_string();
        let text = &self.text()[element.span.start..element.span.end];
        let place = match element.kind {
            Kind::StatusLine(_) => None,
            _ => text.rfind(&code),
        };
        let span = place.map_or(element.span, |at| {
            let start = element.span.start + at;
            Span::new(FileId(0), start, start + code.len())
        });
        Text::new(code, span)
    }

    fn commands(&mut self, index: usize, block: &Block, said: &Override) {
        let found = curl::read(&block.content, block.kind, &self.options.base_paths);
        for (span, command) in found {
            if block.kind == BlockKind::Other && !is_command(&self.text()[span.start..]) {
                continue;
            }
            let mut binding = self.shared(index, said);
            binding.command = None;
            if binding.endpoints.len() > 1
                && let Some(one) = self.called(&binding.endpoints, &command)
            {
                let told = self.told(one);
                binding.reason =
                    format!("of the endpoint lines that stand together, it calls {told}");
                binding.endpoints = vec![one];
            }
            self.command = Some(self.claims.len());
            self.push(span, ClaimKind::Curl(Box::new(command)), binding);
        }
    }

    fn table(&mut self, index: usize, table: &Table, said: &Override) {
        let page = self.page;
        let text = page.source().text();
        for cell in table.head.iter().chain(table.rows.iter().flatten()) {
            self.mentions(index, cell.start..cell.end);
        }
        let binding = self.shared(index, said);
        let bound =
            !binding.endpoints.is_empty() || binding.operation.is_some() || self.ahead.is_some();
        match row::head(text, table) {
            Some(Head::Statuses) if bound => {
                for (span, row) in row::statuses(text, table) {
                    self.push(span, ClaimKind::Status(row), binding.clone());
                }
            }
            Some(Head::Attributes(columns))
                if bound || self.has_endpoints() && columns.is_plain() =>
            {
                let place = self.place(&columns);
                let rows = row::attributes(text, table, &columns, place, &self.options.locales);
                for (span, mut attribute) in rows {
                    attribute.group = index;
                    self.push(span, ClaimKind::Attribute(attribute), binding.clone());
                }
            }
            _ => {}
        }
    }

    fn has_endpoints(&self) -> bool {
        !self.endpoints.is_empty()
    }

    /// Whether a table is about what is received: the line or heading right above it says so, and nothing is required.
    fn place(&self, columns: &Columns) -> Place {
        let before = self.before.map(|index| &self.page.elements()[index]);
        let announced = before.is_some_and(|element| match &element.kind {
            Kind::Heading { text, .. } => is_answer(text),
            Kind::Prose(text) => text.trim_end().ends_with([':', '：']) && is_answer(text),
            _ => false,
        });
        if announced && columns.required.is_none() {
            Place::Response
        } else {
            Place::Request
        }
    }

    fn comment(&mut self, comment: &str, span: Span, index: usize) {
        let Some(mut directive) = comment::read(comment, span) else {
            return;
        };
        match &mut directive.kind {
            DirectiveKind::Disable { target, .. } => *target = self.target(span, index),
            DirectiveKind::Bind(said) => self.pending = Some(said.clone()),
            DirectiveKind::Unknown(_) => {}
        }
        self.directives.push(directive);
    }

    /// What comes next on the same line; or the next block, table or endpoint when nothing but its fence stands between;
    /// or else the next line.
    fn target(&self, span: Span, index: usize) -> Span {
        let text = self.text();
        let elements = self.page.elements();
        if let Some(next) = elements.get(index + 1)
            && !text[span.end..next.span.start.max(span.end)].contains('\n')
        {
            // On a page that lost its line breaks, what comes next is what would be the next line.
            return Span::new(FileId(0), span.end, next.span.end);
        }
        let rest = &text[span.end..];
        let start = span.end + rest.find('\n').map_or(rest.len(), |feed| feed + 1);
        let blank = text[start..]
            .split_inclusive('\n')
            .take_while(|line| line.trim().is_empty());
        let start = start + blank.map(str::len).sum::<usize>();
        let line = text[start..].split('\n').next().unwrap_or_default();
        let next = self.targets[index].map(|next| &elements[next]);
        if let Some(next) = next {
            let between = &text[span.end..next.span.start.max(span.end)];
            let is_fence = |line: &str| {
                let line = line.trim_start_matches(['>', ' ', '\t']);
                line.trim().is_empty() || line.starts_with("```") || line.starts_with("~~~")
            };
            if between.lines().all(is_fence) {
                let next = self.targets[index].unwrap_or(index);
                return Span::new(FileId(0), span.end, self.elements_together(next).end);
            }
        }
        Span::new(FileId(0), start, start + line.len())
    }

    /// The bytes of an element with those that stand in the same code as it: a command with what it prints.
    fn elements_together(&self, index: usize) -> Span {
        let elements = self.page.elements();
        let mut span = elements[index].span;
        let is_block = |kind: &Kind| matches!(kind, Kind::Block(_));
        for next in &elements[index + 1..] {
            let between = &self.text()[span.end..next.span.start.max(span.end)];
            if !is_block(&elements[index].kind)
                || !is_block(&next.kind)
                || !between.trim().is_empty()
            {
                break;
            }
            span.end = next.span.end;
        }
        span
    }

    /// Binds the files that commands send to the examples that show them, and counts.
    fn finish(mut self) -> Claims {
        self.bind_early();
        super::commanded::bind(
            &self.outline,
            &mut self.claims,
            &self.homeless,
            &self.listed,
        );
        let shown = Shown::read(&self.claims);
        let mut inventory = Inventory::default();
        for claim in &mut self.claims {
            let endpoints = &claim.binding.endpoints;
            match &mut claim.kind {
                ClaimKind::Endpoint(_) => inventory.endpoints += 1,
                ClaimKind::Response(_) => inventory.responses += 1,
                ClaimKind::Request(_) => inventory.requests += 1,
                ClaimKind::Attribute(_) => inventory.attributes += 1,
                ClaimKind::Status(_) => inventory.statuses += 1,
                ClaimKind::Curl(curl) => {
                    inventory.curl += 1;
                    let curl = &mut **curl;
                    let bodies = std::iter::once(&mut curl.body)
                        .chain(curl.next.iter_mut().map(|next| &mut next.body));
                    for body in bodies {
                        let Some(Body::File { name, claim }) = body else {
                            continue;
                        };
                        *claim = shown.find(&name.text, endpoints);
                    }
                }
            }
        }
        Claims {
            claims: self.claims,
            directives: self.directives,
            inventory,
        }
    }
}

/// The binding of an endpoint to itself.
fn own(claim: usize, reason: &str) -> Binding {
    Binding {
        endpoints: vec![claim],
        sure: true,
        reason: reason.to_owned(),
        ..Binding::default()
    }
}

/// The next block, table or endpoint behind each element.
fn targets(page: &Page) -> Vec<Option<usize>> {
    let mut next = None;
    let mut found: Vec<_> = page
        .elements()
        .iter()
        .enumerate()
        .rev()
        .map(|(index, element)| {
            let behind = next;
            if matches!(
                element.kind,
                Kind::Block(_) | Kind::Table(_) | Kind::Endpoint(_)
            ) {
                next = Some(index);
            }
            behind
        })
        .collect();
    found.reverse();
    found
}
