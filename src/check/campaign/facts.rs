//! What `campaign.toml` says: days, copies, sources, and what is left of the template it was made from.

use jiff::civil::Date;

use super::case::{Case, Findings, Letter};
use super::flaw::Flaw;
use super::{languages, offices, words};
use crate::address::Email;
use crate::campaign::Status;
use crate::check::registry::is_known_top_level;
use crate::locale::Language;
use crate::place::Place;
use crate::registry::{Contact, Office, host_of};
use crate::signatory::Purpose;
use crate::text;

/// Days that a letter takes by post at least.
const POST_DAYS: i32 = 7;

/// Texts that stand in a template, or in place of a name.
const LEFTOVERS: [&str; 14] = [
    "country: what happened to whom",
    "what happened to whom",
    "full name",
    "name",
    "title",
    "why it has that status",
    "where you work here",
    "john doe",
    "jane doe",
    "max mustermann",
    "erika mustermann",
    "иван иванов",
    "lorem ipsum",
    "https://…",
];

/// What the comments of a template ask to do.
const TO_DO: [&str; 18] = [
    "change it",
    "change this",
    "change me",
    "replace it",
    "replace this",
    "replace with",
    "fill in",
    "fill this",
    "todo",
    "fixme",
    "xxx",
    "to be done",
    "bitte ändern",
    "bitte ersetzen",
    "à changer",
    "à remplacer",
    "заменить",
    "изменить",
];

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    leftovers(case, findings);
    days(case, findings);
    copies(case, findings);
    sources(case, findings);
    labels(case, findings);
    let own = case.campaign.fields.iter().filter(|field| field.purpose == Purpose::Field);
    for (n, field) in own.enumerate() {
        let is_used = case.letters.iter().flat_map(Letter::texts).any(|text| {
            let name = field.name.as_str();
            text.values.iter().any(|value| value.name == name)
                || text
                    .text
                    .char_indices()
                    .any(|(at, _)| text.conditions(at).iter().any(|condition| condition.field == name))
        });
        if !is_used {
            findings.say(case.at(&format!("field.{n}.name")), Flaw::FieldUnused(field.name.to_string()));
        }
    }
}

/// What is asked of a signatory, in each language of the letters once it is in more than one.
fn labels(case: &Case<'_>, findings: &mut Findings) {
    /// Fewer words are the same in several languages: "Position", "E-mail".
    const WORDS_OF_A_LABEL: usize = 3;
    let (mut fields, mut questions) = (0.., 0..);
    for extra in &case.campaign.fields {
        let key = match extra.purpose {
            Purpose::Question(_) => format!("question.{}", questions.next().unwrap_or_default()),
            _ => format!("field.{}", fields.next().unwrap_or_default()),
        };
        let name = extra.name.to_string();
        let labels: Vec<(&Language, &str)> =
            extra.labels.iter().filter_map(|(language, label)| Some((language.as_ref()?, label.as_str()))).collect();
        if labels.len() < 2 {
            continue;
        }
        for letter in &case.letters {
            if !labels.iter().any(|(language, _)| language.primary() == letter.language.primary()) {
                let flaw = Flaw::LabelMissing { name: name.clone(), language: letter.language.clone() };
                findings.say(case.at(&format!("{key}.name")), flaw);
            }
        }
        // The default language is what the others are translated from.
        let first = case.campaign.default_language();
        let mut sorted = labels.clone();
        sorted.sort_by_key(|(language, _)| Some(*language) != first);
        for (n, (language, label)) in sorted.iter().enumerate() {
            let place = || case.at(&format!("{key}.label.{language}"));
            let words = words::words(label);
            let is_same = |(other, known): &&(&Language, &str)| {
                other.primary() != language.primary() && text::key(known) == text::key(label)
            };
            if let Some((other, _)) = sorted[..n].iter().find(is_same).filter(|_| words.len() >= WORDS_OF_A_LABEL) {
                let flaw = Flaw::LabelUntranslated { name: name.clone(), other: (*other).clone() };
                findings.say(place(), flaw);
            } else if let Some(is) =
                languages::other_language(case, &words, language).filter(|_| words.len() >= WORDS_OF_A_LABEL)
            {
                findings.say(place(), Flaw::WrongLanguage { is, named: (*language).clone() });
            }
        }
    }
}

fn leftovers(case: &Case<'_>, findings: &mut Findings) {
    let campaign = case.campaign;
    let mut texts = vec![("title".to_owned(), campaign.title.as_str())];
    texts.extend(campaign.status_note.iter().map(|note| ("status_note".to_owned(), note.as_str())));
    for (n, person) in campaign.persons.iter().enumerate() {
        texts.push((format!("persons.{n}.name"), &person.name));
        texts.extend(
            person
                .aliases
                .iter()
                .enumerate()
                .map(|(alias, name)| (format!("persons.{n}.aliases.{alias}"), name.as_str())),
        );
    }
    texts.extend(campaign.sources.iter().enumerate().map(|(n, source)| (format!("sources.{n}"), source.as_str())));
    for (key, value) in texts {
        let lower = value.trim().to_lowercase();
        let is_left = LEFTOVERS.contains(&lower.as_str()) || lower.ends_with("of …") || lower == "…" || lower == "...";
        let hole = text::hole(value).map(str::to_owned);
        if let Some(left) = hole.or_else(|| is_left.then(|| value.to_owned())) {
            findings.say(case.at(&key), Flaw::Leftover(left));
        }
        for word in text::words(value).map(|(_, word)| word).filter(|word| text::mixes_scripts(word)) {
            findings.say(case.at(&key), Flaw::MixedScripts(word.to_owned()));
        }
    }
    let (file, source) = case.facts;
    for (line, number) in source.lines().zip(1..) {
        let Some(at) = comment(line) else { continue };
        let words: Vec<&str> = text::words(&line[at..]).map(|(_, word)| word).collect();
        let said = words.join(" ").to_lowercase();
        let is_said = |phrase: &&&str| format!(" {said} ").contains(&format!(" {phrase} "));
        if let Some(phrase) = TO_DO.iter().find(is_said) {
            let place = Place { file: file.to_owned(), line: number, column: line[..at].chars().count() + 1 };
            findings.say(place, Flaw::Leftover((*phrase).to_owned()));
        }
    }
}

/// Where the comment of a line begins.
fn comment(line: &str) -> Option<usize> {
    let mut mark: Option<char> = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match mark {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if c == open => mark = None,
            None if matches!(c, '"' | '\'') => mark = Some(c),
            None if c == '#' => return Some(at),
            Some(_) | None => {}
        }
    }
    None
}

fn days(case: &Case<'_>, findings: &mut Findings) {
    let campaign = case.campaign;
    let is_open = campaign.status == Status::Open;
    if let Some(published) = campaign.published.filter(|day| *day > case.today) {
        findings.say(case.at("published"), Flaw::PublishedInFuture(published));
    }
    if let (Some(published), Some(act_by)) = (campaign.published, campaign.act_by)
        && act_by < published
    {
        findings.say(case.at("act_by"), Flaw::DeadlineOrder { published, act_by });
    }
    if let Some(act_by) = campaign.act_by.filter(|_| is_open) {
        let left = days_between(case.today, act_by);
        let by_post = case
            .offices
            .iter()
            .find(|(office, _)| office.for_letters().any(|channel| matches!(channel.contact, Contact::Post(_))));
        if left < 0 {
            findings.say(case.at("act_by"), Flaw::DeadlinePast(act_by));
        } else if let Some((office, _)) = by_post.filter(|_| left < POST_DAYS) {
            findings.say(case.at("act_by"), Flaw::DeadlineNear { days: left, office: office.id.clone() });
        }
    }
    if matches!(campaign.status, Status::Won | Status::Stopped) && campaign.status_note.is_none() {
        findings.say(case.at("status"), Flaw::NoStatusNote(campaign.status));
    }
    if campaign.version > 1 && campaign.version_note.is_none() {
        findings.say(case.at("version"), Flaw::NoVersionNote(campaign.version));
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn copies(case: &Case<'_>, findings: &mut Findings) {
    let copies = &case.campaign.copy_to;
    if copies.is_empty() && !case.has("copy_to.0") {
        findings.say(case.at("copy_to"), Flaw::NoCopies);
    }
    for (id, place) in &case.campaign.copy_offices {
        if case.offices.iter().any(|(office, _)| office.id == *id) || offices::is_embassy_of_it(case, id) {
            findings.say(place.clone(), Flaw::CopyRecipient(id.clone()));
        }
    }
    let mut seen: Vec<Email> = Vec::new();
    for (value, place) in case.list("copy_to") {
        let Ok(copy) = value.parse::<Email>() else { continue };
        if seen.iter().any(|other| other.is_same_mailbox(&copy)) {
            findings.say(place.clone(), Flaw::CopyTwice(copy.to_string()));
            continue;
        }
        seen.push(copy.clone());
        if copy.reserved().is_some() {
            findings.say(place.clone(), Flaw::CopyReserved(copy.to_string()));
        } else if !is_known_top_level(copy.domain()) {
            findings
                .say(place.clone(), Flaw::CopyTopLevel { copy: copy.to_string(), domain: copy.domain_in_unicode() });
        }
        if let Some(domain) = copy.mixed_domain() {
            findings.say(place.clone(), Flaw::CopyMixed { copy: copy.to_string(), domain });
        }
        let is_of = |office: &&Office| {
            office.emails().iter().chain(&office.copy_emails()).any(|email| email.is_same_mailbox(&copy))
        };
        if let Some(office) = case.offices.iter().map(|(office, _)| *office).find(is_of) {
            findings.say(place.clone(), Flaw::CopyOffice { copy: copy.to_string(), office: office.id.clone() });
        }
    }
}

fn sources(case: &Case<'_>, findings: &mut Findings) {
    if case.campaign.sources.is_empty() && !case.has("sources.0") {
        findings.say(case.at("sources"), Flaw::NoSources);
    }
    for (n, source) in case.campaign.sources.iter().enumerate() {
        let place = || case.at(&format!("sources.{n}"));
        let host = host_of(source);
        let is_web = ["https://", "http://"].iter().any(|scheme| source.starts_with(scheme));
        if !is_web || host.is_none_or(|host| !host.contains('.')) || source.contains(' ') {
            findings.say(place(), Flaw::SourceAddress(source.clone()));
        } else if host
            .and_then(|host| format!("office@{host}").parse::<Email>().ok())
            .is_some_and(|email| email.reserved().is_some())
        {
            findings.say(place(), Flaw::SourceReserved(source.clone()));
        }
    }
}
