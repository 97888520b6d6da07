//! Whether what is known holds on a day, and how well a person confirmed it.

use jiff::ToSpan;
use jiff::civil::Date;

/// Months after which what no one confirmed again counts as stale.
const FRESH_MONTHS: i32 = 12;

/// How well a value is confirmed on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// A person confirmed it on that day, within the last twelve months.
    Confirmed(Date),
    /// A person confirmed it, but too long ago.
    Stale(Date),
    /// No one has confirmed it yet.
    Unconfirmed,
}

impl Freshness {
    /// How well something is confirmed on `today` that a person confirmed on the day `checked`.
    pub(super) fn of(checked: Option<Date>, today: Date) -> Self {
        match checked {
            // A day to come confirms nothing.
            Some(day) if day > today => Self::Unconfirmed,
            None => Self::Unconfirmed,
            Some(day) if confirmed_until(day) < today => Self::Stale(day),
            Some(day) => Self::Confirmed(day),
        }
    }
}

/// The last day on which what a person confirmed on the day `checked` counts as confirmed.
pub(super) fn confirmed_until(checked: Date) -> Date {
    checked.saturating_add(FRESH_MONTHS.months())
}

/// Whether `day` lies between a first and a last day; a day that is not given sets no limit.
pub(super) fn holds_on(day: Date, from: Option<Date>, until: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}

/// The last day on which a person confirmed something that two files have: not one after `today`, if there is another.
pub(super) fn last_confirmed(own: Option<Date>, lower: Option<Date>, today: Option<Date>) -> Option<Date> {
    let past = |day: Option<Date>| day.filter(|day| today.is_none_or(|today| *day <= today));
    past(own).max(past(lower)).or(own)
}
