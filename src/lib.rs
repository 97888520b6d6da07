//! The map of the crate.
pub mod address;
pub mod campaign;
pub mod check;
pub mod letter;
pub mod locale;
pub mod place;
pub mod registry;
pub mod render;
pub mod shipped;
pub mod signatory;
pub mod text;
