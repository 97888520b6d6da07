//! The outbox: what was sent, waits, was refused, came back or is in doubt. One file that a killed process or a
//! power cut cannot lead to say too little.
//!
//! It holds no letter and no name: a letter is known by a keyed digest of campaign, office and signatory
//! ([`Key`]). So it cannot send by itself; the same command makes the letters anew, and the outbox
//! says which of them are missing.
//!
//! ```text
//! state    what may be known of a letter, and the only ways from one knowledge to the next
//! key      the name of a letter
//! entry    one line, with its seal
//! reason   what of a server's words is kept
//! file     where the file lies, its mode, the lock of a run
//! schema   the tables, and bringing older ones up to date
//! signed   who signed a joint letter, as digests
//! tables   the smaller ones: lists, claims, what an account spent
//! boot     this start of the machine
//! log      whether the log beside the file is whole
//! view     reading
//! note     what a run, a person or a mailbox has to say of a letter
//! listing  putting letters on the list
//! run      what a sending run writes, and what a person or a proof settles
//! open     opening to read, and bringing an older file up to date first
//! problem  why the outbox cannot be used
//! ```
//!
//! What is on the disk when: before a letter's end is written, a mark says that it is about to be
//! ([`Event::Ending`]); after it, the server's answer is written. A killed process loses neither, since
//! what was written is in the system's hands. A power cut may lose what was not synced, always the last
//! part: commits reach the disk in their order. So the mark is synced, or else the letter was *claimed*
//! before: one synced line names some hundreds of letters that are about to be tried and the start of
//! the machine. After a power cut the machine has started again, and what was claimed and not settled
//! is in doubt, which is what is known of it.
//!
//! The time is always given; this room has no clock.

mod boot;
mod change;
mod entry;
mod file;
mod key;
mod listing;
mod log;
mod note;
mod open;
mod problem;
mod reason;
mod run;
mod schema;
mod signed;
mod state;
mod tables;
mod view;

pub use change::GIVES_UP_AFTER;
pub use entry::{Entry, Listed, Stamp};
pub use key::{Key, Named, Naming};
pub use listing::{Listing, Put};
pub use note::{Answer, Decision, Event, Proof, PutOff, Spent};
pub use problem::{OutboxError, OutboxProblem};
pub use reason::in_common_words;
pub use run::{Claim, Outbox};
pub use signed::{ListChange, Signatories};
pub use state::{Move, NoSuchState, State};
pub use tables::{Fingerprint, KnownList, ListCheck};
pub use view::{Found, View, abandon};
