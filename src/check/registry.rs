//! Rules a clean registry keeps, with the place of each breach. Most come from traps that real lists
//! and appeals have set: numbers with two plus signs, hyphens that are none, mailboxes of persons,
//! values made by pattern. Nothing is mended here.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Finding, Severity};
use crate::address::Reserved;
use crate::locale::{Country, Language};
use crate::place::Place;
use crate::registry::mailbox::{self, Nature};
use crate::registry::phone::{Line, Phone};
use crate::registry::{Channel, Contact, Layer, Office, Registry, RegistryError, Usage};
use crate::text::{self, for_sentence};

/// Everything that can be said about a registry file that is laid over `below`, in the order of the
/// file. `file` is its name in the findings.
pub fn registry(file: &str, text: &str, below: &Registry, today: Date) -> Vec<Finding> {
    let (layer, problems) = Layer::read(file, text);
    let (offices, incomplete) = layer.over(below);
    let mut findings = Findings { file, today, found: Vec::new() };
    for RegistryError { place, problem } in problems.into_iter().chain(incomplete) {
        findings.found.push(Finding { severity: Severity::Error, place, message: problem.to_string() });
    }
    let lists = Lists { layer: &layer, below };
    for office in &offices {
        findings.office(office, &lists);
        for channel in office.channels.iter().filter(|channel| channel.place.file == file) {
            findings.channel(office, channel, &lists);
        }
    }
    findings.among(&offices, below);
    findings.found.sort_by(|one, two| (&one.place, &one.message).cmp(&(&two.place, &two.message)));
    findings.found.dedup();
    findings.found
}

/// What is known to be false or replaced.
struct Lists<'a> {
    layer: &'a Layer,
    below: &'a Registry,
}

impl Lists<'_> {
    fn rejected(&self, office: &Office, contact: &Contact) -> Option<(&str, &Place)> {
        let own = self.layer.rejected.iter().find(|rejected| rejected.keeps_out(&office.id, contact));
        own.or_else(|| self.below.rejection(&office.id, contact))
            .map(|rejected| (rejected.reason.as_str(), &rejected.place))
    }

    /// Why the domain of a mailbox or a page is known to be replaced.
    fn superseded(&self, domain: &str) -> Option<&str> {
        let mut known = self.layer.superseded.iter().chain(self.below.superseded());
        known.find(|known| known.covers(domain)).map(|known| known.reason.as_str())
    }
}

/// Words of desks that are no recipients.
const HOTLINES: [&str; 7] =
    ["hotline", "hot line", "helpline", "call centre", "call center", "contact centre", "горячая линия"];

/// Words of desks that answer for something else.
const PURPOSES: [&str; 9] =
    ["visa", "consular", "passport", "hearing", "cassation", "party-to-case", "parties to", "tender", "vacanc"];

/// A channel with the office it belongs to.
type Owned<'a> = (&'a Office, &'a Channel);

struct Findings<'a> {
    file: &'a str,
    today: Date,
    found: Vec<Finding>,
}

impl Findings<'_> {
    fn error(&mut self, place: &Place, message: impl Into<String>) {
        self.found.push(Finding { severity: Severity::Error, place: place.clone(), message: message.into() });
    }

    fn warning(&mut self, place: &Place, message: impl Into<String>) {
        self.found.push(Finding { severity: Severity::Warning, place: place.clone(), message: message.into() });
    }

    /// Rules about an office itself; only where this file describes it.
    fn office(&mut self, office: &Office, lists: &Lists<'_>) {
        if office.place.file != self.file {
            return;
        }
        let (place, id) = (&office.place, &office.id);
        let texts = office.names.values().chain(&office.aliases);
        for name in texts.clone().chain(office.salutation.values()).chain(office.form_of_address.values()) {
            if let Some(person) = person_in(name) {
                self.warning(
                    place,
                    format!(
                        "{id}: \"{}\" names a person ({person}); people change, write to the office",
                        for_sentence(name)
                    ),
                );
            }
        }
        for name in texts {
            if let Some(rest) = without_list_number(name) {
                self.error(
                    place,
                    format!(
                        "{id}: the name \"{}\" begins with the number of a list; write \"{rest}\"",
                        for_sentence(name)
                    ),
                );
            }
            self.separators(place, &format!("{id}: the name"), name);
            self.mixed_words(place, &format!("{id}: the name"), name);
        }
        if office.is_embassy() && (office.represents.is_none() || office.host.is_none()) {
            self.warning(place, format!("{id}: a mission needs represents and host, or --embassy cannot find it"));
        }
        if let (Some(from), Some(until)) = (office.valid_from, office.valid_until)
            && until < from
        {
            self.error(place, format!("{id}: valid_until {until} lies before valid_from {from}"));
        }
        if office.valid_until.is_some_and(|until| until < self.today) {
            self.warning(
                place,
                format!("{id}: what is said of it held until {}", office.valid_until.unwrap_or(self.today)),
            );
        }
        let elsewhere = office.accredited_to.iter().filter(|known| Some(known.country) != office.host);
        let unproven = elsewhere.clone().filter(|known| known.source.is_none() && office.source.is_none());
        let unproven: Vec<&str> = unproven.map(|known| known.country.code()).collect();
        if let Some(country) = unproven.first() {
            self.warning(
                place,
                format!(
                    "{id}: accredited to {} without a source, and accreditations change; write \
                     {{ country = \"{country}\", source = \"https://…\", source_date = 2026-01-31 }}, or give the office a source",
                    unproven.join(", ")
                ),
            );
        }
        for known in elsewhere {
            self.in_future(
                place,
                &format!("{id}: source_date of the accreditation to {}", known.country),
                known.source_date,
            );
        }
        if let Some(site) = &office.website {
            self.hidden_signs(place, &format!("{id}: the web site"), site);
            self.reserved_host(place, &format!("{id}: the web site"), site);
            if let Some(reason) = host_of(site).and_then(|host| lists.superseded(host)) {
                self.warning(place, format!("{id}: the web site {site} is superseded: {reason}"));
            }
        }
        self.source(place, &format!("{id}: source"), office.source.as_deref());
        self.in_future(place, &format!("{id}: source_date"), office.source_date);
    }

    /// Rules about one channel.
    fn channel(&mut self, office: &Office, channel: &Channel, lists: &Lists<'_>) {
        let place = &channel.place;
        let (word, value) = (channel.contact.word(), channel.contact.value());
        let what = format!("{word} \"{}\" of {}", for_sentence(&value), office.id);
        if let Some((reason, listed)) = lists.rejected(office, &channel.contact) {
            self.error(place, format!("{what} stands on the reject list: {reason} ({listed})"));
        }
        match &channel.contact {
            Contact::Email(email) => {
                self.hidden_signs(place, &what, &channel.written);
                if let Some(reserved) = email.reserved() {
                    let why = match reserved {
                        Reserved::StandIn => "only stands in for a real address",
                        Reserved::Testing => "is for trials on one machine",
                    };
                    self.error(place, format!("{what}: the domain {} {why} (RFC 2606)", email.domain()));
                }
                self.mailbox(office, channel, &what);
                if let Some(reason) = lists.superseded(email.domain()) {
                    self.warning(place, format!("{what}: the domain {} is superseded: {reason}", email.domain()));
                }
            }
            Contact::Phone(number) | Contact::Fax(number) => self.number(office, channel, number, &what),
            Contact::Form(url) => {
                self.hidden_signs(place, &what, url);
                self.reserved_host(place, &what, url);
                if channel.needs.is_none() {
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
                let of = format!("post of {}: the line", office.id);
                for line in lines {
                    self.separators(place, &of, line);
                    self.mixed_words(place, &of, line);
                    if let Some(rest) = without_list_number(line) {
                        self.error(place, format!("{what}: a line begins with the number of a list; write \"{rest}\""));
                    }
                }
            }
        }
        if channel.needs.is_some() && word != "form" {
            self.warning(place, format!("{what}: needs is for web forms"));
        }
        if channel.note.as_deref().is_some_and(|note| text::fold(note).contains("disputed")) {
            self.warning(place, format!("{what} is disputed, by its note"));
        }
        self.desk(office, channel, &what);
        self.provenance(channel, &what);
    }

    fn mailbox(&mut self, office: &Office, channel: &Channel, what: &str) {
        let Contact::Email(email) = &channel.contact else { return };
        let english = Language::english();
        let mut places: Vec<String> = office.seat.iter().cloned().collect();
        places.extend(office.names.values().cloned());
        let states = [office.country, office.represents, office.host];
        places.extend(states.into_iter().flatten().map(|state| state.name_in(&english)));
        places.extend(office.id.split('-').map(str::to_owned));
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        match mailbox::nature(email, &places) {
            Nature::Personal if channel.usage == Usage::NotForLetters => self.warning(
                &channel.place,
                format!("{what} looks like a person's own mailbox; a registry holds offices only"),
            ),
            Nature::Personal => self.error(
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
        if channel.written != number.as_str() {
            self.warning(
                place,
                format!(
                    "{what} is written as \"{}\"; write value = \"{}\" and keep the other form in printed",
                    for_sentence(&channel.written),
                    number.as_str()
                ),
            );
        }
        let Some(country) = office.stands_in() else { return };
        match number.line(country) {
            Line::Fits => {}
            Line::Hotline if channel.usage == Usage::NotForLetters => {}
            Line::Hotline => self.error(
                place,
                format!("{what} is a hotline or a service number; it is no recipient, and is often dead from abroad"),
            ),
            Line::NoNumber => {
                self.error(place, format!("{what} is no number that {country} or another country has given out"));
            }
            Line::Elsewhere(other) => {
                let other = other.map_or("no country".to_owned(), |other: Country| other.to_string());
                self.error(place, format!("{what} is a number of {other}, and the office stands in {country}"));
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
        let desk = text::fold(channel.desk.as_deref().unwrap_or_default());
        if channel.usage == Usage::NotForLetters {
            return;
        }
        let is =
            |list: &[&str], words: &str| list.iter().find(|word| words.contains(**word)).map(|word| (*word).to_owned());
        if let Some(word) = is(&HOTLINES, &desk) {
            self.error(
                &channel.place,
                format!("{what} is a hotline ({word}), not a desk for letters; set use = \"not-for-letters\""),
            );
        } else if let Some(word) = is(&PURPOSES, &desk) {
            self.warning(
                &channel.place,
                format!("{what} is a desk for something else ({word}); set use = \"not-for-letters\" unless letters are read there"),
            );
        } else if let Some(word) = is(&["hearing", "cassation", "party-to-case", "parties to"], &words) {
            self.warning(
                &channel.place,
                format!("{what} is for parties to a case, by its note ({word}); set use = \"not-for-letters\""),
            );
        } else if desk.contains("press") && !office.id.contains("press") {
            self.warning(
                &channel.place,
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
            Some(_) => self.source(place, what, channel.source.as_deref()),
        }
        self.in_future(place, &format!("{what}: source_date"), channel.source_date);
        self.in_future(place, &format!("{what}: checked"), channel.checked);
        if let (Some(from), Some(until)) = (channel.valid_from, channel.valid_until)
            && until < from
        {
            self.error(place, format!("{what}: valid_until {until} lies before valid_from {from}"));
        }
        match channel.checked {
            _ if channel.usage == Usage::NotForLetters => {}
            None => self.warning(place, format!("{what} was never confirmed by a person")),
            Some(day) if day <= self.today && channel.is_stale(self.today) => {
                self.warning(place, format!("{what} was last confirmed on {day}, more than twelve months ago"));
            }
            Some(_) => {}
        }
    }

    fn source(&mut self, place: &Place, what: &str, source: Option<&str>) {
        let Some(source) = source else { return };
        if !["https://", "http://"].iter().any(|scheme| source.starts_with(scheme)) {
            self.warning(
                place,
                format!("{what}: the source \"{}\" is no web address that a reader can open", for_sentence(source)),
            );
        }
    }

    fn in_future(&mut self, place: &Place, what: &str, day: Option<Date>) {
        if let Some(day) = day.filter(|day| *day > self.today) {
            self.error(place, format!("{what} is {day}, a day to come"));
        }
    }

    /// Signs that look like others or cannot be seen, in an address where each sign counts.
    fn hidden_signs(&mut self, place: &Place, what: &str, written: &str) {
        for c in written.chars().filter(|c| text::is_forbidden(*c) || *c == '\u{a0}') {
            self.error(
                place,
                format!("{what} holds a sign that cannot be seen (U+{:04X}); type it anew", u32::from(c)),
            );
        }
        for label in written.split(['@', '.', '/', ':']) {
            let signs: Vec<char> = label.chars().filter(|c| !c.is_ascii() && text::look_alike(*c).is_some()).collect();
            let Some(sign) = signs.first() else { continue };
            let all_look_alike = label.chars().all(|c| c.is_ascii() || text::look_alike(c).is_some());
            if !sign.is_alphabetic() || !text::is_of_one_script(label) || all_look_alike {
                self.error(
                    place,
                    format!("{what}: \"{}\" has {}; type it anew", for_sentence(label), text::character(*sign)),
                );
            }
        }
    }

    fn reserved_host(&mut self, place: &Place, what: &str, url: &str) {
        let Some(host) = host_of(url) else { return };
        // What is reserved in an address is reserved in a link.
        let reserved =
            format!("office@{host}").parse::<crate::address::Email>().is_ok_and(|email| email.reserved().is_some());
        if reserved {
            self.error(place, format!("{what}: {host} only stands in for a real site (RFC 2606)"));
        }
    }

    /// A separator at the end of a text, left over from a list.
    fn separators(&mut self, place: &Place, what: &str, value: &str) {
        if let Some(sign) = value.chars().last().filter(|c| matches!(c, ';' | ',' | ':' | '/' | '|' | '-' | '–')) {
            self.error(place, format!("{what} \"{}\" ends with a stray `{sign}`", for_sentence(value)));
        }
    }

    /// Words in which letters of two scripts stand side by side: one of them is a look-alike.
    fn mixed_words(&mut self, place: &Place, what: &str, value: &str) {
        for word in value.split(|c: char| !c.is_alphabetic()).filter(|word| !text::is_of_one_script(word)) {
            // The sign that does not belong is of the script that has fewer of them.
            let latin: Vec<char> = word.chars().filter(char::is_ascii).collect();
            let sign = if latin.len() * 2 < word.chars().count() {
                latin.first().map(|c| format!(" (`{c}` is a Latin letter)"))
            } else {
                let other = word.chars().find(|c| text::look_alike(*c).is_some());
                other.map(|c| format!(" ({})", text::character(c)))
            };
            let sign = sign.unwrap_or_default();
            self.warning(place, format!("{what} \"{}\" mixes scripts in \"{word}\"{sign}", for_sentence(value)));
        }
    }

    /// Rules about offices side by side.
    fn among(&mut self, offices: &[Office], below: &Registry) {
        let mut first: HashMap<(&str, String), Owned<'_>> = HashMap::new();
        let known = below.offices().filter(|office| !offices.iter().any(|own| own.id == office.id));
        for (office, channel) in offices.iter().chain(known).flat_map(channels_of) {
            let key = (channel.contact.word(), channel.contact.value().to_lowercase());
            let Some((other, earlier)) = first.get(&key) else {
                first.insert(key, (office, channel));
                continue;
            };
            let what = format!("{} \"{}\"", key.0, for_sentence(&channel.contact.value()));
            // The finding stands in the file that is checked, whichever of the two is there.
            let (here, there) = if channel.place.file == self.file { (channel, *earlier) } else { (*earlier, channel) };
            let (own, foreign) = if channel.place.file == self.file { (office, *other) } else { (*other, office) };
            if here.place.file != self.file {
                continue;
            }
            let words = if own.id == foreign.id {
                format!("{what} stands twice under {}, at {} too", own.id, there.place)
            } else {
                format!(
                    "{what} stands under {} and, at {}, under {}; one of them may be wrong",
                    own.id, there.place, foreign.id
                )
            };
            self.warning(&here.place, words);
        }
        self.one_pattern(offices);
        self.accredited_twice(offices, below);
    }

    /// Mailboxes that are their city's name at one domain: lists that were made up look like this.
    fn one_pattern(&mut self, offices: &[Office]) {
        const MANY: usize = 3;
        let mut alike: HashMap<(&str, Option<&str>), Vec<Owned<'_>>> = HashMap::new();
        for (office, channel) in channels(offices) {
            let Contact::Email(email) = &channel.contact else { continue };
            let local = text::slug(email.local());
            let mut places = office.names.values().flat_map(|name| name.split_whitespace()).map(text::slug);
            let seat = office.seat.as_deref().map(text::slug).unwrap_or_default();
            if local.len() > 2 && (local == seat || places.any(|place| place == local)) {
                alike.entry((email.domain(), channel.source.as_deref())).or_default().push((office, channel));
            }
        }
        for ((domain, source), channels) in alike.into_iter().filter(|(_, channels)| channels.len() >= MANY) {
            let source = if source.is_some() { "one source for all" } else { "no source" };
            for (office, channel) in &channels {
                self.warning(
                    &channel.place,
                    format!(
                        "email \"{}\" of {}: {} mailboxes at {domain} are their city's name and have {source}; \
                         lists made by pattern look like this",
                        channel.contact.value(),
                        office.id,
                        channels.len()
                    ),
                );
            }
        }
    }

    /// Two embassies of one state that are both said to be accredited to a third.
    fn accredited_twice(&mut self, offices: &[Office], below: &Registry) {
        let file = self.file;
        for office in offices.iter().filter(|office| office.is_embassy() && office.place.file == file) {
            let Some(state) = office.represents else { continue };
            let others = offices
                .iter()
                .chain(below.missions(state))
                .filter(|other| other.id != office.id && other.is_embassy() && other.represents == Some(state));
            let others: Vec<&Office> = others.collect();
            for known in office.accredited_to.iter().filter(|known| Some(known.country) != office.host) {
                let twice = others.iter().find(|other| other.is_accredited_to(known.country, Some(self.today)));
                if let Some(other) = twice.filter(|_| office.is_accredited_to(known.country, Some(self.today))) {
                    self.warning(
                        &office.place,
                        format!(
                            "{} and {} are both said to be accredited to {}; one of them may be out of date",
                            office.id, other.id, known.country
                        ),
                    );
                }
            }
        }
    }
}

fn channels(offices: &[Office]) -> impl Iterator<Item = Owned<'_>> {
    offices.iter().flat_map(channels_of)
}

fn channels_of(office: &Office) -> impl Iterator<Item = Owned<'_>> {
    office.channels.iter().map(move |channel| (office, channel))
}

fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.split(['/', ':', '?', '#']).next().filter(|host| !host.is_empty())
}

/// A name without the number of a list in front of it: `2. Foreign Ministry`, `3) Court`.
fn without_list_number(name: &str) -> Option<&str> {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = name.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')']).filter(|rest| rest.starts_with(' '))?;
    ((1..=2).contains(&number) && rest.trim().chars().next().is_some_and(char::is_uppercase)).then(|| rest.trim())
}

/// A person named in a text: initials before or behind a surname, or a title before a name.
fn person_in(name: &str) -> Option<String> {
    const TITLES: [&str; 12] =
        ["mr", "mrs", "ms", "dr", "prof", "judge", "herr", "frau", "monsieur", "madame", "г-н", "г-жа"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_initial = |word: &str| {
        let mut letters = word.chars();
        matches!((letters.next(), letters.next(), letters.next()), (Some(c), Some('.'), None) if c.is_uppercase())
    };
    let is_surname = |word: &str| {
        let mut letters = word.trim_matches([',', '.']).chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() > 1
            && letters.all(|c| c.is_lowercase() || c == '-')
    };
    words.windows(2).enumerate().find_map(|(at, pair)| {
        let title = TITLES.contains(&pair[0].trim_end_matches('.').to_lowercase().as_str()) && is_surname(pair[1]);
        let behind = is_initial(pair[0]) && is_surname(pair[1]);
        let is_title = TITLES.contains(&pair[0].to_lowercase().as_str());
        let before = is_surname(pair[0]) && !is_title && is_initial(pair[1]);
        // "U. S. Embassy" has initials and no person.
        let office_words = ["Embassy", "Court", "Ministry", "Department", "Government", "Congress", "Senate"];
        let is_office = office_words.contains(&pair[1]);
        let from = if at > 0 && is_initial(words[at - 1]) { at - 1 } else { at };
        ((title || behind || before) && !is_office).then(|| words[from..=at + 1].join(" "))
    })
}
