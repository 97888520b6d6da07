//! The one place where the program looks at the world: environment variables, the clock, folders,
//! whether a person is there. Everything else is told.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Instant;

use etcetera::BaseStrategy;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// What the program knows of the world around it.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact about the terminal")]
pub struct Environment {
    /// The moment that counts as now.
    pub now: Timestamp,
    /// Today, where the user is.
    pub today: Date,
    /// The moment by the clock, whatever `now` was fixed to: what is really sent goes by it.
    pub clock: Timestamp,
    /// The day by the clock.
    pub clock_today: Date,
    /// When this was looked at, by a clock that never jumps.
    looked: Instant,
    /// The zone days and times of day are told in.
    zone: TimeZone,
    /// The folder for this program's data.
    pub data_dir: Option<PathBuf>,
    /// The folder for this program's configuration.
    pub config_dir: Option<PathBuf>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// Whether a person can be asked: input and the message side are both a terminal.
    pub can_ask: bool,
    /// Whether results go to a terminal.
    pub stdout_is_terminal: bool,
    /// Whether messages go to a terminal.
    pub stderr_is_terminal: bool,
    /// Whether messages go to a terminal that wants colour.
    pub wants_color: bool,
    /// Whether a line on the message side can be written over.
    pub can_redraw: bool,
    /// The user's editor, if one is named.
    pub editor: Option<String>,
    /// What shows long results, where they go to a terminal that can show them so.
    pub pager: Option<Pager>,
}

/// A command that shows text a screen at a time.
#[derive(Debug, Clone)]
pub struct Pager {
    /// As a shell reads it.
    pub command: String,
    /// Whether nothing says how `less` is to do it.
    pub is_less_open: bool,
}

impl Pager {
    /// The one of `PAGER`, else `less`. To name none, or `cat`, is to want none.
    fn look(named: Option<String>, is_less_open: bool) -> Option<Self> {
        let command = named.unwrap_or_else(|| "less".to_owned());
        let is_wanted = !matches!(command.trim(), "" | "cat") && cfg!(unix);
        is_wanted.then_some(Self { command, is_less_open })
    }
}

impl Environment {
    /// Looks once. A fixed `SOURCE_DATE_EPOCH` makes output reproducible.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn look() -> Self {
        let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|raw| raw.parse().ok());
        let fixed = fixed.and_then(|seconds| Timestamp::from_second(seconds).ok());
        let clock = Timestamp::now();
        let now = fixed.unwrap_or(clock);
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let own_zone = match variable("TZ") {
            None => own_time_zone().unwrap_or_else(TimeZone::system),
            Some(_) => TimeZone::system(),
        };
        let zone = if fixed.is_some() { TimeZone::UTC } else { own_zone.clone() };
        let base = etcetera::choose_base_strategy().ok();
        let can_move_cursor = variable("TERM").is_some_and(|term| term != "dumb");
        Self {
            now,
            today: now.to_zoned_datetime(zone.clone()).date(),
            clock,
            clock_today: clock.to_zoned_datetime(own_zone).date(),
            looked: Instant::now(),
            zone,
            data_dir: base.as_ref().map(|base| base.data_dir().join("outcry")),
            config_dir: base.map(|base| base.config_dir().join("outcry")),
            home: etcetera::home_dir().ok(),
            can_ask: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
            stdout_is_terminal: std::io::stdout().is_terminal(),
            stderr_is_terminal: std::io::stderr().is_terminal(),
            wants_color: std::io::stderr().is_terminal()
                && variable("NO_COLOR").is_none()
                && variable("TERM").is_none_or(|term| term != "dumb"),
            can_redraw: std::io::stderr().is_terminal() && can_move_cursor,
            editor: variable("VISUAL").or_else(|| variable("EDITOR")),
            pager: Pager::look(std::env::var("PAGER").ok(), variable("LESS").is_none())
                .filter(|_| std::io::stdout().is_terminal() && can_move_cursor),
        }
    }

    /// The moment it is, counted on from `then` by a clock that never jumps: from `now` or `clock`.
    pub fn since(&self, then: Timestamp) -> Timestamp {
        SignedDuration::try_from(self.looked.elapsed())
            .ok()
            .and_then(|passed| then.checked_add(passed).ok())
            .unwrap_or(then)
    }

    /// The day a moment falls on, where the user is.
    pub fn day(&self, moment: Timestamp) -> Date {
        moment.to_zoned_datetime(self.zone.clone()).date()
    }

    /// A moment as the user's calendar and clock on the wall show it.
    pub fn local(&self, moment: Timestamp) -> String {
        self.wall_clock(moment).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// The day and the time of day of a moment, where the user is.
    pub fn wall_clock(&self, moment: Timestamp) -> DateTime {
        moment.to_zoned_datetime(self.zone.clone()).datetime()
    }
}

/// The zone this machine is set to, from its own file. Asking for it by name would list the whole
/// database of time zones first, which takes longer than writing the letter.
fn own_time_zone() -> Option<TimeZone> {
    TimeZone::tzif("local", &std::fs::read("/etc/localtime").ok()?).ok()
}
