//! What a refusal is about, and for how long: the letter, the target, the account or the session.
//!
//! A "no" to the account must stop a run instead of failing every letter in it, and a full mailbox must not make
//! an address count as wrong. Servers answer a forgotten login, a blocklisted line or a bad HELO where they name the
//! recipient (Postfix waits for RCPT on purpose: `smtpd_delay_reject`), so the step does not tell, and the reply's
//! code alone does not either: 550 and 554 are used for all of it. The enhanced code (RFC 3463, RFC 5248 and its
//! registry) tells most, then the words servers use. Where nothing tells, the letter waits: a letter that is refused
//! for the sender's fault would never be sent, though the office had nothing against it.

use super::phase::Phase;
use super::reply::Reply;
use super::speaks::Speaks;

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

/// What is wrong with the sender's side of the line: nothing that any office could help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// The server passes mail on only for those who log in, or for its own domains.
    Relay,
    /// A login is wanted, or this one may not send.
    Login,
    /// The login wants a password made for one program.
    AppPassword,
    /// The login wants an OAuth 2.0 token in place of a password.
    Token,
    /// An administrator has switched such logins off.
    LoginOff,
    /// The server's certificate cannot be trusted here.
    Certificate,
    /// The port speaks something else.
    WrongPort(Speaks),
    /// Encryption is wanted first.
    Encryption,
    /// The address in MAIL or From is not one this account may use, or does not exist.
    Sender,
    /// The address of this machine or network, or the name in EHLO, is not wanted.
    Line,
    /// The sender's domain does not vouch for this server (SPF, DKIM, DMARC).
    Domain,
}

/// What a refusal is about, more closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Trouble(Trouble),
    /// The address leads nowhere.
    NoMailbox,
    /// The mailbox is full or flooded.
    FullMailbox,
    /// What the letter is: its size, its form, its text.
    Content,
    /// Commands came in an order the server does not expect.
    Dialogue,
}

use About::{Content, Dialogue, FullMailbox, NoMailbox};
use Trouble::{Domain, Encryption, Line, Login, Relay, Sender};

/// Subject and detail of enhanced codes that tell by themselves, from RFC 3463, RFC 4954, RFC 5248, RFC 7372, RFC 7505
/// and, from 5.7.54 on, what Exchange Online and Outlook.com document ("Email non-delivery reports in Exchange
/// Online"). `X.7.1` is not here: it is "delivery not authorized", whatever the reason.
const CODES: &[(u16, u16, u16, About)] = &[
    (1, 1, 1, NoMailbox),
    (1, 2, 3, NoMailbox),
    (1, 6, 6, NoMailbox),
    (1, 7, 8, About::Trouble(Sender)),
    (1, 10, 10, NoMailbox),
    (2, 1, 1, NoMailbox),
    (2, 2, 2, FullMailbox),
    (2, 121, 122, FullMailbox),
    (3, 4, 4, Content),
    (5, 1, 1, Dialogue),
    (6, 0, 7, Content),
    (7, 3, 3, About::Trouble(Login)),
    (7, 8, 9, About::Trouble(Login)),
    (7, 10, 11, About::Trouble(Encryption)),
    (7, 12, 14, About::Trouble(Login)),
    (7, 20, 24, About::Trouble(Domain)),
    (7, 25, 25, About::Trouble(Line)),
    (7, 26, 26, About::Trouble(Domain)),
    (7, 27, 27, About::Trouble(Sender)),
    (7, 54, 54, About::Trouble(Relay)),
    (7, 57, 57, About::Trouble(Login)),
    (7, 60, 60, About::Trouble(Sender)),
    (7, 64, 64, About::Trouble(Relay)),
    (7, 139, 139, About::Trouble(Login)),
    (7, 501, 507, About::Trouble(Sender)),
    (7, 508, 508, About::Trouble(Line)),
    (7, 509, 509, About::Trouble(Domain)),
    (7, 511, 512, About::Trouble(Sender)),
    (7, 515, 515, About::Trouble(Domain)),
    (7, 606, 649, About::Trouble(Line)),
    (7, 700, 750, About::Trouble(Sender)),
];

/// Words of replies, in small letters and without addresses; the first row all of whose words occur counts. `|` parts
/// words of which one is enough, and `_` stands for the beginning or the end of a word. The wordings are those of
/// Postfix (`smtpd_check.c`: "Relay access denied", "Sender address rejected", "Helo command rejected", "Client host
/// rejected", "blocked using", "User unknown in … table"), Exim ("relay not permitted", "Sender verify failed",
/// "Unrouteable address"), Sendmail ("Relaying denied", "User unknown"), qmail ("allowed rcpthosts"), Exchange ("Unable
/// to relay", `RecipientNotFound`, `SendAsDenied`), Gmail ("email account that you tried to reach does not exist"),
/// Yahoo ("This user doesn't have a … account"), and of their kind.
const WORDS: &[(&[&str], About)] = &[
    // One member list of an office takes mail from its own people only: about that list, whatever it says of logins.
    (&["resolver.rst"], Content),
    (&["sendasdenied"], About::Trouble(Sender)),
    (&["send as|send on behalf", "not allowed|not permitted|denied|permission"], About::Trouble(Sender)),
    (
        &[
            "_sender_",
            "reject|refus|denied|not owned|not allowed|not permitted|unknown|invalid|not exist|blocked|unverif|verif|banned|not accept|bad ",
        ],
        About::Trouble(Sender),
    ),
    (&["recipient", "verif|callout|callback"], NoMailbox),
    (&["verif", "failed|failure|fail_"], About::Trouble(Sender)),
    (&["callout|callback"], About::Trouble(Sender)),
    (
        &["mail from|return path|return-path|envelope from", "not allowed|not permitted|invalid|denied|not exist|must"],
        About::Trouble(Sender),
    ),
    (
        &[
            "not allowed to send|not permitted to send|may not send|not authorized to send mail|not authorised to send mail",
        ],
        About::Trouble(Sender),
    ),
    (
        &[
            "user|mailbox|recipient|address|account|addressee|login name",
            "unknown|not exist|not found|no longer|not known|not recognized|not recognised",
        ],
        NoMailbox,
    ),
    (
        &[
            "no such|no mailbox|doesn't have a|does not have a|don't have|not our customer|not a valid|not a known|invalid|bad destination|nonexistent|non-existent",
            "user|mailbox|recipient|address|account|person|here|domain|destination",
        ],
        NoMailbox,
    ),
    (
        &[
            "mailbox|account|user|recipient",
            "unavailable|disabled|inactive|suspended|deactivated|closed|expired|moved|undeliverable",
        ],
        NoMailbox,
    ),
    (&["recipientnotfound|unrouteable|unroutable|undeliverable address|invalid recipient"], NoMailbox),
    (&["mailbox|account|user|quota", "full_|over quota|exceeded|overquota|over its"], FullMailbox),
    (
        &["_spf_|sender policy framework|openspf|_dkim_|_dmarc_|domainkeys|domain authentication"],
        About::Trouble(Domain),
    ),
    (&["unauthenticated", "mail|message|email|sender"], About::Trouble(Domain)),
    (
        &[
            "_relay|allowed rcpthosts|non-accepted domain|not a local domain|not local to this|we do not accept mail for",
        ],
        About::Trouble(Relay),
    ),
    (
        &["authenticat|_auth_|smtp auth|smtp-auth|log in_|login_|logged in|password|pop before|credentials"],
        About::Trouble(Login),
    ),
    (
        &["starttls|encryption required|_tls required|must use tls|requires tls|secure connection"],
        About::Trouble(Encryption),
    ),
    (&["_helo|_ehlo"], About::Trouble(Line)),
    (
        &[
            "client host|your host|your ip|_ip address|ip reputation|sending ip|client ip|your network|your server|connecting host|connecting ip|dynamic ip|dial-up|dialup|residential",
        ],
        About::Trouble(Line),
    ),
    (&["_ptr_|reverse dns|reverse-dns|_rdns|reverse host|reverse lookup|hostname lookup|no dns"], About::Trouble(Line)),
    (
        &[
            "block|blacklist|black list|black-list|denylist|deny list|_listed|_rbl|dnsbl|reputation",
            "using|list|_rbl|dnsbl|spamhaus|spamcop|barracuda|sorbs|uceprotect|_ip_|host|network|reputation",
        ],
        About::Trouble(Line),
    ),
    (&["spamhaus|spamcop|barracudacentral|sorbs.net|uceprotect|abuseat|mailspike|senderscore"], About::Trouble(Line)),
    (
        &[
            "spam|virus|malware|phish|content|header|attachment|too large|too big|message size|maximum size|too long|mime|rfc 5322|rfc5322|rfc 2822|line length|charset|subject|duplicate",
        ],
        Content,
    ),
];

/// Reads a refusal (4yz or 5yz) received at `phase`.
pub fn classify(phase: Phase, reply: &Reply) -> Class {
    let class = |scope, permanence| Class { scope, permanence };
    let by_code = if reply.is_temporary() { Permanence::Temporary } else { Permanence::Permanent };
    if is_closing(reply) || is_session_limit(phase, reply) {
        return class(Scope::Session, Permanence::Temporary);
    }
    if is_quota(reply) {
        return class(Scope::Account, Permanence::Temporary);
    }
    match phase {
        // REQUIRETLS elsewhere (RFC 8689), "basic authentication is not supported" here; either way
        // the login decides. A 454 4.7.0 is the server's trouble, not the password's (RFC 4954).
        Phase::Login => return class(Scope::Account, password_transition(reply).unwrap_or(by_code)),
        Phase::Connect | Phase::Tls | Phase::Greeting | Phase::Ehlo | Phase::StartTls | Phase::Between => {
            return class(Scope::Session, by_code);
        }
        Phase::Mail | Phase::Rcpt | Phase::Data | Phase::Body | Phase::FinalDot => {}
    }
    match about(phase, reply) {
        Some(About::Trouble(_)) => class(Scope::Account, by_code),
        Some(Dialogue) => class(Scope::Session, Permanence::Temporary),
        Some(FullMailbox) => class(Scope::Target, Permanence::Temporary),
        // Behind the end of a letter nobody says which of its recipients is meant.
        Some(NoMailbox) if phase == Phase::Rcpt => class(Scope::Target, by_code),
        Some(NoMailbox | Content) => class(Scope::Letter, by_code),
        // MAIL names nothing but the account.
        None if phase == Phase::Mail => class(Scope::Account, by_code).or_letter(by_code),
        None => class(Scope::Letter, Permanence::Temporary),
    }
}

/// What is wrong with the sender's side, if that is what a refusal is about.
pub fn trouble(phase: Phase, reply: &Reply) -> Option<Trouble> {
    match (phase, about(phase, reply)) {
        (_, Some(About::Trouble(Login))) => Some(kind_of_login(reply)),
        (_, Some(About::Trouble(trouble))) => Some(trouble),
        (Phase::Login, _) => Some(kind_of_login(reply)),
        (Phase::Mail, None) if !reply.is_temporary() => Some(Sender),
        _ => None,
    }
}

/// What a refused login lacks. Gmail says `534 5.7.9 Application-specific password required`, Microsoft `535 5.7.139
/// Authentication unsuccessful, basic authentication is disabled`, `550 5.7.30 Basic authentication is not supported`
/// and `535 5.7.139 ... SmtpClientAuthentication is disabled for the Tenant`.
fn kind_of_login(reply: &Reply) -> Trouble {
    let text = reply.text.to_ascii_lowercase();
    let says = |any: &[&str]| any.iter().any(|phrase| text.contains(phrase));
    if says(&[
        "smtpclientauthentication is disabled",
        "disabled for the tenant",
        "disabled for the mailbox",
        "by your administrator",
        "by the administrator",
    ]) {
        Trouble::LoginOff
    } else if says(&["application-specific", "app password", "app-specific", "application password"]) {
        Trouble::AppPassword
    } else if says(&["basic auth", "oauth", "modern auth"]) || matches!(reply.enhanced, Some((5, 7, 139 | 30))) {
        Trouble::Token
    } else {
        match reply.enhanced {
            Some((5, 7, 9)) => Trouble::AppPassword,
            _ => Login,
        }
    }
}

impl Class {
    /// A "not now" to MAIL is about this letter.
    fn or_letter(self, permanence: Permanence) -> Self {
        if permanence == Permanence::Temporary { Self { scope: Scope::Letter, permanence } } else { self }
    }
}

fn about(phase: Phase, reply: &Reply) -> Option<About> {
    let is_about = |subject: u16, detail: u16| {
        CODES.iter().find(|(known, from, to, _)| *known == subject && (*from..=*to).contains(&detail)).map(|row| row.3)
    };
    let by_enhanced = reply.enhanced.and_then(|(_, subject, detail)| match (subject, detail) {
        // REQUIRETLS (RFC 8689), which is never asked for here, or a login that Microsoft does not take: nobody can tell.
        (7, 30) => None,
        // Exchange Online: an address that its directory does not know.
        (4, 1) if phase == Phase::Rcpt && !reply.is_temporary() => Some(NoMailbox),
        _ => is_about(subject, detail),
    });
    let by_words = by_words(&reply.text, phase);
    match (reply.code, by_enhanced, by_words) {
        // RFC 4954: authentication required, mechanism too weak, credentials invalid, encryption required.
        (530, _, Some(About::Trouble(Encryption))) | (538, ..) => Some(About::Trouble(Encryption)),
        // Some servers say as a bad sequence that a login comes first.
        (530 | 534 | 535, ..) | (503, _, Some(About::Trouble(Login))) => Some(About::Trouble(Login)),
        (503, ..) => Some(Dialogue),
        // "5.1.1 Sender address rejected: User unknown in local recipient table" is about the sender.
        (_, Some(NoMailbox), Some(About::Trouble(trouble))) => Some(About::Trouble(trouble)),
        (_, Some(about), _) | (_, None, Some(about)) => Some(about),
        // RFC 5321 section 4.2.2: user not local, mailbox name not allowed; and a full one or a letter too large.
        (551 | 553, ..) if phase == Phase::Rcpt => Some(NoMailbox),
        (452 | 552, ..) if phase == Phase::Rcpt => Some(FullMailbox),
        (552, ..) => Some(Content),
        _ => None,
    }
}

/// What the words of a reply are about.
fn by_words(text: &str, phase: Phase) -> Option<About> {
    let words = text.split_whitespace().filter(|word| !word.contains('@'));
    let text = format!(" {} ", words.collect::<Vec<_>>().join(" ").to_lowercase());
    let text = text.replace(['.', ',', ':', ';', '(', ')', '[', ']', '<', '>', '!', '"'], " ");
    let occurs = |phrase: &str| {
        // The marks above became spaces, so a dot in a phrase is one here too.
        text.contains(&phrase.replace(['_', '.'], " "))
    };
    let is_said = |all: &[&str]| all.iter().all(|any| any.split('|').any(occurs));
    let found = WORDS.iter().find(|(all, _)| is_said(all)).map(|(_, about)| *about);
    // Who has read a letter and says no to it means the letter.
    found.or_else(|| (phase == Phase::FinalDot && is_said(REJECTED)).then_some(Content))
}

/// A letter that was read and is not taken: Postfix's "End-of-data rejected", "message rejected by policy".
const REJECTED: &[&str] = &[
    "message|_mail_|e-mail|email|letter|end-of-data|policy",
    "reject|refus|not wanted|unwanted|not accept|not allowed|not permitted|unacceptable|denied",
];

/// Limits on what the account may send, reported with 4yz or 5yz alike.
fn is_quota(reply: &Reply) -> bool {
    let text = reply.text.to_ascii_lowercase();
    match (reply.code, reply.enhanced) {
        (_, Some((5, 4, 5) | (5, 7, 233))) | (400..=499, Some((_, 5, 3))) => true,
        (454, _) if text.contains("throttl") => true,
        // IONOS and its like: `450 Requested mail action not taken: Mail send limit exceeded`.
        (400..=599, _) => {
            let limits =
                ["send limit exceeded", "sending limit exceeded", "sending quota", "sending rate", "send quota"];
            limits.iter().any(|limit| text.contains(limit))
        }
        _ => false,
    }
}

/// The server is going away or wants fewer connections.
fn is_closing(reply: &Reply) -> bool {
    reply.code == 421
        || matches!((reply.code, reply.enhanced), (400..=499, Some((_, 3, 2))))
        || (reply.code == 432 && password_transition(reply).is_none())
}

/// The server takes no more letters over this connection: at MAIL, "451 too many messages in this connection" and
/// the like. `OpenSMTPD` says "452 4.5.3 Too many recipients: Too many messages sent", Exim 421.
fn is_session_limit(phase: Phase, reply: &Reply) -> bool {
    let text = reply.text.to_ascii_lowercase();
    let says = |any: &[&str]| any.iter().any(|phrase| text.contains(phrase));
    let of_connection = says(&["session", "connection"])
        && says(&["too many", "limit", "maximum", "max ", "exceed", "reconnect", "no more", "new connection"]);
    let is_limit = of_connection || says(&["too many messages", "too many mails", "too many emails"]);
    phase == Phase::Mail && reply.is_temporary() && is_limit
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
    use crate::smtp::read_reply;

    const REPLIES: &[(Phase, &str, Scope, Permanence)] = &[
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
        (Phase::Rcpt, "554 no", Letter, Temporary),
        (Phase::Rcpt, "450 4.2.1 receiving too fast", Target, Temporary),
        (Phase::Rcpt, "452 4.2.2 full", Target, Temporary),
        (Phase::Rcpt, "552 5.2.2 full", Target, Temporary),
        (Phase::Rcpt, "552 full", Target, Temporary),
        (Phase::FinalDot, "552 5.2.2 full", Target, Temporary),
        (Phase::Rcpt, "550 5.2.121 receive limit from this sender", Target, Temporary),
        (Phase::Rcpt, "550 5.2.122 receive limit", Target, Temporary),
        (Phase::FinalDot, "554 5.2.122 receive limit", Target, Temporary),
        // A policy or a broken dialogue says nothing about the address.
        (Phase::Rcpt, "550 5.7.1 no", Letter, Temporary),
        (Phase::Rcpt, "550 5.7.30 REQUIRETLS", Letter, Temporary),
        (Phase::Rcpt, "503 5.5.1 need MAIL first", Session, Temporary),
        // The letter.
        (Phase::Rcpt, "550 5.6.7 needs SMTPUTF8", Letter, Permanent),
        (Phase::Mail, "550 5.6.7 needs SMTPUTF8", Letter, Permanent),
        (Phase::Rcpt, "450 4.7.1 greylisted", Letter, Temporary),
        (Phase::Rcpt, "451 try later", Letter, Temporary),
        (Phase::Rcpt, "454 4.7.1 not now", Letter, Temporary),
        (Phase::Data, "503 5.5.1 no valid recipients", Session, Temporary),
        (Phase::Data, "451 4.3.0 try later", Letter, Temporary),
        (Phase::FinalDot, "552 5.3.4 too big", Letter, Permanent),
        (Phase::FinalDot, "552 too big", Letter, Permanent),
        (Phase::FinalDot, "554 5.7.1 looks like spam", Letter, Permanent),
        (Phase::FinalDot, "554 5.7.1 <END-OF-MESSAGE>: End-of-data rejected: no", Letter, Permanent),
        (Phase::FinalDot, "550 5.7.1 Message rejected by policy", Letter, Permanent),
        (Phase::FinalDot, "554 5.7.1 no", Letter, Temporary),
        (Phase::Rcpt, "550 5.1.1 recipient address verification failed", Target, Permanent),
        (Phase::Rcpt, "550 Recipient callout failed", Target, Permanent),
        (Phase::Rcpt, "550 Callback setup failed while verifying <branch@union.test>", Account, Permanent),
        (Phase::FinalDot, "550 5.7.26 unauthenticated", Account, Permanent),
        (Phase::FinalDot, "550 5.7.515 access denied", Account, Permanent),
        (Phase::FinalDot, "550 5.7.30 REQUIRETLS", Letter, Temporary),
        (Phase::FinalDot, "550 5.1.1 one of them is wrong", Letter, Permanent),
        (Phase::FinalDot, "451 4.3.0 try later", Letter, Temporary),
        (Phase::Body, "552 5.3.4 stop", Letter, Permanent),
        // What servers answer where they name the recipient, or after the letter, and is about the sender's side.
        (Phase::Rcpt, "554 5.7.1 <court@office.test>: Relay access denied", Account, Permanent),
        (Phase::Rcpt, "550 5.7.1 Unable to relay", Account, Permanent),
        (Phase::Rcpt, "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", Account, Permanent),
        (Phase::Rcpt, "550 relay not permitted", Account, Permanent),
        (Phase::Rcpt, "550 5.7.1 <court@office.test>... Relaying denied", Account, Permanent),
        (
            Phase::Rcpt,
            "550 5.7.1 <court@office.test>... Relaying denied. Proper authentication required.",
            Account,
            Permanent,
        ),
        (Phase::Rcpt, "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", Account, Permanent),
        (Phase::Rcpt, "550 Relaying is not allowed: court@office.test", Account, Permanent),
        (Phase::Rcpt, "550 5.7.0 We do not relay", Account, Permanent),
        (
            Phase::Rcpt,
            "554 5.7.1 Service unavailable; Client host [10.1.2.3] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/10.1.2.3",
            Account,
            Permanent,
        ),
        (Phase::Rcpt, "550 Rejected: 10.1.2.3 is listed at bl.spamcop.net", Account, Permanent),
        (Phase::Rcpt, "550 5.7.1 Mail from 10.1.2.3 refused: see RBL", Account, Permanent),
        (Phase::Rcpt, "550 5.7.1 Your IP is on our blocklist", Account, Permanent),
        (Phase::Rcpt, "550 5.7.606 Access denied, banned sending IP [10.1.2.3]", Account, Permanent),
        (Phase::Rcpt, "550 5.7.511 Access denied, banned sender[10.1.2.3]", Account, Permanent),
        (
            Phase::Rcpt,
            "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname",
            Account,
            Permanent,
        ),
        (Phase::Rcpt, "550 5.7.1 <localhost>: Helo command rejected: Host not found", Account, Permanent),
        (Phase::Rcpt, "550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)", Account, Permanent),
        (Phase::Rcpt, "550 5.7.1 Client host rejected: cannot find your hostname, [10.1.2.3]", Account, Permanent),
        (
            Phase::Rcpt,
            "550 5.7.25 The IP address sending this message does not have a PTR record setup",
            Account,
            Permanent,
        ),
        (
            Phase::Rcpt,
            "553 5.7.1 <branch@union.test>: Sender address rejected: not owned by user jo",
            Account,
            Permanent,
        ),
        (Phase::Rcpt, "550 5.1.8 <branch@union.test>: Sender address rejected: Domain not found", Account, Permanent),
        (
            Phase::Rcpt,
            "550 5.1.0 <branch@union.test>: Sender address rejected: User unknown in local recipient table",
            Account,
            Permanent,
        ),
        (
            Phase::Rcpt,
            "550 5.1.7 <branch@union.test>: Sender address rejected: undeliverable address",
            Account,
            Permanent,
        ),
        (Phase::Rcpt, "550 Sender verify failed", Account, Permanent),
        (Phase::Rcpt, "550 Verification failed for <branch@union.test>", Account, Permanent),
        (Phase::Rcpt, "550 Authentication is required for relay", Account, Permanent),
        (Phase::Rcpt, "550 5.7.1 Authentication required", Account, Permanent),
        (Phase::Rcpt, "530 5.7.1 Client was not authenticated", Account, Permanent),
        (
            Phase::Rcpt,
            "550 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM",
            Account,
            Permanent,
        ),
        (Phase::Rcpt, "553 5.7.3 Requested action aborted; user not authenticated", Account, Permanent),
        (Phase::Rcpt, "550 5.7.64 TenantAttribution; Relay Access Denied", Account, Permanent),
        (
            Phase::Rcpt,
            "550 5.7.23 The message was rejected because of Sender Policy Framework violation",
            Account,
            Permanent,
        ),
        (Phase::Rcpt, "550 SPF: 10.1.2.3 is not allowed to send mail from union.test", Account, Permanent),
        (
            Phase::Rcpt,
            "550 5.7.1 <court@office.test>: Recipient address rejected: Please see http://www.openspf.org/why?id=branch",
            Account,
            Permanent,
        ),
        (Phase::FinalDot, "550 5.7.26 This mail is unauthenticated, which poses a security risk", Account, Permanent),
        (Phase::FinalDot, "550 5.7.26 sender is unauthenticated", Account, Permanent),
        (
            Phase::FinalDot,
            "550 5.7.515 Access denied, sending domain union.test does not meet the required authentication level",
            Account,
            Permanent,
        ),
        (
            Phase::FinalDot,
            "550 5.7.509 Access denied, sending domain union.test does not pass DMARC verification",
            Account,
            Permanent,
        ),
        (Phase::FinalDot, "501 5.1.7 Bad sender address syntax", Account, Permanent),
        (
            Phase::FinalDot,
            "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
            Account,
            Permanent,
        ),
        (
            Phase::FinalDot,
            "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied",
            Account,
            Permanent,
        ),
        (
            Phase::FinalDot,
            "550 5.7.1 Unauthenticated email from union.test is not accepted due to domain's DMARC policy",
            Account,
            Permanent,
        ),
        (Phase::Mail, "550 5.7.1 sender not permitted", Account, Permanent),
        (Phase::Mail, "530 5.7.0 Must issue a STARTTLS command first", Account, Permanent),
        (Phase::Data, "554 5.7.1 <branch@union.test>: Sender address rejected: Access denied", Account, Permanent),
        (Phase::Data, "550 5.7.1 <localhost>: Helo command rejected: no", Account, Permanent),
        (
            Phase::Rcpt,
            "550 5.1.1 <court@office.test>: Recipient address rejected: User unknown in virtual mailbox table",
            Target,
            Permanent,
        ),
        (Phase::Rcpt, "550 5.1.1 The email account that you tried to reach does not exist.", Target, Permanent),
        (
            Phase::Rcpt,
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
            Target,
            Permanent,
        ),
        (Phase::Rcpt, "550 No such user here", Target, Permanent),
        (Phase::Rcpt, "550 <court@office.test> unknown user", Target, Permanent),
        (Phase::Rcpt, "553 5.3.0 <court@office.test>... User unknown", Target, Permanent),
        (Phase::Rcpt, "550 5.2.1 The email account that you tried to reach is disabled.", Target, Permanent),
        (Phase::Rcpt, "550 Requested action not taken: mailbox unavailable", Target, Permanent),
        (Phase::Rcpt, "551 5.1.6 mailbox moved", Target, Permanent),
        (Phase::Rcpt, "550 mailbox not found", Target, Permanent),
        (Phase::Rcpt, "550 Invalid recipient court@office.test", Target, Permanent),
        (Phase::Rcpt, "511 5.1.1 unknown address court@office.test", Target, Permanent),
        (
            Phase::Rcpt,
            "554 delivery error: dd This user doesn't have a yahoo.com account (court@office.test) [0]",
            Target,
            Permanent,
        ),
        (Phase::FinalDot, "550 5.1.1 no such user court@office.test", Letter, Permanent),
    ];

    #[test]
    fn every_row_of_the_table_of_replies() {
        let mut wrong = Vec::new();
        for (phase, line, scope, permanence) in REPLIES {
            let reply = Reply::from(read_reply::read(&mut format!("{line}\r\n").as_bytes()).unwrap());
            let class = classify(*phase, &reply);
            if class != (Class { scope: *scope, permanence: *permanence }) {
                wrong.push(format!("{phase:?} {line}: {class:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
