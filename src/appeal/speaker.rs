//! Words of a letter that fit not both who signs alone and who signs for many: whoever published it speaks of itself by
//! its name ("The Committee urges you …"), or a word agrees with the one who writes. A person must look.

use super::sentences::sentences;
use super::words::{List, folded};
use crate::text::{fold, lower_in_place};

/// Words of a subject in which the name of an organisation shows.
const SUBJECT_MOST: usize = 6;

/// What the names of organisations have.
static BODIES: List = List::new(|| {
    folded(
        "committee|union|unions|federation|confederation|association|network|organisation|organization|campaign|movement|\
     society|congress|coalition|council|comite|syndicat|federation|association|collectif|reseau|sindicato|federacion|\
     asociacion|organizacion|colectivo|red|gewerkschaft|verband|komitee|verein|bundnis|netzwerk|профсоюз|комитет|\
     федерация|ассоциация|организация|движение",
    )
});

/// What they do in a letter.
static VERBS: List = List::new(|| {
    folded(
        "writes|urges|calls|demands|condemns|protests|asks|expresses|supports|joins|requests|deplores|denounces|appeals|\
     demande|exige|condamne|exprime|proteste|appelle|prie|denonce|reclame|pide|condena|expresa|protesta|solicita|insta|\
     denuncia|fordert|verurteilt|protestiert|bittet|appelliert|verlangt|требует|осуждает|протестует|призывает|просит|\
     выражает",
    )
});

/// The beginnings of these sentences, up to what is done.
pub(super) fn named(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let sentence = sentence.trim_start();
        let bare = |word: &str| fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
        let mut words = sentence.split_inclusive(' ').scan(0, |at, word| {
            *at += word.len();
            Some((*at, word))
        });
        let mut is_body = false;
        let verb = words.by_ref().enumerate().find_map(|(index, (end, word))| {
            let folded = bare(word);
            is_body |= index < SUBJECT_MOST && (word.contains('[') || BODIES.contains(&folded.as_str()));
            let is_own =
                matches!(folded.as_str(), "i" | "we" | "ich" | "wir" | "je" | "nous" | "yo" | "nosotros" | "я" | "мы");
            if is_own { Some(None) } else { VERBS.contains(&folded.as_str()).then_some(Some(end)) }
        });
        if let Some(end) = verb.flatten().filter(|_| is_body) {
            found.push(sentence[..end].trim_end());
        }
        found.extend(on_behalf(sentence));
    }
    found
}

/// "on behalf of the Association for Ross": not everybody who signs writes for it.
fn on_behalf(sentence: &str) -> Option<&str> {
    const BEHALF: [&str; 5] = ["on behalf of ", "im namen ", "au nom ", "en nombre de ", "от имени "];
    let lower = sentence.to_lowercase();
    // The length of a few letters changes with their case.
    let start = BEHALF.iter().filter_map(|words| lower.find(words)).min().filter(|_| lower.len() == sentence.len())?;
    let mut end = start;
    let words = sentence[start..].split_inclusive(' ').take(SUBJECT_MOST + 2);
    let is_own =
        |word: &str| matches!(word, "our" | "my" | "unserer" | "notre" | "nuestra" | "nuestro" | "нашего" | "нашей");
    for word in words {
        end += word.len();
        let folded = fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
        // A blank is for whoever signs.
        if is_own(&folded) || word.contains(['[', '<', '(', '_', '…']) {
            return None;
        }
        if BODIES.contains(&folded.as_str()) {
            return Some(sentence[start..end].trim_end());
        }
        if word.trim_end().ends_with([',', '.']) {
            return None;
        }
    }
    None
}

/// Words of a French or Spanish letter that agree with whoever writes: "je suis convaincue", "estoy preocupado". In the
/// other voice they have another ending.
pub(super) fn agreeing<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let (verbs, endings): (&[&str], &[&str]) = match language {
        "fr" => (
            &["suis", "sommes"],
            &[
                "é", "ée", "és", "ées", "u", "ue", "us", "ues", "is", "ise", "ises", "t", "te", "ts", "tes", "eux",
                "euse", "euses",
            ],
        ),
        "es" => (&["estoy", "estamos", "quedo", "quedamos"], &["o", "a", "os", "as"]),
        _ => return Vec::new(),
    };
    // "très", "profondamente": how much. "Je suis avec attention" has nothing that agrees.
    let is_how =
        |word: &str| word.ends_with("ment") || word.ends_with("mente") || matches!(word, "très" | "muy" | "tan" | "si");
    let stays = |word: &str| {
        matches!(
            word,
            "tout" | "avec" | "en" | "de" | "à" | "au" | "du" | "la" | "a" | "como" | "para" | "contra" | "est"
        )
    };
    let mut found = Vec::new();
    let mut begin = None;
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let start = at;
        at += word.len();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        if verbs.contains(&lower.as_str()) {
            begin = Some(start + word.find(bare).unwrap_or(0));
        } else if let Some(from) = begin.filter(|_| !is_how(&lower)) {
            if endings.iter().any(|ending| lower.ends_with(ending)) && !stays(&lower) && lower.chars().count() > 2 {
                let end = start + word.find(bare).unwrap_or(0) + bare.len();
                found.push(&text[from..end]);
            }
            begin = None;
        }
    }
    found
}

/// Words of a letter that only one who writes for themselves can say: "As a reader", "Ich bin eine Leserin". Blanks that a
/// signatory fills in are none.
pub(super) fn said_by_one<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    /// Words of the letter that are shown.
    const WORDS: usize = 5;
    // "Los abajo firmantes nos dirigimos", and no blank behind it for who that is.
    const SIGNERS: [&str; 12] = [
        "the undersigned",
        "los abajo firmantes",
        "las abajo firmantes",
        "el abajo firmante",
        "la abajo firmante",
        "quienes suscriben",
        "quien suscribe",
        "les soussignés",
        "les soussignées",
        "die unterzeichnenden",
        "die unterzeichneten",
        "нижеподписавшиеся",
    ];
    const OWN: [&str; 10] = ["i", "ich", "je", "j'ai", "j’ai", "yo", "me", "мне", "я", "we"];
    let (starts, anywhere): (&[&str], &[&str]) = match language {
        "en" => (
            &["as a ", "as an "],
            &["i am a ", "i am an ", "write as a ", "writing as a ", "write to you as a ", "writing to you as a "],
        ),
        "de" => (&["als "], &["ich bin ein ", "ich bin eine "]),
        "fr" => (&["en tant que ", "en tant qu'", "en tant qu’", "en qualité de "], &["je suis un ", "je suis une "]),
        "es" => (&["como ", "en calidad de "], &["soy un ", "soy una "]),
        "ru" => (&["как "], &[]),
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let sentence = sentence.trim();
        let lower = lower_in_place(sentence);
        if let Some(who) = SIGNERS.iter().find(|who| lower.starts_with(**who) && !text.contains(['[', '_', '…'])) {
            found.push(&sentence[..who.len()]);
            continue;
        }
        let is_word = |at: usize| !lower[..at].ends_with(char::is_alphanumeric);
        let speaks = lower.split(' ').any(|word| OWN.contains(&word.trim_matches([',', '.'])));
        let first = starts.iter().any(|start| lower.starts_with(start)).then_some(0).filter(|_| speaks);
        let inside = anywhere.iter().filter_map(|words| lower.find(words)).filter(|at| is_word(*at)).min();
        let Some(begin) = first.or(inside) else { continue };
        let words = sentence[begin..].split_inclusive(' ').take(WORDS).map(str::len).sum::<usize>();
        let shown = sentence[begin..begin + words].trim_end_matches([' ', ',', '.', ';']);
        if !shown.contains(['[', '<', '{', '_', '…']) {
            found.push(shown);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_that_speaks_of_itself_is_told_from_those_who_sign() {
        for (text, expected) in [
            ("The Committee for Ross writes to you about Ada Marsh.", &["The Committee for Ross writes"][..]),
            (
                "Thank you. The [name of your union], with 12 members, urges you to act.",
                &["The [name of your union], with 12 members, urges"],
            ),
            ("Unsere Gewerkschaft verurteilt die Haft.", &["Unsere Gewerkschaft verurteilt"]),
            ("We, the members of the Dockers' Union, ask you: who calls?", &[]),
            ("I learned that the union calls for a strike.", &[]),
            ("I write on behalf of the Ross Association to you.", &["on behalf of the Ross Association"]),
            ("We write on behalf of [name of union].", &[]),
            ("We write on behalf of our union, on behalf of Ada Marsh.", &[]),
            ("Im Namen der Gewerkschaft bitten wir Sie.", &["Im Namen der Gewerkschaft"]),
            ("The court demands a fine.", &[]),
        ] {
            assert_eq!(named(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_one_can_say_is_told() {
        for (language, text, expected) in [
            ("en", "As a reader of newspapers I was surprised.", &["As a reader of newspapers"][..]),
            ("en", "As a rule, ships are loaded by day.", &[]),
            ("en", "As I said, a reader was surprised.", &[]),
            ("de", "Ich bin eine Leserin. Das Eis schmilzt.", &["Ich bin eine Leserin"]),
            ("de", "Als Leserin fordere ich Antwort.", &["Als Leserin fordere ich Antwort"]),
            ("fr", "En tant que lectrice, je vous écris.", &["En tant que lectrice, je"]),
        ] {
            assert_eq!(said_by_one(text, language), expected, "{text}");
        }
    }

    #[test]
    fn words_that_agree_with_whoever_writes_are_told() {
        for (language, text, expected) in [
            ("fr", "Je suis convaincue que les archives sont à tous.", &["suis convaincue"][..]),
            ("fr", "Nous sommes très profondément choqués.", &["sommes très profondément choqués"]),
            ("fr", "Je suis avec attention le sort de Mme Marsh.", &[]),
            ("es", "Estoy muy preocupada por ella.", &["Estoy muy preocupada"]),
            ("es", "Estamos en contra.", &[]),
            ("en", "I am convinced.", &[]),
        ] {
            assert_eq!(agreeing(text, language), expected, "{text}");
        }
    }
}
