//! The lines of an appeal without what is no part of its text: signs that nobody sees, pictures in the place of bullets,
//! the marks of printed pages, and quotation marks around a whole letter.

use super::words::SALUTATIONS;
use crate::registry::pasted::is_label;
use crate::text::{fold, hidden};

/// Takes out what a printed page has at its head or foot, "Page 2 of 3", with the empty lines around it where a sentence
/// goes on behind it.
pub(super) fn without_pages(lines: &mut Vec<(usize, usize, String)>) {
    const WORDS: [(&str, &str); 6] = [
        ("page ", " of "),
        ("seite ", " von "),
        ("page ", " sur "),
        ("página ", " de "),
        ("страница ", " из "),
        ("стр. ", " из "),
    ];
    let is_number = |text: &str| text.len() <= 3 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_mark = |text: &str| {
        let lower = text.to_lowercase();
        text.chars().count() <= 100
            && WORDS.iter().any(|(page, of)| {
                let numbers =
                    lower.rfind(page).map(|at| &lower[at + page.len()..]).and_then(|rest| rest.split_once(of));
                numbers.is_some_and(|(one, all)| is_number(one) && is_number(all.trim()))
            })
    };
    let mut at = 0;
    while at < lines.len() {
        if !is_mark(&lines[at].2) {
            at += 1;
            continue;
        }
        let before = (0..at).rev().find(|&before| !lines[before].2.is_empty());
        let after = (at + 1..lines.len()).find(|&after| !lines[after].2.is_empty());
        match (before, after) {
            (Some(before), Some(after))
                if lines[after].2.starts_with(char::is_lowercase)
                    && !lines[before].2.ends_with(['.', ':', '!', '?']) =>
            {
                lines.drain(before + 1..after);
                at = before + 1;
            }
            _ => {
                lines[at].2.clear();
                at += 1;
            }
        }
    }
}

/// Takes the quotation marks off a letter that stands between them, from its salutation to whoever signs.
pub(super) fn without_quotes(lines: &mut [(usize, usize, String)]) {
    /// Lines of such a letter.
    const LETTER_MOST: usize = 60;
    const MARKS: [(char, &[char]); 6] =
        [('"', &['"']), ('“', &['”', '“']), ('„', &['“', '”']), ('«', &['»']), ('»', &['«']), ('‘', &['’'])];
    for at in 0..lines.len() {
        let text = lines[at].2.clone();
        let Some((open, closes)) = MARKS.iter().find(|(open, _)| text.starts_with(*open)) else { continue };
        let inner = text[open.len_utf8()..].trim_start();
        let folded = fold(inner);
        let greets = inner.ends_with([',', ':', '!']) && SALUTATIONS.iter().any(|start| folded.starts_with(start));
        let most = lines.len().min(at + LETTER_MOST);
        let end = (at + 1..most).find(|&end| lines[end].2.trim_end_matches(['.', ',']).ends_with(*closes));
        if let Some(end) = end.filter(|_| greets) {
            inner.clone_into(&mut lines[at].2);
            let last = &mut lines[end].2;
            last.truncate(last.trim_end_matches(['.', ',']).trim_end_matches(*closes).trim_end().len());
        }
    }
}

/// A line without what nobody sees: soft hyphens, marks of direction, and spaces of every width.
pub(super) fn cleaned(line: &str) -> String {
    let spaced: String = line.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
    let unseen: Vec<usize> = hidden(&spaced).map(|(at, _)| at).collect();
    let seen = spaced.char_indices().filter(|(at, _)| unseen.binary_search(at).is_err()).map(|(_, c)| c);
    let seen: String = seen.collect();
    // Markdown's signs of bold words are no part of them; a line of them parts two pieces of text.
    let seen = if seen.contains(char::is_alphanumeric) { seen.replace("**", "") } else { seen };
    seen.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A line without the pictures that messengers have in the place of bullets and labels.
pub(super) fn spelled(line: String) -> String {
    const LABELS: [(&[char], &str); 5] = [
        (&['📧', '✉', '📩', '📨', '📬'], "E-mail: "),
        (&['📞', '☎', '📱', '☏'], "Tel: "),
        (&['📠'], "Fax: "),
        (&['📍', '🏢', '🏛'], "Address: "),
        (&['👉', '🔹', '🔸', '▶', '➡', '✅', '✔', '☑', '🔴', '🔺', '🔵', '⚫', '➤', '✊'], "- "),
    ];
    // A digit in a box is a number of a list.
    let boxed = |rest: &str| rest.starts_with('\u{20e3}') || rest.starts_with("\u{fe0f}\u{20e3}");
    let mut chars = line.chars();
    let first = chars.next();
    let rest = chars.as_str().trim_start_matches(['\u{fe0f}', '\u{20e3}', '🏻', '🏼', '🏽', '🏾', '🏿']).trim_start();
    match first {
        Some(digit) if digit.is_ascii_digit() && boxed(chars.as_str()) => format!("{digit}. {rest}"),
        Some(picture) => match LABELS.iter().find(|(pictures, _)| pictures.contains(&picture)) {
            // A label that is spelled out beside its picture stands for it.
            Some((_, label)) if rest.chars().any(char::is_alphanumeric) => {
                let says = rest.split_once(':').is_some_and(|(said, _)| is_label(said));
                // "📞 Police Station: +263 29 55 0134": the office stands between the picture and its number.
                let value =
                    rest.find('+').or_else(|| rest.find('@').map(|at| rest[..at].rfind(' ').map_or(0, |at| at + 1)));
                let name = value.map_or("", |at| rest[..at].trim_end_matches([' ', ':', ',', '-', '–']));
                // Where no number and no address follows, it labels nothing.
                let is_bare = match *label {
                    "- " | "Address: " => false,
                    "E-mail: " => !rest.contains('@'),
                    _ => rest.chars().filter(char::is_ascii_digit).count() < 3,
                };
                if says {
                    rest.to_owned()
                } else if is_bare {
                    format!("- {rest}")
                } else if name.contains(' ') && !matches!(*label, "- " | "Address: ") {
                    format!("- {name}, {label}{}", &rest[value.unwrap_or(0)..])
                } else {
                    format!("{label}{rest}")
                }
            }
            _ => line,
        },
        None => line,
    }
}

/// Writes the Roman numerals of one capital as others are, where a list has them.
pub(super) fn without_roman(lines: &mut [(usize, usize, String)]) {
    if !lines.iter().any(|(_, _, text)| text.starts_with("II. ")) {
        return;
    }
    for (_, _, text) in lines {
        for (roman, number) in [("I. ", "1. "), ("V. ", "5. "), ("X. ", "10. ")] {
            if let Some(rest) = text.strip_prefix(roman) {
                *text = format!("{number}{rest}");
            }
        }
    }
}
