//! What is known of one letter, for other programs.

use jiff::Timestamp;
use jiff::tz::Offset;
use outcry::outbox::Entry;
use serde::Serialize;

/// One letter as other programs read it.
#[derive(Serialize)]
pub struct Line<'a> {
    pub key: String,
    pub campaign: &'a str,
    pub office: &'a str,
    pub state: &'a str,
    pub attempts: u32,
    /// The version of the campaign's text in which it went out or was last tried, where that is known.
    pub version: Option<u32>,
    /// Whether its signatory edited its text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub edited: bool,
    pub message_id: Option<&'a str>,
    pub date: Option<String>,
    pub since: String,
    pub next_try: Option<String>,
    pub reason: &'a str,
    /// Where a list was given: the row of the letter's signatory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}

/// How exactly a letter is told from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// With its Message-ID and moments: whoever has a letter finds its line.
    Moments,
    /// With days alone, so that a file that is passed on does not say who signed.
    Days,
}

/// What is known of a letter, as other programs read it.
pub fn line(entry: &Entry, exactness: Exactness) -> Line<'_> {
    let moment = |moment: Timestamp| match exactness {
        Exactness::Moments => moment.to_string(),
        Exactness::Days => Offset::UTC.to_datetime(moment).date().to_string(),
    };
    Line {
        key: entry.key.to_string(),
        campaign: &entry.campaign,
        office: &entry.office,
        state: entry.state.as_str(),
        attempts: entry.attempts,
        version: entry.version,
        edited: entry.edited.is_some(),
        message_id: entry
            .stamp
            .as_ref()
            .filter(|_| exactness == Exactness::Moments)
            .map(|stamp| stamp.message_id.as_str()),
        date: entry.stamp.as_ref().map(|stamp| moment(stamp.date)),
        since: moment(entry.changed),
        next_try: entry.next_try.map(moment),
        reason: &entry.reason,
        row: None,
    }
}
