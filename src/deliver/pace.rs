//! How fast letters may go: limits of the account per minute and per day, and of each office per hour.
//!
//! The pace spaces letters evenly. A limit per day covers the last 24 hours, as the providers count. The
//! caller gives the time, from a clock that does not jump during a run.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use crate::outbox::Spent;

/// The limits, and what earlier runs have used of them.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    /// Minimum time between two letters of the account.
    pub every: Option<SignedDuration>,
    /// Maximum letters of the account in 24 hours.
    pub per_day: Option<u32>,
    /// Maximum recipients of the account in 24 hours: a letter with one copy has two.
    pub recipients_per_day: Option<u32>,
    /// Minimum time between two letters to one office.
    pub per_office: Option<SignedDuration>,
    /// What the account sent in the last 24 hours, oldest first.
    pub spent: Vec<Spent>,
    /// The time of the last letter to each office.
    pub offices: HashMap<String, Timestamp>,
}

impl Pace {
    /// The time between two letters, for `letters` spaced evenly within a time.
    pub fn spacing(letters: u32, within: SignedDuration) -> SignedDuration {
        let nanos = within.as_nanos() / i128::from(letters.max(1));
        SignedDuration::from_nanos(i64::try_from(nanos).unwrap_or(i64::MAX))
    }

    /// Whether there is no limit at all.
    pub fn is_free(&self) -> bool {
        self.every.is_none() && self.per_day.is_none() && self.recipients_per_day.is_none() && self.per_office.is_none()
    }

    /// The minimum duration of a run. `fullest` is the number of letters to the office that gets most, `used`
    /// the letters and recipients of the account in the last 24 hours.
    pub fn takes(&self, letters: u64, recipients: u64, fullest: u64, used: (u64, u64)) -> SignedDuration {
        let times = |spacing: Option<SignedDuration>, count: u64| {
            spacing.map_or(SignedDuration::ZERO, |spacing| {
                let nanos = spacing.as_nanos().saturating_mul(i128::from(count.saturating_sub(1)));
                SignedDuration::new(i64::try_from(nanos / 1_000_000_000).unwrap_or(i64::MAX), 0)
            })
        };
        // The rest of the first day's limit goes at once, each further day's limit a day later.
        let days = |limit: Option<u32>, count: u64, used: u64| {
            limit.filter(|_| count > 0).map_or(SignedDuration::ZERO, |limit| {
                let limit = u64::from(limit.max(1));
                let days = (count - 1).saturating_add(used.min(limit)) / limit;
                SignedDuration::from_hours(24 * i64::try_from(days.min(10_000_000)).unwrap_or(10_000_000))
            })
        };
        times(self.every, letters)
            .max(times(self.per_office, fullest))
            .max(days(self.per_day, letters, used.0))
            .max(days(self.recipients_per_day, recipients, used.1))
    }
}

/// Applies the pace during a run.
#[derive(Debug)]
pub(super) struct Gate {
    pace: Pace,
    /// Times of the last 24 hours, each with its letters and recipients.
    window: VecDeque<(Timestamp, u32, u32)>,
    letters: u64,
    recipients: u64,
    last: Option<Timestamp>,
}

/// Why the account may not send now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// The next letter may go at this time.
    Until(Timestamp),
    /// The limit per day is used up until this time.
    DayUntil(Timestamp),
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Gate {
    pub(super) fn new(pace: Pace) -> Self {
        let window: VecDeque<_> =
            pace.spent.iter().map(|spent| (spent.minute, spent.letters, spent.recipients)).collect();
        let letters = window.iter().map(|(_, letters, _)| u64::from(*letters)).sum();
        let recipients = window.iter().map(|(.., recipients)| u64::from(*recipients)).sum();
        Self { last: window.back().map(|(moment, ..)| *moment), pace, window, letters, recipients }
    }

    /// Whether the account may now send a letter to this many recipients.
    pub(super) fn account(&mut self, now: Timestamp, recipients: u32) -> Result<(), Held> {
        while let Some((moment, letters, recipients)) = self.window.front().copied()
            && moment + DAY <= now
        {
            self.letters -= u64::from(letters);
            self.recipients -= u64::from(recipients);
            self.window.pop_front();
        }
        let over = |limit: Option<u32>, used: u64, more: u32| {
            // A letter with more recipients than the limit per day goes alone.
            limit.is_some_and(|limit| used > 0 && used + u64::from(more) > u64::from(limit))
        };
        if over(self.pace.per_day, self.letters, 1) || over(self.pace.recipients_per_day, self.recipients, recipients) {
            return Err(Held::DayUntil(self.window.front().map_or(now, |(moment, ..)| *moment + DAY)));
        }
        match (self.pace.every, self.last) {
            (Some(every), Some(last)) if last + every > now => Err(Held::Until(last + every)),
            _ => Ok(()),
        }
    }

    /// Whether an office may get a letter now; if not, when.
    pub(super) fn office(&self, office: &str, now: Timestamp) -> Result<(), Timestamp> {
        let Some(spacing) = self.pace.per_office else { return Ok(()) };
        match self.pace.offices.get(office) {
            // A wrong clock wrote a time in the future.
            Some(last) if *last <= now && *last + spacing > now => Err(*last + spacing),
            _ => Ok(()),
        }
    }

    /// Counts a letter that goes now.
    pub(super) fn pass(&mut self, office: &str, now: Timestamp, recipients: u32) {
        self.last = Some(now);
        if self.pace.per_office.is_some() {
            self.pace.offices.insert(office.to_owned(), now);
        }
        if self.limits_the_day() {
            self.window.push_back((now, 1, recipients));
            self.letters += 1;
            self.recipients += u64::from(recipients);
        }
    }

    /// Uncounts the last letter, which did not go after all.
    pub(super) fn take_back(&mut self, recipients: u32) {
        if self.limits_the_day() && self.window.pop_back().is_some() {
            self.letters -= 1;
            self.recipients -= u64::from(recipients);
        }
    }

    /// Whether the gate must remember for a day what it let through.
    fn limits_the_day(&self) -> bool {
        self.pace.per_day.is_some() || self.pace.recipients_per_day.is_some() || self.pace.every.is_some()
    }

    pub(super) fn is_free(&self) -> bool {
        self.pace.is_free()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn after(seconds: i64) -> Timestamp {
        NOW + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn letters_of_an_account_are_spaced_and_end_with_the_day() {
        let every = Some(Pace::spacing(6, SignedDuration::from_mins(1)));
        let mut gate = Gate::new(Pace { every, per_day: Some(2), ..Pace::default() });
        assert_eq!(gate.account(NOW, 2), Ok(()));
        gate.pass("o", NOW, 2);
        assert_eq!(gate.account(after(3), 2), Err(Held::Until(after(10))));
        assert_eq!(gate.account(after(10), 2), Ok(()));
        gate.pass("o", after(10), 2);
        assert_eq!(gate.account(after(20), 2), Err(Held::DayUntil(NOW + DAY)));
        assert_eq!(gate.account(NOW + DAY, 2), Ok(()));
    }

    #[test]
    fn a_copy_counts_as_a_recipient_and_earlier_runs_count_too() {
        let spent = vec![Spent { minute: NOW, letters: 1, recipients: 2 }];
        let mut gate = Gate::new(Pace { recipients_per_day: Some(3), spent, ..Pace::default() });
        assert_eq!(gate.account(after(60), 2), Err(Held::DayUntil(NOW + DAY)));
        assert_eq!(gate.account(after(60), 1), Ok(()));
    }

    #[test]
    fn each_office_has_its_own_pace() {
        let per_office = Some(Pace::spacing(120, SignedDuration::from_hours(1)));
        let offices = HashMap::from([("told".to_owned(), NOW), ("ahead".to_owned(), after(99_999))]);
        let mut gate = Gate::new(Pace { per_office, offices, ..Pace::default() });
        assert_eq!(gate.office("told", after(29)), Err(after(30)));
        assert_eq!(gate.office("told", after(30)), Ok(()));
        assert_eq!(gate.office("ahead", after(1)), Ok(()), "a clock that was set back holds nothing up for years");
        assert_eq!(gate.office("other", NOW), Ok(()));
        gate.pass("other", NOW, 1);
        assert_eq!(gate.office("other", after(1)), Err(after(30)));
        assert_eq!(gate.account(after(1), 1), Ok(()));
    }

    #[test]
    fn how_long_it_takes() {
        let hour = SignedDuration::from_hours(1);
        let office = Pace { per_office: Some(Pace::spacing(120, hour)), ..Pace::default() };
        // One million to one office at 120 an hour: 49 weeks and 4 days.
        assert_eq!(office.takes(1_000_000, 2_000_000, 1_000_000, (0, 0)).as_hours() / 24, 347);
        let day = Pace { per_day: Some(500), recipients_per_day: Some(500), ..Pace::default() };
        assert_eq!(day.takes(1_000_000, 2_000_000, 1, (0, 0)).as_hours() / 24, 3999);
        for (used, days) in [((0, 0), 0), ((250, 0), 0), ((251, 0), 1), ((0, 1), 1), ((9000, 9000), 1)] {
            assert_eq!(day.takes(250, 500, 1, used).as_hours(), 24 * days, "{used:?}");
        }
        assert_eq!(day.takes(0, 0, 0, (500, 500)), SignedDuration::ZERO);
        let most = u64::MAX;
        assert_eq!(Pace::default().takes(most, most, most, (most, most)), SignedDuration::ZERO);
        assert!(office.takes(most, most, most, (most, most)) > hour);
    }
}
