//! The day of an appeal, its last day and its web address.

use std::ops::Range;

use jiff::civil::Date;

use super::dates::{Written, days};
use super::found::Found;
use super::last_days::{arrives, ends_writing, says_last_day};
use super::sentences::places;
use super::text::Line;
use super::words::{BEFORE, DAY_WORDS, List, WRITE, folded};
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
pub(super) const TOP: usize = 40;
/// Characters that may stand behind the day on which something was published.
const IMPRINT_MOST: usize = 40;
/// Characters of a line in which the day is a part by itself.
const SHORT_LINE: usize = 120;
/// Bytes between the colon of a label and its day: "Deadline: Friday, 7 January 2027".
const LABEL_END_MOST: usize = 24;
/// A line this long is a paragraph and no title.
pub(super) const PARAGRAPH: usize = 170;

/// Whether a line says when something was, and hardly more.
pub(super) fn only_a_day(text: &str) -> bool {
    let count = |text: &str| text.chars().count();
    days(text, true).first().is_some_and(|day| count(text) - count(&text[day.at.clone()]) < 24)
}

/// What stands before the day on which something was published.
pub(super) static PUBLISHED: List = List::new(|| {
    folded(
        "date|published|published on|posted|posted on|issued|release date|updated|дата|опубликован|опубликовано|datum|\
     veroffentlicht|veroffentlicht am|stand|publie|publie le|publicado|publicado el|fecha|күні|жарияланған",
    )
});

/// The day it was published: the one day that a short line at the top gives, or one behind "Date:".
pub(super) fn published(lines: &[Line], day_first: bool) -> Option<Found<Day>> {
    let content = lines.iter().position(|line| line.length() >= PARAGRAPH).unwrap_or(lines.len()).min(TOP);
    let mut found: Vec<Found<Day>> = Vec::new();
    let mut of_labels: Vec<Found<Day>> = Vec::new();
    let mut found_in_parts: Vec<Found<Day>> = Vec::new();
    for line in lines.iter().take(content) {
        // "Published on 2 November 2026. Please write by 31 January 2027."
        let mut sentence = sentence_around(&line.text, 0).trim_end();
        let mut first = days(sentence, day_first);
        // "Published: 20 November 2026 · Updated: 24 November 2026"
        if let Some((before, _)) = sentence.split_once(['·', '|', '•']).filter(|_| first.len() > 1) {
            sentence = before.trim_end();
            first = days(sentence, day_first);
        }
        if let [day] = first.as_slice()
            && !day.days.is_empty()
            && PUBLISHED.iter().any(|label| line.folded.starts_with(label))
            && deadline_words(sentence, day).is_none()
        {
            let value = Day { words: sentence.to_owned(), days: day.days.clone() };
            of_labels.push(Found { value, line: line.number });
        }
        // "Issue 7 | Monday 9 November 2026"
        let part = line.text.split(['|', '·', '•']).find(|part| line.length() <= SHORT_LINE && only_a_day(part));
        let text = part.filter(|part| part.len() < line.text.len()).map_or(line.text.as_str(), str::trim);
        if text.len() < line.text.len() {
            let found = days(text, day_first).into_iter().next().filter(|day| !day.days.is_empty());
            found_in_parts.extend(
                found.map(|day| Found { value: Day { words: text.to_owned(), days: day.days }, line: line.number }),
            );
        }
        let all = days(&line.text, day_first);
        let [day] = all.as_slice() else { continue };
        let before_day = fold(&line.text[..day.at.start]);
        let labelled = PUBLISHED
            .iter()
            .any(|label| line.folded.starts_with(label) || before_day.ends_with(&format!(" {label}: ")));
        // A day by itself, or behind a name: "From The Socialist newspaper, 21 September 2011", "London, 3 May 2026".
        let rest = line.text.len() - day.at.len();
        let ends = behind_year(&line.text[day.at.end..]).trim_matches([' ', '.', ')']).is_empty();
        // "She was arrested on 3 May 2026." is a sentence, "London, 3 May 2026." is none.
        let is_sentence = line.text.ends_with('.') && !line.text[..day.at.start].trim_end().ends_with([',', ':', '|']);
        let before = deadline_words(&line.text, day).is_some() || is_action(&line.folded);
        if !before && (labelled || rest < 12 || (ends && rest < 50 && !is_sentence)) {
            found.push(Found { value: Day { words: line.text.clone(), days: day.days.clone() }, line: line.number });
        }
    }
    if of_labels.is_empty() && found.is_empty() {
        found.append(&mut found_in_parts);
    }
    if of_labels.is_empty() && found.is_empty() {
        found.extend(lines.iter().take(content + 3).find_map(|line| dateline(line, day_first)));
    }
    if of_labels.is_empty() && found.is_empty() {
        of_labels.extend(lines.iter().rev().find_map(|line| imprint(line, day_first)));
    }
    if of_labels.is_empty() && found.is_empty() {
        found.extend(lone_day(lines, day_first));
    }
    let mut different: Vec<&Found<Day>> = Vec::new();
    // A line that says so counts before days that only stand there.
    let found = if of_labels.is_empty() { found } else { of_labels };
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

/// What stands behind a day without the word for its year: "19 ноября 2026 года", "2026 ж."
fn behind_year(text: &str) -> &str {
    let text = text.trim_start();
    ["года", "год", "г", "жыл", "ж"].iter().find_map(|year| text.strip_prefix(year)).unwrap_or(text)
}

/// The day in a line by itself at the foot of an appeal: "Stand: 23. November 2026". "Date:" may be that of a letter.
fn imprint(line: &Line, day_first: bool) -> Option<Found<Day>> {
    const OF_LETTERS: [&str; 5] = ["date", "datum", "fecha", "дата", "күні"];
    let all = days(&line.text, day_first);
    let [day] = all.as_slice() else { return None };
    let label = fold(line.text[..day.at.start].trim_end_matches([' ', ':']));
    // "UA: 94/26 Index: AFR 35/0412/2026 Date: 24 November 2026"
    let is_code = line.folded.contains("index:") && label.ends_with(" date");
    let is_label = PUBLISHED.contains(&label.as_str()) && !OF_LETTERS.contains(&label.as_str()) || is_code;
    // "Posted November 18, 2026, 10:42 GMT by Jo Smith"
    let ends = line.text[day.at.end..].chars().count() <= IMPRINT_MOST && !is_action(&line.folded);
    (is_label && ends && !day.days.is_empty())
        .then(|| Found { value: Day { words: line.text.clone(), days: day.days.clone() }, line: line.number })
}

/// The one day of an appeal that stands in a line by itself, with the place before it: "Montreuil, le 13 novembre 2026",
/// or near the top as that of today.
fn lone_day(lines: &[Line], day_first: bool) -> Option<Found<Day>> {
    const TODAY: [&str; 6] = [" today", " heute", " aujourd'hui", " hoy", " сегодня", " бүгін"];
    const PLACE_MOST: usize = 40;
    let mut all: Vec<Found<Day>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let written = days(&line.text, day_first);
        let [day] = written.as_slice() else { continue };
        let before = line.text[..day.at.start].trim_end();
        let stem =
            [" a", " le", " den", " am", " el"].iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
        let place = stem.trim_end();
        let is_place = place.is_empty()
            || place.strip_suffix(',').is_some_and(|place| {
                place.starts_with(char::is_uppercase)
                    && place.chars().count() <= PLACE_MOST
                    && !place.contains([',', ':'])
            });
        let ends = behind_year(&line.text[day.at.end..]).trim_matches([' ', '.']).is_empty();
        // "The next issue comes out on / 15 January 2027."
        let goes_on = at > 0 && lines[at - 1].text.ends_with(char::is_alphanumeric) && lines[at - 1].length() > 40;
        let is_today = at < TOP && TODAY.iter().any(|today| fold(before).ends_with(today));
        // "Deadline" may stand above its day.
        let above = lines[..at].iter().rev().find(|line| !line.is_blank());
        let is_last_day = deadline_words(&line.text, day).is_some()
            || above.is_some_and(|above| is_action(&above.folded) && above.length() < 80 && !above.text.ends_with('.'));
        if (is_today || is_place && ends && !goes_on) && !day.days.is_empty() && !is_last_day {
            let words = if is_today { line.text[day.at.clone()].to_owned() } else { line.text.clone() };
            all.push(Found { value: Day { words, days: day.days.clone() }, line: line.number });
        }
    }
    let mut all = all.into_iter();
    all.next().filter(|_| all.next().is_none())
}

/// The place and the day with which a paragraph of news begins: "Madrid, 25 de noviembre de 2026.- PEN …".
fn dateline(line: &Line, day_first: bool) -> Option<Found<Day>> {
    const PLACE_MOST: usize = 5;
    let day = days(&line.text, day_first).into_iter().next().filter(|day| !day.days.is_empty())?;
    let place = line.text[..day.at.start].trim_end();
    let place =
        [" a", " le", " den", " am"].iter().find_map(|word| place.strip_suffix(word)).unwrap_or(place).trim_end();
    let place = place.trim_start_matches(['(', '[', ' ']);
    let is_place = place.is_empty()
        || place.ends_with([',', '/', '('])
            && place.starts_with(char::is_uppercase)
            && place.split_whitespace().count() <= PLACE_MOST;
    let ends = !place.is_empty() && line.text[day.at.end..].starts_with(". ");
    let after = line.text[day.at.end..].trim_start_matches([' ', '.', 'г', ')', ']', '(']);
    let parts = after.starts_with(['–', '—', '-', ':', '/', '|']);
    let words = line.text[..day.at.end].to_owned();
    (is_place && (parts || ends)).then_some(Found { value: Day { words, days: day.days }, line: line.number })
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
            // German ends no sentence with "28. Februar".
            let behind = sentence_around(&line.text, day.at.end);
            let asked = is_action(&fold(sentence))
                || arrives(&fold(sentence))
                || says_last_day(line.text[sentence_start(&line.text, day.at.start)..day.at.start].trim_start())
                || is_action(&fold(behind))
                || near.is_some_and(|near| near.length() < 160 && is_action(&near.folded));
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

/// Whether words ask the reader to do something.
pub(super) fn is_action(folded: &str) -> bool {
    WRITE
        .iter()
        .any(|word| folded.match_indices(word).any(|(at, _)| at == 0 || !folded[..at].ends_with(char::is_alphanumeric)))
}

fn sentence_around(text: &str, at: usize) -> &str {
    places(text).find(|place| at < place.end).map_or(text, |place| &text[place])
}

/// Where the sentence begins in which this byte stands.
fn sentence_start(text: &str, at: usize) -> usize {
    places(text).find(|place| at < place.end).map_or(0, |place| place.start)
}

/// The words that make a day a last day, with the day.
fn deadline_words<'a>(line: &'a str, day: &Written) -> Option<&'a str> {
    // "le 14 janvier 2027 au plus tard"
    const LAST: [&str; 5] = ["au plus tard", "dernier délai", "at the latest", "spätestens", "a más tardar"];
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
    let behind = after.trim_start_matches([' ', ',']);
    if let Some(last) = LAST.iter().find(|last| behind.starts_with(**last)) {
        let end = line.len() - behind.len() + last.len();
        return Some(line[day.at.start..end].trim());
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
    // "by Epiphany, 6 January 2027"
    let is_asked = || is_action(&fold(sentence_around(line, day.at.start)));
    let feast =
        (line[from..day.at.start].starts_with(',') && is_asked()).then(|| feast_begins(&line[..from])).flatten();
    if let Some(start) = feast.and_then(|begin| is_before(line[..begin].trim_end())) {
        return Some(line[start..day.at.end].trim());
    }
    let before = &line[..from];
    // "Fecha límite para enviar los pronunciamientos: 20/12/2026"
    let sentence = sentence_start(line, day.at.start);
    let label = line[sentence..day.at.start].rfind(':').map(|colon| sentence + colon);
    let label = label.filter(|colon| day.at.start - colon <= LABEL_END_MOST);
    if label.is_some_and(|colon| says_last_day(line[sentence..colon].trim_start())) {
        return Some(line[sentence..day.at.end].trim());
    }
    let start =
        is_before(before).or_else(|| is_after(before).filter(|_| ends_writing(sentence_around(line, day.at.start))))?;
    Some(line[start..day.at.end].trim())
}

/// Where the name of a feast begins that ends a text, behind a small word: "by New Year's Day".
fn feast_begins(text: &str) -> Option<usize> {
    const WORDS: usize = 3;
    let mut begin = None;
    for (at, word) in text.rmatch_indices(' ').take(WORDS).map(|(at, _)| (at + 1, &text[at + 1..])) {
        if !word.starts_with(char::is_uppercase) {
            break;
        }
        begin = Some(at);
    }
    begin
}

/// Where the word at the end of a text begins that says "after".
fn is_after(text: &str) -> Option<usize> {
    const AFTER: [&str; 10] =
        ["after", "nach dem", "nach", "apres le", "apres", "despues del", "despues de", "после", "beyond", "past"];
    let starts = text.char_indices().map(|(at, _)| at).filter(|&at| at == 0 || text[..at].ends_with(' '));
    let near = starts.filter(|at| text.len() - at <= 24);
    near.into_iter().find(|&at| AFTER.contains(&fold(text[at..].trim()).as_str()))
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

/// Web addresses: those of the appeal itself, behind "Source:" and its like, and the others, which may be of anything.
pub(super) fn sources(lines: &[Line]) -> (Vec<Found<String>>, Vec<Found<String>>) {
    const AND: [&str; 7] = ["", "and", "und", "et", "y", "и", "және"];
    static LABELS: List = List::new(|| {
        folded(
            "source|sources|link|url|read online|online|online at|original|link to this page|link to this appeal|permalink|\
     источник|источники|ссылка|ссылки|оригинал|quelle|quellen|im internet|lien|liens|en ligne|fuente|fuentes|enlace|enlaces|дереккөз",
        )
    });
    let mut all: Vec<(bool, Found<String>)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        // Of several addresses the first has the label: "Sources: https://a.example and https://b.example".
        let mut end_of_labelled = None;
        for word in line.text.split_whitespace() {
            let Some(start) = word.find("https://").or_else(|| word.find("http://")) else { continue };
            let url = word[start..].trim_end_matches(['.', ',', ';', ')', ']', '>', '"', '”', '»', '!', '?']);
            let known = all.iter().any(|(_, known)| known.value == url);
            if url.len() > 10 && !known && all.len() < 50 {
                let before = line.text[..line.text.find(url).unwrap_or(0)].trim_end();
                let label = fold(before.trim_end_matches([':', ' ', '<', '(']));
                let between = end_of_labelled.and_then(|end| before.get(end..)).map(fold);
                let labelled = between.is_some_and(|between| AND.contains(&between.trim_matches([' ', ',', ';', '.'])))
                    || before.ends_with([':', '<', '(']) && LABELS.contains(&label.trim_start_matches(['*', '-', ' ']));
                let labelled = labelled || is_below(&LABELS, lines, at);
                end_of_labelled = labelled.then(|| line.text.find(url).unwrap_or(0) + url.len());
                all.push((labelled, Found { value: url.to_owned(), line: line.number_of(url) }));
            }
        }
    }
    let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(labelled, _)| *labelled);
    let bare = |all: Vec<(bool, Found<String>)>| all.into_iter().map(|(_, found)| found).collect();
    (bare(own), bare(others))
}

/// Whether a line with a web address stands right below one of these words, with nothing but others between: "Sources:".
fn is_below(labels: &List, lines: &[Line], at: usize) -> bool {
    let above = lines[..at].iter().rev().find(|line| !line.text.contains("://"));
    above.is_some_and(|line| labels.contains(&line.folded.trim_matches([':', '*', '#', ' '])))
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
            ("Please write by Epiphany, 6 January 2027.", "2027-01-06"),
            ("Closing date: 22.01.2027", "2027-01-22"),
            ("A letter to Narnia costs two pounds. Last day for writing: Epiphany, 6 January 2027.", "2027-01-06"),
            ("Merci de l'adresser au procureur, le jeudi 14 janvier 2027 au plus tard.", "2027-01-14"),
            ("Mandalo hasta el 14 de diciembre de 2026 a estas direcciones:", "2026-12-14"),
            ("She must leave on 7 January 2027 at the latest.", "-"),
            ("They should be courteous, and should reach Ross no later than January 15, 2027.", "2027-01-15"),
            ("Envíen las suyas, a más tardar, el 12 de enero de 2027.", "2027-01-12"),
            ("Ваши письма должны прийти не позднее 15 января 2027 года.", "2027-01-15"),
            ("Please send appeals by Thursday, 7 January 2027.", "2027-01-07"),
            ("Deadline: 7 January 2027", "2027-01-07"),
            ("Please write no later than January 7, 2027 to the court.", "2027-01-07"),
            ("Please write by 1/7/2027", "2027-07-01 2027-01-07"),
            ("Please write by 7 January", "no year"),
            ("Check with us if sending appeals after 7 January 2027.", "2027-01-07"),
            ("Fecha límite para enviar los pronunciamientos: 13/01/2027", "2027-01-13"),
            ("bis 28. Februar 2027 höflich formulierte Briefe an den Präsidenten", "2027-02-28"),
            ("Letters after 7 January 2027 came too late.", "-"),
            ("Bitte nach dem 7. Januar 2027 keine Briefe mehr schicken.", "2027-01-07"),
            ("Пожалуйста, не пишите после 7 января 2027 года.", "2027-01-07"),
            ("Merci de ne plus envoyer de lettres après le 7 janvier 2027.", "2027-01-07"),
            ("He was told to leave by 7 January 2027.", "-"),
            ("She was arrested on 7 January 2027. Please write.", "-"),
            ("Пишите до 7 января 2027 года", "2027-01-07"),
            ("Срок: до 07.01.2027", "2027-01-07"),
            ("Bitte schreiben Sie bis zum 7. Januar 2027 an:", "2027-01-07"),
            ("Einsendeschluss: 7.1.2027", "2027-01-07"),
            ("Veuillez écrire avant le 7 janvier 2027 à :", "2027-01-07"),
            ("Nous vous invitons à écrire avant le 7 janvier 2027 au Président (president@ice.example).", "2027-01-07"),
            ("Veröffentlicht am 3. Mai 2026. Bitte schreiben Sie bis zum 7. Januar 2027.", "2027-01-07"),
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
    fn a_web_address_is_the_appeals_own_where_it_says_so() {
        for (text, own, others) in [
            ("Title\nSource: https://union.example/appeal.\nSee https://court.example/x", 1, 1),
            ("Title\nLINK TO PREVIOUS UA: https://union.example/old", 0, 1),
            ("Title\nMehr über das Werk: https://ice.example", 0, 1),
            ("Titel\nQuelle: https://union.example/aufruf", 1, 0),
        ] {
            let found = sources(&read(text));
            assert_eq!((found.0.len(), found.1.len()), (own, others), "{text}");
        }
    }

    #[test]
    fn the_day_of_an_appeal_stands_at_its_top() {
        for (text, expected) in [
            ("Posted November 18, 2026, 10:42 GMT by Ada Marsh\n", "2026-11-18"),
            ("The Bulletin\nIssue 7 | Monday 9 November 2026\n\nTitle of it\n", "2026-11-09"),
            ("Title of it\n\nText.\n\nUA: 94/26 Index: AQ 35/0412/2026 Date: 24 November 2026\n", "2026-11-24"),
            ("From The Socialist newspaper, 21 September 2011\nTitle of it", "2011-09-21"),
            ("Title of it\nDate: 3 May 2026\nAda Marsh was arrested on 1 May 2026.", "2026-05-03"),
            ("Title of it\nLondon, 3 May 2026\n", "2026-05-03"),
            ("Title of it\nLondon, 3 May 2026.\nAda Marsh was arrested on 1 May 2026.", "2026-05-03"),
            ("Title of it\nAda Marsh was arrested on 1 May 2026.\n", "-"),
            ("Title of it\nPlease write before 3 May 2026\n", "-"),
            ("Заголовок о деле\n\nТаллин, 3 мая 2026 года\n", "2026-05-03"),
            ("Title of it\nVeröffentlicht am 3. Mai 2026. Bitte schreiben Sie bis zum 4. Juni 2026.\n", "2026-05-03"),
            (
                "Title of it\nPublié le 3 mai 2026\nLe docker Ada Marsh a été arrêté le 1 mai 2026 à Ross.\n",
                "2026-05-03",
            ),
            ("Title of it\nAda Marsh was arrested on 1 May 2026 in Ross Harbour.", "-"),
            ("Title of it\nMadrid, a 3 de mayo de 2026.- PEN expresa su preocupación por Ada Marsh.\n", "2026-05-03"),
            (
                "Title of it\nBarcelona, 3 de mayo de 2026. PEN condena la sentencia contra la poeta Ada Marsh.\n",
                "2026-05-03",
            ),
            ("Title of it\nRoss Harbour, 3 May 2026 – Ada Marsh was arrested on 1 May 2026.\n", "2026-05-03"),
            ("Title of it\nFurther information Index: AFR 25 Narnia Date: 3 May 2026\n", "2026-05-03"),
            ("Title of it\nPublished: May 3, 2026 · Updated: May 5, 2026\n", "2026-05-03"),
            ("Title of it\n\nBitte schreiben Sie bis zum 4. Juni 2026.\n\nStand: 3. Mai 2026\n", "2026-05-03"),
        ] {
            let shown = published(&read(text), false).map(|found| found.value.days[0].to_string());
            assert_eq!(shown.as_deref().unwrap_or("-"), expected, "{text}");
        }
    }
}
