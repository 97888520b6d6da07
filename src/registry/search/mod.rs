//! Finding offices by what people type: names in any language and script, kinds, countries, cities, ids.
//!
//! A search is read as a person would mean it. First its words count as they are written; where nothing fits,
//! countries are known in fifty more languages, and then each word may have one letter wrong. So what is spelled
//! right always comes before what is not.

pub(crate) mod countries;
pub(crate) mod kinds;
mod rank;
mod terms;
pub(crate) mod words;

use jiff::civil::Date;

use super::kind::OfficeKind;
use super::lookup::Registry;
use super::office::Office;
use crate::locale::{Country, Language};
use kinds::Phrase;
use rank::Named;
use terms::{Reading, Term, terms};

/// What is looked for. What is left out is not asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words, in any order: "minister of justice turkey".
    pub words: String,
    /// A state that the offices belong to, or stand in.
    pub country: Option<Country>,
    /// A kind, and those that are narrower.
    pub kind: Option<OfficeKind>,
    /// A language in which they read letters.
    pub language: Option<Language>,
    /// How letters reach them.
    pub channel: Option<ByChannel>,
    /// Whether some channel was confirmed by nobody within twelve months.
    pub is_stale: bool,
    /// Whether some channel was confirmed by a person within twelve months.
    pub is_confirmed: bool,
    /// Whether missions count of which no channel is known, even where nothing asks for them.
    pub all: bool,
}

/// How letters reach an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ByChannel {
    /// By this type of channel: `email`, `post`, `phone`, `fax` or `form`.
    Type(String),
    /// Not at all, as far as is known.
    Nothing,
}

/// What a search found.
#[derive(Debug)]
pub struct Found<'r> {
    /// The offices, best first.
    pub offices: Vec<&'r Office>,
    /// Missions that fit and are not among them, because the search names a state alone and no channel of theirs is
    /// known.
    pub without_channel: usize,
    /// What the search was taken for.
    pub meant: Meant,
}

/// What the words of a search say of an office, whether there is one or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meant {
    /// The first country that they name.
    pub country: Option<Country>,
    /// The kind that they name.
    pub kind: Option<OfficeKind>,
    /// What is left when the country is taken from either end: the office as it was typed.
    pub name: String,
    /// The language of that, if it can be told.
    pub language: Option<Language>,
}

impl Registry {
    /// The offices that fit, best first.
    pub fn search(&self, query: &Query, today: Date) -> Found<'_> {
        let mut found = Found { offices: Vec::new(), without_channel: 0, meant: Meant::default() };
        for reading in [Reading::Plain, Reading::Everywhere, Reading::Mistyped] {
            let terms = terms(&query.words, reading);
            found = self.read_as(query, &terms, reading, today);
            found.meant = meant(query, &terms);
            if !found.offices.is_empty() || found.without_channel > 0 || terms.is_empty() {
                break;
            }
        }
        found
    }

    fn read_as(&self, query: &Query, terms: &[Term], reading: Reading, today: Date) -> Found<'_> {
        let fits = |office: &&Office| {
            let country = |country| [office.country, office.represents, office.host].contains(&Some(country));
            query.country.is_none_or(country)
                && query.kind.is_none_or(|kind| office.kind.is_a(kind))
                && query.language.as_ref().is_none_or(|language| office.reads(language))
                && query.channel.as_ref().is_none_or(|wanted| match wanted {
                    ByChannel::Nothing => office.for_letters().next().is_none(),
                    ByChannel::Type(word) => office.for_letters().any(|channel| channel.contact.type_name() == word),
                })
                && (!query.is_stale || office.for_letters().any(|channel| channel.is_stale(today)))
                && (!query.is_confirmed || office.for_letters().any(|channel| !channel.is_stale(today)))
        };
        let is_narrowed = !terms.is_empty() || query.country.is_some() || query.kind.is_some() || query.all;
        // Where a state alone is named, its two hundred missions would hide what is known of it.
        let states = terms.iter().filter(|term| term.is_country).count() + usize::from(query.country.is_some());
        let asks_for_more = terms.iter().any(|term| !term.is_country && !term.is_optional);
        let names_a_state = states == 1 && !asks_for_more && query.kind.is_none() && query.channel.is_none();
        // Ten thousand lines are not read for a court.
        let kinds = || terms.iter().filter_map(|term| term.kind).map(|phrase| phrase.kind);
        let may_be_mission = query.kind.is_none_or(OfficeKind::is_mission)
            && (kinds().next().is_none() || kinds().any(OfficeKind::is_mission));
        let others = self.missions_beside().take(if is_narrowed && may_be_mission { usize::MAX } else { 0 });
        let mut without_channel = 0;
        let mut scored: Vec<(u32, &Office)> = Vec::new();
        for office in self.offices().chain(others).filter(fits) {
            let Some(score) = (if terms.is_empty() { Some(0) } else { Named::of(office).score(terms, reading) }) else {
                continue;
            };
            if names_a_state && !query.all && office.kind.is_mission() && office.for_letters().next().is_none() {
                without_channel += 1;
            } else {
                scored.push((score, office));
            }
        }
        if terms.is_empty() && query.country.is_some() {
            for (score, office) in &mut scored {
                *score = u32::from(!office.kind.is_mission());
            }
        }
        // Those of one score stay in the order of the files.
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let offices = scored.into_iter().map(|(_, office)| office).collect();
        Found { offices, without_channel, meant: Meant::default() }
    }
}

/// The language of an office's name, as far as the word for its kind or its script tells it.
pub fn language_of_name(name: &str, country: Option<Country>) -> Option<Language> {
    language_of_phrase(kinds::in_text(name), country).or_else(|| language_of(name, country))
}

/// A word of several languages is of the state's own, if that is one of them.
fn language_of_phrase(phrase: Option<&Phrase>, country: Option<Country>) -> Option<Language> {
    match phrase?.languages.as_slice() {
        [only] => only.parse().ok(),
        several => country?.main_language().filter(|main| several.contains(&main.primary())),
    }
}

fn meant(query: &Query, terms: &[Term]) -> Meant {
    let is_state = |term: &&Term| term.countries.len() == 1 && term.kind.is_none();
    let whole = terms.iter().filter(is_state).find(|term| term.is_country);
    let state = whole.or_else(|| terms.iter().find(is_state)).map(|term| term.countries[0]);
    let phrases = || terms.iter().filter_map(|term| term.kind);
    let phrase = phrases().find(|phrase| phrase.kind != OfficeKind::Ministry).or_else(|| phrases().next());
    // The name without the state before it or behind it.
    let first = terms.iter().find(|term| !is_state(term)).map_or(0, |term| term.span.0);
    let end = terms.iter().rev().find(|term| !is_state(term) && !term.is_optional).map_or(0, |term| term.span.1);
    let name = query.words.get(first..end).unwrap_or_default();
    let country = query.country.or(state);
    Meant {
        country,
        kind: query.kind.or(phrase.map(|phrase| phrase.kind)),
        language: language_of_phrase(phrase, country).or_else(|| language_of(name, country)),
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// The language of a name, where its script tells it: the main language of its state, if that is written so.
fn language_of(name: &str, country: Option<Country>) -> Option<Language> {
    let letter = name.chars().find(|c| c.is_alphabetic() && !c.is_ascii() && !is_latin(*c))?;
    let main = country?.main_language()?;
    // Scripts have blocks of their own in Unicode.
    let is_written_so = main.own_name().chars().any(|c| u32::from(c) >> 8 == u32::from(letter) >> 8);
    is_written_so.then_some(main)
}

fn is_latin(letter: char) -> bool {
    letter < '\u{370}' || matches!(letter, '\u{1e00}'..='\u{1eff}')
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    /// One registry for all, because its missions are read once.
    static SHIPPED: LazyLock<Registry> = LazyLock::new(|| Registry::shipped().on(today()));

    fn today() -> Date {
        "2026-11-23".parse().unwrap()
    }

    fn search(words: &str) -> Found<'static> {
        SHIPPED.search(&Query { words: words.to_owned(), ..Query::default() }, today())
    }

    fn first(words: &str) -> &'static str {
        search(words).offices.first().map_or("", |office| &office.id)
    }

    #[test]
    fn what_a_campaigner_types_finds_the_right_office_first() {
        let mut wrong = Vec::new();
        for (words, id) in [
            // English, in any order, by code, by name, by who heads it.
            ("justice turkey", "tr-justice-ministry"),
            ("minister of justice TR", "tr-justice-ministry"),
            ("Turkey, Minister of Justice", "tr-justice-ministry"),
            ("supreme court kazakhstan", "kz-supreme-court"),
            ("President of the Supreme Court of the Republic of Kazakhstan", "kz-supreme-court"),
            ("president iran", "ir-president"),
            ("prosecutor general of ukraine", "ua-prosecutor-general"),
            ("attorney general usa", "us-justice-department"),
            ("police philippines", "ph-national-police"),
            ("human rights commission india", "in-nhrc"),
            ("prisons sri lanka", "lk-prisons"),
            ("embassy of kazakhstan in germany", "kz-embassy-de"),
            ("embassy in germany of kazakhstan", "kz-embassy-de"),
            ("embassy kz gb", "kz-embassy-gb"),
            // No embassy is there: the one that is accredited.
            ("embassy of kazakhstan in ireland", "kz-embassy-gb"),
            ("KNB", "kz-knb-press"),
            ("Q16867391", "kz-embassy-gb"),
            ("kz-supreme-court", "kz-supreme-court"),
            ("zurich", "fr-consulate-general-ch-zurich"),
            // Russian, also in a sentence.
            ("Верховный суд Казахстана", "kz-supreme-court"),
            ("министр юстиции беларуси", "by-justice-ministry"),
            ("Министру юстиции Кыргызстана", "kg-justice-ministry"),
            ("МИД России", "ru-mfa"),
            ("посольство казахстана в великобритании", "kz-embassy-gb"),
            // German.
            ("Justizministerium Türkei", "tr-justice-ministry"),
            ("JUSTIZMINISTERIUM TUERKEI", "tr-justice-ministry"),
            ("Oberster Gerichtshof Kasachstan", "kz-supreme-court"),
            ("botschaft turkei deutschland", "tr-embassy-de"),
            ("botschaft kasachstan königreich", "kz-embassy-gb"),
            // French.
            ("ministère de la justice haïti", "ht-justice-ministry"),
            ("président de la République française", "fr-president"),
            ("ambassade du Kazakhstan en Belgique", "kz-embassy-be"),
            // Spanish.
            ("corte suprema el salvador", "sv-supreme-court"),
            ("fiscalía general colombia", "co-prosecutor-general"),
            ("defensoria del pueblo peru", "pe-ombudsman"),
            // Kazakh, Turkish, and others.
            ("Қазақстанның Жоғарғы соты", "kz-supreme-court"),
            ("әділет министрлігі түркия", "tr-justice-ministry"),
            ("Adalet Bakanlığı", "tr-justice-ministry"),
            ("adalet bakanligi", "tr-justice-ministry"),
            ("Almanya büyükelçiliği Kazakistan", "de-embassy-kz"),
            ("وزارت امور خارجه ایران", "ir-mfa"),
            ("司法部 中国", "cn-justice-ministry"),
            // One letter wrong.
            ("turky justice", "tr-justice-ministry"),
            ("kazahstan supreme cort", "kz-supreme-court"),
            ("minitser of justice belarus", "by-justice-ministry"),
        ] {
            let found = first(words);
            wrong.extend((found != id).then(|| format!("{words}: {found}, not {id}")));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_is_not_there_is_known_by_kind_country_and_name() {
        for (words, country, kind, name, language) in [
            ("prison turkey", "TR", "prison", "prison", ""),
            ("ombudsman of Tonga", "TO", "ombudsman", "ombudsman", ""),
            ("Minister of Justice of the Republic of Zambia", "ZM", "justice-ministry", "Minister of Justice", "en"),
            ("министр юстиции Замбии", "ZM", "justice-ministry", "министр юстиции", "ru"),
            ("Verfassungsgericht Ungarn", "HU", "court", "Verfassungsgericht", "de"),
            ("ministère du travail au Tchad", "TD", "labour-ministry", "ministère du travail", "fr"),
            ("tribunal supremo España", "ES", "court", "tribunal supremo", "es"),
            ("Мәжіліс Қазақстан", "KZ", "parliament", "Мәжіліс", "kk"),
            ("mahkeme Türkiye", "TR", "court", "mahkeme", "tr"),
            ("company bangladesh", "BD", "company", "company", "en"),
            ("Narnia", "", "", "Narnia", ""),
        ] {
            let found = search(words);
            let ids: Vec<&str> = found.offices.iter().map(|office| office.id.as_str()).collect();
            assert_eq!(ids, [""; 0], "{words}");
            let Meant { country: state, kind: of_kind, name: typed, language: of } = found.meant;
            let state = state.map(|state| state.code().to_owned()).unwrap_or_default();
            let of_kind = of_kind.map_or("", OfficeKind::as_str);
            let of = of.map(|of| of.as_str().to_owned()).unwrap_or_default();
            assert_eq!(
                (state.as_str(), of_kind, typed.as_str(), of.as_str()),
                (country, kind, name, language),
                "{words}"
            );
        }
    }

    #[test]
    fn a_state_alone_shows_its_offices_and_no_crowd_of_missions() {
        let found = search("turkey");
        let is_mission: Vec<bool> = found.offices.iter().map(|office| office.kind.is_mission()).collect();
        assert!(is_mission.is_sorted() && !is_mission[0], "missions come last");
        assert!(found.offices.len() < 40 && found.without_channel > 200, "{}", found.offices.len());
        for query in [
            Query { words: "turkey".to_owned(), all: true, ..Query::default() },
            Query { country: "TR".parse().ok(), all: true, ..Query::default() },
        ] {
            assert!(SHIPPED.search(&query, today()).offices.len() > 250, "{query:?}");
        }
        assert!(search("embassy turkey").offices.len() > 100, "asked for by the word");
        let bare = SHIPPED.search(&Query::default(), today());
        assert!(bare.offices.len() < 400 && bare.without_channel == 0);
    }

    #[test]
    fn filters_narrow_a_search() {
        let registry = SHIPPED.search(
            &Query { words: "turkey".to_owned(), kind: OfficeKind::parse("ministry"), ..Query::default() },
            today(),
        );
        assert!(registry.offices.iter().all(|office| office.kind.is_ministry()) && registry.offices.len() == 3);
        let reads = Query { language: "tr".parse().ok(), ..Query::default() };
        assert!(SHIPPED.search(&reads, today()).offices.iter().all(|office| office.reads(&"tr".parse().unwrap())));
    }
}
