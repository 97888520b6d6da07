//! Offices and addresses in running text: "Write to the Minister of Justice at minister@office.example".

use super::demands::sentence_ends;
use super::text::Line;
use super::words::COPIES;
use crate::locale::Country;
use crate::registry::pasted::{self, PastedOffice};
use crate::text::fold;

/// Words before the name of an office in a sentence.
const TO: &[&str] = &[
    " to the ",
    " to ",
    " an den ",
    " an die ",
    " an das ",
    " an ",
    " au ",
    " à la ",
    " à l'",
    " à l’",
    " aux ",
    " à ",
    " al ",
    " a la ",
    " a los ",
    " a ",
    " contact the ",
    " contact ",
    " write the ",
    " e-mail the ",
    " email the ",
    " call the ",
    " fax the ",
    " phone the ",
    " beim ",
    " bei der ",
];
/// Words where such a name ends.
const CUTS: &[&str] = &[
    ", ",
    " (",
    ": ",
    "; ",
    " at ",
    " by ",
    " via ",
    " on ",
    " under ",
    " – ",
    " - ",
    " per ",
    " unter ",
    " par ",
    " por ",
    " sur ",
    " e-mail",
    " email",
    " fax",
    " tel",
    " and ",
    " und ",
    " et ",
    " y ",
    " or ",
    " can ",
    " using ",
    " with ",
    " before ",
    " calling ",
    " urging ",
    " demanding ",
    " asking ",
    " bis ",
    " avant ",
    " antes ",
];
const FAX: &[&str] = &["fax", "факс", "faks", "telecopie"];
const CALL: &[&str] = &["tel", "phone", "call", "ring", "anruf", "тел", "звон", "llam"];
const NAME_MOST: usize = 120;

/// What one sentence gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// An office and how it can be reached.
    Office(PastedOffice),
    /// Addresses for copies, as they are printed.
    Copies(Vec<String>),
    /// Addresses of somebody else, such as for messages of solidarity.
    Other(Vec<String>),
}

struct Value {
    at: usize,
    end: usize,
    label: &'static str,
    text: String,
}

/// What a line of running text says of addresses.
pub(super) fn said(line: &Line, state: Option<Country>) -> Vec<Said> {
    if !line.text.contains('@') && !line.text.contains('+') && !line.folded.contains("protected]") {
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut from = 0;
    for end in sentence_ends(&line.text) {
        let sentence = &line.text[from..end];
        from = end;
        let values = values(sentence);
        if values.is_empty() {
            continue;
        }
        let folded = fold(sentence);
        let addresses =
            || values.iter().filter(|value| value.label == "Email").map(|value| value.text.clone()).collect();
        if COPIES.iter().any(|word| folded.contains(word)) {
            all.push(Said::Copies(addresses()));
        } else if ["solidarit", "солидарн", "subscribe", "information", "contact us", "donat", "ынтымақ", "support to"]
            .iter()
            .any(|word| folded.contains(word))
        {
            all.push(Said::Other(addresses()));
        } else {
            all.extend(offices(sentence, &values, line, state).into_iter().map(Said::Office));
        }
    }
    all
}

fn offices(sentence: &str, values: &[Value], line: &Line, state: Option<Country>) -> Vec<PastedOffice> {
    let mut blocks: Vec<String> = Vec::new();
    let mut before = 0;
    for value in values {
        let name = name_in(&sentence[before..value.at]);
        if let Some(name) = name {
            blocks.push(name.to_owned());
        }
        if blocks.is_empty() {
            blocks.push(String::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push_str(&format!("\n{}: {}", value.label, value.text));
        }
        before = value.end;
    }
    let read = blocks.iter().filter_map(|block| {
        let mut office = pasted::offices(block, state).into_iter().next()?;
        let number = line.number_of(sentence);
        office.line = office.names.first().map_or(number, |name| line.number_of(&name.text));
        let (names, persons, leftovers) = (&mut office.names, &mut office.persons, &mut office.leftovers);
        names.iter_mut().chain(persons).chain(leftovers).for_each(|text| text.line = number);
        office.values.iter_mut().for_each(|value| value.line = line.number_of(&value.printed));
        // A name that the first line of a block does not pass as one.
        if office.names.is_empty() && !block.starts_with('\n') {
            let text = block.lines().next().unwrap_or_default().to_owned();
            office.leftovers.retain(|rest| rest.text != text);
            office.names.push(pasted::PastedText { text, line: number });
        }
        Some(office)
    });
    read.collect()
}

/// The name of the office in the words before a value.
fn name_in(words: &str) -> Option<&str> {
    let padded = words.trim_start_matches([',', ';', '.', ' ']);
    let lower = padded.to_lowercase();
    if lower.len() != padded.len() {
        return None;
    }
    let begins = TO.iter().flat_map(|to| {
        let whole = lower.match_indices(to).map(|(at, to)| at + to.len());
        let first = lower.strip_prefix(to.trim_start()).map(|rest| lower.len() - rest.len());
        whole.chain(first).collect::<Vec<_>>()
    });
    let begins = begins.filter(|&at| padded[at..].starts_with(char::is_uppercase) || lower[..at].ends_with("the "));
    let name = &padded[begins.max()?..];
    let end = CUTS.iter().filter_map(|cut| name.find(cut)).min().unwrap_or(name.len());
    let name = name[..end].trim_matches([' ', ',', ':', ';', '(', '.']);
    let name = name.strip_prefix("the ").unwrap_or(name);
    (name.chars().count() >= 4 && name.len() <= NAME_MOST && name.chars().any(char::is_alphabetic)).then_some(name)
}

/// Addresses and numbers of a sentence, from left to right.
fn values(sentence: &str) -> Vec<Value> {
    let mut values = Vec::new();
    let mut at = 0;
    for word in sentence.split_inclusive(' ') {
        let start = at;
        at += word.len();
        let bare = word
            .trim()
            .trim_matches(['(', ')', '<', '>', ',', ';', ':', '"', '“', '”', '[', ']'])
            .trim_end_matches(['.', '!', '?']);
        if bare.contains('@')
            && bare.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
        {
            let from = start + word.find(bare).unwrap_or(0);
            let text = bare.strip_prefix("mailto:").unwrap_or(bare).to_owned();
            values.push(Value { at: from, end: from + bare.len(), label: "Email", text });
        }
    }
    if let Some(start) = sentence.to_lowercase().find("[email") {
        let end = sentence[start..].find(']').map_or(sentence.len(), |end| start + end + 1);
        values.push(Value { at: start, end, label: "Email", text: sentence[start..end].to_owned() });
    }
    let mut from = 0;
    while let Some(start) = sentence[from..].find('+').map(|plus| from + plus) {
        let length = sentence[start..]
            .find(|c: char| !c.is_ascii_digit() && !" +-().\u{2011}".contains(c))
            .unwrap_or(sentence.len() - start);
        let number = sentence[start..start + length].trim_end_matches([' ', '(', '.', '-']);
        let before = fold(&sentence[..start]);
        let last = |words: &[&str]| words.iter().filter_map(|word| before.rfind(word)).max();
        let label = match (last(FAX), last(CALL)) {
            (Some(fax), call) if call.is_none_or(|call| call < fax) => Some("Fax"),
            (_, Some(_)) => Some("Tel"),
            _ => None,
        };
        if let Some(label) = label.filter(|_| number.chars().filter(char::is_ascii_digit).count() >= 7) {
            values.push(Value { at: start, end: start + number.len(), label, text: number.to_owned() });
        }
        from = start + length.max(1);
    }
    values.sort_by_key(|value| value.at);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_found_in_running_text() {
        for (text, expected) in [
            (
                "Write to the Minister of Justice of Antarctica, Bo Ross, at minister@justice.example or fax +44 20 7925 1757, and to the General Director of Ice Ltd, director@ice.example.",
                "office Minister of Justice of Antarctica: email minister@justice.example, fax +442079251757; office General Director of Ice Ltd: email director@ice.example",
            ),
            (
                "Protests can be faxed urgently to the court on the number ++44 20 79251757 or the court can be phoned on +44 20 79251758/",
                "office court: fax +442079251757, phone +442079251758",
            ),
            (
                "Bitte schreiben Sie an den Justizminister unter justiz@amt.example.",
                "office Justizminister: email justiz@amt.example",
            ),
            ("Please send copies of your letters to solidarity@union.example.", "copies solidarity@union.example"),
            ("Send messages of solidarity to union@union.example", "other union@union.example"),
            ("Write to a@b.example", "office ?: email a@b.example"),
            ("There were 3 + 4 people.", ""),
        ] {
            let line = super::super::text::lines(text).unwrap().remove(0);
            let shown: Vec<String> = said(&line, None)
                .into_iter()
                .map(|said| match said {
                    Said::Office(office) => {
                        let values: Vec<String> = office
                            .values
                            .iter()
                            .map(|value| {
                                format!(
                                    "{} {}",
                                    value.word,
                                    value.contact().map(crate::registry::Contact::value).unwrap_or_default()
                                )
                            })
                            .collect();
                        format!("office {}: {}", office.names.first().map_or("?", |name| &name.text), values.join(", "))
                    }
                    Said::Copies(all) => format!("copies {}", all.join(" ")),
                    Said::Other(all) => format!("other {}", all.join(" ")),
                })
                .collect();
            assert_eq!(shown.join("; "), expected, "{text}");
        }
    }
}
