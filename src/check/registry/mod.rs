//! Rules a clean registry keeps, with the place of each breach. Most come from traps that real lists
//! and appeals have set: numbers with two plus signs, hyphens that are none, mailboxes of persons,
//! values made by pattern. Nothing is mended here.

mod channel;
mod file;
mod findings;
mod holder;
mod office;
mod top_level;
mod words;

pub(super) use file::of_campaign;
pub use file::registry;
pub use top_level::TOP_LEVEL_DAY;
pub(super) use top_level::is_known_top_level;
