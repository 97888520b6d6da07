//! Hands finished mails to a server over several connections and reports the outcome of each.
//!
//! A letter counts as sent only after the server took responsibility for it towards the office's own
//! address. The run retries a letter only while nobody can have it, and a worker writes a letter's
//! end only after the outbox has marked that the end comes. To see how no letter is sent twice, read
//! `worker`, from `begin` to `judge`, and skip `multiplex` and `group_commit`: those two buy speed.
//!
//! ```text
//! producer (thread): makes mails  ->  claims up to 128 with one sync  ->  queue
//! queue: short; releases each letter when the pace allows it
//! shared: claims, the queue's other end, and what all workers need
//! workers (threads): each takes letters from the queue and drives them through its connections
//! group_commit: the one outbox; notes of several workers share a commit
//! caller's thread: receives the outcomes
//! ```

mod attempt;
mod backoff;
mod group_commit;
mod job;
mod multiplex;
mod outcome;
mod pace;
mod queue;
mod run;
mod shared;
mod slot;
mod worker;

pub use job::{DayOver, Endpoint, Job};
pub use outcome::{Outcome, Stopped, untried};
pub use pace::Pace;
pub use queue::REFUSALS_MOST;
pub use run::{Event, Run, deliver};
