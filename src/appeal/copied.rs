//! Who gets a copy by a sentence: "Please send a copy to the Ombudsman and to us@union.example".

use std::ops::Range;

use super::inline::{JOINTS, Said, is_of_sender, name_in, names_one, offices};
use super::text::Line;
use super::values::Value;
use super::words::{WRITE, YOUR_COUNTRY, embassy_words};
use crate::locale::Country;
use crate::registry::pasted::{self, PastedOffice, copies_begin, has_known_kind};
use crate::text::fold;

/// The part of a sentence that says who gets a copy: to its end, or to that of the brackets it stands in.
pub(super) fn copies_in(sentence: &str) -> Range<usize> {
    let Some(start) = copies_begin(sentence) else { return sentence.len()..sentence.len() };
    if gets_one(&sentence[..start]) {
        return sentence.len()..sentence.len();
    }
    let is_in_brackets = sentence[..start].rfind('(') > sentence[..start].rfind(')');
    // "(a copy would be a joy): us@union.example" says for what the address behind it is.
    let is_whole = |end: &usize| is_in_brackets && sentence[start..start + end].contains(['@', '[']);
    let end = sentence[start..].find(')').filter(is_whole).map_or(sentence.len(), |end| start + end);
    start..end
}

/// Whether words before those of a copy say that the reader is to get one: "Ask the treasurer for a copy".
fn gets_one(before: &str) -> bool {
    const GETS: [&str; 19] = [
        " for a",
        "order a",
        "order",
        "request a",
        "obtain a",
        "get a",
        "get your",
        "receive a",
        "download a",
        "free",
        "bestellen sie eine",
        "um eine",
        "demander une",
        "commander une",
        "solicitar una",
        "pedir una",
        "получить",
        "запросить",
        "заказать",
    ];
    let folded = fold(before);
    let folded = folded.trim_end();
    GETS.iter().any(|gets| folded.ends_with(gets))
}

/// Where an address stands that gets a copy by the words behind it, "put us@union.example in copy": in bytes.
pub(super) fn put_in_copy(sentence: &str, copies: &Range<usize>, values: &[Value]) -> Option<usize> {
    let last = values.iter().rfind(|value| value.end <= copies.start)?;
    let between = fold(&sentence[last.end..copies.start]);
    let between = between.trim().trim_end_matches(['"', '“', '«', '„']).trim_end();
    [
        "in",
        "into",
        "on",
        "en",
        "in the",
        "into the",
        "on the",
        "in die",
        "in das",
        "ins",
        "dans le champ",
        "en el campo",
        "в",
        "в поле",
    ]
    .contains(&between)
    .then_some(last.at)
}

/// Who gets a copy. What may be asked to get the letter itself is none.
pub(super) fn copied_to(
    sentence: &str,
    start: usize,
    values: &[Value],
    line: &Line,
    state: Option<Country>,
) -> Vec<Said> {
    let mut all = Vec::new();
    let mut before = start;
    let mut asks_again = false;
    for value in values.iter().filter(|value| value.label == "Email") {
        let words = &sentence[before..value.at];
        // "Copies to us@a.example, letters to the court at b@c.example"
        asks_again |= before > start && WRITE.iter().any(|word| fold(words).contains(word));
        let is_in_your_country = YOUR_COUNTRY.iter().any(|word| fold(words).contains(word));
        let is_embassy = |name: &str| embassy_words(&fold(name)) && is_in_your_country;
        // "to the embassy in Berlin and to us@union.example"
        let is_its_own = |name: &str| {
            let behind = words.rsplit_once(name).map_or("", |(_, behind)| behind);
            !JOINTS.iter().any(|joint| behind.contains(joint))
        };
        // "la Haute Autorité de l'audiovisuel" is one, and so is a company; a union is none.
        let is_one = |name: &str| has_known_kind(name) || is_authority(name) || pasted::is_company(name);
        let is_office = name_in(words).is_some_and(|name| !is_embassy(name) && is_its_own(name) && is_one(name));
        // "cc: Ms Jo Smith, …", "Copied to: the Minister of Justice, …"
        let is_label = |label: &str| !label.contains(' ') || copies_begin(label) == Some(0);
        let listed =
            words.split_once(':').filter(|(label, _)| is_label(label)).map(|(label, _)| before + label.len() + 1);
        let listed = listed.and_then(|start| {
            let text = sentence[start..value.end].trim_start();
            listed_office(text.strip_prefix("the ").unwrap_or(text), line, state)
        });
        if asks_again {
            all.push(Said::Other(vec![value.text.clone()]));
        } else if let Some(office) = listed {
            all.push(Said::CopyOffice(office));
        } else if is_office {
            let value = Value { at: value.at, end: value.end, label: value.label, text: value.text.clone() };
            all.extend(offices(&sentence[..value.end], &[value], line, state).into_iter().map(Said::CopyOffice));
        } else {
            all.push(Said::Copies(vec![value.text.clone()]));
        }
        before = value.end;
    }
    all
}

/// Whether a name is of an authority, as no union and no committee of those who publish appeals is called: "Ice
/// Authority", "National Commission of Free Zones".
pub(super) fn is_authority(name: &str) -> bool {
    const AUTHORITIES: [&str; 6] = ["authority", "autorite", "autoridad", "behorde", "inspectorate", "inspection"];
    const COMMISSIONS: [&str; 6] = ["commission", "comision", "kommission", "комиссия", "комиссии", "комиссиясы"];
    const NATIONAL: [&str; 7] =
        ["national", "nacional", "nationale", "национальная", "национальнои", "ұлттық", "федеральная"];
    let folded = fold(name);
    let has = |list: &[&str]| folded.split(|c: char| !c.is_alphanumeric()).any(|word| list.contains(&word));
    has(&AUTHORITIES) || has(&COMMISSIONS) && has(&NATIONAL) && !is_of_sender(name)
}

/// "cc: Ms Jo Smith, Minister of Justice, 12 High Street, Ross; e-mail: a@b.example": an office as a list has it.
fn listed_office(text: &str, line: &Line, state: Option<Country>) -> Option<PastedOffice> {
    let is_office = |office: &PastedOffice| {
        office.kind().is_some() || !office.post.is_empty() && office.names.iter().any(|name| names_one(&name.text))
    };
    let mut office = pasted::offices(text.trim(), state).into_iter().next().filter(is_office)?;
    office.line = line.number;
    let PastedOffice { names, persons, post, leftovers, values, .. } = &mut office;
    let texts = names.iter_mut().chain(persons).chain(post).chain(leftovers);
    for text in texts {
        text.line = line.number_of(&text.text);
    }
    for value in values {
        value.line = line.number_of(&value.printed);
    }
    Some(office)
}

/// "Please send a copy to the Ombudsman": an office that gets a copy and whose address everybody is to know.
pub(super) fn copied_by_name(sentence: &str, line: &Line, state: Option<Country>) -> Option<Said> {
    let copies = copies_in(sentence);
    let words = &sentence[copies];
    let folded = fold(sentence);
    let name = name_in(words).filter(|name| !embassy_words(&fold(name)))?;
    let is_asked = WRITE.iter().any(|word| folded.contains(word)) || folded.contains("with a copy to");
    let block = Some(name).filter(|_| is_asked)?;
    let mut office = pasted::offices(block, state).into_iter().next().filter(|office| office.kind().is_some())?;
    let number = line.number_of(name);
    office.line = number;
    office.names.iter_mut().for_each(|name| name.line = number);
    Some(Said::CopyOffice(office))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities_are_told_from_those_who_publish() {
        for (name, expected) in [
            ("Comisión Nacional de Zonas Francas", true),
            ("National Commission of Ports", true),
            ("Национальная комиссия по льду", true),
            ("Haute Autorité de l'audiovisuel", true),
            ("National Commission of the Dockers' Union", false),
            ("Comisión de Solidaridad", false),
            ("Federación Nacional", false),
        ] {
            assert_eq!(is_authority(name), expected, "{name}");
        }
    }
}
