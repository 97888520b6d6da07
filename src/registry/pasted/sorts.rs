//! What a line without a label is by its words: an office, a person, a street, a state.

use crate::locale::Country;
use crate::registry::search::{kinds, words};
use crate::text::lower_in_place;

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

/// Titles of persons, folded, with which a line begins.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "hon",
    "rt",
    "herr",
    "frau",
    "m",
    "mme",
    "monsieur",
    "madame",
    "sr",
    "sra",
    "senor",
    "senora",
    "don",
    "dona",
    "господин",
    "госпожа",
    "г",
    "гн",
    "гжа",
    "sayin",
    "bay",
    "bayan",
    "мырза",
    "ханым",
    "general",
    "gen",
    "colonel",
    "col",
    "lic",
    "licda",
    "ing",
    "abg",
];

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
    const SIGNS: [&str; 6] = ["No.", "Nr.", "№", "N°", "n°", "nº"];
    let rest = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let sign = SIGNS.iter().find_map(|sign| rest.trim_end().strip_suffix(sign));
    sign.filter(|_| rest.len() < name.len()).map_or(name, str::trim_end)
}

/// Words with which the name of a building begins or ends, folded.
const BUILDINGS: &[&str] = &[
    "palace", "palais", "palacio", "palast", "edificio", "immeuble", "tower", "torre", "building", "complex", "camp",
    "compound", "barracks",
];
/// Words with which alone it ends: "Harambee House", and no "House of Representatives".
const HOUSES: &[&str] = &["house", "haus", "дом"];

/// Words of streets and buildings, folded.
const STREETS: &[&str] = &[
    "street",
    "str",
    "st",
    "avenue",
    "ave",
    "av",
    "road",
    "rd",
    "boulevard",
    "blvd",
    "bd",
    "square",
    "sq",
    "lane",
    "plaza",
    "box",
    "pobox",
    "floor",
    "building",
    "strasse",
    "platz",
    "allee",
    "weg",
    "postfach",
    "rue",
    "place",
    "quai",
    "bp",
    "cedex",
    "calle",
    "avenida",
    "avda",
    "carrera",
    "cra",
    "apartado",
    "paseo",
    "ул",
    "улица",
    "пр",
    "проспект",
    "прт",
    "пл",
    "площадь",
    "пер",
    "переулок",
    "дом",
    "д",
    "көшесі",
    "кошеси",
    "даңгылы",
    "даңғылы",
    "үи",
    "caddesi",
    "cad",
    "sokak",
    "sokagi",
    "bulvari",
    "mahallesi",
    "mah",
    "via",
    "viale",
    "piazza",
    "rua",
    "ulica",
    "ul",
    "aleje",
];

/// Streets with which a line begins that is of an address, whatever they are called after: "Boulevard du Premier Juillet".
const STREETS_FIRST: &[&str] = &[
    "avenue",
    "avenida",
    "avda",
    "boulevard",
    "blvd",
    "bd",
    "rue",
    "quai",
    "calle",
    "carrera",
    "paseo",
    "rua",
    "viale",
    "piazza",
    "ulica",
    "ul",
    "ул",
    "улица",
    "пр",
    "проспект",
    "пл",
    "площадь",
    "пер",
    "переулок",
    "бульвар",
];

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
    let has_number = without_ordinal(line).chars().any(|c| c.is_ascii_digit());
    let has_street = (0..found.len()).any(|at| is_of(STREETS, at))
        || found.iter().any(|word| word.folded.ends_with("strasse") || word.folded.ends_with("platz"));
    let has_office =
        kinds::certain_in_text(line).is_some() || found.iter().any(|word| OFFICES.contains(&word.folded.as_str()));
    let has_title = is_of(TITLES, 0) || HONOURS.iter().any(|title| line.to_lowercase().starts_with(title));
    let last = found.len().saturating_sub(1);
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

/// Words that an office has in its name although they stand for no kind, folded.
const OFFICES: &[&str] = &[
    "office",
    "department",
    "committee",
    "commission",
    "council",
    "secretariat",
    "directorate",
    "administration",
    "authority",
    "agency",
    "bureau",
    "head",
    "director",
    "chairman",
    "chairperson",
    "governor",
    "mayor",
    "akim",
    "secretary",
    "secretario",
    "secretaria",
    "secretaire",
    "sekretar",
    "секретарь",
    "commissioner",
    "commander",
    "superintendent",
    "embassies",
    "delegation",
    "chief",
    "управление",
    "департамент",
    "комитет",
    "отдел",
    "администрация",
    "начальник",
    "директор",
    "председатель",
    "губернатор",
    "аким",
    "amt",
    "behorde",
    "abteilung",
    "leiter",
    "leiterin",
    "direktor",
    "praefekt",
    "direction",
    "directeur",
    "directrice",
    "prefet",
    "prefecture",
    "comite",
    "departement",
    "gobernador",
    "departamento",
    "comision",
    "mudurlugu",
    "valilik",
    "valisi",
    "baskanligi",
    "әкімі",
    "әкімдігі",
    "баскармасы",
    "комитеті",
    "company",
    "union",
    "party",
    "inc",
    "ltd",
    "gmbh",
    "plc",
    "llc",
    "corp",
    "corporation",
    "holding",
    "holdings",
];

/// The state that a line names, and nothing else.
pub(super) fn state(line: &str) -> Option<Country> {
    let name = line.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    // A code by itself is a word in some language.
    if name.chars().count() < 3 || name.chars().any(|c| c.is_ascii_digit()) {
        return (name == "UK").then(|| name.parse().ok()).flatten();
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
    const TITLES: [&str; 37] = [
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

/// Whether a line names an office, of a kind that is known or not.
pub fn names_office(line: &str) -> bool {
    sort(line) == Sort::Office
}

/// Whether a text has the form of a person's name: two to four words with capitals.
pub(super) fn may_be_person(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
    };
    (2..=4).contains(&text.split_whitespace().count()) && words.all(is_name) && sort(text) == Sort::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_as_texts_are_compared() {
        for word in [TITLES, BUILDINGS, HOUSES, STREETS, STREETS_FIRST, OFFICES].concat() {
            let found: Vec<String> = words::words(word).into_iter().map(|found| found.folded).collect();
            assert_eq!(found, [word]);
        }
    }
}
