//! The offices of an appeal, its embassies, and who gets a copy.

use std::ops::Range;

use super::areas::{self, Area, Purpose};
use super::asides::begins_with_a_cue;
use super::copied::is_authority;
use super::found::Found;
use super::given::{Appeal, Copy};
use super::lines::{PARAGRAPH, has_value};
use super::printed::pasted_in;
use super::sentences::sentences;
use super::text::Line;
use super::{bilingual, embassy, inline, prose, spans, states, words};
use crate::locale::{Country, Language};
use crate::registry::pasted::{PastedOffice, PastedText, Read, state_of_form};
use crate::text::fold;

impl Appeal {
    /// Offices, embassies and copies.
    pub(super) fn addresses(&mut self, lines: &[Line], letters: &[Range<usize>], areas: &[Area]) {
        let state = self.state.as_ref().map(|state| state.value);
        for area in areas {
            match area.purpose {
                Purpose::Offices => {
                    let mut from = area.clone();
                    for at in area.lines.clone().filter(|at| is_running_text(&lines[*at])) {
                        self.listed(lines, &Area { lines: from.lines.start..at, ..from }, state);
                        self.said(&lines[at], state);
                        from = Area { cue: at, lines: at + 1..area.lines.end, ..from };
                    }
                    self.listed(lines, &from, state);
                }
                Purpose::Copies => self.copies_in(lines, area, state),
                Purpose::Demands => {}
            }
        }
        let taken = |at: usize| {
            letters.iter().any(|letter| letter.contains(&at))
                || areas
                    .iter()
                    .any(|area| area.purpose != Purpose::Demands && (area.cue == at || area.lines.contains(&at)))
        };
        for (at, line) in lines.iter().enumerate() {
            let in_letter = letters.iter().any(|letter| letter.contains(&at));
            if !in_letter && self.embassy.is_none() {
                self.embassy = embassy::said(lines, at, areas, state);
            }
            if taken(at) {
                continue;
            }
            self.said(line, state);
        }
        // "Write to the editor: a@b.example": an address of nobody, where others have a name.
        let is_called = |name: &str| name.contains(char::is_uppercase);
        let is_named = |office: &PastedOffice| {
            office.kind().is_some()
                || !office.persons.is_empty()
                || office.names.iter().any(|name| is_called(&name.text))
        };
        let (named, nameless): (Vec<PastedOffice>, Vec<PastedOffice>) =
            std::mem::take(&mut self.offices).into_iter().partition(is_named);
        if named.is_empty() {
            self.offices = nameless;
        } else {
            self.offices = named;
            for office in &nameless {
                self.left_out(office);
            }
        }
        self.offices.sort_by_key(|office| office.line);
        // A company may be in another state than the one that an appeal turns to.
        for office in self.offices.iter_mut().filter(|office| office.country.is_none() && office.kind().is_none()) {
            let name = office.names.first().and_then(|name| name.text.rsplit(", ").next());
            office.country = name.and_then(|name| states::behind_name(lines, name)).or_else(|| state_of_form(office));
        }
        // "Action requested: letters to the authorities, copies to the union" is said again where its address stands.
        if self.copies.iter().any(|copy| matches!(copy.value, Copy::Email(_))) {
            self.copies.retain(|copy| copy.value != Copy::Missing);
        }
    }

    /// The offices of lines that list them.
    fn listed(&mut self, lines: &[Line], area: &Area, state: Option<Country>) {
        let offices = pasted_in(lines, area, state);
        let rows = beside_known(&offices);
        for (office, is_beside_known) in offices.into_iter().zip(rows) {
            self.office(lines, office, area, is_beside_known);
        }
    }

    /// What the second half of an appeal in two languages says of its offices: their names, and what is reached otherwise
    /// only for a person to read.
    pub(super) fn other_half(&mut self, lines: &[Line], spans: &[spans::Span], start: usize, language: &Language) {
        let ranges: Vec<Range<usize>> = spans.iter().map(|span| span.first..span.end).collect();
        let state = self.state.as_ref().map(|state| state.value);
        let areas = areas::areas(lines, &ranges, &[]);
        for area in areas.iter().filter(|area| area.cue >= start && area.purpose == Purpose::Offices) {
            for office in pasted_in(lines, area, state) {
                let is_known = bilingual::named_too(&mut self.offices, &office, language)
                    || bilingual::named_too(&mut self.copy_offices, &office, language);
                if !is_known {
                    self.left_out(&office);
                }
            }
        }
    }

    /// Keeps what an appeal prints of an office that may be none.
    fn left_out(&mut self, office: &PastedOffice) {
        let values = office.values.iter().filter(|value| !value.printed.is_empty());
        let values = values.map(|value| Found { value: value.printed.clone(), line: value.line });
        let texts = |texts: &[PastedText]| {
            texts.iter().map(|text| Found { value: text.text.clone(), line: text.line }).collect::<Vec<_>>()
        };
        let names = [texts(&office.names), texts(&office.leftovers)].concat();
        let beside = [texts(&office.persons), texts(&office.post)].concat();
        let mut all: Vec<Found<String>> = names.iter().cloned().chain(beside).chain(values).collect();
        all.sort_by_key(|found| found.line);
        // A name and its address are told together.
        if !names.is_empty()
            && let Some(first) = all.first().cloned()
        {
            let value = all.iter().map(|found| found.value.as_str()).collect::<Vec<_>>().join(", ");
            all = vec![Found { value, ..first }];
        }
        for found in all {
            if self.other_addresses.iter().all(|known| known.value != found.value) {
                self.other_addresses.push(found);
            }
        }
    }

    /// What a line of running text says of addresses; whether it names who gets copies.
    fn said(&mut self, line: &Line, state: Option<Country>) -> bool {
        let mut copies = false;
        for said in prose::said(line, state) {
            copies |= matches!(said, inline::Said::Copies(_) | inline::Said::CopyOffice(_));
            match said {
                inline::Said::Office(office) => self.offices.push(office),
                inline::Said::CopyOffice(office) => self.copy_offices.push(office),
                inline::Said::Copies(all) => all.iter().for_each(|text| self.copy(text, line.number_of(text))),
                inline::Said::Other(all) => {
                    let all = all.into_iter().map(|value| Found { line: line.number_of(&value), value });
                    self.other_addresses.extend(all);
                }
            }
        }
        copies
    }

    fn office(&mut self, lines: &[Line], mut office: PastedOffice, area: &Area, is_beside_known: bool) {
        // "4: The Embassy of Kazakhstan in your own country."
        let is_embassy = |text: &str| {
            let folded = fold(text);
            words::embassy_words(&folded) && words::YOUR_COUNTRY.iter().any(|word| folded.contains(word))
        };
        if office.names.iter().chain(&office.leftovers).any(|name| is_embassy(&name.text)) {
            return;
        }
        let announces = |text: &str| lines[area.cue].text == text || text.ends_with(':');
        office.leftovers.retain(|rest| !announces(&rest.text));
        // "Enviar los pronunciamientos a:" announces offices, and is none.
        let line = lines.iter().find(|line| line.number == office.line);
        let only_announces = office.kind().is_none() && line.is_some_and(|line| line.text.ends_with(':'));
        if (office.names.is_empty() || only_announces) && office.values.is_empty() && office.post.is_empty() {
            return;
        }
        // "Authority", "E-mail", "Telephone": the header of a table, one cell a line.
        let is_header = |name: &str| !name.contains(' ') && office.kind().is_none() && office.post.is_empty();
        if !office.values.is_empty()
            && office.values.iter().all(|value| value.printed.is_empty())
            && office.names.iter().all(|name| is_header(&name.text))
        {
            return;
        }
        // A block that nothing announces and that names no kind of office may be the sender's own address, and a name that
        // gives no address is no office by itself.
        let has_cue = area.cue < area.lines.start;
        let is_reached = !office.values.is_empty() || !office.post.is_empty();
        // "Background documents / Court record: https://…"
        let is_of_links = office.values.is_empty() && !office.pages.is_empty();
        let is_other = is_of_links || is_publisher(lines, &office);
        if office.kind().is_none() && (!((has_cue || is_beside_known) && is_reached) || is_other) {
            self.left_out(&office);
            return;
        }
        if area.is_above_letter
            && let Some(known) = self.same_office(&office)
        {
            // It may stand in the list with its e-mail address alone.
            let known = &mut self.offices[known];
            if known.post.is_empty() {
                known.post = office.post;
            }
            return;
        }
        for copy in std::mem::take(&mut office.copies) {
            let copy = Found { value: copy_of(&copy.read, &copy.printed), line: copy.line };
            self.copies.push(copy);
        }
        self.offices.push(office);
    }

    /// The place of an office that is known already: by its name, or by how it is reached.
    fn same_office(&self, office: &PastedOffice) -> Option<usize> {
        let name = |office: &PastedOffice| {
            let name = office.names.first().map(|name| fold(&name.text)).unwrap_or_default();
            name.strip_prefix("the ").map(str::to_owned).unwrap_or(name)
        };
        let new = name(office);
        self.offices.iter().position(|known| {
            let old = name(known);
            let is_called = !new.is_empty() && !old.is_empty() && (new.contains(&old) || old.contains(&new));
            let contacts = |office: &PastedOffice| {
                office.values.iter().filter_map(|value| value.contact().cloned()).collect::<Vec<_>>()
            };
            let own = contacts(known);
            is_called || contacts(office).iter().any(|contact| own.iter().any(|known| known.is_same(contact)))
        })
    }

    fn copies_in(&mut self, lines: &[Line], area: &Area, state: Option<Country>) {
        let mut found = self.said(&lines[area.cue], state);
        // "The embassy in your country. In the United Kingdom: …": that address is of one of them, and gets no copy of
        // the letters from everywhere.
        let is_of_one = |at: &usize| {
            let line = &lines[*at];
            words::embassy_words(&line.said)
                && has_value(&line.text)
                && words::YOUR_COUNTRY.iter().any(|word| line.said.contains(word))
        };
        // "Embassy of Oman, …, a@b.example" above "The union, us@union.example": each line is somebody else.
        let is_alone = |at: usize| lines[at].is_blank() || lines[at].text.contains('@') && lines[at].text.contains(' ');
        let each_is_alone = area.lines.clone().all(is_alone);
        let mut others = Vec::new();
        let mut from = area.lines.start;
        for at in area.lines.clone() {
            if each_is_alone && !is_of_one(&at) {
                others.push(Area { lines: at..at + 1, ..area.clone() });
                from = at + 1;
            }
            if !is_of_one(&at) {
                continue;
            }
            let line = &lines[at];
            let addresses = line.text.split([' ', ',', ';', '(', ')']).filter(|word| word.contains('@'));
            self.other_addresses
                .extend(addresses.map(|address| Found { value: address.to_owned(), line: line.number_of(address) }));
            others.push(Area { lines: from..at, ..area.clone() });
            from = at + 1;
            found = true;
        }
        others.push(Area { lines: from..area.lines.end, ..area.clone() });
        for office in others.iter().flat_map(|part| pasted_in(lines, part, state)) {
            let is_reached = office.values.iter().any(|value| !value.printed.is_empty()) || !office.post.is_empty();
            if !is_reached && office.names.iter().any(|name| words::embassy_words(&fold(&name.text))) {
                found = true;
            } else if office.kind().is_some() || office.names.iter().any(|name| is_authority(&name.text)) {
                self.copy_offices.push(office);
                found = true;
            } else {
                for value in &office.values {
                    self.copies.push(Found { value: copy_of(&value.read, &value.printed), line: value.line });
                    found = true;
                }
            }
        }
        if !found && !words::embassy_words(&lines[area.cue].said) {
            self.copies.push(Found { value: Copy::Missing, line: lines[area.cue].number });
        }
    }

    fn copy(&mut self, text: &str, line: usize) {
        // "… to the union (a@b.example)."
        let text = text.trim_matches(|c: char| matches!(c, '(' | ')' | '<' | '>' | '"' | ',' | ';' | '.'));
        let value = match text.parse() {
            Ok(email) => Copy::Email(email),
            Err(crate::address::AddressError::Hidden) => Copy::Hidden,
            Err(_) => Copy::Unreadable(text.to_owned()),
        };
        if !self.copies.iter().any(|copy| copy.value == value && value != Copy::Hidden) {
            self.copies.push(Found { value, line });
        }
    }
}

/// Whether a line is a paragraph that asks in one of its sentences to write, and says to whom.
fn is_running_text(line: &Line) -> bool {
    let asks = |sentence: &str| begins_with_a_cue(sentence) && has_value(sentence) && sentence.contains(' ');
    line.length() > PARAGRAPH && sentences(&line.text).skip(1).any(asks)
}

/// Whether an office is whoever published the appeal: its name stands by itself at the top.
fn is_publisher(lines: &[Line], office: &PastedOffice) -> bool {
    const TOP: usize = 4;
    let heads = lines.iter().filter(|line| !line.is_blank()).take(TOP);
    let heads: Vec<&str> = heads.map(|line| line.folded.as_str()).collect();
    office.names.iter().any(|name| heads.contains(&fold(&name.text).as_str()))
}

/// Which offices are rows of one table, as lines right below each other, with at least as many of known kinds.
fn beside_known(offices: &[PastedOffice]) -> Vec<bool> {
    // A line of dashes may part two rows.
    const APART_MOST: usize = 2;
    let is_row = |office: &PastedOffice| {
        let names = office.names.iter().map(|name| name.line);
        !office.names.is_empty()
            && names.chain(office.values.iter().map(|value| value.line)).all(|at| at == office.line)
    };
    let goes_on = |above: &PastedOffice, row: &PastedOffice| {
        is_row(above) && is_row(row) && (1..=APART_MOST).contains(&row.line.saturating_sub(above.line))
    };
    offices
        .chunk_by(goes_on)
        .flat_map(|rows| {
            let known = rows.iter().filter(|row| row.kind().is_some()).count();
            std::iter::repeat_n(rows.len() > 1 && known * 2 >= rows.len(), rows.len())
        })
        .collect()
}

fn copy_of(read: &Read, printed: &str) -> Copy {
    match read {
        Read::Missing => Copy::Missing,
        Read::Hidden => Copy::Hidden,
        Read::Value(crate::registry::Contact::Email(email))
        | Read::Mended(crate::registry::Contact::Email(email), _) => Copy::Email(email.clone()),
        _ => Copy::Unreadable(printed.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::read;
    use super::*;

    fn names(text: &str) -> String {
        let appeal = read(text, None).unwrap();
        let offices =
            appeal.offices.iter().map(|office| office.names.first().map_or("?", |name| &name.text).to_owned());
        let copies = appeal.copies.iter().map(|copy| match &copy.value {
            Copy::Email(email) => format!("copy {email}"),
            other => format!("copy {other:?}"),
        });
        offices.chain(copies).collect::<Vec<_>>().join("; ")
    }

    proptest! {
        #[test]
        fn no_appeal_makes_reading_panic(text in "(We urge |calling on | to |to the |Please write to |İẞ|ẞ|İ|\u{212a}|Minister of Justice|, |\\. |:|\n|\n\n|- |1\\. |Ada Marsh|a@b\\.test|Tel: \\+1 23|Dear |\\[Name\\]|I/we|требуем |Präsident |de la |3 May 2026|before |copies to ){0,40}") {
            let _any = read(&text, None);
        }
    }

    #[test]
    fn blanks_of_a_form_and_last_days_are_no_offices() {
        for (form, day) in [
            ("Name:\nOrganisation:\nDate:\nSignature:", "Deadline: as soon as possible"),
            ("Name:\nGewerkschaft:\nDatum: ____\nUnterschrift:", "Frist: sofort"),
            ("Имя:\nОрганизация:\nДата:\nПодпись:", "Срок: как можно скорее"),
            ("Nom :\nSyndicat :\nDate :\nSignature :", "Date limite : au plus vite"),
            ("Nombre:\nSindicato:\nFecha:\nFirma:", "Plazo: lo antes posible"),
            ("Аты-жөні:\nҰйым:\nКүні:\nҚолы:", "Мерзімі: тезірек"),
        ] {
            let text = format!(
                "Free the dockers of Ross Harbour\n\nPlease write to:\n{form}\nMinister of Ice: 7 Glacier Road, Port Ross. Fax +44 20 7925 1757\n\
                 Ministry of Snow, snow@ministry.example\n{day}\nSend us a copy: us@union.example\n"
            );
            assert_eq!(names(&text), "Minister of Ice; Ministry of Snow; copy us@union.example", "{text}");
        }
    }

    #[test]
    fn words_to_the_reader_and_the_senders_own_address_are_no_offices() {
        for (text, expected) in [
            ("Write to the Prime Minister of Narnia, pm@gov.example.", "Prime Minister of Narnia"),
            ("Schreibt an das Ministerium für Arbeit, 10117 Berlin, mail@gov.example", "Ministerium für Arbeit"),
            (
                "The authorities must:\n- drop all charges\n- pay the wages\n\nPlease write to the President, op@op.example, and to the Ombudsman, om@om.example",
                "President; Ombudsman",
            ),
            (
                "Addresses:\n· Président de la République, BP 74, Tchad, Fax : +235 22 51 00 00\n\nMerci de nous informer de toute action : nous@union.example",
                "Président de la République",
            ),
            (
                "Minister of Ice\nFax: +44 20 7925 1757\n\nFor more information: Bo Ross, tel. +44 20 7925 1758, us@union.example",
                "Minister of Ice",
            ),
            (
                "Minister of Ice\nice@ministry.example\n\nSend copies of letters to us@union.example, Union House, 1 High Street. Tel: +44 20 7925 1757",
                "Minister of Ice; copy us@union.example",
            ),
            (
                "Write to:\n\nMinister of Ice\nice@ministry.example\n\nModel letter\n\nTo the Minister of Ice\n\nWe protest against the arrest of Ada Marsh, who did nothing but speak at a meeting of the dockers in Ross.\n\nName:",
                "Minister of Ice",
            ),
            (
                "Bitte schreibt an:\n\nJustizministerium\n10122 Ross\nE-Mail: a@b.example\n\nund an den Staatspräsidenten: c@d.example\n",
                "Justizministerium; Staatspräsidenten",
            ),
            ("Write to the court at a@b.example. Fax: +44 20 7925 1757.", "court"),
            (
                "APPEALS TO\n\nPresident of the Republic\nop@op.example\n\nMinister of Ice\nMs Ada Marsh\nMinistry of Ice, 22 rue du Port, 1002 Ross. Email: ice@ministry.example",
                "President of the Republic; Minister of Ice",
            ),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn lists_of_offices_are_parted_where_they_are() {
        for (text, expected) in [
            (
                "Whom to write to\n\n(i)   The President of the Court\n      a@b.example\n\n(ii)  The Judge of the Third Office, Court of Ross\n      c@d.example\n",
                "The President of the Court; The Judge of the Third Office, Court of Ross",
            ),
            (
                "Send your message to:\n\nIce Works AD, Bulgaria: a@b.example\nSnow Packaging Group, the Netherlands: c@d.example\nMinister of Labour, Bulgaria: e@f.example\n",
                "Ice Works AD; Snow Packaging Group; Minister of Labour",
            ),
            (
                "What you can do\n\n1. WRITE. It can be in English. Write to the Minister of Ice, 7 Glacier Road, Ross, email a@b.example, and to the Director General of Snow, 9 High Street, Ross, email c@d.example. Letters should get there before the hearing.\n",
                "Minister of Ice; Director General of Snow",
            ),
            (
                "Write to:\na) Minister of Ice, a@b.example\nb) Minister of Snow, c@d.example\n",
                "Minister of Ice; Minister of Snow",
            ),
            (
                "Пишите по адресам:\n— в Министерство труда, a@b.example\n— в Прокуратуру Росса, c@d.example\n",
                "Министерство труда; Прокуратуру Росса",
            ),
            (
                "Écrivez à :\n- à la Ministre de la Justice, a@b.example\n- au Président de la Cour, c@d.example\n",
                "Ministre de la Justice; Président de la Cour",
            ),
            (
                "Escriban a:\n- al Ministro de Justicia, a@b.example\n- a la Fiscalía General, c@d.example\n",
                "Ministro de Justicia; Fiscalía General",
            ),
            (
                "For Ada Marsh please write to\n\nLabour Camp No. 9\n746222 Ross\nTurkmenistan\n\nand for Bo Ross to\n\nRegional Court\nHigh Street 31\nE-mail: a@b.example\n",
                "Labour Camp No. 9; Regional Court",
            ),
            (
                "Send your letter to\n\nTo: Minister of Ice\nE-mail: a@b.example\n\nCopy: Human Rights Commission\nE-mail: c@d.example\n\nCopy: Ice Union, us@union.example\n",
                "Minister of Ice; copy us@union.example",
            ),
            (
                "Write to:\n\nMinister of Ice\na@b.example\n\nДля СМИ: Ада Марш, press@union.example\n",
                "Minister of Ice",
            ),
            (
                "Write to:\n\nMinister of Ice\na@b.example\n\nPlease note: send a copy to us@union.example if you can.\n\nThe Open Page, 220 High Street, London. Tel. +44 20 7946 0187.\n",
                "Minister of Ice; copy us@union.example",
            ),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_told_of_one_office_stays_together() {
        let post = |text: &str| {
            let appeal = read(text, None).unwrap();
            let offices = appeal.offices.iter().map(|office| {
                let post: Vec<&str> = office.post.iter().map(|line| line.text.as_str()).collect();
                let persons = office.persons.iter().map(|person| person.text.as_str());
                let names = office.names.iter().map(|name| name.text.as_str());
                names.chain(persons).chain(post).collect::<Vec<_>>().join(" / ")
            });
            let others = appeal.other_addresses.iter().map(|other| format!("left out {}", other.value));
            offices.chain(others).collect::<Vec<_>>().join("; ")
        };
        for (text, expected) in [
            (
                "¿A quién se dirige la carta?\n\n1) Ministra de Hielo, Dra. Ada Marsh. Calle Mayor 71, Ross. Correos: hielo@ministerio.example; ada@ministerio.example\n2) Tribunal Supremo. Calle Menor 14, Ross. Fax: +44 20 7925 1757\n",
                "Ministra de Hielo / Dra. Ada Marsh / Calle Mayor 71 / Ross; Tribunal Supremo / Calle Menor 14 / Ross",
            ),
            (
                "À qui écrire ?\n\n– M. Bo Ross, ministre du Travail, BP 7, Ross : glace@ministere.example\n",
                "ministre du Travail / M. Bo Ross / BP 7 / Ross",
            ),
            (
                "who to write to\n- minister of ice, ice@ministry.example\n- scales board, they test the scales. scales@board.example\n",
                "minister of ice; left out scales board, they test the scales., scales@board.example",
            ),
        ] {
            assert_eq!(post(text), expected, "{text}");
        }
    }

    #[test]
    fn an_address_before_the_words_of_a_copy_is_none() {
        for (text, expected) in [
            (
                "Write to the Minister of Ice (ice@ministry.example), copies to us@union.example. Thank you.",
                "Minister of Ice; copy us@union.example",
            ),
            (
                "Please send copies to us@union.example. Write to the Minister of Ice at ice@ministry.example.",
                "Minister of Ice; copy us@union.example",
            ),
            (
                "Minister of Ice\nice@ministry.example\n\nUnion House, 1 High Street. Tel: +44 20 7925 1757 / us@union.example",
                "Minister of Ice",
            ),
            ("Write to:\n\nAuthority\nE-mail\nTelephone\n\nMinister of Ice\nice@ministry.example", "Minister of Ice"),
            ("Copies to: us@union.example\nthem@union.example", "copy us@union.example; copy them@union.example"),
            (
                "Minister of Ice\nice@ministry.example\n\nCOPIES TO\n\nus@union.example\nthem@union.example\nAnd to the embassy of Togo in your country. In the United Kingdom: Embassy of Togo, 9 Harrow Place, london@embassy.example",
                "Minister of Ice; copy us@union.example; copy them@union.example",
            ),
            (
                "Minister of Ice\nice@ministry.example\n\ncc:\nEmbassy of Togo, 9 Harrow Place, London; a@embassy.example\nThe Network for Ice, us@network.example",
                "Minister of Ice; copy us@network.example",
            ),
            (
                "Minister of Ice\nice@ministry.example\n\nCOPIES TO\n\nPDWU: solidarity@pdwu.example\nregards@union.example\nUnion: protests@union.example",
                "Minister of Ice; copy solidarity@pdwu.example; copy regards@union.example; copy protests@union.example",
            ),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
