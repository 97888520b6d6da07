//! Typed facts in words for the screen. Nothing is decided here.

pub mod appeal;
pub mod channels;
mod choice;
mod count;
pub mod counts;
pub mod cures;
pub mod embassy;
mod errors;
pub mod faults;
pub mod flaws;
pub mod joint;
pub mod lists;
mod news;
mod notes;
mod notices;
mod objections;
mod odd_words;
pub mod outcomes;
mod overlays;
pub mod own_copies;
pub mod page;
pub mod progress;
mod remarks;
pub mod standing;
pub mod summary;
pub mod tallies;

pub use choice::choice_failure;
pub use count::{counted, letters};
pub use news::news;
pub use notes::{note, unknown_kind};
pub use notices::{Notice, Reader, lines as notice_lines};
pub use objections::objection;
pub use odd_words::odd_words;
pub use overlays::changed;
pub use remarks::{perhaps_same, remark, unprinted};
