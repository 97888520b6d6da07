//! The offices of an area, taken apart.

use std::borrow::Cow;

use super::areas::{Area, Purpose, after_colon};
use super::asides::begins_with_a_cue;
use super::lines::{has_value, head_of, is_of_a_form, names_itself};
use super::sentences::{places, sentences};
use super::spans::{is_heading, subject_of};
use super::text::{Line, item};
use crate::locale::Country;
use crate::registry::OfficeKind;
use crate::registry::pasted::{self, PastedOffice, begins_with_label, names_office};
use crate::text::{fold, lower_in_place};

/// The offices of an area, with the rest of the line that announces them.
pub(super) fn pasted_in(lines: &[Line], area: &Area, state: Option<Country>) -> Vec<PastedOffice> {
    let inline = after_colon(&lines[area.cue].text).trim();
    let is_announced = match area.purpose {
        Purpose::Offices => has_value(inline),
        // "Copy: Human Rights Commission", and below how it is reached.
        Purpose::Copies => !has_value(inline) && names_office(inline),
        Purpose::Demands => false,
    };
    let inline = Some((area.cue, inline)).filter(|_| area.cue < area.lines.start && is_announced);
    let all = inline.into_iter().chain(area.lines.clone().map(|at| (at, lines[at].text.as_str())));
    // Items of a list are offices each, also where their first lines have addresses already.
    let mut parts: Vec<Vec<(usize, &str)>> = vec![Vec::new()];
    let mut part_has_value = false;
    // Whether the line above is an office with its address.
    let mut was_whole = false;
    // The kind of office that lines of this paragraph name, with nothing yet by which it is reached.
    let mut named: Option<OfficeKind> = None;
    for (at, text) in all {
        if is_of_a_form(&lines[at])
            || text.contains("___")
            || is_blank(text)
            || subject_of(text).is_some()
            || is_heading(&lines[at])
        {
            continue;
        }
        // "and for Ada Marsh to": whom to write to for somebody else stands below.
        if announces_another(text) {
            parts.push(Vec::new());
            (part_has_value, named) = (false, None);
            continue;
        }
        // "(ii) The Investigating Judge": what is marked without digits is parted here, and the rest behind its numbers.
        let is_numbered = text.trim_start_matches('(').starts_with(|c: char| c.is_ascii_digit());
        let listed = item(text).filter(|(_, text)| !is_numbered && !begins_with_label(text));
        let text = behind_shout(listed.map_or(text, |(_, text)| text));
        // "and to the President: …" begins another office.
        let (text, is_another) = match behind_and(text) {
            Some(rest) => (rest, true),
            // "Attn: the Managing Director" below a name is a line of its address.
            None if has_name_above(lines, at) && pasted::is_for_somebody(text) => (text, false),
            None => (addressed(text), false),
        };
        // So are the rows of a table, which become several lines with one number.
        let begins_row = text.is_empty() && lines.get(at + 1).is_some_and(|next| next.number == lines[at].number);
        // So is a line that names one and says how it is reached, behind one that has done so.
        if listed.is_some()
            || begins_row
            || part_has_value && (is_another || names_itself(text) && (named.is_none() || named != kind_of(text)))
            || was_whole && is_whole(text)
        {
            parts.push(Vec::new());
            part_has_value = false;
        }
        let is_reached = has_value(text);
        part_has_value |= is_reached;
        was_whole = is_reached && (names_itself(text) || was_whole && is_whole(text));
        named = if text.is_empty() || is_reached { None } else { named.or_else(|| kind_of(text)) };
        if let Some(part) = parts.last_mut() {
            part.push((at, text));
        }
    }
    let mut offices = Vec::new();
    for part in parts {
        let text = part.iter().map(|(_, text)| in_one_sentence(text)).collect::<Vec<_>>().join("\n");
        let at = |line: usize| &lines[part.get(line.saturating_sub(1)).or(part.last()).map_or(area.cue, |(at, _)| *at)];
        for mut office in pasted::offices(&text, state) {
            let PastedOffice {
                line,
                names,
                other_names: _,
                persons,
                post,
                country: _,
                host: _,
                values,
                pages,
                salutation,
                copies,
                leftovers,
            } = &mut office;
            *line = at(*line).number;
            let texts = names.iter_mut().chain(persons).chain(post).chain(pages).chain(salutation).chain(leftovers);
            texts.for_each(|text| text.line = at(text.line).number_of(&text.text));
            let values = values.iter_mut().chain(copies);
            values.for_each(|value| value.line = at(value.line).number_of(&value.printed));
            office.line = office.names.first().map_or(office.line, |name| name.line);
            offices.push(office);
        }
    }
    offices
}

/// An office that is printed in several sentences as one: "Ministry of Ice, Ms Ada Marsh. 7 High Street, Ross. E-mail: …".
fn in_one_sentence(text: &str) -> Cow<'_, str> {
    const WORDS: usize = 10;
    let name = item(text).map_or(text, |(_, text)| text).split([',', '.', ':']).next().unwrap_or_default();
    let sentences: Vec<&str> = sentences(text).map(str::trim).collect();
    if sentences.len() < 2 || !has_value(text) || !(names_office(name) || pasted::is_held(name)) {
        return text.into();
    }
    let is_part = |sentence: &&str| sentence.split(' ').count() <= WORDS && !begins_with_a_cue(sentence);
    if !sentences.iter().all(is_part) {
        return text.into();
    }
    sentences.iter().map(|sentence| sentence.trim_end_matches('.')).collect::<Vec<_>>().join(", ").into()
}

/// An office behind a sentence in capitals that tells the reader what to do: "PHONE THE EMBASSY. Embassy of Narnia, …".
fn behind_shout(text: &str) -> &str {
    const WORDS_MOST: usize = 8;
    let bare = item(text).map_or(text, |(_, text)| text);
    let Some(first) = places(bare).next() else { return text };
    let (shout, rest) = (&bare[..first.end], &bare[first.end..]);
    let is_shouted = shout.trim_end().ends_with(['.', '!', ':']) && shout.to_uppercase() == shout;
    let names_one = || names_office(rest.split(',').next().unwrap_or_default());
    if is_shouted && shout.split_whitespace().count() <= WORDS_MOST && names_one() { rest } else { text }
}

/// The kind of office that a line begins with.
fn kind_of(text: &str) -> Option<OfficeKind> {
    pasted::offices(text, None).first().and_then(PastedOffice::kind)
}

/// Whether a line has the form of one that names an office and says how it is reached: "Médiateur – e-mail: a@b.example".
fn is_whole(text: &str) -> bool {
    let head = head_of(text);
    (4..=60).contains(&head.chars().count())
        && head.starts_with(char::is_uppercase)
        && !head.contains('@')
        && has_value(&text[head.len()..])
        && !has_value(head)
        && !begins_with_label(text)
        && !begins_with_a_cue(text)
}

/// Whether the line above is the name of an office or of a company.
fn has_name_above(lines: &[Line], at: usize) -> bool {
    let above = at.checked_sub(1).map_or("", |above| lines[above].text.as_str());
    names_office(above) || pasted::is_company(above)
}

/// Words that join a line to the one before it.
const AND: [&str; 8] = ["and ", "und ", "sowie ", "et ", "y ", "и ", "as well as ", "or "];

/// Whether a line goes on with whom to write to and names nobody yet: "and for Ada Marsh to".
fn announces_another(text: &str) -> bool {
    const TO: [&str; 9] = ["to", "an", "à", "a", "at", "в", "к", "по адресу", "жазыңыз"];
    let lower = lower_in_place(text);
    let bare = lower.trim_end_matches([':', ' ']);
    AND.iter().any(|and| lower.starts_with(and))
        && TO.iter().any(|to| bare.strip_suffix(to).is_some_and(|rest| rest.ends_with(' ')))
        && !has_value(text)
}

/// Whether a line is a blank to fill in: `[Your address]`.
fn is_blank(text: &str) -> bool {
    text.starts_with('[') && text.ends_with(']') && !fold(text).contains("protected")
}

/// What stands behind "and to" at the beginning of a line: "und an den Präsidenten".
fn behind_and(text: &str) -> Option<&str> {
    let rest = AND.iter().find_map(|and| text.strip_prefix(and))?;
    let named = addressed(rest);
    (named.len() < rest.len()).then_some(named)
}

/// A line without the words that address it to somebody: "To the Minister of Justice", "À l'attention du Président",
/// "Send letters to the Minister of Justice".
fn addressed(text: &str) -> &str {
    const TO: [&str; 22] = [
        "to the ",
        "to: the ",
        "attention: ",
        "attn: ",
        "attn. ",
        "for the attention of the ",
        "for the attention of ",
        "à l'attention de la ",
        "à l'attention de l'",
        "à l'attention du ",
        "à l'attention de ",
        "à l’attention de la ",
        "à l’attention de l’",
        "à l’attention du ",
        "à l’attention de ",
        "an den ",
        "an die ",
        "an das ",
        "zu händen ",
        "z. hd. ",
        "a la atención del ",
        "a la atención de ",
    ];
    /// Words that address only what is an office: "в прокуратуру", "à la Présidente".
    const TO_AN_OFFICE: [&str; 17] = [
        "to ",
        "an ",
        "au ",
        "aux ",
        "à la ",
        "à l'",
        "à l’",
        "à ",
        "al ",
        "a la ",
        "a los ",
        "a ",
        "в ",
        "во ",
        "к ",
        "ко ",
        "на имя ",
    ];
    if begins_with_a_cue(text) {
        // Words that ask to write and name nobody are no part of an address.
        return super::inline::behind_to(text).unwrap_or(if has_value(text) { text } else { "" });
    }
    let lower = lower_in_place(text);
    let starts = TO.iter().filter(|to| lower.starts_with(*to)).map(|to| to.len());
    let is_office = |to: &&&str| {
        let name = lower.strip_prefix(**to).map_or("", |rest| &text[text.len() - rest.len()..]);
        // French and Spanish write "ministre" and "ministerio" small.
        let may_be_small = matches!(**to, "au " | "aux " | "à la " | "al " | "a la ");
        (may_be_small || name.starts_with(char::is_uppercase))
            && names_office(name.split([',', '(', ':', ';']).next().unwrap_or_default())
    };
    let starts_office = TO_AN_OFFICE.iter().filter(is_office).map(|to| to.len());
    match starts.max().or(starts_office.max()) {
        Some(length) => &text[length..],
        None => text,
    }
}
