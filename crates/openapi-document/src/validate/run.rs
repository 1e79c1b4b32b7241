//! One validation from beginning to end: the walk through schema and value, and what it remembers.
//!
//! Three things are kept while walking. Violations. A trail of facts about the value: which members and items a
//! schema spoke of, and which schemas declare an object's properties; a branch that does not match takes its facts back. And a
//! budget of steps, because a small hostile schema can ask for more checks than there is time.

use crate::node::Node;
use crate::pointer::Pointer;
use crate::schema::pattern::Pattern;
use crate::schema::{Demand, Id, Keyword, Schema, Store};
use crate::source::Span;

use super::{Absent, Direction, Options, Rule, Violation, closed};

/// How deep a value may be nested. The readers of this crate stop earlier.
const MAX_INSTANCE_DEPTH: usize = 256;

/// How many schemas may be applied inside one another.
const MAX_DEPTH: usize = 768;

/// Steps granted to every validation, and for each node of the value.
const STEPS: usize = 100_000;
const STEPS_PER_NODE: usize = 500;

/// Validates one value, and tells the violations in its order.
pub(super) fn validate(
    store: &Store<'_>,
    id: Id,
    instance: &Node,
    options: Options,
) -> Vec<Violation> {
    let mut run = Run::new(store, instance, options);
    if run.start(id, instance) && options.closed {
        closed::report(&mut run, instance);
    }
    run.finish()
}

/// Finds what the schema documents and the value lacks.
pub(super) fn absent(store: &Store<'_>, id: Id, instance: &Node) -> Vec<Absent> {
    let mut run = Run::new(store, instance, Options::default());
    if run.start(id, instance) {
        closed::absent(&run, instance)
    } else {
        Vec::new()
    }
}

/// A validation under way.
pub(super) struct Run<'s, 'd> {
    pub(super) store: &'s Store<'d>,
    pub(super) options: Options,
    pub(super) violations: Vec<Violation>,
    pub(super) trail: Vec<Fact>,
    size: Size,
    steps: usize,
    depth: usize,
    exhausted: bool,
}

/// Something learnt about one node of the value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact {
    pub(super) node: *const Node,
    pub(super) kind: FactKind,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum FactKind {
    /// A schema spoke of the member or item with this index.
    Evaluated(usize),
    /// A schema spoke of all members or items.
    AllEvaluated,
    /// The schema declares properties. It was reached from `entry`, the first schema applied here.
    Declares { schema: Id, entry: Id },
    /// The schema requires properties.
    Requires(Id),
}

/// The way to a node of the value, kept on the stack.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Key(&'p str, usize),
    Index(usize),
}

impl<'p> Path<'p> {
    pub(super) const ROOT: Path<'static> = Path {
        parent: None,
        step: Step::Root,
    };

    /// The way to a member, by its name and its place in the object.
    pub(super) fn key(&'p self, key: &'p str, at: usize) -> Self {
        Self {
            parent: Some(self),
            step: Step::Key(key, at),
        }
    }

    pub(super) fn index(&'p self, at: usize) -> Self {
        Self {
            parent: Some(self),
            step: Step::Index(at),
        }
    }

    fn steps(&self) -> Vec<Step<'p>> {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(path) = at {
            steps.push(path.step);
            at = path.parent;
        }
        steps.reverse();
        steps
    }

    pub(super) fn pointer(&self) -> Pointer {
        let steps = self.steps().into_iter();
        steps.fold(Pointer::root(), |pointer, step| match step {
            Step::Root => pointer,
            Step::Key(key, _) => pointer.join(key),
            Step::Index(at) => pointer.join(at),
        })
    }

    fn order(&self) -> Vec<usize> {
        let steps = self.steps().into_iter();
        steps
            .filter_map(|step| match step {
                Step::Root => None,
                Step::Key(_, at) | Step::Index(at) => Some(at),
            })
            .collect()
    }
}

/// The schemas that are being applied to the same node, innermost first.
#[derive(Clone, Copy)]
pub(super) struct Frame<'f> {
    parent: Option<&'f Frame<'f>>,
    pub(super) schema: Id,
}

impl Frame<'_> {
    /// The frame of a schema that nothing led to.
    pub(super) fn first(schema: Id) -> Self {
        Self {
            parent: None,
            schema,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Id> {
        let mut at = Some(self);
        std::iter::from_fn(move || {
            let frame = at?;
            at = frame.parent;
            Some(frame.schema)
        })
    }

    /// The first schema that was applied to the node.
    pub(super) fn entry(&self) -> Id {
        self.iter().last().unwrap_or(self.schema)
    }
}

/// What is being looked at: a node of the value, the way to it, and the schemas that are being applied.
#[derive(Clone, Copy)]
pub(super) struct Here<'h> {
    pub(super) node: &'h Node,
    pub(super) path: &'h Path<'h>,
    pub(super) frame: &'h Frame<'h>,
}

struct Size {
    nodes: usize,
    depth: usize,
}

/// Counts without recursion, so that a hostile depth can be refused before anything recurses.
fn measure(instance: &Node) -> Size {
    let mut size = Size { nodes: 0, depth: 0 };
    let mut waiting = vec![(instance, 0)];
    while let Some((node, depth)) = waiting.pop() {
        size.nodes += 1;
        size.depth = size.depth.max(depth);
        waiting.extend(node.items().iter().map(|item| (item, depth + 1)));
        waiting.extend(
            node.members()
                .iter()
                .map(|member| (&member.node, depth + 1)),
        );
    }
    size
}

impl<'s, 'd> Run<'s, 'd> {
    fn new(store: &'s Store<'d>, instance: &Node, options: Options) -> Self {
        let size = measure(instance);
        let steps = STEPS.saturating_add(size.nodes.saturating_mul(STEPS_PER_NODE));
        Self {
            store,
            options,
            violations: Vec::new(),
            trail: Vec::new(),
            size,
            steps,
            depth: 0,
            exhausted: false,
        }
    }

    /// Walks the whole value; false when it was refused or given up.
    fn start(&mut self, id: Id, instance: &Node) -> bool {
        if self.size.depth > MAX_INSTANCE_DEPTH {
            let message = format!("the value is nested deeper than {MAX_INSTANCE_DEPTH} levels");
            self.give_up(id, instance, &Path::ROOT, message);
            return false;
        }
        self.enter(id, instance, &Path::ROOT);
        !self.exhausted
    }

    fn finish(mut self) -> Vec<Violation> {
        self.violations.sort_by(|left, right| {
            let place = left.order.cmp(&right.order);
            place
                .then(left.rule.cmp(&right.rule))
                .then_with(|| left.instance.cmp(&right.instance))
                .then_with(|| left.message.cmp(&right.message))
        });
        // Several parts of an `allOf` may say the same of the same place.
        self.violations.dedup_by(|later, earlier| {
            later.rule == earlier.rule
                && later.instance == earlier.instance
                && later.message == earlier.message
        });
        self.violations
    }

    /// Applies a schema to a node that no schema was applied to on the way here.
    pub(super) fn enter(&mut self, id: Id, node: &Node, path: &Path<'_>) {
        self.apply(id, node, path, None);
    }

    /// Applies a further schema to the node at hand.
    pub(super) fn also(&mut self, id: Id, here: Here<'_>) {
        self.apply(id, here.node, here.path, Some(here.frame));
    }

    fn apply(&mut self, id: Id, node: &Node, path: &Path<'_>, parent: Option<&Frame<'_>>) {
        // A schema inside itself at the same node asks nothing new.
        if self.exhausted || parent.is_some_and(|frame| frame.iter().any(|open| open == id)) {
            return;
        }
        let store = self.store;
        let schema = store.get(id);
        if self.steps <= schema.demands.len() || self.depth >= MAX_DEPTH {
            let message =
                "judging this value takes too many steps: the schema combines too much".to_owned();
            self.give_up(id, node, path, message);
            return;
        }
        self.steps -= schema.demands.len() + 1;
        let frame = Frame { parent, schema: id };
        let here = Here {
            node,
            path,
            frame: &frame,
        };
        if schema.node.is_none() {
            let message = format!("the schema `{}` does not exist", schema.address);
            self.violation(Rule::UnknownSchema, here, schema.span(), message);
            return;
        }
        if self.options.intent && schema.nullable && node.is_null() {
            return;
        }
        self.depth += 1;
        let mark = self.trail.len();
        for demand in &schema.demands {
            if !self.demand(demand, schema, here, mark) {
                break;
            }
        }
        self.depth -= 1;
    }

    /// Checks one keyword; false when the others need not be asked any more.
    fn demand(
        &mut self,
        demand: &'s Demand<'d>,
        schema: &'s Schema<'d>,
        here: Here<'_>,
        mark: usize,
    ) -> bool {
        let span = demand.span;
        match &demand.keyword {
            Keyword::Never => {
                let message = format!(
                    "nothing is allowed here, found {}",
                    super::describe(here.node)
                );
                self.violation(Rule::Never, here, span, message);
            }
            Keyword::Types(types) => return self.types(*types, here, span),
            Keyword::AllOf(parts) => parts.iter().for_each(|part| self.also(*part, here)),
            Keyword::Reference(target) => self.also(*target, here),
            Keyword::AnyOf(branches) => self.any_of(branches, here, span),
            Keyword::OneOf(branches) => self.one_of(branches, here, span),
            Keyword::Not(id) => self.not(*id, here, span),
            Keyword::Condition {
                test,
                then,
                otherwise,
            } => self.condition(*test, *then, *otherwise, here),
            Keyword::Discriminator(by) => {
                if self.options.intent {
                    self.discriminated(by, here, span);
                }
            }
            keyword if here.node.is_object() => self.object(keyword, schema, here, span, mark),
            keyword if here.node.is_array() => self.array(keyword, here, span, mark),
            keyword => self.scalar(keyword, here, span),
        }
        true
    }

    /// Remembers a fact about the node at hand.
    pub(super) fn note(&mut self, node: &Node, kind: FactKind) {
        self.trail.push(Fact {
            node: std::ptr::from_ref(node),
            kind,
        });
    }

    /// Whether a schema marked like this belongs to the other direction, and which rule says so.
    pub(super) fn misdirected(&self, id: Id) -> Option<Rule> {
        let schema = self.store.get(id);
        match self.options.direction {
            Direction::Request => schema.read_only.then_some(Rule::ReadOnly),
            Direction::Response => schema.write_only.then_some(Rule::WriteOnly),
        }
    }

    /// Records a violation at the node at hand, and gives it back to be completed.
    pub(super) fn violation(
        &mut self,
        rule: Rule,
        here: Here<'_>,
        schema_span: Span,
        message: String,
    ) -> &mut Violation {
        let schema = self.store.get(here.frame.schema);
        let violation = Violation {
            rule,
            instance: here.path.pointer(),
            instance_span: here.node.span,
            schema: schema.address.clone(),
            schema_span,
            message,
            suggestion: None,
            causes: Vec::new(),
            order: here.path.order(),
        };
        self.violations.push(violation);
        self.violations.last_mut().expect("one was just added")
    }

    /// Whether a regular expression matches; nothing, and the value is given up, when finding out takes too long.
    pub(super) fn matches(
        &mut self,
        pattern: &Pattern,
        text: &str,
        here: Here<'_>,
    ) -> Option<bool> {
        let found = pattern.is_match(text);
        if found.is_none() && !self.exhausted {
            let message = "matching a pattern of the schema takes too many steps".to_owned();
            self.give_up(here.frame.schema, here.node, here.path, message);
        }
        found
    }

    fn give_up(&mut self, id: Id, node: &Node, path: &Path<'_>, message: String) {
        self.exhausted = true;
        let here = Here {
            node,
            path,
            frame: &Frame::first(id),
        };
        let span = self.store.get(id).span();
        self.violation(Rule::Limit, here, span, message);
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.exhausted
    }
}
