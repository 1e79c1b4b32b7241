//! Claims that stand before the endpoint line they are about, below headings such as `Query parameters`.

use super::ClaimKind;
use super::outline::Part;
use super::reader::Reader;
use crate::words;

impl Reader<'_> {
    /// The only endpoint line of the part of the page that a heading such as `Query parameters` belongs to, where none
    /// stands before it.
    pub(super) fn endpoint_ahead(&self, index: usize, title: &str) -> Option<usize> {
        let is_part = words::any(before_name(title), |words| words.parts);
        if !is_part || !self.sections[index].endpoints.is_empty() {
            return None;
        }
        let start = self.page.elements()[index].span.start;
        let within = |part: &Part| {
            let before = |edge| self.lines.partition_point(|(start, _)| *start < edge);
            before(part.start)..before(part.end)
        };
        let mut around = self.outline.around(start).map(within).enumerate();
        let (depth, found) = around.find(|(_, found)| !found.is_empty())?;
        match &self.lines[found] {
            // An endpoint below the heading itself makes the heading one of its own.
            [(_, only)] if depth > 0 => Some(*only),
            _ => None,
        }
    }

    /// Binds what stands before the endpoint line it is about.
    pub(super) fn bind_early(&mut self) {
        for (claim, line) in std::mem::take(&mut self.early) {
            let Some(endpoint) = self.endpoints.get(&line).copied() else {
                continue;
            };
            let told = self.told(endpoint);
            let is_example = matches!(
                self.claims[claim].kind,
                ClaimKind::Response(_) | ClaimKind::Request(_)
            );
            let known = self.homeless.binary_search(&claim);
            let binding = &mut self.claims[claim].binding;
            let evidence = match binding.reason.split_once("; ") {
                Some((_, evidence)) if is_example => format!("; {evidence}"),
                _ => String::new(),
            };
            binding.endpoints = vec![endpoint];
            binding.sure = known.is_ok() || !is_example;
            binding.reason =
                format!("its heading names a part of what is said about {told}{evidence}");
            if let Ok(at) = known {
                self.homeless.remove(at);
            }
        }
    }
}

/// A heading such as `Query parameters for "List kettles"` without the name.
fn before_name(title: &str) -> &str {
    let end = title.find(" for ").unwrap_or(title.len());
    title[..end].trim()
}
