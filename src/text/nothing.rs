//! What people and programs write where a form wants something and there is nothing to say.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::pasted::is_odd_dash;

/// In the languages that lists are read in.
const NOTHING: &str = "none, none., nothing, nil, no, no., no comment, no comments, nothing to add, not applicable, null, \
    nein, nichts, keine, keins, keine angabe, keine angaben, k.a., k. a., kein kommentar, entfällt, \
    non, rien, aucun, aucune, néant, sans objet, non applicable, ninguno, ninguna, nada, no aplica, \
    нет, нет., ничего, не применимо, без комментариев, nessuno, nessuna, niente, nenhum, nenhuma, não, yok, hayır, \
    brak, nie, nic, nie dotyczy, немає, ні, нічого, geen, nee, niets, n.v.t., nvt, niet van toepassing, \
    لا, لا شيء, لا يوجد, ندارد, نه, هیچ";

/// The words for nothing, apart by commas, for a program of another language that repeats the rule.
pub fn nothing_table() -> &'static str {
    NOTHING
}

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| NOTHING.split(',').map(str::trim).collect());

/// The longest of them, in bytes.
const LONGEST: usize = 40;

/// Whether a text is only a mark in an empty place, whatever the place is for: "-", "...", "n/a".
pub fn is_mark_of_nothing(text: &str) -> bool {
    let text = text.trim();
    let is_dash = |c: char| matches!(c, '-' | '.' | '/' | '\\' | '*' | '?' | '!' | '…') || is_odd_dash(c);
    let bare = text.strip_suffix('.').unwrap_or(text);
    text.len() <= LONGEST
        && (text.chars().all(is_dash) || ["n/a", "n.a"].iter().any(|mark| bare.eq_ignore_ascii_case(mark)))
}

/// Whether a text is a word for nothing: "none", "keine Angabe". In some places it means something else: "No" is a
/// country's code, "None" may be a surname.
pub fn is_word_for_nothing(text: &str) -> bool {
    let text = text.trim();
    text.len() <= LONGEST && WORDS.contains(text.to_lowercase().as_str())
}

/// Whether a free answer says nothing. "NA" in capitals is what a program writes for "not available".
pub fn says_nothing(text: &str) -> bool {
    is_mark_of_nothing(text) || is_word_for_nothing(text) || text.trim() == "NA"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_of_nothing_may_end_with_a_full_stop() {
        for (text, is_mark) in
            [("N/A", true), ("n/a.", true), ("N.A.", true), ("n.a", true), ("-", true), ("…", true), ("na", false)]
        {
            assert_eq!(is_mark_of_nothing(text), is_mark, "{text}");
        }
    }
}
