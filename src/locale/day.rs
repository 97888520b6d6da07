//! Days as data files write them, and written out for a letter.

use std::cell::RefCell;

use icu_calendar::{Date, Gregorian};
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets::YMD};
use serde::Deserialize;

use super::country::Country;
use super::language::Language;

/// A day as data files write it: a TOML date (`2011-10-07`), or the same in quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawDay")]
pub struct Day(pub jiff::civil::Date);

#[derive(Deserialize)]
#[serde(untagged)]
enum RawDay {
    Toml(toml::value::Datetime),
    Text(String),
}

impl TryFrom<RawDay> for Day {
    type Error = String;

    fn try_from(raw: RawDay) -> Result<Self, String> {
        let text = match raw {
            RawDay::Toml(date) => date.to_string(),
            RawDay::Text(text) => text,
        };
        text.parse().map(Self).map_err(|_| format!("`{text}` is not a day; write it as 2011-10-07"))
    }
}

/// A day written out for a letter: "23 November 2026", "23 ноября 2026 г.".
pub fn long_date(day: jiff::civil::Date, language: &Language, country: Option<Country>) -> String {
    thread_local! {
        /// The letters of a list have one day; to write it anew for each is a tenth of the work.
        static LAST: RefCell<Option<Written>> = const { RefCell::new(None) };
    }
    LAST.with_borrow_mut(|last| {
        let of = (day, language.clone(), country);
        match last {
            Some((known, written)) if *known == of => written.clone(),
            _ => last.insert((of, written_out(day, language, country))).1.clone(),
        }
    })
}

/// A day in a language as it is written in a country, and how that reads.
type Written = ((jiff::civil::Date, Language, Option<Country>), String);

fn written_out(day: jiff::civil::Date, language: &Language, country: Option<Country>) -> String {
    let written = || {
        let date =
            Date::try_new_gregorian(day.year().into(), day.month().cast_unsigned(), day.day().cast_unsigned()).ok()?;
        let locale = language.written_in(country.and_then(Country::region));
        let format = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), YMD::long()).ok()?;
        // CLDR puts narrow no-break spaces into some dates; plain text and old mail programs show
        // them as boxes.
        Some(format.format(&date).to_string().replace(['\u{202f}', '\u{a0}'], " "))
    };
    written().unwrap_or_else(|| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        let day = jiff::civil::date(2026, 11, 23);
        for (language, country, expected) in [
            ("en", Some("GB"), "23 November 2026"),
            ("en", Some("US"), "November 23, 2026"),
            ("en", Some("DE"), "23 November 2026"),
            ("ru", Some("GB"), "23 ноября 2026 г."),
            ("de", None, "23. November 2026"),
            ("kk", None, "2026 ж. 23 қараша"),
            ("fr", None, "23 novembre 2026"),
            ("tr", None, "23 Kasım 2026"),
            ("uk", None, "23 листопада 2026 р."),
            ("be", None, "23 лістапада 2026 г."),
            ("pl", None, "23 listopada 2026"),
            ("pt", None, "23 de novembro de 2026"),
            ("it", None, "23 novembre 2026"),
            ("nl", None, "23 november 2026"),
            ("sv", None, "23 november 2026"),
            ("ro", None, "23 noiembrie 2026"),
            ("ka", None, "23 ნოემბერი, 2026"),
            ("az", None, "23 noyabr 2026"),
            ("uz", None, "23-noyabr, 2026"),
            ("ar", None, "23 نوفمبر 2026"),
            ("ar", Some("EG"), "٢٣ نوفمبر ٢٠٢٦"),
            ("fa", Some("DE"), "۲۳ نوامبر ۲۰۲۶"),
            // In Iran the calendar is another; the letter comes from abroad, and the day is the same everywhere.
            ("fa", Some("IR"), "۲۳ نوامبر ۲۰۲۶"),
            ("zh", Some("TW"), "2026年11月23日"),
            ("zh-TW", Some("DE"), "2026年11月23日"),
            ("ja", None, "2026年11月23日"),
            ("ko", None, "2026년 11월 23일"),
            // The country where a letter is written changes the order, and never the script.
            ("az", Some("IR"), "23 noyabr 2026"),
            ("uz", Some("AF"), "23-noyabr, 2026"),
            ("kk", Some("CN"), "2026 ж. 23 қараша"),
            ("sr", Some("ME"), "23. новембар 2026."),
            ("sr-Latn", Some("RS"), "23. novembar 2026."),
        ] {
            let country = country.map(|c| c.parse().unwrap());
            assert_eq!(long_date(day, &language.parse().unwrap(), country), expected, "{language}");
        }
    }
}
