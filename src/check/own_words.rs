//! Whether somebody's own words are the model letter over again: pasted, they stand in the letter twice and count for
//! nobody.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::campaign::Campaign;

/// Words that are compared together. Two people who write of one thing share shorter phrases by chance.
const TOGETHER: usize = 5;
/// Fewer words than this may be a quotation.
const WORDS_LEAST: usize = 9;

/// What the model letters of a campaign say, to be known again.
#[derive(Debug, Clone, Default)]
pub struct ModelWords(HashSet<u64>);

impl ModelWords {
    /// Of all letters of a campaign.
    pub fn of(campaign: &Campaign) -> Self {
        Self(campaign.models.values().flat_map(|model| phrases(model.source())).collect())
    }

    /// Whether at least half of somebody's words stand in a model letter.
    pub fn are_repeated_in(&self, words: &str) -> bool {
        let phrases = phrases(words);
        let known = phrases.iter().filter(|phrase| self.0.contains(phrase)).count();
        phrases.len() > WORDS_LEAST - TOGETHER && known * 2 >= phrases.len()
    }
}

/// Every few words of a text that follow each other.
fn phrases(text: &str) -> Vec<u64> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let hash = |phrase: &[String]| {
        let mut hasher = DefaultHasher::new();
        phrase.hash(&mut hasher);
        hasher.finish()
    };
    words.windows(TOGETHER).map(hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_letter_is_known_again() {
        let letter = "Ada Marsh has been held since 3 March for organising the dockers of Ross Harbour. \
                      {{I/We}} ask you to release her at once and to let her union meet.";
        let model = ModelWords(phrases(letter).into_iter().collect());
        for (words, expected) in [
            ("Ada Marsh has been held since 3 March for organising the dockers of Ross Harbour.", true),
            ("ADA MARSH HAS BEEN HELD since 3 March, for organising the dockers of Ross Harbour! Shame.", true),
            ("I ask you to release her at once and to let her union meet. I am a docker myself.", true),
            ("I have been a docker for twenty years and know what it is to be held for a strike.", false),
            ("\"release her at once and to let her\"", false),
            (
                "As a docker of Ross Harbour I know Ada Marsh, who has been held since 3 March, and I ask that she be freed.",
                false,
            ),
        ] {
            assert_eq!(model.are_repeated_in(words), expected, "{words}");
        }
    }
}
