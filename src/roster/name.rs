//! Names as people write them: the surname first, in capitals, in small letters.
//!
//! A name is turned or mended only where one reading is possible; else it is shown, and a person decides.

use super::columns::Columns;
use super::meaning::Meaning;
use crate::signatory::{Answers, Field};
use crate::text;

/// What may follow a whole name behind a comma: generations, degrees, honours, seats.
const BEHIND: &str = "jr sr junior senior ii iii iv v phd dphil md mba ma ba msc bsc meng llb llm jd esq obe mbe cbe mp mep msp \
    mdb mdl rn cpa frs qc kc dr drs drhc prof professor mag dipling bed fils pere filho neto hijo";

/// Titles, which may stand before a given name: "Müller, Dr. Anna".
const TITLES: &str = "dr prof professor professorin mag dipling dott dottssa";

fn is_among(words: &str, word: &str) -> bool {
    let key = text::key(word);
    words.split_ascii_whitespace().any(|known| known == key)
}

/// A name with a comma.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Comma<'a> {
    /// None in it.
    None,
    /// "Jo Smith, PhD": what is behind it follows a whole name.
    Suffix,
    /// "Smith, Jo": a surname, a given name.
    Turned(&'a str, &'a str),
    /// "Smith, Jr.", `Smith, Jo, PhD`, "Jo Smith, branch secretary".
    Open,
}

/// What the comma of a name may mean.
fn comma(name: &str) -> Comma<'_> {
    let mut parts = name.split([',', '،']).map(str::trim);
    let (Some(before), Some(behind)) = (parts.next(), parts.next()) else { return Comma::None };
    if parts.next().is_some() {
        return Comma::Open;
    }
    // "Dr. Smith, Jo", out of a column for titles and one for names.
    let has_title =
        before.split_whitespace().count() > 1 && before.split_whitespace().take(1).all(|word| is_among(TITLES, word));
    if has_title && !behind.split_whitespace().all(|word| is_among(BEHIND, word)) {
        return Comma::Open;
    }
    let is_suffix = !behind.is_empty() && behind.split_whitespace().all(|word| is_among(BEHIND, word));
    if is_suffix {
        return if before.contains(char::is_whitespace) { Comma::Suffix } else { Comma::Open };
    }
    let is_word = |word: &str| {
        word.starts_with(char::is_alphabetic)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‐'))
            || text::key(word).is_empty() && !word.is_empty()
    };
    let are_names = |part: &str| {
        let count = part.split_whitespace().count();
        (1..=4).contains(&count) && part.split_whitespace().all(is_word)
    };
    // A given name begins with a capital where the script has them; "branch secretary" does not.
    let is_given = behind.split_whitespace().filter(|word| !is_among(TITLES, word)).take(1).any(|word| {
        word.chars().next().is_some_and(|c| !c.is_lowercase()) || before.chars().all(|c| !c.is_uppercase())
    });
    if are_names(before) && are_names(behind) && is_given { Comma::Turned(before, behind) } else { Comma::Open }
}

/// How the names of a column are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NameOrder {
    /// As they stand.
    #[default]
    AsWritten,
    /// Surname first, because the header says so.
    ByHeader,
    /// Surname first, because every name of the list has that form.
    ByAll,
}

/// Whether every name of a column has the form "Smith, Jo".
#[derive(Debug, Default)]
pub(super) struct AllTurned {
    has_other: bool,
    count: u64,
    /// Those with a surname of one word.
    short: u64,
}

impl AllTurned {
    /// Fewer rows may have the form by chance.
    const LEAST: u64 = 3;

    pub fn look(&mut self, name: &str) {
        match comma(name) {
            Comma::Turned(surname, _) => {
                self.count += 1;
                self.short += u64::from(!surname.contains(char::is_whitespace));
            }
            _ => self.has_other = true,
        }
    }

    /// Whether the next name may still settle something.
    pub fn is_open(&self) -> bool {
        !self.has_other
    }

    /// "Jo Smith, Harbour Union" has that form too, so that most surnames must be of one word.
    pub fn are_all(&self) -> bool {
        !self.has_other && self.count >= Self::LEAST && self.short * 2 > self.count
    }
}

/// Puts the name of a row in order, and mends its case if that is wanted. Returns how it most likely is signed, where
/// its order is open.
pub(super) fn settle(answers: &mut Answers, columns: &Columns, order: NameOrder, fix_case: bool) -> Option<String> {
    let name = answers.name.as_mut()?;
    let is_whole = || columns.readable().any(|(_, meaning)| meaning == Some(Meaning::Field(Field::Name)));
    if (name.contains([',', '،']) || order == NameOrder::ByHeader) && is_whole() {
        match in_order(name, order) {
            Ok(ordered) => *name = ordered,
            Err(likely) => return Some(likely),
        }
    }
    if let Some(mended) = fix_case.then(|| mended(name, answers.country.as_deref())).flatten() {
        *name = mended;
    }
    None
}

/// A name as it is to be signed, or else how it most likely is, if that can be told.
fn in_order(name: &str, order: NameOrder) -> Result<String, String> {
    match comma(name) {
        Comma::Turned(surname, given) if order == NameOrder::AsWritten => {
            // "Jo Smith, Pier Union": of more words than one, the first part may be a whole name.
            let first = surname.split_whitespace().next().unwrap_or_default().to_lowercase();
            let is_surname =
                !surname.contains(char::is_whitespace) || ALL_PARTICLES.split(' ').any(|known| known == first);
            Err(if is_surname { turned(surname, given) } else { String::new() })
        }
        Comma::Turned(surname, given) => Ok(turned(surname, given)),
        Comma::Open => Err(String::new()),
        // Under "Surname, first name", "Li Wei" may be either.
        Comma::None if order == NameOrder::ByHeader && name.contains(char::is_whitespace) => Err(String::new()),
        Comma::None | Comma::Suffix => Ok(name.to_owned()),
    }
}

/// "Smith, Jo" as it is signed.
fn turned(surname: &str, given: &str) -> String {
    format!("{given} {surname}")
}

/// How the letters of a name are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// As names are, or in a script without capitals.
    Mixed,
    /// "JO SMITH"
    Capitals,
    /// "jo smith"
    Small,
}

impl Case {
    /// How a name is written. Initials alone say nothing.
    pub fn of(name: &str) -> Self {
        let (mut upper, mut lower, mut longest, mut word) = (0_u32, 0_u32, 0_u32, 0_u32);
        for c in name.chars() {
            if c.is_uppercase() {
                upper += 1;
            } else if c.is_lowercase() {
                lower += 1;
            }
            word = if c.is_alphabetic() { word + 1 } else { 0 };
            longest = longest.max(word);
        }
        match (upper, lower) {
            (2.., 0) if longest >= 3 => Self::Capitals,
            (0, 2..) => Self::Small,
            _ => Self::Mixed,
        }
    }
}

/// Particles that are small in the surnames of a country.
const PARTICLES: [(&str, &str); 4] = [
    ("NL", "van de der den ten ter het t in op 't"),
    ("DE AT CH LI", "von vom zu zum zur van der den"),
    ("ES MX AR CL CO PE VE EC UY PY BO CR CU DO GT HN NI PA SV", "de del la las los y"),
    ("PT BR AO MZ CV", "de da do das dos e"),
];

/// All of them, and those of other countries, where some families write them large.
const ALL_PARTICLES: &str = "van de der den ten ter het von vom zu zum zur del della dei di da do das dos du des la le les el al \
    las los y e bin binti ibn ben af av abu st";

/// Degrees and the like, whose letters cannot be told from a name's.
const CAPITALS: &str = "phd md mba msc bsc ma ba mp mep obe mbe cbe qc kc ii iii iv vi vii";

/// A name in capitals or small letters as it is most likely written, where that is certain. `country` is where the
/// person writes from.
fn mended(name: &str, country: Option<&str>) -> Option<String> {
    let case = Case::of(name);
    let is_greek = |c: char| matches!(c, '\u{370}'..='\u{3ff}');
    // In capitals, Greek has no accents, and German ß is SS.
    if case == Case::Mixed || case == Case::Capitals && name.contains(is_greek) {
        return None;
    }
    let has_lost_sharp_s =
        case == Case::Capitals && name.contains("SS") && country.is_none_or(|code| matches!(code, "DE" | "AT"));
    if has_lost_sharp_s {
        return None;
    }
    let is_turkish = country == Some("TR") || country == Some("AZ") || name.contains(['Ğ', 'ğ', 'Ş', 'ş', 'İ', 'ı']);
    let mut written = String::new();
    for (at, word) in name.split(' ').enumerate() {
        if at > 0 {
            written.push(' ');
        }
        let small = small_letters(word, is_turkish);
        let is_particle = at > 0 && ALL_PARTICLES.split(' ').any(|known| known == small);
        if is_particle {
            let theirs = PARTICLES
                .iter()
                .find(|(codes, _)| country.is_some_and(|code| codes.split(' ').any(|known| known == code)));
            if !theirs.is_some_and(|(_, particles)| particles.split(' ').any(|known| known == small)) {
                return None;
            }
            written.push_str(&small);
            continue;
        }
        if CAPITALS.split(' ').any(|known| known == text::key(word)) {
            return None;
        }
        for part in small.split_inclusive(['-', '\'', '’', '.', '‐']) {
            written.push_str(&part_in_title_case(part, small.starts_with(part), is_turkish)?);
        }
    }
    (written != name).then_some(written)
}

fn small_letters(word: &str, is_turkish: bool) -> String {
    if !is_turkish {
        return word.to_lowercase();
    }
    word.chars()
        .map(|c| match c {
            'I' => 'ı',
            'İ' => 'i',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// `None` where more than one way to write it is usual.
fn part_in_title_case(part: &str, is_first: bool, is_turkish: bool) -> Option<String> {
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let is_elided = part.ends_with(['\'', '’']);
    // "D'Arcy" and "d'Arcy", "MacDonald" and "Macdonald", "IJssel" and "Ijssel", "JP" and "Jp".
    let is_open = is_elided && !(is_first && matches!(part.chars().next(), Some('o')))
        || part.starts_with("mac") && letters > 5
        || part.starts_with("ij")
        || letters == 2
            && !part.contains(|c: char| "aeiouyäöüéèáíóúаеёиоуыэюяіїєı".contains(c))
            && !matches!(part, "ng" | "jr" | "dr" | "st" | "jr." | "dr." | "st.");
    if is_open && part.is_ascii() {
        return None;
    }
    let capital = |text: &str| -> String {
        let mut characters = text.chars();
        match characters.next() {
            Some('i') if is_turkish => std::iter::once('İ').chain(characters).collect(),
            Some(first) => first.to_uppercase().chain(characters).collect(),
            None => String::new(),
        }
    };
    Some(match part.strip_prefix("mc") {
        Some(rest) if letters > 3 => format!("Mc{}", capital(rest)),
        _ => capital(part),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_is_read_where_it_can_mean_one_thing() {
        let read = |name| match comma(name) {
            Comma::Turned(surname, given) => turned(surname, given),
            Comma::None => "as it is".to_owned(),
            Comma::Suffix => "suffix".to_owned(),
            Comma::Open => "?".to_owned(),
        };
        for (name, expected) in [
            ("Jo Smith", "as it is"),
            ("Smith, Jo", "Jo Smith"),
            ("SMITH,JO", "JO SMITH"),
            ("van der Berg, Jan", "Jan van der Berg"),
            ("O'Neill, Kim P.", "Kim P. O'Neill"),
            ("García López, María José", "María José García López"),
            ("Müller, Dr. Anna", "Dr. Anna Müller"),
            ("Иванов, Иван", "Иван Иванов"),
            ("smith, jo", "jo smith"),
            ("Jo Smith, PhD", "suffix"),
            ("Martin Luther King, Jr.", "suffix"),
            ("Smith, Jr.", "?"),
            ("Müller, Dr.", "?"),
            ("Smith, Jo, PhD", "?"),
            ("Jo Smith, branch secretary", "?"),
            ("Dr. Smith, Jo", "?"),
            ("Dr. Jo Smith, MP", "suffix"),
            ("Smith,", "?"),
            (", Jo", "?"),
            ("Smith, 12", "?"),
            ("Smith, Jo (Branch 7)", "?"),
        ] {
            assert_eq!(read(name), expected, "{name}");
        }
    }

    #[test]
    fn capitals_are_mended_where_that_is_certain() {
        for (name, country, expected) in [
            ("JO SMITH", None, Some("Jo Smith")),
            ("jo smith", None, Some("Jo Smith")),
            ("KIM O'NEILL", None, Some("Kim O'Neill")),
            ("ANNE-MARIE DUPONT", Some("FR"), Some("Anne-Marie Dupont")),
            ("JOHN MCDONALD", None, Some("John McDonald")),
            ("J.R. SMITH", None, Some("J.R. Smith")),
            ("ИВАН ПЕТРОВ", None, Some("Иван Петров")),
            ("AYŞE YILDIZ", None, Some("Ayşe Yıldız")),
            ("AHMET YILMAZ", Some("TR"), Some("Ahmet Yılmaz")),
            ("İLKER KAYA", None, Some("İlker Kaya")),
            ("ilker ışık", None, Some("İlker Işık")),
            ("JAN VAN DER BERG", Some("NL"), Some("Jan van der Berg")),
            ("jan van der berg", Some("NL"), Some("Jan van der Berg")),
            ("MARIA DA SILVA", Some("BR"), Some("Maria da Silva")),
            ("JESSICA ROSS", Some("GB"), Some("Jessica Ross")),
            ("KARL VON HOLT", Some("DE"), Some("Karl von Holt")),
            ("ÉLODIE NOËL", None, Some("Élodie Noël")),
            ("KAI NG", None, Some("Kai Ng")),
            // Not certain.
            ("JAN VAN DER BERG", Some("BE"), None),
            ("JAN VAN DER BERG", None, None),
            ("HANS GROSS", Some("DE"), None),
            ("HANS GROSS", None, None),
            ("JOHN MACDONALD", None, None),
            ("ANNE D'ARCY", None, None),
            ("JP MORGAN", None, None),
            ("JO SMITH PHD", None, None),
            ("JOHN SMITH III", None, None),
            ("IJSBRAND BAKKER", Some("NL"), None),
            ("ΕΛΕΝΗ ΠΑΠΑ", None, None),
            // As names are written.
            ("Jo Smith", None, None),
            ("Jean DUPONT", None, None),
            ("JP", None, None),
            ("李明", None, None),
            ("محمد علي", None, None),
            ("Jan van der Berg", None, None),
        ] {
            assert_eq!(mended(name, country).as_deref(), expected, "{name} {country:?}");
        }
    }
}
