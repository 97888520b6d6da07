//! The letter as a telephone call: who to ask for, the number, what to say, and the demands.

use super::words::{fill, words};
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
        let mut line = |text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        line(&words.before(words.call, &words.addressee(part)));
        for (number, channel) in &numbers {
            // Between words that run from right to left, the sign would go to the other end of the number.
            let mark = if part.language.is_right_to_left() { "\u{200e}" } else { "" };
            let mut dialled = words.before(words.number, &format!("{mark}{}", number.as_str()));
            if let Some(printed) = channel.printed.as_ref().filter(|printed| *printed != number.as_str()) {
                dialled.push_str(&format!(" ({})", fill(words.printed_as, &[("number", printed)])));
            }
            if !matches!(channel.freshness(letter.date), Freshness::Confirmed(_)) {
                dialled.push_str(words.not_confirmed);
            }
            line(&dialled);
            if let Some(desk) = &channel.desk {
                line(&words.before(words.ask_for, desk));
            }
        }
        if numbers.iter().all(|(_, channel)| channel.desk.is_none()) {
            line(&words.before(words.ask_for, words.public_desk));
        }
        line("");
        line(&words.above(words.say));
        line("");
        let signatory = letter.signatory;
        let speaker = signatory.name.as_deref().unwrap_or(signatory.display());
        let named = match &signatory.role {
            Some(role) => fill(words.name_and_role, &[("name", speaker), ("role", role)]),
            None => speaker.to_owned(),
        };
        line(&fill(words.my_name_is, &[("name", &named)]));
        if matches!(signatory.kind, Kind::Union | Kind::Organisation)
            && let Some(organisation) = signatory.organisation.as_deref().filter(|name| *name != speaker)
        {
            line(&fill(words.calling_for, &[("organisation", organisation)]));
        }
        match &part.phone {
            Some(spoken) => line(spoken),
            None => line(&fill(words.about, &[("matter", part.subject.trim_end_matches(['.', '。', '۔']))])),
        }
        if !part.demands.is_empty() {
            let ask = match signatory.voice {
                Voice::Singular => words.i_ask,
                Voice::Plural => words.we_ask,
            };
            line(&format!("\n{ask}\n"));
            for (number, demand) in (1_u64..).zip(&part.demands) {
                line(&format!("{}. {demand}", part.digits.write(number)));
            }
        }
        line(&format!("\n{}", words.answer));
    }
    Some(out)
}
