//! Countries in running words: "Казахстана", "in der Türkei", "Германиядағы", "kazakh".

use std::sync::LazyLock;

use super::country::Country;
use super::names::{FIRST, FIRST_LANGUAGES, Index, OTHERS, languages};
use crate::text::{fold, key};

/// What stands before a country's name in the languages of letters.
const BEFORE: &str =
    "of in the von der des dem den im die auf de du d des la l le les a au aux en el los las del в во на";

/// Countries as a part of a sentence, by keys.
static FORMS: LazyLock<Index> = LazyLock::new(|| {
    let mut forms = Index::new();
    for language in languages(FIRST_LANGUAGES) {
        for country in Country::all() {
            for phrase in [country.of_in(&language), country.within_in(&language)].into_iter().flatten() {
                let folded = fold(&phrase);
                let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
                let name = words.skip_while(|word| BEFORE.split(' ').any(|before| before == *word));
                let known = forms.entry(key(&name.collect::<String>())).or_default();
                if !known.contains(&country) {
                    known.push(country);
                }
            }
        }
    }
    forms
});

/// The words of the names in the languages of letters, each with its countries.
static PARTS: LazyLock<Vec<(String, Country)>> = LazyLock::new(|| {
    let languages = languages(FIRST_LANGUAGES);
    let mut parts = Vec::new();
    for country in Country::all() {
        for name in country.search_names(&languages).iter().map(|name| fold(name)) {
            let words = name.split(|c: char| !c.is_alphanumeric());
            parts.extend(words.filter(|word| word.chars().count() > 2).map(|word| (word.to_owned(), country)));
        }
    }
    parts.sort_unstable();
    parts.dedup();
    parts
});

impl Country {
    /// The countries of a name in the languages of letters, as it stands or as a part of a sentence there:
    /// "Казахстана", "Türkei". Signs and spaces do not matter; a code is no name.
    pub fn spoken(name: &str) -> &'static [Self] {
        let key = key(name);
        FIRST.get(&key).or_else(|| FORMS.get(&key)).map_or(&[], Vec::as_slice)
    }

    /// The same in every language that is known, some fifty more.
    pub fn spoken_anywhere(name: &str) -> &'static [Self] {
        let found = Self::spoken(name);
        if found.is_empty() { OTHERS.get(&key(name)).map_or(&[], Vec::as_slice) } else { found }
    }

    /// Every word of the names in the languages of letters, without case and accents, with its country.
    pub fn name_words() -> &'static [(String, Self)] {
        &PARTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_in_a_sentence() {
        for (name, expected) in [
            ("Казахстана", "KZ"),
            ("Турции", "TR"),
            ("Türkei", "TR"),
            ("Niederlanden", "NL"),
            ("Германиядағы", "DE"),
            ("Қазақстанның", "KZ"),
            ("Pays-Bas", "NL"),
            ("Соединенных Штатах", "US"),
            ("United Arab Emirates", "AE"),
            ("Congo", "CD CG"),
            ("Österreich", "AT"),
            ("justice", ""),
            ("", ""),
        ] {
            let codes: Vec<&str> = Country::spoken(name).iter().map(Country::code).collect();
            assert_eq!(codes.join(" "), expected, "{name}");
        }
        assert!(Country::spoken("Almanya").is_empty());
        assert_eq!(Country::spoken_anywhere("Almanya").len(), 1);
        let kingdoms: Vec<&str> =
            Country::name_words().iter().filter(|(word, _)| word == "konigreich").map(|(_, of)| of.code()).collect();
        assert_eq!(kingdoms, ["GB"]);
    }
}
