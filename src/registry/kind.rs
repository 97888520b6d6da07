//! The kinds of offices: one list for files, flags, `{{#if is_…}}`, search and checks.

use crate::locale::Language;
use crate::shipped;
use crate::text;

/// What an office is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfficeKind {
    /// A president or a monarch, with their staff.
    HeadOfState,
    /// A prime minister or a chancellor, with their staff.
    HeadOfGovernment,
    /// A ministry that has no kind of its own here.
    Ministry,
    /// A ministry for relations with other states.
    ForeignMinistry,
    /// A ministry of justice.
    JusticeMinistry,
    /// A ministry of the interior, or of home affairs.
    InteriorMinistry,
    /// A ministry of labour.
    LabourMinistry,
    /// A court, or whoever speaks for the courts.
    Court,
    /// A prosecutor.
    Prosecutor,
    /// A police force or one of its offices.
    Police,
    /// A prison, or the service that runs them.
    Prison,
    /// A parliament, or one of its houses and committees.
    Parliament,
    /// An ombudsman or another human-rights institution of a state.
    Ombudsman,
    /// A security or intelligence service.
    SecurityService,
    /// A mission to another state that has no kind of its own here.
    Mission,
    /// An embassy.
    Embassy,
    /// The embassy of one Commonwealth state in another.
    HighCommission,
    /// The embassy of the Holy See.
    Nunciature,
    /// What does an embassy's work where there are no diplomatic relations, as for Taiwan.
    Representation,
    /// The same, between states that are about to have relations.
    LiaisonOffice,
    /// The same, in the embassy of a third state.
    InterestsSection,
    /// A mission to an international organisation.
    PermanentMission,
    /// A consulate.
    Consulate,
    /// A consulate general.
    ConsulateGeneral,
    /// The office of an honorary consul.
    HonoraryConsulate,
    /// An organisation of states, or one of its offices.
    InternationalOrganisation,
    /// A company.
    Company,
    /// A newspaper, a broadcaster, an agency.
    Media,
    /// Anything else.
    Other,
}

use OfficeKind::{
    Company, Consulate, ConsulateGeneral, Court, Embassy, ForeignMinistry, HeadOfGovernment, HeadOfState,
    HighCommission, HonoraryConsulate, InterestsSection, InteriorMinistry, InternationalOrganisation, JusticeMinistry,
    LabourMinistry, LiaisonOffice, Media, Ministry, Mission, Nunciature, Ombudsman, Other, Parliament,
    PermanentMission, Police, Prison, Prosecutor, Representation, SecurityService,
};

/// Each kind with its word in files and flags, and the condition that templates ask for it by.
const WORDS: [(OfficeKind, &str, &str); 29] = [
    (HeadOfState, "head-of-state", "is_head_of_state"),
    (HeadOfGovernment, "head-of-government", "is_head_of_government"),
    (Ministry, "ministry", "is_ministry"),
    (ForeignMinistry, "foreign-ministry", "is_foreign_ministry"),
    (JusticeMinistry, "justice-ministry", "is_justice_ministry"),
    (InteriorMinistry, "interior-ministry", "is_interior_ministry"),
    (LabourMinistry, "labour-ministry", "is_labour_ministry"),
    (Court, "court", "is_court"),
    (Prosecutor, "prosecutor", "is_prosecutor"),
    (Police, "police", "is_police"),
    (Prison, "prison", "is_prison"),
    (Parliament, "parliament", "is_parliament"),
    (Ombudsman, "ombudsman", "is_ombudsman"),
    (SecurityService, "security-service", "is_security_service"),
    (Mission, "mission", "is_mission"),
    (Embassy, "embassy", "is_embassy"),
    (HighCommission, "high-commission", "is_high_commission"),
    (Nunciature, "nunciature", "is_nunciature"),
    (Representation, "representation", "is_representation"),
    (LiaisonOffice, "liaison-office", "is_liaison_office"),
    (InterestsSection, "interests-section", "is_interests_section"),
    (PermanentMission, "permanent-mission", "is_permanent_mission"),
    (Consulate, "consulate", "is_consulate"),
    (ConsulateGeneral, "consulate-general", "is_consulate_general"),
    (HonoraryConsulate, "honorary-consulate", "is_honorary_consulate"),
    (InternationalOrganisation, "international-organisation", "is_international_organisation"),
    (Company, "company", "is_company"),
    (Media, "media", "is_media"),
    (Other, "other", "is_other"),
];

impl OfficeKind {
    /// Every kind, in the order in which they are listed.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        WORDS.iter().map(|(kind, ..)| *kind)
    }

    /// The conditions of templates, one for each kind.
    pub fn conditions() -> impl Iterator<Item = &'static str> {
        WORDS.iter().map(|(.., condition)| *condition)
    }

    /// The word in files and flags.
    pub fn as_str(self) -> &'static str {
        WORDS.iter().find(|(kind, ..)| *kind == self).map_or("other", |(_, word, _)| word)
    }

    /// The kind with this word.
    pub fn parse(word: &str) -> Option<Self> {
        WORDS.iter().find(|(_, known, _)| *known == word).map(|(kind, ..)| *kind)
    }

    /// The kind that a condition of a template asks for.
    pub fn of_condition(condition: &str) -> Option<Self> {
        WORDS.iter().find(|(.., known)| *known == condition).map(|(kind, ..)| *kind)
    }

    /// The kind that somebody may have meant by a word that is none: by what it is called in any language, or by its
    /// spelling, or by a part of the word.
    pub fn nearest(word: &str) -> Option<Self> {
        let key = text::key(word);
        let is_named = |kind: &Self| kind.search_words().any(|known| text::key(known) == key);
        let is_part = |kind: &Self| word.split(|c: char| !c.is_alphanumeric()).any(|part| part == kind.as_str());
        Self::all()
            .find(|kind| text::key(kind.as_str()) == key)
            .or_else(|| Self::all().find(is_named))
            .or_else(|| text::nearest(&word.to_lowercase(), Self::all().map(Self::as_str)).and_then(Self::parse))
            .or_else(|| Self::all().find(is_part))
            .or_else(|| {
                let names = Self::all().flat_map(|kind| kind.search_words().map(move |known| (text::key(known), kind)));
                let names: Vec<(String, Self)> = names.collect();
                let name = text::nearest(&key, names.iter().map(|(name, _)| name.as_str()))?;
                names.iter().find(|(known, _)| known == name).map(|(_, kind)| *kind)
            })
    }

    /// Whether it is that kind, or one that is narrower: a foreign ministry is a ministry, and a high commission acts
    /// as an embassy.
    pub fn is_a(self, kind: Self) -> bool {
        self == kind
            || match kind {
                Ministry => self.is_ministry(),
                Embassy => self.is_head_mission() || self.stands_in_for_embassy(),
                Consulate => self.is_consulate(),
                Mission => self.is_mission(),
                _ => false,
            }
    }

    /// Whether it is a ministry of any kind.
    pub fn is_ministry(self) -> bool {
        matches!(self, Ministry | ForeignMinistry | JusticeMinistry | InteriorMinistry | LabourMinistry)
    }

    /// Whether it is the head mission of a state: an embassy, a high commission or a nunciature.
    pub fn is_head_mission(self) -> bool {
        matches!(self, Embassy | HighCommission | Nunciature)
    }

    /// Whether it does an embassy's work where there is none.
    pub fn stands_in_for_embassy(self) -> bool {
        matches!(self, Representation | LiaisonOffice | InterestsSection)
    }

    /// Whether it is a consulate of any kind.
    pub fn is_consulate(self) -> bool {
        matches!(self, Consulate | ConsulateGeneral | HonoraryConsulate)
    }

    /// Whether it is a mission of a state to another one, or to an international organisation.
    pub fn is_mission(self) -> bool {
        matches!(self, Mission | PermanentMission)
            || self.is_head_mission()
            || self.stands_in_for_embassy()
            || self.is_consulate()
    }

    /// What it is called in a language, by itself; none where `kinds.toml` has no word.
    pub fn name_in(self, language: &Language) -> Option<&'static str> {
        Some(self.names_in(language)?.name)
    }

    /// What it is called in a language beside the state it belongs to.
    pub(super) fn name_of_a_state_in(self, language: &Language) -> Option<&'static str> {
        let names = self.names_in(language)?;
        Some(names.of.unwrap_or(names.name))
    }

    /// Everything people may call it, in every language: its word in files, its names, who heads it.
    pub fn search_words(self) -> impl Iterator<Item = &'static str> {
        let named = shipped::KIND_NAMES.iter().flat_map(|language| language.kinds);
        let words = named
            .filter(move |names| names.kind == self.as_str())
            .flat_map(|names| [names.name].into_iter().chain(names.of).chain(names.also.iter().copied()));
        [self.as_str()].into_iter().chain(words)
    }

    fn names_in(self, language: &Language) -> Option<&'static shipped::KindNames> {
        let word = self.as_str();
        let find = |is_it: &dyn Fn(&str) -> bool| shipped::KIND_NAMES.iter().find(|known| is_it(known.language));
        let named = find(&|tag| tag == language.as_str()).or_else(|| find(&|tag| language.is_written_as(tag)))?;
        named.kinds.iter().find(|names| names.kind == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_conditions_are_those_of_one_list() {
        for (kind, word, condition) in WORDS {
            assert_eq!(OfficeKind::parse(word), Some(kind));
            assert_eq!(OfficeKind::of_condition(condition), Some(kind));
            assert_eq!(format!("is_{}", word.replace('-', "_")), condition);
        }
        assert!(OfficeKind::all().is_sorted(), "the list is in the order of the type");
        assert_eq!(OfficeKind::parse("Court"), None);
    }

    #[test]
    fn a_kind_is_also_what_is_wider() {
        let within =
            |kind| OfficeKind::all().filter(|known| known.is_a(kind)).map(OfficeKind::as_str).collect::<Vec<_>>();
        for (kind, words) in [
            (Ministry, "ministry foreign-ministry justice-ministry interior-ministry labour-ministry"),
            (Embassy, "embassy high-commission nunciature representation liaison-office interests-section"),
            (Consulate, "consulate consulate-general honorary-consulate"),
            (
                Mission,
                "mission embassy high-commission nunciature representation liaison-office interests-section \
                 permanent-mission consulate consulate-general honorary-consulate",
            ),
            (Court, "court"),
            (ForeignMinistry, "foreign-ministry"),
        ] {
            assert_eq!(within(kind).join(" "), words);
        }
    }

    #[test]
    fn the_nearest_kind_is_by_name_by_spelling_or_by_part() {
        for (word, nearest) in [
            ("Court", Some("court")),
            ("head_of_state", Some("head-of-state")),
            ("Head of State", Some("head-of-state")),
            ("ministery", Some("ministry")),
            ("embasy", Some("embassy")),
            ("labor-ministry", Some("labour-ministry")),
            ("international-organization", Some("international-organisation")),
            ("ministry-of-justice", Some("justice-ministry")),
            ("justice_minister", Some("justice-ministry")),
            ("president", Some("head-of-state")),
            ("prime-minister", Some("head-of-government")),
            ("supreme-court", Some("court")),
            ("district-court", Some("court")),
            ("police-department", Some("police")),
            ("attorney-general", Some("prosecutor")),
            ("посольство", Some("embassy")),
            ("Gericht", Some("court")),
            ("defence-ministry", Some("ministry")),
            ("newspaper", Some("media")),
            ("tribunall", Some("court")),
            ("Gefängniss", Some("prison")),
            ("pigeon", None),
            ("", None),
        ] {
            assert_eq!(OfficeKind::nearest(word).map(OfficeKind::as_str), nearest, "{word}");
        }
    }

    #[test]
    fn kinds_have_names_in_each_language_of_the_table() {
        let words: Vec<&str> = OfficeKind::all().filter(|kind| *kind != Other).map(OfficeKind::as_str).collect();
        for language in shipped::KIND_NAMES {
            let names: Vec<&str> = language.kinds.iter().map(|names| names.kind).collect();
            // Of the kinds of missions, some have no certain word in every language.
            let may_lack = ["nunciature", "liaison-office", "interests-section"];
            let known = words.iter().copied().filter(|word| !may_lack.contains(word) || names.contains(word));
            assert_eq!(names, known.collect::<Vec<_>>(), "{}", language.language);
        }
        let name = |kind: OfficeKind, tag: &str| kind.name_in(&tag.parse().unwrap());
        assert_eq!(name(JusticeMinistry, "de-AT"), Some("Justizministerium"));
        assert_eq!(name(Embassy, "kk"), Some("Елшілік"));
        assert_eq!(name(JusticeMinistry, "tr"), Some("Adalet Bakanlığı"));
        assert_eq!(name(JusticeMinistry, "zh-TW"), Some("司法部"));
        assert_eq!(name(Embassy, "zh-TW"), Some("大使館"));
        assert_eq!(name(Embassy, "az-Arab"), None);
        assert_eq!(name(Other, "en"), None);
    }
}
