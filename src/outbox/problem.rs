//! Why the outbox cannot be used.

use std::path::{Path, PathBuf};

use super::state::{Move, State};

/// Why the outbox cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the outbox {}: {problem}", path.display())]
pub struct OutboxError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub problem: OutboxProblem,
}

/// The kinds of trouble an outbox can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutboxProblem {
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
    pub(super) fn new(path: &Path, problem: OutboxProblem) -> Self {
        Self { path: path.to_owned(), problem }
    }

    /// For `map_err`: what the database says.
    pub(super) fn sql(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        move |error| {
            let problem = match error {
                rusqlite::Error::ToSqlConversionFailure(inner) => match inner.downcast::<Self>() {
                    Ok(inner) => inner.problem,
                    Err(other) => OutboxProblem::Io(other.to_string()),
                },
                error => match error.sqlite_error_code() {
                    Some(Code::NotADatabase) => OutboxProblem::Foreign,
                    Some(Code::DatabaseCorrupt) => OutboxProblem::Corrupt("the database is malformed".to_owned()),
                    Some(Code::DiskFull) => OutboxProblem::Full,
                    _ => OutboxProblem::Io(error.to_string()),
                },
            };
            Self::new(path, problem)
        }
    }
}
