//! How far a delivery is: a bar on a terminal, a plain line now and then anywhere else.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::counts::Tally;
use crate::terminal::environment::Environment;
use crate::terminal::prompts;
use crate::terminal::report::Report;

/// How often a plain line is said.
const PLAIN_EVERY: Duration = Duration::from_secs(30);
/// Bars below this many letters come and go before anybody can read them.
const FEWEST: u64 = 20;

pub enum Progress {
    None,
    Bar(ProgressBar),
    Plain { began: Instant, said: Instant, total: u64 },
}

impl Progress {
    /// Begins to show so many letters; nothing for one signatory, whose letters are told one by one.
    pub fn begin(report: &Report, environment: &Environment, total: u64, listed: bool) -> Self {
        if !listed || total < FEWEST || report.is_quiet() {
            return Self::None;
        }
        if !environment.can_redraw {
            let now = Instant::now();
            return Self::Plain { began: now, said: now, total };
        }
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(5));
        if let Ok(style) = ProgressStyle::with_template("{pos} of {len} {wide_bar} {rate}, {eta} left{msg}") {
            let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                let _shown = write!(out, "{:.1} a second", state.per_sec());
            };
            bar.set_style(style.with_key("rate", rate).progress_chars("=> "));
        }
        Self::Bar(bar)
    }

    pub fn tick(&mut self, tally: &Tally) {
        match self {
            Self::None => {}
            Self::Bar(bar) => {
                bar.set_position(tally.told());
                let some = |count: u64, what: &str| if count > 0 { format!(", {count} {what}") } else { String::new() };
                bar.set_message(
                    some(tally.refused, "refused") + &some(tally.waiting, "waiting") + &some(tally.doubt, "in doubt"),
                );
            }
            Self::Plain { began, said, total } => {
                if said.elapsed() >= PLAIN_EVERY {
                    *said = Instant::now();
                    let minutes = began.elapsed().as_secs() / 60;
                    let line = format!("{} of {total} after {minutes} min: {}", tally.told(), tally.words(""));
                    prompts::say(&line);
                }
            }
        }
    }

    /// Says something while the bar is out of the way.
    pub fn aside(&self, say: impl FnOnce()) {
        match self {
            Self::Bar(bar) => bar.suspend(say),
            Self::None | Self::Plain { .. } => say(),
        }
    }

    pub fn end(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
