//! What is built into the program, so that it works right after installing it.

/// Every campaign folder under `letters/`: its name, and its files by name.
pub const LETTERS: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/letters.rs"));

/// The offices of `recipients.toml`.
pub const RECIPIENTS: &str = include_str!("../recipients.toml");

/// The same offices one by one, in the order of the file.
pub const OFFICES: &[ShippedOffice] = include!(concat!(env!("OUT_DIR"), "/offices.rs"));

/// What it takes to find one office, and where its own text stands in [`RECIPIENTS`].
#[derive(Debug)]
pub struct ShippedOffice {
    /// Its id.
    pub id: &'static str,
    /// What it is.
    pub kind: &'static str,
    /// Whether it was closed.
    pub closed: bool,
    /// The state it belongs to.
    pub country: Option<&'static str>,
    /// The state it represents.
    pub represents: Option<&'static str>,
    /// The state it stands in.
    pub host: Option<&'static str>,
    /// The states it is accredited to.
    pub accredited_to: &'static [&'static str],
    /// Lines of the file above it.
    pub lines_above: usize,
    /// First byte, and the one after the last.
    pub span: (usize, usize),
}
