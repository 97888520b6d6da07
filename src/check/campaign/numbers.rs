//! Numbers and days in the texts of letters, whatever the language writes around them.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;

use super::words::{self, Word};
use crate::locale::{Language, long_date};
use crate::text;

/// A day in a text, as far as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    pub(super) month: i8,
    pub(super) day: Option<i8>,
    pub(super) year: Option<i16>,
}

impl Said {
    /// Whether there is no such day.
    pub(super) fn is_impossible(self) -> bool {
        // Without a year it may be a leap year.
        let year = self.year.unwrap_or(2024);
        Date::new(year, self.month, self.day.unwrap_or(1)).is_err()
    }
}

/// The months of a language.
pub(super) struct Months {
    names: Vec<BTreeSet<String>>,
    /// Names that are other words without a capital: "may", "march".
    only_capitalised: &'static [&'static str],
}

impl Months {
    /// As long dates have them; nothing for a language that numbers them.
    pub(super) fn of(language: &Language) -> Self {
        let words = |month: i8| -> BTreeSet<String> {
            let day = jiff::civil::date(2001, month, 5);
            let date = long_date(day, language, None).to_lowercase();
            let found = text::words(&date).map(|(_, word)| word.to_owned());
            found.filter(|word| word.chars().all(char::is_alphabetic) && word.chars().count() > 1).collect()
        };
        let all: Vec<BTreeSet<String>> = (1..=12).map(words).collect();
        // Words such as "de" stand in each.
        let common = all.iter().skip(1).fold(all[0].clone(), |common, month| &common & month);
        let mut months: Vec<BTreeSet<String>> = all.iter().map(|month| month - &common).collect();
        if months.iter().any(BTreeSet::is_empty) {
            months = vec![BTreeSet::new(); 12];
        }
        if matches!(language.primary(), "ru") {
            months[4].extend(["май", "мае"].map(str::to_owned));
        }
        let only_capitalised: &[&str] = if language.primary() == "en" { &["may", "march"] } else { &[] };
        Self { names: months, only_capitalised }
    }

    /// Whether a word is the name of a month as dates have it.
    pub(super) fn is_one(&self, word: &str) -> bool {
        self.names.iter().any(|names| names.contains(word))
    }

    fn month(&self, word: &str) -> Option<i8> {
        let exact = self.names.iter().position(|names| names.contains(word));
        let bent = || {
            self.names.iter().position(|names| {
                names.iter().any(|name| {
                    let length = name.chars().count();
                    let stem: String = name.chars().take(length - if length > 5 { 2 } else { 1 }).collect();
                    length > 3 && word.starts_with(&stem) && word.chars().count() <= length + 4
                })
            })
        };
        exact.or_else(bent).and_then(|at| i8::try_from(at + 1).ok())
    }
}

/// A number of a text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) range: Range<usize>,
    /// Its digits without signs between thousands.
    pub(super) digits: String,
}

/// The digit that a character is in the scripts that letters are written in.
fn digit(c: char) -> Option<char> {
    let zeros = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ff10}'];
    let value = zeros.into_iter().find_map(|zero| u32::from(c).checked_sub(zero.into()).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// Counts an hour after noon as most languages do: "5.40 p.m." is 17.40.
fn afternoon(text: &str, runs: &mut [Number]) {
    const AFTER_NOON: [&str; 9] = [
        "p.m",
        "pm",
        "p. m",
        "in the afternoon",
        "in the evening",
        "de la tarde",
        "de la noche",
        "часов вечера",
        "часа дня",
    ];
    for at in 0..runs.len() {
        let end = runs[at].range.end;
        let minutes = runs.get(at + 1).filter(|next| matches!(&text[end..next.range.start], "." | ":"));
        let rest = text[minutes.map_or(end, |next| next.range.end)..].trim_start();
        let hour = runs[at].digits.parse::<u64>().ok().filter(|hour| (1..12).contains(hour));
        let is_minute = at > 0 && matches!(&text[runs[at - 1].range.end..runs[at].range.start], "." | ":");
        if let Some(hour) = hour.filter(|_| !is_minute && AFTER_NOON.iter().any(|sign| rest.starts_with(sign))) {
            runs[at].digits = (hour + 12).to_string();
        }
    }
}

/// All numbers of a text; `2,500`, `2.500` and `2 500` are one each.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut runs: Vec<Number> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(digit) = digit(c) else { continue };
        match runs.last_mut().filter(|run| run.range.end == at) {
            Some(run) => {
                run.range.end = at + c.len_utf8();
                run.digits.push(digit);
            }
            None => runs.push(Number { range: at..at + c.len_utf8(), digits: digit.to_string() }),
        }
    }
    afternoon(text, &mut runs);
    for run in runs {
        let joins = |last: &&mut Number| {
            let between = &text[last.range.end..run.range.start];
            let is_sign = matches!(between, "," | "." | " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "'" | "’" | "٬");
            // "2011 300" are two.
            let is_group = last.digits.len() <= 3 || text[last.range.clone()].chars().any(|c| digit(c).is_none());
            is_sign && run.digits.len() == 3 && is_group
        };
        match found.last_mut().filter(joins) {
            Some(last) => {
                last.range.end = run.range.end;
                last.digits.push_str(&run.digits);
            }
            None => found.push(run),
        }
    }
    found
}

/// The numbers from two to a hundred that stand in one word, or in Kazakh in two, each with its (first) word.
/// "Twenty-two" and "two thousand" are others.
pub(super) fn in_words<'w, 't>(
    known: &words::Words,
    words: &'w [Word<'t>],
    language: &Language,
) -> Vec<(&'w Word<'t>, u64)> {
    const AND: [&str; 4] = ["y", "et", "and", "und"];
    let position = |list: &[String], word: &Word<'_>| {
        let at = list.iter().position(|forms| forms.split(' ').any(|form| form == word.lower))?;
        u64::try_from(at).ok()
    };
    let value = |word: &Word<'_>| {
        let ten = || position(&known.tens, word).map(|at| (at + 2) * 10);
        position(&known.numbers, word).map(|at| at + 2).or_else(ten)
    };
    let is_part = |word: Option<&Word<'_>>| {
        word.is_some_and(|word| is_large(&word.lower, language) || word.text.chars().any(|c| digit(c).is_some()))
    };
    let neighbour = |at: Option<usize>| at.and_then(|at| words.get(at));
    let is_number = |at: Option<usize>| neighbour(at).is_some_and(|word| value(word).is_some());
    // "treinta y dos", "vingt et un"
    let is_joined = |at: usize| {
        neighbour(Some(at + 1)).is_some_and(|and| AND.contains(&and.lower.as_str()))
            && neighbour(Some(at + 2))
                .is_some_and(|next| value(next).is_some() || ["un", "uno", "una"].contains(&&*next.lower))
    };
    let is_kazakh = language.primary() == "kk";
    let found = words.iter().enumerate().filter_map(|(at, word)| {
        let own = value(word)?;
        let before = at.checked_sub(1);
        let is_alone = !is_part(neighbour(before)) && !is_part(words.get(at + 1));
        let is_beside_number = is_number(before) && words[at].at - words[at - 1].end() <= 1
            || is_number(Some(at + 1)) && words[at + 1].at - word.end() <= 1;
        if is_kazakh && own >= 10 && own % 10 == 0 {
            let unit = words.get(at + 1).and_then(|next| if next.lower == "бір" { Some(1) } else { value(next) });
            return is_alone.then(|| (word, own + unit.filter(|unit| *unit < 10).unwrap_or(0)));
        }
        // "dix-sept", "quatre-vingts", "cent pour cent".
        let is_percent = own == 100 && neighbour(before).is_some_and(|word| word.lower == "pour");
        (is_alone && !is_beside_number && !is_joined(at) && !is_percent).then_some((word, own))
    });
    found.collect()
}

/// Whether what follows a number makes it "the 21st", which other languages say in words or in Roman numerals.
pub(super) fn is_ordinal(rest: &str, language: &Language) -> bool {
    const SIGNS: [&str; 16] =
        ["st", "nd", "rd", "th", "er", "e", "ème", "º", "ª", "°", "-й", "-го", "-я", "-е", "-м", "-ю"];
    let ends = |sign: &&str| rest.strip_prefix(*sign).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    SIGNS.iter().any(ends) || language.primary() == "de" && rest.starts_with(". ")
}

/// How the word for a number from two to twelve begins, where the language is known.
pub(super) fn stem_of(number: u64, language: &Language) -> Option<String> {
    let at = usize::try_from(number).ok()?.checked_sub(2)?;
    let word = words::of(language).numbers.get(at)?.split(' ').next()?;
    let length = word.chars().count().saturating_sub(1).clamp(3, 4);
    Some(word.chars().take(length).collect())
}

/// The day of the week that stands before a day, if that day is another one: "Friday, 3 November 2026".
pub(super) fn other_weekday(known: &words::Words, text: &str, day: &Range<usize>, said: Said) -> Option<Range<usize>> {
    let date = Date::new(said.year?, said.month, said.day?).ok()?;
    let (at, word) = text::words(&text[..day.start]).filter(|(_, word)| word.chars().count() > 3).last()?;
    let is_near =
        text[at + word.len()..day.start].chars().count() <= 8 && !text[at..day.start].contains(['.', '\n', ';']);
    let word = word.to_lowercase();
    let weekday = known.weekdays.iter().position(|forms| forms.split(' ').any(|form| form == word))?;
    let is_other = usize::try_from(date.weekday().to_monday_zero_offset()).ok() != Some(weekday);
    (is_near && is_other).then_some(at..day.end)
}

/// The days a text names, each with its place.
pub(super) fn days(text: &str, months: &Months) -> Vec<(Range<usize>, Said)> {
    let (words, ends): (Vec<(usize, String)>, Vec<usize>) =
        text::words(text).map(|(at, word)| ((at, word.to_lowercase()), at + word.len())).unzip();
    let plain = |word: &str| word.chars().map(|c| digit(c).unwrap_or(c)).collect::<String>();
    let end = |at: usize| ends[at];
    // "14th", "1er", "14-го"
    let leading = |at: usize| -> Option<i16> {
        let word = plain(&words.get(at)?.1);
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        let rest = word.len() - digits.len();
        (rest <= 6 && !digits.is_empty()).then(|| digits.parse().ok()).flatten()
    };
    let day_at = |at: usize| leading(at).and_then(|day| i8::try_from(day).ok()).filter(|day| (1..=39).contains(day));
    let year_at = |at: usize| leading(at).filter(|year| (1900..2200).contains(year));
    let is_joint = |at: usize| {
        words.get(at).is_some_and(|(_, word)| {
            ["de", "of", "го", "числа", "the", "ж", "жылғы", "жылдың", "del"].contains(&word.as_str())
        })
    };
    // Words of one day stand in one sentence.
    let is_near = |one: usize, two: usize| !text[words[one].0..words[two].0].contains(['\n', ';', ':', '(', ')', '/']);
    let mut found = Vec::new();
    for (at, (start, word)) in words.iter().enumerate() {
        let is_small = text[*start..].starts_with(char::is_lowercase);
        let is_other_word = is_small && months.only_capitalised.contains(&word.as_str());
        if let Some(month) = months.month(word).filter(|_| !is_other_word) {
            let back = at.checked_sub(1).map(|before| if is_joint(before) { before.saturating_sub(1) } else { before });
            let before = back.filter(|back| is_near(*back, at)).and_then(|back| Some((back, day_at(back)?)));
            let next = |from: usize| if is_joint(from) { from + 1 } else { from };
            let after = Some(next(at + 1))
                .filter(|next| *next < words.len() && is_near(at, *next))
                .and_then(|next| Some((next, day_at(next)?)));
            let (day, first, last) = match (before, after.filter(|(next, _)| year_at(*next).is_none())) {
                (Some((back, day)), _) => (Some(day), back, at),
                (None, Some((next, day))) => (Some(day), at, next),
                (None, None) => (None, at, at),
            };
            let ahead = next(last + 1);
            let year_after = (ahead < words.len() && is_near(last, ahead)).then(|| year_at(ahead)).flatten();
            let behind =
                first.checked_sub(1).map(|behind| if is_joint(behind) { behind.saturating_sub(1) } else { behind });
            // "2011 жылғы 14 қыркүйек"; in "1 May 2011, may" the second is no month.
            let year_before =
                behind.filter(|_| day.is_some()).filter(|behind| is_near(*behind, first)).and_then(year_at);
            let year = year_after.or(year_before);
            if day.is_some() || year.is_some() {
                let last = if year_after.is_some() { ahead } else { last };
                let begin = if year_after.is_none() && year_before.is_some() {
                    behind.map_or(*start, |at| words[at].0)
                } else {
                    words[first].0
                };
                found.push((begin..end(last), Said { month, day, year }));
            }
        }
    }
    // 14.09.2011, 14/09/2011, 2011-09-14
    for at in 0..words.len().saturating_sub(2) {
        let sign = &text[end(at)..words[at + 1].0];
        if !matches!(sign, "." | "/" | "-") || &text[end(at + 1)..words[at + 2].0] != sign {
            continue;
        }
        let numbers: Vec<i16> = (at..at + 3).filter_map(|at| plain(&words[at].1).parse().ok()).collect();
        let said = match numbers.as_slice() {
            [year, month, day] if (1900..2200).contains(year) => Some((*day, *month, *year)),
            [day, month, year] if (1900..2200).contains(year) => Some((*day, *month, *year)),
            _ => None,
        };
        if let Some((day, month, year)) = said {
            let small = |number: i16| i8::try_from(number).ok().filter(|number| (1..=39).contains(number));
            // American: the month first.
            let (day, month) = if month > 12 && day <= 12 { (month, day) } else { (day, month) };
            if let (Some(day), Some(month)) = (small(day), small(month)) {
                found.push((words[at].0..end(at + 2), Said { month, day: Some(day), year: Some(year) }));
            }
        }
    }
    found
}

/// How languages write out numbers, by the beginnings of the words.
const TENS: [(&str, [(u64, &str); 18]); 5] = [
    (
        "en",
        [
            (13, "thirteen"),
            (14, "fourteen"),
            (15, "fifteen"),
            (16, "sixteen"),
            (17, "seventeen"),
            (18, "eighteen"),
            (19, "nineteen"),
            (20, "twent"),
            (30, "thirt"),
            (40, "fort"),
            (50, "fift"),
            (60, "sixt"),
            (70, "sevent"),
            (80, "eight"),
            (90, "ninet"),
            (100, "hundred"),
            (1000, "thousand"),
            (1_000_000, "million"),
        ],
    ),
    (
        "de",
        [
            (13, "dreizehn"),
            (14, "vierzehn"),
            (15, "fünfzehn"),
            (16, "sechzehn"),
            (17, "siebzehn"),
            (18, "achtzehn"),
            (19, "neunzehn"),
            (20, "zwanzig"),
            (30, "dreißig"),
            (40, "vierzig"),
            (50, "fünfzig"),
            (60, "sechzig"),
            (70, "siebzig"),
            (80, "achtzig"),
            (90, "neunzig"),
            (100, "hundert"),
            (1000, "tausend"),
            (1_000_000, "million"),
        ],
    ),
    (
        "fr",
        [
            (13, "treiz"),
            (14, "quatorz"),
            (15, "quinz"),
            (16, "seiz"),
            (17, "dix"),
            (18, "dix"),
            (19, "dix"),
            (20, "vingt"),
            (30, "trent"),
            (40, "quarant"),
            (50, "cinquant"),
            (60, "soixant"),
            (70, "soixant"),
            (80, "quatre"),
            (90, "quatre"),
            (100, "cent"),
            (1000, "mill"),
            (1_000_000, "million"),
        ],
    ),
    (
        "es",
        [
            (13, "trece"),
            (14, "catorce"),
            (15, "quince"),
            (16, "dieciséis"),
            (17, "diecisiete"),
            (18, "dieciocho"),
            (19, "diecinueve"),
            (20, "veint"),
            (30, "treinta"),
            (40, "cuarenta"),
            (50, "cincuenta"),
            (60, "sesenta"),
            (70, "setenta"),
            (80, "ochenta"),
            (90, "noventa"),
            (100, "cien"),
            (1000, "mil"),
            (1_000_000, "millon"),
        ],
    ),
    (
        "ru",
        [
            (13, "тринадцат"),
            (14, "четырнадцат"),
            (15, "пятнадцат"),
            (16, "шестнадцат"),
            (17, "семнадцат"),
            (18, "восемнадцат"),
            (19, "девятнадцат"),
            (20, "двадцат"),
            (30, "тридцат"),
            (40, "сорок"),
            (50, "пятьдесят"),
            (60, "шестьдесят"),
            (70, "семьдесят"),
            (80, "восемьдесят"),
            (90, "девяност"),
            (100, "ст"),
            (1000, "тысяч"),
            (1_000_000, "миллион"),
        ],
    ),
];

/// Whether a word says a number of twenty and more.
fn is_large(word: &str, language: &Language) -> bool {
    let table = TENS.iter().find(|(tag, _)| *tag == language.primary());
    table.is_some_and(|(_, table)| table.iter().any(|(value, begin)| *value >= 20 && word.starts_with(begin)))
}

/// Whether a text says a number in words; nothing for a language of which that is not known.
pub(super) fn is_written_out(number: u64, text: &str, language: &Language) -> Option<bool> {
    let (_, table) = TENS.iter().find(|(tag, _)| *tag == language.primary())?;
    // The largest word that the number is said with.
    let (_, word) = table
        .iter()
        .filter(|(value, _)| *value <= number && (number < 20 || number % value < number))
        .max_by_key(|(value, _)| *value)?;
    let text = text.to_lowercase();
    Some(text::words(&text).any(|(_, found)| found.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_one_in_every_way_of_writing() {
        for (text, expected) in [
            ("2,500 workers, 2.500 Arbeiter, 2 500 рабочих, 2\u{a0}500", "2500 2500 2500 2500"),
            ("1,250,000 and 12 500", "1250000 12500"),
            ("15 days, 340 members", "15 340"),
            ("in 2011, 300 were held", "2011 300"),
            ("٢٥٠٠ عامل", "2500"),
            ("article 9, 10 and 11", "9 10 11"),
            ("at 5.40 p.m., um 17.40 Uhr, a las 5:40 de la tarde, at 12.30 p.m.", "17 40 17 40 17 40 12 30"),
        ] {
            let found: Vec<String> = numbers(text).into_iter().map(|number| number.digits).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn days_are_found_as_languages_write_them() {
        for (language, text, expected) in [
            ("en", "on 14 September 2011, and on May 1st. They may 3 times", "14.9.2011 1.5.-"),
            ("en", "November 23, 2026 and in September 2011", "23.11.2026 -.9.2011"),
            ("en", "the 1st of May 2010", "1.5.2010"),
            ("en", "Up to 20 may face trial after the march of 3,000, the 14 march with us", ""),
            ("de", "am 14. September 2011, bis Ende September", "14.9.2011"),
            ("ru", "14 сентября 2011 года, 1 мая, в октябре 2011 года", "14.9.2011 1.5.- -.10.2011"),
            ("fr", "le 1er mai 2010", "1.5.2010"),
            ("es", "el 3 de marzo de 2026", "3.3.2026"),
            ("kk", "2011 жылғы 14 қыркүйекте", "14.9.2011"),
            ("uk", "14 вересня 2011 року", "14.9.2011"),
            ("tr", "14 Eylül 2011 tarihinde", "14.9.2011"),
            ("en", "14.09.2011, 14/09/2011, 09/14/2011, 2011-09-14", "14.9.2011 14.9.2011 14.9.2011 14.9.2011"),
        ] {
            let months = Months::of(&language.parse().unwrap());
            let or = |number: Option<String>| number.unwrap_or_else(|| "-".to_owned());
            let found: Vec<String> = days(text, &months)
                .into_iter()
                .map(|(_, said)| {
                    format!(
                        "{}.{}.{}",
                        or(said.day.map(|d| d.to_string())),
                        said.month,
                        or(said.year.map(|y| y.to_string()))
                    )
                })
                .collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
        let english = Months::of(&Language::english());
        assert!(days("31 November 2026", &english)[0].1.is_impossible());
        assert!(!days("29 February", &english)[0].1.is_impossible());
    }
}
