//! One letter: sender and recipients, the text, the final dot, the verdict.
//!
//! A letter is accepted only when the server took an address of the office *and* answered 2yz after
//! the end of the letter. A refused office stops the letter even if the server admitted the campaign's
//! copy; a refused copy does not. The end goes out by itself, after the text and after the caller's
//! mark that it comes, which keeps the time in which a crash leaves doubt as short as possible.
//! That costs no round trip: `TCP_NODELAY` is on.

use std::time::{Duration, Instant};

use lettre::transport::smtp::commands::Rset;

use super::body::{Body, END};
use super::connection::{Connection, PAUSE};
use super::failure::{Cause, Failure};
use super::offers::Size;
use super::phase::Phase;
use super::reply::Reply;
use super::scope::{Class, Permanence, Scope, Trouble, classify, trouble};
use crate::address::Email;

/// The reply to DATA that asks for the text.
const GO_AHEAD: u16 = 354;
/// "Service not available, closing transmission channel."
const CLOSING: u16 = 421;

/// How long to read for a reply whose time is up already.
const LATE: Duration = Duration::from_millis(100);

/// A server that answers quickly also reads quickly. Once its speed is known, the pause before a letter's end
/// lasts as long as this many answers.
const TURNS: u32 = 2;
/// Each letter shortens the pause by one part in this many.
const LEARNING: u32 = 16;

/// Why a recipient gets the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The address is the office's own.
    Office,
    /// The address gets a copy, such as the campaign's.
    Copy,
}

/// The sender and the recipients: no address twice, and at least one of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    from: Email,
    recipients: Vec<(Email, Role)>,
}

/// The letter has no recipient but its copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the letter has no address of an office")]
pub struct NoOfficeAddress;

impl Envelope {
    /// Merges addresses that name the same mailbox; the office's role wins.
    pub fn new(from: Email, office: Vec<Email>, copies: Vec<Email>) -> Result<Self, NoOfficeAddress> {
        if office.is_empty() {
            return Err(NoOfficeAddress);
        }
        let with_role = |emails: Vec<Email>, role| emails.into_iter().map(move |email| (email, role));
        let mut recipients: Vec<(Email, Role)> = Vec::with_capacity(office.len() + copies.len());
        for (email, role) in with_role(office, Role::Office).chain(with_role(copies, Role::Copy)) {
            if !recipients.iter().any(|(known, _)| known.is_same_mailbox(&email)) {
                recipients.push((email, role));
            }
        }
        Ok(Self { from, recipients })
    }
}

/// The server's answer to one recipient, before the letter itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The server takes letters for this address. Only [`SubmissionOutcome`] says whether it took this one.
    Admitted,
    /// The server does not take letters for this address.
    Refused(Reply),
    /// The dialogue ended before the answer.
    NotAsked,
}

/// One recipient and its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address.
    pub email: Email,
    /// Whether the address is the office's or a copy.
    pub role: Role,
    /// The server's answer.
    pub verdict: Verdict,
}

/// A refusal that proves that nobody has the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The step that the server refused.
    pub phase: Phase,
    /// The server's words.
    pub reply: Reply,
}

impl Refusal {
    /// What the refusal is about, and whether waiting helps.
    pub fn class(&self) -> Class {
        classify(self.phase, &self.reply)
    }

    /// What the sender's side can put right, if the refusal is about that.
    pub fn trouble(&self) -> Option<Trouble> {
        trouble(self.phase, &self.reply)
    }
}

/// What became of the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmissionOutcome {
    /// The server has taken responsibility for the letter, towards every recipient that it admitted.
    Accepted(Reply),
    /// The server refused the letter, and nobody has it.
    Refused(Refusal),
    /// The dialogue broke before the end of the letter went out, and nobody has the letter.
    Failed(Failure),
    /// The dialogue broke after that: the server may have accepted the letter. Nobody may send it again
    /// before a person has found out.
    InDoubt(Failure),
}

/// The one place where a failure becomes an outcome.
impl From<Failure> for SubmissionOutcome {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure { phase, cause: Cause::Refused(reply) } => Self::Refused(Refusal { phase, reply }),
            failure if failure.in_doubt() => Self::InDoubt(failure),
            failure => Self::Failed(failure),
        }
    }
}

/// The result of one letter's dialogue.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Every recipient of the envelope, in its order.
    pub recipients: Vec<Recipient>,
    /// What became of the letter.
    pub outcome: SubmissionOutcome,
}

/// A letter whose sender and recipients the server has not fully answered yet.
#[derive(Debug)]
pub struct Announced(Flight);

/// How far an announced letter has come.
#[derive(Debug)]
pub enum Progress {
    /// The server has not answered everything yet.
    Announced(Announced),
    /// The server takes the letter, and the text has gone out.
    Written(Written),
}

/// A letter of which only the end is missing.
#[derive(Debug)]
pub struct Written(Flight);

/// A letter whose end has gone out. It is in doubt until the server answers.
#[derive(Debug)]
pub struct Ended(Flight);

impl Announced {
    /// When to give up on a silent server.
    pub fn deadline(&self) -> Instant {
        self.0.deadline
    }
}

impl Written {
    /// When to write the end. A server that breaks off while it reads the text mostly shows that before.
    pub fn due(&self) -> Instant {
        self.0.deadline
    }
}

impl Ended {
    /// When to give up on a silent server.
    pub fn deadline(&self) -> Instant {
        self.0.deadline
    }
}

/// A letter on its way.
#[derive(Debug)]
struct Flight {
    envelope: Envelope,
    body: Body,
    heard: Heard,
    /// When the last commands went out.
    asked: Instant,
    /// Until when the next reply must begin; between text and end, when to write the end.
    deadline: Instant,
}

impl Flight {
    fn failed(self, failure: Failure) -> Submission {
        Submission { recipients: self.heard.verdicts(self.envelope), outcome: failure.into() }
    }
}

/// The replies heard so far, in the order of the commands.
#[derive(Debug, Default)]
struct Heard {
    mail: Option<Reply>,
    recipients: Vec<Reply>,
    data: Option<Reply>,
}

impl Connection {
    /// Names sender and recipients, and asks to send the text; without PIPELINING, names the sender only.
    /// `letter` must be 7-bit with CRLF line ends, or the letter fails here, unsent. The error of this step and
    /// of each later one says what became of the letter.
    ///
    /// The steps of a letter are `announce`, [`hear`](Self::hear) until the text is written, [`look`](Self::look),
    /// the caller's mark, [`end`](Self::end) and [`answer`](Self::answer). A caller with several
    /// connections learns from [`wait`](Self::wait) which of them have something to read.
    pub fn announce(&mut self, envelope: Envelope, letter: &[u8]) -> Result<Announced, Submission> {
        let before = Failure::at(Phase::Between);
        let heard = Heard::default();
        let body = match Body::new(letter) {
            Ok(body) => body,
            Err(defect) => {
                let outcome = before(Cause::Defect(defect)).into();
                return Err(Submission { recipients: heard.verdicts(envelope), outcome });
            }
        };
        let now = Instant::now();
        let flight = Flight { envelope, body, heard, asked: now, deadline: now + self.timeouts.command };
        if let Size::AtMost(limit) = self.offers.size
            && flight.body.size() > limit
        {
            return Err(flight.failed(before(Cause::MessageTooLarge { limit })));
        }
        if !self.usable {
            return Err(flight.failed(before(Cause::Lost)));
        }
        // RFC 2920 section 3.1: one write; then read and count every reply, whatever the ones before it were.
        let together = if self.offers.pipelining { usize::MAX } else { 1 };
        let group: String = self.commands(&flight).take(together).collect();
        let asked = self
            .expect_silence(Phase::Between)
            .and_then(|()| self.wire.send(group.as_bytes(), self.timeouts.command).map_err(Failure::at(Phase::Mail)));
        match asked {
            Ok(()) => Ok(Announced(flight)),
            Err(failure) => {
                self.cut();
                Err(flight.failed(failure))
            }
        }
    }

    /// Waits for replies to an announcement, reads those that have come, and writes the text after the last.
    pub fn hear(&mut self, announced: Announced) -> Result<Progress, Submission> {
        let mut flight = announced.0;
        match self.hear_some(&mut flight) {
            Ok(true) => {}
            Ok(false) => return Ok(Progress::Announced(Announced(flight))),
            Err(failure) => {
                self.cut();
                return Err(flight.failed(failure));
            }
        }
        if let Some(failure) = flight.heard.refusal(&flight.envelope) {
            // If the dialogue went wrong, not the letter, RSET need not set it right.
            if failure.scope() == Scope::Session {
                self.cut();
            } else {
                self.abandon(&flight.heard);
            }
            return Err(flight.failed(failure));
        }
        let sent = flight.body.blocks().try_for_each(|block| self.wire.send(block, self.timeouts.block));
        if let Err(cause) = sent {
            self.cut();
            return Err(flight.failed(Failure { phase: Phase::Body, cause }));
        }
        let at_least = self.turn.saturating_mul(TURNS);
        self.pause = self.pause.saturating_sub(self.pause / LEARNING).max(at_least).min(PAUSE);
        flight.deadline = Instant::now() + self.pause;
        Ok(Progress::Written(Written(flight)))
    }

    /// Cuts the connection, so that the letter never gets its end. The caller knows why.
    pub fn withhold(&mut self, written: Written) -> Submission {
        self.cut();
        written.0.failed(Failure { phase: Phase::Body, cause: Cause::Withheld })
    }

    /// Checks that the server has neither broken off during the text nor spoken out of turn.
    pub fn look(&mut self, written: Written) -> Result<Written, Submission> {
        match self.expect_silence(Phase::Body) {
            Ok(()) => Ok(written),
            Err(failure) => {
                self.cut();
                Err(written.0.failed(failure))
            }
        }
    }

    /// Writes the end of a letter, the final dot. Call it only once the mark that it comes is committed.
    pub fn end(&mut self, written: Written) -> Result<Ended, Submission> {
        // A 250 that comes before the end does not answer it, and a connection that broke before the end
        // leaves no doubt.
        let mut flight = self.look(written)?.0;
        // From here on every failure leaves doubt, also a failed write: some of it may have arrived.
        if let Err(cause) = self.wire.send(END, self.timeouts.block) {
            self.cut();
            return Err(flight.failed(Failure { phase: Phase::FinalDot, cause }));
        }
        flight.deadline = Instant::now() + self.timeouts.final_dot;
        Ok(Ended(flight))
    }

    /// Reads the answer to the end of a letter.
    pub fn answer(&mut self, ended: Ended) -> Submission {
        let flight = ended.0;
        let failure = match self.hear_by(Phase::FinalDot, flight.deadline) {
            Ok(reply) if reply.is_positive() => {
                let recipients = flight.heard.verdicts(flight.envelope);
                return Submission { recipients, outcome: SubmissionOutcome::Accepted(reply) };
            }
            Ok(reply) => Failure { phase: Phase::FinalDot, cause: Cause::Refused(reply) },
            Err(failure) => failure,
        };
        // After a refused end the connection is still good, unless the server says goodbye. RFC 5321 section
        // 4.1.1.4 has the server forget the transaction, but Postfix keeps it after
        // `smtpd_end_of_data_restrictions` and refuses the next MAIL as nested.
        if matches!(&failure.cause, Cause::Refused(reply) if reply.code != CLOSING) {
            self.reset();
        } else {
            self.cut();
        }
        flight.failed(failure)
    }

    /// MAIL, every RCPT, and DATA (RFC 5321 section 4.1.1). No [`Email`] contains a line break.
    fn commands<'f>(&self, flight: &'f Flight) -> impl Iterator<Item = String> + use<'f> {
        let Envelope { from, recipients } = &flight.envelope;
        let mail = match self.offers.size {
            Size::NotOffered => format!("MAIL FROM:<{from}>\r\n"),
            Size::NoLimit | Size::AtMost(_) => format!("MAIL FROM:<{from}> SIZE={}\r\n", flight.body.size()),
        };
        let recipients = recipients.iter().map(|(email, _)| format!("RCPT TO:<{email}>\r\n"));
        std::iter::once(mail).chain(recipients).chain(std::iter::once_with(|| "DATA\r\n".to_owned()))
    }

    /// Reads the replies to MAIL, every RCPT and DATA that have come, at least one. Returns whether these were
    /// the last. Without PIPELINING, writes the next command after each reply, until a reply stops the letter.
    fn hear_some(&mut self, flight: &mut Flight) -> Result<bool, Failure> {
        loop {
            let phase = flight.heard.awaits(&flight.envelope);
            let reply = self.hear_by(phase, flight.deadline)?;
            match phase {
                Phase::Mail => flight.heard.mail = Some(reply),
                Phase::Rcpt => flight.heard.recipients.push(reply),
                _ => {
                    flight.heard.data = Some(reply);
                    self.turn = self.turn.min(flight.asked.elapsed());
                    return Ok(true);
                }
            }
            let next = flight.heard.awaits(&flight.envelope);
            if !self.offers.pipelining {
                // Another address of the office may still be admitted, so ask for all recipients.
                let is_refused = next == Phase::Data && flight.heard.refusal(&flight.envelope).is_some();
                if is_refused || !flight.heard.mail.as_ref().is_some_and(Reply::is_positive) {
                    return Ok(true);
                }
                let command = self.commands(flight).nth(1 + flight.heard.recipients.len()).unwrap_or_default();
                self.wire.send(command.as_bytes(), self.timeouts.command).map_err(Failure::at(next))?;
                flight.asked = Instant::now();
            }
            flight.deadline = Instant::now() + self.patience(next);
            if !self.wire.has_unread().map_err(Failure::at(next))? {
                return Ok(false);
            }
        }
    }

    /// Ends a letter that the server refused before its text, and keeps the connection if that is safe.
    fn abandon(&mut self, heard: &Heard) {
        // The server waits for a text. A lone dot would deliver an empty letter to an admitted copy, so cut
        // the connection.
        if heard.data.as_ref().is_some_and(|reply| reply.code == GO_AHEAD) {
            return self.cut();
        }
        self.reset();
    }

    /// Makes the server forget a letter that it did not take.
    fn reset(&mut self) {
        if !self.ask(Phase::Between, &Rset.to_string()).is_ok_and(|reply| reply.is_positive()) {
            self.cut();
        }
    }

    fn ask(&mut self, phase: Phase, line: &str) -> Result<Reply, Failure> {
        self.wire.send(line.as_bytes(), self.timeouts.command).map_err(Failure::at(phase))?;
        self.hear_next(phase)
    }

    fn hear_next(&mut self, phase: Phase) -> Result<Reply, Failure> {
        self.hear_by(phase, Instant::now() + self.patience(phase))
    }

    fn patience(&self, phase: Phase) -> Duration {
        match phase {
            Phase::Data => self.timeouts.data,
            Phase::FinalDot => self.timeouts.final_dot,
            _ => self.timeouts.command,
        }
    }

    /// The next reply, if it is the expected one or a refusal.
    fn hear_by(&mut self, phase: Phase, deadline: Instant) -> Result<Reply, Failure> {
        // A worker with several connections may come late; read what has come all the same.
        let deadline = deadline.max(Instant::now() + LATE);
        let reply = Reply::from(self.wire.receive_by(deadline).map_err(Failure::at(phase))?);
        let fits = if phase == Phase::Data { reply.code == GO_AHEAD } else { reply.is_positive() };
        let cause = match reply.code {
            // No other reply follows this one (RFC 5321 section 3.8).
            CLOSING => Cause::Refused(reply),
            _ if fits || reply.is_refusal() => return Ok(reply),
            _ => Cause::Unexpected(reply),
        };
        Err(Failure { phase, cause })
    }

    fn expect_silence(&mut self, phase: Phase) -> Result<(), Failure> {
        if !self.wire.has_unread().map_err(Failure::at(phase))? {
            return Ok(());
        }
        let reply = self.hear_next(phase)?;
        let cause = if reply.is_refusal() { Cause::Refused(reply) } else { Cause::OutOfStep };
        Err(Failure { phase, cause })
    }
}

impl Heard {
    /// Which reply comes next, if those to all commands come.
    fn awaits(&self, envelope: &Envelope) -> Phase {
        if self.mail.is_none() {
            Phase::Mail
        } else if self.recipients.len() < envelope.recipients.len() {
            Phase::Rcpt
        } else {
            Phase::Data
        }
    }

    /// Why the letter cannot go, so far as is known. Of several refused offices the one counts that
    /// stops most: the account or session first, then one that may yet be reached.
    fn refusal(&self, envelope: &Envelope) -> Option<Failure> {
        let refused = |phase, reply: &Reply| Some(Failure { phase, cause: Cause::Refused(reply.clone()) });
        if let Some(reply) = self.mail.as_ref().filter(|reply| reply.is_refusal()) {
            return refused(Phase::Mail, reply);
        }
        let asked = envelope.recipients.iter().zip(&self.recipients);
        let office: Vec<&Reply> =
            asked.filter(|((_, role), _)| *role == Role::Office).map(|(_, reply)| reply).collect();
        if office.iter().all(|reply| !reply.is_positive()) {
            let weight = |reply: &&&Reply| match classify(Phase::Rcpt, reply) {
                Class { scope: Scope::Account | Scope::Session, .. } => 0,
                Class { permanence: Permanence::Temporary, .. } => 1,
                Class { permanence: Permanence::Permanent, .. } => 2,
            };
            return office.iter().min_by_key(weight).and_then(|reply| refused(Phase::Rcpt, reply));
        }
        self.data.as_ref().filter(|reply| reply.is_refusal()).and_then(|reply| refused(Phase::Data, reply))
    }

    fn verdicts(self, envelope: Envelope) -> Vec<Recipient> {
        // Behind a refused MAIL every RCPT is refused for being out of place.
        let heard = if self.mail.is_some_and(|reply| reply.is_positive()) { self.recipients } else { Vec::new() };
        let verdicts = heard
            .into_iter()
            .map(|reply| if reply.is_positive() { Verdict::Admitted } else { Verdict::Refused(reply) })
            .chain(std::iter::repeat(Verdict::NotAsked));
        envelope
            .recipients
            .into_iter()
            .zip(verdicts)
            .map(|((email, role), verdict)| Recipient { email, role, verdict })
            .collect()
    }
}
