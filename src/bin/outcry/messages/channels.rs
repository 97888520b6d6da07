//! The way to an office, in words: what must be known before a letter goes there, and what can be
//! done when a way is closed. Said alike by `write`, `send` and `recipients show`.

use jiff::civil::Date;
use outcry::registry::{Barred, Channel, Contact, Freshness, Need, Office, Usage};

use super::notices::{Notice, NoticeKind};
use crate::args::{Format, Make};
use crate::failure::Failure;

/// The ways a letter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Mail,
    Paper,
    Call,
}

impl Way {
    fn takes(self, contact: &Contact) -> bool {
        match self {
            Self::Mail => matches!(contact, Contact::Email(_)),
            // A printed letter is also what is faxed or pasted into a form.
            Self::Paper => matches!(contact, Contact::Post(_) | Contact::Fax(_) | Contact::Form(_)),
            Self::Call => matches!(contact, Contact::Phone(_)),
        }
    }
}

/// What must be known of an office before a letter goes this way: what is closed and why, what a form
/// asks for, what nobody confirmed, and what to do when the way leads nowhere.
pub fn remarks(office: &Office, way: Way, today: Date) -> Vec<Notice> {
    let id = &office.id;
    let notice = |kind, words: String| Notice::of(kind, id, format!("{id}: {words}"));
    let mut remarks = Vec::new();
    let open: Vec<&Channel> = office.for_letters().filter(|channel| way.takes(&channel.contact)).collect();
    // Where no letter was made at all, it was said why.
    if way == Way::Paper || !open.is_empty() {
        remarks.extend(barred(office, way).map(|why| notice(NoticeKind::Unused, why)));
    }
    for channel in &open {
        if let Contact::Form(url) = &channel.contact {
            let words = format!("paste the letter into the web form {url}{}.", asks_for(channel));
            remarks.push(notice(NoticeKind::WebForm, words));
        }
    }
    if way == Way::Paper && office.post().is_none() {
        // Who looks for another way must know which ones are closed.
        let others = [Way::Mail, Way::Call].into_iter().flat_map(|other| barred(office, other));
        remarks.extend(others.map(|why| notice(NoticeKind::Unused, why)));
        let city = office.seat.as_ref().map(|city| format!(" (the letter names only the city, {city})"));
        let city = city.unwrap_or_default();
        let no_post = no_post(office).map(|what| format!("no postal address is known{city}{what}"));
        remarks.extend(no_post.map(|words| notice(NoticeKind::NoPost, words)));
    }
    let mut stale: Vec<(Freshness, Vec<&str>)> = Vec::new();
    for channel in &open {
        let (freshness, word) = (channel.freshness(today), channel.contact.type_name());
        match stale.iter_mut().find(|(known, _)| *known == freshness) {
            Some((_, words)) if words.contains(&word) => {}
            Some((_, words)) => words.push(word),
            None => stale.push((freshness, vec![word])),
        }
    }
    for (freshness, words) in stale {
        let kind = match freshness {
            Freshness::Stale(_) => NoticeKind::LongUnconfirmed,
            _ => NoticeKind::NeverConfirmed,
        };
        let words = words.join(", ");
        let look = format!("To see the source to check, run: outcry recipients show {id}");
        remarks.extend(since(freshness).map(|since| notice(kind, format!("{since}: {words}. {look}"))));
    }
    remarks
}

/// The addresses that letters take this way, on one line.
pub fn addresses(office: &Office, way: Way) -> String {
    let taken = office.for_letters().filter(|channel| way.takes(&channel.contact));
    let mut values: Vec<String> = taken.map(|channel| channel.contact.value()).collect();
    if way == Way::Mail {
        values.extend(office.copy_emails().iter().map(|email| format!("{email} (copy)")));
    }
    let none = match way {
        Way::Mail => "no e-mail address is known",
        Way::Paper => "no postal address is known",
        Way::Call => "no telephone number is known",
    };
    let words = if values.is_empty() { none.to_owned() } else { values.join("; ") };
    format!("{}: {words}", office.id)
}

/// What is made that bears an address alone.
pub fn addressed(make: Make<'_>) -> Option<&'static str> {
    match make {
        Make::Letters { .. } => None,
        Make::Envelopes(_) => Some("envelope"),
        Make::Labels { .. } => Some("label"),
    }
}

/// That an office gets no envelope or label, since not even its city is known.
pub fn not_addressed(office: &Office, what: &'static str) -> Notice {
    let id = &office.id;
    let words = format!(
        "{id}: neither a postal address nor the city is known, so this office gets no {what}. To leave out its letter \
         too, use --except {id}."
    );
    Notice::of(NoticeKind::NotAddressed(what), id, words)
}

/// That nothing is left of an order for envelopes or labels.
pub fn nothing_addressed(make: Make<'_>) -> Failure {
    let what = addressed(make).unwrap_or("letter");
    let flag = if matches!(make, Make::Labels { .. }) { "--labels" } else { "--envelope" };
    Failure::data(format!("none of these offices has a postal address or a known city, so there is no {what} to make"))
        .hint(format!("leave out {flag} to print the letters, and hand them over or fax them"))
}

/// What to do with a printed letter that has no address, as the end of a sentence; nothing where a
/// web form takes it.
fn no_post(office: &Office) -> Option<String> {
    let has = |wanted: fn(&Contact) -> bool| office.for_letters().find(|channel| wanted(&channel.contact));
    let value = |channel: &Channel| channel.contact.value();
    if has(|contact| matches!(contact, Contact::Form(_))).is_some() {
        return None;
    }
    if let Some(email) = has(|contact| matches!(contact, Contact::Email(_))) {
        return Some(format!(
            "; send the letter by e-mail to {}: `outcry send`, or `-f eml` for a draft.",
            value(email)
        ));
    }
    if let Some(fax) = has(|contact| matches!(contact, Contact::Fax(_))) {
        return Some(format!("; fax the letter to {}.", value(fax)));
    }
    if let Some(phone) = has(|contact| matches!(contact, Contact::Phone(_))) {
        return Some(format!("; telephone {} instead: `-f phone` prints what to say.", value(phone)));
    }
    let site =
        office.website.as_ref().map(|site| format!(" The office's web site may say more: {site}.")).unwrap_or_default();
    Some(format!(", and no other channel; deliver the letter by hand.{site}"))
}

/// Why channels of this sort are known and yet not used, one sentence each.
pub fn barred(office: &Office, way: Way) -> impl Iterator<Item = String> {
    let closed = move |channel: &&Channel| channel.usage == Usage::Letters && way.takes(&channel.contact);
    office.channels.iter().filter(closed).filter_map(|channel| {
        let why = why_barred(channel.barred.as_ref()?);
        let (word, value) = (channel.contact.type_name(), channel.contact.value());
        let word = match word {
            "email" => "e-mail",
            "post" => "postal address",
            "form" => "web form",
            word => word,
        };
        Some(format!("The {word} {value} is not used: {why}."))
    })
}

/// Why a channel is not used.
pub fn why_barred(barred: &Barred) -> String {
    match barred {
        Barred::Rejected { reason, place } => format!("rejected ({}, {place})", reason.trim_end_matches('.')),
        Barred::Until(day) => format!("valid only until {day}"),
        Barred::From(day) => format!("valid only from {day} on"),
    }
}

/// Since when nobody confirmed a channel; nothing for one that is confirmed.
pub fn since(freshness: Freshness) -> Option<String> {
    match freshness {
        Freshness::Confirmed(_) => None,
        Freshness::Stale(day) => Some(format!("last confirmed by a person on {day}")),
        Freshness::Unconfirmed => Some("never confirmed by a person".to_owned()),
    }
}

/// Where a value comes from, in brackets.
pub fn source(channel: &Channel) -> String {
    match (&channel.source, channel.source_date) {
        (Some(source), Some(day)) => format!(" (source of {day}: {source})"),
        (Some(source), None) => format!(" (source: {source})"),
        (None, _) => " (no source)".to_owned(),
    }
}

/// What a web form asks for, as the end of a sentence.
fn asks_for(channel: &Channel) -> String {
    match channel.needs.as_deref() {
        None | Some([]) => String::new(),
        Some(needs) => format!(", which asks for {}", needs_words(needs)),
    }
}

/// What a web form asks for, as a list in words.
pub fn needs_words(needs: &[Need]) -> String {
    match needs {
        [] => String::new(),
        [only] => only.words().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(Need::words).collect();
            format!("{} and {}", first.join(", "), last.words())
        }
    }
}

/// What can be done for an office that gets a copy for information, and no e-mail.
pub fn instead_of_copy(line: impl Fn(&'static str, Format) -> String) -> String {
    format!("Print its copy: `{}`.", line("write", Format::Text))
}

/// What can be done for an office in place of an e-mail, or in place of the way that was asked for.
/// `line` gives the command for it.
pub fn instead(office: &Office, line: impl Fn(&'static str, Format) -> String) -> String {
    let line = |command, format| format!("`{}`", line(command, format));
    let (paper, call) = (|| line("write", Format::Text), || line("write", Format::Phone));
    let has = |wanted: fn(&Contact) -> bool| office.for_letters().any(|channel| wanted(&channel.contact));
    let form = office.for_letters().find_map(|channel| match &channel.contact {
        Contact::Form(url) => {
            Some(format!("Paste the letter into the web form {url}{}: {}.", asks_for(channel), paper()))
        }
        _ => None,
    });
    let has_phone = has(|contact| matches!(contact, Contact::Phone(_)));
    let rest = match (office.post().is_some(), has_phone) {
        (true, true) => format!("Print the letter: {}; or telephone: {}.", paper(), call()),
        (true, false) => format!("Print the letter: {}.", paper()),
        (false, true) => format!("Telephone: {}; to fax the letter or hand it over: {}.", call(), paper()),
        (false, false) if form.is_some() => String::new(),
        (false, false) if !office.emails().is_empty() => format!("Send an e-mail: {}.", line("send", Format::Text)),
        (false, false) => {
            let site = office
                .website
                .as_ref()
                .map(|site| format!(" The office's web site may say more: {site}."))
                .unwrap_or_default();
            format!("No channel to this office is known; print the letter and hand it over: {}.{site}", paper())
        }
    };
    [form.unwrap_or_default(), rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
