//! What can be typed, and a command line made of it again.

mod cli;
pub mod command_line;
mod details;
mod edit;
mod examples;
pub mod field_flags;
mod groups;
mod guide;
mod joint;
mod leaflet;
pub mod names;
mod new_campaign;
mod office;
mod page;
mod paper;
mod roster;
mod to;
mod who;
mod write;

pub use cli::*;
pub use details::DetailArgs;
pub use edit::EditArgs;
pub use examples::with_examples;
pub use groups::with_groups;
pub use guide::GuideArgs;
pub use joint::{JointArgs, JointFormat, OrderChoice};
pub use leaflet::{LeafletArgs, PaperChoice};
pub use office::AddOfficeArgs;
pub use page::PageArgs;
