//! The person at the terminal: what is shown to them, what they are asked, and the one look at the world around the
//! program.

pub mod environment;
pub mod pager;
pub mod prompts;
pub mod report;

use environment::Environment;
use report::Report;

/// Where something is said, and what the times in it are told by.
#[derive(Clone, Copy)]
pub struct Terminal<'a> {
    pub report: &'a Report,
    pub environment: &'a Environment,
}
