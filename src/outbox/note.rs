//! What a run, a person or a mailbox reports about a letter, for the outbox to write down.

use jiff::Timestamp;

use super::entry::Stamp;
use super::key::Key;

/// The server's answer to a letter, or its silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The server took the letter for the office's own address.
    Accepted(String),
    /// The server refused the letter for good.
    Refused(String),
    /// Nobody has the letter.
    Deferred {
        /// The server's words, or how the connection failed.
        reason: String,
        /// Minutes to wait after the first, the second and each further attempt.
        waits: &'static [i64],
        /// Which letters the server puts off.
        what: PutOff,
    },
    /// No answer came, and the server may have read the letter's end.
    Lost(String),
}

/// Which letters the server, or the way to it, puts off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutOff {
    /// This letter, or letters to its office. After five days the outbox gives the letter up.
    Letter,
    /// All letters: the connection, the server or the account is not ready, which says nothing about this one.
    Everything,
}

/// One event that a run writes down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The run is about to write the letter's end: the mark.
    Ending(Key, Stamp),
    /// The run did not write the end after all.
    Withdrawn(Key),
    /// The server's answer.
    Answered(Key, Stamp, Answer),
    /// The run printed the letter or saved it for the post.
    HandedOver {
        /// Which letter.
        key: Key,
        /// The version of the campaign's text in which it was.
        version: u32,
    },
    /// The account has sent a letter; counts towards its limits per day.
    Spent {
        /// The key of the account; see [`View::account`](super::View::account).
        account: Key,
        /// The number of recipients.
        recipients: u32,
    },
}

/// What a person decides about a letter in doubt, or about a sent or waiting letter whose state is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The letter arrived.
    Sent,
    /// The letter did not arrive: send it again.
    Resend,
    /// Give the letter up.
    Drop,
    /// The letter came back.
    Bounced,
}

/// What a mail in a mailbox proves about the letter whose Message-ID it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The server took the letter.
    Taken,
    /// The office did not get the letter.
    Bounced,
}

/// What an account sent within one minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// The first second of that minute.
    pub minute: Timestamp,
    /// How many letters.
    pub letters: u32,
    /// How many recipients those letters had.
    pub recipients: u32,
}
