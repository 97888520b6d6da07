//! The title of an appeal, its day, its last day and its web address.

use std::ops::Range;

use jiff::civil::Date;

use super::dates::{Written, days};
use super::demands::sentence_ends;
use super::found::Found;
use super::text::{Line, item};
use super::words::{BEFORE, DAY_WORDS, FURNITURE, List, SORTS, WRITE, list};
use crate::text::fold;

/// A day that an appeal gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The words around it, as the appeal has them.
    pub words: String,
    /// The readings: one where it is certain, none where the year is missing.
    pub days: Vec<Date>,
}

/// Lines at the top of an appeal in which its title and its day stand.
const TOP: usize = 40;
const TITLE_MOST: usize = 160;
const TITLE_LEAST: usize = 12;
/// A line this long is a paragraph and no title.
const PARAGRAPH: usize = 170;

/// The title: a line near the top, before `end`, that is none of the web page around it.
pub(super) fn title(lines: &[Line], names: &[String], end: usize) -> Option<Found<String>> {
    let content = lines.iter().position(|line| line.length() >= PARAGRAPH).unwrap_or(lines.len()).min(end);
    let top = lines.iter().enumerate().take(content.min(TOP));
    let mut best: Option<(i32, usize)> = None;
    let mut place = 0;
    for (at, line) in top.filter(|(_, line)| !line.is_blank()) {
        place += 1;
        let score = title_score(lines, at, line, place, names);
        if score > 0 && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| Found { value: without_label(&lines[at].text).to_owned(), line: lines[at].number })
}

/// "URGENT ACTION: Docker detained" without the sort of paper.
fn without_label(text: &str) -> &str {
    let bare = text.trim_matches(['#', '*', '=', ' ']);
    match bare.split_once(": ") {
        Some((label, rest)) if SORTS.contains(&fold(label).trim()) && rest.len() >= TITLE_LEAST => rest.trim(),
        Some((label, rest)) if matches!(fold(label).trim(), "title" | "titre" | "titel" | "titulo" | "заголовок") => {
            rest.trim()
        }
        _ => bare,
    }
}

fn title_score(lines: &[Line], at: usize, line: &Line, place: i32, names: &[String]) -> i32 {
    let text = without_label(&line.text);
    let length = text.chars().count();
    let folded = fold(text);
    let words = text.split_whitespace().count();
    if !(TITLE_LEAST..=TITLE_MOST).contains(&length)
        || words < 3
        || text.contains('@')
        || text.contains("://")
        || item(text).is_some()
    {
        return 0;
    }
    if SORTS.contains(&folded.trim_matches([' ', ':', '!', '.'])) || text.ends_with(':') {
        return 0;
    }
    if FURNITURE.iter().any(|start| folded.starts_with(start)) || only_a_day(text) {
        return 0;
    }
    let mut score = 12 - place.min(10);
    // The pages of a newspaper list their own titles again.
    score += 6 * i32::from(lines.iter().enumerate().any(|(other, line)| other != at && line.text == lines[at].text));
    score += 3 * i32::from(names.iter().any(|name| text.contains(name.as_str())));
    score += 2 * i32::from(text.contains(": ") || text.ends_with('!') || text.contains(" – "));
    score += 4 * i32::from(line.text.starts_with('#') || line.text.len() != text.len());
    // A sentence ends with a full stop, a title does not.
    score -= 5 * i32::from(text.ends_with('.') || text.ends_with(','));
    let twice = text.len() / 2;
    score -= 8 * i32::from(text.is_char_boundary(twice) && text[..twice].trim() == text[twice..].trim());
    score
}

fn only_a_day(text: &str) -> bool {
    days(text, true).first().is_some_and(|day| text.len() - day.at.len() < 24)
}

/// The day it was published: the one day that a short line at the top gives, or one behind "Date:".
pub(super) fn published(lines: &[Line], day_first: bool) -> Option<Found<Day>> {
    static LABELS: List = List::new(|| {
        list(
            "date|published|posted|issued|release date|updated|дата|опубликован|datum|veroffentlicht|stand|publie|\
     publicado|fecha|күні|жарияланған|le |am ",
        )
    });
    let content = lines.iter().position(|line| line.length() >= PARAGRAPH).unwrap_or(lines.len()).min(TOP);
    let mut found: Vec<Found<Day>> = Vec::new();
    for line in lines.iter().take(content) {
        let all = days(&line.text, day_first);
        let [day] = all.as_slice() else { continue };
        let labelled = LABELS.iter().any(|label| line.folded.starts_with(label));
        // A day by itself, or behind a name: "From The Socialist newspaper, 21 September 2011", "London, 3 May 2026".
        let rest = line.text.len() - day.at.len();
        let ends = line.text[day.at.end..].trim_matches([' ', '.', ')', 'г', 'ж']).is_empty();
        let before = deadline_words(&line.text, day).is_some() || is_action(&line.folded);
        if !before && (labelled || rest < 12 || (ends && rest < 50)) {
            found.push(Found { value: Day { words: line.text.clone(), days: day.days.clone() }, line: line.number });
        }
    }
    let mut different: Vec<&Found<Day>> = Vec::new();
    for day in found.iter().filter(|day| !day.value.days.is_empty()) {
        if different.iter().all(|known| known.value.days != day.value.days) {
            different.push(day);
        }
    }
    match different.as_slice() {
        [] => None,
        [one] => Some((*one).clone()),
        [first, ..] => {
            let days = different.iter().flat_map(|day| day.value.days.iter().copied()).collect();
            Some(Found { value: Day { words: first.value.words.clone(), days }, line: first.line })
        }
    }
}

/// The last day on which letters help, and days that only may be it.
pub(super) fn deadline(
    lines: &[Line],
    letters: &[Range<usize>],
    day_first: bool,
) -> (Option<Found<Day>>, Vec<Found<Day>>) {
    let (mut sure, mut unsure): (Vec<Found<Day>>, Vec<Found<Day>>) = (Vec::new(), Vec::new());
    for (at, line) in lines.iter().enumerate() {
        if letters.iter().any(|letter| letter.contains(&at)) {
            continue;
        }
        for day in days(&line.text, day_first) {
            let Some(words) = deadline_words(&line.text, &day) else { continue };
            let sentence = sentence_around(&line.text, day.at.start);
            let near = if line.length() < 80 { lines[..at].iter().rev().find(|line| !line.is_blank()) } else { None };
            let asked =
                is_action(&fold(sentence)) || near.is_some_and(|near| near.length() < 160 && is_action(&near.folded));
            let found = Found { value: Day { words: words.to_owned(), days: day.days }, line: line.number_of(words) };
            if asked {
                sure.push(found);
            } else if !found.value.days.is_empty() {
                unsure.push(found);
            }
        }
    }
    let mut days: Vec<Date> = Vec::new();
    for day in sure.iter().flat_map(|found| &found.value.days) {
        if !days.contains(day) {
            days.push(*day);
        }
    }
    // A day without its year says the same as the one with it.
    let Some(first) = sure.iter().find(|found| !found.value.days.is_empty()).or(sure.first()) else {
        return (None, unsure);
    };
    let same =
        sure.iter().filter(|found| !found.value.days.is_empty()).all(|found| found.value.days == first.value.days);
    let days = if same { first.value.days.clone() } else { days };
    (Some(Found { value: Day { words: first.value.words.clone(), days }, line: first.line }), unsure)
}

fn is_action(folded: &str) -> bool {
    WRITE
        .iter()
        .any(|word| folded.match_indices(word).any(|(at, _)| at == 0 || !folded[..at].ends_with(char::is_alphanumeric)))
}

fn sentence_around(text: &str, at: usize) -> &str {
    let mut from = 0;
    for end in sentence_ends(text) {
        if at < end {
            return &text[from..end];
        }
        from = end;
    }
    text
}

/// The words that make a day a last day, with the day.
fn deadline_words<'a>(line: &'a str, day: &Written) -> Option<&'a str> {
    let after = &line[day.at.end..];
    let kazakh = fold(after);
    let kazakh = kazakh.trim_start_matches(|c: char| !c.is_alphabetic());
    if kazakh.starts_with("деиин") || kazakh.starts_with("кешіктірмеи") || kazakh.starts_with("деи")
    {
        let end = after
            .find(|c: char| c.is_alphabetic())
            .map_or(after.len(), |at| at + after[at..].find(' ').unwrap_or(after.len() - at));
        return Some(line[day.at.start..day.at.end + end].trim());
    }
    let mut from = line[..day.at.start].trim_end_matches([' ', ',', ':']).len();
    loop {
        let before = &line[..from];
        let start = before.rfind(' ').map_or(0, |at| at + 1);
        let word = fold(before[start..].trim_matches([',', ':', '(', '*', '_']));
        if word.is_empty() || !DAY_WORDS.contains(&word.as_str()) || is_before(before).is_some() {
            break;
        }
        from = before[..start].trim_end_matches([' ', ',', ':']).len();
        if from == 0 {
            break;
        }
    }
    let start = is_before(&line[..from])?;
    Some(line[start..day.at.end].trim())
}

/// Where the word at the end of a text begins that says "before"; the longest counts.
fn is_before(text: &str) -> Option<usize> {
    let starts = text.char_indices().rev().map(|(at, _)| at).take(40);
    let is_edge = |at: usize| at == 0 || !text[..at].ends_with(char::is_alphanumeric);
    let found = starts.filter(|&at| is_edge(at)).filter(|&at| {
        let words = fold(text[at..].trim_matches([':', '*', '_', ' ']));
        BEFORE.contains(&words.as_str())
    });
    let start = found.last()?;
    // "12 bis 15 Mai" is a range.
    let range = text[..start].trim_end().ends_with(|c: char| c.is_ascii_digit());
    (!range).then_some(start)
}

/// Web addresses of the appeal itself: behind "Source:", else the only one there is.
pub(super) fn sources(lines: &[Line]) -> Vec<Found<String>> {
    static LABELS: List = List::new(|| {
        list("source|link|url|read|online|original|источник|ссылка|quelle|lien|fuente|enlace|дереккөз|permalink")
    });
    let mut all: Vec<(bool, Found<String>)> = Vec::new();
    for line in lines {
        for word in line.text.split_whitespace() {
            let Some(start) = word.find("https://").or_else(|| word.find("http://")) else { continue };
            let url = word[start..].trim_end_matches(['.', ',', ';', ')', ']', '>', '"', '”', '»', '!', '?']);
            let known = all.iter().any(|(_, known)| known.value == url);
            if url.len() > 10 && !known && all.len() < 50 {
                let labelled = LABELS.iter().any(|label| line.folded.starts_with(label));
                all.push((labelled, Found { value: url.to_owned(), line: line.number_of(url) }));
            }
        }
    }
    if all.len() > 1 && all.iter().any(|(labelled, _)| *labelled) {
        all.retain(|(labelled, _)| *labelled);
    }
    all.into_iter().map(|(_, found)| found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Line> {
        super::super::text::lines(text).unwrap()
    }

    #[test]
    fn the_last_day_is_told_from_other_days() {
        for (text, expected) in [
            ("PLEASE WRITE IMMEDIATELY BEFORE 7 JANUARY 2027 TO:", "2027-01-07"),
            ("Please send appeals by Thursday, 7 January 2027.", "2027-01-07"),
            ("Deadline: 7 January 2027", "2027-01-07"),
            ("Please write no later than January 7, 2027 to the court.", "2027-01-07"),
            ("Please write by 1/7/2027", "2027-07-01 2027-01-07"),
            ("Please write by 7 January", "no year"),
            ("He was told to leave by 7 January 2027.", "-"),
            ("She was arrested on 7 January 2027. Please write.", "-"),
            ("Пишите до 7 января 2027 года", "2027-01-07"),
            ("Срок: до 07.01.2027", "2027-01-07"),
            ("Bitte schreiben Sie bis zum 7. Januar 2027 an:", "2027-01-07"),
            ("Einsendeschluss: 7.1.2027", "2027-01-07"),
            ("Veuillez écrire avant le 7 janvier 2027 à :", "2027-01-07"),
            ("Escriban antes del 7 de enero de 2027 a:", "2027-01-07"),
            ("Хаттарды 2027 жылғы 7 қаңтарға дейін жіберіңіз:", "2027-01-07"),
            ("Please write by 7 January 2027.\nSend letters until 9 January 2027.", "2027-01-07 2027-01-09"),
        ] {
            let (found, _) = deadline(&read(text), &[], false);
            let shown = found.map(|found| {
                let days: Vec<String> = found.value.days.iter().map(ToString::to_string).collect();
                if days.is_empty() { "no year".to_owned() } else { days.join(" ") }
            });
            assert_eq!(shown.as_deref().unwrap_or("-"), expected, "{text}");
        }
    }

    #[test]
    fn the_title_is_told_from_the_page_around_it() {
        for (text, expected) in [
            (
                "Join the Party Join us today!\n\nPrintable version Printable version\n\nFrom The Gazette newspaper, 21 September 2026\n\nAntarctica: docker jailed\n\nOur reporters\n",
                Some("Antarctica: docker jailed"),
            ),
            (
                "URGENT ACTION\nDOCKER DETAINED WITHOUT CHARGE\n\nAda Marsh was arrested.",
                Some("DOCKER DETAINED WITHOUT CHARGE"),
            ),
            ("# Free Ada Marsh now!\n", Some("Free Ada Marsh now!")),
            (
                "Eilaktion: Hafenarbeiterin ohne Anklage in Haft\n3. Mai 2026",
                Some("Hafenarbeiterin ohne Anklage in Haft"),
            ),
            ("Please write to:\ncourt@court.example\n", None),
        ] {
            assert_eq!(title(&read(text), &[], 40).map(|found| found.value).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_day_of_an_appeal_stands_at_its_top() {
        for (text, expected) in [
            ("From The Socialist newspaper, 21 September 2011\nTitle of it", "2011-09-21"),
            ("Title of it\nDate: 3 May 2026\nAda Marsh was arrested on 1 May 2026.", "2026-05-03"),
            ("Title of it\nLondon, 3 May 2026\n", "2026-05-03"),
            ("Title of it\nPlease write before 3 May 2026\n", "-"),
            ("Title of it\nAda Marsh was arrested on 1 May 2026 in Ross Harbour.", "-"),
        ] {
            let shown = published(&read(text), false).map(|found| found.value.days[0].to_string());
            assert_eq!(shown.as_deref().unwrap_or("-"), expected, "{text}");
        }
    }
}
