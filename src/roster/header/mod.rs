//! What a column holds, by its header: a name, a label with its part, a question, a sentence of consent.
//!
//! Rules, not a list of programs. A header is cut into pieces, and a piece into words. Only where every
//! word is known is a header believed; one word of somebody or something else ("lawyer", "birth",
//! "newsletter") and it is not. What names a field among words that are not known may be asked about,
//! and is never taken.

mod cut;
mod weigh;
mod words;

use cut::{Opening, Piece};
use weigh::{Heard, Whole, below};
pub(super) use words::Half;

use crate::roster::meaning::Meaning;
use crate::signatory::Field;

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// It names one thing in words that are all known.
    Known(Label),
    /// It names this among words that are not known.
    Perhaps(Meaning),
    /// Nothing that a letter needs.
    Nothing,
}

/// What a known header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not exclude each other")]
pub(super) struct Label {
    pub(super) meaning: Meaning,
    /// "Address 2" is 2; 0 without a number.
    pub(super) place: u8,
    /// To be believed only beside another column of the same field.
    pub(super) is_weak: bool,
    /// "Title": of a name, or of an office.
    pub(super) is_title: bool,
    /// Which half of a name it is beside a column for the other.
    pub(super) half: Option<Half>,
    /// "Primary Email".
    pub(super) is_main: bool,
    /// "Surname, first name".
    pub(super) is_surname_first: bool,
    /// A sentence in which the signatory agrees: "I agree that my name ...".
    pub(super) is_statement: bool,
}

impl Said {
    /// What a known header says.
    pub(super) fn label(self) -> Option<Label> {
        match self {
            Self::Known(label) => Some(label),
            _ => None,
        }
    }
}

impl Label {
    /// A header that says this alone.
    pub(super) fn of(meaning: Meaning) -> Self {
        Self {
            meaning,
            place: 0,
            is_weak: false,
            is_title: false,
            half: None,
            is_main: false,
            is_surname_first: false,
            is_statement: false,
        }
    }
}

/// Reads a header.
pub(super) fn said(header: &str) -> Said {
    let heard = |piece: &Piece| {
        let as_one = Heard::of(&piece.as_one());
        (piece.opening, if as_one.is_exact { as_one } else { Heard::of(piece) })
    };
    let pieces: Vec<(Opening, Heard)> = cut::pieces(header).iter().map(heard).collect();
    if let Some(said) = consent(&pieces) {
        return said;
    }
    let named = || pieces.iter().find_map(|(_, heard)| heard.named.first()).map(|named| named.meaning);
    if pieces.iter().any(|(_, heard)| heard.has_veto) {
        return Said::Nothing;
    }
    let mut group: Option<Whole> = None;
    let mut number = None;
    let mut is_main = false;
    for (at, (opening, heard)) in pieces.iter().enumerate() {
        is_main |= heard.is_main;
        if heard.is_neutral() {
            continue;
        }
        let is_known = group.is_some();
        let means = heard.means();
        // A code before the question: `vn. Vorname`.
        if at == 0 && pieces.len() > 1 && heard.words == 1 && heard.named.is_empty() && pieces[1].0 == Opening::Sentence
        {
            continue;
        }
        match (group, means) {
            (None, Some(whole)) => group = Some(whole),
            (Some(before), Some(whole)) if below(before, whole).is_some() => group = below(before, whole),
            _ if is_known && heard.explains(*opening) => continue,
            _ => return named().map_or(Said::Nothing, Said::Perhaps),
        }
        number = heard.number.or(number);
    }
    let Some(whole) = group else { return Said::Nothing };
    let label = Label {
        meaning: whole.meaning,
        place: number.unwrap_or(whole.place),
        is_weak: whole.is_weak,
        is_title: whole.is_title,
        half: whole.half,
        is_main,
        is_surname_first: whole.is_surname_first,
        is_statement: false,
    };
    match (label.meaning, number) {
        (Meaning::Field(Field::Address) | Meaning::AddressLine, Some(2..)) => {
            Said::Known(Label { meaning: Meaning::AddressLine, ..label })
        }
        // The second e-mail of somebody, or the name of a second person.
        (_, Some(2..)) => Said::Nothing,
        // A name that somebody prefers is another one than theirs.
        _ if is_main && label.meaning.field() == Some(Field::Name) => Said::Perhaps(label.meaning),
        (Meaning::FirstName | Meaning::LastName, Some(_)) => Said::Perhaps(label.meaning),
        _ => Said::Known(label),
    }
}

/// The question or label alone, as [`crate::text::key`] compares names: without codes, brackets and explanations.
pub(super) fn key_of_question(header: &str) -> String {
    let pieces = cut::pieces(header);
    pieces.first().map(|piece| piece.words.iter().map(|word| word.text.as_str()).collect()).unwrap_or_default()
}

/// What a header says that speaks of agreement.
fn consent(pieces: &[(Opening, Heard)]) -> Option<Said> {
    let any = |is: fn(&Heard) -> bool| pieces.iter().any(|(_, heard)| is(heard));
    let agrees = |heard: &Heard| heard.agrees || heard.agrees_to || heard.agrees_me;
    let at = pieces.iter().position(|(_, heard)| agrees(heard))?;
    let before = &pieces[..at];
    if before.iter().any(|(_, heard)| !heard.named.is_empty()) {
        return None;
    }
    let is_me = any(|heard| heard.agrees_me);
    let has_veto = any(|heard| heard.has_veto);
    let has_letter = any(|heard| heard.has_letter);
    if has_veto && !has_letter {
        return Some(Said::Nothing);
    }
    let is_bare = || pieces.iter().all(|(_, heard)| heard.unknown == 0 && heard.named.is_empty());
    let is_sure = !(has_veto || any(|heard| heard.has_not))
        && (has_letter || any(|heard| heard.agrees || heard.agrees_me) && is_bare());
    Some(if is_sure {
        Said::Known(Label { is_statement: is_me, ..Label::of(Meaning::Consent) })
    } else {
        Said::Perhaps(Meaning::Consent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(header: &str) -> String {
        match said(header) {
            Said::Known(label) => {
                let mut shown = label.meaning.name().to_owned();
                if label.place > 0 {
                    shown += &format!("#{}", label.place);
                }
                for (is, word) in [
                    (label.is_weak, " weak"),
                    (label.is_title, " title"),
                    (label.is_main, " main"),
                    (label.is_surname_first, " surname first"),
                    (label.is_statement, " statement"),
                ] {
                    shown += if is { word } else { "" };
                }
                shown
            }
            Said::Perhaps(meaning) => format!("? {}", meaning.name()),
            Said::Nothing => "-".to_owned(),
        }
    }

    #[test]
    fn headers_mean_what_a_careful_reader_takes_them_for() {
        let mut wrong = Vec::new();
        for line in include_str!("headers.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (expected, header) = line.split_once(" = ").expect(line);
            let found = shown(header);
            if found != expected {
                wrong.push(format!("{header}: {found}, not {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
