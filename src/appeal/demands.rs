//! What an appeal asks for in sentences, one thing after another.

use super::asks::{ASKS, FRIENDS};
use super::blocks::Raw;
use super::sentences::{places, sentences};
use crate::registry::pasted::names_office;
use crate::text::lower_in_place;

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
    /// The sentences of the letter that ask too.
    pub others: Vec<(usize, String)>,
}

/// Words between a verb that asks and what it asks for: "urge the authorities of Antarctica to …".
const OBJECT_MOST: usize = 70;

/// The first sentence of a letter that asks for something in a way that can become a list.
pub(super) fn in_prose(raw: &[Raw], language: &str) -> Option<Prose> {
    let mut first: Option<Prose> = None;
    for (block, raw) in raw.iter().enumerate() {
        let Raw::Paragraph(at, text) = raw else { continue };
        for place in places(text) {
            let sentence = &text[place.clone()];
            let asked = parted(sentence, language).filter(|asked| !points_back(&sentence[*asked..], language));
            if let Some(asked) = asked {
                if let Some(first) = &mut first {
                    first.others.push((*at, sentence.trim().to_owned()));
                } else {
                    first = Some(Prose {
                        block,
                        lead: format!(
                            "{}{}:",
                            &text[..place.start],
                            sentence[..asked].trim_end().trim_end_matches(',')
                        ),
                        demands: asked_one_by_one(sentence, asked, language),
                        rest: text[place.end..].trim().to_owned(),
                        others: Vec::new(),
                    });
                }
            } else if let Some(first) = first.as_mut().filter(|_| asks_outside_a_list(sentence, language)) {
                first.others.push((*at, sentence.trim().to_owned()));
            }
        }
    }
    first
}

/// Whether what is asked for says nothing without the sentence before it: "keep that promise".
fn points_back(asked: &str, language: &str) -> bool {
    const WORDS_MOST: usize = 5;
    let back: &[&str] = match language {
        "en" => &["that", "this", "these", "those", "such", "so"],
        "de" => &["dieses", "diese", "diesen", "dieser", "dies"],
        "fr" => &["ce", "cet", "cette", "ces", "cela"],
        "es" => &["ese", "esa", "esos", "esas", "este", "esta", "eso", "esto"],
        "ru" => &["это", "этот", "эту", "эти", "этого"],
        _ => &[],
    };
    let lower = asked.to_lowercase();
    let words: Vec<&str> =
        lower.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic())).collect();
    words.len() <= WORDS_MOST && words.iter().any(|word| back.contains(word))
}

/// A paragraph in what it tells first, the sentences that ask for something else than an answer, and what it tells behind
/// the first of these.
pub(super) fn told_and_asked<'t>(text: &'t str, language: &str) -> (String, Vec<&'t str>, String) {
    const OF_US: [&str; 10] = [" me ", " us ", " mir ", " uns ", " nous ", "-moi", "-nous", " мне ", " нам ", "nos "];
    let (mut told, mut asked, mut behind) = (String::new(), Vec::new(), String::new());
    for sentence in sentences(text) {
        let lower = sentence.to_lowercase();
        let asks = parted(sentence, language).is_some() || asks_outside_a_list(sentence, language);
        if asks && !OF_US.iter().any(|words| lower.contains(words)) {
            asked.push(sentence.trim());
        } else if asked.is_empty() {
            told.push_str(sentence);
        } else {
            behind.push_str(sentence);
        }
    }
    (told.trim().to_owned(), asked, behind.trim().to_owned())
}

/// Whether a sentence has a verb that asks, and behind it what it asks for: a noun, "pedirle la libertad", or "that …".
fn asks_outside_a_list(sentence: &str, language: &str) -> bool {
    let Some((_, verbs, _)) = ASKS.iter().find(|(tag, _, _)| *tag == language) else { return false };
    let lower = sentence.to_lowercase();
    if language == "en" && ["i ask that ", "we ask that ", "request that "].iter().any(|words| lower.contains(words)) {
        return true;
    }
    verbs.iter().filter(|verb| !POLITE.contains(verb)).any(|verb| {
        lower.match_indices(verb).any(|(at, _)| {
            !lower[..at].ends_with(char::is_alphanumeric)
                && !lower[at + verb.len()..].starts_with(char::is_alphanumeric)
        })
    })
}

/// Verbs that ask, and stand in many a sentence that asks for nothing.
const POLITE: [&str; 8] = ["ask", "request", "prie", "prions", "bitte", "bitten", "appelle", "demande"];

/// Where the lead of a sentence ends and its demands begin, in bytes.
pub(super) fn parted(sentence: &str, language: &str) -> Option<usize> {
    let (_, verbs, _) = ASKS.iter().find(|(tag, _, _)| *tag == language)?;
    let lower = lower_in_place(sentence);
    let verb_ends = verbs.iter().filter_map(|verb| {
        let at = lower.match_indices(verb).map(|(at, _)| at).find(|&at| {
            !lower[..at].ends_with(char::is_alphanumeric)
                && !lower[at + verb.len()..].starts_with(char::is_alphanumeric)
        })?;
        Some(at + verb.len())
    });
    let mut verb_ends: Vec<usize> = verb_ends.collect();
    verb_ends.sort_unstable();
    // "Bitte schreiben Sie an den Minister und bitten Sie ihn, …": the first one may ask the reader alone.
    verb_ends.into_iter().find_map(|end| parted_behind(sentence, &lower, end, language))
}

/// Where the demands of a sentence begin behind a verb that asks and ends at `verb_end`; `lower` is the sentence in lower
/// case.
fn parted_behind(sentence: &str, lower: &str, verb_end: usize, language: &str) -> Option<usize> {
    let (_, _, links) = ASKS.iter().find(|(tag, _, _)| *tag == language)?;
    let mut near = lower.len().min(verb_end + OBJECT_MOST);
    while !lower.is_char_boundary(near) {
        near -= 1;
    }
    // "instar a las autoridades a proteger": "a" stands before whom is asked too.
    let leads = |link: &str, end: usize| {
        let word = lower[end..].split([' ', ',', '.', ';']).next().unwrap_or_default();
        language != "es"
            || link != " a "
            || word == "no"
            || ["ar", "er", "ir", "rlo", "rla", "rle", "rlos", "rlas", "rse"].iter().any(|end| word.ends_with(end))
    };
    // "Schreiben Sie bitte auf Spanisch": behind "fordere" alone stands "auf".
    let is_of_verb = |link: &str| !link.trim_start().starts_with("auf") || lower[..verb_end].contains("forder");
    let linked = links.iter().filter(|link| is_of_verb(link)).filter_map(|link| {
        let places =
            lower[verb_end..near].match_indices(link).map(|(at, link)| (verb_end + at, verb_end + at + link.len()));
        places.into_iter().find(|(_, end)| leads(link, *end))
    });
    // "Pidiendo a las autoridades que …": what is asked for begins behind "que".
    let (link, mut asked) =
        if language == "es" { linked.min_by_key(|(at, end)| (end - at <= 3, *at))? } else { linked.min()? };
    // "Tell her story to the world" tells nobody to do something.
    let tells = ["tell them", "tell him", "tell her"].iter().any(|tell| lower[..verb_end].ends_with(tell));
    if tells && link != verb_end {
        return None;
    }
    // "I urge you not to ratify it" is no demand to ratify it.
    if [" not", " never"].iter().any(|word| lower[..link].ends_with(word)) {
        return None;
    }
    let behind = lower[asked..].split(' ').next().unwrap_or_default();
    if language == "es" && ["se", "sea", "sean", "no"].contains(&behind) && lower[..asked].ends_with("que ") {
        asked -= "que ".len();
    }
    // "Priant les autorités de Guinée de libérer": "de" stands before names too.
    if language == "fr" && !["er", "ir", "re"].iter().any(|end| behind.ends_with(end)) && behind != "ne" {
        return None;
    }
    // "We call on supporters to step up their campaign" asks nothing of an office.
    if FRIENDS.iter().any(|friend| lower[verb_end..link].contains(friend)) {
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
        let place = |word: &str| word.as_ptr() as usize - sentence.as_ptr() as usize;
        let before = sentence[verb_end..place(infinitive)].split_whitespace().next_back();
        let adverb = before.filter(|word| word.ends_with('о') && word.chars().count() > 5);
        asked = place(adverb.unwrap_or(infinitive));
    }
    (sentence[asked..].split_whitespace().count() >= 2).then_some(asked)
}

/// The demands of a sentence from `asked` on: behind "I ask that you" each further "that you" begins another.
pub(super) fn asked_one_by_one(sentence: &str, asked: usize, language: &str) -> Vec<String> {
    const JOINTS: [&str; 5] = ["; and that you ", ", and that you ", " and that you ", "; that you ", ", that you "];
    let (lead, rest) = sentence.split_at(asked);
    if language == "en" && lead.to_ascii_lowercase().ends_with(" that you ") {
        return parts(rest.trim(), &JOINTS).map(str::to_owned).collect();
    }
    one_by_one(rest, language)
}

/// The parts of a text between these words; where several begin together, the first counts.
pub(super) fn parts<'t>(text: &'t str, joints: &[&str]) -> impl Iterator<Item = &'t str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let joint = joints.iter().filter_map(|joint| Some((text.find(joint)?, joint.len())));
        let Some((at, length)) = joint.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length))) else {
            rest = None;
            return Some(text);
        };
        rest = Some(&text[at + length..]);
        Some(&text[..at])
    })
}

/// The demands of a sentence: what is joined by "and to" is two.
pub(super) fn one_by_one(text: &str, language: &str) -> Vec<String> {
    let joints: &[&str] = match language {
        "en" => &["; and to ", ", and to ", " and to ", "; to ", ", to ", "; and ", "; "],
        "fr" => {
            &["; et de ", ", et de ", " et de ", "; de ", ", de ", " et d'", " et d’", ", d'", ", d’", "; et ", "; "]
        }
        "es" => &["; y que ", ", y que ", " y que ", "; que ", ", que ", "; y ", "; "],
        _ => &["; и ", "; und ", "; және ", "; "],
    };
    let text = text.trim();
    // "and to the police" is of whom is asked, and "de" stands before nouns too.
    let parts = |at: usize, joint: &str| {
        let behind = text[at + joint.len()..].split(' ').next().unwrap_or_default();
        match language {
            "en" => !joint.ends_with("to ") || !OF_NOUNS.contains(&behind) && !names_office(behind),
            "fr" if joint.ends_with("de ") || joint.ends_with(['\'', '’']) => {
                let mut words = text[at + joint.len()..].split(' ').skip_while(|word| PRONOUNS.contains(word));
                let word = words.next().unwrap_or_default().trim_end_matches(|c: char| !c.is_alphabetic());
                word.len() > 3 && ["er", "ir", "re"].iter().any(|end| word.ends_with(end))
            }
            _ => true,
        }
    };
    let mut demands = Vec::new();
    let mut from = 0;
    let found = |from: usize| {
        let all =
            joints.iter().flat_map(|joint| text[from..].match_indices(joint).map(move |(at, _)| (from + at, *joint)));
        all.filter(|(at, joint)| parts(*at, joint)).min_by_key(|(at, joint)| (*at, std::cmp::Reverse(joint.len())))
    };
    while let Some((at, joint)) = found(from) {
        demands.push(&text[from..at]);
        from = at + joint.len();
    }
    demands.push(&text[from..]);
    let demands: Vec<String> = demands.into_iter().flat_map(|demand| that_by_that(demand, language)).collect();
    // "Que se la libere, que se retiren los cargos": what the first has, the others have too.
    let has_que = language == "es" && demands[0].starts_with("que ");
    let demands = demands.into_iter().enumerate().map(|(at, demand)| {
        let que = if has_que && at > 0 { "que " } else { "" };
        format!("{que}{}", without_mark(demand.trim()))
    });
    demands.filter(|demand| demand.split_whitespace().count() >= 2).collect()
}

/// "Ensure that she is freed, that the charge is dropped, and that they are heard": each with its verb, as a demand of its
/// own.
fn that_by_that(demand: &str, language: &str) -> Vec<String> {
    const VERB_MOST: usize = 6;
    let (that, ands): (&str, &[&str]) = match language {
        "en" => (" that ", &[", and that ", "; and that ", " and that ", ", that ", "; that "]),
        "de" => (", dass ", &["; und dass ", ", und dass ", " und dass ", "; dass ", ", dass "]),
        "fr" => (" que ", &["; et que ", ", et que ", " et que ", "; que ", ", que "]),
        "ru" => (", чтобы ", &["; и чтобы ", ", и чтобы ", " и чтобы ", "; чтобы ", ", чтобы "]),
        _ => return vec![demand.to_owned()],
    };
    let whole = || vec![demand.to_owned()];
    let Some((verb, asked)) = demand.split_once(that) else { return whole() };
    let asked: Vec<&str> = parts(asked, ands).collect();
    if verb.split(' ').count() > VERB_MOST || asked.len() < 2 || asked.iter().any(|one| one.split(' ').count() < 3) {
        return whole();
    }
    asked.into_iter().map(|one| format!("{verb}{that}{}", one.trim())).collect()
}

/// French words between "de" and its infinitive.
const PRONOUNS: [&str; 11] = ["lui", "leur", "les", "le", "la", "ne", "pas", "nous", "me", "se", "y"];
/// Words of nouns, behind "to".
pub(super) const OF_NOUNS: [&str; 12] =
    ["the", "a", "an", "all", "his", "her", "their", "its", "our", "your", "these", "those"];

/// A demand without its number: "(2) withdrawal of the troops".
fn without_mark(text: &str) -> &str {
    super::text::item(text).filter(|(mark, _)| *mark != super::text::Mark::Bullet).map_or(text, |(_, rest)| rest)
}

/// The demands of a line that numbers them one behind the other: "(1) freedom for Ada Marsh; (2) an inquiry".
pub(super) fn numbered(text: &str) -> Option<Vec<&str>> {
    let mut starts = Vec::new();
    let mut from = 0;
    for number in 1..100 {
        let marks = [format!("({number}) "), format!("{number}) "), format!("{number}. ")];
        let Some(at) = marks.iter().filter_map(|mark| text[from..].find(mark.as_str())).min().map(|at| from + at)
        else {
            break;
        };
        let before = &text[..at];
        if number > 1 && !before.trim_end().ends_with([';', ',', '.']) && !before.trim_end().ends_with(" and") {
            break;
        }
        starts.push(at);
        from = at + 1;
    }
    if starts.len() < 2 || starts[0] != 0 {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts.iter().zip(ends).map(|(start, end)| without_mark(text[*start..end].trim()));
    Some(
        parts
            .map(|part| {
                part.trim_end_matches([' ', ';', ',']).trim_end_matches(" and").trim_end_matches([' ', ';', ','])
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_ask_for_what_stands_behind_that_are_shown() {
        for (text, expected) in [
            ("Pending her release, I ask that you let her see a doctor.", true),
            ("I ask myself who gains by it.", false),
        ] {
            assert_eq!(asks_outside_a_list(text, "en"), expected, "{text}");
        }
    }

    #[test]
    fn what_a_paragraph_tells_is_parted_from_what_it_asks() {
        for (language, text, told, asked) in [
            (
                "en",
                "She did nothing wrong. I urge you to release her. I ask you to let me know what you do.",
                "She did nothing wrong. I ask you to let me know what you do.",
                &["I urge you to release her."][..],
            ),
            (
                "de",
                "Sie tat nichts. Ich fordere Sie auf, sie freizulassen.",
                "Sie tat nichts.",
                &["Ich fordere Sie auf, sie freizulassen."],
            ),
            ("en", "The strike was lawful.", "The strike was lawful.", &[]),
        ] {
            let (first, sentences, behind) = told_and_asked(text, language);
            let all = [first, behind].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
            assert_eq!((all, sentences), (told.to_owned(), asked.to_vec()), "{text}");
        }
    }

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
                "en",
                "I ask that you let Ada Marsh see her lawyer; that you have her examined; and that you drop all charges.",
                "I ask that you:",
                &["let Ada Marsh see her lawyer", "have her examined", "drop all charges."],
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
            (
                "es",
                "Le pido que se la libere, que se le garantice un médico y que se retiren los cargos.",
                "Le pido:",
                &["que se la libere", "que se le garantice un médico", "que se retiren los cargos."],
            ),
            (
                "es",
                "Exhortamos al Estado del Perú a no extraditar a Ada Marsh.",
                "Exhortamos al Estado del Perú a:",
                &["no extraditar a Ada Marsh."],
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
        assert_eq!(parted("Schreiben Sie bitte bis zum 31. Januar auf Spanisch oder Deutsch.", "de"), None);
        let paragraph =
            Raw::Paragraph(0, "I urge you not to ratify the death sentence and to order a retrial.".to_owned());
        assert!(in_prose(&[paragraph], "en").is_none());
    }
}
