//! Every letter that a campaign can make, composed: each language, kind of signatory, voice and sort of office, with
//! all that a signatory can say and with the least.

use std::collections::BTreeSet;

use super::case::{Case, Findings, Letter};
use super::flaw::Flaw;
use crate::campaign::{FillError, TextPart};
use crate::letter::{BodyProblem, LetterProblem, Part, Request, compose};
use crate::place::Place;
use crate::registry::Office;
use crate::signatory::{Answers, Extra, Field, Kind, Signatory, Voice};
use crate::text;

/// Words that fit one page.
const WORDS_MOST: usize = 450;

/// What was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// Languages.
    pub languages: usize,
    /// Kinds of signatory.
    pub kinds: usize,
    /// Voices of each.
    pub voices: usize,
    /// How much each says: everything, and the least.
    pub details: usize,
    /// Offices.
    pub offices: usize,
}

impl Tried {
    /// Letters.
    pub fn letters(&self) -> usize {
        self.languages * self.kinds * self.voices * self.details * self.offices
    }
}

/// How much a sample signatory says of themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    Least,
    Most,
}

const DETAILS: [Detail; 2] = [Detail::Least, Detail::Most];
const VOICES: [Voice; 2] = [Voice::Singular, Voice::Plural];

/// Composes the letters and says what is wrong with them that their texts do not show.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings) -> Tried {
    for letter in &case.letters {
        let Ok(required) = letter.model.required() else { continue };
        let offices = sorts(case, letter);
        let mut longest = 0;
        for kind in Kind::ALL {
            for voice in VOICES {
                for detail in DETAILS {
                    let Some(signatory) = sample(kind, voice, detail, &case.campaign.fields, required) else {
                        continue;
                    };
                    for office in &offices {
                        let request = Request {
                            campaign: case.campaign,
                            office,
                            signatory: &signatory,
                            date: case.today,
                            languages: std::slice::from_ref(letter.language),
                            copies: &[],
                            edited: None,
                        };
                        match compose(request) {
                            Err(error) => unwritable(letter, &error.office, error.problem, findings),
                            Ok(composed) => {
                                longest = longest.max(length(composed.first()));
                                punctuation(letter, composed.first(), findings);
                            }
                        }
                    }
                }
            }
        }
        if longest > WORDS_MOST {
            findings.say(letter.place_of(TextPart::Body), Flaw::LetterLong(longest));
        }
    }
    Tried {
        languages: case.letters.len(),
        kinds: Kind::ALL.len(),
        voices: VOICES.len(),
        details: DETAILS.len(),
        offices: case.offices.len(),
    }
}

/// One office of each sort that a letter can tell from others: its kind, and how it is greeted. A letter that prints
/// the name of its office differs in nothing else.
fn sorts<'a>(case: &Case<'a>, letter: &Letter<'_>) -> Vec<&'a Office> {
    let mut seen = BTreeSet::new();
    let offices = case.offices.iter().map(|(office, _)| *office);
    offices.filter(|office| seen.insert((office.kind.as_str(), office.salutation_in(letter.language)))).collect()
}

/// What composing stumbled over, where the texts have it.
fn unwritable(letter: &Letter<'_>, office: &str, problem: LetterProblem, findings: &mut Findings) {
    let body = || letter.place_of(TextPart::Body);
    let place = match &problem {
        LetterProblem::NoSalutation => {
            findings.say(letter.start(), Flaw::NoSalutation(office.to_owned()));
            return;
        }
        // Said of the texts themselves.
        LetterProblem::Hole(hole) if letter.find(hole).is_some() => return,
        LetterProblem::Body(BodyProblem::Markup(what)) => {
            let (place, begins_with_tab) = markup(letter, what).unwrap_or_else(|| (body(), false));
            findings.say(place, if begins_with_tab { Flaw::Tab } else { Flaw::Markup(what) });
            return;
        }
        LetterProblem::Body(BodyProblem::Link(link)) => letter.find(link).unwrap_or_else(body),
        LetterProblem::Line { field, .. } => match *field {
            "subject" => letter.place_of(TextPart::Subject),
            "closing" => letter.place_of(TextPart::Closing),
            _ => letter.place_of(TextPart::Salutation),
        },
        LetterProblem::Fill(FillError::Empty(name)) => value(letter, name).unwrap_or_else(body),
        _ => body(),
    };
    // What is wrong with the text itself is wrong for every office alike.
    let is_known = |known: &Flaw| matches!(known, Flaw::Unwritable { problem: known, .. } if *known == problem);
    if !findings.0.iter().any(|finding| finding.place == place && is_known(&finding.flaw)) {
        findings.say(place, Flaw::Unwritable { office: office.to_owned(), problem });
    }
}

fn value(letter: &Letter<'_>, name: &str) -> Option<Place> {
    letter
        .texts()
        .find_map(|text| text.values.iter().find(|value| value.name == name).map(|value| text.place(value.at)))
}

/// The line that is read as markup that letters do not have, and whether a tab makes it so.
fn markup(letter: &Letter<'_>, what: &str) -> Option<(Place, bool)> {
    let body = letter.body()?;
    let mut at = 0;
    for line in body.text.split_inclusive('\n') {
        let begins = line.trim_start_matches(' ');
        let is_it = match what {
            "raw HTML" => line.contains('<') && line.contains('>'),
            "a heading" => {
                begins.starts_with('#')
                    || !begins.trim().is_empty() && begins.trim().chars().all(|c| c == '=' || c == '-')
            }
            "an image" => line.contains("!["),
            "a block quotation" => begins.starts_with('>'),
            "a ruled line" => ["---", "***", "___", "- - -", "* * *"].iter().any(|mark| begins.starts_with(mark)),
            "code or an indented block" => line.contains('`') || line.starts_with("    ") || line.starts_with('\t'),
            _ => line.contains('|') || line.contains("[^"),
        };
        if is_it {
            return Some((body.place(at + line.len() - begins.len()), begins.starts_with('\t')));
        }
        at += line.len();
    }
    None
}

fn length(part: &Part) -> usize {
    part.plain_text().split_whitespace().count()
}

/// Signs that nothing stands between any more, once a value is left out.
fn punctuation(letter: &Letter<'_>, part: &Part, findings: &mut Findings) {
    const LOOSE: [&str; 16] =
        [", ,", ",,", " ,", "( )", "()", "( ", " )", "[ ]", " .", ",.", ";.", ". .", ":.", " ;", "; ;", "**"];
    let body = part.plain_text();
    let texts =
        [part.subject.as_str(), &body, &part.closing].into_iter().chain(part.demands.iter().map(String::as_str));
    // A demand without a word is said by itself.
    for text in texts.filter(|text| text.chars().any(char::is_alphanumeric)) {
        // French puts a space before it.
        let loose = LOOSE.iter().filter(|signs| **signs != " ;" || letter.language.primary() != "fr");
        let found = loose.filter_map(|signs| text.find(signs).map(|at| (at, *signs))).min();
        // "un mot ." and "( a" are wrong in every language; an ellipsis is none of it.
        let Some((at, signs)) = found.filter(|(at, _)| !text[*at..].trim_start().starts_with("...")) else { continue };
        let start = text[..at].char_indices().rev().nth(20).map_or(0, |(at, _)| at);
        let end = text[at..].char_indices().nth(20).map_or(text.len(), |(end, _)| at + end);
        let shown = text[start..end].replace('\n', " ").trim().to_owned();
        // The words before it are in the file, too, if they are not a value.
        let before = text::words(&text[start..at]).map(|(_, word)| word).filter(|word| word.chars().count() > 3).last();
        let place = letter
            .find(signs)
            .or_else(|| before.and_then(|word| letter.find(word)))
            .unwrap_or_else(|| letter.place_of(TextPart::Body));
        let is_known = |known: &Flaw| matches!(known, Flaw::LoosePunctuation(_));
        if !findings.0.iter().any(|finding| finding.place == place && is_known(&finding.flaw)) {
            findings.say(place, Flaw::LoosePunctuation(shown));
        }
    }
}

fn sample(
    kind: Kind,
    voice: Voice,
    detail: Detail,
    extras: &[Extra],
    required: &BTreeSet<String>,
) -> Option<Signatory> {
    let mut answers = Answers::default();
    let most = [
        (Field::Name, "Jo Smith"),
        (Field::Role, "Secretary"),
        (Field::Organisation, "Sample Branch"),
        (Field::Members, "340"),
        (Field::Country, "GB"),
        (Field::Email, "jo@branch.example"),
        (Field::Address, "1 Sample Street\nLondon"),
        (Field::OwnWords, "A paragraph of our own."),
    ];
    for (field, value) in most.into_iter().chain(extras.iter().map(|extra| (extra.field(), "Sample answer"))) {
        // What every letter prints is asked for, so the least a signatory gives includes it.
        // Who says "I" for an organisation says in which office.
        let least = matches!(field, Field::Name | Field::Country)
            || field == Field::Role && voice == Voice::Singular && kind.voice() == Voice::Plural
            || field == kind.required()
            || required.contains(field.name());
        if detail == Detail::Most || least {
            answers.set(field, Some(value.to_owned()));
        }
    }
    answers.set(Field::Kind, Some(kind.as_str().to_owned()));
    let voice = if voice == Voice::Singular { "i" } else { "we" };
    answers.set(Field::Voice, Some(voice.to_owned()));
    Signatory::parse(&answers, &[]).ok()
}
