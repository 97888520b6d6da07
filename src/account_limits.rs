//! How fast letters may go: what the account allows, what an office is spared, and what was typed
//! over both.

use std::collections::HashMap;

use jiff::SignedDuration;

use crate::deliver::Pace;
use crate::settings::Account;
use crate::smtp::presets::{self, Preset};

/// Letters an hour to one office, when nobody says otherwise: one every half minute. Somebody opens
/// them. It is a tenth of what the large mail services take from one sender before they refuse.
const HUMANE: u32 = 120;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// A provider counts a day as 24 hours.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// So many letters in a time, or no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// No limit.
    Off,
    /// That many, spaced evenly within that time.
    Each(u32, SignedDuration),
}

/// What was typed about the pace, each in place of what the account or an office would have.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Letters of the account.
    pub account: Option<Rate>,
    /// Letters to each office.
    pub office: Option<Rate>,
}

/// Limits in letters, and in recipients a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Of the account, by the minute or the hour.
    pub every: Option<Rate>,
    /// Letters of the account in 24 hours.
    pub per_day: Option<u32>,
    /// Recipients of the account in 24 hours.
    pub recipients_per_day: Option<u32>,
    /// To each office.
    pub office: Option<Rate>,
}

impl Rate {
    /// Reads "20/min", "120/hour", "500/day" or "off".
    pub fn parse(raw: &str) -> Option<Self> {
        if raw == "off" {
            return Some(Self::Off);
        }
        let (count, unit) = raw.split_once('/')?;
        let count = count.trim().parse().ok().filter(|count| *count > 0)?;
        let within = match unit.trim() {
            "s" | "sec" | "second" => SignedDuration::from_secs(1),
            "m" | "min" | "minute" => MINUTE,
            "h" | "hour" => HOUR,
            "d" | "day" => DAY,
            _ => return None,
        };
        Some(Self::Each(count, within))
    }

    /// The time between two letters.
    fn spacing(self) -> Option<SignedDuration> {
        match self {
            Self::Off => None,
            Self::Each(count, within) => Some(Pace::spacing(count, within)),
        }
    }
}

impl Limits {
    /// What holds an account's letters back. Towards a server on this machine only what was typed does.
    pub fn of(account: &Account, wanted: Wanted) -> Self {
        let mut limits = if account.server.is_loopback() { Self::default() } else { Self::allowed(account) };
        match wanted.account {
            Some(Rate::Off) => (limits.every, limits.per_day, limits.recipients_per_day) = (None, None, None),
            // So many a day may go at once; a provider counts them no other way.
            Some(Rate::Each(count, DAY)) => (limits.per_day, limits.recipients_per_day) = (Some(count), None),
            Some(rate) => limits.every = Some(rate),
            None => {}
        }
        limits.office = wanted.office.or(limits.office).filter(|rate| *rate != Rate::Off);
        limits
    }

    fn allowed(account: &Account) -> Self {
        let each_minute = |count| Rate::Each(count, MINUTE);
        let rates = account.per_minute.map(each_minute).into_iter();
        let every = rates.chain(account.per_hour.map(|count| Rate::Each(count, HOUR)));
        let mut limits = Self {
            every: every.max_by_key(|rate| rate.spacing()),
            per_day: account.per_day,
            recipients_per_day: account.recipients_per_day,
            office: Some(Rate::Each(HUMANE, HOUR)),
        };
        // What a provider does not publish is unknown, not unlimited.
        if let Some(generic) = generic() {
            let says_nothing_of_a_day =
                account.per_day.is_none() && account.recipients_per_day.is_none() && account.per_hour.is_none();
            limits.every = limits.every.or(generic.per_minute.map(each_minute));
            limits.per_day = limits.per_day.or(generic.per_day.filter(|_| says_nothing_of_a_day));
        }
        limits
    }

    /// Whether the account may send only so much in 24 hours.
    pub fn counts_the_day(self) -> bool {
        self.per_day.is_some() || self.recipients_per_day.is_some()
    }

    /// The pace of a run that nothing went before.
    pub fn pace(self) -> Pace {
        Pace {
            every: self.every.and_then(Rate::spacing),
            per_day: self.per_day,
            recipients_per_day: self.recipients_per_day,
            per_office: self.office.and_then(Rate::spacing),
            spent: Vec::new(),
            offices: HashMap::new(),
        }
    }
}

/// The preset for a provider of which nothing is known.
fn generic() -> Option<Preset> {
    presets::all().ok()?.into_iter().find(|preset| preset.id == "generic")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Config;

    #[test]
    fn rates_are_read() {
        for (raw, expected) in [
            ("20/min", Some(Rate::Each(20, MINUTE))),
            ("20 / minute", Some(Rate::Each(20, MINUTE))),
            ("300/hour", Some(Rate::Each(300, HOUR))),
            ("off", Some(Rate::Off)),
            ("0/min", None),
            ("20", None),
            ("-1/min", None),
            ("20/week", None),
            ("99999999999/min", None),
        ] {
            assert_eq!(Rate::parse(raw), expected, "{raw}");
        }
    }

    fn limits(account: &str, wanted: Wanted) -> Limits {
        let source = format!("[account.branch]\n{account}\nfrom = \"branch@union.example\"\n");
        let config = Config::parse("config.toml", &source).unwrap();
        Limits::of(&config.accounts["branch"], wanted)
    }

    #[test]
    fn the_stricter_of_two_rates_holds_and_what_is_unknown_is_not_unlimited() {
        let mail = |more: &str| format!("host = \"mail.union.example\"\ntls = \"implicit\"\n{more}");
        let both = limits(&mail("per_minute = 20\nper_hour = 60"), Wanted::default());
        assert_eq!(both.every, Some(Rate::Each(60, HOUR)));
        assert_eq!(both.per_day, None, "an hour's limit is one of the day too");
        assert_eq!(both.office, Some(Rate::Each(HUMANE, HOUR)));
        let unknown = limits(&mail(""), Wanted::default());
        let known = generic().unwrap();
        assert_eq!(unknown.every, known.per_minute.map(|count| Rate::Each(count, MINUTE)));
        assert_eq!(unknown.per_day, known.per_day);
    }

    #[test]
    fn what_was_typed_goes_before_the_account_and_this_machine_has_no_limit() {
        let mail = "host = \"mail.union.example\"\ntls = \"implicit\"\nper_day = 400\nrecipients_per_day = 500";
        let typed = |account, office| limits(mail, Wanted { account, office });
        let off = typed(Some(Rate::Off), Some(Rate::Off));
        assert_eq!(off, Limits::default());
        let day = typed(Some(Rate::Each(50, DAY)), None);
        assert_eq!((day.per_day, day.recipients_per_day), (Some(50), None));
        let here = "host = \"127.0.0.1\"\nport = 2525\ntls = \"none\"\nper_day = 400";
        assert_eq!(limits(here, Wanted::default()), Limits::default());
    }
}
