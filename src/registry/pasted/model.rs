//! What is found of an office in a text, each piece with its line.

use crate::locale::Country;
use crate::registry::contact::Contact;
use crate::registry::kind::OfficeKind;
use crate::registry::phone::Line;
use crate::registry::problem::ChannelProblem;
use crate::registry::search::kinds;

/// One office of a text, as far as it can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PastedOffice {
    /// The line it begins at, from 1.
    pub line: usize,
    /// Lines that name it: "Minister of Justice", then perhaps "Ministry of Justice of Narnia".
    pub names: Vec<PastedText>,
    /// Lines that name a person: "Mr Jo Smith".
    pub persons: Vec<PastedText>,
    /// Its postal address, without its name and its country.
    pub post: Vec<PastedText>,
    /// The state that the last line of the address names, else the one that its name does. That of a mission is the
    /// one that sends it.
    pub country: Option<Country>,
    /// Where a mission stands.
    pub host: Option<Country>,
    /// E-mail addresses, telephone and fax numbers, web forms, in their order.
    pub values: Vec<PastedValue>,
    /// Web pages that nothing says to be a form.
    pub pages: Vec<PastedText>,
    /// How a letter to it begins.
    pub salutation: Option<PastedText>,
    /// Addresses that get a copy.
    pub copies: Vec<PastedValue>,
    /// What found no place: for a person to read.
    pub leftovers: Vec<PastedText>,
}

/// A piece of text and the line it stands in, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedText {
    /// The text.
    pub text: String,
    /// The line.
    pub line: usize,
}

/// A value by which an office can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedValue {
    /// The type of channel: `email`, `phone`, `fax` or `form`.
    pub word: &'static str,
    /// As it is printed; empty where there is only a label.
    pub printed: String,
    /// What it is.
    pub read: Read,
    /// The line it stands in, from 1.
    pub line: usize,
}

/// What a printed value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// The value.
    Value(Contact),
    /// The value that the printed form stands for.
    Mended(Contact, Mended),
    /// A label with nothing behind it.
    Missing,
    /// `[email protected]`: a web page hid the address from robots.
    Hidden,
    /// Nothing that could be used, and why.
    Unreadable(ChannelProblem),
}

/// In what form a value is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mended {
    /// `++7 7172 747570`.
    DoubledPlus,
    /// `+44 (0)20 7925 1757`.
    Trunk,
    /// `0090 312 419 33 70`.
    Abroad,
    /// Without the country's code: a valid number of the office's own country.
    National,
    /// `justice (at) gov (dot) example`.
    Spelled,
}

impl PastedValue {
    /// The contact, as it is printed or as its printed form stands for it.
    pub fn contact(&self) -> Option<&Contact> {
        match &self.read {
            Read::Value(contact) | Read::Mended(contact, _) => Some(contact),
            Read::Missing | Read::Hidden | Read::Unreadable(_) => None,
        }
    }
}

impl PastedValue {
    /// Whether it is a telephone number of another state than this one.
    pub fn is_of_another_state(&self, state: Country) -> bool {
        match self.contact() {
            Some(Contact::Phone(number) | Contact::Fax(number)) => {
                matches!(number.line(state), Line::Elsewhere(Some(_)))
            }
            _ => false,
        }
    }
}

impl PastedOffice {
    /// The kind of office that its name says; `Ministry` when all that it says is "minister".
    pub fn kind(&self) -> Option<OfficeKind> {
        let kinds =
            || self.names.iter().filter_map(|name| kinds::certain_in_text(&name.text)).map(|phrase| phrase.kind);
        kinds().find(|kind| *kind != OfficeKind::Ministry).or_else(|| kinds().next())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.persons.is_empty() && !self.has_values()
    }

    pub(super) fn has_values(&self) -> bool {
        !self.values.is_empty() || !self.post.is_empty()
    }
}
