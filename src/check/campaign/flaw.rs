//! What a rule finds, as facts. The program puts them in words.

use jiff::civil::Date;

use super::rules::Rule;
use crate::campaign::{CampaignError, Status, TextPart, TomlProblem};
use crate::check::finding::{About, Finding, Severity};
use crate::letter::LetterProblem;
use crate::locale::{Country, Language};
use crate::place::Place;
use crate::registry::OfficeKind;
use crate::text::TextError;

/// One breach of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignFinding {
    /// Where.
    pub place: Place,
    /// What.
    pub flaw: Flaw,
}

impl CampaignFinding {
    /// The rule that is broken.
    pub fn rule(&self) -> Rule {
        self.flaw.rule()
    }
}

/// The two voices of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// "I"
    One,
    /// "we"
    Several,
}

/// What one language has and another lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// The language that has it.
    pub has: Language,
    /// The language that lacks it.
    pub lacks: Language,
    /// What it is, as the first has it.
    pub what: String,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the words for each stand in one place, `messages/flaws`, and docs/rules.md explains it"
)]
pub enum Flaw {
    Unread(Box<CampaignError>),
    UnusedFile(String),
    AllowUnknown { name: String, near: Option<&'static str> },
    AllowFixed(Rule),
    AllowUnused(Rule),
    AllowTwice(Rule),
    AllowWide(Rule),

    Leftover(String),
    PublishedInFuture(Date),
    DeadlineOrder { published: Date, act_by: Date },
    DeadlinePast(Date),
    DeadlineNear { days: i32, office: String },
    NoStatusNote(Status),
    NoVersionNote(u32),
    NoSources,
    SourceAddress(String),
    SourceReserved(String),
    FieldUnused(String),
    LabelMissing { name: String, language: Language },
    LabelUntranslated { name: String, other: Language },

    PersonNowhere(String),
    PersonNotNamed { name: String, part: TextPart },
    PersonMisspelt { found: String, name: String },
    PersonTwice(String),
    MixedScripts(String),

    NoCopies,
    CopyReserved(String),
    CopyOffice { copy: String, office: String },
    CopyRecipient(String),
    CopyTwice(String),
    CopyMixed { copy: String, domain: String },
    CopyTopLevel { copy: String, domain: String },

    UnknownOffice { id: String, near: Option<String> },
    RecipientTwice(String),
    RecipientEmbassy(String),
    KindNowhere(OfficeKind),
    NoChannel(String),
    NoLetterChannel(String),
    OfficeUnused { office: String, others: usize },
    Office { severity: Severity, about: About, message: String },
    OfficeSalutation { salutation: String, office: String, kind: String },
    OtherSalutation { salutation: String, office: String, other: String },
    OfficeLanguage { office: String, reads: Vec<Language> },
    EmbassyOf { state: Country, offices: Vec<Country> },
    OtherState { words: String, offices: Vec<Country> },
    NoEmbassy(Country),

    Unwritable { office: String, problem: LetterProblem },
    LeftToFillIn(String),
    Markup(&'static str),
    Tab,
    MarkupInLine { part: TextPart, sign: String },
    NoSalutation(String),
    SalutationTwice(String),
    ClosingTwice(String),
    SignatureTwice(String),
    Letterhead(String),
    SalutationIsClosing(String),
    ClosingIsSalutation(String),
    NoDemands,
    DemandsNotPrinted,
    DemandsTwice,
    DemandsInBody,
    DemandEmpty(String),
    DemandDouble(String),
    DemandTwice { first: usize },
    DemandsMany(usize),
    DemandsCounted { said: String, demands: usize },
    SaidTwice(String),
    FixedVoice { word: String, speaker: Speaker, language: Language },
    VoiceSame(String),
    VoiceSwapped { singular: String, plural: String },
    NoSignatory,
    NoOwnWords,
    FieldForAll(String),
    SubjectLong(usize),
    SubjectForm(String),
    LetterLong(usize),
    LoosePunctuation(String),
    ImpossibleDate(String),
    DayToCome(String),

    WrongLanguage { is: Language, named: Language },
    LineOfLanguage { line: String, is: Language },
    Untranslated { other: Language },
    LanguagesDemands { other: Language, here: usize, there: usize },
    LanguagesNumbers(Apart),
    LanguagesDates(Apart),
    LanguagesNames(Apart),
    LanguagesLinks(Apart),
    LanguagesFields(Apart),
    LanguagesLength { other: Language },

    Capitals(String),
    Exclamation,
    Emoji(String),
    Insult(String),
    Threat(String),

    LinkShort(String),
    LinkTracking { link: String, mark: String },
    LinksMany(usize),
    LinkBroken(String),
}

impl From<Finding> for Flaw {
    fn from(Finding { severity, about, message, .. }: Finding) -> Self {
        Self::Office { severity, about, message }
    }
}

impl Flaw {
    /// The rule that it breaks.
    pub fn rule(&self) -> Rule {
        match self {
            Self::Unread(error) => unread(error),
            Self::UnusedFile(_) => Rule::UnusedFile,
            Self::AllowUnknown { .. } | Self::AllowFixed(_) | Self::AllowWide(_) => Rule::Allow,
            Self::AllowUnused(_) | Self::AllowTwice(_) => Rule::AllowUnused,
            Self::Leftover(_) => Rule::Leftover,
            Self::PublishedInFuture(_) => Rule::PublishedInFuture,
            Self::DeadlineOrder { .. } => Rule::DeadlineOrder,
            Self::DeadlinePast(_) => Rule::DeadlinePast,
            Self::DeadlineNear { .. } => Rule::DeadlineNear,
            Self::NoStatusNote(_) => Rule::StatusNote,
            Self::NoVersionNote(_) => Rule::VersionNote,
            Self::NoSources => Rule::NoSources,
            Self::SourceAddress(_) => Rule::SourceAddress,
            Self::SourceReserved(_) => Rule::SourceReserved,
            Self::FieldUnused(_) => Rule::FieldUnused,
            Self::PersonNowhere(_) | Self::PersonTwice(_) => Rule::PersonNowhere,
            Self::PersonNotNamed { .. } => Rule::PersonNotNamed,
            Self::PersonMisspelt { .. } => Rule::PersonMisspelt,
            Self::MixedScripts(_) => Rule::MixedScripts,
            Self::NoCopies => Rule::NoCopies,
            Self::CopyReserved(_) => Rule::CopyReserved,
            Self::CopyOffice { .. } | Self::CopyRecipient(_) => Rule::CopyOffice,
            Self::CopyTwice(_) => Rule::CopyTwice,
            Self::CopyMixed { .. } | Self::CopyTopLevel { .. } => Rule::CopyDomain,
            Self::UnknownOffice { .. } => Rule::UnknownOffice,
            Self::RecipientTwice(_) | Self::RecipientEmbassy(_) => Rule::RecipientTwice,
            Self::NoChannel(_) | Self::NoLetterChannel(_) => Rule::NoChannel,
            Self::OfficeUnused { .. } => Rule::OfficeUnused,
            Self::KindNowhere(_) => Rule::KindNowhere,
            Self::Office { about: About::Reserved, .. } => Rule::OfficeReserved,
            Self::Office { about: About::Unconfirmed, .. } => Rule::OfficeUnconfirmed,
            Self::Office { severity: Severity::Error, .. } => Rule::OfficeError,
            Self::Office { severity: Severity::Warning, .. } => Rule::OfficeWarning,
            Self::OfficeSalutation { .. } | Self::OtherSalutation { .. } => Rule::OfficeSalutation,
            Self::OfficeLanguage { .. } => Rule::OfficeLanguage,
            Self::EmbassyOf { .. } | Self::OtherState { .. } => Rule::EmbassyOf,
            Self::NoEmbassy(_) => Rule::NoEmbassy,
            Self::Unwritable { .. } => Rule::Unwritable,
            Self::LeftToFillIn(_) => Rule::LeftToFillIn,
            Self::Markup(_) | Self::Tab => Rule::Markup,
            Self::MarkupInLine { .. } => Rule::MarkupInLine,
            Self::NoSalutation(_) => Rule::NoSalutation,
            Self::SalutationTwice(_) => Rule::SalutationTwice,
            Self::ClosingTwice(_) => Rule::ClosingTwice,
            Self::SignatureTwice(_) => Rule::SignatureTwice,
            Self::Letterhead(_) => Rule::Letterhead,
            Self::SalutationIsClosing(_) | Self::ClosingIsSalutation(_) => Rule::LinesSwapped,
            Self::NoDemands => Rule::NoDemands,
            Self::DemandsNotPrinted => Rule::DemandsNotPrinted,
            Self::DemandsTwice => Rule::DemandsTwice,
            Self::DemandsInBody => Rule::DemandsInBody,
            Self::DemandEmpty(_) => Rule::DemandEmpty,
            Self::DemandDouble(_) => Rule::DemandDouble,
            Self::DemandTwice { .. } => Rule::DemandTwice,
            Self::DemandsMany(_) => Rule::DemandsMany,
            Self::DemandsCounted { .. } => Rule::DemandsCounted,
            Self::SaidTwice(_) => Rule::SaidTwice,
            Self::FixedVoice { .. } => Rule::FixedVoice,
            Self::VoiceSame(_) | Self::VoiceSwapped { .. } => Rule::VoiceForms,
            Self::NoSignatory => Rule::NoSignatory,
            Self::NoOwnWords => Rule::NoOwnWords,
            Self::FieldForAll(_) => Rule::FieldForAll,
            Self::SubjectLong(_) => Rule::SubjectLong,
            Self::SubjectForm(_) => Rule::SubjectForm,
            Self::LetterLong(_) => Rule::LetterLong,
            Self::LoosePunctuation(_) => Rule::LoosePunctuation,
            Self::ImpossibleDate(_) | Self::DayToCome(_) => Rule::ImpossibleDate,
            Self::WrongLanguage { .. } | Self::LineOfLanguage { .. } => Rule::WrongLanguage,
            Self::Untranslated { .. } | Self::LabelMissing { .. } | Self::LabelUntranslated { .. } => {
                Rule::Untranslated
            }
            Self::LanguagesDemands { .. } => Rule::LanguagesDemands,
            Self::LanguagesNumbers(_) => Rule::LanguagesNumbers,
            Self::LanguagesDates(_) => Rule::LanguagesDates,
            Self::LanguagesNames(_) => Rule::LanguagesNames,
            Self::LanguagesLinks(_) => Rule::LanguagesLinks,
            Self::LanguagesFields(_) => Rule::LanguagesFields,
            Self::LanguagesLength { .. } => Rule::LanguagesLength,
            Self::Capitals(_) => Rule::Capitals,
            Self::Exclamation => Rule::Exclamation,
            Self::Emoji(_) => Rule::Emoji,
            Self::Insult(_) => Rule::Insult,
            Self::Threat(_) => Rule::Threat,
            Self::LinkShort(_) => Rule::LinkShort,
            Self::LinkTracking { .. } => Rule::LinkTracking,
            Self::LinksMany(_) => Rule::LinksMany,
            Self::LinkBroken(_) => Rule::LinkBroken,
        }
    }
}

/// The rule that a campaign breaks which cannot be read.
fn unread(error: &CampaignError) -> Rule {
    match error {
        CampaignError::Toml(fault) => match fault.problem {
            TomlProblem::Syntax(_) | TomlProblem::Doubled(_) | TomlProblem::NoValue(_) => Rule::Toml,
            TomlProblem::Unknown { .. } => Rule::UnknownKey,
            TomlProblem::Missing(_) => Rule::MissingKey,
            TomlProblem::Type { .. }
            | TomlProblem::Word { .. }
            | TomlProblem::Value { .. }
            | TomlProblem::Day
            | TomlProblem::NoSuchDay(_) => Rule::WrongValue,
            _ => Rule::Typing,
        },
        CampaignError::Text { field: "demands", error: TextError::Empty, .. } => Rule::DemandEmpty,
        CampaignError::Language(..) | CampaignError::NoLetter(..) | CampaignError::Unlisted(..) => {
            Rule::ListedLanguages
        }
        CampaignError::Hidden(_) => Rule::HiddenCharacter,
        CampaignError::NoRecipients(_) => Rule::NoRecipients,
        CampaignError::NoModel(_) | CampaignError::FileName(_) | CampaignError::NoFrontMatter(_) => Rule::LetterFile,
        CampaignError::Template(_) => Rule::Placeholder,
        CampaignError::Office(_) => Rule::OfficeError,
        CampaignError::Unknown { .. }
        | CampaignError::Id(_)
        | CampaignError::Missing(_)
        | CampaignError::Read { .. }
        | CampaignError::NotRegular(_)
        | CampaignError::TooLarge(_)
        | CampaignError::NotUtf8(_)
        | CampaignError::Several(_) => Rule::File,
        CampaignError::Text { .. }
        | CampaignError::Copy { .. }
        | CampaignError::Copies(_)
        | CampaignError::Page(_)
        | CampaignError::Field { .. }
        | CampaignError::Demands(_)
        | CampaignError::Summary(_)
        | CampaignError::NothingToForward(_)
        | CampaignError::Version(_) => Rule::WrongValue,
    }
}
