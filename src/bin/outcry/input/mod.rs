//! What a command works from: files, who signs, lists of signatories, accounts with their secrets, and what the outbox
//! remembers.

pub mod credentials;
pub mod history;
pub mod identity;
pub mod list;
pub mod list_questions;
mod secret;
pub mod signers;
pub mod sources;
pub mod toml_file;
