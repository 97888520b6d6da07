//! Top-level domains, as IANA had them on the day of the list that the program carries.

use super::findings::Findings;
use crate::place::Place;

/// The day of the list: that of the release of the crate that brings it.
pub const TOP_LEVEL_DAY: &str = "2026-11-01";

/// Whether the last part of a domain, in A-label form, is a top-level domain.
pub(crate) fn is_known_top_level(domain: &str) -> bool {
    let last = domain.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    tld::exist(&last.to_ascii_lowercase())
}

impl Findings<'_> {
    /// A domain that ends as none does.
    pub(super) fn top_level(&mut self, place: &Place, what: &str, host: &str) {
        let last = host.rsplit('.').next().unwrap_or_default();
        self.warning(place, format!("{what}: there is no .{last} among the top-level domains of {TOP_LEVEL_DAY}"));
    }
}
