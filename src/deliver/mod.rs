//! Hands finished mails to a server over several connections, and tells the fate of each. "Sent" is
//! said only after the server took responsibility for the letter to the office's own address. A letter
//! is tried again only while it is certain that nobody has it, and its end is written only after the
//! outbox has marked that it will be.
//!
//! ```text
//! feed (a thread): makes the mails  ->  claims some hundreds with one sync  ->  desk
//! desk: a short queue, and the pace
//! hands (threads): each leads connections, which fetch letters at the desk; marks and answers are
//!     written through the ledger
//! ledger: one outbox, one commit for all that comes at the same time
//! the caller's thread: hears the fates
//! ```

mod backoff;
mod desk;
mod fate;
mod hand;
mod job;
mod ledger;
mod pace;
mod run;
mod shared;
mod tried;

pub use desk::REFUSALS_MOST;
pub use fate::{Fate, Stopped, untried};
pub use job::{DayOver, Job, Line};
pub use pace::Pace;
pub use run::{Event, Run, deliver};
