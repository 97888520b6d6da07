//! What is asked of a signatory, one field at a time.

use super::extra_name::ExtraName;
use crate::locale::Language;

/// What the name of a field for own words in one language begins with.
const OWN_WORDS_IN: &str = "own_words_";

/// One thing that is asked of a signatory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Individual, union, organisation or representative.
    Kind,
    /// The person who signs.
    Name,
    /// Their office or job: "Branch Secretary".
    Role,
    /// The union branch or organisation.
    Organisation,
    /// How many members it has.
    Members,
    /// The country they write from.
    Country,
    /// Where an answer by e-mail goes.
    Email,
    /// Where an answer by post goes.
    Address,
    /// A paragraph of their own.
    OwnWords,
    /// "I" or "we", where it should differ from what the kind implies.
    Voice,
    /// What a campaign asks for beyond these.
    Extra(ExtraName),
    /// Own words for the letters in one language alone: `own_words_de`.
    OwnWordsIn(ExtraName),
    /// A question of a campaign, by its place among them: the answer is part of the signatory's own words.
    Question(u8, ExtraName),
}

impl Field {
    /// All fields that every campaign has, in the order a person is asked for them.
    pub const ALL: [Self; 10] = [
        Self::Kind,
        Self::Name,
        Self::Role,
        Self::Organisation,
        Self::Members,
        Self::Country,
        Self::Email,
        Self::Address,
        Self::OwnWords,
        Self::Voice,
    ];

    /// The field of this name: one that every campaign has, else one that a campaign may declare.
    pub fn named(name: &str) -> Option<Self> {
        let usual = Self::ALL.into_iter().find(|field| field.name() == name);
        usual.or_else(|| name.parse().ok().map(Self::Extra))
    }

    /// Own words for the letters in this language alone; `None` for a tag that is longer than any in use.
    pub fn own_words_in(language: &Language) -> Option<Self> {
        let tag = language.as_str().to_ascii_lowercase().replace('-', "_");
        format!("{OWN_WORDS_IN}{tag}").parse().ok().map(Self::OwnWordsIn)
    }

    /// Whether the answer is what somebody says in words of their own.
    pub fn is_own_words(self) -> bool {
        matches!(self, Self::OwnWords | Self::OwnWordsIn(_) | Self::Question(..))
    }

    /// The language of the letters that it is for, where it is for those alone.
    pub fn language(&self) -> Option<Language> {
        match self {
            Self::OwnWordsIn(name) => name.as_str().strip_prefix(OWN_WORDS_IN)?.replace('_', "-").parse().ok(),
            _ => None,
        }
    }

    /// The name in a template, a profile and (with dashes) a flag.
    pub fn name(&self) -> &str {
        match self {
            Self::Kind => "kind",
            Self::Name => "name",
            Self::Role => "role",
            Self::Organisation => "organisation",
            Self::Members => "members",
            Self::Country => "country",
            Self::Email => "email",
            Self::Address => "address",
            Self::OwnWords => "own_words",
            Self::Voice => "voice",
            Self::Extra(name) | Self::OwnWordsIn(name) | Self::Question(_, name) => name.as_str(),
        }
    }
}
