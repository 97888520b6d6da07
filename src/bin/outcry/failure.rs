//! Every way the program can fail, with its exit code, wording and remedy in one place.

use std::fmt::{self, Write as _};

use outcry::campaign::CampaignError;
use outcry::letter::ComposeError;
use outcry::outbox::{OutboxError, Problem as OutboxProblem};
use outcry::proof::{MailboxError, Problem as MailboxProblem};
use outcry::registry::RegistryErrors;
use outcry::settings::ConfigError;
use outcry::signatory::Field;

use crate::who::flag_to_give;

/// Exit codes, as the manual promises them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything asked for was done.
    Done = 0,
    /// A letter was refused for good, or came back.
    Refused = 1,
    /// The command line is not complete or not right.
    Usage = 2,
    /// A file or an answer is not right; nothing was sent.
    Data = 65,
    /// What was to be shown could not be written: a full disk.
    Unwritten = 74,
    /// Letters are still waiting, or in doubt.
    Waiting = 75,
    /// The configuration or the login is not right.
    Config = 78,
    /// Ctrl-C.
    Interrupted = 130,
}

/// An end before the work was done.
#[derive(Debug)]
pub struct Failure {
    pub exit: Exit,
    /// What happened, where, and why; one sentence per entry.
    pub problems: Vec<String>,
    /// What to do next.
    pub hints: Vec<String>,
}

impl Failure {
    pub fn new(exit: Exit, problem: impl Into<String>) -> Self {
        Self { exit, problems: vec![problem.into()], hints: Vec::new() }
    }

    pub fn usage(problem: impl Into<String>) -> Self {
        Self::new(Exit::Usage, problem)
    }

    pub fn data(problem: impl Into<String>) -> Self {
        Self::new(Exit::Data, problem)
    }

    pub fn config(problem: impl Into<String>) -> Self {
        Self::new(Exit::Config, problem)
    }

    /// A file or folder that could not be used; always names it.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::data(format!("{}: {error}", path.display()))
    }

    /// The outbox could not be written in the middle of a run. What was said before this stands.
    pub fn outbox_lost(error: &OutboxError) -> Self {
        Self::new(Exit::Config, format!("{error}; nothing more was sent"))
            .hint("a letter whose end was sent but not its answer written down is in doubt: see `outcry outbox list`")
            .hint("when the outbox can be written again, the same command sends what is missing")
    }

    /// Several as one, with the exit code of the first; none of none.
    pub fn together(failures: impl IntoIterator<Item = Self>) -> Option<Self> {
        failures.into_iter().reduce(|mut all, next| {
            all.problems.extend(next.problems);
            all.hints.extend(next.hints);
            all.hints.dedup();
            all
        })
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for problem in &self.problems {
            writeln!(text, "error: {problem}")?;
        }
        for hint in &self.hints {
            writeln!(text, "hint: {hint}")?;
        }
        f.write_str(text.trim_end())
    }
}

impl From<CampaignError> for Failure {
    fn from(error: CampaignError) -> Self {
        let failure = Self { exit: Exit::Data, problems: error.problems(), hints: Vec::new() };
        match error {
            CampaignError::Unknown(_) => failure.hint("`outcry campaigns list` shows all campaigns"),
            CampaignError::Id(_) => Self { exit: Exit::Usage, ..failure },
            _ => failure,
        }
    }
}

impl From<RegistryErrors> for Failure {
    fn from(RegistryErrors(errors): RegistryErrors) -> Self {
        let problems = errors.iter().map(ToString::to_string).collect();
        let hint = "`outcry recipients check` reads the whole file and says more";
        Self { exit: Exit::Data, problems, hints: vec![hint.to_owned()] }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::config(error.to_string())
    }
}

impl From<OutboxError> for Failure {
    fn from(error: OutboxError) -> Self {
        let name = error.path.to_string_lossy().into_owned();
        let is_beside = [".lock", "-wal", "-shm", "-journal"].iter().any(|ending| name.ends_with(ending));
        let failure = |exit| Self::new(exit, error.to_string());
        let elsewhere = "give --outbox FILE, or set XDG_DATA_HOME, to keep it somewhere else";
        match &error.problem {
            OutboxProblem::Busy(_) => {
                failure(Exit::Waiting).hint("nothing was done; try again when the other one has ended")
            }
            OutboxProblem::Read => failure(Exit::Waiting)
                .hint("the letters are forgotten: the same `send` command would send them again")
                .hint("traces of them stay in the file until the other program has ended and the outbox is used once more"),
            OutboxProblem::Link(target) => failure(Exit::Config)
                .hint(if is_beside { "nothing was done; look who put it there, and remove it".to_owned() } else {
                    format!("nothing was done. If you made this link: --outbox {}", target.display())
                }),
            OutboxProblem::NotOwn(_) => {
                failure(Exit::Config).hint("nothing was done; look who put it there, or name another place with --outbox")
            }
            OutboxProblem::Network(_) => failure(Exit::Config).hint(elsewhere),
            OutboxProblem::Io(_) => failure(Exit::Config).hint("nothing was done").hint(elsewhere),
            OutboxProblem::Full => failure(Exit::Config).hint("nothing was done; make room on the disk and try again"),
            OutboxProblem::Foreign | OutboxProblem::Older(_) => {
                failure(Exit::Data).hint("nothing was done; look whether it is the file you meant")
            }
            OutboxProblem::Future(_) => failure(Exit::Data).hint("nothing was done; use that version of outcry"),
            OutboxProblem::Corrupt(_) => failure(Exit::Data)
                .hint("nothing was done: what was sent can no longer be told from it, and letters could go out twice")
                .hint("put back a copy of the file; else move it away, and leave out with --except what was sent"),
            OutboxProblem::Illegal { .. } | OutboxProblem::Unknown => {
                failure(Exit::Usage).hint("`outcry outbox list` shows what it knows; nothing was changed")
            }
        }
    }
}

impl From<MailboxError> for Failure {
    fn from(error: MailboxError) -> Self {
        let failure = Self::data(error.to_string());
        match error.problem {
            MailboxProblem::Io(_) => failure,
            MailboxProblem::Folder => failure.hint("give each folder of mails by itself"),
            MailboxProblem::Packed => failure.hint("unpack it and give what is in it"),
            MailboxProblem::Outlook | MailboxProblem::Unknown => {
                failure.hint("export the mails as mbox, or save them as .eml files")
            }
        }
    }
}

impl From<ComposeError> for Failure {
    fn from(error: ComposeError) -> Self {
        use outcry::campaign::FillError;
        use outcry::letter::Problem;
        let failure = Self::data(error.to_string());
        match &error.problem {
            Problem::Fill(FillError::Empty(name)) => match Field::named(name) {
                Some(field) => failure.hint(format!("give {}", flag_to_give(field))),
                None => failure,
            },
            Problem::Hole(_) | Problem::OwnHole(_) => {
                failure.hint("replace it with the text itself; a letter is never written with a hole")
            }
            Problem::NoModel(_) => failure.hint("`outcry campaigns show ID` lists the languages there are"),
            _ => failure,
        }
    }
}
