//! Rules that a good letter keeps. Findings carry their reason; nothing is mended here.

mod registry;

use crate::campaign::{Campaign, Model};
use crate::letter::Part;
use crate::place::Place;
pub use registry::registry;

/// Finds what was left to fill in: `[NAME]`, `____`, `……`, `TODO`, `<name>`, `{{…}}`. A letter with
/// one of these is never written or sent. Returns the first one as it stands.
pub fn hole(text: &str) -> Option<&str> {
    // Nearly every text is clean. To know that from one look saves a tenth of the time that a letter takes.
    if !text.as_bytes().windows(2).any(|pair| may_be_hole(pair[0], pair[1])) {
        return None;
    }
    brackets(text, '[', ']')
        .or_else(|| brackets(text, '<', '>'))
        .or_else(|| run(text, "_", 3))
        .or_else(|| run(text, ".", 4))
        .or_else(|| run(text, "…", 2))
        .or_else(|| ["{{", "}}"].into_iter().find_map(|braces| text.find(braces).map(|at| &text[at..at + 2])))
        .or_else(|| text.split(|c: char| !c.is_alphanumeric()).find(|word| is_note_to_self(word)))
}

/// Whether two bytes that follow each other are part of what every hole of some kind has in it. Of "…"
/// (U+2026) it is the end of one and the start of another; words are TODO, FIXME, TBD and TBC.
fn may_be_hole(first: u8, second: u8) -> bool {
    match first {
        b'[' | b'<' => true,
        b'_' | b'.' | b'{' | b'}' | b'X' => second == first,
        0xA6 => second == 0xE2,
        b'T' => matches!(second, b'O' | b'B'),
        b'F' => second == b'I',
        _ => false,
    }
}

fn is_note_to_self(word: &str) -> bool {
    matches!(word, "TODO" | "FIXME" | "TBD" | "TBC") || (word.len() >= 3 && word.bytes().all(|b| b == b'X'))
}

/// A bracketed remark with a letter in it, on one line; `[sic]` and `[…]` are quotation, not holes.
fn brackets(text: &str, open: char, close: char) -> Option<&str> {
    const LONGEST: usize = 120;
    text.match_indices(open).find_map(|(start, _)| {
        let rest = &text[start..];
        // A remark ends soon; to look on from each of a million brackets would take hours.
        let near = rest.char_indices().nth(LONGEST + 2).map_or(rest, |(end, _)| &rest[..end]);
        let end = near.find([close, '\n']).filter(|&end| rest[end..].starts_with(close))? + close.len_utf8();
        let inside = &rest[open.len_utf8()..end - close.len_utf8()];
        let asks = inside.chars().count() <= LONGEST
            && inside.chars().any(char::is_alphabetic)
            && (open == '[' || inside.starts_with(char::is_alphabetic))
            && inside != "sic"
            && !inside.starts_with("http")
            && (open == '[' || !inside.contains('@'));
        asks.then(|| &rest[..end])
    })
}

/// The first run of at least `least` times the same sign.
fn run<'a>(text: &'a str, sign: &str, least: usize) -> Option<&'a str> {
    let start = text.find(&sign.repeat(least))?;
    let length = text[start..].len() - text[start..].trim_start_matches(sign).len();
    Some(&text[start..start + length])
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// The campaign or the registry should not be used like this.
    Error,
}

/// One thing a rule has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Where; for a letter, its file.
    pub place: Place,
    /// What, why, and what to do.
    pub message: String,
}

/// Words that lose an office's ear; a letter may be as long as a page.
const WORDS_MOST: usize = 450;
const SUBJECT_MOST: usize = 78;
const DEMANDS_GOOD: usize = 5;

/// What can be said about a composed sample of a model letter.
pub fn letter(campaign: &Campaign, model: &Model, part: &Part) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say =
        |severity, message: String| findings.push(Finding { severity, place: Place::at(&model.file, "", 0), message });
    let subject_length = part.subject.chars().count();
    if subject_length > SUBJECT_MOST {
        say(
            Severity::Warning,
            format!("the subject has {subject_length} characters; mail programs show about {SUBJECT_MOST}"),
        );
    }
    let body = part.plain_text();
    for (what, text) in [("subject", part.subject.as_str()), ("body", body.as_str())] {
        let missing = campaign.persons.iter().filter(|person| {
            let surname = |name: &str| name.split_whitespace().last().unwrap_or_default().to_owned();
            let mut names = std::iter::once(&person.name).chain(&person.aliases);
            !names.any(|name| text.contains(name) || (what == "subject" && text.contains(&surname(name))))
        });
        for person in missing {
            say(
                Severity::Warning,
                format!("the {what} does not name {}; the office must know whom it is about", person.name),
            );
        }
    }
    let words = body.split_whitespace().count();
    if words > WORDS_MOST {
        say(Severity::Warning, format!("the letter has {words} words; more than {WORDS_MOST} do not fit one page"));
    }
    if part.demands.len() > DEMANDS_GOOD {
        say(Severity::Warning, format!("{} demands; an office answers three to five", part.demands.len()));
    }
    if part.demands.is_empty() {
        say(
            Severity::Warning,
            "the front matter has no demands; the telephone script and the office need them one by one".to_owned(),
        );
    }
    if body.contains("!!") || part.subject.contains('!') {
        say(Severity::Warning, "exclamation marks shout; an official letter stays calm".to_owned());
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_found() {
        for (text, expected) in [
            ("Dear [NAME],", Some("[NAME]")),
            ("I/we [Name of individual, union]", Some("[Name of individual, union]")),
            ("Sincerely ____", Some("____")),
            ("I……… protest", Some("………")),
            ("I..... protest", Some(".....")),
            ("TODO: facts", Some("TODO")),
            ("from XXX", Some("XXX")),
            ("<your name>", Some("<your name>")),
            ("{{name}}", Some("{{")),
            ("He said \"wait...\" and […] left [sic] [1]", None),
            ("snake_case, a < b and c > d\n2 > 1", None),
            ("Всё TODOS", None),
            ("<https://example.test/a>", None),
            ("Jo Smith <jo@smith.test>", None),
            ("[@campaign]", Some("[@campaign]")),
            (&format!("[{}]", "ä".repeat(120)), Some(&format!("[{}]", "ä".repeat(120)))),
            (&format!("[{}]", "ä".repeat(121)), None),
            (&"[<".repeat(200_000), None),
        ] {
            assert_eq!(hole(text), expected, "{text}");
        }
    }
}
