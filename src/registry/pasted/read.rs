//! From the lines of a text to its offices: what a label announces, and the rest.

use super::copies::copies_begin;
use super::labels::{BY, Found, Label, labels};
use super::lines;
use super::model::{PastedOffice, PastedText, PastedValue, Read};
use super::sorts::{Sort, sort};
use super::values::{emails, may_announce, numbers, pages, tidy};
use crate::locale::Country;
use crate::registry::contact::Contact;
use crate::registry::kind::OfficeKind;
use crate::registry::search::countries;

/// The offices of a text. Numbers without a country's code are read as those of the office's own country, else of
/// `country`.
pub fn offices(text: &str, country: Option<Country>) -> Vec<PastedOffice> {
    let mut offices: Vec<PastedOffice> = Vec::new();
    let mut before = Vec::new();
    for block in lines::blocks(text) {
        let office = office(&block.lines, country);
        if block.is_prose && (office.values.is_empty() || block.lines.len() == 1) {
            let lines = block.lines.iter().filter(|(_, text)| !text.is_empty());
            let lines = lines.map(|(line, text)| PastedText { text: (*text).to_owned(), line: *line });
            match offices.last_mut() {
                Some(last) => {
                    last.copies.extend(office.copies);
                    last.leftovers.extend(lines);
                }
                None => before.extend(lines),
            }
        } else if office.is_empty() {
            match offices.last_mut() {
                Some(last) => last.leftovers.extend(office.leftovers),
                None => before.extend(office.leftovers),
            }
        } else {
            offices.push(office);
        }
    }
    if let Some(first) = offices.first_mut() {
        first.leftovers.splice(0..0, before);
    }
    offices
}

/// Whether a text names an office whose kind is known.
pub fn has_known_kind(text: &str) -> bool {
    offices(text, None).iter().any(|office| office.kind().is_some())
}

/// A part of a line: the text before a label, or what a label announces.
struct Part<'a> {
    label: Option<Label>,
    text: &'a str,
    line: usize,
}

fn parts<'a>(lines: &[(usize, &'a str)]) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = Vec::new();
    // What a label at the end of a line announces: an address goes on until the next label.
    let mut announced: Option<Label> = None;
    for (line, text) in lines.iter().copied() {
        let found = labels(text);
        let before = found.first().map_or(text, |first| &text[..first.start]);
        // "By e-mail: a@b.example"
        let is_small = !found.is_empty() && BY.contains(&before.trim().to_lowercase().as_str());
        let before = if is_small { "" } else { before };
        if !before.trim().is_empty() {
            let label = announced.filter(|label| may_announce(*label, before));
            parts.push(Part { label, text: before, line });
            announced = label.filter(|label| *label == Label::Post);
        } else if text.trim().is_empty() {
            // An empty line ends an address that had begun.
            announced = announced.filter(|_| parts.last().is_some_and(|last| last.text.is_empty()));
        }
        for (at, Found { label, value, .. }) in found.iter().enumerate() {
            let end = found.get(at + 1).map_or(text.len(), |next| next.start);
            let text = text[*value..end.max(*value)].trim();
            parts.push(Part { label: Some(*label), text, line });
            announced = Some(*label).filter(|label| text.is_empty() || *label == Label::Post);
        }
    }
    parts
}

/// A piece of a line without the words in brackets by which a letter to the office begins: "a@b.example (Dear Minister)".
fn without_salutation(office: &mut PastedOffice, piece: &PastedText) -> String {
    let bracketed = piece.text.match_indices('(').find_map(|(start, _)| {
        let end = start + piece.text[start..].find(')')?;
        let inside = piece.text[start + 1..end].trim();
        (sort(inside) == Sort::Salutation).then_some((start, end, inside))
    });
    let Some((start, end, inside)) = bracketed.filter(|_| office.salutation.is_none()) else {
        return piece.text.clone();
    };
    office.salutation = Some(PastedText { text: inside.to_owned(), line: piece.line });
    format!("{}{}", piece.text[..start].trim_end(), &piece.text[end + 1..])
}

/// Whether what stands behind a label says that there is none: "Fax: –", "E-mail: n/a".
fn says_none(text: &str) -> bool {
    const NONE: [&str; 12] = [
        "n/a",
        "n. a.",
        "none",
        "none known",
        "keine",
        "keins",
        "k. a.",
        "aucun",
        "néant",
        "ninguno",
        "no tiene",
        "нет",
    ];
    let text = text.trim().trim_end_matches([',', ';']);
    let is_dash = !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '–' | '—'));
    is_dash || NONE.contains(&text.to_lowercase().as_str())
}

/// A piece of a line that no label announces.
fn unlabelled(office: &mut PastedOffice, piece: &PastedText) {
    // Before the words of a copy stands who gets the letter itself.
    let text = without_salutation(office, piece);
    let (own, copies) = text.split_at(copies_begin(&text).unwrap_or(text.len()));
    let (found, rest) = emails(own, piece.line);
    let (behind, beside) = emails(copies, piece.line);
    office.copies.extend(behind);
    let rest = if found.is_empty() { format!("{rest} {beside}") } else { rest };
    office.values.extend(found);
    let (found, rest) = pages(&rest);
    office.pages.extend(found.into_iter().map(|text| PastedText { text, line: piece.line }));
    lines::place(office, PastedText { text: rest, line: piece.line });
}

fn office(block: &[(usize, &str)], known: Option<Country>) -> PastedOffice {
    let mut office = PastedOffice { line: block.first().map_or(1, |(line, _)| *line), ..PastedOffice::default() };
    let parts = parts(block);
    let mut plain: Vec<PastedText> = Vec::new();
    let mut addressed: Vec<PastedText> = Vec::new();
    // Numbers are read last: they may need the country.
    let mut to_call: Vec<(bool, String, usize)> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let line = part.line;
        let text = |text: String| PastedText { text, line };
        let is_announcement =
            part.text.is_empty() && parts.get(at + 1).is_some_and(|next| next.label == part.label && next.line > line);
        let missing = |word| PastedValue { word, printed: String::new(), read: Read::Missing, line };
        match part.label {
            _ if is_announcement || part.label.is_some() && says_none(part.text) => {}
            None => plain.extend(Some(text(part.text.trim().to_owned()))),
            Some(Label::Name) => plain.extend(Some(text(tidy(part.text))).filter(|name| !name.text.is_empty())),
            Some(Label::Email) => {
                let (found, rest) = emails(part.text, line);
                if found.is_empty() {
                    office.values.push(missing("email"));
                }
                office.values.extend(found);
                office.leftovers.extend(Some(text(rest)).filter(|rest| !rest.text.is_empty()));
            }
            Some(Label::Copies) => {
                let (found, rest) = emails(part.text, line);
                if found.is_empty() {
                    office.copies.push(missing("email"));
                }
                office.copies.extend(found);
                office.leftovers.extend(Some(text(rest)).filter(|rest| !rest.text.is_empty()));
            }
            Some(label @ (Label::Phone | Label::Fax | Label::PhoneAndFax)) => {
                // An address behind a number has no label of its own.
                let (found, rest) = emails(part.text, line);
                let rest = if found.is_empty() { part.text.to_owned() } else { rest };
                office.values.extend(found);
                let kinds = [(label != Label::Fax, false), (label != Label::Phone, true)];
                to_call.extend(kinds.iter().filter(|(is, _)| *is).map(|(_, is_fax)| (*is_fax, rest.clone(), line)));
            }
            Some(Label::Form | Label::Page) => {
                let (found, rest) = pages(part.text);
                let is_form = part.label == Some(Label::Form);
                if is_form && found.is_empty() {
                    office.values.push(missing("form"));
                }
                for printed in found {
                    if is_form {
                        let read = Contact::parse("form", &printed).map_or_else(Read::Unreadable, Read::Value);
                        office.values.push(PastedValue { word: "form", printed, read, line });
                    } else {
                        office.pages.push(text(printed));
                    }
                }
                office.leftovers.extend(Some(text(rest)).filter(|rest| !rest.text.is_empty()));
            }
            Some(Label::Post) => {
                let whole = lines::unparted(&mut addressed, text(lines::tidy_address(part.text)));
                let rest = lines::without_state(&mut office, whole);
                addressed.extend(rest.filter(|post| !post.text.is_empty()));
            }
            Some(Label::Salutation) => {
                let said = part.text.trim_matches(['"', '“', '”', '«', '»', ' ', ')', '(']);
                match &office.salutation {
                    None if !said.is_empty() => office.salutation = Some(text(said.to_owned())),
                    _ => office.leftovers.extend(Some(text(said.to_owned())).filter(|said| !said.text.is_empty())),
                }
            }
        }
    }
    for piece in &plain {
        unlabelled(&mut office, piece);
    }
    lines::settle(&mut office);
    if !addressed.is_empty() {
        let beside = std::mem::replace(&mut office.post, addressed);
        office.leftovers.extend(beside);
    }
    let called_in = settle_states(&mut office, known);
    for (is_fax, text, line) in to_call {
        let (found, rest) = numbers(&text, is_fax, called_in, line);
        if found.is_empty() {
            let word = if is_fax { "fax" } else { "phone" };
            office.values.push(PastedValue { word, printed: String::new(), read: Read::Missing, line });
        }
        office.values.extend(found);
        let rest = PastedText { text: rest, line };
        if !rest.text.is_empty() && !office.leftovers.contains(&rest) {
            office.leftovers.push(rest);
        }
    }
    office.values.sort_by_key(|value| value.line);
    office.leftovers.sort_by_key(|rest| rest.line);
    office
}

/// Puts in order of which state an office is and where it stands; the state whose telephone numbers are its own.
fn settle_states(office: &mut PastedOffice, known: Option<Country>) -> Option<Country> {
    let named = office.names.iter().flat_map(|name| countries::in_text(&name.text)).collect::<Vec<_>>();
    if office.kind().is_some_and(OfficeKind::is_mission) {
        // The address of a mission is in another state than its own.
        office.host = office.country.or(named.get(1).copied());
        office.country = named.first().copied();
        return office.host;
    }
    if office.country.is_none() {
        office.country = named.first().copied().filter(|first| named.iter().all(|other| other == first));
    }
    office.country.or(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An office as the tests compare it, one thing a line.
    fn shown(office: &PastedOffice) -> String {
        let mut out = String::new();
        let mut say = |word: &str, text: &str| out.push_str(&format!("{word} {text}\n"));
        office.names.iter().for_each(|name| say("name", &name.text));
        office.persons.iter().for_each(|person| say("person", &person.text));
        office.post.iter().for_each(|line| say("post", &line.text));
        office.country.iter().for_each(|country| say("country", country.code()));
        office.host.iter().for_each(|host| say("host", host.code()));
        let value = |value: &PastedValue| match &value.read {
            Read::Value(contact) => contact.value(),
            Read::Mended(contact, how) => format!("{} {how:?} {}", contact.value(), value.printed),
            Read::Missing => "missing".to_owned(),
            Read::Hidden => "hidden".to_owned(),
            Read::Unreadable(_) => format!("unreadable {}", value.printed),
        };
        office.values.iter().for_each(|known| say(known.word, &value(known)));
        office.pages.iter().for_each(|page| say("page", &page.text));
        office.salutation.iter().for_each(|words| say("salutation", &words.text));
        office.copies.iter().for_each(|copy| say("copy", &value(copy)));
        office.leftovers.iter().for_each(|rest| say("left", &rest.text));
        out
    }

    fn read(text: &str) -> String {
        offices(text, None).iter().map(shown).collect::<Vec<_>>().join("--\n")
    }

    #[test]
    fn an_urgent_action_is_taken_apart() {
        let text = "Minister of Justice\nMr Jo Smith\nMinistry of Justice\n06659 Kızılay\nAnkara, Türkiye\nFax: +90 312 419 33 70\n\
            Email: info@justice.test\nSalutation: Dear Minister\n";
        assert_eq!(
            read(text),
            "name Minister of Justice\nname Ministry of Justice\nperson Mr Jo Smith\npost 06659 Kızılay\npost Ankara\ncountry TR\n\
             fax +903124193370\nemail info@justice.test\nsalutation Dear Minister\n"
        );
        let office = offices(text, None).remove(0);
        assert_eq!((office.kind(), office.line), (Some(OfficeKind::JusticeMinistry), 1));
        let lines: Vec<usize> = office.values.iter().map(|value| value.line).collect();
        assert_eq!(lines, [6, 7]);
    }

    #[test]
    fn an_address_alone_closes_an_office_too() {
        assert_eq!(
            read(
                "Minister of the Interior of Belarus\n4 Harbour Road, Minsk\n\nHead of Remand Prison No. 1\n\
                 1 Kirov Street, Grodno\nTel.: +375 152 55-51-62\n"
            ),
            "name Minister of the Interior of Belarus\npost 4 Harbour Road, Minsk\ncountry BY\n--\n\
             name Head of Remand Prison No. 1\npost 1 Kirov Street, Grodno\nphone +375152555162\n"
        );
        assert_eq!(
            read(
                "Präsident der Arabischen Republik Ägypten\nAbdin-Palast\nKairo\n(Standardbrief bis 20 g: 1,25 €)\nE-Mail: p@p.test\n"
            ),
            "name Präsident der Arabischen Republik Ägypten\npost Abdin-Palast\npost Kairo\ncountry EG\nemail p@p.test\n"
        );
    }

    #[test]
    fn who_holds_an_office_is_no_part_of_its_name() {
        for (text, expected) in [
            (
                "Minister of the Interior, Gus Marsh\nFax: +44 20 7925 1757\n",
                "name Minister of the Interior\nperson Gus Marsh\nfax +442079251757\n",
            ),
            (
                "Minister of Ice and Social Snow Dr Ada Marsh\n",
                "name Minister of Ice and Social Snow\nperson Dr Ada Marsh\n",
            ),
            ("Министр юстиции, Ада Марш\n", "name Министр юстиции\nperson Ада Марш\n"),
            (
                "President of the Republic: His Excellency Ada Marsh, Unity Palace, P.O. Box 1000, Yaoundé, Cameroon.\n",
                "name President of the Republic\nperson His Excellency Ada Marsh\npost Unity Palace, P.O. Box 1000, Yaoundé\ncountry CM\n",
            ),
            (
                "Ice Works AB (main buyer), Head of Sustainability Ada Marsh\n",
                "name Ice Works AB (main buyer)\nperson Head of Sustainability Ada Marsh\n",
            ),
            (
                "Minister of Ice: Mr Bo Ross, 1 High Street\nFax: +44 20 7925 1757\n\nMinister Delegate in charge of Snow: Ms Ada Marsh, 2 High Street, snow@ministry.test, @snow\n",
                "name Minister of Ice\nperson Mr Bo Ross\npost 1 High Street\nfax +442079251757\n--\n\
                 name Minister Delegate in charge of Snow\nperson Ms Ada Marsh\npost 2 High Street\nemail snow@ministry.test\nleft @snow\n",
            ),
            ("Department of Labour, Port Ross\n", "name Department of Labour, Port Ross\n"),
            (
                "President of the Republic, H.E. Mr. Bo Ross, Email: a@b.test\n",
                "name President of the Republic\nperson Mr. Bo Ross\nemail a@b.test\n",
            ),
            (
                "H.E. the Ambassador\nEmbassy of Togo\n14 Harrow Row\nLondon\n",
                "name Embassy of Togo\npost 14 Harrow Row\npost London\ncountry TG\n",
            ),
            (
                "Ms Ada Marsh, Managing Director, Clear Springs Bottling, email: a@b.test\n",
                "name Managing Director, Clear Springs Bottling\nperson Ms Ada Marsh\nemail a@b.test\n",
            ),
            (
                "Mr Bo Ross, Chief Executive Officer, Ice Works A/S, Denmark, email: a@b.test\n",
                "name Chief Executive Officer, Ice Works A/S\nperson Mr Bo Ross\ncountry DK\nemail a@b.test\n",
            ),
            (
                "President\nSidi Ahmed Ould Marsh Ross\nPresidency of the Republic\nBP 184, Port Ross\n",
                "name President\nname Presidency of the Republic\nperson Sidi Ahmed Ould Marsh Ross\npost BP 184, Port Ross\n",
            ),
            (
                "ЗАО «Лёд»\nГенеральному директору Б. А. Россу\n3309, г. Росс, ул. Льда 2\n",
                "name ЗАО «Лёд»\nperson Генеральному директору Б. А. Россу\npost 3309, г. Росс, ул. Льда 2\n",
            ),
            (
                "President, Ice Bar Association\nE-mail: a@b.test\n",
                "name President, Ice Bar Association\nemail a@b.test\n",
            ),
            (
                "General Manager, Towage, S.A.\nE-mail: a@b.test\n",
                "name General Manager, Towage, S.A.\nemail a@b.test\n",
            ),
            (
                "Minister of Ice, Court House Plaza, Ross – a@b.test\nFax: –\n",
                "name Minister of Ice\npost Court House Plaza\npost Ross\nemail a@b.test\n",
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_mission_is_of_the_state_that_sends_it() {
        for (text, expected) in [
            (
                "Mission permanente de la République du Tchad auprès de l'Office des Nations Unies à Genève, Avenue de Budé 20, 1202 Genève, Suisse\nTél. : 022 731 10 00\n",
                "name Mission permanente de la République du Tchad auprès de l'Office des Nations Unies à Genève\npost Avenue de Budé 20\n\
                 post 1202 Genève\ncountry TD\nhost CH\nphone +41227311000 National 022 731 10 00\n",
            ),
            (
                "Botschaft von Lesotho\nS. E. Herrn Botschafter Bo Ross\n6 Harbour Road, Berlin\n",
                "name Botschaft von Lesotho\nperson S. E. Herrn Botschafter Bo Ross\npost 6 Harbour Road, Berlin\ncountry LS\n",
            ),
            (
                "Embassy of Lesotho in Germany\n6 Harbour Road, Berlin\nFax: 030-77206 24\n",
                "name Embassy of Lesotho in Germany\npost 6 Harbour Road, Berlin\ncountry LS\nhost DE\nfax +49307720624 National 030-77206 24\n",
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        // Where it stands is not said, so its number is nobody's yet.
        let office =
            offices("Botschaft der Republik Lesotho\n6 Harbour Road\nFax: 030-77206 24\n", "LS".parse().ok()).remove(0);
        assert!(office.host.is_none() && office.values.iter().all(|value| value.contact().is_none()));
    }

    #[test]
    fn an_office_in_one_line_is_taken_apart() {
        for (text, expected) in [
            (
                "Governor's office: 1 Capitol Square, Port Ross. Phone 555-0100 ext 12. [email protected]",
                "name Governor's office\npost 1 Capitol Square\npost Port Ross\nemail hidden\nphone unreadable 555-0100 ext 12.\n",
            ),
            (
                "Dam Company Ltd, ++44 20 7946 0000, office@dam.example",
                "name Dam Company Ltd\nemail office@dam.example\nleft ++44 20 7946 0000\n",
            ),
            (
                "Minister of Ice, Boulevard du Port, Ross, ice@ministry.example (Dear Minister)",
                "name Minister of Ice\npost Boulevard du Port\npost Ross\nemail ice@ministry.example\nsalutation Dear Minister\n",
            ),
            (
                "Ministry of Ice, ice@ministry.example, copy to us@union.example",
                "name Ministry of Ice\nemail ice@ministry.example\ncopy us@union.example\n",
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_numbered_list_with_holes_becomes_its_offices() {
        let text = "Please protest to:\n1: Head of the Supreme Court of Kazakhstan – Alina Bulatovna Example\n\nEmail: with copies to:;\n\n\
            or Tel ++7 7172 747570\n\n2: Foreign Ministry of the Republic of Kazakhstan\nEmail: [email protected]\n\
            2: Press office of the Almaty Police\n\n3: The Head of the President’s Administration\nTel: ++7 (7172) 74 55 24\n\
            4: The Embassy of Kazakhstan in your own country.\n";
        assert_eq!(
            read(text),
            "name Head of the Supreme Court of Kazakhstan\nperson Alina Bulatovna Example\ncountry KZ\nemail missing\n\
             phone +77172747570 DoubledPlus ++7 7172 747570\ncopy missing\nleft Please protest to:\n--\n\
             name Foreign Ministry of the Republic of Kazakhstan\ncountry KZ\nemail hidden\n--\n\
             name Press office of the Almaty Police\n--\n\
             name The Head of the President’s Administration\nphone +77172745524 DoubledPlus ++7 (7172) 74 55 24\n--\n\
             name The Embassy of Kazakhstan in your own country.\ncountry KZ\n"
        );
    }

    #[test]
    fn values_are_read_as_they_are_printed() {
        for (text, expected) in [
            (
                "Ministry of Justice\nEmail: a@b.test, c@b.test; d@b.test",
                "name Ministry of Justice\nemail a@b.test\nemail c@b.test\nemail d@b.test\n",
            ),
            (
                "Ministry of Justice\nTel/Fax: +90 312 419 33 70",
                "name Ministry of Justice\nphone +903124193370\nfax +903124193370\n",
            ),
            (
                "Ministry of Justice of Türkiye\nTel.: (0312) 417 77 70, +90 312 419 33 70/71",
                "name Ministry of Justice of Türkiye\ncountry TR\nphone +903124177770 National (0312) 417 77 70\nphone +903124193370\nphone unreadable 71\n",
            ),
            ("Court\nFax: 0044 20 7925 1757", "name Court\nfax +442079251757 Abroad 0044 20 7925 1757\n"),
            (
                "Court\nFax: +44 (0)20 7925 1757 (registry)",
                "name Court\nfax +442079251757 Trunk +44 (0)20 7925 1757\nleft registry\n",
            ),
            ("Court\nTel: +49 30 47007 111 ext 5", "name Court\nphone unreadable +49 30 47007 111 ext 5\n"),
            ("Court\nFax:\nEmail:", "name Court\nfax missing\nemail missing\n"),
            ("Court\nEmail:\ninfo@court.test", "name Court\nemail info@court.test\n"),
            (
                "Court\nE-mail: info (at) court (dot) test",
                "name Court\nemail info@court.test Spelled info (at) court (dot) test\n",
            ),
            ("Court (info@court.test)", "name Court\nemail info@court.test\n"),
            ("Court\nEmail: info@court", "name Court\nemail unreadable info@court\n"),
            ("Court\nEmail: [info@court.test](mailto:info@court.test)", "name Court\nemail info@court.test\n"),
            ("Court\nTwitter: @court", "name Court\nleft Twitter: @court\n"),
            (
                "Court\nWeb form: https://court.test/form\nWebsite: www.court.test",
                "name Court\nform https://court.test/form\npage www.court.test\n",
            ),
            (
                "Верховный суд\nТел./факс: +7 7172 74-75-70\nЭл. почта: a@b.test\nОбращение: Уважаемый председатель",
                "name Верховный суд\nphone +77172747570\nfax +77172747570\nemail a@b.test\nsalutation Уважаемый председатель\n",
            ),
            ("Court\nDear President of the Court,", "name Court\nsalutation Dear President of the Court\n"),
            (
                "Court\nTel: +44 20 7925 1757 Fax: +44 20 7925 1758 Email: a@b.test",
                "name Court\nemail a@b.test\nphone +442079251757\nfax +442079251758\n",
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        let office = offices("Court\nTel: (0312) 417 77 70", "TR".parse().ok()).remove(0);
        assert_eq!(office.values[0].contact().unwrap().value(), "+903124177770");
        assert!(offices("Court\nTel: (0312) 417 77 70", None)[0].values[0].contact().is_none());
    }

    #[test]
    fn running_text_is_no_office() {
        let text = "Jo Smith was arrested on 3 May and the court has not yet said why.\n\nMinister of Justice\nFax: +44 20 7925 1757\n\n\
            Please send copies of all your letters to copies@campaign.test and to nobody else.\n";
        assert_eq!(
            read(text),
            "name Minister of Justice\nfax +442079251757\ncopy copies@campaign.test\n\
             left Jo Smith was arrested on 3 May and the court has not yet said why.\n\
             left Please send copies of all your letters to copies@campaign.test and to nobody else.\n"
        );
    }

    #[test]
    fn addresses_persons_and_what_is_neither_are_told_apart() {
        for (text, expected) in [
            (
                "Ministry of Justice, 06659 Kızılay, Ankara, Turkey",
                "name Ministry of Justice\npost 06659 Kızılay\npost Ankara\ncountry TR\n",
            ),
            ("Ministry of Justice, Ankara, Turkey", "name Ministry of Justice\ncountry TR\nleft Ankara\n"),
            (
                "Minister of Justice\nJo Smith\nMinistry of Justice\n12 High Street\nLondon\nUK",
                "name Minister of Justice\nname Ministry of Justice\nperson Jo Smith\npost 12 High Street\npost London\ncountry GB\n",
            ),
            (
                "Minister of Justice\nJo Smith\n12 High Street\nLondon",
                "name Minister of Justice\npost 12 High Street\npost London\nleft Jo Smith\n",
            ),
            (
                "Mr Jo Smith, Minister of Justice\nFax: +44 20 7925 1757",
                "name Minister of Justice\nperson Mr Jo Smith\nfax +442079251757\n",
            ),
            (
                "Supreme Court\nAddress: 39 Konaev Street\n010000 Astana, Kazakhstan\nEmail: a@b.test",
                "name Supreme Court\npost 39 Konaev Street\npost 010000 Astana\ncountry KZ\nemail a@b.test\n",
            ),
            (
                "President\nFax: +44 20 7925 1757\nSalutation: Dear President\n\nMinister of Justice\nFax: +44 20 7925 1758\n",
                "name President\nfax +442079251757\nsalutation Dear President\n--\nname Minister of Justice\nfax +442079251758\n",
            ),
            (
                "- President\n- Minister of Justice\n- Police\n",
                "name President\n--\nname Minister of Justice\n--\nname Police\n",
            ),
            // Who holds the second office is no part of the address of the first.
            (
                "Prime Minister\nP.O. Box 527\nMaseru 100\nEmail: a@b.test\n\nCommissioner Jo Smith\nLesotho Mounted Police Service\nP.O. Box 13\nEmail: c@d.test\n",
                "name Prime Minister\npost P.O. Box 527\npost Maseru 100\nemail a@b.test\n--\nname Lesotho Mounted Police Service\nname Commissioner\nperson Jo Smith\npost P.O. Box 13\ncountry LS\nemail c@d.test\n",
            ),
            (
                "Hon. Jo Smith, Minister of Justice, Ice Street, Manila 1000, Philippines. Email: a@b.test\n\nGen. Bo Ross, Chief, National Police, Camp Crame, Quezon City, Philippines. Fax: +44 20 7925 1757\n",
                "name Minister of Justice\nperson Hon. Jo Smith\npost Ice Street\npost Manila 1000\ncountry PH\nemail a@b.test\n--\nname Chief, National Police\nperson Gen. Bo Ross\npost Camp Crame\npost Quezon City\ncountry PH\nfax +442079251757\n",
            ),
            (
                "S.E. M. Jo Smith, Président de la République, Palais rose, BP 74, N'Djamena, Tchad, Fax : +44 20 7925 1757",
                "name Président de la République\nperson S.E. M. Jo Smith\npost Palais rose\npost BP 74\npost N'Djamena\ncountry TD\nfax +442079251757\n",
            ),
            (
                "Ministre du Travail\n01 BP 907\nCourriel : a@b.test\n\nTextiles du Golfe\n7 rue du Port\nCourriel : c@d.test\n",
                "name Ministre du Travail\npost 01 BP 907\nemail a@b.test\n--\nname Textiles du Golfe\npost 7 rue du Port\nemail c@d.test\n",
            ),
            (
                "Jo Smith\nCommissioner of Police\nP.O. Box 13\nEmail: c@d.test",
                "name Commissioner of Police\nperson Jo Smith\npost P.O. Box 13\nemail c@d.test\n",
            ),
            (
                "Managing Director\nIce Works PLC\n42 High Street\nEmail: c@d.test",
                "name Managing Director, Ice Works PLC\npost 42 High Street\nemail c@d.test\n",
            ),
            (
                "Minister of Interior\nHarambee House\nHarambee Avenue\nNairobi, Kenya\nEmail: c@d.test",
                "name Minister of Interior\npost Harambee House\npost Harambee Avenue\npost Nairobi\ncountry KE\nemail c@d.test\n",
            ),
            (
                "Director DSS Ilorin – 12 Bello Way, Ilorin – c@d.test",
                "name Director DSS Ilorin\npost 12 Bello Way\npost Ilorin\nemail c@d.test\n",
            ),
            (
                "Prosecutor General\n5 Quai du Nord, 2100 Port Ross, Republic of\nTogo\nEmail: c@d.test",
                "name Prosecutor General\npost 5 Quai du Nord, 2100 Port Ross\ncountry TG\nemail c@d.test\n",
            ),
            (
                "Supreme Court\nAddress: 39 Konaev Street, Republic of\nTogo\nEmail: c@d.test",
                "name Supreme Court\npost 39 Konaev Street\ncountry TG\nemail c@d.test\n",
            ),
            (
                "Ministry of Ice, 39 Konaev Street, Ross, Republic of the\nNorth\nEmail: c@d.test",
                "name Ministry of Ice\npost 39 Konaev Street\npost Ross\npost Republic of the North\nemail c@d.test\n",
            ),
            ("", ""),
            ("\n \n", ""),
            ("+44 20 7925 1757", ""),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
