//! The rules of a good campaign by name. A name stays what it is: campaigns turn rules down by it.

use crate::check::finding::Severity;

macro_rules! rules {
    ($($rule:ident $name:literal $severity:ident $fixed:literal,)*) => {
        /// A rule of a good campaign.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "docs/rules.md describes each under its name")]
        pub enum Rule { $($rule,)* }

        impl Rule {
            /// All there are, in the order of the document.
            pub const ALL: &[Self] = &[$(Self::$rule,)*];

            /// Its name in files and on screen.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$rule => $name,)* }
            }

            /// How much a breach matters.
            pub fn severity(self) -> Severity {
                match self { $(Self::$rule => Severity::$severity,)* }
            }

            /// Whether a campaign that breaks it cannot be read or used, so that no reason could excuse it.
            pub fn is_fixed(self) -> bool {
                match self { $(Self::$rule => $fixed,)* }
            }
        }
    };
}

rules! {
    // The files.
    File "file" Error true,
    LetterFile "letter-file" Error true,
    Toml "toml" Error true,
    Typing "typing" Error true,
    UnknownKey "unknown-key" Error true,
    MissingKey "missing-key" Error true,
    WrongValue "wrong-value" Error true,
    Placeholder "placeholder" Error true,
    HiddenCharacter "hidden-character" Error true,
    ListedLanguages "listed-languages" Error true,
    UnusedFile "unused-file" Warning false,
    Allow "allow" Error true,
    AllowUnused "allow-unused" Warning true,
    // The facts.
    Leftover "leftover" Warning false,
    PublishedInFuture "published-in-future" Error false,
    DeadlineOrder "deadline-order" Error false,
    DeadlinePast "deadline-past" Warning false,
    DeadlineNear "deadline-near" Warning false,
    StatusNote "status-note" Warning false,
    VersionNote "version-note" Warning false,
    NoSources "no-sources" Warning false,
    SourceAddress "source-address" Warning false,
    SourceReserved "source-reserved" Warning false,
    FieldUnused "field-unused" Warning false,
    // Persons.
    PersonNowhere "person-nowhere" Warning false,
    PersonNotNamed "person-not-named" Warning false,
    PersonMisspelt "person-misspelt" Warning false,
    MixedScripts "mixed-scripts" Warning false,
    // Copies.
    NoCopies "no-copies" Warning false,
    CopyReserved "copy-reserved" Warning false,
    CopyOffice "copy-office" Warning false,
    CopyTwice "copy-twice" Warning false,
    CopyDomain "copy-domain" Warning false,
    // Offices.
    NoRecipients "no-recipients" Error true,
    UnknownOffice "unknown-office" Error false,
    RecipientTwice "recipient-twice" Warning false,
    NoChannel "no-channel" Warning false,
    OfficeUnused "office-unused" Warning false,
    KindNowhere "kind-nowhere" Warning false,
    OfficeReserved "office-reserved" Warning false,
    OfficeUnconfirmed "office-unconfirmed" Warning false,
    OfficeError "office-error" Error false,
    OfficeWarning "office-warning" Warning false,
    OfficeSalutation "office-salutation" Warning false,
    OfficeLanguage "office-language" Warning false,
    EmbassyOf "embassy-of" Warning false,
    NoEmbassy "no-embassy" Error false,
    // A letter against itself.
    Unwritable "unwritable" Error false,
    LeftToFillIn "left-to-fill-in" Error true,
    Markup "markup" Error true,
    MarkupInLine "markup-in-line" Warning false,
    NoSalutation "no-salutation" Error false,
    SalutationTwice "salutation-twice" Warning false,
    ClosingTwice "closing-twice" Warning false,
    SignatureTwice "signature-twice" Warning false,
    Letterhead "letterhead-in-body" Warning false,
    LinesSwapped "lines-swapped" Warning false,
    NoDemands "no-demands" Warning false,
    DemandsNotPrinted "demands-not-printed" Error false,
    DemandsTwice "demands-twice" Warning false,
    DemandsInBody "demands-in-body" Warning false,
    DemandEmpty "demand-empty" Error true,
    DemandDouble "demand-double" Warning false,
    DemandTwice "demand-twice" Warning false,
    DemandsMany "demands-many" Warning false,
    DemandsCounted "demands-counted" Warning false,
    SaidTwice "said-twice" Warning false,
    FixedVoice "fixed-voice" Warning false,
    VoiceForms "voice-forms" Warning false,
    NoSignatory "no-signatory" Warning false,
    NoOwnWords "no-own-words" Warning false,
    FieldForAll "field-for-all" Warning false,
    SubjectLong "subject-long" Warning false,
    SubjectForm "subject-form" Warning false,
    LetterLong "letter-long" Warning false,
    LoosePunctuation "loose-punctuation" Warning false,
    ImpossibleDate "impossible-date" Warning false,
    // Languages against each other.
    WrongLanguage "wrong-language" Warning false,
    Untranslated "untranslated" Warning false,
    LanguagesDemands "languages-demands" Warning false,
    LanguagesNumbers "languages-numbers" Warning false,
    LanguagesDates "languages-dates" Warning false,
    LanguagesNames "languages-names" Warning false,
    LanguagesLinks "languages-links" Warning false,
    LanguagesFields "languages-fields" Warning false,
    LanguagesLength "languages-length" Warning false,
    // Tone.
    Capitals "capitals" Warning false,
    Exclamation "exclamation" Warning false,
    Emoji "emoji" Warning false,
    Insult "insult" Warning false,
    Threat "threat" Warning false,
    // Links.
    LinkShort "link-short" Warning false,
    LinkTracking "link-tracking" Warning false,
    LinksMany "links-many" Warning false,
    LinkBroken "link-broken" Warning false,
}

impl Rule {
    /// The rule of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_name_of_its_own() {
        for (at, rule) in Rule::ALL.iter().enumerate() {
            assert_eq!(Rule::named(rule.as_str()), Some(*rule));
            let name = rule.as_str();
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
            assert!(!Rule::ALL[..at].iter().any(|other| other.as_str() == name), "{name} stands twice");
        }
    }
}
