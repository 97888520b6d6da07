//! The offices that get a signatory's letter, and the language of each letter.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::note::Note;
use super::overlay::{Changed, Overlay, Overlays};
use crate::campaign::{Campaign, CampaignError, EmbassyAs, Model};
use crate::letter::{Role, has_cover_in};
use crate::locale::{Country, Language, LanguageError, NoCountry};
use crate::place::Place;
use crate::registry::{Freshness, Office, Registry, RegistryError, Status, is_id};
use crate::signatory::{Answers, Extra, Field, Signatory};
use crate::text;

/// What a user asks of the recipients, as typed.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// Ids of offices to write to, in place of the campaign's.
    pub to: &'a [String],
    /// Ids of offices to leave out.
    pub except: &'a [String],
    /// `auto`, `none` or a country.
    pub embassy: Option<&'a str>,
    /// Addresses and ids of offices that get a copy, in place of the campaign's.
    pub copy_to: &'a [String],
    /// Language tags, or `office` alone: the language each office reads.
    pub languages: &'a [String],
    /// The languages of the user's profile, the preferred one first.
    pub preferred: &'a [Language],
}

/// What is known before a campaign is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// All offices that files describe.
    pub registry: &'a Registry,
    /// The files over the shipped registry, from the lowest on.
    pub overlays: &'a [Overlay],
    /// The folders of campaigns, the first one first.
    pub folders: &'a [PathBuf],
    /// The one of them that lies in the working folder and that nobody named.
    pub found: Option<&'a Path>,
    /// The day that counts as today.
    pub today: Date,
}

/// Which flag named an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfficeFlag {
    /// An office to write to.
    To,
    /// An office to leave out.
    Except,
    /// An office that gets a copy.
    CopyTo,
}

/// Why a choice cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceProblem {
    /// The campaign names an office that no registry has.
    UnknownRecipient {
        /// The id it names.
        id: String,
        /// The id that is spelt nearly so.
        nearest: Option<String>,
        /// Where in `campaign.toml`.
        place: Place,
    },
    /// The campaign names an office of which files say too little.
    IncompleteRecipient(RegistryError),
    /// A flag names an office that no registry has.
    UnknownOffice {
        /// Which flag.
        flag: OfficeFlag,
        /// The id it names.
        id: String,
        /// The id that is spelt nearly so.
        nearest: Option<String>,
    },
    /// A flag names an office of which files say too little.
    IncompleteOffice(OfficeFlag, String, RegistryError),
    /// The campaign has no letter in this language.
    NoModel {
        /// The language asked for.
        language: Language,
        /// Those it has.
        there: Vec<Language>,
        /// The one of those that may be meant.
        meant: Option<Language>,
    },
    /// What was given is not a language; with the one of the campaign that may be meant.
    Language(LanguageError, Option<Language>),
    /// `office` was given beside other languages.
    OfficeBesideLanguages,
    /// The campaign asks for no letter to an embassy.
    NoEmbassy,
    /// What was given for the embassy is not a country.
    EmbassyCountry(String, NoCountry),
}

impl ChoiceProblem {
    /// Whether the campaign is at fault, and not what was typed.
    pub fn is_of_campaign(&self) -> bool {
        matches!(self, Self::UnknownRecipient { .. } | Self::IncompleteRecipient(_))
    }
}

/// A campaign and the choice of offices, before anybody is asked anything.
pub struct Recipients {
    /// The campaign.
    pub campaign: Campaign,
    /// All offices, the campaign's own included.
    pub registry: Registry,
    /// Ids of offices that others described and this campaign changes.
    changed: Vec<String>,
    overlays: Overlays,
    languages: Languages,
    /// Ids of offices, the embassy aside.
    chosen: Vec<String>,
    /// Ids of offices that get no letter (`--except`); the embassy may be one of them.
    except: Vec<String>,
    /// Ids of offices that get a copy, unless the letter goes to them.
    copy_offices: Vec<String>,
    embassy: EmbassyChoice,
    today: Date,
}

/// The language of letters.
enum Languages {
    /// Every letter is in these; the user asked for them.
    Asked(Vec<Language>),
    /// Every letter is in this one, which is the first that fits.
    Default { language: Vec<Language>, by_alphabet: bool },
    /// Each letter is in one that its office reads.
    OfOffice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EmbassyChoice {
    /// The one of this state in the signatory's own country.
    Auto(Country),
    /// The one of the first state in the second.
    In(Country, Country),
    None,
}

impl Recipients {
    /// Follows a choice. All problems come together, those of the campaign alone.
    pub fn new(campaign: Campaign, known: Known<'_>, choice: Choice<'_>) -> Result<Self, Vec<ChoiceProblem>> {
        let (registry, changed) = known.registry.clone().with_campaign(campaign.offices.clone());
        let mut problems = Vec::new();
        let languages = languages(&campaign, choice, &mut problems);
        let is_unknown = |id: &str| registry.get(id).is_none();
        let nearest = |id: &str| registry.nearest_id(id).map(str::to_owned);
        // What flags take the place of need not be there.
        let named = campaign.named_recipients().filter(|_| choice.to.is_empty());
        let copied = campaign.copy_offices.iter().filter(|_| choice.copy_to.is_empty());
        let copied = copied.map(|(id, place)| (id.as_str(), place));
        let unknown: Vec<ChoiceProblem> = named
            .chain(copied)
            .filter(|(id, _)| is_unknown(id))
            .map(|(id, place)| match registry.missing(id) {
                Some(missing) => ChoiceProblem::IncompleteRecipient(missing),
                None => {
                    ChoiceProblem::UnknownRecipient { id: id.to_owned(), nearest: nearest(id), place: place.clone() }
                }
            })
            .collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let copy_to: Vec<String> = choice.copy_to.iter().filter(|copy| is_id(copy)).cloned().collect();
        for (flag, ids) in
            [(OfficeFlag::To, choice.to), (OfficeFlag::Except, choice.except), (OfficeFlag::CopyTo, &copy_to)]
        {
            for id in ids.iter().filter(|id| is_unknown(id)) {
                problems.push(match registry.missing(id) {
                    Some(missing) if flag != OfficeFlag::Except => {
                        ChoiceProblem::IncompleteOffice(flag, id.clone(), missing)
                    }
                    _ => ChoiceProblem::UnknownOffice { flag, id: id.clone(), nearest: nearest(id) },
                });
            }
        }
        let embassy = match (choice.embassy, campaign.embassy_of) {
            (None, Some(state)) if choice.to.is_empty() => EmbassyChoice::Auto(state),
            (Some("auto"), Some(state)) => EmbassyChoice::Auto(state),
            (None | Some("none"), _) => EmbassyChoice::None,
            (Some(_), None) => {
                problems.push(ChoiceProblem::NoEmbassy);
                EmbassyChoice::None
            }
            (Some(named), Some(state)) => Country::read(named).map_or_else(
                |problem| {
                    problems.push(ChoiceProblem::EmbassyCountry(named.to_owned(), problem));
                    EmbassyChoice::None
                },
                |country| EmbassyChoice::In(state, country),
            ),
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let chosen = if choice.to.is_empty() { campaign.recipients.clone() } else { choice.to.to_vec() };
        let overlays = Overlays::new(known.registry, known.overlays, &campaign, known.folders, known.found);
        let (except, today) = (choice.except.to_vec(), known.today);
        let copy_offices = match choice.copy_to {
            [] => campaign.copy_offices.iter().map(|(id, _)| id.clone()).collect(),
            _ => copy_to,
        };
        Ok(Self { campaign, registry, changed, overlays, languages, chosen, except, copy_offices, embassy, today })
    }

    /// What an office gets. The campaign decides it: to choose an office by a flag makes no recipient of one that it
    /// only sends a copy.
    pub fn role(&self, office: &Office, signatory: &Signatory) -> Role {
        if self.gets_cover(office) {
            return Role::Cover;
        }
        if !self.is_copied(office) {
            return Role::Letter;
        }
        let embassy =
            self.embassy_for(signatory.country).and_then(|(state, own)| self.registry.embassy(state, own).office());
        if embassy.is_some_and(|embassy| embassy.id == office.id) { Role::Letter } else { Role::Copy }
    }

    /// Whether an office gets a cover, and the letter to the others below it, whoever signs.
    pub fn gets_cover(&self, office: &Office) -> bool {
        let speaks_for =
            |state| office.represents == Some(state) && (office.is_embassy() || office.stands_in_for_embassy());
        self.campaign.embassy_as == EmbassyAs::Copy
            && self.campaign.embassy_of.is_some_and(speaks_for)
            && !self.campaign.recipients.contains(&office.id)
    }

    /// Whether every office gets the letter, and no office a copy.
    pub fn are_letters_alone(&self) -> bool {
        self.copy_offices.is_empty() && self.campaign.embassy_as == EmbassyAs::Letter
    }

    /// The offices that get the letter of which others get a copy.
    pub fn addressed(&self, signatory: &Signatory) -> Vec<&Office> {
        let embassy =
            self.embassy_for(signatory.country).and_then(|(state, own)| self.registry.embassy(state, own).office());
        let gets_the_letter =
            |office: &&Office| !self.except.contains(&office.id) && self.role(office, signatory) == Role::Letter;
        let registered = |ids: &'_ [String]| -> Vec<&Office> {
            ids.iter().filter_map(|id| self.registry.get(id)).filter(gets_the_letter).collect()
        };
        let mut offices = registered(&self.chosen);
        offices.extend(embassy.filter(gets_the_letter).filter(|embassy| !self.chosen.contains(&embassy.id)));
        // Who writes only to those that get a copy says of which letter.
        if offices.is_empty() { registered(&self.campaign.recipients) } else { offices }
    }

    /// The offices that get a copy of a signatory's letters.
    pub fn copied(&self, signatory: &Signatory) -> Vec<&Office> {
        self.copied_for_any().filter(|office| self.role(office, signatory) == Role::Copy).collect()
    }

    /// Whether the campaign names an office for a copy and not as a recipient; [`role`](Self::role) has the last word.
    pub fn is_copied(&self, office: &Office) -> bool {
        self.copy_offices.contains(&office.id) && !self.campaign.recipients.contains(&office.id)
    }

    /// The offices that may get a copy, whatever the signatory's country.
    pub fn copied_for_any(&self) -> impl Iterator<Item = &Office> {
        let ids = self.copy_offices.iter().filter(|id| !self.except.contains(id));
        ids.filter_map(|id| self.registry.get(id))
    }

    /// What must be known of the signatory for these letters, beyond the name. The embassy may read
    /// another language than the other offices, so it depends on the country.
    pub fn required(&self, answers: &Answers) -> Result<Vec<Field>, CampaignError> {
        let mut required: BTreeSet<Field> = BTreeSet::new();
        if matches!(self.embassy, EmbassyChoice::Auto(_)) {
            required.insert(Field::Country);
        }
        if answers.speaks_for_organisation() {
            required.extend([Field::Name, Field::Role]);
        }
        for model in self.models(answers) {
            let printed = model.required()?;
            let extra = self.campaign.fields.iter().map(Extra::field);
            required.extend(Field::ALL.into_iter().chain(extra).filter(|field| printed.contains(field.name())));
        }
        // A letter always says of which kind the signatory is.
        required.remove(&Field::Kind);
        Ok(required.into_iter().collect())
    }

    /// Whether some letter has a place for the signatory's own words.
    pub fn takes_own_words(&self, answers: &Answers) -> bool {
        self.uses(answers, Field::OwnWords)
    }

    /// Whether some letter has a place for the number of members.
    pub fn takes_members(&self, answers: &Answers) -> bool {
        self.uses(answers, Field::Members)
    }

    /// The fields that the campaign declares and some letter has a place for.
    pub fn extras(&self, answers: &Answers) -> Vec<Field> {
        self.asked(answers, |field| !field.is_own_words())
    }

    /// The campaign's questions that nobody answered, where some letter has a place for own words and there are none.
    pub fn open_questions(&self, answers: &Answers) -> Vec<Field> {
        if answers.get(Field::OwnWords).is_some() {
            return Vec::new();
        }
        self.asked(answers, |field| field.is_own_words() && answers.get(field).is_none())
    }

    fn asked(&self, answers: &Answers, which: impl Fn(Field) -> bool) -> Vec<Field> {
        let asked = self.campaign.fields.iter().map(Extra::field);
        asked.filter(|field| which(*field) && self.uses(answers, *field)).collect()
    }

    fn uses(&self, answers: &Answers, field: Field) -> bool {
        let field = if field.is_own_words() { Field::OwnWords } else { field };
        self.models(answers).into_iter().any(|model| model.used().is_ok_and(|used| used.contains(field.name())))
    }

    /// The languages of the letter to an office.
    pub fn languages(&self, office: &Office) -> &[Language] {
        match &self.languages {
            Languages::Asked(languages) | Languages::Default { language: languages, .. } => languages,
            Languages::OfOffice => self.read_by(office).map(std::slice::from_ref).unwrap_or_default(),
        }
    }

    /// The languages of what is for everybody; none where each office is to have its own.
    pub fn languages_for_all(&self) -> Option<&[Language]> {
        match &self.languages {
            Languages::Asked(languages) | Languages::Default { language: languages, .. } => Some(languages),
            Languages::OfOffice => None,
        }
    }

    /// The language that an office reads, as far as the campaign has one: the campaign's first where nothing is known.
    fn read_by(&self, office: &Office) -> Option<&Language> {
        let default = self.campaign.default_language();
        let own = default.filter(|language| office.languages.is_empty() || office.reads(language));
        own.or_else(|| self.campaign.models.keys().find(|language| office.reads(language))).or(default)
    }

    /// The model letters that are used, as far as the answers show.
    fn models(&self, answers: &Answers) -> Vec<&Model> {
        self.models_from(answers.country.as_deref().and_then(|country| Country::read(country).ok()))
    }

    /// The model letters that are used by who writes from a country.
    pub(super) fn models_from(&self, own: Option<Country>) -> Vec<&Model> {
        let mut languages: BTreeSet<&Language> = match &self.languages {
            Languages::Asked(languages) | Languages::Default { language: languages, .. } => languages.iter().collect(),
            Languages::OfOffice => BTreeSet::new(),
        };
        if matches!(self.languages, Languages::OfOffice) {
            let embassy = self.embassy_for(own).map(|(state, country)| self.registry.embassy(state, country));
            let ids = self.chosen.iter().chain(&self.copy_offices);
            let offices =
                ids.filter_map(|id| self.registry.get(id)).chain(embassy.and_then(|embassy| embassy.office()));
            languages.extend(offices.filter_map(|office| self.read_by(office)));
            if own.is_none() && matches!(self.embassy, EmbassyChoice::Auto(_)) {
                // Which embassy it will be is not known yet; most read the campaign's own language.
                languages.extend(self.campaign.default_language());
            }
        }
        languages.into_iter().filter_map(|language| self.campaign.model(language)).collect()
    }

    /// The state whose embassy gets a letter, and the country it is looked for in.
    fn embassy_for(&self, own: Option<Country>) -> Option<(Country, Country)> {
        match self.embassy {
            EmbassyChoice::None => None,
            EmbassyChoice::Auto(state) => own.map(|own| (state, own)),
            EmbassyChoice::In(state, country) => Some((state, country)),
        }
    }

    /// What files over the shipped registry and the campaign change about these offices, and about the embassies of
    /// signatories in these countries.
    pub fn changed<'a>(
        &'a self,
        offices: impl IntoIterator<Item = &'a str>,
        countries: &BTreeSet<Country>,
    ) -> Vec<Changed> {
        let embassies = match self.embassy {
            EmbassyChoice::In(state, country) => [(state, country)].into(),
            _ => countries.iter().filter_map(|country| self.embassy_for(Some(*country))).collect(),
        };
        let copied = self.copied_for_any().map(|office| office.id.as_str());
        self.overlays.changed(&self.registry, offices.into_iter().chain(copied), &embassies)
    }

    /// The offices that get a letter of this signatory, each once, and what to know about the choice. No office may be
    /// left.
    pub fn offices(&self, signatory: &Signatory) -> (Vec<&Office>, Vec<Note<'_>>) {
        let mut offices: Vec<&Office> = self.chosen.iter().filter_map(|id| self.registry.get(id)).collect();
        let mut notes = Vec::new();
        if let Some((state, country)) = self.embassy_for(signatory.country) {
            let embassy = self.registry.embassy(state, country);
            let office = embassy.office();
            let is_listed = office.is_some_and(|office| offices.iter().any(|chosen| chosen.id == office.id));
            let closed = self.registry.closed_embassy(state, country);
            notes.push(Note::Embassy { embassy, closed, state, country, is_listed });
            offices.extend(office);
        }
        let mut listed: BTreeSet<&str> = BTreeSet::new();
        offices.retain(|office| !self.except.contains(&office.id) && listed.insert(&office.id));
        let copied = self.copied(signatory).into_iter().filter(|office| !listed.contains(office.id.as_str()));
        for office in copied {
            if office.all_emails().is_empty() {
                notes.push(Note::CopyOnPaper(office));
            }
            self.notes_on(office, &mut notes);
        }
        for office in &offices {
            self.notes_on(office, &mut notes);
        }
        notes.extend(self.cover_notes(&offices, signatory));
        notes.extend(self.language_notes(&offices));
        if signatory.email.is_none() && signatory.address_below_names().is_empty() {
            notes.push(Note::NoReturnAddress);
        }
        (offices, notes)
    }

    /// What to know about whom a letter to an office names.
    fn holder_note<'a>(&self, office: &'a Office) -> Option<Note<'a>> {
        let Some(holder) = office.holder_on(self.today) else {
            return office.former_holder(self.today).map(|(holder, until)| Note::HolderLeft(office, holder, until));
        };
        match holder.freshness(self.today) {
            Freshness::Confirmed(_) => None,
            freshness => Some(Note::HolderUnconfirmed(office, holder, freshness)),
        }
    }

    /// What to know about an office, whatever it gets.
    fn notes_on<'a>(&'a self, office: &'a Office, notes: &mut Vec<Note<'a>>) {
        match office.status {
            Status::Active => {}
            Status::Moved => notes.push(Note::Moved(office)),
            Status::Closed => notes.push(Note::Closed(office)),
            Status::Historic => notes.push(Note::Historic(office)),
        }
        if let Some(until) = office.valid_until.filter(|until| *until < self.today) {
            notes.push(Note::HeldUntil(office, until));
        }
        if self.changed.contains(&office.id) {
            notes.push(Note::ChangedByCampaign(office));
        }
        notes.extend(self.holder_note(office));
        let mut unknown = self.campaign.offices.unknown_kinds();
        notes.extend(unknown.find(|(id, _)| *id == office.id).map(|(_, error)| Note::UnknownKind(error)));
    }

    /// The languages of covers that have no words for one.
    fn cover_notes<'a>(&'a self, offices: &[&'a Office], signatory: &Signatory) -> Vec<Note<'a>> {
        let covers = offices.iter().filter(|_| !self.are_letters_alone());
        let covers = covers.filter(|office| self.role(office, signatory) == Role::Cover);
        let languages =
            covers.flat_map(|office| self.languages(office).iter().map(move |language| (*office, language)));
        languages
            .filter(|(_, language)| !has_cover_in(language))
            .map(|(office, language)| Note::CoverInEnglish(office, language))
            .collect()
    }

    /// Offices that read another language of the campaign than their letter is in, where nobody asked for that one.
    fn language_notes<'a>(&'a self, offices: &[&'a Office]) -> Vec<Note<'a>> {
        let Languages::Default { language: written, by_alphabet } = &self.languages else { return Vec::new() };
        let mut notes: Vec<Note<'a>> = Vec::new();
        if let Some(language) = written.first().filter(|_| *by_alphabet) {
            notes.push(Note::LanguageByAlphabet(language));
        }
        let is_read =
            |office: &Office| office.languages.is_empty() || written.iter().any(|language| office.reads(language));
        for office in offices.iter().copied().filter(|office| !is_read(office)) {
            let Some(reads) = self.campaign.models.keys().find(|language| office.reads(language)) else { continue };
            let known = notes.iter_mut().find_map(|note| match note {
                Note::OtherLanguage { reads: known, offices, .. } if *known == reads => Some(offices),
                _ => None,
            });
            match known {
                Some(offices) => offices.push(office),
                None => notes.push(Note::OtherLanguage { reads, written, offices: vec![office] }),
            }
        }
        notes
    }
}

/// The language of a campaign that may be meant by a word: by its tag, or by its name in English or in itself.
fn meant(campaign: &Campaign, word: &str) -> Option<Language> {
    let english = Language::english();
    // Whoever types the tag of another language means that one.
    if word.parse().is_ok_and(|language: Language| language.name_in(&english) != language.as_str()) {
        return None;
    }
    let names = |language: &Language| {
        [language.to_string(), language.name_in(&english), language.name_in(language)].map(|name| text::key(&name))
    };
    let all: Vec<(String, &Language)> = campaign
        .models
        .keys()
        .flat_map(|language| names(language).into_iter().map(move |name| (name, language)))
        .collect();
    let word = text::key(word);
    let found = text::nearest(&word, all.iter().map(|(name, _)| name.as_str()))?;
    all.iter().find(|(name, _)| name == found).map(|(_, language)| (*language).clone())
}

/// The languages asked for; else the first of the profile's that the campaign has; else the campaign's own first.
fn languages(campaign: &Campaign, choice: Choice<'_>, problems: &mut Vec<ChoiceProblem>) -> Languages {
    if choice.languages.iter().any(|raw| raw == "office") {
        if choice.languages.len() > 1 {
            problems.push(ChoiceProblem::OfficeBesideLanguages);
        }
        return Languages::OfOffice;
    }
    let mut asked = Vec::new();
    for raw in choice.languages {
        match raw.parse::<Language>() {
            Ok(language) if asked.contains(&language) => {}
            Ok(language) if campaign.model(&language).is_some() => asked.push(language),
            Ok(language) => {
                let there = campaign.models.keys().cloned().collect();
                problems.push(ChoiceProblem::NoModel { language, there, meant: meant(campaign, raw) });
            }
            Err(error) => problems.push(ChoiceProblem::Language(error, meant(campaign, raw))),
        }
    }
    if !choice.languages.is_empty() {
        return Languages::Asked(asked);
    }
    if let Some(model) = choice.preferred.iter().find_map(|language| campaign.model(language)) {
        return Languages::Default { language: vec![model.language.clone()], by_alphabet: false };
    }
    let default = campaign.default_language();
    let by_alphabet = campaign.languages.is_empty()
        && campaign.models.len() > 1
        && default.is_some_and(|language| language.primary() != "en");
    Languages::Default { language: default.into_iter().cloned().collect(), by_alphabet }
}
