//! What a line without a label is by its words: an office, a person, a street, a state.

use super::vocabulary::{BUILDINGS, HOUSES, OFFICES, STREETS, STREETS_FIRST, STREETS_LAST, TITLES};
use crate::locale::Country;
use crate::registry::search::{kinds, words};
use crate::text::{fold, lower_in_place};

/// What a line without a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// It names an office.
    Office,
    /// It names a person by a title.
    Person,
    /// It is of a postal address for certain: a number, a street.
    Street,
    /// It names a state and nothing else.
    State(Country),
    /// It says how a letter begins.
    Salutation,
    /// A city, a building, a person: it does not say.
    Other,
}

/// Titles of judges, folded; they are persons only before a name, and courts elsewhere.
const JUDGES: &[&str] = &[
    "judge",
    "justice",
    "magistrate",
    "richter",
    "richterin",
    "juge",
    "juez",
    "jueza",
    "magistrado",
    "magistrada",
    "судья",
];

/// Whether a line is a judge with the name: "Judge Ada Marsh", and no "Judge Advocate General".
pub(super) fn is_judge(line: &str) -> bool {
    const OF_OFFICES: &[&str] = &[
        "general",
        "president",
        "penal",
        "civil",
        "federal",
        "superior",
        "primero",
        "segundo",
        "tercero",
        "primera",
        "segunda",
        "principal",
    ];
    let is_of = |word: &str, list: &[&str]| words::words(word).iter().any(|word| list.contains(&word.folded.as_str()));
    line.split_once(' ')
        .is_some_and(|(title, name)| is_of(title, JUDGES) && may_be_person(name) && !is_of(name, OF_OFFICES))
}

/// Whether a name has the form of law of a company: "Ice Works Ltd", "АО «Лёд»".
pub fn is_company(name: &str) -> bool {
    const FORMS: [&str; 61] = [
        "Ltd",
        "Limited",
        "PLC",
        "plc",
        "Inc",
        "LLC",
        "LLP",
        "Corp",
        "Corporation",
        "Company",
        "JSC",
        "OJSC",
        "PJSC",
        "CJSC",
        "GmbH",
        "AG",
        "KG",
        "SE",
        "SA",
        "S.A",
        "SARL",
        "S.A.R.L",
        "SL",
        "S.L",
        "A.Ş",
        "AB",
        "N.V",
        "B.V",
        "NV",
        "BV",
        "P/F",
        "A/S",
        "ASA",
        "Oy",
        "Oyj",
        "SAS",
        "S.A.S",
        "SRL",
        "S.R.L",
        "S.p.A",
        "SpA",
        "Pty",
        "Pvt",
        "Bhd",
        "Ltda",
        "S.A.C",
        "Kft",
        "AD",
        "a.d",
        "EAD",
        "DOO",
        "DOOEL",
        "d.o.o",
        "s.r.o",
        "АО",
        "ОАО",
        "ЗАО",
        "ПАО",
        "ООО",
        "ТОО",
        "ЖШС",
    ];
    name.split([' ', ',', '(', ')', '«', '"']).any(|word| FORMS.contains(&word.trim_end_matches('.')))
}

/// Whether a name begins with a post that only companies have: "Managing Director, Ice Works". An agency may have a
/// director general too.
pub fn is_post_of_company(name: &str) -> bool {
    const POSTS: [&str; 13] = [
        "managing director",
        "general manager",
        "chief executive officer",
        "ceo",
        "geschäftsführer",
        "geschäftsführerin",
        "geschäftsführung",
        "geschäftsleitung",
        "vorstandsvorsitzende",
        "vorstandsvorsitzender",
        "président-directeur général",
        "gerente general",
        "gerencia general",
    ];
    let lower = name.to_lowercase();
    let behind = POSTS.iter().find_map(|post| lower.strip_prefix(post));
    behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a line is where an office sits rather than another name of it: "Police Headquarters", "Labour Secretariat".
pub(super) fn is_seat(line: &str) -> bool {
    const ENDS: [&str; 9] = [
        "headquarters",
        "headquarter",
        "hq",
        "secretariat",
        "annex",
        "hauptquartier",
        "quartier general",
        "cuartel general",
        "sede central",
    ];
    const BEGINS: [&str; 6] =
        ["дом правительства", "штаб-квартира", "siege ", "sede ", "quartier general", "cuartel general"];
    let folded = fold(line.trim_end_matches([',', '.', ' ']));
    ENDS.iter().any(|end| folded.strip_suffix(end).is_some_and(|rest| rest.ends_with(' ')))
        || BEGINS.iter().any(|begin| folded.starts_with(begin))
}

/// What stands before the name of somebody in office, or before the office.
const HONOURS: &[&str] = &[
    "h.e. ",
    "h. e. ",
    "s.e. ",
    "s. e. ",
    "s.e.m. ",
    "s.exc. ",
    "i. e. ",
    "i.e. ",
    "his excellency ",
    "her excellency ",
    "son excellence ",
    "su excelencia ",
    "seine exzellenz ",
    "ihre exzellenz ",
    "его превосходительство ",
    "ее превосходительство ",
    "её превосходительство ",
];
/// What stands before an office, and is of whoever holds it.
const COURTESIES: &[&str] = &[
    "m. le ",
    "mme la ",
    "mme le ",
    "monsieur le ",
    "madame la ",
    "madame le ",
    "the honourable ",
    "the honorable ",
    "honourable ",
    "honorable ",
    "hon. ",
    "herrn ",
    "herr ",
    "frau ",
    "excmo. sr. ",
    "excma. sra. ",
    "sr. ",
    "sra. ",
    "señor ",
    "señora ",
    "господину ",
    "госпоже ",
    "the ",
];

/// The name of an office without what is of whoever holds it: "His Excellency the Governor", "M. le Ministre".
pub(super) fn without_honorific(text: &str) -> &str {
    let without = |text: &str, all: &[&str]| {
        let lower = lower_in_place(text);
        let length = all.iter().filter(|title| lower.starts_with(*title)).map(|title| title.len()).max();
        length.unwrap_or(0)
    };
    let mut bare = &text[without(text, HONOURS)..];
    let lower = bare.to_lowercase();
    let is_plain = bare.len() == text.len() && lower.starts_with("the ") && !lower.starts_with("the hon");
    if !is_plain {
        bare = &bare[without(bare, COURTESIES)..];
    }
    // "Herr Minister" is how a letter begins, and "Frau Ministerin Ada Marsh" is who holds an office.
    if bare.len() < text.len() && is_held(bare) && sort(bare) == Sort::Office { bare } else { text }
}

/// The name of an office without the number that it bears: "Remand Prison No. 1" is no street.
pub(super) fn without_ordinal(name: &str) -> &str {
    const SIGNS: [&str; 9] = ["No.", "NO.", "Nr.", "NR.", "№", "N°", "n°", "nº", "N.º"];
    let rest = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let sign = SIGNS.iter().find_map(|sign| rest.trim_end().strip_suffix(sign));
    sign.filter(|_| rest.len() < name.len()).map_or(name, str::trim_end)
}

/// What a line without labels is.
pub(super) fn sort(line: &str) -> Sort {
    let found = words::words(line);
    let is_of = |list: &[&str], at: usize| found.get(at).is_some_and(|word| list.contains(&word.folded.as_str()));
    if let Some(state) = state(line) {
        return Sort::State(state);
    }
    if begins_letter(line) {
        let office = without_honorific(line);
        // "Monsieur le Ministre de la Justice" with the comma behind it begins a letter, and an address without it.
        let is_address = office.len() < line.len() && !line.ends_with([',', '!', ':']) && office.contains(" d");
        return if is_address { Sort::Office } else { Sort::Salutation };
    }
    if is_judge(line) {
        return Sort::Person;
    }
    let has_number = without_ordinal(line).chars().any(|c| c.is_ascii_digit());
    let has_street = (0..found.len()).any(|at| is_of(STREETS, at))
        || found.iter().any(|word| word.folded.ends_with("strasse") || word.folded.ends_with("platz"));
    let has_office =
        kinds::certain_in_text(line).is_some() || found.iter().any(|word| OFFICES.contains(&word.folded.as_str()));
    let has_title = is_of(TITLES, 0) || HONOURS.iter().any(|title| line.to_lowercase().starts_with(title));
    let last = found.len().saturating_sub(1);
    if found.len() > 1 && !line.contains(',') && is_of(STREETS_LAST, last) {
        return Sort::Street;
    }
    if found.len() > 1
        && (is_of(STREETS_FIRST, 0) || is_of(BUILDINGS, 0) || is_of(BUILDINGS, last) || is_of(HOUSES, last))
    {
        return Sort::Street;
    }
    match (has_office, has_title, has_number || has_street) {
        // "Court Street 5", "Police Headquarters, 12 High Street".
        (true, _, true) if has_number => Sort::Street,
        (true, ..) => Sort::Office,
        (_, true, false) => Sort::Person,
        (_, _, true) => Sort::Street,
        _ => Sort::Other,
    }
}

/// The state that a line names, and nothing else.
pub(super) fn state(line: &str) -> Option<Country> {
    let name = line.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    // A code by itself is a word in some language, or the form of a company: "S.A."
    if name.chars().filter(|c| c.is_alphanumeric()).count() < 3 || name.chars().any(|c| c.is_ascii_digit()) {
        return matches!(name, "UK" | "U.K").then(|| "GB".parse().ok()).flatten();
    }
    Country::by_name(name).or_else(|| Some(name).filter(|name| *name == "USA" || *name == "UAE")?.parse().ok())
}

/// Whether a line is how a letter begins.
fn begins_letter(line: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "dear ",
        "your excellency",
        "your majesty",
        "your honour",
        "sehr geehrte",
        "уважаем",
        "глубокоуважаем",
        "многоуважаем",
        "ваше превосходительство",
        "құрметті",
        "monsieur le ",
        "madame la ",
        "estimad",
        "excelentísim",
        "señor ministro",
        "señora ministra",
        "sayın bakan",
        "şerefli",
    ];
    let lower = line.trim_start_matches(['"', '“', '«']).to_lowercase();
    line.chars().count() <= 80 && !line.contains('@') && BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning))
}

/// Whether an office is called by the title of whoever holds it.
pub fn is_held(name: &str) -> bool {
    const TITLES: [&str; 43] = [
        "geschaftsfuhrer",
        "geschaftsfuhrerin",
        "ambassador",
        "ambassadeur",
        "ambassadrice",
        "embajador",
        "embajadora",
        "посол",
        "secretary",
        "procureure",
        "presidenta",
        "directeur",
        "directrice",
        "gouverneur",
        "gouverneure",
        "gobernador",
        "gobernadora",
        "fiscala",
        "chancellor",
        "minister",
        "president",
        "prosecutor",
        "attorney",
        "governor",
        "mayor",
        "director",
        "direktor",
        "direktorin",
        "commissioner",
        "commander",
        "superintendent",
        "chief",
        "ministre",
        "ministro",
        "ministra",
        "presidente",
        "procureur",
        "fiscal",
        "министр",
        "президент",
        "прокурор",
        "директор",
        "губернатор",
    ];
    words::words(name).iter().any(|word| {
        TITLES.contains(&word.folded.as_str())
            || ["minister", "ministerin", "prasident", "prasidentin", "anwalt", "botschafter", "botschafterin"]
                .iter()
                .any(|end| word.folded.ends_with(end))
    })
}

/// Whether all words of a title are of one kind of office, or it is one word: "Minister of Justice", "Governor".
pub(super) fn is_whole_title(title: &str) -> bool {
    !title.contains(' ') || kinds::is_phrase(title)
}

/// Whether a text, or a part of it between commas, is of a postal address for certain.
pub fn is_address(text: &str) -> bool {
    text.split(',').any(|part| sort(part) == Sort::Street)
}

/// The lines of an address that a text parts by commas: the number of a house stays with its street, "ul. Lesnaja, 16-A".
pub(super) fn with_house_numbers(parts: &[&str]) -> Vec<String> {
    const NUMBER_MOST: usize = 5;
    let is_number = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_digit())
            && part.chars().count() <= NUMBER_MOST
            && part.chars().filter(|c| c.is_alphabetic()).count() <= 1
    };
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        let is_of_street = |street: &String| {
            sort(street) == Sort::Street && !street.contains(|c: char| c.is_ascii_digit()) && is_number(part)
        };
        match lines.last_mut().filter(|street| is_of_street(street)) {
            Some(street) => *street = format!("{street}, {part}"),
            None => lines.push((*part).to_owned()),
        }
    }
    lines
}

/// Whether a text is the name of a person behind a title: "Mr Jo Smith".
pub fn names_person(text: &str) -> bool {
    sort(text) == Sort::Person
}

/// Whether a line names an office, of a kind that is known or not.
pub fn names_office(line: &str) -> bool {
    sort(line) == Sort::Office
}

/// Whether a text has the form of a person's name: two to five words with capitals.
pub(super) fn may_be_person(text: &str) -> bool {
    const PARTICLES: [&str; 8] = ["bin", "binti", "bint", "ibn", "ould", "mint", "ben", "ag"];
    let mut words = text.split_whitespace();
    // "al-Marsh": an article of another language before a name.
    let without_article = |word: &str| {
        let article = word.split_once('-').map_or("", |(article, _)| article);
        if ["al", "el", "ul", "ar", "as"].contains(&article) { article.len() + 1 } else { 0 }
    };
    let is_name = |word: &str| {
        word[without_article(word)..].starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
    };
    let mut at = 0;
    let is_part = |word: &str| {
        at += 1;
        is_name(word) || at > 1 && PARTICLES.contains(&word)
    };
    (2..=5).contains(&text.split_whitespace().count())
        && words.all(is_part)
        && sort(text) == Sort::Other
        && !is_company(text)
        && !names_body(text)
}

/// Whether words are the name of a body of people, as an association has it: "Jordan Bar Association".
pub(super) fn names_body(text: &str) -> bool {
    const BODIES: [&str; 22] = [
        "association",
        "society",
        "union",
        "federation",
        "confederation",
        "institute",
        "network",
        "group",
        "foundation",
        "league",
        "chamber",
        "college",
        "school",
        "syndicat",
        "verband",
        "verein",
        "gewerkschaft",
        "asociacion",
        "federacion",
        "sindicato",
        "colegio",
        "ordre",
    ];
    words::words(text).iter().any(|word| BODIES.contains(&word.folded.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_house_stays_with_its_street() {
        for (parts, expected) in [
            (&["734018", "Росс", "ул. Лесная", "16-А"][..], &["734018", "Росс", "ул. Лесная, 16-А"][..]),
            (&["1 High Street", "2100", "Ross"], &["1 High Street", "2100", "Ross"]),
            (&["Ice Street", "Ross", "1000"], &["Ice Street", "Ross", "1000"]),
        ] {
            assert_eq!(with_house_numbers(parts), expected);
        }
    }

    #[test]
    fn every_word_is_as_texts_are_compared() {
        for word in [TITLES, BUILDINGS, HOUSES, STREETS, STREETS_FIRST, STREETS_LAST, OFFICES].concat() {
            let found: Vec<String> = words::words(word).into_iter().map(|found| found.folded).collect();
            assert_eq!(found, [word]);
        }
    }
}
