//! Rules that a good letter keeps. Findings carry their reason; nothing is mended here.

mod finding;
mod letter;
mod own_words;
mod registry;

pub use finding::{Finding, Severity};
pub use letter::letter;
pub use own_words::ModelWords;
pub use registry::registry;
