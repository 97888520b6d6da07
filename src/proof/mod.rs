//! What a mailbox proves about letters: whose copy lies in it, and which mails came back.
//!
//! ```text
//! mailbox    an mbox, a Maildir or files, mail by mail; memory does not grow with any of them
//! report     one mail: its Message-ID, or what it reports about the delivery of another (RFC 3464)
//! ```
//!
//! It reads what strangers wrote, believes no more of it than stands there, and guesses nothing. What
//! follows for a letter is not decided here; this room knows of none.

mod mailbox;
mod report;

pub use mailbox::{Mail, Mailbox, MailboxError, Problem};
pub use report::{Action, Delivery, Finding, Report, read};
