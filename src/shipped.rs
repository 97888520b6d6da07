//! What is built into the program, so that it works right after installing it.

/// Every campaign folder under `letters/`: its name, and its files by name.
pub const LETTERS: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/letters.rs"));

/// The offices of `recipients.toml`.
pub const RECIPIENTS: &str = include_str!("../recipients.toml");
