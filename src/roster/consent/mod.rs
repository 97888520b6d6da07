//! What a person answered when a form asked whether their name may stand under a letter.
//!
//! A letter in the name of somebody who did not agree is the worst thing that can happen here, so a cell is a yes only
//! where nothing in it can mean anything else: it begins with a yes, and all the rest of it is known to change nothing,
//! or says what is done with the name. One word of refusal, of a condition, or of another consent, and it is not a yes.
//! What is not understood is said to be unclear; then the organiser decides, by its exact words.

mod words;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text;

/// What a cell says of the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Consent {
    /// The person agreed.
    Given,
    /// The person refused.
    Refused,
    /// The cell says nothing.
    NotSaid,
    /// The person agreed to a newsletter.
    Newsletter,
    /// It may mean this or that.
    Unclear,
}

/// Reads the cells of one column, with the question that its header asks.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    header: String,
    asks: Asks,
    /// What the organiser said to mean yes, folded.
    means_yes: Vec<String>,
    /// Most lists have a handful of different answers.
    known: HashMap<String, Consent>,
}

/// What a plain yes below a header agrees to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Asks {
    #[default]
    Letter,
    Newsletter,
    /// "I do not want my name to be used".
    Opposite,
}

/// Different answers of a column that are remembered; in a column of free text, all of them differ.
const KNOWN_MOST: usize = 256;

impl Question {
    /// `means_yes` are the texts that mean yes in this list by the organiser's word.
    pub fn new(header: &str, means_yes: &[String]) -> Self {
        let words = words(header);
        let asks = match () {
            () if is_negative(header) => Asks::Opposite,
            () if WORDS.newsletter.are_in(&words) && !names_use(&words) => Asks::Newsletter,
            () => Asks::Letter,
        };
        let means_yes = means_yes.iter().map(|text| text::folded(text)).collect();
        Self { header: text::folded(header), asks, means_yes, known: HashMap::new() }
    }

    /// Whether a text that is all that anybody says in this column can only be the box that they ticked to sign.
    pub fn is_ticked_text(&self, cell: &str) -> bool {
        self.asks == Asks::Letter && self.read(cell) == Consent::Unclear && is_consent_by_itself(cell)
    }

    /// What a cell says.
    pub fn answer(&mut self, cell: &str) -> Consent {
        if let Some(known) = self.known.get(cell) {
            return *known;
        }
        let answer = self.read(cell);
        if self.known.len() < KNOWN_MOST {
            self.known.insert(cell.to_owned(), answer);
        }
        answer
    }

    fn read(&self, cell: &str) -> Consent {
        let folded = text::folded(cell);
        if !folded.is_empty() && self.means_yes.contains(&folded) {
            return Consent::Given;
        }
        let repeats = !folded.is_empty() && folded == self.header;
        match (read(cell), self.asks) {
            (Consent::Given, Asks::Newsletter) => Consent::Newsletter,
            (Consent::Given, Asks::Opposite) => Consent::Unclear,
            // A form that writes the text of the box that was ticked.
            (Consent::Unclear, Asks::Letter) if repeats && is_consent_by_itself(cell) => Consent::Given,
            (answer, _) => answer,
        }
    }
}

/// Whether a cell says yes by itself, whatever was asked.
pub(super) fn says_yes(cell: &str) -> bool {
    read(cell) == Consent::Given
}

/// What a cell says by itself.
pub(super) fn read(cell: &str) -> Consent {
    // Ticked options, as forms join them.
    let options: Vec<&str> = cell.split([';', '|', '\n']).map(str::trim).filter(|option| !option.is_empty()).collect();
    match options.as_slice() {
        [] => Consent::NotSaid,
        [one] => read_one(one),
        several => {
            let answers: Vec<Consent> = several.iter().map(|option| read_one(option)).collect();
            let all = |among: &[Consent]| answers.iter().all(|answer| among.contains(answer));
            if all(&[Consent::NotSaid, Consent::Refused]) && answers.contains(&Consent::Refused) {
                Consent::Refused
            } else if all(&[Consent::Given, Consent::Newsletter]) && answers.contains(&Consent::Given) {
                Consent::Given
            } else if all(&[Consent::Newsletter]) {
                Consent::Newsletter
            } else {
                Consent::Unclear
            }
        }
    }
}

/// Signs for a ticked box, and for an empty one. A crossed box (☒) is the one to some and the other to others.
const TICKS: [&str; 9] = ["✓", "✔", "☑", "✅", "🗹", "👍", "[x]", "(x)", "[✓]"];
const NO_TICKS: [&str; 12] = ["☐", "□", "✗", "✘", "❌", "⬜", "🗷", "👎", "[ ]", "( )", "[]", "()"];

fn read_one(cell: &str) -> Consent {
    let cell = cell.trim_matches(|c: char| c.is_whitespace() || text::is_forbidden(c));
    let plain = cell.replace('\u{fe0f}', "").to_lowercase();
    if NO_TICKS.iter().any(|tick| plain.contains(tick)) {
        // "☑ Yes ☐ No": which of the two is ticked is for a person to say.
        return if TICKS.iter().any(|tick| plain.contains(tick)) { Consent::Unclear } else { Consent::Refused };
    }
    let ticked = TICKS.iter().find_map(|tick| plain.strip_prefix(tick));
    let words = words(ticked.unwrap_or(&plain));
    if words.is_empty() {
        let is_dash = |c: char| matches!(c, '-' | '.' | '/' | '\\' | '_' | '\'' | '"' | '*') || text::is_odd_dash(c);
        return match ticked {
            Some(rest) if rest.trim().is_empty() => Consent::Given,
            None if plain.chars().all(|c| c.is_whitespace() || is_dash(c)) => Consent::NotSaid,
            _ => Consent::Unclear,
        };
    }
    let whole = words.join(" ");
    // "Jo" and "1.0" are words; a sentence is none of these.
    for (known, answer) in
        [(&WORDS.not_said, Consent::NotSaid), (&WORDS.ticked, Consent::Given), (&WORDS.unticked, Consent::Refused)]
    {
        if known.whole.contains(&whole) {
            return answer;
        }
    }
    if plain.contains(['?', '؟', '¿']) {
        return Consent::Unclear;
    }
    let rest = after_yes(&words, &plain);
    // "Aber gern" is a yes, "ja, aber" is none; what follows the yes decides.
    let open = rest.unwrap_or(&words);
    if WORDS.no.are_in(open) {
        // "I do not agree" begins with "I do".
        let refuses = rest.is_none_or(|rest| WORDS.no.longest(rest) > 0);
        return if refuses { Consent::Refused } else { Consent::Unclear };
    }
    if WORDS.newsletter.are_in(open) {
        return match rest {
            // "I agree that my name is used, and I want the newsletter" holds both, "Yes, newsletter" does not.
            Some(_) if names_use(&words) => Consent::Unclear,
            _ => Consent::Newsletter,
        };
    }
    match rest {
        Some(rest) if !is_bound(rest) && !WORDS.other.are_in(rest) && is_for_the_letter(rest) => Consent::Given,
        _ => Consent::Unclear,
    }
}

/// The words behind the yes with which a text begins.
fn after_yes<'a>(words: &'a [String], plain: &str) -> Option<&'a [String]> {
    let mut rest = words;
    // "Sí" and "sì" are a yes. "Si" is one too where people write without accents, but in French, Spanish, Italian
    // and Portuguese it is also "if", and only a comma or the end tells the two apart.
    if words[0] == "si" {
        let behind = plain
            .trim_start()
            .strip_prefix(['s'])
            .map(|rest| rest.trim_start_matches(['i', 'í', 'ì', '\u{301}', '\u{300}']));
        let is_accented = plain.contains(['í', 'ì', '\u{301}', '\u{300}']) && !plain.trim_start().starts_with("si ");
        let is_apart = behind.is_some_and(|behind| behind.is_empty() || behind.starts_with([',', '.', '!']));
        let goes_on = words.len() > 1 && WORDS.yes.longest(&words[1..]) > 0;
        if !(is_accented || is_apart || goes_on) {
            return None;
        }
        rest = &words[1..];
    }
    loop {
        match WORDS.yes.longest(rest) {
            0 => break,
            length => rest = &rest[length..],
        }
    }
    let at_end = WORDS.yes_at_end.length_at_end(words);
    if rest.len() == words.len() && at_end > 0 {
        rest = &words[..words.len() - at_end];
    }
    (rest.len() < words.len()).then_some(rest)
}

/// Whether a yes holds only for something, or not yet.
fn is_bound(rest: &[String]) -> bool {
    let letter = (0..rest.len()).find(|at| WORDS.letter.longest(&rest[*at..]) > 0).unwrap_or(rest.len());
    WORDS.but.are_in(rest) || WORDS.against.are_in(&rest[..letter])
}

/// Whether a header asks for the opposite: "I do not want my name to be used". What stands in brackets, or behind the
/// question mark, says how to answer.
fn is_negative(header: &str) -> bool {
    let question = header.split(['?', '(', '[']).map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
    let words = words(question);
    (0..words.len()).any(|at| {
        let offers_both = (0..=at).any(|start| start + WORDS.yes_or_no.longest(&words[start..]) > at);
        WORDS.no.longest(&words[at..]) > 0 && !offers_both
    })
}

/// Whether what follows a yes speaks of the letter, or of nothing at all.
fn is_for_the_letter(rest: &[String]) -> bool {
    let is_harmless = |word: &String| {
        let word = std::slice::from_ref(word);
        WORDS.filler.are_in(word) || is_subject(word) || WORDS.usage.are_in(word) || WORDS.yes.longest(word) > 0
    };
    // All words are known up to the one that says what it is about; who writes to whom may follow.
    let known = rest.iter().take_while(|word| is_harmless(word)).count();
    known == rest.len() || is_subject(&rest[..known]) || names_use(rest)
}

fn is_subject(words: &[String]) -> bool {
    WORDS.letter.are_in(words) || WORDS.sign.are_in(words)
}

/// Whether a text says that a name is used.
fn names_use(words: &[String]) -> bool {
    WORDS.name.are_in(words) && (WORDS.usage.are_in(words) || is_subject(words))
}

/// Whether a text without a yes can only be the box that somebody ticked to sign.
fn is_consent_by_itself(cell: &str) -> bool {
    let words = words(cell);
    let is_open = |known: &Known| !known.are_in(&words);
    [&WORDS.no, &WORDS.but, &WORDS.other, &WORDS.newsletter].into_iter().all(is_open)
        && !WORDS.against.are_in(words.get(..1).unwrap_or_default())
        && (names_use(&words) || is_subject(&words))
}

/// A text in words without case and accents, and with one letter for what keyboards write in several ways.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let folded = text::fold(text);
    let mut characters = folded.chars().peekable();
    while let Some(c) = characters.next() {
        let c = match c {
            'ı' => 'i',
            'ł' => 'l',
            'ى' | 'ی' => 'ي',
            'ک' => 'ك',
            'ة' | 'ۀ' => 'ه',
            'ـ' => continue,
            c => c,
        };
        let last = words.last_mut();
        let is_elided = |word: &str| word.len() == 1 || matches!(word, "qu" | "dell" | "nell" | "all" | "sull" | "un");
        match (c, last) {
            ('ß', Some(word)) => word.push_str("ss"),
            // "j'accepte" is two words, "don't" and "ім'я" are one.
            ('\'' | '’' | 'ʼ' | '`', Some(word))
                if !is_elided(word) && characters.peek().is_some_and(|c| c.is_alphabetic()) => {}
            (c, Some(word)) if c.is_alphanumeric() => word.push(c),
            (_, Some(word)) if word.is_empty() => {}
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    for (first, second) in words::HARMLESS {
        let pair =
            |at: &usize| words[*at] == first.trim_end_matches('*') && words[at + 1] == second.trim_end_matches('*');
        if let Some(at) = (0..words.len().saturating_sub(1)).find(pair) {
            words.remove(if first.ends_with('*') { at } else { at + 1 });
        }
    }
    words
}

/// Words and phrases of one table.
#[derive(Default)]
struct Known {
    whole: HashSet<String>,
    /// Phrases by their first word, in words.
    phrases: HashMap<String, Vec<Vec<String>>>,
    beginnings: Vec<String>,
}

impl Known {
    fn new(table: &str) -> Self {
        let mut known = Self::default();
        for entry in table.split(',').map(str::trim) {
            let parts = words(entry);
            match parts.as_slice() {
                [] => {}
                [one] if entry.ends_with('*') => known.beginnings.push(one.clone()),
                [first, ..] => {
                    known.whole.insert(parts.join(" "));
                    known.phrases.entry(first.clone()).or_default().push(parts);
                }
            }
        }
        known
    }

    /// How many words of the longest entry stand at the beginning.
    fn longest(&self, words: &[String]) -> usize {
        let Some(first) = words.first() else { return 0 };
        let phrases = self.phrases.get(first).into_iter().flatten();
        let exact = phrases.filter(|phrase| words.starts_with(phrase)).map(Vec::len).max().unwrap_or(0);
        if exact == 0 && self.beginnings.iter().any(|start| first.starts_with(start.as_str())) { 1 } else { exact }
    }

    /// How many words of the longest entry stand at the end.
    fn length_at_end(&self, words: &[String]) -> usize {
        let at = (0..words.len()).find(|at| self.longest(&words[*at..]) == words.len() - at);
        at.map_or(0, |at| words.len() - at)
    }

    /// Whether any entry stands anywhere.
    fn are_in(&self, words: &[String]) -> bool {
        (0..words.len()).any(|at| self.longest(&words[at..]) > 0)
    }
}

struct Words {
    ticked: Known,
    unticked: Known,
    not_said: Known,
    yes: Known,
    yes_at_end: Known,
    yes_or_no: Known,
    against: Known,
    no: Known,
    but: Known,
    newsletter: Known,
    other: Known,
    letter: Known,
    sign: Known,
    name: Known,
    usage: Known,
    filler: Known,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    ticked: Known::new(words::TICKED),
    unticked: Known::new(words::UNTICKED),
    not_said: Known::new(words::NOT_SAID),
    yes: Known::new(words::YES),
    yes_at_end: Known::new(words::YES_AT_END),
    yes_or_no: Known::new(words::YES_OR_NO),
    against: Known::new(words::AGAINST),
    no: Known::new(words::NO),
    but: Known::new(words::BUT),
    newsletter: Known::new(words::NEWSLETTER),
    other: Known::new(words::OTHER),
    letter: Known::new(words::LETTER),
    sign: Known::new(words::SIGN),
    name: Known::new(words::NAME),
    usage: Known::new(words::USE),
    filler: Known::new(words::FILLER),
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The answers of a table, with what each says.
    fn table() -> Vec<(String, Consent)> {
        let rows = include_str!("../../../tests/rosters/consent.tsv").lines().skip(1);
        let answer = |word: &str| match word {
            "given" => Consent::Given,
            "refused" => Consent::Refused,
            "not said" => Consent::NotSaid,
            "newsletter" => Consent::Newsletter,
            "unclear" => Consent::Unclear,
            other => panic!("{other}"),
        };
        let cell = |raw: &str| {
            let parts = raw.replace("\\n", "\n");
            let mut parts = parts.split("\\u{").map(str::to_owned);
            let first = parts.next().unwrap_or_default();
            parts.fold(first, |cell, part| {
                let (code, rest) = part.split_once('}').unwrap();
                format!("{cell}{}{rest}", char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap())
            })
        };
        rows.map(|row| row.split_once('\t').unwrap()).map(|(word, raw)| (cell(raw), answer(word))).collect()
    }

    #[test]
    fn answers_are_right_by_a_table() {
        let table = table();
        let mut question = Question::new("Consent", &[]);
        let wrong: Vec<String> = table
            .iter()
            .filter(|(cell, expected)| question.answer(cell) != *expected)
            .map(|(cell, expected)| format!("{cell:?} is {:?}, not {expected:?}", read(cell)))
            .collect();
        assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), table.len(), wrong.join("\n"));
        let yes = table.iter().filter(|(_, answer)| *answer == Consent::Given).count();
        assert!(table.len() >= 300 && table.len() >= 2 * yes, "half are traps: {yes} of {}", table.len());
    }

    #[test]
    fn a_header_says_what_a_yes_agrees_to() {
        for (header, cell, expected) in [
            ("Consent", "yes", Consent::Given),
            ("I agree that my name stands under the letter", "checked", Consent::Given),
            ("Do you agree? (Yes/No)", "yes", Consent::Given),
            ("Sind Sie einverstanden, ja oder nein", "ja", Consent::Given),
            ("Do you agree? If not, leave this empty", "x", Consent::Given),
            ("I do not want my name to be used", "yes", Consent::Unclear),
            ("Ich bin nicht einverstanden", "ja", Consent::Unclear),
            ("I do not want my name to be used", "no", Consent::Refused),
            ("Newsletter opt-in", "yes", Consent::Newsletter),
            ("I agree to receive the newsletter", "1", Consent::Newsletter),
            ("Использование моего имени в письме", "Использование моего имени в письме", Consent::Given),
            ("Signature on the letter", "Signature on the letter", Consent::Given),
            ("I would only sign", "I would only sign", Consent::Unclear),
            ("Consent", "Consent", Consent::Unclear),
        ] {
            assert_eq!(Question::new(header, &[]).answer(cell), expected, "{header}: {cell}");
        }
    }

    #[test]
    fn a_cell_of_signs_alone_is_not_a_ticked_text() {
        for cell in ["=", "?", "???", "#", "\u{feff}", "=;=", ""] {
            for header in ["", "=", "Consent"] {
                assert!(!Question::new(header, &[]).is_ticked_text(cell), "{header:?}: {cell:?}");
                assert!(!Question::new(header, &[]).answer(cell).eq(&Consent::Given), "{header:?}: {cell:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_answer_makes_reading_panic(header in ANSWER, cell in ANSWER, means_yes in ANSWER) {
            for cell in [&cell, &header, &means_yes] {
                let mut question = Question::new(&header, std::slice::from_ref(&means_yes));
                let _any = (question.answer(cell), question.is_ticked_text(cell), says_yes(cell));
            }
        }
    }

    /// Answers of a few words that mean something here, with signs around them.
    const ANSWER: &str = "([=?#;|.,()\\[\\] \n✓☐ß'’-]|si|sí|yes|no|not|agree|against|but|newsletter|name|my|use){0,8}";

    #[test]
    fn what_means_yes_is_said_by_its_exact_words() {
        let mut question = Question::new("Consent", &["Count  me in".to_owned(), "opted in".to_owned()]);
        for (cell, expected) in [
            ("count me in", Consent::Given),
            ("Opted in", Consent::Given),
            ("count me in, but later", Consent::Unclear),
            ("no", Consent::Refused),
            ("", Consent::NotSaid),
        ] {
            assert_eq!(question.answer(cell), expected, "{cell}");
        }
    }
}
