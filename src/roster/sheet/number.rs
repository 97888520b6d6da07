//! Numbers and days as the sheet shows them.

use ssfmt::date_serial::{serial_to_date, serial_to_time};
use ssfmt::{DateSystem, FormatOptions, NumberFormat};

/// How a cell shows its number.
#[derive(Debug)]
pub enum Format {
    /// As it is.
    Plain,
    /// A day in the way of the computer that shows it: here, as `2026-11-23`.
    Day,
    /// In a way of its own.
    Code(Box<NumberFormat>),
}

impl Format {
    /// One that every workbook has (ECMA-376, part 1, 18.8.30).
    pub fn built_in(id: u32) -> Self {
        match id {
            14..=17 | 22 | 27..=36 | 50..=58 => Self::Day,
            18..=21 | 45..=47 => ssfmt::format_code_from_id(id).map_or(Self::Plain, Self::custom),
            // Separators of thousands and rounding tell nothing that the number does not.
            _ => Self::Plain,
        }
    }

    /// One that the workbook declares.
    pub fn custom(code: &str) -> Self {
        /// Characters of a format; Excel allows 255.
        const MOST: usize = 255;
        let lower = code.to_ascii_lowercase();
        let Some(format) = NumberFormat::parse(code).ok().filter(|_| code.len() <= MOST) else { return Self::Plain };
        // The system's own day (F800) and time (F400), and names of months in another language than English.
        let is_local = lower.contains("[$-f800]") || lower.contains("[$-f400]");
        let is_foreign = lower.contains("[$-") && !lower.contains("[$-409]") && !lower.contains("[$-809]");
        let has_names = lower.contains("mmm") || lower.contains("ddd");
        if format.is_date_format() && (is_local || is_foreign && has_names) {
            Self::Day
        } else {
            Self::Code(Box::new(format))
        }
    }

    /// The number of a cell, as it is stored in the file, as the sheet shows it.
    pub fn show(&self, stored: &str, dates: DateSystem) -> String {
        let Ok(number) = stored.trim().parse::<f64>() else { return stored.to_owned() };
        let plain = || plain(stored.trim(), number);
        match self {
            Self::Plain => plain(),
            Self::Day => day(number, dates).unwrap_or_else(plain),
            Self::Code(format) if format.is_date_format() => {
                // No spreadsheet shows days before 1900 or after 9999.
                if !(0.0..2_958_466.0).contains(&number) {
                    return plain();
                }
                let options = FormatOptions { date_system: dates, ..FormatOptions::default() };
                format.try_format(number, &options).map_or_else(|_| plain(), |shown| shown.trim().to_owned())
            }
            Self::Code(format) => {
                let plain = plain();
                if !plain.bytes().all(|byte| byte.is_ascii_digit()) || plain.len() > 15 {
                    return plain;
                }
                match format.try_format(number, &FormatOptions::default()) {
                    Ok(shown) if is_same(&plain, &shown) => shown.trim().to_owned(),
                    _ => plain,
                }
            }
        }
    }
}

/// The number itself. Spreadsheets know fifteen digits.
fn plain(stored: &str, number: f64) -> String {
    if !stored.is_empty() && stored.bytes().all(|byte| byte.is_ascii_digit()) {
        return stored.to_owned();
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // Rust writes the shortest digits that mean this number, and none after the point of a whole one.
    rounded.to_string()
}

/// Whether what is shown has all digits of a whole number, with zeros before it and signs between at most:
/// `01067`, `SW-01067`, `(020) 7946`. What is scaled, rounded or has words behind it is not the value.
pub fn is_same(plain: &str, shown: &str) -> bool {
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    let first = shown.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
    let is_sign = |c: char| c.is_ascii_digit() || " -/()+.,'’\u{a0}\u{202f}".contains(c);
    digits.len() >= plain.len()
        && digits.trim_start_matches('0') == plain.trim_start_matches('0')
        && shown[first..].chars().all(is_sign)
        && shown[..first].chars().all(|c| c.is_alphabetic() || is_sign(c))
}

/// A day and, unless it is midnight, the time.
fn day(number: f64, dates: DateSystem) -> Option<String> {
    let (year, month, day) = serial_to_date(number, dates).filter(|(year, ..)| (1900..=9999).contains(year))?;
    let date = format!("{year:04}-{month:02}-{day:02}");
    let (hour, minute, second) = serial_to_time(number);
    Some(if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") })
}

/// A day as files write it (ISO 8601).
pub fn iso_day(text: &str) -> String {
    text.strip_suffix("T00:00:00").unwrap_or(text).replace('T', " ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_and_days_look_as_in_the_sheet() {
        let code = Format::custom;
        for (format, stored, expected) in [
            (Format::built_in(0), "340", "340"),
            (Format::built_in(0), "340.0", "340"),
            (Format::built_in(0), "0.30000000000000004", "0.3"),
            (Format::built_in(0), "4.930123456E9", "4930123456"),
            (Format::built_in(0), "-3", "-3"),
            (Format::built_in(0), "no number", "no number"),
            (Format::built_in(3), "1200", "1200"),
            (Format::built_in(11), "4930123456", "4930123456"),
            (code("00000"), "1067", "01067"),
            (code("00000"), "1067.0", "01067"),
            (code("00000\\-0000"), "12345678", "01234-5678"),
            (code("\"D-\"00000"), "1067", "D-01067"),
            (code("000\\ 000"), "7", "000 007"),
            (code("\"+\"0"), "4930123456", "+4930123456"),
            (code("0.00"), "340", "340"),
            (code("0,"), "1200", "1200"),
            (code("0%"), "1", "1"),
            (code("0\" members\""), "340", "340"),
            (code(";;;"), "340", "340"),
            (code("@"), "340", "340"),
            (Format::built_in(14), "46349", "2026-11-23"),
            (Format::built_in(22), "46349.5", "2026-11-23 12:00:00"),
            (code("dd.mm.yyyy"), "46349", "23.11.2026"),
            (code("yyyy\\-mm\\-dd"), "46349", "2026-11-23"),
            (code("d mmmm yyyy"), "46349", "23 November 2026"),
            (code("[$-407]d. mmmm yyyy"), "46349", "2026-11-23"),
            (code("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy"), "46349", "2026-11-23"),
            (code("dd.mm.yyyy"), "-5", "-5"),
            (code("h:mm"), "0.5", "12:00"),
        ] {
            assert_eq!(format.show(stored, DateSystem::Date1900), expected, "{format:?}");
        }
        assert_eq!(Format::built_in(14).show("44887", DateSystem::Date1904), "2026-11-23");
    }

    proptest! {
        #[test]
        fn no_format_panics(code in "[0#?.,;%@hmsydEe+\\-\\[\\]$\\\\_* \"/a-zа]{0,24}", number in any::<f64>()) {
            Format::custom(&code).show(&number.to_string(), DateSystem::Date1900);
        }
    }
}
