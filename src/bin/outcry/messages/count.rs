//! Numbers with their nouns.

/// A number with its noun.
pub fn counted(count: u64, what: &str) -> String {
    match (count, what.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o']))) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {what}s"),
    }
}

/// A number of letters.
pub fn letters(count: u64) -> String {
    counted(count, "letter")
}
