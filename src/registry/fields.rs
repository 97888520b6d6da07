//! The keys of a TOML table, read one by one. What is wrong is noted with its place and the reading
//! goes on, so that a person mending a file sees everything at once. A key nobody asked for is a
//! mistake too.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{RegistryError, RegistryProblem};
use crate::locale::Language;
use crate::place::Lines;
use crate::text;

/// Where mistakes are noted while a file is read.
pub(super) struct Notes<'a> {
    lines: Lines<'a>,
    found: RefCell<Vec<RegistryError>>,
}

impl<'a> Notes<'a> {
    pub(super) fn of(file: &'a str, text: &'a str) -> Self {
        Self { lines: Lines::of(file, text), found: RefCell::default() }
    }

    pub(super) fn lines(&self) -> &Lines<'a> {
        &self.lines
    }

    pub(super) fn note(&self, span: &Range<usize>, problem: RegistryProblem) {
        /// A file with more mistakes than this is not a registry, and finding all their places takes long.
        const MOST: usize = 1000;
        let mut found = self.found.borrow_mut();
        if found.len() < MOST {
            found.push(RegistryError { place: self.lines.at(span.start), problem });
        }
    }

    pub(super) fn into_found(self) -> Vec<RegistryError> {
        self.found.into_inner()
    }
}

/// One table while it is read.
pub(super) struct Fields<'a, 't> {
    table: &'t DeTable<'t>,
    /// Where the table begins.
    pub(super) span: Range<usize>,
    notes: &'a Notes<'a>,
    asked: RefCell<Vec<&'static str>>,
}

/// A text with its place.
pub(super) type Text = (String, Range<usize>);

impl<'a, 't> Fields<'a, 't> {
    pub(super) fn of(table: &'t DeTable<'t>, span: Range<usize>, notes: &'a Notes<'a>) -> Self {
        Self { table, span, notes, asked: RefCell::default() }
    }

    pub(super) fn note(&self, span: &Range<usize>, problem: RegistryProblem) {
        self.notes.note(span, problem);
    }

    fn wrong_type(&self, value: &Spanned<DeValue<'_>>, key: &str, wanted: &'static str) {
        let found = value.get_ref().type_str();
        self.note(&value.span(), RegistryProblem::Type { key: key.to_owned(), wanted, found });
    }

    /// Whether a key is there, readable or not.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn value(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// A text as it is written.
    pub(super) fn raw(&self, key: &'static str) -> Option<Text> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(value, key, "text in quotes");
        }
        text.map(|text| (text.to_owned(), value.span()))
    }

    /// A text of one line.
    pub(super) fn text(&self, key: &'static str) -> Option<String> {
        Some(self.line(key)?.0)
    }

    /// The same with its place.
    pub(super) fn line(&self, key: &'static str) -> Option<Text> {
        let (raw, span) = self.raw(key)?;
        Some((self.clean(key, &raw, &span)?, span))
    }

    fn clean(&self, key: &str, raw: &str, span: &Range<usize>) -> Option<String> {
        const LONGEST: usize = 2000;
        text::line(raw, LONGEST)
            .map_err(|error| self.note(span, RegistryProblem::Text { key: key.to_owned(), error }))
            .ok()
    }

    /// A text that stands for something: a country, a language, a Wikidata id.
    pub(super) fn parsed<T: FromStr<Err: ToString>>(&self, key: &'static str) -> Option<T> {
        let (raw, span) = self.raw(key)?;
        self.parse(key, &raw, &span)
    }

    fn parse<T: FromStr<Err: ToString>>(&self, key: &str, raw: &str, span: &Range<usize>) -> Option<T> {
        raw.parse::<T>()
            .map_err(|error| self.note(span, RegistryProblem::Value { key: key.to_owned(), why: error.to_string() }))
            .ok()
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let (raw, span) = self.raw(key)?;
        let found = words.iter().find(|(word, _)| *word == raw).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let why = format!("`{}` is none of {}", text::for_sentence(&raw), words.join(", "));
            self.note(&span, RegistryProblem::Value { key: key.to_owned(), why });
        }
        found
    }

    /// A yes or no.
    pub(super) fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong_type(value, key, "true or false");
        }
        flag
    }

    /// A day: `2011-10-07`, with or without quotes.
    pub(super) fn day(&self, key: &'static str) -> Option<Date> {
        let value = self.value(key)?;
        let written = match value.get_ref() {
            DeValue::Datetime(day) => day.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong_type(value, key, "a day such as 2011-10-07");
                return None;
            }
        };
        let day = written.parse::<Date>();
        if day.is_err() {
            let why = format!("`{}` is not a day; write it as 2011-10-07", text::for_sentence(&written));
            self.note(&value.span(), RegistryProblem::Value { key: key.to_owned(), why });
        }
        day.ok()
    }

    /// Texts in square brackets.
    pub(super) fn texts(&self, key: &'static str) -> Option<Vec<Text>> {
        let value = self.value(key)?;
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(value, key, "a list in square brackets");
            return None;
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(raw) => texts.extend(self.clean(key, raw, &item.span()).map(|text| (text, item.span()))),
                None => self.wrong_type(item, key, "text in quotes"),
            }
        }
        Some(texts)
    }

    /// A list whose items stand for something.
    pub(super) fn list<T: FromStr<Err: ToString>>(&self, key: &'static str) -> Vec<T> {
        let texts = self.texts(key).unwrap_or_default();
        texts.iter().filter_map(|(raw, span)| self.parse(key, raw, span)).collect()
    }

    /// A text of one line for each of several languages.
    pub(super) fn by_language(&self, key: &'static str) -> BTreeMap<Language, String> {
        let mut texts = BTreeMap::new();
        let Some(value) = self.value(key) else { return texts };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(value, key, "a text for each language, such as { en = \"…\" }");
            return texts;
        };
        for (tag, value) in table {
            let language = self.parse::<Language>(key, tag.get_ref(), &tag.span());
            match value.get_ref().as_str() {
                None => self.wrong_type(value, key, "text in quotes"),
                Some(raw) => {
                    let clean = self.clean(&format!("{key}.{}", tag.get_ref()), raw, &value.span());
                    texts.extend(language.zip(clean));
                }
            }
        }
        texts
    }

    /// The items of a list that may be tables or plain values.
    pub(super) fn items(&self, key: &'static str) -> &'t [Spanned<DeValue<'t>>] {
        self.list_of(key, "a list")
    }

    fn list_of(&self, key: &'static str, wanted: &'static str) -> &'t [Spanned<DeValue<'t>>] {
        let Some(value) = self.value(key) else { return &[] };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(value, key, wanted);
            return &[];
        };
        items
    }

    /// The tables of a list of tables.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Self> {
        let mut tables = Vec::new();
        for item in self.list_of(key, "a list, each entry under a line in double brackets such as [[office]]") {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Self::of(table, item.span(), self.notes)),
                None => self.wrong_type(item, key, "a table"),
            }
        }
        tables
    }

    /// Notes that a key must be there.
    pub(super) fn need(&self, key: &'static str, is_there: bool) {
        if !is_there && !self.has(key) {
            self.note(&self.span, RegistryProblem::Missing(key));
        }
    }

    /// Notes every key that nobody asked for. Call it last.
    pub(super) fn finish(self) {
        let asked = self.asked.borrow();
        for key in self.table.keys().filter(|key| !asked.contains(&key.get_ref().as_ref())) {
            let mut known = asked.clone();
            known.dedup();
            self.notes.note(&key.span(), RegistryProblem::Unknown { key: text::for_sentence(key.get_ref()), known });
        }
    }
}
