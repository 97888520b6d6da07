//! What speaks on a port where the dialogue did not begin as it should: the wrong port for `smtp://` or `smtps://`, or
//! no submission server at all. A second connection asks; nothing of a letter or a login goes over it.

use std::io::Read;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use super::server::Server;
use super::tls::Trust;
use super::wire::Wire;

/// How long a server may be silent before it is asked whether it waits for TLS. A greeting may take five minutes
/// (RFC 5321 section 4.5.3.2.1), so silence alone proves nothing.
pub(super) const SILENCE: Duration = Duration::from_secs(5);

/// What a port speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Speaks {
    /// TLS from the first byte.
    Tls,
    /// SMTP without TLS at first.
    Smtp,
    /// IMAP (RFC 9051).
    Imap,
    /// POP3 (RFC 1939).
    Pop3,
    /// SSH (RFC 4253).
    Ssh,
    /// HTTP (RFC 9112).
    Http,
}

impl Speaks {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "TLS from the first byte",
            Self::Smtp => "SMTP, with STARTTLS if at all",
            Self::Imap => "IMAP",
            Self::Pop3 => "POP3",
            Self::Ssh => "SSH",
            Self::Http => "HTTP",
        }
    }

    /// Tells by the first bytes that a server sends. SMTP greets with 220, or with 421 or 554 (RFC 5321 section 3.1).
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |any: &[&[u8]]| any.iter().any(|begin| bytes.starts_with(begin));
        if begins(&[b"* OK", b"* BYE", b"* PREAUTH"]) {
            Some(Self::Imap)
        } else if begins(&[b"+OK", b"-ERR"]) {
            Some(Self::Pop3)
        } else if begins(&[b"SSH-"]) {
            Some(Self::Ssh)
        } else if begins(&[b"HTTP/"]) {
            Some(Self::Http)
        } else if begins(&[b"220", b"421", b"554"]) {
            Some(Self::Smtp)
        } else {
            None
        }
    }
}

/// What the server says by itself to somebody who says nothing.
pub(super) fn greeting(server: &Server) -> Option<Speaks> {
    let address = (server.host(), server.port()).to_socket_addrs().ok()?.next()?;
    let mut tcp = TcpStream::connect_timeout(&address, SILENCE).ok()?;
    tcp.set_read_timeout(Some(SILENCE)).ok()?;
    let mut bytes = [0; 64];
    let read = tcp.read(&mut bytes).ok()?;
    Speaks::of(&bytes[..read])
}

/// Whether the server answers a TLS handshake with TLS, whatever its certificate says.
pub(super) fn answers_tls(server: &Server, trust: &Trust) -> bool {
    let Ok(wire) = Wire::connect(server, SILENCE) else { return false };
    wire.answers_tls(server, trust, Instant::now() + SILENCE)
}
