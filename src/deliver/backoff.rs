//! How long a letter that nobody has waits before it is tried again: by what the refusal was about, and
//! how often it was tried before. RFC 5321 section 4.5.4.1 asks for half an hour between tries after
//! the first ones, then two to three hours.

use crate::smtp::Scope;

/// Minutes to wait after the first, the second and each further try.
pub(super) fn minutes(scope: Scope) -> &'static [i64] {
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
