//! What a column of a list can hold.

use crate::signatory::Field;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// A field of the signatory.
    Field(Field),
    /// The first half of a name.
    FirstName,
    /// The second half.
    LastName,
    /// A part of the address, below its street.
    PostalCode,
    /// The town, beside the postal code.
    City,
    /// Whether the person agreed to the letter.
    Consent,
}

impl Meaning {
    /// All that a column can mean, whatever the campaign.
    pub fn all() -> impl Iterator<Item = Self> {
        Field::ALL.into_iter().map(Self::Field).chain([
            Self::FirstName,
            Self::LastName,
            Self::PostalCode,
            Self::City,
            Self::Consent,
        ])
    }

    /// Its word for `--map`.
    pub fn name(&self) -> &str {
        match self {
            Self::Field(field) => field.name(),
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::PostalCode => "postal_code",
            Self::City => "city",
            Self::Consent => "consent",
        }
    }

    /// The field of the signatory that it becomes, or a part of.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Field(field) => Some(field),
            Self::FirstName | Self::LastName => Some(Field::Name),
            Self::PostalCode | Self::City => Some(Field::Address),
            Self::Consent => None,
        }
    }
}
