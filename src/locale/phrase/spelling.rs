//! What the spelling of a country's name shows.

/// Whether a name is written in Cyrillic, and so can take Russian or Kazakh endings.
pub(super) fn is_cyrillic(name: &str) -> bool {
    name.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c))
}

/// The first word of a name; a hyphen does not end it.
pub(super) fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}
