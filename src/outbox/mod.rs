//! The outbox: what was sent, waits, was refused, came back or is in doubt. One file that a killed process or a
//! power cut cannot lead to say too little.
//!
//! It holds no letter and no name: a letter is known by a keyed digest of campaign, office and person
//! ([`Key`]). So it cannot send by itself; the same command makes the letters anew, and the outbox
//! says which of them are missing.
//!
//! ```text
//! state    what may be known of a letter, and the only ways from one knowledge to the next
//! key      the name of a letter
//! entry    one line, with its seal
//! reason   what of a server's words is kept
//! file     where the file lies, its mode, the lock of a run
//! schema   the tables, and bringing older ones up to date
//! tables   the smaller ones: lists, claims, what an account spent
//! boot     this start of the machine
//! log      whether the log beside the file is whole
//! view     opening and reading
//! run      what a sending run writes, and what a person or a proof settles
//! ```
//!
//! What is on the disk when: before a letter's end is written, a mark says that it is about to be
//! ([`Note::Ending`]); after it, the server's answer is written. A killed process loses neither, since
//! what was written is in the system's hands. A power cut may lose what was not synced, always the last
//! part: commits reach the disk in their order. So the mark is synced, or else the letter was *claimed*
//! before: one synced line names some hundreds of letters that are about to be tried and the start of
//! the machine. After a power cut the machine has started again, and what was claimed and not settled
//! is in doubt, which is what is known of it.
//!
//! The time is always given; this room has no clock.

mod boot;
mod change;
mod entry;
mod file;
mod key;
mod log;
mod reason;
mod run;
mod schema;
mod state;
mod tables;
mod view;

use std::path::{Path, PathBuf};

pub use change::GIVES_UP_AFTER;
pub use entry::{Entry, Listed, Stamp};
pub use key::{Key, Person};
pub use reason::in_common_words;
pub use run::{Answer, Claim, Listing, Note, Outbox, Proof, Put, PutOff, Spent, Verdict};
pub use state::{Move, NoSuchState, State};
pub use tables::{Fingerprint, KnownList, ListCheck};
pub use view::{View, abandon};

/// Why the outbox cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the outbox {}: {problem}", path.display())]
pub struct OutboxError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub problem: Problem,
}

/// The kinds of trouble an outbox can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The system says no.
    #[error("{0}")]
    Io(String),
    /// No space is left for it.
    #[error("the disk is full")]
    Full,
    /// It lies where locks cannot be trusted.
    #[error("it lies on a network file system ({0}), where two runs could send the same letters")]
    Network(&'static str),
    /// It is a link, which somebody else may have put there.
    #[error("it is a link to {}", .0.display())]
    Link(PathBuf),
    /// It is not this user's own file.
    #[error("{0}")]
    NotOwn(String),
    /// Another run has it.
    #[error("another run of outcry is using it{}", if .0.is_empty() { String::new() } else { format!(" ({})", .0) })]
    Busy(String),
    /// Somebody is reading it, so what was deleted cannot be wiped yet.
    #[error("another program is reading it")]
    Read,
    /// A file of another kind.
    #[error("it is not an outbox")]
    Foreign,
    /// Made by a later version of this program.
    #[error("a newer version of outcry made it (format {0})")]
    Future(i64),
    /// Of a format from before the first: whatever opens an earlier one brings it up to date.
    #[error("an older version of outcry made it (format {0})")]
    Older(i64),
    /// What it says cannot be believed.
    #[error("it is damaged: {0}")]
    Corrupt(String),
    /// A step that a letter in this state cannot take; nothing was changed.
    #[error("a letter that is {from} cannot become that by \"{step:?}\"")]
    Illegal {
        /// Where it stands.
        from: State,
        /// What was tried.
        step: Move,
    },
    /// No such letter.
    #[error("it knows no such letter")]
    Unknown,
}

impl OutboxError {
    fn new(path: &Path, problem: Problem) -> Self {
        Self { path: path.to_owned(), problem }
    }

    /// For `map_err`: what the database says.
    fn sql(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        move |error| {
            let problem = match error {
                rusqlite::Error::ToSqlConversionFailure(inner) => match inner.downcast::<Self>() {
                    Ok(inner) => inner.problem,
                    Err(other) => Problem::Io(other.to_string()),
                },
                error => match error.sqlite_error_code() {
                    Some(Code::NotADatabase) => Problem::Foreign,
                    Some(Code::DatabaseCorrupt) => Problem::Corrupt("the database is malformed".to_owned()),
                    Some(Code::DiskFull) => Problem::Full,
                    _ => Problem::Io(error.to_string()),
                },
            };
            Self::new(path, problem)
        }
    }
}
