//! The offices that somebody names: by id, or by what they are called.

use jiff::civil::Date;
use outcry::locale::{Country, Language};
use outcry::registry::search::Query;
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

/// Finds an office by its id, or by what it is called, as the registry is searched; a state that the words name counts
/// before `state`.
pub fn named(registry: &Registry, name: &str, state: Option<Country>, today: Date) -> Named {
    if let Some(office) = registry.get(name.trim()) {
        return Named::Office(office.id.clone());
    }
    let query = Query { words: name.to_owned(), ..Query::default() };
    let anywhere = registry.search(&query, today);
    let found = if anywhere.meant.country.is_some() {
        anywhere
    } else {
        registry.search(&Query { country: state, ..query }, today)
    };
    // Each signatory's own embassy is found by itself.
    let offices: Vec<&Office> = found.offices.into_iter().filter(|office| !office.is_embassy()).collect();
    let is_whole =
        |office: &&&Office| office.names.values().chain(&office.aliases).any(|known| key(known) == key(name));
    let whole: Vec<&&Office> = offices.iter().filter(is_whole).collect();
    if let [only] = whole.as_slice() {
        return Named::Office(only.id.clone());
    }
    Named::Several(offices.into_iter().take(MOST).map(|office| office.id.clone()).collect())
}

/// The name of an office, for a comment.
pub fn name(registry: &Registry, id: &str) -> String {
    registry.get(id).map(|office| office.name_in(&Language::english()).into_owned()).unwrap_or_default()
}
