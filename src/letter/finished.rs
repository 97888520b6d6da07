//! The finished letter, which is all that whatever comes after it reads.

use jiff::civil::Date;

use super::body::{Block, plain_blocks};
use super::details::Details;
use super::markdown::markdown;
use crate::address::Email;
use crate::campaign::Person;
use crate::locale::{Country, Digits, Language};
use crate::registry::Office;
use crate::signatory::Signatory;

/// Characters of a subject, a salutation and a closing.
pub(super) const LINE_MOST: usize = 200;

/// The finished letter of one signatory to one office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter<'a> {
    /// The campaign's id.
    pub campaign: &'a str,
    /// The version of the campaign's text.
    pub version: u32,
    /// The office it goes to.
    pub office: &'a Office,
    /// Who signs.
    pub signatory: &'a Signatory,
    /// The day it is written.
    pub date: Date,
    /// The same letter in each language asked for; at least one.
    pub parts: Vec<Part>,
    /// Addresses that get a visible copy.
    pub copies: &'a [Email],
    /// Offices that get a copy for information.
    pub copy_offices: Vec<&'a Office>,
    /// What the office gets.
    pub role: Role,
    /// Whom the campaign is about.
    pub persons: &'a [Person],
    /// The campaign's own page on the web.
    pub page: Option<&'a str>,
    /// What it bears beside its text.
    pub details: &'a Details,
    /// Whether the signatory edited its subject or text.
    pub is_edited: bool,
}

/// What an office gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The letter.
    Letter,
    /// A copy of the letter to others, for information.
    Copy,
    /// A short cover that asks to forward the letter to others, with that letter below it.
    Cover,
}

impl Role {
    /// The word in files and for other programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Copy => "copy",
            Self::Cover => "cover",
        }
    }
}

/// The letter in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub language: Language,
    /// The day, written out.
    pub date: String,
    /// The digits of that day, which all numbers of the letter that are not in its text have.
    pub digits: Digits,
    /// The office's name.
    pub office: String,
    /// The form of address above its name, where the registry knows one. A holder's title stands in its place.
    pub form_of_address: Option<String>,
    /// Who holds the office on that day, with their title.
    pub holder: Option<String>,
    /// One line.
    pub subject: String,
    /// Above it, on a copy for information: that it is one, and whose letter it is a copy of.
    pub mark: Option<String>,
    /// How it begins.
    pub salutation: String,
    /// What it says.
    pub body: Vec<Block>,
    /// What it asks for, one by one.
    pub demands: Vec<String>,
    /// How it ends.
    pub closing: String,
    /// What a caller says instead.
    pub phone: Option<String>,
    /// Below the signature of a cover: the letter that it asks to forward.
    pub enclosed: Vec<Block>,
}

impl Letter<'_> {
    /// The part in the first language asked for.
    pub fn first(&self) -> &Part {
        &self.parts[0]
    }

    /// The subject, in all languages of the letter.
    pub fn subject(&self) -> String {
        let subjects: Vec<&str> = self.parts.iter().map(|part| part.subject.as_str()).collect();
        subjects.join(" / ")
    }

    /// Everyone who gets a copy by e-mail: the office's copy desks, the addresses of the letter, the offices that get
    /// a copy; nobody twice, and nobody who gets the letter itself.
    pub fn all_copies(&self) -> Vec<Email> {
        let to = self.office.emails();
        let mut copies: Vec<Email> = Vec::new();
        let of_offices: Vec<Email> = self.copy_offices.iter().flat_map(|office| office.all_emails()).collect();
        for email in self.office.copy_emails().iter().chain(self.copies).chain(&of_offices) {
            if !to.iter().chain(&copies).any(|known| known.is_same_mailbox(email)) {
                copies.push(email.clone());
            }
        }
        copies
    }

    /// Who gets a copy, as the letter itself names them: addresses, offices by their names, those without e-mail.
    pub fn copies_named(&self, part: &Part) -> Vec<String> {
        let offices = self.copy_offices.iter().map(|office| office.name_in(&part.language).into_owned());
        let names = self.details.copy_names.iter().cloned();
        self.copies.iter().map(ToString::to_string).chain(offices).chain(names).collect()
    }

    /// Who the letter is to, line by line: form of address, holder, name, postal address.
    pub fn addressee(&self, part: &Part) -> Vec<String> {
        let mut lines: Vec<String> = part.named().cloned().collect();
        lines.extend(self.postal_lines(&part.language));
        lines
    }

    /// The same for an envelope: the country in a language of the state it is posted in, whose sorters
    /// read it.
    pub fn addressee_in_post(&self, part: &Part) -> Vec<String> {
        let mut lines: Vec<String> = part.named().cloned().collect();
        let language = self.signatory.country.and_then(Country::main_language);
        lines.extend(self.postal_lines(&language.unwrap_or_else(|| part.language.clone())));
        lines
    }

    /// The office's postal address, or the city alone where nothing more is known; its country last when the letter
    /// crosses a border.
    fn postal_lines(&self, language: &Language) -> Vec<String> {
        let mut lines = match (self.office.post(), &self.office.seat) {
            (Some(post), _) => post.to_vec(),
            (None, Some(city)) => vec![city.clone()],
            (None, None) => return Vec::new(),
        };
        if let Some(country) = self.office.stands_in()
            && self.signatory.country != Some(country)
        {
            let name = language.capitals(&country.name_in(language));
            if lines.last().is_none_or(|last| language.capitals(last) != name) {
                lines.push(name);
            }
        }
        lines
    }

    /// The sender's country under their address, in capitals, when the letter crosses a border and they do not give
    /// it themselves.
    pub fn sender_country(&self, language: &Language) -> Option<String> {
        let (own, last) = (self.signatory.country?, self.signatory.address.last()?);
        if self.office.stands_in()? == own {
            return None;
        }
        let known = [Some(language.clone()), Some(Language::english()), own.main_language()];
        let last = last.to_lowercase();
        let is_given = known.into_iter().flatten().any(|language| own.name_in(&language).to_lowercase() == last);
        (!is_given).then(|| language.capitals(&own.name_in(language)))
    }

    /// The signature line by line: name, role, organisation, address, e-mail.
    pub fn signature(&self) -> Vec<String> {
        let signatory = self.signatory;
        let texts = [&signatory.name, &signatory.role, &signatory.organisation];
        let mut lines: Vec<String> = texts.into_iter().flatten().cloned().collect();
        lines.extend(signatory.address_below_names().iter().cloned());
        lines.extend(signatory.email.as_ref().map(ToString::to_string));
        lines
    }

    /// Who signs beside the signatory: name and role.
    pub fn second_signature(&self) -> Vec<String> {
        let second = self.details.second.iter();
        second.flat_map(|second| [Some(&second.name), second.role.as_ref()]).flatten().cloned().collect()
    }

    /// Both signatures, with an empty line between them.
    pub fn signatures(&self) -> Vec<String> {
        let (mut lines, second) = (self.signature(), self.second_signature());
        if !second.is_empty() {
            lines.push(String::new());
        }
        lines.extend(second);
        lines
    }
}

impl Part {
    /// Whom the letter is meant for, above the postal address.
    fn named(&self) -> impl Iterator<Item = &String> {
        self.form_of_address.iter().chain(&self.holder).chain([&self.office])
    }

    /// Subject line aside, everything the letter says, without markup: paragraphs by empty lines.
    pub fn plain_text(&self) -> String {
        plain_blocks(&self.body)
    }

    /// The same as Markdown, as a person edits it.
    pub fn markdown(&self) -> String {
        markdown(&self.body)
    }

    /// What is below the signature of a cover, in the same way.
    pub fn enclosed_text(&self) -> Option<String> {
        (!self.enclosed.is_empty()).then(|| plain_blocks(&self.enclosed).trim_end().to_owned())
    }
}
