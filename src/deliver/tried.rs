//! What one or two submissions of a letter led to.

use super::fate::Stopped;
use crate::address::Email;
use crate::smtp::{Failure, Outcome, Permanence, Recipient, Reply, Role, Scope, Submission, Verdict};

/// What one or two submissions led to.
pub(super) enum Tried {
    Sent {
        reply: Reply,
        refused: Vec<(Email, Role, Reply)>,
    },
    Refused(String),
    /// Nobody has it; about what the trouble was.
    Later(String, Scope),
    /// Nobody has it, and the outbox could not even mark it: so nothing more is written about it.
    Unmarked(String),
    Lost(String),
}

/// What a connection that could not be opened means for its letter and for the run.
pub(super) fn not_open(failure: &Failure) -> (Tried, Stopped) {
    let reason = failure.to_string();
    // 454 to a login is about a server that cannot look passwords up just now (RFC 4954 section 6).
    let stopped = if failure.is_permanent() {
        Stopped::Account { reason: reason.clone(), trouble: failure.trouble() }
    } else {
        Stopped::ForNow(reason.clone())
    };
    (Tried::Later(reason, failure.scope()), stopped)
}

/// What a submission means: it is done with the letter, or with the run, or the letter is tried once more.
pub(super) enum Read {
    Done(Tried),
    Again(String, Scope),
    Stop(Stopped),
}

pub(super) fn read(submission: Submission) -> Read {
    match submission.outcome {
        Outcome::Accepted(reply) => Read::Done(Tried::Sent { reply, refused: refused(submission.recipients) }),
        Outcome::InDoubt(failure) => {
            // Nobody shall look for a copy that cannot be there.
            let mut copies = submission.recipients.iter().filter(|recipient| recipient.role == Role::Copy).peekable();
            let about_copies = if copies.peek().is_none() {
                "; it had no copy"
            } else if copies.any(|copy| matches!(copy.verdict, Verdict::Refused(_))) {
                "; the server had refused the copy"
            } else {
                ""
            };
            Read::Done(Tried::Lost(format!("{failure}{about_copies}")))
        }
        Outcome::Failed(failure) if failure.is_permanent() => Read::Done(Tried::Refused(failure.to_string())),
        Outcome::Failed(failure) => Read::Again(failure.to_string(), failure.scope()),
        Outcome::Refused(refusal) => {
            let reason = format!("{}: the server answered {}", refusal.phase, refusal.reply);
            let class = refusal.class();
            match (class.scope, class.permanence) {
                (Scope::Session, _) => Read::Again(reason, Scope::Session),
                (Scope::Account, Permanence::Permanent) => {
                    Read::Stop(Stopped::Account { reason, trouble: refusal.trouble() })
                }
                (Scope::Account, Permanence::Temporary) => Read::Stop(Stopped::ForNow(reason)),
                (_, Permanence::Temporary) => Read::Done(Tried::Later(reason, class.scope)),
                (_, Permanence::Permanent) => Read::Done(Tried::Refused(reason)),
            }
        }
    }
}

fn refused(recipients: Vec<Recipient>) -> Vec<(Email, Role, Reply)> {
    recipients
        .into_iter()
        .filter_map(|recipient| match recipient.verdict {
            Verdict::Refused(reply) => Some((recipient.email, recipient.role, reply)),
            Verdict::Admitted | Verdict::NotAsked => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::in_common_words;
    use crate::smtp::{Cause, Phase, Unreadable};

    #[test]
    fn reasons_of_our_own_are_kept_whole() {
        let phases = [
            Phase::Connect,
            Phase::Tls,
            Phase::Greeting,
            Phase::Ehlo,
            Phase::StartTls,
            Phase::Login,
            Phase::Between,
            Phase::Mail,
            Phase::Rcpt,
            Phase::Data,
            Phase::Body,
            Phase::FinalDot,
        ];
        let causes = [
            Cause::OutOfStep,
            Cause::Unreadable(Unreadable::Code),
            Cause::Unreadable(Unreadable::Codes),
            Cause::Unreadable(Unreadable::Endless),
            Cause::Lost,
            Cause::TimedOut,
            Cause::NoTls,
            Cause::Injected,
            Cause::PlainNotLoopback,
            Cause::TooManyChallenges,
            Cause::Withheld,
        ];
        for phase in phases {
            for cause in &causes {
                let reason = Failure { phase, cause: cause.clone() }.to_string();
                assert_eq!(in_common_words(&reason), reason);
            }
        }
    }
}
