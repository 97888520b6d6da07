//! Blanks without brackets: "XX November", "xx.xx.2026", "?? years old", "N.N.", and what word processors print in a form.

use super::case::Letter;
use super::persons;
use super::words::{self, Word};
use crate::locale::Language;

/// What a form asks for where nobody has written yet, in small letters.
const FORMS: [&str; 10] = [
    "lorem ipsum",
    "click here to enter",
    "click or tap here to enter",
    "click or tap to enter",
    "klicken sie hier, um text einzugeben",
    "klicken oder tippen sie hier",
    "cliquez ici pour entrer",
    "cliquez ou appuyez ici pour entrer",
    "haga clic aquí para escribir",
    "место для ввода текста",
];

/// What follows a number that is left out: an age.
const YEARS: [&str; 15] = [
    "year",
    "years",
    "jahre",
    "jahren",
    "jährige",
    "jähriger",
    "ans",
    "an",
    "años",
    "año",
    "лет",
    "года",
    "год",
    "жаста",
    "жастағы",
];

/// The first blank of a text, with its place.
pub(super) fn find<'t>(text: &'t str, letter: &Letter<'_>) -> Option<(usize, &'t str)> {
    let words = words::words(text);
    let is_month = |word: &str| letter.months.is_one(&word.to_lowercase());
    let form = || {
        let lower = text.to_lowercase();
        let form = FORMS.iter().find(|form| lower.contains(*form))?;
        let count = words::words(form).len();
        let key = |words: &[Word<'_>]| words.iter().map(|word| word.lower.clone()).collect::<Vec<_>>();
        let form = key(&words::words(form));
        let at = (0..words.len()).find(|at| key(&words[*at..words.len().min(at + count)]) == form)?;
        Some((words[at].at, &text[words[at].at..words[at + count - 1].end()]))
    };
    number(text, &words, &is_month)
        .or_else(|| question_marks(text))
        .or_else(|| nobody(text, &words, letter.language))
        .or_else(form)
}

/// "XX November", "xx.xx.2026", "20XX", "XX years"; a century or a congress in Roman numerals is none.
fn number<'t>(text: &'t str, words: &[Word<'_>], is_month: &dyn Fn(&str) -> bool) -> Option<(usize, &'t str)> {
    let is_crosses = |word: &str| word.chars().count() == 2 && word.chars().all(|c| "XxХх".contains(c));
    words.iter().enumerate().find_map(|(n, word)| {
        let (lead, crosses): (String, String) = word.text.chars().partition(char::is_ascii_digit);
        // "20XX", "202X"
        let is_year = matches!((lead.len(), crosses.chars().count()), (2, 2) | (3, 1))
            && crosses.chars().all(|c| "XxХх".contains(c))
            && ["19", "20"].iter().any(|century| word.text.starts_with(century));
        if is_year {
            return Some((word.at, &text[word.at..word.end()]));
        }
        if !is_crosses(word.text) {
            return None;
        }
        let next = words.get(n + 1);
        let between = |one: &Word<'_>, two: &Word<'_>| text[one.end()..two.at].to_owned();
        // In a day of three numbers two signs are the same: "XX.11.2026".
        let is_part = |word: &str| is_crosses(word) || word.chars().all(|c| c.is_ascii_digit() || "XxХх".contains(c));
        let is_date = (n.saturating_sub(2)..=n).any(|first| {
            let Some([one, two, three]) = words.get(first..first + 3) else { return false };
            let sign = between(one, two);
            matches!(sign.as_str(), "." | "/" | "-")
                && between(two, three) == sign
                && [one, two, three].iter().all(|word| is_part(word.text))
        });
        let joint = |word: &&Word<'_>| !["of", "de", "del", "the"].contains(&word.lower.as_str());
        let following = words[n + 1..].iter().take(2).find(joint);
        let is_day = following.is_some_and(|next| is_month(&next.lower) && next.at - word.end() <= 6)
            || n.checked_sub(1).is_some_and(|before| is_month(&words[before].lower) && words[before].is_capitalised());
        // "el año XX" is none, and neither is "XX год".
        let is_age =
            next.is_some_and(|next| YEARS.contains(&next.lower.as_str()) && !matches!(&*next.lower, "год" | "года"));
        (is_date || is_day || is_age).then(|| (word.at, &text[word.at..next.map_or(word.end(), Word::end)]))
    })
}

/// "?? years old": question marks that stand by themselves.
fn question_marks(text: &str) -> Option<(usize, &str)> {
    text.match_indices("??").map(|(at, _)| at).find_map(|at| {
        let is_alone = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '.' | '/'));
        let end = at + (text[at..].len() - text[at..].trim_start_matches('?').len());
        is_alone.then(|| (at, &text[at..end]))
    })
}

/// "N.N." in place of a name. With a name beside them, they are initials.
fn nobody<'t>(text: &'t str, words: &[Word<'_>], language: &Language) -> Option<(usize, &'t str)> {
    (0..words.len().saturating_sub(1)).find_map(|n| {
        let (one, two) = (&words[n], &words[n + 1]);
        let is_both = one.text == "N" && two.text == "N" && matches!(&text[one.end()..two.at], "." | ". ");
        if !is_both || !text[two.end()..].starts_with('.') {
            return None;
        }
        let is_name = |word: &Word<'_>| {
            word.is_capitalised()
                && !persons::is_title(&word.lower)
                && (language.primary() != "de" || word.text.len() == 1)
        };
        let before = n.checked_sub(1).map(|before| &words[before]).filter(|word| !word.begins);
        let is_beside = |word: Option<&Word<'_>>, range: std::ops::Range<usize>| {
            word.is_some_and(|word| is_name(word) && text[range].chars().all(|c| c.is_whitespace() || c == '.'))
        };
        let behind = words.get(n + 2);
        let is_initials = is_beside(before, before.map_or(0, Word::end)..one.at)
            || behind.is_some_and(|word| word.is_capitalised() && text[two.end()..word.at].trim() == ".")
                && behind.is_some_and(|word| !word.begins || words::is_abbreviation("N"));
        (!is_initials).then(|| (one.at, &text[one.at..=two.end()]))
    })
}
