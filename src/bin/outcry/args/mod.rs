//! What can be typed, and a command line made of it again.

mod cli;
pub mod command_line;
pub mod field_flags;
mod paper;

pub use cli::*;
