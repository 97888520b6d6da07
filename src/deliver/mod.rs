//! Hands finished mails to a server, one after another over one connection, and tells the fate of
//! each. "Sent" is said only after the server took responsibility for the letter to the office's
//! own address. A letter is tried again only while it is certain that nobody has it, and its end is
//! written only after the outbox has marked that it will be.

mod backoff;

use jiff::Timestamp;

use crate::address::Email;
use crate::outbox::{Answer, Key, Outbox, OutboxError, Stamp, State};
use crate::render::mail::Mail;
use crate::smtp::{
    ClientName, Connection, Envelope, Failure, Login, Outcome, Permanence, Recipient, Reply, Role, Scope, Server,
    Submission, Timeouts, Trust, Verdict, Withheld,
};

/// Everything about the line letters go over.
#[derive(Debug)]
pub struct Line<'a> {
    /// The server.
    pub server: &'a Server,
    /// How this machine introduces itself.
    pub name: &'a ClientName,
    /// Who logs in, if anybody.
    pub login: Option<&'a Login>,
    /// Which certificates are believed.
    pub trust: &'a Trust,
    /// How long each step may take.
    pub timeouts: &'a Timeouts,
}

/// The letters of a run, and whether what becomes of them is written down.
pub enum Letters<'a, 'm> {
    /// In the outbox, where each stands as waiting under its key.
    Recorded(&'a mut Outbox, &'a [(&'m Mail, Key)]),
    /// Nowhere: a trial leaves no trace.
    Trial(&'a [&'m Mail]),
}

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
    /// The server may have it: the line broke after the end of the letter was written.
    InDoubt(String),
}

/// Why a run ended before all letters were tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// The account cannot send: wrong password, sender not allowed.
    Account(String),
    /// The server cannot be reached, or takes no more letters from this account for now.
    ForNow(String),
    /// The user asked to stop.
    Asked,
    /// The outbox cannot be written, so nothing more may be sent.
    Outbox(OutboxError),
}

impl Stopped {
    /// What the server or the line said.
    pub fn reason(&self) -> String {
        match self {
            Self::Account(reason) | Self::ForNow(reason) => reason.clone(),
            Self::Asked => "you asked to stop".to_owned(),
            Self::Outbox(error) => error.to_string(),
        }
    }
}

/// Hands over all letters in order; `tell` hears the fate of each. `stop` is asked before each one;
/// letters after a stop are left as they were. The time comes from `clock`.
pub fn deliver<'m>(
    line: &Line<'_>,
    letters: Letters<'_, 'm>,
    clock: &dyn Fn() -> Timestamp,
    stop: &dyn Fn() -> bool,
    mut tell: impl FnMut(&'m Mail, Fate),
) -> Option<Stopped> {
    let (outbox, mails): (_, Vec<(&Mail, Option<Key>)>) = match letters {
        Letters::Recorded(outbox, mails) => {
            (Some(outbox), mails.iter().map(|(mail, key)| (*mail, Some(*key))).collect())
        }
        Letters::Trial(mails) => (None, mails.iter().map(|mail| (*mail, None)).collect()),
    };
    let mut run = Run { line, connection: None, outbox, clock };
    let mut stopped: Option<Stopped> = None;
    for (mail, key) in mails {
        if stopped.is_none() && stop() {
            stopped = Some(Stopped::Asked);
        }
        if let Some(stopped) = &stopped {
            tell(mail, Fate::Untried(format!("not tried, because the run stopped: {}", stopped.reason())));
            continue;
        }
        let (fate, stop) = run.hand_over(mail, key.as_ref());
        stopped = stop;
        tell(mail, fate);
    }
    if let Some(connection) = run.connection {
        connection.quit();
    }
    stopped
}

/// A run under way.
struct Run<'a> {
    line: &'a Line<'a>,
    connection: Option<Connection>,
    outbox: Option<&'a mut Outbox>,
    clock: &'a dyn Fn() -> Timestamp,
}

impl Run<'_> {
    /// One letter, tried and written down.
    fn hand_over(&mut self, mail: &Mail, key: Option<&Key>) -> (Fate, Option<Stopped>) {
        let (result, stopped) = self.attempt(mail, key);
        let fate = match self.settle(mail, key, result) {
            Ok(fate) => fate,
            // What is known is told; the outbox will say "in doubt" where it had marked the end.
            Err((fate, error)) => return (fate, Some(Stopped::Outbox(error))),
        };
        (fate, stopped)
    }

    /// A line that broke before the letter's end, or that the server closed between two letters, says
    /// nothing about the letter: it is tried once more on a new line.
    fn attempt(&mut self, mail: &Mail, key: Option<&Key>) -> (Tried, Option<Stopped>) {
        const TRIES: usize = 2;
        let envelope = match Envelope::new(mail.sender.clone(), mail.to.clone(), mail.copies.clone()) {
            Ok(envelope) => envelope,
            Err(error) => return (Tried::Refused(error.to_string()), None),
        };
        let mut last = Tried::Later(String::new(), Scope::Letter);
        for _ in 0..TRIES {
            let mut ready = match self.connection.take().filter(Connection::is_usable) {
                Some(ready) => ready,
                None => match self.open() {
                    Ok(opened) => opened,
                    Err(failure) => return not_open(&failure),
                },
            };
            let mut mark = Mark::None;
            let submission = ready.submit(&envelope, &mail.bytes, &mut || {
                mark = self.mark(mail, key);
                if matches!(mark, Mark::Failed(_)) { Err(Withheld) } else { Ok(()) }
            });
            self.connection = Some(ready);
            if let Mark::Failed(error) = mark {
                let reason = format!("it was held back before its end: {error}");
                return (Tried::Later(reason, Scope::Session), Some(Stopped::Outbox(error)));
            }
            match read(submission) {
                Read::Done(tried) => return (tried, None),
                Read::Stop(stopped) => return (Tried::Later(stopped.reason(), Scope::Account), Some(stopped)),
                Read::Again(reason, scope) => last = Tried::Later(reason, scope),
            }
            if let (Mark::Written, Some(outbox), Some(key)) = (mark, self.outbox.as_deref_mut(), key)
                && let Err(error) = outbox.withdraw(key)
            {
                return (last, Some(Stopped::Outbox(error)));
            }
        }
        (last, None)
    }

    fn open(&self) -> Result<Connection, Failure> {
        let Line { server, name, login, trust, timeouts } = self.line;
        Connection::open(server, name, *login, trust, timeouts)
    }

    /// Marks durably that the end of a letter is about to be written.
    fn mark(&mut self, mail: &Mail, key: Option<&Key>) -> Mark {
        let (Some(outbox), Some(key)) = (self.outbox.as_deref_mut(), key) else { return Mark::None };
        match outbox.ending(&[(*key, stamp(mail))], (self.clock)()) {
            Ok(()) => Mark::Written,
            Err(error) => Mark::Failed(error),
        }
    }

    /// Writes down what came of a letter. Even where that fails, what came of it is known.
    fn settle(&mut self, mail: &Mail, key: Option<&Key>, tried: Tried) -> Result<Fate, (Fate, OutboxError)> {
        let now = (self.clock)();
        let recorded = self.outbox.as_deref_mut().zip(key);
        let attempts = match &recorded {
            Some((outbox, key)) => outbox
                .view()
                .get(key)
                .map(|entry| entry.map_or(0, |entry| entry.attempts + u32::from(entry.state == State::Waiting))),
            None => Ok(0),
        };
        let next = |scope| backoff::next_try(scope, attempts.as_ref().copied().unwrap_or(0), now);
        let (fate, answer) = match tried {
            Tried::Sent { reply, refused } => {
                let answer = Answer::Accepted(reply.to_string());
                (Fate::Sent { reply, refused }, answer)
            }
            Tried::Refused(reason) => (Fate::Refused(reason.clone()), Answer::Refused(reason)),
            Tried::Lost(reason) => (Fate::InDoubt(reason.clone()), Answer::Lost(reason)),
            Tried::Later(reason, scope) => {
                let next_try = next(scope);
                (Fate::Waiting { reason: reason.clone(), next_try }, Answer::Deferred { reason, next_try })
            }
        };
        let written = match recorded {
            Some((outbox, key)) => outbox.settle(key, &stamp(mail), &answer, now),
            None => Ok(()),
        };
        match written {
            Ok(()) => Ok(fate),
            Err(error) => Err((fate, error)),
        }
    }
}

fn stamp(mail: &Mail) -> Stamp {
    Stamp { message_id: mail.message_id.clone(), date: mail.date }
}

/// The durable mark of one submission.
enum Mark {
    /// It did not come so far, or nothing is written down.
    None,
    Written,
    Failed(OutboxError),
}

/// What one or two submissions led to.
enum Tried {
    Sent {
        reply: Reply,
        refused: Vec<(Email, Role, Reply)>,
    },
    Refused(String),
    /// Nobody has it; about what the trouble was.
    Later(String, Scope),
    Lost(String),
}

fn not_open(failure: &Failure) -> (Tried, Option<Stopped>) {
    let reason = failure.to_string();
    let stopped = match failure.scope() {
        Scope::Account => Stopped::Account(reason.clone()),
        _ if failure.is_permanent() => Stopped::Account(reason.clone()),
        _ => Stopped::ForNow(reason.clone()),
    };
    (Tried::Later(reason, failure.scope()), Some(stopped))
}

enum Read {
    Done(Tried),
    Again(String, Scope),
    Stop(Stopped),
}

fn read(submission: Submission) -> Read {
    match submission.outcome {
        Outcome::Accepted(reply) => Read::Done(Tried::Sent { reply, refused: refused(submission.recipients) }),
        Outcome::InDoubt(failure) => Read::Done(Tried::Lost(failure.to_string())),
        Outcome::Failed(failure) if failure.is_permanent() => Read::Done(Tried::Refused(failure.to_string())),
        Outcome::Failed(failure) => Read::Again(failure.to_string(), failure.scope()),
        Outcome::Refused(refusal) => {
            let reason = format!("{}: the server answered {}", refusal.phase, refusal.reply);
            let class = refusal.class();
            match (class.scope, class.permanence) {
                (Scope::Session, _) => Read::Again(reason, Scope::Session),
                (Scope::Account, Permanence::Permanent) => Read::Stop(Stopped::Account(reason)),
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
