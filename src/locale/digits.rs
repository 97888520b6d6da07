//! The digits of a language, as CLDR has them.

use std::cell::RefCell;

use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_decimal::{DecimalFormatter, input::Decimal};

use super::country::Country;
use super::language::Language;

/// The ten digits that a language writes numbers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits([char; 10]);

impl Digits {
    const USUAL: Self = Self(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);

    /// A number in these digits.
    pub fn write(self, number: u64) -> String {
        self.replace(&number.to_string())
    }

    /// A text with its digits 0 to 9 in these.
    pub fn replace(self, text: &str) -> String {
        let digit = |c: char| c.to_digit(10).and_then(|value| self.0.get(value as usize).copied()).unwrap_or(c);
        text.chars().map(digit).collect()
    }

    /// The digit for nothing.
    pub fn zero(self) -> char {
        self.0[0]
    }

    /// All ten from zero, where they are not 0 to 9.
    pub fn all(self) -> Option<[char; 10]> {
        (self != Self::USUAL).then_some(self.0)
    }
}

/// The digits of a language as it is written in a country, the same as those of a [`long_date`](super::long_date).
pub fn digits(language: &Language, country: Option<Country>) -> Digits {
    thread_local! {
        /// The letters of a list have the same ones.
        static LAST: RefCell<Option<(Language, Option<Country>, Digits)>> = const { RefCell::new(None) };
    }
    LAST.with_borrow_mut(|last| match last {
        Some((known, there, digits)) if known == language && *there == country => *digits,
        _ => last.insert((language.clone(), country, of(language, country).unwrap_or(Digits::USUAL))).2,
    })
}

fn of(language: &Language, country: Option<Country>) -> Option<Digits> {
    let mut options = DecimalFormatterOptions::default();
    options.grouping_strategy = Some(GroupingStrategy::Never);
    let locale = language.written_in(country.and_then(Country::region));
    let format = DecimalFormatter::try_new(locale.into(), options).ok()?;
    let written = format.format(&Decimal::from(1_234_567_890_u64)).to_string();
    let mut digits: Vec<char> = written.chars().collect();
    digits.rotate_right(1);
    digits.try_into().ok().map(Digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_of_the_date() {
        for (language, country, expected) in [
            ("en", None, "1250"),
            ("fa", None, "۱۲۵۰"),
            ("ar", None, "1250"),
            ("ar", Some("EG"), "١٢٥٠"),
            ("ar", Some("MA"), "1250"),
            ("zh", None, "1250"),
        ] {
            let country = country.map(|code: &str| code.parse().unwrap());
            let language: Language = language.parse().unwrap();
            let written = digits(&language, country).write(1250);
            assert_eq!(written, expected, "{language}");
            let date = super::super::long_date(jiff::civil::date(1250, 5, 5), &language, country);
            assert!(date.contains(expected), "{date}");
        }
    }
}
