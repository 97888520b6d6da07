//! What an appeal tells its readers to ask for, and what its own words ask for, in sentences outside of a letter.

use super::asks::{ASKS, FRIENDS};
use super::demands::{asked_one_by_one, one_by_one, parted, parts};
use super::items;
use super::sentences::sentences;
use super::words::{List, has_demand_word, list};
use crate::text::{fold, lower_in_place};

/// How a sentence of an appeal begins that asks the reader to ask, or asks by itself.
static BEGINS: List = List::new(|| {
    list(
        "please |we call|we demand|we urge|we also call|we also demand|we ask|write to|send |i call|calling on|\
     urging|call on|ask the|urge the|demand that|пожалуйста|мы призываем|мы требуем|просим|пишите|призываем|\
     ask them|ask him|ask her|tell them|tell him|tell her|urge them|demand of|bitte |bitten sie|fordern sie|wir fordern|\
     schreiben sie|veuillez |nous demandons|écrivez|demandez|exigez|dites-leur|por favor|exigimos|pidan|pida |pídan|\
     pídale|exijan|exija |dígan|требуйте|просите|попросите|потребуйте",
    )
});

/// What readers are asked to do; lower case.
const READERS: [&str; 24] = [
    "send ",
    "write ",
    "sign ",
    "share ",
    "e-mail ",
    "email ",
    "fax ",
    "contact ",
    "act ",
    "join ",
    "donate ",
    "zu schreiben",
    "zu unterschreiben",
    "zu spenden",
    "schreiben",
    "écrire",
    "envoyer",
    "signer",
    "escriba",
    "envíe",
    "firmen",
    "написать",
    "направить",
    "подписать",
];

/// What somebody asks of whom, in the words of a report: "PEN calls on the authorities to release her".
pub(super) fn reported(text: &str, language: &str) -> Vec<String> {
    const VERBS: [(&str, &[&str]); 4] = [
        ("en", &[" calls on ", " calls upon ", " urges ", " demands that ", " asks ", " call on ", " urge "]),
        ("es", &[" pide ", " exige ", " insta ", " solicita ", " exhorta ", " reclama ", " piden ", " exigen "]),
        ("fr", &[" demande ", " appelle ", " exhorte ", " prie ", " demandent ", " appellent "]),
        ("ru", &[" призывает ", " требует ", " просит ", " призывают ", " требуют "]),
    ];
    let Some((_, verbs)) = VERBS.iter().find(|(tag, _)| *tag == language) else { return Vec::new() };
    let Some((_, _, links)) = ASKS.iter().find(|(tag, _, _)| *tag == language) else { return Vec::new() };
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let Some(verb) = verbs.iter().filter_map(|verb| sentence.find(verb).map(|at| at + verb.len() - 1)).min() else {
            continue;
        };
        let linked = links.iter().filter(|link| link.len() > 2);
        let linked = linked.filter_map(|link| sentence[verb..].find(link).map(|at| verb + at + link.len())).min();
        let is_of_friends =
            |asked: usize| FRIENDS.iter().any(|friend| sentence[verb..asked].to_lowercase().contains(friend));
        let Some(asked) = linked.filter(|asked| *asked < verb + 90 && !is_of_friends(*asked)) else { continue };
        found.extend(one_by_one(&sentence[asked..], language));
    }
    found
}

/// Whether a sentence is the last one of what somebody is quoted with, who speaks to whomever they like.
fn ends_a_quotation(sentence: &str) -> bool {
    let sentence = sentence.trim();
    let marks = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    sentence.ends_with(marks) && sentence.chars().filter(|c| marks(*c)).count() % 2 == 1
}

/// Whether what is asked for, in lower case, is for whoever reads the appeal to do: "send a letter".
pub(super) fn is_for_readers(asked: &str) -> bool {
    READERS.iter().any(|verb| asked.starts_with(verb))
}

/// What an appeal asks for in a sentence: "Please write to the minister urging him to …", "We call for …".
pub(super) fn in_sentences(text: &str, language: &str) -> Vec<String> {
    const FOR: &[&str] = &[
        "we call for ",
        "we demand ",
        "we also call for ",
        "we also demand ",
        "we therefore call for ",
        "we therefore demand ",
    ];
    let mut found = Vec::new();
    for sentence in sentences(text).filter(|sentence| !ends_a_quotation(sentence)) {
        let sentence = sentence.trim();
        let lower = lower_in_place(sentence);
        if let Some(asked) = behind_dass(sentence, &lower).filter(|_| language == "de") {
            found.extend(asked);
            continue;
        }
        if sentence.ends_with(':') || !BEGINS.iter().any(|start| lower.starts_with(start)) {
            continue;
        }
        if let Some(asked) = parted_by_semicolons(sentence) {
            found.extend(asked);
            continue;
        }
        let in_clauses = clauses(sentence, language);
        if !in_clauses.is_empty() {
            found.extend(in_clauses);
        } else if let Some(at) = asking(sentence, language) {
            let asked = &sentence[at..];
            // "We ask you to send a letter" is asked of the reader.
            if !is_for_readers(&asked.to_lowercase()) {
                found.extend(asked_one_by_one(sentence, at, language));
            }
        } else if let Some(asked) = items::asked_as_nouns(sentence, language) {
            found.extend(asked.into_iter().map(str::to_owned));
        } else if let Some(start) = FOR.iter().find(|start| lower.starts_with(*start)) {
            // "We call for an end to … and for the release of …"
            let asked = &sentence[start.len()..];
            let joint = ["; and for ", ", and for ", " and for ", "; for "]
                .into_iter()
                .find_map(|joint| asked.split_once(joint));
            let (one, two) = joint.map_or((asked, None), |(one, two)| (one, Some(two)));
            found.extend([Some(one), two].into_iter().flatten().map(str::to_owned));
        }
    }
    found
}

/// What is asked for behind a colon, parted by semicolons: "Please ask for three things: an end to the trial; …; and …".
fn parted_by_semicolons(sentence: &str) -> Option<Vec<String>> {
    const LEAD_MOST: usize = 90;
    const JOINTS: [&str; 5] = ["and ", "und ", "et ", "y ", "и "];
    let (lead, listed) = sentence.split_once(": ").or_else(|| sentence.split_once(" : "))?;
    if lead.len() > LEAD_MOST || !has_demand_word(&fold(lead)) || !listed.contains("; ") {
        return None;
    }
    let parts = listed.split(';').map(str::trim);
    let parts = parts.map(|part| JOINTS.iter().find_map(|joint| part.strip_prefix(joint)).unwrap_or(part));
    let parts: Vec<String> = parts.filter(|part| part.contains(' ')).map(str::to_owned).collect();
    (parts.len() > 1).then_some(parts)
}

/// "Verlangt, dass sie freikommt und dass die Klage zurückgezogen wird": what is asked for, one by one.
fn behind_dass(sentence: &str, lower: &str) -> Option<Vec<String>> {
    const VERBS: [&str; 6] =
        ["verlangt, ", "verlangen sie, ", "fordert, ", "fordern sie, ", "wir verlangen, ", "wir fordern, "];
    let verb = VERBS.iter().find(|verb| lower.strip_prefix(**verb).is_some_and(|rest| rest.starts_with("dass ")))?;
    let asked = &sentence[verb.len() + "dass ".len()..];
    let parts = asked.split(", dass ").flat_map(|part| part.split(" und dass "));
    Some(parts.map(|part| format!("dass {}", part.trim().trim_end_matches(','))).collect())
}

/// Where the demands of a sentence begin, in "Please write to the minister at this address, calling on him to …" behind
/// the last "to".
fn asking(sentence: &str, language: &str) -> Option<usize> {
    if language == "en" {
        let joints = [
            "calling on",
            "calling upon",
            "urging",
            "asking",
            "requesting",
            "demanding that",
            "and ask ",
            "and urge ",
            "and call on ",
            "to ask ",
            "to urge ",
            "to call on ",
            "to demand that ",
        ];
        let lower = lower_in_place(sentence);
        let start = joints.iter().filter_map(|joint| lower.find(joint)).min();
        if let Some(start) = start {
            return Some(start + parted(&sentence[start..], language)?);
        }
        let direct = [
            "we call on",
            "we urge",
            "we ask",
            "i call on",
            "call on",
            "ask the",
            "urge the",
            "we also call on",
            "ask them",
            "ask him",
            "ask her",
            "tell them",
            "tell him",
            "tell her",
            "urge them",
        ];
        return if direct.iter().any(|start| lower.starts_with(start)) { parted(sentence, language) } else { None };
    }
    parted(sentence, language)
}

/// What is asked for in clauses: "asking that she be released and that …", each with the word it begins with.
fn clauses(sentence: &str, language: &str) -> Vec<String> {
    type Clauses = (&'static str, &'static [&'static str], &'static str, &'static [&'static str]);
    const ASKED: [Clauses; 3] = [
        (
            "en",
            &["asking ", "demanding ", "requesting ", "urging ", "insisting "],
            "that ",
            &["; and that ", ", and that ", " and that ", "; that ", ", that "],
        ),
        (
            "fr",
            &["demandant ", "demandez ", "demander ", "exigeant ", "exigez ", "réclamant ", "réclamez "],
            "que ",
            &["; et que ", ", et que ", " et que ", "; que ", ", que "],
        ),
        (
            "ru",
            &["требуя, ", "требуйте, ", "прося, ", "просите, ", "с требованием, ", "с просьбой, "],
            "чтобы ",
            &["; и чтобы ", ", и чтобы ", " и чтобы ", "; чтобы ", ", чтобы "],
        ),
    ];
    let Some((_, verbs, that, joints)) = ASKED.iter().find(|(tag, ..)| *tag == language) else { return Vec::new() };
    let lower = lower_in_place(sentence);
    let begins = verbs.iter().flat_map(|verb| lower.match_indices(verb).map(|(at, verb)| at + verb.len()));
    let Some(asked) = begins.filter(|at| lower[*at..].starts_with(that)).min() else { return Vec::new() };
    let clause = |part: &str| {
        // "that they release her" asks them to, and "that they be released" asks somebody else.
        let bare = ["they ", "you "].iter().find_map(|subject| part.strip_prefix(subject));
        match bare.filter(|bare| language == "en" && !bare.starts_with("be ") && !bare.starts_with("are ")) {
            Some(bare) => bare.to_owned(),
            None => format!("{that}{part}"),
        }
    };
    parts(&sentence[asked + that.len()..], joints).map(clause).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_appeal_tells_its_readers_to_ask_for_is_read_one_by_one() {
        for (language, text, expected) in [
            (
                "en",
                "Tell them to reinstate Ada Marsh, to withdraw the complaint against her, and to talk with the union.",
                &["reinstate Ada Marsh", "withdraw the complaint against her", "talk with the union."][..],
            ),
            (
                "en",
                "Please write politely, asking that Ada Marsh be released or tried; that she see a doctor; and that the law be changed.",
                &["that Ada Marsh be released or tried", "that she see a doctor", "that the law be changed."],
            ),
            ("en", "Please write, asking that they free Ada Marsh.", &["free Ada Marsh."]),
            ("en", "Tell her story to the world.", &[]),
            (
                "en",
                "Please ask for three things: an end to the trial; her return to her post; and the publication of the report.",
                &["an end to the trial", "her return to her post", "the publication of the report."],
            ),
            ("en", "We ask journalists all over the world to make their voices heard.\"", &[]),
            (
                "de",
                "Bitte schreiben Sie höfliche Briefe an den Minister und bitten Sie ihn, Ada Marsh freizulassen.",
                &["Ada Marsh freizulassen."],
            ),
            ("en", "We ask guests to bring warm clothes.", &[]),
            (
                "fr",
                "Demandez que Mme Marsh soit libérée et que le juge l'entende.",
                &["que Mme Marsh soit libérée", "que le juge l'entende."],
            ),
            ("fr", "Demandez-leur de libérer Mme Marsh.", &["libérer Mme Marsh."]),
            ("es", "Pídanles que liberen a Ada Marsh.", &["liberen a Ada Marsh."]),
            ("de", "Bitten Sie die Behörden, Ada Marsh freizulassen.", &["Ada Marsh freizulassen."]),
            (
                "ru",
                "Просите, чтобы Аду Марш освободили и чтобы её осмотрел врач.",
                &["чтобы Аду Марш освободили", "чтобы её осмотрел врач."],
            ),
            ("ru", "Требуйте от них освободить Аду Марш.", &["освободить Аду Марш."]),
        ] {
            assert_eq!(in_sentences(text, language), expected, "{text}");
        }
    }
}
