//! What a rule has to say.

use crate::place::Place;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// The campaign or the registry should not be used like this.
    Error,
}

/// What a finding is about, where that matters to who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum About {
    /// Anything else.
    #[default]
    Else,
    /// A value that only stands in for a real one (RFC 2606).
    Reserved,
    /// A value that no person confirmed.
    Unconfirmed,
    /// Something that is likely wrong and may be right all the same.
    Likely,
}

/// One thing a rule has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Where; for a letter, its file.
    pub place: Place,
    /// What it is about.
    pub about: About,
    /// What, why, and what to do.
    pub message: String,
}
