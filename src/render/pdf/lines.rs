//! Where lines may break: names are never hyphenated, no paragraph ends with a word alone on its line, and a long
//! line of an address breaks where its meaning does.

use serde::Serialize;

use crate::campaign::Person;

const NO_BREAK: char = '\u{a0}';

/// Running text as the template reads it.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum SpanData {
    Text(String),
    Marked(Marked),
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum Marked {
    Break,
    /// Never hyphenated.
    Whole {
        text: String,
    },
    Emphasis {
        text: Vec<SpanData>,
    },
    Strong {
        text: Vec<SpanData>,
    },
}

impl SpanData {
    pub(super) fn whole(text: &str) -> Self {
        Self::Marked(Marked::Whole { text: text.to_owned() })
    }
}

/// Beginnings of the names of those a letter is about, in small letters. A name may have another ending in the
/// sentence it stands in.
pub(super) fn stems(persons: &[Person]) -> Vec<String> {
    let names = persons.iter().flat_map(|person| person.aliases.iter().chain([&person.name]));
    let words = names.flat_map(|name| name.split_whitespace()).map(str::to_lowercase);
    let stem = |word: String| {
        let letters = word.chars().count();
        (letters > 2).then(|| word.chars().take((letters - letters.min(2)).max(3)).collect::<String>())
    };
    words.filter_map(stem).collect()
}

/// A text with its names marked as whole. Initials stay with the name behind them.
pub(super) fn with_names(text: &str, stems: &[String], into: &mut Vec<SpanData>) {
    let is_name = |word: &str| {
        let small = word.to_lowercase();
        word.chars().next().is_some_and(|first| !first.is_lowercase())
            && stems
                .iter()
                .any(|stem| small.starts_with(stem.as_str()) && small.chars().count() <= stem.chars().count() + 5)
    };
    let text = initials(text);
    let mut plain = String::new();
    for piece in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        if !word.is_empty() && is_name(word) {
            if !plain.is_empty() {
                into.push(SpanData::Text(std::mem::take(&mut plain)));
            }
            into.push(SpanData::whole(word));
            plain.push_str(&piece[word.len()..]);
        } else {
            plain.push_str(piece);
        }
    }
    if !plain.is_empty() {
        into.push(SpanData::Text(plain));
    }
}

/// "A. Marsh" on one line.
fn initials(text: &str) -> String {
    let all: Vec<char> = text.chars().collect();
    let is_initial = |at: usize| {
        at >= 2
            && all[at - 1] == '.'
            && all[at - 2].is_uppercase()
            && (at == 2 || !all[at - 3].is_alphanumeric())
            && all.get(at + 1).is_some_and(|next| next.is_uppercase())
    };
    let set = |(at, c): (usize, &char)| if *c == ' ' && is_initial(at) { NO_BREAK } else { *c };
    all.iter().enumerate().map(set).collect()
}

/// Binds the last two words of a paragraph and hyphenates neither, so that neither stands alone on a line.
pub(super) fn closed(spans: &mut Vec<SpanData>) -> bool {
    let mut after = Vec::new();
    let mut is_bound = false;
    while let Some(span) = spans.pop() {
        match span {
            SpanData::Text(text) => {
                let end = text.trim_end().len();
                // A space that ends a piece binds what follows it, once there is something.
                let from = if after.is_empty() { end } else { text.len() };
                let Some(space) = text[..from].rfind(' ') else {
                    after.push(SpanData::whole(&text));
                    continue;
                };
                let begins = text[..space].rfind(' ').map_or(0, |space| space + 1);
                let bound = format!("{}{NO_BREAK}{}", &text[begins..space], &text[space + 1..]);
                after.push(SpanData::whole(&bound));
                if begins > 0 {
                    after.push(SpanData::Text(text[..begins].to_owned()));
                }
                is_bound = true;
                break;
            }
            SpanData::Marked(Marked::Break) => {
                after.push(SpanData::Marked(Marked::Break));
                break;
            }
            SpanData::Marked(Marked::Whole { text }) => after.push(SpanData::whole(&text)),
            SpanData::Marked(Marked::Emphasis { mut text }) => {
                is_bound = closed(&mut text);
                after.push(SpanData::Marked(Marked::Emphasis { text }));
            }
            SpanData::Marked(Marked::Strong { mut text }) => {
                is_bound = closed(&mut text);
                after.push(SpanData::Marked(Marked::Strong { text }));
            }
        }
        if is_bound {
            break;
        }
    }
    spans.extend(after.into_iter().rev());
    is_bound
}

/// One line of text that may run over, with its last two words together.
pub(super) fn line(text: &str) -> String {
    match text.trim_end().rsplit_once(' ') {
        Some((before, last)) if text.chars().count() > SHORT && last.chars().count() < SHORT => {
            format!("{before}{NO_BREAK}{last}")
        }
        _ => text.to_owned(),
    }
}

/// Letters that fit any line.
const SHORT: usize = 24;

/// Words at which a new line of an address may begin. They say what the words behind them belong to.
const JOINTS: [&str; 46] = [
    "of", "for", "and", "du", "de", "des", "d'", "pour", "et", "del", "para", "der", "für", "im", "und", "von", "da",
    "do", "dos", "das", "della", "dello", "dei", "delle", "degli", "di", "per", "van", "voor", "en", "och", "för", "и",
    "по", "та", "і", "али", "in", "to", "auprès", "près", "bei", "beim", "à", "в", "при",
];

/// What the name of a state stands behind.
const STATES: [&str; 16] = [
    "republic",
    "kingdom",
    "federation",
    "state",
    "union",
    "commonwealth",
    "république",
    "royaume",
    "republik",
    "königreich",
    "república",
    "reino",
    "repubblica",
    "республики",
    "республика",
    "федерации",
];

/// A line of an address in clauses, which end with a comma, and each clause in the pieces that stay together.
pub(super) fn pieces(line: &str) -> Vec<Vec<String>> {
    if line.chars().count() <= SHORT {
        return vec![vec![line.to_owned()]];
    }
    line.split_inclusive(", ").map(|clause| clause_pieces(clause.trim_end())).collect()
}

fn clause_pieces(clause: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before = "";
    for word in clause.split(' ') {
        let is_state = |word: &str| STATES.contains(&word.to_lowercase().as_str());
        let is_joint = |word: &str| JOINTS.contains(&word);
        let begins =
            is_joint(word) && !is_joint(before) && !is_state(before) || matches!(word, "Республики" | "Республика");
        let has_number = |word: &str| word.contains(|c: char| c.is_ascii_digit());
        match pieces.last_mut() {
            Some(piece) if !begins => {
                piece.push(if has_number(word) || has_number(before) { NO_BREAK } else { ' ' });
                piece.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
        before = word;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(spans: &[SpanData]) -> String {
        let one = |span: &SpanData| match span {
            SpanData::Text(text) => text.clone(),
            SpanData::Marked(Marked::Whole { text }) => format!("[{text}]"),
            SpanData::Marked(Marked::Break) => "/".to_owned(),
            SpanData::Marked(Marked::Emphasis { text } | Marked::Strong { text }) => format!("*{}*", shown(text)),
        };
        spans.iter().map(one).collect::<String>().replace(NO_BREAK, "~")
    }

    #[test]
    fn names_stay_whole_and_no_word_is_left_alone() {
        let person = |name: &str| Person { name: name.to_owned(), aliases: Vec::new() };
        let persons = [person("Ainur Kurmanov"), person("Айнур Курманов")];
        for (text, set) in [
            ("We ask for Ainur Kurmanov's release now.", "We ask for [Ainur] [Kurmanov]'s [release~now.]"),
            ("Release A. Kurmanov", "[Release~A.~][Kurmanov]"),
            ("Свободу Айнуру Курманову и всем им", "Свободу [Айнуру] [Курманову] и [всем~им]"),
            ("One", "[One]"),
            ("one kurmanovism here", "one [kurmanovism~here]"),
        ] {
            let mut spans = Vec::new();
            with_names(text, &stems(&persons), &mut spans);
            closed(&mut spans);
            assert_eq!(shown(&spans), set);
        }
        let strong = SpanData::Marked(Marked::Strong { text: vec![SpanData::Text("once".to_owned())] });
        let mut spans = vec![SpanData::Text("Free her at ".to_owned()), strong, SpanData::Text(".".to_owned())];
        closed(&mut spans);
        assert_eq!(shown(&spans), "Free her [at~]*[once]*[.]");
    }

    #[test]
    fn an_address_breaks_at_its_meaning() {
        for (line, wanted) in [
            ("Court of Antarctica", "Court of Antarctica"),
            (
                "Administration of the President of the Republic of Kazakhstan",
                "Administration|of the President|of the Republic of Kazakhstan",
            ),
            ("12 Penguin Parade, 99123 South Pole", "12~Penguin Parade,||99123~South Pole"),
            ("Embassy of Antarctica in the United Kingdom", "Embassy|of Antarctica|in the United Kingdom"),
            ("Генеральная прокуратура Республики Казахстан", "Генеральная прокуратура|Республики Казахстан"),
            (
                "Ministère de la Justice de la République de Guinée",
                "Ministère|de la Justice|de la République de Guinée",
            ),
        ] {
            let clauses: Vec<String> = pieces(line).iter().map(|pieces| pieces.join("|")).collect();
            assert_eq!(clauses.join("||").replace(NO_BREAK, "~"), wanted);
        }
    }
}
