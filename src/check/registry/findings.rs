//! What is found in one registry file, and the rules for single values that offices and channels share.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::words::{entity_in, without_list_mark};
use crate::address::Email;
use crate::check::finding::{About, Finding, Severity};
use crate::place::Place;
use crate::registry::{Contact, Layer, Office, Registry, Rejected, host_of};
use crate::text::{self, for_sentence};

/// What is known to be false or replaced.
pub(super) struct Lists<'a> {
    pub(super) layer: &'a Layer,
    pub(super) below: &'a Registry,
}

impl Lists<'_> {
    pub(super) fn rejected(&self, office: &Office, contact: &Contact) -> Option<&Rejected> {
        let own = self.layer.rejected.iter().find(|rejected| rejected.keeps_out(&office.id, contact));
        own.or_else(|| self.below.rejection(&office.id, contact))
    }

    /// Why the domain of a mailbox or a page is known to be replaced.
    pub(super) fn superseded(&self, domain: &str) -> Option<&str> {
        let mut known = self.layer.superseded.iter().chain(self.below.superseded());
        known.find(|known| known.covers(domain)).map(|known| known.reason.as_str())
    }
}

pub(super) struct Findings<'a> {
    pub(super) file: &'a str,
    pub(super) today: Date,
    /// The places of the file's values, by the place of what they belong to and their key.
    pub(super) places: BTreeMap<(Place, String), Place>,
    pub(super) found: Vec<Finding>,
}

impl Findings<'_> {
    /// Where the value of a key stands; where its office or channel does, if the key is not there.
    pub(super) fn at(&self, owner: &Place, key: &str) -> Place {
        self.places.get(&(owner.clone(), key.to_owned())).unwrap_or(owner).clone()
    }

    pub(super) fn error(&mut self, place: &Place, message: impl Into<String>) {
        self.add(Severity::Error, About::Else, place, message.into());
    }

    /// An error by all that is known, of a value that may be right all the same.
    pub(super) fn likely(&mut self, place: &Place, message: impl Into<String>) {
        self.add(Severity::Error, About::Likely, place, message.into());
    }

    pub(super) fn warning(&mut self, place: &Place, message: impl Into<String>) {
        self.add(Severity::Warning, About::Else, place, message.into());
    }

    pub(super) fn add(&mut self, severity: Severity, about: About, place: &Place, message: String) {
        self.found.push(Finding { severity, place: place.clone(), about, message });
    }

    /// The last day of something must not lie before its first.
    pub(super) fn order(&mut self, place: &Place, what: &str, from: Option<Date>, until: Option<Date>) {
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.error(place, format!("{what}: valid_until {until} lies before valid_from {from}"));
        }
    }

    /// What a text brought along from the list or the page it was copied from, or waits for.
    pub(super) fn copied(&mut self, place: &Place, what: &str, text: &str) {
        let quoted = for_sentence(text);
        if let Some(rest) = without_list_mark(text) {
            let rest = for_sentence(rest);
            self.error(place, format!("{what} \"{quoted}\" begins with the mark of a list; write \"{rest}\""));
        }
        if let Some(entity) = entity_in(text) {
            self.error(
                place,
                format!("{what} \"{quoted}\" has {entity}, a sign as web pages write it; type the sign itself"),
            );
        }
        if let Some(hole) = text::hole(text) {
            let hole = for_sentence(hole);
            self.error(place, format!("{what} \"{quoted}\" has something left to fill in: {hole}"));
        }
    }

    /// A separator at the end of a text, left over from a list.
    pub(super) fn separators(&mut self, place: &Place, what: &str, value: &str) {
        if let Some(sign) = value.chars().last().filter(|c| matches!(c, ';' | ',' | ':' | '/' | '|' | '-' | '–')) {
            self.error(place, format!("{what} \"{}\" ends with a stray `{sign}`", for_sentence(value)));
        }
    }

    /// Letters of two scripts side by side, in one word or in one line: some of them are look-alikes.
    pub(super) fn mixed_words(&mut self, place: &Place, what: &str, value: &str) {
        if !text::mixes_scripts(value) {
            return;
        }
        let word = value.split(|c: char| !c.is_alphabetic()).find(|word| text::mixes_scripts(word)).unwrap_or(value);
        // The sign that does not belong is of the script that has fewer of them.
        let latin: Vec<char> = word.chars().filter(char::is_ascii_alphabetic).collect();
        let sign = match latin.first() {
            Some(c) if latin.len() * 2 < word.chars().count() => format!("`{c}` is a letter of the Latin script"),
            _ => word.chars().find(|c| !c.is_ascii()).map(text::character).unwrap_or_default(),
        };
        let value = for_sentence(value);
        self.warning(place, format!("{what} \"{value}\" mixes scripts in \"{}\" ({sign})", for_sentence(word)));
    }

    pub(super) fn source(&mut self, place: &Place, what: &str, source: Option<&str>) {
        let Some(source) = source else { return };
        if !["https://", "http://"].iter().any(|scheme| source.starts_with(scheme)) {
            self.warning(
                place,
                format!("{what}: the source \"{}\" is no web address that a reader can open", for_sentence(source)),
            );
        }
        if is_reserved(source) {
            let message =
                format!("{what}: the source \"{}\" only stands in for a real page (RFC 2606)", for_sentence(source));
            self.add(Severity::Warning, About::Reserved, place, message);
        }
    }

    pub(super) fn in_future(&mut self, place: &Place, what: &str, day: Option<Date>) {
        if let Some(day) = day.filter(|day| *day > self.today) {
            self.error(place, format!("{what} is {day}, a day to come"));
        }
    }

    /// Signs that look like others or cannot be seen, in an address where each sign counts. `host` is
    /// the part of it that names a machine.
    pub(super) fn hidden_signs(&mut self, place: &Place, what: &str, written: &str, host: &str) {
        for c in written.chars().filter(|c| text::is_forbidden(*c) || c.is_whitespace() && *c != ' ') {
            self.error(
                place,
                format!("{what} holds a sign that cannot be seen (U+{:04X}); type it anew", u32::from(c)),
            );
        }
        for c in written.chars().filter(|c| text::is_odd_dash(*c)) {
            self.error(place, format!("{what} has {}; type it anew", text::character(c)));
        }
        let ends_plainly = host.rsplit('.').next().is_some_and(str::is_ascii);
        for label in host.split('.').filter(|label| !label.is_ascii()) {
            // Letters with accents are Latin and pass; a whole word of Cyrillic before .kz does not.
            let mixes = text::mixes_scripts(label) || ends_plainly && text::mixes_scripts(&format!("{label}a"));
            if let Some(sign) = label.chars().find(|c| !c.is_ascii() && c.is_alphabetic()).filter(|_| mixes) {
                let label = for_sentence(label);
                self.error(place, format!("{what}: \"{label}\" has {}; type it anew", text::character(sign)));
            }
        }
    }

    pub(super) fn reserved_host(&mut self, place: &Place, what: &str, url: &str) {
        if is_reserved(url) {
            let host = host_of(url).unwrap_or_default();
            let message = format!("{what}: {host} only stands in for a real site (RFC 2606)");
            self.add(Severity::Error, About::Reserved, place, message);
        }
    }
}

/// Whether a web address leads to a domain that exists in documents and trials only.
fn is_reserved(url: &str) -> bool {
    // What is reserved in a mailbox is reserved in a link.
    let mailbox = host_of(url).and_then(|host| format!("office@{host}").parse::<Email>().ok());
    mailbox.is_some_and(|email| email.reserved().is_some())
}
