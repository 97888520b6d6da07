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
    let mut run = Run::default();
    let (mut words, mut all_letters, mut small) = (0, 0, false);
    for (start, word) in words_of(text) {
        let letters = word.chars().filter(|c| c.is_uppercase()).count();
        small |= word.chars().any(char::is_lowercase);
        let is_capital = letters > 0 && !word.chars().any(char::is_lowercase);
        let between = text.get(run.end..start).unwrap_or_default();
        if !is_capital || !between.chars().all(char::is_whitespace) {
            run = Run { start, end: start, ..Run::default() };
        }
        if is_capital {
            // "I" and "A" are always written so.
            run.words += usize::from(letters > 1);
            run.letters += letters;
            run.end = start + word.len();
            words += usize::from(letters > 1);
            all_letters += letters;
            if run.words >= WORDS && run.letters >= LETTERS {
                return Some(whole_run(text, run));
            }
        }
    }
    let shouts = !small && words > 1 && all_letters > LETTERS / 2;
    shouts.then(|| text.trim())
}

#[derive(Debug, Clone, Copy, Default)]
struct Run {
    start: usize,
    end: usize,
    words: usize,
    letters: usize,
}

/// The run with what follows in capitals, up to the end of its line.
fn whole_run(text: &str, run: Run) -> &str {
    let mut end = run.end;
    for (start, word) in words_of(&text[run.end..]) {
        let (start, stop) = (run.end + start, run.end + start + word.len());
        let goes_on = text[end..start].chars().all(|c| c.is_whitespace() && c != '\n');
        if !goes_on || word.chars().any(char::is_lowercase) || !word.chars().any(char::is_uppercase) {
            break;
        }
        end = stop;
    }
    &text[run.start..end]
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
