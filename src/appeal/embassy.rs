//! What an appeal says of the embassy in the reader's own country.

use super::areas::{Area, Purpose};
use super::found::Found;
use super::sentences::sentences;
use super::states::senders;
use super::text::{self, Line};
use super::words::{EMBASSIES, WRITE, YOUR_COUNTRY, embassy_words};
use crate::locale::Country;
use crate::registry::pasted::copies_begin;

/// What an appeal says of the embassy in the reader's own country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Embassy {
    /// Whose embassy, where it says so.
    pub state: Option<Country>,
    /// What it gets.
    pub gets: EmbassyGets,
}

/// Whether an embassy gets a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmbassyGets {
    /// A letter.
    Letter,
    /// A copy of the letters to others.
    Copy,
    /// One of them: it is named behind a sentence about copies.
    Either,
}

/// "the embassy in your own country", "diplomatic representatives accredited to your country"; `state` is that of the
/// appeal, whose embassy it is where the line names none.
pub(super) fn said(lines: &[Line], at: usize, areas: &[Area], state: Option<Country>) -> Option<Found<Embassy>> {
    // "Rogamos escribir también a la embajada", below the addresses of those who get a copy.
    const ASKS: [&str; 7] = ["write to", "please write", "schreib", "escrib", "ecrire", "ecrivez", "пиш"];
    let line = &lines[at];
    if !embassy_words(&line.said) {
        return None;
    }
    let mut sentences = sentences(&line.text).map(|sentence| (sentence, text::said(sentence)));
    let is_yours = |folded: &str| embassy_words(folded) && YOUR_COUNTRY.iter().any(|word| folded.contains(word));
    let (sentence, folded) = sentences.find(|(_, folded)| is_yours(folded))?;
    let copies = || areas.iter().filter(|area| area.purpose == Purpose::Copies);
    // "COPIES TO", an office, and in a paragraph of its own "The diplomatic representatives accredited to your country".
    let goes_on = |area: &Area| {
        let between = lines.get(area.lines.end..at);
        between.is_some_and(|between| between.iter().all(Line::is_blank))
            && !WRITE.iter().any(|asks| folded.contains(asks))
    };
    let asks_to_write = ASKS.iter().any(|asks| folded.contains(asks));
    let gets = if let Some(said) = gets_copy(&folded) {
        said
    } else if !asks_to_write && copies().any(|area| area.lines.contains(&at) || goes_on(area)) {
        EmbassyGets::Copy
    } else if copies().any(|area| area.cue == at) {
        EmbassyGets::Either
    } else {
        EmbassyGets::Letter
    };
    let named = senders(sentence);
    let state = if let [only] = named.as_slice() { Some(*only) } else { state };
    Some(Found { value: Embassy { state, gets }, line: line.number_of(sentence) })
}

/// What an embassy gets by a sentence with the words of a copy, folded: "a copy to the embassy", and a letter where others
/// get the copy, "to the embassy, and send us a copy".
fn gets_copy(sentence: &str) -> Option<EmbassyGets> {
    const US: [&str; 7] = ["us", "me", "uns", "nous", "nos", "нам", "бізге"];
    let copies = copies_begin(sentence)?;
    let embassy = EMBASSIES.iter().filter_map(|word| sentence.find(word)).min().unwrap_or(0);
    let is_us = |word: &str| US.contains(&word.trim_matches(|c: char| !c.is_alphabetic()));
    Some(if copies < embassy {
        EmbassyGets::Copy
    } else if sentence[embassy..].split(' ').any(is_us) {
        EmbassyGets::Letter
    } else {
        EmbassyGets::Either
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embassy_gets_a_copy_where_the_words_say_so() {
        for (text, expected) in [
            ("Please send a copy to the embassy of Chad in your country.", EmbassyGets::Copy),
            ("Please write to the embassy in your country, and send us a copy: us@union.example.", EmbassyGets::Letter),
            ("Schicken Sie der Botschaft in Ihrem Land eine Kopie.", EmbassyGets::Either),
            ("Please write to the embassy in your country.", EmbassyGets::Letter),
        ] {
            let found = said(&[Line::new(text.to_owned(), 1)], 0, &[], None);
            assert_eq!(found.map(|embassy| embassy.value.gets), Some(expected), "{text}");
        }
    }

    #[test]
    fn an_embassy_below_those_who_get_a_copy_gets_one() {
        for (text, expected) in [
            ("The diplomatic representatives of Togo accredited to your country.", EmbassyGets::Copy),
            ("Please write to the embassy of Togo in your country too.", EmbassyGets::Letter),
        ] {
            let text = format!(
                "Minister of Ice\nice@ministry.example\n\nAND COPIES TO\n\nCommission of Ice\nus@ice.example\n\n{text}\n"
            );
            let appeal = super::super::read(&text, None).unwrap();
            assert_eq!(appeal.embassy.map(|embassy| embassy.value.gets), Some(expected), "{text}");
        }
    }
}
