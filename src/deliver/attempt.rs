//! What the server's answer to a letter means for the letter and for the run. A run tries a letter at
//! most twice: see `Shared::begin` in `worker`.

use super::outcome::Stopped;
use crate::address::Email;
use crate::smtp::{Failure, Permanence, Recipient, Reply, Role, Scope, Submission, SubmissionOutcome, Verdict};

/// What one or two attempts led to.
pub(super) enum AttemptResult {
    Sent {
        reply: Reply,
        refused: Vec<(Email, Role, Reply)>,
    },
    Refused(String),
    /// Nobody has the letter. The scope says what the refusal was about.
    Deferred(String, Scope),
    /// Nobody has the letter. The outbox could not write the mark, so the run writes no outcome either.
    Unmarked(String),
    InDoubt(String),
}

/// What a connection that failed to open means for its letter and for the run.
pub(super) fn not_open(failure: &Failure) -> (AttemptResult, Stopped) {
    let reason = failure.to_string();
    // 454 to a login comes from a server that cannot look up passwords at the moment (RFC 4954 section 6).
    let stopped = if failure.is_permanent() {
        Stopped::Account { reason: reason.clone(), trouble: failure.trouble() }
    } else {
        Stopped::ForNow(reason.clone())
    };
    (AttemptResult::Deferred(reason, failure.scope()), stopped)
}

/// What to do after an attempt.
pub(super) enum Decision {
    /// Write down what came of the letter.
    Done(AttemptResult),
    /// Try the letter once more.
    Retry(String, Scope),
    /// Stop the run; the letter waits.
    Stop(Stopped),
}

pub(super) fn decide(submission: Submission) -> Decision {
    match submission.outcome {
        SubmissionOutcome::Accepted(reply) => {
            Decision::Done(AttemptResult::Sent { reply, refused: refused(submission.recipients) })
        }
        SubmissionOutcome::InDoubt(failure) => {
            // A person who settles the doubt looks for the copy, so say when there cannot be one.
            let mut copies = submission.recipients.iter().filter(|recipient| recipient.role == Role::Copy).peekable();
            let about_copies = if copies.peek().is_none() {
                "; it had no copy"
            } else if copies.any(|copy| matches!(copy.verdict, Verdict::Refused(_))) {
                "; the server had refused the copy"
            } else {
                ""
            };
            Decision::Done(AttemptResult::InDoubt(format!("{failure}{about_copies}")))
        }
        SubmissionOutcome::Failed(failure) if failure.is_permanent() => {
            Decision::Done(AttemptResult::Refused(failure.to_string()))
        }
        SubmissionOutcome::Failed(failure) => Decision::Retry(failure.to_string(), failure.scope()),
        SubmissionOutcome::Refused(refusal) => {
            let reason = format!("{}: the server answered {}", refusal.phase, refusal.reply);
            let class = refusal.class();
            match (class.scope, class.permanence) {
                (Scope::Session, _) => Decision::Retry(reason, Scope::Session),
                (Scope::Account, Permanence::Permanent) => {
                    Decision::Stop(Stopped::Account { reason, trouble: refusal.trouble() })
                }
                (Scope::Account, Permanence::Temporary) => Decision::Stop(Stopped::ForNow(reason)),
                (_, Permanence::Temporary) => Decision::Done(AttemptResult::Deferred(reason, class.scope)),
                (_, Permanence::Permanent) => Decision::Done(AttemptResult::Refused(reason)),
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
