//! Offices and addresses in running text: "Write to the Minister of Justice at minister@office.example".

use super::asides::{asks_for_answers_alone, is_of_others};
use super::copied::{copied_by_name, copied_to, copies_in, put_in_copy};
use super::facts::is_action;
use super::inline::{Said, goes_on_by_pronoun, names_one, offices};
use super::sentences::places;
use super::text::Line;
use super::values::{Value, values};
use crate::locale::Country;
use crate::registry::pasted::{PastedOffice, copies_begin};
use crate::text::fold;

/// Characters of a line that is of one office.
const NAMED_MOST: usize = 240;

/// What a line of running text says of addresses.
pub(super) fn said(line: &Line, state: Option<Country>) -> Vec<Said> {
    let has_signs = line.text.contains('@') || line.text.contains('+') || line.folded.contains("protected]");
    if !has_signs && copies_begin(&line.text).is_none() {
        return Vec::new();
    }
    let mut all = Vec::new();
    for sentence in whole_sentences(&line.text) {
        let values = values(sentence);
        if values.is_empty() {
            all.extend(copied_by_name(sentence, line, state));
            continue;
        }
        let mut copies = copies_in(sentence);
        copies.start = put_in_copy(sentence, &copies, &values).unwrap_or(copies.start);
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
                    // "Drop a line to Margery at a@b.example": one word that names no office is a person or a place.
                    _ if is_one_word(&office) => {
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
    named_with_values(line, all)
}

/// The sentences of a line; one that says how somebody is reached is one with that which names them.
fn whole_sentences(text: &str) -> Vec<&str> {
    let mut whole: Vec<std::ops::Range<usize>> = Vec::new();
    for place in places(text) {
        match whole.last_mut() {
            Some(before) if goes_on_by_pronoun(&text[place.clone()]) => before.end = place.end,
            _ => whole.push(place),
        }
    }
    whole.into_iter().map(|place| &text[place]).collect()
}

/// What a short line says that names an office and may not ask to write to it: the name is kept with its address.
fn named_with_values(line: &Line, all: Vec<Said>) -> Vec<Said> {
    let text = super::text::item(&line.text).map_or(line.text.as_str(), |(_, text)| text);
    let name = text.split([',', '(', ':', '.', ';']).next().unwrap_or_default();
    let is_named = line.length() <= NAMED_MOST && names_one(name) && !is_of_others(&line.said);
    if is_named && !all.is_empty() && all.iter().all(|said| matches!(said, Said::Other(_))) {
        return vec![Said::Other(vec![text.to_owned()])];
    }
    all
}

/// Whether all that names an office is one word with a capital, which no kind of office is called by.
fn is_one_word(office: &PastedOffice) -> bool {
    let is_one = |name: &str| !name.contains(' ') && name.starts_with(char::is_uppercase) && !names_one(name);
    office.kind().is_none() && !office.names.is_empty() && office.names.iter().all(|name| is_one(&name.text))
}

/// Whether an office has no name, and no address beside telephone and fax.
fn is_number_alone(office: &PastedOffice) -> bool {
    office.names.is_empty() && office.values.iter().all(|value| value.word != "email")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
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
                    let post: Vec<&str> = office.post.iter().map(|line| line.text.as_str()).collect();
                    let at = if post.is_empty() { String::new() } else { format!(" at {}", post.join(", ")) };
                    let name = office.names.first().map_or("?", |name| &name.text);
                    format!("office {name}: {}{at}", values.join(", "))
                }
                Said::CopyOffice(office) => format!("copy office {}", office.names[0].text),
                Said::Copies(all) => format!("copies {}", all.join(" ")),
                Said::Other(all) => format!("other {}", all.join(" ")),
            })
            .collect();
        shown.join("; ")
    }

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
            (
                "In the government, the Minister of Ice, Ms Ada Marsh, is responsible; she can be reached at Glacier Road 4, Ross, by e-mail at ice@ministry.example.",
                "office Minister of Ice: email ice@ministry.example at Glacier Road 4, Ross",
            ),
            (
                "It is for the Minister of Ice, Ms Ada Marsh, to act. She can be reached at ice@ministry.example.",
                "office Minister of Ice: email ice@ministry.example",
            ),
            (
                "Letters should be addressed to the Managing Director, Ice Works Ltd., 7 Dry Dock Road, Ross, md@ice.example.",
                "office Managing Director, Ice Works Ltd.: email md@ice.example at 7 Dry Dock Road, Ross",
            ),
            (
                "Please write to the Attorney General of Narnia, Bo Ross, Public Ministry, Ross (a@b.example), the Minister of Ice, Dr Jo Smith, 7 Glacier Road, Ross (ice@ministry.example), and the National Commissioner for Human Rights (c@d.example).",
                "office Attorney General of Narnia: email a@b.example; office Minister of Ice: email ice@ministry.example at 7 Glacier Road, Ross; office National Commissioner for Human Rights: email c@d.example",
            ),
            ("There were 3 + 4 people.", ""),
            (
                "Write to the Minister of Ice, the Hon. Bo Ross (no relation!), Private Bag 155, Ross, fax +44 20 7925 1757.",
                "office Minister of Ice: fax +442079251757 at Private Bag 155, Ross",
            ),
            (
                "Schreiben Sie an den Minister für Eis, Herrn Bo Ross (nicht verwandt mit Ada), Hafenstraße 5, 1000 Ross, ice@ministry.example.",
                "office Minister für Eis: email ice@ministry.example at Hafenstraße 5, 1000 Ross",
            ),
            (
                "Write to the General Manager, Ice Valuers (Pty) Ltd, 5 High Street, Ross, or by e-mail to gm@ice.example.",
                "office General Manager, Ice Valuers (Pty) Ltd: email gm@ice.example at 5 High Street, Ross",
            ),
            ("Write to the court [email a@b.example] at once.", "office court: email a@b.example"),
            ("Call or write to ada+4420792517@b.example.", "office ?: email ada+4420792517@b.example"),
            (
                "Write to the Ice Company: Mr. Jo Smith, General Manager, Ice Works Ltd, BP 48, Ross, Guinea – jo@ice.example",
                "office Ice Company: email jo@ice.example at BP 48, Ross",
            ),
            (
                "Schickt den Brief an das Ministerium für Eis, ul. Lesnaja 10, 220004 Ross (Fax 0044 20 7925 1757, a@b.example).",
                "office Ministerium für Eis: fax +442079251757, email a@b.example at ul. Lesnaja 10, 220004 Ross",
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
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn who_is_reached_and_who_gets_a_copy_is_told_by_words_around_an_address() {
        for (text, expected) in [
            (
                "Write to the Minister of Ice (ice@ministry.example) yourself, and put us@union.example in the Cc so that we can count you in.",
                "office Minister of Ice: email ice@ministry.example; copies us@union.example",
            ),
            ("Setzt bitte uns@union.example ins „Cc“, damit wir mitzählen können.", "copies uns@union.example"),
            ("Mettez nous@union.example dans le champ « cc », s'il vous plaît.", "copies nous@union.example"),
            (
                "Letters should go to the Home Minister, Mr Bo Ross, Ice Secretariat, Ross 1000 (e-mail: home@ministry.example).",
                "office Home Minister: email home@ministry.example at Ice Secretariat, Ross 1000",
            ),
            (
                "A letter should go to the Minister of Labour, the Hon. Bo Ross, at the Labour House, 4 High Street, labour@ministry.example",
                "office Minister of Labour: email labour@ministry.example at Labour House, 4 High Street",
            ),
            (
                "Please write to the Managing Director of Ice Works (Pvt) Ltd, Mr Bo Ross, by e-mail to ice@works.example.",
                "office Managing Director of Ice Works (Pvt) Ltd: email ice@works.example",
            ),
            (
                "The Board of Investment, which licenses the works, can be reached at board@ice.example.",
                "office Board of Investment: email board@ice.example",
            ),
            (
                "Das Justizministerium ist unter amt@ice.example erreichbar.",
                "office Justizministerium: email amt@ice.example",
            ),
            (
                "Please copy your letter to Ice Timber (SI) Ltd, PO Box 77, Ross (ice@timber.example), and to us at us@union.example.",
                "copy office Ice Timber (SI) Ltd; copies us@union.example",
            ),
            (
                "And do drop a line to Margery at letters@union.example when you have written.",
                "other letters@union.example",
            ),
            ("Write to Margery at letters@union.example.", "other letters@union.example"),
            (
                "The first card is for the Minister of Ice, 7 Glacier Road, Ross (e-mail: ice@ministry.example).",
                "office Minister of Ice: email ice@ministry.example at 7 Glacier Road, Ross",
            ),
            ("Members may ask the treasurer for a copy: us@union.example.", "other us@union.example"),
            ("If you write by e-mail, put us@union.example in copy.", "copies us@union.example"),
            ("Bitte setzen Sie uns@union.example in Kopie.", "copies uns@union.example"),
            ("Mettez nous@union.example en copie.", "copies nous@union.example"),
            ("Поставьте nas@union.example в копию.", "copies nas@union.example"),
            ("And tell us that you have written (a copy would be a joy): us@union.example", "copies us@union.example"),
            (
                "cc: Ms Jo Smith, Chairman, Grants Commission, 29 High Street, Ross 1200, chair@grants.example",
                "copy office Chairman, Grants Commission",
            ),
            ("cc: Dockers' Union, 29 High Street, Ross, us@union.example", "copies us@union.example"),
            (
                "Ministra de Hielo, Lic. Ada Marsh. Correo: hielo@ministerio.example",
                "other Ministra de Hielo, Lic. Ada Marsh. Correo: hielo@ministerio.example",
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
