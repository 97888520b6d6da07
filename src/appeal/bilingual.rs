//! Appeals that stand there twice, in one language and then in another.

use std::ops::Range;

use super::text::Line;
use super::tongue::language_of;
use crate::locale::Language;
use crate::registry::Contact;
use crate::registry::pasted::PastedOffice;

/// Characters of a line that tells something, so that its language shows.
const PARAGRAPH: usize = 80;
/// Such lines that each half has outside its model letter.
const PARAGRAPHS_LEAST: usize = 2;

/// The line at which an appeal begins once more in another language, and that language.
pub(super) fn second_half(lines: &[Line], letters: &[Range<usize>]) -> Option<(usize, Language)> {
    let in_letter = |at: usize| letters.iter().any(|letter| letter.contains(&at));
    let spoken: Vec<(usize, Language)> = lines
        .iter()
        .enumerate()
        .filter(|(at, line)| line.length() >= PARAGRAPH && !line.text.contains('@') && !in_letter(*at))
        .filter_map(|(at, line)| Some((at, language_of(std::iter::once(line.text.as_str()))?)))
        .collect();
    let (_, first) = spoken.first()?;
    let parted = spoken.iter().position(|(_, language)| language != first)?;
    let (at, second) = &spoken[parted];
    let is_twice = parted >= PARAGRAPHS_LEAST
        && spoken.len() - parted >= PARAGRAPHS_LEAST
        && spoken[parted..].iter().all(|(_, language)| language == second);
    if !is_twice {
        return None;
    }
    // Above its first paragraph stands its title.
    let is_blank = |line: &usize| lines[*line].is_blank();
    let above = (0..*at).rev().take_while(is_blank).last().unwrap_or(*at);
    let title = (0..above).rev().take_while(|line| !is_blank(line)).last().unwrap_or(above);
    let before = letters.iter().filter(|letter| letter.start < *at).map(|letter| letter.end).max().unwrap_or(0);
    Some((title.max(before).min(*at), second.clone()))
}

/// Gives an office the name that the other half has for it: where both are reached in the same way. Whether it is one of
/// these.
pub(super) fn named_too(offices: &mut [PastedOffice], other: &PastedOffice, language: &Language) -> bool {
    let contacts = |office: &PastedOffice| -> Vec<Contact> {
        office.values.iter().filter_map(|value| value.contact().cloned()).collect()
    };
    let own = contacts(other);
    let is_same = |office: &&mut PastedOffice| {
        contacts(office).iter().any(|contact| own.iter().any(|other| other.is_same(contact)))
    };
    let Some(known) = offices.iter_mut().find(is_same) else { return false };
    known.other_names.extend(other.names.first().map(|name| (language.clone(), name.clone())));
    true
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn an_appeal_in_two_languages_is_read_once() {
        let english = "ADA MARSH IN PRISON\n\nAda Marsh, a docker, was arrested on 3 May 2026 and has been held in the prison of Ross Harbour since then.\n\n\
            She has not been told what she is charged with, and her family has not been allowed to see her.\n\n\
            We demand:\n- Release Ada Marsh.\n\nPlease write to:\n\nMinistry of Justice\nE-mail: ice@ice.example\n\n";
        let german = "ADA MARSH IN HAFT\n\nDie Hafenarbeiterin Ada Marsh wurde am 3. Mai 2026 festgenommen und ist seither im Gefängnis von Ross.\n\n\
            Man hat ihr nicht gesagt, was ihr vorgeworfen wird, und die Familie durfte sie nicht besuchen.\n\n\
            Wir fordern:\n- Lassen Sie Ada Marsh frei.\n\nBitte schreibt an:\n\nJustizministerium\nE-Mail: ice@ice.example\n\n";
        for (text, name, other, demand) in [
            (format!("{english}{german}"), "Ministry of Justice", "Justizministerium", "Release Ada Marsh."),
            (
                format!("{german}-----------\n\n{english}"),
                "Justizministerium",
                "Ministry of Justice",
                "Lassen Sie Ada Marsh frei.",
            ),
        ] {
            let appeal = read(&text, None).unwrap();
            let offices: Vec<(&str, &str)> = appeal
                .offices
                .iter()
                .map(|office| (office.names[0].text.as_str(), office.other_names[0].1.text.as_str()))
                .collect();
            assert_eq!(offices, [(name, other)]);
            let demands: Vec<&str> = appeal.demands.iter().map(|demand| demand.value.as_str()).collect();
            assert_eq!(demands, [demand]);
        }
        assert!(read(english, None).unwrap().offices[0].other_names.is_empty());
    }
}
