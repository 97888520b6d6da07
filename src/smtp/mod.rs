//! The dialogue with a mail server (RFC 5321, RFC 6409), step by step.
//!
//! Every failure names its step, because the step decides whether the program may send a letter again:
//! before the final dot always, after it never without asking. This module sends one letter at its
//! caller's request. It keeps no queue, waits for no quota, and never tries again by itself.
//!
//! ```text
//! server        where to connect, and how the connection is protected
//! wire, tls     bytes over TCP or TLS, every wait with a deadline
//! reply         a server's answer
//! read_reply    reading a reply as bytes
//! scope         what an answer is about (letter, target, account, session) and for how long
//! phase         the steps of a dialogue
//! failure       what went wrong, at which phase
//! login         PLAIN, LOGIN, XOAUTH2, and the secret
//! offers        what the server offers in its answer to EHLO
//! timeouts      how long each step may take
//! speaks        what a port speaks, by its first bytes
//! probe         asking a port that does not speak SMTP as expected
//! connection    from the greeting to the login, and the goodbye
//! submission    one letter: who is admitted, the letter, the final dot, the verdict
//! body          the bytes of a letter, checked and dot-stuffed
//! presets       what providers publish about their servers and limits
//! ```

mod body;
mod connection;
mod failure;
mod login;
mod offers;
mod phase;
pub mod presets;
mod probe;
mod read_reply;
mod reply;
mod scope;
mod server;
mod speaks;
mod submission;
mod timeouts;
mod tls;
mod wire;

pub use body::Defect;
pub use connection::{ClientName, ClientNameError, Connection};
pub use failure::{Cause, Failure};
pub use login::{Login, LoginError, Secret};
pub use phase::Phase;
pub use reply::{Enhanced, Reply, Unreadable};
pub use scope::{Class, Permanence, Scope, Trouble, classify};
pub use server::{Server, ServerError, ServerUrl, Tls};
pub use speaks::Speaks;
pub use submission::{
    Announced, Ended, Envelope, NoOfficeAddress, Progress, Recipient, Refusal, Role, Submission, SubmissionOutcome,
    Verdict, Written,
};
pub use timeouts::Timeouts;
pub use tls::{AuthorityError, Trust};
