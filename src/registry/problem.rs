//! What can be wrong with a registry file: each kind of mistake with its words and its place.

use super::kind::OfficeKind;
use super::phone::PhoneProblem;
use crate::address::AddressError;
use crate::place::Place;
use crate::text;

/// Everything that is wrong with a registry file, in its order; never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct RegistryErrors(pub Vec<RegistryError>);

/// One mistake in a registry file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct RegistryError {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: RegistryProblem,
}

/// The kinds of mistake a registry file can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryProblem {
    /// Not TOML.
    #[error("this line is not TOML: {0}")]
    Toml(String),
    /// A key that means nothing here.
    #[error("unknown key `{key}`; there are: {} (mistyped, or made for a newer outcry)", known.join(", "))]
    Unknown {
        /// The key.
        key: String,
        /// The keys that could stand here.
        known: Vec<&'static str>,
    },
    /// A key that must be there.
    #[error("`{0}` is missing here")]
    Missing(&'static str),
    /// A value of the wrong sort.
    #[error("`{key}` takes {wanted}, not a TOML {found}")]
    Type {
        /// The key.
        key: String,
        /// What it takes.
        wanted: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A value that does not mean what it should.
    #[error("`{key}`: {why}")]
    Value {
        /// The key.
        key: String,
        /// What is wrong.
        why: String,
    },
    /// A kind that is not on the list. The office can be used all the same, as one of the kind `other`.
    #[error("unknown kind `{word}`; {}", meant(*nearest))]
    Kind {
        /// The word, made safe to show.
        word: String,
        /// The kind that may be meant.
        nearest: Option<OfficeKind>,
    },
    /// A text that is not clean text.
    #[error("`{key}` cannot be used: {error}")]
    Text {
        /// The key.
        key: String,
        /// What is wrong.
        error: text::TextError,
    },
    /// An id that cannot be used in file names and on command lines.
    #[error("the id \"{0}\" may hold only a-z, 0-9 and -, at most 64, beginning with a letter or digit")]
    Id(String),
    /// Two offices with one id.
    #[error("the id \"{id}\" is taken already, at {first}")]
    Duplicate {
        /// The id.
        id: String,
        /// Where it was used first.
        first: Place,
    },
    /// An office that no lower file knows lacks something.
    #[error("no other registry has the office \"{id}\", so it must be described here: `{key}` is missing")]
    New {
        /// The office.
        id: String,
        /// What is missing.
        key: &'static str,
    },
    /// A channel value that is not what its type says.
    #[error("{word} \"{value}\": {problem}")]
    Channel {
        /// The channel's type.
        word: &'static str,
        /// The value, made safe to show.
        value: String,
        /// What is wrong with it.
        problem: ChannelProblem,
    },
}

fn meant(nearest: Option<OfficeKind>) -> String {
    nearest.map_or_else(
        || format!("there are: {}", OfficeKind::all().map(OfficeKind::as_str).collect::<Vec<_>>().join(", ")),
        |kind| format!("did you mean `{}`?", kind.as_str()),
    )
}

/// What is wrong with a channel's value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChannelProblem {
    /// Not an e-mail address.
    #[error(transparent)]
    Email(#[from] AddressError),
    /// Not an international number.
    #[error(transparent)]
    Phone(#[from] PhoneProblem),
    /// Not clean text.
    #[error(transparent)]
    Text(#[from] text::TextError),
    /// Not a web address.
    #[error("it is not a web address; it must begin with https:// or http://, then name a site")]
    Url,
}
