//! The order in which a language sorts names, by CLDR.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};

use super::language::Language;

/// The order of a language.
pub struct SortOrder(Option<CollatorBorrowed<'static>>);

impl SortOrder {
    /// Its tables are large, so it is made once for a list.
    pub fn of(language: &Language) -> Self {
        let preferences = CollatorPreferences::from(&language.written_in(None));
        Self(Collator::try_new(preferences, CollatorOptions::default()).ok())
    }

    /// Which of two texts comes first.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.0.as_ref().map_or_else(|| one.cmp(other), |collator| collator.compare(one, other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_each_language_sorts_them() {
        for (language, sorted) in [
            ("de", "Adler Ägidius Anders Oder Öhler Otto Straße Strasser Zander"),
            ("es", "Nava Núñez Nuño Ñandú Oliva"),
            ("tr", "Cem Çelik Demir Ilgaz İnan Jale Oya Öz Sami Şahin Uysal Ünal"),
            ("ru", "Ежов Ёлкин Жуков Иванов Йозеф Яшин"),
            ("sv", "Adam Zander Åberg Ärlig Öberg"),
        ] {
            let order = SortOrder::of(&language.parse().unwrap());
            let expected: Vec<&str> = sorted.split(' ').collect();
            let mut names = expected.clone();
            names.reverse();
            names.sort_by(|one, other| order.compare(one, other));
            assert_eq!(names, expected, "{language}");
        }
    }
}
