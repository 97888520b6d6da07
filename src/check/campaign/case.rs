//! A campaign on the table: its texts, its offices, where its values stand, and what has been found so far.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::flaw::{CampaignFinding, Flaw};
use super::numbers::Months;
use super::words::{self, Words};
use crate::campaign::{Campaign, Model, Text, TextPart, VALUE, ValueOf};
use crate::locale::Language;
use crate::place::Place;
use crate::registry::{Office, Registry};
use crate::signatory::Voice;

/// What is looked at.
pub(super) struct Case<'a> {
    pub(super) campaign: &'a Campaign,
    /// The text of `campaign.toml`, and its name.
    pub(super) facts: (&'a str, &'a str),
    /// Where the values of `campaign.toml` stand, by their keys: `title`, `persons.0.name`, `copy_to.1`.
    pub(super) values: BTreeMap<String, ValueOf>,
    pub(super) letters: Vec<Letter<'a>>,
    pub(super) registry: &'a Registry,
    /// The offices that get a letter, each with the place that names it.
    pub(super) offices: Vec<(&'a Office, Place)>,
    pub(super) today: Date,
}

/// A model letter.
pub(super) struct Letter<'a> {
    pub(super) language: &'a Language,
    pub(super) model: &'a Model,
    pub(super) singular: Vec<Text<'a>>,
    pub(super) plural: Vec<Text<'a>>,
    pub(super) words: &'static Words,
    pub(super) months: Months,
}

impl<'a> Letter<'a> {
    pub(super) fn of(language: &'a Language, model: &'a Model) -> Self {
        let texts = |voice| model.texts(voice);
        let (singular, plural) = (texts(Voice::Singular), texts(Voice::Plural));
        Self { language, model, singular, plural, words: words::of(language), months: Months::of(language) }
    }

    /// Its texts as several people read them.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text<'a>> {
        self.plural.iter()
    }

    pub(super) fn part(&self, part: TextPart) -> Option<&Text<'a>> {
        self.plural.iter().find(|text| text.part == part)
    }

    pub(super) fn body(&self) -> Option<&Text<'a>> {
        self.part(TextPart::Body)
    }

    pub(super) fn demands(&self) -> impl Iterator<Item = &Text<'a>> {
        self.plural.iter().filter(|text| matches!(text.part, TextPart::Demand(_)))
    }

    /// Where the file begins.
    pub(super) fn start(&self) -> Place {
        Place { file: self.model.file.clone(), line: 1, column: 1 }
    }

    /// Where a part begins, or the file where it has none.
    pub(super) fn place_of(&self, part: TextPart) -> Place {
        self.part(part).map_or_else(|| self.start(), |text| text.place(first_sign(&text.text)))
    }

    /// Where a piece of text stands in one of its texts.
    pub(super) fn find(&self, piece: &str) -> Option<Place> {
        let within = |text: &Text<'a>| text.text.find(piece).map(|at| text.place(at));
        self.singular.iter().chain(&self.plural).find_map(within)
    }
}

/// The first byte of a text that is no white space.
pub(super) fn first_sign(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The lines of a text that say something, each with its first byte; the mark of a list is no part of it.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at + first_sign(line);
        at += line.len();
        let line = line.trim();
        (!line.is_empty()).then_some((start, line))
    })
}

/// The paragraphs of a text, each with its first byte.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive("\n\n").filter_map(move |piece| {
        let start = at + first_sign(piece);
        at += piece.len();
        let piece = piece.trim();
        (!piece.is_empty()).then_some((start, piece))
    })
}

/// The sentences of a text, each with its first byte: they end with a line or behind a full stop, but not behind an
/// abbreviation.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let ends = text.char_indices().filter_map(move |(at, c)| {
        let rest = &text[at + c.len_utf8()..];
        let is_abbreviation = || {
            let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            words::is_abbreviation(word) || rest.trim_start().chars().next().is_none_or(char::is_lowercase)
        };
        let is_end = c == '\n' || matches!(c, '.' | '!' | '?') && rest.starts_with(' ') && !is_abbreviation();
        is_end.then_some(at + c.len_utf8())
    });
    ends.chain(std::iter::once(text.len())).filter_map(move |end| {
        let piece = &text[start..end];
        let at = start + first_sign(piece);
        start = end;
        (!piece.trim().is_empty()).then(|| (at, piece.trim()))
    })
}

/// Whether a line has nothing but values and the signs between them.
pub(super) fn is_values_only(line: &str) -> bool {
    line.contains(VALUE) && !line.chars().any(char::is_alphanumeric)
}

/// What has been found.
#[derive(Default)]
pub(super) struct Findings(pub(super) Vec<CampaignFinding>);

impl Findings {
    pub(super) fn say(&mut self, place: Place, flaw: Flaw) {
        let finding = CampaignFinding { place, flaw };
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }
}

impl Case<'_> {
    /// Where a value of `campaign.toml` stands; the first line where it has none.
    pub(super) fn at(&self, key: &str) -> Place {
        let start = || Place { file: self.facts.0.to_owned(), line: 1, column: 1 };
        self.values.get(key).map_or_else(start, |value| value.place.clone())
    }

    /// Where a byte of the title stands.
    pub(super) fn in_title(&self, at: usize) -> Place {
        let title = self.at("title");
        Place { column: title.column + 1 + self.campaign.title[..at].chars().count(), ..title }
    }

    /// Whether `campaign.toml` has a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// The texts of a list, each with its place.
    pub(super) fn list(&self, key: &str) -> Vec<(&str, &Place)> {
        let entries = (0..).map_while(|n| self.values.get(&format!("{key}.{n}")));
        entries.filter_map(|value| Some((value.text.as_deref()?, &value.place))).collect()
    }
}
