//! What is found of an office in a text, each piece with its line.

use super::sorts::names_body;
use crate::locale::{Country, Language};
use crate::registry::contact::Contact;
use crate::registry::kind::OfficeKind;
use crate::registry::phone::Line;
use crate::registry::problem::ChannelProblem;
use crate::registry::search::kinds;
use crate::registry::search::words::words;

/// One office of a text, as far as it can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PastedOffice {
    /// The line it begins at, from 1.
    pub line: usize,
    /// Lines that name it: "Minister of Justice", then perhaps "Ministry of Justice of Narnia".
    pub names: Vec<PastedText>,
    /// What it is called where the text stands there once more in another language.
    pub other_names: Vec<(Language, PastedText)>,
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
        // A department of a ministry is none itself, and the ministry may be a line below.
        let kinds = || self.names.iter().filter_map(|name| kind_of(&name.text));
        let names: Vec<&str> = self.names.iter().map(|name| name.text.as_str()).collect();
        if is_part_of_ministry(&names) {
            return kinds().find(|kind| !kind.is_ministry());
        }
        kinds().find(|kind| *kind != OfficeKind::Ministry).or_else(|| kinds().next())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty() && self.persons.is_empty() && !self.has_values()
    }

    pub(super) fn has_values(&self) -> bool {
        !self.values.is_empty() || !self.post.is_empty()
    }
}

/// The kind that a name says. A vice-president heads no state.
fn kind_of(name: &str) -> Option<OfficeKind> {
    const VICE: [&str; 5] = ["vice", "deputy", "vize", "вице", "заместитель"];
    let kind = kinds::certain_in_text(name)?.kind;
    let is_head = matches!(kind, OfficeKind::HeadOfState | OfficeKind::HeadOfGovernment);
    let is_vice = || words(name).iter().any(|word| VICE.contains(&word.folded.as_str()));
    // Neither does "President, Jordan Bar Association".
    let is_of_body = || name.split_once(", ").is_some_and(|(_, body)| names_body(body));
    (!is_head || !is_vice() && !is_of_body()).then_some(kind)
}

/// Whether an office is a part of a ministry: "Department of Prisons of the Ministry of Justice", in one line or two.
fn is_part_of_ministry(names: &[&str]) -> bool {
    const PARTS: [&str; 37] = [
        "department",
        "directorate",
        "division",
        "section",
        "committee",
        "commission",
        "inspectorate",
        "agency",
        "service",
        "bureau",
        "unit",
        "abteilung",
        "direktion",
        "referat",
        "departement",
        "direction",
        "sousdirection",
        "comite",
        "agence",
        "inspection",
        "departamento",
        "direccion",
        "servicio",
        "agencia",
        "comision",
        "subsecretaria",
        "viceministerio",
        "департамент",
        "управление",
        "отдел",
        "комитет",
        "служба",
        "инспекция",
        "агентство",
        "департаменты",
        "баскармасы",
        "комитеті",
    ];
    const MINISTRIES: [&str; 4] = ["minist", "министерств", "министрл", "bakanl"];
    let all: Vec<String> = words(&names.join(" ")).into_iter().map(|word| word.folded).collect();
    let is_part = |word: &String| PARTS.contains(&word.as_str());
    let is_ministry =
        |word: &String| MINISTRIES.iter().any(|begin| word.starts_with(begin)) || word.ends_with("ministerium");
    let part = all.iter().position(is_part);
    let ministry = all.iter().position(is_ministry);
    let parts_kind = names.first().and_then(|name| kind_of(name));
    let is_named_itself = names.len() > 1
        && parts_kind.is_some_and(OfficeKind::is_ministry)
        && !names.first().is_some_and(|name| words(name).iter().any(|word| is_ministry(&word.folded)));
    part.zip(ministry).is_some_and(|(part, ministry)| part < ministry) && !is_named_itself
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_ministry_is_not_the_ministry() {
        for (names, kind) in [
            (&["Minister of Justice", "Ministry of Justice"][..], Some("justice-ministry")),
            (&["Department of Justice"], Some("justice-ministry")),
            (&["Department of Labour", "Ministry of Labour and Ice"], Some("labour-ministry")),
            (&["Department for Sentences of the Ministry of Justice"], None),
            (&["Human Rights Department", "Ministry of Justice"], None),
            (&["Prison Service, Ministry of Justice"], Some("prison")),
            (&["Департамент исполнения наказаний Министерства юстиции"], None),
            (&["Abteilung Strafvollzug im Justizministerium"], None),
        ] {
            let names = names.iter().map(|text| PastedText { text: (*text).to_owned(), line: 1 }).collect();
            let office = PastedOffice { names, ..PastedOffice::default() };
            assert_eq!(office.kind().map(OfficeKind::as_str), kind, "{:?}", office.names);
        }
    }
}
