//! Whether something is made for a campaign that is over or not finished. What goes out by itself is made when a person
//! says so: on a terminal, or by a flag. Nothing is made here.

use outcry::campaign::{Campaign, Stop};

use crate::app::App;
use crate::failure::Failure;
use crate::messages::standing::{Thing, letters_not_wanted, make_anyway, refused_unasked};

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

/// Whether it is made, although the campaign is not open.
pub fn may_go_on(
    app: &App,
    (campaign, stop): (&Campaign, Stop),
    thing: Thing,
    leaves: Leaves,
) -> Result<bool, Failure> {
    if leaves != Leaves::ByItself {
        app.say_notices(&[format!("{}.", letters_not_wanted(campaign, stop)).into()]);
        return Ok(true);
    }
    if !app.ask.possible() {
        return Err(refused_unasked(campaign, stop, thing));
    }
    let agreed = app.ask.consent(&make_anyway(campaign, stop, thing))?;
    if !agreed {
        app.report.say("Nothing was written.");
    }
    Ok(agreed)
}
