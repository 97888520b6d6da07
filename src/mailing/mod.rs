//! Who gets a letter, in which language, and what there is to know about that before a letter goes out.
//!
//! This module answers with offices, typed notes and typed problems. It writes no sentence and sends nothing.

mod note;
mod objection;
mod overlay;
mod own_words;
mod recipients;

pub use note::Note;
pub use objection::{NotOpen, Objection, Whose, not_open, reserved, stale};
pub use overlay::{Changed, Difference, Overlay, Overlays, Reached, Source, Trust, What};
pub use own_words::OddWords;
pub use recipients::{Choice, ChoiceProblem, Known, OfficeFlag, Recipients};
