//! The state an appeal turns to.

use super::areas::{Area, Purpose};
use super::found::Found;
use super::printed::pasted_in;
use super::text::Line;
use crate::locale::Country;

/// The countries a text names, each as often as it does.
pub(super) fn countries(text: &str) -> Vec<Country> {
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
                match Country::spoken(&text[start..last + end.len()]) {
                    [only] => Some((*only, length)),
                    _ => None,
                }
            });
        match named {
            Some((country, length)) => {
                found.push(country);
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
    let all: Vec<Found<Country>> = lines
        .iter()
        .flat_map(|line| countries(&line.text).into_iter().map(move |value| Found { value, line: line.number }))
        .collect();
    counted(&all)
}
