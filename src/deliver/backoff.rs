//! How long a letter waits before the next attempt, by what the refusal was about and how many attempts
//! came before. RFC 5321 section 4.5.4.1 asks for half an hour between attempts after the first ones,
//! then two to three hours.

use crate::smtp::Scope;

/// Minutes to wait after the first, the second and each further attempt.
pub(super) fn minutes(scope: Scope) -> &'static [i64] {
    match scope {
        // The connection broke, or the server is busy.
        Scope::Session => &[1, 2, 5, 15, 30],
        // Greylisting wants five minutes; a full or flooded mailbox wants longer.
        Scope::Letter => &[5, 30, 60, 120, 180],
        Scope::Target => &[15, 60, 120, 180],
        // A limit per minute is over in ten minutes, a limit per day is not.
        Scope::Account => &[10, 60, 120, 240],
    }
}
