//! What a sending run, a person or a mailbox has to say of a letter, before it is written down.

use jiff::Timestamp;

use super::entry::Stamp;
use super::key::Key;

/// The server's answer to a letter, or its silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It took the letter for the office's own address.
    Accepted(String),
    /// It refused for good.
    Refused(String),
    /// Nobody has the letter.
    Deferred {
        /// Why.
        reason: String,
        /// Minutes to wait after the first, the second and each further try.
        waits: &'static [i64],
        /// What was put off.
        what: PutOff,
    },
    /// None came, and the letter's end may have been read.
    Lost(String),
}

/// What a server, or the way to it, put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutOff {
    /// This letter, or letters to its office. After five days of that it is given up.
    Letter,
    /// Any letter: the line, the server or the account is not ready. That says nothing of this one.
    Everything,
}

/// One thing a run has to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The end of the letter is about to be written.
    Ending(Key, Stamp),
    /// The end was not written after all.
    Withdrawn(Key),
    /// What came of it.
    Answered(Key, Stamp, Answer),
    /// The letter was printed or saved for the post.
    HandedOver(Key),
    /// The account has sent a letter, to so many recipients. For its limits per day.
    Spent {
        /// Which account; see [`View::account`](super::View::account).
        account: Key,
        /// Recipients of the letter.
        recipients: u32,
    },
}

/// What a person says about a letter in doubt, or one that was sent or waits against appearances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It arrived.
    Sent,
    /// It did not; send it again.
    Resend,
    /// Leave it.
    Drop,
    /// It came back.
    Bounced,
}

/// What a mail in a mailbox proves about the letter whose Message-ID it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The server took it.
    Taken,
    /// The office did not get it.
    Bounced,
}

/// What an account sent within one minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// The minute, as its first second.
    pub minute: Timestamp,
    /// Letters.
    pub letters: u32,
    /// Recipients of those letters.
    pub recipients: u32,
}
