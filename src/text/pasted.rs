//! What a copy from a page, a chat or a document leaves in a value: characters that nobody sees and that mean
//! nothing where they stand. They are taken out and counted; what could hide or turn text is not, and refuses it.

use std::borrow::Cow;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Characters that only say where a line may break: zero-width space, soft hyphen, word joiner, and the byte
/// order mark, which was a no-break space once.
fn is_break_mark(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// What has no meaning at the edge of a value: there, marks of direction have no neighbours to turn, and address
/// books put embeddings and isolates around whole names. Overrides (U+202D, U+202E) turn letters and are none.
fn is_edge_mark(c: char) -> bool {
    is_break_mark(c)
        || matches!(c, '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202c}' | '\u{2066}'..='\u{2069}')
}

pub(super) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Spaces on a line; a line end at the edge may be part of an attack on a header.
fn is_space(c: char) -> bool {
    c == ' ' || !c.is_ascii() && c.is_whitespace() && !is_line_break(c)
}

/// A value without the unseen characters at its edges, and without the spaces there if there were any: how many
/// it lost.
pub fn trim_unseen(raw: &str) -> (&str, usize) {
    if raw.is_ascii() {
        return (raw, 0);
    }
    let trimmed = raw.trim_matches(|c| is_edge_mark(c) || is_space(c));
    let unseen = |text: &str| text.chars().filter(|c| is_edge_mark(*c)).count();
    // Inside they are the same before and after.
    (trimmed, unseen(raw) - unseen(trimmed))
}

/// Running text without the marks of line breaks, wherever they stand, and how many there were.
pub fn without_break_marks(raw: &str) -> (Cow<'_, str>, usize) {
    let count = if raw.is_ascii() { 0 } else { raw.chars().filter(|c| is_break_mark(*c)).count() };
    if count == 0 { (raw.into(), 0) } else { (raw.replace(is_break_mark, "").into(), count) }
}

/// Whether there is nothing to see.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_edge_mark(c))
}

/// Whether a sign is a hyphen or a dash, and not the one of a keyboard.
pub fn is_odd_dash(c: char) -> bool {
    c != '-' && c.general_category() == GeneralCategory::DashPunctuation || c == '\u{2212}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pasting_leaves_at_the_edges_falls_and_is_counted() {
        for (raw, expected) in [
            ("Jo Smith", ("Jo Smith", 0)),
            (" Jo ", (" Jo ", 0)),
            ("Zoë", ("Zoë", 0)),
            ("\u{200b}Jo Smith\u{200b}", ("Jo Smith", 2)),
            ("\u{feff} Jo Smith\u{ad}", ("Jo Smith", 2)),
            ("\u{a0}Jo\u{a0}", ("Jo", 0)),
            ("\u{2068}Jo Smith\u{2069}", ("Jo Smith", 2)),
            ("\u{202a}+44 20\u{202c}", ("+44 20", 2)),
            ("רות\u{200f}", ("רות", 1)),
            ("می\u{200c}خواهم", ("می\u{200c}خواهم", 0)),
            ("ه\u{200d}", ("ه\u{200d}", 0)),
            ("Jo\u{200b}Smith\u{200b}", ("Jo\u{200b}Smith", 1)),
            ("\u{202e}htimS", ("\u{202e}htimS", 0)),
            ("\u{200b}\nJo", ("\nJo", 1)),
            ("\u{200b}\u{a0}", ("", 1)),
        ] {
            assert_eq!(trim_unseen(raw), expected, "{raw:?}");
        }
        assert_eq!(without_break_marks("Soli\u{ad}da\u{ad}rity\u{200b} now"), ("Solidarity now".into(), 3));
        assert_eq!(without_break_marks("می\u{200c}خواهم 👩\u{200d}👧"), ("می\u{200c}خواهم 👩\u{200d}👧".into(), 0));
        assert!(is_blank("\u{200b} \u{a0}") && !is_blank("\u{200b}x") && !is_blank("\u{202e}"));
    }
}
