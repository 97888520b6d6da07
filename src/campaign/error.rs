//! Why a campaign cannot be used, with the place in its files.

use super::hidden::Hidden;
use super::limits::{COPIES_MOST, DEMANDS_MOST, FIELDS_MOST, FILE_MOST, FILES_MOST, QUESTIONS_MOST};
use super::source::TemplateError;
use super::toml_problem::TomlFault;
use crate::address::AddressError;
use crate::locale::{Language, LanguageError};
use crate::place::Place;
use crate::registry::RegistryErrors;
use crate::signatory::NotAName;
use crate::text::TextError;

/// Why a campaign cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CampaignError {
    /// No folder has it, and the program does not ship it.
    #[error("there is no campaign \"{id}\"")]
    Unknown {
        /// What was typed.
        id: String,
        /// The one that may be meant.
        nearest: Option<String>,
    },
    /// The id cannot be a folder's name.
    #[error(
        "\"{0}\" cannot be the id of a campaign: it may hold only a-z, 0-9 and -, at most 64, beginning with a letter or digit"
    )]
    Id(String),
    /// A file that must be there is not.
    #[error("{0} is missing")]
    Missing(String),
    /// A file or folder cannot be read.
    #[error("{file} cannot be read: {reason}")]
    Read {
        /// Which.
        file: String,
        /// What the system says.
        reason: String,
    },
    /// A symbolic link or another special file.
    #[error("{0} is not a regular file; a campaign may not link to files elsewhere")]
    NotRegular(String),
    /// Too large, or too many.
    #[error("{0} is larger than {FILE_MOST} bytes, or the folder has more than {FILES_MOST} files")]
    TooLarge(String),
    /// Not text.
    #[error("{0} is not UTF-8 text; save it as UTF-8")]
    NotUtf8(String),
    /// Not TOML, or not of this shape.
    #[error(transparent)]
    Toml(#[from] TomlFault),
    /// A copy address that is no address.
    #[error("{place}: copy_to \"{value}\": {error}")]
    Copy {
        /// Where.
        place: Place,
        /// The value, made safe to show.
        value: String,
        /// What is wrong with it.
        error: AddressError,
    },
    /// The version is no number of a text.
    #[error("{0}: version is a whole number from 1 on, raised whenever the text changes after publication")]
    Version(Place),
    /// An entry of `languages` is not a language tag.
    #[error("{0}: languages: {1}")]
    Language(Place, LanguageError),
    /// `languages` names a letter that is not there.
    #[error("{0}: languages names {1}, and there is no {1}.md")]
    NoLetter(Place, Language),
    /// `languages` leaves out a letter that is there.
    #[error("{0}: languages leaves out {1}, and there is {1}.md")]
    Unlisted(Place, Language),
    /// Too many copy addresses.
    #[error("{0}: a letter has at most {COPIES_MOST} copies")]
    Copies(Place),
    /// Characters that nobody sees.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Hidden(Vec<Hidden>),
    /// A one-line text that is not clean.
    #[error("{place}: {field} cannot be used: {error}")]
    Text {
        /// Where.
        place: Place,
        /// Which key.
        field: &'static str,
        /// What is wrong with it.
        error: TextError,
    },
    /// A field that cannot be declared.
    #[error("{place}: {problem}")]
    Field {
        /// Where.
        place: Place,
        /// What is wrong with it.
        problem: FieldProblem,
    },
    /// A page that is no web address.
    #[error("{0}: page is a web address: begin it with https:// and put no space into it")]
    Page(Place),
    /// Neither recipients nor an embassy.
    #[error("{0}: the campaign names no recipients; give recipients = [\"…\"] or embassy_of = \"…\"")]
    NoRecipients(String),
    /// A cover for an embassy, and no letter to put below it.
    #[error(
        "{0}: embassy_as = \"copy\" sends the embassy a copy of the letter to others: it needs embassy_of, and recipients \
         that the letter goes to"
    )]
    NothingToForward(String),
    /// No model letter at all.
    #[error("{0} has no model letter; add one named after its language, such as en.md")]
    NoModel(String),
    /// A model letter whose name is not a language.
    #[error("{0}: a model letter is named after its language, such as en.md or kk.md")]
    FileName(String),
    /// A model letter without front matter.
    #[error("{0}: a model letter begins with its front matter between two lines of +++")]
    NoFrontMatter(Place),
    /// A summary that waits for somebody to fill it in.
    #[error(
        "{0}: a summary is printed for everybody as it is: it takes no placeholders, and leaves nothing to fill in"
    )]
    Summary(Place),
    /// Too many demands.
    #[error("{0}: a letter has at most {DEMANDS_MOST} demands")]
    Demands(Place),
    /// A placeholder that cannot be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// An office the campaign brings.
    #[error(transparent)]
    Office(#[from] RegistryErrors),
    /// Several mistakes, in the order of the files.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Several(Vec<CampaignError>),
}

impl CampaignError {
    /// Several as one; none of none.
    pub(super) fn together(mut errors: Vec<Self>) -> Option<Self> {
        if errors.len() > 1 { Some(Self::Several(errors)) } else { errors.pop() }
    }

    /// The mistakes it stands for, one by one.
    pub fn each(self) -> Vec<Self> {
        match self {
            Self::Several(errors) => errors.into_iter().flat_map(Self::each).collect(),
            one => vec![one],
        }
    }

    /// Where in a file it is; nothing where it is about a whole file.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Toml(fault) => Some(&fault.place),
            Self::Template(error) => Some(&error.place),
            Self::Copy { place, .. }
            | Self::Text { place, .. }
            | Self::Field { place, .. }
            | Self::Language(place, _)
            | Self::NoLetter(place, _)
            | Self::Unlisted(place, _)
            | Self::Copies(place)
            | Self::NoFrontMatter(place)
            | Self::Demands(place)
            | Self::Summary(place)
            | Self::Page(place)
            | Self::Version(place) => Some(place),
            Self::Hidden(found) => found.first().map(|one| &one.place),
            Self::Office(RegistryErrors(errors)) => errors.first().map(|error| &error.place),
            Self::Several(errors) => errors.iter().find_map(Self::place),
            Self::Unknown { .. }
            | Self::Id(_)
            | Self::Missing(_)
            | Self::Read { .. }
            | Self::NotRegular(_)
            | Self::TooLarge(_)
            | Self::NotUtf8(_)
            | Self::NoRecipients(_)
            | Self::NothingToForward(_)
            | Self::NoModel(_)
            | Self::FileName(_) => None,
        }
    }

    /// The file or folder it is about as a whole.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Missing(file)
            | Self::Read { file, .. }
            | Self::NotRegular(file)
            | Self::TooLarge(file)
            | Self::NotUtf8(file)
            | Self::NoRecipients(file)
            | Self::NothingToForward(file)
            | Self::NoModel(file)
            | Self::FileName(file) => Some(file),
            _ => None,
        }
    }

    /// All it is about, one by one.
    pub fn problems(&self) -> Vec<String> {
        match self {
            Self::Hidden(found) => found.iter().map(ToString::to_string).collect(),
            Self::Office(RegistryErrors(errors)) => errors.iter().map(ToString::to_string).collect(),
            Self::Several(errors) => errors.iter().flat_map(Self::problems).collect(),
            other => vec![other.to_string()],
        }
    }
}

/// Why a field cannot be declared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// No name.
    #[error(transparent)]
    Name(#[from] NotAName),
    /// A name or label that means something already.
    #[error("\"{0}\" means something already; call the field something else")]
    Taken(String),
    /// A name or label that another field has.
    #[error("\"{0}\" is what another field is called, too")]
    Doubled(String),
    /// A label that is not clean text.
    #[error("its label cannot be used: {0}")]
    Label(#[from] TextError),
    /// Too many.
    #[error("a campaign asks for at most {FIELDS_MOST} fields of its own")]
    TooMany,
    /// Too many questions.
    #[error("a campaign puts at most {QUESTIONS_MOST} questions")]
    TooManyQuestions,
}
