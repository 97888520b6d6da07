//! Errors of the library in words, each with its exit code and what to do next.

use outcry::campaign::CampaignError;
use outcry::letter::ComposeError;
use outcry::outbox::{OutboxError, OutboxProblem};
use outcry::proof::{MailboxError, MailboxProblem};
use outcry::registry::RegistryErrors;
use outcry::settings::ConfigError;
use outcry::signatory::Field;

use crate::args::field_flags::flag_to_give;
use crate::failure::{Exit, Failure};

impl From<CampaignError> for Failure {
    fn from(error: CampaignError) -> Self {
        let failure = Self { exit: Exit::Data, problems: error.problems(), hints: Vec::new() };
        match error {
            CampaignError::Unknown { nearest: Some(near), .. } => failure.hint(format!("did you mean {near}?")),
            CampaignError::Unknown { .. } => failure.hint("`outcry campaigns list` shows all campaigns"),
            CampaignError::Id(_) => Self { exit: Exit::Usage, ..failure },
            _ => failure,
        }
    }
}

impl From<RegistryErrors> for Failure {
    fn from(RegistryErrors(errors): RegistryErrors) -> Self {
        let problems = errors.iter().map(ToString::to_string).collect();
        let hint = "`outcry recipients check` reports every mistake with its place";
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
        let elsewhere = "to keep the outbox elsewhere, use --outbox FILE or set XDG_DATA_HOME";
        match &error.problem {
            OutboxProblem::Busy(_) => {
                failure(Exit::Waiting).hint("nothing was done; try again when the other run has ended")
            }
            OutboxProblem::Read => failure(Exit::Waiting)
                .hint("the letters are forgotten: the same `send` command would send them again")
                .hint("traces of the letters stay in the file until the other program has ended and the outbox is used again"),
            OutboxProblem::Link(target) => failure(Exit::Config)
                .hint(if is_beside { "nothing was done; find out who put this file there, and remove it".to_owned() } else {
                    format!("nothing was done. If you made this link, use --outbox {}", target.display())
                }),
            OutboxProblem::NotOwn(_) => {
                failure(Exit::Config).hint("nothing was done; find out who put this file there, or use another place with --outbox FILE")
            }
            OutboxProblem::Network(_) => failure(Exit::Config).hint(elsewhere),
            OutboxProblem::Io(_) => failure(Exit::Config).hint("nothing was done").hint(elsewhere),
            OutboxProblem::Full => failure(Exit::Config).hint("nothing was done; free some disk space and try again"),
            OutboxProblem::Foreign | OutboxProblem::Older(_) => {
                failure(Exit::Data).hint("nothing was done; check that this is the file you meant")
            }
            OutboxProblem::Future(_) => failure(Exit::Data).hint("nothing was done; use the newer version of outcry"),
            OutboxProblem::Corrupt(_) => failure(Exit::Data)
                .hint("nothing was done: the damaged outbox no longer shows what was sent, so letters could go out twice")
                .hint("restore a copy of the file; without one, move the file away, and use --except to leave out what was sent"),
            OutboxProblem::Illegal { .. } | OutboxProblem::Unknown => {
                failure(Exit::Usage).hint("nothing was changed; `outcry outbox list` shows the letters")
            }
        }
    }
}

impl From<MailboxError> for Failure {
    fn from(error: MailboxError) -> Self {
        let failure = Self::data(error.to_string());
        match error.problem {
            MailboxProblem::Io(_) => failure,
            MailboxProblem::Folder => failure.hint("give each folder of mails as a path of its own"),
            MailboxProblem::Packed => failure.hint("unpack the archive and give the files in it"),
            MailboxProblem::Outlook | MailboxProblem::Unknown => {
                failure.hint("export the mails as mbox, or save them as .eml files")
            }
        }
    }
}

impl From<ComposeError> for Failure {
    fn from(error: ComposeError) -> Self {
        use outcry::campaign::FillError;
        use outcry::letter::{LetterProblem, NoText};
        let failure = Self::data(error.to_string());
        match &error.problem {
            LetterProblem::Fill(FillError::Empty(name)) => match Field::named(name) {
                Some(field) => failure.hint(format!("give {}", flag_to_give(field))),
                None => failure,
            },
            LetterProblem::Hole(_) => {
                failure.hint("replace the placeholder with its text; outcry writes no letter that still has one")
            }
            LetterProblem::Edited(NoText::Missing(_)) => failure
                .hint("to the head of the text for it, add the office's id at \"To\", or the language at \"Language\""),
            LetterProblem::Edited(NoText::SignedBy(_)) => {
                failure.hint("change the text to say who signs now, then change or remove its line \"From\"")
            }
            LetterProblem::NoModel(_) => failure.hint("`outcry campaigns show ID` lists the campaign's languages"),
            _ => failure,
        }
    }
}
