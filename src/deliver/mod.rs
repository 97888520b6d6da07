//! Hands finished mails to a server over several connections, and tells the fate of each. "Sent" is
//! said only after the server took responsibility for the letter to the office's own address. A letter
//! is tried again only while it is certain that nobody has it, and its end is written only after the
//! outbox has marked that it will be.
//!
//! ```text
//! feed (a thread): makes the mails  ->  claims some hundreds with one sync  ->  desk
//! desk: a short queue, and the pace
//! hands (threads): each leads connections, which fetch letters at the desk; marks and answers are
//!     written through the ledger
//! ledger: one outbox, one commit for all that comes at the same time
//! the caller's thread: hears the fates
//! ```

mod backoff;
mod desk;
mod hand;
mod ledger;
mod pace;

use std::num::NonZero;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use jiff::Timestamp;

use crate::address::Email;
use crate::outbox::{Answer, Entry, Key, Note, Outbox, OutboxError, PutOff, Stamp, State};
use crate::render::mail::Mail;
use crate::smtp::{
    ClientName, Failure, Login, Outcome, Permanence, Recipient, Reply, Role, Scope, Server, Submission, Timeouts,
    Trouble, Trust, Verdict,
};
use desk::Desk;
pub use desk::REFUSALS_MOST;
use ledger::Ledger;
pub use pace::Pace;

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
    /// Connections at the same time; at least one.
    pub connections: usize,
}

/// A letter to be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The mail.
    pub mail: Mail,
    /// Its name in the outbox, where it stands as waiting; nothing for a trial, which leaves no trace.
    pub key: Option<Key>,
    /// Its line there, if that was just read.
    pub line: Option<Box<Entry>>,
    /// The row of the list it was made from.
    pub row: Option<u64>,
}

/// What the run does when the account's letters of the day are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOver {
    /// It ends; the same command goes on.
    Stop,
    /// It waits.
    Wait,
}

/// How letters are handed over, beyond the line.
pub struct Run<'a> {
    /// Where marks and answers are written down; nowhere for a trial.
    pub outbox: Option<&'a mut Outbox>,
    /// The account's name in the outbox.
    pub account: Option<Key>,
    /// How fast letters may go.
    pub pace: Pace,
    /// What is done when the day's letters are used up.
    pub day_over: DayOver,
    /// The time, by a clock that does not jump.
    pub clock: &'a (dyn Fn() -> Timestamp + Sync),
    /// Whether the user asked to stop. Letters in hand are finished.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// What the caller hears.
#[derive(Debug)]
pub enum Event {
    /// What became of a letter.
    Fate(Box<Job>, Fate),
    /// Some time passed, or no more is to be heard for a moment.
    Tick,
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

/// Letters that are claimed with one sync. After a power cut so many may be in doubt that were not sent.
const CLAIMED_TOGETHER: usize = 128;
/// Bytes of such letters, which may have pictures, that are held in memory.
const CLAIMED_BYTES: usize = 16 * 1024 * 1024;
/// How often the caller hears that time passes.
const TICK: Duration = Duration::from_millis(200);
/// How long the caller's thread lets fates gather where they come thick.
const PAUSE: Duration = Duration::from_millis(5);

/// Hands over the letters that `feed` makes, in about their order; `tell` hears the fate of each. `feed`
/// runs in a thread of its own and is given a function to hand a letter on; when that answers false,
/// no more are wanted. Letters after a stop are left as they were.
pub fn deliver(
    line: &Line<'_>,
    run: Run<'_>,
    feed: impl FnOnce(&mut dyn FnMut(Job) -> bool) + Send,
    mut tell: impl FnMut(Event),
) -> Option<Stopped> {
    let Run { outbox, account, pace, day_over, clock, stop } = run;
    let desk = Desk::new(pace, day_over, clock, stop);
    let ledger = outbox.map(|outbox| Ledger::new(outbox, clock));
    let is_free = desk.is_free();
    let opening = Mutex::new(0);
    let all = line.connections.max(1);
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    // The other cores make letters, or are the server's. Where the system cannot be asked which connection
    // has something to read, one would hold up the others.
    let hands = if is_free && cfg!(unix) { all.min((cores / 2).max(1)) } else { all };
    let alone = if hands == all { OnceLock::from(true) } else { OnceLock::new() };
    let shared = Shared { line, desk: &desk, ledger: ledger.as_ref(), account, is_free, clock, opening, hands, alone };
    std::thread::scope(|scope| {
        let (fates, told) = sync_channel(4096);
        for number in 0..all {
            let (shared, fates) = (&shared, fates.clone());
            scope.spawn(move || shared.hand(number, &fates));
        }
        drop(fates);
        let shared = &shared;
        scope.spawn(move || shared.feed(feed));
        loop {
            match told.recv_timeout(TICK) {
                Ok((job, fate)) => {
                    tell(Event::Fate(job, fate));
                    let more = told.try_iter().map(|(job, fate)| tell(Event::Fate(job, fate))).count();
                    tell(Event::Tick);
                    // Where many come, waking up for each of them costs as much as a letter.
                    if more > 0 {
                        std::thread::sleep(PAUSE);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    // An answer shall not wait for a server that is slow with the next letter.
                    if let Some(Err(error)) = shared.ledger.map(Ledger::flush) {
                        shared.desk.stop(Stopped::Outbox(error));
                    }
                    tell(Event::Tick);
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    let rested = ledger.as_ref().map_or(Ok(()), Ledger::rest);
    let (mut stopped, left) = desk.end();
    if let (None, Err(error)) = (&stopped, rested) {
        stopped = Some(Stopped::Outbox(error));
    }
    if let Some(stopped) = &stopped {
        for job in left {
            tell(Event::Fate(Box::new(job), untried(stopped)));
        }
    }
    stopped
}

/// The fate of a letter that a run which stopped did not come to.
pub fn untried(stopped: &Stopped) -> Fate {
    Fate::Untried(format!("not tried, because the run stopped: {}", stopped.reason()))
}

type Told = SyncSender<(Box<Job>, Fate)>;

/// What all connections share.
struct Shared<'a> {
    line: &'a Line<'a>,
    desk: &'a Desk<'a>,
    ledger: Option<&'a Ledger<'a>>,
    /// Whose letters are counted by the day.
    account: Option<Key>,
    /// Whether letters go as fast as they can.
    is_free: bool,
    clock: &'a (dyn Fn() -> Timestamp + Sync),
    /// How many connections are open. They are opened one by one, so that a wrong password is tried once.
    opening: Mutex<usize>,
    /// Threads that lead connections, where each may lead several.
    hands: usize,
    /// Whether each connection has a thread of its own, as soon as that is known.
    alone: OnceLock<bool>,
}

impl Shared<'_> {
    /// Hands letters to the desk, claimed some hundreds at a time; one by one where a pace holds them
    /// back, since a claim shall not be older than it must.
    fn feed(&self, feed: impl FnOnce(&mut dyn FnMut(Job) -> bool)) {
        let _watch = Watch(self.desk);
        let together = if self.is_free { CLAIMED_TOGETHER } else { 1 };
        let mut ready: Vec<Job> = Vec::with_capacity(together);
        let (mut first, mut bytes) = (true, 0);
        feed(&mut |job| {
            bytes += job.mail.bytes.len();
            ready.push(job);
            // The first goes at once, so that connections have something to do.
            if ready.len() < together && bytes < CLAIMED_BYTES && !first {
                return true;
            }
            (first, bytes) = (false, 0);
            self.pass_on(&mut ready)
        });
        self.pass_on(&mut ready);
        self.desk.close();
    }

    fn pass_on(&self, ready: &mut Vec<Job>) -> bool {
        let claims: Vec<(Key, Stamp)> = ready.iter().filter_map(|job| Some((job.key?, stamp(&job.mail)))).collect();
        if let Some(ledger) = self.ledger {
            ledger.recall(ready.iter_mut().filter_map(|job| job.line.take()).map(|line| *line));
        }
        // A letter alone is synced when its end is marked.
        if let Some(ledger) = self.ledger.filter(|_| claims.len() > 1)
            && let Err(error) = ledger.claim(&claims)
        {
            self.desk.stop(Stopped::Outbox(error));
            return false;
        }
        self.desk.put(std::mem::take(ready))
    }

    /// Writes down what came of a letter, and tells it.
    fn finish(&self, job: Box<Job>, tried: Tried, stopped: Option<Stopped>, fates: &Told) {
        if matches!(tried, Tried::Sent { .. } | Tried::Refused(_)) {
            self.desk.verdict(&job.mail.office, matches!(tried, Tried::Refused(_)));
        }
        let fate = match self.settle(&job, tried) {
            Ok(fate) => fate,
            // What is known is told; the outbox will say "in doubt" where it had marked the end.
            Err((fate, error)) => {
                self.desk.stop(Stopped::Outbox(error));
                fate
            }
        };
        if let Some(stopped) = stopped {
            self.desk.stop(stopped);
        }
        // Nobody listens any more only when the whole run is over.
        let _heard = fates.send((job, fate));
        self.desk.done();
    }

    /// Writes down what came of a letter. Even where that fails, what came of it is known.
    fn settle(&self, job: &Job, tried: Tried) -> Result<Fate, (Fate, OutboxError)> {
        let soon = |minutes: i64| {
            (self.clock)().checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX)
        };
        let (fate, answer) = match tried {
            Tried::Unmarked(reason) => return Ok(Fate::Waiting { reason, next_try: soon(1) }),
            Tried::Sent { reply, refused } => {
                let answer = Answer::Accepted(reply.to_string());
                (Fate::Sent { reply, refused }, answer)
            }
            Tried::Refused(reason) => (Fate::Refused(reason.clone()), Answer::Refused(reason)),
            Tried::Lost(reason) => (Fate::InDoubt(reason.clone()), Answer::Lost(reason)),
            Tried::Later(reason, scope) => {
                let waits = backoff::minutes(scope);
                let next_try = soon(waits.first().copied().unwrap_or_default());
                let what =
                    if matches!(scope, Scope::Letter | Scope::Target) { PutOff::Letter } else { PutOff::Everything };
                (Fate::Waiting { reason: reason.clone(), next_try }, Answer::Deferred { reason, waits, what })
            }
        };
        let (Some(ledger), Some(key)) = (self.ledger, job.key) else { return Ok(fate) };
        let note = Note::Answered(key, stamp(&job.mail), answer);
        if self.is_free && matches!(fate, Fate::Sent { .. }) {
            ledger.post(vec![note]);
            return Ok(fate);
        }
        match ledger.write(vec![note]) {
            Ok(mut written) => Ok(match (fate, written.pop().flatten()) {
                (Fate::Waiting { reason, .. }, Some(entry)) => match (entry.state, entry.next_try) {
                    (State::Waiting, Some(next_try)) => Fate::Waiting { reason, next_try },
                    _ => Fate::Refused(entry.reason),
                },
                (fate, _) => fate,
            }),
            Err(error) => Err((fate, error)),
        }
    }
}

/// Ends the run when the thread that holds it panics, so that the others do not wait for it.
struct Watch<'a>(&'a Desk<'a>);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop(Stopped::Asked);
        }
    }
}

fn stamp(mail: &Mail) -> Stamp {
    Stamp { message_id: mail.message_id.clone(), date: mail.date, addresses: Some(mail.addresses.clone()) }
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
    /// Nobody has it, and the outbox could not even mark it: so nothing more is written about it.
    Unmarked(String),
    Lost(String),
}

fn not_open(failure: &Failure) -> (Tried, Stopped) {
    let reason = failure.to_string();
    // 454 to a login is about a server that cannot look passwords up just now (RFC 4954 section 6).
    let stopped = if failure.is_permanent() {
        Stopped::Account { reason: reason.clone(), trouble: failure.trouble() }
    } else {
        Stopped::ForNow(reason.clone())
    };
    (Tried::Later(reason, failure.scope()), stopped)
}

enum Read {
    Done(Tried),
    Again(String, Scope),
    Stop(Stopped),
}

fn read(submission: Submission) -> Read {
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
