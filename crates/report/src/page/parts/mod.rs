//! The sections of a page, in their order.

pub(super) mod after_hard;
pub(super) mod answer;
pub(super) mod doubts;
pub(super) mod lists;
pub(super) mod maxima;
pub(super) mod plan;
pub(super) mod reasons;
pub(super) mod trends;
pub(super) mod weeks;
