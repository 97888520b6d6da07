//! Words as searching compares them: without case, accents and signs, and how like one another two are.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::fold;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// As it is compared.
    pub(crate) folded: String,
    /// Whether it is written in capitals, as codes are.
    pub(crate) is_capital: bool,
    /// Where it stands in its text, in bytes: its first, and the one after its last.
    pub(crate) span: (usize, usize),
}

/// How like a word of an office is to one that is looked for, the most like last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// One letter is wrong, missing, too much, or changed places with the next.
    Mistyped,
    /// The same word with another ending, as far as can be seen: "юстиции" and "юстиция".
    Inflected,
    /// It begins so: "kazakh" and "Kazakhstan".
    Begins,
    /// The same word.
    Same,
}

/// Small words of the languages of letters and some others, which say nothing of an office.
const SMALL: &str = "of the in to for and at a an on by with from der die das des dem den von vom im zu zur und fuer fur \
    bei beim am de du la le les l d au aux en et pour del el los las y para al o do da dos das em no na e di dell della \
    dei delle degli gli il lo nella nel van het een voor te w we z i u ta ve och och av sv i till \
    в во на и по при о об у с до от та і й з за жане мен s";

/// Those that say where: what comes after them is a place.
const PLACE: &str = "in im en au aux em no na w we u в во на у";

static SMALL_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| SMALL.split_ascii_whitespace().collect());

/// Whether a folded word says nothing by itself.
pub(crate) fn is_small(folded: &str) -> bool {
    SMALL_WORDS.contains(folded)
}

/// Whether a folded word is one behind which a place stands.
pub(crate) fn says_where(folded: &str) -> bool {
    PLACE.split_ascii_whitespace().any(|small| small == folded)
}

/// A text as words are compared. Letters that some keyboards lack count as their plain ones.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in fold(text).chars() {
        match c {
            'ı' => plain.push('i'),
            'ß' => plain.push_str("ss"),
            'ł' => plain.push('l'),
            'ø' => plain.push('o'),
            'đ' => plain.push('d'),
            'æ' => plain.push_str("ae"),
            // The same letters as Persian and Arabic keyboards write them.
            'ی' | 'ى' => plain.push('ي'),
            'ک' => plain.push('ك'),
            'ة' => plain.push('ه'),
            c => plain.push(c),
        }
    }
    plain
}

/// The words of a text. Letters with full stops between them are one: `U.S.A.`
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_dotted = false;
    let is_inside = |c: char| {
        c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace() && fold(c.encode_utf8(&mut [0; 4])).is_empty()
    };
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| is_inside(*c)) {
            end = at + c.len_utf8();
        }
        let raw = &text[start..end];
        let is_letter = raw.chars().count() == 1;
        let after_dot = words.last().is_some_and(|before| &text[before.span.1..start] == ".");
        if let Some(before) = words.last_mut().filter(|_| is_dotted && is_letter && after_dot) {
            before.folded.push_str(&plain(raw));
            before.span.1 = end;
        } else {
            let folded = plain(raw);
            let is_capital = raw.chars().all(|c| c.is_uppercase() || c.is_numeric());
            words.extend((!folded.is_empty()).then_some(Word { folded, is_capital, span: (start, end) }));
        }
        is_dotted = is_letter;
    }
    words
}

/// How like two folded words are; `None` when they are two words.
pub(crate) fn likeness(wanted: &str, word: &str) -> Option<Likeness> {
    if wanted == word {
        return Some(Likeness::Same);
    }
    if is_unspaced(wanted) && is_unspaced(word) {
        return (word.contains(wanted) || wanted.contains(word)).then_some(Likeness::Begins);
    }
    // Most words begin otherwise, and are soon told apart.
    let is_near = wanted.len().abs_diff(word.len()) <= 4;
    if wanted.as_bytes().first() != word.as_bytes().first() && !is_near {
        return None;
    }
    let count = |text: &str| text.chars().count();
    let (long, short) = (count(wanted).max(count(word)), count(wanted).min(count(word)));
    if short < 3 || wanted.chars().any(char::is_numeric) {
        return None;
    }
    if word.starts_with(wanted) {
        return Some(Likeness::Begins);
    }
    let common = wanted.chars().zip(word.chars()).take_while(|(one, other)| one == other).count();
    // Endings of the languages of letters have three letters at most, and leave most of the word.
    if common >= 3 && long - common <= 3 && (short == common || common * 10 >= long * 7) {
        return Some(Likeness::Inflected);
    }
    (short >= 4 && long - short <= 1 && is_mistyped(wanted, word)).then_some(Likeness::Mistyped)
}

/// Whether a word is of a script that puts no spaces between words.
fn is_unspaced(word: &str) -> bool {
    word.chars().next().is_some_and(
        |c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}'),
    )
}

/// Whether one letter makes the difference: put in, left out, taken for another, or before its neighbour.
fn is_mistyped(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[start..], &other[start..]);
    match (one, other) {
        ([a, b, one @ ..], [c, d, other @ ..]) if a == d && b == c && one == other => true,
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        (shorter, [_, other @ ..]) if shorter == other => true,
        ([_, one @ ..], shorter) if one == shorter => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_in_every_script() {
        for (text, expected) in [
            ("Adalet Bakanlığı", "adalet bakanligi"),
            ("  Министр—юстиции!", "министр юстиции"),
            ("İÇİŞLERİ", "icisleri"),
            ("Präsidentin, Weißrussland", "prasidentin weissrussland"),
            ("U.S.A. (T.C.) e.V", "usa tc ev"),
            ("kz-embassy-gb", "kz embassy gb"),
            ("People's d’Haïti", "people s d haiti"),
            ("司法部", "司法部"),
            ("وزارة العدل", "وزاره العدل"),
            ("", ""),
            ("--", ""),
        ] {
            let found: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
        let capital: Vec<bool> = words("TR tr Tr U.S.").iter().map(|word| word.is_capital).collect();
        assert_eq!(capital, [true, false, false, true]);
        let text = "of Türkiye, now";
        let spans: Vec<&str> = words(text).iter().map(|word| &text[word.span.0..word.span.1]).collect();
        assert_eq!(spans, ["of", "Türkiye", "now"]);
    }

    #[test]
    fn words_are_alike_as_people_write_them() {
        use Likeness::{Begins, Inflected, Mistyped, Same};
        for (wanted, word, expected) in [
            ("court", "court", Some(Same)),
            ("kazakh", "kazakhstan", Some(Begins)),
            ("юстиции", "юстиция", Some(Inflected)),
            ("суда", "суд", Some(Inflected)),
            ("верховного", "верховныи", Some(Inflected)),
            ("iustice", "justice", Some(Mistyped)),
            ("jsutice", "justice", Some(Mistyped)),
            ("justce", "justice", Some(Mistyped)),
            ("kazahstan", "kazakhstan", Some(Mistyped)),
            ("司法", "韩国司法部", Some(Begins)),
            ("iran", "ireland", None),
            ("mali", "somalia", None),
            ("tr", "try", None),
            ("oman", "romania", None),
            ("2011", "2012", None),
        ] {
            assert_eq!(likeness(wanted, word), expected, "{wanted} {word}");
        }
    }
}
