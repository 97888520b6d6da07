//! Rules that a letter keeps.

use super::finding::{Finding, Severity};
use crate::campaign::{Campaign, Model};
use crate::letter::Part;
use crate::place::Place;

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
