//! What an import tells: every row and every value that did not go into the file, by reason.

use std::collections::BTreeMap;
use std::fmt;

/// Counts of one import. Equal input gives an equal report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Rows of the export.
    pub read: usize,
    /// Missions in the file.
    pub written: usize,
    /// Sections of the file: states that send missions.
    pub states: usize,
    /// Rows that said the same mission again.
    pub merged: usize,
    /// Rows whose host was the sender and could be told from the city.
    pub hosts_found: usize,
    /// Rows left out, by reason.
    pub dropped: BTreeMap<&'static str, usize>,
    /// Values left out of rows that were written, by reason.
    pub left_out: BTreeMap<&'static str, usize>,
    /// Remarks in the file.
    pub marked: BTreeMap<String, usize>,
    /// Missions by kind.
    pub kinds: BTreeMap<&'static str, usize>,
    /// Missions with a web site, a telephone number, a mailbox.
    pub with: BTreeMap<&'static str, usize>,
    /// Types that no rule knows.
    pub unknown_types: BTreeMap<String, usize>,
    /// Senders and hosts that are in no list.
    pub unknown_names: BTreeMap<String, usize>,
    /// Senders and hosts that are known and have no ISO code.
    pub no_states: BTreeMap<String, usize>,
    /// What missions are accredited to and has no ISO code: regions, organisations.
    pub unlisted: BTreeMap<String, usize>,
}

/// One more of a kind.
pub fn count<K: Ord>(counts: &mut BTreeMap<K, usize>, key: impl Into<K>) {
    *counts.entry(key.into()).or_default() += 1;
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dropped: usize = self.dropped.values().sum();
        writeln!(f, "rows read: {}", self.read)?;
        writeln!(f, "missions written: {} of {} states", self.written, self.states)?;
        writeln!(f, "rows merged: {}", self.merged)?;
        writeln!(f, "hosts told from the city: {}", self.hosts_found)?;
        writeln!(f, "rows dropped: {dropped}")?;
        list(f, "dropped, by reason", &self.dropped)?;
        list(f, "values left out of rows that were written", &self.left_out)?;
        list(f, "marked", &self.marked)?;
        list(f, "kinds", &self.kinds)?;
        list(f, "with", &self.with)?;
        list(f, "unknown types", &self.unknown_types)?;
        list(f, "unknown senders and hosts", &self.unknown_names)?;
        list(f, "senders and hosts without an ISO code", &self.no_states)?;
        list(f, "left out of accreditations", &self.unlisted)
    }
}

fn list<K: fmt::Display>(f: &mut fmt::Formatter<'_>, title: &str, counts: &BTreeMap<K, usize>) -> fmt::Result {
    writeln!(f, "\n{title}:{}", if counts.is_empty() { " none" } else { "" })?;
    counts.iter().try_for_each(|(key, number)| writeln!(f, "{number:>7}  {key}"))
}
