//! What is asked of a signatory, one field at a time.

use super::extra_name::ExtraName;

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

    /// Whether the answer is what somebody says in words of their own.
    pub fn is_own_words(self) -> bool {
        matches!(self, Self::OwnWords | Self::Question(..))
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
            Self::Extra(name) | Self::Question(_, name) => name.as_str(),
        }
    }
}
