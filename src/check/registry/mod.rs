//! Rules a clean registry keeps, with the place of each breach. Most come from traps that real lists
//! and appeals have set: numbers with two plus signs, hyphens that are none, mailboxes of persons,
//! values made by pattern. Nothing is mended here.

mod channel;
mod file;
mod findings;
mod holder;
mod office;
mod words;

pub use file::registry;
