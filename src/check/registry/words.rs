//! What the words of a name give away: a person, the mark of a list, a page they were copied from.

/// A name without the mark of a list in front of it: `2. Foreign Ministry`, `3) Court`, `• Astana`.
pub(super) fn without_list_mark(name: &str) -> Option<&str> {
    const BULLETS: [char; 9] = ['-', '–', '—', '*', '•', '·', '▪', '‣', '◦'];
    if let Some(rest) = name.strip_prefix(BULLETS) {
        return rest.starts_with(char::is_whitespace).then(|| rest.trim());
    }
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = name.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')']).filter(|rest| rest.starts_with(' '))?;
    ((1..=2).contains(&number) && rest.trim().chars().next().is_some_and(char::is_uppercase)).then(|| rest.trim())
}

/// A sign as the source of a web page writes it: `&nbsp;`, `&#64;`.
pub(super) fn entity_in(text: &str) -> Option<&str> {
    const LONGEST: usize = 8;
    text.match_indices('&').find_map(|(start, _)| {
        let end = start + text[start..].find(';')?;
        let name = &text[start + 1..end];
        let is_name = (2..=LONGEST).contains(&name.len())
            && name.chars().enumerate().all(|(at, c)| c.is_ascii_alphanumeric() || at == 0 && c == '#');
        is_name.then(|| &text[start..=end])
    })
}

/// Titles that go with an office, in the languages of letters: "Dear Mr President" names nobody.
const OF_OFFICE: [&str; 64] = [
    "advocate",
    "ambassadeur",
    "ambassador",
    "attorney",
    "botschafter",
    "botschafterin",
    "bundeskanzler",
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "chancellor",
    "chief",
    "commissaire",
    "commissioner",
    "deputy",
    "directeur",
    "director",
    "directrice",
    "embajador",
    "embajadora",
    "fiscal",
    "general",
    "generalstaatsanwalt",
    "generalstaatsanwältin",
    "governor",
    "high",
    "inspector",
    "judge",
    "justice",
    "kanzler",
    "kanzlerin",
    "minister",
    "ministerin",
    "ministerpräsident",
    "ministerpräsidentin",
    "ministra",
    "ministre",
    "ministro",
    "premier",
    "president",
    "presidenta",
    "presidente",
    "prime",
    "procurator",
    "prosecutor",
    "präsident",
    "präsidentin",
    "président",
    "présidente",
    "public",
    "rapporteur",
    "secretary",
    "solicitor",
    "speaker",
    "special",
    "staatsanwalt",
    "vice",
    "vorsitzende",
    "vorsitzender",
    "директор",
    "министр",
    "президент",
    "прокурор",
];

/// Titles of offices that end longer ones.
const COMPOUND: [&str; 6] = ["minister", "ministerin", "präsident", "präsidentin", "anwältin", "staatsanwalt"];

/// A person named in a text: initials before or behind a surname, or a title before a name.
pub(super) fn person_in(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    (0..words.len()).find_map(|at| {
        let rest = &words[at..];
        let initials = rest.len() > 1
            && (is_initial(rest[0]) && is_surname(rest[1])
                || is_surname(rest[0]) && !is_title(rest[0]) && is_initial(rest[1]));
        let count = if initials { 2 } else { titled(rest)? };
        // "U. S. Embassy" has initials and no person.
        let office_words = ["Embassy", "Court", "Ministry", "Department", "Government", "Congress", "Senate"];
        let is_office = office_words.contains(&rest[1].trim_matches([',', '.']));
        let from = if at > 0 && is_initial(words[at - 1]) { at - 1 } else { at };
        (!is_office).then(|| words[from..at + count].join(" ").trim_end_matches(',').to_owned())
    })
}

/// Whether a line of an address names a street or a square, which are called after persons: "J. P. Laurel Street".
pub(super) fn is_street(line: &str) -> bool {
    const STREETS: [&str; 38] = [
        "street",
        "road",
        "avenue",
        "boulevard",
        "square",
        "lane",
        "drive",
        "highway",
        "plaza",
        "park",
        "building",
        "strasse",
        "straße",
        "platz",
        "allee",
        "weg",
        "ufer",
        "rue",
        "place",
        "quai",
        "calle",
        "avenida",
        "paseo",
        "plazuela",
        "carrera",
        "улица",
        "ул",
        "проспект",
        "пр",
        "площадь",
        "пл",
        "бульвар",
        "переулок",
        "набережная",
        "көшесі",
        "даңғылы",
        "алаңы",
        "via",
    ];
    line.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).any(|word| {
        // "Friedrich-Ebert-Str.", "Lindenstraße"
        STREETS.contains(&word.as_str()) || word == "str" || word.ends_with("straße") || word.ends_with("strasse")
    })
}

/// How many words it takes to name a person behind a title, and behind an office: "Mr President Smith"
/// takes three, "Mr President of the Court" names nobody.
fn titled(words: &[&str]) -> Option<usize> {
    let (title, rest) = words.split_first()?;
    if !is_title(title.trim_end_matches('.')) {
        return None;
    }
    for (at, word) in rest.iter().enumerate() {
        if !is_of_office(word) {
            return is_surname(word).then_some(at + 2);
        }
        // What follows a comma is said anew.
        if word.ends_with([',', ':', '!']) {
            return None;
        }
    }
    None
}

fn is_title(word: &str) -> bool {
    const TITLES: [&str; 12] =
        ["mr", "mrs", "ms", "dr", "prof", "judge", "herr", "frau", "monsieur", "madame", "г-н", "г-жа"];
    TITLES.contains(&word.to_lowercase().as_str())
}

/// Whether a word is the title of an office: "President", "Vice-President,".
fn is_of_office(word: &str) -> bool {
    let word = word.trim_matches([',', '.', ':', '!']).to_lowercase();
    // German puts one before the other: "Justizminister", "Gerichtspräsidentin".
    let is_compound = |part: &str| COMPOUND.iter().any(|end| part.ends_with(end));
    word.split('-').all(|part| OF_OFFICE.contains(&part) || is_compound(part))
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    matches!((letters.next(), letters.next(), letters.next()), (Some(c), Some('.'), None) if c.is_uppercase())
}

fn is_surname(word: &str) -> bool {
    let mut letters = word.trim_matches([',', '.']).chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().count() > 1
        && letters.all(|c| c.is_lowercase() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_behind_a_title_is_no_person_and_a_name_behind_the_office_is() {
        for nobody in [
            "Dear Mr President,",
            "Dear Mr. President",
            "Dear Mr Prime Minister,",
            "Dear Ms Attorney General,",
            "Dear Mr Vice-President,",
            "Dear Mr President, Your Excellency,",
            "Dear Mr President of the Republic,",
            "Dear Mr Chairman of the Investigative Committee,",
            "Sehr geehrter Herr Botschafter,",
            "Sehr geehrte Frau Präsidentin,",
            "Sehr geehrte Frau Staatsanwältin,",
            "Sehr geehrter Herr Justizminister,",
            "Sehr geehrte Frau Gerichtspräsidentin,",
            "Monsieur le Président,",
            "Madame la Ministre,",
            "Уважаемый г-н Президент!",
        ] {
            assert_eq!(person_in(nobody), None, "{nobody}");
        }
        for (named, person) in [
            ("Dear Mr Smith,", "Mr Smith"),
            ("Dear Mr President Smith,", "Mr President Smith"),
            ("Dear Ms Prime Minister Smith,", "Ms Prime Minister Smith"),
            ("Sehr geehrte Frau Ministerin Müller,", "Frau Ministerin Müller"),
            ("Judge Sadykova", "Judge Sadykova"),
            ("Уважаемый г-н Смирнов, здравствуйте", "г-н Смирнов"),
            ("J. Smith", "J. Smith"),
        ] {
            assert_eq!(person_in(named).as_deref(), Some(person), "{named}");
        }
    }

    #[test]
    fn a_street_is_called_after_a_person() {
        for street in ["Palace Compound, J. P. Laurel Street", "Calle J. Prado", "ул. А. Сахарова", "Dr. Lueger-Platz"]
        {
            assert!(is_street(street), "{street}");
        }
        assert!(!is_street("Judge Sadykova") && !is_street("Office of J. Smith"));
    }
}
