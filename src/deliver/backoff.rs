//! When a letter that nobody has may be tried again: by what the refusal was about, and how often it
//! was tried before. RFC 5321 section 4.5.4.1 asks for half an hour between tries after the first
//! ones, then two to three hours.

use jiff::{SignedDuration, Timestamp};

use crate::smtp::Scope;

/// Minutes to wait after the first, the second and each further try.
fn minutes(scope: Scope) -> &'static [i64] {
    match scope {
        // The line, or a server that is busy.
        Scope::Session => &[1, 2, 5, 15, 30],
        // Greylisting wants five minutes; a mailbox that is full or flooded wants longer.
        Scope::Letter => &[5, 30, 60, 120, 180],
        Scope::Target => &[15, 60, 120, 180],
        // A rate is over in ten minutes, a day's limit is not.
        Scope::Account => &[10, 60, 120, 240],
    }
}

/// The moment before which the next try makes no sense. `attempts` were made, this one included.
pub(super) fn next_try(scope: Scope, attempts: u32, now: Timestamp) -> Timestamp {
    let steps = minutes(scope);
    let step = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX).min(steps.len() - 1);
    let wait = SignedDuration::from_mins(steps.get(step).copied().unwrap_or(30));
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_grows_and_stops_growing() {
        for (scope, attempts, expected) in [
            (Scope::Session, 1, 1),
            (Scope::Session, 2, 2),
            (Scope::Session, 5, 30),
            (Scope::Session, 50, 30),
            (Scope::Letter, 1, 5),
            (Scope::Letter, 2, 30),
            (Scope::Letter, u32::MAX, 180),
            (Scope::Target, 1, 15),
            (Scope::Account, 1, 10),
            (Scope::Account, 4, 240),
        ] {
            let next = next_try(scope, attempts, Timestamp::UNIX_EPOCH);
            assert_eq!(next.as_second(), expected * 60, "{scope:?} {attempts}");
        }
        assert_eq!(next_try(Scope::Letter, 1, Timestamp::MAX), Timestamp::MAX);
    }
}
