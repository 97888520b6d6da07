//! What somebody demands in one sentence that lists it: "The union asks for three things: (1) her release; (2) an inquiry".

use super::demands::numbered;
use super::lines::has_value;
use super::sentences::places;
use crate::text::{fold, lower_in_place};

/// Parts between semicolons that make a list; two may be two halves of a sentence.
const PARTS_LEAST: usize = 3;
/// Bytes between the verb and the colon before the list: "asks for three things: ".
const LEAD_MOST: usize = 60;

/// The verbs with which those who publish an appeal, or a union it is about, demand something.
const VERBS: [(&str, &[&str]); 6] = [
    (
        "en",
        &[
            "asks for",
            "is asking for",
            "ask for",
            "are asking for",
            "demands",
            "is demanding",
            "demand",
            "are demanding",
            "calls for",
            "is calling for",
            "call for",
            "are calling for",
            "wants",
            "want",
            "insists on",
            "insist on",
        ],
    ),
    ("de", &["fordert", "fordern", "verlangt", "verlangen", "will", "wollen"]),
    (
        "fr",
        &[
            "exige",
            "exigent",
            "exigeons",
            "demande",
            "demandent",
            "demandons",
            "réclame",
            "réclament",
            "réclamons",
            "veut",
            "veulent",
            "voulons",
        ],
    ),
    (
        "es",
        &[
            "exige",
            "exigen",
            "exigimos",
            "pide",
            "piden",
            "pedimos",
            "demanda",
            "demandan",
            "demandamos",
            "reclama",
            "reclaman",
            "reclamamos",
            "solicita",
            "solicitan",
            "solicitamos",
        ],
    ),
    (
        "ru",
        &["требует", "требуют", "требуем", "добивается", "добиваются", "добиваемся", "настаивает на", "настаивают на"],
    ),
    ("kk", &["талап етеді", "талап етеміз", "талап етуде"]),
];

/// Who demands in the name of an appeal; words of the languages together, folded, each the beginning of a word.
const WHO: [&str; 45] = [
    "we",
    "union",
    "federation",
    "confederation",
    "campaign",
    "committee",
    "workers",
    "strikers",
    "famil",
    "network",
    "association",
    "wir",
    "gewerkschaft",
    "verband",
    "komitee",
    "beschaftigte",
    "streikende",
    "angehorige",
    "bundnis",
    "nous",
    "syndicat",
    "comite",
    "travailleu",
    "greviste",
    "collectif",
    "sindicato",
    "asociacion",
    "trabajador",
    "huelguista",
    "colectivo",
    "red",
    "мы",
    "профсоюз",
    "профком",
    "союз",
    "федерац",
    "комитет",
    "рабочие",
    "семья",
    "работники",
    "біз",
    "кәсіподақ",
    "одағы",
    "жұмысшылар",
    "комитеті",
];

/// The demands that a sentence of a line lists, in its words.
pub(super) fn in_line<'t>(text: &'t str, language: &str) -> Option<Vec<&'t str>> {
    // No list is shorter than its marks.
    if !text.contains(';') && !text.contains("2)") {
        return None;
    }
    places(text).find_map(|place| in_sentence(&text[place], language))
}

fn in_sentence<'t>(sentence: &'t str, language: &str) -> Option<Vec<&'t str>> {
    let (_, verbs) = VERBS.iter().find(|(tag, _)| *tag == language)?;
    let lower = lower_in_place(sentence);
    let is_word = |at: usize, end: usize| {
        !lower[..at].ends_with(char::is_alphanumeric) && !lower[end..].starts_with(char::is_alphanumeric)
    };
    let ends = verbs.iter().flat_map(|verb| lower.match_indices(verb)).map(|(at, verb)| (at, at + verb.len()));
    let (verb, end) =
        ends.filter(|(at, end)| is_word(*at, *end)).min_by_key(|(at, end)| (*at, std::cmp::Reverse(*end)))?;
    // Spanish has no "we" beside its verb.
    let says_we =
        ["mos", "ons", "em", "ем", "еміз"].iter().any(|ending| language != "en" && lower[verb..end].ends_with(ending));
    if !says_we && !demands_for_us(&lower[..end]) {
        return None;
    }
    listed(sentence[end..].trim_start_matches([',', ' ']))
}

/// Who demands for themselves, and nothing that an appeal supports; as above.
const OTHERS: [&str; 25] = [
    "company",
    "management",
    "employer",
    "manager",
    "government",
    "police",
    "prosecutor",
    "court",
    "minist",
    "firma",
    "arbeitgeber",
    "regierung",
    "polizei",
    "staatsanwalt",
    "entreprise",
    "direction",
    "employeur",
    "gouvernement",
    "empresa",
    "patronal",
    "gobierno",
    "fiscal",
    "компания",
    "прокурор",
    "власти",
];

/// Whether the last of those whom the words before a verb name publish appeals or are supported by them, "the union",
/// "we", and not in "the union says that the company demands".
fn demands_for_us(words: &str) -> bool {
    let folded = fold(words);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    let is_of = |list: &[&str], word: &str| {
        list.iter().any(|who| if who.chars().count() < 4 { word == *who } else { word.starts_with(who) })
    };
    let last = |list: &[&str]| words.iter().rposition(|word| is_of(list, word));
    last(&WHO).is_some_and(|ours| last(&OTHERS).is_none_or(|other| other < ours))
}

/// The parts of a list, with numbers in brackets or between semicolons; behind a short lead with its colon.
fn listed(asked: &str) -> Option<Vec<&str>> {
    let asked = match asked.split_once(": ") {
        Some((lead, list)) if lead.len() <= LEAD_MOST => list,
        _ => asked.trim_start_matches([':', ' ']),
    };
    let asked = asked.trim_end().trim_end_matches(['.', '!']);
    if let Some(parts) = numbered(asked).filter(|parts| parts.iter().all(|part| is_demand(part))) {
        return Some(parts);
    }
    let parts: Vec<&str> = asked.split(';').map(|part| without_and(part.trim())).collect();
    (parts.len() >= PARTS_LEAST && parts.iter().all(|part| is_demand(part))).then_some(parts)
}

/// Whether a part may be a demand: of some words, and without an address.
fn is_demand(part: &str) -> bool {
    const WORDS_LEAST: usize = 2;
    part.split_whitespace().count() >= WORDS_LEAST && !has_value(part) && !part.contains(": ")
}

/// The last part of a list without the word that joins it: "and an inquiry".
fn without_and(part: &str) -> &str {
    const AND: [&str; 9] = ["and ", "as well as ", "und ", "sowie ", "et ", "ainsi que ", "y ", "и ", "және "];
    AND.iter().find_map(|and| part.strip_prefix(and)).unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_lists_demands_has_them_all() {
        for (language, text, expected) in [
            (
                "en",
                "It was a shock. The union asks for three things: (1) the release of Ada Marsh; (2) an end to the trial; and (3) an inquiry.",
                Some(&["the release of Ada Marsh", "an end to the trial", "an inquiry"][..]),
            ),
            (
                "fr",
                "Avec elle, l'Union des dockers exige la libération de Mme Marsh ; l'abandon des poursuites ; une enquête.",
                Some(&["la libération de Mme Marsh", "l'abandon des poursuites", "une enquête"]),
            ),
            (
                "de",
                "Die Gewerkschaft verlangt: die Freilassung von Ada Marsh; ein Ende des Verfahrens; und eine Untersuchung.",
                Some(&["die Freilassung von Ada Marsh", "ein Ende des Verfahrens", "eine Untersuchung"]),
            ),
            (
                "es",
                "Exigimos: 1) la libertad de Ada Marsh; 2) una investigación.",
                Some(&["la libertad de Ada Marsh", "una investigación"]),
            ),
            (
                "ru",
                "Профсоюз требует освободить Аду Марш; прекратить дело; вернуть документы.",
                Some(&["освободить Аду Марш", "прекратить дело", "вернуть документы"]),
            ),
            (
                "kk",
                "Кәсіподақ талап етеді: 1) Ада Маршты босатуды; 2) істі тоқтатуды.",
                Some(&["Ада Маршты босатуды", "істі тоқтатуды"]),
            ),
            ("en", "The firm demands three things: (1) an apology; (2) a fine; and (3) silence all round.", None),
            ("en", "The union asks for help; the firm says no.", None),
            ("en", "The union says that the company demands: (1) an apology; (2) a fine; (3) silence all round.", None),
            (
                "en",
                "The families of the company's workers demand (1) an inquiry; and (2) their back pay.",
                Some(&["an inquiry", "their back pay"]),
            ),
            ("en", "The union asks for letters: (1) to the court, a@b.example; (2) to the minister.", None),
        ] {
            assert_eq!(in_line(text, language).as_deref(), expected, "{text}");
        }
    }
}
