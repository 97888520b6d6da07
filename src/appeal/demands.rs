//! What an appeal asks for: in lists, and in sentences that ask for one thing after another.

use super::blocks::Raw;
use super::words::{List, list};
use crate::text::fold;

/// Demands in running text of a letter, and what stands around them.
pub(super) struct Prose {
    /// The block they stand in.
    pub block: usize,
    /// What stands before them, ending with a colon.
    pub lead: String,
    /// Each, as the letter words it.
    pub demands: Vec<String>,
    /// What stands behind them.
    pub rest: String,
}

/// How a sentence asks: a verb and the word that its demands follow.
const ASKS: [(&str, &[&str], &[&str]); 5] = [
    (
        "en",
        &[
            "urge",
            "call on",
            "call upon",
            "demand",
            "ask",
            "request",
            "appeal to",
            "implore",
            "urging",
            "calling on",
            "calling upon",
            "asking",
            "requesting",
            "appealing to",
            "insist that you",
            "would ask",
        ],
        &[" to "],
    ),
    (
        "ru",
        &[
            "требую",
            "требуем",
            "прошу",
            "просим",
            "призываю",
            "призываем",
            "настаиваю",
            "требую/ем",
            "прошу/просим",
            "призывая",
            "требуя",
            "призывом",
            "требованием",
            "просьбой",
        ],
        &[" "],
    ),
    (
        "de",
        &[
            "fordere",
            "fordern",
            "bitte",
            "bitten",
            "ersuche",
            "ersuchen",
            "appelliere",
            "appellieren",
            "aufzufordern",
            "auffordern",
        ],
        &[" auf, ", " auf ", " darum, ", " Sie, ", " Behörden, "],
    ),
    (
        "fr",
        &[
            "demande",
            "demandons",
            "prie",
            "prions",
            "exhorte",
            "exhortons",
            "appelle",
            "appelons",
            "demander",
            "demandant",
            "appelant",
            "exhortant",
            "priant",
        ],
        &[" de ", " à "],
    ),
    (
        "es",
        &[
            "pido",
            "pedimos",
            "exijo",
            "exigimos",
            "solicito",
            "solicitamos",
            "insto",
            "instamos",
            "ruego",
            "rogamos",
            "pidiendo",
            "exigiendo",
            "instando",
            "solicitando",
            "pedirle",
            "exhorto",
            "exhortamos",
        ],
        &[" que ", " a que ", " a "],
    ),
];

/// Words between a verb that asks and what it asks for: "urge the authorities of Antarctica to …".
const OBJECT_MOST: usize = 70;

/// The first sentence of a letter that asks for something in a way that can become a list.
pub(super) fn in_prose(raw: &[Raw], language: &str) -> Option<Prose> {
    raw.iter().enumerate().find_map(|(block, raw)| {
        let Raw::Paragraph(_, text) = raw else { return None };
        let mut from = 0;
        for end in sentence_ends(text) {
            let sentence = &text[from..end];
            if let Some((lead, asked)) = parted(sentence, language) {
                let before = &text[..from];
                return Some(Prose {
                    block,
                    lead: format!("{before}{}:", sentence[..lead].trim_end().trim_end_matches(',')),
                    demands: one_by_one(&sentence[asked..], language),
                    rest: text[end..].trim().to_owned(),
                });
            }
            from = end;
        }
        None
    })
}

/// Who is asked beside offices; lower case.
const FRIENDS: [&str; 20] = [
    "supporter",
    "reader",
    "member",
    "unions",
    "unionist",
    "workers",
    "everyone",
    "everybody",
    "people",
    "comrade",
    "activist",
    "friends",
    "сторонник",
    "профсоюз",
    "unterstütz",
    "gewerkschaften",
    "syndicats",
    "lecteurs",
    "sindicatos",
    "compañer",
];

/// Where the lead of a sentence ends and where its demands begin, in bytes.
pub(super) fn parted(sentence: &str, language: &str) -> Option<(usize, usize)> {
    let (_, verbs, links) = ASKS.iter().find(|(tag, _, _)| *tag == language)?;
    let lower = sentence.to_lowercase();
    if lower.len() != sentence.len() {
        return None;
    }
    let verb_end = verbs.iter().filter_map(|verb| {
        let at = lower.match_indices(verb).map(|(at, _)| at).find(|&at| {
            !lower[..at].ends_with(char::is_alphanumeric)
                && !lower[at + verb.len()..].starts_with(char::is_alphanumeric)
        })?;
        Some(at + verb.len())
    });
    let verb_end = verb_end.min()?;
    let mut near = lower.len().min(verb_end + OBJECT_MOST);
    while !lower.is_char_boundary(near) {
        near -= 1;
    }
    let linked = links
        .iter()
        .filter_map(|link| lower[verb_end..near].find(link).map(|at| (verb_end + at, verb_end + at + link.len())));
    let (mut lead, mut asked) = linked.min()?;
    // "We call on supporters to step up their campaign" asks nothing of an office.
    if FRIENDS.iter().any(|friend| lower[verb_end..lead].contains(friend)) {
        return None;
    }
    if language == "ru" {
        // "Требую от вас освободить", "призываю власти Казахстана освободить": what is asked begins with the infinitive
        // or the adverb before it.
        let infinitive = sentence[verb_end..near].split_whitespace().find(|word| {
            let word = word.trim_end_matches([',', '.']);
            ["ать", "ять", "ить", "еть", "уть", "ыть", "ться", "йти"].iter().any(|end| word.ends_with(end))
                && word.chars().count() > 4
                && word.starts_with(char::is_lowercase)
        })?;
        let at = verb_end + sentence[verb_end..].find(infinitive)?;
        let adverb = sentence[verb_end..at]
            .trim_end()
            .rsplit(' ')
            .next()
            .filter(|word| word.ends_with('о') && word.chars().count() > 5);
        asked = adverb.map_or(at, |adverb| at - adverb.len() - 1);
        lead = asked;
    }
    if language != "ru" {
        // The linking word stays with the lead.
        lead = asked;
    }
    (sentence[asked..].split_whitespace().count() >= 2).then_some((lead, asked))
}

/// The demands of a sentence: what is joined by "and to" is two.
pub(super) fn one_by_one(text: &str, language: &str) -> Vec<String> {
    let joints: &[&str] = match language {
        "en" => &["; and to ", ", and to ", " and to ", "; to ", ", to ", "; and ", "; "],
        "fr" => &["; et de ", ", et de ", " et de ", "; de ", "; et ", "; "],
        "es" => &["; y que ", ", y que ", " y que ", "; que ", "; y ", "; "],
        _ => &["; и ", "; und ", "; және ", "; "],
    };
    let mut rest = text.trim();
    let mut demands = Vec::new();
    while let Some((at, length)) = joints
        .iter()
        .filter_map(|joint| rest.find(joint).map(|at| (at, joint.len())))
        .min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))
    {
        demands.push(rest[..at].trim().to_owned());
        rest = &rest[at + length..];
    }
    demands.push(rest.trim().to_owned());
    demands.retain(|demand| demand.split_whitespace().count() >= 2);
    demands
}

/// How a sentence of an appeal begins that asks the reader to ask, or asks by itself.
static BEGINS: List = List::new(|| {
    list(
        "please |we call|we demand|we urge|we also call|we also demand|we ask|write to|send |i call|calling on|\
     urging|call on|ask the|urge the|demand that|пожалуйста|мы призываем|мы требуем|просим|пишите|призываем|\
     bitte |wir fordern|schreiben sie|veuillez |nous demandons|écrivez|por favor|exigimos",
    )
});

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
    let mut from = 0;
    for end in sentence_ends(text) {
        let sentence = text[from..end].trim();
        from = end;
        let lower = sentence.to_lowercase();
        if lower.len() != sentence.len()
            || sentence.ends_with(':')
            || !BEGINS.iter().any(|start| lower.starts_with(start))
        {
            continue;
        }
        if let Some((_, asked)) = asking(sentence, language) {
            found.extend(one_by_one(&sentence[asked..], language));
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

/// The part of a sentence that asks, in "Please write to the minister at this address, calling on him to …" the last.
fn asking(sentence: &str, language: &str) -> Option<(usize, usize)> {
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
        let lower = sentence.to_lowercase();
        let start = joints.iter().filter_map(|joint| lower.find(joint)).min();
        if let Some(start) = start {
            let (lead, asked) = parted(&sentence[start..], language)?;
            return Some((start + lead, start + asked));
        }
        let direct =
            ["we call on", "we urge", "we ask", "i call on", "call on", "ask the", "urge the", "we also call on"];
        return if direct.iter().any(|start| lower.starts_with(start)) { parted(sentence, language) } else { None };
    }
    parted(sentence, language)
}

/// Where the sentences of a text end, in bytes; the last end is the end of the text.
pub(super) fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    for (at, c) in text.char_indices() {
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let after = &text[at + 1..];
        let mut behind = after.trim_start_matches(['"', '”', '»', ')']);
        let closing = after.len() - behind.len();
        let spaces = behind.len() - behind.trim_start().len();
        behind = behind.trim_start();
        let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        // "Mr. Smith", "Dr. Marsh", "A. Marsh", "7. Januar"
        let short =
            word.chars().count() <= 3 && (word.chars().all(char::is_numeric) || word.starts_with(char::is_uppercase));
        if spaces > 0
            && !short
            && behind.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '«' | '¡' | '['))
        {
            ends.push(at + 1 + closing + spaces);
        }
    }
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}

/// How such an item begins.
static STARTS: List = List::new(|| {
    list(
        "urg|call|ask|demand|request|appeal|insist|призыва|требу|прося|просите|с требованием|требуите|forder|\
     bitte|appell|demand|appel|exhort|pri|pid|exig|inst|solicit|exhort|insta",
    )
});

/// "Urging the authorities to release her": what an item of a list asks for, without the words that ask.
pub(super) fn bare<'a>(text: &'a str, language: &str) -> &'a str {
    let folded = fold(text);
    if !STARTS.iter().any(|start| folded.starts_with(start)) {
        return text;
    }
    parted(text, language).map_or(text, |(_, asked)| &text[asked..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_ask_become_lists() {
        for (language, text, lead, demands) in [
            (
                "en",
                "I am sad. I therefore urge you to drop all charges against Ada Marsh and to release her at once. I await your reply.",
                "I am sad. I therefore urge you to:",
                &["drop all charges against Ada Marsh", "release her at once."][..],
            ),
            (
                "en",
                "We call on the authorities of Antarctica to release Ada Marsh.",
                "We call on the authorities of Antarctica to:",
                &["release Ada Marsh."],
            ),
            (
                "ru",
                "Требую немедленно освободить Аду Марш; снять с неё обвинения.",
                "Требую:",
                &["немедленно освободить Аду Марш", "снять с неё обвинения."],
            ),
            (
                "ru",
                "Мы призываем власти Антарктиды освободить Аду Марш.",
                "Мы призываем власти Антарктиды:",
                &["освободить Аду Марш."],
            ),
            (
                "de",
                "Ich fordere Sie auf, Ada Marsh freizulassen.",
                "Ich fordere Sie auf:",
                &["Ada Marsh freizulassen."],
            ),
            (
                "fr",
                "Je vous demande de libérer Ada Marsh et de lui répondre.",
                "Je vous demande de:",
                &["libérer Ada Marsh", "lui répondre."],
            ),
            ("es", "Le pido que ponga en libertad a Ada Marsh.", "Le pido que:", &["ponga en libertad a Ada Marsh."]),
        ] {
            let prose = in_prose(&[Raw::Paragraph(0, text.to_owned())], language).unwrap();
            assert_eq!(
                (prose.lead.as_str(), prose.demands.iter().map(String::as_str).collect::<Vec<_>>()),
                (lead, demands.to_vec()),
                "{text}"
            );
        }
        assert!(in_prose(&[Raw::Paragraph(0, "I protest.".to_owned())], "en").is_none());
        assert_eq!(bare("Urging the authorities to release Ada Marsh;", "en"), "release Ada Marsh;");
        assert_eq!(bare("Release Ada Marsh", "en"), "Release Ada Marsh");
    }
}
