//! What can be typed, and a command line made of it again.

mod cli;
pub mod command_line;
mod examples;
pub mod field_flags;
mod new_campaign;
mod office;
mod paper;

pub use cli::*;
pub use examples::with_examples;
pub use office::AddOfficeArgs;
