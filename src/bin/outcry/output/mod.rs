//! What a command leaves behind: files of letters, letters on paper, manifests.

pub mod details;
pub mod editing;
pub mod files;
#[cfg(feature = "pdf")]
mod fonts;
pub mod format;
#[cfg(feature = "pdf")]
pub mod paper;
#[cfg(not(feature = "pdf"))]
#[path = "paper_missing.rs"]
pub mod paper;
pub mod rows;
pub mod stationery;
pub mod writer;
