//! The words of leaflets, of letters that are signed by hand and of joint letters, per language: `sheets.toml`,
//! which `build.rs` makes a table of. A language that is not there gets English.

use super::words::of_language;
use crate::locale::Language;

/// The words of one language; `sheets.toml` says what each is for.
#[cfg_attr(not(feature = "pdf"), allow(dead_code, reason = "some words stand on paper alone"))]
pub(super) struct SheetWords {
    undersigned_one: &'static str,
    undersigned_many: &'static str,
    pub(super) name: &'static str,
    pub(super) organisation: &'static str,
    pub(super) address: &'static str,
    pub(super) signature: &'static str,
    pub(super) date: &'static str,
    pub(super) we_demand: &'static str,
    pub(super) write_by: &'static str,
    pub(super) scan: &'static str,
    pub(super) over: &'static str,
    pub(super) joint_letter: &'static str,
    pub(super) received: &'static str,
    pub(super) first: &'static str,
    pub(super) persons: &'static str,
    pub(super) organisations: &'static str,
    pub(super) total: &'static str,
    pub(super) withheld: &'static str,
    pub(super) identification: &'static str,
    pub(super) since: &'static str,
}

static LANGUAGES: &[(&str, SheetWords)] = include!(concat!(env!("OUT_DIR"), "/sheets.rs"));

/// The words of a language, with the tag of the language they are in.
pub(super) fn sheet_words(language: &Language) -> (&'static str, &'static SheetWords) {
    of_language(LANGUAGES, language)
}

/// What a letter calls one person who signs it by hand, if it has a word for that in its language.
pub fn undersigned_one(language: &Language) -> Option<&'static str> {
    in_own_language(language).map(|words| words.undersigned_one)
}

/// What a letter calls all who sign it together, if it has a word for them in its language.
pub fn undersigned_many(language: &Language) -> Option<&'static str> {
    in_own_language(language).map(|words| words.undersigned_many)
}

fn in_own_language(language: &Language) -> Option<&'static SheetWords> {
    let (tag, words) = sheet_words(language);
    (tag.split('-').next() == Some(language.primary())).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_the_places_that_are_filled_in() {
        for (tag, words) in LANGUAGES {
            for (pattern, place) in [
                (words.write_by, "{date}"),
                (words.since, "{date}"),
                (words.total, "{count}"),
                (words.withheld, "{count}"),
            ] {
                assert_eq!(pattern.matches(place).count(), 1, "{tag}: {pattern}");
                assert_eq!(pattern.matches('{').count(), 1, "{tag}: {pattern}");
            }
        }
    }

    #[test]
    fn who_signs_is_named_in_the_language_of_the_letter_or_not_at_all() {
        for (language, expected) in [
            ("en-GB", Some("the undersigned")),
            ("de-AT", Some("die unterzeichnende Person")),
            ("zh-TW", Some("下列簽署人")),
            ("fi", None),
            ("uz-Cyrl", None),
        ] {
            assert_eq!(undersigned_one(&language.parse().unwrap()), expected, "{language}");
        }
        assert_eq!(undersigned_many(&"ru".parse().unwrap()), Some("нижеподписавшиеся"));
    }
}
