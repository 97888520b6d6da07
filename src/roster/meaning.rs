//! What a column of a list can hold.

use crate::signatory::{Extra, ExtraName, Field, Purpose};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// A field of the signatory: the whole of it.
    Field(Field),
    /// "Dr" or "Ms": an academic title is signed, a form of address is not.
    NameTitle,
    /// The first half of a name.
    FirstName,
    /// A second given name, an initial or a patronymic.
    MiddleName,
    /// What stands before a surname and is sorted apart from it: "van der".
    LastNamePrefix,
    /// The second half.
    LastName,
    /// "Jr" or "MD".
    NameSuffix,
    /// A line of the address beside the one of the street.
    AddressLine,
    /// The number of the house, where the street has a column of its own.
    HouseNumber,
    /// The flat, suite or unit inside a house.
    Flat,
    /// A part of the address, below its street.
    PostalCode,
    /// The town, beside the postal code.
    City,
    /// The state, province or county that an address names.
    State,
    /// Whether the person agreed to the letter.
    Consent,
    /// Whether the person wants a copy of their letters.
    CopyMe,
    /// Whatever is made of the list reads it: see [`super::signing`].
    Column(ExtraName),
}

/// The column of who stands first, which a list of given names and surnames calls by the same word: "First, Last".
pub(super) const FIRST: &str = "first";

/// All but the fields.
const PARTS: [Meaning; 14] = [
    Meaning::NameTitle,
    Meaning::FirstName,
    Meaning::MiddleName,
    Meaning::LastNamePrefix,
    Meaning::LastName,
    Meaning::NameSuffix,
    Meaning::AddressLine,
    Meaning::HouseNumber,
    Meaning::Flat,
    Meaning::PostalCode,
    Meaning::City,
    Meaning::State,
    Meaning::Consent,
    Meaning::CopyMe,
];

impl Meaning {
    /// All that a column can mean, whatever the campaign.
    pub fn all() -> impl Iterator<Item = Self> {
        Field::ALL.into_iter().map(Self::Field).chain(PARTS)
    }

    /// What a column holds that somebody declares.
    pub(super) fn of_extra(extra: &Extra) -> Self {
        if extra.purpose == Purpose::Column { Self::Column(extra.name) } else { Self::Field(extra.field()) }
    }

    /// Its word for `--map`.
    pub fn name(&self) -> &str {
        match self {
            Self::Field(field) => field.name(),
            Self::NameTitle => "name_title",
            Self::FirstName => "first_name",
            Self::MiddleName => "middle_name",
            Self::LastNamePrefix => "last_name_prefix",
            Self::LastName => "last_name",
            Self::NameSuffix => "name_suffix",
            Self::AddressLine => "address_line",
            Self::HouseNumber => "house_number",
            Self::Flat => "flat",
            Self::PostalCode => "postal_code",
            Self::City => "city",
            Self::State => "state",
            Self::Consent => "consent",
            Self::CopyMe => "copy_me",
            Self::Column(name) => name.as_str(),
        }
    }

    /// The field of the signatory that it becomes, or a part of.
    pub fn field(self) -> Option<Field> {
        match self {
            Self::Field(field) => Some(field),
            Self::NameTitle
            | Self::FirstName
            | Self::MiddleName
            | Self::LastNamePrefix
            | Self::LastName
            | Self::NameSuffix => Some(Field::Name),
            Self::AddressLine | Self::HouseNumber | Self::Flat | Self::PostalCode | Self::City | Self::State => {
                Some(Field::Address)
            }
            Self::Consent | Self::CopyMe | Self::Column(_) => None,
        }
    }

    /// Whether several columns can hold it, which are joined in their order.
    pub fn is_joined(self) -> bool {
        matches!(
            self,
            Self::FirstName
                | Self::MiddleName
                | Self::LastNamePrefix
                | Self::LastName
                | Self::AddressLine
                | Self::HouseNumber
        )
    }
}
