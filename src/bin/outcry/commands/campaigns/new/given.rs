//! From answers to the draft of a campaign.

use jiff::civil::Date;
use outcry::appeal::as_markdown;
use outcry::locale::Language;
use outcry::registry::{Registry, pasted};

use super::draft::{Draft, Entry, Letter, Recipient};
use super::from::sentence;
use super::offices::{self, Named};
use super::printed::Printed;
use super::words::{DEMANDS, OWN_WORDS, Words};
use crate::args::{NewArgs, OrNone, SignedBy};
use crate::failure::Failure;
use crate::messages::appeal as say;

/// Makes the draft of what was answered. `printed` are offices as they are printed.
pub fn draft(args: &NewArgs, printed: &str, registry: &Registry, today: Date) -> Result<Draft, Failure> {
    let mut draft = Draft { remarks: vec![say::explained()], ..Draft::default() };
    overlay(&mut draft, args, registry, today)?;
    let language = args.lang.first().cloned().unwrap_or_else(Language::english);
    let lookup = Printed { registry, state: args.state, language: &language, checked: args.checked };
    for office in pasted::offices(printed, args.state) {
        lookup.add(&mut draft.recipients, &office);
    }
    let languages = if args.lang.is_empty() { vec![language] } else { args.lang.clone() };
    let letters = languages.iter().enumerate().map(|(at, language)| letter(args, language, at == 0));
    draft.letters = letters.collect();
    Ok(draft)
}

/// Lays what was given over what an appeal said.
pub fn overlay(draft: &mut Draft, args: &NewArgs, registry: &Registry, today: Date) -> Result<(), Failure> {
    let given = |values: &[String]| -> Option<Vec<Entry<String>>> {
        let real = values.iter().filter(|value| !value.eq_ignore_ascii_case("none"));
        (!values.is_empty()).then(|| real.map(|value| Entry::given(value.clone())).collect())
    };
    if let Some(title) = &args.title {
        draft.title = Entry::given(title.clone());
    }
    if let Some(day) = args.published {
        draft.published = Entry::given(day);
    }
    if let Some(day) = args.act_by {
        draft.act_by = day.value().map_or_else(Entry::default, |day| Entry::given(*day));
    }
    if let Some(persons) = given(&args.person) {
        draft.persons = persons;
        draft.persons_question = None;
    }
    if let Some(copies) = given(&args.copy_to) {
        draft.copy_to = copies;
        draft.copy_offices.clear();
        draft.copies_question = None;
    }
    if let Some(embassy) = args.embassy_of {
        draft.embassy_gets_copy = false;
        draft.embassy_of = match embassy {
            OrNone::Some(state) => Entry::given(state),
            OrNone::None => Entry::default(),
        };
    }
    if let Some(source) = args.source.as_ref().filter(|_| draft.sources.is_empty()) {
        draft.sources.push(Entry::given(source.clone()));
    }
    let mut failures = Vec::new();
    if let Some(first) = draft.letters.first_mut() {
        overlay_letter(first, args);
    }
    for name in &args.office {
        match offices::named(registry, name, args.state, today) {
            Named::Office(id) => {
                if draft.recipients.iter().all(|known| known.id != id) {
                    let note = offices::name(registry, &id);
                    draft.recipients.push(Recipient { id, note, ..Recipient::default() });
                }
            }
            Named::Several(ids) => failures.push(say::which_office(name, &ids)),
        }
    }
    if !draft.recipients.is_empty() {
        draft.recipients_question = None;
    }
    Failure::together(failures).map_or(Ok(()), Err)
}

/// Lays the demands that were given over those of an appeal's letter.
fn overlay_letter(letter: &mut Letter, args: &NewArgs) {
    if args.demand.is_empty() {
        return;
    }
    letter.demands = args.demand.iter().map(|demand| Entry::given(sentence(demand))).collect();
    if !letter.body.contains(DEMANDS) {
        let words = Words::of(&letter.language).map_or_else(|| DEMANDS.to_owned(), Words::demands);
        letter.body.push_str(&format!("\n\n{words}"));
    }
}

/// The letter in one language; what was answered is in the first of them.
fn letter(args: &NewArgs, language: &Language, is_first: bool) -> Letter {
    let Some(words) = Words::of(language) else { return by_hand(language) };
    let persons: Vec<&str> =
        args.person.iter().filter(|person| !person.eq_ignore_ascii_case("none")).map(String::as_str).collect();
    let title = args.title.as_deref().unwrap_or_default();
    let happened = args.happened.as_deref().unwrap_or_default();
    // What was answered in one language is a blank in the others.
    let shown = |text: &str| if is_first { text.to_owned() } else { say::translate(text, language) };
    let embassy = matches!(args.embassy_of, Some(OrNone::Some(_))).then(|| words.embassy());
    let opening = words.opening(args.signed_by.unwrap_or(SignedBy::Anyone), &persons, &shown(&as_markdown(title)));
    let blocks = [
        Some(opening),
        Some(shown(&as_markdown(&sentence(happened)))),
        Some(OWN_WORDS.to_owned()),
        Some(words.demands()),
        embassy,
        Some(words.answer().to_owned()),
    ];
    let subject =
        if persons.is_empty() || is_first { shown(title.trim_end_matches(['!', '.'])) } else { persons.join(", ") };
    Letter {
        language: language.clone(),
        subject: Entry::given(subject),
        salutation: Entry::given(words.salutation.to_owned()),
        closing: Entry::given(words.closing.to_owned()),
        demands: args.demand.iter().map(|demand| Entry::given(shown(&sentence(demand)))).collect(),
        questions: Vec::new(),
        body: blocks.into_iter().flatten().collect::<Vec<_>>().join("\n\n"),
    }
}

/// A letter in a language for which the program has no words.
fn by_hand(language: &Language) -> Letter {
    let blank = |what: &str| Entry::given(say::in_language(what, language));
    Letter {
        language: language.clone(),
        subject: blank("SUBJECT"),
        salutation: blank("SALUTATION"),
        closing: blank("CLOSING"),
        demands: vec![blank("DEMAND")],
        questions: Vec::new(),
        body: format!("{}\n\n{OWN_WORDS}\n\n{}", say::in_language("LETTER", language), DEMANDS),
    }
}
