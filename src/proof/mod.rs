//! What a mailbox proves about letters: whose copy lies in it, and which mails came back.
//!
//! ```text
//! mailbox    an mbox, a Maildir or files, mail by mail; memory does not grow with any of them
//! report     one mail: the fields it is known by, or what it reports about the delivery of another (RFC 3464)
//! verdict    what all of that proves about a letter of the outbox
//! ```
//!
//! It reads what strangers wrote, believes no more of it than stands there, and guesses nothing.

mod mailbox;
mod report;
mod verdict;

pub use mailbox::{Mail, Mailbox, MailboxError, MailboxProblem};
pub use report::{Action, Copy, CopyAddresses, Delivery, Finding, Report, read};
pub use verdict::{AddressField, Because, Conclusion, Evidence, Remark};
