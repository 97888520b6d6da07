//! Shouting: capitals over whole sentences, and more than one exclamation mark. An abbreviation or two, a name in
//! capitals or one word that somebody stresses is none.

/// Words in a row that shout.
const WORDS: usize = 3;
/// Letters that these have at least: three abbreviations have fewer.
const LETTERS: usize = 10;

/// The first part of a text that shouts, as it stands.
pub fn shouted(text: &str) -> Option<&str> {
    marks(text).or_else(|| capitals(text))
}

/// "!!", "?!!": a single mark, and one beside a question mark, are punctuation.
fn marks(text: &str) -> Option<&str> {
    let is_mark = |c: char| matches!(c, '!' | '?' | '！' | '？' | '¡');
    text.split_inclusive(|c| !is_mark(c)).find_map(|piece| {
        let run = piece.trim_end_matches(|c| !is_mark(c));
        (run.matches(['!', '！', '¡']).count() > 1).then_some(run)
    })
}

/// Several words in capitals with nothing but spaces between them; or a text of which every word is.
fn capitals(text: &str) -> Option<&str> {
    let (mut words, mut letters, mut small) = (0, 0, false);
    let mut run = Run::default();
    for (start, word) in words_of(text) {
        small |= word.chars().any(char::is_lowercase);
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let is_capital = capitals > 0 && !word.chars().any(char::is_lowercase);
        // "I" and "A" are always written so.
        let counts = usize::from(is_capital && capitals > 1);
        let goes_on = is_capital && text[run.end..start].chars().all(char::is_whitespace);
        if !goes_on {
            if run.shouts(text) {
                break;
            }
            run = Run { start, end: start, words: 0, letters: 0 };
        }
        if is_capital {
            run = Run {
                start: run.start,
                end: start + word.len(),
                words: run.words + counts,
                letters: run.letters + capitals,
            };
            words += counts;
            letters += capitals;
        }
    }
    if run.shouts(text) {
        return Some(&text[run.start..run.end]);
    }
    (!small && words > 1 && letters > LETTERS / 2).then(|| text.trim())
}

/// Words in capitals that follow each other.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    start: usize,
    end: usize,
    words: usize,
    letters: usize,
}

impl Run {
    /// A few words in the middle of a sentence are a name ("a member of UNITE THE UNION in Leeds"); at its beginning or
    /// end, and where there are more of them, they shout.
    fn shouts(self, text: &str) -> bool {
        let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let is_at_edge = || {
            is_edge(text[..self.start].trim_end_matches(' ').chars().next_back())
                || is_edge(text[self.end..].trim_start_matches(' ').chars().next())
        };
        self.words >= WORDS && self.letters >= LETTERS && (self.words > WORDS || is_at_edge())
    }
}

/// The words of a text, each with where it begins.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    text.split(move |c| !is_part(c))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(move |word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_sentences_in_capitals_and_many_marks_shout() {
        for (text, expected) in [
            ("I say: FREE HER NOW.", Some("FREE HER NOW")),
            ("FREE HER", Some("FREE HER")),
            ("We ask you to DROP THE CHARGES AND GO", Some("DROP THE CHARGES AND GO")),
            ("СВОБОДУ ВСЕМ АРЕСТОВАННЫМ портовикам", Some("СВОБОДУ ВСЕМ АРЕСТОВАННЫМ")),
            ("LASST SIE SOFORT FREI", Some("LASST SIE SOFORT FREI")),
            ("I AM A DOCKER AND I PROTEST", Some("I AM A DOCKER AND I PROTEST")),
            ("Free her!!", Some("!!")),
            ("Why?!!!", Some("?!!!")),
            ("¡¡Libertad!", Some("¡¡")),
            ("Free her! And him!", None),
            ("¡Libertad!", None),
            ("Really?!", None),
            ("Members of RMT, TSSA and ASLEF", None),
            ("the RMT TUC GMB", None),
            ("He did NOT steal.", None),
            ("a member of UNITE THE UNION in Leeds", None),
            ("the PCS UNISON RMT joint branch", None),
            ("You must RELEASE HER NOW.", Some("RELEASE HER NOW")),
            ("So RELEASE HER AT ONCE you there", Some("RELEASE HER AT ONCE")),
            ("UNISON", None),
            ("I work at the TUC in the UK.", None),
            ("أطلقوا سراحها", None),
            ("释放她", None),
            ("", None),
        ] {
            assert_eq!(shouted(text), expected, "{text}");
        }
    }
}
