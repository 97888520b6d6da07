//! The letter as a telephone call: who to ask for, the number, what to say, and the demands.

use std::fmt::Write as _;

use super::words::words;
use crate::letter::Letter;
use crate::registry::{Contact, Freshness};
use crate::signatory::{Kind, Voice};

/// The script for an office with a telephone number; none for one without.
pub fn phone(letter: &Letter<'_>) -> Option<String> {
    let numbers: Vec<_> = letter
        .office
        .for_letters()
        .filter_map(|channel| match &channel.contact {
            Contact::Phone(number) => Some((number, channel)),
            _ => None,
        })
        .collect();
    if numbers.is_empty() {
        return None;
    }
    let mut out = String::new();
    for part in &letter.parts {
        let words = words(&part.language);
        if !out.is_empty() {
            out.push_str("\n* * *\n\n");
        }
        let _infallible = writeln!(out, "Call: {}", part.office);
        for (number, channel) in &numbers {
            let _infallible = write!(out, "Number: {}", number.as_str());
            if let Some(printed) = channel.printed.as_ref().filter(|printed| *printed != number.as_str()) {
                let _infallible = write!(out, " (printed as {printed})");
            }
            out.push_str(match channel.freshness(letter.date) {
                Freshness::Confirmed(_) => "\n",
                Freshness::Stale(_) | Freshness::Unconfirmed => ", not confirmed within twelve months\n",
            });
            if let Some(desk) = &channel.desk {
                let _infallible = writeln!(out, "Ask for: {desk}");
            }
        }
        if numbers.iter().all(|(_, channel)| channel.desk.is_none()) {
            let _infallible = writeln!(out, "Ask for: the desk that receives letters from the public");
        }
        out.push_str("\nSay:\n\n");
        let signatory = letter.signatory;
        let speaker = signatory.name.as_deref().unwrap_or(signatory.display());
        let _infallible = write!(out, "{} {speaker}", words.my_name_is);
        if let Some(role) = &signatory.role {
            let _infallible = write!(out, ", {role}");
        }
        out.push_str(".\n");
        if matches!(signatory.kind, Kind::Union | Kind::Organisation)
            && let Some(organisation) = signatory.organisation.as_deref().filter(|name| *name != speaker)
        {
            let _infallible = writeln!(out, "{} {organisation}.", words.calling_for);
        }
        match &part.phone {
            Some(spoken) => {
                let _infallible = writeln!(out, "{spoken}");
            }
            None => {
                let _infallible = writeln!(out, "{} {}.", words.about, part.subject.trim_end_matches('.'));
            }
        }
        if !part.demands.is_empty() {
            let ask = match signatory.voice {
                Voice::Singular => words.i_ask,
                Voice::Plural => words.we_ask,
            };
            let _infallible = writeln!(out, "\n{ask}\n");
            for (number, demand) in (1..).zip(&part.demands) {
                let _infallible = writeln!(out, "{number}. {demand}");
            }
        }
        let _infallible = writeln!(out, "\n{}", words.answer);
    }
    Some(out)
}
