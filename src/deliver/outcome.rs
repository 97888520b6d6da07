//! What became of a letter, and why a run stopped early.

use jiff::Timestamp;

use crate::address::Email;
use crate::outbox::OutboxError;
use crate::smtp::{Reply, Role, Trouble};

/// What became of one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server took the letter for at least one of the office's own addresses.
    Sent {
        /// The server's reply to the end of the letter.
        reply: Reply,
        /// Other addresses of the office, and copies, that the server refused.
        refused: Vec<(Email, Role, Reply)>,
    },
    /// The server refused the letter for good; nobody has it.
    Refused(String),
    /// Nobody has the letter, and a later attempt may succeed.
    Waiting {
        /// Why the letter did not go.
        reason: String,
        /// The earliest time of the next attempt.
        next_try: Timestamp,
    },
    /// The run stopped before it came to this letter.
    Untried(String),
    /// The run left the letter for a later one: its office has refused [`REFUSALS_MOST`](super::REFUSALS_MOST)
    /// letters in a row.
    HeldBack(String),
    /// The server may have the letter: the connection broke after the worker had written the letter's end.
    InDoubt(String),
}

/// Why a run stopped before it had tried all letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// The account cannot send: wrong password, sender not allowed, encryption that the server demands.
    Account {
        /// The server's reply, or how the connection failed.
        reason: String,
        /// The known cause that the reply points to, if any.
        trouble: Option<Trouble>,
    },
    /// The server is out of reach, or takes no more letters from this account for now.
    ForNow(String),
    /// The account has used up its limit of the day, until this time.
    DayOver(Timestamp),
    /// The user asked to stop.
    Asked,
    /// Writing to the outbox failed, so the run may send nothing more.
    Outbox(OutboxError),
}

impl Stopped {
    /// The reason as one sentence without a full stop.
    pub fn reason(&self) -> String {
        match self {
            Self::Account { reason, .. } | Self::ForNow(reason) => reason.clone(),
            Self::DayOver(_) => "the account's letters of the day are used up".to_owned(),
            Self::Asked => "you asked to stop".to_owned(),
            Self::Outbox(error) => error.to_string(),
        }
    }
}

/// The outcome of a letter that the run did not come to.
pub fn untried(stopped: &Stopped) -> Outcome {
    Outcome::Untried(format!("not tried, because the run stopped: {}", stopped.reason()))
}
