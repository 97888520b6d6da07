//! The end of a command before its work was done: exit code, what happened, what to do next.

use std::fmt::{self, Write as _};

use outcry::outbox::OutboxError;

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

    /// The end where whoever read the results went away: `outcry write … | head`. Nothing is wrong.
    pub fn reader_left() -> Self {
        Self { exit: Exit::Done, problems: Vec::new(), hints: Vec::new() }
    }

    /// Whether this is that end.
    pub fn is_reader_left(&self) -> bool {
        self.exit == Exit::Done
    }

    /// A file or folder that could not be used; always names it.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::data(format!("{}: {error}", path.display()))
    }

    /// The outbox could not be written in the middle of a run. What was said before this stands.
    pub fn outbox_lost(error: &OutboxError) -> Self {
        Self::new(Exit::Config, format!("{error}; nothing more was sent"))
            .hint("a letter that was sent, but whose answer was not recorded, is in doubt; to see it, run: outcry outbox list")
            .hint("when the outbox can be written again, run the same command to send the rest")
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
