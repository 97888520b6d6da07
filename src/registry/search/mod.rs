//! Finding offices by what people type.

pub(super) mod countries;
pub(super) mod kinds;
pub(super) mod words;
