//! What became of a letter, and why a run ended before all were tried.

use jiff::Timestamp;

use crate::address::Email;
use crate::outbox::OutboxError;
use crate::smtp::{Reply, Role, Trouble};

/// What became of one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The server took it for at least one of the office's own addresses.
    Sent {
        /// The server's words after the end of the letter.
        reply: Reply,
        /// Other addresses of the office, and copies, that were refused.
        refused: Vec<(Email, Role, Reply)>,
    },
    /// The server refused it for good; nobody has it.
    Refused(String),
    /// Nobody has it, and trying later may help.
    Waiting {
        /// Why.
        reason: String,
        /// Before when trying again makes no sense.
        next_try: Timestamp,
    },
    /// The run stopped before it was this one's turn.
    Untried(String),
    /// It was left for a later run: its office refuses whatever comes.
    HeldBack(String),
    /// The server may have it: the line broke after the end of the letter was written.
    InDoubt(String),
}

/// Why a run ended before all letters were tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// The account cannot send: wrong password, sender not allowed, a line that the server does not want.
    Account {
        /// What the server or the line said.
        reason: String,
        /// What is wrong, where that can be told.
        trouble: Option<Trouble>,
    },
    /// The server cannot be reached, or takes no more letters from this account for now.
    ForNow(String),
    /// The account's letters of the day are used up until then.
    DayOver(Timestamp),
    /// The user asked to stop.
    Asked,
    /// The outbox cannot be written, so nothing more may be sent.
    Outbox(OutboxError),
}

impl Stopped {
    /// What the server or the line said.
    pub fn reason(&self) -> String {
        match self {
            Self::Account { reason, .. } | Self::ForNow(reason) => reason.clone(),
            Self::DayOver(_) => "the account's letters of the day are used up".to_owned(),
            Self::Asked => "you asked to stop".to_owned(),
            Self::Outbox(error) => error.to_string(),
        }
    }
}

/// The fate of a letter that a run which stopped did not come to.
pub fn untried(stopped: &Stopped) -> Fate {
    Fate::Untried(format!("not tried, because the run stopped: {}", stopped.reason()))
}
