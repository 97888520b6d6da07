//! Rules about one channel of an office: its value, its desk, its proof.

use super::findings::{Findings, Lists};
use super::top_level::is_known_top_level;
use super::words::{is_street, person_in};
use crate::address::Reserved;
use crate::check::finding::{About, Severity};
use crate::locale::{Country, Language};
use crate::place::Place;
use crate::registry::mailbox::{self, Nature};
use crate::registry::phone::{Line, Phone};
use crate::registry::{Channel, Contact, Office, Usage, host_of};
use crate::text::{self, for_sentence};

/// Words of desks that are no recipients.
const HOTLINES: [&str; 9] = [
    "hotline",
    "hot line",
    "helpline",
    "call centre",
    "call center",
    "contact centre",
    "emergency",
    "duty line",
    "горячая линия",
];

/// Words of desks that answer for something else.
const PURPOSES: [&str; 5] = ["visa", "consular", "passport", "tender", "vacanc"];

/// Mailboxes that nobody reads letters in.
const UNREAD: [&str; 6] = ["noreply", "donotreply", "bounce", "bounces", "mailerdaemon", "hotline"];

/// Words of desks for parties to a case in court.
const OF_A_CASE: [&str; 4] = ["hearing", "cassation", "party-to-case", "parties to"];

impl Findings<'_> {
    /// Rules about one channel.
    pub(super) fn channel(&mut self, office: &Office, channel: &Channel, lists: &Lists<'_>) {
        let place = &channel.place;
        let (word, value) = (channel.contact.type_name(), channel.contact.value());
        let what = format!("{word} \"{}\" of {}", for_sentence(&value), office.id);
        if let Some(rejected) = lists.rejected(office, &channel.contact) {
            let message = format!("{what} stands on the reject list: {} ({})", rejected.reason, rejected.place);
            // Who rejects a value of their own file for its own office knows that it is there.
            if rejected.office.is_some() && rejected.place.file == self.file {
                self.warning(place, message);
            } else {
                self.error(place, message);
            }
        }
        match &channel.contact {
            Contact::Email(email) => {
                // `xn--…` hides the letters of a name as well as it shows that there are some.
                let host = email.domain_in_unicode();
                self.hidden_signs(place, &what, &channel.written, &host);
                if let Some(reserved) = email.reserved() {
                    let why = match reserved {
                        Reserved::StandIn => "only stands in for a real address",
                        Reserved::Testing => "is for trials on one machine",
                    };
                    let message = format!("{what}: the domain {} {why} (RFC 2606)", email.domain());
                    self.add(Severity::Error, About::Reserved, place, message);
                } else if !is_known_top_level(email.domain()) {
                    self.top_level(place, &what, &host);
                }
                if channel.written.trim() != channel.written {
                    self.warning(place, format!("{what} has spaces around it; take them away"));
                }
                let local = email.local().to_lowercase().replace(['-', '.', '_'], "");
                if channel.usage != Usage::NotForLetters && UNREAD.contains(&local.as_str()) {
                    self.error(place, format!("{what} is a mailbox where no letters are read; give the office's"));
                }
                self.mailbox(office, channel, &what);
                if let Some(reason) = lists.superseded(email.domain()) {
                    self.warning(place, format!("{what}: the domain {} is superseded: {reason}", email.domain()));
                }
            }
            Contact::Phone(number) | Contact::Fax(number) => self.number(office, channel, number, &what),
            Contact::Form(url) => {
                self.hidden_signs(place, &what, url, host_of(url).unwrap_or_default());
                self.reserved_host(place, &what, url);
                // A source seldom lists it. Who confirmed the form has seen it.
                if channel.needs.is_none() && channel.checked.is_some() {
                    self.warning(
                        place,
                        format!("{what}: say what the form asks for, such as needs = [\"national-id\", \"signature\"], or needs = []"),
                    );
                }
                if let Some(reason) = host_of(url).and_then(|host| lists.superseded(host)) {
                    self.warning(place, format!("{what}: its site is superseded: {reason}"));
                }
            }
            Contact::Post(lines) => {
                self.country_below(office, place, &what, lines);
                let of = format!("post of {}: the line", office.id);
                for line in lines {
                    for c in line.chars().filter(|c| text::is_odd_dash(*c) && *c != '–' && *c != '—') {
                        self.warning(place, format!("{what} has {}; write a plain hyphen", text::character(c)));
                    }
                    let has_number = line.chars().filter(char::is_ascii_digit).count() >= 6;
                    let label = text::fold(line);
                    if line.contains('@')
                        || has_number && ["tel", "fax", "phone", "тел", "факс"].iter().any(|word| label.contains(word))
                    {
                        self.warning(
                            place,
                            format!(
                                "{of} \"{}\" is no line of a postal address; make it a channel",
                                for_sentence(line)
                            ),
                        );
                    }
                    self.separators(place, &of, line);
                    self.mixed_words(place, &of, line);
                    self.copied(place, &of, line);
                    // A line with a number in it is a street's, and streets are named after persons.
                    let is_street = line.contains(|c: char| c.is_ascii_digit()) || is_street(line);
                    let person = person_in(line).filter(|_| !is_street);
                    if let Some(person) = person {
                        let line = for_sentence(line);
                        self.warning(
                            place,
                            format!("{of} \"{line}\" names a person ({person}); people change, write to the office"),
                        );
                    }
                }
            }
        }
        if channel.needs.is_some() && word != "form" {
            self.warning(&self.at(place, "needs"), format!("{what}: needs is for web forms"));
        }
        if channel.note.as_deref().is_some_and(|note| text::fold(note).contains("disputed")) {
            self.warning(&self.at(place, "note"), format!("{what} is disputed, by its note"));
        }
        for (key, text) in [("desk", &channel.desk), ("printed", &channel.printed)] {
            if let Some(text) = text {
                self.mixed_words(&self.at(place, key), &what, text);
            }
        }
        self.desk(office, channel, &what);
        self.provenance(channel, &what);
    }

    /// A letter has the country below its address, in the language of the state it is posted in.
    fn country_below(&mut self, office: &Office, place: &Place, what: &str, lines: &[String]) {
        let last = lines.last().filter(|_| lines.len() > 1).map(String::as_str).unwrap_or_default();
        if Country::by_name(last).is_some_and(|country| office.stands_in() == Some(country)) {
            let last = for_sentence(last);
            self.warning(
                place,
                format!("{what} ends with the country (\"{last}\"), which letters print by themselves"),
            );
        }
    }

    fn mailbox(&mut self, office: &Office, channel: &Channel, what: &str) {
        let Contact::Email(email) = &channel.contact else { return };
        let english = Language::english();
        let mut places: Vec<String> = office.seat.iter().cloned().collect();
        let states = [office.country, office.represents, office.host];
        places.extend(states.into_iter().flatten().map(|state| state.name_in(&english)));
        places.extend(office.id.split('-').map(str::to_owned));
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        match mailbox::nature(email, &places) {
            Nature::Personal if channel.usage == Usage::NotForLetters => self.warning(
                &channel.place,
                format!("{what} looks like a person's own mailbox; a registry holds offices only"),
            ),
            Nature::Personal => self.likely(
                &channel.place,
                format!("{what} looks like a person's own mailbox; letters go to offices, so give the office's"),
            ),
            Nature::FreeMail => self.warning(
                &channel.place,
                format!(
                    "{what} is at a free mail provider, where anybody can open a mailbox; is it really the office's?"
                ),
            ),
            Nature::Office => {}
        }
    }

    fn number(&mut self, office: &Office, channel: &Channel, number: &Phone, what: &str) {
        let place = &channel.place;
        let line = office.stands_in().map(|country| (number.line(country), country));
        let fits = line.as_ref().is_none_or(|(line, _)| !matches!(line, Line::NoNumber | Line::Elsewhere(_)));
        if channel.written != number.as_str() && fits {
            self.warning(
                place,
                format!(
                    "{what} is written as \"{}\"; write value = \"{}\" and keep the other form in printed",
                    for_sentence(&channel.written),
                    number.as_str()
                ),
            );
        }
        let Some((line, country)) = line else { return };
        match line {
            Line::Fits => {}
            Line::Hotline | Line::Mobile if channel.usage == Usage::NotForLetters => {}
            Line::Mobile => {
                self.warning(place, format!("{what} is a mobile number; is it the office's, and not a person's?"));
            }
            Line::Hotline => self.likely(
                place,
                format!("{what} is a hotline or a service number; it is no recipient, and is often dead from abroad"),
            ),
            Line::NoNumber => {
                self.likely(place, format!("{what} is no number that {country} or another country has given out"));
            }
            Line::Elsewhere(other) => {
                let other = other.map_or("no country".to_owned(), |other: Country| other.to_string());
                self.likely(place, format!("{what} is a number of {other}, and the office stands in {country}"));
            }
        }
    }

    /// A desk that answers for one purpose must not get letters by default.
    fn desk(&mut self, office: &Office, channel: &Channel, what: &str) {
        let words = text::fold(&format!(
            "{} {}",
            channel.desk.as_deref().unwrap_or_default(),
            channel.note.as_deref().unwrap_or_default()
        ));
        let place = &self.at(&channel.place, "desk");
        let desk = text::fold(channel.desk.as_deref().unwrap_or_default());
        if channel.usage == Usage::NotForLetters {
            return;
        }
        let is =
            |list: &[&str], words: &str| list.iter().find(|word| words.contains(**word)).map(|word| (*word).to_owned());
        if let Some(word) = is(&HOTLINES, &desk) {
            self.error(
                place,
                format!("{what} is a hotline ({word}), not a desk for letters; set use = \"not-for-letters\""),
            );
        } else if let Some(word) = is(&PURPOSES, &desk) {
            self.warning(
                place,
                format!("{what} is a desk for something else ({word}); set use = \"not-for-letters\" unless letters are read there"),
            );
        } else if let Some(word) = is(&OF_A_CASE, &words) {
            self.warning(
                &self.at(&channel.place, "note"),
                format!("{what} is for parties to a case, by its note ({word}); set use = \"not-for-letters\""),
            );
        } else if desk.contains("press") && !office.id.contains("press") {
            self.warning(
                place,
                format!("{what} is a press desk; set use = \"not-for-letters\" unless letters are read there"),
            );
        }
    }

    /// Where the value comes from, and since when it is known.
    fn provenance(&mut self, channel: &Channel, what: &str) {
        let place = &channel.place;
        match &channel.source {
            None if channel.checked.is_some() => {
                self.warning(place, format!("{what} has no source that a reader can open"));
            }
            None => self.error(place, format!("{what} has no source; name the page that shows it")),
            Some(_) => self.source(&self.at(place, "source"), what, channel.source.as_deref()),
        }
        self.in_future(&self.at(place, "source_date"), &format!("{what}: source_date"), channel.source_date);
        self.in_future(&self.at(place, "checked"), &format!("{what}: checked"), channel.checked);
        self.order(&self.at(place, "valid_until"), what, channel.valid_from, channel.valid_until);
        match channel.checked {
            _ if channel.usage == Usage::NotForLetters => {}
            None => {
                let message = format!("{what} was never confirmed by a person");
                self.add(Severity::Warning, About::Unconfirmed, place, message);
            }
            Some(day) if day <= self.today && channel.is_stale(self.today) => {
                let message = format!("{what} was last confirmed on {day}, more than twelve months ago");
                self.add(Severity::Warning, About::Unconfirmed, &self.at(place, "checked"), message);
            }
            Some(_) => {}
        }
    }
}
