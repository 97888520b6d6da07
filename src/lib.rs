//! The map of the crate.
pub mod address;
pub mod smtp;
pub mod text;
