//! What the mails of a mailbox prove about a letter. All of it is decided here.
//!
//! Whoever writes to a mailbox can write anything into it, so a mail is believed for what only this letter's
//! readers know: its Message-ID, which is made with the outbox's key, together with its own From, To and Cc. A
//! report that a letter came back can still be forged by whoever read that letter, so a person agrees to it.

use std::collections::BTreeSet;

use super::report::{Action, Copy, Delivery, Report};
use crate::address::Email;
use crate::mac::{AddressDigest, MacKey, MailAddresses};
use crate::outbox::{Entry, State};

/// Reports of failures that are kept of one letter.
const FAILURES_MOST: usize = 100;

/// A field of a mail that says whom it is from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressField {
    /// From.
    From,
    /// To.
    To,
    /// Cc.
    Cc,
}

/// What the mails of a mailbox say about one letter.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The letter itself.
    copy: bool,
    /// A mail with its Message-ID and other addresses, and which fields differ.
    other: BTreeSet<AddressField>,
    /// A report about it, of whatever kind.
    report: bool,
    failures: Vec<Delivery>,
    /// Where a bounce lies that shows it and is not understood.
    unclear: Option<String>,
}

/// Why a letter counts as taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Its copy is in the mailbox.
    Copy,
    /// A report about its delivery is.
    Report,
}

/// What follows for one letter.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Conclusion {
    /// The letter is sent: the server took it.
    pub taken: Option<Because>,
    /// The letter came back, in the servers' words; they may name addresses. Not before a person agreed.
    pub bounced: Option<Vec<String>>,
    /// What a person must know besides.
    pub remarks: Vec<Remark>,
}

/// What changes nothing by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The letter was waiting; now it does not go out again.
    StopsWaiting(Because),
    /// The letter was refused or given up, and yet somebody has it.
    Contradicts(Because),
    /// Another run is sending it at this moment.
    UnderWay,
    /// A mail with the letter's Message-ID has other addresses in these fields.
    OtherAddresses(Vec<AddressField>),
    /// An earlier version of this program made the Message-ID, so that anybody could have made it too.
    OldMessageId,
    /// One address of the office did not get it; nobody says so of the others.
    AddressFailed(Delivery),
    /// A copy was not delivered.
    CopyFailed(Delivery),
    /// The office's server passed it on to where it was not delivered.
    PassedOn(Delivery),
    /// Somebody did not get it, and who that is nobody can say.
    SomebodyFailed(Delivery),
    /// A bounce in a form that is not understood, and where it lies.
    Unclear(String),
}

impl Evidence {
    /// Takes in a mail with the letter's Message-ID.
    pub fn hear_copy(&mut self, copy: &Copy, meant: Option<&MailAddresses>, key: &MacKey) {
        let differing = match (&copy.addresses, meant) {
            (Some(found), Some(meant)) => {
                let found = key.addresses(&found.from, &found.to, &found.copies);
                let differs = [
                    (found.from != meant.from, AddressField::From),
                    (found.to != meant.to, AddressField::To),
                    (found.copies != meant.copies, AddressField::Cc),
                ];
                differs.into_iter().filter_map(|(differs, field)| differs.then_some(field)).collect()
            }
            (None, Some(_)) => BTreeSet::from([AddressField::From, AddressField::To, AddressField::Cc]),
            (_, None) => BTreeSet::new(),
        };
        if differing.is_empty() {
            self.copy = true;
        } else if self.other.is_empty() {
            self.other = differing;
        }
    }

    /// Takes in a report about the letter. Returns what it says of recipients besides that they failed.
    pub fn hear_report(&mut self, report: Report) -> Vec<Option<Action>> {
        self.report = true;
        let is_failure = |delivery: &Delivery| delivery.action == Some(Action::Failed);
        let (failures, others): (Vec<_>, Vec<_>) = report.deliveries.into_iter().partition(is_failure);
        for delivery in failures {
            if self.failures.len() < FAILURES_MOST && !self.failures.contains(&delivery) {
                self.failures.push(delivery);
            }
        }
        others.into_iter().map(|delivery| delivery.action).collect()
    }

    /// Takes in a bounce that shows the letter and is not understood.
    pub fn hear_unclear(&mut self, place: String) {
        self.unclear = Some(place);
    }

    /// Whether the letter's own copy is in the mailbox.
    pub fn has_copy(&self) -> bool {
        self.copy
    }

    /// What follows for the letter.
    pub fn judge(&self, entry: &Entry, key: &MacKey) -> Conclusion {
        let because = match (self.copy, self.report) {
            (true, _) => Some(Because::Copy),
            (false, true) => Some(Because::Report),
            (false, false) => None,
        };
        let mut verdict = Conclusion::default();
        if let Some(place) = &self.unclear {
            verdict.remarks.push(Remark::Unclear(place.clone()));
        }
        let Some(meant) = entry.stamp.as_ref().and_then(|stamp| stamp.addresses.as_ref()) else {
            if because.is_some() || !self.other.is_empty() {
                verdict.remarks.push(Remark::OldMessageId);
            }
            return verdict;
        };
        if !self.copy && !self.other.is_empty() {
            verdict.remarks.push(Remark::OtherAddresses(self.other.iter().copied().collect()));
        }
        let Some(because) = because else { return verdict };
        match entry.state {
            State::InDoubt => verdict.taken = Some(because),
            State::Waiting => {
                verdict.taken = Some(because);
                verdict.remarks.push(Remark::StopsWaiting(because));
            }
            State::Refused | State::Dropped => verdict.remarks.push(Remark::Contradicts(because)),
            State::Sending => verdict.remarks.push(Remark::UnderWay),
            State::Sent | State::Bounced | State::HandedOver => {}
        }
        let is_among = |address: Option<&Email>, digests: &[AddressDigest]| {
            address.is_some_and(|address| digests.contains(&key.address(address)))
        };
        let failed = |digest: &AddressDigest| {
            self.failures.iter().any(|delivery| is_among(delivery.recipient.as_ref(), std::slice::from_ref(digest)))
        };
        let came_back = !meant.to.is_empty() && meant.to.iter().all(failed);
        let of_the_office = |delivery: &&Delivery| is_among(delivery.recipient.as_ref(), &meant.to);
        if came_back && matches!(entry.state, State::Sent | State::InDoubt | State::Waiting) {
            let reasons = self.failures.iter().filter(of_the_office).map(|delivery| delivery.reason.clone());
            let mut reasons: Vec<String> = reasons.filter(|reason| !reason.is_empty()).collect();
            reasons.dedup();
            verdict.bounced = Some(reasons);
        }
        for delivery in &self.failures {
            let remark = if of_the_office(&delivery) {
                // All of them together are the bounce.
                if came_back {
                    continue;
                }
                Remark::AddressFailed
            } else if is_among(delivery.recipient.as_ref(), &meant.copies) {
                Remark::CopyFailed
            } else if is_among(delivery.original.as_ref(), &meant.to) {
                Remark::PassedOn
            } else {
                Remark::SomebodyFailed
            };
            verdict.remarks.push(remark(delivery.clone()));
        }
        verdict
    }
}
