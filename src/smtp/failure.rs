//! What went wrong in a dialogue, and in which phase.
//!
//! The phase is part of every failure, because "connection lost" means "try again" before the final
//! dot and "perhaps delivered" after it. No failure holds a secret or the text of a letter.

use std::io;

use rustls::CertificateError;

use super::body::Defect;
use super::phase::Phase;
use super::reply::{Reply, Unreadable};
use super::scope::{Class, Permanence, Scope, Trouble, classify, trouble};
use super::speaks::Speaks;
use crate::text;

/// Why the dialogue stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The server refused.
    #[error("the server answered {0}")]
    Refused(Reply),
    /// A reply that cannot follow here, such as 250 where only 354 can.
    #[error("the server answered {0}, which makes no sense at this point")]
    Unexpected(Reply),
    /// The server sent something unasked, so replies no longer match commands.
    #[error("the server answered before it was asked")]
    OutOfStep,
    /// Not a reply at all.
    #[error("the server's answer cannot be read: {0}")]
    Unreadable(Unreadable),
    /// The server closed the connection.
    #[error("the server closed the connection")]
    Lost,
    /// No answer in time.
    #[error("the server did not answer in time")]
    TimedOut,
    /// Another error of the operating system.
    #[error("{text}")]
    Io {
        /// Its kind.
        kind: io::ErrorKind,
        /// In the system's words.
        text: String,
    },
    /// The host name leads nowhere.
    #[error("the server's name cannot be found ({0})")]
    Unresolved(String),
    /// The entry requires STARTTLS, and the server does not offer it.
    #[error("the server offers no encryption (STARTTLS), or someone on the way removed the offer; nothing was sent")]
    NoTls,
    /// Bytes followed the reply to STARTTLS in plain text (RFC 3207 section 6).
    #[error("someone on the way, or the server, added text to the reply to STARTTLS; nothing was sent")]
    Injected,
    /// The server's certificate does not prove that it is the server.
    #[error("the server's certificate cannot be trusted: {0}")]
    Certificate(String),
    /// The port speaks something else than the server's address says.
    #[error("the port speaks {}", .0.as_str())]
    WrongPort(Speaks),
    /// Any other fault of TLS.
    #[error("no secure connection: {0}")]
    Tls(String),
    /// This machine has no list of certificate authorities.
    #[error("no certificate authorities were found on this machine ({0})")]
    NoRoots(String),
    /// An unencrypted connection to another machine, although the name means this one.
    #[error("the name leads to another machine, and without encryption nothing is sent there")]
    PlainNotLoopback,
    /// The server offers no mechanism that fits the secret of the login.
    #[error("the server offers no login that this program can use (it offers: {offered})")]
    NoLoginMechanism {
        /// The mechanisms named by the server.
        offered: String,
    },
    /// The server asked more often than any mechanism needs.
    #[error("the server asked for the login again and again")]
    TooManyChallenges,
    /// The server's own limit.
    #[error("the letter is larger than the {limit} bytes the server takes")]
    MessageTooLarge {
        /// In bytes (RFC 1870).
        limit: usize,
    },
    /// The letter has bytes that must not go over the wire.
    #[error("the letter cannot be sent as it is: {0}")]
    Defect(Defect),
    /// The caller withheld the letter's end: see [`Connection::withhold`](super::Connection::withhold).
    #[error("the letter was held back before its end")]
    Withheld,
}

impl From<io::Error> for Cause {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Kind;
        if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return Self::from(tls);
        }
        match error.kind() {
            // A socket with a timeout reports WouldBlock on Unix and TimedOut on Windows.
            Kind::WouldBlock | Kind::TimedOut => Self::TimedOut,
            Kind::UnexpectedEof
            | Kind::ConnectionReset
            | Kind::ConnectionAborted
            | Kind::BrokenPipe
            | Kind::NotConnected
            | Kind::WriteZero => Self::Lost,
            kind => Self::Io { kind, text: error.to_string() },
        }
    }
}

impl From<&rustls::Error> for Cause {
    /// A fault of TLS in the words of this program. Names in a certificate are the other side's text.
    fn from(error: &rustls::Error) -> Self {
        let rustls::Error::InvalidCertificate(fault) = error else {
            return Self::Tls(text::for_sentence(&error.to_string()));
        };
        Self::Certificate(match fault {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired".to_owned(),
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                "it is not valid yet; is this machine's clock right?".to_owned()
            }
            CertificateError::UnknownIssuer => "it comes from an authority this machine does not know".to_owned(),
            CertificateError::NotValidForName => "it belongs to another server".to_owned(),
            CertificateError::NotValidForNameContext { presented, .. } => {
                format!("it belongs to another server ({})", text::for_sentence(&presented.join(", ")))
            }
            CertificateError::Revoked => "it was revoked".to_owned(),
            CertificateError::BadSignature => "its signature is wrong".to_owned(),
            other => text::for_sentence(&other.to_string()),
        })
    }
}

/// A dialogue that stopped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{phase}: {cause}")]
pub struct Failure {
    /// Where.
    pub phase: Phase,
    /// Why.
    pub cause: Cause,
}

impl Failure {
    /// For `map_err`: names the phase of a cause.
    pub(super) fn at(phase: Phase) -> impl Fn(Cause) -> Self {
        move |cause| Self { phase, cause }
    }

    /// Whether the server may have accepted the letter nevertheless: its end may have gone out, and no
    /// believable refusal came back.
    ///
    /// 421 in answer to the end is a believable refusal. RFC 5321 section 4.2.1 has every 4yz mean that the command was
    /// not accepted and its action did not occur, and section 3.8 has it end the session
    /// after any command. A filter in between (an SMTP proxy) that answers 421 because it lost
    /// its backend after the dot breaks that rule, since the backend may have the letter; no reply tells it from an honest
    /// 421. Calling every 421 a doubt would leave a person to settle each letter that a busy server put off, so the
    /// rule is believed: the letter waits and goes out as the same mail, with the same Message-ID and Date, by which a
    /// receiver knows a second copy.
    pub fn in_doubt(&self) -> bool {
        self.phase == Phase::FinalDot && !matches!(self.cause, Cause::Refused(_))
    }

    /// What the failure is about, and whether the program may try again. A failure in doubt counts as
    /// permanent: only a person or a proof may settle the letter.
    pub fn class(&self) -> Class {
        let (scope, permanence) = match &self.cause {
            Cause::Refused(reply) => return classify(self.phase, reply),
            _ if self.in_doubt() => (Scope::Letter, Permanence::Permanent),
            Cause::MessageTooLarge { .. } | Cause::Defect(_) => (Scope::Letter, Permanence::Permanent),
            Cause::NoLoginMechanism { .. } | Cause::TooManyChallenges => (Scope::Account, Permanence::Permanent),
            Cause::NoTls
            | Cause::WrongPort(_)
            | Cause::Injected
            | Cause::Certificate(_)
            | Cause::NoRoots(_)
            | Cause::PlainNotLoopback => (Scope::Session, Permanence::Permanent),
            Cause::Unexpected(_)
            | Cause::OutOfStep
            | Cause::Unreadable(_)
            | Cause::Lost
            | Cause::TimedOut
            | Cause::Io { .. }
            | Cause::Unresolved(_)
            | Cause::Tls(_)
            | Cause::Withheld => match self.phase {
                // RFC 5321 section 3.8: as if a 451 had been received.
                Phase::Mail | Phase::Rcpt | Phase::Data | Phase::Body => (Scope::Letter, Permanence::Temporary),
                _ => (Scope::Session, Permanence::Temporary),
            },
        };
        Class { scope, permanence }
    }

    /// What the failure is about.
    pub fn scope(&self) -> Scope {
        self.class().scope
    }

    /// What is wrong with the sender's side of the line, if that is what the server said.
    pub fn trouble(&self) -> Option<Trouble> {
        match &self.cause {
            Cause::Refused(reply) => trouble(self.phase, reply),
            Cause::NoLoginMechanism { .. } | Cause::TooManyChallenges => Some(Trouble::Login),
            Cause::Certificate(_) | Cause::NoRoots(_) => Some(Trouble::Certificate),
            Cause::WrongPort(speaks) => Some(Trouble::WrongPort(*speaks)),
            _ => None,
        }
    }

    /// Whether it will stay so until a person does something.
    pub fn is_permanent(&self) -> bool {
        self.class().permanence == Permanence::Permanent
    }
}
