//! The map of the crate.
pub mod address;
pub mod text;
