//! TOML as a campaign's files write it, read to the end: every fault with its place, the key it is about and what may
//! stand there. What can be read is read in spite of it, so that one slip does not hide the next.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use super::toml_problem::{NoSuchDay, TomlFault, TomlProblem};
use super::typing;
use crate::place::{Lines, Place, one_line};
use crate::text;

/// Faults of one file; more do not help whoever mends it.
const FAULTS_MOST: usize = 50;

/// Reads `source`, which begins `above` bytes into its file. What could be read comes with everything that is wrong.
pub(super) fn read<T: DeserializeOwned>(source: &str, above: usize, lines: &Lines<'_>) -> (Option<T>, Vec<TomlFault>) {
    let at = |offset: usize| lines.at(above + offset);
    let (mut table, errors) = DeTable::parse_recoverable(source);
    let mut faults: Vec<TomlFault> = Vec::new();
    for error in errors {
        let (offset, problem) = typing::what_is_wrong(source, error.span().unwrap_or_default(), error.message());
        let place = at(offset);
        // More about the same line would not help to mend it.
        if !faults.iter().any(|known| known.place.line == place.line) {
            faults.push(TomlFault { place, problem });
        }
    }
    let broken = faults.iter().map(|fault| fault.place.line).min();
    let mut value = None;
    // Keys that are there, with a mistake: they are not missing.
    let mut taken_out: Vec<String> = Vec::new();
    while faults.len() < FAULTS_MOST {
        let error = match T::deserialize(toml::Deserializer::from(table.clone())) {
            Ok(read) => {
                value = Some(read);
                break;
            }
            Err(error) => error,
        };
        let span = error.span().unwrap_or_default();
        let missing = quoted(error.message(), "missing field ").next();
        let key = match &missing {
            Some(missing) => put_stand_in(table.get_mut(), &span, missing).then(|| missing.clone()),
            None => take_out(table.get_mut(), &span),
        };
        let place = at(span.start);
        let problem = in_plain_words(&one_line(error.message()), key.as_deref().unwrap_or_default());
        let known = missing.and_then(|missing| taken_out.iter().position(|taken| *taken == missing));
        match (&problem, &key) {
            _ if known.is_some() => drop(known.map(|at| taken_out.remove(at))),
            (TomlProblem::Unknown { key, known }, _) => {
                taken_out.extend(text::nearest(key, known.iter().map(String::as_str)).map(str::to_owned));
            }
            (TomlProblem::Missing(_), _) | (_, None) => {}
            (_, Some(key)) => taken_out.push(key.clone()),
        }
        // What follows a broken line may not be what its writer meant, and what is missing may stand in it.
        let is_sure = broken.is_none_or(|line| !matches!(problem, TomlProblem::Missing(_)) && place.line < line);
        if is_sure && known.is_none() {
            faults.push(TomlFault { place, problem });
        }
        if key.is_none() {
            break;
        }
    }
    faults.sort_by(|one, two| one.place.cmp(&two.place));
    (value, faults)
}

/// A value of a file: where it stands, and its text if it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueOf {
    /// Where.
    pub place: Place,
    /// What, as far as it is a text.
    pub text: Option<String>,
}

/// The values of a TOML file by their keys, with numbers for the entries of lists: `title`, `persons.0.name`.
pub fn values_of(file: &str, source: &str) -> BTreeMap<String, ValueOf> {
    fn note(key: String, value: &Spanned<DeValue<'_>>, lines: &Lines<'_>, found: &mut BTreeMap<String, ValueOf>) {
        let text = value.get_ref().as_str().map(str::to_owned);
        match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().enumerate().for_each(|(n, item)| note(format!("{key}.{n}"), item, lines, found));
            }
            DeValue::Table(table) => {
                table.iter().for_each(|(name, value)| note(format!("{key}.{}", name.get_ref()), value, lines, found));
            }
            _ => {}
        }
        found.insert(key, ValueOf { place: lines.at(value.span().start), text });
    }
    let lines = Lines::of(file, source);
    let (table, _) = DeTable::parse_recoverable(source);
    let mut found = BTreeMap::new();
    table.get_ref().iter().for_each(|(key, value)| note(key.get_ref().to_string(), value, &lines, &mut found));
    found
}

/// Puts a text where a key is missing, so that what follows can be read. False if that does not help: a text cannot
/// have keys, and what wants a number is not content with a text.
fn put_stand_in(table: &mut DeTable<'_>, span: &Range<usize>, key: &str) -> bool {
    let inner = table.iter_mut().find_map(|(_, value)| put_in(value, span, key));
    inner.unwrap_or_else(|| put(table, span, key))
}

fn put_in(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>, key: &str) -> Option<bool> {
    let is_it = value.span() == *span;
    match value.get_mut() {
        DeValue::Table(table) if is_it => Some(put(table, span, key)),
        DeValue::Table(table) => table.iter_mut().find_map(|(_, value)| put_in(value, span, key)),
        DeValue::Array(items) => items.iter_mut().find_map(|item| put_in(item, span, key)),
        _ => None,
    }
}

fn put(table: &mut DeTable<'_>, span: &Range<usize>, key: &str) -> bool {
    let text = DeValue::String("?".into());
    let key = DeString::from(key.to_owned());
    table.insert(Spanned::new(span.clone(), key), Spanned::new(span.clone(), text)).is_none()
}

/// Takes the entry out that an error is about, and returns its key.
fn take_out(table: &mut DeTable<'_>, span: &Range<usize>) -> Option<String> {
    let exactly = |of: Range<usize>| of == *span;
    let holds = |of: Range<usize>| of.start <= span.start && span.end <= of.end;
    take_entry(table, &exactly).or_else(|| take_entry(table, &holds))
}

type Is<'a> = dyn Fn(Range<usize>) -> bool + 'a;

fn take_entry(table: &mut DeTable<'_>, is_it: &Is<'_>) -> Option<String> {
    for (key, value) in table.iter_mut() {
        let name = key.get_ref().to_string();
        if let Some(inner) = take_from(value, &name, is_it) {
            return Some(inner);
        }
    }
    let found =
        table.iter().find(|(key, value)| is_it(key.span()) || is_it(value.span())).map(|(key, _)| key.clone())?;
    table.remove(&found);
    Some(found.get_ref().to_string())
}

fn take_from(value: &mut Spanned<DeValue<'_>>, key: &str, is_it: &Is<'_>) -> Option<String> {
    match value.get_mut() {
        DeValue::Table(table) => take_entry(table, is_it),
        DeValue::Array(items) => {
            if let Some(inner) = items.iter_mut().find_map(|item| take_from(item, key, is_it)) {
                return Some(inner);
            }
            let at = items.iter().position(|item| is_it(item.span()))?;
            let mut rest = DeArray::new();
            items.iter().enumerate().filter(|(n, _)| *n != at).for_each(|(_, item)| rest.push(item.clone()));
            *items = rest;
            Some(key.to_owned())
        }
        _ => None,
    }
}

/// What stands between backticks in a message that begins like this.
fn quoted<'m>(message: &'m str, beginning: &str) -> impl Iterator<Item = String> + use<'m> {
    let rest = message.strip_prefix(beginning).unwrap_or_default();
    rest.split('`').skip(1).step_by(2).map(str::to_owned)
}

/// What the reader of TOML says of a value, in words for people who never heard of types.
fn in_plain_words(message: &str, key: &str) -> TomlProblem {
    let key = text::for_sentence(key);
    let rest_of =
        |beginning: &str| quoted(message, beginning).map(|word| text::for_sentence(&word)).collect::<Vec<_>>();
    if let [unknown, known @ ..] = rest_of("unknown field ").as_slice() {
        return TomlProblem::Unknown { key: unknown.clone(), known: known.to_vec() };
    }
    if let [missing, ..] = rest_of("missing field ").as_slice() {
        return TomlProblem::Missing(missing.clone());
    }
    if let [found, allowed @ ..] = rest_of("unknown variant ").as_slice() {
        return TomlProblem::Word { key, found: found.clone(), allowed: allowed.to_vec() };
    }
    if message == "wanted string or table" {
        return TomlProblem::Value { key, why: "it takes one of its words, in quotation marks".to_owned() };
    }
    let no_day = message.strip_prefix('`').and_then(|rest| rest.split_once("` is not a day"));
    if let Some(day) = no_day.and_then(|(value, _)| NoSuchDay::of(value)) {
        return TomlProblem::NoSuchDay(day);
    }
    if message.contains("untagged enum RawDay") {
        return TomlProblem::Value { key, why: "it takes a day such as 2026-01-31".to_owned() };
    }
    let sorts = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
    match sorts.and_then(|sorts| sorts.rsplit_once(", expected ")) {
        Some((found, wanted)) => TomlProblem::Type { key, wanted: sort(wanted), found: found_sort(found) },
        None => TomlProblem::Value { key, why: text::for_sentence(message) },
    }
}

fn sort(wanted: &str) -> String {
    match wanted {
        "a string" => "a text in quotation marks".to_owned(),
        "a sequence" => "a list in square brackets".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a map" => "a table".to_owned(),
        number if number.len() < 6 && number.starts_with(['u', 'i']) => "a whole number".to_owned(),
        table if table.starts_with("struct ") => "a table such as { … }".to_owned(),
        other => other.to_owned(),
    }
}

fn found_sort(found: &str) -> String {
    let value = found.split_once(' ').map(|(_, value)| value.replace(['`', '"'], "")).unwrap_or_default();
    let value = text::for_sentence(&value);
    match found.split(' ').next().unwrap_or_default() {
        "integer" | "floating" => format!("the number {}", value.trim_start_matches("point ")),
        "string" => format!("the text \"{value}\""),
        "boolean" => value,
        "sequence" => "a list".to_owned(),
        "map" => "a table".to_owned(),
        "datetime" => "a day".to_owned(),
        _ => found.to_owned(),
    }
}
