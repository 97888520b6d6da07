//! Whether something is still made for a campaign that is over. What goes out by itself is made when a person says so:
//! on a terminal, or by a flag. Nothing is made here.

use crate::app::App;
use crate::failure::Failure;
use crate::messages::standing::{Thing, make_anyway, no_longer_wanted, refused_as_over};

/// How a thing leaves the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    /// It goes out by itself.
    ByItself,
    /// The same, and somebody said that it may.
    Anyway,
    /// It is only looked at.
    Shown,
}

impl Leaves {
    /// What goes out by itself, unless a flag says that it may.
    pub fn unless(anyway: bool) -> Self {
        if anyway { Self::Anyway } else { Self::ByItself }
    }
}

/// Whether it is made, although the campaign is over; `over` says why it is.
pub fn may_go_on(app: &App, over: &str, thing: Thing, leaves: Leaves) -> Result<bool, Failure> {
    if leaves != Leaves::ByItself {
        app.report.say(&no_longer_wanted(over));
        return Ok(true);
    }
    if !app.ask.possible() {
        return Err(refused_as_over(over, thing));
    }
    let agreed = app.ask.consent(&make_anyway(over, thing))?;
    if !agreed {
        app.report.say("Nothing was written.");
    }
    Ok(agreed)
}
