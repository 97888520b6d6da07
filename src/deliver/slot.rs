//! A place for one connection and the letter on it.

use std::time::Instant;

use super::attempt::AttemptResult;
use super::job::Job;
use crate::smtp::{Announced, Connection, Ended, Written};

/// One connection of a worker, and its letter.
#[derive(Default)]
pub(super) struct Slot {
    pub(super) connection: Option<Connection>,
    pub(super) letter: Option<(Attempt, Step)>,
    /// The server does not take so many connections.
    pub(super) closed: bool,
}

/// A letter that a worker has begun.
pub(super) struct Attempt {
    pub(super) job: Box<Job>,
    /// The result of the first attempt, if this is the second.
    pub(super) before: Option<AttemptResult>,
}

/// How far the letter has come.
pub(super) enum Step {
    Announced(Announced),
    Written(Written),
    Ended(Ended),
}

impl Slot {
    /// The connection, if a letter is under way on it, and when to go on without an answer.
    pub(super) fn busy(&self) -> Option<(&Connection, Instant)> {
        let (_, step) = self.letter.as_ref()?;
        let deadline = match step {
            Step::Announced(announced) => announced.deadline(),
            Step::Written(written) => written.due(),
            Step::Ended(ended) => ended.deadline(),
        };
        Some((self.connection.as_ref()?, deadline))
    }

    /// Whether the slot could take a letter.
    pub(super) fn is_idle(&self) -> bool {
        self.letter.is_none() && !self.closed
    }

    /// Whether only the end of the letter is missing.
    pub(super) fn lacks_end(&self) -> bool {
        matches!(self.letter, Some((_, Step::Written(_))))
    }
}
