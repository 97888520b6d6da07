//! Typed facts of the library in words for the screen. Nothing is decided here.

mod choice;
pub mod embassy;
mod notes;
mod overlays;

pub use choice::choice_failure;
pub use notes::note;
pub use overlays::changed;
