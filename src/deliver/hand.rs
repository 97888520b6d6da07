//! A thread and the connections it leads. Where letters go as fast as they can to a server nearby, it leads
//! several, each at another step of its letter: what they have to mark at the same time is one commit, and
//! to read an answer that is there costs less than to be woken for it.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::desk::{Next, recipients};
use super::fate::{Fate, Stopped};
use super::job::{Job, Line, stamp};
use super::ledger::{Ledger, lock};
use super::shared::{Shared, Told, Watch};
use super::tried::{Read, Tried, not_open, read};
use crate::outbox::{Note, OutboxError};
use crate::smtp::{Announced, Connection, Ended, Envelope, Phase, Progress, Scope, Submission, Written};

/// How soon a connection without a letter asks for one, while others have theirs.
const NAP: Duration = Duration::from_millis(2);
/// A server that takes longer to be ready for the first letter is not near. There the line is what one waits
/// for, not the processor, and opening one connection must not keep the letters of others waiting.
const NEAR: Duration = Duration::from_millis(10);
/// How long a server nearby may take to greet one more connection. Until then the letters of the others wait,
/// and perhaps the server for one of these; without it, they do with fewer.
const GREETING: Duration = Duration::from_secs(1);
/// For a shorter time than this a thread does not rest: it would be woken too late.
const BLINK: Duration = Duration::from_micros(50);
/// Letters of more bytes have a thread each: one must not wait until another is through the line.
const SMALL: usize = 64 * 1024;

/// One connection, if it is open, and its letter.
#[derive(Default)]
struct Lane {
    connection: Option<Connection>,
    letter: Option<(Attempt, Step)>,
    /// The server takes fewer connections.
    closed: bool,
}

/// A letter under way.
struct Attempt {
    job: Box<Job>,
    /// What came of the first try, if this is the second.
    before: Option<Tried>,
}

enum Step {
    Announced(Announced),
    Written(Written),
    Ended(Ended),
}

impl Lane {
    /// Its connection, as long as there is a letter on it, and when that goes on without an answer.
    fn busy(&self) -> Option<(&Connection, Instant)> {
        let (_, step) = self.letter.as_ref()?;
        let deadline = match step {
            Step::Announced(announced) => announced.deadline(),
            Step::Written(written) => written.due(),
            Step::Ended(ended) => ended.deadline(),
        };
        Some((self.connection.as_ref()?, deadline))
    }
}

impl Shared<'_> {
    /// Leads connections from their first letter to their last. `number` counts the threads from 0.
    pub(super) fn hand(&self, number: usize, fates: &Told) {
        let _watch = Watch(self.desk);
        // One thread for each connection may be wanted. That is known when the first one is open.
        if number >= self.hands && !self.alone.wait() {
            return;
        }
        let _known = Known(&self.alone);
        let mut lanes = vec![Lane::default()];
        loop {
            self.load(&mut lanes, fates);
            if lanes.iter().all(|lane| lane.letter.is_none()) {
                break;
            }
            let width = self.width(number);
            if lanes.len() < width {
                lanes.resize_with(width, Lane::default);
                continue;
            }
            let ready = ready(&lanes);
            self.advance(&mut lanes, &ready, fates);
        }
        for connection in lanes.into_iter().filter_map(|lane| lane.connection) {
            connection.quit();
        }
    }

    /// How many connections this thread leads, as far as is known.
    fn width(&self, number: usize) -> usize {
        match self.alone.get() {
            Some(false) => {
                let all = self.line.connections;
                all / self.hands + usize::from(number < all % self.hands)
            }
            Some(true) | None => 1,
        }
    }

    /// Gives a letter to each connection that has none. Waits for one where all have none; afterwards
    /// there is none if nothing more is to be done.
    fn load(&self, lanes: &mut [Lane], fates: &Told) {
        loop {
            for lane in &mut *lanes {
                while self.is_free && lane.letter.is_none() && !lane.closed {
                    match self.desk.next(false) {
                        Some(Next::Letter(job)) => self.begin(lane, job, None, fates),
                        Some(Next::NotNow(job, why)) => self.put_back(job, why, fates),
                        Some(Next::End) | None => break,
                    }
                }
            }
            if lanes.iter().any(|lane| lane.letter.is_some()) {
                return;
            }
            let Some(lane) = lanes.iter_mut().find(|lane| !lane.closed) else { return };
            // What was posted is written down before this thread rests.
            if let Some(Err(error)) = self.ledger.map(Ledger::flush) {
                self.desk.stop(Stopped::Outbox(error));
            }
            match self.desk.next(true) {
                Some(Next::Letter(job)) => self.begin(lane, job, None, fates),
                Some(Next::NotNow(job, why)) => self.put_back(job, why, fates),
                Some(Next::End) | None => return,
            }
        }
    }

    /// A letter that is not to be tried in this run.
    fn put_back(&self, job: Box<Job>, why: String, fates: &Told) {
        self.desk.done();
        if let (Some(ledger), Some(key)) = (self.ledger, job.key) {
            ledger.release(&[key]);
        }
        let _heard = fates.send((job, Fate::HeldBack(why)));
    }

    /// Announces a letter on a connection, which is opened if it must be. `before` is what came of its
    /// first try: a line that broke before the letter's end, or that the server closed between two
    /// letters, says nothing about the letter, so it is tried once more on a new line.
    fn begin(&self, lane: &mut Lane, job: Box<Job>, before: Option<Tried>, fates: &Told) {
        let mail = &job.mail;
        let envelope = match Envelope::new(mail.sender.clone(), mail.to.clone(), mail.copies.clone()) {
            Ok(envelope) => envelope,
            Err(error) => return self.finish(job, Tried::Refused(error.to_string()), None, fates),
        };
        if lane.connection.as_ref().is_none_or(|ready| !ready.is_usable()) {
            self.lost(&mut lane.connection);
            match self.open(mail.bytes.len()) {
                Ok(opened) => lane.connection = Some(opened),
                // Others go on.
                Err(None) => {
                    lane.closed = true;
                    return match before {
                        Some(before) => self.finish(job, before, None, fates),
                        None => self.desk.give_back(job),
                    };
                }
                Err(Some((tried, stopped))) => return self.finish(job, tried, Some(stopped), fates),
            }
        }
        let Some(connection) = lane.connection.as_mut() else { return self.desk.give_back(job) };
        match connection.announce(envelope, &mail.bytes) {
            Ok(announced) => lane.letter = Some((Attempt { job, before }, Step::Announced(announced))),
            Err(submission) => self.judge(lane, Attempt { job, before }, false, submission, fates),
        }
    }

    /// Goes on with the letters whose servers have answered, or had time to break off.
    fn advance(&self, lanes: &mut [Lane], ready: &[bool], fates: &Told) {
        let mut written: Vec<(usize, Attempt, Written)> = Vec::new();
        for (at, lane) in lanes.iter_mut().enumerate().filter(|(at, _)| ready.get(*at) == Some(&true)) {
            let (Some((attempt, step)), Some(connection)) = (lane.letter.take(), lane.connection.as_mut()) else {
                continue;
            };
            match step {
                Step::Announced(announced) => match connection.hear(announced) {
                    Ok(Progress::Written(text)) if text.due() <= Instant::now() + BLINK => {
                        written.push((at, attempt, text));
                    }
                    Ok(Progress::Written(text)) => lane.letter = Some((attempt, Step::Written(text))),
                    Ok(Progress::Announced(announced)) => lane.letter = Some((attempt, Step::Announced(announced))),
                    Err(submission) => self.judge(lane, attempt, false, submission, fates),
                },
                Step::Written(text) => match connection.look(text) {
                    Ok(text) => written.push((at, attempt, text)),
                    Err(submission) => self.judge(lane, attempt, false, submission, fates),
                },
                Step::Ended(ended) => {
                    let submission = connection.answer(ended);
                    self.judge(lane, attempt, true, submission, fates);
                }
            }
        }
        let marks = self.mark(&written);
        for ((at, attempt, text), mark) in written.into_iter().zip(marks) {
            let lane = &mut lanes[at];
            let Some(connection) = lane.connection.as_mut() else { continue };
            match mark {
                // At once: if the program is killed between mark and end, the letter is in doubt.
                Ok(()) => match connection.end(text) {
                    Ok(ended) => lane.letter = Some((attempt, Step::Ended(ended))),
                    Err(submission) => self.judge(lane, attempt, true, submission, fates),
                },
                Err(error) => {
                    let _withheld = connection.withhold(text);
                    let reason = format!("it was held back before its end: {error}");
                    self.finish(attempt.job, Tried::Unmarked(reason), Some(Stopped::Outbox(error)), fates);
                }
            }
        }
    }

    /// Marks durably that the ends of these letters are about to be written; a trial leaves no trace.
    fn mark(&self, written: &[(usize, Attempt, Written)]) -> Vec<Result<(), OutboxError>> {
        let Some(ledger) = self.ledger.filter(|_| !written.is_empty()) else {
            return written.iter().map(|_| Ok(())).collect();
        };
        let notes = written.iter().map(|(_, Attempt { job, .. }, _)| {
            let Some(key) = job.key else { return Vec::new() };
            let spent = self.account.map(|account| Note::Spent { account, recipients: recipients(&job.mail) });
            std::iter::once(Note::Ending(key, stamp(&job.mail))).chain(spent).collect()
        });
        ledger.write_each(notes.collect()).into_iter().map(|mark| mark.map(drop)).collect()
    }

    /// What came of a letter: it is settled, or tried once more. `marked` if its end was to be written.
    fn judge(&self, lane: &mut Lane, attempt: Attempt, marked: bool, submission: Submission, fates: &Told) {
        let Attempt { job, before } = attempt;
        let last = match read(submission) {
            Read::Done(tried) => return self.finish(job, tried, None, fates),
            Read::Stop(stopped) => {
                let tried = Tried::Later(stopped.reason(), Scope::Account);
                return self.finish(job, tried, Some(stopped), fates);
            }
            Read::Again(reason, scope) => Tried::Later(reason, scope),
        };
        if let (true, Some(ledger), Some(key)) = (marked, self.ledger, job.key)
            && let Err(error) = ledger.write(vec![Note::Withdrawn(key)])
        {
            return self.finish(job, last, Some(Stopped::Outbox(error)), fates);
        }
        match before {
            None => self.begin(lane, job, Some(last), fates),
            Some(_) => self.finish(job, last, None, fates),
        }
    }

    /// Notes that a connection is gone.
    fn lost(&self, connection: &mut Option<Connection>) {
        if connection.take().is_some() {
            *lock(&self.opening) -= 1;
        }
    }

    /// Opens a connection, first for a letter of so many bytes. Nothing, where the run has stopped meanwhile
    /// or does with fewer: a server that takes some connections and no more is no reason to stop.
    fn open(&self, bytes: usize) -> Result<Connection, Option<(Tried, Stopped)>> {
        let mut open = lock(&self.opening);
        if self.desk.is_stopped() {
            return Err(None);
        }
        let Line { server, name, login, trust, timeouts, .. } = self.line;
        let mut timeouts = **timeouts;
        if *open > 0 && self.alone.get() == Some(&false) {
            timeouts.connect = timeouts.connect.min(GREETING);
            timeouts.greeting = timeouts.greeting.min(GREETING);
        }
        let began = Instant::now();
        match Connection::open(server, name, *login, trust, &timeouts) {
            Ok(opened) => {
                *open += 1;
                let is_near = began.elapsed() < NEAR;
                self.alone.get_or_init(|| !is_near || bytes > SMALL);
                Ok(opened)
            }
            // Some servers say 554 to one connection too many.
            Err(failure) if *open > 0 && (failure.phase == Phase::Greeting || !failure.is_permanent()) => Err(None),
            Err(failure) => {
                let (tried, stopped) = not_open(&failure);
                // Before another connection tries the same.
                self.desk.stop(stopped.clone());
                Err(Some((tried, stopped)))
            }
        }
    }
}

/// Where a thread ends without having learned whether each connection wants one, those that wait for it are
/// let go.
struct Known<'a>(&'a OnceLock<bool>);

impl Drop for Known<'_> {
    fn drop(&mut self) {
        self.0.get_or_init(|| true);
    }
}

/// Whose servers have answered, or were silent for as long as that is waited for. Waits for one of them; not
/// long, where a connection has no letter.
fn ready(lanes: &[Lane]) -> Vec<bool> {
    let busy: Vec<(&Connection, Instant)> = lanes.iter().filter_map(Lane::busy).collect();
    let idle = lanes.iter().any(|lane| lane.letter.is_none() && !lane.closed);
    let is_written = |lane: &Lane| matches!(lane.letter, Some((_, Step::Written(_))));
    if busy.len() == 1 && !idle && !lanes.iter().any(is_written) {
        // It waits while it reads.
        return lanes.iter().map(|lane| lane.letter.is_some()).collect();
    }
    let late = busy.iter().map(|(_, deadline)| *deadline).min();
    let soon = idle.then(|| Instant::now() + NAP);
    let until = late.into_iter().chain(soon).min().unwrap_or_else(Instant::now);
    let connections: Vec<&Connection> = busy.iter().map(|(connection, _)| *connection).collect();
    let mut answered = Connection::wait(&connections, until).into_iter();
    let now = Instant::now();
    let ready = lanes
        .iter()
        .map(|lane| lane.busy().is_some_and(|(_, deadline)| answered.next().unwrap_or_default() || deadline <= now));
    ready.collect()
}
