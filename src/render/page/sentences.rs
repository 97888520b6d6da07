//! The page's own sentences: `sentences.toml`, a table per language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::locale::Language;

/// The sentences of one language by their keys.
pub(super) type Sentences = BTreeMap<String, String>;

static LANGUAGES: LazyLock<BTreeMap<String, Sentences>> =
    LazyLock::new(|| toml::from_str(include_str!("sentences.toml")).unwrap_or_default());

/// The tag of the sentences for readers of a language: its own, else English.
pub(super) fn tag_for(language: &Language) -> &'static str {
    LANGUAGES.keys().find(|tag| language.is_written_as(tag)).map_or("en", String::as_str)
}

/// The sentences of a tag that [`tag_for`] gave.
pub(super) fn sentences(tag: &str) -> &'static Sentences {
    static NONE: Sentences = Sentences::new();
    LANGUAGES.get(tag).unwrap_or(&NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_sentence_with_its_places() {
        let places = |sentence: &str| {
            let mut places: Vec<String> =
                sentence.split('{').skip(1).map(|rest| rest.split('}').next().unwrap().to_owned()).collect();
            places.sort();
            places
        };
        assert_eq!(LANGUAGES.keys().collect::<Vec<_>>(), ["de", "en", "es", "fr", "kk", "ru"]);
        let shape = |tag: &str| -> Vec<(String, Vec<String>)> {
            sentences(tag).iter().map(|(key, sentence)| (key.clone(), places(sentence))).collect()
        };
        for tag in LANGUAGES.keys() {
            assert_eq!(shape(tag), shape("en"), "{tag}");
        }
        for (language, tag) in [("de-AT", "de"), ("ru", "ru"), ("kk-Arab", "en"), ("fa", "en"), ("fr-CA", "fr")] {
            assert_eq!(tag_for(&language.parse().unwrap()), tag, "{language}");
        }
    }
}
