//! From the greeting to the login, and the goodbye.
//!
//! A connection is either ready for letters or does not exist. A failure on the way names its phase, and
//! nothing goes over a connection that lacks the protection that the server's entry demands.

use std::str::FromStr;
use std::time::{Duration, Instant};

use lettre::transport::smtp::commands::{Ehlo, Quit, Rset, Starttls};
use lettre::transport::smtp::extension::ClientId;

use super::failure::{Cause, Failure};
use super::login::Login;
use super::offers::Offers;
use super::phase::Phase;
use super::probe;
use super::reply::{RawReply, Reply};
use super::server::{Server, Tls};
use super::speaks::Speaks;
use super::timeouts::Timeouts;
use super::tls::Trust;
use super::wire::{self, Wire};
use crate::address::Email;

/// The name given in EHLO. By default `[127.0.0.1]`: RFC 5321 section 4.1.4 asks for an address
/// where there is no name, and this one reveals nothing about the user's home or machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClientName(ClientId);

/// Not a domain name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not a domain name")]
pub struct ClientNameError;

impl FromStr for ClientName {
    type Err = ClientNameError;

    fn from_str(name: &str) -> Result<Self, ClientNameError> {
        let domain = idna::domain_to_ascii_strict(name).map_err(|_| ClientNameError)?;
        if domain.is_empty() { Err(ClientNameError) } else { Ok(Self(ClientId::Domain(domain))) }
    }
}

/// The longest pause between a letter's text and its end, for a server whose speed is not known yet. A server
/// that breaks off while it reads the text can show that in this time: then nobody has the letter, which a
/// moment later would be in doubt. Beside a slow server's answer the pause does not count.
pub(super) const PAUSE: Duration = Duration::from_micros(500);

/// A connection ready for letters. Dropping a connection closes it without a goodbye.
pub struct Connection {
    pub(super) wire: Wire,
    pub(super) offers: Offers,
    pub(super) timeouts: Timeouts,
    /// The shortest time so far from a letter's commands to the answer to DATA.
    pub(super) turn: Duration,
    /// The time between the text of a letter and its end.
    pub(super) pause: Duration,
    pub(super) usable: bool,
}

impl Connection {
    /// Connects, secures the connection, introduces this machine and logs in.
    pub fn open(
        server: &Server,
        name: &ClientName,
        login: Option<&Login>,
        trust: &Trust,
        timeouts: &Timeouts,
    ) -> Result<Self, Failure> {
        let mut wire = Wire::connect(server, timeouts.connect).map_err(Failure::at(Phase::Connect))?;
        if server.tls() == Tls::Implicit {
            wire = wire.secure(server, trust, timeouts.connect).map_err(|failure| match failure.cause {
                // The server's first bytes were not TLS.
                Cause::Tls(_) => probe::greeting(server)
                    .map_or(failure, |speaks| Failure { phase: Phase::Tls, cause: Cause::WrongPort(speaks) }),
                _ => failure,
            })?;
        }
        let greeting = greeted(&mut wire, server, trust, timeouts)?;
        require(220, Phase::Greeting, greeting)?;

        let mut offers = if server.tls() == Tls::StartTls || login.is_some() {
            extended_hello(&mut wire, name, timeouts)?
        } else {
            hello(&mut wire, name, timeouts)?
        };
        if server.tls() == Tls::StartTls {
            if !offers.starttls {
                return Err(Failure { phase: Phase::StartTls, cause: Cause::NoTls });
            }
            let reply = wire.command(Phase::StartTls, &Starttls.to_string(), timeouts.command)?;
            require(220, Phase::StartTls, reply)?;
            wire = wire.secure(server, trust, timeouts.connect)?;
            // RFC 3207 section 4.2: forget what the server offered before.
            offers = extended_hello(&mut wire, name, timeouts)?;
        }
        if let Some(login) = login {
            login.perform(&mut wire, &offers, timeouts)?;
        }
        Ok(Self { wire, offers, timeouts: *timeouts, turn: Duration::MAX, pause: PAUSE, usable: true })
    }

    /// Whether the connection can take another letter.
    pub fn is_usable(&self) -> bool {
        self.usable
    }

    /// Waits until one of these connections has something to read or is lost, or until `until`, and says which
    /// ones are. A signal also ends the wait, perhaps with none.
    pub fn wait(connections: &[&Self], until: Instant) -> Vec<bool> {
        let wires: Vec<&Wire> = connections.iter().map(|connection| &connection.wire).collect();
        wire::wait(&wires, until)
    }

    /// Begins a mail from an address to itself and takes it back before any text: what a server says only of a
    /// sender or a recipient, such as that it wants a login, shows here and not with the first letter.
    pub fn try_sender(&mut self, from: &Email) -> Result<(), Failure> {
        let commands = [
            (Phase::Mail, format!("MAIL FROM:<{from}>\r\n")),
            (Phase::Rcpt, format!("RCPT TO:<{from}>\r\n")),
            (Phase::Between, Rset.to_string()),
        ];
        for (phase, line) in commands {
            let reply = Reply::from(self.wire.command(phase, &line, self.timeouts.command)?);
            if !reply.is_positive() {
                let cause = if reply.is_refusal() { Cause::Refused(reply) } else { Cause::Unexpected(reply) };
                return Err(Failure { phase, cause });
            }
        }
        Ok(())
    }

    /// Says goodbye. Every letter has its outcome already, so failures here do not matter.
    pub fn quit(mut self) {
        if self.usable {
            let _ = self.wire.command(Phase::Between, &Quit.to_string(), self.timeouts.quit);
        }
    }

    /// Cuts the connection, so that the server never gets the end of an unfinished letter.
    pub(super) fn cut(&mut self) {
        self.usable = false;
        self.wire.cut();
    }
}

/// Reads the greeting. A server that waits for TLS sends nothing, and servers other than SMTP send something else.
fn greeted(wire: &mut Wire, server: &Server, trust: &Trust, timeouts: &Timeouts) -> Result<RawReply, Failure> {
    let wrong = |speaks| Failure { phase: Phase::Greeting, cause: Cause::WrongPort(speaks) };
    let until = Instant::now() + timeouts.greeting;
    if server.tls() != Tls::Implicit && cfg!(unix) && timeouts.greeting > probe::SILENCE {
        let quiet_until = Instant::now() + probe::SILENCE;
        let mut spoke = false;
        while !spoke && Instant::now() < quiet_until {
            spoke = wire::wait(&[&*wire], quiet_until).contains(&true);
        }
        if !spoke && probe::answers_tls(server, trust) {
            return Err(wrong(Speaks::Tls));
        }
    }
    wire.receive_by(until).map_err(|cause| match (&cause, Speaks::of(wire.buffered())) {
        (Cause::Unreadable(_), Some(speaks)) => wrong(speaks),
        _ => Failure { phase: Phase::Greeting, cause },
    })
}

fn require(code: u16, phase: Phase, reply: RawReply) -> Result<RawReply, Failure> {
    if reply.code == code {
        return Ok(reply);
    }
    let reply = Reply::from(reply);
    let cause = if reply.is_refusal() { Cause::Refused(reply) } else { Cause::Unexpected(reply) };
    Err(Failure { phase, cause })
}

fn extended_hello(wire: &mut Wire, name: &ClientName, timeouts: &Timeouts) -> Result<Offers, Failure> {
    let reply = wire.command(Phase::Ehlo, &Ehlo::new(name.0.clone()).to_string(), timeouts.command)?;
    require(250, Phase::Ehlo, reply).map(|reply| Offers::from_reply(&reply))
}

/// EHLO, or HELO for a server that has never heard of it (RFC 5321 section 3.2): only where neither
/// TLS nor a login is needed, since those do not exist without EHLO.
fn hello(wire: &mut Wire, name: &ClientName, timeouts: &Timeouts) -> Result<Offers, Failure> {
    match extended_hello(wire, name, timeouts) {
        Err(Failure { cause: Cause::Refused(Reply { code: 500 | 502, .. }), .. }) => {
            let reply = wire.command(Phase::Ehlo, &format!("HELO {}\r\n", name.0), timeouts.command)?;
            require(250, Phase::Ehlo, reply).map(|_| Offers::default())
        }
        result => result,
    }
}
