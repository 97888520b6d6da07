//! Logging in (RFC 4954): PLAIN (RFC 4616), LOGIN, and XOAUTH2.
//!
//! The secret is wiped from memory after use and appears in no message: not in `Debug`, and not in
//! a refusal, even when the server repeats it. lettre's own `Auth` command is not used because it
//! keeps copies that are never wiped.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::transport::smtp::authentication::Mechanism;
use zeroize::Zeroizing;

use super::failure::{Cause, Failure};
use super::offers::Offers;
use super::phase::Phase;
use super::reply::{RawReply, Reply};
use super::timeouts::Timeouts;
use super::wire::Wire;

/// Enough for every mechanism here, and an end to a server that never stops asking.
const MOST_CHALLENGES: usize = 5;

/// What proves who the user is.
pub enum Secret {
    /// A password, or an app password.
    Password(Zeroizing<String>),
    /// An OAuth 2.0 access token.
    Token(Zeroizing<String>),
}

impl Secret {
    fn expose(&self) -> &str {
        match self {
            Self::Password(secret) | Self::Token(secret) => secret,
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password(..)",
            Self::Token(_) => "Token(..)",
        })
    }
}

/// A user and a secret.
#[derive(Debug)]
pub struct Login {
    user: String,
    secret: Secret,
}

/// Why a user or a secret cannot be used. Neither is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// Empty, or with a control character.
    #[error("the user name is empty or has a control character in it")]
    User,
    /// Empty, or with a control character: often a line break left at its end.
    #[error("the password or token is empty or has a control character in it")]
    Secret,
}

impl Login {
    /// Both parts must be text without control characters: NUL and U+0001 separate the fields of
    /// PLAIN and XOAUTH2.
    pub fn new(user: String, secret: Secret) -> Result<Self, LoginError> {
        let unusable = |text: &str| text.is_empty() || text.chars().any(char::is_control);
        if unusable(&user) {
            return Err(LoginError::User);
        }
        if unusable(secret.expose()) {
            return Err(LoginError::Secret);
        }
        Ok(Self { user, secret })
    }

    /// A token is never offered as a password, nor a password as a token.
    fn mechanism(&self, offers: &Offers) -> Result<Mechanism, Cause> {
        let fitting: &[Mechanism] = match self.secret {
            Secret::Password(_) => &[Mechanism::Plain, Mechanism::Login],
            Secret::Token(_) => &[Mechanism::Xoauth2],
        };
        let offered = |mechanism: &&Mechanism| {
            offers.mechanisms.iter().any(|name| name.eq_ignore_ascii_case(&mechanism.to_string()))
        };
        fitting.iter().find(offered).copied().ok_or_else(|| Cause::NoLoginMechanism {
            offered: if offers.mechanisms.is_empty() { "none".to_owned() } else { offers.mechanisms.join(", ") },
        })
    }

    fn first_line(&self, mechanism: Mechanism) -> Zeroizing<String> {
        let (user, secret) = (self.user.as_str(), self.secret.expose());
        // `concat` measures first: a text that grows leaves copies of its beginning behind.
        let response = Zeroizing::new(match mechanism {
            Mechanism::Plain => ["\0", user, "\0", secret].concat(),
            Mechanism::Xoauth2 => ["user=", user, "\x01auth=Bearer ", secret, "\x01\x01"].concat(),
            Mechanism::Login => return line("AUTH LOGIN"),
        });
        Zeroizing::new(["AUTH ", &mechanism.to_string(), " ", &encode(&response), "\r\n"].concat())
    }

    /// The answer to a challenge, counted from 0. The text of a challenge is not looked at: LOGIN
    /// asks for the user and then for the secret, in as many wordings as there are servers.
    fn next_line(&self, mechanism: Mechanism, challenge: usize) -> Zeroizing<String> {
        match (mechanism, challenge) {
            (Mechanism::Login, 0) => line(&encode(&self.user)),
            (Mechanism::Login, 1) => line(&encode(self.secret.expose())),
            // The challenge holds an error in JSON; an empty answer brings the real reply.
            (Mechanism::Xoauth2, _) => line(""),
            // RFC 4954 section 4: this cancels.
            _ => line("*"),
        }
    }

    /// A reply that does not repeat the secret, in whatever form it was sent.
    fn redact(&self, sent: &str, reply: RawReply) -> Reply {
        let mut reply = Reply::from(reply);
        let secret = self.secret.expose();
        let forms = [sent.rsplit(' ').next().unwrap_or(sent).trim_end(), secret, &encode(secret)];
        if forms.iter().any(|form| form.len() > 1 && reply.text.contains(form)) {
            reply.text = String::from("(the server repeated the secret here)");
        }
        reply
    }

    /// Logs in.
    pub(super) fn perform(&self, wire: &mut Wire, offers: &Offers, timeouts: &Timeouts) -> Result<(), Failure> {
        let at_login = Failure::at(Phase::Login);
        let mechanism = self.mechanism(offers).map_err(&at_login)?;
        let first = self.first_line(mechanism);
        let mut reply = wire.command(Phase::Login, &first, timeouts.command)?;
        for challenge in 0..MOST_CHALLENGES {
            if reply.code != 334 {
                break;
            }
            reply = wire.command(Phase::Login, &self.next_line(mechanism, challenge), timeouts.command)?;
        }
        let reply = self.redact(&first, reply);
        Err(at_login(match reply.code {
            235 => return Ok(()),
            334 => Cause::TooManyChallenges,
            400..=599 => Cause::Refused(reply),
            _ => Cause::Unexpected(reply),
        }))
    }
}

fn line(text: &str) -> Zeroizing<String> {
    Zeroizing::new([text, "\r\n"].concat())
}

fn encode(text: &str) -> Zeroizing<String> {
    Zeroizing::new(STANDARD.encode(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(secret: &str) -> Secret {
        Secret::Password(Zeroizing::new(secret.to_owned()))
    }

    #[test]
    fn separators_and_line_breaks_are_refused() {
        for (user, secret, error) in [
            ("", "x", LoginError::User),
            ("a\0b", "x", LoginError::User),
            ("jo", "", LoginError::Secret),
            ("jo", "hunter2\n", LoginError::Secret),
            ("jo", "a\x01b", LoginError::Secret),
        ] {
            assert_eq!(Login::new(user.to_owned(), password(secret)).map(|_| ()), Err(error));
        }
    }

    #[test]
    fn the_secret_is_not_shown() {
        let login = Login::new("jo".to_owned(), password("hunter2")).unwrap();
        assert_eq!(format!("{login:?}"), r#"Login { user: "jo", secret: Password(..) }"#);
        let first = login.first_line(Mechanism::Plain);
        assert_eq!(*first, "AUTH PLAIN AGpvAGh1bnRlcjI=\r\n");
        for echo in ["hunter2", "aHVudGVyMg==", "AGpvAGh1bnRlcjI="] {
            let raw = RawReply { code: 535, lines: vec![format!("5.7.8 wrong: {echo}").into_bytes()] };
            assert_eq!(login.redact(&first, raw).to_string(), "535 5.7.8 (the server repeated the secret here)");
        }
    }
}
