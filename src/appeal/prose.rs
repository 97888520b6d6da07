//! Offices and addresses in running text: "Write to the Minister of Justice at minister@office.example".

use std::ops::Range;

use super::asides::{asks_for_answers_alone, is_of_others};
use super::demands::sentence_ends;
use super::facts::is_action;
use super::text::Line;
use super::words::{WRITE, YOUR_COUNTRY, embassy_words};
use crate::locale::Country;
use crate::registry::pasted::{self, PastedOffice, copies_begin, has_known_kind};
use crate::text::{fold, lower_in_place};

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
    " к ",
    " ко ",
    " в ",
    " во ",
    " на имя ",
];
/// Words where such a name ends.
const CUTS: &[&str] = &[
    ", ",
    " (",
    " [",
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
    " по адресу",
    " на адрес",
    " факс",
];
/// Words that end such a name only before a small one: "the Minister of Justice and Public Order".
const JOINTS: &[&str] = &[" and ", " und ", " sowie ", " et ", " y ", " и "];
/// Words that go on with a name behind one of these: "et des Droits".
const GOES_ON: &[&str] = &["of ", "des ", "de ", "du ", "d'", "d’", "del ", "der ", "für "];
/// Words before the place where an office is.
const PLACES: &[&str] = &[" in ", " à ", " en "];
const FAX: &[&str] = &["fax", "факс", "faks", "telecopie"];
const CALL: &[&str] = &["tel", "phone", "call", "ring", "anruf", "тел", "звон", "llam"];
const NAME_MOST: usize = 120;
/// What one sentence gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// An office and how it can be reached.
    Office(PastedOffice),
    /// An office that gets a copy.
    CopyOffice(PastedOffice),
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
    let has_signs = line.text.contains('@') || line.text.contains('+') || line.folded.contains("protected]");
    if !has_signs && copies_begin(&line.text).is_none() {
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut from = 0;
    for end in sentence_ends(&line.text) {
        let sentence = &line.text[from..end];
        from = end;
        let values = values(sentence);
        if values.is_empty() {
            all.extend(copied_by_name(sentence, line, state));
            continue;
        }
        let copies = copies_in(sentence);
        let (behind, values): (Vec<Value>, Vec<Value>) =
            values.into_iter().partition(|value| copies.contains(&value.at));
        let said: String =
            sentence[..copies.start].split(' ').filter(|word| !word.contains('@')).collect::<Vec<_>>().join(" ");
        if asks_for_answers_alone(sentence) {
            all.push(Said::Other(values.iter().chain(&behind).map(|value| value.text.clone()).collect()));
            continue;
        }
        if is_of_others(&said) {
            all.push(Said::Other(values.iter().map(|value| value.text.clone()).collect()));
        } else {
            for office in offices(sentence, &values, line, state) {
                match all.last_mut() {
                    // "Write to the court at a@b.example. Fax: +44 20 7925 1757": a number by itself is of whom the
                    // sentence before it names.
                    Some(Said::Office(before) | Said::CopyOffice(before)) if is_number_alone(&office) => {
                        before.values.extend(office.values);
                    }
                    Some(Said::Copies(_) | Said::Other(_)) if is_number_alone(&office) => {
                        all.push(Said::Other(office.values.into_iter().map(|value| value.printed).collect()));
                    }
                    // "Ice Union, 1 High Street, us@union.example": nothing asks to write there.
                    _ if office.names.is_empty() && !is_action(&fold(&said)) => {
                        all.push(Said::Other(office.values.into_iter().map(|value| value.printed).collect()));
                    }
                    _ => all.push(Said::Office(office)),
                }
            }
        }
        all.extend(copied_to(sentence, copies.start, &behind, line, state));
        let numbers: Vec<String> =
            behind.iter().filter(|value| value.label != "Email").map(|value| value.text.clone()).collect();
        all.extend(Some(Said::Other(numbers)));
    }
    all.retain(|said| !matches!(said, Said::Copies(all) | Said::Other(all) if all.is_empty()));
    all
}

/// Whether an office has no name, and no address beside telephone and fax.
fn is_number_alone(office: &PastedOffice) -> bool {
    office.names.is_empty() && office.values.iter().all(|value| value.word != "email")
}

/// The part of a sentence that says who gets a copy: to its end, or to that of the brackets it stands in.
fn copies_in(sentence: &str) -> Range<usize> {
    let Some(start) = copies_begin(sentence) else { return sentence.len()..sentence.len() };
    let is_in_brackets = sentence[..start].rfind('(') > sentence[..start].rfind(')');
    let end = sentence[start..].find(')').filter(|_| is_in_brackets).map_or(sentence.len(), |end| start + end);
    start..end
}

/// Who gets a copy. What may be asked to get the letter itself is none.
fn copied_to(sentence: &str, start: usize, values: &[Value], line: &Line, state: Option<Country>) -> Vec<Said> {
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
        let is_office =
            name_in(words).is_some_and(|name| !is_embassy(name) && is_its_own(name) && has_known_kind(name));
        let listed =
            words.split_once(':').filter(|(label, _)| !label.contains(' ')).map(|(label, _)| before + label.len() + 1);
        let listed = listed.and_then(|start| listed_office(&sentence[start..value.end], line, state));
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

/// "cc: Ms Jo Smith, Minister of Justice, 12 High Street, Ross; e-mail: a@b.example": an office as a list has it.
fn listed_office(text: &str, line: &Line, state: Option<Country>) -> Option<PastedOffice> {
    let mut office = pasted::offices(text.trim(), state).into_iter().next().filter(|office| office.kind().is_some())?;
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
fn copied_by_name(sentence: &str, line: &Line, state: Option<Country>) -> Option<Said> {
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

fn offices(sentence: &str, values: &[Value], line: &Line, state: Option<Country>) -> Vec<PastedOffice> {
    let mut blocks: Vec<String> = Vec::new();
    let mut besides: Vec<String> = Vec::new();
    let mut before = 0;
    for value in values {
        let words = &sentence[before..value.at];
        let is_in_your_country = || YOUR_COUNTRY.iter().any(|word| fold(words).contains(word));
        let name = name_in(words).filter(|name| !embassy_words(&fold(name)) || !is_in_your_country());
        if let Some(name) = name {
            let end = name.as_ptr() as usize - sentence.as_ptr() as usize + name.len();
            let beside = beside_name(&sentence[end..value.at]);
            // "Jo Smith (14 High Street, Ross; e-mail …)": an address begins with its street.
            let parts: Vec<&str> =
                beside.split([',', ';', '(']).map(str::trim).filter(|part| !part.is_empty()).collect();
            let street = parts.iter().position(|part| pasted::is_address(part)).unwrap_or(parts.len());
            let (beside, post) = (parts[..street].join(", "), parts[street..].join("\n"));
            blocks.push(if post.is_empty() { name.to_owned() } else { format!("{name}\nAddress: {post}") });
            besides.push(beside);
        }
        if blocks.is_empty() {
            blocks.push(String::new());
            besides.push(String::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push_str(&format!("\n{}: {}", value.label, value.text));
        }
        before = value.end;
    }
    let read = blocks.iter().zip(besides).filter_map(|(block, beside_name)| {
        let mut all = pasted::offices(block, state).into_iter();
        let mut office = all.next()?;
        // One name has one office, whatever its address looks like.
        for other in all {
            office.values.extend(other.values);
            office
                .leftovers
                .extend(other.names.into_iter().chain(other.persons).chain(other.post).chain(other.leftovers));
        }
        let number = line.number_of(sentence);
        office.line = office.names.first().map_or(number, |name| line.number_of(&name.text));
        let PastedOffice { names, persons, leftovers, post, .. } = &mut office;
        names.iter_mut().chain(persons).chain(leftovers).for_each(|text| text.line = number);
        for text in post {
            text.line = line.number_of(&text.text);
        }
        office.values.iter_mut().for_each(|value| value.line = line.number_of(&value.printed));
        // "(minister@justice.example, PO Box 7)"
        let beside =
            office.values.last().and_then(|last| sentence.split_once(last.printed.as_str())).map(|(_, rest)| rest);
        let beside =
            beside.and_then(|rest| rest.split_once(')')).map_or("", |(rest, _)| rest.trim_matches([' ', ',', ';']));
        let besides = [beside_name.as_str(), beside].into_iter().filter(|text| !text.is_empty());
        let besides = besides.filter(|text| *text == beside_name.as_str() || !text.contains(['(', '@', '.']));
        office.leftovers.extend(besides.map(|text| pasted::PastedText { text: text.to_owned(), line: number }));
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

/// What stands between a name and its first value: who holds the office, where it is.
fn beside_name(text: &str) -> &str {
    let last = text.rfind([',', ';', '(', ':']).unwrap_or(0);
    let signs = [' ', ',', ';', '(', ')', ':'];
    let mut rest = text[..last].trim_matches(signs);
    while let Some((before, _)) = rest.rsplit_once([' ', '(']).filter(|(_, label)| pasted::is_label(label)) {
        rest = before.trim_matches(signs);
    }
    // "(e-mail:" says only what the value is.
    if rest.contains('@') || rest.split_whitespace().count() < 2 { "" } else { rest }
}

/// What stands behind the first "to" of a line that names an office: "Send letters to the Minister of Justice, …".
pub(super) fn behind_to(text: &str) -> Option<&str> {
    let lower = lower_in_place(text);
    let begins = TO.iter().flat_map(|to| lower.match_indices(to).map(|(at, to)| at + to.len()).collect::<Vec<_>>());
    let mut begins: Vec<usize> = begins.collect();
    begins.sort_unstable();
    let first = |at: usize| text[at..].split([',', '(', ':', ';']).next().unwrap_or_default();
    let found =
        begins.into_iter().find(|&at| text[at..].starts_with(char::is_uppercase) && pasted::names_office(first(at)));
    found.map(|at| &text[at..])
}

/// The name of the office in the words before a value.
fn name_in(words: &str) -> Option<&str> {
    let padded = words.trim_start_matches([',', ';', '.', ' ', ')']);
    let lower = lower_in_place(padded);
    let begins = TO.iter().flat_map(|to| {
        let whole = lower.match_indices(to).map(|(at, to)| at + to.len());
        let first = lower.strip_prefix(to.trim_start()).map(|rest| lower.len() - rest.len());
        whole.chain(first).collect::<Vec<_>>()
    });
    let is_named = |at: usize| has_known_kind(&padded[at..]);
    let begins = begins.filter(|&at| {
        // "в Минске" says where; "к президенту" and "в прокуратуру" say to whom.
        let is_cyrillic = matches!(padded[at..].chars().next(), Some('\u{400}'..='\u{4ff}'));
        if is_cyrillic {
            return is_named(at);
        }
        padded[at..].starts_with(char::is_uppercase) || lower[..at].ends_with("the ")
    });
    let name = &padded[begins.max()?..];
    let begins = |at: usize, ok: fn(&str) -> bool| ok(&name[at..]);
    let is_small =
        |rest: &str| !rest.starts_with(char::is_uppercase) && !GOES_ON.iter().any(|start| rest.starts_with(start));
    let is_capital = |rest: &str| rest.starts_with(char::is_uppercase);
    let found = |words: &[&'static str], ok: fn(&str) -> bool| {
        words
            .iter()
            .flat_map(|word| name.match_indices(word).map(|(at, word)| (at, at + word.len())).collect::<Vec<_>>())
            .filter(|(_, end)| begins(*end, ok))
            .map(|(at, _)| at)
            .min()
    };
    let ends = [found(CUTS, |_| true), found(JOINTS, is_small), found(PLACES, is_capital)];
    let end = ends.into_iter().flatten().min().unwrap_or(name.len());
    let name = name[..end].trim_matches([' ', ',', ':', ';', '(', '.']);
    let name = name.strip_prefix("the ").unwrap_or(name);
    (name.chars().count() >= 4 && name.len() <= NAME_MOST && name.chars().any(char::is_alphabetic)).then_some(name)
}

/// Addresses and numbers of a sentence, from left to right.
fn values(sentence: &str) -> Vec<Value> {
    let mut values = Vec::new();
    let mut at = 0;
    for word in sentence.split_inclusive([' ', ';', ',']) {
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
    for (start, _) in sentence.match_indices('[') {
        let end = sentence[start..].find(']').map_or(sentence.len(), |end| start + end + 1);
        let text = &sentence[start..end];
        if !fold(text).starts_with("[email") || text.contains('@') {
            continue;
        }
        values.push(Value { at: start, end, label: "Email", text: text.to_owned() });
    }
    let mut from = 0;
    // "+44 20 …", "(Fax 0044 20 …)"
    let next = |from: usize| {
        let zeros = || sentence[from..].match_indices("00").map(|(at, _)| from + at);
        let abroad = zeros().find(|&at| {
            sentence[..at].ends_with([' ', '(', ':'])
                && sentence[at + 2..].starts_with(|c: char| ('1'..='9').contains(&c))
        });
        [sentence[from..].find('+').map(|plus| from + plus), abroad].into_iter().flatten().min()
    };
    while let Some(start) = next(from) {
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
    values.sort_by_key(|value| (value.at, std::cmp::Reverse(value.end)));
    // "ada+4420792517@b.example" is one value.
    let mut end = 0;
    values.retain(|value| {
        let is_apart = value.at >= end;
        end = end.max(value.end);
        is_apart
    });
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
            (
                "Ice Union, 1 High Street, Ross. Tel: +44 20 7925 1757 / appeals@union.example",
                "other +44 20 7925 1757 appeals@union.example",
            ),
            ("There were 3 + 4 people.", ""),
            ("Write to the court [email a@b.example] at once.", "office court: email a@b.example"),
            ("Call or write to ada+4420792517@b.example.", "office ?: email ada+4420792517@b.example"),
            (
                "Write to the Ice Company: Mr. Jo Smith, General Manager, Ice Works Ltd, BP 48, Ross, Guinea – jo@ice.example",
                "office Ice Company: email jo@ice.example",
            ),
            (
                "Schickt den Brief an das Ministerium für Eis, ul. Lesnaja 10, 220004 Ross (Fax 0044 20 7925 1757, a@b.example).",
                "office Ministerium für Eis: fax +442079251757, email a@b.example",
            ),
            (
                "Send letters to the Ministry of Ice and Snow in Ross (e-mail: ice@ministry.example, fax +44 20 7925 1757) and to the company (info@ice.example), with a copy to us at us@union.example.",
                "office Ministry of Ice and Snow: email ice@ministry.example, fax +442079251757; office company: email info@ice.example; copies us@union.example",
            ),
            (
                "Nous vous invitons à écrire au Président de la République (president@ice.example, BP 7) et au Ministre de la Justice (justice@ice.example), copie à solidarite@union.example.",
                "office Président de la République: email president@ice.example; office Ministre de la Justice: email justice@ice.example; copies solidarite@union.example",
            ),
            (
                "Write to the court (court@ice.example; cc: us@union.example) and to the Minister of Ice at ice@ministry.example.",
                "office court: email court@ice.example; office Minister of Ice: email ice@ministry.example; copies us@union.example",
            ),
            ("Write to a@b.example with a copy to c@d.example.", "office ?: email a@b.example; copies c@d.example"),
            (
                "Send copies to us@union.example, letters to the board at board@ice.example.",
                "copies us@union.example; other board@ice.example",
            ),
            (
                "Please send a copy to the Minister of Justice at justice@ice.example.",
                "copy office Minister of Justice",
            ),
            ("Please send a copy of your letter to the Ombudsman.", "copy office Ombudsman"),
            ("Each has a copy of the judgment.", ""),
            ("Antworten aus Narnien schicken Sie uns bitte in Kopie an: wir@union.example", "other wir@union.example"),
            ("Please send copies of any replies to us@union.example.", "other us@union.example"),
            ("Please send copies and any replies to us@union.example.", "copies us@union.example"),
            ("Send us a copy of your letter and of any reply: us@union.example.", "copies us@union.example"),
            (
                "Schreiben Sie an die Botschaft in Ihrem Land und an amt@ice.example, Kopien an die Botschaft der Antarktis in Ihrem Land und an wir@union.example.",
                "office ?: email amt@ice.example; copies wir@union.example",
            ),
            (
                "Просим обратиться к президенту Антарктиды (эл. почта: president@ice.example) и в Генеральную прокуратуру (court@ice.example) в Росс-Харборе.",
                "office президенту Антарктиды: email president@ice.example; office Генеральную прокуратуру: email court@ice.example",
            ),
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
                    Said::CopyOffice(office) => format!("copy office {}", office.names[0].text),
                    Said::Copies(all) => format!("copies {}", all.join(" ")),
                    Said::Other(all) => format!("other {}", all.join(" ")),
                })
                .collect();
            assert_eq!(shown.join("; "), expected, "{text}");
        }
    }
}
