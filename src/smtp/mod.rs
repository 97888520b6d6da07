//! The dialogue with a mail server (RFC 5321, RFC 6409), step by step.
//!
//! Where it can go wrong, it says at which step, because the step decides whether a letter may be
//! sent again: before the final dot always, after it never without asking. This module sends one
//! letter when told to. It keeps no queue, waits for no quota, and never tries again by itself.
//!
//! ```text
//! server        where to connect, and how the line is protected
//! wire, tls     bytes over TCP or TLS, every wait with a deadline
//! reply         a server's answer, read as bytes
//! scope         what an answer is about (letter, target, account, session) and for how long
//! failure       what went wrong, at which phase
//! login         PLAIN, LOGIN, XOAUTH2, and the secret
//! connection    from the greeting to the login, and the goodbye
//! submission    one letter: who is admitted, the letter, the final dot, the verdict
//! body          the bytes of a letter, checked and dot-stuffed
//! presets       what providers publish about their servers and limits
//! ```

mod body;
mod connection;
mod failure;
mod login;
pub mod presets;
mod probe;
mod reply;
mod scope;
mod server;
mod submission;
mod tls;
mod wire;

pub use body::Defect;
pub use connection::{ClientName, ClientNameError, Connection, Timeouts};
pub use failure::{Cause, Failure, Phase};
pub use login::{Login, LoginError, Secret};
pub use probe::Speaks;
pub use reply::{Enhanced, Reply, Unreadable};
pub use scope::{Class, Permanence, Scope, Trouble, classify};
pub use server::{Server, ServerError, ServerUrl, Tls};
pub use submission::{
    Announced, Ended, Envelope, NoOfficeAddress, Outcome, Progress, Recipient, Refusal, Role, Submission, Verdict,
    Withheld, Written,
};
pub use tls::{AuthorityError, Trust};
