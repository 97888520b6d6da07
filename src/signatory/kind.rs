//! What kind of signatory signs, and whether as "I" or "we".

use serde::Serialize;

use super::field::Field;

/// What kind of signatory this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A person signing for themselves.
    Individual,
    /// A trade union or one of its branches.
    Union,
    /// Any other organisation, such as a human rights group.
    Organisation,
    /// A person holding public office: a member of parliament, a councillor.
    Representative,
}

impl Kind {
    /// All kinds, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::Individual, Self::Union, Self::Organisation, Self::Representative];

    /// The word on the command line and in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::Union => "union",
            Self::Organisation => "organisation",
            Self::Representative => "representative",
        }
    }

    /// What must be known of such a signatory before any letter can be signed.
    pub fn required(self) -> Field {
        match self {
            Self::Individual | Self::Representative => Field::Name,
            Self::Union | Self::Organisation => Field::Organisation,
        }
    }

    /// How such a signatory speaks unless told otherwise.
    pub fn voice(self) -> Voice {
        match self {
            Self::Individual | Self::Representative => Voice::Singular,
            Self::Union | Self::Organisation => Voice::Plural,
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or(())
    }
}

/// The "I/we" of a model letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// "I"
    Singular,
    /// "we"
    Plural,
}
