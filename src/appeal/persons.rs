//! Whom an appeal is about: names behind words such as "the release of", in their base form.

use super::cues::{
    AFTER, BEFORE, BODIES, HOW, IN_OFFICE, KIN, NOT_NAMES, NOT_NAMES_ELSEWHERE, PARTICLES, PARTICLES_ANYWHERE, ROLES,
    TITLES,
};
use super::found::Found;
use super::sentences::sentences;
use crate::text::lower_in_place;

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
    // Those who are only said to be threatened.
    let mut threatened: Vec<String> = Vec::new();
    for &(line, text) in texts {
        let lower = lower_in_place(text);
        let mut chain = None;
        for name in &names(text, language) {
            let before = &lower[..name.start];
            if is_of_a_firm(before) {
                continue;
            }
            let joined = chain.is_some_and(|end: usize| is_joint(&lower[end..name.start]));
            let after = &lower[name.end..];
            if joined || is_cued(before, language) || is_followed(after) && !died(after) {
                chain = Some(name.end);
                let bare = untitled(name.text).0;
                if !joined && is_threatened(before) {
                    threatened.push(bare.to_owned());
                } else {
                    threatened.retain(|known| known != bare);
                }
                if found.len() < MOST && found.iter().all(|known| known.value != name.text) {
                    found.push(Found { value: name.text.to_owned(), line });
                }
            } else {
                chain = None;
            }
        }
    }
    // Beside somebody who is to be freed a witness is threatened, or a colleague.
    let is_threatened = |name: &Found<String>| threatened.iter().any(|known| known == untitled(&name.value).0);
    if found.iter().any(|name| !is_threatened(name)) {
        found.retain(|name| !is_threatened(name));
    }
    without_parts(found)
}

/// Whether the sentence that goes on behind a name, in lower case, says that they died: another victim, for whom nothing
/// can be asked.
fn died(behind: &str) -> bool {
    const DIED: [&str; 12] = [
        " died",
        " was killed",
        " was shot dead",
        " starb",
        " verstarb",
        " wurde getötet",
        " est mort",
        " est décédé",
        " murió",
        " falleció",
        " погиб",
        " умер",
    ];
    let sentence = sentences(behind).next().unwrap_or_default();
    DIED.iter().any(|word| sentence.contains(word))
}

/// Whether what stands before a name, in lower case, says that it is of a firm: "the company Meridian Timber".
fn is_of_a_firm(before: &str) -> bool {
    const SORTS: [&str; 17] = [
        "company",
        "firm",
        "corporation",
        "contractor",
        "unternehmen",
        "firma",
        "konzern",
        "société",
        "entreprise",
        "compagnie",
        "empresa",
        "compañía",
        "компания",
        "компании",
        "компанию",
        "фирма",
        "фирмы",
    ];
    before.split_whitespace().next_back().is_some_and(|last| SORTS.contains(&last))
}

/// Whether what stands before a name is a threat against it.
fn is_threatened(before: &str) -> bool {
    const THREATS: [&str; 5] =
        ["drohungen gegen", "threats against", "menaces contre", "amenazas contra", "угрозы в адрес"];
    const BETWEEN_MOST: usize = 2;
    let words: Vec<&str> = before.split_whitespace().rev().take(BETWEEN_MOST + 2).collect();
    let near = words.into_iter().rev().collect::<Vec<_>>().join(" ");
    THREATS.iter().any(|threat| near.contains(threat))
}

/// Those whom a text names in one list with somebody who is known: "Ada Marsh, Bo Ross and Cy Palmer, who were expelled".
pub(super) fn beside(known: &[Found<String>], texts: &[(usize, &str)]) -> Vec<Found<String>> {
    let is_known = |name: &str| known.iter().any(|known| same(&known.value, untitled(name).0));
    let mut found = Vec::new();
    for &(line, text) in texts {
        let lower = lower_in_place(text);
        let all = names(text, "");
        let is_next = |one: &Name<'_>, two: &Name<'_>| is_joint(&lower[one.end..two.start]);
        for list in all.chunk_by(is_next).filter(|list| list.iter().any(|name| is_known(name.text))) {
            let others = list.iter().filter(|name| !is_known(name.text));
            found.extend(others.map(|name| Found { value: name.text.to_owned(), line }));
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
        let mut follows = false;
        let mut next = lower.len();
        for name in names.iter().rev() {
            // "Ada Marsh and Bo Ross were arrested"
            follows = is_followed(&lower[name.end..]) || follows && is_joint(&lower[name.end..next]);
            next = name.start;
            let before = lower[..name.start].trim_end();
            let is_told = is_of_a_firm(before) || died(&lower[name.end..]);
            if follows && !is_told && !IN_OFFICE.iter().any(|office| before.ends_with(office)) {
                found.push(Found { value: name.text.to_owned(), line });
            }
        }
        found.reverse();
    }
    without_parts(found)
}

/// Those whom a line lists by itself with whether they are women or men: "NAME AND PREFERRED PRONOUN: Ada Marsh
/// (she/her)", "Nombre: Ada Marsh (mujer), Bo Ross (hombre)".
pub(super) fn listed(texts: &[(usize, &str)]) -> Vec<Found<String>> {
    const LABELS: [&str; 10] = ["name", "names", "nom", "noms", "nombre", "nombres", "имя", "имена", "аты", "namen"];
    const SEXES: [&str; 29] = [
        "f",
        "m",
        "w",
        "h",
        "she",
        "he",
        "they",
        "her",
        "him",
        "them",
        "female",
        "male",
        "woman",
        "man",
        "mujer",
        "hombre",
        "ella",
        "él",
        "femme",
        "homme",
        "elle",
        "il",
        "weiblich",
        "männlich",
        "frau",
        "mann",
        "женщина",
        "мужчина",
        "она",
    ];
    let mut found = Vec::new();
    for &(line, text) in texts {
        let Some((label, rest)) = text.split_once(':') else { continue };
        let label = label.to_lowercase();
        let is_label = label.split_whitespace().next().is_some_and(|word| LABELS.contains(&word));
        if !is_label || label.len() > 60 || rest.contains(['@', '+']) {
            continue;
        }
        for name in names(rest, "") {
            let sex =
                rest[name.end..].trim_start().strip_prefix('(').and_then(|rest| rest.split([')', '/', ',']).next());
            if sex.is_some_and(|sex| SEXES.contains(&sex.trim().to_lowercase().as_str())) {
                found.push(Found { value: name.text.to_owned(), line });
            }
        }
    }
    found
}

/// Names that may be persons the appeal is about: those it has twice.
pub(super) fn candidates(texts: &[(usize, &str)]) -> Vec<Found<String>> {
    const CANDIDATES_MOST: usize = 6;
    const IN: [&str; 12] = ["in", "at", "near", "from", "bei", "nach", "aus", "dans", "à", "en", "в", "из"];
    const NAMES_MOST: usize = 500;
    /// Names that are looked for a second time by their last word.
    const AGAIN_MOST: usize = 60;
    let mut counted: Vec<(usize, Found<String>)> = Vec::new();
    for &(line, text) in texts {
        for name in names(text, "") {
            let before = text[..name.start].to_lowercase();
            let before = before.trim_end();
            let after = text[name.end..].trim_start();
            let is_firm = is_of_a_firm(before)
                || FIRMS.iter().any(|firm| after.starts_with(firm) || name.text.ends_with(&format!(" {firm}")));
            // "Support Mrs. Marsh"
            let breaks_off = name.text.rsplit(' ').next().is_some_and(|last| {
                text[name.end..].starts_with('.') && TITLES.contains(&last.to_lowercase().as_str())
            });
            let is_state = !crate::locale::Country::spoken(name.text).is_empty();
            let is_office = crate::registry::pasted::names_office(name.text);
            // "a hotel in Montego Bay"
            let is_place = is_state || before.split(' ').next_back().is_some_and(|last| IN.contains(&last));
            let is_of_office = IN_OFFICE.iter().any(|office| before.ends_with(office));
            if is_of_office || is_firm || is_place || is_office || breaks_off {
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

/// Letters of a word that may be a name too: "Le", "Don".
const ROLE_LEAST: usize = 4;

/// A name without the title before it, and whether it had one: "Ms Cruz", "M. Mahamat Nour".
fn untitled(name: &str) -> (&str, bool) {
    match name.split_once(' ') {
        Some((title, rest)) if TITLES.contains(&title.trim_end_matches('.').to_lowercase().as_str()) => (rest, true),
        // "Journalist Ada Marsh" where a sentence or a subject begins; a short word may be a name.
        Some((role, rest)) if role.len() > ROLE_LEAST && ROLES.contains(&role.to_lowercase().as_str()) => (rest, true),
        _ => (name, false),
    }
}

/// Takes a noun off a name, as German writes it with a capital: "Neffe Bo Ross" where the text has "Bo Ross" too.
pub(super) fn without_noun(name: &mut Found<String>, texts: &[(usize, &str)]) {
    let Some((noun, bare)) = name.value.split_once(' ').filter(|(_, bare)| bare.contains(' ')) else { return };
    let is_alone =
        |text: &str| text.match_indices(bare).any(|(at, _)| text[..at].split_whitespace().next_back() != Some(noun));
    if texts.iter().any(|(_, text)| is_alone(text)) {
        name.value = bare.to_owned();
    }
}

/// Takes off a name what somebody is, which has a capital where a sentence begins with it: "Cartographer Ada Marsh" where the
/// text has "cartographer Ada Marsh" too.
pub(super) fn without_role(name: &mut Found<String>, texts: &[(usize, &str)]) {
    let Some((role, bare)) = name.value.split_once(' ').filter(|(_, bare)| bare.contains(' ')) else { return };
    let small = role.to_lowercase();
    if texts.iter().any(|(_, text)| has_role(text, &small, bare)) {
        name.value = bare.to_owned();
    }
}

/// Whether a text has a word in small letters before a name, in whatever case both stand: "звукорежиссёра Бориса".
fn has_role(text: &str, role: &str, name: &str) -> bool {
    const ENDING_MOST: usize = 2;
    const STEM: usize = 4;
    let stem: String = name.chars().take_while(|c| c.is_alphabetic()).take(STEM).collect();
    text.match_indices(role).any(|(at, role)| {
        let (ending, next) = text[at + role.len()..].split_once(' ').unwrap_or_default();
        !text[..at].ends_with(char::is_alphanumeric)
            && ending.chars().count() <= ENDING_MOST
            && ending.chars().all(char::is_lowercase)
            && next.starts_with(&stem)
    })
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
    const BETWEEN_MOST: usize = 8;
    let mut before = before.trim_end_matches([' ', '.', '(', ',']).to_owned();
    // "la libération d'Ada Marsh"
    if let Some(rest) = before.strip_suffix(['\'', '’']).and_then(|rest| rest.strip_suffix(" d")) {
        before = format!("{rest} de");
    }
    // Between "détention" and "de" stands of which sort.
    let of = ["de", "a"].into_iter().find(|of| before.strip_suffix(of).is_some_and(|rest| rest.ends_with(' ')));
    let sorted = of.and_then(|of| {
        let whole = before.strip_suffix(of)?.trim_end();
        let mut rest = whole;
        while let Some((before, _)) = rest.rsplit_once(' ').filter(|(_, last)| HOW.contains(last)) {
            rest = before;
        }
        (rest.len() < whole.len()).then(|| format!("{rest} {of}"))
    });
    [Some(before), sorted].into_iter().flatten().any(|before| {
        let mut before = before.as_str();
        for _ in 0..BETWEEN_MOST {
            if ends_with_cue(before, language) {
                return true;
            }
            let start = before.rfind(' ').map_or(0, |at| at + 1);
            let word = before[start..].trim_end_matches('.');
            if !ROLES.contains(&word) && !HOW.contains(&word) {
                return false;
            }
            before = before[..start].trim_end_matches([' ', '.', '(', ',']);
        }
        false
    })
}

/// Whether a text in lower case ends with one of [`BEFORE`].
fn ends_with_cue(before: &str, language: &str) -> bool {
    let cues = BEFORE.iter().filter(|(tag, _)| *tag == language).flat_map(|(_, cues)| *cues);
    cues.into_iter().any(|cue| before.strip_suffix(cue).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
}

/// Whether words only join two names, with what the second is called: "and Ms", "et son frère, M."
fn is_joint(between: &str) -> bool {
    const AND: [&str; 12] = [",", "and", ", and", "und", "et", "y", "e", "и", "&", "және", "as well as", "sowie"];
    let mut between = between.trim();
    while let Some(rest) = between.rsplit_once(' ').map(|(rest, last)| (rest, last.trim_end_matches(['.', ','])))
        && (ROLES.contains(&rest.1) || KIN.contains(&rest.1))
    {
        between = rest.0.trim_end();
    }
    AND.contains(&between)
}

/// Bytes between two commas behind a name.
const APPOSITION_MOST: usize = 80;

fn is_followed(after: &str) -> bool {
    const BRACKETS_MOST: usize = 24;
    // "Ada Marsh, a docker, was arrested", "Ada Marsh (34) was arrested"
    let after = after.trim_start();
    let bracketed = after.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let after =
        bracketed.filter(|(inner, _)| inner.len() <= BRACKETS_MOST).map_or(after, |(_, rest)| rest.trim_start());
    let behind = after
        .strip_prefix(',')
        .and_then(|rest| rest.split_once(','))
        .filter(|(apposition, _)| apposition.len() < APPOSITION_MOST)
        .map(|(apposition, rest)| (apposition, rest.trim_start()));
    // "Ada Marsh, 52 Jahre alt, Katechistin der Pfarrei, sitzt": an age and what she does.
    let is_age = |text: &str| {
        let mut words = text.split_whitespace();
        words.clone().count() <= 4
            && words.any(|word| word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let further = behind.filter(|(first, _)| is_age(first)).and_then(|(_, rest)| rest.split_once(','));
    let further = further.filter(|(apposition, _)| apposition.len() < APPOSITION_MOST);
    let (behind, further) = (behind.map(|(_, rest)| rest), further.map(|(_, rest)| rest.trim_start()));
    [Some(after), behind, further].into_iter().flatten().any(|after| AFTER.iter().any(|cue| after.starts_with(cue)))
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
        let is_role = |word: &str| {
            let lower = word.to_lowercase();
            word.len() > 3 && ROLES.contains(&lower.as_str()) || KIN.contains(&lower.as_str()) || is_german_role(&lower)
        };
        while run.first().is_some_and(|(_, word)| is_role(word)) {
            run.remove(0);
        }
        while run.last().is_some_and(|(_, word)| particles.contains(word)) {
            run.pop();
        }
        // "the Water Board", "Junta Agua Clara"
        let is_body = |at: Option<&(usize, &str)>| at.is_some_and(|(_, word)| is_body(word));
        // "Untersuchung der Drohungen", "Constitución del Paraguay"
        let is_noun = run.len() > 2 && particles_of_any(run[1].1) && is_abstract(run[0].1);
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && !is_noun
            && (2..=4).contains(&run.len())
            && !is_body(Some(first))
            && !is_body(Some(last))
        {
            let stop = usize::from(matches!(last.1, "Jr" | "Sr") && text[last.0 + last.1.len()..].starts_with('.'));
            let end = last.0 + last.1.len() + stop;
            names.push(Name { text: &text[first.0..end], start: first.0, end });
        }
        run.clear();
    };
    for (start, word) in words {
        let elided = ["d'", "d’", "l'", "l’", "qu'", "qu’", "D'", "D’", "L'", "L’"]
            .into_iter()
            .find(|begin| word.starts_with(begin));
        let bare = &word[elided.map_or(0, str::len)..];
        let opening = word.len() - bare.trim_start_matches(['(', '“', '"', '«', '‘', '\'']).len();
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
            // "Verbleib von Ada Marsh" is not one name.
            let so_far = text[run[0].0..start + possessive.len()].to_lowercase();
            if BEFORE.iter().any(|(tag, _)| ends_with_cue(&so_far, tag)) {
                run.clear();
                continue;
            }
            run.push((start, possessive));
            continue;
        } else if is_body(possessive) && opening == 0 {
            // "the Free Zone Thread Union": what stands before the word is of its name.
            run.clear();
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

fn particles_of_any(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether a word ends as what is done or how it is, and no name: "Untersuchung", "Constitución".
fn is_abstract(word: &str) -> bool {
    const ENDS: [&str; 9] = ["ung", "ungen", "heit", "keit", "schaft", "ción", "sión", "dad", "tion"];
    const LETTERS_LEAST: usize = 7;
    word.chars().count() >= LETTERS_LEAST && ENDS.iter().any(|end| word.to_lowercase().ends_with(end))
}

/// Whether a word is what somebody does, which German writes with a capital: "Buchhändlerin", "des Buchhändlers".
fn is_german_role(lower: &str) -> bool {
    const ENDS: [&str; 13] = [
        "händler",
        "arbeiter",
        "lehrer",
        "anwalt",
        "anwält",
        "aktivist",
        "journalist",
        "führer",
        "sprecher",
        "forscher",
        "künstler",
        "verteidiger",
        "schriftsteller",
    ];
    const ENDINGS: [&str; 6] = ["innen", "in", "en", "es", "s", ""];
    ENDINGS
        .iter()
        .any(|ending| lower.strip_suffix(ending).is_some_and(|stem| ENDS.iter().any(|end| stem.ends_with(end))))
}

/// Whether a word with a capital ends or begins the name of a body of people: "Union", "Junta".
fn is_body(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && BODIES.contains(&word.to_lowercase().as_str())
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
            ("en", "Release of the docker and union activist Ada Marsh", &["Ada Marsh"]),
            ("en", "the release of trade union lawyer Ada Marsh", &["Ada Marsh"]),
            ("en", "the regime of president Jo Bloggs and activist Bo Ross", &[]),
            ("fr", "la libération de Ada Marsh", &["Ada Marsh"]),
            ("es", "la libertad de Ada Marsh", &["Ada Marsh"]),
            ("en", "Ada Marsh (34) was arrested. The company Ice Timber was fined.", &["Ada Marsh"]),
            ("en", "the case against the company Ice Timber", &[]),
            ("de", "Ada Marsh wurde getroffen und starb zwei Tage später. Bo Ross wurde festgenommen.", &["Bo Ross"]),
            ("ru", "Ада Марш арестована 3 мая", &["Ада Марш"]),
            ("ru", "Освободите Аду Марш", &[]),
            ("en", "the release of Journalist Ada Marsh", &["Ada Marsh"]),
            ("de", "Freiheit für Journalist Bo Ross", &["Bo Ross"]),
            ("en", "Act now for the release of the Riverside Three - Ada Marsh, Bo Ross and Cy Palmer", &[]),
            ("en", "Abduction of farm workers' organiser Ada Marsh", &["Ada Marsh"]),
            ("de", "Auskunft über den Verbleib von Ada Marsh und ihrem Bruder Bo Ross", &["Ada Marsh", "Bo Ross"]),
            (
                "fr",
                "Libérer immédiatement et sans condition Mme Ada Marsh et son frère, M. Bo Ross",
                &["Mme Ada Marsh", "M. Bo Ross"],
            ),
            ("fr", "la détention arbitraire d'Ada Marsh", &["Ada Marsh"]),
            ("fr", "L'archiviste Ada Marsh a été inculpée", &["Ada Marsh"]),
            ("de", "Der Buchhändler Bo Ross wurde festgenommen", &["Bo Ross"]),
            ("de", "Nach Angaben der Angehörigen wurde Bo Ross geschlagen", &[]),
            ("de", "Laut Polizei wurde er geschlagen", &[]),
            ("en", "the release of the Free Zone Thread Union's members", &[]),
            ("en", "an investigation of the threats against the Water Board", &[]),
            ("es", "proteger de forma efectiva a Ada Marsh y Bo Ross", &["Ada Marsh", "Bo Ross"]),
            ("es", "la Asamblea pide la libertad inmediata de Ada Marsh", &["Ada Marsh"]),
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
            (&["Me Marsh", "Me Ada Marsh"], &[], &["Ada Marsh"]),
        ] {
            let shown: Vec<String> = whole(found(names), &found(others)).into_iter().map(|name| name.value).collect();
            assert_eq!(shown, expected, "{names:?}");
        }
        let shown = |text: &str| listed(&[(1, text)]).into_iter().map(|name| name.value).collect::<Vec<_>>();
        assert_eq!(shown("NAME AND PREFERRED PRONOUN: Ada Marsh (she/her)"), ["Ada Marsh"]);
        assert_eq!(shown("Nombre: Ada Marsh (mujer), Bo Ross (hombre)"), ["Ada Marsh", "Bo Ross"]);
        assert!(shown("Name: Ada Marsh").is_empty() && shown("Contact: Ada Marsh (she/her)").is_empty());
        let listed =
            [(1, "four students, Ada Marsh, Bo Ross, Cy Palmer and Di Frost, who were expelled by Minister Ed Berg")];
        let beside: Vec<String> = beside(&found(&["Bo Ross"]), &listed).into_iter().map(|name| name.value).collect();
        assert_eq!(beside, ["Ada Marsh", "Cy Palmer", "Di Frost"]);
        let names = persons(&[(1, "the release of Ada Marsh and Bo Ross Jr., who was held")], "en");
        assert_eq!(names[1].value, "Bo Ross Jr.");
        assert!(same("Анна Ветрова", "Анны Ветровой") && !same("Анна Ветрова", "Ада Марш"));
        assert!(!same("Ada Marsh", "Adam Marshall Ross"));
    }
}
