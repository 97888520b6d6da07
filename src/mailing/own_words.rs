//! Somebody's own words beside the languages of their letters.

use std::collections::BTreeSet;

use super::recipients::Recipients;
use crate::locale::{Language, other_language};
use crate::signatory::{Field, Signatory};

/// What is odd about own words and stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum OddWords {
    /// The letter in this language goes without them: they were given by language, and for other ones.
    NoneIn(Language),
    /// They are in another language than the letter.
    Other {
        /// Of the letter.
        letter: Language,
        /// Of the words.
        words: Language,
        /// Whether the campaign has a letter in that language.
        has_letter: bool,
    },
}

impl Recipients {
    /// What is odd about the own words of a signatory, letter by letter. `other` is [`other_language`], or what is
    /// known of its answers.
    pub fn odd_words(
        &self,
        signatory: &Signatory,
        mut other: impl FnMut(&str, &Language) -> Option<Language>,
    ) -> BTreeSet<OddWords> {
        let mut odd = BTreeSet::new();
        if signatory.own_words().next().is_none() {
            return odd;
        }
        for model in self.models_from(signatory.country) {
            let letter = &model.language;
            if !model.used().is_ok_and(|used| used.contains(Field::OwnWords.name())) {
                continue;
            }
            let Some(words) = signatory.own_words_in(letter) else {
                odd.insert(OddWords::NoneIn(letter.clone()));
                continue;
            };
            if let Some(words) = other(words, letter) {
                let has_letter = self.campaign.models.keys().any(|known| known.primary() == words.primary());
                odd.insert(OddWords::Other { letter: letter.clone(), words, has_letter });
            }
        }
        odd
    }

    /// The same for one signatory.
    pub fn odd_words_of(&self, signatory: &Signatory) -> BTreeSet<OddWords> {
        self.odd_words(signatory, other_language)
    }
}
