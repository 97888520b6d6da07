//! The offices that somebody names: by id, or by what they are called.

use outcry::locale::{Country, Language};
use outcry::registry::{Office, Registry};
use outcry::text::key;

/// Offices that a list shows.
const MOST: usize = 12;

/// What a name can mean.
#[derive(Debug, PartialEq, Eq)]
pub enum Named {
    /// This office.
    Office(String),
    /// Any of these, or none.
    Several(Vec<String>),
}

/// Finds an office by its id, or by words of its names; offices of `state` first.
pub fn named(registry: &Registry, name: &str, state: Option<Country>) -> Named {
    if let Some(office) = registry.get(name.trim()) {
        return Named::Office(office.id.clone());
    }
    let country = Country::read(name).or(state);
    let words: Vec<String> = name.split_whitespace().map(key).filter(|word| !word.is_empty()).collect();
    let is_whole = |office: &&Office| office.names.values().chain(&office.aliases).any(|known| key(known) == key(name));
    let of_state =
        |office: &&Office| country.is_none_or(|country| office.country == Some(country)) && !office.is_embassy();
    let has_words = |office: &&Office| {
        let names: String =
            office.names.values().chain(&office.aliases).map(|known| key(known)).collect::<Vec<_>>().join(" ");
        let kind = key(office.kind.as_str());
        Country::read(name).is_some() || words.iter().all(|word| names.contains(word) || kind.contains(word))
    };
    let whole: Vec<&Office> = registry.offices().filter(of_state).filter(is_whole).collect();
    if let [only] = whole.as_slice() {
        return Named::Office(only.id.clone());
    }
    Named::Several(
        registry.offices().filter(of_state).filter(has_words).take(MOST).map(|office| office.id.clone()).collect(),
    )
}

/// The name of an office, for a comment.
pub fn name(registry: &Registry, id: &str) -> String {
    registry.get(id).map(|office| office.name_in(&Language::english()).into_owned()).unwrap_or_default()
}
