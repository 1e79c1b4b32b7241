//! The items of the last pages, by which those that slipped onto a later page are recognised.

use std::collections::VecDeque;

/// How many items are remembered: ten pages of the largest size.
const SIZE: usize = 1000;

/// The ids that were handed out last.
#[derive(Debug, Default)]
pub(crate) struct Window(VecDeque<i64>);

impl Window {
    /// Whether an item was not handed out shortly before.
    pub(crate) fn is_new(&self, id: i64) -> bool {
        // The newest are at the end, and what slips is usually what came last.
        !self.0.iter().rev().any(|known| *known == id)
    }

    /// Remembers an item, and forgets the oldest beyond the size.
    pub(crate) fn note(&mut self, id: i64) {
        if self.0.len() == SIZE {
            self.0.pop_front();
        }
        self.0.push_back(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_items_are_remembered_and_no_more() {
        let mut window = Window::default();
        for id in 0..1001 {
            assert!(window.is_new(id));
            window.note(id);
        }
        assert!(window.is_new(0));
        assert!(!window.is_new(1) && !window.is_new(1000));
    }
}
