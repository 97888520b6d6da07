//! Days as appeals write them in six languages, and whether there is only one reading.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::text::fold;

/// A day in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// Where it stands in the line, in bytes.
    pub at: Range<usize>,
    /// Which day it may be: one, or two where `1/7/2027` may be July or January, or none without a year.
    pub days: Vec<Date>,
}

/// The months in English, Russian (both cases), German, French, Spanish and Kazakh.
const MONTHS: [&str; 12] = [
    "january jan январь января januar jänner janvier enero қаңтар",
    "february feb февраль февраля februar février fevrier febrero ақпан",
    "march mar март марта märz maerz mars marzo наурыз",
    "april apr апрель апреля avril abril сәуір",
    "may май мая mai mayo мамыр",
    "june jun июнь июня juni juin junio маусым",
    "july jul июль июля juli juillet julio шілде",
    "august aug август августа août aout agosto тамыз",
    "september sep sept сентябрь сентября septembre septiembre setiembre қыркүйек",
    "october oct октябрь октября oktober okt octobre octubre қазан",
    "november nov ноябрь ноября novembre noviembre қараша",
    "december dec декабрь декабря dezember dez décembre diciembre желтоқсан",
];

/// Words between the parts of a date.
const FILLERS: [&str; 14] =
    ["of", "de", "del", "го", "ого", "th", "st", "nd", "rd", "er", "жылғы", "жылдың", "жылы", "ж"];

static FOLDED: LazyLock<Vec<(String, i8)>> = LazyLock::new(|| {
    let months = (1_i8..).zip(MONTHS);
    months.flat_map(|(number, names)| names.split(' ').map(move |name| (fold(name), number))).collect()
});

/// The number of a month; Kazakh puts case endings to it: `қаңтарға`.
fn month(word: &str) -> Option<i8> {
    if word.len() < 3 || word.chars().next().is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let folded = fold(word);
    let exact = FOLDED.iter().find(|(name, _)| *name == folded);
    let with_ending = || {
        const ENDINGS: [&str; 10] = ["ға", "ге", "қа", "ке", "да", "де", "нан", "дан", "ына", "іне"];
        let stem = ENDINGS.iter().find_map(|ending| folded.strip_suffix(ending))?;
        FOLDED.iter().find(|(name, _)| name == stem && !name.is_ascii())
    };
    exact.or_else(with_ending).map(|(_, number)| *number)
}

struct Word<'a> {
    at: Range<usize>,
    text: &'a str,
}

fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Word { at: from..at, text: &line[from..at] });
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn number(text: &str, most_digits: usize) -> Option<i16> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // `7th`, `1er`, `7го`
    let ordinal = ["", "st", "nd", "rd", "th", "er", "го", "º", "е"].contains(&&text[digits..]);
    (ordinal && (1..=most_digits).contains(&digits)).then(|| text[..digits].parse().ok()).flatten()
}

fn year(text: &str) -> Option<i16> {
    (text.len() == 4).then(|| number(text, 4)).flatten().filter(|year| (1900..2200).contains(year))
}

/// The year of a date that has two digits of it: "5/1/27".
fn short_year(text: &str) -> Option<i16> {
    (text.len() == 2).then(|| number(text, 2)).flatten().filter(|year| (20..60).contains(year)).map(|year| 2000 + year)
}

/// Whether dates of a text have the day before the month, as one of them shows that can be read in no other way: "27/11/26".
pub(super) fn shows_day_first<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let (mut first, mut second) = (false, false);
    for line in lines {
        for found in days(line, false).into_iter().filter(|found| line[found.at.clone()].contains('/')) {
            let mut parts = line[found.at].split('/').map(|part| part.parse().unwrap_or(0));
            first |= parts.next().is_some_and(|number: u32| (13..=31).contains(&number));
            second |= parts.next().is_some_and(|number| (13..=31).contains(&number));
        }
    }
    first && !second
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The days that a line has, from left to right. `day_first` says whether `1/7/2027` can only mean July.
pub(super) fn days(line: &str, day_first: bool) -> Vec<Written> {
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let words = words(line);
    let mut found = Vec::new();
    let mut next = 0;
    while next < words.len() {
        match written(line, &words, next, day_first) {
            Some((day, after)) => {
                found.push(day);
                next = after;
            }
            None => next += 1,
        }
    }
    found
}

fn written(line: &str, words: &[Word<'_>], first: usize, day_first: bool) -> Option<(Written, usize)> {
    let text = |index: usize| words.get(index).map(|word| word.text);
    let between = |index: usize| words.get(index + 1).map(|next| &line[words[index].at.end..next.at.start]);
    let made = |days: Vec<Date>, last: usize| {
        Some((Written { at: words[first].at.start..words[last].at.end, days }, last + 1))
    };
    let same = between(first).map(str::trim).filter(|sign| Some(*sign) == between(first + 1).map(str::trim));
    // "01.02.24.55.12" is a telephone number.
    let stands_alone = || {
        let goes_on = |at: usize| between(at).is_some_and(|sign| matches!(sign, "." | "/" | "-"));
        !(goes_on(first + 2) || first > 0 && goes_on(first - 1))
    };
    if let (Some(one), Some(two), Some(three), Some(sign)) = (text(first), text(first + 1), text(first + 2), same) {
        if sign == "-"
            && let (Some(y), Some(m), Some(d)) = (year(one), number(two, 2), number(three, 2))
        {
            return made(vec![day(y, m, d)?], first + 2);
        }
        if let ("." | "/" | "-", Some(d), Some(m)) = (sign, number(one, 2), number(two, 2))
            && let Some(y) = year(three).or_else(|| short_year(three).filter(|_| sign != "-" && stands_alone()))
        {
            let mut days: Vec<Date> = day(y, m, d).into_iter().collect();
            if sign != "." && !day_first && d != m {
                days.extend(day(y, d, m));
            }
            return if days.is_empty() { None } else { made(days, first + 2) };
        }
    }
    // Gives the place after words that only join the parts of a date.
    let skip = |mut index: usize| {
        for _ in 0..2 {
            let joins = text(index).is_some_and(|word| FILLERS.contains(&fold(word).as_str()));
            index += usize::from(joins);
        }
        index
    };
    let near = |from: usize, to: usize| {
        let joins =
            |at: usize| between(at).is_some_and(|sign| sign.len() <= 3 && sign.chars().all(|c| " ,.-º".contains(c)));
        (from..to).all(joins)
    };
    if let Some(d) = text(first).and_then(|word| number(word, 2)) {
        let at = skip(first + 1);
        let m = text(at).filter(|_| near(first, at)).and_then(month)?;
        let after = skip(at + 1);
        return match text(after).filter(|_| near(at, after)).and_then(year) {
            Some(y) => made(vec![day(y, m.into(), d)?], after),
            None if (1..=31).contains(&d) => made(Vec::new(), at),
            None => None,
        };
    }
    if let Some(m) = text(first).and_then(month) {
        let d = text(first + 1).filter(|_| near(first, first + 1)).and_then(|word| number(word, 2))?;
        return match text(first + 2).filter(|_| near(first + 1, first + 2)).and_then(year) {
            Some(y) => made(vec![day(y, m.into(), d)?], first + 2),
            // "May 15" may be a day; "May 2 of them" is not, but then no deadline stands before it.
            None if words[first].text.starts_with(char::is_uppercase) && (1..=31).contains(&d) => {
                made(Vec::new(), first + 1)
            }
            None => None,
        };
    }
    let y = text(first).and_then(year)?;
    let at = skip(first + 1);
    let d = text(at).filter(|_| near(first, at)).and_then(|word| number(word, 2))?;
    let m = text(at + 1).filter(|_| near(at, at + 1)).and_then(month)?;
    // "Appeal 14/2026 - 27 November 2026": the day has a year of its own behind it.
    if text(skip(at + 2)).is_some_and(|word| near(at + 1, skip(at + 2)) && year(word).is_some()) {
        return None;
    }
    made(vec![day(y, m.into(), d)?], at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_six_languages() {
        for (line, expected) in [
            ("before 7 January 2027", &["7 January 2027: 2027-01-07"][..]),
            ("by the 7th of January, 2027", &["7th of January, 2027: 2027-01-07"]),
            ("by January 7th, 2027", &["January 7th, 2027: 2027-01-07"]),
            ("до 7 января 2027 г.", &["7 января 2027: 2027-01-07"]),
            ("не позднее 7-го января 2027 года", &["7-го января 2027: 2027-01-07"]),
            ("bis zum 7. Januar 2027", &["7. Januar 2027: 2027-01-07"]),
            ("vor dem 1. März 2027", &["1. März 2027: 2027-03-01"]),
            ("avant le 1er février 2027", &["1er février 2027: 2027-02-01"]),
            ("antes del 7 de enero de 2027", &["7 de enero de 2027: 2027-01-07"]),
            ("2027 жылғы 7 қаңтарға дейін", &["2027 жылғы 7 қаңтарға: 2027-01-07"]),
            ("2027 жылдың 21 қазанына", &["2027 жылдың 21 қазанына: 2027-10-21"]),
            ("Urgent appeal 14/2026 - 27 November 2026", &["27 November 2026: 2026-11-27"]),
            ("Приложение 14/2026 – 27 ноября 2026 г.", &["27 ноября 2026: 2026-11-27"]),
            ("on 2027-01-07", &["2027-01-07: 2027-01-07"]),
            ("bis 07.01.2027", &["07.01.2027: 2027-01-07"]),
            ("by 1/7/2027", &["1/7/2027: 2027-07-01 2027-01-07"]),
            ("by 13/1/2027", &["13/1/2027: 2027-01-13"]),
            ("by 1/13/2027", &["1/13/2027: 2027-01-13"]),
            ("before 5/1/27", &["5/1/27: 2027-01-05 2027-05-01"]),
            ("bis 15.1.27", &["15.1.27: 2027-01-15"]),
            ("Tel. 05.06.27.33.12", &[]),
            ("Article 3/5/99", &[]),
            ("by 7 January", &["7 January: "]),
            ("on 31 February 2027", &[]),
            ("from 3 May 2026 to 4 June 2026", &["3 May 2026: 2026-05-03", "4 June 2026: 2026-06-04"]),
            ("fax +7 7172 747570", &[]),
            ("may 2 of them go", &[]),
            ("Article 12 may be", &["12 may: "]),
        ] {
            let shown: Vec<String> = days(line, false)
                .into_iter()
                .map(|found| {
                    let days: Vec<String> = found.days.iter().map(ToString::to_string).collect();
                    format!("{}: {}", &line[found.at], days.join(" "))
                })
                .collect();
            assert_eq!(shown, expected, "{line}");
        }
        assert_eq!(days("avant le 1/7/2027", true)[0].days, [jiff::civil::date(2027, 7, 1)]);
    }

    #[test]
    fn a_date_that_can_be_read_in_one_way_shows_how_the_others_are_written() {
        for (lines, expected) in [
            (&["sent on 27/11/26", "before 5/1/27"][..], true),
            (&["sent on 11/27/26", "before 5/1/27"], false),
            (&["sent on 27/11/26, held on 11/27/26"], false),
            (&["before 5/1/27"], false),
            (&["since 3/4 of them, 24/7, left"], false),
        ] {
            assert_eq!(shows_day_first(lines.iter().copied()), expected, "{lines:?}");
        }
    }
}
