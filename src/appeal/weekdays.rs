//! Which year a last day without one is in: a weekday beside it, and the day of publication, leave a single reading.

use jiff::civil::{Date, Weekday};

use super::dates::days;
use super::facts::Day;
use super::found::Found;
use crate::text::fold;

/// The weekdays in English, German, French, Spanish, Russian (as they stand behind "by" too) and Kazakh, from Monday.
const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday mon montag lundi lunes понедельник понедельника дүйсенбі"),
    (Weekday::Tuesday, "tuesday tue dienstag mardi martes вторник вторника сейсенбі"),
    (Weekday::Wednesday, "wednesday wed mittwoch mercredi miércoles среда среды среду сәрсенбі"),
    (Weekday::Thursday, "thursday thu donnerstag jeudi jueves четверг четверга бейсенбі"),
    (Weekday::Friday, "friday fri freitag vendredi viernes пятница пятницы пятницу жұма"),
    (Weekday::Saturday, "saturday sat samstag sonnabend samedi sábado суббота субботы субботу сенбі"),
    (Weekday::Sunday, "sunday sun sonntag dimanche domingo воскресенье воскресенья жексенбі"),
];

/// A last day with its year, where it has none and its weekday proves the first such day since the appeal was published:
/// "by Thursday, 26 November" in an appeal of 19 November 2026.
pub(super) fn with_year(mut day: Found<Day>, published: Option<&Found<Day>>) -> Found<Day> {
    if day.value.days.is_empty()
        && let Some([published]) = published.map(|published| published.value.days.as_slice())
    {
        day.value.days.extend(first_since(&day.value.words, *published));
    }
    day
}

/// The first day since another that words without a year name, where it falls on the weekday that they name.
fn first_since(words: &str, since: Date) -> Option<Date> {
    let weekday = weekday_in(words)?;
    let in_year = |year: i16| {
        let all = days(&format!("{words} {year}"), true);
        let [day] = all.as_slice() else { return None };
        let [date] = day.days.as_slice() else { return None };
        Some(*date)
    };
    let first = [since.year(), since.year() + 1].into_iter().filter_map(in_year).find(|date| *date >= since)?;
    (first.weekday() == weekday).then_some(first)
}

fn weekday_in(words: &str) -> Option<Weekday> {
    let folded = fold(words);
    let named = |names: &str| {
        let mut all = folded.split(|c: char| !c.is_alphanumeric());
        all.any(|word| names.split(' ').any(|name| fold(name) == word))
    };
    WEEKDAYS.iter().find(|(_, names)| named(names)).map(|(weekday, _)| *weekday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_proves_the_year() {
        let since: Date = "2026-11-19".parse().unwrap();
        for (words, expected) in [
            ("by Thursday, 26 November", Some("2026-11-26")),
            ("avant le vendredi 4 décembre", Some("2026-12-04")),
            ("bis Freitag, 8. Januar", Some("2027-01-08")),
            ("antes del viernes 4 de diciembre", Some("2026-12-04")),
            ("до пятницы 4 декабря", Some("2026-12-04")),
            // It is a Thursday, or last year's.
            ("by Friday, 26 November", None),
            ("by 26 November", None),
        ] {
            let expected = expected.map(|date| date.parse().unwrap());
            assert_eq!(first_since(words, since), expected, "{words}");
        }
    }
}
