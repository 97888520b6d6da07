//! What a refusal is about, and for how long: the letter, the target, the account or the session.
//!
//! A "no" to the account must stop a run instead of failing every letter in it, and a full mailbox
//! must not make an address count as wrong. The reply's code alone does not tell (a daily limit comes
//! as 550), so this one function knows the phase, the enhanced code (RFC 3463, RFC 5248) and, where a
//! provider gives nothing else, two phrases.

use super::failure::Phase;
use super::reply::Reply;

/// What a refusal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// This letter alone.
    Letter,
    /// Every letter to this address.
    Target,
    /// Every letter from this account.
    Account,
    /// Every letter over this connection or to this server.
    Session,
}

/// Whether waiting helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permanence {
    /// Try again later.
    Temporary,
    /// Not before a person has done something.
    Permanent,
}

/// What a refusal is about, and whether waiting helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Class {
    /// About what.
    pub scope: Scope,
    /// For how long.
    pub permanence: Permanence,
}

/// Reads a refusal (4yz or 5yz) received at `phase`.
pub fn classify(phase: Phase, reply: &Reply) -> Class {
    let class = |scope, permanence| Class { scope, permanence };
    let by_code = if reply.is_temporary() { Permanence::Temporary } else { Permanence::Permanent };
    let detail = reply.enhanced.map(|(_, subject, detail)| (subject, detail));

    if is_quota(reply) {
        return class(Scope::Account, Permanence::Temporary);
    }
    if is_closing(reply) {
        return class(Scope::Session, Permanence::Temporary);
    }
    match (phase, reply.code, detail) {
        // REQUIRETLS elsewhere (RFC 8689), "basic authentication is not supported" here; either way
        // the login decides. A 454 4.7.0 is the server's trouble, not the password's (RFC 4954).
        (Phase::Login, ..) => class(Scope::Account, password_transition(reply).unwrap_or(by_code)),
        (Phase::Connect | Phase::Tls | Phase::Greeting | Phase::Ehlo | Phase::StartTls | Phase::Between, ..) => {
            class(Scope::Session, by_code)
        }
        // Authentication or encryption required (RFC 4954); "send as" denied.
        (_, 530 | 534 | 535 | 538, _) | (_, 500..=599, Some((7, 60))) => class(Scope::Account, Permanence::Permanent),
        // A recipient or text that needs SMTPUTF8; a letter too large. But for the size, MAIL names
        // nothing but the account.
        (_, 500..=599, Some((6, 7) | (3, 4))) | (Phase::Mail, 552, _) => class(Scope::Letter, Permanence::Permanent),
        (Phase::Mail, 500..=599, _) => class(Scope::Account, Permanence::Permanent),
        // Full or flooded mailboxes, whatever the first digit says.
        (Phase::Rcpt | Phase::Data | Phase::FinalDot, _, Some((2, 2 | 121 | 122)))
        | (Phase::Rcpt, 400..=499, Some((2, 1)))
        | (Phase::Rcpt, 452 | 552, None) => class(Scope::Target, Permanence::Temporary),
        // A policy at RCPT is about who writes or what, and a bad sequence is about the dialogue:
        // neither makes the address wrong.
        (Phase::Rcpt, 500..=599, Some((7, _))) | (Phase::Rcpt, 503, _) => class(Scope::Letter, Permanence::Permanent),
        (Phase::Rcpt, 500..=599, _) => class(Scope::Target, Permanence::Permanent),
        _ => class(Scope::Letter, by_code),
    }
}

/// Limits on what the account may send, reported with 4yz or 5yz alike.
fn is_quota(reply: &Reply) -> bool {
    let text = reply.text.to_ascii_lowercase();
    match (reply.code, reply.enhanced) {
        (_, Some((5, 4, 5) | (5, 7, 233))) | (400..=499, Some((_, 5, 3))) => true,
        (454, _) if text.contains("throttl") => true,
        // IONOS and its like: `450 Requested mail action not taken: Mail send limit exceeded`.
        (400..=599, _) => text.contains("send limit exceeded") || text.contains("sending limit exceeded"),
        _ => false,
    }
}

/// The server is going away or wants fewer connections.
fn is_closing(reply: &Reply) -> bool {
    reply.code == 421
        || matches!((reply.code, reply.enhanced), (400..=499, Some((_, 3, 2))))
        || (reply.code == 432 && password_transition(reply).is_none())
}

/// `432 4.7.12`: the user has to log in once in another way (RFC 4954 section 6).
fn password_transition(reply: &Reply) -> Option<Permanence> {
    matches!(reply.enhanced, Some((4, 7, 12))).then_some(Permanence::Permanent)
}

#[cfg(test)]
mod tests {
    use super::Permanence::{Permanent, Temporary};
    use super::Scope::{Account, Letter, Session, Target};
    use super::*;
    use crate::smtp::reply;

    #[test]
    fn every_row_of_the_table_of_replies() {
        for (phase, line, scope, permanence) in [
            // The connection and the session.
            (Phase::Greeting, "421 4.7.0 [TSS04] deferred", Session, Temporary),
            (Phase::Greeting, "554 5.7.1 no service for you", Session, Permanent),
            (Phase::Ehlo, "550 bad name", Session, Permanent),
            (Phase::StartTls, "454 4.7.0 TLS not available", Session, Temporary),
            (Phase::Between, "421 4.4.2 idle too long", Session, Temporary),
            (Phase::Mail, "421 closing", Session, Temporary),
            (Phase::Rcpt, "421 closing", Session, Temporary),
            (Phase::FinalDot, "421 4.3.0 closing", Session, Temporary),
            (Phase::Mail, "450 4.3.2 maintenance", Session, Temporary),
            (Phase::Login, "432 4.3.2 concurrent connections limit exceeded", Session, Temporary),
            (Phase::FinalDot, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", Session, Temporary),
            // The login.
            (Phase::Login, "535 5.7.8 bad credentials", Account, Permanent),
            (Phase::Login, "535 5.7.3 unsuccessful", Account, Permanent),
            (Phase::Login, "534 5.7.9 application-specific password required", Account, Permanent),
            (Phase::Login, "550 5.7.30 Basic authentication is not supported", Account, Permanent),
            (Phase::Login, "504 5.5.4 unknown mechanism", Account, Permanent),
            (Phase::Login, "454 4.7.0 temporary authentication failure", Account, Temporary),
            (Phase::Login, "432 4.7.12 a password transition is needed", Account, Permanent),
            (Phase::Mail, "530 5.7.0 authentication required", Account, Permanent),
            (Phase::Rcpt, "530 authentication required", Account, Permanent),
            (Phase::Mail, "538 5.7.11 encryption required", Account, Permanent),
            // The sender.
            (Phase::Mail, "550 5.7.1 sender not owned", Account, Permanent),
            (Phase::Mail, "553 5.7.1 sender address rejected: not owned by user", Account, Permanent),
            (Phase::Mail, "553 sender not owned", Account, Permanent),
            (Phase::Mail, "550 5.7.60 not allowed to send as", Account, Permanent),
            (Phase::FinalDot, "550 5.7.60 SendAsDenied", Account, Permanent),
            (Phase::Mail, "552 5.3.4 too big", Letter, Permanent),
            (Phase::Mail, "451 4.3.0 try later", Letter, Temporary),
            // The account's limits.
            (Phase::Mail, "454 Throttling failure: Maximum sending rate exceeded.", Account, Temporary),
            (Phase::FinalDot, "454 Throttling failure: Daily message quota exceeded.", Account, Temporary),
            (Phase::Mail, "450 Requested mail action not taken: Mail send limit exceeded", Account, Temporary),
            (Phase::Rcpt, "550 Mail send limit exceeded", Account, Temporary),
            (Phase::Rcpt, "550 5.4.5 Daily user sending limit exceeded", Account, Temporary),
            (Phase::FinalDot, "550 5.4.5 Daily sending quota exceeded", Account, Temporary),
            (Phase::Rcpt, "550 5.7.233 tenant limit", Account, Temporary),
            (Phase::FinalDot, "550 5.7.233 tenant limit", Account, Temporary),
            (Phase::Rcpt, "452 4.5.3 too many recipients", Account, Temporary),
            // The target.
            (Phase::Rcpt, "550 5.1.1 no such user", Target, Permanent),
            (Phase::Rcpt, "550 5.1.10 recipient not found", Target, Permanent),
            (Phase::Rcpt, "550 5.1.2 no such domain", Target, Permanent),
            (Phase::Rcpt, "550 5.2.1 mailbox disabled", Target, Permanent),
            (Phase::Rcpt, "550 no such user", Target, Permanent),
            (Phase::Rcpt, "551 user not local", Target, Permanent),
            (Phase::Rcpt, "553 mailbox name not allowed", Target, Permanent),
            (Phase::Rcpt, "554 no", Target, Permanent),
            (Phase::Rcpt, "450 4.2.1 receiving too fast", Target, Temporary),
            (Phase::Rcpt, "452 4.2.2 full", Target, Temporary),
            (Phase::Rcpt, "552 5.2.2 full", Target, Temporary),
            (Phase::Rcpt, "552 full", Target, Temporary),
            (Phase::FinalDot, "552 5.2.2 full", Target, Temporary),
            (Phase::Rcpt, "550 5.2.121 receive limit from this sender", Target, Temporary),
            (Phase::Rcpt, "550 5.2.122 receive limit", Target, Temporary),
            (Phase::FinalDot, "554 5.2.122 receive limit", Target, Temporary),
            // A policy or a broken dialogue says nothing about the address.
            (Phase::Rcpt, "554 5.7.1 relay access denied", Letter, Permanent),
            (Phase::Rcpt, "550 5.7.30 REQUIRETLS", Letter, Permanent),
            (Phase::Rcpt, "503 5.5.1 need MAIL first", Letter, Permanent),
            // The letter.
            (Phase::Rcpt, "550 5.6.7 needs SMTPUTF8", Letter, Permanent),
            (Phase::Mail, "550 5.6.7 needs SMTPUTF8", Letter, Permanent),
            (Phase::Rcpt, "450 4.7.1 greylisted", Letter, Temporary),
            (Phase::Rcpt, "451 try later", Letter, Temporary),
            (Phase::Rcpt, "454 4.7.1 not now", Letter, Temporary),
            (Phase::Data, "503 5.5.1 no valid recipients", Letter, Permanent),
            (Phase::Data, "451 4.3.0 try later", Letter, Temporary),
            (Phase::FinalDot, "552 5.3.4 too big", Letter, Permanent),
            (Phase::FinalDot, "552 too big", Letter, Permanent),
            (Phase::FinalDot, "554 5.7.1 looks like spam", Letter, Permanent),
            (Phase::FinalDot, "550 5.7.26 unauthenticated", Letter, Permanent),
            (Phase::FinalDot, "550 5.7.515 access denied", Letter, Permanent),
            (Phase::FinalDot, "550 5.7.30 REQUIRETLS", Letter, Permanent),
            (Phase::FinalDot, "550 5.1.1 one of them is wrong", Letter, Permanent),
            (Phase::FinalDot, "451 4.3.0 try later", Letter, Temporary),
            (Phase::Body, "552 5.3.4 stop", Letter, Permanent),
        ] {
            let reply = Reply::from(reply::read(&mut format!("{line}\r\n").as_bytes()).unwrap());
            assert_eq!(classify(phase, &reply), Class { scope, permanence }, "{phase:?} {line}");
        }
    }
}
