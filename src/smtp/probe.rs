//! What speaks on a port where the dialogue did not begin as it should: the wrong port for `smtp://` or `smtps://`, or
//! no submission server at all. A second connection asks; nothing of a letter or a login goes over it.

use std::io::Read;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use super::server::Server;
use super::speaks::Speaks;
use super::tls::Trust;
use super::wire::Wire;

/// How long a server may be silent before it is asked whether it waits for TLS. A greeting may take five minutes
/// (RFC 5321 section 4.5.3.2.1), so silence alone proves nothing.
pub(super) const SILENCE: Duration = Duration::from_secs(5);

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
