//! Whom an appeal is about: names behind words such as "the release of", in their base form.

use super::found::Found;
use super::words::{List, list};
use crate::text::lower_in_place;

/// Words before the name of somebody to whom something was done or for whom something is asked; lower case.
const BEFORE: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "release of",
            "release",
            "free",
            "charges against",
            "charge against",
            "case against",
            "case of",
            "arrest of",
            "arrest and imprison",
            "arrested",
            "imprison",
            "imprisonment of",
            "detention of",
            "detained",
            "trial of",
            "sentenced",
            "sentence against",
            "sentence of",
            "jailing of",
            "killing of",
            "murder of",
            "dismissal of",
            "reinstate",
            "reinstatement of",
            "kidnapping of",
            "disappearance of",
            "conviction of",
            "whereabouts of",
            "prosecution of",
            "persecution of",
            "harassment of",
            "behalf of",
            "verdict against",
            "accusations against",
            "situation of",
            "safety of",
            "treatment of",
            "torture of",
            "abduction of",
            "execution of",
            "assault on",
            "attack on",
            "attacks on",
            "threats against",
            "freedom for",
            "justice for",
            "protect",
        ],
    ),
    (
        "de",
        &[
            "freilassung von",
            "anklage gegen",
            "anklagen gegen",
            "vorwürfe gegen",
            "verfahren gegen",
            "prozess gegen",
            "haft von",
            "verhaftung von",
            "festnahme von",
            "urteil gegen",
            "fall von",
            "freiheit für",
            "morddrohungen gegen",
            "entführung von",
            "freilassung der",
            "lassen sie",
        ],
    ),
    (
        "fr",
        &[
            "libération de",
            "libérer",
            "libérez",
            "accusations contre",
            "charges contre",
            "poursuites contre",
            "arrestation de",
            "détention de",
            "procès de",
            "procès contre",
            "condamnation de",
            "liberté pour",
            "faveur de",
        ],
    ),
    (
        "es",
        &[
            "liberación de",
            "libertad de",
            "libertad para",
            "libertad a",
            "cargos contra",
            "acusaciones contra",
            "detención de",
            "arresto de",
            "juicio de",
            "juicio contra",
            "condena de",
            "proceso contra",
            "favor de",
        ],
    ),
];

/// Words between one of these and the name: "release of the docker Ada Marsh".
static ROLES: List = List::new(|| {
    list(
        "mr|mrs|ms|dr|the|prisoner|lawyer|activist|journalist|unionist|docker|leader|defender|teacher|nurse|miner|\
     worker|student|blogger|activists|leaders|defenders|journalists|unionists|lawyers|trade|union|human|\
     rights|workers'|farm|land|organiser|organizer|engineer|professor|writer|poet|singer|frau|herr|herrn|hafenarbeiterin|hafenarbeiter|hafenarbeiters|aktivistin|aktivist|\
     anwältin|anwalt|journalistin|journalist|gewerkschafterin|gewerkschafter|mme|madame|monsieur|m|avocate|\
     avocat|journaliste|militante|militant|syndicaliste|dockeuse|l'avocate|la|le|l'avocat|señora|señor|sra|sr|\
     abogada|abogado|periodista|activista|sindicalista|estibadora|estibador|attorney|journalistes|enseignant|\
     enseignante|professeur|lehrer|lehrerin|studentin|blogger|bloggerin|profesor|profesora|maestra|maestro|\
     правозащитник|правозащитника|правозащитница|правозащитницы|журналист|журналиста|журналистка|\
     журналистки|юрист|юриста|юристка|юристки|адвокат|адвоката|активист|активиста|активистка|активистки|\
     учитель|учителя|блогер|блогера|профсоюзный|лидер|журналисі|заңгер|белсенді",
    )
});

/// Words before a name that say it is somebody in office, not somebody the appeal is about.
static IN_OFFICE: List = List::new(|| {
    list(
        "president|minister|prosecutor|judge|general|mep|governor|mayor|präsident|ministre|président|ministro|\
     presidente|президент|министр",
    )
});

/// Behind a name in its base form.
static AFTER: List = List::new(|| {
    list(
        "was arrested|was detained|were arrested|were detained|has been|have been|was sentenced|is held|\
     is being held|faces|is facing|was charged|is on trial|was taken|арестован|задержан|осужд|приговор|был |\
     была |были |находится|обвиня|wurde |wurden |a été|ont été|fue |fueron |қамауға алынды",
    )
});

/// Words that no person's name has, in any of the languages; lower case.
static NOT_NAMES: List = List::new(|| {
    list(
        "the|this|that|these|those|all|both|other|we|i|he|she|they|it|on|in|at|by|for|from|and|or|of|to|no|not|\
     our|your|his|her|their|movement|party|union|unions|campaign|committee|court|ministry|minister|republic|\
     government|authorities|police|president|prosecutor|parliament|council|association|federation|\
     confederation|congress|conference|organisation|organization|people|peoples|people's|workers|workers'|\
     trade|human|rights|socialist|democratic|international|national|state|european|united|nations|square|\
     street|road|avenue|prison|university|bank|company|harbour|port|city|day|january|february|march|april|may|\
     june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|\
     sunday|embassy|foreign|supreme|general|head|justice|english|please|dear|drop|release|free|business|forum|\
     home|homes|north|south|west|east|model|letter|political|two|three|four|five|six|seven|eight|nine|ten|\
     eleven|twelve|right|honourable|honorable|prime|excellency|drei|vier|fünf|sechs|sieben|acht|neun|zehn|trois|quatre|cinq|huit|neuf|tres|cuatro|cinco|\
     siete|ocho|nueve|diez",
    )
});

static NOT_NAMES_ELSEWHERE: List = List::new(|| {
    list(
        "gewerkschaft|bewegung|partei|gericht|ministerium|regierung|polizei|präsident|staatsanwaltschaft|rat|\
     verband|kampagne|hafen|straße|der|die|das|und|sie|wir|syndicat|mouvement|parti|tribunal|ministère|\
     gouvernement|cour|président|comité|rue|le|la|les|nous|vous|sindicato|movimiento|partido|ministerio|\
     gobierno|corte|presidente|calle|el|los|las|usted|anklage|freiheit|streik|puerto|droits|derechos|движение|\
     партия|профсоюз|суд|министерство|республика|прокуратура",
    )
});

static PARTICLES: List = List::new(|| list("de|da|dos|do|del|la|al|el|bin|ibn|ben|von|van|der|den|di"));
/// Those that are no prepositions of the languages of appeals.
const PARTICLES_ANYWHERE: &[&str] = &["bin", "ibn", "ben"];
/// Names of one appeal.
const MOST: usize = 20;

/// Behind the name of a company.
const FIRMS: [&str; 12] = ["A.Ş.", "Ltd", "Inc", "GmbH", "SA", "S.A.", "AG", "LLC", "PLC", "plc", "Co.", "Corp"];

/// A name in a text and where it stands.
struct Name<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

/// The persons of these texts, each with its line; every one at its first mention.
pub(super) fn persons(texts: &[(usize, &str)], language: &str) -> Vec<Found<String>> {
    let mut found: Vec<Found<String>> = Vec::new();
    for &(line, text) in texts {
        let lower = lower_in_place(text);
        let mut chain = None;
        for name in &names(text, language) {
            let before = &lower[..name.start];
            let joined = chain.is_some_and(|end: usize| {
                let between = lower[end..name.start].trim();
                matches!(
                    between,
                    "," | "and" | ", and" | "und" | "et" | "y" | "e" | "и" | "&" | "және" | "as well as" | "sowie"
                )
            });
            if joined || is_cued(before, language) || is_followed(&lower[name.end..]) {
                chain = Some(name.end);
                if found.len() < MOST && found.iter().all(|known| known.value != name.text) {
                    found.push(Found { value: name.text.to_owned(), line });
                }
            } else {
                chain = None;
            }
        }
    }
    without_parts(found)
}

/// Those of whom the texts say that they were arrested, or are on trial.
pub(super) fn concerned(texts: &[(usize, &str)]) -> Vec<Found<String>> {
    let mut found = Vec::new();
    for &(line, text) in texts {
        let lower = lower_in_place(text);
        let names = names(text, "");
        let concerned = names.iter().filter(|name| is_followed(&lower[name.end..]));
        found.extend(concerned.map(|name| Found { value: name.text.to_owned(), line }));
    }
    without_parts(found)
}

/// Names that may be persons the appeal is about: those it has twice.
pub(super) fn candidates(texts: &[(usize, &str)]) -> Vec<Found<String>> {
    const CANDIDATES_MOST: usize = 6;
    const NAMES_MOST: usize = 500;
    /// Names that are looked for a second time by their last word.
    const AGAIN_MOST: usize = 60;
    let mut counted: Vec<(usize, Found<String>)> = Vec::new();
    for &(line, text) in texts {
        for name in names(text, "") {
            let before = text[..name.start].to_lowercase();
            let before = before.trim_end();
            let after = text[name.end..].trim_start();
            let is_firm = FIRMS.iter().any(|firm| after.starts_with(firm) || name.text.ends_with(&format!(" {firm}")));
            let is_state = !crate::locale::Country::spoken(name.text).is_empty();
            let is_office = crate::registry::pasted::names_office(name.text);
            if IN_OFFICE.iter().any(|office| before.ends_with(office)) || is_firm || is_state || is_office {
                continue;
            }
            let has_room = counted.len() < NAMES_MOST;
            match counted.iter_mut().find(|(_, known)| known.value == name.text) {
                Some((count, _)) => *count += 1,
                None if has_room => counted.push((1, Found { value: name.text.to_owned(), line })),
                None => {}
            }
        }
    }
    // "Kurmanov to be jailed?" is the same name again.
    let again = |name: &str| {
        let last = name.rsplit(' ').next().unwrap_or(name);
        texts.iter().map(|(_, text)| text.matches(last).count()).sum::<usize>()
    };
    for (count, known) in counted.iter_mut().take(AGAIN_MOST) {
        *count = (*count).max(again(&known.value));
    }
    counted.retain(|(count, _)| *count > 1);
    counted.sort_by_key(|(count, found)| (std::cmp::Reverse(*count), found.line));
    counted.truncate(CANDIDATES_MOST);
    without_parts(counted.into_iter().map(|(_, found)| found).collect())
}

/// Titles before a name, lower case and without their full stop.
const TITLES: [&str; 25] = [
    "mr",
    "mrs",
    "ms",
    "mx",
    "miss",
    "m",
    "mm",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "herr",
    "herrn",
    "frau",
    "sr",
    "sra",
    "srta",
    "señor",
    "señora",
    "don",
    "doña",
    "comrade",
    "compañero",
    "compañera",
    "brother",
];

/// A name without the title before it, and whether it had one: "Ms Cruz", "M. Mahamat Nour".
fn untitled(name: &str) -> (&str, bool) {
    match name.split_once(' ') {
        Some((title, rest)) if TITLES.contains(&title.trim_end_matches('.').to_lowercase().as_str()) => (rest, true),
        _ => (name, false),
    }
}

/// Names without titles; a surname behind a title is the whole name of which it is a part, where the appeal has one.
pub(super) fn whole(found: Vec<Found<String>>, others: &[Found<String>]) -> Vec<Found<String>> {
    let all: Vec<Found<String>> = found.iter().chain(others).cloned().collect();
    let mut whole: Vec<Found<String>> = Vec::new();
    for Found { value, line } in found {
        let (bare, is_titled) = untitled(&value);
        let is_surname = is_titled && !bare.contains(' ');
        let is_of = |name: &str| untitled(name).0.split(' ').skip(1).any(|word| word == bare);
        let same = all.iter().find(|other| is_surname && is_of(&other.value));
        let known = match same {
            Some(same) => Found { value: untitled(&same.value).0.to_owned(), line: same.line },
            None if is_surname => Found { value, line },
            None => Found { value: bare.to_owned(), line },
        };
        if whole.iter().all(|other| other.value != known.value) {
            whole.push(known);
        }
    }
    without_parts(whole)
}

/// Whether two names are of one person: one is a part of the other, or they differ in their endings alone, as in
/// "Анна Ветрова" and "Анны Ветровой".
pub(super) fn same(one: &str, other: &str) -> bool {
    const ENDING_MOST: usize = 3;
    const STEM_LEAST: usize = 2;
    if one.contains(other) || other.contains(one) {
        return true;
    }
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{4ff}');
    let (ones, others): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    let alike = |one: &str, other: &str| {
        let common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
        let longer = one.chars().count().max(other.chars().count());
        common >= STEM_LEAST && longer - common <= ENDING_MOST
    };
    ones.len() == others.len()
        && one.starts_with(is_cyrillic)
        && ones.iter().zip(&others).all(|(one, other)| alike(one, other))
}

/// "Marsh" beside "Ada Marsh" is the same; the longer name stays.
fn without_parts(mut found: Vec<Found<String>>) -> Vec<Found<String>> {
    let all = found.clone();
    found.retain(|person| !all.iter().any(|other| other.value != person.value && other.value.contains(&person.value)));
    found
}

fn is_cued(before: &str, language: &str) -> bool {
    let mut before = before.trim_end_matches([' ', '.', '(', ',']);
    let cues = || BEFORE.iter().filter(|(tag, _)| *tag == language).flat_map(|(_, cues)| *cues);
    for _ in 0..4 {
        if cues().any(|cue| before.strip_suffix(cue).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))) {
            return true;
        }
        let start = before.rfind(' ').map_or(0, |at| at + 1);
        if !ROLES.contains(&before[start..].trim_end_matches('.')) {
            return false;
        }
        before = before[..start].trim_end_matches([' ', '.', '(', ',']);
    }
    false
}

fn is_followed(after: &str) -> bool {
    // "Ada Marsh, a docker, was arrested", "Ada Marsh (f) was arrested"
    let after = after.trim_start();
    let behind = after
        .strip_prefix(',')
        .and_then(|rest| rest.split_once(','))
        .filter(|(apposition, _)| apposition.len() < 70)
        .map(|(_, rest)| rest.trim_start());
    [Some(after), behind].into_iter().flatten().any(|after| AFTER.iter().any(|cue| after.starts_with(cue)))
}

/// Two to four words that look like a person's name.
fn names<'a>(text: &'a str, language: &str) -> Vec<Name<'a>> {
    // "Verhaftung von Ada Marsh" is not one name.
    let particles = if matches!(language, "de" | "fr" | "es") { PARTICLES_ANYWHERE } else { PARTICLES.as_slice() };
    let words = text.split_inclusive(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len();
        Some((start, word.trim_end()))
    });
    let mut names = Vec::new();
    let mut run: Vec<(usize, &str)> = Vec::new();
    let mut close = |run: &mut Vec<(usize, &str)>| {
        // "Journalist Emre Aslan": what somebody does is no part of the name.
        while run.first().is_some_and(|(_, word)| word.len() > 3 && ROLES.contains(&word.to_lowercase().as_str())) {
            run.remove(0);
        }
        while run.last().is_some_and(|(_, word)| particles.contains(word)) {
            run.pop();
        }
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && (2..=4).contains(&run.len())
        {
            let stop = usize::from(matches!(last.1, "Jr" | "Sr") && text[last.0 + last.1.len()..].starts_with('.'));
            let end = last.0 + last.1.len() + stop;
            names.push(Name { text: &text[first.0..end], start: first.0, end });
        }
        run.clear();
    };
    for (start, word) in words {
        let opening = word.len() - word.trim_start_matches(['(', '“', '"', '«', '‘', '\'']).len();
        let start = start + opening;
        let bare = word[opening..].trim_end_matches([',', '.', ';', ':', ')', '”', '"', '»', '!', '?', '’', '\'']);
        let possessive = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let ended = possessive.len() < word.len() - opening;
        if opening > 0 {
            close(&mut run);
        }
        if is_name_word(possessive) {
            run.push((start, possessive));
        } else if particles.contains(&possessive) && !run.is_empty() && !ended {
            run.push((start, possessive));
            continue;
        } else {
            close(&mut run);
        }
        // "A." inside a name is an initial.
        if ended && possessive.chars().count() > 1 {
            close(&mut run);
        }
    }
    close(&mut run);
    names
}

fn is_name_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    let rest = chars.all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
    // Words all in capitals are headings and abbreviations.
    let shouted = word.chars().count() > 1 && word.chars().all(|c| !c.is_lowercase());
    capital
        && rest
        && !shouted
        && !NOT_NAMES.contains(&lower.as_str())
        && !NOT_NAMES_ELSEWHERE.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_where_the_text_says_whose_they_are() {
        for (language, text, expected) in [
            (
                "en",
                "The immediate dropping of all charges against Ada Marsh, Bo Ross and the other activists of the Socialist Movement;",
                &["Ada Marsh", "Bo Ross"][..],
            ),
            ("en", "The immediate release of Ada Marsh, the lawyer of the dockers in Ross Harbour.", &["Ada Marsh"]),
            ("en", "Ada Marsh, a docker, was arrested in South Bay on 3 May.", &["Ada Marsh"]),
            ("en", "Condemn Police Repression of Socialist Activists in Antarctica", &[]),
            (
                "en",
                "threats to arrest and imprison Ada Marsh, Bo de la Cruz and other leaders of the Movement",
                &["Ada Marsh", "Bo de la Cruz"],
            ),
            ("en", "Demonstrators met in Ross Harbour and at the Peace Hotel.", &[]),
            ("de", "Freilassung von Ada Marsh und Bo Ross", &["Ada Marsh", "Bo Ross"]),
            ("de", "Die Regierung der Antarktis hat die Bewegung verboten", &[]),
            ("en", "Release of the docker and union activist Ada Marsh", &[]),
            ("en", "the release of trade union lawyer Ada Marsh", &["Ada Marsh"]),
            ("en", "the regime of president Jo Bloggs and activist Bo Ross", &[]),
            ("fr", "la libération de Ada Marsh", &["Ada Marsh"]),
            ("es", "la libertad de Ada Marsh", &["Ada Marsh"]),
            ("ru", "Ада Марш арестована 3 мая", &["Ада Марш"]),
            ("ru", "Освободите Аду Марш", &[]),
            ("en", "the release of Journalist Ada Marsh", &["Ada Marsh"]),
            ("de", "Freiheit für Journalist Bo Ross", &["Bo Ross"]),
            ("en", "Act now for the release of the Riverside Three - Ada Marsh, Bo Ross and Cy Palmer", &[]),
            ("en", "Abduction of farm workers' organiser Ada Marsh", &["Ada Marsh"]),
        ] {
            let found: Vec<String> = persons(&[(1, text)], language).into_iter().map(|person| person.value).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn names_that_stand_twice_may_be_of_persons() {
        for (text, expected) in [
            ("Marsh to be jailed? Ada Marsh leads the dockers.", &["Ada Marsh"][..]),
            ("Ice Works Ltd dismissed them. Ice Works Ltd says nothing. Viet Nam and Viet Nam.", &[]),
            ("The Riverside Three met the Riverside Three.", &[]),
        ] {
            let found: Vec<String> = candidates(&[(1, text)]).into_iter().map(|person| person.value).collect();
            assert_eq!(found, expected, "{text}");
        }
        let found = |names: &[&str]| -> Vec<Found<String>> {
            names.iter().map(|name| Found { value: (*name).to_owned(), line: 1 }).collect()
        };
        for (names, others, expected) in [
            (&["Ada Marsh", "Ms Marsh"][..], &[][..], &["Ada Marsh"][..]),
            (&["Ms Marsh"], &["Ada Marsh"], &["Ada Marsh"]),
            (&["Ms Marsh"], &["Bo Ross"], &["Ms Marsh"]),
            (&["M. Mahamat Nour Abakar"], &[], &["Mahamat Nour Abakar"]),
        ] {
            let shown: Vec<String> = whole(found(names), &found(others)).into_iter().map(|name| name.value).collect();
            assert_eq!(shown, expected, "{names:?}");
        }
        let names = persons(&[(1, "the release of Ada Marsh and Bo Ross Jr., who was held")], "en");
        assert_eq!(names[1].value, "Bo Ross Jr.");
        assert!(same("Анна Ветрова", "Анны Ветровой") && !same("Анна Ветрова", "Ада Марш"));
        assert!(!same("Ada Marsh", "Adam Marshall Ross"));
    }
}
