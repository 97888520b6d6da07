//! Whom the model letter of an appeal speaks to: its salutation, and words that only one of its offices can be told.

use outcry::appeal::{Appeal, Block, ModelLetter};
use outcry::letter::{greeted, names_one_of};
use outcry::locale::Language;
use outcry::registry::OfficeKind;
use outcry::registry::pasted::{PastedOffice, PastedText};

use super::words::Words;
use crate::messages::appeal as say;

/// The appeal with the salutation of its letter at the office that it greets by its title or its holder, where others get
/// the letter too: "Dear Vice-Chancellor,".
pub fn greeted_each(appeal: &Appeal) -> Appeal {
    let mut own = appeal.clone();
    let said = appeal.letters.iter().find_map(|letter| letter.salutation.as_ref());
    let Some(said) = said.filter(|said| kind_greeted(&said.value).is_none()) else { return own };
    let words = greeted(&said.value);
    if own.offices.iter().all(|office| is_greeted(&words, office)) {
        return own;
    }
    for office in own.offices.iter_mut().filter(|office| office.salutation.is_none() && is_greeted(&words, office)) {
        office.salutation = Some(PastedText { text: said.value.clone(), line: said.line });
    }
    own
}

/// Whether a salutation with these words greets an office.
fn is_greeted(words: &[String], office: &PastedOffice) -> bool {
    office.names.iter().chain(&office.persons).any(|name| names_one_of(words, &name.text))
}

/// The kind of office that a salutation greets by its title.
fn kind_greeted(salutation: &str) -> Option<OfficeKind> {
    let title =
        PastedOffice { names: vec![PastedText { text: salutation.to_owned(), line: 0 }], ..PastedOffice::default() };
    title.kind()
}

/// Whether the salutation of a model letter fits whoever gets the letter.
pub enum ByKind {
    Fits,
    /// It is of one kind of office; this one has words for the others too.
    Parted(String),
    /// It greets one office, which has it as its own; this one is for the others.
    Neutral(String),
    /// It is of another kind than every office, or there are no words for the others.
    Open,
}

/// Whether a salutation has the title of one kind of office, and others without a salutation of their own get the letter
/// too; `to_embassy` is how it greets the embassy, if that gets one.
pub fn by_kind(salutation: &str, appeal: &Appeal, words: Option<&Words>, to_embassy: Option<&str>) -> ByKind {
    let Some(kind) = kind_greeted(salutation) else {
        let words_of = greeted(salutation);
        let is_of = |office: &PastedOffice| is_greeted(&words_of, office);
        let is_for_all = appeal.offices.iter().all(is_of);
        return match (words.filter(|_| appeal.offices.iter().any(is_of)), to_embassy) {
            _ if words_of.is_empty() || is_for_all && to_embassy.is_none() => ByKind::Fits,
            (_, Some(greeting)) if is_for_all => {
                ByKind::Parted(format!("{{{{#if is_embassy}}}}{greeting}{{{{else}}}}{salutation}{{{{/if}}}}"))
            }
            (Some(words), _) => ByKind::Neutral(words.salutation.to_owned()),
            (None, _) => ByKind::Open,
        };
    };
    let kind = if kind.is_ministry() { OfficeKind::Ministry } else { kind };
    let is_of = |office: &PastedOffice| office.kind().is_some_and(|own| own.is_a(kind));
    let fits = |office: &PastedOffice| office.salutation.is_some() || is_of(office);
    let others = !appeal.offices.iter().all(fits);
    let to_embassy = to_embassy.filter(|_| !OfficeKind::Embassy.is_a(kind));
    if !others && to_embassy.is_none() {
        return ByKind::Fits;
    }
    let Some(words) = words.filter(|_| !others || appeal.offices.iter().any(is_of)) else { return ByKind::Open };
    let parts = [
        to_embassy.map(|greeting| ("is_embassy".to_owned(), greeting)),
        others.then(|| (format!("is_{}", kind.as_str().replace('-', "_")), salutation)),
    ];
    let parts: Vec<String> =
        parts.into_iter().flatten().map(|(is, text)| format!("if {is}}}}}{text}{{{{else")).collect();
    let last = if others { words.salutation } else { salutation };
    ByKind::Parted(format!("{{{{#{}}}}}{last}{{{{/if}}}}", parts.join(" ")))
}

/// A question about words of a letter that do not fit every office which gets it.
pub fn of_one_office(letter: &ModelLetter, appeal: &Appeal, to_embassy: bool) -> Option<String> {
    let kinds: Vec<Option<OfficeKind>> = appeal.offices.iter().map(PastedOffice::kind).collect();
    let go_to_several = kinds.windows(2).any(|two| two[0] != two[1]) || to_embassy && appeal.embassy.is_some();
    let mut texts = letter.body.iter().filter_map(|block| match block {
        Block::Paragraph(text) => Some(text.as_str()),
        Block::List(_) | Block::Demands => None,
    });
    let words = texts.find_map(|text| ones_own(text, &letter.language)).filter(|_| go_to_several)?;
    Some(say::of_one_office(letter.line, words))
}

/// Words that speak of an office as the reader's own: "your university".
fn ones_own<'t>(text: &'t str, language: &Language) -> Option<&'t str> {
    const BODIES: [(&str, &[&str], &[&str]); 5] = [
        (
            "en",
            &["your "],
            &[
                "university",
                "college",
                "school",
                "company",
                "firm",
                "group",
                "hotel",
                "factory",
                "plant",
                "mine",
                "bank",
                "newspaper",
                "hospital",
                "ministry",
                "court",
                "police",
            ],
        ),
        (
            "de",
            &["ihre ", "ihrer ", "ihr ", "ihres ", "ihrem ", "ihren "],
            &[
                "universität",
                "hochschule",
                "schule",
                "firma",
                "fabrik",
                "bank",
                "gruppe",
                "unternehmen",
                "konzern",
                "betrieb",
                "werk",
                "hotel",
                "krankenhaus",
                "ministerium",
                "gericht",
            ],
        ),
        (
            "fr",
            &["votre "],
            &[
                "université",
                "entreprise",
                "société",
                "groupe",
                "usine",
                "hôtel",
                "école",
                "banque",
                "ministère",
                "tribunal",
                "établissement",
            ],
        ),
        (
            "es",
            &["su "],
            &["universidad", "empresa", "grupo", "fábrica", "hotel", "escuela", "banco", "ministerio", "tribunal"],
        ),
        (
            "ru",
            &["ваш ", "ваша ", "ваше ", "вашего ", "вашей ", "вашем ", "вашему ", "вашу "],
            &["университет", "предприяти", "компани", "завод", "групп", "банк", "школ", "министерств", "суд"],
        ),
    ];
    let (_, yours, bodies) = BODIES.iter().find(|(tag, _, _)| *tag == language.primary())?;
    let lower = outcry::text::lower_in_place(text);
    yours.iter().find_map(|your| {
        lower.match_indices(your).find_map(|(at, _)| {
            let is_word = !lower[..at].ends_with(char::is_alphanumeric);
            let noun = lower[at + your.len()..].split(|c: char| !c.is_alphanumeric()).next()?;
            let is_body = bodies.iter().any(|body| noun.starts_with(body)) && is_word;
            is_body.then(|| &text[at..at + your.len() + noun.len()])
        })
    })
}
