//! Hands finished mails to a server, one after another over one connection, and tells the fate of
//! each. "Sent" is said only after the server took responsibility for the letter to the office's
//! own address. A letter is tried again only while it is certain that nobody has it.

use crate::address::Email;
use crate::render::mail::Mail;
use crate::smtp::{
    ClientName, Connection, Envelope, Failure, Login, Outcome, Permanence, Recipient, Reply, Role, Scope, Server,
    Submission, Timeouts, Trust, Verdict,
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
    Waiting(String),
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
}

impl Stopped {
    /// What the server or the line said.
    pub fn reason(&self) -> &str {
        match self {
            Self::Account(reason) | Self::ForNow(reason) => reason,
            Self::Asked => "you asked to stop",
        }
    }
}

/// Hands over all mails in order; `tell` hears the fate of each. `stop` is asked before each letter;
/// letters after a stop are waiting.
pub fn deliver<'m>(
    line: &Line<'_>,
    mails: impl IntoIterator<Item = &'m Mail>,
    stop: &dyn Fn() -> bool,
    mut tell: impl FnMut(&'m Mail, Fate),
) -> Option<Stopped> {
    let mut connection = None;
    let mut stopped: Option<Stopped> = None;
    for mail in mails {
        if stopped.is_none() && stop() {
            stopped = Some(Stopped::Asked);
        }
        if let Some(stopped) = &stopped {
            tell(mail, Fate::Waiting(format!("not tried, because the run stopped: {}", stopped.reason())));
            continue;
        }
        let (fate, stop) = hand_over(line, &mut connection, mail);
        stopped = stop;
        tell(mail, fate);
    }
    if let Some(connection) = connection {
        connection.quit();
    }
    stopped
}

/// One letter. A line that broke before the letter's end, or that the server closed between two
/// letters, says nothing about the letter: it is tried once more on a new line.
fn hand_over(line: &Line<'_>, connection: &mut Option<Connection>, mail: &Mail) -> (Fate, Option<Stopped>) {
    const TRIES: usize = 2;
    let envelope = match Envelope::new(mail.sender.clone(), mail.to.clone(), mail.copies.clone()) {
        Ok(envelope) => envelope,
        Err(error) => return (Fate::Refused(error.to_string()), None),
    };
    let mut last = String::new();
    for _ in 0..TRIES {
        let mut ready = match connection.take().filter(Connection::is_usable) {
            Some(ready) => ready,
            None => match Connection::open(line.server, line.name, line.login, line.trust, line.timeouts) {
                Ok(opened) => opened,
                Err(failure) => return not_open(&failure),
            },
        };
        let submission = ready.submit(&envelope, &mail.bytes, &mut || Ok(()));
        *connection = Some(ready);
        match read(submission) {
            Read::Done(fate) => return (fate, None),
            Read::Stop(stopped) => return (Fate::Waiting(stopped.reason().to_owned()), Some(stopped)),
            Read::Again(reason) => last = reason,
        }
    }
    (Fate::Waiting(last), None)
}

fn not_open(failure: &Failure) -> (Fate, Option<Stopped>) {
    let reason = failure.to_string();
    let stopped = match failure.scope() {
        Scope::Account => Stopped::Account(reason.clone()),
        _ if failure.is_permanent() => Stopped::Account(reason.clone()),
        _ => Stopped::ForNow(reason.clone()),
    };
    (Fate::Waiting(reason), Some(stopped))
}

enum Read {
    Done(Fate),
    Again(String),
    Stop(Stopped),
}

fn read(submission: Submission) -> Read {
    match submission.outcome {
        Outcome::Accepted(reply) => Read::Done(Fate::Sent { reply, refused: refused(submission.recipients) }),
        Outcome::InDoubt(failure) => Read::Done(Fate::InDoubt(failure.to_string())),
        Outcome::Failed(failure) if failure.is_permanent() => Read::Done(Fate::Refused(failure.to_string())),
        Outcome::Failed(failure) => Read::Again(failure.to_string()),
        Outcome::Refused(refusal) => {
            let reason = format!("{}: the server answered {}", refusal.phase, refusal.reply);
            let class = refusal.class();
            match (class.scope, class.permanence) {
                (Scope::Session, _) => Read::Again(reason),
                (Scope::Account, Permanence::Permanent) => Read::Stop(Stopped::Account(reason)),
                (Scope::Account, Permanence::Temporary) => Read::Stop(Stopped::ForNow(reason)),
                (_, Permanence::Temporary) => Read::Done(Fate::Waiting(reason)),
                (_, Permanence::Permanent) => Read::Done(Fate::Refused(reason)),
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
