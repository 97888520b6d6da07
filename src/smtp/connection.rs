//! From the greeting to the login, and the goodbye.
//!
//! A connection is either ready for letters or does not exist: what fails on the way names its
//! phase, and nothing is sent over a line that is not protected as the server's entry demands.

use std::str::FromStr;
use std::time::{Duration, Instant};

use lettre::transport::smtp::commands::{Ehlo, Quit, Starttls};
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

/// The name given in EHLO. By default `[127.0.0.1]`: RFC 5321 section 4.1.4 asks for an address
/// where there is no name, and this one tells nothing about the user's home or machine.
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

/// Between text and end a server gets time to show that it has gone while it read the text: then nobody has
/// the letter, where a moment later it would be in doubt. One that is not known yet gets the most, which is
/// this. Where an answer takes long anyway, this is nothing beside it.
pub(super) const PAUSE: Duration = Duration::from_micros(500);

/// A connection ready for letters. Dropping it closes the line without a goodbye.
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
    /// Connects, secures the line, introduces itself and logs in.
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
                // Whatever spoke first, it was not TLS.
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
            // RFC 3207 section 4.2: what was said before is forgotten.
            offers = extended_hello(&mut wire, name, timeouts)?;
        }
        if let Some(login) = login {
            login.perform(&mut wire, &offers, timeouts)?;
        }
        Ok(Self { wire, offers, timeouts: *timeouts, turn: Duration::MAX, pause: PAUSE, usable: true })
    }

    /// Whether another letter may be submitted.
    pub fn is_usable(&self) -> bool {
        self.usable
    }

    /// Which of these connections have something to read, or are lost. Waits until one has, or until then;
    /// after a signal none may have.
    pub fn wait(connections: &[&Self], until: Instant) -> Vec<bool> {
        let wires: Vec<&Wire> = connections.iter().map(|connection| &connection.wire).collect();
        wire::wait(&wires, until)
    }

    /// Says goodbye. Every letter has its verdict already, so nothing that happens here matters.
    pub fn quit(mut self) {
        if self.usable {
            let _ = self.wire.command(Phase::Between, &Quit.to_string(), self.timeouts.quit);
        }
    }

    /// Cuts the line, so that a letter without its end stays one.
    pub(super) fn cut(&mut self) {
        self.usable = false;
        self.wire.cut();
    }
}

/// The first line. A server that waits for TLS says nothing, and other servers say something else.
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
