//! What somebody may have meant by a word that is none of those that are known.

/// The one of the words that differs least in spelling, if it differs little: in one letter out of four, in three at most.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.chars().count() / 4).clamp(1, 3);
    let slips = known.into_iter().map(|candidate| (strsim::osa_distance(word, candidate), candidate));
    slips.filter(|(slips, _)| *slips <= most).min_by_key(|(slips, _)| *slips).map(|(_, candidate)| candidate)
}

/// How many letters two words are apart: put in, left out, exchanged or swapped with a neighbour. `None` beyond `most`.
pub fn letters_off(one: &str, other: &str, most: usize) -> Option<usize> {
    let is_near = one.chars().count().abs_diff(other.chars().count()) <= most;
    is_near.then(|| strsim::osa_distance(one, other)).filter(|off| *off <= most)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let known = ["letters", "copy", "not-for-letters", "языки"];
        for (word, expected) in [
            ("leters", Some("letters")),
            ("lettesr", Some("letters")),
            ("cpoy", Some("copy")),
            ("язык", Some("языки")),
            ("not-for-leters", Some("not-for-letters")),
            ("for-all", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
    }
}
