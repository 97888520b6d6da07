//! Which server to talk to, and how the line to it is protected.
//!
//! There are two safe ways (RFC 8314) and one way for trials on one's own machine. A plain line to
//! any other machine cannot be expressed here, nor can a password inside a URL.

use std::net::IpAddr;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use rustls::pki_types::ServerName;
use serde::Deserialize;

use crate::text;

/// How the line is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// TLS from the first byte, usually port 465 (RFC 8314 section 3.3).
    Implicit,
    /// The STARTTLS command, usually port 587, and it must succeed (RFC 3207).
    StartTls,
    /// No protection: only to this machine itself.
    None,
}

/// A submission server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    host: String,
    port: u16,
    tls: Tls,
    name: ServerName<'static>,
}

/// A server as named on the command line: `smtps://user@host:465`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerUrl {
    /// The server.
    pub server: Server,
    /// The account's user name, decoded.
    pub user: Option<String>,
}

/// Why a text does not name a server. The text itself is never repeated: it may hold a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ServerError {
    /// Neither `smtp://` nor `smtps://`.
    #[error("a server is given as smtps://user@host or smtp://user@host")]
    Scheme,
    /// `user:password@host`.
    #[error(
        "a password cannot stand in the server's address, where other programs can read it; \
         use a password command or wait to be asked"
    )]
    Password,
    /// The user name does not decode to one line of text.
    #[error("the user name in the server's address cannot be read")]
    User,
    /// No host, or none that could exist.
    #[error("the host in the server's address is not a host name or an IP address")]
    Host,
    /// Not a number from 1 to 65535.
    #[error("the port in the server's address is not a number from 1 to 65535")]
    Port,
    /// A path, query or fragment after the host.
    #[error("nothing may follow the host and port in the server's address")]
    Trailing,
    /// [`Tls::None`] for another machine.
    #[error("without encryption only a server on this machine (localhost) may be used")]
    PlainNotLoopback,
}

impl Server {
    /// A server by name or IP address (IPv6 without brackets).
    pub fn new(host: &str, port: u16, tls: Tls) -> Result<Self, ServerError> {
        let host = match host.parse::<IpAddr>() {
            Ok(address) => address.to_string(),
            Err(_) => idna::domain_to_ascii(host).map_err(|_| ServerError::Host)?,
        };
        let name = ServerName::try_from(host.clone()).map_err(|_| ServerError::Host)?;
        if port == 0 {
            return Err(ServerError::Port);
        }
        let server = Self { host, port, tls, name };
        if tls == Tls::None && !server.is_loopback() {
            return Err(ServerError::PlainNotLoopback);
        }
        Ok(server)
    }

    /// The host name in A-label form, or the IP address.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How the line is protected.
    pub fn tls(&self) -> Tls {
        self.tls
    }

    /// Whether the name means this machine. Where it really leads is checked once more on the open
    /// connection, because the name `localhost` is only a custom.
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|a| a.to_canonical().is_loopback())
    }

    /// The name the server's certificate has to carry.
    pub(super) fn name(&self) -> ServerName<'static> {
        self.name.clone()
    }
}

impl FromStr for ServerUrl {
    type Err = ServerError;

    fn from_str(url: &str) -> Result<Self, ServerError> {
        let (scheme, rest) = url.split_once("://").ok_or(ServerError::Scheme)?;
        let implicit = match scheme.to_ascii_lowercase().as_str() {
            "smtps" => true,
            "smtp" => false,
            _ => return Err(ServerError::Scheme),
        };
        // The last @ ends the user, also when the user is an address written without %40. A password
        // may hold a slash, so it is looked for before the path is.
        let (user, place) = match rest.rsplit_once('@') {
            Some((user, _)) if user.contains(':') => return Err(ServerError::Password),
            Some((user, place)) => (Some(decode_user(user)?), place),
            None => (None, rest),
        };
        if place.contains(['/', '?', '#']) {
            return Err(ServerError::Trailing);
        }
        let (host, port) = split_port(place)?;
        let port = port.map_or(Ok(if implicit { 465 } else { 587 }), |p| p.parse().map_err(|_| ServerError::Port))?;
        let protected = Server::new(host, port, if implicit { Tls::Implicit } else { Tls::StartTls })?;
        let server =
            if !implicit && protected.is_loopback() { Server { tls: Tls::None, ..protected } } else { protected };
        Ok(Self { server, user })
    }
}

fn decode_user(raw: &str) -> Result<String, ServerError> {
    let user = percent_decode_str(raw).decode_utf8().map_err(|_| ServerError::User)?;
    if user.is_empty() || user.chars().any(text::is_forbidden) {
        return Err(ServerError::User);
    }
    Ok(user.into_owned())
}

fn split_port(place: &str) -> Result<(&str, Option<&str>), ServerError> {
    let Some(bracketed) = place.strip_prefix('[') else {
        return Ok(place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))));
    };
    let (host, after) = bracketed.split_once(']').ok_or(ServerError::Host)?;
    if host.parse::<std::net::Ipv6Addr>().is_err() {
        return Err(ServerError::Host);
    }
    match after.strip_prefix(':') {
        Some(port) => Ok((host, Some(port))),
        None if after.is_empty() => Ok((host, None)),
        None => Err(ServerError::Host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Result<(String, u16, Tls, Option<String>), ServerError> {
        let ServerUrl { server, user } = url.parse()?;
        Ok((server.host, server.port, server.tls, user))
    }

    #[test]
    fn urls_name_a_server_and_a_user() {
        for (url, host, port, tls, user) in [
            ("smtps://mail.union.test", "mail.union.test", 465, Tls::Implicit, None),
            ("smtps://jo%40union.test@Mail.Union.Test", "mail.union.test", 465, Tls::Implicit, Some("jo@union.test")),
            (
                "smtps://jo@union.test@mail.union.test:2465",
                "mail.union.test",
                2465,
                Tls::Implicit,
                Some("jo@union.test"),
            ),
            ("SMTP://jo@mail.union.test", "mail.union.test", 587, Tls::StartTls, Some("jo")),
            ("smtp://bücher.test", "xn--bcher-kva.test", 587, Tls::StartTls, None),
            ("smtp://localhost", "localhost", 587, Tls::None, None),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, Tls::None, None),
            ("smtp://127.8.9.1", "127.8.9.1", 587, Tls::None, None),
            ("smtp://[::1]:2525", "::1", 2525, Tls::None, None),
            ("smtp://[::ffff:127.0.0.1]:2525", "::ffff:127.0.0.1", 2525, Tls::None, None),
            ("smtps://[::1]", "::1", 465, Tls::Implicit, None),
            ("smtp://[2001:db8::1]", "2001:db8::1", 587, Tls::StartTls, None),
            ("smtp://192.0.2.1", "192.0.2.1", 587, Tls::StartTls, None),
            ("smtp://localhost.union.test", "localhost.union.test", 587, Tls::StartTls, None),
        ] {
            assert_eq!(parse(url), Ok((host.to_owned(), port, tls, user.map(str::to_owned))), "{url}");
        }
    }

    #[test]
    fn what_is_not_a_server_is_refused() {
        for (url, error) in [
            ("mail.union.test", ServerError::Scheme),
            ("http://mail.union.test", ServerError::Scheme),
            ("smtps://jo:hunter2@mail.union.test", ServerError::Password),
            ("smtps://jo:hun/ter@2@mail.union.test", ServerError::Password),
            ("smtps://:x@mail.union.test", ServerError::Password),
            ("smtps://@mail.union.test", ServerError::User),
            ("smtps://a%0d%0ab@mail.union.test", ServerError::User),
            ("smtps://%ff@mail.union.test", ServerError::User),
            ("smtps://", ServerError::Host),
            ("smtps://jo@", ServerError::Host),
            ("smtps://a b", ServerError::Host),
            ("smtps://[::1", ServerError::Host),
            ("smtps://[::1]x", ServerError::Host),
            ("smtps://[mail.union.test]", ServerError::Host),
            ("smtps://host:0", ServerError::Port),
            ("smtps://host:", ServerError::Port),
            ("smtps://host:99999", ServerError::Port),
            ("smtps://host:1:2", ServerError::Port),
            ("smtps://host/", ServerError::Trailing),
            ("smtps://host?tls=none", ServerError::Trailing),
            ("smtps://host#x", ServerError::Trailing),
        ] {
            assert_eq!(parse(url), Err(error), "{url}");
        }
    }

    #[test]
    fn a_plain_line_leads_only_to_this_machine() {
        for host in ["mail.union.test", "192.0.2.1", "localhost.union.test", "0.0.0.0", "::"] {
            assert_eq!(Server::new(host, 25, Tls::None), Err(ServerError::PlainNotLoopback), "{host}");
        }
        assert!(Server::new("localhost", 25, Tls::None).is_ok());
    }
}
