//! A telephone number, and what its country's numbering plan says about it.
//!
//! `Phone::parse` looks at the form alone and is cheap; only `national` and `line` ask the numbering
//! plans, which `build.rs` takes from libphonenumber. Nothing is mended in silence: a doubled `+` is
//! refused with the number it may stand for.

use regex_lite::Regex;

use crate::locale::Country;
use crate::shipped::NUMBERING_PLANS;

/// A number in E.164 form: `+` and 7 to 15 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

/// Why a text is not a telephone number that can be called from anywhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhoneProblem {
    /// Written with `++`; the number it may stand for.
    #[error("it begins with ++, which no number does; if its source confirms {0}, write that")]
    DoubledPlus(String),
    /// With the trunk prefix in brackets, which is dialled inside the country only; the number without it.
    #[error("it has (0), which is not dialled from abroad; if its source confirms {0}, write that")]
    Trunk(String),
    /// The last character separates it from something that is not there.
    #[error("it ends with `{0}`, so a part may be missing; give one whole number")]
    Trailing(char),
    /// At most six digits and no country code.
    #[error("it is a short number, which works only inside its country; leave it out")]
    ShortCode,
    /// Anything else.
    #[error("it is not an international telephone number; write it in full, with + and the country's code")]
    Shape,
}

/// What a number is, seen from the country its office stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A number of that country.
    Fits,
    /// A mobile number of that country.
    Mobile,
    /// Toll-free, premium, shared-cost or company-wide: not a desk, and often dead from abroad.
    Hotline,
    /// A valid number somewhere else; none where the numbering plan belongs to no country.
    Elsewhere(Option<Country>),
    /// No numbering plan has such a number.
    NoNumber,
}

impl Phone {
    /// The number, `+77172747570`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number in groups, as it is written for calls from abroad: `+7 7172 74 75 70`.
    pub fn spaced(&self) -> String {
        let digits = self.0.trim_start_matches('+');
        let mut of_code = plans().filter(|plan| digits.starts_with(plan.code)).peekable();
        let Some(code) = of_code.peek().map(|plan| plan.code) else { return self.0.clone() };
        let national = &digits[code.len()..];
        let written = of_code.find_map(|plan| plan.spaced(national));
        format!("+{code} {}", written.unwrap_or_else(|| in_threes(national)))
    }

    /// Reads a number with its country code. Spaces, hyphens, full stops and brackets are formatting.
    pub fn parse(raw: &str) -> Result<Self, PhoneProblem> {
        let raw = raw.trim_matches([' ', '\u{a0}']);
        if let Some(separator) = raw.chars().last().filter(|c| matches!(c, '/' | ';' | ',' | '|' | '-' | '.')) {
            return Err(PhoneProblem::Trailing(separator));
        }
        if raw.starts_with('+') && raw.contains("(0)") {
            let without = without_formatting(&raw.replacen("(0)", "", 1));
            return Err(
                e164(without.trim_start_matches('+')).map_or(PhoneProblem::Shape, |phone| PhoneProblem::Trunk(phone.0))
            );
        }
        let number = without_formatting(raw);
        if let Some(rest) = number.strip_prefix("++") {
            return Err(e164(rest).map_or(PhoneProblem::Shape, |phone| PhoneProblem::DoubledPlus(phone.0)));
        }
        match number.strip_prefix('+') {
            Some(digits) => e164(digits).ok_or(PhoneProblem::Shape),
            None if (1..=6).contains(&number.len()) && all_digits(&number) => Err(PhoneProblem::ShortCode),
            None => Err(PhoneProblem::Shape),
        }
    }

    /// A number as it is written in `country` or for calls from abroad; none unless it is a valid
    /// number of exactly that country. Where countries share a code (+7, +1, +39, +44, …) the
    /// numbering plan of that one country decides.
    pub fn national(raw: &str, country: Country) -> Option<Self> {
        let plan = plans().find(|plan| plan.id == country.code())?;
        let number = without_formatting(raw);
        let abroad = number.strip_prefix('+').or_else(|| number.strip_prefix("00"));
        let national = match abroad {
            Some(digits) => digits.strip_prefix(plan.code)?,
            None => &number,
        };
        // The trunk prefix is written inside the country, and by habit as `+44 (0)20 …`.
        let trunk = Some(plan.trunk).filter(|trunk| !trunk.is_empty());
        let without_trunk = trunk.and_then(|trunk| national.strip_prefix(trunk));
        let valid = [Some(national), without_trunk].into_iter().flatten();
        valid
            .filter(|national| all_digits(national))
            .find(|national| plan.line(national).is_some())
            .and_then(|national| e164(&format!("{}{national}", plan.code)))
    }

    /// What the number is for an office that stands in `country`.
    pub fn line(&self, country: Country) -> Line {
        // No calling code begins another, so at most one length of it fits.
        let digits = self.0.trim_start_matches('+');
        let of_code = |plan: &Plan<'_>| digits.starts_with(plan.code);
        // The country's own plan goes first: some share numbers, such as Guadeloupe with Saint Martin.
        let own = plans().filter(|plan| plan.id == country.code());
        let others = plans().filter(|plan| plan.id != country.code());
        for plan in own.chain(others).filter(of_code) {
            match plan.line(&digits[plan.code.len()..]) {
                Some(Kind::Hotline) => return Line::Hotline,
                Some(Kind::Fixed) if plan.id == country.code() => return Line::Fits,
                Some(Kind::Mobile) if plan.id == country.code() => return Line::Mobile,
                // `001` (satellites) and `XK` are no countries of ISO 3166.
                Some(Kind::Fixed | Kind::Mobile) => return Line::Elsewhere(plan.id.parse().ok()),
                None => {}
            }
        }
        Line::NoNumber
    }
}

/// One line of the numbering plans.
struct Plan<'a> {
    id: &'a str,
    code: &'a str,
    trunk: &'a str,
    begins: &'a str,
    general: &'a str,
    hotlines: &'a str,
    fixed: &'a str,
    mobile: &'a str,
    spacing: &'a str,
}

enum Kind {
    /// A fixed line, or one that cannot be told from it.
    Fixed,
    Mobile,
    Hotline,
}

fn plans() -> impl Iterator<Item = Plan<'static>> {
    NUMBERING_PLANS.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        Some(Plan {
            id: columns.next()?,
            code: columns.next()?,
            trunk: columns.next()?,
            begins: columns.next()?,
            general: columns.next()?,
            hotlines: columns.next()?,
            fixed: columns.next()?,
            mobile: columns.next()?,
            spacing: columns.next()?,
        })
    })
}

impl Plan<'_> {
    /// A number after its country code in groups, if the plan knows them.
    fn spaced(&self, national: &str) -> Option<String> {
        self.spacing.split(' ').find_map(|spacing| {
            let mut fields = spacing.splitn(3, '~');
            let (begins, parts, written) = (fields.next()?, fields.next()?, fields.next()?);
            let begins_right = begins.is_empty() || matches(&format!("^(?:{begins})"), national);
            let parts = Regex::new(&format!("^(?:{parts})$")).ok().filter(|_| begins_right)?;
            let mut spaced = String::new();
            parts.captures(national)?.expand(&written.replace('_', " "), &mut spaced);
            Some(spaced)
        })
    }

    /// What the plan says about a number after its country code.
    fn line(&self, national: &str) -> Option<Kind> {
        let begins_right = self.begins.is_empty() || matches(&format!("^(?:{})", self.begins), national);
        if !begins_right || !has_form(self.general, national) {
            return None;
        }
        let is_one_of = |forms: &str| forms.split(' ').any(|form| has_form(form, national));
        let kinds = [(self.hotlines, Kind::Hotline), (self.fixed, Kind::Fixed), (self.mobile, Kind::Mobile)];
        kinds.into_iter().find(|(forms, _)| is_one_of(forms)).map(|(_, kind)| kind)
    }
}

/// Whether a number has a form: one of its lengths, and the whole of its expression.
fn has_form(form: &str, national: &str) -> bool {
    let Some((lengths, expression)) = form.split_once(':') else { return false };
    let fits = lengths.is_empty() || lengths.split(',').any(|length| length.parse() == Ok(national.len()));
    fits && matches(&format!("^(?:{expression})$"), national)
}

/// Groups of three digits, the last of two to four.
fn in_threes(digits: &str) -> String {
    let (mut groups, mut rest) = (Vec::new(), digits);
    while rest.len() > 4 {
        let (group, further) = rest.split_at(3);
        groups.push(group);
        rest = further;
    }
    groups.push(rest);
    groups.join(" ")
}

fn matches(expression: &str, national: &str) -> bool {
    Regex::new(expression).is_ok_and(|regex| regex.is_match(national))
}

fn without_formatting(raw: &str) -> String {
    raw.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')')).collect()
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn e164(digits: &str) -> Option<Phone> {
    let fits = (7..=15).contains(&digits.len()) && all_digits(digits) && !digits.starts_with('0');
    fits.then(|| Phone(format!("+{digits}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    #[test]
    fn a_number_is_written_in_the_groups_of_its_country() {
        for (number, spaced) in [
            ("+442079460000", "+44 20 7946 0000"),
            ("+77172747570", "+7 7172 74 75 70"),
            ("+12025550123", "+1 202-555-0123"),
            ("+33147200823", "+33 1 47 20 08 23"),
            ("+493047007111", "+49 30 47007111"),
            ("+6721234568", "+672 123 4568"),
        ] {
            assert_eq!(Phone::parse(number).unwrap().spaced(), spaced);
        }
    }

    #[test]
    fn the_form_is_read_strictly_and_never_mended() {
        use PhoneProblem::{DoubledPlus, Shape, ShortCode, Trailing, Trunk};
        for (raw, expected) in [
            ("+7 (7172) 74-75-70", Ok("+77172747570")),
            ("+33 1 47.20.08.23", Ok("+33147200823")),
            ("\u{a0}+44\u{a0}20 7925 1757 ", Ok("+442079251757")),
            ("++7 (7172) 74 55 24", Err(DoubledPlus("+77172745524".to_owned()))),
            ("+44 (0)20 7925 1757", Err(Trunk("+442079251757".to_owned()))),
            ("+44 (020) 7925 1757", Ok("+4402079251757")),
            ("++1", Err(Shape)),
            ("+++77172745524", Err(Shape)),
            ("+7 7172 74 55 24/", Err(Trailing('/'))),
            ("+7 7172 74 55 24; ", Err(Trailing(';'))),
            ("+7 7172 74 55 24,", Err(Trailing(','))),
            ("+7 7172 74 55 -", Err(Trailing('-'))),
            ("1402", Err(ShortCode)),
            ("11-50", Err(ShortCode)),
            ("20 7925 1757", Err(Shape)),
            ("+7 7172 74 55 24/25", Err(Shape)),
            ("+0 7172 74 55 24", Err(Shape)),
            ("+49 30 47007 111 ext 5", Err(Shape)),
            ("+123456", Err(Shape)),
            ("+1234567890123456", Err(Shape)),
            ("", Err(Shape)),
            ("+", Err(Shape)),
        ] {
            let parsed = Phone::parse(raw);
            assert_eq!(parsed.as_ref().map(Phone::as_str), expected.as_ref().map(|text| *text), "{raw}");
        }
    }

    #[test]
    fn a_national_number_is_a_valid_one_of_that_very_country() {
        for (raw, code, expected) in [
            ("020 7925 1757", "GB", Some("+442079251757")),
            ("+44 20-747-037-00", "GB", Some("+442074703700")),
            ("+44 (0)20 7925 1757", "GB", Some("+442079251757")),
            ("+41-31-952-60-10", "CH", Some("+41319526010")),
            ("+39 06 3630 8476", "IT", Some("+390636308476")),
            ("06 69812345", "VA", Some("+390669812345")),
            ("+39 06 69812345", "IT", None),
            ("+39 06 3630 8476", "VA", None),
            ("+7 7172 74 75 70", "KZ", Some("+77172747570")),
            ("8 (7172) 74-75-70", "KZ", Some("+77172747570")),
            ("+7 7172 74 75 70", "RU", None),
            ("+7-812-331-51-63", "RU", Some("+78123315163")),
            ("8 812 331 51 63", "RU", Some("+78123315163")),
            ("812 331 51 63", "RU", Some("+78123315163")),
            ("+7-812-331-51-63", "KZ", None),
            ("00 41 31 952 60 10", "CH", Some("+41319526010")),
            ("+49-30-257950", "DE", Some("+4930257950")),
            ("+1 202 232 5488", "US", Some("+12022325488")),
            ("+1-613-563-4223", "CA", Some("+16135634223")),
            ("+1-613-563-4223", "US", None),
            ("+44 1534 500700", "JE", Some("+441534500700")),
            ("+44 1534 500700", "GB", None),
            ("+47 79 02 43 00", "SJ", Some("+4779024300")),
            ("+47 79 02 43 00", "NO", None),
            ("+358 18 25000", "AX", Some("+3581825000")),
            ("+358 18 25000", "FI", None),
            // A number of the sending state in the field of the host.
            ("+48-22-521-34-44", "AU", None),
            ("+61-2-6261-3305", "AF", None),
            ("++41-31-952-60-10", "CH", None),
            ("+41-31-952-60-10/11", "CH", None),
            ("+41 31 952 60 10 ext. 3", "CH", None),
            ("1402", "KZ", None),
            ("", "KZ", None),
        ] {
            let phone = Phone::national(raw, country(code));
            assert_eq!(phone.as_ref().map(Phone::as_str), expected, "{raw} {code}");
        }
    }

    #[test]
    fn a_line_says_whose_number_it_is() {
        for (number, code, expected) in [
            ("+77172747570", "KZ", Line::Fits),
            ("+77172747570", "RU", Line::Elsewhere(Some(country("KZ")))),
            ("+442079251757", "GB", Line::Fits),
            ("+441534500700", "GB", Line::Elsewhere(Some(country("JE")))),
            ("+390669812345", "VA", Line::Fits),
            ("+390669812345", "IT", Line::Elsewhere(Some(country("VA")))),
            ("+390636308476", "IT", Line::Fits),
            ("+12022325488", "US", Line::Fits),
            ("+16135634223", "US", Line::Elsewhere(Some(country("CA")))),
            ("+493047007111", "DE", Line::Fits),
            ("+8223799714", "KR", Line::Fits),
            ("+18007233456", "US", Line::Hotline),
            ("+18007233456", "CA", Line::Hotline),
            ("+448001111111", "GB", Line::Hotline),
            ("+80012340000", "CH", Line::Hotline),
            ("+979123456789", "CH", Line::Hotline),
            ("+870773111632", "CH", Line::Elsewhere(None)),
            ("+38338200200", "AL", Line::Elsewhere(Some(country("XK")))),
            ("+41319526010", "AT", Line::Elsewhere(Some(country("CH")))),
            ("+4131", "CH", Line::NoNumber),
            ("+41000000000", "CH", Line::NoNumber),
            ("+9990000000", "CH", Line::NoNumber),
        ] {
            assert_eq!(Phone(number.to_owned()).line(country(code)), expected, "{number} {code}");
        }
    }

    #[test]
    fn no_digits_make_it_panic() {
        for length in 0..20 {
            for fill in ["0", "1", "8", "9"] {
                for code in ["RU", "IT", "US", "AR", "MX", "SJ"] {
                    let digits = fill.repeat(length);
                    for raw in [digits.clone(), format!("+{digits}"), format!("+39{digits}")] {
                        let _ = Phone::national(&raw, country(code));
                        let _ = Phone::parse(&raw).map(|phone| phone.line(country(code)));
                    }
                }
            }
        }
    }
}
