//! The lines of a text without labels: which office they belong to, and whether they name it, a person, a
//! street or a state.

use super::labels::labels;
use super::model::{PastedOffice, PastedText};
use crate::locale::Country;
use crate::registry::search::{kinds, words};

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
];

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

/// What belongs to one office.
#[derive(Debug, Default)]
pub(super) struct Block<'a> {
    /// Whether it stands above the first item of a list, or is running text.
    pub(super) is_prose: bool,
    /// Its lines and their numbers from 1.
    pub(super) lines: Vec<(usize, &'a str)>,
}

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let lines: Vec<(usize, &str)> = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).collect();
    let is_numbered = lines.iter().any(|(_, line)| numbered(line).is_some());
    let is_bulleted =
        !is_numbered && lines.iter().filter_map(|(_, line)| bulleted(line)).any(|line| labels(line).is_empty());
    let is_listed = is_numbered || is_bulleted;
    let mut blocks = vec![Block { is_prose: is_listed, lines: Vec::new() }];
    // What was seen of the block so far: a value that closes an address, and whether the last line was empty.
    let (mut has_value, mut was_empty) = (false, false);
    for (number, line) in lines {
        let item = if is_numbered { numbered(line) } else { bulleted(line).filter(|_| is_bulleted) };
        let plain = item.unwrap_or_else(|| bulleted(line).unwrap_or(line));
        let is_labelled = !labels(plain).is_empty();
        let is_value = is_labelled || plain.contains('@');
        let is_name = || !is_labelled && sort(plain) == Sort::Office;
        let begins = if is_numbered {
            item.is_some()
        } else {
            item.is_some_and(|item| labels(item).is_empty())
                || !is_value && has_value && (is_name() || was_empty && sort(plain) == Sort::Person)
        };
        let was_prose = !is_listed && blocks.last().is_some_and(|block| block.is_prose);
        if begins || was_prose && !is_prose(plain) && !line.is_empty() {
            blocks.push(Block::default());
            has_value = false;
        } else if is_prose(plain) {
            blocks.push(Block { is_prose: true, lines: Vec::new() });
        }
        has_value |= is_value;
        was_empty = line.is_empty();
        if let Some(block) = blocks.last_mut() {
            block.lines.push((number, plain));
        }
    }
    blocks.retain(|block| block.lines.iter().any(|(_, line)| !line.is_empty()));
    blocks
}

/// Whether a line is a sentence of a text: long, and most of its words are small ones.
fn is_prose(line: &str) -> bool {
    let count = line.split_whitespace().count();
    let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    count >= 9
        && (line.ends_with(['.', '!', '?', ':', '…', '”', '"']) || line.chars().count() > 120)
        && line.split_whitespace().filter(capital).count() * 2 < count
}

/// Whether a line speaks of copies.
pub(super) fn speaks_of_copies(line: &str) -> bool {
    const COPIES: [&str; 8] = ["copies", "copy", "копи", "kopie", "copie", "copia", "көшірме", "cc:"];
    let lower = line.to_lowercase();
    COPIES.iter().any(|word| lower.contains(word))
}

/// A line behind its number in a list: "1: ", "2. ", "(3) ".
fn numbered(line: &str) -> Option<&str> {
    let bare = line.strip_prefix('(').unwrap_or(line);
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let has_number = (1..=2).contains(&(bare.len() - rest.len()));
    let rest = rest.strip_prefix([':', '.', ')'])?;
    // "10.30" and "12: 5" are no items.
    let is_text = rest
        .trim_start_matches(['*', '_', ' ', '\u{a0}', '"', '“'])
        .starts_with(|c: char| !c.is_ascii_digit() && c.is_alphabetic());
    (has_number && is_text && (rest.starts_with([' ', '\u{a0}', '\t']) || !line.starts_with('('))).then(|| rest.trim())
}

/// A line behind its bullet.
fn bulleted(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '–', '—', '•', '*', '·', '▪', '●', '►', '>'])?;
    rest.starts_with([' ', '\u{a0}', '\t']).then(|| rest.trim())
}

/// What a line without labels is.
pub(super) fn sort(line: &str) -> Sort {
    let found = words::words(line);
    let is_of = |list: &[&str], at: usize| found.get(at).is_some_and(|word| list.contains(&word.folded.as_str()));
    if let Some(state) = state(line) {
        return Sort::State(state);
    }
    if begins_letter(line) {
        return Sort::Salutation;
    }
    let has_number = line.chars().any(|c| c.is_ascii_digit());
    let has_street = (0..found.len()).any(|at| is_of(STREETS, at))
        || found.iter().any(|word| word.folded.ends_with("strasse") || word.folded.ends_with("platz"));
    let has_office = kinds::in_text(line).is_some() || found.iter().any(|word| OFFICES.contains(&word.folded.as_str()));
    let has_title = is_of(TITLES, 0)
        || ["h.e.", "his excellency", "her excellency"].iter().any(|title| line.to_lowercase().starts_with(title));
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
    "director general",
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
];

/// The state that a line names, and nothing else.
fn state(line: &str) -> Option<Country> {
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

/// Puts a line without labels where it belongs, as far as it shows by itself.
pub(super) fn place(office: &mut PastedOffice, piece: PastedText) {
    let PastedText { text, line } = piece;
    let text = text.trim().trim_matches(['*', '_']).trim_end_matches([',', ';']).trim().to_owned();
    if text.chars().all(|c| !c.is_alphanumeric()) {
        return;
    }
    let line_of = |text: &str| PastedText { text: text.trim().to_owned(), line };
    // A number or a name in some network without a label.
    if is_number(&text) || text.contains('@') {
        office.leftovers.push(line_of(&text));
        return;
    }
    if let Some((left, right)) = text.split_once(',')
        && sort(left) == Sort::Person
        && sort(right) == Sort::Office
    {
        office.persons.push(line_of(left));
        named(office, right.trim(), line);
        return;
    }
    if office.names.is_empty() && office.post.is_empty() {
        first(office, &text, line);
        return;
    }
    match sort(&text) {
        Sort::Salutation if office.salutation.is_none() => office.salutation = Some(line_of(&text)),
        Sort::State(state) => state_line(office, state, line_of(&text)),
        Sort::Person => office.persons.push(line_of(&text)),
        // Between two lines that name the office stands who holds it.
        Sort::Office if office.post.iter().all(|between| may_be_person(&between.text)) => {
            office.persons.append(&mut office.post);
            named(office, &text, line);
        }
        _ => {
            let rest = without_state(office, line_of(&text));
            office.post.extend(rest);
        }
    }
}

/// A line of an address without the state at its end: "06659 Ankara, Türkiye".
pub(super) fn without_state(office: &mut PastedOffice, piece: PastedText) -> Option<PastedText> {
    let PastedText { text, line } = piece;
    if let Some(state) = state(&text) {
        state_line(office, state, PastedText { text, line });
        return None;
    }
    let rest = match text.rsplit_once(',') {
        Some((rest, last)) => match state(last) {
            Some(state) => {
                office.country = office.country.or(Some(state));
                rest
            }
            None => &text,
        },
        None => &text,
    };
    let rest = tidy_address(rest);
    (!rest.is_empty()).then_some(PastedText { text: rest, line })
}

fn is_number(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 6
        && text.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c))
}

fn state_line(office: &mut PastedOffice, state: Country, line: PastedText) {
    match office.country {
        Some(known) if known != state => office.leftovers.push(line),
        _ => office.country = Some(state),
    }
}

/// The first line: it names the office or a person, whatever it says; with commas an address may follow.
fn first(office: &mut PastedOffice, text: &str, line: usize) {
    let text_of = |text: &str| PastedText { text: text.trim().to_owned(), line };
    match sort(text) {
        Sort::Salutation => {
            office.salutation = Some(text_of(text));
            return;
        }
        Sort::State(state) => return state_line(office, state, text_of(text)),
        Sort::Person => return office.persons.push(text_of(text)),
        _ => {}
    }
    let segments: Vec<&str> = text.split(',').map(str::trim).filter(|segment| !segment.is_empty()).collect();
    let is_street = |segment: &&str| sort(segment) == Sort::Street;
    let street = segments.iter().skip(1).position(is_street).map(|at| at + 1);
    let country = segments.last().filter(|_| segments.len() > 1).and_then(|last| state(last));
    match (street, country) {
        (Some(at), country) => {
            let end = segments.len() - usize::from(country.is_some());
            named(office, &segments[..at].join(", "), line);
            office.post.extend(segments[at..end.max(at)].iter().map(|segment| text_of(segment)));
            office.country = country;
        }
        (None, Some(country)) => {
            named(office, segments[0], line);
            let between = segments[1..segments.len() - 1].join(", ");
            // A city, or the rest of the name: it does not say.
            office.leftovers.extend(Some(text_of(&between)).filter(|rest| !rest.text.is_empty()));
            office.country = Some(country);
        }
        (None, None) => named(office, text, line),
    }
}

/// A line that names an office, and perhaps who holds it: "Head of the Court – Jo Smith", "Minister, Mr Jo Smith".
fn named(office: &mut PastedOffice, text: &str, line: usize) {
    let text_of = |text: &str| PastedText { text: text.trim().trim_end_matches(':').trim_end().to_owned(), line };
    for between in [" - ", " – ", " — ", ", ", ": "] {
        let Some((left, right)) = text.split_once(between) else { continue };
        let is_titled = sort(right) == Sort::Person && sort(left) != Sort::Person;
        if is_titled || between != ", " && between != ": " && sort(left) == Sort::Office && may_be_person(right) {
            office.names.push(text_of(left));
            office.persons.push(text_of(right));
            return;
        }
    }
    office.names.extend(Some(text_of(text)).filter(|name| !name.text.is_empty()));
}

/// A line of an address without what parts it from the next.
pub(super) fn tidy_address(text: &str) -> String {
    text.trim().trim_end_matches([',', ';']).trim_end().to_owned()
}

/// Whether a text has the form of a person's name: two to four words with capitals.
fn may_be_person(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
    };
    (2..=4).contains(&text.split_whitespace().count()) && words.all(is_name) && sort(text) == Sort::Other
}

/// What only shows when the whole block is read: lines that are of an address because of what follows them.
pub(super) fn settle(office: &mut PastedOffice) {
    let certain = |line: &PastedText| sort(&line.text) == Sort::Street;
    let post = std::mem::take(&mut office.post);
    let is_address = post.iter().any(certain) || office.country.is_some() && post.len() > 1;
    let mut lines = post.into_iter().peekable();
    // "Yılmaz Tunç" above a street may be who holds the office, or a building.
    if let Some(first) = lines.next_if(|first| is_address && may_be_person(&first.text)) {
        office.leftovers.push(first);
    }
    if is_address {
        office.post = lines.collect();
    } else {
        office.leftovers.extend(lines);
    }
}
