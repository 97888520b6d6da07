//! The state an appeal turns to.

use std::ops::Range;

use super::areas::{Area, Purpose};
use super::found::Found;
use super::printed::pasted_in;
use super::sentences::sentences;
use super::text::{Line, said};
use super::words::embassy_words;
use crate::locale::Country;
use crate::registry::pasted::is_address;
use crate::text::fold;

/// Characters of a line of an address.
const ADDRESS_MOST: usize = 100;

/// The countries a text names, each as often as it does.
fn countries(text: &str) -> Vec<Country> {
    places(text).into_iter().map(|(_, country)| country).collect()
}

/// The states whose embassies a sentence names, without the states where the embassies are: Togo alone in "In the United
/// Kingdom: Embassy of Togo, 9 Harrow Place, London".
pub(super) fn senders(sentence: &str) -> Vec<Country> {
    const IN: [&str; 9] = ["in", "en", "au", "aux", "a", "в", "во", "im", "within"];
    const ARTICLES: [&str; 8] = [" the", " der", " den", " dem", " la", " le", " los", " el"];
    let stands_in = |place: &Range<usize>| {
        let before = fold(sentence[..place.start].trim_end());
        let before = ARTICLES.iter().find_map(|article| before.strip_suffix(article)).unwrap_or(&before);
        let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
        // Behind a comma it ends an address, and before a colon it says for whom what follows is.
        IN.contains(&last) || before.ends_with(',') || sentence[place.end..].trim_start().starts_with(':')
    };
    places(sentence).into_iter().filter(|(place, _)| !stands_in(place)).map(|(_, country)| country).collect()
}

/// The countries a text names, and where.
fn places(text: &str) -> Vec<(Range<usize>, Country)> {
    const LONGEST: usize = 4;
    let words: Vec<(usize, &str)> = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’' && c != '-')
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .filter(|(_, word)| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (start, word) = words[at];
        let most = LONGEST.min(words.len() - at);
        let named = (1..=most)
            .rev()
            .filter(|_| word.starts_with(char::is_uppercase) && word.chars().count() > 2)
            .find_map(|length| {
                let (last, end) = words[at + length - 1];
                let end = end.trim_end_matches("'s").trim_end_matches("’s");
                let place = start..last + end.len();
                match Country::spoken(&text[place.clone()]) {
                    [only] => Some(((place, *only), length)),
                    _ => None,
                }
            });
        match named {
            Some((named, length)) => {
                found.push(named);
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The state an appeal turns to: the one its offices name, else the one it names most by far.
pub(super) fn state_of(lines: &[Line], areas: &[Area]) -> Option<Found<Country>> {
    let mut of_offices: Vec<Found<Country>> = Vec::new();
    for area in areas.iter().filter(|area| area.purpose == Purpose::Offices) {
        // Whoever publishes has an address too.
        for office in pasted_in(lines, area, None).into_iter().filter(|office| office.kind().is_some()) {
            of_offices.extend(office.country.map(|value| Found { value, line: office.line }));
        }
    }
    let counted = |all: &[Found<Country>]| -> Option<Found<Country>> {
        let count = |state: Country| all.iter().filter(|found| found.value == state).count();
        let best = all.iter().max_by_key(|found| (count(found.value), std::cmp::Reverse(found.line)))?;
        let second =
            all.iter().filter(|found| found.value != best.value).map(|found| count(found.value)).max().unwrap_or(0);
        (count(best.value) > second * 2).then(|| best.clone())
    };
    if !of_offices.is_empty() {
        return counted(&of_offices);
    }
    counted(&in_text(lines))
}

/// The state that stands in brackets behind a name, wherever the appeal has it: "Ice Jeans (Netherlands)".
pub(super) fn behind_name(lines: &[Line], name: &str) -> Option<Country> {
    let behind = |line: &Line| {
        let behind = line.text.match_indices(name).map(|(at, name)| line.text[at + name.len()..].to_owned());
        behind.collect::<Vec<_>>()
    };
    lines.iter().flat_map(behind).find_map(|behind| {
        let (inside, _) = behind.strip_prefix(" (")?.split_once(')')?;
        match Country::spoken(inside.trim_start_matches("the ")) {
            [only] => Some(*only),
            _ => None,
        }
    })
}

/// The state with which the first line begins that may be a title: "ghana - two women locked up", whatever its letters.
pub(super) fn before_title(lines: &[Line]) -> Option<Found<Country>> {
    const TOP: usize = 20;
    lines.iter().take(TOP).find_map(|line| {
        let name = [" - ", " – ", ": ", " : "].iter().find_map(|sign| line.text.split_once(sign))?.0;
        Some(Found { value: Country::by_name(name)?, line: line.number })
    })
}

/// The states that an appeal names, once for each time, without the states where embassies are.
fn in_text(lines: &[Line]) -> Vec<Found<Country>> {
    let mut found = Vec::new();
    let mut is_below_embassy = false;
    for line in lines {
        if embassy_words(&line.said) {
            is_below_embassy = line.length() <= ADDRESS_MOST;
            for sentence in sentences(&line.text) {
                let speaks = embassy_words(&said(sentence));
                let named = if speaks { senders(sentence) } else { countries(sentence) };
                found.extend(named.into_iter().map(|value| Found { value, line: line.number }));
            }
            continue;
        }
        // The state at the end of a street is where somebody is, and nobody of a known office.
        if line.length() <= ADDRESS_MOST && is_address(&line.text) && !line.has_known_kind() {
            let ends = line.text.rsplit_once(',').is_some_and(|(_, last)| Country::by_name(last.trim()).is_some());
            if ends {
                continue;
            }
        }
        is_below_embassy &= !line.is_blank() && line.length() <= ADDRESS_MOST && !line.has_known_kind();
        if !is_below_embassy {
            found.extend(countries(&line.text).into_iter().map(|value| Found { value, line: line.number }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::text::lines;
    use super::*;

    #[test]
    fn a_title_begins_with_its_state() {
        for (text, expected) in [
            ("hi all\n\ntogo - two women locked up", "TG"),
            ("Togo : deux femmes en prison", "TG"),
            ("two women locked up - togo", ""),
        ] {
            let lines = lines(text).unwrap();
            assert_eq!(before_title(&lines).map_or(String::new(), |found| found.value.to_string()), expected, "{text}");
        }
    }

    #[test]
    fn where_an_embassy_stands_is_not_the_state_written_to() {
        for (text, expected) in [
            ("In the United Kingdom: Embassy of Valmorra, 9 Harrow Place, London W1X 0AA", ""),
            ("United Kingdom: Embassy of Valmorra, 9 Harrow Place, London", ""),
            ("Embassy of Valmorra, 9 Harrow Place, London, United Kingdom", ""),
            ("Embassy of Valmorra\n9 Harrow Place\nLondon\nUnited Kingdom", ""),
            ("Embassy of Valmorra in the United Kingdom", ""),
            ("Botschaft von Valmorra in der Schweiz", ""),
            ("Ambassade du Valmorra en France", ""),
            ("In the United Kingdom: Embassy of the Republic of Togo, 9 Harrow Place", "TG"),
            ("Botschaft der Republik Togo in Deutschland", "TG"),
            ("Embassy of Valmorra\n9 Harrow Place\n\nThe dockers of Togo are on strike", "TG"),
        ] {
            let lines = lines(text).unwrap();
            let codes: Vec<String> = in_text(&lines).iter().map(|found| found.value.to_string()).collect();
            assert_eq!(codes.join(" "), expected, "{text}");
        }
    }
}
