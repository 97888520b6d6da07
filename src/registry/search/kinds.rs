//! What people call the kinds of offices: "minister of justice", "Justizministerium", "әділет министрлігі".

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::locale::Country;
use crate::registry::kind::OfficeKind;
use crate::shipped;
use crate::text::lower_in_place;

use super::words::{Likeness, is_small, likeness, words};

/// A phrase for a kind of office.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// The languages it is of.
    pub(crate) languages: Vec<&'static str>,
    /// The kind it stands for, with those that are narrower.
    pub(crate) kind: OfficeKind,
    /// Its words without the small ones, in the order of the alphabet.
    words: Vec<String>,
}

/// Every phrase, by what its words are together.
#[derive(Default)]
struct Phrases {
    all: Vec<Phrase>,
    by_words: HashMap<Vec<String>, usize>,
    longest: usize,
}

impl Phrases {
    fn add(&mut self, language: &'static str, kind: OfficeKind, name: &str) {
        let words = content(name);
        self.longest = self.longest.max(words.len());
        if let Some(known) = self.by_words.get(&words) {
            let languages = &mut self.all[*known].languages;
            languages.extend((!languages.contains(&language)).then_some(language));
        } else {
            self.by_words.insert(words.clone(), self.all.len());
            self.all.push(Phrase { languages: vec![language], kind, words });
        }
    }
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    for kind in OfficeKind::all() {
        phrases.add("en", kind, kind.as_str());
    }
    for language in shipped::KIND_NAMES {
        for names in language.kinds {
            let Some(kind) = OfficeKind::parse(names.kind) else { continue };
            for name in [names.name].into_iter().chain(names.of).chain(names.also.iter().copied()) {
                phrases.add(language.language, kind, name);
            }
        }
    }
    for line in include_str!("kinds.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split(" | ");
        let (Some(language), Some(kind), Some(names)) = (columns.next(), columns.next(), columns.next()) else {
            continue;
        };
        let Some(kind) = OfficeKind::parse(kind) else { continue };
        names.split(", ").for_each(|name| phrases.add(language, kind, name));
    }
    phrases
});

fn content(text: &str) -> Vec<String> {
    let mut content: Vec<String> =
        words(text).into_iter().map(|word| word.folded).filter(|word| !is_small(word)).collect();
    content.sort_unstable();
    content
}

/// The most words a phrase has.
pub(super) fn longest() -> usize {
    PHRASES.longest
}

/// The phrase that these words are, in any order; small words are not among them.
pub(super) fn spoken(wanted: &[&str]) -> Option<&'static Phrase> {
    let mut sorted: Vec<String> = wanted.iter().map(|word| (*word).to_owned()).collect();
    sorted.sort_unstable();
    PHRASES.by_words.get(&sorted).map(|at| &PHRASES.all[*at])
}

/// The phrase most like these words, each at least so like, and how like the least like word of it is.
pub(super) fn like(wanted: &[&str], least: Likeness) -> Option<(&'static Phrase, Likeness)> {
    let mut best: Option<(&Phrase, Likeness)> = None;
    // Words that are alike but for their endings begin alike: most phrases need no closer look.
    let begins_like = |phrase: &&Phrase| {
        least < Likeness::Inflected
            || wanted.iter().all(|wanted| phrase.words.iter().any(|word| word.chars().next() == wanted.chars().next()))
    };
    let of_length = PHRASES.all.iter().filter(|phrase| phrase.words.len() == wanted.len());
    for phrase in of_length.filter(begins_like) {
        let each = wanted.iter().map(|wanted| {
            let alike = phrase.words.iter().filter_map(|word| {
                // A word that is cut short names a kind only when most of it is there.
                likeness(wanted, word).filter(|found| *found != Likeness::Begins || wanted.len() * 2 >= word.len())
            });
            alike.max().filter(|found| *found >= least)
        });
        let Some(worst) = each.min().flatten() else { continue };
        if best.is_none_or(|(_, known)| worst > known) {
            best = Some((phrase, worst));
        }
    }
    best
}

/// Whether a text is a phrase for a kind of office and nothing else.
pub(crate) fn is_phrase(text: &str) -> bool {
    let words = content(text);
    spoken(&words.iter().map(String::as_str).collect::<Vec<_>>()).is_some()
}

/// Words behind "President" that are read to see over what: as many as a name has, so that no text made of that word
/// alone is read once a word.
const OVER_MOST: usize = 16;

/// The phrase for a kind of office in a text of which nobody typed the words to search: without words that only begin
/// or end like one ("Governor" like "governo"), and without single words that name offices of any kind ("press office",
/// "general secretary").
pub(crate) fn certain_in_text(text: &str) -> Option<&'static Phrase> {
    const ANY: [&str; 23] = [
        "press",
        "presse",
        "prensa",
        "пресса",
        "government",
        "gouvernement",
        "gobierno",
        "regierung",
        "правительство",
        "secretary",
        "department",
        "house",
        "news",
        "firm",
        "justice",
        "justicia",
        "justiz",
        "labour",
        "labor",
        "interior",
        "interieur",
        "intelligence",
        "gobernacion",
    ];
    let found = first_in_text(text, |window| {
        // Russian and Kazakh put other endings to the words of an office in an address; elsewhere they stand as they are.
        let is_declined = || window.iter().all(|word| word.starts_with(|c| matches!(c, '\u{400}'..='\u{4ff}')));
        let declined = || Some(like(window, Likeness::Inflected)?.0);
        let found = spoken(window).or_else(|| if is_declined() { declined() } else { None });
        let found = found.or_else(|| german_ministry(window));
        found.filter(|_| !matches!(window, [only] if ANY.contains(only)))
    })?;
    if let Some(ministry) = ministry_of(text, found) {
        return Some(ministry);
    }
    if let Some(ministry) = also_minister(text, found) {
        return Some(ministry);
    }
    if let Some(narrow) = one_of_several(text, found) {
        return Some(narrow);
    }
    // "Commissaire du gouvernement près le tribunal": whoever acts before a court is not the court.
    if found.kind == OfficeKind::Court
        && let Some((before, _)) = [" près ", " ante "].iter().find_map(|at| text.split_once(at))
        && !before.split(' ').any(|word| found.words.contains(&content(word).concat()))
    {
        return certain_in_text(before);
    }
    // "President of the Labour Court", "President of Ice Ltd": over what somebody presides says what it is.
    let over = text.split(' ').skip_while(|word| !found.words.contains(&content(word).concat())).skip(1);
    let over = over.take(OVER_MOST).collect::<Vec<_>>().join(" ");
    if found.kind != OfficeKind::HeadOfState || found.words.len() > 1 || over.is_empty() || is_of_state(&over) {
        return Some(found);
    }
    certain_in_text(&over)
}

/// The phrase for a ministry that German makes one word of with what it is for: "Gesundheitsminister".
fn german_ministry(window: &[&str]) -> Option<&'static Phrase> {
    const ENDS: [&str; 3] = ["sministerium", "sminister", "sministerin"];
    let [word] = window else { return None };
    ENDS.iter().any(|end| word.ends_with(end)).then(|| spoken(&["ministerium"])).flatten()
}

/// The phrase for a ministry of what another phrase names: "Minister of Information and Media" is of no newspaper. A
/// judge may be a minister of the court.
fn ministry_of(text: &str, found: &Phrase) -> Option<&'static Phrase> {
    if found.kind.is_ministry() || found.kind == OfficeKind::Court || found.kind.is_mission() {
        return None;
    }
    let all = words(text);
    let of_ministry = all.windows(2).find_map(|pair| {
        let phrase = spoken(&[pair[0].folded.as_str()]).filter(|phrase| phrase.kind == OfficeKind::Ministry)?;
        is_small(&pair[1].folded).then_some((phrase, pair[1].span.0))
    });
    let (phrase, start) = of_ministry?;
    let what = text[start..].split([',', '(', '–', ':', '\n']).next().unwrap_or_default();
    let what = content(what);
    found.words.iter().all(|word| what.contains(word)).then_some(phrase)
}

/// The phrase for the ministry of justice of an attorney general who is its minister too.
fn also_minister(text: &str, found: &Phrase) -> Option<&'static Phrase> {
    const AND: [&str; 6] = [" and ", " & ", " et ", " y ", " und ", " и "];
    if found.kind != OfficeKind::Prosecutor {
        return None;
    }
    let lower = lower_in_place(text);
    let rest = AND.iter().find_map(|and| lower.split_once(and)).map(|(_, rest)| rest)?;
    certain_in_text(rest).filter(|phrase| phrase.kind == OfficeKind::JusticeMinistry)
}

/// The narrower kind of a ministry that does several things, one of them in a word: "Minister of Public Service, Labour
/// and Social Welfare".
fn one_of_several(text: &str, found: &Phrase) -> Option<&'static Phrase> {
    let [title] = found.words.as_slice() else { return None };
    let start =
        words(text).into_iter().find(|word| word.folded == *title).filter(|_| found.kind == OfficeKind::Ministry)?;
    let parts =
        text[start.span.1..].split(',').flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" et "));
    let parts = parts.flat_map(|part| part.split(" y ")).flat_map(|part| part.split(" und ")).map(content);
    let mut narrow = parts.filter_map(|part| match part.as_slice() {
        [only] => {
            spoken(&[title, only]).filter(|phrase| phrase.kind.is_ministry() && phrase.kind != OfficeKind::Ministry)
        }
        _ => None,
    });
    narrow.next()
}

/// Whether what a president presides over is a state: "of the Republic", "of Antarctica", and not "of the Supreme Court of
/// Antarctica".
fn is_of_state(over: &str) -> bool {
    const OF: [&str; 9] = ["of the ", "of ", "de la ", "de l'", "de l’", "du ", "de ", "der ", "von "];
    const BODIES: [&str; 11] = [
        "association",
        "union",
        "council",
        "committee",
        "company",
        "bank",
        "university",
        "chamber",
        "institute",
        "board",
        "party",
    ];
    const STATE: [&str; 12] = [
        "republic",
        "republique",
        "republica",
        "republik",
        "республики",
        "государства",
        "state",
        "federation",
        "nation",
        "federacion",
        "administration",
        "республикасынын",
    ];
    // "of the Union of the Comoros" is a state by its whole name.
    let name = over.split(',').next().unwrap_or(over);
    let name = OF.iter().find_map(|of| name.strip_prefix(of)).unwrap_or(name);
    if Country::by_name(name).is_some() {
        return true;
    }
    let words = words(over);
    let first = words.iter().position(|word| !is_small(&word.folded)).unwrap_or(words.len());
    // Up to the next small word: "the Human Rights Commission", of whatever state.
    let lead: Vec<_> = words[first..].iter().take_while(|word| !is_small(&word.folded)).collect();
    let Some(last) = lead.last() else { return false };
    let lead_text = &over[words[first].span.0..last.span.1];
    // "the Kenya Human Rights Commission"
    let is_body = || {
        lead.iter().any(|word| BODIES.contains(&word.folded.as_str()))
            || certain_in_text(lead_text).is_some_and(|phrase| phrase.kind != OfficeKind::HeadOfState)
    };
    if lead.iter().any(|word| STATE.contains(&word.folded.as_str())) {
        return true;
    }
    // A state may have small words in its own name.
    let begins_with_state = || {
        let ends = words[first..].iter().take(STATE_MOST).map(|word| word.span.1);
        ends.into_iter().any(|end| Country::by_name(&over[words[first].span.0..end]).is_some())
    };
    (!super::countries::in_text(lead_text).is_empty() || begins_with_state()) && !is_body()
}

/// Words of the name of a state.
const STATE_MOST: usize = 6;

/// The first phrase for a kind of office in a text, the longest where several begin at the same word.
pub(crate) fn in_text(text: &str) -> Option<&'static Phrase> {
    first_in_text(text, |window| spoken(window).or_else(|| Some(like(window, Likeness::Inflected)?.0)))
}

fn first_in_text(text: &str, phrase: impl Fn(&[&str]) -> Option<&'static Phrase>) -> Option<&'static Phrase> {
    let words = words(text);
    let content: Vec<&str> = words.iter().map(|word| word.folded.as_str()).filter(|word| !is_small(word)).collect();
    let mut weak = None;
    for start in 0..content.len() {
        let mut windows =
            (1..=longest().min(content.len() - start)).rev().map(|length| &content[start..start + length]);
        let found = windows.find_map(&phrase);
        match found {
            // "Head of the Supreme Court", "Minister of Justice": what is narrowest says most.
            Some(phrase) if phrase.kind != OfficeKind::Ministry => return Some(phrase),
            Some(phrase) => weak = weak.or(Some(phrase)),
            None => {}
        }
    }
    weak
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_names_have_the_kind_that_their_words_say() {
        for (text, kind) in [
            ("President of the Republic", Some("head-of-state")),
            ("Präsident", Some("head-of-state")),
            ("President of Kazakhstan", Some("head-of-state")),
            ("Président du Tribunal du travail de Dakar", Some("court")),
            ("President of the Union of the Comoros", Some("head-of-state")),
            ("President of Ice Ltd", None),
            ("President of the Supreme Court of Kazakhstan", Some("court")),
            ("President of the Supreme Court of the Republic of Togo", Some("court")),
            ("President of the Kenya Human Rights Commission", Some("ombudsman")),
            ("Présidente de la Commission des droits de l'homme du Cameroun", Some("ombudsman")),
            ("Presidente de la Asamblea Nacional de Venezuela", Some("parliament")),
            ("Präsidentin der Handelskammer von Togo", None),
            ("President of the Ghana Football Association", None),
            ("Président de Côte d'Ivoire", Some("head-of-state")),
            ("Président de la République du Cameroun", Some("head-of-state")),
            ("Президент Республики Казахстан", Some("head-of-state")),
            ("Президенту Казахстана", Some("head-of-state")),
            ("President of Togo Ada Marsh", Some("head-of-state")),
            ("Präsident der Islamischen Republik Iran", Some("head-of-state")),
            ("President of South Sudan", Some("head-of-state")),
            ("Commissaire du gouvernement près le tribunal militaire de Yaoundé", None),
            ("Procureur de la République près le tribunal de Dakar", Some("prosecutor")),
            ("Délégué général à la Sûreté nationale", Some("police")),
            ("Menschenrechtsombudsmann", Some("ombudsman")),
            (&"President ".repeat(100_000), Some("head-of-state")),
            ("Attorney General and Minister for Justice", Some("justice-ministry")),
            ("procureur général et ministre de la Justice", Some("justice-ministry")),
            ("Prosecutor General and his office", Some("prosecutor")),
            ("Prime Minister and Minister of Justice", Some("head-of-government")),
            ("Labour Camp No. 9", Some("prison")),
            ("Governor's office", None),
            ("New Government Complex", None),
            ("General To Van Hai", None),
            ("Acting General Secretary of the union", None),
            ("Press office", None),
            ("Reyes", None),
            ("Генеральному прокурору", Some("prosecutor")),
            ("Министру внутренних дел", Some("interior-ministry")),
            ("Head of the Supreme Court", Some("court")),
            ("Minister of Information and Media", Some("ministry")),
            ("Minister of Public Service, Labour and Social Welfare", Some("labour-ministry")),
            ("Minister of Gender and Social Justice", Some("ministry")),
            ("Ministro de la Corte Suprema", Some("court")),
            ("Bildungsministerin", Some("ministry")),
            ("Ministerin für Bildung", Some("ministry")),
            ("Ministerin für Arbeit und Soziales", Some("labour-ministry")),
            ("Minister für Soziales und Arbeit", Some("labour-ministry")),
            ("Labour Court of Ross", Some("court")),
            ("Justice Ada Marsh", None),
            ("Palais de Justice", None),
            ("Minister of Ice, Head of the Police", Some("police")),
        ] {
            assert_eq!(certain_in_text(text).map(|phrase| phrase.kind.as_str()), kind, "{text}");
        }
    }

    #[test]
    fn kinds_are_known_by_what_people_call_them() {
        for (text, kind, language) in [
            ("Minister of Justice", "justice-ministry", "en"),
            ("justice minister", "justice-ministry", "en"),
            ("The Supreme Court", "court", "en"),
            ("Министру юстиции", "justice-ministry", "ru"),
            ("в Министерство внутренних дел", "interior-ministry", "ru"),
            ("генеральному прокурору", "prosecutor", "ru"),
            ("Justizministerium", "justice-ministry", "de"),
            ("ADALET BAKANLIĞI", "justice-ministry", "tr"),
            ("T.C. Adalet Bakanligi", "justice-ministry", "tr"),
            ("ministère de la Justice", "justice-ministry", "fr"),
            ("Corte Suprema de Justicia", "court", "es"),
            ("Әділет министрлігі", "justice-ministry", "kk"),
            ("Ambassade", "embassy", "fr"),
            ("the Minister", "ministry", ""),
            ("Tribunal", "court", ""),
        ] {
            let found = in_text(text).map(|phrase| (phrase.kind.as_str(), phrase.languages.join(" ")));
            assert_eq!(
                found.as_ref().map(|(kind, languages)| (*kind, languages.starts_with(language))),
                Some((kind, true)),
                "{text}"
            );
        }
        for text in ["Yılmaz Tunç", "12 High Street", "Ankara", ""] {
            assert!(in_text(text).is_none(), "{text}");
        }
    }
}
