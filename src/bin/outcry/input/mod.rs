//! What a command works from: files, who signs, lists of signatories, accounts with their secrets, and what the outbox
//! remembers.

pub mod credentials;
pub mod edited;
pub mod history;
pub mod identity;
pub mod list;
pub mod list_questions;
pub mod own_words;
mod secret;
pub mod signers;
pub mod sources;
pub mod text_file;
pub mod toml_file;
pub mod undersigned;
