//! What there is to say of the copies that signatories of a list get of their own letters.

use crate::messages::count::{counted, letters};
use crate::messages::counts::OwnCopies;

/// So many letters, and so many copies if there are any.
pub fn with_copies(count: u64, copies: u64) -> String {
    match (count, copies) {
        (_, 0) => letters(count),
        (0, _) => copies_to_signatories(copies),
        _ => format!("{} and {}", letters(count), copies_to_signatories(copies)),
    }
}

fn copies_to_signatories(count: u64) -> String {
    let signatories = if count == 1 { "a signatory" } else { "signatories" };
    format!("{} to {signatories}", counted(count, "copy"))
}

/// The copies of a plan; nothing where nobody gets one.
pub fn plan(copies: &OwnCopies) -> Option<String> {
    let OwnCopies { due, stuck, past, no_address } = copies;
    let done = past.past_words();
    let parts = [
        (due + stuck > 0).then(|| format!("{}, after the letters", copies_to_signatories(due + stuck))),
        (!done.is_empty()).then_some(done),
        (*no_address > 0).then(|| format!("none for {} without an e-mail address", counted(*no_address, "signatory"))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Copies that wait for letters.
pub fn stuck(count: u64) -> String {
    let (wait, them) = if count == 1 { ("waits", "it") } else { ("wait", "them") };
    format!(
        "{} {wait}, since not all of their letters have been sent; the same command sends {them} once they have.",
        copies_to_signatories(count)
    )
}
