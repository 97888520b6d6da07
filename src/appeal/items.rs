//! Items of lists: whether one asks for something or only tells, and what it asks for.

use super::demands::{OF_NOUNS, parted};
use super::words::{List, folded};
use crate::registry::pasted::names_office;
use crate::text::fold;

/// How an item begins that asks.
static STARTS: List = List::new(|| {
    folded(
        "press them|press him|press her|press the|encouraging|encourage |urging|urge |calling|call on|call for|call upon|asking|ask |demanding|demand |requesting|request |appealing|\
     appeal to|insisting|insist |призыва|требуя|требуите|требовать|прося|просите|просить|с требованием|fordern|fordert|\
     fordere|bitten |bitte |appellier|demandant|demander|demandez|appelant|appeler|exhort|priant|prier|exigeant|exiger|\
     sollicitant|reclamant|reclamez|exigez|pidiendo|pidan|pida |pedir|exigiendo|exigir|exijan|exija |instando|instandol|\
     instar|insten|inste |solicitando|solicitar|soliciten|solicite |reclamen|reclamando|exhorten|exhortando|urjan|rueguen",
    )
});

/// How an item begins that asks for nothing: "Expressing concern at …".
static TELLS: List = List::new(|| {
    folded(
        "expressing|condemning|protesting|reminding|welcoming|noting|pointing out|stating|explaining|voicing|express |condemn |\
     protest |welcome |state |voice |выражая|осуждая|напоминая|приветствуя|выразите|выразить|осудите|осудить|\
     exprimant|condamnant|rappelant|saluant|exprimer|exprimez|condamner|condamnez|expresando|condenando|recordando|\
     manifestando|expresar|expresen|condenar|condenen|manifiesten",
    )
});

/// Whether an item of a list asks somebody for something by its first word.
pub fn asks(text: &str) -> bool {
    const ADVERBS: [&str; 5] = ["ly", "ment", "mente", "lich", "но"];
    let folded = fold(text);
    // "respectfully urging the authorities to …"
    let (first, rest) = folded.split_once(' ').unwrap_or((&folded, ""));
    let behind = if ADVERBS.iter().any(|end| first.ends_with(end)) { rest } else { "" };
    STARTS.iter().any(|start| folded.starts_with(start) || behind.starts_with(start))
}

/// Whether an item of a list says what the letter says, and asks for nothing.
pub(super) fn tells(text: &str) -> bool {
    // "das Ministerium daran erinnern, dass …": German has the verb behind.
    const VERBS: [&str; 5] = [" erinnern", " verurteilen", " begrußen", " ausdrucken", " hinweisen"];
    let folded = fold(text);
    let ends = |verb: &str| {
        folded.match_indices(verb).any(|(at, _)| {
            folded[at + verb.len()..].trim_start_matches([' ']).starts_with([',', '.', ';'])
                || at + verb.len() == folded.len()
        })
    };
    TELLS.iter().any(|start| folded.starts_with(start)) || VERBS.iter().any(|verb| ends(verb))
}

/// What an item asks for that begins by telling: "Condemning the sentence and calling for her release".
pub(super) fn asked_besides(text: &str) -> Option<&str> {
    [" and ", " und ", " et ", " y ", " и "]
        .into_iter()
        .flat_map(|and| text.match_indices(and))
        .map(|(at, and)| &text[at + and.len()..])
        .find(|rest| asks(rest))
}

/// "die Freilassung von Ada Marsh fordern", "um eine Untersuchung bitten": without the verb that asks.
fn before_verb(text: &str) -> Option<&str> {
    const VERBS: [&str; 5] = [" fordern", " verlangen", " einfordern", " bitten", " ersuchen"];
    if let Some((_, asked)) = text.split_once(" auffordern, ") {
        return Some(asked);
    }
    let bare = text.trim_end_matches(['.', ',', ';', ' ']);
    let asked = VERBS.iter().find_map(|verb| bare.strip_suffix(verb))?;
    let asked = asked.strip_suffix(" zu").unwrap_or(asked);
    Some(asked.strip_prefix("um ").unwrap_or(asked))
}

/// The last item but one of a list without the word that joins the last: "restore her to her post; and".
pub(super) fn without_joint(text: &str) -> &str {
    const JOINTS: [&str; 12] =
        [" and", " or", " und", " sowie", " oder", " et", " ou", " y", " o", " и", " а также", " және"];
    let signs = [' ', ';', ','];
    let rest = JOINTS.iter().find_map(|joint| text.trim_end_matches(signs).strip_suffix(joint));
    rest.map_or(text, |rest| rest.trim_end_matches(signs))
}

/// "Urging the authorities to release her": what an item of a list asks for, without the words that ask.
pub(super) fn bare<'a>(text: &'a str, language: &str) -> &'a str {
    let text = without_joint(text);
    // Behind "Ask them": "to release her".
    let text = text.strip_prefix("to ").filter(|_| language == "en").unwrap_or(text);
    if let Some(asked) = before_verb(text).filter(|_| language == "de") {
        return asked;
    }
    if !asks(text) {
        return text;
    }
    that_is_asked(text, language)
        .or_else(|| asked_by_noun(text, language))
        .or_else(|| {
            let asked = parted(text, language)?;
            // "Calling on the Ministry of Health to treat her": what is asked of another office is nothing without it.
            (!names_another(&text[..asked])).then_some(&text[asked..])
        })
        .unwrap_or(text)
}

/// What an item asks for, where it asks for two things: "quash the sentence and to free her". In "access to a lawyer and
/// to her family" it is one.
pub(super) fn joined<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let is_verb = |rest: &str| {
        let word = rest.split(' ').next().unwrap_or_default();
        word.starts_with(char::is_lowercase) && !OF_NOUNS.contains(&word) && rest.contains(' ') && !names_office(rest)
    };
    let two = text.split_once(" and to ").filter(|(first, second)| {
        language == "en" && !first.trim_start_matches("to ").contains(" to ") && first.contains(' ') && is_verb(second)
    });
    two.map_or_else(|| vec![text], |(first, second)| vec![first.trim_end_matches(','), second])
}

/// Whether words that ask name one office out of several: not "the authorities", "the government".
fn names_another(lead: &str) -> bool {
    const ALL: [&str; 8] =
        ["authorit", "government", "behorde", "regierung", "autorite", "gouvernement", "autoridad", "gobierno"];
    let folded = fold(lead);
    names_office(lead) && !ALL.iter().any(|word| folded.contains(word))
}

/// The verbs that ask for a noun, and the words with which it begins.
fn verbs_and_articles(language: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    Some(match language {
        "es" => (
            &[
                "pidan",
                "pida",
                "pidiendo",
                "exijan",
                "exija",
                "exigiendo",
                "soliciten",
                "solicite",
                "solicitando",
                "reclamen",
                "reclamando",
            ],
            &["el", "la", "los", "las", "un", "una", "su"],
        ),
        "fr" => (
            &["exigez", "exigeant", "demandez", "demandant", "réclamez", "réclamant", "sollicitant"],
            &["le", "la", "les", "un", "une", "sa", "son", "leur", "leurs"],
        ),
        "de" => (
            &["fordert", "fordern sie", "verlangt", "verlangen sie"],
            &["die", "das", "den", "eine", "einen", "ein", "ihre", "ihren", "seine", "seinen"],
        ),
        _ => return None,
    })
}

/// "Pidan una investigación", "Exigez la libération": what is asked for as a noun with its article.
fn asked_by_noun<'a>(text: &'a str, language: &str) -> Option<&'a str> {
    let rest = behind_verb(text, language)?;
    begins_noun(rest, language).then_some(rest)
}

/// What stands behind the verb with which a text asks.
fn behind_verb<'a>(text: &'a str, language: &str) -> Option<&'a str> {
    let (verbs, _) = verbs_and_articles(language)?;
    let lower = crate::text::lower_in_place(text);
    let is_verb = |verb: &&&str| lower.strip_prefix(**verb).is_some_and(|rest| rest.starts_with(' '));
    let verb = verbs.iter().filter(is_verb).max_by_key(|verb| verb.len())?;
    Some(text[verb.len()..].trim_start())
}

/// Whether a text begins with an article.
fn begins_noun(text: &str, language: &str) -> bool {
    let elided = language == "fr" && text.starts_with(['l', 'L']) && text[1..].starts_with(['\'', '’']);
    let article = text.split(' ').next().unwrap_or_default().to_lowercase();
    elided || verbs_and_articles(language).is_some_and(|(_, articles)| articles.contains(&article.as_str()))
}

/// What a sentence tells its readers to ask for, as nouns: "Fordern Sie höflich die Freilassung von Ada Marsh und eine
/// Untersuchung".
pub(super) fn asked_as_nouns<'a>(sentence: &'a str, language: &str) -> Option<Vec<&'a str>> {
    /// Words between the verb and the noun: "in höflichem Ton", "al gobierno".
    const HOW_MOST: usize = 4;
    const BEFORE_WHOM: [&str; 7] = ["a", "à", "auprès", "con", "de", "en", "für"];
    let sentence = sentence.trim_end_matches(['.', '!', ' ']);
    let rest = behind_verb(sentence, language)?;
    // "Fordern Sie die Liste an" asks whoever publishes.
    if rest.contains(['@', ':']) || language == "de" && rest.ends_with(" an") {
        return None;
    }
    let starts = [0].into_iter().chain(rest.match_indices(' ').map(|(at, _)| at + 1)).take(HOW_MOST + 1);
    let is_whom = |at: usize| rest[..at].split_whitespace().next_back().is_some_and(|word| BEFORE_WHOM.contains(&word));
    let begin = starts.into_iter().find(|&at| begins_noun(&rest[at..], language) && !is_whom(at))?;
    let asked = &rest[begin..];
    // What German asks for is in another case than who somebody is, and a clause has no such noun.
    let mut parts = Vec::new();
    let mut from = 0;
    let mut joints: Vec<(usize, usize)> = [", und ", " und ", " sowie ", ", "]
        .iter()
        .flat_map(|joint| asked.match_indices(joint))
        .map(|(at, joint)| (at, at + joint.len()))
        .collect();
    joints.sort_unstable();
    for (at, end) in joints {
        if language == "de" && at >= from && begins_noun(&asked[end..], language) && is_of_doing(&asked[end..]) {
            parts.push(&asked[from..at]);
            from = end;
        }
    }
    parts.push(&asked[from..]);
    Some(parts)
}

/// Whether the first noun of German words is of something done: "eine unabhängige Untersuchung".
fn is_of_doing(text: &str) -> bool {
    const ENDS: [&str; 9] = ["ung", "ungen", "heit", "prozess", "verfahren", "zugang", "schutz", "ende", "rücknahme"];
    let noun = text.split_whitespace().find(|word| word.starts_with(char::is_uppercase)).unwrap_or_default();
    let noun = noun.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    ENDS.iter().any(|end| noun.ends_with(end))
}

/// "Asking that they investigate", "Calling for the release of", "Demanding an end to": what is asked, in English, where
/// the verb behind "that" is in the form of a request by itself.
fn that_is_asked<'a>(text: &'a str, language: &str) -> Option<&'a str> {
    const DIRECT: [&str; 8] = [
        "calling for ",
        "call for ",
        "asking for ",
        "ask for ",
        "appealing for ",
        "demanding ",
        "requesting ",
        "demand ",
    ];
    let lower = text.to_ascii_lowercase();
    if language != "en" {
        return None;
    }
    let (verb, rest) = lower.split_once(' ')?;
    if matches!(
        verb,
        "asking" | "ask" | "demanding" | "demand" | "urging" | "urge" | "requesting" | "insisting" | "insist"
    ) && let Some(that) = rest.strip_prefix("that ")
    {
        let asked = ["they ", "you "].iter().find_map(|subject| that.strip_prefix(subject));
        // "that they be released" asks nobody to be.
        let asked = asked.filter(|asked| !asked.starts_with("be ") && !asked.starts_with("are "));
        let length = asked.map_or(that.len() + "that ".len(), str::len);
        return Some(&text[text.len() - length..]);
    }
    DIRECT.iter().find_map(|start| lower.strip_prefix(start)).map(|rest| &text[text.len() - rest.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_are_told_to_ask_for_nouns() {
        for (language, text, expected) in [
            (
                "de",
                "Fordern Sie in höflichem Ton die Freilassung von Ada Marsh, ihre ärztliche Versorgung und eine Untersuchung.",
                &["die Freilassung von Ada Marsh", "ihre ärztliche Versorgung", "eine Untersuchung"][..],
            ),
            (
                "de",
                "Fordern Sie die Freilassung von Ada Marsh, die in Haft sitzt.",
                &["die Freilassung von Ada Marsh, die in Haft sitzt"],
            ),
            ("de", "Fordern Sie die Liste an.", &[]),
            ("de", "Fordern Sie Gerechtigkeit.", &[]),
            ("es", "Pidan a las autoridades la libertad de Ada Marsh.", &["la libertad de Ada Marsh"]),
            ("fr", "Exigez l'abandon des poursuites.", &["l'abandon des poursuites"]),
        ] {
            let found = asked_as_nouns(text, language).unwrap_or_default();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_an_item_asks_for_stands_without_the_words_that_ask() {
        assert_eq!(bare("Urging the authorities to release Ada Marsh;", "en"), "release Ada Marsh;");
        assert_eq!(bare("Release Ada Marsh", "en"), "Release Ada Marsh");
        assert_eq!(bare("to release Ada Marsh", "en"), "release Ada Marsh");
        for (language, text, expected) in [
            ("en", "Asking that they investigate the beatings.", "investigate the beatings."),
            ("en", "Asking that she be released", "that she be released"),
            ("en", "Calling for the release of Ada Marsh", "the release of Ada Marsh"),
            ("en", "Prime Minister of Antarctica", "Prime Minister of Antarctica"),
            ("de", "die sofortige Freilassung von Ada Marsh fordern,", "die sofortige Freilassung von Ada Marsh"),
            (
                "en",
                "Calling on the Ministry of Health to treat her.",
                "Calling on the Ministry of Health to treat her.",
            ),
            ("en", "to release Ada Marsh without delay,", "release Ada Marsh without delay,"),
            ("de", "um eine Untersuchung bitten.", "eine Untersuchung"),
            ("en", "restore her to her post; and", "restore her to her post"),
            ("fr", "libérer Ada Marsh, et", "libérer Ada Marsh"),
            ("de", "die Behörden auffordern, Ada Marsh freizulassen", "Ada Marsh freizulassen"),
            ("es", "Pidiendo a las autoridades que protejan a Ada Marsh;", "protejan a Ada Marsh;"),
            ("es", "Instándolas a que investiguen las amenazas", "investiguen las amenazas"),
            ("es", "Exigiendo que se suspenda la licencia", "que se suspenda la licencia"),
            ("es", "pidan una investigación de las amenazas;", "una investigación de las amenazas;"),
            ("es", "insten a las autoridades a proteger a Ada Marsh", "proteger a Ada Marsh"),
            ("es", "exijan que se haga pública la licencia", "que se haga pública la licencia"),
            ("fr", "Exigez l'abandon des poursuites", "l'abandon des poursuites"),
            ("de", "Fordern Sie die Freilassung von Ada Marsh", "die Freilassung von Ada Marsh"),
            ("fr", "Demandant aux autorités de libérer Ada Marsh", "libérer Ada Marsh"),
            (
                "fr",
                "Priant les autorités de Guinée de libérer Ada Marsh",
                "Priant les autorités de Guinée de libérer Ada Marsh",
            ),
        ] {
            assert_eq!(bare(text, language), expected);
        }
        assert!(tells("das Arbeitsministerium daran erinnern, dass Narnien das Abkommen ratifiziert hat."));
        assert!(tells("express outrage at the charges") && tells("Expresen su preocupación"));
        assert!(tells("Condemning the sentence") && !tells("die Freilassung von Ada Marsh fordern,"));
        for (text, expected) in [
            ("quash the sentence and to free her;", &["quash the sentence", "free her;"][..]),
            ("give her access to a lawyer and to medical care", &["give her access to a lawyer and to medical care"]),
            ("give it back to her and to the union", &["give it back to her and to the union"]),
        ] {
            assert_eq!(joined(text, "en"), expected);
        }
        let both = "Condemning the sentence against Ada Marsh and calling for her immediate release;";
        assert_eq!(asked_besides(both).map(|asked| bare(asked, "en")), Some("her immediate release;"));
    }
}
